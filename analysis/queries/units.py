"""What people code where the unit is smaller or larger than an article: sentences, speakers, pairs, statements.

A register by what is asked. Each kind lists its units under filters with the machine's answer (`population`), and
writes what coders read of those that were drawn (`shown`).
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np
import pandas as pd

from analysis.comparison import alignment
from analysis.errors import DataError
from analysis.queries import index, texts
from analysis.settings import Filters
from analysis.store.snapshots import Snapshot

COLUMNS = ["unit", "article_id", "outlets", "machine"]
"""Of a population: the unit's name, its (first) article, its outlets with `BETWEEN` between, the machine's answer."""

BETWEEN = "|"
MARKS = ("[[", "]]")
"""Stand around the words that a question is about."""

MAX_EVENTS = 40
"""Events whose sentences are matched for a sheet of statements; each takes a tenth of a second."""

MIN_LIKENESS = 0.3
"""Likeness of two sentences from which coders are asked whether they say the same; below it hardly any do."""

EXCERPT = 900
"""Characters of an article that coders of pairs read: its title and what lede and first paragraphs hold."""

AROUND = 300
"""Characters before and after a quotation that coders read at least: its speaker may stand a paragraph away."""

MIN_CHARACTERS = 25
"""Shorter sentences are headings and remains of templates."""

Population = Callable[[Snapshot, Filters, str], pd.DataFrame]
Shown = Callable[[Snapshot, pd.DataFrame], pd.DataFrame]


@dataclass(frozen=True)
class Kind:
    """A kind of unit: which there are, what coders read of them, and whether each stands for two outlets."""

    population: Population
    shown: Shown
    is_of_two: bool = False


KINDS: dict[str, Kind] = {}
"""Every kind by the measure of its codings, see `analysis.coding.instruments`."""

NAMES = {
    "attributions": "said",
    "speakers": "speaker",
    "pairs": "same_event",
    "statements": "same_statement",
    "sentences": "sentence_tone",
}
"""What the command line calls them."""


def kind_of(measure: str) -> Kind | None:
    """Find the kind of unit that a measure is coded on; none for measures of articles."""
    prefix, colon, _ = measure.partition(":")
    return KINDS.get(prefix + colon)


def measure_of(unit: str, measure: str | None) -> str:
    """Name the measure of a kind of unit, as `code-sheet --unit` calls it.

    Raises
    ------
    DataError
        Where there is no such kind, or it cannot be coded for the measure.

    Examples
    --------
    >>> measure_of("pairs", None), measure_of("sentences", "tone_own"), measure_of("sentences", "frame:conflict")
    ('same_event', 'sentence_tone', 'sentence_frame:conflict')
    """
    if unit not in NAMES:
        raise DataError(f"there is no unit '{unit}'; there are articles, {', '.join(NAMES)}")
    if measure is None or (unit == "sentences" and measure.startswith("tone")):
        return NAMES[unit]
    if unit == "sentences" and measure.startswith("frame:"):
        return f"sentence_{measure}"
    instead = "tone and frames are" if unit == "sentences" else "give no measure"
    raise DataError(f"'{measure}' is not coded on {unit}; {instead}")


def _ids(snapshot: Snapshot, filters: Filters) -> pd.Series:
    """Return the outlet of each article that comparisons under filters rest on, by its id."""
    ground, rows = index.ground(snapshot, filters)
    kept = rows[ground.counted]
    ids = index.of(snapshot).frame["article_id"].iloc[kept].astype("str")
    return pd.Series(ground.outlets[ground.outlet[ground.counted]].astype(str), index=ids.to_numpy())


def _sentences(snapshot: Snapshot, ids: Iterable[str]) -> pd.DataFrame:
    rows = snapshot.table("sentences", article_ids=ids)
    return rows[(rows["sentence"] >= 0) & (rows["end"] - rows["start"] >= MIN_CHARACTERS)].astype({"article_id": "str"})


def _said(snapshot: Snapshot, filters: Filters, _: str) -> pd.DataFrame:
    """Sentences; the machine's yes: it attributes at least a part of it."""
    outlet = _ids(snapshot, filters)
    rows = _sentences(snapshot, outlet.index)
    return _of_sentences(rows, outlet, (rows["voice"].astype("str") != "own").astype(float))


def _of_sentences(rows: pd.DataFrame, outlet: pd.Series, machine: pd.Series | float) -> pd.DataFrame:
    unit = rows["article_id"] + ":" + rows["sentence"].astype("str")
    return pd.DataFrame(
        {"unit": unit, "article_id": rows["article_id"], "outlets": rows["article_id"].map(outlet), "machine": machine}
    ).reset_index(drop=True)


def _tone(snapshot: Snapshot, filters: Filters, _: str) -> pd.DataFrame:
    """Sentences of the outlets' own, with the tone of each."""
    outlet = _ids(snapshot, filters)
    rows = _sentences(snapshot, outlet.index)
    tone = snapshot.table("tone", article_ids=outlet.index).astype({"article_id": "str"})
    rows = rows[rows["voice"].astype("str") == "own"].merge(tone, on=["article_id", "sentence"], how="inner")
    rows = rows[rows["tone"].notna()]
    return _of_sentences(rows, outlet, rows["tone"].astype(float))


