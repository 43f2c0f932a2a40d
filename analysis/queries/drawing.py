"""Coding sheets: which articles people should code to check a comparison, and the files that they get."""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.coding import blind, sampling, sheets
from analysis.coding.instruments import Instrument
from analysis.corpus import outlets
from analysis.errors import DataError
from analysis.measures import summary
from analysis.queries import index, units, values
from analysis.queries.coding import instrument_of
from analysis.settings import Filters
from analysis.store import codings
from analysis.store.snapshots import Snapshot

N_UNITS = 120
"""Articles on a sheet where no number is asked for: an afternoon's work for each coder."""

N_CODERS = 2
"""With one coder nobody knows how well people agree."""

FOR_CODERS, FOR_ANALYST = "for_coders", "for_the_analyst"
KEY = "{}_key.json"


@dataclass(frozen=True)
class Sheet:
    """What coders get, and the key that they must not see.

    Parameters
    ----------
    design : Design
        Which articles, with which probability.
    instrument : Instrument
        What is asked.
    files : dict of str to bytes
        Contents of the files by name, the key not among them.
    key : str
        Contents of the key.
    sentence : str
        What was drawn from what, and how wide an interval to expect.
    """

    design: sheets.Design
    instrument: Instrument
    files: dict[str, bytes]
    key: str
    sentence: str


def population(snapshot: Snapshot, filters: Filters, measure: str) -> pd.DataFrame:
    """List the articles that a comparison on a measure rests on, and that people could code.

    Returns
    -------
    DataFrame
        ``unit`` (the article's id), ``outlet``, ``event``, ``shared`` (whether another outlet stands beside it) and
        ``value``. Only articles of shared events, where there are any; else all.
    """
    ground, rows = index.ground(snapshot, filters)
    column = values.of(snapshot).of(measure, rows)
    keep = ground.counted & ~np.isnan(column.value) & (column.n >= summary.meant(measure).minimum)
    frame = pd.DataFrame(
        {
            "unit": index.of(snapshot).frame["article_id"].iloc[rows[keep]].astype("str").to_numpy(),
            "outlet": ground.outlets[ground.outlet[keep]].astype(str),
            "event": ground.event[keep] * 10 + ground.kind[keep],
            "value": column.value[keep].astype(float),
        }
    )
    shared = frame.groupby("event")["outlet"].transform("nunique").to_numpy() > 1 if len(frame) else []
    frame = frame.assign(shared=np.asarray(shared, dtype=bool))
    return frame[frame["shared"]].reset_index(drop=True) if frame["shared"].any() else frame


def sheet(
    snapshot: Snapshot,
    filters: Filters,
    measure: str,
    *,
    n: int = N_UNITS,
    n_coders: int = N_CODERS,
    seed: int = 1,
    width: float | None = None,
) -> Sheet:
    """Draw articles for coding and write the sheets.

    Parameters
    ----------
    snapshot, filters : Snapshot, Filters
        What the comparison looks at.
    measure : str
        What is checked.
    n, n_coders : int
        How many articles, and how many people code all of them.
    seed : int
        Of the draw: the same seed gives the same sheet.
    width : float or None
        Of the corrected interval of the two largest outlets, on the machine's scale; it replaces n by the number that
        it needs.

    Raises
    ------
    DataError
        Where the measure cannot be coded, no article has a value of it, or no number gives the width.
    """
    instrument = instrument_of(snapshot, measure)
    kind = units.kind_of(measure)
    if n < 1 or n_coders < 1:
        raise DataError("a sheet needs at least one article and one coder")
    if kind is not None and width is not None:
        raise DataError("a width can be promised only for comparisons of articles; give --n for other units")
    if kind is not None:
        return _of_units(snapshot, filters, kind, instrument, n=n, n_coders=n_coders, seed=seed)
    frame = population(snapshot, filters, measure)
    if frame.empty:
        raise DataError(f"no article under these filters has a value of '{measure}'")
    drawn = sampling.drawn(frame, n if width is None else _size(frame, width), seed=seed)
    design = sheets.designed(drawn, measure=measure, corpus=str(snapshot.about["corpus_hash"]), seed=seed)
    shown = _shown(snapshot, design, instrument)
    files = sheets.files_of(shown, instrument, design.sheet, n_coders)
    sentence = _foretold(drawn, len(design.units))
    return Sheet(design, instrument, files, sheets.key_of(design), sentence)


