"""Names found by capitals, and the names that forms stand for."""

import itertools
import time

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from analysis import assets, schema
from analysis.corpus import encoded, segment
from analysis.measures import names
from analysis.measures.names import finder


def forms(body, title=""):
    articles = pd.DataFrame({"article_id": ["a"], "title": [title], "body": [body]})
    return names.of_articles(articles, segment.of_articles(articles))["form"].tolist()


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "US President Donald Trump met South Korea’s Moon Jae-in.",
            ["US", "Donald Trump", "South Korea", "Moon Jae-in"],
        ),
        ("Mr. Kim spoke. Talks ended.", ["Kim"]),
        ("Later Rep. Ro Khanna, D-Calif., met Bernie Sanders (I-Vt.).", ["Ro Khanna", "Bernie Sanders"]),
        ("Later a sign read Don’t Tread on Moon Jae-in.", ["Tread", "Moon Jae-in"]),
        ("Later Ursula von der Leyen flew to The Hague.", ["Ursula von der Leyen", "Hague"]),
        ("He told the Ministry of Unification on Friday.", ["Ministry of Unification"]),
        ("He saw Secretary of State Mike Pompeo.", ["Mike Pompeo"]),
        ("I think Donald J. Trump said I'm right in March.", ["Donald J. Trump"]),
        ("However, talks with Pyongyang stalled.", ["Pyongyang"]),
        ("It was Kim. Kim Jong Un laughed.", ["Kim", "Kim Jong Un"]),
        ("Analysts say so. Speaking there, Former Senator Jane Roe left. We’re back.", ["Jane Roe"]),
        ("White House aides left.", ["White House"]),
        ("Biegun left.", ["Biegun"]),
        ("He saw US-South Korea drills and a China-led bloc.", ["US", "South Korea", "China"]),
        ("", []),
    ],
)
def test_names_are_found_without_titles_possessives_and_openers(body, expected):
    assert forms(body) == expected


def test_a_headline_in_title_case_takes_only_names_of_the_article():
    assert forms("He met Kim.", title="President Trump Says He Could Meet Kim") == ["Kim", "Kim"]


def test_a_line_in_capitals_is_not_one_giant_name():
    assert forms("We saw Pyongyang.\nSHARE THIS ARTICLE FROM PYONGYANG NOW") == ["Pyongyang", "PYONGYANG"]


def test_the_table_conforms_and_its_spans_hold_the_forms():
    articles = pd.DataFrame(
        {
            "article_id": ["a", "b", "c"],
            "title": [None, "Kim wins", ""],
            "body": ["He saw Moon Jae-in’s aide.", None, ""],
        }
    )
    found = names.of_articles(articles, segment.of_articles(articles))
    schema.conform(found, schema.NAMES)
    texts = articles.set_index("article_id")
    for row in found.itertuples():
        text = texts.loc[row.article_id, "title" if row.sentence == -1 else "body"]
        assert text[row.start : row.end] == row.form


def test_no_articles_give_an_empty_table():
    articles = schema.empty(schema.ARTICLES)
    assert names.of_articles(articles, segment.of_articles(articles)).empty


@pytest.mark.parametrize(
    ("form", "day", "expected"),
    [
        ("US President", "2019-06-28", "Donald Trump"),
        ("the U.S. president", pd.Timestamp("2021-01-20", tz="UTC"), "Joe Biden"),
        ("US President", "2021-01-19", "Donald Trump"),
        ("US President", None, None),
        ("US President", pd.NaT, None),
        ("South Korea’s president", "2019-06-28", "Moon Jae-in"),
        ("South Korean president", "2017-04-01", None),
        ("Kim Jong-un", None, "Kim Jong Un"),
        ("PYONGYANG", None, "North Korea"),
        ("Washington's", None, "United States"),
        ("us", None, None),
        ("Kim", "2019-06-28", None),
        ("", None, None),
    ],
)
def test_a_form_resolves_by_the_dated_file_or_not_at_all(form, day, expected):
    assert names.resolve(form, day) == expected


def test_an_alias_stands_for_one_name_and_offices_never_overlap():
    table = assets.table(names.ALIASES)
    undated = table[table["from"] == ""]
    assert undated.groupby("form")["canonical"].nunique().max() == 1
    assert set(table["kind"]) == {"person", "place", "organisation", "office", "demonym"}
    offices = table[table["kind"] == "office"]
    assert set(offices["canonical"]) <= set(table.loc[table["kind"] == "person", "canonical"])
    for _, holders in offices.groupby("form"):
        spells = sorted(zip(holders["from"], holders["until"], strict=True))
        assert all(until and until <= start for (_, until), (start, _) in itertools.pairwise(spells))


