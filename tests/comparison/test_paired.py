"""Outlets compared over shared events: against plain loops, and with every input that allows no comparison."""

from dataclasses import replace
from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis import schema
from analysis.comparison import cells, chance, contrasts, ground, paired, parts
from analysis.errors import DataError
from analysis.settings import Settings

SETTINGS = Settings()
MEASURE = "tone_own"


def tables(rows, storylines=None, dates=True):
    """Build the tables from rows of (outlet, event, value[, type])."""
    ids = [f"a{number:04d}" for number in range(len(rows))]
    outlets, events, values = [row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows]
    articles = pd.DataFrame(
        {
            "article_id": pd.Series(ids, dtype="str"),
            "outlet": pd.Categorical(outlets),
            "article_type": [row[3] if len(row) > 3 else "report" for row in rows],
            "published_at": pd.date_range("2019-06-01", periods=len(rows), freq="D", tz="UTC") if dates else pd.NaT,
        }
    )
    measures = pd.DataFrame({"article_id": ids, "measure": MEASURE, "value": values, "n": 10})
    in_event = pd.DataFrame({"article_id": ids, "event": events}).dropna()
    names = sorted(set(in_event["event"]))
    summary = pd.DataFrame({"event": names, "storyline": [(storylines or {}).get(name, f"s {name}") for name in names]})
    return measures, articles, in_event, summary, None


def compared(rows, measure=MEASURE, **more):
    found = paired.of_measure(*tables(rows, **more), measure=measure, settings=SETTINGS)
    schema.conform(found, schema.ESTIMATES)
    return found


def contrast(found, outlet, reference, component="difference"):
    rows = found[(found["component"] == component) & (found["outlet"] == outlet) & (found["reference"] == reference)]
    assert len(rows) == 1
    return rows.iloc[0]


@pytest.fixture
def lopsided():
    """Three outlets, unequal numbers of articles, events that only some cover."""
    rng = np.random.default_rng(7)
    rows = []
    for event in range(24):
        for outlet, present, shift in (("A", 0.9, 0.2), ("B", 0.7, 0.0), ("C", 0.5, -0.1)):
            if rng.random() < present:
                for _ in range(rng.integers(1, 5)):
                    rows.append((outlet, f"e{event:02d}", shift + rng.normal(0, 0.2) + event / 50))
    rows += [("A", None, 0.9), ("B", "only b", -0.8), ("B", "only b", -0.4)]
    return rows


def means_by_loop(rows):
    sums = {}
    for outlet, event, value in rows:
        if event is not None:
            sums.setdefault(event, {}).setdefault(outlet, []).append(value)
    return {event: {outlet: np.mean(values) for outlet, values in of.items()} for event, of in sums.items()}


def test_a_pair_is_the_t_test_of_scipy_over_event_means(lopsided):
    means = means_by_loop(lopsided)
    differences = np.array([of["A"] - of["B"] for of in means.values() if {"A", "B"} <= set(of)])
    row = contrast(compared(lopsided), "A", "B")
    expected = stats.ttest_1samp(differences, 0).confidence_interval(0.95)
    assert row["estimate"] == pytest.approx(differences.mean(), abs=1e-6)
    assert (row["low"], row["high"]) == pytest.approx((expected.low, expected.high), abs=1e-6)
    assert row["n_events"] == len(differences)
    assert row["verdict"] == "estimate" and "would have been found four times in five" in row["reason"]


def test_the_others_are_the_mean_of_their_means(lopsided):
    differences = []
    for of in means_by_loop(lopsided).values():
        others = [value for outlet, value in of.items() if outlet != "C"]
        if "C" in of and others:
            differences.append(of["C"] - np.mean(others))
    row = contrast(compared(lopsided), "C", paired.OTHERS)
    assert row["estimate"] == pytest.approx(np.mean(differences), abs=1e-6)
    assert row["n_events"] == len(differences)


def test_q_is_corrected_over_all_contrasts_of_the_measure(lopsided):
    found = compared(lopsided)
    rows = found[found["component"] == "difference"]
    assert len(rows) == 6 and rows["p"].notna().all()
    assert rows["q"].to_numpy() == pytest.approx(stats.false_discovery_control(rows["p"].to_numpy()), rel=1e-5)
    assert "over the 6 comparisons of this measure" in rows["method"].iloc[0]


