"""Names from articles as plain text: what they hold is shown, and never acts on a terminal or a page."""

import io
import re
from typing import TextIO

_ACTING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufff9-\ufffb\ud800-\udfff]"
)
"""Control characters but tab and line feed, marks of writing direction, separators of lines, lone surrogates."""

_LINKED = re.compile(
    r"(?<=\bhttp:)(?=//)|(?<=\bhttps:)(?=//)|(?<=\bftp:)(?=//)|(?<=\bwww)(?=\.)|(?<=@)(?=\w)", re.IGNORECASE
)
"""Places inside what Markdown takes for an address."""

WORD_JOINER = "\u2060"


def shown(text: str) -> str:
    r"""Show characters that would act instead of being read: escape codes, a bell, turns of the writing direction.

    Examples
    --------
    >>> shown("\x1b[31mRT\x07")
    '\\x1b[31mRT\\x07'
    """
    return _ACTING.sub(lambda found: found[0].encode("unicode_escape", "surrogatepass").decode("ascii"), text)


def unlinked(text: str) -> str:
    """Break what Markdown would make a link of, without a visible change.

    Examples
    --------
    >>> unlinked("http://evil.example").replace(WORD_JOINER, "|")
    'http:|//evil.example'
    """
    return _LINKED.sub(WORD_JOINER, text)


class Terminal(io.TextIOBase):
    """Write to a stream what `shown` makes of a text."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write a text, and give its length as it was."""
        self._stream.write(shown(text))
        return len(text)

    def flush(self) -> None:
        """Write what was buffered."""
        self._stream.flush()

    def isatty(self) -> bool:
        """Return whether the output is a terminal."""
        return self._stream.isatty()

    def fileno(self) -> int:
        """Return the number of the file behind it."""
        return self._stream.fileno()
