"""Rows of a Parquet file, read by place and not by name, with values that Python can hold."""

import contextlib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

from analysis.corpus import decode
from analysis.corpus.archives import LimitError
from analysis.settings import Settings

ROWS_AT_ONCE = 256
_TICKS_A_SECOND = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}
_START = datetime(1970, 1, 1, tzinfo=UTC)


def opened(file: BinaryIO, settings: Settings) -> Any:
    """Open a file within the limits.

    Raises
    ------
    LimitError
        Where a group of its rows, which is read as one piece, is larger than a document may be.
    """
    import pyarrow.parquet

    table = pyarrow.parquet.ParquetFile(file)
    sizes = (table.metadata.row_group(place).total_byte_size for place in range(table.metadata.num_row_groups))
    if max(sizes, default=0) > settings.max_unpacked_megabytes * 2**20:
        raise LimitError(f"a group of its rows unpacks to more than {settings.max_unpacked_megabytes} MB")
    return table


def rows(table: Any, header: Sequence[str], wanted: Sequence[str]) -> Iterator[list[Any]]:
    """Return the rows with the values of the wanted columns, None for the others; of columns of one name the first."""
    for batch in table.iter_batches(batch_size=ROWS_AT_ONCE, columns=list(wanted)):
        names = batch.schema.names
        columns = {name: values_of(batch.column(names.index(name))) for name in wanted if name in names}
        for number in range(batch.num_rows):
            yield [columns[name][number] if name in columns else None for name in header]


def values_of(column: Any) -> list[Any]:
    """Return the values of a column: bytes as the text they hold, moments that no calendar has as the number they are.

    Examples
    --------
    >>> import pyarrow
    >>> values_of(pyarrow.array([b"Talks", "Größe".encode("cp1252"), None]))
    ['Talks', 'Größe', None]
    >>> values_of(pyarrow.array([2**62, 0], pyarrow.timestamp("us", tz="Mars/Phobos")))
    ['4611686018427387904 us after 1970', '1970-01-01T00:00:00+00:00']
    """
    import pyarrow

    if pyarrow.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if pyarrow.types.is_timestamp(column.type):
        unit, zone = column.type.unit, column.type.tz
        return [_moment(value, unit, zone) for value in column.cast(pyarrow.int64()).to_pylist()]
    if pyarrow.types.is_binary(column.type) or pyarrow.types.is_large_binary(column.type):
        return [None if value is None else _text(value) for value in column.to_pylist()]
    try:
        return list(column.to_pylist())
    except (OverflowError, ValueError, LookupError):  # a moment inside a list, a day beyond the calendar
        return [_value(column[place]) for place in range(len(column))]


def _value(scalar: Any) -> Any:
    try:
        return scalar.as_py()
    except (OverflowError, ValueError, LookupError):
        return None


def _moment(value: int | None, unit: str, zone: str | None) -> str | None:
    """Write a moment: in its own zone where that is known, so that its day stays its day."""
    if value is None:
        return None
    ticks = _TICKS_A_SECOND[unit]
    try:
        at = _START + timedelta(seconds=value // ticks, microseconds=value % ticks * 10**6 // ticks)
        if zone is None:
            return at.replace(tzinfo=None).isoformat()
        return at.astimezone(_zone(zone)).isoformat()
    except OverflowError:
        return f"{value} {unit} after 1970"


def _zone(name: str) -> Any:
    with contextlib.suppress(LookupError, ValueError, OSError):  # an offset such as "+03:00", or no zone at all
        return ZoneInfo(name)
    try:
        return datetime.fromisoformat(f"2000-01-01T00:00:00{name}").tzinfo or UTC
    except ValueError:
        return UTC


MIN_DETECTED = 200
"""Bytes from which the encoding of a value can be detected; a shorter one that is no UTF-8 is read as Windows-1252."""


def _text(value: bytes) -> str:
    with contextlib.suppress(UnicodeDecodeError):  # no UTF-8: what else it may be follows
        return value.decode()
    if len(value) < MIN_DETECTED:
        return value.decode("cp1252", "replace")
    try:
        return decode.text_of(value)[0]
    except decode.NotTextError:
        return ""
