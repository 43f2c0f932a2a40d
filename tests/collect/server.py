"""A server on this machine that answers for many hosts in recorded shapes, and a clock that does not wait."""

import threading
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from analysis.collect import client, collecting, guard, indexes

HERE = "127.0.0.1"
START = datetime(2019, 7, 1, 12, tzinfo=UTC)


@dataclass
class Clock:
    """Tell a time that passes only by waiting, and remember how long was waited."""

    at: datetime = START
    waits: list[float] = field(default_factory=list)

    def now(self):
        return self.at

    def wait(self, seconds):
        self.waits.append(seconds)
        self.at += timedelta(seconds=seconds)


class Server:
    """Answer by host and path; whatever is not set is a 404."""

    def __init__(self):
        self.pages = {}
        self.asked: list[tuple[str, str]] = []
        self.headers: list[dict[str, str]] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                server.answer(self)

            def log_message(self, *args):
                pass

        self.http = ThreadingHTTPServer((HERE, 0), Handler)
        self.http.daemon_threads = True
        self.port = self.http.server_address[1]
        threading.Thread(target=self.http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def url(self, host, path="/"):
        return f"http://{host}:{self.port}{path}"

    def set(self, host, path, body=b"", status=200, **headers):
        """Set an answer; a body may be bytes, text, a function that writes to the handler, or a list of answers."""
        self.pages[host, path] = body if callable(body) or isinstance(body, list) else (status, headers, body)

    def answer(self, handler):
        host = handler.headers.get("Host", "").rpartition(":")[0]
        self.asked.append((host, handler.path))
        self.headers.append({name.lower(): value for name, value in handler.headers.items()})
        found = self.pages.get((host, handler.path), self.pages.get((host, handler.path.partition("?")[0] + "?")))
        if isinstance(found, list):
            found = found.pop(0) if len(found) > 1 else found[0]
        if callable(found):
            found(handler)
            return
        status, headers, body = found or (404, {}, b"")
        body = body.encode() if isinstance(body, str) else body
        handler.send_response_only(status)  # without the date, so that files can be compared
        for name, value in {"Content_Type": "text/html; charset=utf-8", **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    def counts(self):
        return Counter(one for one in self.asked if not one[1].endswith("robots.txt"))

    def every_count(self):
        """Count all requests, those for robots.txt too."""
        return Counter(self.asked)

    def access(self, clock=None, **limits):
        """Give a run's access to this server under any name."""
        return collecting.Access(
            clock or Clock(),
            guard.Guard(lambda host, port: [HERE], frozenset({HERE})),
            client.Limits(**{"seconds": 60, **limits}),
            indexes.Services(self.url("archive.test", ""), self.url("crawl.test", ""), self.url("data.test", "")),
        )

    def close(self):
        self.http.shutdown()
        self.http.server_close()


BODY = "\n".join(
    f"The two leaders met at the border in the {n} hour of the day and spoke for an hour about the talks that had "
    f"stalled in February, an official said. They agreed to name envoys within {n} weeks."
    for n in ("first", "second", "third", "fourth")
)


def article(title, text=BODY, date="2019-06-30T10:00:00Z", head=""):
    """Write a page as outlets do."""
    paragraphs = "".join(f"<p>{line}</p>" for line in text.split("\n"))
    return (
        f"<html lang='en'><head><title>{title}</title><meta property='og:title' content='{title}'>"
        f"<meta property='article:published_time' content='{date}'>{head}</head>"
        f"<body><article><h1>{title}</h1>{paragraphs}</article></body></html>"
    )


def feed(*entries, title="News"):
    """Write an RSS feed of (address, title, date) or longer tuples whose fourth is raw XML."""
    items = "".join(
        f"<item><title>{entry[1]}</title><link>{entry[0]}</link><pubDate>{entry[2]}</pubDate>"
        f"{entry[3] if len(entry) > 3 else ''}</item>"
        for entry in entries
    )
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>{title}</title>{items}</channel></rss>"


RSS_DATE = "Sun, 30 Jun 2019 09:00:00 +0000"
