"""Sections of the report on one event or one storyline, in the order of the event page."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

import pandas as pd

from analysis import queries
from analysis.presentation import charts, openings, prose
from analysis.presentation.report import Drawn, Section
from analysis.settings import Filters
from views import close_ups, contrasts, glance, page
from views.wanted import Wanted

DESCRIBES = (
    "Each point is the mean of an outlet's articles in this {what}. One {what} can be described, and nothing follows "
    "from it about the outlets: no interval, no ranking."
)


def of_closest(wanted: Wanted) -> Iterable[Section]:
    """Show one event closely; where no event is shared, one storyline."""
    here = _closer(wanted)
    if here is None:
        yield Section("How does each outlet cover one event?", "No event and no storyline is covered by two of these.")
        return
    articles = queries.articles.listing(wanted.snapshot, here)
    yield _worded(wanted, here, articles)
    if here.event:
        yield from _first(articles)
    else:
        yield from _along(wanted, here)
    yield from _quoted(wanted, here)
    yield from _aligned(wanted, here)


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


def _worded(wanted: Wanted, here: Filters, articles: pd.DataFrame) -> Section:
    """Give headlines, and how positive or negative the wording is and which aspects are put forward."""
    what = "event" if here.event else "storyline"
    held = queries.measures.names(wanted.snapshot)
    tones = tuple(name for name in contrasts.TONES if name in held)
    frames = tuple(name for name in held if name.startswith("frame:"))
    drawn = []
    for name, title, measures, unit in (
        ("event_tone", "How positive or negative is the wording?", tones,
         "tone: −1 to 1, higher is more positive wording"),
        ("event_frames", "Which aspects are put forward?", frames,
         "emphasis: standard deviations from other news; exploratory"),
    ):  # fmt: skip
        means = queries.measures.means(wanted.snapshot, here, measures)
        labels = {measure: page.frame_name(measure) or queries.methods.meant(measure).label for measure in measures}
        if len(means):
            note = f"means of the articles of this {what}; descriptive only"
            figure = charts.by_row_and_outlet(means, row="measure", title=title, note=note, unit=unit, labels=labels,
                                              theme=wanted.theme)  # fmt: skip
            drawn.append(Drawn(name, figure, means))
    label = (queries.events.event_name(wanted.snapshot, here.event) if here.event
             else queries.events.storyline_name(wanted.snapshot, str(here.storyline)))  # fmt: skip
    answer = openings.on_event(label, articles, what, articles["event"].nunique())
    doubt = queries.event.doubt(wanted.snapshot, here.event)[0] if here.event else ""
    return Section(
        f"How does each outlet cover one {what}?",
        f"{answer} This event is in doubt: {doubt}." if doubt else answer,
        made=DESCRIBES.format(what=what),
        figures=drawn,
        tables={"Articles": articles[["outlet", "label", "published_at", "article_type", "n_words", "is_copy"]]},
    )


def _first(articles: pd.DataFrame) -> Iterator[Section]:
    firsts = queries.headlines.firsts(articles)
    if len(firsts) > 1:
        yield Section("Who came first?", openings.on_first(firsts), tables={"First articles": firsts})


def _along(wanted: Wanted, here: Filters) -> Iterator[Section]:
    """Go through a storyline event by event: who covered it, and how each outlet worded it."""
    events = queries.headlines.happened(wanted.snapshot, here)
    wording = queries.storyline.wording_along(wanted.snapshot, here)
    yield Section(
        "What happened when, who covered it, and how did the wording move?",
        f"{prose.count(len(events), 'event')}, {prose.when(events['first_at'].min(), events['last_at'].max())}.",
        made=glance.MADE_WORDING,
        tables={"Events": events[["first_at", "label", "n_articles", "outlets"]],
                "Wording by event and outlet": wording.drop(columns="event")},
    )  # fmt: skip


def _quoted(wanted: Wanted, here: Filters) -> Iterator[Section]:
    table = queries.voices.words_of_speakers(wanted.snapshot, here)
    if table.empty:
        return
    drawn = charts.grid(table, row="speaker", title=close_ups.WHO_IS_QUOTED, note=close_ups.counted(table),
                        unit="words", theme=wanted.theme)  # fmt: skip
    yield Section(close_ups.WHO_IS_QUOTED, openings.on_speakers(table), made=close_ups.MADE_SPOKEN,
                  figures=[Drawn("event_speakers", drawn, table)])  # fmt: skip


def _aligned(wanted: Wanted, here: Filters) -> Iterator[Section]:
    rows, counts = queries.event.aligned_sentences(wanted.snapshot, here)
    if counts.empty:
        return
    alone = rows[rows["standing"] == "only here"].groupby("outlet", sort=False).head(close_ups.SHOWN)
    yield Section(
        "What do they share, and what does only one of them have?",
        openings.on_aligned(counts),
        made=close_ups.MADE_ALIGNED,
        tables={"Sentences by outlet": counts,
                f"Sentences that only one outlet has, the first {close_ups.SHOWN} of each":
                alone[["outlet", "text", "not_in", "title"]]},
    )  # fmt: skip
