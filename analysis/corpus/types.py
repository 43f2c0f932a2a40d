"""What kind of text an article is, so that like is compared with like."""

import re
from collections import Counter
from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

TRUNCATED = "truncated"
"""A text that a paywall cut off: what stands further down is not there."""

REPORT, OPINION, LIVE, TRANSCRIPT, SHORT, UNKNOWN = "report", "opinion", "live", "transcript", "short", "unknown"


class _Mark(NamedTuple):
    """An expression that tells a kind of text, and words one of which it holds: they are looked for first."""

    kind: str
    words: tuple[str, ...]
    pattern: re.Pattern[str]


_URL = (
    _Mark(LIVE, ("live",), re.compile(r"/(?:live|live-updates|liveblog|live-news|live-blog)(?:/|$)"
        r"|[/-](?:live-(?:updates?|blog|coverage)|liveblog)(?:-[^/?#]*)?(?:/\d+)?/?(?:[?#]|$)", re.I)),
    _Mark(OPINION, ("opinion", "op-ed", "comment", "column", "editorial", "view", "voices", "perspective",
        "ideas", "contributor", "posteverything"),
        re.compile(r"/(?:opinions?|op-ed|op-edge|commentisfree|comment"
        r"|columns?|columnists?|editorials?|views?|voices|perspectives?|ideas"
        r"|contributors?|posteverything)/", re.I)),
    _Mark(TRANSCRIPT, ("transcript",),
        re.compile(r"/(?:transcripts?)/|full-transcript", re.I)),
)  # fmt: skip
_TITLE = (
    _Mark(LIVE, ("live", "as it happened", "minute"),
        re.compile(r"^live\s*(?:blog|updates?|coverage|news)?\s*[:|–-]|\blive (?:updates|blog)\b"
        r"|– live\W*$|as it happened\W*$|minute[- ]by[- ]minute", re.I)),
    _Mark(OPINION, ("opinion", "op-ed", "editorial", "comment", "column", "essay", "letter", "perspective", "our view",
        "|"),
        re.compile(r"^\W*(?:opinions?|op-ed|editorial|commentary|comment|column|analysis/opinion"
        r"|guest essay|letter to the editor|perspective|our view)\s*[:|–/]"
        r"|\|\s*[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){1,2}\s*$|\|\s*(?:opinion|editorial"
        r"|commentary)\b|[-–:|]\s*(?:opinion|editorial|commentary)\s*$", re.I)),
    _Mark(TRANSCRIPT, ("transcript", "read the full"),
        re.compile(r"^(?:full |read the (?:full )?)?transcript of\b|\b(?:full )?transcript\s*(?:[:|–-]"
        r"|$)|read the full (?:text|transcript|speech)", re.I)),
)  # fmt: skip
_GIVEN = {
    "report": REPORT, "news": REPORT, "opinion": OPINION, "op-ed": OPINION, "oped": OPINION, "editorial": OPINION,
    "commentary": OPINION, "comment": OPINION, "column": OPINION, "live": LIVE, "live blog": LIVE,
    "liveblog": LIVE, "transcript": TRANSCRIPT, "short": SHORT, "opinionnewsarticle": OPINION,
    "liveblogposting": LIVE, "reportagenewsarticle": REPORT, "newsarticle": REPORT,
}  # fmt: skip
_EDGES = (
    _Mark(OPINION, ("opinion", "commentary", "editorial"),
        re.compile(r"^\W*(?:analysis/)?opinion\s*[:|/]?\s*$|^OPINION\b.{0,40}$|^\W*(?:commentary|editorial)\s*:?\s*$",
        re.I | re.M)),
    _Mark(OPINION, ("expressed",),
        re.compile(r"(?:opinions|views) expressed (?:here|in this (?:commentary|article|column"
        r"|piece)|by (?:the )?(?:columnists?|authors?|contributors?)"
        r"|are (?:solely )?(?:those|his|hers?|their))", re.I)),
    _Mark(OPINION, ("columnist", "opinion writer", "op-ed contributor"),
        re.compile(r"(?:^|\n)[^\n]{0,200}\bis an? (?:[\w-]+ ){0,3}(?:opinion )?(?:columnist"
        r"|opinion writer|op-ed contributor|contributing columnist)\b[^\n]{0,200}$", re.I | re.M)),
)  # fmt: skip
_GUEST = re.compile(
    r"\b(?:columnist|opinion|(?:professor|lecturer) (?:emeritus )?(?:of|at|in)|professor emeritus|law professor"
    r"|fellow (?:at|for|in|of|with|on)|economist|historian|attorney|lawyer|scholar|(?:vice )?president (?:of|and)"
    r"|executive director|director (?:of|at|for)|chairman of|founder of"
    r"|former (?:\w+ ){0,3}(?:speechwriter|ambassador|senator|congressman|secretary|governor|official)"
    r"|member of (?:the )?(?:Congress|Parliament|House|Senate))\b|\b(?:opinions|views) expressed\b",
    re.IGNORECASE,
)
"""What a note on the author says of somebody who writes in their own name: a guest or a columnist ..."""
_REPORTER = re.compile(
    r"\b(?:reporter|correspondent|(?:staff|senior|freelance) (?:writer|journalist)|(?:news|politics|political|managing)"
    r" editor|journalism|producer|newsroom)\b",
    re.IGNORECASE,
)
"""... and of somebody who reports."""
_TRANSCRIPT_SLUG = re.compile(r"[/-]transcript(?:[/.?#]|$)|/transcript-", re.I)
"""Holds of a page of a transcript, and of many that report on one."""
_SPEAKER_LINE = re.compile(r"((?:[A-Z][A-Z .,'’()-]{2,45}|[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,3})):\s+(\S.*)")
MIN_SPEAKER_LINES = 8
"""Lines of the form "NAME: words" from which a text is a transcript, if they are also a third of its lines, and a third
are of somebody who speaks more than once: portraits and lists of places have a new name in each line."""
MIN_SPOKEN_WORDS = 3
"""Median words behind the names of a transcript; figures of polls and markets have fewer."""
_NO_SPEAKER = re.compile(
    r"(?:the )?(?:\w+ )*(?:facts?|myths?|claims?|truth|reality|report|verdict|needs?|avoid|pros?|cons?|senate|house"
    r"|governor|update|photos?|video|related|read more|more)|[^\n]*\d[^\n]*",
    re.IGNORECASE,
)
"""What stands before a colon again and again in checks of facts and in lists."""

