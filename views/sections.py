"""The sections of the report, one or more a view, in the order of the page."""

from collections.abc import Callable, Iterable
from dataclasses import replace

import pandas as pd

from analysis import queries
from analysis.presentation import charts, glossary, openings, prose
from analysis.presentation.report import Drawn, Section
from analysis.settings import Filters
from views import contrasts, page, panels
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
    return queries.example.credits_of(queries.index.articles(wanted.snapshot, wanted.filters))


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
        openings.on_overview(counts, queries.events.standing(wanted.snapshot, wanted.filters), wanted.focus),
        made="Articles are counted as they were read; without copies, near-duplicates count once, with the earliest.",
        figures=drawn,
        tables={"Articles by outlet": by_outlet},
    )


def _events(wanted: Wanted) -> Iterable[Section]:
    shared = queries.events.listing(wanted.snapshot, wanted.filters, min_outlets=2)
    lines = queries.events.storylines(wanted.snapshot, wanted.filters)
    counts = queries.overview.counts(wanted.snapshot, wanted.filters)
    standing = queries.events.standing(wanted.snapshot, wanted.filters)
    crossed = queries.events.coverage(wanted.snapshot, wanted.filters)
    dated = len(crossed) and crossed["first_at"].notna().any()
    shown = shared if len(shared) else queries.events.listing(wanted.snapshot, wanted.filters)
    columns = ["label", "first_at", "n_articles", "n_outlets", "outlets", "first_outlet"]
    yield Section(
        "Which events did two or more outlets cover, who led, who skipped?",
        openings.on_events(int(counts["n_shared_events"]), len(lines), standing, wanted.focus),
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
    shared = queries.event.to_open(wanted.snapshot, wanted.filters)
    if shared:
        return replace(under, event=shared)
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
        (
            "event_tone",
            "How positive or negative is the wording?",
            tuple(set(contrasts.TONES) & set(held)),
            "tone: -1 to 1",
        ),
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
            figure = charts.by_row_and_outlet(
                means, row="measure", title=title, note=note, unit=unit, labels=labels, theme=wanted.theme
            )
            drawn.append(Drawn(name, figure, means))
    label = (queries.events.event_name(wanted.snapshot, here.event) if here.event
             else queries.events.storyline_name(wanted.snapshot, str(here.storyline)))  # fmt: skip
    yield Section(
        f"How does each outlet cover one {what}?",
        openings.on_event(label, articles, what, articles["event"].nunique()),
        made=f"Each point is the mean of an outlet's articles in this {what}. One {what} can be described, and nothing "
        "follows from it about the outlets: no interval, no ranking.",
        figures=drawn,
        tables={"Articles": articles[["outlet", "label", "published_at", "article_type", "n_words", "is_copy"]]},
    )


def _voices(wanted: Wanted) -> Iterable[Section]:
    shares = queries.voices.shares(wanted.snapshot, wanted.filters)
    speakers = queries.voices.speakers(wanted.snapshot, wanted.filters)
    drawn = [Drawn("voices", charts.voices(shares, theme=wanted.theme), shares)] if len(shares) else []
    if len(speakers):
        whole = queries.voices.n_attributions(wanted.snapshot, wanted.filters)
        note = f"{prose.part_of(int(speakers['n_quotes'].sum()), whole, 'attribution')}; describes only"
        figure = charts.grid(speakers, row="speaker", title="Who is quoted, and how often?", note=note,
                             unit="attributions for each article of the outlet", theme=wanted.theme)  # fmt: skip
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
            "Inputs of the whole store that are no articles": reasons,
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


VIEWS: dict[str, Callable[[Wanted], Iterable[Section]]] = {
    "Overview": _overview,
    "Events": _events,
    "One event": _event,
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
