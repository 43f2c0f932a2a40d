"""The parts that every view is made of: question, answer, figure, how it was made, evidence, downloads."""

import html
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urlencode

import numpy as np
import pandas as pd
import streamlit as st
from streamlit.navigation.page import StreamlitPage

from analysis import queries
from analysis.presentation import export, highlight, prose, report, style
from analysis.presentation import plain as plain_text
from analysis.queries import Snapshot
from analysis.settings import Filters
from views import address, cache, session, stores, whose

STYLE = """<style>
.px-answer{font-size:1.15rem;line-height:1.5;max-width:52rem;margin:0 0 .5rem}
.px-key{display:inline-flex;align-items:center;gap:.4rem;font-weight:600}
.px-label{font-size:.875rem;margin:0}.px-link{color:inherit;text-decoration:underline;overflow-wrap:anywhere}
.px-small{font-size:.85rem;opacity:.8;margin:0}
h2.px-figure{font-size:1.1rem;font-weight:600;line-height:1.35;margin:.5rem 0 0;padding:0}
[data-testid="stMainBlockContainer"]{padding-top:4rem}
[data-testid="stSidebar"] [data-testid="stMultiSelect"] [role="group"]{max-height:19rem}
.px-nav{font-size:.8rem;opacity:.75;margin:.7rem 0 .1rem}.st-key-views [data-testid="stPageLink"] a{padding:.3rem .5rem}
.px-bar{font-size:.9rem;opacity:.85;margin:0;max-width:60rem}
.px-note{font-size:.85rem;opacity:.8;line-height:1.4;margin:.1rem 0 0}
.px-card p{margin:.15rem 0}.px-headline{font-size:1.3rem;font-weight:600;line-height:1.3;overflow-wrap:anywhere}
.px-title{font-size:1.05rem;font-weight:600;line-height:1.35;overflow-wrap:anywhere}
table{border-collapse:collapse;font-size:.9rem}th,td{text-align:left;padding:.3rem .8rem .3rem 0;vertical-align:top;
border-bottom:1px solid rgba(128,128,128,.3)}td.number{text-align:right}
.px-wide{overflow-x:auto}
.px-quote-line{border-left:3px solid rgba(128,128,128,.45);padding:.1rem 0 .1rem .75rem;margin:.35rem 0;max-width:52rem;
overflow-wrap:anywhere}
[data-testid="stPageLink"] p{white-space:normal;overflow-wrap:anywhere}
[data-testid="stMain"] [data-testid="stPageLink"] a:not(:hover,:focus-visible){background:none}
[data-testid="stMain"] [data-testid="stPageLink"] a p{font-weight:400}
[data-testid="stPageLink"] a:focus-visible{outline:2px solid currentColor;outline-offset:-2px}
[data-testid="stPopoverBody"]:has(iframe){min-width:min(44rem,94vw)}[data-testid="stPopoverBody"] iframe{max-width:100%}
[data-testid="stPopoverBody"]:has([data-testid="stDataFrame"]){min-width:min(48rem,94vw)}
@media (max-width:640px){[class*="st-key-wide_"]{overflow-x:auto}
[class*="st-key-wide_"]>[data-testid="stElementContainer"]{min-width:36rem}
[class*="st-key-wide_"]>[data-testid="stLayoutWrapper"]{position:sticky;left:0}}
[data-testid="stButtonGroup"] button[data-selected="true"] p{color:light-dark(INK)}
</style>""".replace("INK", f"{style.LIGHT.ink},{style.DARK.ink}")
"""The few looks that Streamlit does not have; colours come from the theme. Its chosen buttons write their own colour on
a tint of it, which cannot be read by everybody (3.1 to 1 in the dark theme), and a link of a view to the same view with
another event looks as if it were open already; of a link that the keyboard has reached only the ground turns grey."""

MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~:$&^=\"'])")