def test_chance_is_that_of_shuffling_article_labels_in_a_plain_loop(lopsided):
    rows = [row for row in lopsided if row[1] is not None]
    rng = np.random.default_rng(2)
    drawn = []
    for _ in range(1500):
        shuffled = []
        for event in sorted({row[1] for row in rows}):
            of = [row for row in rows if row[1] == event]
            values = rng.permutation([row[2] for row in of])
            shuffled += [(row[0], event, value) for row, value in zip(of, values, strict=True)]
        means = means_by_loop(shuffled)
        drawn.append(abs(np.mean([of["A"] - of["B"] for of in means.values() if {"A", "B"} <= set(of)])))
    assert contrast(compared(lopsided), "A", "B")["chance"] == pytest.approx(np.quantile(drawn, 0.95), rel=0.15)


def test_the_three_parts_sum_to_the_plain_difference(lopsided):
    found = compared(lopsided)
    plain = {o: np.mean([value for outlet, _, value in lopsided if outlet == o]) for o in "AB"}
    three = [contrast(found, "A", "B", part)["estimate"] for part in parts.PARTS]
    assert sum(three) == pytest.approx(plain["A"] - plain["B"], abs=1e-6)
    value = found[(found["component"] == "value") & (found["outlet"] == "A") & found["reference"].isna()]
    assert value[value["event"].isna()]["estimate"].item() == pytest.approx(plain["A"], abs=1e-6)


def parts_by_loop(rows, left, right):
    """The three parts from their definition, one event after the other."""
    counts = {o: {} for o in (left, right)}
    for number, (outlet, event, value) in enumerate(rows):
        if outlet in counts:
            counts[outlet].setdefault(event or f"alone {number}", []).append(value)
    shared = set(counts[left]) & set(counts[right])
    weight = {o: sum(len(counts[o][e]) for e in shared) for o in counts}
    framing = attention = 0.0
    for event in shared:
        a, b = counts[left][event], counts[right][event]
        w_a, w_b = len(a) / weight[left], len(b) / weight[right]
        framing += (w_a + w_b) / 2 * (np.mean(a) - np.mean(b))
        attention += (w_a - w_b) * (np.mean(a) + np.mean(b)) / 2
    plain = {o: np.mean([v for values in counts[o].values() for v in values]) for o in counts}
    return framing, attention, plain[left] - plain[right] - framing - attention


def test_the_parts_and_their_jackknife_are_those_of_a_plain_loop(lopsided):
    rows = [(*row[:2], row[2]) for row in lopsided]
    together = {row[1]: "one storyline" for row in rows if row[1]}
    found = compared(rows, storylines=together)
    events = sorted({row[1] for row in rows if row[1]})
    shared = [e for e in events if {"A", "B"} <= {row[0] for row in rows if row[1] == e}]
    expected = parts_by_loop(rows, "A", "B")
    without = [parts_by_loop([row for row in rows if row[1] != e], "A", "B")[0] for e in shared]
    n = len(shared)
    half = stats.t.ppf(0.975, n - 1) * np.sqrt((n - 1) / n * ((without - np.mean(without)) ** 2).sum())
    for part, value in zip(parts.PARTS, expected, strict=True):
        assert contrast(found, "A", "B", part)["estimate"] == pytest.approx(value, abs=1e-6)
    framing = contrast(found, "A", "B", "framing")
    assert n >= 10 and framing["high"] - framing["estimate"] == pytest.approx(half, rel=1e-4)


def test_turning_a_contrast_turns_its_interval(lopsided):
    found = compared(lopsided)
    turned = paired.between(found, "B", "A").query("component == 'difference'").iloc[0]
    straight = contrast(found, "A", "B")
    assert turned["estimate"] == -straight["estimate"]
    assert (turned["low"], turned["high"]) == (-straight["high"], -straight["low"])