def _of_units(
    snapshot: Snapshot, filters: Filters, kind: units.Kind, instrument: Instrument, *, n: int, n_coders: int, seed: int
) -> Sheet:
    """Draw units that are no articles, and write the sheets."""
    frame = kind.population(snapshot, filters, instrument.measure.partition(":")[2])
    if frame.empty:
        raise DataError(f"nothing under these filters can be coded for the question: {instrument.question}")
    drawn = sampling.balanced(frame, n, seed=seed)
    corpus = str(snapshot.about["corpus_hash"])
    design = sheets.designed_of_units(drawn, measure=instrument.measure, corpus=corpus, seed=seed)
    seen = kind.shown(snapshot, design.units.assign(unit=design.units["of"]))
    articles = [[one.partition(":")[0] for one in of.split("+")] for of in design.units["of"]]
    shown = _masked(snapshot, seen.assign(unit=design.units["unit"]), articles)
    files = sheets.files_of(shown, instrument, design.sheet, n_coders)
    told = f"{len(drawn):,} of {len(frame):,} units were drawn, each answer of the machine as often as the others."
    return Sheet(design, instrument, files, sheets.key_of(design), told)


def _masked(snapshot: Snapshot, shown: pd.DataFrame, articles: Sequence[Sequence[str]]) -> pd.DataFrame:
    """Mask what gives the origin of texts away; ``articles`` are those that each text is from."""
    pattern = blind.pattern_of(_names_of_outlets(snapshot))
    author = snapshot.table("articles", columns=["article_id", "author"]).set_index("article_id")["author"]
    names = [[name for one in ids for name in _authors(author.get(one))] for ids in articles]
    return shown.assign(
        title=[blind.masked(title, pattern, own) for title, own in zip(shown["title"], names, strict=True)],
        text=[blind.masked(text, pattern, own) for text, own in zip(shown["text"], names, strict=True)],
    )


def _shown(snapshot: Snapshot, design: sheets.Design, instrument: Instrument) -> pd.DataFrame:
    """Return the texts of a sheet as coders see them."""
    ids = design.units["article_id"]
    title = index.of(snapshot).frame.set_index("article_id")["title"].reindex(ids)
    bodies = snapshot.bodies(ids) if instrument.reads == "article" else {}
    rows = {
        "unit": design.units["unit"],
        "title": [_text(each) for each in title],
        "text": [_text(bodies.get(article_id)) for article_id in ids],
    }
    return _masked(snapshot, pd.DataFrame(rows), [[article_id] for article_id in ids])


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _authors(author: object) -> list[str]:
    """Return an author's whole name and each name of several, and last names, which bylines repeat."""
    names = [name.strip() for name in _text(author).replace(" and ", ",").split(",") if name.strip()]
    return [*names, *(name.split()[-1] for name in names if " " in name)]


def _names_of_outlets(snapshot: Snapshot) -> set[str]:
    """Every name, alias and domain of an outlet that the register or the store knows."""
    names = {name for known in outlets.OUTLETS.values() for name in (known.name, *known.aliases, *known.domains)}
    return names | set(index.of(snapshot).outlets.astype(str))


