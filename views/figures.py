"""Figures on the page: the picture, how it was made, its table, its downloads, and what stands behind each mark.

What stands behind a mark is a plain dictionary in the column ``mark`` of the figure's table. Choosing a mark, or its
row in the table, writes that dictionary into the address; so a reload, a link and a saved comparison find it again,
and it means the same under other filters.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from urllib.parse import parse_qsl, urlencode

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from analysis import queries
from analysis.presentation import charts, glossary, prose, studio, style
from analysis.queries import DataError
from analysis.settings import Filters
from views import cache, page, session, stores

CHOSEN = "mark"
"""Address parameter of the mark that is open."""

SHOWN = 5
"""Articles or events listed at either end of what stands behind a mark; the CSV holds all."""

PERIODS = (("year", 3650, "%m-%d", "01-01"), ("month", 300, "%d", "01"), ("week", 38, "%a", "Mon"))
"""How periods of figures in time are told: the longest whose first days all look so, over so many days or more."""


def marked(table: pd.DataFrame, *columns: str, **same: object) -> pd.DataFrame:
    """Say of each row what stands behind its mark: the values of these columns, and others that all rows share.

    Examples
    --------
    >>> marked(pd.DataFrame({"outlet": ["RT"], "n": [3]}), "outlet", measure="tone_own")["mark"].tolist()
    [{'outlet': 'RT', 'measure': 'tone_own'}]
    """
    values = table[list(columns)].astype("object").to_dict("records")
    known = [{key: str(value) for key, value in (row | same).items() if not _empty(value)} for row in values]
    return table.assign(mark=pd.Series(known, index=table.index, dtype="object"))


def in_time(table: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """Say the same of a table with periods, as their first and last days."""
    days = pd.to_datetime(table["period"], utc=True)
    if days.empty:
        return table
    spans = {"year": pd.DateOffset(years=1), "month": pd.DateOffset(months=1), "week": pd.DateOffset(days=7)}
    length = (days.max() - days.min()).days
    unit = next((name for name, least, form, first in PERIODS if length >= least and
                 (days.dt.strftime(form) == first).all()), "day")  # fmt: skip
    ends = days + spans.get(unit, pd.DateOffset(days=1)) - pd.Timedelta(days=1)
    dated = table.assign(first=days.dt.strftime("%Y-%m-%d"), last=ends.dt.strftime("%Y-%m-%d"))
    return table.assign(mark=marked(dated, *columns, "first", "last")["mark"])


def show(drawn: go.Figure, table: pd.DataFrame, name: str, made: str, filters: Filters) -> None:
    """Show a figure with how it was made, its table, downloads of exactly what it shows, and what a mark stands for.

    Parameters
    ----------
    drawn : Figure
        From `analysis.presentation.charts`.
    table : DataFrame
        The rows that it draws; with a column ``mark`` its marks can be chosen.
    name : str
        Name of the downloaded files, and the figure's key on the page.
    made : str
        How it was made, in plain words.
    filters : Filters
        What it rests on, for its passport.
    """
    marks = charts.take_marks(drawn)
    page.figure_heading(charts.title_of(drawn), charts.note_of(drawn))
    with st.container(key=f"{'wide' if charts.is_wide(drawn) else 'drawn'}_{name}"):
        st.plotly_chart(
            drawn,
            theme=None,
            key=f"figure_{name}",
            config=style.config(),
            alt=charts.alt_of(drawn),
            on_select=(lambda: _choose_point(name, marks)) if any(marks) else "ignore",
            selection_mode="points",
        )
        # inside, so that the keyboard reaches a figure that scrolls sideways
        _offer(drawn, table, name, made, filters)
    _behind(name, filters)


def _offer(drawn: go.Figure, table: pd.DataFrame, name: str, made: str, filters: Filters) -> None:
    """Offer how a figure was made, its picture, its table and its downloads."""
    opened, address = stores.snapshot(), page.link()
    plain = table.drop(columns="mark", errors="ignore")
    measures = [*dict.fromkeys(table["measure"].dropna().astype("str"))] if "measure" in table else []
    with st.container(horizontal=True):
        with st.popover("How this was made", icon=":material/info:"):
            st.text(made)
            for word, meaning in glossary.used_in(f"{made} {charts.alt_of(drawn)}").items():
                st.caption(f"**{page.plain(word)}**: {page.plain(meaning, 400)}")
        _picture(drawn, name, filters)
        _as_table(table, page.telling_first(plain), name)
        page.download("CSV", plain, name, tooltip="Exactly the rows that this figure shows.")
        st.download_button(
            "Provenance",
            lambda: page.passport(opened, filters, {name: len(plain)}, made, address, measures),
            f"parallax_{name}_about.json",
            "application/json",
            key=f"about_{name}",
            on_click="ignore",
            icon=":material/badge:",
            help="What the figure rests on: filters, method, settings, versions, corpus hash, time and link.",
        )


def _picture(drawn: go.Figure, name: str, filters: Filters) -> None:
    """Offer the figure as a picture to publish, drawn when it is asked for."""
    with st.popover("Picture", icon=":material/image:", on_change="rerun", key=f"picture_{name}") as box:
        if not box.open:
            return
        forms = {form.name: form for form in charts.FORMS}
        chosen = st.segmented_control(
            "Format", list(forms), default=next(iter(forms)), required=True, key=f"form_{name}",
            persist_state="session",
        )  # fmt: skip
        theme, footer = page.theme(), page.footer(filters)
        form, column = forms[str(chosen)], charts.FORMS[-1]
        framed = charts.framed(drawn, form, footer, theme)
        narrow = charts.framed(drawn, column, footer, theme) if form != column else None
        file = f"parallax_{name}_{str(chosen).replace(':', 'x')}"
        content = studio.page(
            framed, narrow, name=file, title=charts.title_of(drawn), alt=charts.alt_of(drawn), theme=theme
        )
        high = studio.PIXELS_FOR_BUTTONS + round(PREVIEW_PIXELS * framed.layout.height / framed.layout.width)
        st.components.v1.html(content, width=PREVIEW_PIXELS, height=high)


PREVIEW_PIXELS = 640
"""Width of the preview of a picture."""


def _as_table(table: pd.DataFrame, plain: pd.DataFrame, name: str) -> None:
    """Show the rows when they are asked for; choosing one does what a click on its mark does."""
    with st.popover("As a table", icon=":material/table_rows:", on_change="rerun", key=f"table_{name}") as box:
        if not box.open:
            return
        if "mark" not in table:
            page.rows(plain)
            return
        st.caption("Choose a row to see what is behind it, below the figure.")
        marks = table["mark"].tolist()
        page.rows(plain, on_select=lambda: _choose_row(name, marks), key=f"rows_{name}")


def rows(table: pd.DataFrame, name: str, filters: Filters) -> None:
    """Show a table whose rows lead to what stands behind them, as the marks of a figure do."""
    marks = table["mark"].tolist()
    st.caption("Choose a row to see what is behind it.")
    plain = table.drop(columns=["mark", "article_id", "sentence"], errors="ignore")
    page.rows(plain, on_select=lambda: _choose_row(name, marks), key=f"rows_{name}")
    _behind(name, filters)


def _choose_point(name: str, marks: Sequence[Sequence[object]]) -> None:
    points = st.session_state[f"figure_{name}"].selection.points
    places = [(point["curve_number"], point["point_index"]) for point in points]
    _choose(name, [marks[curve][place] for curve, place in places if place < len(marks[curve])])


def _choose_row(name: str, marks: Sequence[object]) -> None:
    _choose(name, [marks[place] for place in st.session_state[f"rows_{name}"].selection.rows])


def _choose(name: str, found: Sequence[object]) -> None:
    """Write the chosen mark into the address, or take it out when the choice was undone."""
    if found and isinstance(found[0], Mapping):
        st.query_params[CHOSEN] = urlencode({"figure": name, **found[0]})
    else:
        close(name)


def close(name: str) -> None:
    """Close what stands behind a figure's mark."""
    if chosen(name) is not None:
        del st.query_params[CHOSEN]


