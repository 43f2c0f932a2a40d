"""Closer looks at one event or storyline, each made when it is opened."""

import pandas as pd
import streamlit as st

from analysis import queries
from analysis.presentation import charts, findings, prose
from analysis.settings import Filters
from views import address, cache, figures, page, session, stores

MADE_ALIGNED = (
    "Sentences are matched across outlets by meaning (a static embedding), names and numbers. Clear matches are "
    "shared; sentences without a match are only here; the rest are unclear and not counted. An outlet whose "
    "article is older than a fact cannot have left it out. Exploratory: read both sentences before you say that "
    "something was left out."
)
SHOWN = 10
"""Sentences an outlet that are listed; the table holds all."""

MAX_UNDATED = 5
"""Undated articles that are named; an event of more rests on them, and says so."""


def sentences(filters: Filters) -> None:
    """Show which sentences outlets share, and which only one of them has."""
    with st.expander(
        "What do they share, and what does only one of them have?", on_change="rerun", key="aligned"
    ) as box:
        if not box.open:
            return
        rows, counts = cache.aligned_sentences(filters)
        if counts.empty:
            st.caption("Only one outlet reports here, so there is nothing to compare its sentences with.")
            return
        rows = queries.event.with_matches(rows)
        st.text(MADE_ALIGNED)
        page.rows(counts)
        page.download("Sentences (CSV)", rows, "aligned")
        left, right = st.columns(2, vertical_alignment="bottom")
        outlet = left.selectbox("Sentences of", page.in_order(counts["outlet"]), key="aligned_of")
        standing = right.segmented_control(
            "Standing", ["only here", "shared"], default="only here", required=True, key="aligned_standing",
            label_visibility="collapsed",
        )  # fmt: skip
        shown = rows[(rows["outlet"] == outlet) & (rows["standing"] == standing)]
        if len(shown) > SHOWN:
            st.caption(f"The first {SHOWN} of {len(shown):,}; the CSV holds all.")
        shown = shown.head(SHOWN)
        page.sentences(shown.assign(told=[prose.where_else(row) for row in session.rows(shown)]), "{told}")


MADE_SPOKEN = (
    "Words of each speaker, quoted or paraphrased, as the rules find them, estimated from characters. Forms "
    "that the alias file gives one name are one row; '(unnamed sources)' where the text names nobody."
)


WHO_IS_QUOTED = "Who is quoted, with how many words?"


def counted(table: pd.DataFrame) -> str:
    """Say how many attributions a listing of speakers rests on."""
    return f"{prose.count(int(table['n_quotes'].sum()), 'attribution')}; descriptive only"


def who_is_quoted(filters: Filters) -> None:
    """Show how many words each outlet lets a speaker say."""
    table = cache.words_of_speakers(filters)
    if table.empty:
        st.caption("The rules found nobody quoted in these articles.")
        return
    table = figures.marked(table, "speaker", "outlet")
    drawn = charts.grid(table, row="speaker", title=WHO_IS_QUOTED, note=counted(table), unit="words",
                        theme=page.theme())  # fmt: skip
    figures.show(drawn, table, "event_speakers", MADE_SPOKEN, filters)


MADE_WORDS = (
    "Log-odds ratio with a prior from ordinary news (Fightin' Words, Political Analysis 2008), within these articles "
    "alone. Where there are too few events for a test, words are ordered by size of effect, and none may be called "
    "distinctive."
)
WORDS_SHOWN = 10


def words(filters: Filters, outlets: list[str]) -> None:
    """Show which words an outlet uses here more or less than the others."""
    with st.expander("Which words does one of them use more here?", on_change="rerun", key="event_words") as box:
        if not box.open:
            return
        if len(outlets) < 2:
            st.caption("Only one outlet reports here, so there is nothing to compare its words with.")
            return
        outlet = st.selectbox("Words of", outlets, key="event_words_of")
        others = tuple(name for name in outlets if name != outlet)
        table = cache.keyness(filters, target=str(outlet), references=others)
        if not table["log_odds"].any():
            st.caption(page.plain(findings.on_words(table, str(outlet), queries.measures.OTHERS), 400))
            return
        more, less = (table[table["log_odds"] * sign > 0].head(WORDS_SHOWN) for sign in (1, -1))
        shown = queries.words.as_written(figures.marked(pd.concat([more, less]), "term"))
        figures.show(charts.keyness(shown, theme=page.theme()), shown, "event_words_of_two", MADE_WORDS, filters)


