"""How does each outlet cover this summit? One event, or one storyline, with everything side by side."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from analysis import queries
from analysis.presentation import charts, openings, prose
from analysis.settings import Filters
from views import cache, close_ups, figures, glance, page, session

QUESTION = "How does each outlet cover this?"

SIDE_BY_SIDE = 4
"""Outlets in one row: narrower columns break headlines into single words."""

MAX_OUTLETS = 12
MAX_CARDS = 3
"""Outlets, and articles of each, shown as cards; the table below holds all."""

TONES = ("tone_title", "tone_own", "tone_attributed", "share_negative", "share_attributed", "loaded_rate")
MADE_MEANS = (
    "Each symbol is the mean of an outlet's articles in this {what}, hollow where it rests on fewer than five "
    "articles; small dots are the single articles of outlets that have several. One {what} can be described, and "
    "nothing follows from it about the outlets: no interval, no ranking."
)


def chosen(filters: Filters) -> Filters:
    """Find what to show: the event of the link, else the storyline, else what most outlets report."""
    wanted = session.parameter("event")
    if wanted:
        _need_event(wanted)
        return replace(filters, event=session.parameter("event"), first=None, last=None, storyline=None)
    if filters.storyline:
        return filters
    shared = cache.event_to_open(filters)
    if shared:
        return replace(filters, event=shared)
    lines = cache.storylines(filters)
    if len(lines):
        return replace(filters, storyline=lines["storyline"].iloc[0])
    events = cache.events(filters)
    page.need(len(events) > 0, "No event under these filters. Choose other outlets or dates in the sidebar.", QUESTION)
    return replace(filters, event=events["event"].iloc[0])


def _need_event(event: str) -> None:
    """Say what is missing where a link asks for an event that is not here; what others look at is a click away."""
    if session.holds_event(event):
        return
    st.title("This event is not here", anchor=False)
    page.remark(
        f"The link asks for the event “{event}”, which is not in the open corpus. It may be in another corpus, "
        "or corrections or a rebuild have grouped its articles anew."
    )
    st.page_link(
        "views/events.py", label="All events of this corpus", icon=":material/timeline:", query_params=page.kept()
    )
    st.stop()


def _need_articles(articles: pd.DataFrame, shown: Filters) -> None:
    """Say why nothing is shown where the chosen outlets have no article here, and offer all outlets."""
    if len(articles):
        return
    what = "this event" if shown.event else "this storyline"
    st.title("Not reported by the chosen outlets", anchor=False)
    st.info(f"The chosen outlets have no article on {what}. Others do.")
    st.button("Choose all outlets", on_click=session.choose_all_outlets, key="all_outlets", type="primary")
    st.stop()


def choose_another(filters: Filters, shown: Filters) -> None:
    """Offer the events by name; the choice goes into the address."""
    events = cache.events_to_choose(filters)
    names = dict(zip(events["event"], events["label"], strict=True))
    sizes = dict(zip(events["event"], events["n_outlets"], strict=True))
    options = [*names] if shown.event is None or shown.event in names else [shown.event, *names]
    picked = st.selectbox(
        "Event",
        options,
        index=options.index(shown.event) if shown.event else None,
        key=f"event_of_{shown.event}",
        format_func=lambda key: f"{names.get(key, key)} ({prose.count(sizes.get(key, 1), 'outlet')})",
        placeholder="The whole storyline; choose one event to look closer",
    )
    if picked and picked != shown.event:
        st.query_params["event"] = picked
        st.rerun()


def others(articles: pd.DataFrame, shown_above: list[str]) -> None:
    """Show the headlines of the other outlets: a column an outlet, the one that reported first on the left."""
    outlets = [name for name in dict.fromkeys(articles["outlet"]) if name not in shown_above]
    if outlets:
        with st.expander(f"The headlines of {prose.count(len(outlets), 'other outlet')}"):
            _cards(articles, outlets)
    with st.expander(f"All {len(articles):,} articles as a table"):
        columns = ["outlet", "label", "published_at", "article_type", "n_words", "is_copy", "similarity", "article_id"]
        page.rows(articles[columns])


def _cards(articles: pd.DataFrame, outlets: list[str]) -> None:
    for start in range(0, min(len(outlets), MAX_OUTLETS), SIDE_BY_SIDE):
        row = outlets[start : min(start + SIDE_BY_SIDE, MAX_OUTLETS)]
        for column, outlet in zip(st.columns(max(2, min(SIDE_BY_SIDE, len(outlets)))), row, strict=False):
            with column.container(border=True, height="stretch"):
                _column_of(outlet, articles[articles["outlet"] == outlet])
    if len(outlets) > MAX_OUTLETS:
        st.caption(f"The first {MAX_OUTLETS} of {len(outlets):,} outlets; the table holds all.")


def _column_of(outlet: str, articles: pd.DataFrame) -> None:
    """Show an outlet's first articles below each other."""
    page.key(outlet)
    for row in session.rows(articles.head(MAX_CARDS)):
        page.card(row)
    if len(articles) > MAX_CARDS:
        st.caption(f"and {prose.count(len(articles) - MAX_CARDS, 'more article')}")


