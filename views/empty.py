"""What a corpus without any article shows: what was brought, why nothing of it could be read, and what to do."""

import streamlit as st

from analysis.presentation import prose
from views import cache, collect, page, upload

REASONS_SHOWN = 3
"""Reasons told in the opening; the table below holds all."""


def show() -> None:
    """Show the rejects of the open store, and the ways out."""
    rejects = cache.rejects()
    page.opening("Nothing in this corpus could be read", answer(rejects["reason"].tolist()), with_filters=False)
    if len(rejects):
        st.header("Inputs, and why none became an article", anchor=False)
        page.rows(rejects)
        page.download("Rejects (CSV)", rejects, "rejects")
    upload.panel()
    collect.panel()
    st.caption("Another corpus can be opened in the sidebar, and this one can be deleted there.")


def answer(reasons: list[str]) -> str:
    """Say in a sentence why nothing could be read, the commonest reasons first.

    Examples
    --------
    >>> answer(["too short", "not text", "too short"])
    '3 inputs were brought and none became an article: too short (2), not text (1).'
    >>> answer([])
    'It holds no article. Bring articles below.'
    """
    if not reasons:
        return "It holds no article. Bring articles below."
    counts = {reason: reasons.count(reason) for reason in dict.fromkeys(reasons)}
    common = sorted(counts, key=lambda reason: -counts[reason])
    parts = [f"{reason} ({counts[reason]:,})" for reason in common[:REASONS_SHOWN]]
    more = f" and {len(common) - REASONS_SHOWN} other reasons" if len(common) > REASONS_SHOWN else ""
    verb = "was" if len(reasons) == 1 else "were"
    return (f"{prose.count(len(reasons), 'input')} {verb} brought and none became an article: "
            f"{', '.join(parts)}{more}.")  # fmt: skip
