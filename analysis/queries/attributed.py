"""Whose words each article gives: attributions counted by speaker, side and cue, kept with the snapshot."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analysis.measures import names, voice
from analysis.queries import index, scan
from analysis.queries.index import Corpus
from analysis.store.snapshots import Snapshot

NOT_NAMED, NOT_KNOWN, UNNAMED = "(not named)", "(not known)", "(unnamed sources)"
"""Attributions without a speaker; speakers that the alias file does not know; officials, critics, analysts and others
who speak without a name."""

KINDS = ("direct", "indirect", "mixed")
"""How attributed words stand in a text."""


class AttributionCounts(NamedTuple):
    """Count attributions by article and by what distinguishes them: speaker, side, or cue.

    ``article`` (a row of the `index.Corpus`) and ``code`` stand once together; ``names`` are what the codes mean.
    """

    names: list[str]
    article: np.ndarray
    code: np.ndarray
    n: np.ndarray
    n_characters: np.ndarray


class Attributed(NamedTuple):
    """Hold whose words each article gives.

    ``n_characters`` are those of its sentences, ``quoted`` those inside attributions by kind (see `KINDS`). Speakers,
    sides and cues are those of attributions that are sure enough for them (``speakers_from`` of the settings).
    ``speakers`` holds one name for all forms that the alias file joins; ``cues`` are lower-cased words with their kind
    behind a tab.
    """

    n_characters: np.ndarray
    quoted: np.ndarray
    speakers: AttributionCounts
    sides: AttributionCounts
    cues: AttributionCounts


def attributed(snapshot: Snapshot, article_rows: np.ndarray) -> Attributed:
    """Hold whose words the articles in these rows give; unless they are few, those of all articles are kept."""
    if len(article_rows) <= index.FEW and "attributed" not in snapshot.memory:
        return _attributed(snapshot, index.of(snapshot).frame["article_id"].iloc[article_rows].tolist())
    return index.once(snapshot, "attributed", _attributed)


def _attributed(snapshot: Snapshot, article_ids: Sequence[str] | None = None) -> Attributed:
    corpus = index.of(snapshot)
    quoted = np.zeros((len(KINDS), len(corpus.outlet)))
    by_speaker, by_cue = [], []
    columns = ["article_id", "start", "end", "kind", "speaker", "cue", "cue_kind", "act", "sure", "side"]
    for every in scan.parts(snapshot, "quotes", columns, article_ids):
        counted = is_counted(every["act"], every["sure"], snapshot.settings.attribution_from)
        part = {name: column.filter(counted) for name, column in every.items()}
        rows, which = corpus.distinct_rows_of(part["article_id"])
        length = np.asarray(part["end"]) - np.asarray(part["start"])
        quoted[:, rows] += _by_kind(part["kind"], which, length, len(rows))
        has_speaker = is_sure(part["sure"], snapshot.settings.speakers_from)
        part = {name: column.filter(has_speaker) for name, column in part.items()}
        rows, which = corpus.distinct_rows_of(part["article_id"])
        length = length[np.asarray(has_speaker)]
        (forms, speaker), (sides, side) = scan.coded(part["speaker"]), scan.coded(part["side"])
        side = np.where(speaker < 0, -1, side)
        by_speaker.append(_summed(rows, which, ((forms, speaker), (sides, side)), length))
        cue, kind = _lowered(*scan.coded(part["cue"])), scan.coded(part["cue_kind"])
        by_cue.append(_summed(rows, which, (cue, kind), length))
    cues = _cues(by_cue)
    by_cue.clear()  # a hundred megabytes of a large corpus that the next step does not need
    speakers, sides = _speakers_and_sides(by_speaker)
    return Attributed(_body_characters(snapshot, corpus, article_ids), quoted, speakers, sides, cues)


def _by_kind(kinds: pa.ChunkedArray, which: np.ndarray, length: np.ndarray, n_articles: int) -> np.ndarray:
    """Add up the characters of attributions by kind and article."""
    kind = scan.numbered(kinds, {name: number for number, name in enumerate(KINDS)})
    of_kind = (kind == number for number in range(len(KINDS)))
    return np.array([np.bincount(which[kept], length[kept], minlength=n_articles) for kept in of_kind])


class _Summed(NamedTuple):
    """Hold the attributions of one file, added up where article and texts are the same; see `AttributionCounts`.

    ``texts`` and ``others`` are distinct texts with each row's place among them, -1 where it has none.
    """

    article: np.ndarray
    texts: tuple[pa.Array, np.ndarray]
    others: tuple[pa.Array, np.ndarray]
    n: np.ndarray
    n_characters: np.ndarray


def _summed(
    rows: np.ndarray, which: np.ndarray, told: Sequence[tuple[pa.Array, np.ndarray]], length: np.ndarray
) -> _Summed:
    (texts, code), (others, beside) = told
    n_codes, n_beside = len(texts) + 1, len(others) + 1
    row, key = pd.factorize((which * np.int64(n_codes) + code + 1) * n_beside + beside + 1)
    key, beside = np.divmod(key, n_beside)
    article, code = np.divmod(key, n_codes)
    columns = (rows[article], code - 1, beside - 1, np.bincount(row), np.bincount(row, length))
    article, code, beside, n, n_characters = (column.astype(np.int32) for column in columns)  # three million are kept
    return _Summed(article, (texts, code), (others, beside), n, n_characters)


def _sizes(pieces: Sequence[_Summed]) -> list[np.ndarray]:
    """Join rows of articles, numbers and characters of all files."""
    return scan.concatenated([(piece.article, piece.n, piece.n_characters) for piece in pieces], (np.int32,) * 3)


def _speakers_and_sides(pieces: Sequence[_Summed]) -> tuple[AttributionCounts, AttributionCounts]:
    sizes, runs = _sizes(pieces), [len(piece.article) for piece in pieces]
    forms, speaker = scan.joined([piece.texts for piece in pieces])
    known = [_known(form) for form in forms]  # once for both: there are more forms than are remembered
    pair, pairs = _paired(speaker, *scan.joined([piece.others for piece in pieces]))
    names_of = [name or form for form, name in zip(forms, known, strict=True)]
    sides = [_side(forms[place], known[place], side) for place, side in pairs]
    return _counted(sizes, runs, speaker, names_of), _counted(sizes, runs, pair, sides)


def _cues(pieces: Sequence[_Summed]) -> AttributionCounts:
    """Count attributions by the word that attributes them, with its kind behind a tab; others have none."""
    words, cue = scan.joined([piece.texts for piece in pieces])
    number, pairs = _paired(cue, *scan.joined([piece.others for piece in pieces]))
    is_told = number >= 0
    article, n, n_characters = (column[is_told] for column in _sizes(pieces))
    return AttributionCounts(
        [f"{words[place]}\t{kind}" for place, kind in pairs], article, number[is_told], n, n_characters
    )


def _paired(code: np.ndarray, texts: Sequence[str], others: np.ndarray) -> tuple[np.ndarray, list[tuple[int, str]]]:
    """Number pairs of a code and a text in the order they first occur, -1 where there is no code; and list the pairs.

    ``texts`` are what ``others`` stand for; -1 is the empty text.
    """
    has_code, width = code >= 0, len(texts) + 1
    number = np.full(len(code), -1, dtype=np.int32)
    number[has_code], pairs = pd.factorize(code[has_code].astype(np.int64) * width + others[has_code] + 1)
    named = ["", *texts]
    return number, [(pair // width, named[pair % width]) for pair in pairs.tolist()]


def _lowered(texts: pa.Array, code: np.ndarray) -> tuple[pa.Array, np.ndarray]:
    """Lower the case of distinct texts, and join those that are the same then."""
    distinct, place = scan.coded(pc.utf8_lower(texts.cast(pa.string())))
    return distinct, np.append(place, np.int32(-1))[code]


def is_counted(act: pa.ChunkedArray, sure: pa.ChunkedArray, least: float) -> pa.ChunkedArray:
    """Tell which attributions count: what is said, not what is only thought, and sure enough."""
    return pc.and_(pc.equal(act.cast(pa.string()), "said"), is_sure(sure, least))


def is_sure(sure: pa.ChunkedArray, least: float) -> pa.ChunkedArray:
    """Tell which are at least so probable, as exactly as they are stored: .7 is a little less in four bytes."""
    return pc.greater_equal(sure, pa.scalar(least, pa.float32()))


def _known(form: str) -> str | None:
    """Give the name under which speakers are counted: that of the alias file, or one for all who have none."""
    return names.resolve(form) or (UNNAMED if voice.is_unnamed(form) else None)


def _body_characters(snapshot: Snapshot, corpus: Corpus, article_ids: Sequence[str] | None) -> np.ndarray:
    """Count the characters of the sentences of each article's body."""
    n_characters = np.zeros(len(corpus.outlet))
    for part in scan.parts(snapshot, "sentences", ["article_id", "sentence", "start", "end"], article_ids):
        length = np.asarray(part["end"]) - np.asarray(part["start"])
        rows, which = corpus.distinct_rows_of(part["article_id"])
        n_characters[rows] += np.bincount(which, length * (np.asarray(part["sentence"]) >= 0), minlength=len(rows))
    return n_characters


