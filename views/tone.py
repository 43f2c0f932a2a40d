"""Does one outlet word the same events more negatively, beyond chance?"""

import streamlit as st

from analysis import queries
from views import cache, checking, page, panels, session, whose

MEASURES = (
    "tone_own",
    "tone_attributed",
    "tone_title",
    "tone_body",
    "title_minus_body",
    "tone_without_names",
    "share_negative",
    "share_attributed",
    "share_direct",
    "loaded_rate",
    "hedge_rate",
    "n_words",
)
SURVIVES = ("tone_own", "tone_attributed", "tone_title", "tone_body", "tone_without_names", "share_negative")

QUESTION = "Does one outlet word the same events differently, beyond chance?"

filters = session.filters()
page.need_articles(filters, QUESTION)
held = [name for name in cache.measure_names() if name in MEASURES or name.startswith("target:")]
page.need(bool(held), "Nothing is measured in this store: its articles are too short, or not English.")
names = whose.measures([name for name in MEASURES if name in held], session.voice())
names += [name for name in held if name.startswith("target:")]
head = st.container()
if st.session_state.get("measure") not in names:  # the tone of another voice
    st.session_state["measure"] = names[0]
chosen = st.selectbox(
    "Measure",
    names,
    format_func=lambda name: queries.methods.meant(name).label,
    key="measure",
    persist_state="session",
    bind="query-params",
)
measure = chosen or names[0]
meant = queries.methods.meant(measure)
estimates = session.compared(filters, measure)
panels.comparison(
    QUESTION,
    estimates,
    meant,
    filters,
    name="tone",
    head=head,
)
panels.over_time(filters, meant, measure)
panels.survives(filters, tuple(name for name in SURVIVES if name in held))
checking.panel(filters, measure, estimates, name="tone")
st.header("Which sentences are the most negative and the most positive?", anchor=False)
panels.tone_evidence(filters)
