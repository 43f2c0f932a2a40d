"""Numbers in words: what labels a point, stands in for a figure that cannot be seen, and joins names in a sentence."""

import math
import re
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.presentation.style import label

READ_OUT = 12
"""Rows that an alternative text reads out; the table beside the figure holds all of them."""


def count(n: int, noun: str) -> str:
    """Write a number with its noun in the right form.

    Examples
    --------
    >>> count(1, "article"), count(1200, "outlet"), count(2, "story")
    ('1 article', '1,200 outlets', '2 stories')
    """
    plural = noun[:-1] + "ies" if noun.endswith("y") else noun + "s"
    return f"{n:,} {noun if n == 1 else plural}"


def part_of(n: int, whole: int, noun: str) -> str:
    """Say how many of all are counted; where it is all of them, only how many.

    Examples
    --------
    >>> part_of(3, 12, "attribution"), part_of(12, 12, "attribution")
    ('3 of 12 attributions', '12 attributions')
    """
    return f"{n:,} of {count(whole, noun)}" if n < whole else count(n, noun)


def capitalised(text: str) -> str:
    """Begin a text with a capital, and leave the names in it as they are.

    Examples
    --------
    >>> capitalised("mean VADER score")
    'Mean VADER score'
    """
    return text[:1].upper() + text[1:]


def term(name: str) -> str:
    """Put a name of several parts in quotation marks, so that a sentence does not seem to go on within it.

    Examples
    --------
    >>> term("tone, own voice"), term("frame emphasis: conflict"), term("length")
    ('“tone, own voice”', '“frame emphasis: conflict”', 'length')
    """
    return f"“{name}”" if re.search("[,:]", name) else name


def signed(value: float, decimals: int = 2) -> str:
    """Write a number with its sign and a true minus; "no value" where it is empty.

    Examples
    --------
    >>> signed(-0.041), signed(0.3), signed(float("nan")), signed(-0.001)
    ('−0.04', '+0.30', 'no value', '0.00')
    """
    if value is None or not math.isfinite(value):
        return "no value"
    text = f"{abs(value):.{decimals}f}"
    if not float(text):
        return text
    return ("−" if value < 0 else "+") + text


def plain(value: float, decimals: int = 2) -> str:
    """Write a number with a true minus and no plus.

    Examples
    --------
    >>> plain(-0.5), plain(1234.5, 0), plain(float("nan"))
    ('−0.50', '1,234', 'no value')
    """
    if value is None or not math.isfinite(value):
        return "no value"
    return f"{value:,.{decimals}f}".replace("-", "−")


def percent(share: float) -> str:
    """Write a share as a percentage.

    Examples
    --------
    >>> percent(0.537), percent(float("nan"))
    ('54%', 'no value')
    """
    return "no value" if share is None or not math.isfinite(share) else f"{100 * share:.0f}%"


def interval(low: float, high: float, decimals: int = 2) -> str:
    """Write an interval; empty where there is none.

    Examples
    --------
    >>> interval(-0.07, -0.01)
    '95% interval −0.07 to −0.01'
    >>> interval(float("nan"), 1.0)
    ''
    """
    if not (is_known(low) and is_known(high)):
        return ""
    return f"95% interval {plain(low, decimals)} to {plain(high, decimals)}"


def joined(names: list[str], most: int = 4) -> str:
    """Join names as one writes them, the rest as a number.

    Examples
    --------
    >>> joined(["RT", "Sky News", "Press TV"]), joined(list("abcdef"), most=2), joined(["RT"])
    ('RT, Sky News and Press TV', 'a, b and 4 more', 'RT')
    """
    if len(names) > most:
        return f"{', '.join(names[:most])} and {len(names) - most} more"
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def when(first: pd.Timestamp, last: pd.Timestamp) -> str:
    """Write a span of time in days.

    Examples
    --------
    >>> when(pd.Timestamp("2019-06-28"), pd.Timestamp("2025-08-25"))
    '28 June 2019 to 25 August 2025'
    >>> when(pd.NaT, pd.NaT)
    'no dates'
    """
    if pd.isna(first) or pd.isna(last):
        return "no dates"
    start, end = (f"{day.day} {day:%B %Y}" for day in (first, last))
    return start if start == end else f"{start} to {end}"


CORRECTED = {
    "split": "Split off", "move": "Moved", "merge": "Merged", "pin": "Pinned to their event",
}  # fmt: skip
"""What each kind of correction did."""

CORRECTION_CHARACTERS = 200


