"""Whose words each article gives: attributions counted by speaker, side and cue, kept with the snapshot."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from analysis import memory, schema
from analysis.measures import attributed as measured
from analysis.measures import names, voice
from analysis.queries import index, scan
from analysis.schema import ATTRIBUTED
from analysis.settings import Settings
from analysis.store import parquet
from analysis.store.snapshots import Snapshot

NOT_NAMED, NOT_KNOWN, UNNAMED = "(not named)", "(not known)", "(unnamed sources)"
"""Attributions without a speaker; speakers that the alias file does not know; officials, critics, analysts and others
who speak without a name."""


KINDS = measured.KINDS

NO_CHARACTERS = np.zeros(0, dtype=np.int32)
"""Of counts that are of attributions alone."""


class AttributionCounts(NamedTuple):
    """Count attributions by article and by what distinguishes them: speaker, side, or cue.

    ``article`` (a row of the `index.Corpus`) and ``code`` stand once together; ``names`` are what the codes mean.
    Characters are not counted by cue: there are none of them.
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
    n_characters, quoted = np.zeros(len(corpus.outlet)), np.zeros((len(KINDS), len(corpus.outlet)))
    by_speaker, by_cue = [], []
    of_some = _by_article(snapshot) if article_ids is None else _of_few(snapshot, article_ids)
    for part in of_some:
        rows = corpus.rows_of(part["article_id"])
        n_characters[rows] += np.asarray(part["n_characters"])
        quoted[:, rows] += [np.asarray(part[kind]) for kind in KINDS]
        article, speakers, sides, n, n_said = _listed(rows, part, ("speakers", "sides", "n_quotes", "said"))
        by_speaker.append(_Counted(article, scan.coded(speakers), scan.coded(sides), np.asarray(n), np.asarray(n_said)))
        article, cues, n = _listed(rows, part, ("cues", "n_cues"))
        by_cue.append((article, scan.coded(cues), np.asarray(n)))
    cues = _cues(by_cue)
    by_cue.clear()  # a hundred megabytes of a large corpus that the next step does not need
    memory.trim_memory()
    speakers, sides = _speakers_and_sides(by_speaker)
    return Attributed(n_characters, quoted, speakers, sides, cues)


def _by_article(snapshot: Snapshot) -> Iterator[pa.Table]:
    """Read the table ``attributed`` file by file; of parts that were written without it, add attributions up now.

    Sentences and attributions are added up apart there: an article of such a part may come twice.
    """
    named = [f"{name}.list.element" for name in ("speakers", "sides", "cues")]
    for file in snapshot.files("attributed"):
        yield parquet.read(file, list(ATTRIBUTED.columns), by_number=named)
    added_up = _added_up_before(snapshot)
    nothing = {name: schema.empty(parquet.READ[name]) for name in ("sentences", "quotes")}
    for name in nothing:
        for file in snapshot.files(name, without=added_up):
            rows = parquet.typed(parquet.read(file, list(parquet.READ[name].columns)), parquet.stored(name))
            yield _added_up(**nothing | {name: rows}, settings=snapshot.settings)
    pa.default_memory_pool().release_unused()


def _of_few(snapshot: Snapshot, article_ids: Sequence[str]) -> Iterator[pa.Table]:
    """Read the rows of few articles, and add up the attributions of those without one."""
    rows = snapshot.table("attributed", article_ids=article_ids)
    yield pa.Table.from_pandas(rows, preserve_index=False)
    if _added_up_before(snapshot).issuperset(part.batch for part in snapshot.manifest.parts.get("sentences", ())):
        return
    left = sorted({*article_ids}.difference(rows["article_id"]))
    sentences, quotes = (snapshot.table(name, article_ids=left) for name in ("sentences", "quotes"))
    yield _added_up(sentences, quotes, snapshot.settings)


def _added_up_before(snapshot: Snapshot) -> set[str]:
    """Name the batches whose attributions a build has added up."""
    return {part.batch for part in snapshot.manifest.parts.get("attributed", ())}


def _added_up(sentences: pd.DataFrame, quotes: pd.DataFrame, settings: Settings) -> pa.Table:
    return pa.Table.from_pandas(measured.of_articles(sentences, quotes, settings), preserve_index=False)


