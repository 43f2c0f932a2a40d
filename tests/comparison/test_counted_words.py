"""Which words are counted, as what, and which terms are shown: spelling, names, page furniture, captions, kinds."""

import numpy as np
import pandas as pd
import pytest

from analysis.comparison import house_style, keyness, kinds, terms
from analysis.corpus import segment
from analysis.errors import DataError
from tests.comparison.test_keyness import SETTINGS, corpus, drawn


def with_words(first, second, n_events=14):
    """Two outlets of the same words, in which one writes `first` where the other writes `second`."""
    base = drawn(n_events)
    told = np.where(base["outlet"] == "A", first, second)
    bodies = [f"{body}\n{extra}\n{body[:200]}\nThe end came." for body, extra in zip(base["body"], told, strict=True)]
    return base.assign(body=bodies)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("They didn’t go there.", "They didn't go there."),
        ("The US left the talks.", "The U.S. left the talks."),
        ("It rose by 5 per cent then.", "It rose by 5% then."),
        ("It rose by 5 percent then.", "It rose by 5% then."),
        ("They met at 8pm there.", "They met at 8 p.m. there."),
        ("The favourite colour won.", "The favorite color won."),
        ("The mid-term vote is near.", "The midterm vote is near."),
    ],
)
def test_spelling_is_counted_as_one_word(first, second):
    found = keyness.between(with_words(first, second), target="A", settings=SETTINGS)
    assert (found["q"].isna() | (found["q"] > 0.05)).all()


def test_a_repeated_line_is_masked_and_stays_a_line():
    bodies = ["They met.\nRead more news of this outlet here", "They spoke."] * 3
    counted = terms.count(corpus(bodies, list("AB") * 3, list("eeffgg")).iloc[[0, 1, 2, 3, 5, 4]])
    assert "outlet" not in counted.terms
    assert kinds.paragraphs(counted)[1].tolist() == [3, 2, 3, 2, 2, 3]


def test_a_score_is_not_the_number_of_its_digits():
    counted = terms.count(corpus(["They won 1-2 and 12 saw it."] * 4, list("ABAB"), list("eeff")))
    assert {"1-2", "12"} <= set(counted.terms)


def test_first_mentions_of_a_person_are_one_word():
    ways = (
        "President Donald Trump",
        "President Trump",
        "Mr Trump",
        "Mr. Trump",
        "US President Donald J. Trump",
        "Trump",
    )
    bodies = [f"They said that {way} had left." for way in ways] * 2
    counted = terms.count(corpus(bodies, list("AB") * 6, list("efghij") * 2))
    assert {"trump", "that trump", "trump had"} <= set(counted.terms)
    assert not {"donald", "president", "mr", "U.S."} & set(counted.terms)
    n = dict(zip(counted.terms, np.asarray(counted.matrix.sum(axis=0))[0], strict=True))
    assert n["that trump"] == 12


def test_a_pair_of_words_that_cuts_a_longer_name_is_no_term():
    body = "They left for the United States today. The united front spoke, and the united front left."
    articles = pd.DataFrame({"article_id": list("abc"), "title": None, "body": [body] * 3})
    counted = terms.count(articles)
    n = dict(zip(counted.terms.tolist(), terms.total(counted.matrix).tolist(), strict=True))
    assert (n["united states"], n["the united"], n["united front"]) == (3, 6, 6)
    assert "states today" not in n and len(terms.places_of("the united", counted)) == 6
    assert terms.uses("the united", articles, segment.of_articles(articles)).tolist() == [False, True] * 3


def test_a_word_of_a_longer_name_is_the_name_and_no_word():
    body = "The press said so, and the Associated Press agreed. The Associated Press left, and they went to the press."
    articles = corpus([body] * 4, list("ABAB"), list("eeff"))
    counted = terms.count(articles)
    n = dict(zip(counted.terms, np.asarray(counted.matrix.sum(axis=0))[0].tolist(), strict=True))
    assert n["press"] == 8 and n["associated press"] == 8 and "associated" not in n
    assert len(terms.places_of("press", counted)) == 8
    assert kinds.of_terms(["press", "associated press"], counted) == ["content", "name"]
    sentences = segment.of_articles(articles.head(1))
    assert terms.uses("press", articles, sentences).tolist() == [True, True]
    assert terms.uses("press", articles.assign(body="An Associated Press poll."), sentences).tolist()[0] is False


