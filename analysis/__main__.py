"""The command line: python -m analysis collect, build, export, compare, code-sheet, code-read, check and others."""

import argparse
import io
import os
import sys
from collections.abc import Sequence
from contextlib import redirect_stdout

from analysis.commands import build, check, coding, collect, compare
from analysis.commands.common import EXIT_INTERRUPTED
from analysis.errors import DataError
from analysis.presentation import plain

EXIT_WRONG_CALL = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0, 1 where a gate fails, 2 for a wrong call or nothing readable."""
    _speak_utf8()
    options = parser().parse_args(arguments)
    try:
        with redirect_stdout(plain.Terminal(sys.stdout)):
            code: int = options.command(options)
            sys.stdout.flush()
        return code
    except DataError as error:
        print(f"error: {plain.shown(' '.join(str(error).split()))}", file=sys.stderr)
        return EXIT_WRONG_CALL
    except KeyboardInterrupt:
        print("interrupted; completed batches are saved; run the same command to resume", file=sys.stderr)
        return EXIT_INTERRUPTED
    except BrokenPipeError:  # "info | head": the reader has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        print(f"error: {plain.shown(str(error.filename or 'the output'))}: {error.strerror or error}", file=sys.stderr)
        return EXIT_WRONG_CALL


def _speak_utf8() -> None:
    """Let names in any script be printed on a console with another encoding (Windows, pipes)."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


COMMANDS = (
    collect.add_collect,
    build.add_build,
    compare.add_export,
    compare.add_compare,
    coding.add_code_sheet,
    coding.add_code_read,
    coding.add_train_frames,
    check.add_check,
    build.add_info,
)
"""What adds each command, in the order in which help lists them."""


def parser() -> argparse.ArgumentParser:
    """Make the parser of all commands."""
    whole = argparse.ArgumentParser(
        prog="python -m analysis", description="Compare how several outlets cover the same events."
    )
    commands = whole.add_subparsers(required=True, metavar="COMMAND")
    for add in COMMANDS:
        add(commands)
    return whole


if __name__ == "__main__":
    sys.exit(main())
