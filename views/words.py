"""Which words tell the outlets apart, and would chance do the same?"""

import pandas as pd
import streamlit as st

from analysis.comparison import contrasts
from analysis.presentation import charts, prose, style
from analysis.settings import Filters
from views import page, session

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


def ready(filters: Filters, target: str, references: tuple[str, ...]) -> bool:
    """Ask before a heavy run; a run is remembered for exactly these filters and outlets."""
    n_articles = session.asked("overview", filters)["n_articles"]
    if n_articles <= AT_ONCE:
        return True
    wanted = (filters, target, references)
    done = st.session_state.setdefault("words_computed", [])
    if wanted not in done and st.button(f"Compare the words of {n_articles:,} articles", type="primary"):
        done.append(wanted)
    return wanted in done


def sides(table: pd.DataFrame) -> pd.DataFrame:
    """Take the first words of each side, in the table's own order."""
    return pd.concat([table[table["log_odds"] > 0].head(SHOWN), table[table["log_odds"] < 0].head(SHOWN)])


head = st.container()
filters = session.filters()
chosen = style.in_order(session.chosen_outlets())
if len(chosen) < 2:
    page.opening(QUESTION, "One outlet alone cannot be compared.")
    page.need(False, "Choose at least two outlets in the sidebar.")
left, right = st.columns(2)
target = left.selectbox("Outlet", chosen, key="target", bind="query-params", persist_state="session")
others = [name for name in chosen if name != target]
against = right.selectbox("Held against", [ALL, *others], key="against", bind="query-params", persist_state="session")
references = tuple(others) if against == ALL else (str(against),)
if not ready(filters, str(target), references):
    with head:
        page.opening(
            QUESTION, "Not yet compared under these filters: shuffling many texts takes a while, so it starts here."
        )
    st.stop()
table = session.asked("keyness", filters, target=str(target), references=references)
with head:
    page.opening(QUESTION, prose.on_words(table, str(target), contrasts.OTHERS if against == ALL else str(against)))
if table.empty:
    st.stop()
top = sides(table)
page.figure(charts.keyness(top, theme=page.theme()), top, "words", MADE, filters)
with st.expander("All words, by how often each side uses them", on_change="rerun", key="all_words") as box:
    if box.open:
        drawn = charts.words_of_two(table, theme=page.theme())
        page.figure(drawn, table.head(charts.MOST_MARKS), "words_of_two", MADE, filters)
term = st.selectbox(
    "Sentences with", top["term"].tolist(), index=None, placeholder="Choose a word", key="term_of_words"
)
if term:
    page.sentences(session.asked("sentences_with", filters, term=term))
