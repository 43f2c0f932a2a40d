"""The tables that flow through the tool: each is declared once here and checked at every door.

A table's columns, types, units and key stand in one `Table`. `conform` selects, types and checks a frame that
enters from outside; the README's table of tables is made from the same objects.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from analysis.errors import DataError

DATE = "datetime64[us, UTC]"
"""Moments are kept in microseconds and UTC; how exact they are stands beside them."""

IDS = pd.ArrowDtype(pa.list_(pa.int32()))
THOUSANDTHS = pd.ArrowDtype(pa.list_(pa.int16()))
TEXTS = pd.ArrowDtype(pa.list_(pa.string()))
"""Lists that lie in one row in memory: as an array each, those of 200,000 events take four times the room."""


@dataclass(frozen=True)
class Column:
    """Describe one column: its type, its meaning, its unit, and what values it may hold.

    Parameters
    ----------
    dtype : str or ArrowDtype
        A pandas type: ``str``, ``category``, ``bool``, ``int32``, ``float32``, `DATE`; for lists ``object``, or
        `IDS`, `THOUSANDTHS` and `TEXTS` where a table is read whole.
    meaning : str
        What a reader of a CSV needs to know.
    unit : str
        Unit or range, empty where the meaning says it all.
    required : bool
        Whether every row needs a value. Undefined values are empty, never zero.
    values : tuple of str
        The allowed values of a small vocabulary; empty where any value may stand.
    """

    dtype: str | pd.ArrowDtype
    meaning: str
    unit: str = ""
    required: bool = True
    values: tuple[str, ...] = ()

    @cached_property
    def type(self) -> Any:
        """Give the type as pandas holds it, with the vocabulary where there is one."""
        return pd.CategoricalDtype(list(self.values)) if self.values else pd.api.types.pandas_dtype(self.dtype)

    def is_of(self, values: pd.Series) -> bool:
        """Return whether values have the type already, their vocabulary in its order."""
        if self.dtype != "category":
            return bool(values.dtype == self.type)
        if not isinstance(values.dtype, pd.CategoricalDtype) or len(values.dtype.categories) != len(self.values):
            return False  # without a look at 100,000 ids
        return list(values.dtype.categories) == list(self.values)


@dataclass(frozen=True)
class Table:
    """Describe one table: what a row is, its key and its columns.

    ``exported`` tables are written by ``export``; the others serve the store only.
    """

    name: str
    row: str
    key: tuple[str, ...]
    columns: Mapping[str, Column] = field(repr=False)
    exported: bool = True

    @cached_property
    def without_rows(self) -> pd.DataFrame:
        """Hold the table without rows; `empty` gives copies of it."""
        return pd.DataFrame({name: pd.Series(dtype=column.type) for name, column in self.columns.items()})


_ARTICLE = Column("str", "the article, 16 hex digits: hash of outlet and canonical URL, else of the raw input")
_EVENT = Column("str", "the event")
_START = Column("int32", "first character in the body", "from 0")
_END = Column("int32", "character after the last one", "from 0")
_PROBABILITY = "0 to 1"
VOICES = ("own", "attributed", "mixed")
NAME_KINDS = ("person", "place", "organisation", "other")

ARTICLES = Table(
    "articles",
    "an article",
    ("article_id",),
    {
        "article_id": _ARTICLE,
        "external_id": Column("str", "the `id` it came with", required=False),
        "outlet": Column("category", "the organisation that published it"),
        "title": Column("str", "its headline; empty where the text has none", required=False),
        "author": Column("str", "byline", required=False),
        "published_at": Column(DATE, "when it was published", "UTC", required=False),
        "published_precision": Column(
            "category", "how exact `published_at` is", values=("minute", "day", "month", "unknown")
        ),
        "published_from": Column(
            "category",
            "where the date comes from, in falling order of trust",
            values=("field", "manifest", "metadata", "url", "text", "file", "none"),
        ),
        "url": Column("str", "its address", required=False),
        "language": Column("category", "ISO 639-1 code, `und` where it cannot be told"),
        "article_type": Column(
            "category",
            "what kind of text it is",
            values=("report", "opinion", "live", "transcript", "short", "truncated", "unknown"),
        ),
        "body": Column("str", "running text without boilerplate; never changes after cleaning", required=False),
        "n_words": Column("int32", "length of the body", "words"),
        "n_removed": Column("int32", "characters that cleaning removed", "characters"),
        "origin": Column("str", "file and place in it"),
    },
)
COPIES = Table(
    "copies",
    "a copy of an earlier article",
    ("article_id",),
    {
        "article_id": _ARTICLE,
        "copy_of": Column("str", "the earliest article of the chain"),
        "agency": Column("str", "the news agency named in it", required=False),
        "overlap": Column(
            "float32",
            "share of its word sequences that stand in the earlier article; empty for a later text of one address",
            "0 to 1",
            required=False,
        ),
    },
)
LATER_TEXTS = Table(
    "later_texts",
    "a later text of one address",
    ("article_id",),
    {"article_id": _ARTICLE, "version_of": Column("str", "the article that was read first from its address")},
    exported=False,
)
VERSIONS = Table(
    "versions",
    "a later text of one address",
    ("article_id",),
    {
        "article_id": _ARTICLE,
        "version_of": Column("str", "the article that was read first from its address"),
        "text_before": Column("str", "the text of this address that was seen before it, with which it is compared"),
        "seen_at": Column(DATE, "when it was collected, else its date of publication", "UTC", required=False),
        "title_before": Column("str", "headline of the text before it", required=False),
        "title_after": Column("str", "headline of this one", required=False),
        "changed": Column("float32", "share of words that the two do not have in common", "0 to 1", required=False),
    },
)
REMOVALS = Table(
    "removals",
    "a removed passage",
    ("article_id", "start", "rule"),
    {
        "article_id": _ARTICLE,
        "rule": Column("category", "the cleaning rule that removed it"),
        "text": Column("str", "what was removed"),
        "start": Column("int32", "first character in the raw text", "from 0"),
    },
)
REJECTS = Table(
    "rejects",
    "an input that is no article",
    ("origin",),
    {
        "origin": Column("str", "file and place in it"),
        "reason": Column("category", "why it is no article, in a few words"),
        "detail": Column("str", "what was found", required=False),
    },
)
NOTES = Table(
    "notes",
    "a remark on how an input was read",
    ("origin", "topic", "note"),
    {
        "origin": Column("str", "file and place in it"),
        "article_id": Column("str", "the article; empty where the remark is about a whole file", required=False),
        "topic": Column("category", "what it is about: date, field, encoding, outlet, limit, seen, collected"),
        "note": Column("str", "one sentence"),
    },
    exported=False,
)
BOILERPLATE = Table(
    "boilerplate",
    "a line, a passage or an end of headlines that an outlet's page template adds",
    ("outlet", "kind", "text"),
    {
        "outlet": Column("category", "the outlet"),
        "kind": Column(
            "category", "where it stands in the articles", values=("header", "footer", "between", "passage", "title")
        ),
        "text": Column("str", "the line, the passage or what stands behind headlines"),
        "n_articles": Column("int32", "articles of the outlet that hold it"),
        "share": Column("float32", "of the outlet's articles", "0 to 1"),
    },
    exported=False,
)
SENTENCES = Table(
    "sentences",
    "a sentence",
    ("article_id", "sentence"),
    {
        "article_id": _ARTICLE,
        "sentence": Column("int32", "place of the sentence in the body; the title is -1", "from 0"),
        "start": Column("int32", "first character in the body (in the title for -1)", "from 0"),
        "end": _END,
        "voice": Column("category", "whose words they are: the outlet's own, somebody else's, or both", values=VOICES),
    },
)
TONE = Table(
    "tone",
    "a sentence",
    ("article_id", "sentence"),
    {
        "article_id": _ARTICLE,
        "sentence": Column("int32", "place of the sentence in the body; the title is -1", "from 0"),
        "tone": Column("float32", "VADER compound; empty where no lexicon word occurs", "-1 to 1", required=False),
        "tone_without_names": Column(
            "float32", "the same without lexicon words inside names of institutions", "-1 to 1", required=False
        ),
    },
)
QUOTES = Table(
    "quotes",
    "an attribution",
    ("article_id", "start", "end"),
    {
        "article_id": _ARTICLE,
        "start": _START,
        "end": _END,
        "kind": Column(
            "category", "inside quotation marks, paraphrased, or both", values=("direct", "indirect", "mixed")
        ),
        "speaker": Column("str", "to whom it is attributed; empty where the text does not say", required=False),
        "cue": Column("str", "the words that attribute it", required=False),
        "cue_kind": Column(
            "category", "whether the verb of saying judges", required=False, values=("neutral", "loaded")
        ),
        "act": Column("category", "said or written, or only thought, wished or felt", values=("said", "thought")),
        "sure": Column("float32", "probability that a reader would mark these words as somebody's", unit="0 to 1"),
        "side": Column(
            "str",
            "country or organisation that the article says the speaker speaks for; empty where it does not say",
            required=False,
        ),
    },
)
_SAID_IN = "characters of attributions that count, {}"
ATTRIBUTED = Table(
    "attributed",
    "an article",
    ("article_id",),
    {
        "article_id": _ARTICLE,
        "n_characters": Column("int32", "characters of the sentences of its body"),
        **{kind: Column("int32", _SAID_IN.format(kind)) for kind in ("direct", "indirect", "mixed")},
        "speakers": Column(TEXTS, "speakers with what the article says they speak for, each pair once"),
        "sides": Column(TEXTS, "what they speak for, beside `speakers`"),
        "n_quotes": Column(IDS, "attributions of each of them that are sure enough"),
        "said": Column(IDS, "characters of these"),
        "cues": Column(TEXTS, "the words that attribute, lower-cased, each with its kind behind a tab"),
        "n_cues": Column(IDS, "attributions with each of them"),
    },
    exported=False,
)
TARGETS = Table(
    "targets",
    "a mention of a target",
    ("article_id", "start", "target"),
    {
        "article_id": _ARTICLE,
        "start": _START,
        "end": _END,
        "target": Column("str", "canonical name of the person, country or organisation"),
        "negative": Column("float32", "calibrated probability of a negative tone towards it", _PROBABILITY),
        "neutral": Column("float32", "calibrated probability of a neutral tone towards it", _PROBABILITY),
        "positive": Column("float32", "calibrated probability of a positive tone towards it", _PROBABILITY),
    },
)
FRAMES = Table(
    "frames",
    "an article, a frame and a voice",
    ("article_id", "codebook", "frame", "voice"),
    {
        "article_id": _ARTICLE,
        "codebook": Column("category", "the codebook, with its version"),
        "frame": Column("category", "the frame"),
        "voice": Column("category", "whose words were counted", values=("own", "attributed", "all")),
        "hits": Column("int32", "seed words and phrases found", "hits"),
        "salience": Column("float32", "hits per 1,000 words; empty without words", "per 1,000 words", required=False),
        "emphasis": Column(
            "float32",
            "how far the frame is put forward against the background of other news",
            "standard deviations",
            required=False,
        ),
    },
)
LOADED = Table(
    "loaded",
    "a loaded word",
    ("article_id", "start"),
    {
        "article_id": _ARTICLE,
        "start": _START,
        "end": _END,
        "kind": Column(
            "category",
            "what kind of loaded word",
            values=("intensifier", "evaluative", "hedge", "booster", "implicative", "reporting verb"),
        ),
    },
)
MEASURES = Table(
    "measures",
    "an article and a measure",
    ("article_id", "measure"),
    {
        "article_id": _ARTICLE,
        "measure": Column("category", "name of the measure"),
        "value": Column("float32", "its value; empty where it is undefined", required=False),
        "n": Column("int32", "how many sentences, words or mentions it rests on"),
    },
)
FURTHER_MEASURES = replace(
    MEASURES, name="further_measures", row="an article and a frame of a further codebook", exported=False
)
"""Apart from the others, because most questions do not ask for them and they are twice as many."""
NAMES = Table(
    "names",
    "a name in an article",
    ("article_id", "sentence", "start"),
    {
        "article_id": _ARTICLE,
        "sentence": Column("int32", "the sentence that holds it; the title is -1", "from 0"),
        "start": Column("int32", "first character in the body (in the title for sentence -1)", "from 0"),
        "end": _END,
        "form": Column("str", "the words as they stand, honorifics and final 's left out"),
    },
    exported=False,
)
_COUNTS = Column("object", "how often each of these words stands there")
VECTORS = Table(
    "vectors",
    "an article",
    ("article_id",),
    {
        "article_id": _ARTICLE,
        "features": Column("object", "ids of its words, rising: the same word has the same id in every corpus"),
        **dict.fromkeys(("body", "lead", "title", "names", "numbers"), _COUNTS),
    },
    exported=False,
)
SIGNATURES = Table(
    "signatures",
    "an article",
    ("article_id",),
    {
        "article_id": _ARTICLE,
        "signature": Column("object", "MinHash of its word sequences, 8 bits a number; empty for a short text"),
        "facts": Column("object", "sketch of its names and numbers", required=False),
        "opening": Column("object", "sketch of the word sequences of its first words", required=False),
        "agency": Column("str", "the news agency named in byline or dateline", required=False),
    },
    exported=False,
)
DATE_DOUBTS = ("doubtful", "month")
EVENTS = Table(
    "events",
    "an article",
    ("article_id",),
    {
        "article_id": _ARTICLE,
        "event": _EVENT,
        "similarity": Column("float32", "to the event's centre", "0 to 1"),
        "date_doubt": Column(
            "category",
            "why its date may not be the day it appeared: doubtful (a page seems to be dated when it was saved, or the "
            "text contradicts it) or known to the month",
            required=False,
            values=DATE_DOUBTS,
        ),
    },
)
EVENT_SUMMARY = Table(
    "event_summary",
    "an event",
    ("event",),
    {
        "event": _EVENT,
        "storyline": Column("str", "events that belong together over weeks or years; exploratory"),
        "label": Column("str", "names, action and date, from its own headlines"),
        "first_at": Column(
            DATE, "earliest article whose date is in no doubt; without one the earliest date", "UTC", required=False
        ),
        "last_at": Column(
            DATE, "latest article whose date is in no doubt; without one the earliest date", "UTC", required=False
        ),
        "n_articles": Column("int32", "articles"),
        "n_outlets": Column("int32", "outlets"),
        "n_independent": Column("int32", "articles with copies counted once"),
        "n_doubtful": Column("float32", "articles whose date is in doubt: left out of the two days", required=False),
    },
)
TIME_KINDS = ("weekday", "day", "date", "ago", "series")
TIMES = Table(
    "times",
    "a time that an article names near its top",
    ("article_id", "kind", "value"),
    {
        "article_id": replace(_ARTICLE, dtype="category"),
        "kind": Column(
            "category",
            "a weekday, a day of the month, the same with its year, yesterday, or a second round",
            values=TIME_KINDS,
        ),
        "value": Column(
            "int32",
            "Monday 0; 1231 for 31 December; 20171231 for that of 2017; days before publication; number in the series",
        ),
        "start": _START,
        "end": _END,
    },
    exported=False,
)
FINGERPRINTS = Table(
    "fingerprints",
    "an article",
    ("article_id",),
    {
        "article_id": _ARTICLE,
        "fingerprint": Column("int64", "hash of its words and how often each stands; 0 without words"),
    },
    exported=False,
)
HEADWORDS = Table(
    "headwords",
    "an article",
    ("article_id",),
    {"article_id": _ARTICLE, "words": Column(IDS, "ids of its heaviest words, rising")},
    exported=False,
)
PAIRS = Table(
    "pairs",
    "an article and one of its nearest",
    ("article_id", "other"),
    {
        "article_id": replace(_ARTICLE, dtype="category"),
        "other": Column("category", "the article that is near to it"),
        "probability": Column("float32", "that both report one event", _PROBABILITY),
    },
    exported=False,
)
CENTRES = Table(
    "centres",
    "an event",
    ("event",),
    {
        "event": _EVENT,
        "words": Column(IDS, "ids of its heaviest words, rising"),
        "weights": Column(THOUSANDTHS, "their weights in the event's centre, in thousandths"),
        "names": Column(IDS, "ids of the heaviest words of its names, rising"),
        "name_weights": Column(THOUSANDTHS, "their weights, in thousandths"),
        "headlines": Column(IDS, "ids of the heaviest words of its headlines, rising"),
        "headline_weights": Column(THOUSANDTHS, "their weights, in thousandths"),
    },
    exported=False,
)
LINKS = Table(
    "links",
    "two events that may belong to one storyline",
    ("event", "other"),
    {
        "event": replace(_EVENT, dtype="category"),
        "other": Column("category", "the other event"),
        "likeness": Column("float32", "probability that both belong to one storyline", "0 to 1"),
    },
    exported=False,
)
LINEAGE = Table(
    "lineage",
    "an event and one that its articles were in before",
    ("event", "was"),
    {
        "event": _EVENT,
        "was": Column("str", "the event that held some of its articles in the grouping before"),
        "n_articles": Column("int32", "articles that came from there", "articles"),
    },
    exported=False,
)
CORRECTIONS = Table(
    "corrections",
    "an article in a correction that a person made to events",
    ("correction", "article_id"),
    {
        "correction": Column("int32", "number of the correction; they are applied in rising order"),
        "action": Column("category", "what was done", values=("merge", "split", "move", "pin")),
        "article_id": _ARTICLE,
        "with_article": Column("str", "an article of the event it goes to; empty for split", required=False),
        "made_at": Column(DATE, "when", "UTC", required=False),
        "note": Column("str", "why, in the person's words", required=False),
        "undone_at": Column(DATE, "when it was undone; empty while it stands", "UTC", required=False),
    },
    exported=False,
)
OUTLET_NAMES = Table(
    "outlet_names",
    "an outlet that a person gave another name, or that of another outlet",
    ("name",),
    {
        "name": Column("str", "its name as the article was read"),
        "shown_as": Column("str", "the name under which it is counted"),
    },
)
CODINGS = Table(
    "codings",
    "a coder's code of a unit",
    ("sheet", "unit", "coder"),
    {
        "sheet": Column("str", "six letters that name the coding sheet"),
        "unit": Column("str", "what was coded, as the sheet names it"),
        "article_id": _ARTICLE,
        "measure": Column("category", "the measure that it stands beside"),
        "coder": Column("str", "who coded"),
        "code": Column("float32", "value of the code in the unit of a corrected comparison", required=False),
        "probability": Column("float32", "with which the article was drawn for coding", "0 to 1"),
        "coded_at": Column(DATE, "when the sheet was read", "UTC", required=False),
    },
)
TRAINED = Table(
    "trained",
    "a frame trained on a user's labels",
    ("name",),
    {
        "name": Column("str", "its name"),
        "content": Column("str", "words, coefficients and figures, in base64; nothing in it runs"),
    },
    exported=False,
)
CODEBOOKS = Table(
    "codebooks",
    "a codebook that a user brought to the store",
    ("name",),
    {
        "name": Column("str", "its name"),
        "file": Column("str", "the name of its file"),
        "content": Column("str", "the file as it came"),
    },
    exported=False,
)
ALIASES = Table(
    "aliases",
    "a name in an event",
    ("event", "form"),
    {
        "event": _EVENT,
        "form": Column("str", "the words as they stand"),
        "canonical": Column("str", "the name that stands for all its forms"),
        "kind": Column("category", "what it names", values=NAME_KINDS),
    },
)
KEYNESS = Table(
    "keyness",
    "a term in a comparison",
    ("target", "reference", "term"),
    {
        "target": Column("category", "the outlet under study"),
        "reference": Column("category", "the outlet or outlets it is compared with"),
        "term": Column("str", "a word or two words in a row, in one normal form"),
        "written": Column("str", "the term as the articles write it", required=False),
        "voice": Column(
            "category", "whose words are counted", required=False, values=("own", "all", "quoted", "headline")
        ),
        "kind": Column(
            "category",
            "what the term is",
            required=False,
            values=("content", "name", "saying", "function", "style", "template"),
        ),
        "n_target": Column("int32", "how often the target uses it"),
        "n_reference": Column("int32", "how often the reference uses it"),
        "n_articles": Column("int32", "articles that use it"),
        "n_events": Column("int32", "events in which it is used"),
        "log_odds": Column("float32", "log-odds ratio; above 0: the target uses it more", "natural log"),
        "low": Column("float32", "lower end of the 95 % interval", "natural log", required=False),
        "high": Column("float32", "upper end of the 95 % interval", "natural log", required=False),
        "z": Column("float32", "log-odds over its standard error", required=False),
        "p": Column("float32", "from permutations of article labels within events", "0 to 1", required=False),
        "q": Column("float32", "p corrected for the terms of this comparison", "0 to 1", required=False),
        "q_all": Column("float32", "p corrected for everything shown together", "0 to 1", required=False),
        "detectable": Column(
            "float32",
            "ratio of rates that would have been found four times in five",
            "target to reference",
            required=False,
        ),
        "also": Column("str", "shorter terms that are the same uses", required=False),
        "note": Column("str", "what else explains the term, such as house style", required=False),
        "method": Column("str", "how it was computed", required=False),
        "verdict": Column("category", "what may be said", required=False, values=("estimate", "describe only")),
        "reason": Column("str", "why, and what would be needed", required=False),
    },
)
HOUSE_STYLE = Table(
    "house_style",
    "a spelling in an outlet",
    ("outlet", "term", "form"),
    {
        "outlet": Column("category", "the outlet"),
        "term": Column("str", "what is counted as one term, or whose name it is"),
        "form": Column("str", "how it is written"),
        "n": Column("int32", "how often the outlet writes it so", "uses"),
        "n_articles": Column("int32", "articles in which it does", "articles"),
    },
)
ESTIMATES = Table(
    "estimates",
    "a compared quantity",
    ("measure", "component", "outlet", "reference", "event", "storyline", "period"),
    {
        "measure": Column("category", "name of the measure"),
        "unit": Column("category", "its unit and direction"),
        "component": Column(
            "category",
            "what is estimated",
            values=("value", "difference", "corrected", "framing", "attention", "unshared"),
        ),
        "outlet": Column("category", "the outlet"),
        "reference": Column("category", "the outlet or outlets it is compared with", required=False),
        "event": Column("str", "one event, empty for all", required=False),
        "storyline": Column("str", "one storyline, empty for all", required=False),
        "period": Column("str", "one period, empty for all", required=False),
        "estimate": Column("float32", "the value", required=False),
        "low": Column("float32", "lower end of the 95 % interval", required=False),
        "high": Column("float32", "upper end of the 95 % interval", required=False),
        "p": Column("float32", "from sign flips over events", "0 to 1", required=False),
        "q": Column("float32", "p corrected for the comparisons of this measure", "0 to 1", required=False),
        "q_all": Column("float32", "p corrected for everything shown together", "0 to 1", required=False),
        "chance": Column(
            "float32", "95th percentile of the same quantity with outlet labels shuffled in events", required=False
        ),
        "n_events": Column("int32", "events it rests on"),
        "n_articles": Column("int32", "articles it rests on"),
        "n_coded": Column("int32", "articles that people coded and that correct it; 0 where none did"),
        "method": Column("str", "how it was computed"),
        "verdict": Column("category", "what may be said", values=("estimate", "describe only", "not comparable")),
        "reason": Column("str", "why, and what would be needed", required=False),
    },
)

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        ARTICLES, COPIES, LATER_TEXTS, VERSIONS, REMOVALS, REJECTS, NOTES,
        BOILERPLATE, SENTENCES, TONE, QUOTES, ATTRIBUTED, TARGETS, FRAMES, LOADED,
        MEASURES, FURTHER_MEASURES, NAMES, VECTORS, SIGNATURES, FINGERPRINTS, HEADWORDS, PAIRS, EVENTS, EVENT_SUMMARY,
        CENTRES, LINKS, LINEAGE,
        CORRECTIONS, OUTLET_NAMES, CODINGS, TRAINED, CODEBOOKS, ALIASES, KEYNESS, HOUSE_STYLE, ESTIMATES, TIMES,
    )
}  # fmt: skip
"""Every table by its name, in the order of the flow."""


def as_markdown() -> str:
    """Write the exported tables as the Markdown table of README, one line a table.

    Examples
    --------
    >>> as_markdown().splitlines()[0]
    '| table | one row is | columns |'
    """
    lines = ["| table | one row is | columns |", "| --- | --- | --- |"]
    for table in TABLES.values():
        if table.exported:
            columns = " · ".join(f"`{name}`" + _in_words(column) for name, column in table.columns.items())
            lines.append(f"| `{table.name}` | {table.row} | {columns} |")
    return "\n".join(lines)


def _in_words(column: Column) -> str:
    """Add a column's vocabulary or unit in brackets, and a question mark where it may be empty."""
    detail = ", ".join(column.values) or column.unit
    return ("" if column.required else "?") + (f" ({detail})" if detail else "")


