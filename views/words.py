"""Which words tell the outlets apart, and would chance do the same?"""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import streamlit as st

from analysis import queries
from analysis.presentation import charts, findings
from analysis.settings import Filters
from views import cache, figures, page, session, stores

QUESTION = "Which words tell the outlets apart, and would chance do the same?"
SHOWN = 15
"""Words drawn for each side."""

AT_ONCE = 400
"""Up to this many articles the words are compared without asking: a second or two."""

ALL = "all the others"
MADE = (
    "Log-odds ratio with a prior from ordinary news (Fightin' Words, Political Analysis 2008), on shared events "
    "only, with interval. p from shuffling the labels of articles within events, corrected over all words (q). "
    "Outlet names and bylines are left out. With too few events words are ordered by size of effect and nothing "
    "is tested."
)

MADE_HALVES = (
    f"The outlet's own articles are divided at random {queries.words.N_SPLITS} times, within events where it has "
    "several articles in one, and the halves are compared as two outlets are. Whatever tells them apart is chance: "
    "where halves give nearly as many words as two outlets do, those words are no evidence of a difference. Only dates "
    "and storyline matter here, the other outlets do not."
)


def ready(filters: Filters, target: str, references: tuple[str, ...], voice: str) -> bool:
    """Ask before a heavy run; a run is remembered for exactly these filters and outlets."""
    n_articles = cache.overview(filters)["n_articles"]
    if n_articles <= AT_ONCE:
        return True
    wanted = (filters, target, references, voice)
    done = st.session_state.setdefault("words_computed", [])
    if wanted not in done and st.button(f"Compare the words of {n_articles:,} articles", type="primary"):
        done.append(wanted)
    return wanted in done


KINDS = {"content": "content", "saying": "words of saying", "name": "names", "function": "function words"}
"""Kinds of words that can be shown; those of house style and of templates have tables of their own."""


def sides(table: pd.DataFrame, kinds: Sequence[str]) -> pd.DataFrame:
    """Take the first words of each side of some kinds, as they are read: content before names and function words."""
    table = findings.leading(table[table["kind"].isin(kinds) | table["kind"].isna()])
    return pd.concat([table[table["log_odds"] > 0].head(SHOWN), table[table["log_odds"] < 0].head(SHOWN)])


def halves(filters: Filters, outlet: str) -> None:
    """Offer to divide one outlet's articles at random; the last result stays, marked when it is for other filters."""
    st.header("Would random halves of one outlet give the same?", anchor=False)
    st.text(MADE_HALVES)
    of_outlet = replace(filters, outlets=(outlet,))
    wanted = (str(stores.directory()), stores.snapshot().number, of_outlet)
    if st.button(page.plain(f"Divide the articles of {outlet}"), key="divide", help="Takes seconds to minutes."):
        with st.spinner(page.plain(f"Dividing the articles of {outlet} {queries.words.N_SPLITS} times")):
            told = cache.control(of_outlet, outlet=outlet)
        st.session_state["halves"] = (wanted, told)
    made_for, told = st.session_state.get("halves", (None, ""))
    if told:
        page.say(told)
    if told and made_for != wanted:
        st.caption("Made for other filters or another outlet; run it again.")


def house_style(filters: Filters, outlets: list[str]) -> None:
    """Show, on demand, how each outlet writes what a style guide decides."""
    with st.expander("House style: who writes “U.S.”, and who “US”?", on_change="rerun", key="house_style") as box:
        if not box.open:
            return
        table = cache.house_style(filters)
        shown = queries.words.styles_side_by_side(table, outlets)
        if shown.empty:
            st.caption("By the spelling lists, these outlets spell everything alike.")
            return
        st.text(MADE_STYLE)
        if len(shown) > MAX_STYLES:
            st.caption(f"The {MAX_STYLES} most used of {len(shown):,}; the CSV holds all.")
        page.text_table(shown.head(MAX_STYLES))
        page.download("House style (CSV)", table, "house_style")


MADE_STYLE = (
    "Spellings, abbreviations, apostrophes, titles, and the forms in which people are named, in the outlet's own "
    "voice. They are counted as one word in the comparison above, so none of them can be called distinctive."
)
MAX_STYLES = 40
"""Terms listed on the page."""


def folded(rows: pd.DataFrame) -> None:
    """Say which shorter terms were folded into the terms drawn, because they are the same uses."""
    told = [f"“{term}” also stands for {also}" for term, also in zip(rows["term"], rows["also"], strict=True)
            if isinstance(also, str) and also]  # fmt: skip
    if told:
        st.caption(page.plain(f"Counted once: {'; '.join(told)}.", 600))


filters = session.filters()
page.need_articles(filters, QUESTION)
head = st.container()
chosen = page.in_order(session.chosen_outlets())
if len(chosen) < 2:
    page.opening(QUESTION, "One outlet alone cannot be compared.")
    page.need(False, "Choose at least two outlets in the sidebar.")
left, right = st.columns(2)
target = left.selectbox(
    "Outlet", session.focus_first(chosen), key="target", bind="query-params", persist_state="session"
)
others = [name for name in chosen if name != target]
against = right.selectbox("Compare with", [ALL, *others], key="against", bind="query-params", persist_state="session")
voice = session.voice()
references = tuple(others) if against == ALL else (str(against),)
if not ready(filters, str(target), references, voice):
    with head:
        page.opening(
            QUESTION,
            "Not compared yet under these filters: shuffling many texts takes a while, so it starts on demand.",
        )
    halves(filters, str(target))
    st.stop()
table = cache.keyness(filters, target=str(target), references=references, voice=voice)
with head:
    answer = findings.on_words(
        queries.words.as_written(table), str(target), queries.measures.OTHERS if against == ALL else str(against)
    )
    page.opening(QUESTION, f"{answer} {cache.kinds_of_text(filters, outlets=(str(target), *references))}".strip())
if not table["log_odds"].any():
    halves(filters, str(target))
    st.stop()
kinds = st.pills(
    "Kinds of words", list(KINDS), format_func=lambda kind: KINDS[kind], selection_mode="multi", default=list(KINDS),
    key="kinds", persist_state="session",
)  # fmt: skip
top = figures.marked(sides(table, kinds), "term")
if top.empty:
    st.caption("No word of these kinds was compared. Choose other kinds.")
    house_style(filters, [str(target), *references])
    st.stop()
shown = queries.words.as_written(top)
figures.show(charts.keyness(shown, theme=page.theme()), shown, "words", MADE, filters)
folded(shown)
house_style(filters, [str(target), *references])
with st.expander("All words, by how often each side uses them", on_change="rerun", key="all_words") as box:
    if box.open:
        every = queries.words.as_written(figures.marked(table, "term"))
        drawn = charts.words_of_two(every, theme=page.theme())
        figures.show(drawn, every.head(charts.MAX_MARKS), "words_of_two", MADE, filters)
forms = dict(zip(top["term"], shown["term"], strict=True))
term = st.selectbox(
    "Sentences with", list(forms), format_func=forms.__getitem__, index=None, placeholder="Choose a word",
    key="term_of_words",
)  # fmt: skip
if term:
    using = cache.sentences_with(filters, term=term)
    page.download("Sentences with it (CSV)", using, "sentences_with")
    page.sentences(using.assign(place=using["sentence"].map(lambda number: ", headline" if number < 0 else "")),
                   "{outlet}, {day}{place}")  # fmt: skip
halves(filters, str(target))
