"""The contents of downloads: written when the button is clicked, not before.

A button's content is made outside the visitor's session, so everything it needs is an argument.
"""

import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import pandas as pd

from analysis import queries
from analysis.presentation import charts, export, glossary, prose, report, validity
from analysis.presentation.report import Drawn, Section
from analysis.presentation.style import LIGHT, Theme, looks_of
from analysis.queries import Snapshot
from analysis.queries.measures import OTHERS
from analysis.settings import Filters
from views import page, panels

TONES = ("tone_own", "tone_attributed", "tone_title")
DRAWN_WORDS = 15
"""Words drawn for each side."""

MOST_TARGETS = 8
"""Outlets whose words are drawn, those with most articles; the table of the zip holds all."""

MOST_DRAWN = 40
"""Contrasts drawn in one figure."""

DIFFERENCES = ["outlet", "reference", "estimate", "low", "high", "q", "chance", "n_events", "n_articles", "reason"]


@dataclass(frozen=True)
class Wanted:
    """Hold what is taken away.

    Parameters
    ----------
    snapshot, filters
        The store and what to look at.
    link : str
        The address that reopens the view.
    views : tuple of str
        Names of the views in the report, see `VIEWS`.
    event : str, optional
        The event of the view "One event"; by default the one that most of the outlets report.
    form : str
        How tables are written, one of `export.FORMATS`.
    with_text : bool
        Whether the articles have their texts.
    taken_at : str
        The time of the download.
    made : mapping of str to DataFrame
        Tables that were worked out already, and need not be worked out again for the report.
    """

    snapshot: Snapshot
    filters: Filters
    link: str
    views: tuple[str, ...] = ()
    event: str | None = None
    form: str = "csv"
    with_text: bool = False
    taken_at: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))
    made: Mapping[str, pd.DataFrame] = field(default_factory=dict)

    @property
    def theme(self) -> Theme:
        """Give the theme of paper, with the looks of the store's outlets as the page has them."""
        outlets = queries.overview.by_outlet(self.snapshot, Filters())["outlet"].tolist()
        return replace(LIGHT, looks=looks_of(outlets, self.filters.outlets or outlets))


def described(name: str) -> str:
    """Say what a row of a table is."""
    return f"{name}: one row is {queries.export.row_of(name)}"


def table(wanted: Wanted, name: str) -> bytes:
    """Write one table."""
    rows = queries.export.table(wanted.snapshot, wanted.filters, name, with_text=wanted.with_text)
    return export.table(rows, wanted.form)


def passport(wanted: Wanted, rows: dict[str, int], methods: dict[str, str] | None = None) -> dict[str, Any]:
    """Say what a download rests on."""
    about = queries.export.provenance(wanted.snapshot, wanted.filters, rows)
    told = {"methods": methods} if methods else {}
    return {**about, **told, "taken_at": wanted.taken_at, "link": wanted.link}


def about_table(wanted: Wanted, name: str) -> bytes:
    """Write the passport of one table."""
    n_rows = len(queries.export.table(wanted.snapshot, wanted.filters, name))
    return export.about_json(passport(wanted, {name: n_rows}, {name: described(name)}))


def everything(wanted: Wanted) -> bytes:
    """Write all tables, the report with its figures, the methods and the passport into one zip.

    It grows on disk, in a file without a name, and lies in memory only when nothing else does.
    """
    rows: dict[str, int] = {}
    made: dict[str, pd.DataFrame] = {}

    def counted() -> Iterator[tuple[str, pd.DataFrame]]:
        for name, frame in queries.export.tables(wanted.snapshot, wanted.filters, with_text=wanted.with_text):
            rows[name] = len(frame)
            if name in _WORKED_OUT:
                made[name] = _WORKED_OUT[name](frame)
            yield name, frame
            del frame  # or it would lie beside the next one while that is made

    def extras() -> Iterator[tuple[str, bytes]]:
        sections = _sections(replace(wanted, made=made))
        methods = {section.question: section.made for section in sections if section.made}
        about = passport(wanted, rows, methods)
        yield "report.html", report.page(TITLE, sections, about, page.HEADINGS, _front(wanted)).encode()
        yield from _figures(sections)
        yield from _validity_sheets(sections)
        yield "methods.md", _methods_as_text().encode()
        credits = _credits(wanted)
        if len(credits):
            yield "attributions.csv", export.csv(credits)
        yield "about.json", export.about_json(about)

    with tempfile.TemporaryFile() as file:
        export.write_zip(file, counted(), extras(), form=wanted.form)
        queries.export.trim_memory()
        file.seek(0)
        return file.read()


