"""What the words on the pages mean, and how each number is made: plain text, shown in the Methods view."""

import re

import pandas as pd

TERMS = {
    "outlet": "The organisation that published the article.",
    "article": "One published text, as it came and as cleaned.",
    "event": "Something that happened at one place and time, reported by one or more articles.",
    "storyline": "A chain of events that belong together over weeks or years. Found by the tool; exploratory.",
    "tone": "How positive or negative the wording is, whoever it is about. Not stance, and not truth.",
    "own voice": "Sentences that are attributed to nobody: the outlet itself speaks.",
    "attributed": "Somebody else's words, in quotation marks or paraphrased.",
    "unnamed sources": "Speakers without a name: officials, critics, analysts.",
    "frame": "An aspect that a text selects and makes salient, as listed in a codebook.",
    "emphasis": "How far a text puts a frame forward, in standard deviations from other news.",
    "salience": "Words of a frame per 1,000 words.",
    "loaded word": "A word of an open list: intensifiers, evaluative words, hedges, boosters, judging verbs.",
    "house style": "How an outlet spells and abbreviates (U.S. or US). Never counted as distinctive.",
    "estimate": "A value that stands for more than the texts at hand; it comes with an interval.",
    "interval": "Where the true value plausibly lies: 95% of such intervals hold it. Measurement error is not in it.",
    "corrected": "Estimated from articles that people coded, so that the measure's own error is taken out.",
    "alpha": "Krippendorff's alpha: how well coders agree beyond chance; 1 is perfect, .667 the minimum needed.",
    "n": "How many events and articles an estimate rests on.",
    "p": "How often chance alone would give a result at least as large.",
    "q": "p corrected for the number of comparisons. Up to .05: beyond chance.",
    "chance": "The 95th percentile when outlet labels are permuted at random within events.",
    "describe only": "The texts are described; nothing follows from them about the outlets.",
    "log-odds": "How much more one side uses a word: the natural logarithm of an odds ratio. 0 means equal use.",
    "copy": "A near-duplicate or agency text that repeats an earlier article; comparisons count it once.",
    "reject": "An input that did not become an article, kept with its reason.",
}
"""The glossary's words that a reader of the pages meets."""

COMMON = ("outlet", "article", "n")
"""Words that need no help beside every figure."""

METHODS = {
    "Comparing like with like": (
        "About half of the variance of tone is the event itself, so a plain average of each outlet compares what it "
        "chose to cover. Outlets are therefore compared event by event, over the events that both report. Several "
        "articles of an outlet in one event are averaged first; copies count once; reports are compared with "
        "reports, opinion with opinion, live pages with live pages. With one article an outlet, or no shared event, "
        "the page describes and does not rank."
    ),
    "Intervals, tests and chance": (
        "Three shared events give a Student's t interval over the events; six give a p-value, by flipping the signs "
        "of the differences. q corrects p for all comparisons of outlets on that measure, q over everything for all "
        "that is shown together. Where the events belong to three storylines or more, they are averaged to "
        "storylines first, because events of one storyline move together. Beside each difference stands the 95th "
        "percentile under label permutation: what permuting outlet labels within events reaches one time in twenty. "
        "The interval does not contain the error of the measure itself; articles coded by people correct for that."
    ),
    "Checking with people": (
        "Articles are drawn from the compared events with known probability and coded blind: coders do not see the "
        "outlet. Krippendorff's alpha says how well they agree. Each article's value is then corrected by what "
        "coders said of the articles drawn, so that the comparison is right whatever the measure's error is. Below "
        "an alpha of .667, or 20 coded articles of one side, the comparison is only described."
    ),
    "Tone": (
        "VADER's compound score of each sentence, from -1 to 1, then the mean over sentences. Sentences without a "
        "word of its lexicon have no tone, and whole articles are never scored. Apostrophes and quotation marks are "
        "read alike however they are spelt. It measures wording: its correlation with the mean of six people's "
        "judgements of 499 headlines is .56. It is no measure of stance: on pairs of outlets that coders had "
        "judged, VADER agreed with them in 79 of 156 cases, which is chance. A second score leaves out lexicon "
        "words inside names, such as 'Justice Department'."
    ),
    "Whose voice": (
        "Rules find quotation marks, verbs of saying and thinking, 'according to' and their speakers. What people "
        "said, wrote or posted counts as said; what they thought is kept apart; what they did is no attribution. "
        "Each attribution carries a probability, and only those that are sure enough are counted. About half of the "
        "words of political news are somebody else's, and quotation marks catch less than half of those. Speakers "
        "whom the text does not name are left empty, never guessed."
    ),
    "Frames": (
        "Seed words of a codebook, and sentences like them, against the background of other news. Emphasis ranks "
        "articles better than it labels them, so no article is said to have or lack a frame. The words behind a "
        "value are marked in the article."
    ),
    "Events and storylines": (
        "Articles are compared by their words, names, numbers and dates, weighed by a fixed background of other "
        "news, so that adding articles changes no earlier weight. What the text says about when something happened "
        "counts beside the date of publication, and dates are trusted as far as they agree with the text. "
        "Storylines join events over weeks or years; they are exploratory."
    ),
    "Words": (
        "Log-odds with a prior from ordinary news, on shared events only, in the outlets' own voice unless you "
        "choose otherwise. House style and first mentions of people are set aside first. p comes from permuting "
        "article labels within events, because words come in bursts: formulas that count words as independent call "
        "a median of 91 to 388 words significant between two random halves of one outlet."
    ),
    "When not to use it": (
        "Not for texts in languages other than English, not for single sentences, not to rank outlets from a "
        "handful of articles, not as a measure of truth or bias, and not for outlets whose articles were chosen for "
        "you: what is in a corpus decides what can be found in it."
    ),
}
"""Each method in plain words, by heading, in the order of reading."""


def used_in(text: str) -> dict[str, str]:
    """Look up the words of the glossary that a text uses, in the glossary's order.

    Examples
    --------
    >>> list(used_in("Student's t interval over events; p from sign flips. Copies count once."))
    ['event', 'interval', 'p', 'copy']
    >>> used_in("PLAIN TEXT")
    {}
    """
    return {word: meaning for word, meaning in TERMS.items() if word not in COMMON and _forms(word).search(text)}


def _forms(word: str) -> re.Pattern[str]:
    """Match a word and its plural, in capitals too; a letter such as p only as it stands."""
    plural = f"{re.escape(word[:-1])}(y|ies)" if word.endswith("y") else f"{re.escape(word)}s?"
    return re.compile(rf"\b{word}\b" if len(word) == 1 else rf"(?i)\b{plural}\b")


def table() -> pd.DataFrame:
    """List the glossary's words and meanings.

    Examples
    --------
    >>> table().columns.tolist()
    ['word', 'here it means']
    """
    return pd.DataFrame({"word": list(TERMS), "here it means": list(TERMS.values())})