def test_a_name_is_called_as_a_whole_and_its_words_are_not():
    base = drawn(14)
    told = np.where(base["outlet"] == "A", "Associated Press", "agency")
    halves = base["body"].str.split(n=12)
    bodies = [" ".join([*half[:12], "the", name, *half[12:]]) for half, name in zip(halves, told, strict=True)]
    found = keyness.between(base.assign(body=bodies), target="A", settings=SETTINGS).set_index("term")
    called = found[found["q"] <= 0.05]
    assert called.loc["associated press", "kind"] == "name"
    assert not {"press", "associated"} & set(called.index)


def test_what_stands_before_a_title_makes_no_pair_with_the_surname():
    way = "They said that Russian President Vladimir Putin and Mr. Putin had left. Putin went when Putin came."
    counted = terms.count(corpus([way] * 4, list("ABAB"), list("eeff")))
    assert {"russian", "putin", "that russian", "putin and", "and putin"} <= set(counted.terms)
    assert "russian putin" not in counted.terms


def test_a_first_name_that_is_not_the_usual_one_stays():
    bodies = ["President Donald Trump and Mr Trump met First Lady Melania Trump, Donald Trump said."] * 4
    counted = terms.count(corpus(bodies, list("ABAB"), list("eeff")))
    assert "melania trump" in counted.terms and "donald" not in counted.terms


def test_words_of_others_are_not_counted_in_the_own_voice():
    bodies = ["He said: “A regime fell.” They left.", "He said: “A regime fell.” We left."]
    table = corpus(bodies, ["RT", "CNN"], list("ee"))
    quotes = pd.DataFrame({"article_id": table["article_id"], "start": 9, "end": 25})
    by_voice = {voice: terms.count(table, quotes=quotes, voice=voice) for voice in ("own", "all", "quoted", "headline")}
    assert "regime" not in by_voice["own"].terms and "left" in by_voice["own"].terms
    assert set(by_voice["quoted"].terms) == {"a", "regime", "fell"}
    assert "regime" in by_voice["all"].terms and len(by_voice["headline"].terms) == 0
    assert keyness.between(table, target="RT", quotes=quotes)["voice"].eq("own").all()
    with pytest.raises(ValueError, match="needs the table 'quotes'"):
        keyness.between(table, target="RT", voice="own")


@pytest.mark.parametrize(
    "line",
    [
        "{0} and {1} contributed to this report from Rome.",
        "This story was changed at {2} o'clock by {0}.",
        "SEE ALSO {0} and the {2} wonders",
    ],
)
def test_page_furniture_is_marked_and_not_called(line):
    rng = np.random.default_rng(8)
    base = drawn(24, n_words=160)
    names = ["roe", "lee", "novak", "gomez", "miller"]
    bodies = []
    for body, outlet in zip(base["body"], base["outlet"], strict=True):
        words = body.split()
        paragraphs = [" ".join(words[low : low + 30]) + "." for low in range(0, len(words), 30)]
        one, other = rng.choice(names, 2, replace=False)
        extra = line.format(one, other, rng.integers(1, 12))
        bodies.append("\n".join([*paragraphs, *([extra] if outlet == "A" else [])]))
    found = keyness.between(base.assign(body=bodies), target="A", settings=SETTINGS)
    assert (found["q"].isna() | (found["q"] > 0.05)).all()
    assert (found["kind"] == "template").any()


def test_initials_behind_the_last_sentence_are_furniture_and_a_last_sentence_is_none():
    base, quotes = drawn(24), []
    bodies = []
    for number, (article_id, body, outlet) in enumerate(base[["article_id", "body", "outlet"]].values.tolist()):
        said = f"{body} today. “Yes,” {('she', 'he', 'they', 'we')[number // 2 % 4]}"
        quotes.append((article_id, said.index("“"), said.index("”") + 1))
        bodies.append(f"{said} " + (f"added. NA/{'xyz'[number % 3]}" if outlet == "A" else "replied."))
    spans = pd.DataFrame(quotes, columns=["article_id", "start", "end"])
    found = keyness.between(base.assign(body=bodies), target="A", quotes=spans, settings=SETTINGS).set_index("term")
    assert found.loc["na", ["kind", "reason"]].tolist() == [
        "template",
        "24 of 24 uses stand alone behind the last sentence",
    ]
    assert set(found.index[found["q"] <= 0.05]) == {"added", "replied"}


