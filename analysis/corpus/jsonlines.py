"""One line of JSON Lines, wherever such lines are read."""

import json
from typing import Any


def value_of(line: str | bytes) -> tuple[Any, str]:
    """Read a line: its value, and an empty string; or None, and what is wrong with it.

    Examples
    --------
    >>> value_of('{"title": "Talks"}'), value_of("Talks")
    (({'title': 'Talks'}, ''), (None, 'no valid JSON: Expecting value: line 1 column 1 (char 0)'))
    """
    try:
        return json.loads(line), ""
    except (ValueError, RecursionError) as error:
        return None, f"no valid JSON: {error}"[:200]
