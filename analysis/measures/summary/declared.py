"""What each measure is: declared once, with unit, direction and meaning in plain words.

Measures of a frame or of a target carry its name after a colon (``frame:conflict``, ``target:Donald Trump``) and are
declared by what stands before it; `meant` looks either kind up.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd


@dataclass(frozen=True)
class Measure:
    """Say what one measure is.

    Parameters
    ----------
    name : str
        Its name in the tables; ends in a colon where the name of a frame or a target follows.
    label : str
        A few words for a chart or a menu.
    unit : str
        Unit and range.
    higher_means : str
        What a higher value says.
    meaning : str
        How it is made, in plain words.
    minimum : int
        Articles whose value rests on fewer sentences, words or mentions (``n``) are left out of comparisons. It is 1
        where a value from little text is noisy but not wrong: the interval over events holds that noise, and leaving
        such articles out would prefer outlets that quote less.
    english_only : bool
        Whether it rests on English word lists.
    gates : tuple of str
        The quality figures that tell how well it agrees with human coders; empty where that is not yet measured.
    """

    name: str
    label: str
    unit: str
    higher_means: str
    meaning: str
    minimum: int
    english_only: bool = True
    gates: tuple[str, ...] = ()


_TONE = "−1 to 1"
_SENTENCES = "mean VADER score of the {} that hold at least one word of its lexicon"

_DECLARED = (
    Measure(
        "tone_own", "tone, own voice", _TONE, "more positive wording in the outlet's own voice",
        _SENTENCES.format("sentences in the outlet's own voice"), 1,
    ),
    Measure(
        "tone_attributed", "tone, quoted voices", _TONE, "more positive wording in what others are quoted with",
        _SENTENCES.format("sentences attributed to somebody else"), 1,
    ),
    Measure(
        "tone_without_names", "tone, own voice, without names", _TONE, "more positive wording, names left out",
        "the same as tone, own voice, without lexicon words inside names such as 'Justice Department'", 1,
    ),
    Measure(
        "tone_title", "tone, headline", _TONE, "a more positive headline",
        "VADER score of the headline", 1,
    ),
    Measure(
        "tone_body", "tone, whole body", _TONE, "more positive wording, whoever speaks",
        _SENTENCES.format("sentences of the body, own, attributed and mixed,"), 1,
    ),
    Measure(
        "title_minus_body", "headline minus body, tone", "−2 to 2", "a headline more positive than the text under it",
        "tone of the headline minus tone of the whole body", 1,
    ),
    Measure(
        "share_negative", "share of negative sentences, own voice", "0 to 1", "more negative sentences",
        "share of own-voice sentences with a VADER score below -0.05, among those with a lexicon word", 3,
    ),
    Measure(
        "share_attributed", "share of quoted words", "0 to 1", "more of the text is somebody else's words",
        "share of the body's words inside direct or indirect quotations", 50, gates=("voice.word_f1",),
    ),
    Measure(
        "share_direct", "share of words in quotation marks", "0 to 1", "more of the text is quoted word for word",
        "share of the body's words inside direct quotations", 50, gates=("voice.word_f1", "voice.precision_in_marks"),
    ),
    Measure(
        "n_speakers", "people and bodies quoted", "speakers", "more different voices",
        "how many different speakers are named with a quotation", 50, gates=("voice.speaker",),
    ),
    Measure(
        "loaded_rate", "loaded words, own voice", "per 1,000 words", "more loaded wording",
        "intensifiers, evaluative words, boosters, and verbs of saying that judge, per 1,000 words of the"
        " outlet's own", 100,
    ),
    Measure(
        "hedge_rate", "hedges, own voice", "per 1,000 words", "more cautious wording",
        "words that hedge ('allegedly', 'reportedly'), per 1,000 words of the outlet's own", 100,
    ),
    Measure(
        "n_words", "length", "words", "a longer article",
        "words of the body", 1, english_only=False,
    ),
    Measure(
        "frame:", "frame emphasis", "standard deviations", "more emphasis on the frame",
        "how far the article puts the frame forward, own and quoted words, against the background of other news",
        50, gates=("frames.generic_auc_mean",),
    ),
    Measure(
        "frame_own:", "frame emphasis, own voice", "standard deviations", "more emphasis on the frame, own words",
        "the same in the outlet's own words", 50, gates=("frames.generic_auc_mean", "voice.sentence_f1"),
    ),
    Measure(
        "frame_salience:", "frame words", "per 1,000 words", "more words of the frame",
        "words of the frame's codebook per 1,000 words, own and quoted", 50,
    ),
    Measure(
        "book:", "frame emphasis", "standard deviations", "more emphasis on the frame",
        "the same for the frames of further codebooks, own and quoted words", 50,
    ),
    Measure(
        "book_own:", "frame emphasis, own voice", "standard deviations", "more emphasis on the frame, own words",
        "the same for the frames of further codebooks, the outlet's own words", 50,
    ),
    Measure(
        "trained:", "frame from own labels", "0 to 1", "the frame is more probable",
        "probability that a frame trained on labels of this store's users gives to the article, own and quoted"
        " words; as good as its cross-validated figures and no better", 50,
    ),
    Measure(
        "target:", "tone towards", _TONE, "more positive tone towards this target",
        "mean, over the mentions of a person, country or organisation, of the probability of a positive minus"
        " that of a negative tone towards it; articles that mention it at least twice and among their five most"
        " mentioned", 2, gates=("targets.f1_mt", "targets.f1_rw"),
    ),
)  # fmt: skip
"""In the order that views show them. VADER's tone of news sentences and loaded words have no gate."""

