"""What coders are asked for each measure: question, what they read, scale, and what their codes are worth.

A register by measure, or by what stands before the colon of a measure of a frame or a target. Codes are small whole
numbers that a spreadsheet offers in a drop-down; `Instrument.value_of` turns them into the unit that is compared.
"""

from dataclasses import dataclass, replace
from typing import Literal

from analysis.coding.agreement import Level
from analysis.errors import DataError

Reads = Literal["article", "headline", "sentences"]


@dataclass(frozen=True)
class Code:
    """One answer a coder may give: the code itself, what it means in words, and its value in the compared unit."""

    code: int
    label: str
    value: float


@dataclass(frozen=True)
class Instrument:
    """Say how people measure what a measure stands for.

    Parameters
    ----------
    measure : str
        The measure, or what stands before its colon.
    question : str
        What coders answer; ``{name}`` stands for the frame or target.
    reads : {"article", "headline", "sentences"}
        What they are shown.
    codes : tuple of Code
        The answers, in the order of the drop-down.
    level : {"nominal", "ordinal", "interval"}
        Of measurement, for Krippendorff's alpha.
    definition : str
        What counts and what does not.
    examples : tuple of (str, int)
        Invented sentences with the code they get.
    unit : str
        Unit of the values, and so of a corrected comparison.
    """

    measure: str
    question: str
    reads: Reads
    codes: tuple[Code, ...]
    level: Level
    definition: str
    examples: tuple[tuple[str, int], ...]
    unit: str

    def value_of(self, code: int) -> float | None:
        """Return the value of a code; none where the scale has no such code."""
        return next((each.value for each in self.codes if each.code == code), None)


TONE = (
    Code(-2, "clearly negative", -1.0),
    Code(-1, "rather negative", -0.5),
    Code(0, "neutral or balanced", 0.0),
    Code(1, "rather positive", 0.5),
    Code(2, "clearly positive", 1.0),
)
RELATIVE = (
    Code(-2, "clearly more negative", -1.0),
    Code(-1, "more negative", -0.5),
    Code(0, "alike", 0.0),
    Code(1, "more positive", 0.5),
    Code(2, "clearly more positive", 1.0),
)
YES_NO = (Code(0, "no", 0.0), Code(1, "yes", 1.0))
DEGREES = (Code(0, "not at all", 0.0), Code(1, "a little", 1.0), Code(2, "clearly", 2.0), Code(3, "strongly", 3.0))
QUARTERS = tuple(Code(share, f"about {share}%", share / 100) for share in (0, 25, 50, 75, 100))

_WORDING = "Judge the wording, not the event: bad news can be told in neutral words."
_TONE_EXAMPLES = (
    ("The shameful talks collapsed in chaos after hours of bitter insults.", -2),
    ("The two ministers met for an hour and announced a second round.", 0),
)
_TONE_UNIT = "−1 to 1, judged by coders"

INSTRUMENTS: dict[str, Instrument] = {}
"""Every instrument by the measure that it stands beside."""


def _register(instrument: Instrument) -> None:
    if instrument.measure in INSTRUMENTS:
        raise ValueError(f"measure '{instrument.measure}' has two instruments")
    INSTRUMENTS[instrument.measure] = instrument


def _register_tone(measure: str, whose: str, note: str, reads: Reads = "article") -> None:
    question = f"How negative or positive is the wording {whose}?"
    _register(Instrument(measure, question, reads, TONE, "interval", f"{_WORDING} {note}", _TONE_EXAMPLES, _TONE_UNIT))


_OWN = "Leave out what the article attributes to others, in quotation marks or not."
_register_tone("tone_own", "in the article's own sentences", _OWN)
_register_tone("tone_without_names", "in the article's own sentences", f"{_OWN} Names of bodies do not count.")
_register_tone("tone_attributed", "of the people and bodies that the article quotes", "Leave out its own sentences.")
_register_tone("tone_body", "of the whole text", "Whoever speaks counts.")
_register_tone("tone_title", "of the headline", "Only the headline is shown.", "headline")
_register(
    Instrument(
        "title_minus_body",
        "Is the headline's wording more negative or more positive than that of the text under it?",
        "article",
        RELATIVE,
        "interval",
        _WORDING,
        (
            ("Headline: Talks a disaster. Text: The talks ended without a joint statement.", -2),
            ("Headline: Talks end. Text: The talks ended on Monday.", 0),
        ),
        _TONE_UNIT,
    )
)
_register(
    Instrument(
        "share_negative",
        "What share of the article's own sentences is worded negatively?",
        "article",
        QUARTERS,
        "interval",
        f"{_WORDING} {_OWN}",
        (("The talks failed miserably. The hall was full of angry men.", 100), ("The talks ended on Monday.", 0)),
        "0 to 1, judged by coders",
    )
)
for _measure, _question in (
    ("share_attributed", "What share of the text is attributed to others, in quotation marks or not?"),
    ("share_direct", "What share of the text stands in quotation marks as somebody's words?"),
):
    _register(
        Instrument(
            _measure,
            _question,
            "article",
            QUARTERS,
            "interval",
            "Count what somebody said, wrote or is said to have said. Words in marks for irony do not count.",
            (("“We will stay,” the mayor said, “as long as it takes.”", 75), ("The mayor will stay until May.", 0)),
            "0 to 1, judged by coders",
        )
    )
