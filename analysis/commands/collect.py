"""The command that fetches articles of outlets into a folder."""

import argparse
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from analysis.collect import collecting, plan, telling
from analysis.commands import common


def add_collect(commands: "argparse._SubParsersAction") -> None:
    """Add ``collect``."""
    text = "Fetch articles of outlets into a folder that build reads; repeat the command to continue."
    command = commands.add_parser("collect", help=text, description=text)
    command.set_defaults(command=_collect)
    for name, metavar, what in (
        ("outlet", "NAME", "a registered outlet, through its feeds and sitemaps"),
        ("feed", "URL", "an RSS or Atom feed"),
        ("sitemap", "URL", "a sitemap, or an index of sitemaps"),
        ("urls", "FILE", "a list of addresses: plain text, CSV, or JSON from GDELT or Media Cloud"),
    ):
        command.add_argument(
            f"--{name}", action="append", default=[], metavar=metavar, help=f"{what}; may be given several times"
        )
    command.add_argument(
        "--archive", metavar="PATTERN", default="", help="pages in web archives, for example rt.com/news/*"
    )
    command.add_argument("--query", metavar="WORDS", help="words that must all appear in the title or the address")
    command.add_argument(
        "--from", dest="first", metavar="DAY", default="", help="from this day on, for example 2019-06-30"
    )
    command.add_argument("--to", dest="last", metavar="DAY", default="", help="up to and including this day")
    command.add_argument("--limit", type=int, metavar="N", help="maximum number of pages in this run")
    command.add_argument(
        "--contact", metavar="ADDRESS", default="", help="how sites can reach you; every server sees it"
    )
    command.add_argument(
        "--dry-run", action="store_true", help="only report what would be fetched; still requests robots.txt and feeds"
    )
    command.add_argument("--out", type=common.path, required=True, metavar="FOLDER", help="folder to collect into")


def _collect(options: argparse.Namespace) -> int:
    wanted = plan.Wanted(
        tuple(options.outlet), tuple(options.feed), tuple(options.sitemap), tuple(options.urls), options.archive,
        options.query, options.first, options.last, options.limit, options.contact,
    )  # fmt: skip
    if options.dry_run:
        print(telling.of_plan(collecting.planned(wanted, options.out), wanted))
        return 0
    access = collecting.Access()
    try:
        with common.progress() as progress, _ending_softly(access):
            summary = collecting.collect(wanted, options.out, access, progress)
    except collecting.StoppedError as error:
        print(f"{error}", file=sys.stderr)
        return common.EXIT_INTERRUPTED
    print(telling.of_run(summary, wanted))
    print(f"in {options.out}; read it with: python -m analysis build {options.out}")
    return 0


@contextmanager
def _ending_softly(access: collecting.Access) -> Iterator[None]:
    """Let a run end after the answer that is on its way; who asks a second time ends it at once."""

    def end(number: int, frame: FrameType | None) -> None:
        """Note the wish, or follow it at once."""
        if access.stop.is_set():
            raise KeyboardInterrupt
        access.stop.set()

    before = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
