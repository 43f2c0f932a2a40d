"""What is left of a store when some of its parts are damaged, and what of it can be measured again.

The parts of one partition belong together. Where one of them is damaged, all of them are set aside: articles whose
facts and text are whole are measured again from there, the others have to be read again from their files.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow.parquet as pq

from analysis.corpus.stores import PARTS
from analysis.errors import DataError
from analysis.store import shared
from analysis.store.manifests import Manifest, Part

REMARKS = ("rejects", "notes")
"""Tables of remarks about files: reading the files again gives them again."""

TEXTS = ("articles", "bodies")
"""What an article is measured from."""

OF_ARTICLES = (
    *TEXTS, "removals", "later_texts", "signatures", "sentences", "names", "vectors", "times", "quotes", "attributed",
    "tone", "targets", "frames", "loaded", "measures", "further_measures",
)  # fmt: skip
"""Tables that are written partition by partition; all others belong to the whole corpus, and grouping makes them."""

LEARNT = ("boilerplate", "trained", "codebooks")
"""Tables that neither articles nor files give again as they were."""

Parts = Mapping[str, tuple[Part, ...]]


@dataclass(frozen=True)
class Mending:
    """Say what is whole, and what is not.

    Parameters
    ----------
    parts : dict of str to tuple of Part
        What a build can go on from.
    damaged : tuple of str
        Files of parts that are missing or hold other bytes than were written.
    texts : dict of str to tuple of Part
        Whole articles, bodies and removals of the partitions that were set aside.
    gone : frozenset of str
        Ids of the articles of these partitions, as far as any part tells them.
    without_removals : frozenset of str
        Partitions of which nobody but the files knows any more what cleaning removed.
    """

    parts: Parts
    damaged: tuple[str, ...] = ()
    texts: Parts = field(default_factory=dict)
    gone: frozenset[str] = frozenset()
    without_removals: frozenset[str] = frozenset()


def of(directory: Path, manifest: Manifest) -> Mending:
    """Look through all parts of a snapshot, at 1 GB a CPU second, once in the life of a process.

    Raises
    ------
    DataError
        Where a part is damaged that no build can make again.
    """
    damaged = {(name, part) for name, part in _each(manifest.parts) if not _is_whole(directory, part)}
    if not damaged:
        return Mending(manifest.parts)
    _refuse_what_cannot_be_made(directory, manifest, damaged)
    aside = {part.batch for name, part in damaged if name in OF_ARTICLES}
    kept = {
        name: tuple(p for p in parts if (name, p) not in damaged and (p.batch not in aside or name in REMARKS))
        for name, parts in manifest.parts.items()
        if name in (*OF_ARTICLES, *REMARKS, *LEARNT)
    }
    whole = {
        name: tuple(part for part in parts if part.batch in aside and (name, part) not in damaged)
        for name, parts in manifest.parts.items()
        if name in OF_ARTICLES
    }
    texts = {name: whole.get(name, ()) for name in (*TEXTS, "removals")}
    files_damaged = tuple(sorted(part.file for _, part in damaged))
    unknown = frozenset(part.batch for name, part in damaged if name == "removals")
    return Mending(kept, files_damaged, texts, frozenset(_ids(directory, whole)), unknown)


def _each(parts: Parts) -> Iterator[tuple[str, Part]]:
    return ((name, part) for name, rows in parts.items() for part in rows)


def _is_whole(directory: Path, part: Part) -> bool:
    return shared.holds(directory / PARTS / part.file, part.sha256)


def _refuse_what_cannot_be_made(directory: Path, manifest: Manifest, damaged: set[tuple[str, Part]]) -> None:
    """Refuse to go on where a damaged part holds what was learnt, or cannot be told from which partition it is."""
    with_articles = {part.batch for part in manifest.parts.get("articles", ()) if part.batch}
    for name, part in sorted(damaged, key=lambda pair: pair[1].file):
        if name in LEARNT or (name in OF_ARTICLES and part.batch not in with_articles):
            read_from = ", ".join(manifest.sources) or "its sources"
            raise DataError(
                f"the part {directory / PARTS / part.file} of table '{name}' is damaged or missing and cannot be made "
                f"again by itself; restore the file from a backup, or rebuild the store with: python -m analysis build "
                f"{read_from} --store {directory} --relearn"
            )


def _ids(directory: Path, whole: Parts) -> Iterator[str]:
    for _, part in _each(whole):
        rows = pq.read_table(directory / PARTS / part.file, columns=["article_id"])
        yield from rows["article_id"].unique().to_pylist()