SIGNS = {
    "circle": "●", "square": "■", "diamond": "◆", "triangle-up": "▲", "triangle-down": "▼", "cross": "✚",
    "pentagon": "⬟", "x": "✖", "star": "★", "hexagon": "⬢", "triangle-left": "◀", "triangle-right": "▶",
}  # fmt: skip
"""The symbols of figures as characters, for cards and lists."""

HEADINGS = {
    "n_articles": "articles", "n_independent": "without copies", "n_events": "events", "n_outlets": "outlets",
    "n_undated": "undated", "n_copies": "copies", "n_short": "short", "n_truncated": "cut off by a paywall",
    "n_untitled": "untitled", "n_words": "words",
    "n_other_language": "other language", "n_inputs": "inputs", "n_quotes": "attributions",
    "median_words": "median words",
    "first_at": "first", "last_at": "last", "published_at": "published", "first_outlet": "first outlet",
    "published_from": "date from", "published_precision": "date exact to", "article_type": "type", "is_copy": "copy",
    "removed": "removed, %", "n_target": "uses by the outlet", "n_reference": "uses by the others",
    "log_odds": "log-odds", "article_id": "article id", "cue_kind": "kind of cue", "copy_of": "copy of",
    "first_week": "first week", "last_week": "last week", "n_weeks": "weeks",
    "n_sentences": "sentences", "n_shared": "shared", "n_only_here": "only here", "share_only_here": "share only here",
    "n_sentences_equal_length": "sentences, equal length", "n_shared_equal_length": "shared, equal length",
    "n_only_here_equal_length": "only here, equal length", "share_only_here_equal_length": "share, equal length",
    "n_judged": "name a weekday", "share_real": "share of dates that are days of publication",
    "n_doubtful": "doubtful dates", "n_removals": "pieces removed", "n_characters": "characters removed",
    "also": "the same uses as", "n": "uses",
    "canonical": "name", "not_in": "not in", "words_kept": "words kept", "words_cut": "words cut",
    "words_added": "words added", "share_kept": "share kept", "same_title": "same headline",
    "n_unnamed": "speaker unnamed", "share_unnamed": "share unnamed",
    "original_title": "earlier headline", "outlets": "reported by", "n_covered": "covered",
    "original_outlet": "original outlet", "tone_without_names": "tone without names", "label": "headline or label",
    "n_listed": "listed", "n_fetched": "fetched", "n_forbidden": "forbidden by robots.txt", "n_blocked": "blocked",
    "n_cut_off": "cut off by a paywall", "n_gone": "gone", "n_failed": "failed", "n_waiting": "not asked yet",
    "frame_above": "above its mean by", "tone_own": "tone, own voice",
    "n_changed": "changed articles", "n_headlines": "changed headlines", "n_texts": "changed texts",
    "n_pages": "pages", "n_days_without": "days without any listed", "seen_at": "seen",
    "title_before": "earlier headline", "title_after": "later headline", "changed": "share of words changed",
    "by_machine": "by the machine alone", "n_coded": "coded articles", "percent": "equal codes", "alpha": "alpha",
}  # fmt: skip
"""Column names as a reader would say them; files keep the names of the tables."""


_theme_watch = st.components.v2.component(
    "theme_watch",
    js="""export default function({ setTriggerValue }) {
        const dark = matchMedia("(prefers-color-scheme: dark)");
        const tell = () => setTimeout(() => setTriggerValue("turned", true), 300);  // the page itself turns first
        dark.addEventListener("change", tell);
        return () => dark.removeEventListener("change", tell);
    }""",
)
"""Figures are drawn for one theme: without it they would keep the old one until the next click."""


def looks() -> None:
    """Bring the looks of all views, once a page, and draw it anew where the reader's system turns dark or light."""
    st.html(STYLE + highlight.css())
    _theme_watch(key="theme_watch", height=0)


def opening(question: str, answer: str, *, with_filters: bool = True, filters: Filters | None = None) -> None:
    """Open a view with its question, what it looks at, and one sentence of answer; none is read as Markdown."""
    st.title(question, anchor=False)
    if with_filters:
        _bar(filters or session.filters())
    say(answer)


