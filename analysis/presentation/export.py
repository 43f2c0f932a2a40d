"""File contents to take away: CSV that no spreadsheet will obey, and one zip that documents itself."""

import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from typing import IO, Any

import pandas as pd

BOM = b"\xef\xbb\xbf"
"""Excel reads a CSV as UTF-8 only if it starts with this mark."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet runs a text cell that starts so; a leading apostrophe makes it text."""

CHUNK_ROWS = 50_000
"""Rows written at once, so that memory does not grow with the table."""

ZIP_TIME = (1980, 1, 1, 0, 0, 0)
"""Every member carries the earliest time a zip can hold: the same tables give the same bytes."""


def defused(frame: pd.DataFrame) -> pd.DataFrame:
    """Put an apostrophe before text cells and headers that a spreadsheet would run; leave numbers alone.

    Examples
    --------
    >>> defused(pd.DataFrame({"title": ["=cmd()", "North Korea"], "tone": [-0.5, 0.5]}))
             title  tone
    0      '=cmd()  -0.5
    1  North Korea   0.5
    """
    safe = frame.rename(columns=lambda name: _defuse(str(name)))
    return safe.assign(**{name: _defused_column(safe[name]) for name in safe.columns})


def _defused_column(values: pd.Series) -> pd.Series:
    """Defuse one column: categories once each, text by one vectorised look, anything else cell by cell."""
    if isinstance(values.dtype, pd.CategoricalDtype):
        safe = {name: _defuse(str(name)) for name in values.cat.categories}
        return values.astype("object").map(safe, na_action="ignore")
    if isinstance(values.dtype, pd.StringDtype):
        armed = values.str.startswith(FORMULA_STARTS).fillna(value=False).astype("bool")
        return values.where(~armed, "'" + values) if armed.any() else values
    if pd.api.types.is_object_dtype(values.dtype):
        return values.map(lambda value: _defuse(str(value)), na_action="ignore")
    return values


def _defuse(text: str) -> str:
    return "'" + text if text.startswith(FORMULA_STARTS) else text


def write_csv(frame: pd.DataFrame, file: IO[bytes]) -> None:
    """Write a table as UTF-8 CSV with BOM, formula-safe, some rows at a time."""
    file.write(BOM)
    for start in range(0, max(len(frame), 1), CHUNK_ROWS):
        rows = defused(frame.iloc[start : start + CHUNK_ROWS])
        text = rows.to_csv(index=False, header=start == 0, lineterminator="\r\n", date_format="%Y-%m-%dT%H:%M:%SZ")
        file.write(text.encode("utf-8", errors="replace"))


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


def write_zip(
    file: IO[bytes],
    tables: Iterable[tuple[str, pd.DataFrame]],
    about: Mapping[str, Any],
    extras: Mapping[str, bytes] | None = None,
) -> None:
    """Write tables as ``NAME.csv``, the passport as ``about.json``, and any other files into one zip.

    Parameters
    ----------
    file : binary file
        Where to write; kept open.
    tables : iterable of (str, DataFrame)
        Taken one at a time, so that only one table is in memory when they come from a generator.
    about : mapping
        Filters, counts, settings, versions, corpus hash, time.
    extras : mapping of str to bytes, optional
        Other members by name, the report for example.
    """
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive:
        for name, frame in tables:
            with archive.open(_member(f"{name}.csv"), "w", force_zip64=True) as member:
                write_csv(frame, member)
        for name, content in {**(extras or {}), "about.json": about_json(about)}.items():
            archive.writestr(_member(name), content)


def about_json(about: Mapping[str, Any]) -> bytes:
    """Write a passport as JSON, keys in the order given, dates and paths as text.

    Examples
    --------
    >>> about_json({"filters": {"outlets": ("RT",)}})
    b'{\\n "filters": {\\n  "outlets": [\\n   "RT"\\n  ]\\n }\\n}\\n'
    """
    return (json.dumps(about, indent=1, ensure_ascii=False, default=str) + "\n").encode()


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, ZIP_TIME)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.external_attr = 0o644 << 16
    return member