def test_the_order_of_the_articles_does_not_matter(lopsided):
    rows = [*lopsided]
    measures, articles, events, summary, _ = tables(rows)
    order = np.random.default_rng(1).permutation(len(rows))
    first = paired.of_measure(measures, articles, events, summary, None, measure=MEASURE, settings=SETTINGS)
    again = paired.of_measure(
        measures.iloc[order], articles.iloc[order[::-1]], events, summary, None, measure=MEASURE, settings=SETTINGS
    )
    columns = ["estimate", "low", "high", "p", "q", "n_events", "verdict", "reason"]
    pd.testing.assert_frame_equal(first[columns], again[columns])


def test_many_articles_of_one_outlet_in_an_event_count_once():
    rows = [("A", f"e{n}", 0.1 * n) for n in range(4)] + [("B", f"e{n}", 0.1 * n - 0.1 - 0.02 * n) for n in range(4)]
    many = rows + [("A", "e0", 0.0)] * 50
    assert contrast(compared(many), "A", "B")["estimate"] == pytest.approx(
        contrast(compared(rows), "A", "B")["estimate"]
    )


def test_events_of_several_storylines_are_averaged_to_storylines_first():
    rows, storylines = [], {}
    for event in range(12):
        storylines[f"e{event}"] = f"s{event % 3 if event < 9 else 0}"
        rows += [("A", f"e{event}", 0.1 * event), ("B", f"e{event}", 0.03 * event**1.5)]
    row = contrast(compared(rows, storylines=storylines), "A", "B")
    differences = pd.Series([0.1 * e - 0.03 * e**1.5 for e in range(12)])
    by_storyline = differences.groupby([storylines[f"e{e}"] for e in range(12)]).mean()
    expected = stats.ttest_1samp(by_storyline, 0).confidence_interval(0.95)
    assert row["estimate"] == pytest.approx(by_storyline.mean(), abs=1e-6)
    assert row["low"] == pytest.approx(expected.low, abs=1e-5)
    assert row["n_events"] == 12 and np.isnan(row["p"])
    assert row["reason"] == "12 shared events in 3 storylines: an interval, but no test, which needs 6 storylines"


def test_events_of_one_storyline_are_said_to_be_so():
    rows = [(outlet, f"e{n}", n / 10 * (1.5 if outlet == "A" else 1)) for n in range(4) for outlet in "AB"]
    row = contrast(compared(rows, storylines=dict.fromkeys([f"e{n}" for n in range(4)], "summits")), "A", "B")
    assert row["reason"].startswith("4 shared events, which speak for one storyline only")
    assert row["storyline"] == "summits"


def test_copies_count_once():
    rows = [(outlet, f"e{n}", n / 10 + (outlet == "A") * n * 0.01) for n in range(4) for outlet in "AB"]
    measures, articles, events, summary, _ = tables(rows)
    copies = pd.DataFrame({"article_id": ["a0001"], "copy_of": ["a0000"]})
    found = paired.of_measure(measures, articles, events, summary, copies, measure=MEASURE, settings=SETTINGS)
    assert contrast(found, "A", "B")["n_events"] == 3


def test_a_copy_whose_original_is_filtered_away_counts():
    articles = pd.DataFrame({"article_id": ["b", "c"], "published_at": pd.to_datetime(["2020-01-02", "2020-01-01"])})
    copies = pd.DataFrame({"article_id": ["b", "c"], "copy_of": ["a", "a"]})
    assert ground.once(articles, copies).tolist() == [False, True]


def test_reports_and_opinion_are_held_apart():
    rows = [("A", "e", 0.9, "opinion"), ("A", "e", 0.1, "report"), ("B", "e", 0.3, "report")]
    assert contrast(compared(rows), "A", "B")["estimate"] == pytest.approx(-0.2, abs=1e-6)
    row = contrast(compared([("A", "e", 0.9, "opinion"), ("B", "e", 0.3, "report")]), "A", "B")
    assert row["verdict"] == "not comparable" and "articles of different types" in row["reason"]


def sentence_of(found, outlet="A", reference="B"):
    row = contrast(found, outlet, reference)
    assert np.isnan(row["low"]) and np.isnan(row["p"])
    return row["verdict"], row["reason"]