def _listed(rows: np.ndarray, part: pa.Table, names: Sequence[str]) -> tuple[Any, ...]:
    """Lay the lists of some columns, as long as each other, end to end, with the row of each value's article."""
    lists = [part[name].combine_chunks() for name in names]
    return np.repeat(rows, lists[0].value_lengths()).astype(np.int32), *(column.flatten() for column in lists)


class _Counted(NamedTuple):
    """Hold the attributions of one file, added up by article, speaker and side.

    ``speakers`` and ``sides`` are distinct texts with each row's place among them, -1 where it has none.
    """

    article: np.ndarray
    speakers: tuple[pa.Array, np.ndarray]
    sides: tuple[pa.Array, np.ndarray]
    n: np.ndarray
    n_characters: np.ndarray


def _speakers_and_sides(pieces: list[_Counted]) -> tuple[AttributionCounts, AttributionCounts]:
    """Count attributions by speaker and by side, and empty the list: what follows needs as much memory again."""
    sizes = scan.concatenated([(piece.article, piece.n, piece.n_characters) for piece in pieces], (np.int32,) * 3)
    runs = [len(piece.article) for piece in pieces]
    forms, speaker = scan.joined([piece.speakers for piece in pieces])
    told, side = scan.joined([piece.sides for piece in pieces])
    pieces.clear()
    memory.trim_memory()
    pair, pairs = _paired(speaker, told, side)
    known = [_known(form) for form in forms]  # once for both: there are more forms than are remembered
    names_of = [name or form for form, name in zip(forms, known, strict=True)]
    sides = [_side(forms[place], known[place], side) for place, side in pairs]
    return _counted(sizes, runs, speaker, names_of), _counted(sizes, runs, pair, sides)


def _cues(pieces: Sequence[tuple[np.ndarray, tuple[pa.Array, np.ndarray], np.ndarray]]) -> AttributionCounts:
    """Count attributions by the word that attributes them, with its kind behind a tab; others have none."""
    words, cue = scan.joined([coded for _, coded, _ in pieces])
    article, n = scan.concatenated([(article, n) for article, _, n in pieces], (np.int32,) * 2)
    return AttributionCounts(words, article, cue, n, NO_CHARACTERS)


def _paired(code: np.ndarray, texts: Sequence[str], others: np.ndarray) -> tuple[np.ndarray, list[tuple[int, str]]]:
    """Number pairs of a code and a text in the order they first occur, -1 where there is no code; and list the pairs.

    ``texts`` are what ``others`` stand for; -1 is the empty text.
    """
    has_code, width = code >= 0, len(texts) + 1
    number = np.full(len(code), -1, dtype=np.int32)
    key = code[has_code].astype(np.int64)
    key *= width
    key += others[has_code] + 1
    number[has_code], pairs = pd.factorize(key)
    named = ["", *texts]
    return number, [(pair // width, named[pair % width]) for pair in pairs.tolist()]


def _known(form: str) -> str | None:
    """Give the name under which speakers are counted: that of the alias file, or one for all who have none."""
    return names.resolve(form) or (UNNAMED if voice.is_unnamed(form) else None)


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
    by run in a fifth of the time, and numbers of 8 bytes are made of one run at a time.
    """
    number: dict[str, int] = {}
    new_code = np.array([number.setdefault(name, len(number)) for name in new_names], dtype=np.int64)
    width = max(1, len(number))
    added_up, start = [], 0
    for size in runs or [len(counts.article)]:
        run = slice(start, start := start + size)
        row, key = pd.factorize(counts.article[run] * np.int64(width) + new_code[counts.code[run]])
        sums = (np.bincount(row, column[run], minlength=len(key)) for column in (counts.n, counts.n_characters))
        added_up.append(tuple(column.astype(np.int32) for column in (key // width, key % width, *sums)))
    return AttributionCounts(list(number), *scan.concatenated(added_up, (np.int32,) * 4))


def known_name(form: str) -> str:
    """Give the name under which the alias file knows a speaker, else the form itself.

    Examples
    --------
    >>> known_name("Kim"), known_name("Jane Doe")
    ('Kim', 'Jane Doe')
    """
    return _known(form) or form


def side_of(speaker: str, told: str = "") -> str:
    """Name the country or organisation that a speaker stands for, by alias file, article and the words of the speaker.

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