def names(filters: Filters) -> None:
    """Show under which names each outlet refers to the same person, place or organisation."""
    with st.expander("How does each outlet name the same people and places?", on_change="rerun", key="names") as box:
        if not box.open:
            return
        table = cache.names_used(filters)
        if table.empty:
            st.caption("No person, place or organisation is named in more than one way here.")
            return
        beside = queries.event.side_by_side(table)
        page.text_table(beside[["name", *page.in_order(beside.columns.drop("name"))]])
        figures.rows(figures.marked(table, "article_id", "sentence"), "names", filters)
        page.download("Names (CSV)", table, "names")


def copies(filters: Filters) -> None:
    """Show what outlets made of one agency text."""
    with st.expander("What was copied from an agency or another outlet?", on_change="rerun", key="copied") as box:
        if not box.open:
            return
        counts, passages = cache.copied_passages(filters)
        if counts.empty:
            st.caption("No near-duplicates were found among these articles.")
            return
        figures.rows(figures.marked(counts, "article_id"), "copied", filters)
        page.download("Copies (CSV)", counts, "copied")
        st.text("What was cut from the earlier text, and what was added to it, word by word:")
        page.rows(passages)


def coverage(filters: Filters) -> None:
    """Show for a storyline which of its shared events each outlet covered, beside what its size lets expect."""
    with st.expander(
        "Who covered, led or skipped the storyline's shared events?", on_change="rerun", key="covered"
    ) as box:
        if not box.open:
            return
        table = cache.coverage_of_storyline(filters)
        if table.empty:
            st.caption(
                "No event of this storyline is reported by two of the chosen outlets, so nobody can have skipped it."
            )
            return
        page.rows(table)
        page.download("Coverage (CSV)", table, "covered")


def in_doubt(event: str, articles: pd.DataFrame) -> None:
    """Say where an event may hold two happenings, and offer to part them."""
    told, half = cache.doubt(event)
    if not told:
        return
    st.info(page.plain(f"This event is in doubt: {told}.", 400))
    titles = articles[articles["article_id"].isin(half)]
    if half and len(half) < len(articles):
        names = prose.joined([f"{row['outlet']}: {row['label']}" for row in session.rows(titles)], 3)
        with st.expander("Would two events be right?"):
            st.text(f"These would be an event of their own: {names}")
            _button("Part them", "split", half, None, "the halves of a doubtful event", disabled=False, key="part")


def undated(event: str) -> None:
    """Say when its undated articles probably appeared, judging by their dated neighbours or their texts."""
    told = [
        f"{row['outlet']}: {page.title_of(row)} ({'' if row['n_neighbours'] else 'from '}"
        f"{prose.when(row['first_at'], row['last_at'])}{'' if row['n_neighbours'] else ', named in it'})"
        for row in session.rows(cache.ask(queries.event.dated_by_neighbours, event))
    ]
    if told:
        st.text(f"Undated, and dated by their neighbours in this event only: {prose.joined(told, MAX_UNDATED)}")


def explained(event: str) -> None:
    """Show what holds an event together and what lies next to it."""
    with st.expander("Why are these articles one event?", on_change="rerun", key="explained") as box:
        if not box.open:
            return
        shared, articles, nearest = cache.explanation(event=event)
        for kind, part in shared.groupby("kind", sort=False, observed=True):
            terms = ", ".join(part["term"])
            st.text(f"Shared {kind}s: {terms}")
        if shared.empty:
            st.text("No name, number or word is shared: this event is a single article.")
        st.text(nearest)
        page.rows(articles)