MEASURES_MEANT = {measure.name: measure for measure in _DECLARED}
"""Every measure by its name."""


def meant(name: str) -> Measure:
    """Look a measure up; one of a frame or a target gets its own label.

    Raises
    ------
    KeyError
        Where no such measure is declared; the message lists those that are.

    Examples
    --------
    >>> meant("tone_own").unit
    '−1 to 1'
    >>> meant("frame:human_interest").label
    'frame emphasis: human interest'
    """
    if name in MEASURES_MEANT and not name.endswith(":"):
        return MEASURES_MEANT[name]
    prefix, colon, rest = name.partition(":")
    general = MEASURES_MEANT.get(prefix + colon) if colon and rest else None
    if general is None:
        raise KeyError(f"no measure '{name}'; there are {', '.join(MEASURES_MEANT)}")
    return replace(general, name=name, label=f"{general.label}: {rest.replace('_', ' ')}")


MAX_TARGETS = 12
"""Targets that are compared: each is a family of tests of its own, and a corpus names thousands."""


BY_CHOICE = ("book:", "book_own:")
"""Measures that are compared only where somebody asks for them: all of them would drown the rest in corrections."""


def worth_comparing(measures: pd.DataFrame, n_targets: int = MAX_TARGETS) -> list[str]:
    """List the measures that a comparison of a corpus goes through, in the order they are declared.

    Parameters
    ----------
    measures : DataFrame
        The ``measures`` table.
    n_targets : int
        How many targets: those measured in most articles, and in two at least.

    Examples
    --------
    >>> measures = pd.DataFrame({"measure": ["target:Kim", "n_words", "target:Kim", "target:Lee", "tone_own"]})
    >>> worth_comparing(measures)
    ['tone_own', 'n_words', 'target:Kim']
    """
    counted = measures["measure"].astype("str").value_counts()
    return worth_comparing_of(counted[counted > 0].to_dict(), n_targets)


def worth_comparing_of(counted: Mapping[str, int], n_targets: int = MAX_TARGETS) -> list[str]:
    """List the measures that a comparison goes through, from the number of rows of each; see `worth_comparing`."""
    targets = [name for name, n in counted.items() if name.startswith("target:") and n > 1]
    most = sorted(targets, key=lambda name: (-counted[name], name))[:n_targets]
    declared = {name: place for place, name in enumerate(MEASURES_MEANT)}
    chosen = [*most, *(name for name in counted if not name.startswith(("target:", *BY_CHOICE)))]
    return sorted(chosen, key=lambda name: (declared[re.sub(":.*", ":", name)], name))
