"""The language of an article, so that English-only measures leave out what they cannot read."""

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

UNDETERMINED = "und"
"""ISO 639-2 code for "cannot be told": no text, or too little of it."""

MIN_LETTERS = 20
"""Letters below which nothing is said: on headlines of two or three words the identifier guesses."""

SAMPLE_CHARACTERS = 600
"""Characters that py3langid reads (1 µs each): on 1,000 articles of AllSides 500 gave the same answers as 1,000."""

_QUICK_WORDS = 80
_MIN_ENGLISH = 0.17
"""Share of English function words among the first words above which the text is English without further ado.
English news has .2 to .4. Words that other languages have too ("in", "was", "an", "is") are left out."""

_ENGLISH = frozenset(
    "the of and to that for with by at from it she his her they are were has have had said will would this not but "
    "which their who been after its about when there can more than or if you".split()
)
_TOKEN = re.compile(r"[^\W\d_]+")
_ISO_639_1 = re.compile(r"[a-z]{2}$")


def detect(text: str) -> str:
    """Tell the language of a text.

    Returns
    -------
    str
        ISO 639-1 code, or ``und`` where the text is too short to tell.

    Examples
    --------
    >>> detect("The talks in Hanoi ended without an agreement on Thursday."), detect("Hanoi")
    ('en', 'und')
    >>> detect("Die Gespräche in Hanoi endeten am Donnerstag ohne eine Einigung.")
    'de'
    """
    sample = text[:SAMPLE_CHARACTERS]
    words = _TOKEN.findall(sample[:600])[:_QUICK_WORDS]
    if sum(map(len, words)) < MIN_LETTERS:
        return UNDETERMINED
    if len(words) >= 20 and sum(word.lower() in _ENGLISH for word in words) >= _MIN_ENGLISH * len(words):
        return "en"
    label = str(_identifier().classify(sample)[0])
    return "en" if label == "pcm" else label  # Nigerian Pidgin is what the model calls lists of English names


def code(given: str) -> str:
    """Give the two-letter code of a language that a field names; empty where it cannot be read as one.

    Examples
    --------
    >>> code("en-GB"), code("English"), code("EN"), code("?")
    ('en', 'en', 'en', '')
    """
    plain = given.strip().casefold()
    short = re.split(r"[-_]", plain)[0]
    return _NAMES.get(plain, short if _ISO_639_1.match(short) else "")


_NAMES = {
    "english": "en", "eng": "en", "german": "de", "deu": "de", "french": "fr", "fra": "fr", "spanish": "es",
    "spa": "es", "russian": "ru", "rus": "ru", "arabic": "ar", "ara": "ar", "persian": "fa", "farsi": "fa",
    "fas": "fa", "chinese": "zh", "zho": "zh", "italian": "it", "ita": "it", "portuguese": "pt", "por": "pt",
    "korean": "ko", "kor": "ko", "japanese": "ja", "jpn": "ja", "turkish": "tr", "tur": "tr",
}  # fmt: skip


@cache
def _identifier() -> "LanguageIdentifier":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # here: loading the model takes a second

    return LanguageIdentifier.from_model_file(MODEL_FILE)
