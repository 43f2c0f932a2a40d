"""Events: what a person would say of the seeds, of invented news, and of the inputs that break such tools."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis import events, schema
from analysis.corpus import ingest, segment
from analysis.events import explain, grouping
from analysis.measures import names, vectors

SEEDS = Path(__file__).resolve().parents[2] / "seeds"

DMZ = [
    ("Trump invites Kim to the DMZ", "Donald Trump invited Kim Jong Un to meet at the demilitarized zone in Panmunjom. "
     "The president wrote on Twitter from Osaka that he would shake hands with Kim at the border."),
    ("Trump offers Kim handshake at DMZ", "From Osaka Donald Trump wrote on Twitter that he would shake hands with Kim "
     "Jong Un at the demilitarized zone. Pyongyang called the border meeting an interesting offer."),
    ("Kim may meet Trump at border", "Pyongyang called an offer by Donald Trump interesting: a handshake of Kim Jong "
     "Un and the president at the demilitarized zone in Panmunjom, written on Twitter in Osaka."),
]  # fmt: skip
STORM = (
    "Storm floods Lisbon",
    "Heavy rain flooded streets of Lisbon and closed its airport. Firefighters pumped water.",
)
WHEAT = ("Wheat harvest falls", "Farmers in Kansas reaped a third less wheat after drought. Silos stay half empty.")
PUTIN = (
    "Trump and Putin meet in Helsinki",
    "Donald Trump and Vladimir Putin met in Helsinki and spoke about Syria, oil and election meddling. The Kremlin "
    "praised the talks; senators in Washington did not.",
)


def corpus(texts, days, outlets=None, **columns):
    articles = pd.DataFrame(texts, columns=["title", "body"])
    articles["article_id"] = [f"{number:016x}" for number in range(len(articles))]
    articles["outlet"] = outlets or [f"Outlet {number % 3}" for number in range(len(articles))]
    articles["published_at"] = pd.to_datetime(pd.Series(days, dtype="object"), utc=True)
    undated = articles["published_at"].isna()
    articles["published_precision"] = np.where(undated, "unknown", "day")
    articles["published_from"] = np.where(undated, "none", "field")
    articles["language"], articles["n_words"] = "en", articles["body"].str.split().str.len()
    return articles.assign(**columns)


def measured(articles):
    return vectors.of_articles(articles, names.of_articles(articles, segment.of_articles(articles)))


def grouped(articles, copies=None, **options):
    copies = schema.empty(schema.COPIES) if copies is None else copies
    return events.of_articles(articles, measured(articles), copies, **options)


def labels_of(found):
    return pd.factorize(found.events["event"])[0].tolist()


def storylines_of(found):
    return found.events["event"].map(found.event_summary.set_index("event")["storyline"]).tolist()


def test_articles_of_one_event_meet_and_the_others_stay_out():
    found = grouped(
        corpus([*DMZ, STORM, WHEAT], ["2019-06-28", "2019-06-29", "2019-06-29", "2019-06-29", "2019-06-29"])
    )
    assert labels_of(found) == [0, 0, 0, 1, 2]
    summary = found.event_summary.iloc[0]
    assert (summary["n_articles"], summary["n_outlets"], summary["n_independent"]) == (3, 3, 3)
    assert "Trump" in summary["label"] and "28 Jun 2019" in summary["label"]
    for name in ("events", "event_summary", "lineage", "links"):
        schema.conform(getattr(found, name), schema.TABLES[name])
    for name, update in found.updates.items():
        schema.conform(update.rows, schema.TABLES[name])


def test_years_part_events_of_one_storyline_and_other_news_stays_outside():
    found = grouped(
        corpus([*DMZ, STORM, WHEAT, PUTIN], ["2018-06-28", "2019-06-28", "2021-06-28", *["2019-06-29"] * 3])
    )
    assert labels_of(found) == [0, 1, 2, 3, 4, 5]
    stories = storylines_of(found)
    assert len(set(stories[:3])) == 1
    assert not set(stories[3:]) & set(stories[:3])


@pytest.mark.parametrize("n_copies", [2, 60, 200])
def test_identical_articles_are_one_event(n_copies):
    found = grouped(corpus([DMZ[0]] * n_copies, ["2019-06-28"] * n_copies))
    assert len(found.event_summary) == 1
    assert found.event_summary["n_independent"].tolist() == [1]


def test_all_undated_articles_meet_by_content_alone():
    found = grouped(corpus([*DMZ, STORM, WHEAT], [None] * 5))
    assert len(set(labels_of(found)[3:]) & set(labels_of(found)[:3])) == 0
    assert found.event_summary["first_at"].isna().all()


def test_an_undated_article_joins_a_dated_event():
    found = grouped(corpus([DMZ[0], DMZ[0], STORM], ["2019-06-28", None, "2019-06-28"]))
    assert labels_of(found) == [0, 0, 1]


def test_all_on_one_day_and_all_naming_the_same_two_presidents():
    presidents = " Presidents Donald Trump and Vladimir Putin were both told of it by their staff later that week."
    texts = [(title, body + presidents) for title, body in (STORM, WHEAT, DMZ[0], DMZ[1])]
    found = labels_of(grouped(corpus(texts, ["2019-06-28"] * 4)))
    assert found[2] == found[3]
    assert len({found[0], found[1], found[2]}) == 3


def test_two_shootings_in_two_cities_are_two_events():
    template = "A man was shot dead in {0} on Friday night. Police in {0} arrested a suspect near {1} and found a gun."
    texts = [
        ("Man shot dead in Toledo", template.format("Toledo", "Maumee River")),
        ("Man shot dead in Boise", template.format("Boise", "Kuna")),
    ]
    assert labels_of(grouped(corpus(texts, ["2019-06-28"] * 2))) == [0, 1]


def test_days_of_a_running_template_are_different_events():
    body = "Here is what to watch on day {0} of the tournament in Melbourne: matches, weather and results of court {0}."
    texts = [(f"Australian Open day {day}: what to watch", body.format(day)) for day in (2, 21)]
    assert labels_of(grouped(corpus(texts, ["2019-01-15", "2019-02-03"]))) == [0, 1]


def test_other_languages_and_empty_articles_stay_alone():
    texts = [DMZ[0], DMZ[0], ("", ""), ("", ""), DMZ[0]]
    articles = corpus(texts, ["2019-06-28"] * 5, language=["en", "en", "und", "und", "de"])
    found = labels_of(grouped(articles))
    assert found[:4] == [0, 0, 1, 2]


def test_an_article_without_vectors_is_an_event_of_its_own():
    articles = corpus([*DMZ], ["2019-06-28"] * 3, language=["en", "en", "fr"])
    counted = measured(articles.iloc[:2])
    found = events.of_articles(articles, counted, schema.empty(schema.COPIES))
    assert labels_of(found) == [0, 0, 1]


def test_no_articles_and_one_article():
    nothing = grouped(corpus([], []))
    assert nothing.events.empty and nothing.event_summary.empty and nothing.lineage.empty
    one = grouped(corpus([DMZ[0]], ["2019-06-28"]))
    assert one.events["similarity"].tolist() == [pytest.approx(1.0)]


def test_the_order_of_the_articles_does_not_matter():
    articles = corpus([*DMZ, STORM, WHEAT], ["2019-06-28", None, "2019-06-29", "2019-06-29", "2019-06-29"])
    there = grouped(articles).events.set_index("article_id")
    back = grouped(articles.iloc[::-1].reset_index(drop=True)).events.set_index("article_id")
    pd.testing.assert_frame_equal(there, back.loc[there.index])


def test_copies_go_with_their_original_and_count_once():
    articles = corpus([DMZ[0], DMZ[1], STORM], ["2019-06-28", "2019-06-28", "2019-06-28"])
    copies = pd.DataFrame({"article_id": [articles["article_id"][1]], "copy_of": [articles["article_id"][0]]})
    found = grouped(articles, copies)
    assert found.event_summary["n_articles"].tolist() == [2, 1]
    assert found.event_summary["n_independent"].tolist() == [1, 1]


def stream(n_days=20, seed=7, step=1):
    """Invent a stream of news: three events a day, each told by up to four outlets in words of its own."""
    rng = np.random.default_rng(seed)
    vocabulary = np.array([f"w{number:04d}x" for number in range(4000)])
    texts, days = [], []
    for day in range(0, n_days, step):
        for _ in range(3):
            topic = rng.choice(vocabulary, 40, replace=False)
            for _ in range(rng.integers(1, 5)):
                words = [*rng.choice(topic, 25, replace=False), *rng.choice(vocabulary, 15)]
                texts.append((" ".join(words[:5]).capitalize(), " ".join(words)))
                days.append(pd.Timestamp("2019-01-01") + pd.Timedelta(days=day))
    return corpus(texts, days)


def grown(articles, batches, copies=None):
    """Add articles batch by batch, as a store does; give each grouping and what it left."""
    counted, none = measured(articles), schema.empty(schema.COPIES)
    copies = none if copies is None else copies
    seen, before = np.empty(0, dtype="int64"), events.Before.nothing()
    for batch in batches:
        seen = np.sort(np.concatenate([seen, batch]))
        part = articles.iloc[seen]
        here = copies[copies["article_id"].isin(part["article_id"]) & copies["copy_of"].isin(part["article_id"])]
        found = events.of_articles(part, counted, here, previous=before)
        before = found.after(before, here)
        yield found, before


def same_but_for_ids(one, other):
    """Compare two groupings article by article and event by event; ids may differ."""
    assert labels_of(one) == labels_of(other)
    np.testing.assert_array_equal(one.events["similarity"], other.events["similarity"])
    facts = ["label", "first_at", "last_at", "n_articles", "n_outlets", "n_independent"]
    pd.testing.assert_frame_equal(one.event_summary[facts], other.event_summary[facts])


@pytest.mark.parametrize(
    "order",
    [
        "undated among them",
        "with copies",
        *(pytest.param(order, marks=pytest.mark.trial) for order in ("shuffled", "by day")),
    ],
)
def test_ten_batches_give_the_events_of_one_and_keep_their_ids(order):
    articles, copies = stream(n_days=900, step=45), None
    rows = np.arange(len(articles))
    if order == "shuffled":
        rows = np.random.default_rng(8).permutation(rows)
    if order == "undated among them":
        articles.loc[[30, 100], ["published_at", "published_precision", "published_from"]] = [pd.NaT, "unknown", "none"]
    if order == "with copies":  # the last batch brings an earlier original for one that stood alone
        rows = np.random.default_rng(9).permutation(rows)
        copies = pd.DataFrame({"article_id": articles["article_id"].iloc[rows[[3, 40]]].to_list(),
                               "copy_of": articles["article_id"].iloc[rows[[-1, -2]]].to_list()})  # fmt: skip
    at_once = list(grown(articles, [np.arange(len(articles))], copies))[-1]
    previous = None
    for found, left in grown(articles, np.array_split(rows, 10), copies):
        pairs = left.pairs
        if previous is not None:
            was = previous.events.set_index("article_id")["event"]
            moved = (was != found.events.set_index("article_id")["event"].loc[was.index]).sum()
            assert moved == 0 or len(found.lineage), "an article changes its event only with a trace"
        previous = found
    same_but_for_ids(at_once[0], previous)
    storylines_differ = np.mean(np.not_equal(*map(storyline_numbers, (at_once[0], previous))))
    assert storylines_differ <= 0.02
    pairs = [in_rows(table, ["article_id", "other"]) for table in (at_once[1].pairs, pairs)]
    pd.testing.assert_frame_equal(*pairs)
    assert 40 < len(previous.event_summary) <= 62, "three events on each of twenty days, and undated articles"


def storyline_numbers(found):
    return pd.factorize(pd.Series(storylines_of(found)))[0]


def in_rows(table, key):
    return table.sort_values(key, ignore_index=True)


def test_a_new_day_reads_and_changes_only_what_lies_near_it():
    articles = stream(n_days=3000, step=50)
    counted = measured(articles)
    late = (articles["published_at"] >= pd.Timestamp("2026-12-01", tz="UTC")).to_numpy()
    assert 5 < late.sum() < 40
    _, before = next(grown(articles, [np.flatnonzero(~late)]))
    asked = set()

    def read(ids):
        asked.update(ids)
        return lambda: counted[counted["article_id"].isin(ids)]

    second = events.of_articles(articles, read, schema.empty(schema.COPIES), previous=before)
    days = articles.set_index("article_id")["published_at"].loc[sorted(asked)]
    assert days.min() > pd.Timestamp("2026-12-01", tz="UTC") - pd.Timedelta(days=270)
    assert len(asked) < len(articles) / 5
    assert set(second.changed) <= set(second.events["event"][late]), "only events with new articles"
    same_but_for_ids(second, next(grown(articles, [np.arange(len(articles))]))[0])


def test_nothing_new_changes_nothing():
    articles = stream(n_days=200, step=50)
    (first, _), (again, _) = grown(articles, [np.arange(len(articles)), np.empty(0, dtype="int64")])
    pd.testing.assert_frame_equal(first.events, again.events)
    pd.testing.assert_frame_equal(first.event_summary, again.event_summary)
    assert len(again.changed) == len(again.gone) == 0


def test_a_merge_leaves_a_trace_and_the_larger_event_keeps_its_id():
    articles = corpus(DMZ, ["2019-06-28"] * 3)
    ids = articles["article_id"]
    earlier = events.Before.nothing()._replace(
        events=pd.DataFrame({"article_id": ids, "event": ["e1", "e2", "e2"], "similarity": 1.0, "date_doubt": None}),
        event_summary=pd.DataFrame({"event": ["e1", "e2"], "storyline": ["s1", "s2"], "n_articles": [1, 2]}),
    )
    found = grouped(articles, previous=earlier)
    assert set(found.events["event"]) == {"e2"}
    assert found.lineage.to_dict("records") == [{"event": "e2", "was": "e1", "n_articles": 1}]
    assert set(found.gone) == {"e1", "e2"}
    later = grouped(articles, previous=found.after(earlier, schema.empty(schema.COPIES)))
    pd.testing.assert_frame_equal(later.lineage, found.lineage)  # traces stay when nothing else happens


def correction(*rows):
    return pd.DataFrame(list(rows), columns=["correction", "action", "article_id", "with_article"])


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([(1, "merge", 0, 3)], [0, 0, 0, 0]),
        ([(1, "split", 1, 1), (1, "split", 2, 1)], [0, 1, 1, 2]),
        ([(1, "move", 1, 3)], [0, 1, 0, 1]),
        ([(1, "merge", 0, 3), (2, "pin", 2, 0), (3, "split", 3, 3)], [0, 0, 0, 1]),
        ([(1, "move", 9, 3)], [0, 0, 0, 1]),
    ],
)
def test_a_person_corrects_the_grouping(rows, expected):
    articles = corpus([*DMZ, STORM], ["2019-06-28"] * 4)
    rows = [(number, action, f"{article:016x}", f"{beside:016x}") for number, action, article, beside in rows]
    assert labels_of(grouped(articles, corrections=correction(*rows))) == expected


def test_an_undone_correction_changes_nothing_and_only_what_was_corrected_is_grouped_anew(monkeypatch):
    articles = corpus([*DMZ, STORM, WHEAT], ["2019-06-28"] * 5)
    none, plain = schema.empty(schema.COPIES), grouped(articles)
    rows = correction((1, "merge", f"{0:016x}", f"{3:016x}"), (2, "split", f"{1:016x}", ""))
    before = plain.after(events.Before.nothing(), none)
    both = grouped(articles, corrections=rows.assign(undone_at=None), previous=before)
    assert labels_of(both) == [0, 1, 0, 0, 2]
    before = both.after(before, none)
    linked = []
    linkage = grouping.average_linkage
    monkeypatch.setattr(
        grouping, "average_linkage", lambda *given, **how: linked.append(len(given[1].left)) or linkage(*given, **how)
    )
    one = grouped(articles, corrections=rows.assign(undone_at=[None, "2026-11-29"]), previous=before)
    assert labels_of(one) == [0, 0, 0, 0, 1]
    before = one.after(before, none)
    neither = grouped(articles, corrections=rows.assign(undone_at="2026-11-29"), previous=before)
    assert labels_of(neither) == labels_of(plain)
    untouched = corpus([*DMZ, *DMZ], [*["2019-06-28"] * 3, *["2020-06-28"] * 3])
    before = grouped(untouched).after(events.Before.nothing(), none)
    linked.clear()
    grouped(untouched, corrections=correction((1, "split", f"{0:016x}", "")), previous=before)
    assert linked == [3], "the pairs of the corrected event only"


def test_an_untitled_article_lends_its_first_sentence_to_the_label():
    articles = corpus([(None, "Kim came to Hanoi. He left.")], ["2019-02-27"])
    assert grouped(articles).event_summary["label"].tolist() == ["Kim came to Hanoi. (27 Feb 2019)"]


def test_an_event_is_explained_by_what_its_articles_share():
    articles = corpus([*DMZ, PUTIN, WHEAT], ["2019-06-28"] * 5)
    counted, named = measured(articles), names.of_articles(articles, segment.of_articles(articles))
    found = events.of_articles(articles, counted, schema.empty(schema.COPIES)).events
    why = explain.of_event(found["event"][0], found, counted, articles, named)
    assert {"Kim", "Trump", "Osaka"} <= set(why.shared.loc[why.shared["kind"] == "name", "term"])
    assert why.articles["similarity"].is_monotonic_decreasing
    assert why.nearest == found["event"][3], "Trump is in both"
    assert 0 < why.nearest_similarity < 0.5
    with pytest.raises(KeyError):
        explain.of_event("e", found, counted, articles, named)


def test_the_seeds_are_three_events_of_one_storyline():
    seeds = ingest.read([SEEDS]).articles
    others = corpus([STORM, WHEAT, PUTIN], ["2019-06-28", "2019-09-17", "2018-07-16"])
    articles = pd.concat([seeds, others], ignore_index=True)
    found = grouped(articles)
    stories = storylines_of(found)
    assert len(set(found.events["event"])) == 6
    assert len(set(stories[:3])) == 1
    assert len(set(stories)) == 4


@pytest.mark.parametrize("kind", ["opinion", "live", "transcript"])
def test_an_event_is_named_by_a_report_where_it_has_one(kind):
    articles = corpus(DMZ, ["2019-06-28"] * 3)
    plain = grouped(articles).event_summary["label"].tolist()
    typical = [title for title, _ in DMZ].index(plain[0].split(" (")[0])
    articles["article_type"] = [kind if number == typical else "report" for number in range(3)]
    label = grouped(articles).event_summary["label"].tolist()[0].split(" (")[0]
    assert label in {title for number, (title, _) in enumerate(DMZ) if number != typical}
    articles["article_type"] = kind
    assert grouped(articles).event_summary["label"].tolist() == plain