def _bar(filters: Filters) -> None:
    """Say above an answer what it rests on, and offer to drop the filters at one click."""
    counts = cache.overview(filters)
    chosen = in_order(session.chosen_outlets())
    first, last = filters.first or "the first day", filters.last or "the last day"
    days = f"{first} to {last}" if filters.first or filters.last else "all days"
    line = f"storyline “{cache.storyline_name(filters.storyline)}”" if filters.storyline else "all storylines"
    whole = f"{counts['n_articles']:,} of {prose.count(int(counts['n_all']), 'article')}"
    told = [f"Corpus {stores.chosen()}", prose.joined(chosen, 6), days, line, whole]
    st.html(f'<p class="px-bar">{" · ".join(html.escape(text) for text in told)}</p>')
    with st.container(horizontal=True, vertical_alignment="center", key="bar"):
        if len(chosen) > 1:
            st.selectbox("Focus outlet", chosen, index=None, key="focus", persist_state="session", width=220,
                         placeholder="Focus: no outlet", label_visibility="collapsed",
                         help="The outlet that answers are about, against the others")  # fmt: skip
        st.selectbox("Whose words", list(whose.NAMES), format_func=lambda name: whose.NAMES[name], key="voice",
                     persist_state="session", width=140, label_visibility="collapsed",
                     help="Whose words the views Tone, Framing and Words count: the outlet's own, all that it "
                     "prints, those of others, or its headlines")  # fmt: skip
        if filters.event is None and counts["n_articles"] < counts["n_all"]:
            st.button("Show all", key="show_all", type="tertiary", on_click=session.show_all,
                      help="Every outlet, every day, every storyline")  # fmt: skip


def say(answer: str) -> None:
    """Say a sentence of answer; it is not read as Markdown."""
    st.html(f'<p class="px-answer" dir="auto">{html.escape(answer)}</p>')


def figure_heading(title: str, note: str) -> None:
    """Show a figure's question and what it rests on above it, over the full width."""
    st.html(f'<h2 class="px-figure" dir="auto">{html.escape(title)}</h2>'
            f'<p class="px-note" dir="auto">{html.escape(note)}</p>')  # fmt: skip


def remark(text: str) -> None:
    """Show a sentence about the page itself, which may hold words of a link; it is not read as Markdown."""
    st.info(plain(text, 400))


def theme() -> style.Theme:
    """Give the theme that the visitor's browser shows, with the looks of the open store's outlets."""
    looks = style.looks_of(session.outlets(), session.chosen_outlets())
    return replace(style.theme(st.context.theme.type), looks=looks, focus=session.focus())


def in_order(outlets: Iterable[str]) -> list[str]:
    """Put outlets in the order of the filter, the largest first."""
    return theme().in_order(outlets)


def download(label: str, table: pd.DataFrame, name: str, *, tooltip: str | None = None) -> None:
    """Offer a table as CSV."""
    st.download_button(
        label,
        lambda: export.csv(table),
        f"parallax_{name}.csv",
        "text/csv",
        key=f"csv_{name}",
        on_click="ignore",
        icon=":material/download:",
        help=tooltip,
    )


def passport(
    opened: Snapshot, filters: Filters, counts: dict[str, int], method: str, link: str, measures: Sequence[str] = ()
) -> bytes:
    """Write what a download rests on as JSON. A button's content is made outside the session: all is given."""
    return export.about_json(
        {**queries.export.provenance(opened, filters, counts), "measures": [*measures], "method": method, "link": link}
    )


def link() -> str:
    """Give the address that reopens this view with its filters, the outlets by name also where they are the usual."""
    pairs = [(name, value) for name in st.query_params for value in st.query_params.get_all(name)]
    if "outlet" not in st.query_params:
        pairs += [("outlet", outlet) for outlet in session.chosen_outlets()]
    return f"{st.context.url or ''}?{urlencode(pairs)}" if pairs else str(st.context.url or "")