def test_one_outlet_has_a_value_and_a_sentence():
    found = compared([("A", "e", 0.1), ("A", "f", 0.2)])
    assert found["component"].tolist() == ["value"]
    assert found["reason"].item().endswith("there is one outlet, so nothing to compare it with")


def test_outlets_without_a_shared_event_are_not_compared():
    verdict, reason = sentence_of(compared([("A", "e", 0.1), ("A", "f", 0.3), ("B", "g", 0.2)]))
    assert verdict == "not comparable"
    assert reason == (
        "2 articles of A and 1 article of B share no event and no storyline; "
        "to compare, articles on the same event are needed"
    )


def test_three_seeds_are_described_only():
    measures, articles, events, summary, _ = tables([("Press TV", "e", 0.1), ("RT", "f", 0.2), ("Sky News", "g", 0.3)])
    articles["published_at"] = pd.to_datetime(["2019-06-28", "2019-09-17", "2025-08-25"], utc=True)
    summary["storyline"] = "summits"
    found = paired.of_measure(measures, articles, events, summary, None, measure=MEASURE, settings=SETTINGS)
    assert set(found["verdict"]) == {"describe only"}
    told = "one article an outlet, events years apart"
    assert set(found["reason"]) == {told, f"{told}; to compare, articles on the same event are needed"}
    assert found[["low", "high", "p", "q", "chance"]].isna().all().all()
    assert found.loc[found["component"] == "difference", "estimate"].isna().all()
    assert found["storyline"].notna().sum() == 3


@pytest.mark.parametrize(
    ("n", "reason"),
    [
        (1, "1 shared event with one article an outlet; 3 are needed for an interval"),
        (2, "2 shared events; 3 are needed for an interval"),
    ],
)
def test_too_few_events_are_described(n, reason):
    rows = [(outlet, f"e{event}", event / 7 * (outlet == "A")) for event in range(n) for outlet in "AB"]
    assert sentence_of(compared(rows)) == ("describe only", reason)


def test_a_constant_measure_says_that_nothing_varies():
    rows = [(outlet, f"e{event}", 0.5) for event in range(8) for outlet in "AB"]
    row = contrast(compared(rows), "A", "B")
    assert row["verdict"] == "describe only" and "the same value in every article" in row["reason"]
    assert row["estimate"] == 0 and np.isnan(row["low"])


def test_a_constant_difference_says_so():
    rows = [(outlet, f"e{event}", event / 10 + (outlet == "A") * 0.25) for event in range(8) for outlet in "AB"]
    row = contrast(compared(rows), "A", "B")
    assert "the difference is the same in each" in row["reason"] and np.isnan(row["low"])


def test_a_measure_that_is_empty_everywhere_is_not_comparable():
    found = compared([("A", "e", None), ("B", "e", None)])
    assert sentence_of(found) == ("not comparable", "no article of A has a value of this measure")
    assert found["reason"].notna().all()


def test_values_that_rest_on_too_few_sentences_are_left_out():
    measures, articles, events, summary, _ = tables([("A", "e", 0.1), ("B", "e", 0.2)])
    measures = measures.assign(measure="share_negative", n=2)
    values = cells.values_of(measures, articles["article_id"], "share_negative")
    arranged = cells.of_values(ground.of_tables(articles, events, summary, None), *values, measure="share_negative")
    assert arranged.excluded == {"copies": 0, "too short for this measure": 2, "without a value": 0}


def test_missing_dates_are_no_obstacle():
    rows = [(outlet, f"e{event}", event / 10 + event * 0.01 * (outlet == "A")) for event in range(7) for outlet in "AB"]
    assert contrast(compared(rows, dates=False), "A", "B")["verdict"] == "estimate"
    storylines = {"e": "s", "f": "s"}
    reason = sentence_of(compared([("A", "e", 0.1), ("B", "f", 0.3)], storylines=storylines, dates=False))[1]
    told = "one article an outlet, events without dates; to compare, articles on the same event are needed"
    assert reason == told


