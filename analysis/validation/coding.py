"""Gates of the corrected comparison: its intervals hold the truth where those of the machine's values do not."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.coding import correction, sampling
from analysis.comparison import cells, contrasts, statistics
from analysis.validation import two_outlets
from analysis.validation.gates import Figure, gate

N_SIMULATED = 1000
SEED = 20210503

EVENT_SD, READING_SD, ARTICLE_SD, CODER_SD, MACHINE_SD = 0.1, 0.08, 0.1, 0.1, 0.12
"""Spread of tone between events, of outlets' readings of one event, between articles, coders, and of the machine."""

N_CODERS = 2


@dataclass(frozen=True)
class Case:
    """Name a kind of corpus and of machine error; the outlets never differ in truth.

    Parameters
    ----------
    events, articles : int
        Shared events, and the most articles an outlet has in one (from 1, drawn anew for each; always that many
        where not ``unequal``).
    share : float
        Share of the articles that is coded.
    slope : tuple of float
        How much of the truth the machine sees, for each outlet.
    shift : float
        What the machine adds for the second outlet.
    binary : bool
        Whether truth, codes and the machine's values are yes or no.
    storylines : int
        Storylines whose events move together; 0 for none.
    filled : float
        Share of the sheet that coders fill in, from its beginning.
    """

    name: str
    events: int
    articles: int = 2
    share: float = 0.3
    slope: tuple[float, float] = (0.5, 0.5)
    shift: float = 0.06
    unequal: bool = False
    binary: bool = False
    storylines: int = 0
    filled: float = 1.0


CASES = (
    Case("12_events_half", 12, share=0.5),
    Case("40_events_30", 40),
    Case("100_events_10", 100, share=0.1),
    Case("100_events_20", 100, share=0.2),
    Case("slope_by_outlet", 40, slope=(0.9, 0.4)),
    Case("binary", 40, binary=True, share=0.4),
    Case("unequal_articles", 40, articles=6, unequal=True, share=0.2),
    Case("half_filled_sheet", 40, share=0.6, filled=0.5),
    Case("3_storylines_of_10", 30, storylines=3, share=0.4),
)


def drawn(rng: np.random.Generator, case: Case) -> pd.DataFrame:
    """Draw a corpus of two outlets: one row an article, with what the machine says and what two coders would say."""
    n = (
        rng.integers(1, case.articles + 1, (case.events, 2))
        if case.unequal
        else np.full((case.events, 2), case.articles)
    )
    event = np.repeat(np.repeat(np.arange(case.events), 2), n.ravel())
    outlet = np.repeat(np.tile([0, 1], case.events), n.ravel())
    reading = rng.normal(0, READING_SD, (case.events, 2)) / np.sqrt(2)
    if case.storylines:
        together = rng.normal(0, EVENT_SD, case.storylines)[np.arange(case.events) % case.storylines]
        reading += np.stack([together, -together], axis=1) / 2
    truth = rng.normal(0, EVENT_SD, case.events)[event] + reading[event, outlet] + rng.normal(0, ARTICLE_SD, len(event))
    if case.binary:
        return _binary(rng, event, outlet, truth, case)
    people = truth + rng.normal(0, CODER_SD / np.sqrt(N_CODERS), len(event))
    machine = np.array(case.slope)[outlet] * truth + rng.normal(0, MACHINE_SD, len(event)) + case.shift * outlet
    return pd.DataFrame({"event": event, "outlet": outlet, "people": people, "value": machine})


def _binary(
    rng: np.random.Generator, event: np.ndarray, outlet: np.ndarray, truth: np.ndarray, case: Case
) -> pd.DataFrame:
    """Yes or no: one outlet's articles are taken for yes too often by the machine."""
    yes = rng.random(len(event)) < 1 / (1 + np.exp(-8 * truth))
    missed, false = np.array([0.2, 0.2])[outlet], np.array([0.1, 0.3])[outlet]
    machine = np.where(yes, rng.random(len(event)) >= missed, rng.random(len(event)) < false)
    return pd.DataFrame({"event": event, "outlet": outlet, "people": yes.astype(float), "value": machine.astype(float)})


def cells_of(articles: pd.DataFrame, value: np.ndarray, case: Case) -> cells.Cells:
    """Arrange values as a comparison does."""
    storyline = np.arange(case.events) % case.storylines if case.storylines else np.arange(case.events)
    return two_outlets.cells_of(value, articles["event"].to_numpy(), articles["outlet"].to_numpy(), storyline)


def interval_of(articles: pd.DataFrame, value: np.ndarray, case: Case) -> statistics.Interval:
    """Return the interval of the difference of the two outlets."""
    found = contrasts.of_cells(cells_of(articles, value, case))
    return statistics.t_interval(found.unit_value[found.unit_contrast == 0])


def coded(articles: pd.DataFrame, case: Case, seed: int) -> pd.DataFrame:
    """Draw articles for coding as a sheet does, and hide what coders would have said of the others."""
    frame = articles.assign(unit=np.arange(len(articles)), shared=True)
    sheet = sampling.drawn(frame, round(case.share * len(frame)), seed=seed)
    drawn = np.flatnonzero(sheet["is_drawn"])
    filled = np.random.default_rng(seed).permutation(drawn)[: round(case.filled * len(drawn))]
    is_coded = pd.Series(np.isin(np.arange(len(sheet)), filled))
    probability = correction.reached(sheet["probability"], is_coded, sheet["is_drawn"], sheet["outlet"])
    return articles.assign(people=articles["people"].where(is_coded), probability=probability.to_numpy())


def coded_only(articles: pd.DataFrame, case: Case) -> statistics.Interval:
    """Return the interval of the coded articles alone, over the events where both outlets have one."""
    alone = articles[articles["people"].notna()]
    both = alone.groupby("event")["outlet"].transform("nunique") == 2
    return interval_of(alone[both], alone.loc[both, "people"].to_numpy(), case)


@gate("coding.intervals")
def intervals(_: Path) -> Iterator[Figure]:
    """Count how often corrected intervals hold the true difference, 0, and how wide they are."""
    for case in CASES:
        rng = np.random.default_rng(SEED)
        held = {"machine": 0, "corrected": 0}
        widths, widths_alone = [], []
        for number in range(N_SIMULATED):
            articles = coded(drawn(rng, case), case, seed=number)
            value = articles["value"].to_numpy(dtype=float)
            better = correction.corrected(value, articles["people"].to_numpy(), articles["probability"].to_numpy())
            for name, values in (("machine", value), ("corrected", better)):
                interval = interval_of(articles, values, case)
                held[name] += interval.low <= 0 <= interval.high
            widths.append(interval.high - interval.low)
            alone = coded_only(articles, case)
            widths_alone.append(alone.high - alone.low)
        yield from _figures(case, held, np.array(widths), np.array(widths_alone))


def _figures(case: Case, held: dict[str, int], widths: np.ndarray, alone: np.ndarray) -> Iterator[Figure]:
    yield Figure(
        f"coding.coverage_{case.name}", held["corrected"] / N_SIMULATED, N_SIMULATED,
        "share of corrected 95% intervals that hold the truth", must=0.93,
    )  # fmt: skip
    yield Figure(
        f"coding.coverage_machine_{case.name}", held["machine"] / N_SIMULATED, N_SIMULATED,
        "share of uncorrected 95% intervals that hold the truth",
    )  # fmt: skip
    usable = ~np.isnan(alone)
    yield Figure(
        f"coding.width_{case.name}", float(widths[usable].mean() / alone[usable].mean()), int(usable.sum()),
        "mean width against the coded articles alone", better="lower", must=0.85,
    )  # fmt: skip