_EDGE = 600
"""Characters at either end of the text in which marks of opinion stand."""


def given(field: str) -> str:
    """Read the type that a field or the page's metadata names; empty where it names none.

    Examples
    --------
    >>> given("Op-Ed"), given("OpinionNewsArticle"), given("world")
    ('opinion', 'opinion', '')
    """
    return _GIVEN.get(field.strip().casefold(), "")


def of(
    *,
    body: str,
    title: str = "",
    url: str = "",
    outlet_as_named: str = "",
    author: str = "",
    notes: Sequence[str] = (),
    n_words: int,
    min_words: int,
) -> str:
    """Name the kind of text that an article is, from its address, its headline and marks in its text.

    Parameters
    ----------
    body, title, url : str
        The article; ``title`` and ``url`` may be empty.
    outlet_as_named : str
        The outlet as the data set names it: "Fox News Opinion" says something about the text.
    author : str
        Who wrote it: a headline that begins with the name ("DOE: Tax it") is a column's.
    notes : sequence of str
        Notes on the author that cleaning took from the text.
    n_words, min_words : int
        Words of the body, and how many make more than a short text.

    Returns
    -------
    str
        ``unknown`` where nothing but a body of ordinary length is known: no headline and no address.

    Notes
    -----
    The marks are those of English-language outlets; an opinion piece without any mark passes as a report. A blog is no
    mark: newsrooms report in blogs too. A note that the author is a professor, a fellow, a lawyer or the head of a body
    is one: whoever writes for an outlet without being its reporter writes what they think.

    Examples
    --------
    >>> of(body="...", url="https://www.rt.com/op-edge/338388-leaks/", n_words=700, min_words=50)
    'opinion'
    >>> of(body="Talks end", n_words=2, min_words=50)
    'short'
    >>> of(body="...", title="Tax it", notes=["Jo Doe is a professor of law at Yale."], n_words=700, min_words=50)
    'opinion'
    """
    if n_words < min_words:
        return SHORT
    kind = _kind(url, _URL) or _kind(title, _TITLE)
    if kind:
        return kind
    if _is_transcript(body) or (_TRANSCRIPT_SLUG.search(url) and (not title or "transcript" in title.lower())):
        return TRANSCRIPT
    if _names_opinion(outlet_as_named) or _kind(body[:_EDGE], _EDGES) or _kind(body[-_EDGE:], _EDGES):
        return OPINION
    if _is_column(title, [author, *notes]) or any(map(_is_guest, notes)):
        return OPINION
    return REPORT if title or url else UNKNOWN


def _kind(text: str, marks: tuple[_Mark, ...]) -> str:
    """Return the kind that the first of some marks tells; looking for its words first costs a tenth."""
    plain = text.lower()
    for kind, words, pattern in marks:
        for word in words:
            if word in plain:
                if pattern.search(text):
                    return kind
                break
    return ""


def _is_transcript(body: str) -> bool:
    if body.count(":") < MIN_SPEAKER_LINES:
        return False
    lines = [line for line in body.split("\n") if line.strip()]
    labelled = (match for line in lines if ":" in line and (match := _SPEAKER_LINE.match(line)))
    spoken = [match for match in labelled if not _NO_SPEAKER.fullmatch(match[1])]
    if len(spoken) < max(MIN_SPEAKER_LINES, len(lines) / 3):
        return False
    again = sum(times for times in Counter(match[1] for match in spoken).values() if times > 1)
    return median(len(match[2].split()) for match in spoken) >= MIN_SPOKEN_WORDS and 3 * again >= len(spoken)


def _is_guest(note: str) -> bool:
    return _GUEST.search(note) is not None and _REPORTER.search(note) is None


_COLUMN = re.compile(r"([A-ZÀ-Þ][\w'’-]{2,}): ")


def _is_column(title: str, told: Sequence[str]) -> bool:
    """Return whether a headline begins with the surname of whom the byline or a note names."""
    named = _COLUMN.match(title)
    return named is not None and any(re.search(rf"\b{named[1]}\b", text, re.IGNORECASE) for text in told)


def _names_opinion(outlet: str) -> bool:
    return bool(outlet) and bool(re.search(r"\b(?:opinion|editorial|op-ed)s?\b", outlet, re.I))
