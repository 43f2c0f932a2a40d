"""Every outlet has a golden pair, one name for all its aliases, and facts in neutral words."""

import json
import re
from pathlib import Path

import pytest

from analysis.corpus import assemble, clean, outlets

GOLDEN = Path(__file__).resolve().parents[1] / "golden"


@pytest.mark.parametrize("key", outlets.OUTLETS)
def test_golden_pair(key):
    folder = GOLDEN / key
    assert folder.is_dir(), (
        f"outlet '{key}' has no golden pair: write {folder}/raw.txt (invented sentences in its real template), "
        "body.txt (what must be left) and about.json (title, told_from_text)"
    )
    raw, body = ((folder / name).read_text(encoding="utf-8") for name in ("raw.txt", "body.txt"))
    about = json.loads((folder / "about.json").read_text(encoding="utf-8"))
    name = outlets.OUTLETS[key].name
    assert assemble.headline_of(raw, outlet=name) == about["title"]
    cleaned = clean.clean(raw, title=about["title"], outlet=name)
    assert cleaned.body == body.strip()
    assert outlets.of_text(raw) == (name if about["told_from_text"] else "")


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("Fox News", "Fox Online News", "foxnews.com", "FOX NEWS", "Fox News Opinion", "www.foxnews.com"), "Fox News"),
        (("CNN (Web News)", "CNN - Editorial", "edition.cnn.com", "cnn"), "CNN"),
        (("RT", "rt.com", "Russia Today", "RT News"), "RT"),
        (("Press TV", "PressTV", "presstv.ir", "www.presstv.com"), "Press TV"),
        (("Sky News", "news.sky.com", "SkyNews", "Sky"), "Sky News"),
        (("The New York Times", "thenewyorktimes", "nyt", "New York Times - Opinion"), "New York Times"),
        (("usa-today", "USA TODAY", "usatoday.com"), "USA TODAY"),
    ],
)
def test_one_outlet_has_one_name(names, expected):
    assert {outlets.named(name) for name in names} == {expected}


@pytest.mark.parametrize(
    "name", ["Sky News Australia", "skynews.com.au", "The Daily Planet", "Foxborough Gazette", "rt"[::-1]]
)
def test_other_outlets_keep_their_names(name):
    assert outlets.named(name) == name


@pytest.mark.parametrize("key", outlets.OUTLETS)
def test_facts_of_an_outlet_are_complete(key):
    known = outlets.OUTLETS[key]
    assert len(known.country) == 2 and known.country.isupper()
    assert known.domains and all("/" not in domain and not domain.startswith("www.") for domain in known.domains)
    assert re.search(r"\(.+, noted 20\d\d-\d\d\)$", known.owner)
    assert "publicly stated" not in known.owner
    assert all(outlets.of_url(f"https://www.{domain}/story") == known.name for domain in known.domains)


def test_a_mention_of_an_outlet_is_no_mark():
    text = "Press TV and RT reported the talks; Sky News and the Guardian did not. CNN said so on Monday."
    assert outlets.of_text(text) == ""


def test_a_registered_outlet_cannot_be_registered_twice():
    with pytest.raises(ValueError, match="registered twice"):
        outlets.register.outlet("rt", name="RT", domains=("rt.com",))


def test_addresses_that_are_none_name_no_outlet():
    assert [outlets.of_url(url) for url in ("", "file:///tmp/a.html", "http://[broken", "localhost", "not a url")] == [
        ""
    ] * 5
