"""Who is quoted, and the attributions behind each count."""

import numpy as np
import pandas as pd
import pytest

from analysis import queries
from analysis.measures import attributed
from analysis.settings import Filters
from analysis.store import snapshots, writing
from tests import made_store
from tests.queries.conftest import SOME

QUOTED = (
    ("RT", 0, "Kim Jong Un", 0, 90),
    ("RT", 0, "Kim Jong-un", 90, 100),
    ("RT", 0, "Jane Doe", 100, 130),
    ("RT", 1, "Kim Jong-un", 0, 50),
    ("RT", 1, None, 50, 70),
    ("Reuters", 0, "U.N.", 0, 10),
    ("Reuters", 0, "Antonio Guterres", 10, 20),  # the alias file gives him no country
    ("Reuters", 0, "Donald Trump", 20, 100),
)
"""Who is quoted, lopsidedly: outlet, number of its article, speaker, first and last character."""


@pytest.fixture(scope="module")
def quoted(tmp_path_factory):
    """A store of two articles from each of two outlets, with the attributions of `QUOTED`."""
    made = made_store.build(tmp_path_factory.mktemp("two") / "store", n_events=2, outlets=("RT", "Reuters"))
    ids = made.articles().groupby("outlet", observed=True)["article_id"].agg(sorted)
    rows = [
        {"article_id": ids[outlet][number], "start": start, "end": end, "kind": "direct", "speaker": speaker}
        for outlet, number, speaker, start, end in QUOTED
    ]
    with writing.opened(made.directory, made.settings) as writer:
        writer.replace("quotes", pd.DataFrame(rows).assign(cue="said", cue_kind="neutral", act="said", sure=0.9))
        return writer.commit(["made up"])


SPEAKERS = ("Kim Jong-un", "Kim Jong Un", "Jane Doe", "U.N.", "officials", "Donald Trump", None)


def _at_random(made, random):
    """Draw attributions of a store's articles: some only thought, some not sure, several of one speaker an article."""
    n = 9 * len(made.articles())
    start = random.integers(0, 150, n)
    rows = pd.DataFrame(
        {
            "article_id": random.choice(made.articles()["article_id"], n), "start": start,
            "end": start + random.integers(1, 60, n), "kind": random.choice(["direct", "indirect", "mixed"], n),
            "speaker": random.choice(SPEAKERS, n), "cue": random.choice(["said", "Said", "claimed", None], n),
            "cue_kind": random.choice(["neutral", "loaded"], n), "act": random.choice(["said", "said", "thought"], n),
            "sure": random.choice(np.float32([0.4, 0.5, 0.7, 0.8, 0.9]), n),
            "side": random.choice(["Iran", "Brown University", None], n),
        }
    )  # fmt: skip
    rows["cue_kind"] = rows["cue_kind"].where(rows["cue"].notna())
    return rows.drop_duplicates(["article_id", "start", "end"]).sort_values(["article_id", "start"], ignore_index=True)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    """A store of two parts, the second written without added-up attributions, as earlier versions did."""
    made = made_store.build(tmp_path_factory.mktemp("drawn") / "store", n_events=9)
    quotes = _at_random(made, np.random.default_rng(3))
    articles = made.articles()
    bodies = made.bodies(articles["article_id"])
    articles = articles.assign(body=articles["article_id"].map(bodies))
    tables = {"articles": articles, "sentences": made.table("sentences"), "quotes": quotes}
    with writing.opened(made.directory, made.settings, afresh=True) as writer:
        half = set(articles["article_id"][::2])
        for has_sums in (True, False):
            part = {name: rows[rows["article_id"].isin(half) == has_sums] for name, rows in tables.items()}
            sums = attributed.of_articles(part["sentences"], part["quotes"], made.settings)
            writer.add(part | ({"attributed": sums} if has_sums else {}))
        for name in ("events", "event_summary"):
            writer.replace(name, made.table(name))
        return writer.commit(["made up"])


@pytest.mark.parametrize("few", [10_000, 0])
@pytest.mark.parametrize(
    "filters", [Filters(), Filters(outlets=("RT", "Reuters")), Filters(first="2019-01-10", last="2019-02-01"),
                Filters(event="e00003")],
)  # fmt: skip
def test_voices_are_those_of_a_plain_count_of_all_attributions(drawn, filters, few, monkeypatch):
    monkeypatch.setattr(queries.index, "FEW", few)
    snapshot = snapshots.open(drawn.directory)
    articles = made_store.under(drawn, filters).set_index("article_id")
    said = drawn.table("quotes")
    said = said[said["article_id"].isin(articles.index) & (said["act"] == "said")]
    said = said.assign(outlet=said["article_id"].map(articles["outlet"].astype("str")), n=said["end"] - said["start"])
    told = said[said["sure"] >= np.float32(0.8)]
    names = told["speaker"].map(queries.attributed.known_name, na_action="ignore").fillna("(not named)")
    pairs = zip(told["speaker"].fillna(""), told["side"].fillna(""), strict=True)
    sides = [queries.attributed.side_of(form, side) if form else "(not named)" for form, side in pairs]
    assert _counts(queries.voices.speakers(snapshot, filters), "speaker", "n_quotes") == _sums(told, names)
    assert _counts(queries.voices.speakers(snapshot, filters), "speaker", "n_articles") == _sums(
        told.assign(name=names).drop_duplicates(["article_id", "name"]), names
    )
    shares = _sums(told, sides, "n")
    whole = told.groupby("outlet")["n"].sum()
    assert _counts(queries.voices.sides(snapshot, filters), "side", "share") == pytest.approx(
        {(side, outlet): n / whole[outlet] for (side, outlet), n in shares.items()}
    )
    has_cue = told[told["cue"].notna()]
    of_cues = queries.voices.cues(snapshot, filters)
    of_cues = of_cues.assign(cue=of_cues["cue"] + " " + of_cues["cue_kind"])
    words = has_cue["cue"].str.lower() + " " + has_cue["cue_kind"].astype("str")
    assert _counts(of_cues, "cue", "n_quotes") == _sums(has_cue, words)
    counted = said[said["sure"] >= np.float32(0.5)].groupby(["kind", "outlet"], observed=True)["n"].sum()
    n_characters = articles["outlet"].astype("str").value_counts() * sum(map(len, made_store.SENTENCES))
    of_voices = queries.voices.shares(snapshot, filters)
    assert _counts(of_voices[of_voices["voice"] != "own"], "voice", "share") == pytest.approx(
        {(kind, outlet): n / n_characters[outlet] for (kind, outlet), n in counted.items()}
    )


