"""The dashboard in a process whose outlets answer from a server on this machine: ``python -m ... streamlit arguments``.

Nothing of the dashboard can do that: the guard's exception is set here, before it is loaded.
"""

import sys
import time

from streamlit.web import cli

from tests.collect.outlets import with_outlets
from tests.collect.server import Clock, Server

SECONDS = 0.7
"""How long a pause is here, so that a browser can see a run go on."""


class ShortClock(Clock):
    """Let pauses pass quickly."""

    def wait(self, seconds):
        time.sleep(min(seconds, SECONDS))
        super().wait(seconds)


def main() -> None:
    """Start both."""
    with_outlets(Server(), setattr, ShortClock, n_pages=8)
    sys.argv = ["streamlit", "run", "dashboard.py", *sys.argv[1:]]
    cli.main()


if __name__ == "__main__":
    main()
