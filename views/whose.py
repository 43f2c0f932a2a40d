"""Whose words an answer counts, and which measures stand for them."""

from collections.abc import Collection, Sequence

OWN = "own"
NAMES = {OWN: "Own voice", "all": "All words", "quoted": "Quoted words", "headline": "Headlines"}
"""Whose words, as `analysis.queries.words.VOICES` calls it, and as one reads it."""

TONE = {OWN: "tone_own", "all": "tone_body", "quoted": "tone_attributed", "headline": "tone_title"}
"""The measure of tone of each."""


def of_measure(measure: str | None) -> str:
    """Say whose words the measure that a link asks for counts.

    Examples
    --------
    >>> of_measure("tone_title"), of_measure("n_words"), of_measure(None)
    ('headline', 'own', 'own')
    """
    return next((voice for voice, name in TONE.items() if name == measure), OWN)


def measures(held: Sequence[str], voice: str) -> list[str]:
    """Choose of some measures, in their order, those that count the words of a voice, or of no voice in particular.

    Examples
    --------
    >>> measures(["tone_own", "tone_title", "n_words"], "headline"), measures(["tone_own", "n_words"], "quoted")
    (['tone_title', 'n_words'], ['tone_own', 'n_words'])
    """
    tones = [name for name in held if name in TONE.values()]
    chosen = TONE[voice] if TONE[voice] in tones else next(iter(tones), None)
    return [name for name in held if name not in tones or name == chosen]


def frames(held: Sequence[str], every: Collection[str], voice: str) -> list[str]:
    """Give the frames of all words as those of a voice, where they are measured.

    Examples
    --------
    >>> frames(["frame:conflict", "frame:moral"], {"frame_own:conflict"}, "own")
    ['frame_own:conflict', 'frame:moral']
    """
    own = {name: name.replace(":", "_own:", 1) for name in held}
    return [own[name] if voice == OWN and own[name] in every else name for name in held]