def _counts(table, column, value):
    """Return a value of a listing by what it counts and outlet."""
    return dict(zip(zip(table[column], table["outlet"].astype("str"), strict=True), table[value], strict=True))


def _sums(rows, names, value=None):
    """Count rows, or add up a column, by name and outlet."""
    by = rows.assign(name=names, one=1).groupby(["name", "outlet"])[value or "one"].sum()
    return by.to_dict()


def test_shares_of_voice_add_up_to_one(made):
    shares = queries.voices.shares(made, SOME)
    assert shares.groupby("outlet")["share"].sum().tolist() == pytest.approx([1.0, 1.0])
    quote = len("“This was a terrible idea,”")
    whole = sum(len(text) for text in made_store.SENTENCES)
    assert shares.loc[shares["voice"] == "direct", "share"].tolist() == pytest.approx([quote / whole] * 2)


def test_speakers_are_counted_for_each_article_of_the_outlet(made):
    table = queries.voices.speakers(made, SOME)
    assert table["estimate"].tolist() == [1.0, 1.0]
    assert set(table["speaker"]) == {"Kim Jong Un"}


def test_attributed_words_are_shared_out_by_the_side_that_speakers_stand_for(quoted):
    table = queries.voices.sides(quoted, Filters())
    assert [tuple(row) for row in table.itertuples(index=False)] == [
        ("North Korea", "RT", pytest.approx(0.75), 3, 2),
        ("United States", "Reuters", pytest.approx(0.8), 1, 1),
        ("United Nations", "Reuters", pytest.approx(0.1), 1, 1),
        ("(not known)", "RT", pytest.approx(0.15), 1, 1),
        ("(not known)", "Reuters", pytest.approx(0.1), 1, 1),
        ("(not named)", "RT", pytest.approx(0.1), 1, 1),
    ]


def test_sides_behind_the_first_are_counted_together_and_an_article_once(quoted, monkeypatch):
    monkeypatch.setattr(queries.voices, "TOP_SIDES", 1)
    table = queries.voices.sides(quoted, Filters(outlets=("Reuters",))).set_index("side")
    assert table.index.tolist() == ["United States", "(others)", "(not known)"]
    assert table.loc["(others)", "share"] == pytest.approx(0.1)
    both = queries.voices.sides(quoted, Filters()).set_index(["side", "outlet"])
    assert both.loc[("(others)", "Reuters"), ["n_quotes", "n_articles"]].tolist() == [2, 1]
    assert both.groupby("outlet")["share"].sum().tolist() == pytest.approx([1, 1])


def test_forms_of_one_name_are_one_speaker_and_its_quotations_are_found_by_either(quoted):
    table = queries.voices.speakers(quoted, Filters())
    kim = table[table["speaker"] == "Kim Jong Un"]
    assert kim[["outlet", "estimate", "n_quotes", "n_articles"]].values.tolist() == [["RT", 1.5, 3, 2]]
    assert "Kim Jong-un" not in set(table["speaker"])
    assert table["speaker"].tolist()[0] == "Kim Jong Un"
    assert table["speaker"].tolist()[-1] == "(not named)"
    for form in ("Kim Jong Un", "Kim Jong-un"):
        assert len(queries.voices.quotes_of(quoted, Filters(), form)) == 3
    assert len(queries.voices.quotes_of(quoted, Filters(), "(not named)")) == 1
    assert len(queries.voices.quotes_of(quoted, Filters(), "Jane Doe")) == 1
    assert queries.voices.quotes_of(quoted, Filters(), "nobody").empty


def test_attributions_are_found_by_side_cue_and_kind(made):
    for asked in ({"side": "North Korea"}, {"cue": "said"}, {"kind": "direct"}):
        found = queries.voices.attributions(made, Filters(outlets=("RT",)), **asked)
        assert set(found["outlet"]) == {"RT"}
        assert set(found["text"]) == {"“This was a terrible idea,”"}
        assert 0 < len(found) <= queries.voices.MAX_QUOTES
    for nothing in ({"side": "Atlantis"}, {"cue": "claimed"}, {"kind": "indirect"}):
        assert queries.voices.attributions(made, Filters(), **nothing).empty


def test_words_of_speakers_are_counted_in_what_they_say(made):
    event = Filters(event="e00001")
    found = queries.voices.words_of_speakers(made, event)
    n_articles = made_store.under(made, event)["outlet"].astype("str").value_counts()
    assert set(found["speaker"]) == {"Kim Jong Un"}
    words, characters = len(made_store.BODY.split()), sum(map(len, made_store.SENTENCES))
    for row in found.itertuples():
        said = len("“This was a terrible idea,”") * n_articles[row.outlet]
        assert row.estimate == round(said * words / characters)
        assert row.estimate == pytest.approx(5 * n_articles[row.outlet], rel=0.25)
        assert row.n_quotes == n_articles[row.outlet]
