"""The sentences behind a frame."""

from analysis import queries
from analysis.measures import frames


def test_sentences_behind_a_frame_hold_its_seed_words_and_come_highest_first(seed_store):
    ids = tuple(seed_store.articles()["article_id"])
    rows = queries.framing.sentences(seed_store, ids, "frame:resolution")
    assert len(rows)
    assert (rows["hits"] > 0).all()
    assert rows["emphasis"].is_monotonic_decreasing
    book = frames.codebook("generic")
    for row in rows.itertuples():
        assert row.text in f"{row.title}\n{seed_store.body(row.article_id)}"
        assert "resolution" in set(frames.hits_in(row.text, book)["frame"])
