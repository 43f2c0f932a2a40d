"""Why this score? One article: its text with the evidence marked, and what was removed from it."""

import pandas as pd
import streamlit as st

from analysis import queries
from analysis.presentation import charts, highlight, openings, prose
from analysis.settings import Filters
from views import cache, figures, page, session, stores

QUESTION = "Why this score?"
MADE_TONE = (
    "VADER's compound of each sentence, -1 to 1; sentences without a word of its lexicon have no tone. It measures "
    "wording, not stance: 'war' is negative whoever says it. Hatched: somebody else's words."
)
KINDS = {
    "Quotations": ("direct", "indirect", "mixed"),
    "Words of tone": ("positive", "negative"),
    "Loaded words": ("loaded",),
    "Words of frames": ("frame",),
    "Names": ("target",),
}


def marked_text(article: pd.Series, sentences: pd.DataFrame) -> None:
    """Show headline and body with the marks that are chosen."""
    marks = cache.marks(article_id=article["article_id"])
    found = [name for name, kinds in KINDS.items() if marks["kind"].isin(kinds).any()]
    chosen = st.pills(
        "Show", found, selection_mode="multi", default=found[:2], key="marks", persist_state="session", wrap=True
    )
    kinds = [kind for name in chosen or [] for kind in KINDS[name]]
    spans = marks[marks["kind"].isin(kinds)]
    wanted = (figures.chosen("sentences") or {}).get("sentence") or session.parameter("sentence") or ""
    here = sentences[sentences["sentence"].astype("str") == wanted]
    if len(here) and int(here["sentence"].iloc[0]) >= 0:
        spans = pd.concat([spans, here[["start", "end"]].assign(kind="sentence", note="")], ignore_index=True)
    body = stores.snapshot().body(article["article_id"])
    st.html(highlight.legend(spans["kind"]) + highlight.html_of(body, spans))


article_id = session.parameter("article")
page.need(article_id is not None, "No article is chosen. Open one from an event, a sentence or the search.", QUESTION)
found = session.article(str(article_id))
page.need(found is not None, "This article is not in the open corpus. Choose another corpus, or go back.", QUESTION)
assert found is not None
sentences = cache.article_sentences(article_id=found["article_id"])
page.opening(QUESTION, openings.on_article(sentences), with_filters=False)
page.heading(found["label"], found["outlet"])
st.text(prose.provenance(found))
credit = queries.example.credit_line(found)
if credit:
    st.caption(page.plain(credit, 500))
if isinstance(found["event"], str):
    page.event_link(found["event"], "Compare with the other outlets on this event")

if sentences["tone"].notna().any():
    drawn = figures.marked(sentences, "sentence", article_id=found["article_id"])
    figures.show(charts.sentence_tone(drawn, theme=page.theme()), drawn, "sentences", MADE_TONE, Filters())
text, numbers = st.columns([3, 2], gap="large")
with text:
    marked_text(found, sentences)
with numbers:
    measures = cache.article_measures(article_id=found["article_id"])
    if len(measures):
        st.header("Its measures", anchor=False)
        meant = [queries.methods.meant(name) for name in measures["measure"]]
        named = zip(measures["measure"], measures["value"], strict=True)
        values = [int(value) if name.startswith("n_") and pd.notna(value) else value for name, value in named]
        shown = pd.DataFrame(
            {
                "measure": [measure.label for measure in meant],
                "value": pd.Series(values, dtype="object"),
                "unit": [measure.unit for measure in meant],
                "rests on": measures["n"].to_numpy(),
            }
        )
        page.text_table(shown)
removed = cache.removals(article_id=found["article_id"])
with st.expander(
    f"What was removed ({prose.count(len(removed), 'passage')}, {found['n_removed']:,} characters)", expanded=True
):
    for row in session.rows(removed):
        st.caption(page.plain(row["rule"].removeprefix("drop_").replace("_", " ")))
        st.text(row["text"])
    if removed.empty:
        st.caption("Nothing was removed from this article.")
with st.expander("All sentences as a table"):
    page.rows(sentences)
