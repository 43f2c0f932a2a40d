"""Records of WARC files, read without writing to the terminal what a damaged file holds."""

import logging
from typing import Any

from warcio.archiveiterator import ArchiveIterator

logging.getLogger("warcio").addHandler(logging.NullHandler())  # it would log addresses as they stand in the file


class Records(ArchiveIterator):
    """Return the records of an open file; ``err_count`` tells how many did not end where they said."""

    INC_RECORD = ""
    """What the library writes to standard error, with the bytes of the file in it."""


def first_of(file: Any) -> Any:
    """Return the first record of an open file.

    Raises
    ------
    StopIteration
        Where it holds none.
    """
    return next(iter(Records(file)))