@dataclass(frozen=True)
class _Foreseen:
    """What the machine's values let one expect of the two largest outlets: `sampling.width` takes these figures."""

    outlets: tuple[str, str]
    n_units: int
    event_spread: float
    residual_spread: float
    n_events: int
    share: float

    @property
    def articles_a_cell(self) -> float:
        """Articles an outlet has in an event, on average."""
        return self.n_units / self.n_events / 2

    def width_of(self, n: int) -> float:
        """Predict the width of the corrected interval with n units drawn from all outlets."""
        n_coded = max(1, round(n * self.share))
        return sampling.width(
            n_coded, self.n_units, self.event_spread, self.residual_spread, self.n_events, self.articles_a_cell
        )

    def needed_for(self, width: float) -> int | None:
        """Say how many units to draw from all outlets for a width; none where not even all would do."""
        n_coded = sampling.needed(
            width, self.n_units, self.event_spread, self.residual_spread, self.n_events, self.articles_a_cell
        )
        return None if n_coded is None else int(np.ceil(n_coded / self.share))


def _foreseen(frame: pd.DataFrame) -> _Foreseen | str:
    """Measure how the two largest outlets differ over their shared events; or say why nothing can be foretold."""
    means = frame.pivot_table(index="event", columns="outlet", values="value")
    largest = frame["outlet"].value_counts().index[:2]
    if len(largest) < 2:
        return "only one outlet has any, so nothing can be compared"
    differences = (means[largest[0]] - means[largest[1]]).dropna()
    if len(differences) < MIN_EVENTS:
        return f"{largest[0]} and {largest[1]} share {len(differences)} events, {MIN_EVENTS} are needed for an interval"
    of_two = frame[frame["outlet"].isin(largest) & frame["event"].isin(differences.index)]
    within = of_two.groupby(["event", "outlet"])["value"].std()
    residual = float(within.mean()) if within.notna().any() else float(of_two["value"].std())
    both = (str(largest[0]), str(largest[1]))
    return _Foreseen(both, len(of_two), float(differences.std()), residual, len(differences), len(of_two) / len(frame))


MIN_EVENTS = 3
"""Shared events below which no interval is given."""


def _size(frame: pd.DataFrame, width: float) -> int:
    """Say how many articles a corrected interval of a wanted width needs.

    Raises
    ------
    DataError
        Where no number of them is enough.
    """
    foreseen = _foreseen(frame)
    if isinstance(foreseen, str):
        raise DataError(f"no width can be promised: {foreseen}")
    n = foreseen.needed_for(width)
    if n is None:
        of = " and ".join(foreseen.outlets)
        raise DataError(
            f"an interval only {width:g} wide cannot be reached: with all {len(frame):,} comparable articles coded, "
            f"that of {of} would be about {foreseen.width_of(len(frame)):.2g} wide ({foreseen.n_events} shared events)"
        )
    return min(n, len(frame))


def _foretold(drawn: pd.DataFrame, n_units: int) -> str:
    """Say what was drawn, and how wide the interval of two outlets will be if coders vary as the machine does."""
    told = f"{n_units:,} of {len(drawn):,} comparable articles were drawn"
    foreseen = _foreseen(drawn)
    if isinstance(foreseen, str):
        return f"{told}; {foreseen}."
    return (
        f"{told}. If coders vary as the machine does, the corrected interval of {' against '.join(foreseen.outlets)} "
        f"will be about {foreseen.width_of(n_units):.2g} wide ({foreseen.n_events} shared events)."
    )


def keep(snapshot: Snapshot, made: Sheet) -> None:
    """Keep a sheet's key beside the store, so that what coders fill in can be read back."""
    codings.keep_key(snapshot.directory, made.design.sheet, made.design.measure, made.key)


def folders_of(made: Sheet) -> dict[str, dict[str, bytes]]:
    """Part a sheet's files into two folders, so that nobody hands the key out with the sheets."""
    return {FOR_CODERS: made.files, FOR_ANALYST: {KEY.format(made.design.sheet): made.key.encode()}}


def zipped(made: Sheet) -> bytes:
    """Pack a sheet's files, see `folders_of`."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as file:
        for folder, files in folders_of(made).items():
            for name, data in files.items():
                file.writestr(f"{folder}/{name}", data)
    return content.getvalue()
