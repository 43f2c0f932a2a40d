"""What a site lets programs ask for: its robots.txt, read by Protego as RFC 9309 says."""

import re
from dataclasses import dataclass
from functools import lru_cache

from protego import Protego

from analysis.collect import client

READ_BYTES = 2 * 2**20
"""Bytes of a robots.txt that are read; the standard asks for at least 500 KiB, and publishers of news use them."""

MAX_DELAY = 120.0
"""Seconds of Crawl-delay that are waited; a host that asks for more is left alone, and that is said."""


@dataclass(frozen=True)
class Rules:
    """What a host allows.

    Parameters
    ----------
    content : bytes
        Its robots.txt, empty where it has none.
    forbids_all : str
        Why nothing may be asked; empty where the file decides.
    outcome : str
        What a page is counted as that may not be asked: only a file that was read forbids; one that is kept from us
        is a refusal, and a host that does not answer a failure.
    """

    content: bytes = b""
    forbids_all: str = ""
    outcome: str = "robots"

    def refusal(self, url: str) -> str:
        """Say why an address must not be asked; empty where it may be."""
        if self.forbids_all:
            return self.forbids_all
        return "" if _parsed(self.content).can_fetch(url, client.NAME) else "robots.txt forbids it"

    @property
    def delay(self) -> float:
        """Return the seconds that the host wants between two requests; 0 where it does not say."""
        asked = _parsed(self.content).crawl_delay(client.NAME)
        rate = _parsed(self.content).request_rate(client.NAME)
        return max(float(asked or 0), rate.seconds / max(rate.requests, 1) if rate else 0.0)

    @property
    def sitemaps(self) -> list[str]:
        """List the sitemaps it names."""
        return list(_parsed(self.content).sitemaps)


_NEWS = re.compile(r"(?<![a-z])(?:google)?news(?![a-z])|latest|recent", re.IGNORECASE)


def is_of_news(sitemap: str) -> bool:
    """Return whether a sitemap is one of recent news by the path of its address: the others hold a site's whole past.

    Examples
    --------
    >>> is_of_news("https://a.org/sitemap-news.xml"), is_of_news("https://news.a.org/sitemap_archive_1.xml")
    (True, False)
    """
    return bool(_NEWS.search(re.sub(r"^https?://[^/]*", "", sitemap)))


def of_answer(status: int, body: bytes, error: str = "") -> Rules:
    """Read the rules out of the answer to a request for robots.txt.

    A file that is not there (4xx) allows everything. One that is kept from us (401, 403), a throttle (429), a broken
    server (5xx) and a host that cannot be reached forbid everything for now.

    Examples
    --------
    >>> of_answer(404, b"").refusal("https://example.org/a"), of_answer(503, b"").refusal("https://example.org/a")
    ('', 'robots.txt answers with status 503')
    >>> of_answer(200, b"User-agent: *\\nDisallow: /a").refusal("https://example.org/a")
    'robots.txt forbids it'
    """
    if error:
        return Rules(forbids_all=f"robots.txt cannot be read: {error}", outcome="failed")
    if status in (401, 403, 429) or status >= 500:
        outcome = "refused" if status in (401, 403) else "failed"
        return Rules(forbids_all=f"robots.txt answers with status {status}", outcome=outcome)
    if not 200 <= status < 300:
        return Rules()
    cut = body[:READ_BYTES]
    return Rules(cut if len(body) <= READ_BYTES else cut[: cut.rfind(b"\n") + 1])


@lru_cache(maxsize=256)
def _parsed(content: bytes) -> Protego:
    return Protego.parse(content.decode("utf-8-sig", "replace"))
