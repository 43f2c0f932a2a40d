"""File contents to take away: CSV that no spreadsheet will obey, and one zip that documents itself."""

import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import IO, Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

BOM = b"\xef\xbb\xbf"
"""Excel reads a CSV as UTF-8 only if it starts with this mark."""

FORMULA = r"^[=+\-@\t\r]"
"""A spreadsheet runs a text cell that starts so; a leading apostrophe makes it text."""

SPECIAL = r"[,\"\r\n]"
"""Cells that hold one of these stand in quotes."""

LINE_END = "\r\n"

CHUNK_ROWS = 100_000
"""Rows written at once, so that memory does not grow with the table."""

ZIP_LEVEL = 1
"""The quickest: 4 makes a zip of 40,000 articles a tenth smaller and takes twice as long."""

READABLE = 0o644 << 16
"""What everybody may do with an unpacked file."""

ZIP_TIME = (1980, 1, 1, 0, 0, 0)
"""Every member carries the earliest time a zip can hold: the same tables give the same bytes."""


TEXT = pa.large_string()


def write_csv(frame: pd.DataFrame, file: IO[bytes]) -> None:
    """Write a table as UTF-8 CSV with BOM, formula-safe, some rows at a time."""
    if frame.columns.empty:
        file.write(BOM)
        return
    names = pa.array([_encodable(name) for name in frame.columns], TEXT)
    file.write(BOM + _lines([_safe(names[place : place + 1]) for place in range(len(names))]))
    for start in range(0, len(frame), CHUNK_ROWS):
        rows = frame.iloc[start : start + CHUNK_ROWS]
        file.write(_lines([_cells(rows[name]) for name in rows.columns]))


def _lines(columns: Sequence[pa.Array]) -> bytes:
    """Join columns of cells to lines. In Arrow: 2,000,000 rows take a second, in pandas eight."""
    empty = '""' if len(columns) == 1 else ""  # a line without anything would be no row
    cells = [column.fill_null(empty) for column in columns]
    joined = pc.binary_join_element_wise(*cells, pa.scalar(",", TEXT))
    lines = pa.ListArray.from_arrays(pa.array([0, len(joined)], pa.int32()), joined)
    return bytes(pc.binary_join(lines, pa.scalar(LINE_END, TEXT))[0].as_buffer()) + LINE_END.encode()


def _cells(values: pd.Series) -> pa.Array:
    """Write a column's cells as they stand in the file; those of a category once."""
    if isinstance(values.dtype, pd.CategoricalDtype):
        names = _safe(pa.array([_encodable(name) for name in values.cat.categories], TEXT))
        return names.take(pa.array(values.cat.codes.to_numpy(), mask=values.isna().to_numpy()))
    return _plain(values) if is_bare(values.dtype) else _safe(_plain(values))


def _safe(texts: pa.Array) -> pa.Array:
    """Put an apostrophe before cells that a spreadsheet would run, and quotes around those with commas or lines."""
    armed = pc.match_substring_regex(texts, FORMULA)
    if pc.any(armed).as_py():
        texts = pc.if_else(armed, _between("'", texts, ""), texts)
    special = pc.match_substring_regex(texts, SPECIAL)
    if pc.any(special).as_py():
        texts = pc.if_else(special, _between('"', pc.replace_substring(texts, '"', '""'), '"'), texts)
    return texts


def _between(before: str, texts: pa.Array, after: str) -> pa.Array:
    return pc.binary_join_element_wise(pa.scalar(before, TEXT), texts, pa.scalar(after, TEXT), pa.scalar("", TEXT))


def is_bare(dtype: Any) -> bool:
    """Return whether a column's cells are numbers or moments, which need neither quotes nor an apostrophe.

    Examples
    --------
    >>> is_bare(pd.Series([0.5]).dtype), is_bare(pd.StringDtype()), is_bare(pd.Series([True]).dtype)
    (True, False, False)
    """
    is_number = pd.api.types.is_numeric_dtype(dtype) and not pd.api.types.is_bool_dtype(dtype)
    return bool(is_number or pd.api.types.is_datetime64_any_dtype(dtype))


def _plain(values: pd.Series) -> pa.Array:
    """Write a column's values as text; empty ones stay empty."""
    if is_bare(values.dtype):
        cells = pa.array(_rounded(values), from_pandas=True)
        if pa.types.is_timestamp(cells.type):
            cells = pc.strftime(cells.cast(pa.timestamp("s", "UTC"), safe=False), format="%Y-%m-%dT%H:%M:%SZ")
        return cells.cast(TEXT)
    if isinstance(values.dtype, pd.StringDtype):
        texts = pa.array(values, from_pandas=True)
        return (texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts).cast(TEXT)
    return pa.array([None if _is_empty(value) else _encodable(value) for value in values], TEXT)


