"""Which addresses may be asked at all: public ones, over http and https. Every name is resolved and checked first.

A link in a feed is written by a stranger. It could name this machine, its network or a cloud's inner service, or a
name whose answer changes between the check and the connection. So the check returns the addresses to connect to, and
the client connects to one of these and to no other, at each redirect anew.
"""

import ipaddress
import socket
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

PORTS = {"http": 80, "https": 443}
"""The schemes that are asked, with their usual ports."""

MAX_ADDRESS = 2_000
"""Characters of an address; servers refuse longer ones, and no article has one."""

Resolver = Callable[[str, int], list[str]]
"""Give the addresses of a name."""


class RefusedError(Exception):
    """Say why an address is not asked."""


@dataclass(frozen=True)
class Target:
    """A checked address: what is asked of whom, and the only places that may be connected to."""

    scheme: str
    host: str
    port: int
    path: str
    places: tuple[str, ...]

    @property
    def named(self) -> str:
        """Write host and port as the Host header does."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"


def resolved(host: str, port: int) -> list[str]:
    """Ask the system for all addresses of a name.

    Raises
    ------
    RefusedError
        Where it has none.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise RefusedError(f"the name {host} cannot be found: no network, or no such name") from error
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def is_public(address: str) -> bool:
    """Return whether an address lies in the public internet, also the one inside an IPv6 address.

    Examples
    --------
    >>> [is_public(one) for one in ("93.184.216.34", "10.0.0.1", "100.64.0.1", "::ffff:127.0.0.1", "64:ff9b::7f00:1")]
    [True, False, False, False, False]
    """
    try:
        place = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(place, ipaddress.IPv6Address) and place not in _UNICAST:
        return False
    return place.is_global and not place.is_multicast and not any(place in network for network in _NO_OUTLETS)


_UNICAST = ipaddress.ip_network("2000::/3")
"""All that is handed out of IPv6; IPv4 inside IPv6 (mapped, compatible, translated) lies elsewhere and is refused."""

_NO_OUTLETS = tuple(
    map(ipaddress.ip_network, ("2002::/16", "2001::/23", "2001:db8::/32", "192.0.0.0/24", "192.88.99.0/24"))
)
"""Tunnels, examples and protocols: some of them lead to an IPv4 address of anybody's choice."""


@dataclass(frozen=True)
class Guard:
    """Check addresses before they are asked.

    Parameters
    ----------
    resolve : callable
        Gives the addresses of a name.
    also : frozenset of str
        Addresses that may be asked though they are not public. For tests with a server on this machine: no option of
        the command line and no field of a page reaches it.
    """

    resolve: Resolver = resolved
    also: frozenset[str] = frozenset()

    def check(self, url: str) -> Target:
        """Check an address and resolve its name.

        Raises
        ------
        RefusedError
            Where it is no http or https address, its name has no address or any address of it is not public.
        """
        scheme, host, port, path = _parts(url)
        places = self.resolve(host, port)
        if not places:
            raise RefusedError(f"the name {host} has no address")
        private = [place for place in places if place not in self.also and not is_public(place)]
        if private:
            raise RefusedError(f"{host} leads to {private[0]}, which is not a public address")
        return Target(scheme, host, port, path, tuple(places))


def _parts(url: str) -> tuple[str, str, int, str]:
    if len(url) > MAX_ADDRESS:
        raise RefusedError(f"an address of {len(url):,} characters")
    if any(ord(sign) <= 32 or ord(sign) == 127 for sign in url):
        raise RefusedError("an address with spaces or control characters")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise RefusedError(f"not an address: {error}") from error
    if parts.scheme not in PORTS:
        raise RefusedError(f"only http and https are allowed, not '{parts.scheme[:20]}'")
    if parts.username is not None or parts.password is not None:
        raise RefusedError("an address with a user name or a password")
    try:
        host = host if ":" in host else host.rstrip(".").encode("idna").decode("ascii")
    except UnicodeError as error:
        raise RefusedError(f"'{host[:60]}' is not the name of a host") from error
    if not host:
        raise RefusedError("an address without a host")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return parts.scheme, host, port or PORTS[parts.scheme], path