def correction(row: Mapping[str, Any]) -> str:
    """Write a correction of events as its log tells it: what was done to which articles, when, and why.

    Parameters
    ----------
    row : mapping
        ``action``, ``articles``, ``goal``, ``made_at``, ``note``.

    Examples
    --------
    >>> row = {"action": "move", "articles": "RT: They met", "goal": "CNN: Talks", "note": "one summit",
    ...        "made_at": pd.Timestamp("2026-12-01 15:04")}
    >>> correction(row)
    'Moved: RT: They met → the event of CNN: Talks (1 December 2026: one summit)'
    >>> correction(row | {"action": "merge", "note": ""})
    'Merged: the event of RT: They met with that of CNN: Talks (1 December 2026)'
    >>> correction(row | {"action": "split", "goal": ""})
    'Split off: RT: They met (1 December 2026: one summit)'
    """
    articles, goal = (textwrap.shorten(str(row[name]), CORRECTION_CHARACTERS, placeholder=" …")
                      for name in ("articles", "goal"))  # fmt: skip
    which = {"merge": f"the event of {articles} with that of {goal}", "move": f"{articles} → the event of {goal}"}
    because = f": {row['note']}" if is_known(row["note"]) and row["note"] else ""
    day = when(row["made_at"], row["made_at"])
    return f"{CORRECTED[row['action']]}: {which.get(row['action'], articles)} ({day}{because})"


def rests_on(estimates: pd.DataFrame) -> str:
    """Say how many events and articles the rows of a figure rest on.

    Examples
    --------
    >>> rests_on(pd.DataFrame({"n_events": [3, 5], "n_articles": [4, 4]}))
    '3 to 5 events and 4 articles in each row'
    """
    if estimates.empty:
        return "nothing to show"
    parts = []
    for column, noun in (("n_events", "event"), ("n_articles", "article")):
        low, high = int(estimates[column].min()), int(estimates[column].max())
        parts.append(count(low, noun) if low == high else f"{low:,} to {count(high, noun)}")
    return f"{' and '.join(parts)} in each row"


def of_row(row: Mapping[str, Any]) -> str:
    """Describe one estimate, for the label that shows on hover; safe for Plotly.

    Examples
    --------
    >>> of_row({"outlet": "RT", "estimate": 0.1, "low": 0.0, "high": 0.2, "n_events": 4, "n_articles": 5})
    'RT: 0.10<br>95% interval 0.00 to 0.20<br>4 events, 5 articles'
    """
    names = [label(row[name]) for name in ("outlet", "reference") if is_known(row.get(name))]
    lines = [f"{' against '.join(names)}: {plain(row['estimate'])}"]
    if is_known(row.get("period")):
        lines[0] = f"{label(row['period'])}, {lines[0]}"
    lines.append(interval(row.get("low", math.nan), row.get("high", math.nan)))
    rest = [count(int(row[name]), noun) for name, noun in (("n_events", "event"), ("n_articles", "article"))
            if is_known(row.get(name))]  # fmt: skip
    lines.append(", ".join(rest))
    if row.get("verdict") not in (None, "estimate"):
        lines.append(label(row["verdict"]))
    return "<br>".join(line for line in lines if line)


def of_term(row: Mapping[str, Any]) -> str:
    """Describe one distinctive word, for the label that shows on hover; safe for Plotly.

    Examples
    --------
    >>> of_term({"term": "mr", "log_odds": 1.5, "low": 0.5, "high": 2.5, "n_target": 9, "n_reference": 2,
    ...          "n_articles": 3, "n_events": 2, "q": float("nan")})
    'mr: log-odds +1.50<br>95% interval 0.50 to 2.50<br>9 against 2 uses<br>3 articles, 2 events'
    """
    lines = [
        f"{label(row['term'])}: log-odds {signed(row['log_odds'])}",
        interval(row["low"], row["high"]),
        f"{row['n_target']:,} against {row['n_reference']:,} uses",
        f"{count(int(row['n_articles']), 'article')}, {count(int(row['n_events']), 'event')}",
    ]
    if is_known(row["q"]):
        lines.append(f"q = {row['q']:.3f}")
    if is_known(row.get("also")) and row["also"]:
        lines.append(f"the same uses: {label(row['also'])}")
    return "<br>".join(line for line in lines if line)


def listed(table: pd.DataFrame, name: str, value: str, unit: str, decimals: int = 0) -> str:
    """Read a table's rows out, as the text that stands in for a figure.

    Examples
    --------
    >>> listed(pd.DataFrame({"outlet": ["RT"], "n": [3]}), "outlet", "n", "articles")
    'RT: 3 articles.'
    """
    parts = [f"{n}: {plain(float(v), decimals)} {unit}" for n, v in zip(table[name], table[value], strict=True)]
    return _cut(parts)


