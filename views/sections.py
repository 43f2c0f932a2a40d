"""The sections of the report, one or more a view, in the order of the page."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

import pandas as pd

from analysis import queries
from analysis.presentation import charts, coded, glossary, openings, prose
from analysis.presentation.report import Drawn, Section
from views import contrasts, event_sections, panels
from views.wanted import Wanted


def chosen(wanted: Wanted) -> list[Section]:
    """Make the sections of the chosen views, in the order of the views."""
    chosen = wanted.views or DEFAULT_VIEWS
    sections = [section for name, make in VIEWS.items() if name in chosen for section in make(wanted)]
    lines = credits_of(wanted).drop(columns=["article_id", "date_from"]).drop_duplicates()
    if len(lines):
        sections.append(Section("Whose texts are these?", "Texts of the example corpus, under these licences.",
                                tables={"Sources and licences": lines}))  # fmt: skip
    return sections


def credits_of(wanted: Wanted) -> pd.DataFrame:
    return queries.example.credits_of(
        wanted.snapshot.completed(queries.index.articles(wanted.snapshot, wanted.filters))
    )


def _overview(wanted: Wanted) -> Iterable[Section]:
    theme, counts = wanted.theme, queries.overview.counts(wanted.snapshot, wanted.filters)
    by_outlet = queries.overview.by_outlet(wanted.snapshot, wanted.filters)
    by_period, unit = queries.overview.by_period(wanted.snapshot, wanted.filters)
    drawn = (
        [Drawn("articles_by_outlet", charts.articles_by_outlet(by_outlet, theme=theme), by_outlet)]
        if len(by_outlet)
        else []
    )
    if len(by_period):
        drawn.append(
            Drawn(
                "articles_over_time",
                charts.articles_over_time(by_period, unit=unit, every=by_outlet["outlet"], theme=theme),
                by_period,
            )
        )
    yield Section(
        "What is in this corpus, and can it be compared?",
        openings.on_overview(
            counts,
            queries.events.coverage_by_outlet(wanted.snapshot, wanted.filters),
            wanted.focus,
            queries.event.n_in_doubt(wanted.snapshot, wanted.filters),
        ),
        made="Articles are counted as they were read; without copies, near-duplicates count once, with the earliest.",
        figures=drawn,
        tables={"Articles by outlet": by_outlet, **_latest(wanted, by_outlet["outlet"])},
    )


LATEST = 3
"""Headlines of each outlet that are listed below the numbers of articles."""

MAX_OUTLETS = 12


def _latest(wanted: Wanted, outlets: Iterable[str]) -> dict[str, pd.DataFrame]:
    """List the latest headlines of the largest outlets, so that a reader sees what is counted."""
    articles = queries.index.articles(wanted.snapshot, wanted.filters)
    places = {outlet: place for place, outlet in enumerate([*outlets][:MAX_OUTLETS])}
    articles = articles.assign(place=articles["outlet"].astype("object").map(places)).dropna(subset="place")
    order = ["place", "published_at", "article_id"]
    rows = articles.sort_values(order, ascending=[True, False, True], na_position="last").groupby("place").head(LATEST)
    rows = wanted.snapshot.completed(rows)
    columns = ["outlet", "published_at", "title", "url"]
    return {f"The latest {LATEST} headlines of each outlet": rows[columns]} if len(rows) else {}


def _events(wanted: Wanted) -> Iterable[Section]:
    shared = queries.events.listing(wanted.snapshot, wanted.filters, min_outlets=2)
    lines = queries.events.storylines(wanted.snapshot, wanted.filters)
    counts = queries.overview.counts(wanted.snapshot, wanted.filters)
    standing = queries.events.coverage_by_outlet(wanted.snapshot, wanted.filters)
    crossed = queries.events.coverage(wanted.snapshot, wanted.filters)
    dated = len(crossed) and crossed["first_at"].notna().any()
    shown = shared if len(shared) else queries.events.listing(wanted.snapshot, wanted.filters)
    columns = ["label", "first_at", "n_articles", "n_outlets", "outlets", "first_outlet"]
    yield Section(
        "Which events did two or more outlets cover, who led, who skipped?",
        openings.on_events(
            int(counts["n_shared_events"]),
            len(lines),
            standing,
            wanted.focus,
            queries.event.n_in_doubt(wanted.snapshot, wanted.filters),
        ),
        made="Events are articles of similar words, names and numbers, days apart at most, grouped by a calibrated "
        "model. A gap means that this corpus holds no article, not that the outlet kept silent.",
        figures=[
            Drawn(
                "events",
                charts.storyline(
                    crossed,
                    title="Who reported which event, and when?",
                    n_events=int(counts["n_events"]),
                    theme=wanted.theme,
                ),
                crossed,
            )
        ]
        if dated
        else [],
        tables={"Events": shown[columns], **_headlines_of(wanted, shown.head(MAX_EVENTS))},
    )


MAX_EVENTS = 10
"""Events whose headlines are listed; the zip holds all articles."""


def _headlines_of(wanted: Wanted, events: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """List the headlines of some events: what stands behind the marks of their figure."""
    under = wanted.filters
    found = [queries.articles.listing(wanted.snapshot, replace(under, event=event)).assign(event=label)
             for event, label in zip(events["event"], events["label"], strict=True)]  # fmt: skip
    if not found:
        return {}
    columns = ["event", "outlet", "published_at", "label"]
    return {f"Headlines of the first {prose.count(len(found), 'event')}": pd.concat(found)[columns]}


def _voices(wanted: Wanted) -> Iterable[Section]:
    shares = queries.voices.shares(wanted.snapshot, wanted.filters)
    speakers = queries.voices.speakers(wanted.snapshot, wanted.filters)
    drawn = [Drawn("voices", charts.voices(shares, theme=wanted.theme), shares)] if len(shares) else []
    if len(speakers):
        whole = queries.voices.n_attributions(wanted.snapshot, wanted.filters)
        note = f"{prose.part_of(int(speakers['n_quotes'].sum()), whole, 'attribution')}; descriptive only"
        figure = charts.grid(speakers, row="speaker", title="Who is quoted, and how often?", note=note,
                             unit="attributions per article of the outlet", theme=wanted.theme)  # fmt: skip
        drawn.append(Drawn("speakers", figure, speakers))
    yield Section(
        "Who is quoted, how much, and with which verbs?",
        openings.on_voices(shares, wanted.focus),
        made=f"Shares of the characters of all bodies inside attributions. {panels.MADE_SPEAKERS}",
        figures=drawn,
        tables={"Shares": shares, "Speakers": speakers, "Words that attribute":
                queries.voices.cues(wanted.snapshot, wanted.filters), **_said_by(wanted, speakers)},
    )  # fmt: skip


def _said_by(wanted: Wanted, speakers: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """List what the most quoted speaker is quoted with."""
    if speakers.empty:
        return {}
    first = str(speakers.groupby("speaker", sort=False)["n_quotes"].sum().idxmax())
    rows = queries.voices.quotes_of(wanted.snapshot, wanted.filters, first)
    return {f"What is said by {first}": rows[["outlet", "kind", "text", "title"]]} if len(rows) else {}


def _changes(wanted: Wanted) -> Iterable[Section]:
    by_outlet = queries.versions.by_outlet(wanted.snapshot, wanted.filters)
    sentences = queries.versions.sentences(wanted.snapshot, wanted.filters)
    yield Section(
        "Who changed which headline and sentence, and when?",
        openings.on_changes(by_outlet, wanted.snapshot.settings.version),
        made="Each text of an address is compared with the one seen before it.",
        tables={
            "Changes by outlet": by_outlet,
            "Headlines": queries.versions.of(wanted.snapshot, wanted.filters)[
                ["seen_at", "title_before", "title_after", "changed"]
            ],
            "Sentences": sentences.drop(columns="article_id"),
        } if len(by_outlet) else {},
    )  # fmt: skip


def _quality(wanted: Wanted) -> Iterable[Section]:
    rejects = queries.quality.rejects(wanted.snapshot)
    reasons = rejects["reason"].value_counts().rename_axis("reason").rename("n_inputs").reset_index()
    yield Section(
        "What was dropped, or looks wrong?",
        openings.on_quality(queries.overview.counts(wanted.snapshot, wanted.filters)),
        tables={
            "By outlet": queries.quality.by_outlet(wanted.snapshot, wanted.filters),
            "Where dates come from": queries.quality.dates_by_origin(wanted.snapshot, wanted.filters),
            "Weeks without any article": queries.quality.gaps(wanted.snapshot, wanted.filters),
            "Inputs of the whole store that did not become articles": reasons,
        },
    )


NOBODY_CHECKED = (
    "Every measure here counts wording by stated rules; people judge bias. No measure was checked on labelled texts of "
    "Press TV, and hardly any on Sky News or RT."
)


def _methods(wanted: Wanted) -> Iterable[Section]:
    yield Section(
        "How is each number made, and how far can I trust it?",
        NOBODY_CHECKED,
        made="\n\n".join(f"{heading}. {text}" for heading, text in glossary.METHODS.items()),
        tables={
            "Measured on labelled data when the floors were pinned": queries.methods.quality_figures(),
            "The measures": queries.methods.measures(),
            "Words used here": glossary.table(),
        },
        most_rows=1000,
    )
    yield from _coded_here(wanted)


def _coded_here(wanted: Wanted) -> Iterator[Section]:
    """Say how well everything that people coded of this corpus agrees with them, also units that are no articles."""
    table = queries.coding.by_measure(wanted.snapshot)
    if table.empty:
        return
    yield Section(
        "How well does it agree with people who coded this corpus?",
        f"People coded {prose.count(table['asked'].nunique(), 'question')} here; agreement differs by outlet.",
        made=BY_OUTLET,
        tables={"Agreement by outlet": table},
        most_rows=1000,
    )
    for measure in queries.coding.coded_measures(wanted.snapshot):
        read = queries.coding.coded_so_far(wanted.snapshot, measure)
        if read is None or not queries.units.kind_of(measure):
            continue
        instrument = queries.coding.instrument_of(wanted.snapshot, measure)
        yield Section(
            f"What do people say of single texts? {instrument.question}",
            f"{coded.on_coders(*read.agreement)} {coded.on_accuracy(read.accuracy, read.p_accuracy)}",
            made=instrument.definition,
            tables={"Agreement of the coders by outlet": read.by_outlet,
                    "The machine against people, by outlet": read.accuracy,
                    "Sheets": queries.coding.samples(wanted.snapshot, measure)},
        )  # fmt: skip


BY_OUTLET = (
    "By outlet: alpha is the agreement of the coders; r, or precision and recall, that of the measure with them. "
    "A small p says that the measure errs differently for outlets, beyond chance."
)


VIEWS: dict[str, Callable[[Wanted], Iterable[Section]]] = {
    "Overview": _overview,
    "Events": _events,
    "One event": event_sections.of_closest,
    "Tone": contrasts.tone,
    "Framing": contrasts.framing,
    "Voices": _voices,
    "Words": contrasts.words,
    "Changes": _changes,
    "Quality": _quality,
    "Methods": _methods,
}
"""The views that a report can hold, in the order of the page."""


DEFAULT_VIEWS = ("Overview", "Events", "One event", "Tone", "Framing", "Voices", "Quality", "Methods")
"""All but the words, whose shufflings take seconds to minutes."""