def _framed(snapshot: Snapshot, filters: Filters, _: str) -> pd.DataFrame:
    """Sentences; emphasis is measured on articles, so the machine says nothing of one sentence."""
    outlet = _ids(snapshot, filters)
    return _of_sentences(_sentences(snapshot, outlet.index), outlet, np.nan)


def _show_sentences(snapshot: Snapshot, drawn: pd.DataFrame) -> pd.DataFrame:
    """Write each sentence marked, between the one before and the one after it."""
    ids = drawn["article_id"].unique()
    spans = snapshot.table("sentences", article_ids=ids).astype({"article_id": "str"})
    spans = spans[spans["sentence"] >= 0].set_index(["article_id", "sentence"]).sort_index()
    bodies = snapshot.bodies(ids)
    rows = [
        (unit, "", _marked(bodies[article], spans.loc[article], int(unit.rpartition(":")[2])))
        for unit, article in zip(drawn["unit"], drawn["article_id"], strict=True)
    ]
    return pd.DataFrame(rows, columns=["unit", "title", "text"])


def _marked(body: str, spans: pd.DataFrame, sentence: int) -> str:
    around = spans[(spans.index >= sentence - 1) & (spans.index <= sentence + 1)]
    here = spans.loc[sentence]
    return _with_marks(body, int(around["start"].min()), int(here["start"]), int(here["end"]), int(around["end"].max()))


def _with_marks(body: str, first: int, start: int, end: int, last: int) -> str:
    return f"{body[first:start]}{MARKS[0]}{body[start:end]}{MARKS[1]}{body[end:last]}".strip()


def _speakers(snapshot: Snapshot, filters: Filters, _: str) -> pd.DataFrame:
    """Attributions, each with the speaker that the machine found, and each with another speaker of its article.

    Coders do not know which of the two they are asked about, so what the machine found is not given away.
    """
    outlet = _ids(snapshot, filters)
    rows = snapshot.table("quotes", article_ids=outlet.index).astype({"article_id": "str"})
    rows = rows[rows["speaker"].notna() & (rows["sure"] >= snapshot.settings.speakers_from)].reset_index(drop=True)
    if rows.empty:
        return pd.DataFrame(columns=COLUMNS)
    other = _another(rows)
    place = rows["article_id"] + ":" + rows["start"].astype("str") + ":" + rows["end"].astype("str")
    found = [
        pd.DataFrame(
            {
                "unit": [f"{of}:{who}" for of, who in zip(place[name.notna()], name[name.notna()], strict=True)],
                "article_id": rows.loc[name.notna(), "article_id"],
                "outlets": rows.loc[name.notna(), "article_id"].map(outlet),
                "machine": machine,
            }
        )
        for name, machine in ((rows["speaker"], 1.0), (other, 0.0))
    ]
    return pd.concat([each for each in found if len(each)], ignore_index=True)


def _another(rows: pd.DataFrame) -> pd.Series:
    """Return for each attribution the next speaker of its article, the first after the last; none with its last name.

    Examples
    --------
    >>> rows = pd.DataFrame({"article_id": list("aaab"), "speaker": ["Ann Lee", "Kim", "Ann Lee", "Lee"]})
    >>> _another(rows).fillna("").tolist()
    ['Kim', 'Ann Lee', 'Kim', '']
    """
    once = rows[["article_id", "speaker"]].drop_duplicates()
    by_article = once.groupby("article_id", sort=False)["speaker"]
    other = by_article.shift(-1).fillna(by_article.transform("first"))
    same = other.str.split().str[-1].str.casefold() == once["speaker"].str.split().str[-1].str.casefold()
    once = once.assign(other=other.where(~same))
    return rows[["article_id", "speaker"]].merge(once, on=["article_id", "speaker"], how="left")["other"]


def _show_speakers(snapshot: Snapshot, drawn: pd.DataFrame) -> pd.DataFrame:
    bodies = snapshot.bodies(drawn["article_id"].unique())
    rows = []
    for unit, article in zip(drawn["unit"], drawn["article_id"], strict=True):
        _, start, end, name = unit.split(":", 3)
        body = bodies[article]
        first, last = _paragraphs_around(body, int(start), int(end))
        rows.append((unit, f"Said by: {name}?", _with_marks(body, first, int(start), int(end), last)))
    return pd.DataFrame(rows, columns=["unit", "title", "text"])


def _paragraphs_around(body: str, start: int, end: int) -> tuple[int, int]:
    """Return where the paragraphs begin and end that hold some hundred characters before and after a passage.

    Examples
    --------
    >>> text = "One.\\nTwo said so.\\nThree."
    >>> _paragraphs_around(text, 5, 8), len(text)
    ((0, 24), 24)
    """
    first = body.rfind("\n", 0, max(0, start - AROUND)) + 1
    last = body.find("\n", min(len(body), end + AROUND))
    return first, len(body) if last < 0 else last


