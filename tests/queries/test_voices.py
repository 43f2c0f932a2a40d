"""Who is quoted, and the attributions behind each count."""

import pandas as pd
import pytest

from analysis import queries
from analysis.settings import Filters
from analysis.store import writing
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