def canonical(*forms, day="2019-06-28"):
    found = pd.DataFrame({"article_id": "a", "form": list(forms)})
    return names.canonical(found, pd.DataFrame({"article_id": ["a"], "published_at": [day]})).tolist()


def test_a_surname_joins_its_one_full_name_and_never_one_of_two():
    assert canonical("Jane Roe", "Roe") == ["Jane Roe", "Jane Roe"]
    assert pd.isna(canonical("Jane Roe", "John Roe", "Roe")[2])
    assert canonical("Kim Jong-un", "Kim") == ["Kim Jong Un", "Kim Jong Un"]
    assert pd.isna(canonical("Kim Jong-un", "Kim Yo-jong", "Kim")[2])
    assert pd.isna(canonical("US President", day=None)[0])
    assert canonical("US President", "Trump") == ["Donald Trump", "Donald Trump"]


def test_names_of_an_empty_table_merge_to_an_empty_table():
    found = schema.empty(schema.NAMES)
    assert names.canonical(found, schema.empty(schema.ARTICLES)).empty


@pytest.mark.parametrize(
    "unit", ["Kim Jong Un ", "KIM MET MOON ", "«Kim» ", "O'Neil's 'dog ", "😀 Kim ", "“Kim said, ", "A.B. ", "no name "]
)
def test_bad_input_takes_the_same_time_per_character(unit):
    def seconds(text):
        started = time.thread_time()
        forms(text)
        return time.thread_time() - started

    short, long = (min(seconds(unit * (size // len(unit))) for _ in range(3)) for size in (5_000, 50_000))
    assert long < 40 * short


@given(st.text(alphabet=st.sampled_from("Aa .’'\"“-\nÉKim"), max_size=80))
def test_any_text_gives_spans_that_hold_the_forms(text):
    articles = pd.DataFrame({"article_id": ["a"], "title": [text], "body": [text]})
    found = names.of_articles(articles, segment.of_articles(articles))
    assert all(text[row.start : row.end] == row.form != "" for row in found.itertuples())
    assert not found.duplicated(["sentence", "start"]).any()


def plain_runs(text):
    """Collect capitalised words in plain loops over the text: the slow way, as an oracle."""
    found, run, previous = [], [], None
    spans = segment.sentences(text)
    for match in finder._TOKEN.finditer(text):
        start, end = match.span()
        sentence = next(span for span in spans if start < span.end)
        joins = previous is not None and previous[0] == sentence and plain_joins(run[-1], text[previous[1] : start])
        if run and not joins:
            found.append(run)
            run = []
        run.append(finder.POSSESSIVE.sub("", match.group()))
        previous = (sentence, end)
        if len(run[-1]) < end - start:
            found.append(run)
            run, previous = [], None
    return found + [run] * bool(run)


def plain_joins(word, gap):
    return gap in finder._JOINING_GAPS or (gap in finder._OF_GAPS and word in finder._TAKE_OF)


def plain_informative(sentence):
    words = finder._LONG_WORD.findall(sentence)
    if all(word.isupper() for word in words):
        return len(words) < finder._ENOUGH_CAPITALS
    if len(words) < finder._ENOUGH_WORDS or finder._PROSE_END.search(sentence):
        return True
    return sum(word[0].isupper() for word in words) <= finder._UNINFORMATIVE_SHARE * len(words)


PIECES = [
    "Mr", ".", " ", "J", "U.S", "_", "Ministry", " of ", " the ", "al-Assad", "Kim", "’s", "'", "-", "USA", "&",
    " van der ", "\u00a0", "\n", "long words here. ", "Title Case Words Again", "SHOUTED LINE", "”", "it", "e.g",
    "’tis", "non-Muslim",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
@example("al-Assad.J'")
@example("U.S__")
def test_words_found_on_tokens_are_those_of_a_plain_search_of_the_text(text):
    articles = pd.DataFrame({"article_id": ["x", "a"], "title": ["Mr. Moon", None], "body": ["_It_", text]})
    sentences, tokens = segment.of_articles(articles), encoded.of_articles(articles)
    texts = ["Mr. Moon", "_It_", "", text]
    within = finder._sentences(articles, sentences, tokens, texts)
    beside = finder._beside_underscores(tokens, texts)
    words = finder._capitalised(tokens, texts, within, beside)
    runs = [run for run in finder._runs(words, within, texts) if run.text == 3]
    assert [list(run.texts) for run in runs] == plain_runs(text)
    bounds = zip(within.start.tolist(), within.end.tolist(), within.text.tolist(), strict=True)
    assert within.informative.tolist() == [plain_informative(texts[number][a:b]) for a, b, number in bounds]
    lower = finder._lower_words(tokens, beside)(1)
    expected = set(finder._LOWER_WORD.findall(text))
    assert all((word in lower) == (word in expected) for word in [*expected, "it", "tis", "is", "here", "g"])
