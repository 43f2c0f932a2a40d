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
    for file in snapshot.files(name):
        table = parquet.read(file, columns, by_number=["article_id"])
        yield {column: table.column(column) for column in columns}
    pa.default_memory_pool().release_unused()


def numbered(texts: Any, number: dict[str, int]) -> np.ndarray:
    """Number texts in the order they first occur, over all files; -1 where there is none."""
    encoded = pc.dictionary_encode(texts) if not pa.types.is_dictionary(texts.type) else texts
    encoded = encoded.combine_chunks() if isinstance(encoded, pa.ChunkedArray) else encoded
    known = [number.setdefault(text, len(number)) for text in encoded.dictionary.to_pylist()]
    codes = np.asarray(encoded.indices.fill_null(len(known)))
    return np.array([*known, -1], dtype=np.int32)[codes]


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
