"""Sheets of a spreadsheet as rows, within limits whatever its file says about its own size."""

import itertools
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from analysis.corpus.archives import LimitError
from analysis.settings import Settings

MAX_ROWS = 1_048_576
"""Rows that a sheet can have. A damaged file may name any number, and the rows between are made up by the reader."""

FORMULA_ROWS = 1000
"""Rows that are searched for formulas without a value: a program that writes such writes them from the top."""

_ROWS_AT_ONCE = 500


@dataclass(frozen=True)
class Sheet:
    """A sheet that holds rows: its title, its first row, the rows below, and the first row with a formula that no
    program has calculated yet (0 where there is none)."""

    title: str
    header: list[str]
    rows: Iterator[list[Any]]
    uncalculated: int


def check_size(content: BinaryIO, settings: Settings) -> None:
    """Refuse a workbook that unpacks to more than the settings allow for a document.

    Raises
    ------
    LimitError
        Where it does.
    """
    with zipfile.ZipFile(content) as archive:
        unpacked = sum(entry.file_size for entry in archive.infolist())
    content.seek(0)
    if unpacked > settings.max_document_megabytes * 2**20:
        raise LimitError(f"it unpacks to more than {settings.max_document_megabytes} MB")


def opened(content: BinaryIO, *, values: bool) -> Any:
    """Open a workbook for reading, with the values that formulas had when saved, or with the formulas.

    Sheets that are charts are passed over: openpyxl fails on them when it reads row by row.
    """
    from openpyxl.reader.excel import ExcelReader  # here: most corpora hold no workbook

    class Reader(ExcelReader):
        """Read the sheets that hold cells."""

        def read_chartsheet(self, sheet: Any, rel: Any) -> None:
            """Pass over a chart."""

    reader = Reader(content, read_only=True, data_only=values)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # remarks on styles and extensions, which hold no text
        reader.read()
    return reader.wb


def sheet_of(values: Any, formulas: Any) -> Sheet | None:
    """Read the beginning of a sheet; None where it holds nothing.

    The size that a sheet claims is not believed. The first row with a value names the columns, and cells beyond them
    are not looked at: a single cell at the far end of a row would make every row 16,384 cells wide.
    """
    for sheet in (values, formulas):
        sheet.reset_dimensions()
    rows = _rows(values)
    first = next(((number, row) for number, row in enumerate(rows, start=1) if _is_filled(row)), None)
    if first is None:
        return None
    number, row = first
    header = ["" if value is None else str(value) for value in row]
    while not header[-1].strip():
        header.pop()
    below = (list(row) for row in _rows(values, min_row=number + 1, max_col=len(header)) if _is_filled(row))
    return Sheet(str(values.title), header, below, _uncalculated(values, formulas, len(header)))


def _rows(sheet: Any, **bounds: int) -> Iterator[tuple[Any, ...]]:
    rows = itertools.islice(sheet.iter_rows(values_only=True, **bounds), MAX_ROWS)
    while True:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a number too large for a date is an error value, and read as such
            some = list(itertools.islice(rows, _ROWS_AT_ONCE))
        if not some:
            return
        yield from some


def _is_filled(row: tuple[Any, ...]) -> bool:
    return any(value is not None and str(value).strip() for value in row)


def _uncalculated(values: Any, formulas: Any, width: int) -> int:
    bounds = {"max_row": FORMULA_ROWS, "max_col": width}
    pairs = zip(_rows(values, **bounds), _rows(formulas, **bounds), strict=False)
    for number, (found, written) in enumerate(pairs, start=1):
        if any(value is None and formula is not None for value, formula in zip(found, written, strict=False)):
            return number
    return 0
