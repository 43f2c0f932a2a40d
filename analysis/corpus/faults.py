"""Why an input could not be read, as a reject: its own damage, a limit, the disk, or a fault of this program.

The parsers of workbooks, Parquet, feeds and archives raise two dozen kinds of exceptions on damaged files,
AttributeError and KeyError among them, so all of them are caught and one bad input stops no corpus. What our own code
raised is told apart by where it was raised: it is no damage of the file, and whoever reads of it can report it.
"""

import traceback
from pathlib import Path

from analysis.corpus import archives, decode
from analysis.corpus.raw import Reject

OURS = "fault of this program"
"""Reason of rejects that are no fault of the input."""

_MISTAKES = (
    AttributeError, NameError, TypeError, LookupError, ArithmeticError, AssertionError, NotImplementedError,
    UnboundLocalError,
)  # fmt: skip
"""What a mistake in a program raises. Others (ValueError, OSError, EOFError) are how a reader refuses an input."""

_PACKAGE = Path(__file__).resolve().parents[1]


def reject_of(origin: str, error: Exception, what: str = "") -> Reject:
    """Name a reason in a few words for what went wrong with an input, and what it was.

    Parameters
    ----------
    origin : str
        The input.
    error : Exception
        What reading it raised.
    what : str
        What could not be read, where it is not the whole file: "the sheet 'May'".

    Examples
    --------
    >>> reject_of("a.zip", EOFError("Compressed file ended early"))
    Reject(origin='a.zip', reason='broken file', detail='Compressed file ended early')
    >>> reject_of("a.xlsx", KeyError("xl/styles.xml"), "the sheet 'May'").detail
    "the sheet 'May' cannot be read: KeyError: 'xl/styles.xml'"
    """
    if isinstance(error, decode.NotTextError):
        return Reject(origin, "not text", str(error))
    if isinstance(error, archives.LimitError):
        return Reject(origin, "too long", str(error))
    if isinstance(error, MemoryError):
        return Reject(origin, "too long", "reading it takes more memory than there is")
    place = _place_of(error)
    if place:
        return Reject(
            origin, OURS, f"{message(error)} in {place}; please report it, with the input if you may share it"
        )
    return Reject(origin, "broken file", f"{what} cannot be read: {message(error)}"[:300] if what else message(error))


def message(error: Exception) -> str:
    """Say in one line what an exception says, and of which kind it is where its words alone say little.

    Examples
    --------
    >>> message(KeyError("xl/styles.xml")), message(ValueError("no Parquet file")), message(EOFError())
    ("KeyError: 'xl/styles.xml'", 'no Parquet file', 'EOFError')
    """
    kind, words = type(error).__name__, " ".join(str(error).split())[:200]
    return f"{kind}: {words}" if words and isinstance(error, _MISTAKES) else words or kind


def _place_of(error: Exception) -> str:
    """Name the line of this program that raised a mistake; nothing where a library did, or where it is none."""
    frames = traceback.extract_tb(error.__traceback__) if isinstance(error, _MISTAKES) else []
    raised = Path(frames[-1].filename).resolve() if frames else None
    if raised is None or not raised.is_relative_to(_PACKAGE):
        return ""
    return f"{raised.relative_to(_PACKAGE.parent).as_posix()}, line {frames[-1].lineno}"
