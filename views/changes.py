"""Who changed which headline and sentence after publication, and when?"""

import html

import pandas as pd
import streamlit as st

from analysis.presentation import highlight, openings, prose
from views import cache, page, session, stores

MADE = (
    "Texts of one address are versions of one article: collected again because the listing named a later time or "
    "another headline, or read from sources of several days. Each is compared with the text seen before it, word by "
    "word in the headline and sentence by sentence below. What changed between two visits is seen once, at the second. "
    "The first text counts in comparisons; a store built with --version last counts the last."
)
SHOWN = 20
"""Changes shown; the tables hold all."""

MAX_SENTENCES = 6
"""Sentences of a change that are shown each way; the table holds more."""

QUESTION = "Who changed which headline and sentence, and when?"

filters = session.filters()
page.need_articles(filters, QUESTION)
by_outlet = cache.changes_by_outlet(filters)
changed = cache.versions(filters)
page.opening(
    QUESTION,
    openings.on_changes(by_outlet, stores.snapshot().settings.version),
)


def _outlet(article_id: str) -> str:
    facts = session.article(article_id)
    return "" if facts is None else str(facts["outlet"])


def _show(row: session.Row, sentences: pd.DataFrame) -> None:
    """Show one change: outlet, when it was seen, the headline, and the sentences that went and came."""
    before, after = (title if isinstance(title, str) else "" for title in (row["title_before"], row["title_after"]))
    seen = "at an unknown time" if pd.isna(row["seen_at"]) else f"seen {row['seen_at']:%-d %B %Y, %H:%M} UTC"
    share = f" · {prose.percent(row['changed'])} of the words changed" if row["changed"] > 0 else " · text unchanged"
    told = highlight.changes(before, after) if before != after else f"{html.escape(after)} (headline unchanged)"
    st.html(f'<div class="px-card">{page.key_of(_outlet(row["article_id"]))} <p class="px-title" dir="auto">{told}</p>'
            f'<p class="px-small">{html.escape(seen + share)}</p></div>')  # fmt: skip
    for change, tag in (("taken out", "del"), ("put in", "ins")):
        rows = sentences.loc[sentences["change"] == change, "sentence"]
        for text in rows.head(MAX_SENTENCES):
            st.html(f'<div class="px-quote-line" dir="auto"><{tag}>{html.escape(text)}</{tag}></div>'
                    f'<p class="px-small">{change}</p>')  # fmt: skip
        if len(rows) > MAX_SENTENCES:
            st.caption(f"and {prose.count(len(rows) - MAX_SENTENCES, 'more sentence')} {change}")
    with st.container(horizontal=True):
        page.article_link(row["text_before"], "The text before")
        page.article_link(row["article_id"], "This text")


if len(changed):
    st.header("By outlet", anchor=False)
    page.rows(by_outlet)
    page.download("Changes by outlet (CSV)", by_outlet, "changes_by_outlet")
    st.header("The changes, the latest first", anchor=False)
    sentences = cache.changed_sentences(filters)
    for row in session.rows(changed.head(SHOWN)):
        _show(row, sentences[sentences["article_id"] == row["article_id"]])
    if len(changed) > SHOWN:
        st.caption(f"The latest {SHOWN} of {len(changed):,}; the tables hold all.")
    with st.expander("As tables"):
        page.rows(changed.drop(columns=["article_id", "version_of", "text_before"]))
        page.download("Versions (CSV)", changed, "versions")
        page.rows(sentences.drop(columns="article_id"))
        page.download("Changed sentences (CSV)", sentences, "changed_sentences")
with st.expander("How changes are found"):
    st.text(MADE)
