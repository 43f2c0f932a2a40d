"""Codebooks by choice: which come first, the sentences behind a frame, and one's own, kept with the corpus."""

import shutil

import pytest

from analysis import pipeline, queries
from analysis.queries import DataError, bookshelf
from analysis.settings import Filters
from analysis.store import snapshots, writing

OWN = b"frame,seed\nmeetings,meet\nmeetings,met\nmeetings,summit\ntravel,visit\ntravel,trip\n"
STORY = "The envoys of both sides met in the capital on Monday, and the talks ended without an agreement. " * 8


def nothing(stage, done, text):
    """Report progress to nobody."""


@pytest.fixture
def seeds(seed_store, tmp_path):
    shutil.copytree(seed_store.directory, tmp_path / "store")
    return tmp_path / "store"


def test_the_codebook_of_summits_comes_first_for_a_storyline_of_summits(seed_store):
    assert list(queries.framing.codebooks(seed_store, Filters())) == ["generic", "policy", "summits"]
    storyline = queries.events.storylines(seed_store, Filters())["storyline"].iloc[0]
    assert next(iter(queries.framing.codebooks(seed_store, Filters(storyline=storyline)))) == "summits"


def test_further_measures_are_listed_where_an_article_has_a_value(seed_store, tmp_path):
    rows = seed_store.table("further_measures").astype({"measure": "str"})
    empty = rows.assign(measure="book:unheard/of", value=float("nan")).head(1)
    with writing.opened(tmp_path / "store", seed_store.settings) as writer:
        writer.add({"further_measures": rows})
        writer.add({"further_measures": empty.assign(article_id="0")})
        snapshot = writer.commit()
    valued = rows.loc[rows["value"].notna(), "measure"]
    assert queries.framing.further_names(snapshot) == sorted(set(valued)) != []


def test_sentences_behind_a_frame_are_found_by_its_own_codebook(seed_store):
    articles = tuple(seed_store.articles()["article_id"])
    for measure in ("book:summits/negotiation", "book_own:summits/negotiation", "book:policy/political"):
        rows = queries.framing.sentences(seed_store, articles, measure)
        book, frame = bookshelf.book_of(seed_store, measure)
        assert len(rows) and (rows["hits"] > 0).all()
        assert frame in book.names and book.name == measure.partition(":")[2].partition("/")[0]


def test_a_codebook_of_ones_own_is_measured_kept_and_measured_in_later_builds(seeds, tmp_path):
    assert queries.own_frames.bring_codebook(OWN, "meetings.csv", seeds, nothing) == "meetings"
    after = snapshots.open(seeds)
    assert queries.framing.codebooks(after, Filters())["meetings"] == ["book:meetings/meetings", "book:meetings/travel"]
    rows = after.table("further_measures", where={"measure": ["book:meetings/meetings"]})
    assert len(rows) == 3
    assert len(queries.framing.sentences(after, tuple(rows["article_id"]), "book:meetings/meetings"))
    (tmp_path / "more.csv").write_text(f'outlet,title,date,text\nCNN,Talks end,2019-09-17,"{STORY}"\n')
    pipeline.build([tmp_path / "more.csv"], seeds)
    assert len(snapshots.open(seeds).table("further_measures", where={"measure": ["book:meetings/meetings"]})) == 4
    with pytest.raises(DataError, match="has a codebook 'meetings'"):
        queries.own_frames.bring_codebook(OWN, "meetings.csv", seeds, nothing)


def test_an_export_of_measures_holds_the_frames_of_every_codebook(seed_store):
    rows = queries.export.table(seed_store, Filters(), "measures")
    kept = len(seed_store.table("measures")) + len(seed_store.table("further_measures"))
    assert len(rows) == kept
    assert {"frame:conflict", "book:policy/political", "book_own:summits/negotiation"} <= set(rows["measure"])
    one = queries.export.table(seed_store, Filters(outlets=("RT",)), "measures")
    assert one["article_id"].nunique() == 1 and one["measure"].str.startswith("book:").any()


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"outlet,text\na,b\n", "x.csv", "'frame' and 'seed' are needed"),
        (OWN, "summits.csv", "cannot be called 'summits'"),
        (bytes(range(256)) * 4, "x.toml", "is not a text file"),
        (b"[[frames", "x.toml", "not valid TOML"),
    ],
)
def test_a_codebook_that_cannot_be_used_is_one_sentence_and_changes_nothing(seeds, content, name, says):
    before = snapshots.open(seeds).number
    with pytest.raises(DataError, match=says):
        queries.own_frames.bring_codebook(content, name, seeds, nothing)
    assert snapshots.open(seeds).number == before
