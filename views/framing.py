"""Which aspects does each outlet put forward?"""

import streamlit as st

from analysis.presentation import prose
from views import page, panels, session, training

filters = session.filters()
names = tuple(session.asked("measured", None, prefix="frame:"))
own = tuple(session.asked("measured", None, prefix="trained:"))
page.need(bool(names), "No frame is measured in this store.")
compared = session.compared(filters, *names)
differences = panels.overall(compared)
differences = differences[differences["component"] == "difference"]
page.opening("Which aspects does each outlet put forward?", prose.on_differences(differences, "the emphasis of frames"))
panels.frames(compared, filters, names)
panels.frames_over_time(filters, names)
chosen = st.selectbox(
    "One frame closer",
    [*names, *own],
    format_func=page.frame_name,
    key="frame",
    persist_state="session",
    bind="query-params",
)
frame = chosen or names[0]
if frame in own:
    estimates = session.compared(filters, frame)
    st.text(session.asked("trained_figures", None, name=frame.removeprefix("trained:").partition("/")[0]))
else:
    estimates = compared[compared["measure"].astype("str") == frame]
panels.comparison(
    "Does one outlet put this frame forward more, beyond chance?",
    estimates,
    page.meant(frame),
    filters,
    name="frame",
    head=None,
)
panels.over_time(filters, page.meant(frame), frame)
panels.frame_evidence(filters, frame)
training.panel()