DIGITS = 5
"""Significant digits of a number with decimals: what follows is noise of every measure here. Parquet keeps all."""


def _rounded(values: pd.Series) -> pd.Series:
    """Round numbers with decimals to `DIGITS` significant digits; whole parts stay whole.

    Examples
    --------
    >>> _rounded(pd.Series([0.123456789, -1234567.8, 0.0000012345678, float("nan"), 0.0])).tolist()
    [0.12346, -1234568.0, 1.2346e-06, nan, 0.0]
    """
    if not pd.api.types.is_float_dtype(values.dtype):
        return values
    numbers = values.to_numpy(dtype="float64", na_value=np.nan)
    size = np.abs(numbers)
    known = np.isfinite(size) & (size > 0)
    power = np.floor(np.log10(size, where=known, out=np.zeros(len(size))))
    scale = 10.0 ** np.clip(DIGITS - 1 - power, 0, 300 - DIGITS)
    rounded = np.where(known, np.round(numbers * scale) / scale, numbers)
    return pd.Series(rounded, index=values.index)


def _is_empty(value: Any) -> bool:
    return value is None or (pd.api.types.is_scalar(value) and bool(pd.isna(value)))


def _encodable(value: object) -> str:
    """Write a value as text that UTF-8 can hold."""
    return str(value).encode("utf-8", errors="replace").decode()


def csv(frame: pd.DataFrame) -> bytes:
    r"""Give a table as UTF-8 CSV with BOM, formula-safe.

    Examples
    --------
    >>> csv(pd.DataFrame({"outlet": ["@RT"], "n": [-1]}))
    b"\xef\xbb\xbfoutlet,n\r\n'@RT,-1\r\n"
    """
    file = io.BytesIO()
    write_csv(frame, file)
    return file.getvalue()


def parquet(frame: pd.DataFrame) -> bytes:
    """Return a table as Parquet: types, empties and dates as they are, for analysis in pandas, R or DuckDB.

    Examples
    --------
    >>> content = parquet(pd.DataFrame({"outlet": ["@RT"], "n": [-1]}))
    >>> pd.read_parquet(io.BytesIO(content)).to_dict("list")
    {'outlet': ['@RT'], 'n': [-1]}
    """
    table = pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(None)
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd")
    return bytes(sink.getvalue())


FORMATS = ("csv", "parquet")


def table(frame: pd.DataFrame, form: str) -> bytes:
    """Return a table in one of the `FORMATS`."""
    return csv(frame) if form == "csv" else parquet(frame)


def write_zip(
    file: IO[bytes],
    tables: Iterable[tuple[str, pd.DataFrame]],
    others: Iterable[tuple[str, bytes]],
    *,
    form: str = "csv",
) -> None:
    """Write tables as ``NAME.csv`` or ``NAME.parquet``, then other files, into one zip.

    Parameters
    ----------
    file : binary file
        Where to write; kept open.
    tables : iterable of (str, DataFrame)
        Taken one at a time, so that only one table is in memory when they come from a generator.
    others : iterable of (str, bytes)
        Other members by name, the passport and the report for example; taken after the tables were written.
    form : {"csv", "parquet"}
        How tables are written.
    """
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=ZIP_LEVEL) as archive:
        for name, frame in tables:
            if form == "parquet":
                archive.writestr(_member(f"{name}.parquet", zipfile.ZIP_STORED), parquet(frame))
            else:
                # by name: a member described by a ZipInfo would be packed at another level; its time is `ZIP_TIME` too
                with archive.open(f"{name}.csv", "w", force_zip64=True) as member:
                    write_csv(frame, member)
                archive.getinfo(f"{name}.csv").external_attr = READABLE
            del frame  # or it would lie beside the next one while that is made
        for name, content in others:
            archive.writestr(_member(name), content, compresslevel=ZIP_LEVEL)


def about_json(about: Mapping[str, Any]) -> bytes:
    """Write a passport as JSON, keys in the order given, dates and paths as text.

    Examples
    --------
    >>> about_json({"filters": {"outlets": ("RT",)}})
    b'{\\n "filters": {\\n  "outlets": [\\n   "RT"\\n  ]\\n }\\n}\\n'
    """
    return (json.dumps(about, indent=1, ensure_ascii=False, default=str) + "\n").encode()


def _member(name: str, compression: int = zipfile.ZIP_DEFLATED) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, ZIP_TIME)
    member.compress_type = compression
    member.external_attr = READABLE
    return member