def footer(filters: Filters) -> list[str]:
    """Say below a picture what it rests on: outlets, days, storyline, articles, the day it was made, and the link."""
    counts = cache.overview(filters)
    outlets = in_order(filters.outlets or session.outlets())
    parts = [prose.joined(outlets, 8), prose.when(counts["first_at"], counts["last_at"]),
             prose.count(int(counts["n_articles"]), "article")]  # fmt: skip
    if filters.storyline:
        parts.append(f"storyline “{cache.storyline_name(filters.storyline)}”")
    made = f"{datetime.now(UTC):%-d %B %Y}"
    return [f"Source: {'; '.join(parts)}. Corpus: {stores.chosen()}.", f"Made with Parallax, {made}. {link()}"]


def rows(table: pd.DataFrame, on_select: Callable[[], None] | None = None, key: str | None = None) -> None:
    """Show a table as plain cells, whose rows may be chosen; nothing in it is read as Markdown or HTML."""
    days = {name: table[name].dt.date for name in table.select_dtypes("datetime") if _whole_days(table[name])}
    days |= {name: table[name].dt.date for name in table.select_dtypes("datetimetz") if _whole_days(table[name])}
    columns = HEADINGS | {
        name: st.column_config.NumberColumn(HEADINGS.get(name, name), format=f"%.{decimals}f")
        for name in table.select_dtypes("float")
        if (decimals := decimals_of(table[name])) is not None
    }
    columns |= {
        name: st.column_config.NumberColumn(HEADINGS.get(name, name), format="localized")
        for name in table.select_dtypes("integer")
    }
    st.dataframe(
        ids_last(table.assign(**days)), hide_index=True, column_config=columns, key=key,
        on_select=on_select or "ignore", selection_mode="single-row",
    )  # fmt: skip


MAX_DECIMALS = 4

LEAST_WITH_ONE = 0.1
"""From here on one decimal tells a number from 0."""


def decimals_of(numbers: pd.Series) -> int | None:
    """Return with how many decimals a column is read: the same in each row, and none where all are whole.

    None where a column holds shares and large numbers: each is then written as it needs.

    Examples
    --------
    >>> decimals_of(pd.Series([0.715, 1.0])), decimals_of(pd.Series([159.5, 341.0])), decimals_of(pd.Series([3.0]))
    (2, 1, 0)
    >>> decimals_of(pd.Series([0.0021, 0.3]))  # so that no number but 0 is written as 0
    4
    >>> decimals_of(pd.Series([0.8, 18.2]))
    1
    >>> decimals_of(pd.Series([0.0067, 133000.0])) is None
    True
    """
    known = numbers.dropna().abs()
    if (known % 1 == 0).all():
        return 0
    least = known[known > 0].min()
    if known.max() >= 10:
        return 1 if least >= LEAST_WITH_ONE else None
    return int(np.clip(1 - np.floor(np.log10(least)), 2, MAX_DECIMALS))


def by_outlet(table: pd.DataFrame) -> pd.DataFrame:
    """Put rows in the order of the filter, the largest outlet first; those of one outlet stay as they are."""
    places = {outlet: place for place, outlet in enumerate(in_order(table["outlet"].astype("str").unique()))}
    return table.iloc[table["outlet"].astype("str").map(places).argsort(kind="stable")]


IDS = ("event", "storyline", "article_id", "copy_of")
"""Columns that name something for a computer; a reader looks for its headline."""


def ids_last(table: pd.DataFrame) -> pd.DataFrame:
    """Put what a reader looks for before the ids of events, storylines and articles.

    Examples
    --------
    >>> ids_last(pd.DataFrame({"event": ["e114d6"], "label": ["Leaders meet"]})).columns.tolist()
    ['label', 'event']
    """
    ids = [name for name in IDS if name in table]
    return table[[*table.columns.drop(ids), *ids]]


def _whole_days(times: pd.Series) -> bool:
    return bool((times.dropna() == times.dropna().dt.normalize()).all())


