"""What an export tells of events is what the page tells of them, and nothing tells where files lay on a machine."""

import io
import json

import pandas as pd
import pytest

from analysis import pipeline, queries
from analysis.comparison import reading
from analysis.settings import Filters
from analysis.store import snapshots
from tests import made_store
from tests.conftest import SEEDS

TWO = Filters(outlets=("RT", "Reuters"))


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return made_store.build(tmp_path_factory.mktemp("export") / "store", n_events=6)


def test_events_are_counted_under_the_filters_as_on_the_page(made):
    shown = queries.events.listing(made, TWO).set_index("event")
    told = queries.export.table(made, TWO, "event_summary").set_index("event")
    assert sorted(told.index) == sorted(shown.index)
    for name in ("n_articles", "n_outlets", "first_at", "last_at"):
        assert told.loc[shown.index, name].tolist() == shown[name].tolist()
    assert (told["n_outlets"] <= 2).all()


@pytest.mark.parametrize("filters", [Filters(), TWO])
def test_an_event_in_doubt_says_why_as_on_its_page(made, filters):
    told = queries.export.table(made, filters, "event_summary").set_index("event")["doubt"]
    assert {event: queries.event.doubt(made, event)[0] for event in told.index} == told.to_dict()
    assert set(told[told != ""].index) == queries.event.in_doubt(made, tuple(told.index))


def test_an_article_and_its_copy_count_once(made):
    copies = made.table("copies")
    events = made.articles().set_index("article_id")["event"]
    told = queries.export.table(made, Filters(first="1900-01-01"), "event_summary").set_index("event")
    dated = made.articles().dropna(subset=["published_at"])["article_id"]
    both = copies[copies["article_id"].isin(dated) & copies["copy_of"].isin(dated)]
    assert len(both)
    for event in events[both["article_id"]]:
        assert told.loc[event, "n_independent"] == told.loc[event, "n_articles"] - 1


def test_words_and_ways_of_writing_are_read_once_and_are_what_each_gives_alone(made, monkeypatch):
    read, of_articles = [], reading.of_articles
    monkeypatch.setattr(reading, "of_articles", lambda *args, **given: read.append(1) or of_articles(*args, **given))
    told = dict(queries.export.tables(made, TWO))
    assert len(read) == 1
    pd.testing.assert_frame_equal(told["keyness"], queries.words.keyness_of_each(made, TWO))
    pd.testing.assert_frame_equal(told["house_style"], queries.words.house_style(made, TWO))


def test_no_table_tells_where_files_lay(tmp_path):
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "broken.pdf").write_bytes(b"x")
    pipeline.build([SEEDS.resolve(), tmp_path / "texts"], tmp_path / "store")
    opened = snapshots.open(tmp_path / "store")
    for name, rows in queries.export.tables(opened, Filters()):
        content = io.StringIO()
        rows.to_csv(content)
        assert str(tmp_path) not in content.getvalue(), name
        assert str(SEEDS.resolve().parent) not in content.getvalue(), name
    about = json.dumps(queries.export.provenance(opened, Filters(), {}), default=str)
    assert str(tmp_path) not in about


def test_names_of_inputs_keep_what_tells_them_apart():
    names = pd.Series(["/x/y/2019/a.txt", "/x/y/2020/a.txt"])
    assert queries.export.without_machine(names).tolist() == ["2019/a.txt", "2020/a.txt"]
    assert queries.export.without_machine(pd.Series(["/x/a.txt", "/y/b.txt"])).tolist() == ["a.txt", "b.txt"]
    assert queries.export.without_machine(pd.Series([], dtype="str")).tolist() == []


def test_quotations_have_their_words_only_with_the_texts(made):
    told = queries.export.table(made, TWO, "quotes", with_text=True)
    assert set(told["text"]) == {"“This was a terrible idea,”"}
    assert "text" not in queries.export.table(made, TWO, "quotes")
