"""Comparisons checked by people: sheets to code, how well coders agree, and differences corrected by what they said."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analysis import schema
from analysis.coding import accuracy, agreement, correction, instruments, reading, sampling, sheets
from analysis.coding.agreement import Agreement
from analysis.coding.instruments import Instrument
from analysis.comparison import paired
from analysis.errors import DataError
from analysis.measures import summary
from analysis.measures.frames import storing
from analysis.queries import bookshelf, index, units, values
from analysis.settings import Filters
from analysis.store import codings
from analysis.store.snapshots import Snapshot


def instrument_of(snapshot: Snapshot, measure: str) -> Instrument:
    """Find what people are asked for a measure; a frame brings its codebook's own question."""
    question = None
    if measure.partition(":")[0] in OF_FRAMES:
        book, name = bookshelf.book_of(snapshot, measure)
        if name in book.names or measure.startswith("book"):
            question = book.frame(name).question
    return instruments.of_measure(measure, question)


OF_FRAMES = ("frame", "frame_own", "frame_salience", "sentence_frame", "book", "book_own")
"""What stands before the colon in measures of frames that a codebook declares."""


@dataclass(frozen=True)
class Read:
    """What came of reading sheets back.

    Parameters
    ----------
    codings : DataFrame
        The ``codings`` that were added.
    agreement : Agreement
        Of the coders, over all outlets.
    by_outlet : DataFrame
        ``outlet``, ``alpha``, ``low``, ``high``, ``percent`` (plain agreement, 0 to 1), ``n_units``.
    disagreements : DataFrame
        ``unit``, one column a coder, ``title``; the widest apart first.
    accuracy : DataFrame
        The machine against these people, by outlet: see `analysis.coding.accuracy.by_outlet`.
    p_accuracy : float
        Whether the machine errs alike for all outlets: see `analysis.coding.accuracy.differ`.
    n_gone : int
        Coded articles that the store holds no more: their codes were left out.
    """

    codings: pd.DataFrame
    agreement: Agreement
    by_outlet: pd.DataFrame
    disagreements: pd.DataFrame
    accuracy: pd.DataFrame
    p_accuracy: float
    n_gone: int = 0


def read(snapshot: Snapshot, contents: Mapping[str, bytes], key: str | None = None) -> Read:
    """Read filled-in sheets, match them with their key and add them to the store; all of them or none.

    Parameters
    ----------
    snapshot : Snapshot
        The store.
    contents : mapping of str to bytes
        The files by name.
    key : str or None
        Contents of the key; by default the one that the store kept.

    Raises
    ------
    DataError
        Where a file is no sheet, belongs to another store, or holds what cannot be.
    """
    if not contents:
        raise DataError("there is no sheet to read")
    rows = [reading.sheet_of(content, name) for name, content in contents.items()]
    mark = str(rows[0]["unit"].iloc[0]).partition("-")[0]
    design = sheets.design_of(key if key is not None else codings.key_of(snapshot.directory, mark))
    instrument = instrument_of(snapshot, design.measure)
    coded = reading.matched(rows, design, instrument)
    gone = ~coded["article_id"].isin(index.of(snapshot).frame["article_id"])
    if gone.all():
        raise DataError(f"no article of sheet '{design.sheet}' is in this store; is it a sheet of another store?")
    n_gone = coded.loc[gone, "article_id"].nunique()
    coded = coded[~gone].reset_index(drop=True)
    codings.keep_key(snapshot.directory, design.sheet, design.measure, sheets.key_of(design))
    codings.add(snapshot.directory, coded)
    return replace(_read(snapshot, coded, instrument), n_gone=n_gone)


def coded_so_far(snapshot: Snapshot, measure: str) -> Read | None:
    """Say how well the coders of a measure agree, over all their sheets; none where nobody coded it."""
    coded, _ = _coded_for(snapshot, measure)
    if coded.empty:
        return None
    instrument = instrument_of(snapshot, measure)
    coded = _without_trials(coded, instrument, snapshot.settings.seed).reset_index(drop=True)
    return _read(snapshot, coded, instrument)