_WORKED_OUT: dict[str, Callable[[pd.DataFrame], pd.DataFrame]] = {
    "keyness": lambda rows: rows,
    "estimates": lambda rows: queries.measures.overall(
        rows[rows["component"].isin(["value", "difference", "corrected"])]
    ),
}
"""Tables that are worked out for a download and not read, with what the report shows of them."""

TITLE = "Parallax: how the outlets cover the same events"


def html_report(wanted: Wanted) -> bytes:
    """Write the offline report of the views that were chosen."""
    sections = _sections(wanted)
    methods = {section.question: section.made for section in sections if section.made}
    return report.page(TITLE, sections, passport(wanted, {}, methods), page.HEADINGS, _front(wanted)).encode()


def _front(wanted: Wanted) -> dict[str, str]:
    """Say on the first page what the report rests on."""
    counts = queries.overview.counts(wanted.snapshot, wanted.filters)
    line = wanted.filters.storyline
    return {
        "Outlets": ", ".join(wanted.filters.outlets) or "all of the corpus",
        "Days": prose.when(counts["first_at"], counts["last_at"]),
        "Storyline": queries.events.storyline_name(wanted.snapshot, line) if line else "",
        "Articles": f"{counts['n_articles']:,} of {counts['n_all']:,}",
        "Made at": wanted.taken_at,
        "Link": wanted.link,
    }


def _sections(wanted: Wanted) -> list[Section]:
    """Make the sections of the chosen views, in the order of the views."""
    chosen = wanted.views or DEFAULT_VIEWS
    sections = [section for name, make in VIEWS.items() if name in chosen for section in make(wanted)]
    lines = _credits(wanted).drop(columns=["article_id", "date_from"]).drop_duplicates()
    if len(lines):
        sections.append(Section("Whose texts are these?", "Texts of the example corpus, under these licences.",
                                tables={"Sources and licences": lines}))  # fmt: skip
    return sections


def _credits(wanted: Wanted) -> pd.DataFrame:
    return queries.example.credits_of(queries.index.articles(wanted.snapshot, wanted.filters))


def _figures(sections: Sequence[Section]) -> Iterator[tuple[str, bytes]]:
    """Give each figure as a page of its own and its rows under the same name; all pages share one program."""
    drawn = [(section, figure) for section in sections for figure in section.figures]
    if drawn:
        yield "charts/plotly.min.js", report.program().encode()
    for number, (section, figure) in enumerate(drawn, start=1):
        name = f"charts/{number:02d}_{figure.name}"
        yield f"{name}.html", report.figure_page(section, figure.figure).encode()
        yield f"{name}.csv", export.csv(figure.rows)
    for number, section in enumerate(sections, start=1):
        for caption, rows in section.tables.items():
            yield f"report_tables/{number:02d}_{_file_name(caption)}.csv", export.csv(rows)


def _file_name(text: str) -> str:
    """Write a caption as every file system accepts it.

    Examples
    --------
    >>> _file_name("Words of <b>RT</b> & co")
    'words_of_b_rt_b_co'
    """
    return re.sub(r"[^\w]+", "_", text.lower()).strip("_")[:60]


def _methods_as_text() -> str:
    parts = [f"# How each number is made\n\n{_NOBODY_CHECKED}"]
    parts += [f"## {heading}\n\n{text}" for heading, text in glossary.METHODS.items()]
    meant = queries.methods.measures().to_dict("records")
    lines = [f"- {row['measure']} ({row['unit']}): {row['how it is made']}. Higher: {row['higher means']}."
             for row in meant]  # fmt: skip
    words = [f"- {word}: {meaning}" for word, meaning in glossary.TERMS.items()]
    figures = [f"- {row['figure']}: {row['measured']:.4g} (n {row['n']:,}, {row['unit']})"
               for row in queries.methods.quality_figures().to_dict("records")]  # fmt: skip
    for heading, listed in (
        ("The measures", lines),
        ("Words used here", words),
        ("Measured on labelled data", figures),
    ):
        parts.append("\n".join([f"## {heading}\n", *listed]))
    return "\n\n".join(parts) + "\n"


