"""Gates of the comparison: whether intervals cover, tests keep their level, and nothing is made of nothing."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import sparse

from analysis import assets
from analysis.comparison import alignment, cells, contrasts, controls, keyness, permutations, statistics
from analysis.comparison.sides import Sides
from analysis.corpus import segment
from analysis.measures import names
from analysis.settings import Settings
from analysis.validation import two_outlets
from analysis.validation.gates import Figure, data_file, gate

N_SIMULATED = 2000
N_FLIPPED = 10_000
N_FAMILIES = 2500
N_POWER_FAMILIES = 150

EVENT_SD, SENTENCE_SD = 0.1, 0.39
"""Spread of tone between events and between the sentences of an article, as measured on BASIL."""

SEED = 20190630

ALIGNMENTS = "alignments_gold.csv"


# ---------------------------------------------------------------- intervals and tests


def simulated(rng: np.random.Generator, n_events: int, n_storylines: int = 0, storyline_sd: float = 0.0) -> cells.Cells:
    """Draw two outlets without a difference over shared events, with unequal articles an outlet.

    Event effects are shared by both outlets; each outlet's reading of an event adds .05; each article is the mean of
    5 to 40 sentences; the first outlet has 1 to 8 articles an event, the second one or two. With storylines, the
    outlets' difference moves together inside each.
    """
    n = np.stack([rng.integers(1, 9, n_events), rng.integers(1, 3, n_events)], axis=1)
    outlet = np.repeat(np.tile([0, 1], n_events), n.ravel())
    event = np.repeat(np.repeat(np.arange(n_events), 2), n.ravel())
    storyline = np.arange(n_events) % n_storylines if n_storylines else np.arange(n_events)
    together = rng.normal(0, storyline_sd, storyline.max() + 1)[storyline]
    reading = rng.normal(0, EVENT_SD / 2, (n_events, 2)) + np.stack([together, -together], axis=1) / 2
    noise = rng.normal(0, 1, len(event)) * SENTENCE_SD / np.sqrt(rng.integers(5, 41, len(event)))
    value = rng.normal(0, EVENT_SD, n_events)[event] + reading[event, outlet] + noise
    return two_outlets.cells_of(value, event, outlet, storyline)


@gate("comparison.intervals")
def intervals(_: Path) -> Iterator[Figure]:
    """Count how often the paired interval holds the true difference, which is 0."""
    rng = np.random.default_rng(SEED)
    cases = [(f"{n}_events", n, 0, 0.0) for n in (3, 5, 10, 30)]
    for name, n_events, n_storylines, spread in [*cases, ("3_storylines_of_10", 30, 3, EVENT_SD)]:
        held = 0
        for _draw in range(N_SIMULATED):
            drawn = simulated(rng, n_events, n_storylines, spread)
            found = contrasts.of_cells(drawn)
            interval = statistics.t_interval(found.unit_value[found.unit_contrast == 0])
            held += interval.low <= 0 <= interval.high
        yield Figure(
            f"comparison.interval_coverage_{name}", held / N_SIMULATED, N_SIMULATED,
            "share of 95 % intervals that hold the truth", must=0.93,
        )  # fmt: skip


@gate("comparison.sign_flips")
def sign_flips(_: Path) -> Iterator[Figure]:
    """Count false positives of the sign-flip test at .05 without a difference; the worst number of events counts."""
    rng = np.random.default_rng(SEED)
    rates = []
    for n in (6, 8, 10, 15, 20, 25, 30):
        few = rng.integers(1, 9, (N_FLIPPED, n))
        sd = np.sqrt(EVENT_SD**2 / 2 + SENTENCE_SD**2 / 15 * (1 + 1 / few))
        differences = rng.normal(0, 1, (N_FLIPPED, n)) * sd
        rates.append(np.mean([statistics.sign_flip_p(row) <= statistics.CHANCE for row in differences]))
    yield Figure(
        "comparison.sign_flip_false_positives", float(max(rates)), N_FLIPPED * len(rates),
        "share of tests at .05, worst of 6 to 30 events", better="lower", must=0.055,
    )  # fmt: skip


# ---------------------------------------------------------------- words


def family(
    rng: np.random.Generator, per_event: tuple[int, int], *, n_events: int, n_words: int, bursty: bool,
    planted: np.ndarray | None = None,
) -> tuple[sparse.csr_matrix, np.ndarray, Sides]:  # fmt: skip
    """Draw counts of words in two outlets' articles on shared events.

    Word rates fall as 1 / rank; each event has its own (log-normal, sd 1); with burstiness each article multiplies
    each rate by a gamma variable of shape .3, so that a word comes in flocks. Articles have 300 to 1,300 words.

    Parameters
    ----------
    planted : ndarray of shape (n_planted, 2), optional
        Rates per 1,000 words in the first and in the second outlet of words that are put before the others.
    """
    n_articles = sum(per_event) * n_events
    event = np.repeat(np.arange(n_events), sum(per_event))
    is_target = np.tile(np.arange(sum(per_event)) < per_event[0], n_events)
    length = rng.integers(300, 1301, n_articles).astype(float)
    rate = 1 / np.arange(5, n_words + 5)
    of_event = (rate / rate.sum()) * rng.lognormal(-0.5, 1.0, (n_events, n_words))
    expected = of_event[event] * length[:, None]
    if planted is not None:
        lifted = np.where(is_target[:, None], planted[:, 0], planted[:, 1]) / 1000 * length[:, None]
        expected = np.hstack([lifted, expected])
    if bursty:
        expected = expected * rng.gamma(0.3, 1 / 0.3, expected.shape)
    matrix = sparse.csr_matrix(rng.poisson(expected))
    return matrix, length, Sides(np.arange(n_articles), is_target, event, event, True, "")


def tested(matrix: sparse.csr_matrix) -> np.ndarray:
    """Choose the words that stand in enough articles and events, as the comparison does."""
    n_articles = np.bincount(matrix.indices, minlength=matrix.shape[1])
    return np.flatnonzero(n_articles >= keyness.MIN_ARTICLES)


@gate("comparison.keyness_null")
def keyness_null(_: Path) -> Iterator[Figure]:
    """Count families of words in which any is called distinctive although nothing differs."""
    rng = np.random.default_rng(SEED)
    settings = Settings(n_permutations=199)
    for name, per_event, n_events in (("1_to_1", (1, 1), 30), ("10_to_1", (10, 1), 12), ("1_to_10", (1, 10), 12)):
        false = 0
        for _draw in range(N_FAMILIES):
            matrix, length, sides = family(rng, per_event, n_events=n_events, n_words=400, bursty=True)
            kept = sparse.csr_matrix(matrix[:, tested(matrix)])
            false += bool((permutations.permuted(kept, length, sides, settings).q <= statistics.CHANCE).any())
        yield Figure(
            f"comparison.keyness_false_families_{name}", false / N_FAMILIES, N_FAMILIES,
            "share of families with any false word at q .05, bursty words", better="lower", must=0.06,
        )  # fmt: skip


BASE_RATES = (0.5, 1.0, 2.0, 5.0)
RATIOS = (1.5, 2.0, 3.0)


@gate("comparison.keyness_power")
def keyness_power(_: Path) -> Iterator[Figure]:
    """Plant words at known ratios and count how many are found: 60 events, one article of about 800 words an outlet."""
    rng = np.random.default_rng(SEED)
    settings = Settings(n_permutations=400)
    planted = np.array([(rate * ratio, rate) for rate in BASE_RATES for ratio in RATIOS])
    for bursty in (False, True):
        found = np.zeros(len(planted))
        for _draw in range(N_POWER_FAMILIES):
            matrix, length, sides = family(rng, (1, 1), n_events=60, n_words=3000, bursty=bursty, planted=planted)
            kept = np.union1d(np.arange(len(planted)), tested(matrix))
            q = permutations.permuted(sparse.csr_matrix(matrix[:, kept]), length, sides, settings).q
            found += q[: len(planted)] <= statistics.CHANCE
        for (lifted, rate), share in zip(planted, found / N_POWER_FAMILIES, strict=True):
            yield Figure(
                f"comparison.power_{'bursty' if bursty else 'even'}_{rate:g}_per_1000_at_{lifted / rate:g}_times",
                float(share), N_POWER_FAMILIES, "share of planted words found, 60 events of 800 words an outlet",
            )  # fmt: skip


@gate("comparison.halves", needs=("bulk_allsides",))
def halves(folder: Path) -> Iterator[Figure]:
    """Divide 1,000 articles of one outlet at random, 20 times, and count the words called distinctive."""
    articles = _articles(data_file(folder, "bulk_allsides"))
    outlet = articles["outlet"].value_counts().index[0]
    own = articles[articles["outlet"] == outlet].sort_values("article_id").head(1000)
    splits = controls.of_outlet(own.assign(event=None), outlet=outlet, settings=Settings()).splits
    yield Figure(
        "comparison.halves_distinctive_median", float(splits["n_distinctive"].median()), len(splits),
        "words called distinctive between random halves of 1,000 articles of one outlet", better="lower", must=0.0,
    )  # fmt: skip
    yield Figure(
        "comparison.halves_distinctive_mean", float(splits["n_distinctive"].mean()), len(splits),
        "the same, mean", better="lower",
    )  # fmt: skip
    yield Figure("comparison.halves_pairs", float(splits["n_events"].median()), len(splits), "pairs of articles")
    yield Figure("comparison.halves_words", float(splits["n_terms"].median()), len(splits), "words and pairs tested")


# ---------------------------------------------------------------- seeds and alignments


@gate("comparison.seeds")
def seeds(_: Path) -> Iterator[Figure]:
    """Count what is called different or distinctive between the three seed articles; nothing may be."""
    from analysis import pipeline  # here, because the other gates of this area need no whole pipeline
    from analysis.corpus import ingest

    folder = assets.DATA.parent / "seeds"
    analysis = pipeline.analyse(ingest.read([folder], manifest=folder / "manifest.csv"))
    contrasts = analysis.estimates[analysis.estimates["component"] != "value"]
    different = (contrasts["verdict"] == "estimate") | contrasts["low"].notna() | contrasts["p"].notna()
    articles = analysis.articles.merge(analysis.events, on="article_id").merge(analysis.event_summary, on="event")
    distinctive = 0
    for outlet in sorted(articles["outlet"].astype("str").unique()):
        words = keyness.between(articles, analysis.copies, target=outlet)
        distinctive += int((words["q"].notna() | (words["verdict"] == "estimate")).sum())
    yield Figure(
        "comparison.seeds_called_different", float(different.sum() + distinctive), len(contrasts),
        "contrasts and words of the three seeds", better="lower", must=0.0,
    )  # fmt: skip


@gate("comparison.alignment", needs=("events_basil",))
def aligned(folder: Path) -> Iterator[Figure]:
    """Compare alignments of BASIL with a hundred that were read by hand."""
    gold = assets.table(ALIGNMENTS)
    articles = _articles(data_file(folder, "events_basil")).drop_duplicates("article_id", keep=False)
    wanted = articles.loc[articles["article_id"].isin([*gold["article_id"], *gold["match_article_id"]]), "event"]
    found = []
    for _event, of_event in articles[articles["event"].isin(wanted)].groupby("event", sort=True):
        sentences = segment.of_articles(of_event)
        table = alignment.of_event(of_event, sentences, names.of_articles(of_event, sentences))
        starts = sentences.set_index(["article_id", "sentence"])["start"]
        shared = table[table["standing"] == "shared"]
        found += [
            (row.article_id, row.start, row.match_article, starts[row.match_article, row.match_sentence])
            for row in shared.itertuples()
        ]
    pairs = {frozenset([(a, int(b)), (c, int(d))]) for a, b, c, d in found}
    keys = [
        frozenset([(row.article_id, int(row.start)), (row.match_article_id, int(row.match_start))])
        for row in gold.itertuples()
    ]
    still = np.array([key in pairs for key in keys])
    same = gold["same"].eq("1").to_numpy()
    yield Figure(
        "comparison.alignment_precision", float(same[still].mean()), int(still.sum()),
        "share of alignments read by hand that make the same statement",
    )  # fmt: skip
    yield Figure(
        "comparison.alignment_kept", float(still[same].mean()), int(same.sum()),
        "share of the right alignments read by hand that are still found",
    )  # fmt: skip


def _articles(path: Path) -> pd.DataFrame:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = pd.DataFrame([json.loads(line) for line in file])
    return rows.rename(columns={"id": "article_id", "text": "body"})