def labels_of(snapshot: Snapshot, measure: str) -> pd.DataFrame:
    """Return what people coded of a frame as labels to train on: ``article_id``, ``sentence``, ``label``, ``coder``.

    Raises
    ------
    DataError
        Where the measure is not coded with yes and no on articles or sentences, or nobody coded it.
    """
    if instrument_of(snapshot, measure).codes != instruments.YES_NO or _is_of_two(measure):
        raise DataError(
            f"'{measure}' is not coded yes or no for articles or sentences, so no frame can be learnt from it"
        )
    coded = codings.read(snapshot.directory)
    coded = coded[(coded["measure"] == measure) & coded["code"].notna()].reset_index(drop=True)
    if coded.empty:
        raise DataError(f"nobody has coded '{measure}' yet; {_made(coded_measures(snapshot))}")
    labels = pd.DataFrame(
        {
            "article_id": coded["article_id"].astype("str"),
            "label": np.where(coded["code"] > 0, "yes", "no"),
            "coder": coded["coder"],
        }
    )
    if units.kind_of(measure) is None:
        return labels
    of = pd.concat([sheets.design_of(key).units for key in codings.keys_of(snapshot.directory, measure).values()])
    return labels.assign(sentence=coded["unit"].map(of.set_index("unit")["of"]).str.rpartition(":")[2].astype(int))


def _made(measures: Sequence[str]) -> str:
    return f"coded are {', '.join(measures)}" if measures else "nothing was coded"


def _origins(snapshot: Snapshot) -> dict[str, str]:
    """Return for each trained frame the measure of articles whose codings it learnt from."""
    frames = storing.from_table(snapshot.table("trained"))
    found = {f"trained:{frame.name}": frame.origin for frame in frames if frame.origin}
    return {measure: origin for measure, origin in found.items() if units.kind_of(origin) is None}


def _coded_for(snapshot: Snapshot, measure: str) -> tuple[pd.DataFrame, list[sheets.Design]]:
    """Return the codings that correct a measure, and their sheets: its own, and those that a trained frame learnt from.

    A trained frame measures the articles that it learnt from by what was learnt without them.
    """
    names = {measure, index.once(snapshot, "origins", _origins).get(measure, measure)}
    coded = codings.read(snapshot.directory)
    coded = coded[coded["measure"].isin(names)].astype({"measure": "str"})
    keys = [key for name in sorted(names) for key in codings.keys_of(snapshot.directory, name).values()]
    return coded.reset_index(drop=True), [sheets.design_of(key) for key in keys]


def by_measure(snapshot: Snapshot) -> pd.DataFrame:
    """Say for everything that people coded of this corpus how well they agree, and how well the machine does with them.

    Returns
    -------
    DataFrame
        ``asked`` (what coders answered), ``outlet``, ``n_coded``, ``alpha`` (of the coders, over this outlet), then
        ``r`` for scales or ``precision``, ``recall``, ``by_machine`` and ``share`` for yes and no, each with its
        interval (see `analysis.coding.accuracy.by_outlet`), and ``p_differ``: whether the machine errs alike for all
        outlets. Empty where nobody coded anything.
    """
    found = []
    for measure in coded_measures(snapshot):
        read = coded_so_far(snapshot, measure)
        if read is None or read.accuracy.empty:
            continue
        rows = read.accuracy.drop(columns="shift").merge(read.by_outlet[["outlet", "alpha"]], on="outlet", how="left")
        rows.insert(0, "asked", instrument_of(snapshot, measure).question)
        found.append(rows.assign(p_differ=read.p_accuracy))
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=["asked", "outlet", "n_coded"])


def samples(snapshot: Snapshot, measure: str) -> pd.DataFrame:
    """List the sheets that were drawn for a measure.

    Returns
    -------
    DataFrame
        ``sheet``, ``n_frame`` (articles that could have been drawn), ``n_drawn``, ``n_coded`` (with a code),
        ``n_coders``; the oldest first.
    """
    coded, designs = _coded_for(snapshot, measure)
    coded = coded[coded["code"].notna()]
    rows = []
    for design in designs:
        own = coded[coded["sheet"] == design.sheet]
        n_coded, n_coders = own["unit"].nunique(), own["coder"].nunique()
        n_frame = len(design.frame) or round((1 / design.units["probability"]).sum())
        rows.append((design.sheet, n_frame, len(design.units), n_coded, n_coders))
    return pd.DataFrame(rows, columns=["sheet", "n_frame", "n_drawn", "n_coded", "n_coders"])


def can_be_coded(measure: str) -> bool:
    """Return whether people can be asked for a measure."""
    return measure.partition(":")[0] + ":" * (":" in measure) in instruments.INSTRUMENTS


def forget(snapshot: Snapshot, measure: str) -> None:
    """Delete what was coded of a measure; the sheets can be read again."""
    for mark in codings.keys_of(snapshot.directory, measure):
        codings.forget(snapshot.directory, mark)