def test_house_style_writes_abbreviations_with_the_stops_of_the_text():
    bodies = [
        "Mr. Moon met Sen. Roe of the U.S. and the F.B.I. at 8 p.m. there.",
        "Mr Moon met the FBI of the US at 8pm.",
    ]
    found = house_style.of_articles(corpus(bodies, ["A", "B"], ["e", "e"]), voice="all")
    forms = found.groupby("outlet")["form"].agg(set).to_dict()
    assert forms == {"A": {"Mr.", "U.S.", "F.B.I.", "p.m."}, "B": {"Mr", "US", "FBI", "pm"}}


def test_of_terms_that_are_the_same_uses_one_is_shown():
    base, rng = drawn(24), np.random.default_rng(5)
    bodies = []
    for body, outlet in zip(base["body"], base["outlet"], strict=True):
        words = body.split()
        for place in rng.integers(10, 100, 2 if outlet == "A" else 0):
            words[place : place + 2] = ["hostile", "takeover"]
        bodies.append(" ".join(words))
    found = keyness.between(base.assign(body=bodies), target="A", settings=SETTINGS)
    called = found[found["q"] <= 0.05]
    assert called["term"].tolist() == ["hostile takeover"]
    assert sorted(called.iloc[0]["also"].split(", ")) == ["hostile", "takeover"]
    assert not {"hostile", "takeover"} & set(found["term"])


def test_an_outlet_called_the_others_is_refused():
    table = drawn(8).assign(outlet=["RT", "the others"] * 8)
    with pytest.raises(DataError, match="an outlet is called 'the others'"):
        keyness.between(table, target="RT")


def test_a_dateline_is_not_counted():
    bodies = [
        "WASHINGTON (RT) - Talks stalled.",
        "Brussels (RT) Talks stalled.",
        "Washington is silent. Talks stalled.",
    ]
    counted = terms.count(corpus(bodies, ["RT"] * 3, list("eef")))
    n = dict(zip(counted.terms, np.asarray(counted.matrix.sum(axis=0))[0], strict=True))
    assert n["washington"] == 1 and "brussels" not in n


def test_the_kind_of_a_term_follows_from_its_words():
    body = "The regime said that Moon met Mr. Moon on Sunday, and Kim told Moon so. The GOP met d-Calif there."
    counted = terms.count(corpus([body], ["A"], ["e"]))
    names = ["regime", "said that", "moon", "the", "mr", "gop"]
    assert kinds.of_terms(names, counted) == ["content", "saying", "name", "function", "style", "style"]


def test_state_and_party_behind_a_name_are_house_style_and_not_counted():
    bodies = [
        "Diana Roe, Colorado Democrat, asked. Bob Lee, a New Jersey Republican who left, said no.",
        "Senator Roe, New Jersey Democrat and chairman, spoke. In Ohio, Senate Republican Leader Lee met a Democrat.",
    ]
    counted = terms.count(corpus(bodies, ["A", "B"], ["e", "e"]))
    n = dict(zip(counted.terms, np.asarray(counted.matrix.sum(axis=0))[0], strict=True))
    assert n["democrat"] == 1 and "colorado" not in n
    assert n["republican"] == 1 and n["jersey"] == 1


def test_an_abbreviation_before_a_capital_makes_the_pairs_it_makes_without_its_stops():
    american = "The U.S. District Court sat. He left the U.S. The court rose."
    for body in (american, american.replace("U.S. The", "US. The").replace("U.S.", "US")):
        found = set(terms.count(corpus([body] * 6, ["A", "B"] * 3, list("eeffee"))).terms)
        assert "U.S. district" in found and "U.S. the" not in found


def test_captions_of_pictures_are_not_counted():
    bodies = [f"In this Dec. {day}, 2016, file photo, crowds stand near a gate. They left." for day in range(10, 14)]
    counted = terms.count(corpus(bodies, list("ABAB"), list("eeff")))
    assert {"they", "left"} <= set(counted.terms)
    assert not {"in this", "crowds", "gate", "photo"} & set(counted.terms)


def test_words_of_captions_are_no_finding():
    found = keyness.between(with_words("It fell, pictured", "It fell"), target="A", settings=SETTINGS)
    row = found[found["term"] == "pictured"].iloc[0]
    assert row["kind"] == "style" and np.isnan(row["q"])