def _overview(wanted: Wanted) -> Iterable[Section]:
    theme = wanted.theme
    by_outlet = queries.overview.by_outlet(wanted.snapshot, wanted.filters)
    by_period, unit = queries.overview.by_period(wanted.snapshot, wanted.filters)
    drawn = (
        [Drawn("articles_by_outlet", charts.articles_by_outlet(by_outlet, theme=theme), by_outlet)]
        if len(by_outlet)
        else []
    )
    if len(by_period):
        drawn.append(
            Drawn("articles_over_time", charts.articles_over_time(by_period, unit=unit, theme=theme), by_period)
        )
    yield Section(
        "What is in this corpus, and can it be compared?",
        prose.on_overview(queries.overview.counts(wanted.snapshot, wanted.filters)),
        made="Articles are counted as they were read; without copies, near-duplicates count once, with the earliest.",
        figures=drawn,
        tables={"Articles by outlet": by_outlet},
    )


def _events(wanted: Wanted) -> Iterable[Section]:
    shared = queries.events.listing(wanted.snapshot, wanted.filters, min_outlets=2)
    lines = queries.events.storylines(wanted.snapshot, wanted.filters)
    crossed = queries.events.coverage(wanted.snapshot, wanted.filters)
    dated = len(crossed) and crossed["first_at"].notna().any()
    shown = shared if len(shared) else queries.events.listing(wanted.snapshot, wanted.filters)
    columns = ["label", "first_at", "n_articles", "n_outlets", "outlets", "first_outlet"]
    yield Section(
        "Which events did two or more outlets cover, who led, who skipped?",
        prose.on_events(shared, lines),
        made="Events are articles of similar words, names and numbers, days apart at most, grouped by a calibrated "
        "model. A gap means that this corpus holds no article, not that the outlet kept silent.",
        figures=[
            Drawn(
                "events",
                charts.storyline(crossed, title="Who reported which event, and when?", theme=wanted.theme),
                crossed,
            )
        ]
        if dated
        else [],
        tables={"Events": shown[columns]},
    )


def _closer(wanted: Wanted) -> Filters | None:
    """Choose what is looked at closely: the event asked for, else the storyline that is set, else the largest."""
    under = Filters(outlets=wanted.filters.outlets)
    if wanted.event or wanted.filters.event:
        return replace(under, event=wanted.event or wanted.filters.event)
    if wanted.filters.storyline:
        return replace(under, storyline=wanted.filters.storyline)
    events = queries.events.listing(wanted.snapshot, wanted.filters, min_outlets=2, most=1)["event"]
    if len(events):
        return replace(under, event=events.iloc[0])
    lines = queries.events.storylines(wanted.snapshot, wanted.filters)["storyline"]
    return replace(under, storyline=lines.iloc[0]) if len(lines) else None


def _event(wanted: Wanted) -> Iterable[Section]:
    """Show one event closely; where no event is shared, one storyline."""
    here = _closer(wanted)
    if here is None:
        yield Section("How does each outlet cover one event?", "No event and no storyline is covered by two of these.")
        return
    what = "event" if here.event else "storyline"
    articles = queries.articles.listing(wanted.snapshot, here)
    held = queries.measures.names(wanted.snapshot)
    frames = tuple(name for name in held if name.startswith("frame:"))
    drawn = []
    for name, title, measures, unit in (
        ("event_tone", "How positive or negative is the wording?", tuple(set(TONES) & set(held)), "tone: -1 to 1"),
        (
            "event_frames",
            "Which aspects are put forward?",
            frames,
            "emphasis: standard deviations from other news; exploratory",
        ),
    ):
        means = queries.measures.means(wanted.snapshot, here, tuple(sorted(measures)))
        labels = {measure: page.frame_name(measure) or queries.methods.meant(measure).label for measure in measures}
        if len(means):
            note = f"means over the articles of this {what}; describes only"
            figure = charts.by_row_and_outlet(means, row="measure", title=title, note=note, unit=unit, labels=labels,
                                              theme=wanted.theme)  # fmt: skip
            drawn.append(Drawn(name, figure, means))
    label = (queries.events.event_name(wanted.snapshot, here.event) if here.event
             else queries.events.storyline_name(wanted.snapshot, str(here.storyline)))  # fmt: skip
    yield Section(
        f"How does each outlet cover one {what}?",
        prose.on_event(label, articles, what, articles["event"].nunique()),
        made=f"Each point is the mean of an outlet's articles in this {what}. One {what} can be described, and nothing "
        "follows from it about the outlets: no interval, no ranking.",
        figures=drawn,
        tables={"Articles": articles[["outlet", "label", "published_at", "article_type", "n_words", "is_copy"]]},
    )