def test_a_thousand_outlets_are_each_held_against_the_others():
    rng = np.random.default_rng(3)
    rows = [
        (f"outlet {n:03d}", f"e{event}", float(rng.normal())) for n in range(1000) for event in rng.integers(0, 40, 3)
    ]
    found = compared(rows)
    differences = found[found["component"] == "difference"]
    assert (differences["reference"] == paired.OTHERS).sum() == 1000
    assert len(differences) == 1000 + 190
    assert found["reason"].notna().all() and found["method"].notna().all()


def test_no_article_at_all_gives_an_empty_table():
    found = compared([])
    assert found.empty and list(found.columns) == list(schema.ESTIMATES.columns)


def test_an_unknown_measure_is_refused():
    with pytest.raises(KeyError, match="no measure 'bias'"):
        compared([("A", "e", 0.1)], measure="bias")


def test_every_row_names_method_unit_verdict_and_reason(lopsided):
    found = compared(lopsided)
    for column in ("method", "unit", "verdict", "reason"):
        assert found[column].notna().all() and (found[column].astype(str) != "").all()
    assert not found["reason"].str.contains("nan").any()


def arranged(outlet, event, value):
    """Cells of articles with these outlets, events and values, each event a storyline of its own."""
    n_events = int(event.max()) + 1
    return cells.Cells(
        outlets=np.array(["A", "B", "C"], dtype=object), events=np.arange(n_events).astype(str).astype(object),
        storylines=np.arange(n_events).astype(str).astype(object), storyline_of=np.arange(n_events), value=value,
        n_given=np.bincount(outlet), days=1, excluded={},
        **cells.arranged(outlet, 3, event, np.zeros(len(event), dtype=np.int64)),
    )  # fmt: skip


@pytest.mark.parametrize(("n_events", "sizes"), [(120, (1, 1, 1)), (60, (2, 1, 3))])
def test_the_computed_reach_of_chance_is_that_of_many_shufflings(monkeypatch, n_events, sizes):
    outlet = np.tile(np.repeat([0, 1, 2], sizes), n_events)
    event = np.repeat(np.arange(n_events), sum(sizes))
    drawn = arranged(outlet, event, np.random.default_rng(5).standard_t(4, len(outlet)))
    held = contrasts.of_cells(drawn)
    monkeypatch.setattr(chance, "MAX_SHUFFLED", 0)
    computed = chance.of_contrasts([drawn], held, 1)[0].size
    monkeypatch.setattr(chance, "MAX_SHUFFLED", 10**9)
    monkeypatch.setattr(chance, "N_SHUFFLES", 10_000)
    assert computed == pytest.approx(chance.of_contrasts([drawn], held, 1)[0].size, rel=0.03)


def test_the_spread_of_chance_is_that_of_all_orders():
    outlet, event = np.array([0, 0, 1, 2, 1, 0]), np.array([0, 0, 0, 0, 1, 1])
    value = np.random.default_rng(6).normal(size=6)
    drawn = arranged(outlet, event, value)
    held = contrasts.of_cells(drawn)
    [(spread, _)] = chance._spreads([drawn], held, np.arange(6))
    orders = [[*first, *last] for first in permutations(range(4)) for last in permutations((4, 5))]
    found = [contrasts.with_values_of(held, replace(drawn, value=value[order])) for order in orders]
    sums = [np.bincount(one.contrast, one.weight * one.difference, minlength=len(spread)) for one in found]
    assert spread == pytest.approx(np.std(sums, axis=0))


def test_contrasts_of_few_events_are_shuffled_however_large_the_corpus(monkeypatch):
    outlet = np.concatenate([np.tile([0, 1], 200), np.tile([0, 2], 8)])
    event = np.repeat(np.arange(208), 2)
    drawn = arranged(outlet, event, np.random.default_rng(7).normal(size=416))
    held = contrasts.of_cells(drawn)
    monkeypatch.setattr(chance, "MAX_SHUFFLED", 10)
    (found, is_computed), (again, _) = chance.of_contrasts([drawn, drawn], held, 3)
    [(spread, n_events)] = chance._spreads([drawn], held, np.arange(416))
    few = (n_events < chance.MIN_EVENTS) & (n_events > 0)
    sides = [(drawn.outlets[held.outlet[place]], held.reference[place]) for place in np.flatnonzero(few)]
    assert sides == [("A", 2), ("C", -1)]
    assert found == pytest.approx(again)
    assert is_computed.tolist() == (n_events >= chance.MIN_EVENTS).tolist()
    assert found[~few] == pytest.approx(1.959964 * spread[~few], rel=1e-5)
    assert (found[few] > spread[few]).all()


