"""Sections of the report that compare: measures, frames and words, each outlet against the others."""

from collections.abc import Iterable, Iterator, Sequence

import pandas as pd

from analysis import queries
from analysis.presentation import charts, coded, findings, prose, validity
from analysis.presentation.report import Drawn, Section
from analysis.queries.measures import OTHERS
from views import panels, whose
from views.wanted import Wanted, file_name

TONES = ("tone_own", "tone_attributed", "tone_title")


DRAWN_WORDS = 15
"""Words drawn for each side."""


MAX_TARGETS = 8
"""Outlets whose words are drawn, those with most articles; the table of the zip holds all."""


DIFFERENCES = ["outlet", "reference", "estimate", "low", "high", "q", "chance", "n_events", "n_articles", "reason"]


WORDS_WITH_SENTENCES = 3
"""Called words of each outlet whose sentences are listed."""

USES = ["outlet", "published_at", "text", "url"]


def tone(wanted: Wanted) -> Iterable[Section]:
    held = queries.measures.names(wanted.snapshot)
    first = whose.measures([name for name in held if name in whose.TONE.values()], wanted.voice)
    return _compared(wanted, list(dict.fromkeys([*first, *(name for name in TONES if name in held)])))


def framing(wanted: Wanted) -> Iterable[Section]:
    held = queries.measures.names(wanted.snapshot)
    return _compared(wanted, whose.frames([name for name in held if name.startswith("frame:")], held, wanted.voice))


def _compared(wanted: Wanted, measures: Sequence[str]) -> Iterator[Section]:
    """Give each measure by outlet, and the differences on shared events."""
    found = _estimates(wanted, measures)
    kinds_of_text = queries.genre.caution(wanted.snapshot, wanted.filters)
    for name in measures:
        whole = queries.measures.overall(found[found["measure"].astype("str") == name])
        meant = queries.methods.meant(name)
        values = whole[(whole["component"] == "value") & whole["estimate"].notna()]
        differences = whole[whole["component"] == "difference"]
        told = differences[differences["verdict"] == "estimate"]
        differences = pd.concat([told, differences[differences["verdict"] != "estimate"]])  # what may be said first
        against = told[told["reference"] == OTHERS] if (told["reference"] == OTHERS).any() else told
        file = file_name(name)
        answers = queries.coding.answers(whole)
        answer = findings.on_differences(answers, meant.label, wanted.focus)
        answer = f"{answer} {findings.on_choice(answers)}".strip()
        drawn = []
        if len(values):
            figure = charts.values_by_outlet(
                values,
                title=f"What is each outlet's {prose.term(meant.label)}?",
                theme=wanted.theme,
                keep=findings.beyond_chance(differences),
            )
            drawn.append(Drawn(f"{file}_values", figure, values))
        if len(told):
            title = f"On the same events, who is higher in {prose.term(meant.label)}?"
            figure = charts.differences(against, title=title, theme=wanted.theme)
            drawn.append(Drawn(f"{file}_differences", figure, against))
        yield Section(
            f"Do the outlets differ in {prose.term(meant.label)}?",
            f"{answer} {kinds_of_text}".strip(),
            made=f"{prose.capitalised(meant.meaning)}. Higher: {meant.higher_means}. {panels.MADE_DIFFERENCES} "
            f"{panels.agreement(meant, queries.coding.coded_so_far(wanted.snapshot, name))}",
            figures=drawn,
            tables={**({"Differences": differences[DIFFERENCES]} if len(differences) else {}),
                    **_sentences_behind(wanted, told, name), **_extremes(wanted, values, name)},
        )  # fmt: skip
        yield from _checked(wanted, whole, name)


SENTENCES = ["label", "difference", "outlet", "published_at", "text", "value", "url"]


def _sentences_behind(wanted: Wanted, told: pd.DataFrame, measure: str) -> dict[str, pd.DataFrame]:
    """Give the sentences behind the first difference that is told: the focus outlet's, else the surest."""
    if told.empty:
        return {}
    rows = told.assign(_others=told["outlet"].astype("str") != wanted.focus, _pair=told["reference"] != OTHERS)
    first = rows.sort_values(["_others", "_pair", "p"] if wanted.focus else ["p"], kind="stable").iloc[0]
    sides = str(first["outlet"]), str(first["reference"])
    found = queries.evidence.of_difference(
        wanted.snapshot, wanted.filters, measure, *sides, told=float(first["estimate"])
    )
    return {f"Sentences behind it: {' minus '.join(sides)}": found[SENTENCES]} if len(found) else {}


EXTREMES = 2
"""Sentences at either end of an outlet's tone that are listed, and articles that put a frame forward most."""

MOST_READ = 24
"""Articles whose sentences are measured for a frame: twelve of these sentences are listed, however many outlets."""


