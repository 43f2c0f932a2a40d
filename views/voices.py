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
    drawn = charts.by_row_and_outlet(
        cues.assign(estimate=cues["share"], row=cues["cue"] + cues["cue_kind"].map({"loaded": " (loaded)"}).fillna("")),
        row="row",
        title="Which words attribute what is said?",
        note="share of the outlet's attributions; describes only",
        unit="share",
        theme=page.theme(),
    )
    page.figure(drawn, cues, "cues", MADE_CUES, filters)
