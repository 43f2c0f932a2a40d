"""What an answer to a request for a page is: the page, or something in its place."""

import re
from urllib.parse import urlsplit

from analysis.collect.client import Answer

REFUSALS = (401, 403, 407, 451)
"""Statuses by which a server refuses; 451 is the one for legal reasons."""

GONE = (404, 410)

EDGE = 200_000
"""Bytes from the start of a page in which marks are looked for; pages that guard others are far shorter."""

GUARD_BYTES = 60_000
"""Bytes of the longest page that can be a guard's: an article that quotes one brings its own template."""

_GUARDS = re.compile(
    r"<title>\s*(?:just a moment|attention required|access (?:to this page has been )?denied|security check"
    r"|are you (?:a human|a robot)|please verify you are|checking your browser|pardon our interruption"
    r"|human verification|robot or human|ddos-guard|request blocked|403 forbidden)"
    r"|cf-browser-verification|/cdn-cgi/challenge-platform/|_incapsula_resource|px-captcha"
    r"|geo\.captcha-delivery\.com|id=\"?challenge-form",
    re.IGNORECASE,
)
_LOGIN_PATH = re.compile(
    r"/(?:log-?in|sign-?in|sso|auth(?:enticate|orize)?|consent|register)(?:[/?.]|$)", re.IGNORECASE
)
_CLOSED = re.compile(r"\"isAccessibleForFree\"\s*:\s*\"?false\"?", re.IGNORECASE)
_TAGS = re.compile(r"<(script|style|noscript|template)\b.*?</\1\s*>|<[^>]*>", re.IGNORECASE | re.DOTALL)

STUB_WORDS = 250
"""Words of all the page, menus too, below which one that says it is not free holds a stub and not the article."""


def outcome_of(asked: str, answer: Answer) -> tuple[str, str]:
    """Say what an answer is in a word, and why.

    Returns
    -------
    outcome, detail
        ``fetched`` for a page that is what it was asked for.

    Examples
    --------
    >>> html = {"content-type": "text/html"}
    >>> outcome_of("http://a.org/1", Answer("http://a.org/1", 200, html, b"<title>Just a moment...</title>"))
    ('guard page', 'the site shows a check for robots instead of the article')
    >>> outcome_of("http://a.org/1", Answer("http://a.org/1", 451))[0]
    'refused'
    """
    if answer.outcome:
        return answer.outcome, answer.error
    if answer.status in REFUSALS:
        return "refused", f"status {answer.status}"
    if answer.status in GONE:
        return "gone", f"status {answer.status}"
    if answer.status == 304:
        return "unchanged", ""
    if answer.status != 200:
        return "failed", f"status {answer.status}"
    return _of_content(asked, answer)


def _of_content(asked: str, answer: Answer) -> tuple[str, str]:
    kind = answer.headers.get("content-type", "text/html").lower()
    if "html" not in kind:
        return "no page", f"it is {kind.split(';')[0][:60]}"
    if not answer.body.strip():
        return "no page", "it is empty"
    html = answer.body[:EDGE].decode("utf-8", "replace")
    if len(answer.body) <= GUARD_BYTES and _GUARDS.search(html):
        return "guard page", "the site shows a check for robots instead of the article"
    if _LOGIN_PATH.search(urlsplit(answer.url).path) and not _LOGIN_PATH.search(urlsplit(asked).path):
        return "login page", f"it leads to {answer.url[:200]}"
    if urlsplit(answer.url).path in ("", "/") and urlsplit(asked).path not in ("", "/"):
        return "gone", "it leads to a front page"
    if _CLOSED.search(html) and len(_TAGS.sub(" ", html).split()) < STUB_WORDS:
        return "cut off by a paywall", "the page says that it is not free and holds a few words"
    return "fetched", ""


_LINK = re.compile(r"<link\b[^>]*\brel\s*=\s*[\"']?canonical\b[^>]*>", re.IGNORECASE)
_HREF = re.compile(r"\bhref\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)


def canonical_of(body: bytes) -> str:
    """Return the address that a page says is its own; empty where it says none.

    Examples
    --------
    >>> canonical_of(b'<head><link rel="canonical" href="/news/1"></head>')
    '/news/1'
    """
    link = _LINK.search(body[:EDGE].decode("utf-8", "replace"))
    found = _HREF.search(link[0]) if link else None
    return found[1].replace("&amp;", "&") if found else ""