def telling_first(table: pd.DataFrame) -> pd.DataFrame:
    """Put columns whose values differ between rows before those that are the same in all of them.

    Examples
    --------
    >>> telling_first(pd.DataFrame({"unit": ["share", "share"], "outlet": ["RT", "CNN"]})).columns.tolist()
    ['outlet', 'unit']
    """
    same = [name for name in table.columns if table[name].nunique(dropna=False) < 2]
    return table[[*table.columns.drop(same), *same]]


def text_table(table: pd.DataFrame) -> None:
    """Show a table of texts whose cells wrap, as escaped HTML; where it is too wide, it scrolls and not the page."""
    whole = report.table_html(table, most=len(table))
    st.html(f'<div class="px-wide" tabindex="0" role="region" aria-label="Table">{whole}</div>')


def key_of(outlet: str) -> str:
    """Write an outlet with its symbol and colour as escaped HTML."""
    look = theme().of(outlet)
    sign = f'<span style="color:{look.colour}" aria-hidden="true">{SIGNS[look.symbol]}</span>'
    return f'<span class="px-key">{sign} {html.escape(outlet)}</span>'


def escape(text: object) -> str:
    """Escape a text from the data for HTML."""
    return html.escape(str(text))


def key(outlet: str) -> None:
    """Show an outlet with its symbol and colour."""
    st.html(key_of(outlet))


def plain(text: object, characters: int = 160) -> str:
    """Escape a text from the data for a label that Streamlit reads as Markdown."""
    flat = plain_text.unlinked(plain_text.shown(" ".join(str(text).split())))
    cut = flat if len(flat) <= characters else flat[: characters - 1] + "…"
    return MARKDOWN.sub(r"\\\1", cut)


def article_link(article_id: str, label: str = "Open the article", **more: str) -> None:
    """Link to an article's page, with the filters that are set."""
    st.page_link(
        "views/article.py",
        label=plain(label),
        icon=":material/article:",
        query_params={**kept(), "article": article_id, **more},
    )


def event_link(event: str, label: str) -> None:
    """Link to an event's page, with the filters that are set; what must be read comes first, long labels are cut."""
    st.page_link("views/event.py", label=plain(label), icon=":material/event:", query_params={**kept(), "event": event})


def event_links(events: pd.DataFrame) -> None:
    """Link to events of a listing, each with how many outlets report it, and whether it is in doubt."""
    doubtful = cache.in_doubt(tuple(events["event"]))
    for row in session.rows(events):
        in_doubt = " (in doubt)" if row["event"] in doubtful else ""
        event_link(row["event"], f"{prose.count(row['n_outlets'], 'outlet')}{in_doubt}: {row['label']}")


def storyline_link(storyline: str, label: str) -> None:
    """Link to a storyline in the event view, with the other filters that are set."""
    st.page_link(
        "views/event.py", label=plain(label), icon=":material/timeline:",
        query_params={**kept(), "storyline": storyline},
    )  # fmt: skip


def kept() -> dict[str, str | list[str]]:
    """Give the filters that are set as parameters of a link, so that it means the same in another window."""
    return {name: address.values_of(name) for name in address.FILTERS if name in st.query_params}


def navigation(views: Mapping[str, Sequence[StreamlitPage]]) -> None:
    """Draw the links to all views in the sidebar, each with the filters that are set."""
    with st.container(key="views", gap=None):
        for heading, pages in views.items():
            st.html(f'<p class="px-nav">{html.escape(heading)}</p>')
            for view in pages:
                if view.visibility == "visible":
                    st.page_link(view, query_params=kept())


def sentence(text: str, note: str, url: object = None) -> None:
    """Show a sentence of an article with a small line of where it stands, and a link to the page it comes from."""
    origin = ""
    if isinstance(url, str) and url.startswith(("http://", "https://")):
        href = html.escape(url, quote=True)
        origin = f' · <a class="px-link" href="{href}" rel="noreferrer noopener" target="_blank">original page</a>'
    st.html(
        f'<div class="px-quote-line" dir="auto">{html.escape(text)}</div>'
        f'<p class="px-small">{html.escape(note)}{origin}</p>'
    )