def _read(snapshot: Snapshot, coded: pd.DataFrame, instrument: Instrument) -> Read:
    facts = index.of(snapshot).frame.set_index("article_id")
    outlet = coded["article_id"].map(facts["outlet"].astype("str"))
    by_outlet = [
        {"outlet": name, **_agreed(rows, instrument, snapshot.settings.seed)} for name, rows in coded.groupby(outlet)
    ]
    apart = agreement.disagreements(coded, sorted(coded["coder"].unique()))
    both = _machine_and_people(snapshot, coded, instrument.measure)
    title = coded.drop_duplicates("unit").set_index("unit")["article_id"].map(facts["title"])
    return Read(
        codings=coded,
        agreement=agreement.of_codings(coded, instrument.level, seed=snapshot.settings.seed),
        by_outlet=pd.DataFrame(by_outlet),
        disagreements=apart.assign(title=apart["unit"].map(title).fillna(index.UNTITLED)),
        accuracy=accuracy.by_outlet(both, yes_no=instrument.codes == instruments.YES_NO),
        p_accuracy=np.nan if _is_of_two(instrument.measure) else accuracy.differ(both, seed=snapshot.settings.seed),
    )


def _machine_and_people(snapshot: Snapshot, coded: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Put the machine's value of each coded article (``machine``) beside the mean of its codes (``people``)."""
    if units.kind_of(measure) is not None:
        return _units_and_people(snapshot, coded, measure)
    people = coded[coded["code"].notna()].groupby("article_id")["code"].mean()
    frame = index.of(snapshot).frame
    rows = np.flatnonzero(frame["article_id"].isin(people.index))
    articles = pd.DataFrame(
        {
            "outlet": frame["outlet"].iloc[rows].astype("str").to_numpy(),
            "machine": values.of(snapshot).of(measure, rows).value.astype(float),
            "people": frame["article_id"].iloc[rows].map(people).to_numpy(dtype=float),
        }
    )
    return articles.dropna().reset_index(drop=True)


def _is_of_two(measure: str) -> bool:
    kind = units.kind_of(measure)
    return kind is not None and kind.is_of_two


def _units_and_people(snapshot: Snapshot, coded: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Put what the machine said of each coded unit beside what people did; a unit of two outlets stands for both."""
    designs = [sheets.design_of(key).units for key in codings.keys_of(snapshot.directory, measure).values()]
    drawn = pd.concat(designs).drop_duplicates("unit").set_index("unit")
    people = coded[coded["code"].notna()].groupby("unit")["code"].mean()
    rows = drawn[["outlets", "machine", "probability"]].join(people.rename("people"), how="inner")
    rows = rows.assign(outlet=[sorted(set(both.split(units.BETWEEN))) for both in rows["outlets"]]).explode("outlet")
    return rows[["outlet", "machine", "people", "probability"]].dropna().reset_index(drop=True)


def _agreed(rows: pd.DataFrame, instrument: Instrument, seed: int) -> dict[str, float]:
    """Return a row of agreement: alpha with its interval, and how often coders agree."""
    found = agreement.of_codings(rows, instrument.level, seed=seed)
    percent = agreement.percent_agreement(rows)
    return {"alpha": found.alpha, "low": found.low, "high": found.high, "percent": percent, "n_units": found.n_units}


def coded_measures(snapshot: Snapshot, among: Collection[str] | None = None) -> list[str]:
    """List the measures that people have coded articles for, all or those among some, in alphabetical order."""
    coded = set(codings.read(snapshot.directory)["measure"].astype("str"))
    learnt = {name for name, of in index.once(snapshot, "origins", _origins).items() if of in coded}
    return sorted(name for name in coded | learnt if among is None or name in among)


def corrected(
    snapshot: Snapshot, filters: Filters, measure: str, asked: Sequence[tuple[str, str]] = ()
) -> pd.DataFrame:
    """Correct the differences of outlets on a measure by what coders said: rows of ``estimates``.

    Returns
    -------
    DataFrame
        ``component`` "corrected", on the coders' scale; empty where nobody coded the measure. Described only below an
        alpha of .667, or below 20 coded articles of one of the outlets.

    Notes
    -----
    Right for the articles that could be drawn when the sheets were made: later articles are left out until a new sheet
    draws among them. Sheets whose coders did not agree (alpha below .667) are left out as soon as those of another did.
    """
    coded, designs = _coded_for(snapshot, measure)
    if coded.empty:
        return schema.empty(schema.ESTIMATES)
    instrument = instrument_of(snapshot, measure)
    coded = _without_trials(coded, instrument, snapshot.settings.seed)
    agreed = agreement.of_codings(coded, instrument.level, seed=snapshot.settings.seed)
    ground, rows = index.ground(snapshot, filters)
    column = values.of(snapshot).of(measure, rows)
    ids = index.of(snapshot).frame["article_id"].iloc[rows].astype("str").reset_index(drop=True)
    facts = pd.DataFrame({"article_id": ids, "outlet": ground.outlets[ground.outlet].astype(str)})
    corrected_values, is_coded = _pseudo_values(facts, column.value.astype(float), coded, designs)
    is_coded &= ground.counted
    n = np.where(np.isnan(corrected_values), 0, np.maximum(column.n, summary.meant(measure).minimum))
    found = paired.of_columns(
        ground,
        {measure: (corrected_values, n)},
        settings=snapshot.settings,
        by_event=False,
        with_parts=False,
        asked=asked,
    )
    found = found[found["component"] == "difference"].reset_index(drop=True)
    could_be = ground.counted & ~np.isnan(corrected_values)
    n_coded, n_all = (
        pd.Series(np.bincount(ground.outlet[rows], minlength=len(ground.outlets)), index=ground.outlets)
        for rows in (is_coded, could_be)
    )
    return _as_corrected(found, n_coded, n_all, agreed, instrument)


def _without_trials(coded: pd.DataFrame, instrument: Instrument, seed: int) -> pd.DataFrame:
    """Leave out sheets whose coders did not agree, where those of another sheet did: they were for learning to code."""
    alpha = {
        sheet: agreement.of_codings(rows, instrument.level, seed=seed, n_resamples=1).alpha
        for sheet, rows in coded.groupby("sheet", observed=True)
    }
    if not any(value >= agreement.TENTATIVE for value in alpha.values()):
        return coded
    trials = [sheet for sheet, value in alpha.items() if value < agreement.TENTATIVE]
    return coded[~coded["sheet"].isin(trials)]


def _pseudo_values(
    articles: pd.DataFrame, machine: np.ndarray, coded: pd.DataFrame, designs: Sequence[sheets.Design]
) -> tuple[np.ndarray, np.ndarray]:
    """Correct the machine's values; several sheets count by how many articles each had coded.

    Returns
    -------
    tuple of ndarray
        A value for each article that some sheet could have drawn (empty for the others), and which were coded.
    """
    ids = articles["article_id"]
    total, weight = np.zeros((2, len(ids)))
    is_coded = np.zeros(len(ids), dtype=bool)
    for design in designs:
        means = correction.means_of_coders(coded[coded["sheet"] == design.sheet]).set_index("article_id")["code"]
        if means.empty:
            continue
        people = ids.map(means).to_numpy(dtype=float)
        drawn = ids.map(design.frame.set_index("article_id")["probability"]).astype(float)
        on_sheet = ids.isin(design.units["article_id"])
        probability = correction.reached(drawn, ids.isin(means.index), on_sheet, articles["outlet"]).to_numpy()
        in_frame = ~np.isnan(probability) & ~np.isnan(machine)
        value = np.zeros(len(ids))
        value[in_frame] = correction.corrected(machine[in_frame], people[in_frame], probability[in_frame])
        total += np.where(in_frame, len(means) * value, 0.0)
        weight += np.where(in_frame, len(means), 0.0)
        is_coded |= in_frame & ~np.isnan(people)
    with np.errstate(invalid="ignore"):
        return total / np.where(weight > 0, weight, np.nan), is_coded


def _as_corrected(
    rows: pd.DataFrame, n_coded: pd.Series, n_all: pd.Series, agreed: Agreement, instrument: Instrument
) -> pd.DataFrame:
    """Mark rows as corrected, and refuse those that rest on too few codings or on coders who do not agree."""
    of_outlet, of_reference = _of_sides(rows, n_coded)
    all_of_outlet, all_of_reference = _of_sides(rows, n_all)
    sides = zip(of_outlet, all_of_outlet, of_reference, all_of_reference, strict=True)
    enough = sampling.MIN_OF_OUTLET  # not needed where all were coded: then nothing is left to guess
    lacking = [[n for n, of in ((a, all_a), (b, all_b)) if n < min(enough, of)] for a, all_a, b, all_b in sides]
    reason = [_refusal(min(few) if few else None, agreed) for few in lacking]
    is_refused = pd.Series([bool(why) for why in reason], index=rows.index)
    told = f"corrected by coded articles (alpha {agreed.alpha:.2f}); " + rows["method"].astype("str")
    empty = {name: rows[name].where(~is_refused) for name in ("low", "high", "p", "q", "q_all")}
    return schema.conform(
        rows.assign(
            component="corrected",
            unit=instrument.unit,
            method=told,
            n_coded=(of_outlet + of_reference).astype(int),
            verdict=rows["verdict"].astype("str").where(~is_refused, "describe only"),
            reason=rows["reason"].where(~is_refused, pd.Series(reason, index=rows.index)),
            **empty,
        ),
        schema.ESTIMATES,
    )


def _of_sides(rows: pd.DataFrame, number: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Return a number of the outlet and of its reference: of another outlet, or of all others together."""
    of_outlet = rows["outlet"].astype("str").map(number)
    of_reference = rows["reference"].astype("str").map(number).fillna(number.sum() - of_outlet)
    return of_outlet.astype(int), of_reference.astype(int)


def _refusal(n_coded: int | None, agreed: Agreement) -> str:
    """Say why nothing may be concluded, and what would be needed; empty where something may."""
    if np.isnan(agreed.alpha):
        return "agreement of the coders is undefined: two coders are needed, whose codes vary"
    if agreed.alpha < agreement.TENTATIVE:
        return (
            f"the coders' alpha is {agreed.alpha:.2f}, {agreement.TENTATIVE} is needed: "
            "discuss the disagreements, sharpen the codebook, and code a new sheet"
        )
    if n_coded is not None:
        return f"{n_coded} coded articles of one side, {sampling.MIN_OF_OUTLET} are needed"
    return ""


def answers(estimates: pd.DataFrame) -> pd.DataFrame:
    """Take the differences that answer a question: the corrected one where it may be said, else the machine's.

    Parameters
    ----------
    estimates : DataFrame
        Rows of ``estimates``, of any measures.

    Returns
    -------
    DataFrame
        Rows of components "difference" and "corrected", one a measure, pair and event; ``n_coded`` tells which is
        which.

    Examples
    --------
    >>> row = {"measure": "tone_own", "outlet": "A", "reference": "B", "event": None, "component": "difference"}
    >>> rows = pd.DataFrame([row | {"low": 0.1, "n_coded": 0},
    ...                      row | {"component": "corrected", "low": -0.1, "n_coded": 80}])
    >>> answers(rows)["component"].tolist()
    ['corrected']
    """
    of = ["measure", "outlet", "reference"]
    whole = estimates["event"].isna()
    for name in ("storyline", "period"):
        whole &= estimates[name].isna() if name in estimates else True
    says = (estimates["component"] == "corrected") & estimates["low"].notna()
    if not says.any():  # where nobody coded anything, names need not be compared
        return estimates[estimates["component"] == "difference"].reset_index(drop=True)
    corrected = pd.MultiIndex.from_frame(estimates.loc[says, of].astype("str"))
    replaced = pd.MultiIndex.from_frame(estimates[of].astype("str")).isin(corrected) & whole
    return estimates[says | ((estimates["component"] == "difference") & ~replaced)].reset_index(drop=True)


def side_by_side(estimates: pd.DataFrame) -> pd.DataFrame:
    """Put each corrected difference beside the one that the machine alone gives.

    Parameters
    ----------
    estimates : DataFrame
        Rows of ``estimates`` of one measure.

    Returns
    -------
    DataFrame
        ``outlet``, ``reference``, ``corrected`` (empty where nothing may be said), ``low``, ``high``,
        ``by_machine``, ``n_coded``, ``reason``; those that say something first.
    """
    pair = ["outlet", "reference"]
    rows = estimates[[*pair, "component", "estimate", "low", "high", "n_coded", "reason"]]
    rows = rows.astype({"outlet": "str", "reference": "str", "component": "str"})
    machine = rows.loc[rows["component"] == "difference", [*pair, "estimate"]]
    corrected = rows[rows["component"] == "corrected"].merge(
        machine.rename(columns={"estimate": "by_machine"}), on=pair, how="left"
    )
    says = corrected["low"].notna()
    corrected = corrected.assign(
        corrected=corrected["estimate"].where(says), reason=corrected["reason"].where(~says).fillna("")
    )
    order = corrected.assign(says=~says).sort_values(["says", *pair]).index
    return corrected.loc[order, [*pair, "corrected", "low", "high", "by_machine", "n_coded", "reason"]].reset_index(
        drop=True
    )
