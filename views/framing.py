"""Which aspects does each outlet put forward?"""

import streamlit as st

from analysis import queries
from analysis.presentation import findings
from views import cache, checking, codebook, page, panels, session, training, whose

QUESTION = "Which aspects does each outlet put forward?"

filters = session.filters()
page.need_articles(filters, QUESTION)
books = cache.codebooks(filters)
page.need(bool(books), "No frame is measured in this store.")
book = codebook.chosen(books)
every = [*cache.measure_names(), *cache.further_names()]
of_all_words = books[book]
names = tuple(whose.frames(of_all_words, every, session.voice()))
own = tuple(cache.measure_names(prefix="trained:"))
compared = session.compared(filters, *names)
differences = queries.coding.answers(queries.measures.overall(compared))
answer = findings.on_differences(differences, "the emphasis of frames", session.focus())
page.opening(QUESTION, f"{answer} {cache.kinds_of_text(filters)}".strip())
codebook.choice(books)
panels.frames(compared, filters, names)
panels.frames_over_time(filters, names)
in_all_words = dict(zip(names, of_all_words, strict=True))
found = in_all_words.get(findings.surest_measure(differences, session.focus()) or "", of_all_words[0])
session.follow("frame", found, [*of_all_words, *own])
chosen = st.selectbox(
    "One frame closer",
    [*of_all_words, *own],
    format_func=page.frame_name,
    key="frame",
    persist_state="session",
    bind="query-params",
)
frame = dict(zip(of_all_words, names, strict=True)).get(str(chosen), chosen or names[0])
if frame in own:
    estimates = session.compared(filters, frame)
    st.text(cache.trained_figures(name=frame.removeprefix("trained:").partition("/")[0]))
else:
    estimates = compared[compared["measure"].astype("str") == frame]
panels.comparison(
    "Does one outlet put this frame forward more, beyond chance?",
    estimates,
    queries.methods.meant(frame),
    filters,
    name="frame",
    head=None,
)
panels.over_time(filters, queries.methods.meant(frame), frame)
checking.panel(filters, frame, estimates, name="frame")
panels.frame_evidence(filters, frame)
codebook.panel()
training.panel()