def means(
    filters: Filters, every: tuple[str, ...], measures: tuple[str, ...], title: str, name: str, what: str, unit: str
) -> None:
    """Show an outlet's means of some measures, of which all that the view shows are asked for at once."""
    table, each = cache.means(filters, every), cache.each_article(filters, every)
    table, each = (rows[rows["measure"].isin(measures)] for rows in (table, each))
    if table.empty:
        st.caption(f"{title} Nothing was measured here: the texts are too short, or not English.")
        return
    table, each = figures.marked(table, "outlet", "measure"), figures.marked(each, "article_id")
    labels = {measure: page.frame_name(measure) or queries.methods.meant(measure).label for measure in measures}
    drawn = charts.by_row_and_outlet(
        table,
        row="measure",
        title=title,
        note=f"means of the articles of this {what}{'; small: single articles' if len(each) else ''}; descriptive only",
        unit=unit,
        labels=labels,
        each=each,
        theme=page.theme(),
    )
    figures.show(drawn, pd.concat([table, each], ignore_index=True), name, MADE_MEANS.format(what=what), filters)


filters = session.filters()
shown = chosen(filters)
articles = cache.articles(shown)
_need_articles(articles, shown)
what = "event" if shown.event else "storyline"
label = cache.event_name(shown.event) if shown.event else cache.storyline_name(str(shown.storyline))
page.opening(
    QUESTION,
    openings.on_event(label, articles, what, articles["event"].nunique()),
    filters=shown,
)
choose_another(filters, shown)
if shown.event:
    close_ups.in_doubt(shown.event, articles)
if shown.event and articles["storyline"].notna().any():
    page.storyline_link(articles["storyline"].dropna().iloc[0], "See the whole storyline of this event")
held = cache.measures_held(shown)
tones = tuple(name for name in TONES if name in held)
frames = tuple(name for name in held if name.startswith("frame:"))
outlets = page.in_order(articles["outlet"])
others(articles, glance.headlines(shown, outlets))
if what == "storyline":
    table = cache.event_by_outlet(shown)
    if table["first_at"].notna().any():
        table = figures.marked(table, "event", "outlet")
        figures.show(
            charts.storyline(table, theme=page.theme()),
            table,
            "storyline",
            "Events of the storyline, dated by their first article. A gap means that this corpus holds no "
            "article of "
            "the outlet on the event, not that the outlet kept silent.",
            shown,
        )
    glance.what_happened(shown)
    close_ups.coverage(shown)
    glance.how_it_moved(shown, [*(name for name in tones if name.startswith("tone")), *frames])
    glance.which_words(shown)
else:
    glance.who_came_first(articles)
    close_ups.undated(str(shown.event))
st.header("Who is quoted where, in which words?", anchor=False)
close_ups.who_is_quoted(shown)
close_ups.words(shown, outlets)
close_ups.sentences(shown)
close_ups.names(shown)
close_ups.copies(shown)
st.header("How is it worded?", anchor=False)
means(
    shown,
    tones + frames,
    tuple(name for name in tones if name.startswith("tone")),
    "How positive or negative is the wording?",
    "event_tone",
    what,
    "tone: −1 to 1, higher is more positive wording",
)
means(
    shown,
    tones + frames,
    tuple(name for name in tones if name.startswith("share")),
    "How much is quoted, how much is negative?",
    "event_shares",
    what,
    "share: 0 to 1",
)
means(
    shown,
    tones + frames,
    frames,
    "Which aspects are put forward?",
    "event_frames",
    what,
    "emphasis: standard deviations from other news; exploratory",
)
if shown.event:
    close_ups.explained(shown.event)
    close_ups.correct(shown.event, articles)
page.legend(outlets)
