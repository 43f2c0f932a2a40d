"""Rows of comma-, semicolon- or tab-separated values, piece by piece; a row that cannot be read costs no other."""

import csv
import io
import re
from collections import deque
from collections.abc import Iterator

from analysis.settings import Settings

DELIMITERS = ",;\t|"
"""What values are separated by, the likeliest first."""

MAX_READ_AGAIN = 50_000_000
"""Characters of a file that are read a second time because a quotation mark was never closed: ten rows of the largest
size that is allowed. A file with more such rows is broken and could take hours."""


class _LineTooLongError(ValueError):
    """Stop the reading of a row whose line is longer than allowed."""


def rows(stream: io.TextIOWrapper, settings: Settings, remarks: list[str] | None = None) -> Iterator[list[str] | str]:
    """Return the rows that are not blank, the one that names the columns first; for others the reason.

    Where a quotation mark is missing, a row runs on over the lines after it. Such a row is known by having more values
    than there are columns, fewer although its first line alone holds as many, or no end. Only its first line is given
    up then; what follows is passed over line by line until a row has as many values as those before. A row that runs
    on and still has the right number of values is not known, and its last value holds the rows that it swallowed.

    Parameters
    ----------
    stream : TextIOWrapper
        The file, with its line ends as they are.
    settings : Settings
        The longest text that is read.
    remarks : list of str, optional
        Filled with what deserves a remark, before the first row is given.

    Examples
    --------
    >>> table = 'id,title,text\\n1,"Talks,They met.\\n2,Talks stall,They left.\\n3,Talks, again,They stayed.\\n'
    >>> for row in rows(io.StringIO(table), Settings()):
    ...     print(row)
    ['id', 'title', 'text']
    line 2: a quotation mark is opened and never closed
    ['2', 'Talks stall', 'They left.']
    line 4: found 4 values for 3 columns; is a value with a separator in it not in quotation marks?
    """
    lines = _Lines(stream, 2 * settings.max_article_characters)
    if lines.escapes_marks() and remarks is not None:
        remarks.append("quotation marks are escaped with backslashes, as MySQL and Spark do, and were read so")
    first = next(lines, "")
    declared = re.fullmatch(r"sep=(.)\s*", first)
    if first and not declared:
        lines.put_back([first])
    delimiter = declared[1] if declared else _delimiter(first)
    csv.field_size_limit(settings.max_article_characters)  # the module keeps it for the whole process
    reader = csv.reader(lines, delimiter=delimiter, strict=False)
    width = usual = 0
    is_lost = False
    while (row := _next(reader, lines, delimiter, width)) is not None:
        if is_lost and isinstance(row, list) and len(row) != usual:
            row = f"line {lines.number}: it follows a row that could not be read"
        if isinstance(row, list):
            width, usual, is_lost = width or len(row), len(row), False
        else:
            is_lost = is_lost or len(lines.taken) > 1
            lines.put_back(lines.taken[1:])
        yield row


def _next(reader: Iterator[list[str]], lines: "_Lines", delimiter: str, width: int) -> list[str] | str | None:
    """Read the next row that is not blank; None at the end."""
    while True:
        lines.taken.clear()
        try:
            row = next(reader)
        except StopIteration:
            return None
        except (csv.Error, _LineTooLongError) as error:
            return f"line {lines.number}: {error}"
        if not any(value.strip() for value in row):
            continue
        fault = _fault(row, lines, delimiter, width)
        return f"line {lines.number}: {fault}" if fault else row


def _fault(row: list[str], lines: "_Lines", delimiter: str, width: int) -> str:
    """Say what is wrong with a row; empty where nothing is."""
    first, is_long = lines.taken[0], len(lines.taken) > 1
    if is_long and lines.is_at_end and _is_open(lines.taken, delimiter):
        return "a quotation mark is opened and never closed"
    if width and len(row) > width and any(value.strip() for value in row[width:]):
        return f"found {len(row)} values for {width} columns; is a value with a separator in it not in quotation marks?"
    if is_long and len(row) < width <= first.count(delimiter) + 1:
        return f"found {len(row)} values for {width} columns in several lines; is a quotation mark missing?"
    return ""


def _is_open(taken: list[str], delimiter: str) -> bool:
    """Return whether a row ends within quotation marks."""
    try:
        list(csv.reader(taken, delimiter=delimiter, strict=True))
    except csv.Error as error:
        return "unexpected end of data" in str(error)
    return False


SAMPLE_LINES, SAMPLE_CHARACTERS = 1_000, 500_000
"""Beginning of a file in which the way of its quotation marks is looked for."""

_ESCAPED_MARK = re.compile(r'(?<!\\)(?:\\\\)*\\"(?=[^\s,;|"])')
"""A quotation mark behind a backslash and before a word. In a table that doubles its marks there can be none."""

_ESCAPE = re.compile(r'\\(["\\])')


class _Lines:
    """The lines of a stream, none longer than allowed, some of which can be put back."""

    def __init__(self, stream: io.TextIOWrapper, most: int) -> None:
        self._stream = stream
        self._most = most
        self._ahead: deque[str] = deque()
        self._n_given = 0
        self._n_again = 0
        self._is_escaped = False
        self.taken: list[str] = []

    def escapes_marks(self) -> bool:
        """Judge from the beginning whether quotation marks are escaped with backslashes, and read all lines so."""
        size = 0
        while len(self._ahead) < SAMPLE_LINES and size < SAMPLE_CHARACTERS and (line := self._read()):
            self._ahead.append(line)
            size += len(line)
            if len(line) >= self._most:
                break
        if any(_ESCAPED_MARK.search(line) for line in self._ahead if "\\" in line):
            self._is_escaped = True
            self._ahead = deque(map(_with_doubled_marks, self._ahead))
        return self._is_escaped

    def _read(self) -> str:
        line = self._stream.readline(self._most)
        return _with_doubled_marks(line) if self._is_escaped else line

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._ahead.popleft() if self._ahead else self._read()
        if not line:
            raise StopIteration
        self._n_given += 1
        self.taken.append(line)
        if len(line) >= self._most and not line.endswith(("\n", "\r")):
            while line and not line.endswith(("\n", "\r")):
                line = self._stream.readline(self._most)
            raise _LineTooLongError(f"a line of more than {self._most:,} characters")
        return line

    @property
    def number(self) -> int:
        """The number of the first of the lines that were taken for the row."""
        return self._n_given - len(self.taken) + 1

    @property
    def is_at_end(self) -> bool:
        """Return whether no line is left."""
        if not self._ahead:
            line = self._read()
            if line:
                self._ahead.append(line)
        return not self._ahead

    def put_back(self, lines: list[str]) -> None:
        """Return these lines once more.

        Raises
        ------
        csv.Error
            Where too much was given again already.
        """
        self._n_again += sum(map(len, lines))
        if self._n_again > MAX_READ_AGAIN:
            raise csv.Error(f"quotation marks are missing in so many rows that reading stopped at line {self.number}")
        self._ahead.extendleft(reversed(lines))
        self._n_given -= len(lines)


def _with_doubled_marks(line: str) -> str:
    return _ESCAPE.sub(lambda sign: '""' if sign[1] == '"' else sign[1], line)


def _delimiter(header: str) -> str:
    bare = re.sub(r'"[^"]*"', "", header)
    return max(DELIMITERS, key=lambda mark: (bare.count(mark), -DELIMITERS.index(mark)))
