"""One request over urllib3: to the address that was checked, with limits of size and time, certificates checked.

Redirects are not followed here: whoever asks checks each new address like the first. Proxies of the environment are
not used, since a proxy would resolve the name itself.
"""

import contextlib
import http.client
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import quote

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection

from analysis.collect.guard import Guard, RefusedError, Target

NAME = "Parallax-collect/1.0"
"""How the tool names itself to servers and in their robots.txt (``Parallax-collect``)."""

CHUNK_BYTES = 1 << 16


@dataclass(frozen=True)
class Limits:
    """How much one answer may cost.

    Parameters
    ----------
    unpacked_bytes : int
        Bytes of a body after unpacking: pages of news have 0.1 to 2 MB, sitemaps at most 50.
    seconds : float
        Seconds for one answer from the first packet to the last byte, however slowly it drips.
    """

    unpacked_bytes: int = 50 * 2**20
    seconds: float = 60.0


@dataclass(frozen=True)
class Answer:
    """What came back: status, headers by their names in small letters, body; or an ``error`` and its ``outcome``."""

    url: str
    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    outcome: str = ""
    error: str = ""

    @property
    def leads_to(self) -> str:
        """Return the address that a redirect names; empty where it is none."""
        return self.headers.get("location", "") if self.status in (301, 302, 303, 307, 308) else ""


class _LimitError(Exception):
    """Say which limit an answer broke."""


@dataclass(frozen=True)
class Client:
    """Ask one address at a time.

    Parameters
    ----------
    contact : str
        Address or page of whoever collects; servers see it.
    guard : Guard
        Decides what may be asked.
    limits : Limits
        What one answer may cost.
    """

    contact: str = ""
    guard: Guard = field(default_factory=Guard)
    limits: Limits = field(default_factory=Limits)

    @property
    def agent(self) -> str:
        """Name the tool and the contact, as the User-Agent header does.

        Examples
        --------
        >>> Client("desk@example.org").agent
        'Parallax-collect/1.0 (comparison of news coverage; contact: desk@example.org)'
        """
        return f"{NAME} (comparison of news coverage; contact: {self.contact or 'none given'})"

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Answer:
        """Ask for an address; whatever goes wrong is an answer with an ``outcome`` and an ``error``."""
        try:
            target = self.guard.check(quote(url, safe="!#$%&'()*+,/:;=?@[]~"))
        except RefusedError as error:
            return Answer(url, outcome="not asked", error=str(error))
        sent = {"Host": target.named, "User-Agent": self.agent, "Accept": "*/*", "Accept-Encoding": "gzip, deflate"}
        sent |= headers or {}
        answer = Answer(url, outcome="failed", error="no address of the name answers")
        for place in target.places[:2]:
            answer = self._ask(url, target, place, sent)
            if answer.outcome != "failed":
                break
        return answer

    def _ask(self, url: str, target: Target, place: str, sent: Mapping[str, str]) -> Answer:
        connection = _connection(target, place, self.limits.seconds)
        watch = _Watch(connection, self.limits.seconds)
        try:
            with watch:
                connection.connect()
                watch.sock = connection.sock
                connection.request("GET", target.path, headers=sent, preload_content=False)
                response = connection.getresponse()
                names = {name.lower(): value for name, value in response.headers.items()}
                body = _body(response, self.limits, watch)
            return Answer(url, response.status, names, body)
        except _LimitError as error:
            return Answer(url, outcome="too large", error=str(error))
        except (urllib3.exceptions.HTTPError, http.client.HTTPException, OSError, ValueError) as error:
            if watch.rang or isinstance(error, TimeoutError):
                return Answer(url, outcome="too slow", error=f"no whole answer within {self.limits.seconds:g} s")
            return Answer(url, outcome="failed", error=_in_words(error))
        finally:
            connection.close()


class _Watch:
    """Cut a connection when its time is over: a socket's own limit starts anew with every byte that drips in."""

    def __init__(self, connection: HTTPConnection, seconds: float) -> None:
        self._connection, self.rang = connection, False
        self.sock: socket.socket | None = None  # a connection forgets its socket while the last answer is read
        self._until = time.monotonic() + seconds
        self._timer = threading.Timer(seconds, self._ring)
        self._timer.daemon = True

    def __enter__(self) -> "_Watch":
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def _ring(self) -> None:
        self.rang = True
        sock = self._connection.sock or self.sock
        if sock is not None:
            with contextlib.suppress(OSError):  # it closed by itself meanwhile
                sock.shutdown(socket.SHUT_RDWR)

    def check(self) -> None:
        """Raise once the time is over."""
        if self.rang or time.monotonic() > self._until:
            raise TimeoutError


def _connection(target: Target, place: str, seconds: float) -> HTTPConnection:
    """Connect to a checked place; name and certificate stay those of the host."""
    if target.scheme == "http":
        return HTTPConnection(place, target.port, timeout=seconds)
    return HTTPSConnection(
        place, target.port, timeout=seconds, ssl_context=_certificates(), cert_reqs="CERT_REQUIRED",
        server_hostname=target.host, assert_hostname=target.host,
    )  # fmt: skip


@cache
def _certificates() -> ssl.SSLContext:
    """The system's own list of authorities; nothing turns the check off."""
    return ssl.create_default_context()


def _body(response: urllib3.BaseHTTPResponse, limits: Limits, watch: _Watch) -> bytes:
    """Read a body piece by piece, unpacked, within the limits."""
    pieces, size = [], 0
    while True:
        piece = response.read(CHUNK_BYTES, decode_content=True)
        if not piece:
            break
        watch.check()
        size += len(piece)
        if size > limits.unpacked_bytes:
            raise _LimitError(f"more than {limits.unpacked_bytes / 2**20:,.0f} MB unpacked")
        pieces.append(piece)
    watch.check()
    return b"".join(pieces)


def _in_words(error: Exception) -> str:
    """Say what failed in one line, without the place in memory that libraries add."""
    reason = getattr(error, "reason", None) or error
    return f"{type(reason).__name__}: {' '.join(str(reason).split())}"[:200]
