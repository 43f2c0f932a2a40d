"""How tables lie on the disk: what a stored row holds, and how Parquet writes it.

Bodies lie apart from the facts about their articles. A `Shorthand` leaves out what the other columns tell, and gives it
back when a table is read.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as pds
import pyarrow.parquet as pq

from analysis import schema
from analysis.schema import ALIASES, ARTICLES, NAMES, TABLES, Column, Table

COMPRESSION_LEVEL, LEVEL_OF_CHANGING = 9, 3
"""Of zstd: a sixth smaller than at its default, for 0.15 ms an article. Tables of the whole corpus, which each update
writes anew, are written at the default, in a third of the time."""

BODY_ROWS = 64
"""Bodies a Parquet row group: one article is read without unpacking thousands."""


@dataclass(frozen=True)
class Shorthand:
    """Say how a table is stored shorter than it is.

    Parameters
    ----------
    stored : Table
        What lies on the disk.
    shorten, complete : callable
        From the whole rows to the stored ones, and back.
    view : str
        The SQL expression list that makes stored rows whole.
    """

    stored: Table
    shorten: Callable[[pd.DataFrame], pd.DataFrame]
    complete: Callable[[pd.DataFrame], pd.DataFrame]
    view: str


def _without(table: Table, name: str) -> Table:
    return replace(table, columns={key: column for key, column in table.columns.items() if key != name})


def _with_ends(names: pd.DataFrame) -> pd.DataFrame:
    """Say where each name ends: after its form."""
    return names.assign(end=(names["start"] + names["form"].str.len()).astype("int32"))


def _without_own_form(aliases: pd.DataFrame) -> pd.DataFrame:
    """Leave the canonical form empty where it is the form itself: four names in five."""
    return aliases.assign(canonical=aliases["canonical"].where(aliases["canonical"] != aliases["form"]))


def _with_own_form(aliases: pd.DataFrame) -> pd.DataFrame:
    return aliases.assign(canonical=aliases["canonical"].fillna(aliases["form"]))


_OPTIONAL = {"canonical": replace(ALIASES.columns["canonical"], required=False)}

SHORTHANDS = {
    "names": Shorthand(_without(NAMES, "end"), lambda rows: rows, _with_ends, '*, start + length(form) AS "end"'),
    "aliases": Shorthand(
        replace(ALIASES, columns={**ALIASES.columns, **_OPTIONAL}),
        _without_own_form,
        _with_own_form,
        "* REPLACE (coalesce(canonical, form) AS canonical)",
    ),
}

BODIES = Table(
    "bodies",
    "an article",
    ("article_id",),
    {name: ARTICLES.columns[name] for name in ("article_id", "body")},
    exported=False,
)
ARTICLE_FACTS = _without(ARTICLES, "body")

READ: dict[str, Table] = {**TABLES, "articles": ARTICLE_FACTS, "bodies": BODIES}
"""Every table of a store, as it is read."""


def stored(name: str) -> Table:
    """Give the declaration of a table as it lies on the disk."""
    return SHORTHANDS[name].stored if name in SHORTHANDS else READ[name]


def to_bytes(name: str, frame: pd.DataFrame, level: int = COMPRESSION_LEVEL) -> bytes:
    """Write rows of a table as the bytes of one Parquet file, the same for the same rows."""
    if name in SHORTHANDS:
        frame = SHORTHANDS[name].shorten(frame)
    conformed = schema.conform(frame, stored(name))
    table = pa.Table.from_pandas(conformed, preserve_index=False).replace_schema_metadata(None)
    sink = pa.BufferOutputStream()
    pq.write_table(
        table, sink, compression="zstd", compression_level=level,
        row_group_size=BODY_ROWS if name == "bodies" else None, write_page_checksum=True, **_encodings(table),
    )  # fmt: skip
    content: bytes = sink.getvalue().to_pybytes()
    return content


def _encodings(table: pa.Table) -> dict[str, Any]:
    """Choose how each column is written: positions as steps, measured values byte by byte, all else by dictionary.

    Steps between positions are small where rows follow the text, and the bytes of a float that hold its size are
    alike in neighbours; both a third smaller than Parquet's default. Values that recur are smaller as a dictionary.
    """
    encoding = {}
    for column in table.schema:
        if pa.types.is_integer(column.type):
            encoding[column.name] = "DELTA_BINARY_PACKED"
        elif pa.types.is_floating(column.type) and pc.count_distinct(table[column.name]).as_py() > table.num_rows / 4:
            encoding[column.name] = "BYTE_STREAM_SPLIT"
    by_dictionary = [path for column in table.schema if column.name not in encoding for path in _paths(column)]
    return {"use_dictionary": by_dictionary, "column_encoding": encoding}


def _paths(column: pa.Field) -> list[str]:
    """Name a column as Parquet does; the items of a list are a column of their own."""
    return [f"{column.name}.list.element"] if pa.types.is_list(column.type) else [column.name]


def format_of(declared: Table) -> pds.ParquetFileFormat:
    """Read categories as they are written, each name once, and check the sums of all pages."""
    named = {name for name, column in declared.columns.items() if column.dtype == "category"}
    checked = pds.ParquetFragmentScanOptions(page_checksum_verification=True)
    return pds.ParquetFileFormat(dictionary_columns=named, default_fragment_scan_options=checked)


def read(file: str, columns: Sequence[str], by_number: Sequence[str] = ()) -> pa.Table:
    """Read columns of one part, some of them as numbers into their names; empty where its version knew no such column.

    A part is opened by itself: as a data set of one file each of 300 parts takes twice the time.
    """
    about = pq.read_metadata(file)
    known = set(about.schema.to_arrow_schema().names)
    with pq.ParquetFile(file, metadata=about, read_dictionary=[name for name in by_number if name in known]) as part:
        rows = part.read(columns=[name for name in columns if name in known], use_threads=False)
    return completed(rows, columns).combine_chunks()


def completed(rows: pa.Table, columns: Sequence[str]) -> pa.Table:
    """Give rows these columns, empty where the version that wrote them did not know a column."""
    for column in columns:
        if column not in rows.column_names:
            rows = rows.append_column(column, pa.nulls(len(rows), pa.large_string()))
    return rows.select(list(columns))


def in_one_piece(frame: pd.DataFrame) -> pd.DataFrame:
    """Lay each column of texts together: from a hundred pieces, taking ten of 300,000 rows takes 50 ms."""
    texts = [name for name in frame.columns if isinstance(frame[name].dtype, pd.StringDtype)]
    return frame.assign(**{name: pd.array(pa.chunked_array(pa.array(frame[name])).combine_chunks(),
                                          dtype=frame[name].dtype) for name in texts})  # fmt: skip


def typed(rows: pa.Table, declared: Table) -> pd.DataFrame:
    """Give rows that were read the types that the table declares."""
    columns = {name: declared.columns[name] for name in rows.column_names}
    lists = {name: column.dtype for name, column in columns.items() if isinstance(column.dtype, pd.ArrowDtype)}
    names = [name for name, column in columns.items() if column.dtype == "category" and not column.values]
    frame = plain_frame(rows.drop_columns([*lists, *names]))
    for name in frame.columns:
        frame[name] = _typed_column(frame[name], columns[name])
    for name, dtype in lists.items():
        frame[name] = pd.arrays.ArrowExtensionArray(rows[name].cast(dtype.pyarrow_dtype))
    for name in names:
        frame[name] = _categorical(rows[name])
    return frame[rows.column_names]


def _typed_column(values: pd.Series, column: Column) -> pd.Series:
    if column.dtype != "category":
        return values if values.dtype == column.dtype else values.astype(column.dtype)
    return values.astype(pd.CategoricalDtype(list(column.values)))


def _categorical(column: pa.ChunkedArray) -> pd.Categorical:
    """Give a column of names as numbers into its names, which rise: two million ids in a tenth of pandas' time.

    A part counts its names in as few bytes as they need; all parts together may have more.
    """
    coded = column.cast(pa.dictionary(pa.int32(), pa.string())).unify_dictionaries().combine_chunks()
    codes = np.asarray(coded.indices.fill_null(-1).to_numpy(zero_copy_only=False), dtype="int64")
    used = np.bincount(codes[codes >= 0], minlength=len(coded.dictionary)) > 0
    order = pc.sort_indices(coded.dictionary).to_numpy()
    order = order[used[order]]
    rank = np.full(len(used) + 1, -1, dtype="int32")  # the last stands for an empty value: -1
    rank[order] = np.arange(len(order), dtype="int32")
    categories = pd.Index(pd.array(coded.dictionary.take(pa.array(order)), dtype="str"))
    return pd.Categorical.from_codes(rank[codes], categories=categories, validate=False)


def plain_frame(rows: pa.Table) -> pd.DataFrame:
    """Give rows as a frame whose texts are pandas' strings."""
    return rows.to_pandas(
        types_mapper={
            pa.string(): pd.StringDtype(na_value=float("nan")),
            pa.large_string(): pd.StringDtype(na_value=float("nan")),
        }.get
    )
