"""What recurs across an outlet's articles is learnt; what its articles say is not."""

from tempfile import TemporaryFile

import pandas as pd
import pytest

from analysis import schema
from analysis.corpus import assemble, boilerplate, ingest, kept
from analysis.settings import Settings

STORY = (
    "The council met on day {n} and heard report number {n} on the bridge.\n"
    "It will meet again on day {n} of next month."
)


def articles(n=30, outlet="The Daily Planet", extra="Planet readers get more\n{story}\nThe Planet Podcast is back"):
    bodies = [extra.format(story=STORY.format(n=number)) for number in range(n)]
    return pd.DataFrame({"outlet": outlet, "body": bodies})


def test_recurring_lines_are_learnt_with_their_place():
    learnt = boilerplate.learn([articles()])
    assert learnt[["kind", "text", "n_articles"]].values.tolist() == [
        ["header", "Planet readers get more", 30],
        ["footer", "The Planet Podcast is back", 30],
    ]
    pd.testing.assert_frame_equal(learnt, schema.conform(learnt, schema.BOILERPLATE))


def test_lines_of_one_outlet_are_not_learnt_for_another_and_batches_do_not_matter():
    one, other = articles(), articles(outlet="The Gazette", extra="{story}")
    together = boilerplate.learn([pd.concat([one, other])])
    assert set(together["outlet"]) == {"The Daily Planet"}
    pd.testing.assert_frame_equal(together, boilerplate.learn([other, one.iloc[:7], one.iloc[7:]]))


def test_few_articles_teach_nothing_and_an_empty_corpus_is_no_error():
    assert boilerplate.learn([articles(n=5)]).empty
    assert boilerplate.learn([]).empty
    assert boilerplate.learn([pd.DataFrame({"outlet": ["RT"], "body": [None]})]).empty


def test_a_sentence_that_an_outlet_repeats_in_its_stories_is_its_own():
    bodies = [
        f"Report {n} of the talks opens here.\n{STORY.format(n=n)}\n"
        "Talks have stalled since the summit ended in February.\n"
        f"{STORY.format(n=n + 100)}\nReport {n} ends here."
        for n in range(30)
    ]
    assert boilerplate.learn([pd.DataFrame({"outlet": "RT", "body": bodies})]).empty


def test_a_sentence_between_paragraphs_that_speaks_to_the_reader_is_learnt():
    bodies = [
        f"Report {n} of the talks opens here.\n{STORY.format(n=n)}\nVisit the Planet's homepage for more stories.\n"
        f"“Visit our website,” she said.\n{STORY.format(n=n + 100)}\nReport {n} ends here."
        for n in range(30)
    ]
    learnt = boilerplate.learn([pd.DataFrame({"outlet": "RT", "body": bodies})])
    assert learnt["text"].tolist() == ["Visit the Planet's homepage for more stories."]


def test_learnt_lines_are_removed_and_recorded_when_reading(tmp_path):
    rows = pd.DataFrame({"text": articles()["body"], "outlet": "The Daily Planet"})
    rows.to_csv(tmp_path / "a.csv", index=False)
    off = Settings(rules_off=("drop_page_furniture",))
    learnt = boilerplate.learn(batch.articles for batch in ingest.stream(tmp_path, settings=off))
    result = ingest.joined(ingest.stream(tmp_path, settings=off, boilerplate=learnt))
    assert not result.articles["body"].str.contains("Podcast|readers get more").any()
    assert (result.removals["rule"] == "drop_learnt_lines").sum() >= 30
    assert result.articles["body"].str.contains("heard report number").all()


def written(folder):
    """Write a corpus of two outlets, of which one repeats lines, with articles twice and a file nobody can read."""
    rows, other = (
        articles(),
        articles(n=5, outlet="The Gazette", extra="{story}\nAll of it was heard in the town hall."),
    )
    folder.mkdir()
    every = pd.concat([rows, other], ignore_index=True).rename(columns={"body": "text"})
    every.to_json(folder / "a.jsonl", orient="records", lines=True)
    every.iloc[:12].to_json(folder / "b.jsonl", orient="records", lines=True)
    (folder / "c.pdf").write_bytes(b"%PDF-1.4 broken")
    return folder


def test_a_first_cleaning_teaches_what_read_articles_teach_and_an_article_that_comes_twice_counts_once(tmp_path):
    settings = Settings(partition_articles=5, rules_off=("drop_page_furniture",))
    corpus = written(tmp_path / "corpus")
    read = boilerplate.learn(batch.articles for batch in ingest.stream(corpus, settings=settings))
    items = ingest.raw_items(corpus, settings=settings)
    learnt = boilerplate.learn(kept.cleaned(batch, assemble.Context.of(settings)).bodies for batch in items)
    assert learnt["n_articles"].tolist() == [30]
    pd.testing.assert_frame_equal(learnt, read)


@pytest.mark.parametrize("outlets", [["The Daily Planet"], []])
def test_what_a_first_cleaning_gave_goes_on_as_if_all_were_read_and_cleaned_again(tmp_path, monkeypatch, outlets):
    monkeypatch.setattr(ingest, "RAW_ITEMS", 7)
    settings = Settings(partition_articles=20, rules_off=("drop_page_furniture",))
    corpus, told = written(tmp_path / "corpus"), []
    with TemporaryFile() as file:
        first = kept.Kept(file)
        batches = (
            kept.cleaned(batch, assemble.Context.of(settings)) for batch in ingest.raw_items(corpus, settings=settings)
        )
        learnt = boilerplate.learn(first.bodies(batches))
        known = {"settings": settings, "boilerplate": learnt[learnt["outlet"].isin(outlets)]}
        made = list(ingest.stream(corpus, cleaned=first, progress=lambda *at: told.append(at), **known))
    assert told[-1] == (len(first), len(first))
    for one, other in zip(made, ingest.stream(corpus, **known), strict=True):
        for name in ("articles", "rejects", "removals", "notes"):
            pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name))
    assert bool((ingest.joined(made).removals["rule"] == "drop_learnt_lines").any()) == bool(outlets)


def test_a_batch_of_raw_items_is_bounded_by_their_size_too(tmp_path, monkeypatch):
    rows = pd.DataFrame({"text": articles(n=12)["body"], "outlet": "The Daily Planet"})
    rows.to_json(tmp_path / "a.jsonl", orient="records", lines=True)
    monkeypatch.setattr(ingest, "RAW_CHARACTERS", 3 * len(rows["text"][0]))
    seen = []
    batches = list(ingest.raw_items(tmp_path, progress=lambda *at: seen.append(at)))
    assert [len(batch) for batch in batches] == [4, 3, 3, 3]  # the first begins with a remark on the file's columns
    assert seen[-1] == ((tmp_path / "a.jsonl").stat().st_size,) * 2