def correct(event: str, articles: pd.DataFrame) -> None:
    """Let a person split, move or merge; the store logs it and keeps it through every rebuild."""
    with st.expander("Is the grouping wrong? Correct it", on_change="rerun", key="correct") as box:
        if not box.open:
            return
        st.text("A correction is logged in the store, survives every rebuild, and is counted in every export.")
        labels = {row["article_id"]: f"{row['outlet']}: {row['label']}" for row in session.rows(articles)}
        chosen = st.multiselect(
            "Articles", list(labels), format_func=lambda key: labels[key][:120], key="wrong_articles",
            placeholder="Choose articles of this event",
        )  # fmt: skip
        events = cache.events_to_choose(session.filters())
        others = events[events["event"] != event]
        names = dict(zip(others["event"], others["label"], strict=True))
        goal = st.selectbox(
            "Other event", list(names), index=None, format_func=lambda key: names[key], placeholder="Choose an event",
            key="other_event",
        )  # fmt: skip
        if st.session_state.pop("corrected", False):
            st.session_state[NOTE] = ""  # the next correction has a reason of its own
        note = st.text_input("Why", key=NOTE, placeholder="For readers of the log")
        is_all = len(chosen) == cache.overview(Filters(event=event))["n_articles"]
        if is_all:
            st.caption("All articles of this event are chosen; splitting them all off would change nothing.")
        with st.container(horizontal=True):
            for label, action, of, to, is_ready, tooltip in (
                ("Split off", "split", chosen, None, chosen and not is_all,
                 "The chosen articles become an event of their own"),
                ("Move there", "move", chosen, goal, chosen and goal,
                 "The chosen articles belong to the other event"),
                ("Merge both events", "merge", list(labels)[:1], goal, goal,
                 "This event and the other one become one, with all their articles"),
                ("Pin here", "pin", chosen, event, chosen,
                 "The chosen articles stay in this event, whatever is read later"),
            ):  # fmt: skip
                _button(label, action, of, to, note, disabled=not is_ready, tooltip=tooltip)
        address.say_notes(page.remark, PLACE)
        _log()


PLACE = "corrections"
"""The part of the page that says why a correction was refused."""

NOTE = "correction_note"
"""The box that asks why a correction is made."""

MAX_CORRECTIONS = 10
"""Corrections listed, the latest; all of them stand in the export."""


def _log() -> None:
    """List the corrections of this corpus, each with a button that undoes it alone."""
    rows = queries.corpora.corrections_log(stores.snapshot())
    standing = rows[rows["undone_at"].isna()].head(MAX_CORRECTIONS)
    if len(standing):
        st.html('<p class="px-label">Corrections in force in this corpus, the latest first</p>')
    for row in session.rows(standing):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.text(prose.correction(row))
            if st.button("Undo", key=f"undo_{row['correction']}"):
                _undo(int(row["correction"]))


def _undo(number: int) -> None:
    """Undo a correction, regroup, and show the event in which one of the articles shown now lies."""
    shown = cache.articles(Filters(event=session.parameter("event")))["article_id"]
    with address.refusal_noted(PLACE):
        with st.spinner("Grouping anew"):
            queries.corpora.undo(stores.directory(), number)
        st.toast("Undone; the other corrections stand.")
        if len(shown):
            _go_to_event_of(shown.iloc[0])
        st.rerun()


def _button(
    label: str, action: str, articles: list[str], goal: str | None, note: str, *, disabled: bool, key: str = "",
    tooltip: str | None = None,
) -> None:  # fmt: skip
    """Offer one kind of correction; when it is clicked, log it, regroup and show the result."""
    if not st.button(label, key=f"do_{key or action}", disabled=disabled, help=tooltip):
        return
    with_article = None
    if goal:
        there = cache.articles(Filters(event=goal))["article_id"]
        with_article = next((key for key in there if key not in articles), None)
    with address.refusal_noted(PLACE):
        with st.spinner("Grouping anew"):
            queries.corpora.correct(stores.directory(), action, articles, with_article, note)
        st.session_state["corrected"] = True
        st.toast(f"{prose.CORRECTED[action]}. The log below “Correct it” undoes it.")
        _go_to_event_of(articles[0])
        st.rerun()


def _go_to_event_of(article_id: str) -> None:
    """Stay with an article that was corrected: its event may have another id now, and the old one none left."""
    moved = session.article(article_id)
    if moved is not None and isinstance(moved["event"], str):
        st.query_params["event"] = moved["event"]