def _tone(wanted: Wanted) -> Iterable[Section]:
    return _compared(wanted, [name for name in queries.measures.names(wanted.snapshot) if name in TONES])


def _framing(wanted: Wanted) -> Iterable[Section]:
    return _compared(wanted, [name for name in queries.measures.names(wanted.snapshot) if name.startswith("frame:")])


def _compared(wanted: Wanted, measures: Sequence[str]) -> Iterator[Section]:
    """Give each measure by outlet, and the differences on shared events."""
    found = _estimates(wanted, measures)
    for name in measures:
        whole = queries.measures.overall(found[found["measure"].astype("str") == name])
        meant = queries.methods.meant(name)
        values = whole[(whole["component"] == "value") & whole["estimate"].notna()]
        differences = whole[whole["component"] == "difference"]
        told = differences[differences["verdict"] == "estimate"]
        differences = pd.concat([told, differences[differences["verdict"] != "estimate"]])  # what may be said first
        against = told[told["reference"] == OTHERS] if (told["reference"] == OTHERS).any() else told
        file = _file_name(name)
        drawn = []
        if len(values):
            figure = charts.values_by_outlet(values, title=meant.label.capitalize(), theme=wanted.theme)
            drawn.append(Drawn(f"{file}_values", figure, values))
        if len(told):
            title = f"Differences on the same events: {meant.label}"
            shown = against.head(MOST_DRAWN)
            drawn.append(
                Drawn(f"{file}_differences", charts.differences(shown, title=title, theme=wanted.theme), shown)
            )
        yield Section(
            f"Do the outlets differ in {meant.label}?",
            prose.on_differences(queries.coding.answers(whole), meant.label),
            made=f"{meant.meaning.capitalize()}. Higher: {meant.higher_means}. {panels.MADE_DIFFERENCES} "
            f"{prose.on_agreement(meant.label, meant.gates, queries.methods.pinned_figures())}",
            figures=drawn,
            tables={"Differences": differences[DIFFERENCES]} if len(differences) else {},
        )
        yield from _checked(wanted, whole, name)


def _checked(wanted: Wanted, estimates: pd.DataFrame, measure: str) -> Iterator[Section]:
    """Say what people who coded a measure make of it, as the appendix of a paper would."""
    read = queries.coding.coded_so_far(wanted.snapshot, measure)
    if read is None:
        return
    table = queries.coding.side_by_side(estimates)
    label = queries.methods.meant(measure).label
    yield Section(
        f"Would people say the same about {label}?",
        prose.on_corrected(table),
        made=f"{prose.on_coders(*read.agreement)}\n\n{prose.on_accuracy(read.accuracy, read.p_accuracy)}",
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
            "coders": prose.on_coders(*read.agreement),
            "accuracy": prose.on_accuracy(read.accuracy, read.p_accuracy),
        },
        table=table,
    )


def _validity_sheets(sections: Sequence[Section]) -> Iterator[tuple[str, bytes]]:
    """Give the validity sheets of a report's sections as Markdown."""
    for section in sections:
        begin = "Validity, "
        parts = {name.removeprefix(begin).capitalize(): rows for name, rows in section.tables.items()
                 if name.startswith(begin)}  # fmt: skip
        if parts:
            title = str(parts["Substantive"]["answer"].iloc[0])
            text = validity.as_markdown(f"Validity of {title}", parts)
            yield f"validity/{_file_name(title)}.md", text.encode()


def _estimates(wanted: Wanted, measures: Sequence[str]) -> pd.DataFrame:
    """Compare the outlets on measures, where that was not done already."""
    made = wanted.made.get("estimates")
    missing = sorted(set(measures) - set(() if made is None else made["measure"]))
    if made is not None and not missing:
        return made
    rows = queries.measures.estimates(wanted.snapshot, wanted.filters, missing, by_event=False, with_parts=False)
    return rows if made is None or made.empty else pd.concat([made, rows])