def sentences(table: pd.DataFrame, note: str = "{outlet}", *, link_last: bool = False) -> None:
    """List sentences with their articles, each with a link to its place in the text.

    Parameters
    ----------
    table : DataFrame
        ``article_id``, ``text``, ``title``, and what ``note`` names; ``sentence`` where known.
    note : str
        Template of the small line below each sentence.
    link_last : bool
        Link to the article once, below its last sentence: the sentences are all of one article.
    """
    if table.empty:
        st.caption("There are none under these filters.")
    listed = session.rows(table)
    for row in listed:
        sentence(row["text"], note.format(**row, day=day_of(row)), row.get("url"))
        known = "sentence" in row and row["sentence"] >= 0
        more = {"sentence": str(row["sentence"])} if known else {}
        if not link_last or row is listed[-1]:
            article_link(row["article_id"], title_of(row), **more)


def day_of(row: session.Row) -> str:
    """Write the day of an article, as exactly as it is known, and whether it is in doubt.

    Examples
    --------
    >>> at = pd.Timestamp("2019-06-30")
    >>> day_of({"published_at": at}), day_of({"published_at": at, "published_precision": "month"}), day_of({})
    ('30 June 2019', 'June 2019', 'undated')
    >>> day_of({"published_at": at, "date_doubt": "doubtful"})
    '30 June 2019 (doubtful)'
    """
    at = row.get("published_at")
    if at is None or pd.isna(at):
        return "undated"
    day = f"{at:%B %Y}" if row.get("published_precision") == "month" else f"{at.day} {at:%B %Y}"
    return f"{day} (doubtful)" if row.get("date_doubt") == "doubtful" else day


def title_of(row: session.Row) -> str:
    """Give an article's headline, or what an article without one is called."""
    title = row["title"]
    return title if isinstance(title, str) and title else queries.index.UNTITLED


def frame_name(measure: str) -> str:
    """Give the name of a frame or target that a measure carries, as one reads it; empty where it carries none.

    Examples
    --------
    >>> frame_name("book:policy/quality_of_life"), frame_name("target:Kim"), frame_name("n_words")
    ('quality of life', 'Kim', '')
    """
    name = measure.partition(":")[2]
    in_book = name.partition("/")[2] if measure.startswith(("book:", "book_own:")) else ""
    return (in_book or name).replace("_", " ")


def need(condition: bool, text: str, question: str = "") -> None:
    """Stop the page with a sentence that says what to choose or what is missing, below the view's question if given."""
    if not condition:
        if question:
            st.title(question, anchor=False)
        st.info(text)
        st.stop()


def need_articles(filters: Filters, question: str) -> None:
    """Stop a view where no article is left under the filters, before it gives another reason for being empty."""
    if not cache.overview(filters)["n_articles"]:
        opening(question, "No article is left under these filters.")
        need(False, NO_ARTICLES)


NO_ARTICLES = "No articles under these filters. Choose other outlets, dates or storyline."


def heading(title: str, outlet: str) -> None:
    """Show an article's headline and outlet."""
    st.html(f'<div class="px-card"><p class="px-title" dir="auto">{html.escape(title)}</p>{key_of(outlet)}</div>')


def card(row: session.Row) -> None:
    """Show an article as a card: headline and day, with where the day comes from as a hint, and a link."""
    small = f"{day_of(row)} · {prose.count(int(row['n_words']), 'word')}{' · a copy' if row['is_copy'] else ''}"
    st.html(
        f'<div class="px-card"><p class="px-title" dir="auto">{html.escape(row["label"])}</p>'
        f'<p class="px-small" title="{html.escape(prose.provenance(row))}">{html.escape(small)}</p></div>'
    )
    article_link(row["article_id"], "Read it with its evidence")


def names(outlets: Iterable[str], most: int = 4) -> str:
    """Join outlets' names for a sentence."""
    return prose.joined(in_order(outlets), most)


def legend(outlets: Sequence[str]) -> None:
    """Show the symbols and colours of some outlets."""
    st.html(" &emsp; ".join(key_of(outlet) for outlet in in_order(outlets)))
