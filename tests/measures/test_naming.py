"""By which words articles call people and countries: invented sentences, each with what must and must not be found."""

import pandas as pd
import pytest

from analysis import assets
from analysis.corpus import segment
from analysis.errors import DataError
from analysis.measures import names, naming

FORMS = assets.table("aliases.csv")


def articles_of(*bodies: str | None, day: str | None = "2019-06-30", title: str | None = None) -> pd.DataFrame:
    moment = pd.to_datetime([day] * len(bodies), utc=True)
    ids = [f"{place:016x}" for place in range(len(bodies))]
    outlets = pd.Series(["Outlet A", "Outlet B", "Outlet C"][: len(bodies)], dtype="category")
    return pd.DataFrame(
        {"article_id": ids, "outlet": outlets, "published_at": moment, "title": title, "body": list(bodies)}
    )


def found_in(*bodies: str | None, forms: pd.DataFrame = FORMS, **facts) -> pd.DataFrame:
    articles = articles_of(*bodies, **facts)
    sentences = segment.of_articles(articles)
    return naming.of_articles(articles, sentences, names.of_articles(articles, sentences), forms)


def told(mentions: pd.DataFrame) -> list[tuple[str, str, str]]:
    return list(mentions[["canonical", "words", "how"]].itertuples(index=False, name=None))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Talks with North Korea, the reclusive state, stalled.", ("North Korea", "reclusive state", "apposition")),
        ("The isolated nation, North Korea, refused.", ("North Korea", "isolated nation", "apposition")),
        ("They met strongman Kim Jong Un in Hanoi.", ("Kim Jong Un", "strongman", "before name")),
        ("Nobody trusts the Iranian regime now.", ("Iran", "regime", "possessed")),
        ("Nobody trusts Iran’s elected government now.", ("Iran", "elected government", "possessed")),
        ("Sanctions hurt Pyongyang.", ("North Korea", "Pyongyang", "name")),
        ("They left North Korea, and the North fired.", ("North Korea", "the North", "direction")),
        ("Then the US president left early.", ("Donald Trump", "US president", "office")),
    ],
)
def test_a_word_for_a_name_is_found(body, expected):
    assert expected in told(found_in(body))


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("North Korea fired on Monday, the same day.", "same day"),
        ("The North wind blew; the Koreas waited.", "the North"),
        ("North Korea and North Macedonia met, and the North voted.", "the North"),
        ("Iran state media said so.", "state"),
        ("Trump, the man said and the leader, laughed.", "man said and the leader"),
    ],
)
def test_what_is_no_description_is_left_alone(body, words):
    assert words not in set(found_in(body)["words"])


def test_mentions_point_at_their_words():
    body = "Hanoi hosted Kim Jong Un, the young dictator. The young dictator smiled at the US President."
    mentions = found_in(body, title="Kim Jong Un, the guest of Vietnam")
    for row in mentions.itertuples():
        text = "Kim Jong Un, the guest of Vietnam" if row.sentence == -1 else body
        assert text[row.start : row.end].lower() == row.words.lower()
    assert ("Kim Jong Un", "young dictator", "again") in told(mentions)
    assert mentions.sort_values(["article_id", "sentence", "start"]).index.is_monotonic_increasing


def test_a_description_of_two_is_not_taken_up_again():
    body = "Trump, the leader, met Kim Jong Un, the leader. Then the leader left."
    assert "again" not in set(found_in(body)["how"])


def test_an_office_is_its_holders_of_the_day():
    body = "Then the US president left."
    assert ("Barack Obama", "US president", "office") in told(found_in(body, day="2014-05-01"))
    assert "office" not in set(found_in(body, day=None)["how"])


def test_an_office_before_its_holders_name_is_not_counted_twice():
    mentions = found_in("Then US President Donald Trump left.")
    assert [words for name, words, _ in told(mentions) if name == "Donald Trump"] == ["Donald Trump"]


def test_forms_of_the_event_come_after_the_alias_file():
    event = pd.DataFrame(
        {"form": ["Kim", "Pyongyang"], "canonical": ["Kim Jong Un", "A town"], "kind": ["person", "place"]}
    )
    mentions = told(found_in("Kim left Pyongyang.", forms=pd.concat([FORMS, event])))
    assert mentions == [("Kim Jong Un", "Kim", "name"), ("North Korea", "Pyongyang", "name")]


def test_the_table_by_outlet_counts_and_shares():
    bodies = ["Pyongyang fired. Pyongyang spoke. North Korea waited.", "North Korea spoke.", "North Korea waited."]
    table = naming.by_outlet(found_in(*bodies)).set_index(["canonical", "words", "outlet"])
    row = table.loc[("North Korea", "Pyongyang", "Outlet A")]
    assert (row["n"], row["n_articles"], row["share"], row["sentence"]) == (2, 1, pytest.approx(2 / 3), 0)
    shares = table.groupby(["canonical", "outlet"])["share"].sum()
    assert shares.tolist() == pytest.approx([1] * len(shares))


def test_empty_and_broken_articles_have_no_mentions():
    assert found_in("", None, "...").empty
    assert found_in().empty
    assert naming.by_outlet(found_in()).empty
    assert list(naming.by_outlet(found_in()).columns)[:4] == ["canonical", "words", "outlet", "n"]


def test_an_alias_table_without_its_columns_is_refused():
    with pytest.raises(DataError, match="no column 'canonical'"):
        found_in("Trump left.", forms=pd.DataFrame({"form": ["Trump"], "kind": ["person"]}))


def test_each_article_is_read_by_itself():
    bodies = ["Kim Jong Un, the dictator, left.", "The dictator left. North Korea.", "The North fired."]
    together = found_in(*bodies)
    assert [row for row in told(together) if row[1] == "the North"] == []
    assert ("Kim Jong Un", "dictator", "again") not in told(together)