def _voices(wanted: Wanted) -> Iterable[Section]:
    shares = queries.voices.shares(wanted.snapshot, wanted.filters)
    speakers = queries.voices.speakers(wanted.snapshot, wanted.filters)
    drawn = [Drawn("voices", charts.voices(shares, theme=wanted.theme), shares)] if len(shares) else []
    if len(speakers):
        note = f"{prose.count(int(speakers['n_quotes'].sum()), 'attribution')}; describes only"
        figure = charts.grid(speakers, row="speaker", title="Who is quoted, and how often?", note=note,
                             unit="attributions for each article of the outlet", theme=wanted.theme)  # fmt: skip
        drawn.append(Drawn("speakers", figure, speakers))
    yield Section(
        "Who is quoted, how much, and with which verbs?",
        prose.on_voices(shares),
        made=f"Shares of the characters of all bodies inside attributions. {panels.MADE_SPEAKERS}",
        figures=drawn,
        tables={"Shares": shares, "Speakers": speakers, "Words that attribute":
                queries.voices.cues(wanted.snapshot, wanted.filters)},
    )  # fmt: skip


def _words(wanted: Wanted) -> Iterator[Section]:
    """Give the words that tell each of the largest outlets from the others."""
    outlets = queries.overview.by_outlet(wanted.snapshot, wanted.filters)["outlet"].head(MOST_TARGETS).tolist()
    keyness = wanted.made.get("keyness")
    if keyness is None:
        keyness = queries.words.keyness_of_each(wanted.snapshot, wanted.filters, outlets)
    for outlet in outlets:
        found = keyness[keyness["target"].astype("str") == outlet]
        sides = pd.concat(
            [found[found["log_odds"] > 0].head(DRAWN_WORDS), found[found["log_odds"] < 0].head(DRAWN_WORDS)]
        )
        columns = ["term", "n_target", "n_reference", "log_odds", "low", "high", "q", "note", "reason"]
        yield Section(
            f"Which words tell {outlet} from the others, and would chance do the same?",
            prose.on_words(found, outlet, OTHERS),
            made="Log-odds ratio with a prior from ordinary news, on shared events only, with interval. p from "
            "shuffling the labels of articles within events, corrected over all words (q).",
            figures=[Drawn(f"words_of_{_file_name(outlet)}", charts.keyness(sides, theme=wanted.theme), sides)]
            if len(sides)
            else [],
            tables={f"Words of {outlet}": sides[columns]} if len(sides) else {},
        )


def _quality(wanted: Wanted) -> Iterable[Section]:
    rejects = queries.quality.rejects(wanted.snapshot)
    reasons = rejects["reason"].value_counts().rename_axis("reason").rename("n_inputs").reset_index()
    yield Section(
        "What was dropped, or looks wrong?",
        prose.on_quality(queries.overview.counts(wanted.snapshot, wanted.filters)),
        tables={
            "By outlet": queries.quality.by_outlet(wanted.snapshot, wanted.filters),
            "Where dates come from": queries.quality.dates_by_origin(wanted.snapshot, wanted.filters),
            "Weeks without any article": queries.quality.gaps(wanted.snapshot, wanted.filters),
            "Inputs of the whole store that are no articles": reasons,
        },
    )


_NOBODY_CHECKED = (
    "Every measure here counts wording by stated rules; people judge bias. No measure was checked on labelled texts of "
    "Press TV, and hardly any on Sky News or RT."
)


def _methods(wanted: Wanted) -> Iterable[Section]:
    yield Section(
        "How is each number made, and how far can I trust it?",
        _NOBODY_CHECKED,
        made="\n\n".join(f"{heading}. {text}" for heading, text in glossary.METHODS.items()),
        tables={
            "Measured on labelled data when the floors were pinned": queries.methods.quality_figures(),
            "The measures": queries.methods.measures(),
            "Words used here": glossary.table(),
        },
        most_rows=1000,
    )


VIEWS: dict[str, Callable[[Wanted], Iterable[Section]]] = {
    "Overview": _overview,
    "Events": _events,
    "One event": _event,
    "Tone": _tone,
    "Framing": _framing,
    "Voices": _voices,
    "Words": _words,
    "Quality": _quality,
    "Methods": _methods,
}
"""The views that a report can hold, in the order of the page."""

DEFAULT_VIEWS = ("Overview", "Events", "One event", "Tone", "Framing", "Voices", "Quality", "Methods")
"""All but the words, whose shufflings take seconds to minutes."""