def read_out(
    estimates: pd.DataFrame,
    row: str = "outlet",
    labels: Mapping[str, str] | None = None,
    verdicts: Sequence[str] = (),
) -> str:
    """Read estimates out with their intervals, as the text that stands in for a figure.

    Parameters
    ----------
    estimates : DataFrame
        ``outlet``, ``estimate``, the column named by ``row``, and where there are such ``low``, ``high``, ``component``
        and ``reference``.
    row : str
        The column that names the rows.
    labels : mapping, optional
        Names of the rows as they should be read.
    verdicts : sequence of str
        What may be made of each row.

    Examples
    --------
    >>> rows = pd.DataFrame({"measure": ["tone_title"], "outlet": ["RT"], "estimate": [0.1]})
    >>> read_out(rows, "measure", {"tone_title": "tone, headline"})
    'tone, headline, RT: 0.10.'
    >>> difference = rows.assign(component="difference", reference="CNN")
    >>> read_out(difference, verdicts=["not beyond chance"])
    'RT against CNN: 0.10, not beyond chance.'
    """
    parts = []
    for place, record in enumerate(estimates.head(READ_OUT + 1).to_dict("records")):
        name = _sides(record)
        if row != "outlet":
            name = f"{(labels or {}).get(record[row], record[row])}, {name}"
        span = interval(record.get("low", math.nan), record.get("high", math.nan))
        told = f", {verdicts[place]}" if place < len(verdicts) and verdicts[place] else ""
        parts.append(f"{name}: {plain(record['estimate'])}" + (f" ({span})" if span else "") + told)
    return _cut(parts, len(estimates))


def _sides(record: Mapping[str, Any]) -> str:
    """Name the outlet of a value, and both sides of a difference."""
    is_difference = record.get("component") == "difference" and is_known(record.get("reference"))
    return f"{record['outlet']} against {record['reference']}" if is_difference else str(record["outlet"])


def spans_of_time(table: pd.DataFrame, period: str) -> str:
    """Say for each outlet from when to when it has values, as the text that stands in for a figure."""
    if table.empty:
        return "No outlet has values in time."
    parts = []
    for outlet, part in table.groupby("outlet", observed=True, sort=True):
        parts.append(f"{outlet}: {part[period].min():%Y-%m} to {part[period].max():%Y-%m}")
    return _cut(parts)


def covered(events: pd.DataFrame) -> str:
    """Say for each outlet how many of a storyline's events it reports, as the text that stands in for a figure."""
    total = events["event"].nunique()
    reported = events[events["n_articles"] > 0].groupby("outlet", observed=True)["event"].nunique()
    return _cut([f"{outlet}: {n} of {count(total, 'event')}" for outlet, n in reported.items()])


DATE_ORIGINS = {
    "field": "the row's own date",
    "manifest": "the manifest",
    "metadata": "the page's metadata",
    "url": "the address",
    "text": "a date line in the text",
    "file": "the file",
    "none": "nowhere",
}
"""Where a date comes from, in words."""


def provenance(article: Mapping[str, Any]) -> str:
    """Say when an article was published, how that is known, and what kind of text it is.

    Examples
    --------
    >>> provenance({"published_at": pd.Timestamp("2019-06-28"), "published_precision": "day",
    ...             "published_from": "manifest", "article_type": "report", "n_words": 416, "author": None})
    '28 June 2019 (known to the day, from the manifest) · report · 416 words'
    """
    parts = [dated(article)]
    if article["article_type"] != "unknown":
        parts.append(str(article["article_type"]))
    parts.append(count(int(article["n_words"]), "word"))
    if is_known(article.get("author")) and article["author"]:
        parts.append(f"by {article['author']}")
    return " · ".join(parts)


def dated(article: Mapping[str, Any]) -> str:
    """Say when an article was published and how that is known."""
    if not is_known(article["published_at"]):
        return "undated"
    at, precision = article["published_at"], str(article["published_precision"])
    day = f"{at:%B %Y}" if precision == "month" else f"{at.day} {at:%B %Y}"
    time = f" {at:%H:%M} UTC" if precision == "minute" else ""
    origin = DATE_ORIGINS.get(str(article["published_from"]), str(article["published_from"]))
    return f"{day}{time} (known to the {precision}, from {origin})"


def where_else(row: Mapping[str, Any]) -> str:
    """Say where else a sentence stands, or where it could have stood, from a row of an alignment.

    Examples
    --------
    >>> where_else({"standing": "only here", "not_in": "CNN; RT", "too_early": "NPR"})
    'not in CNN, RT; NPR reported earlier'
    >>> where_else({"standing": "only here", "not_in": float("nan"), "too_early": float("nan")})
    'only here'
    >>> where_else({"standing": "shared", "match_outlet": "CNN", "match_text": "They met."})
    'nearest in CNN: They met.'
    """
    if row["standing"] == "shared":
        known = is_known(row.get("match_text"))
        return f"nearest in {row['match_outlet']}: {row['match_text']}" if known else "shared"
    lists = (("not in {}", row.get("not_in")), ("{} reported earlier", row.get("too_early")))
    parts = [form.format(str(names).replace(";", ",")) for form, names in lists if is_known(names) and names]
    return "; ".join(parts) or str(row["standing"])


def _cut(parts: list[str], total: int | None = None) -> str:
    more = (total or len(parts)) - READ_OUT
    return "; ".join(parts[:READ_OUT]) + (f"; and {more} more." if more > 0 else "." if parts else "")


def is_known(value: object) -> bool:
    """Return whether a cell holds a value.

    Examples
    --------
    >>> is_known("RT"), is_known(None), is_known(float("nan"))
    (True, False, False)
    """
    return value is not None and not pd.isna(value)
