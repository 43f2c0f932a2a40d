"""When a text says that something happened: days near its top, and which of a series it was.

"On Tuesday", "yesterday", "July 4", "Dec. 31, 2017", "the second round". Nothing is resolved here: a weekday names one
day only beside a date of publication (`times`). "Last week" and "last month" are left out: read as intervals they join
comments and background with the news of that week (`events_allsides`: -.004).
"""

import re

import pandas as pd

from analysis import schema
from analysis.corpus.patterns import later

TOP_CHARACTERS = 1000
"""How far into the body days are looked for: further down stands background, which names other days."""

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

SERIES = (
    "round", "debate", "summit", "test", "launch", "day", "night", "ballot", "phase", "wave", "session", "hearing",
    "quarter", "anniversary",
)  # fmt: skip
"""What is counted where it recurs: the second round is another happening than the third. Terms, months or games are
counted too ("her second term", "their fifth win"), and do not tell happenings apart."""

ORDINALS = ("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
"""From 2 on; "first" is mostly said of what has no second ("his first day")."""

IN_SERIES = 100
"""A place in a series is ``IN_SERIES`` times the place of its noun in `SERIES`, and the number."""

_LONG_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_MONTH = _LONG_MONTH + r"|Jan\.|Feb\.|Mar\.|Apr\.|Jun\.|Jul\.|Aug\.|Sept?\.|Oct\.|Nov\.|Dec\."
_TIME = later(
    r"\b(?=[A-Z\dceflmnsty])(?:"  # what any of them may begin with, so that most words are passed over at once
    rf"(?P<ahead>(?:[Nn]ext|[Cc]oming|[Ee]very|[Ee]ach|[Mm]ost)\s+)?\b(?P<weekday>{'|'.join(WEEKDAYS)})\b(?!s)"
    rf"|(?:(?P<month>{_MONTH})\s+(?P<day>\d{{1,2}})|(?P<day_first>\d{{1,2}})(?:st|nd|rd|th)?(?:\sof)?\s+"
    rf"(?P<month_after>{_LONG_MONTH}))(?:st|nd|rd|th)?(?![\d:])(?:,?\s+(?P<year>(?:19|20)\d\d)\b)?"
    r"|(?P<ago>[Yy]esterday|[Ll]ast night|[Ee]arlier today|[Tt]his morning|[Tt]onight)\b"
    rf"|(?:(?P<ordinal>(?i:{'|'.join(ORDINALS)}))|(?P<number>\d{{1,2}})(?:st|nd|rd|th))"
    rf"(?:-|\s(?:[A-Za-z-]+\s){{0,2}}?)(?P<series>{'|'.join(SERIES)})\b)"
)
_DAYS_AGO = {"yesterday": 1, "last night": 1, "earlier today": 0, "this morning": 0, "tonight": 0}


def of_articles(articles: pd.DataFrame) -> pd.DataFrame:
    """Find the days and places in a series that each body names near its top.

    Parameters
    ----------
    articles : DataFrame
        ``article_id``, ``body``.

    Returns
    -------
    DataFrame
        The ``times`` table: one row a time that an article names, where it does so first; ``start`` and ``end`` point
        into the body.

    Notes
    -----
    English only. "Next Tuesday" and "every Friday" name no day on which something happened.

    Examples
    --------
    >>> body = "SEOUL, Dec. 31 - They met on Tuesday for a second round, officials said."
    >>> found = of_articles(pd.DataFrame({"article_id": ["a"], "body": [body]}))
    >>> found[["kind", "value"]].to_numpy().tolist(), body[found["start"][0] : found["end"][0]]
    ([['weekday', 1], ['day', 1231], ['series', 2]], 'Tuesday')
    """
    rows = [
        (article_id, *found)
        for article_id, body in zip(articles["article_id"], articles["body"], strict=True)
        if isinstance(body, str)
        for found in _each_once(body)
    ]
    frame = pd.DataFrame(rows, columns=["article_id", "kind", "value", "start", "end"])
    return schema.conform(frame, schema.TIMES)


def _each_once(body: str) -> list[tuple[str, int, int, int]]:
    """List kind, value and place of each time, those of one kind in the order of the text."""
    found: dict[tuple[str, int], tuple[str, int, int, int]] = {}
    for match in _TIME.finditer(body, 0, TOP_CHARACTERS):
        kind, value = _read(match)
        if kind:
            found.setdefault((kind, value), (kind, value, match.start(), match.end()))
    return sorted(found.values(), key=lambda time: (schema.TIME_KINDS.index(time[0]), time[2]))


def _read(match: re.Match[str]) -> tuple[str, int]:
    """Read what a match says: its kind ("" where it names no day) and the number that stands for it."""
    if match["weekday"]:
        return ("", 0) if match["ahead"] else ("weekday", WEEKDAYS.index(match["weekday"]))
    if match["ago"]:
        return "ago", _DAYS_AGO[match["ago"].lower()]
    if match["series"]:
        number = int(match["number"] or 2 + ORDINALS.index(match["ordinal"].lower()))
        return "series", IN_SERIES * SERIES.index(match["series"]) + number
    month = 1 + MONTHS.index((match["month"] or match["month_after"])[:3].lower())
    day, year = int(match["day"] or match["day_first"]), match["year"]
    if not 1 <= day <= 31:
        return "", 0
    return ("date", int(year) * 10_000 + month * 100 + day) if year else ("day", month * 100 + day)