def test_a_pair_beyond_the_twenty_outlets_is_compared_when_it_is_asked_for():
    rows = [(f"O{n:02d}", f"e{event}", n / 10 + event % 3 / 9) for event in range(9) for n in range(24)]
    rows += [(name, f"f{event}", event / 5 * (name == "Y")) for event in range(7) for name in ("Y", "Z")]
    measures, articles, events, summary, copies = tables(rows)
    held = ground.of_tables(articles, events, summary, copies)
    column = {MEASURE: cells.values_of(measures, articles["article_id"], MEASURE)}
    asked = paired.of_columns(held, column, settings=SETTINGS, asked=[("Z", "Y"), ("Z", "Z"), ("Z", "nobody")])
    assert contrast(asked, "Y", "Z")["estimate"] == pytest.approx(np.mean([event / 5 for event in range(7)]))
    assert contrast(asked, "Y", "Z", "framing")["n_events"] == 7
    unasked = paired.of_columns(held, column, settings=SETTINGS)
    assert len(asked) == len(unasked) + 1 + 9  # the difference; three parts of it and of both against the others
    n_pairs = (unasked["component"] == "difference").sum() - 26
    assert n_pairs == 190


def test_a_storyline_is_as_long_as_its_own_articles():
    measures, articles, events, summary, _ = tables(
        [("A", "e", 0.1), ("B", "f", 0.2), ("A", "g", 0.3), ("B", "h", 0.1)]
    )
    articles["published_at"] = pd.to_datetime(["2019-06-01", "2019-06-21", "2010-01-01", "2020-01-01"], utc=True)
    summary["storyline"] = ["s", "s", "t", "u"]
    found = paired.of_measure(measures, articles, events, summary, None, measure=MEASURE, settings=SETTINGS)
    assert set(found[found["storyline"] == "s"]["reason"]) == {"one article an outlet, events weeks apart"}
    assert sentence_of(found)[1].startswith("no shared event, events weeks apart")


def test_of_several_storylines_that_two_outlets_share_the_shortest_tells_how_far_their_events_are_apart():
    measures, articles, events, summary, _ = tables(
        [("A", "e", 0.1), ("B", "f", 0.2), ("A", "g", 0.3), ("B", "h", 0.1)]
    )
    articles["published_at"] = pd.to_datetime(["2019-06-01", "2019-06-21", "2010-01-01", "2020-01-01"], utc=True)
    summary["storyline"] = ["s", "s", "t", "t"]
    found = paired.of_measure(measures, articles, events, summary, None, measure=MEASURE, settings=SETTINGS)
    assert sentence_of(found)[1].startswith("no shared event, events weeks apart")


def test_the_method_says_whether_chance_was_shuffled_or_computed(monkeypatch, lopsided):
    assert contrast(compared(lopsided), "A", "B")["method"].endswith("400 shufflings of outlet labels within events")
    monkeypatch.setattr(chance, "MAX_SHUFFLED", 1)
    monkeypatch.setattr(chance, "MIN_EVENTS", 1)
    told = contrast(compared(lopsided), "A", "B")["method"]
    assert "exact spread of all shufflings" in told and "400" not in told


def test_with_two_outlets_one_comparison_is_counted_once():
    rows = [(name, f"e{event}", event % 4 / 7 + (name == "B") * event / 9) for event in range(8) for name in "AB"]
    found = compared(rows)
    assert (found["component"] == "difference").sum() == 3
    assert "over the 1 comparison of this measure" in contrast(found, "A", "B")["method"]


def test_an_outlet_called_the_others_is_refused():
    rows = [(name, f"e{event}", event / 9) for event in range(7) for name in ("A", "the others")]
    with pytest.raises(DataError, match="an outlet is called 'the others'"):
        compared(rows)
