"""The dashboard in a process whose outlets answer from a server on this machine: ``python -m ... streamlit arguments``.

Nothing of the dashboard can do that: the guard's exception is set here, before it is loaded.
"""

import sys

from streamlit.web import cli

from analysis.collect import collecting
from tests.collect.outlets import with_outlets
from tests.collect.server import Clock, Server

STANDS_SECONDS = 180
"""How long it waits for that: a browser on a busy machine is slow."""

STANDS_AT = 7
"""The pause at which a run stands still: a plan, and a run that goes on from there, have fewer."""


class StandingClock(Clock):
    """Let pauses pass at once; a run of all pages stands still before its end until it is cancelled."""

    stop = None

    def wait(self, seconds):
        super().wait(seconds)
        if len(self.waits) == STANDS_AT:
            self.stop.wait(STANDS_SECONDS)


def main() -> None:
    """Start both."""
    with_outlets(Server(), setattr, StandingClock, n_pages=8)
    usual = collecting.Access

    def access():
        made = usual()
        made.clock.stop = made.stop
        return made

    collecting.Access = access
    sys.argv = ["streamlit", "run", "dashboard.py", *sys.argv[1:]]
    cli.main()


if __name__ == "__main__":
    main()
