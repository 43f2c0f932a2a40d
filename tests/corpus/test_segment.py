"""Sentences and words as spans."""

import itertools

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.corpus import segment
from analysis.validation.sentences import golden, measure_golden


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He left the U.S. The talks ended.", ["He left the U.S.", "The talks ended."]),
        (
            "U.S. President Donald J. Trump spoke. Kim did not.",
            ["U.S. President Donald J. Trump spoke.", "Kim did not."],
        ),
        ("“Why?” he asked. “Because.” It ended.", ["“Why?” he asked.", "“Because.”", "It ended."]),
        ("It rose 3.5 percent. 40 left.", ["It rose 3.5 percent.", "40 left."]),
        ("No end mark\nNext paragraph", ["No end mark", "Next paragraph"]),
        ("I would do it... at some time.", ["I would do it... at some time."]),
        ("", []),
        (" \n \n", []),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(text, expected):
    assert [text[start:end] for start, end in segment.sentences(text)] == expected


@pytest.mark.parametrize(
    "expected",
    [
        "I can see Mt. Fuji from here.|Please turn to p. 55.|She lives in Ft. Worth near Mt. Hood.",
        "“Go,” Brig. Gen. Ali Rezaei said on TV.|Cpl. John Roe and Pfc. Jane Doe died.|Atty. Gen. Ann Marsh left.",
        "Det. Supt. Ann Roe and Insp. Li met Msgr. Paul.|Messrs. Holm and Pires left.|Lt. Col. Kim of Ste. Marie came.",
        "I live in the U.S. |How about you?|Born in the U.S.A. |My name is Ben.|He joined the F.B.I. |The agency grew.",
        "It was World War I. |The army left.|The U.S. Army stayed.|He moved to the U.K. |When he came back, it rained.",
        "Sen. J. A. Smith met George W. Bush in Pasadena, Calif. on Monday.|They left at 5 p.m. |The hall was full.",
        "The talks ended.|Šefčovič left Brussels.|The vote was lost.|Łukasz Nowak resigned.|İmamoğlu won.|Ākif came.",
        "1. The first item.|2. The second item.|3. The third item.",
        "1) The first item|2) The second item|3) The third item",
        "a. The first item|b. The second item",
        "• The bridge fell|• The road is shut",
        "It happened in Washington, D.C. |Although it rained, they came.|Ill. is short for Illinois.",
    ],
)
def test_abbreviations_lists_and_capitals_of_any_alphabet(expected):
    pieces = [piece.strip() for piece in expected.split("|")]
    text = " ".join(pieces)
    assert [text[start:end] for start, end in segment.sentences(text)] == pieces


@pytest.mark.parametrize(
    "expected",
    [
        "A girl fell late Sunday.|Police say she came.|She left before midnight.|“We lost her,” Ana said.|The end.",
        '"He left late."|Police came!|Nobody spoke.|I saw it.',
        'She left before noon.|"We lost her," Ana said.',
        "It cost $1,000.|That is a lot (they said).|Nobody paid.",
        "It is the U.S. Navy of Gen.Lee at St.Petersburg, see Booking.Com, www.Foo.Bar and ann.Roe@mail.com.",
    ],
)
def test_sentences_without_a_space_between_them(expected):
    text = expected.replace("|", "")
    assert [text[start:end] for start, end in segment.sentences(text)] == expected.split("|")


def test_words_end_where_glued_sentences_do():
    assert segment.words("late Sunday.Police of the U.S. paid 1,000.They left at 3.5 p.m") == (
        "late Sunday Police of the U.S paid 1 000 They left at 3.5 p.m".split()
    )


def test_the_golden_rules_of_the_gate():
    assert len(golden()) == 48
    assert [figure.value >= 40 for figure in measure_golden.measure(None)] == [True]


@given(st.text(alphabet=st.sampled_from("aA .!?\n\"”’'U.S\u2028é1"), max_size=200))
def test_sentences_rise_do_not_overlap_and_hold_every_letter(text):
    spans = segment.sentences(text)
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
    assert all(text[s:e] == text[s:e].strip() != "" for s, e in spans)
    assert "".join("".join(text[s:e] for s, e in spans).split()) == "".join(text.split())


PIECES = [
    *"aAéΣ .!?…\n\"”’'()[»«-7Д\u2028\t", "Mr", "U.S", "p.m", "v", "Fig", "  ", "The", ". ", '." ', "\n\n",
    "ab.Cd", "1. ", "2) ", "• ", "Š", "é.”Wo", "Calif", ", ",
]  # fmt: skip


@given(st.lists(st.lists(st.sampled_from(PIECES), max_size=30).map("".join), max_size=5))
def test_sentences_of_many_texts_are_those_of_each(texts):
    found = [[] for _ in texts]
    for text, start, end in zip(*segment.bounds_of(texts), strict=True):
        found[text].append((start, end))
    assert found == [segment.sentences(text) for text in texts]


def test_sentences_of_articles_are_those_of_each_text_over_the_bounds_of_chunks(monkeypatch):
    monkeypatch.setattr(segment.characters, "AT_ONCE", 40)
    texts = ["He met Mr. Kim. They spoke.", "", None, " \n", "“Why?”\nNo one knew. U.S. The end", "x" * 99 + ". Yes."]
    articles = pd.DataFrame({"article_id": list("abcdef"), "title": texts[::-1], "body": texts})
    expected = []
    for article, title, body in articles.itertuples(index=False):
        if isinstance(title, str) and title.strip():
            expected.append((article, -1, title.strip()))
        pieces = [body[start:end] for start, end in segment.sentences(body)] if isinstance(body, str) else []
        expected += [(article, number, piece) for number, piece in enumerate(pieces)]
    table = segment.of_articles(articles)
    written = segment.texts_of(table, articles)
    assert list(zip(table["article_id"], table["sentence"], written, strict=True)) == expected


def test_an_article_without_title_or_body_has_no_sentences():
    articles = pd.DataFrame({"article_id": ["a", "b"], "title": [None, ""], "body": ["", None]})
    assert segment.of_articles(articles).empty


@given(st.text(st.sampled_from("abZŠ9é '’..&-_“—?\n漢😀²"), max_size=40))
def test_words_are_counted_as_they_are_found(text):
    assert segment.count_words(text) == len(segment.words(text))