def _counted(
    sizes: Sequence[np.ndarray], runs: Sequence[int], code: np.ndarray, known_names: list[str]
) -> AttributionCounts:
    """Join the codes of attributions that have one name; the last, -1, stands for nobody named."""
    article, n, n_characters = sizes
    code = np.where(code < 0, len(known_names), code)
    return renamed(AttributionCounts([], article, code, n, n_characters), [*known_names, NOT_NAMED], runs)


def renamed(counts: AttributionCounts, new_names: Sequence[str], runs: Sequence[int] = ()) -> AttributionCounts:
    """Give what attributions are counted by other names, and add up what then has one name.

    ``runs`` says how many rows lie together, where no article has rows in two runs: three million rows are added up run
    by run in a fifth of the time.
    """
    number: dict[str, int] = {}
    new_code = np.array([number.setdefault(name, len(number)) for name in new_names], dtype=np.int64)
    width = max(1, len(number))
    row, key = _numbered_in_runs(counts.article * np.int64(width) + new_code[counts.code], runs)
    return AttributionCounts(
        list(number),
        (key // width).astype(np.int32),
        (key % width).astype(np.int32),
        np.bincount(row, counts.n, minlength=len(key)).astype(np.int32),
        np.bincount(row, counts.n_characters, minlength=len(key)).astype(np.int32),
    )


def _numbered_in_runs(key: np.ndarray, runs: Sequence[int]) -> tuple[np.ndarray, np.ndarray]:
    """Number keys in the order they first occur, and list the distinct ones; no key occurs in two runs."""
    numbers, distinct, n = [], [], 0
    for part in np.split(key, np.cumsum(runs)[:-1]):
        number, found = pd.factorize(part)
        numbers.append(number + n)
        distinct.append(found)
        n += len(found)
    return np.concatenate(numbers), np.concatenate(distinct)


def known_name(form: str) -> str:
    """Give the name under which the alias file knows a speaker, else the form itself.

    Examples
    --------
    >>> known_name("Kim"), known_name("Jane Doe")
    ('Kim', 'Jane Doe')
    """
    return _known(form) or form


def side_of(speaker: str, told: str = "") -> str:
    """Tell which country or organisation a speaker stands for, by the alias file, the article and the speaker's words.

    An organisation stands for itself, also where it belongs to a country; a person or place for their country; who is
    in no alias file for ``told``, which the article says (the column ``side`` of quotes); who speaks without a name, or
    a body, for the country or organisation that the article puts before it.

    Examples
    --------
    >>> [side_of(name) for name in ("Kim Jong-un", "Pyongyang", "U.N.", "Jane Doe", "Brown University")]
    ['North Korea', 'North Korea', 'United Nations', '(not known)', 'Brown University']
    >>> [side_of(name) for name in ("senior Iranian official", "Turkish Defense Ministry", "official")]
    ['Iran', 'Turkey', '(unnamed sources)']
    >>> side_of("Jane Doe", "Brown University"), side_of("official", "NATO")
    ('Brown University', 'NATO')
    """
    return _side(speaker, _known(speaker), told)


def _side(form: str, name: str | None, told: str = "") -> str:
    if name is None or name == UNNAMED:
        owner = "" if told else voice.owner_of(form, names.resolve)
        if owner:
            return _side(owner, names.resolve(owner))
        itself = form if voice.is_body(form) else NOT_KNOWN
        return told or name or itself
    return name if names.kind_of(name) == "organisation" else names.country_of(name) or NOT_KNOWN
