"""What the words on the pages mean, and how each number is made: plain text, shown in the Methods view."""

import re

import pandas as pd

TERMS = {
    "outlet": "The organisation that published the article.",
    "article": "One published text, as it came and as cleaned.",
    "event": "Something that happened at one place and time, reported by one or more articles.",
    "storyline": "A chain of events that belong together over weeks or years. Found by the tool, and exploratory.",
    "tone": "How positive or negative the wording is, whoever it is about. Not stance, and not truth.",
    "own voice": "Sentences that are not attributed to anybody: the outlet speaks itself.",
    "attributed": "Words of somebody else, inside quotation marks or paraphrased.",
    "frame": "An aspect that a text selects and makes salient, listed in a codebook.",
    "emphasis": "How far a text puts a frame forward, in standard deviations from other news.",
    "salience": "Words of a frame per 1,000 words.",
    "loaded word": "A word of an open list: intensifiers, evaluative words, hedges, boosters, judging verbs.",
    "estimate": "A value that stands for more than the texts at hand; it comes with an interval.",
    "interval": "Where the true value plausibly lies: 95 % of such intervals hold it. Measurement error is not in it.",
    "n": "How many events and articles an estimate rests on.",
    "p": "How often chance alone would give a result at least as large.",
    "q": "p corrected for the number of comparisons. Up to .05: beyond chance.",
    "chance": "What one in twenty shuffles of the outlet labels within events reaches or exceeds.",
    "describe only": "The texts are described; nothing follows from them about the outlets.",
    "log-odds": "How much more one side uses a word: natural logarithm of an odds ratio; 0 is equal use.",
    "copy": "A near-duplicate or agency text that repeats an earlier article; comparisons take it once.",
    "reject": "An input that is no article, kept with its reason.",
}
"""The glossary's words that a reader of the pages meets."""

COMMON = ("outlet", "article", "n")
"""Words that need no help beside every figure."""

METHODS = {
    "Comparing like with like": (
        "About half of the variance of tone is the event itself, so a plain average of each outlet compares what "
        "it chose to cover. Outlets are therefore held against each other event by event, over the events that "
        "both report. Several articles of an outlet in one event are averaged first; copies count once; reports, "
        "opinion and live pages are held against their own kind. With one article an outlet, or no shared event, "
        "the page describes and does not rank."
    ),
    "Intervals, tests and chance": (
        "From three shared events on there is a Student's t interval over the events; from six on a p-value from "
        "flipping the signs of the differences; q corrects it over all contrasts of outlets under the filters. "
        "Where the events belong to three storylines or more, events are averaged to storylines first, because "
        "events of one storyline move together. Beside each difference stands what shuffled outlet labels give in "
        "one of twenty shuffles. The interval does not contain the error of the measure itself."
    ),
    "Tone": (
        "VADER's compound score of each sentence, from -1 to 1, then the mean over sentences; sentences without a "
        "word of its lexicon have no tone, and whole articles are never scored. It measures wording: on pairs of "
        "outlets that coders had judged, VADER agreed with them in 79 of 156 cases, which is chance. Do not read "
        "it as stance towards anybody. A second score leaves out lexicon words inside names, such as 'Justice "
        "Department'."
    ),
    "Whose voice": (
        "Rules find quotation marks, verbs of saying and thinking, 'according to' and their speakers. About half "
        "of the words of political news are somebody else's, and quotation marks catch less than half of those. "
        "Speakers whom the text does not name are left empty, never guessed."
    ),
    "Frames": (
        "Seed words of a codebook, and sentences like them, against the background of other news. Emphasis ranks "
        "articles better than it labels them, so no article is said to have or lack a frame. The words that made "
        "a value are marked in the article."
    ),
    "Events and storylines": (
        "Articles are held against each other on words, names, numbers and dates, weighed by a fixed background "
        "of other news, so that adding articles changes no earlier weight. Dates part events; words join them. "
        "Storylines join events over weeks or years; there is no labelled data for them, so they are exploratory."
    ),
    "Words": (
        "Log-odds with a prior from ordinary news, on shared events only. p comes from shuffling article labels "
        "within events, because words come in bursts: formulas that count words as independent call a median of "
        "91 to 388 words significant between two random halves of one outlet."
    ),
    "When not to use it": (
        "Not for texts in other languages than English, not for single sentences, not to rank outlets from a "
        "handful of articles, not as a measure of truth or bias, and not for outlets whose articles were chosen "
        "for you: what is in a corpus decides what can be found in it."
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