def _pairs(snapshot: Snapshot, filters: Filters, _: str) -> pd.DataFrame:
    """Articles and their nearest ones; the machine's yes: both are in one event."""
    outlet = _ids(snapshot, filters)
    pairs = snapshot.table("pairs", columns=["article_id", "other"]).astype("str")
    pairs = pairs[pairs["article_id"].isin(outlet.index) & pairs["other"].isin(outlet.index)]
    first, second = np.minimum(pairs["article_id"], pairs["other"]), np.maximum(pairs["article_id"], pairs["other"])
    pairs = pd.DataFrame({"first": first, "second": second}).drop_duplicates()
    corpus = index.of(snapshot)
    event = pd.Series(corpus.event, index=corpus.frame["article_id"].astype("str").to_numpy())
    same = (pairs["first"].map(event) == pairs["second"].map(event)) & (pairs["first"].map(event) >= 0)
    return _of_two(pairs["first"], pairs["second"], outlet, same, pairs["first"] + "+" + pairs["second"])


def _of_two(
    first: pd.Series, second: pd.Series, outlet: pd.Series, machine: pd.Series, unit: pd.Series
) -> pd.DataFrame:
    outlets = first.map(outlet) + BETWEEN + second.map(outlet)
    return pd.DataFrame(
        {"unit": unit, "article_id": first, "outlets": outlets, "machine": machine.astype(float)}
    ).reset_index(drop=True)


def _show_pairs(snapshot: Snapshot, drawn: pd.DataFrame) -> pd.DataFrame:
    halves = [unit.split("+") for unit in drawn["unit"]]
    ids = sorted({article for pair in halves for article in pair})
    bodies = snapshot.bodies(ids)
    title = index.of(snapshot).frame.set_index("article_id")["title"].reindex(ids).fillna("")
    text = {article: f"{title[article]}\n{bodies.get(article, '')[:EXCERPT]}".strip() for article in ids}
    rows = [
        (unit, "", f"FIRST\n{text[first]}\n\nSECOND\n{text[second]}")
        for unit, (first, second) in zip(drawn["unit"], halves, strict=True)
    ]
    return pd.DataFrame(rows, columns=["unit", "title", "text"])


def _statements(snapshot: Snapshot, filters: Filters, _: str) -> pd.DataFrame:
    """Sentences and the likest one of another outlet on the event; the machine's yes: both say the same."""
    outlet = _ids(snapshot, filters)
    found = [rows for rows in islice(_matched(snapshot, outlet), MAX_EVENTS) if len(rows)]
    if not found:
        return pd.DataFrame(columns=COLUMNS)
    rows = pd.concat(found, ignore_index=True)
    rows = rows[rows["likeness"] >= MIN_LIKENESS]
    one = rows["article_id"].astype("str") + ":" + rows["sentence"].astype("str")
    other = rows["match_article"].astype("str") + ":" + rows["match_sentence"].astype("str")
    unit = pd.Series(np.minimum(one, other) + "+" + np.maximum(one, other), index=rows.index)
    first, second = (unit.str.split("+").str[n].str.partition(":")[0] for n in (0, 1))
    shared = rows["likeness"] >= alignment.SHARED_FROM
    return _of_two(first, second, outlet, shared, unit).drop_duplicates("unit", ignore_index=True)


def _matched(snapshot: Snapshot, outlet: pd.Series) -> Iterator[pd.DataFrame]:
    """Match the sentences of events that several outlets report, the events in a fixed mixed order."""
    corpus = index.of(snapshot)
    facts = corpus.frame.assign(event=corpus.event)
    facts = facts[facts["article_id"].isin(outlet.index) & (facts["event"] >= 0)]
    facts = facts.assign(outlet=facts["article_id"].map(outlet))
    several = facts.groupby("event")["outlet"].nunique()
    events = np.random.default_rng(0).permutation(several.index[several > 1].to_numpy(copy=True))
    for event in events:
        articles = texts.with_bodies(snapshot, facts[facts["event"] == event].drop(columns="event"))
        ids = articles["article_id"]
        yield alignment.of_event(
            articles, snapshot.table("sentences", article_ids=ids), snapshot.table("names", article_ids=ids)
        )


def _show_statements(snapshot: Snapshot, drawn: pd.DataFrame) -> pd.DataFrame:
    halves = [unit.split("+") for unit in drawn["unit"]]
    every = pd.DataFrame({"unit": [half for pair in halves for half in pair]})
    every = every.assign(article_id=every["unit"].str.partition(":")[0])
    text = _show_sentences(snapshot, every.drop_duplicates()).set_index("unit")["text"]
    rows = [
        (unit, "", f"FIRST\n{text[first]}\n\nSECOND\n{text[second]}")
        for unit, (first, second) in zip(drawn["unit"], halves, strict=True)
    ]
    return pd.DataFrame(rows, columns=["unit", "title", "text"])


KINDS |= {
    "said": Kind(_said, _show_sentences),
    "speaker": Kind(_speakers, _show_speakers),
    "same_event": Kind(_pairs, _show_pairs, is_of_two=True),
    "same_statement": Kind(_statements, _show_statements, is_of_two=True),
    "sentence_tone": Kind(_tone, _show_sentences),
    "sentence_frame:": Kind(_framed, _show_sentences),
}