def _extremes(wanted: Wanted, values: pd.DataFrame, measure: str) -> dict[str, pd.DataFrame]:
    """Give the sentences behind the outlets' values: those of lowest and highest tone, or that put a frame forward."""
    if measure == whose.TONE[whose.OWN]:
        outlets = list(dict.fromkeys(values["outlet"]))
        rows = queries.measures.ends_of_tone(wanted.snapshot, wanted.filters, outlets, EXTREMES)
        rows = rows[["outlet", "tone", "text", "title", "published_at"]]
        return {"Sentences of lowest and highest tone, own voice": rows} if len(rows) else {}
    if not measure.startswith(("frame:", "frame_own:")):
        return {}
    n_read = min(MOST_READ, EXTREMES * len(values))
    highest = queries.measures.highest(wanted.snapshot, wanted.filters, measure, n_read)["article_id"]
    rows = queries.framing.sentences(wanted.snapshot, tuple(highest), measure)
    columns = ["outlet", "text", "hits", "emphasis", "title"]
    return {"Sentences that put it forward most": rows[columns]} if len(rows) else {}


def _checked(wanted: Wanted, estimates: pd.DataFrame, measure: str) -> Iterator[Section]:
    """Say what people who coded a measure make of it, as the appendix of a paper would."""
    read = queries.coding.coded_so_far(wanted.snapshot, measure)
    if read is None:
        return
    table = queries.coding.side_by_side(estimates)
    label = queries.methods.meant(measure).label
    yield Section(
        f"Would people say the same about {label}?",
        coded.on_corrected(table),
        made=f"{coded.on_coders(*read.agreement)}\n\n{coded.on_accuracy(read.accuracy, read.p_accuracy)}",
        tables={
            "Corrected by people, and by the machine alone": table,
            "Agreement of the coders by outlet": read.by_outlet,
            "The measure against people, by outlet": read.accuracy,
            **{f"Validity, {name.lower()}": rows for name, rows in _validity(wanted, table, measure, read).items()},
        },
    )


def _validity(wanted: Wanted, table: pd.DataFrame, measure: str, read: queries.coding.Read) -> dict[str, pd.DataFrame]:
    return validity.sheet(
        queries.methods.meant(measure),
        queries.coding.instrument_of(wanted.snapshot, measure),
        pinned=queries.methods.pinned_figures(),
        samples=queries.coding.samples(wanted.snapshot, measure),
        evidence={
            "coders": coded.on_coders(*read.agreement),
            "accuracy": coded.on_accuracy(read.accuracy, read.p_accuracy),
        },
        table=table,
    )


def _estimates(wanted: Wanted, measures: Sequence[str]) -> pd.DataFrame:
    """Compare the outlets on measures, where that was not done already."""
    made = wanted.made.get("estimates")
    missing = sorted(set(measures) - set(() if made is None else made["measure"]))
    if made is not None and not missing:
        return made
    rows = queries.measures.estimates(wanted.snapshot, wanted.filters, missing, by_event=False, with_parts=False)
    return rows if made is None or made.empty else pd.concat([made, rows])


def words(wanted: Wanted) -> Iterator[Section]:
    """Give the words that distinguish each of the largest outlets from the others."""
    largest = queries.overview.by_outlet(wanted.snapshot, wanted.filters)["outlet"].tolist()
    outlets = sorted(largest, key=lambda name: name != wanted.focus)[:MAX_TARGETS]
    keyness = wanted.made.get("keyness") if wanted.voice == whose.OWN else None
    if keyness is None:
        keyness = queries.words.keyness_of_each(wanted.snapshot, wanted.filters, outlets, wanted.voice)
    kinds_of_text = queries.genre.caution(wanted.snapshot, wanted.filters)
    for outlet in outlets:
        found = keyness[keyness["target"].astype("str") == outlet]
        sides = pd.concat(
            [found[found["log_odds"] > 0].head(DRAWN_WORDS), found[found["log_odds"] < 0].head(DRAWN_WORDS)]
        )
        columns = ["term", "kind", "n_target", "n_reference", "log_odds", "low", "high", "q", "note", "reason"]
        called = findings.leading(found[found["q"] <= findings.CHANCE]).head(WORDS_WITH_SENTENCES)
        using = {
            f"Sentences with “{form}”": queries.words.sentences_with(wanted.snapshot, wanted.filters, term)[USES]
            for term, form in zip(called["term"], called["written"], strict=True)
        }
        found, sides = queries.words.as_written(found), queries.words.as_written(sides)
        yield Section(
            f"Which words tell {outlet} from the others, and would chance do the same?",
            f"{findings.on_words(found, outlet, OTHERS)} {kinds_of_text}".strip(),
            made="Log-odds ratio with a prior from ordinary news, on shared events only, with interval. p from "
            "shuffling the labels of articles within events, corrected over all words (q).",
            figures=[Drawn(f"words_of_{file_name(outlet)}", charts.keyness(sides, theme=wanted.theme), sides)]
            if len(sides)
            else [],
            tables={f"Words of {outlet}": sides[columns], **using} if len(sides) else {},
        )
