"""How long work reports its progress."""

from collections.abc import Callable

Progress = Callable[[str, float, str], None]
"""Called with the stage in words, the share done (0 to 1) and a few words on what was just done."""


def to_nobody(stage: str, done: float, text: str) -> None:
    """Report progress to nobody."""
