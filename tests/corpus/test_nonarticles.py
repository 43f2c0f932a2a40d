"""What is no article is rejected with a reason, and what a paywall cut off is kept and marked."""

import json

import pytest

from analysis.corpus import ingest, nonarticles

STORY = "The ministers met in the capital on Monday and talked for two hours about the border, officials said. " * 6


@pytest.mark.parametrize(
    ("title", "text", "reason"),
    [
        ("Just a moment...", "Enable JavaScript and cookies to continue", "blocked by the site"),
        ("Attention Required! | Cloudflare", "Sorry, you have been blocked. Ray ID: 1", "blocked by the site"),
        (
            "",
            "Verify you are human by completing the action below. Performance & security by X.",
            "blocked by the site",
        ),
        ("Access Denied", "You don't have permission to access this page on this server.", "blocked by the site"),
        ("404 Not Found", "404 - The page you requested could not be found.", "error page"),
        ("Page not found | The Planet", "Sorry, this page does not exist.", "error page"),
        ("Before you continue", "We and our partners use cookies. Manage your cookies here.", "cookie notice"),
        ("We value your privacy", "We and our 800 partners store data. Accept all cookies.", "cookie notice"),
        (
            "Boy shot in the north",
            "Get email notifications on Jo Doe daily!\nYour notification has been saved.\n"
            "There was a problem saving your notification.",
            "registration page",
        ),
        ("Sign in", "Sign in using your wxyz profile", "registration page"),
        (
            "Readers sign in",
            "Already have an account, the bank asked its customers on Monday, and half of them said no.",
            "",
        ),
        ("NPR Search : NPR", "\n".join(f"Headline number {n}" for n in range(12)), "search or section page"),
        ("Search results for: bridge", "\n".join(f"A bridge of {n}" for n in range(12)), "search or section page"),
        ("NPR Search", "Medals went\n... the plans of ... or even\n... their homes ...", "search or section page"),
        ("Search goes on", "The ship is lost.\nIt left on Monday ...\nNobody saw it.\nThe navy looks.", ""),
        (
            "Boy shot in the north",
            "We have sent you a verification email. Please click on the link to activate your profile.",
            "notice of the site",
        ),
        ("Police of the north on Twitter", "Add a location to your Tweets\nLearn more", "notice of the site"),
        ("Boy shot in the north", f"{STORY}\nWe have sent you a verification email.", ""),
        ("Latest News", "\n".join(f"Headline number {n}" for n in range(12)), "search or section page"),
        ("The bridge", "A worker at the old bridge in the north of the town. REUTERS/Jo Doe", "photo caption"),
        ("Blocked road leads to talks", "", ""),
        ("Search for missing ship resumes", "The search for the ship resumed on Monday, the navy said.", ""),
        (
            "Cookies recalled in the north",
            "Bakers use three kinds of cookies, and one of them was recalled on Monday.",
            "",
        ),
        ("Robots take over", "Verify that you are human, the machine at the gate said on Monday.", ""),
        ("Access denied to the press", STORY, ""),
        ("Just a moment, minister says", STORY, ""),
        ("Your privacy is at risk, experts say", "Firms use cookies, the experts said on Monday in the capital.", ""),
    ],
)
def test_reasons(title, text, reason):
    assert nonarticles.reason(title, text) == reason


def test_a_page_that_is_no_article_is_a_reject_and_every_input_is_accounted_for(tmp_path):
    rows = [
        {"outlet": "The Planet", "title": "Just a moment...", "text": "Enable JavaScript and cookies to continue"},
        {"outlet": "The Planet", "title": "Talks go on", "text": STORY},
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    articles, rejects = ingest.read(tmp_path)
    assert articles["title"].tolist() == ["Talks go on"]
    assert rejects["reason"].tolist() == ["blocked by the site"]
    assert rejects["detail"].tolist() == ["'Just a moment...'"]


@pytest.mark.parametrize(
    "pitch",
    [
        "To continue reading this article, please subscribe or log in.",
        "Subscribe to continue reading",
        "This article is for subscribers only.",
        "You’ve reached your limit of free articles. Subscribe for $1 a week.",
        "Sign in to read the full story",
        "Create a free account to continue",
        "… [+1204 chars]",
    ],
)
def test_a_text_that_a_paywall_cut_off_is_kept_without_the_pitch_and_marked(tmp_path, pitch):
    rows = [{"outlet": "The Planet", "title": "Talks go on", "text": f"{STORY.strip()}\n{pitch}"}]
    (tmp_path / "a.jsonl").write_text(json.dumps(rows[0]), encoding="utf-8")
    articles, rejects = ingest.read(tmp_path)
    assert rejects.empty
    assert articles["article_type"].tolist() == ["truncated"]
    assert articles["body"].tolist() == [STORY.strip()]


def test_a_whole_text_with_a_call_to_subscribe_is_not_cut_off(tmp_path):
    text = f"{STORY.strip()}\nSubscribe to our newsletter"
    (tmp_path / "a.jsonl").write_text(
        json.dumps({"outlet": "The Planet", "title": "T", "text": text}), encoding="utf-8"
    )
    articles, _ = ingest.read(tmp_path)
    assert (articles["article_type"][0], articles["body"][0]) == ("report", STORY.strip())
