"""Who is quoted, how much, and with which verbs?"""

import streamlit as st

from analysis import queries
from analysis.presentation import charts, openings, prose
from analysis.settings import Filters
from views import cache, figures, page, panels, session

MADE_SHARES = (
    "Shares of the characters of all bodies that lie inside attributions, which follow shares of words closely. "
    "Quotation marks catch less than half of what is attributed, so paraphrase is looked for too. An attribution "
    "counts here if it is said and probable enough (setting attribution_from): on labelled articles 85% of that is "
    "right, and it covers 59% of what people mark. What the cut leaves out, and what is only thought, is part of the "
    "outlet's own share. Who is quoted needs more (setting quoted_from)."
)
MADE_CUES = (
    "Verbs and phrases that attribute, as a share of the outlet's attributions that have one. Loaded verbs judge "
    "what is said ('claimed', 'admitted'); the list is open and can be edited. Only attributions that are "
    "probable enough for who is quoted count (setting quoted_from)."
)
MADE_SIDES = (
    "Share of the outlet's attributed characters, which follow words closely, of attributions that are probable enough "
    "for who is quoted (setting quoted_from), by the country or organisation that the "
    "alias file (data/aliases.csv) gives the speaker. An organisation stands for itself, a person or a capital for "
    "their country. '(not known)': a speaker is named whom the file does not know; '(unnamed sources)': the text "
    "names none; '(others)': countries and organisations behind the first. Each outlet's column adds up to 100%, but "
    "for rounding. Where '(not known)' is large, the rest says little: the file knows politics best, and can be edited."
)

MADE_FATES = (
    "The rules give each attribution that they find a probability, and only what is said counts. “Counted”: probable "
    "enough for who is quoted, for whom they speak and with which verbs (setting quoted_from). “Words only”: probable "
    "enough that the words are somebody else's, so that the shares above hold them (setting attribution_from), but not "
    "for who says them. “Not sure enough”: less probable than that. “Thought”: only thought, wished or felt. The last "
    "two are part of the outlet's own share. Unnamed: the text gives no speaker, or only “officials”, “a source” and "
    "the like."
)
MADE_THOUGHT = (
    "Who is said to think, wish or feel something ('believes', 'wants'), for each article of the outlet, "
    "however probable the attribution is: read the passages below. None of it counts as quoted; it is part of the "
    "outlet's own share."
)


def left_out(filters: Filters) -> None:
    """Show, on demand, what becomes of each outlet's attributions, and whose speakers have no name."""
    with st.expander("What is left out, and which speakers are unnamed?", on_change="rerun", key="left_out") as box:
        if not box.open:
            return
        table = cache.fates(filters)
        st.text(MADE_FATES)
        outlets = page.in_order(table["outlet"])
        table = table.sort_values("outlet", key=lambda names: names.map(outlets.index), kind="stable")
        for outlet in outlets:
            part = table[table["outlet"] == outlet]
            shares = {row["fate"]: prose.percent(row["share"]) for row in session.rows(part)}
            counted = part[part["fate"] == queries.uncounted.COUNTED]
            unnamed = prose.percent(counted["share_unnamed"].iloc[0]) if len(counted) else "no value"
            told = ", ".join(f"{share} {fate}" for fate, share in shares.items())
            st.caption(page.plain(f"{outlet}: {told}; speakers unnamed in {unnamed} of those that count.", 300))
        page.rows(table)
        page.download("What happened to attributions (CSV)", table, "attributions_left_out")


def thought(filters: Filters) -> None:
    """Show, on demand, who is said to think, wish or feel something, and what; it is counted nowhere else."""
    with st.expander("Who is reported to think, wish or feel what?", on_change="rerun", key="thought") as box:
        if not box.open:
            return
        table = cache.thinkers(filters)
        if table.empty:
            st.caption("The rules found no reported thoughts in these articles.")
            return
        note = f"{prose.count(int(table['n_quotes'].sum()), 'attribution')}; descriptive only"
        drawn = charts.grid(table, row="speaker", title="Whose thoughts are reported, and how often?", note=note,
                            unit="attributions per article of the outlet", theme=page.theme())  # fmt: skip
        figures.show(drawn, table, "thinkers", MADE_THOUGHT, filters)
        rows = cache.attributions(filters, act="thought")
        page.sentences(rows.assign(speaker=rows["speaker"].fillna("nobody named")), "{outlet}: {speaker}, {cue}")


filters = session.filters()
shares = cache.voice_shares(filters)
page.opening("Who is quoted, how much, and with which verbs?", openings.on_voices(shares, session.focus()))
page.need(len(shares) > 0, "No text under these filters could be measured. Choose other outlets or dates.")
own = shares["voice"] == "own"
shares = figures.marked(
    shares.assign(kind=shares["voice"].mask(own), measure=own.map({True: "share_attributed"})),
    "outlet", "kind", "measure",
).drop(columns=["kind", "measure"])  # fmt: skip
figures.show(charts.voices(shares, theme=page.theme()), shares, "voices", MADE_SHARES, filters)
left_out(filters)
panels.who_is_quoted(filters, "voices")
thought(filters)
sides = cache.sides(filters)
if len(sides):
    sides = figures.marked(sides, "side", "outlet")
    sides["mark"] = sides["mark"].where(sides["side"] != queries.voices.OTHER_SIDES)
    known = ~sides["side"].isin((queries.attributed.NOT_KNOWN, queries.attributed.NOT_NAMED))
    n_known, n_quotes = int(sides.loc[known, "n_quotes"].sum()), int(sides["n_quotes"].sum())
    drawn = charts.grid(
        sides.assign(estimate=100 * sides["share"]), row="side",
        title="Which countries and organisations do the quoted voices speak for?",
        note=f"{prose.count(n_quotes, 'attribution')}, the speaker's side is known for {n_known:,}; descriptive only",
        unit="% of the outlet's attributed words", theme=page.theme(),
    )  # fmt: skip
    figures.show(drawn, sides, "sides", MADE_SIDES, filters)
cues = cache.cues(filters)
if len(cues):
    cues = figures.marked(cues, "cue", "outlet")
    named = cues["cue"] + cues["cue_kind"].map({"loaded": " (loaded)"}).fillna("")
    drawn = charts.grid(
        cues.assign(estimate=100 * cues["share"], row=named), row="row", title="Which words attribute what is said?",
        note=f"{prose.part_of(int(cues['n_quotes'].sum()), cache.n_attributions(filters), 'attribution')}; "
        "descriptive only",
        unit="% of the outlet's attributions that have such a word", theme=page.theme(),
    )  # fmt: skip
    figures.show(drawn, cues, "cues", MADE_CUES, filters)
