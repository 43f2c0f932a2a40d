"""Reading large tables of a store file by file, and their texts as codes: small in memory, quick to count."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from analysis.store import parquet
from analysis.store.snapshots import Snapshot


def parts(
    snapshot: Snapshot, name: str, columns: Sequence[str], article_ids: Sequence[str] | None = None
) -> Iterator[dict[str, Any]]:
    """Read a table file by file, so that no more than one file's texts are in memory; or the rows of few articles."""
    if article_ids is not None:
        rows = snapshot.table(name, columns=columns, article_ids=article_ids)
        if len(rows):
            yield {column: pa.chunked_array([pa.array(rows[column], from_pandas=True)]) for column in columns}
        return
    declared = parquet.stored(name).columns
    named = [column for column in columns if declared[column].dtype in ("str", "category")]
    for file in snapshot.files(name):
        table = parquet.read(file, columns, by_number=named)
        yield {column: table.column(column) for column in columns}
    pa.default_memory_pool().release_unused()


def numbered(texts: Any, number: dict[str, int]) -> np.ndarray:
    """Number texts of a small vocabulary, over all files; -1 where there is none."""
    texts, codes = coded(texts)
    used = np.flatnonzero(np.bincount(codes[codes >= 0], minlength=len(texts)))
    known = np.full(len(texts) + 1, -1, dtype=np.int32)
    known[used] = [number.setdefault(text, len(number)) for text in texts.take(pa.array(used)).to_pylist()]
    return known[codes]


def joined(pieces: Sequence[tuple[pa.Array, np.ndarray]]) -> tuple[list[str], np.ndarray]:
    """Join texts that were coded file by file: the distinct ones that occur, and each text's place among them.

    Half of the time of a dictionary that grows from file to file: millions of names are compared outside of Python.

    Examples
    --------
    >>> joined([(pa.array(["Kim", "Moon"]), np.array([1, -1])), (pa.array(["Moon", "Trump"]), np.array([1, 0]))])
    (['Moon', 'Trump'], array([ 0, -1,  1,  0], dtype=int32))
    """
    chunks = [pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32), mask=codes < 0), texts.cast(pa.string()))
              for texts, codes in pieces]  # fmt: skip
    whole = pa.chunked_array(chunks, pa.dictionary(pa.int32(), pa.string())).unify_dictionaries().combine_chunks()
    codes = np.asarray(whole.indices.fill_null(-1), dtype=np.int32)
    used = np.flatnonzero(np.bincount(codes[codes >= 0], minlength=len(whole.dictionary)))
    place = np.full(len(whole.dictionary) + 1, -1, dtype=np.int32)
    place[used] = np.arange(len(used), dtype=np.int32)
    return whole.dictionary.take(pa.array(used)).to_pylist(), place[codes]


def coded(texts: Any) -> tuple[pa.Array, np.ndarray]:
    """Return distinct texts, and for each text its place among them; -1 where there is none."""
    encoded = texts if pa.types.is_dictionary(texts.type) else pc.dictionary_encode(texts)
    encoded = encoded.combine_chunks() if isinstance(encoded, pa.ChunkedArray) else encoded
    return encoded.dictionary, np.asarray(encoded.indices.fill_null(-1), dtype=np.int32)


def alphabetical_codes(number: dict[str, int]) -> np.ndarray:
    """Give the place of each numbered text in alphabetical order."""
    code = np.empty(len(number), dtype=np.int32)
    code[np.array([number[text] for text in sorted(number)], dtype=np.int64)] = np.arange(len(number))
    return code


def concatenated(pieces: Sequence[tuple[np.ndarray, ...]], types: Sequence[Any]) -> list[np.ndarray]:
    """Join the columns of several pieces, each in its type; without pieces the columns are empty."""
    if not pieces:
        return [np.zeros(0, dtype=dtype) for dtype in types]
    columns = zip(*pieces, strict=True)
    return [np.concatenate(column).astype(dtype, copy=False) for column, dtype in zip(columns, types, strict=True)]
