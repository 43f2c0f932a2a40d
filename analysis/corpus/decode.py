"""From bytes to text: the encoding by declaration, then by detection, and what is no text at all."""

import codecs
import io
import re
import unicodedata
from typing import Any, BinaryIO

from analysis.errors import DataError

SAMPLE_BYTES = 256 * 1024
"""Bytes from the start of a file in which its encoding is looked for."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"""(?:charset\s*=\s*["']?|encoding\s*=\s*["'])([\w.:-]{3,20})""", re.IGNORECASE)
_CONTROLS = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]")
_MAX_CONTROL_SHARE = 0.003
"""Share of control characters above which bytes are no text; texts with a stray one or two are far below."""

MAX_WESTERN_SHARE = 0.25
"""Share of bytes above 127 up to which a one-byte text is western: accents and typographic marks stay below .1,
Cyrillic and Greek are above .5."""

_SIGNATURES = {
    b"%PDF": "a PDF", b"\x89PNG": "a PNG image", b"\xff\xd8\xff": "a JPEG image", b"GIF8": "a GIF image",
    b"PK\x03\x04": "a zip or office file", b"\x1f\x8b": "a gzip file", b"\x7fELF": "a program",
    b"MZ\x90": "a program", b"\xd0\xcf\x11\xe0": "an old office file", b"SQLite format 3": "a database",
    b"PAR1": "a Parquet file",
}  # fmt: skip


class NotTextError(DataError):
    """Say that bytes are no text, and what they look like."""


def _read_as_windows(error: UnicodeError) -> tuple[str, int]:
    """Read the bytes that are not valid UTF-8 as Windows-1252, the usual mixture."""
    assert isinstance(error, UnicodeDecodeError)
    wrong = error.object[error.start : error.end]
    return wrong.decode("cp1252", errors="replace"), error.end


FALLBACK = "parallax-windows"
"""Name of the error handler above; Python keeps such names for the whole process."""
codecs.register_error(FALLBACK, _read_as_windows)


def encoding_of(sample: bytes, *, is_whole: bool = True) -> str:
    """Detect the encoding of a text from its first bytes.

    A byte-order mark decides, then a declaration in HTML or XML, then valid UTF-8, then detection.

    Raises
    ------
    NotTextError
        Where the bytes are no text.

    Examples
    --------
    >>> encoding_of("Größe".encode("utf-8")), encoding_of("Größe".encode("utf-16"))
    ('utf-8', 'utf-16')
    >>> encoding_of(b"%PDF-1.7 ...")
    Traceback (most recent call last):
    analysis.corpus.decode.NotTextError: it looks like a PDF
    """
    for mark, name in _MARKS:
        if sample.startswith(mark):
            return name
    for signature, what in _SIGNATURES.items():
        if sample.startswith(signature):
            raise NotTextError(f"it looks like {what}")
    wide = _wide(sample)
    if wide:
        return wide
    if len(_CONTROLS.findall(sample)) + sample.count(0) > max(2, _MAX_CONTROL_SHARE * len(sample)):
        raise NotTextError("it holds bytes that no text has")
    if _is_utf8(sample, is_whole):
        return "utf-8"
    return _declared(sample) or _detected(sample)


def text_of(content: bytes) -> tuple[str, str]:
    """Decode a whole text; give it with the name of its encoding.

    Examples
    --------
    >>> text_of("Kim said “no”".encode("cp1252"))
    ('Kim said “no”', 'cp1252')
    """
    name = encoding_of(content[:SAMPLE_BYTES], is_whole=len(content) <= SAMPLE_BYTES)
    return content.decode(name, errors=FALLBACK if name.startswith("utf-8") else "replace"), name


def stream_of(file: BinaryIO) -> tuple[io.TextIOWrapper, str]:
    """Open a binary file as text without reading more than its beginning; give it with its encoding."""
    sample = file.read(SAMPLE_BYTES)
    name = encoding_of(sample, is_whole=len(sample) < SAMPLE_BYTES)
    errors = FALLBACK if name.startswith("utf-8") else "replace"
    whole = io.BufferedReader(_Resumed(sample, file), SAMPLE_BYTES)
    return io.TextIOWrapper(whole, encoding=name, errors=errors, newline=""), name


class _Resumed(io.RawIOBase):
    """A stream whose beginning was read already: what was read, then the rest. Streams in archives cannot go back."""

    def __init__(self, beginning: bytes, rest: BinaryIO) -> None:
        self._beginning = memoryview(beginning)
        self._rest = rest

    def readable(self) -> bool:
        """Say that it can be read, as raw streams do."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer from the beginning that was looked at, then from the rest; give the bytes filled."""
        if self._beginning:
            n = min(len(buffer), len(self._beginning))
            buffer[:n] = self._beginning[:n]
            self._beginning = self._beginning[n:]
            return n
        content = self._rest.read(len(buffer))
        buffer[: len(content)] = content
        return len(content)


def sound(text: str) -> str:
    r"""Join halves of characters that belong together, and show those that stand alone as U+FFFD.

    JSON can hold half of a pair, and no file, table or page can: one would stop a whole corpus.

    Examples
    --------
    >>> sound("Talks \ud83d\ude00 end \ud800") == "Talks \U0001f600 end \ufffd"
    True
    """
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def name_of(raw: bytes) -> str:
    r"""Write a file's name as text; bytes that are no UTF-8 and marks that cannot be seen are escaped.

    Examples
    --------
    >>> name_of("café.txt".encode("latin-1")), name_of("a\nb.txt".encode())
    ('caf\\xe9.txt', 'a\\nb.txt')
    """
    name = raw.decode("utf-8", "backslashreplace")
    if name.isprintable():
        return name
    return "".join(
        sign if sign.isprintable() or unicodedata.category(sign) == "Zs" else sign.encode("unicode_escape").decode()
        for sign in name
    )


def is_unusual(name: str) -> bool:
    """Return whether an encoding deserves a remark: anything but UTF-8."""
    return not name.startswith("utf-8")


def _wide(sample: bytes) -> str:
    """Recognise UTF-16 without a mark: nearly every second byte of English is zero."""
    even, odd = sample[0:4000:2].count(0), sample[1:4000:2].count(0)
    half = min(len(sample), 4000) / 2
    if half >= 4 and odd > 0.6 * half and even < 0.1 * half:
        return "utf-16-le"
    if half >= 4 and even > 0.6 * half and odd < 0.1 * half:
        return "utf-16-be"
    return ""


def _is_utf8(sample: bytes, is_whole: bool) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        decoder.decode(sample, final=is_whole)
    except UnicodeDecodeError:
        return False
    return True


def _declared(sample: bytes) -> str:
    found = _DECLARED.search(sample[:4096])
    if not found:
        return ""
    try:
        name = codecs.lookup(found[1].decode("ascii")).name
    except (LookupError, UnicodeDecodeError):
        return ""
    return "cp1252" if name in ("iso8859-1", "ascii") else "" if name == "utf-8" else name


def _detected(sample: bytes) -> str:
    """Detect a one-byte encoding; Windows-1252, which holds all of Latin-1, where the detector knows no better."""
    letters = len(re.findall(rb"[\x80-\xff]", sample))
    if letters <= MAX_WESTERN_SHARE * len(sample):  # a text mostly in ASCII: western, with accents or typographic marks
        return "cp1252"
    import charset_normalizer  # here: most corpora never need it

    best = charset_normalizer.from_bytes(sample[: 64 * 1024]).best()
    return best.encoding if best is not None else "cp1252"