def empty(table: Table) -> pd.DataFrame:
    """Make a table without rows, with the columns and types that it is declared with.

    Examples
    --------
    >>> list(empty(EVENTS).columns)
    ['article_id', 'event', 'similarity', 'date_doubt']
    """
    return table.without_rows.copy()


def conform(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Select a table's columns from a frame, give them their types, and check them.

    Parameters
    ----------
    frame : DataFrame
        Rows from outside; columns that the table does not know are left out, and columns that need no value may
        be missing.
    table : Table
        The declaration to hold the frame to.

    Returns
    -------
    DataFrame
        A new frame with exactly the table's columns, in their order, and a fresh index.

    Raises
    ------
    DataError
        Where a required column or value is missing, a value cannot take the column's type, a value is not in the
        vocabulary, or a key stands twice.

    Examples
    --------
    >>> conform(pd.DataFrame({"article_id": ["a"], "event": ["e"], "similarity": ["0.5"]}), EVENTS)
      article_id event  similarity date_doubt
    0          a     e         0.5        NaN
    """
    rows = frame.reset_index(drop=True)
    columns = {name: _conform_column(rows, table, name, column) for name, column in table.columns.items()}
    conformed = pd.DataFrame(columns, index=rows.index)
    twice = conformed.duplicated(list(table.key))
    if twice.any():
        key = ", ".join(f"{name} '{conformed[name].iloc[twice.argmax()]}'" for name in table.key)
        raise DataError(f"table '{table.name}': row {twice.argmax()} repeats {key}, which must be unique")
    return conformed


def _conform_column(rows: pd.DataFrame, table: Table, name: str, column: Column) -> pd.Series:
    place = f"table '{table.name}', column '{name}'"
    if name not in rows.columns:
        if column.required:
            raise DataError(f"{place}: the column is missing; found {', '.join(map(str, rows.columns)) or 'none'}")
        return pd.Series([None] * len(rows), dtype=column.type)
    values = rows[name]
    if column.required and values.hasnans:
        raise DataError(f"{place}: row {values.isna().argmax()} is empty, and a value is required")
    if column.is_of(values):
        return values
    if column.values:
        strange = values.notna() & ~values.isin(column.values)
        if strange.any():
            row = strange.argmax()
            raise DataError(f"{place}: row {row} holds '{values[row]}'; accepted are {', '.join(column.values)}")
    try:
        return _cast(values, column)
    except (ValueError, TypeError, OverflowError) as error:
        raise DataError(f"{place}: not readable as {column.dtype} ({error})") from error


def _cast(values: pd.Series, column: Column) -> pd.Series:
    if column.dtype == DATE:
        return pd.to_datetime(values, utc=True).astype(column.type)
    if column.dtype == "category" and not column.values and isinstance(values.dtype, pd.CategoricalDtype):
        return _in_order(values)
    if column.dtype == "category":
        return values.astype("str").astype(column.type)
    return values.astype(column.type)


def _in_order(values: pd.Series) -> pd.Series:
    """Leave out the categories that nothing is of, and sort the others: as if the texts had come one by one."""
    codes, names = values.cat.codes.to_numpy(), values.cat.categories
    used = np.flatnonzero(np.bincount(codes[codes >= 0], minlength=len(names)))
    rising = used[names[used].astype("str").argsort()]
    rank = np.full(len(names) + 1, -1)  # the last stands for an empty value: -1
    rank[rising] = np.arange(len(rising))
    return pd.Series(pd.Categorical.from_codes(rank[codes], names[rising].astype("str")), values.index)