def chosen(name: str) -> dict[str, str] | None:
    """Read which mark of a figure is chosen from the address."""
    mark = dict(parse_qsl(st.query_params.get(CHOSEN, "")))
    return mark if mark.pop("figure", None) == name else None


def _behind(name: str, filters: Filters) -> None:
    """Show what stands behind the chosen mark of a figure."""
    mark = chosen(name)
    if mark is None:
        return
    with st.container(border=True, key=f"behind_{name}"):
        try:
            _answer(mark, filters)
        except DataError as error:
            st.caption(page.plain(str(error), 400))
        st.button("Close", key=f"close_{name}", on_click=close, args=(name,), icon=":material/close:")


def _answer(mark: dict[str, str], filters: Filters) -> None:
    """Find the listing that fits what the mark stands for."""
    narrow = _narrowed(filters, mark)
    if mark.get("measure", "tone_own") not in {"tone_own", *cache.measure_names()}:
        st.caption("This measure is not in the open corpus.")
    elif {"article_id", "sentence"} <= set(mark):
        _sentence(mark["article_id"], mark["sentence"])
    elif "article_id" in mark:
        _article(mark["article_id"])
    elif "term" in mark:
        st.html(_heading(f"Sentences with “{mark['term']}”"))
        page.sentences(cache.sentences_with(filters, term=mark["term"]))
    elif "speaker" in mark:
        st.html(_heading(f"{mark['speaker']}, in {mark.get('outlet', 'all outlets')}"))
        page.sentences(cache.quotes_of(narrow, speaker=mark["speaker"]), "{outlet}, {kind}")
    elif {"side", "cue", "kind"} & set(mark):
        _attributions(mark, narrow)
    elif {"outlet", "reference", "measure"} <= set(mark) and "event" not in mark:
        _events(mark, filters)
    else:
        _articles(mark, filters, narrow)


