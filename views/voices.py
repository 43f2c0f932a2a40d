"""Who is quoted, how much, and with which verbs?"""

from analysis.presentation import charts, prose
from views import page, panels, session

MADE_SHARES = (
    "Shares of the characters of all bodies inside attributions, which follow shares of words closely. Quotation "
    "marks catch less than half of what is attributed, so paraphrase is looked for too; a photograph of the "
    "rules' errors is in Methods."
)
MADE_CUES = (
    "Verbs and phrases that attribute, as a share of the outlet's attributions that have one. Loaded verbs judge "
    "what is said ('claimed', 'admitted'); the list is open and can be edited."
)

filters = session.filters()
shares = session.asked("voice_shares", filters)
page.opening("Who is quoted, how much, and with which verbs?", prose.on_voices(shares))
page.need(len(shares) > 0, "No text under these filters could be measured. Choose other outlets or dates.")
page.figure(charts.voices(shares, theme=page.theme()), shares, "voices", MADE_SHARES, filters)
panels.who_is_quoted(filters, "voices")
cues = session.asked("cues", filters)
if len(cues):
    named = cues["cue"] + cues["cue_kind"].map({"loaded": " (loaded)"}).fillna("")
    drawn = charts.grid(
        cues.assign(estimate=100 * cues["share"], row=named), row="row", title="Which words attribute what is said?",
        note=f"{prose.count(int(cues['n_quotes'].sum()), 'attribution')}; describes only",
        unit="% of the outlet's attributions", theme=page.theme(),
    )  # fmt: skip
    page.figure(drawn, cues, "cues", MADE_CUES, filters)
