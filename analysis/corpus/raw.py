"""What readers hand on: raw items, items that are none, and remarks on how a file was read."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Raw:
    """One input that may become an article, with its text and the facts that came with it.

    Parameters
    ----------
    origin : str
        File and place in it.
    text : str
        The text exactly as read; empty for a row that has a headline only.
    fields : mapping of str to str
        What the row, the manifest or the page's metadata says, by the names of `fields.FIELDS`.
    is_row : bool
        Whether it is a row of a table, whose text comes without headline and date line.
    metadata : mapping of str to str
        What the page's own metadata says (title, date, author, url, outlet, language, type).
    remarks : tuple of str
        What was repaired in its characters.
    """

    origin: str
    text: str
    fields: Mapping[str, str] = field(default_factory=dict)
    is_row: bool = False
    metadata: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reject:
    """An input that is no article, and why in a few words; ``detail`` tells what was found."""

    origin: str
    reason: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A remark on a file or an article: date, field, encoding, outlet or limit."""

    origin: str
    topic: str
    note: str
    article_id: str = ""


@dataclass(frozen=True, slots=True)
class SavedPage:
    """A web page as it was saved, whose text a worker finds: that takes three times as long as cleaning it.

    Parameters
    ----------
    origin : str
        File and place in it.
    content : bytes
        The page.
    read : callable
        Gives of the content what a reader would give; can be pickled.
    """

    origin: str
    content: bytes
    read: Callable[[bytes], Iterator["Raw | Reject | Note"]]


Item = Raw | Reject | Note | SavedPage