def _narrowed(filters: Filters, mark: Mapping[str, str]) -> Filters:
    """Narrow filters to what a mark stands for."""
    firsts = [day for day in (filters.first, mark.get("first")) if day]
    lasts = [day for day in (filters.last, mark.get("last")) if day]
    return replace(
        filters,
        outlets=(mark["outlet"],) if "outlet" in mark else filters.outlets,
        event=mark.get("event", filters.event),
        first=max(firsts, default=None),
        last=min(lasts, default=None),
    )


def _heading(text: str) -> str:
    return f'<p class="px-title" dir="auto">{page.escape(text)}</p>'


def _article(article_id: str) -> None:
    found = session.article(article_id)
    if found is None:
        st.caption("This article is not in the open corpus.")
        return
    page.heading(found["label"], found["outlet"])
    st.text(prose.provenance(found))
    page.article_link(found["article_id"], "Read it with its evidence")
    if isinstance(found["event"], str):
        page.event_link(found["event"], "Compare with the other outlets on this event")


def _sentence(article_id: str, number: str) -> None:
    rows = cache.article_sentences(article_id=article_id)
    for row in session.rows(rows[rows["sentence"].astype("str") == number]):
        page.sentence(row["text"], f"{row['voice']} voice, tone {prose.signed(row['tone'])}")
    if article_id != session.parameter("article"):
        page.article_link(article_id, "Read it in the article", sentence=number)


def _attributions(mark: dict[str, str], narrow: Filters) -> None:
    what = {key: mark[key] for key in ("side", "cue", "kind") if key in mark}
    st.html(_heading(f"{', '.join(what.values())}, in {mark.get('outlet', 'all outlets')}"))
    rows = cache.attributions(narrow, **what)
    page.sentences(rows.assign(speaker=rows["speaker"].fillna("nobody named")), "{outlet}: {speaker}, {kind}")


def _events(mark: dict[str, str], filters: Filters) -> None:
    """List the events that a difference rests on, the largest differences first."""
    outlet, reference, measure = mark["outlet"], mark["reference"], mark["measure"]
    table = by_event(filters, measure, outlet, reference)
    st.html(_heading(f"{prose.count(len(table), 'event')} that {outlet} shares with {reference}"))
    st.caption(f"Difference in {page.plain(queries.methods.meant(measure).label)}; the largest first")
    largest = table.reindex(table["estimate"].abs().sort_values(ascending=False, kind="stable").index)
    for row in session.rows(largest.head(2 * SHOWN)):
        page.event_link(row["event"], f"{prose.signed(row['estimate'])}: {cache.event_name(row['event'])}")
    page.download("All of these events (CSV)", table, "events_behind")


def by_event(filters: Filters, measure: str, outlet: str, reference: str) -> pd.DataFrame:
    """Compare one pair event by event, from the lowest difference."""
    return queries.measures.by_event(cache.estimates(filters, measures=(measure,)), outlet, reference)


def _articles(mark: dict[str, str], filters: Filters, narrow: Filters) -> None:
    """List the articles behind a value: all of few, of many those at either end."""
    whole = replace(narrow, outlets=filters.outlets)
    shared = {"True": True, "False": False}.get(mark.get("shared", ""))
    measure = mark.get("measure")
    rows = cache.articles_behind(whole, outlet=mark.get("outlet"), measure=measure, shared=shared)
    where = [mark.get("outlet"), mark.get("first"), cache.event_name(mark["event"]) if "event" in mark else None]
    what = prose.count(len(rows), "article") + (
        f" with a value of {queries.methods.meant(measure).label}" if measure else ""
    )
    st.html(_heading(" · ".join(filter(None, [what, *where]))))
    if "event" in mark:
        page.event_link(mark["event"], "Compare all outlets on this event")
    if len(rows) > 2 * SHOWN:
        st.caption(
            "The first and the last of them" + (", by value" if measure else ", in time") + "; the CSV holds all."
        )
    for row in session.rows(rows if len(rows) <= 2 * SHOWN else pd.concat([rows.head(SHOWN), rows.tail(SHOWN)])):
        title = page.title_of(row)
        lead = f"{prose.signed(row['value'])} · " if measure else ""
        day = f"{row['published_at']:%Y-%m-%d} · " if pd.notna(row["published_at"]) else ""
        page.article_link(row["article_id"], f"{lead}{day}{row['outlet']}: {title}")
    if len(rows):
        page.download("All of these articles (CSV)", rows, "articles_behind")
    else:
        st.caption("There are none under these filters.")


def _empty(value: object) -> bool:
    return value is None or (isinstance(value, float) and pd.isna(value)) or value is pd.NA