for _measure, _question, _examples in (
    (
        "loaded_rate",
        "How loaded is the wording of the article's own sentences?",
        (("The brutal regime brazenly crushed the vote.", 3), ("The government annulled the vote.", 0)),
    ),
    (
        "hedge_rate",
        "How strongly does the article hedge its own statements?",
        (("The talks may reportedly have been about arms.", 2), ("The talks were about arms.", 0)),
    ),
):
    _register(
        Instrument(_measure, _question, "article", DEGREES, "ordinal", _OWN, _examples, "0 to 3, judged by coders")
    )
for _measure in ("frame:", "frame_own:", "frame_salience:", "book:", "book_own:", "trained:"):
    _register(
        Instrument(
            _measure,
            "Does the article put forward this aspect: {name}?",
            "article",
            YES_NO,
            "nominal",
            "Yes where at least one passage makes it part of the story; a word in passing is no.",
            (
                ("An article that returns to the aspect in several sentences.", 1),
                ("An article that names it once, in a subordinate clause.", 0),
            ),
            "share of articles, judged by coders",
        )
    )
_register(
    Instrument(
        "target:",
        "How negative or positive is the article towards {name}?",
        "article",
        TONE,
        "interval",
        "Judge what the article says about this person, country or body, in whoever's words.",
        (("The reckless minister again misled parliament.", -2), ("The minister spoke in parliament.", 0)),
        _TONE_UNIT,
    )
)

_MARKED = "The words in question stand between [[ and ]]; what stands around them is there to understand them."
_FIRST_SECOND = "Read both, then decide. Which outlets they are from does not matter and is not shown."
for _measure, _question, _definition, _examples in (
    (
        "said",
        "Does the article report the marked words, or a part of them, as somebody else's?",
        f"{_MARKED} Yes where somebody said, wrote, thought or wished it, in quotation marks or not.",
        (("[[The mayor said that he would stay.]]", 1), ("[[The mayor will stay until May.]]", 0)),
    ),
    (
        "speaker",
        "Are the marked words those of the person or body that is named above the text?",
        f"{_MARKED} Yes also where the text calls them by another name, a role or a pronoun.",
        (
            ("Said by: Kim? Mr Kim left. [[“I am done,”]] he said.", 1),
            ("Said by: Lee? [[“I am done,”]] Kim told Lee.", 0),
        ),
    ),
    (
        "same_event",
        "Do both articles report the same event?",
        f"{_FIRST_SECOND} The same: what happened at one place and time. A later stage of one affair is another event.",
        (
            ("FIRST: Quake hits Lima. SECOND: Lima shaken by quake.", 1),
            ("FIRST: Quake hits Lima. SECOND: Aid for Lima.", 0),
        ),
    ),
    (
        "same_statement",
        "Do both marked sentences say the same?",
        f"{_FIRST_SECOND} The same: who knows one learns nothing new of weight from the other.",
        (
            ("FIRST: [[Nine people died.]] SECOND: [[Nine were killed, police said.]]", 1),
            ("FIRST: [[Nine people died.]] SECOND: [[Police searched for survivors.]]", 0),
        ),
    ),
    (
        "sentence_frame:",
        "Does the marked sentence put forward this aspect: {name}?",
        f"{_MARKED} A word in passing is no.",
        (("[[The aspect is what the sentence is about.]]", 1), ("[[The aspect is named in a subordinate clause.]]", 0)),
    ),
):
    _register(
        Instrument(
            _measure, _question, "sentences", YES_NO, "nominal", _definition, _examples, "share, judged by coders"
        )
    )
_register_tone("sentence_tone", "of the marked sentence", _MARKED, "sentences")


def of_measure(measure: str, question: str | None = None) -> Instrument:
    """Find the instrument of a measure, with the name of its frame or target in the question.

    Parameters
    ----------
    measure : str
        As in the table ``measures``: ``tone_own``, ``frame:conflict``.
    question : str or None
        The coding question of a codebook, which replaces the general one.

    Raises
    ------
    DataError
        Where people cannot be asked for it, such as the length of an article.

    Examples
    --------
    >>> of_measure("target:Kim Jong Un").question
    'How negative or positive is the article towards Kim Jong Un?'
    """
    prefix, colon, name = measure.partition(":")
    found = INSTRUMENTS.get(prefix + colon)
    if found is None:
        raise DataError(f"'{measure}' is not a measure that people can code; there are {', '.join(INSTRUMENTS)}")
    return replace(found, measure=measure, question=question or found.question.format(name=name))
