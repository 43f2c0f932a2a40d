"""What changes is grouped anew, and nothing else: the same, to the byte, as when everything is grouped anew."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import events, executor, schema
from analysis.events import describe, joining, pairing, storylines
from analysis.events import times as dating
from tests.benchmarks.events import stream

DAYS_BETWEEN = 17
"""Ten articles every 17 days: so those of a few hundred lie in many periods."""

STEPS = ("dated", "undated", "both", "correct", "undo")


def news(n_articles, seed):
    """Invent articles of which a third is undated, some are copies, and some have the words of another."""
    articles, counted = stream(n_articles)
    rng = np.random.default_rng(seed)
    days = np.arange(n_articles) // 10 * DAYS_BETWEEN
    articles["published_at"] = pd.Timestamp("2015-01-01", tz="UTC") + pd.to_timedelta(days, unit="D")
    undated = rng.random(n_articles) < 1 / 3
    articles.loc[undated, "published_at"] = pd.NaT
    articles.loc[undated, ["published_precision", "published_from"]] = ["unknown", "none"]
    articles["outlet"] = rng.choice(["A", "B", "C"], n_articles)
    for row in rng.choice(np.arange(1, n_articles), n_articles // 20, replace=False):
        counted.iloc[row, 1:] = counted.iloc[row - 1, 1:]
    ids = articles["article_id"].to_numpy()
    later = rng.choice(np.arange(3, n_articles), n_articles // 20, replace=False)
    copies = pd.DataFrame({"article_id": ids[later], "copy_of": ids[later - rng.integers(1, 4, len(later))]})
    return articles, counted, copies[~copies["copy_of"].isin(copies["article_id"])]


def weekdays(articles, rng):
    """Let the articles of one outlet name any weekday: the more there are, the less its dates can be trusted."""
    ids = articles["article_id"][articles["outlet"] == "A"]
    return pd.DataFrame({"article_id": ids, "kind": "weekday", "value": rng.integers(0, 7, len(ids))})


def grown(articles, counted, copies, steps, seed):
    """Take one step after the other; give each grouping, and the one that looks at everything again."""
    rng = np.random.default_rng(seed)
    times = weekdays(articles, rng)
    undated = articles["published_at"].isna().to_numpy()
    here = rng.random(len(articles)) < 0.5
    before, log = events.Before.nothing(), schema.empty(schema.CORRECTIONS)
    for step in ("dated", *steps):
        if step in ("dated", "undated", "both"):
            fresh = ~here & {"dated": ~undated, "undated": undated, "both": True}[step]
            here = here | (fresh & (rng.random(len(articles)) < rng.choice([0.02, 0.3])))
        elif step == "undo" and log["undone_at"].isna().any():
            standing = log["correction"][log["undone_at"].isna()]
            log = log.assign(undone_at=log["undone_at"].mask(log["correction"] == rng.choice(standing), "now"))
        else:
            log = pd.concat([log, correction(len(log), articles["article_id"][here], rng)], ignore_index=True)
        part = articles[here].reset_index(drop=True)
        known = copies[copies["article_id"].isin(part["article_id"]) & copies["copy_of"].isin(part["article_id"])]
        found = events.of_articles(part, counted, known, times=times, previous=before, corrections=log)
        nothing = {name: schema.empty(schema.TABLES[name]) for name in events.JUDGED}
        plain = before._replace(**nothing)
        whole = events.of_articles(part, counted, known, times=times, previous=plain, corrections=log, anew=True)
        yield (found, found.after(before, known)), (whole, whole.after(plain, known))
        before = found.after(before, known)


def correction(number, ids, rng):
    one, other = rng.choice(ids.to_numpy(), 2, replace=False)
    action = str(rng.choice(["merge", "split", "move", "pin"]))
    row = {"correction": number + 1, "action": action, "article_id": one, "with_article": other, "undone_at": None}
    return pd.DataFrame([row]).reindex(columns=list(schema.CORRECTIONS.columns)).astype("object")


def assert_same(one, other):
    """Compare two groupings and what they leave; links may differ (`storylines.links`), but not what they make."""
    pd.testing.assert_frame_equal(one[0].events, other[0].events)
    pd.testing.assert_frame_equal(*(each[0].event_summary.drop(columns="storyline") for each in (one, other)))
    pd.testing.assert_frame_equal(one[0].lineage, other[0].lineage)
    for name in ("pairs", "centres", "fingerprints", "headwords"):
        key = list(schema.TABLES[name].key)
        tables = [getattr(each[1], name).astype(dict.fromkeys(key, "str")) for each in (one, other)]
        pd.testing.assert_frame_equal(*(table.sort_values(key, ignore_index=True) for table in tables))
    for found, left in (one, other):
        assert_storylines_as_linked_anew(found)
        links = [table.astype({"event": "str", "other": "str"}) for table in (found.links, left.links)]
        pd.testing.assert_frame_equal(*(table.sort_values(["event", "other"], ignore_index=True) for table in links))


def assert_storylines_as_linked_anew(found):
    """Link all events by their links, as if there had been no storylines before."""
    summary = found.event_summary
    anew = storylines.of_events(summary["event"], found.links, pd.Series([None] * len(summary), dtype="str"))
    first = pd.Series(summary.index).groupby(summary["storyline"].to_numpy()).transform("min")
    assert first.tolist() == anew.tolist()


def test_updates_of_every_kind_give_what_grouping_everything_anew_gives():
    for one, other in grown(*news(200, 11), ("both", "undated", "correct", "dated", "undo"), 11):
        assert_same(one, other)


@pytest.mark.trial
@settings(max_examples=15, deadline=None)
@given(st.lists(st.sampled_from(STEPS), min_size=2, max_size=5), st.integers(0, 99))
def test_any_updates_give_what_grouping_everything_anew_gives(steps, seed):
    for one, other in grown(*news(200, seed), steps, seed):
        assert_same(one, other)


def test_dates_that_come_to_be_trusted_leave_no_pairs_of_the_time_when_they_were_not():
    articles, counted, _ = news(200, 1)
    outlet, at = articles["outlet"] == "A", articles["published_at"]
    articles, at = articles[~outlet | at.notna()], at[~outlet | at.notna()]
    saved = articles.index < 100  # a page saved days after it appeared names a day of the week before
    lag = np.where(saved, np.random.default_rng(0).integers(2, 6, len(articles)), 0)
    named = ((at.dt.day_of_week - lag) % 7)[articles["outlet"] == "A"]
    times = pd.DataFrame({"article_id": articles["article_id"][named.index], "kind": "weekday", "value": named})
    few = articles[saved | (articles["outlet"] != "A")].reset_index(drop=True)
    articles, copies = articles.reset_index(drop=True), schema.empty(schema.COPIES)
    trusted = [dating.of_corpus(some, times).days[(some["outlet"] == "A").to_numpy()] for some in (few, articles)]
    assert np.isnan(trusted[0]).all() and not np.isnan(trusted[1][: len(trusted[0])]).all()
    before = events.of_articles(few, counted, copies, times=times).after(events.Before.nothing(), copies)
    found = events.of_articles(articles, counted, copies, times=times, previous=before)
    plain = before._replace(**{name: schema.empty(schema.TABLES[name]) for name in events.JUDGED})
    whole = events.of_articles(articles, counted, copies, times=times, previous=plain, anew=True)
    assert_same((found, found.after(before, copies)), (whole, whole.after(plain, copies)))


def test_the_dates_of_an_outlet_lose_trust_as_it_grows():
    articles, _, _ = news(200, 0)
    times = weekdays(articles, np.random.default_rng(0))
    few, many = (dating.of_corpus(articles[: 200 // part], times) for part in (10, 1))
    outlet = (articles["outlet"] == "A") & articles["published_at"].notna()
    assert (few.trust[outlet[:20]] > 0).all()
    assert (many.trust[outlet] == 0).any()


def test_a_new_undated_article_is_compared_with_those_that_share_words_with_it():
    articles, counted, copies = news(200, 3)
    nothing = events.Before.nothing()
    new = np.flatnonzero(articles["published_at"].isna() & ~articles["article_id"].isin(copies.to_numpy().ravel()))[-1]
    first = articles.drop(index=new).reset_index(drop=True)
    before = events.of_articles(first, counted, copies).after(nothing, copies)
    read = set()

    def find(ids):
        read.update(ids)
        return lambda: counted[counted["article_id"].isin(ids)]

    found = events.of_articles(articles, find, copies, previous=before)
    whole = events.of_articles(articles, counted, copies)
    assert set(found.events.groupby("event")["article_id"].agg(frozenset)) == set(
        whole.events.groupby("event")["article_id"].agg(frozenset)
    )
    assert articles["article_id"][new] in read
    assert len(read) < 20


def test_processes_group_as_one_does_wherever_the_work_is_cut(monkeypatch):
    articles, counted, copies = news(160, 5)
    nothing = events.Before.nothing()
    whole = events.of_articles(articles, counted, copies)
    with executor.opened(workers=2) as pool:
        for n_articles in (20, 45, 1000):
            for module in (pairing, describe):
                monkeypatch.setattr(module, "CHUNK_ARTICLES", n_articles)
            found = events.of_articles(articles, counted, copies, run=pool.run_beside)
            assert_same(*((one, one.after(nothing, copies)) for one in (found, whole)))
            pd.testing.assert_frame_equal(found.event_summary, whole.event_summary)


def test_dates_that_come_to_stand_the_test_change_groups_and_read_no_pairs_again(monkeypatch):
    monkeypatch.setattr(joining, "QUIET_DAYS", 1)
    monkeypatch.setattr(joining, "CUT_OVER_QUIET_DAYS", 1.01)  # where dates are proven, nothing joins over a day
    articles, counted, _ = news(200, 1)
    articles = articles[articles["published_at"].notna()].reset_index(drop=True)
    articles["published_at"] += pd.to_timedelta(articles.index % 2 * 2, unit="D")
    copies, at, rare = schema.empty(schema.COPIES), articles["published_at"], np.arange(0, len(articles), 11)
    articles["outlet"] = np.where(np.isin(articles.index, rare), "R", "B")
    named = pd.DataFrame({"article_id": articles["article_id"], "kind": "weekday", "value": at.dt.day_of_week})
    times = named[(articles["outlet"] == "B") | articles.index.isin(rare[: dating.MIN_PROOFS])]
    new = articles.index == rare[dating.MIN_PROOFS - 1]
    few = articles[~new].reset_index(drop=True)
    before = events.of_articles(few, counted, copies, times=times).after(events.Before.nothing(), copies)
    proven = [dating.of_corpus(some, times).proven[(some["outlet"] == "R").to_numpy()] for some in (few, articles)]
    assert not proven[0].any() and proven[1].all()
    found = events.of_articles(articles, counted, copies, times=times, previous=before)
    assert len(found.updates["pairs"].gone) < len(articles), "only those around the new article"
    plain = before._replace(**{name: schema.empty(schema.TABLES[name]) for name in events.JUDGED})
    whole = events.of_articles(articles, counted, copies, times=times, previous=plain, anew=True)
    assert_same((found, found.after(before, copies)), (whole, whole.after(plain, copies)))
