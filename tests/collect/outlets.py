"""Outlets of the register that answer from a server on this machine, for tests of the page and of the command."""

from dataclasses import replace

from analysis.collect import collecting, plan
from analysis.corpus import outlets
from analysis.corpus.outlets.register import Place
from tests.collect.server import RSS_DATE, Clock, article, feed


def with_outlets(server, patch, make_clock=Clock, n_pages=3):
    """Let RT and Sky News have feeds on a server, and every run reach that server and nothing else.

    Parameters
    ----------
    server : Server
        The server.
    patch : callable
        Sets an attribute of an object, as ``monkeypatch.setattr`` does.
    make_clock : callable
        Gives each run its clock.
    n_pages : int
        Pages of each outlet.
    """
    known = dict(outlets.OUTLETS)
    for key, host in (("rt", "www.rt.com"), ("sky_news", "news.sky.com")):
        place = Place(server.url(host, "/rss"), "a test")
        known[key] = replace(known[key], feeds=(place,), sitemaps=())
        entries = [(server.url(host, f"/{n}"), f"Talks {n} at the border", RSS_DATE) for n in range(n_pages)]
        server.set(host, "/rss", feed(*entries))
        for n in range(n_pages):
            server.set(host, f"/{n}", article(f"Talks {n} at the border, {host}"))
    patch(outlets, "OUTLETS", known)
    patch(plan, "robots_address", lambda domain: server.url(f"www.{domain}", "/robots.txt"))
    real = collecting.Access
    made = server.access()
    patch(collecting, "Access", lambda: real(make_clock(), made.guard, made.limits, made.services))
