"""Numbers in words: the sentences that open a view, label a point and stand in for a figure that cannot be seen.

Nothing here judges: a difference is "more negative wording", and where a table says "describe only", so does its
sentence.
"""

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis.coding import agreement
from analysis.measures import summary
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
    if not (_known(low) and _known(high)):
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
    names = [label(row[name]) for name in ("outlet", "reference") if _known(row.get(name))]
    lines = [f"{' against '.join(names)}: {plain(row['estimate'])}"]
    if _known(row.get("period")):
        lines[0] = f"{label(row['period'])}, {lines[0]}"
    lines.append(interval(row.get("low", math.nan), row.get("high", math.nan)))
    rest = [count(int(row[name]), noun) for name, noun in (("n_events", "event"), ("n_articles", "article"))
            if _known(row.get(name))]  # fmt: skip
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
    if _known(row["q"]):
        lines.append(f"q = {row['q']:.3f}")
    if _known(row.get("also")) and row["also"]:
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


def read_out(estimates: pd.DataFrame, row: str = "outlet") -> str:
    """Read estimates out with their intervals, as the text that stands in for a figure."""
    parts = []
    for record in estimates.head(READ_OUT + 1).to_dict("records"):
        name = str(record[row]) if row == "outlet" else f"{record[row]}, {record['outlet']}"
        span = interval(record.get("low", math.nan), record.get("high", math.nan))
        parts.append(f"{name}: {plain(record['estimate'])}" + (f" ({span})" if span else ""))
    return _cut(parts, len(estimates))


def spans_of_time(table: pd.DataFrame, period: str) -> str:
    """Say for each outlet from when to when it has values, as the text that stands in for a figure."""
    if table.empty:
        return "No outlet has values in time."
    parts = []
    for outlet, part in table.groupby("outlet", observed=True, sort=True):
        first, last = (f"{day:%Y-%m}" if hasattr(day, "year") else day for day in (part[period].min(),
                                                                                  part[period].max()))  # fmt: skip
        parts.append(f"{outlet}: {first} to {last}")
    return _cut(parts)


def covered(events: pd.DataFrame) -> str:
    """Say for each outlet how many of a storyline's events it reports, as the text that stands in for a figure."""
    total = events["event"].nunique()
    reported = events[events["n_articles"] > 0].groupby("outlet", observed=True)["event"].nunique()
    return _cut([f"{outlet}: {n} of {count(total, 'event')}" for outlet, n in reported.items()])


def on_overview(counts: Mapping[str, Any]) -> str:
    """Answer what is in a corpus and whether it can be compared.

    Parameters
    ----------
    counts : mapping
        What `listings.overview` counts.

    Examples
    --------
    >>> on_overview({"n_articles": 3, "n_outlets": 3, "n_events": 3, "n_shared_events": 0, "n_shared_storylines": 1,
    ...              "first_at": pd.Timestamp("2019-06-28"), "last_at": pd.Timestamp("2025-08-25")})
    '3 articles from 3 outlets, 28 June 2019 to 25 August 2025. No event is reported by two of them, but they share 1
    storyline: it can be described, not ranked. To compare, add articles of these outlets about the same events.'
    """
    n_articles = int(counts["n_articles"])
    whole = int(counts.get("n_all", n_articles))
    begin = (
        f"{count(n_articles, 'article')}{f' of {whole:,}' if n_articles < whole else ''} from "
        f"{count(int(counts['n_outlets']), 'outlet')}, {when(counts['first_at'], counts['last_at'])}."
    )
    shared, lines = int(counts["n_shared_events"]), int(counts["n_shared_storylines"])
    if int(counts["n_outlets"]) < 2:
        return f"{begin} One outlet alone cannot be compared; choose or add another."
    more = "To compare, add articles of these outlets about the same events."
    if shared >= 6:
        return f"{begin} {count(shared, 'event')} are reported by two or more of them, which is enough to compare."
    if shared >= 3:
        return (
            f"{begin} {count(shared, 'event')} are reported by two or more of them: enough for intervals, "
            f"too few for a test of chance (six)."
        )
    if shared:
        return f"{begin} Only {count(shared, 'event')} reported by two or more of them: describe, do not rank. {more}"
    if lines:
        return (
            f"{begin} No event is reported by two of them, but they share {count(lines, 'storyline')}: it can be "
            f"described, not ranked. {more}"
        )
    return f"{begin} No event and no storyline is reported by two of them, so nothing can be compared. {more}"


CHANCE = 0.05
"""A difference stands out where its q does not exceed this."""

OTHERS = "the others"
"""How tables and sentences call all other outlets together."""


def corrected(differences: pd.DataFrame) -> "pd.Series":
    """Take the q that fits what a table shows: over all measures where there are several, else within the one.

    Examples
    --------
    >>> rows = pd.DataFrame({"measure": ["tone_own", "n_words"], "q": [0.01, 0.2], "q_all": [0.06, 0.4]})
    >>> corrected(rows).tolist(), corrected(rows.head(1)).tolist()
    ([0.06, 0.4], [0.01])
    """
    several = _measures_in(differences) > 1
    return differences["q_all" if several and "q_all" in differences else "q"]


def _measures_in(differences: pd.DataFrame) -> int:
    return len(set(differences["measure"].astype("str"))) if "measure" in differences else 1


def verdict(row: Mapping[str, Any], q: float) -> str:
    """Say in a few words what may be made of a difference.

    Examples
    --------
    >>> verdict({"verdict": "estimate"}, 0.03), verdict({"verdict": "estimate"}, 0.4)
    ('beyond chance', 'not beyond chance')
    >>> verdict({"verdict": "estimate"}, float("nan")), verdict({"verdict": "describe only"}, float("nan"))
    ('not tested', 'describe only')
    """
    if row["verdict"] != "estimate":
        return str(row["verdict"])
    return "not tested" if not _known(q) else "beyond chance" if q <= CHANCE else "not beyond chance"


def ends(unit: str) -> str:
    """Say what both ends of an axis of differences mean, from a unit that says what higher means; else nothing.

    Examples
    --------
    >>> ends("-1 to 1; higher: more positive wording in the outlet's own voice")
    "← more negative · more positive wording in the outlet's own voice →"
    >>> ends("0 to 1; higher: more negative sentences"), ends("each row in its own unit")
    ('← fewer · more negative sentences →', '')
    """
    _, found, higher = unit.partition("higher: ")
    lower = opposite(higher).split()
    words = higher.split()
    while len(lower) > 1 and lower[-1:] == words[-1:]:  # what both ends say is said once
        del lower[-1], words[-1]
    return f"← {' '.join(lower)} · {higher} →" if found and lower else ""


def opposite(higher: str) -> str:
    """Turn what a higher value means into what a lower one means; empty where the words do not allow it.

    Examples
    --------
    >>> opposite("a more positive headline"), opposite("a longer article"), opposite("more of the text is quoted")
    ('a more negative headline', 'a shorter article', 'less of the text is quoted')
    """
    for word, other in (("positive", "negative"), ("longer", "shorter")):
        if word in higher:
            return higher.replace(word, other, 1)
    if re.match(r"more (?:\w+ )?(?:sentences|words|voices)\b", higher):
        return higher.replace("more", "fewer", 1)
    return re.sub(r"\bmore\b", "less", higher, count=1) if re.search(r"\bmore\b", higher) else ""


def on_differences(differences: pd.DataFrame, label: str, focus: str | None = None) -> str:
    """Answer whether outlets differ on a measure, in a sentence or two that follow the table.

    Parameters
    ----------
    differences : DataFrame
        Rows of ``estimates`` with component ``difference`` over all events, of one or of several measures.
    label : str
        The measure, or what the measures have in common, in a few words.
    focus : str, optional
        The outlet that the answer is about: its difference from the others comes first.

    Returns
    -------
    str
        With one comparison: its size, interval, and whether it is beyond chance. With several: how many are, and the
        surest of them. Where nothing may be estimated: why, and what would be needed.

    Examples
    --------
    >>> row = {"measure": "tone_own", "outlet": "RT", "reference": "Sky News", "estimate": -0.02, "low": -0.07,
    ...        "high": 0.04, "q": 0.4, "n_events": 46, "verdict": "estimate"}
    >>> on_differences(pd.DataFrame([row]), "tone, own voice")
    'RT against Sky News in tone, own voice: −0.02 on 46 shared events (95% interval −0.07 to 0.04), not beyond chance.'
    >>> on_differences(pd.DataFrame([row | {"n_coded": 80}]), "tone").removeprefix("RT against Sky News in tone: ")
    '−0.02 on 46 shared events (95% interval −0.07 to 0.04), not beyond chance, corrected by 80 coded articles.'
    """
    rows = _once_each(differences)
    told = rows[(rows["verdict"] == "estimate") & rows["estimate"].notna()]
    own = on_focus(rows, focus, label) if focus else ""
    if told.empty:
        return own or f"Not enough evidence to compare outlets in {label}. {_reason(rows)}".strip()
    if len(told) == 1:
        return own or _one_difference(told.iloc[0], label, corrected(told).iloc[0])
    return f"{own} {_of_several(told, label)}".strip()


def _of_several(told: pd.DataFrame, label: str) -> str:
    if len(told[["outlet", "reference"]].drop_duplicates()) == 1:
        return _of_one_pair(told)
    q = corrected(told)
    n_tested = int(q.notna().sum())
    if not n_tested:
        return (
            f"{count(len(told), 'comparison')} of outlets in {label} have an interval, and none rests on enough "
            "events or storylines for a test of chance, which needs six: read each interval, rank nothing."
        )
    if not (q <= CHANCE).any():
        return f"None of {count(n_tested, 'comparison')} of outlets in {label} is beyond chance (q above {CHANCE:.2f})."
    order = told.assign(_q=q, _size=told["estimate"].abs()).sort_values(["_q", "_size"], ascending=[True, False])
    n_sure, first = int((q <= CHANCE).sum()), order.iloc[0]
    name = f" in {summary.meant(str(first['measure'])).label}" if _measures_in(told) > 1 else ""
    return (
        f"{n_sure} of {count(n_tested, 'comparison')} of outlets in {label} {'is' if n_sure == 1 else 'are'} beyond "
        f"chance{':' if n_sure == 1 else '; the surest:'} {_sides_told(first)}{name}: {_size_told(first)}"
        f"{_coded_told(first)}."
    )


WHICH_Q = (
    "q is corrected over the comparisons of its own measure: right for a measure that was chosen beforehand. q_all is "
    "corrected over everything shown together."
)


def table_of_differences(differences: pd.DataFrame) -> pd.DataFrame:
    """Lay differences out as they are read: the surest first, the measure by its label, the verdict in words.

    Examples
    --------
    >>> row = {"measure": "tone_own", "outlet": "RT", "reference": "CNN", "estimate": 0.1, "low": 0.0, "high": 0.2,
    ...        "p": 0.02, "q": 0.04, "q_all": 0.3, "n_events": 9, "n_articles": 20, "verdict": "estimate"}
    >>> table_of_differences(pd.DataFrame([row])).values.tolist()
    [['tone, own voice', 'RT', 'CNN', 0.1, 0.0, 0.2, 0.04, 0.3, 9, 20, 'beyond chance']]
    """
    verdicts = [verdict(row, q) for row, q in zip(differences.to_dict("records"), corrected(differences), strict=True)]
    shown = differences.assign(
        measure=[summary.meant(name).label for name in differences["measure"].astype("str")], verdict=verdicts
    ).sort_values(["p", "estimate"], kind="stable", na_position="last")
    columns = ["measure", "outlet", "reference", "estimate", "low", "high", "q", "q_all", "n_events", "n_articles"]
    if "n_coded" in shown and (shown["n_coded"] > 0).any():  # some are corrected by people
        columns.append("n_coded")
    return shown[[*columns, "verdict"]].reset_index(drop=True)


def _of_one_pair(told: pd.DataFrame) -> str:
    """Say in which of several measures two sides differ."""
    rows = told.assign(_q=corrected(told)).sort_values(["_q", "measure"])
    one, other = str(rows["outlet"].iloc[0]), str(rows["reference"].iloc[0])
    n_tested, sure = int(rows["_q"].notna().sum()), rows[rows["_q"] <= CHANCE]
    if not n_tested:
        return f"{one} and {other} share too few events for a test of chance: read each interval, rank nothing."
    if sure.empty:
        return f"{one} and {other} differ beyond chance in none of {count(n_tested, 'measure')}."
    names = [_in_words(row, summary.meant(str(row["measure"])).label) for row in sure.to_dict("records")]
    return f"{one} and {other} differ beyond chance in {len(sure)} of {count(n_tested, 'measure')}: {joined(names, 5)}."


def on_focus(differences: pd.DataFrame, outlet: str, label: str) -> str:
    """Say how one outlet stands against the others, the subject of the sentence in every view.

    Examples
    --------
    >>> row = {"measure": "tone_own", "outlet": "RT", "reference": "the others", "estimate": -0.02, "low": -0.07,
    ...        "high": 0.04, "q": 0.4, "n_events": 46, "verdict": "estimate"}
    >>> on_focus(pd.DataFrame([row]), "RT", "tone, own voice")
    'RT against the others in tone, own voice: −0.02 on 46 shared events (95% interval −0.07 to 0.04), not beyond
    chance.'
    """
    rows = differences.assign(_q=corrected(differences))
    others = rows[(rows["outlet"] == outlet) & (rows["reference"] == OTHERS)]
    mine = (
        others if len(others) else turned_to(rows[(rows["outlet"] == outlet) | (rows["reference"] == outlet)], outlet)
    )
    known = mine[mine["estimate"].notna()]
    if known.empty:
        return f"Not enough evidence to compare {outlet} with the others in {label}. {_reason(mine)}".strip()
    if len(known) == 1:
        return _one_difference(known.iloc[0], label, known["_q"].iloc[0])
    sure = known[known["_q"] <= CHANCE]
    if sure.empty:
        return f"{outlet} against the others in {label}: none of {count(len(known), 'difference')} is beyond chance."
    names = [
        _in_words(row, summary.meant(str(row["measure"])).label) for row in sure.sort_values("_q").to_dict("records")
    ]
    return f"{outlet} against the others in {label}, beyond chance: {joined(names, 3)}."


def _in_words(row: Mapping[str, Any], label: str) -> str:
    return f"{signed(row['estimate'])} in {label}{' (corrected)' if row.get('n_coded', 0) else ''}"


def turned_to(differences: pd.DataFrame, outlet: str) -> pd.DataFrame:
    """Turn the comparisons of an outlet so that it comes first.

    Examples
    --------
    >>> rows = pd.DataFrame([{"outlet": "CNN", "reference": "RT", "estimate": 0.2, "low": 0.1, "high": 0.5}])
    >>> turned_to(rows, "RT").values.tolist()
    [['RT', 'CNN', -0.2, -0.5, -0.1]]
    """
    rows = differences.astype({"outlet": "str", "reference": "str"})
    back = (rows["reference"] == outlet).to_numpy()
    swapped = rows.assign(outlet=rows["reference"], reference=rows["outlet"], estimate=-rows["estimate"],
                          low=-rows["high"], high=-rows["low"])  # fmt: skip
    return pd.concat([rows[~back], swapped[back]]).sort_index()


def _once_each(differences: pd.DataFrame) -> pd.DataFrame:
    """Leave out what says the same again: of two outlets, each against the others is the one against the other."""
    names = pd.unique(pd.concat([differences["outlet"], differences["reference"]]).astype("str"))
    if len(set(names) - {OTHERS}) != 2 or not (differences["reference"] != OTHERS).any():
        return differences
    return differences[differences["reference"] != OTHERS]


def _one_difference(row: "pd.Series", label: str, q: float) -> str:
    return f"{_sides_told(row)} in {label}: {_size_told(row)}, {verdict(row, q)}{_coded_told(row)}."


def _sides_told(row: "pd.Series") -> str:
    return f"{row['outlet']} against {row['reference'] if _known(row['reference']) else OTHERS}"


def _coded_told(row: "pd.Series") -> str:
    n_coded = row.get("n_coded", 0)
    return f", corrected by {count(int(n_coded), 'coded article')}" if n_coded else ""


def _size_told(row: "pd.Series") -> str:
    """Write a difference with its interval, and what it rests on; large ones without decimals."""
    decimals = 0 if abs(row["estimate"]) >= LARGE else 2
    span = interval(row["low"], row["high"], decimals)
    on = count(int(row["n_events"]), "shared event")
    return f"{signed(row['estimate'], decimals)} on {on}{f' ({span})' if span else ''}"


LARGE = 100
"""From here on decimals are noise: lengths in words."""


def _reason(table: pd.DataFrame) -> str:
    nearest = table.assign(_none=table["estimate"].isna()).sort_values("_none", kind="stable")  # those with a value
    reasons = [text for text in dict.fromkeys(nearest["reason"].dropna()) if text]
    return " ".join(_sentence(text) for text in reasons[:2])


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")


def leading(table: pd.DataFrame, by: str = "q") -> pd.DataFrame:
    """Order the terms of a comparison as they are read: those that are called, then the others, each by kind.

    Content leads, then come words of saying, names and function words; style and templates close the list. Within a
    kind the order stays.

    Examples
    --------
    >>> rows = pd.DataFrame({"term": ["has", "said", "regime", "that", "talks", "mr"],
    ...                      "kind": ["function", "saying", "content", "function", "content", "style"],
    ...                      "q": [0.001, 0.01, 0.02, 0.3, 0.4, None]})
    >>> leading(rows)["term"].tolist()
    ['regime', 'said', 'has', 'talks', 'that', 'mr']
    """
    rank = table["kind"].astype("str").map(_READING_ORDER).fillna(len(_READING_ORDER))
    order = table.assign(_open=~(table[by] <= CHANCE), _rank=rank)
    return order.sort_values(["_open", "_rank"], kind="stable").drop(columns=["_open", "_rank"])


_READING_ORDER = {"content": 0, "saying": 1, "name": 2, "function": 3}


def on_words(table: pd.DataFrame, target: str, reference: str, by: str = "q") -> str:
    """Answer which words tell one outlet from another, and whether chance would do the same.

    ``by`` is the column that decides: "q" where words alone were asked for, "q_all" beside measures.

    Examples
    --------
    >>> on_words(pd.DataFrame({"q": [], "term": [], "log_odds": []}), "RT", "Sky News")
    'The words of RT and Sky News cannot be compared: they share no event here, or use no word often enough on those
    that they share.'
    """
    if table.empty:
        return (
            f"The words of {target} and {reference} cannot be compared: they share no event here, or use no word often "
            "enough on those that they share."
        )
    if not table["log_odds"].any():
        return f"{target} and {reference} use every word equally often on the events that they share."
    if table["q"].isna().all():
        return (
            f"{target} and {reference} share too few events for a test of chance, so the words below are ordered by "
            "size of effect and none may be called distinctive."
        )
    sure = leading(table, by) if "kind" in table else table
    sure = sure[sure[by] <= CHANCE]
    mine, theirs = (sure[sure["log_odds"] * sign > 0]["term"].tolist() for sign in (1, -1))
    if sure.empty:
        return f"No word tells {target} from {reference} beyond chance, of {count(len(table), 'word')} listed."
    parts = [f"{who} more often write{'' if who == OTHERS else 's'} {joined([f'“{term}”' for term in words])}"
             for who, words in ((target, mine), (reference, theirs)) if words]  # fmt: skip
    return f"Beyond chance, {'; '.join(parts)} ({len(sure):,} of {count(len(table), 'word')} listed)."


def on_event(label: str, articles: pd.DataFrame, what: str, n_events: int) -> str:
    """Say what an event or storyline is, who reports it, and what may be said of it.

    Examples
    --------
    >>> days = pd.to_datetime(["2019-09-17", "2025-08-25"])
    >>> rows = pd.DataFrame({"outlet": ["RT", "Sky News"], "published_at": days})
    >>> on_event("Trump meets Kim", rows, "storyline", 2)
    'Around “Trump meets Kim”, a storyline of 2 events: 2 articles of 2 outlets, 17 September 2019 to 25 August 2025.
    Each outlet has one article and the events lie years apart: this describes these texts and ranks nobody; it would
    need articles of two outlets on the same event.'
    """
    outlets = articles["outlet"].nunique()
    first, last = articles["published_at"].min(), articles["published_at"].max()
    text = f"Around “{label}”, a storyline of {count(n_events, 'event')}" if what == "storyline" else label
    text += f": {count(len(articles), 'article')} of {count(outlets, 'outlet')}, {when(first, last)}. "
    if outlets < 2:
        return f"{text}One outlet alone cannot be compared; choose or add another."
    if what == "storyline" and len(articles) == outlets:
        return (
            f"{text}Each outlet has one article and the events lie {_apart(first, last)} apart: this describes these "
            "texts and ranks nobody; it would need articles of two outlets on the same event."
        )
    if len(articles) == outlets:
        return f"{text}Each outlet has one article: this describes these texts and ranks nobody."
    return f"{text}One {what} only describes; the views Tone and Framing tell whether outlets differ beyond it."


def _apart(first: pd.Timestamp, last: pd.Timestamp) -> str:
    if pd.isna(first) or pd.isna(last):
        return "an unknown time"
    days = (last - first).days
    return "years" if days > 730 else "months" if days > 60 else "days"


def on_article(article: Mapping[str, Any], sentences: pd.DataFrame) -> str:
    """Say what an article's tone rests on.

    Parameters
    ----------
    article : mapping
        The article's facts.
    sentences : DataFrame
        ``sentence``, ``voice``, ``tone``.
    """
    body = sentences[sentences["sentence"] >= 0]
    own = body[(body["voice"] == "own") & body["tone"].notna()]
    if body.empty:
        return "Its body has no sentences that could be measured, so only its headline counts."
    quoted = (body["voice"] != "own").mean()
    if own.empty:
        return f"None of its {count(len(body), 'sentence')} in the outlet's own voice holds a word of the lexicon."
    return (
        f"The outlet's own voice: mean tone {signed(own['tone'].mean())} over {len(own):,} of "
        f"{count(len(body), 'sentence')}, those that hold words of the lexicon. {percent(quoted)} of the sentences "
        "carry somebody else's words."
    )


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
    if _known(article.get("author")) and article["author"]:
        parts.append(f"by {article['author']}")
    return " · ".join(parts)


def dated(article: Mapping[str, Any]) -> str:
    """Say when an article was published and how that is known."""
    if not _known(article["published_at"]):
        return "undated"
    at, precision = article["published_at"], str(article["published_precision"])
    day = f"{at:%B %Y}" if precision == "month" else f"{at.day} {at:%B %Y}"
    time = f" {at:%H:%M} UTC" if precision == "minute" else ""
    origin = DATE_ORIGINS.get(str(article["published_from"]), str(article["published_from"]))
    return f"{day}{time} (known to the {precision}, from {origin})"


def standing(row: Mapping[str, Any]) -> str:
    """Say where else a sentence stands, or where it could have stood, from a row of an alignment.

    Examples
    --------
    >>> standing({"standing": "only here", "not_in": "CNN; RT", "too_early": "NPR"})
    'not in CNN, RT; NPR reported earlier'
    >>> standing({"standing": "only here", "not_in": float("nan"), "too_early": float("nan")})
    'only here'
    >>> standing({"standing": "shared", "match_outlet": "CNN", "match_text": "They met."})
    'nearest in CNN: They met.'
    """
    if row["standing"] == "shared":
        known = _known(row.get("match_text"))
        return f"nearest in {row['match_outlet']}: {row['match_text']}" if known else "shared"
    lists = (("not in {}", row.get("not_in")), ("{} reported earlier", row.get("too_early")))
    parts = [form.format(str(names).replace(";", ",")) for form, names in lists if _known(names) and names]
    return "; ".join(parts) or str(row["standing"])


def on_events(shared: pd.DataFrame, storylines: pd.DataFrame, n_shared: int | None = None) -> str:
    """Answer which events are shared, and who dated its article first most often.

    Parameters
    ----------
    shared, storylines : DataFrame
        The events that two or more outlets cover, and the storylines, as far as they are listed.
    n_shared : int, optional
        How many such events there are, where a list may have been cut.

    Examples
    --------
    >>> on_events(pd.DataFrame({"event": [], "first_outlet": []}), pd.DataFrame({"storyline": ["s1"]}))
    'No event is covered by two or more of these outlets; 1 storyline of two or more events joins what they cover.'
    >>> listed = pd.DataFrame({"event": ["e1", "e2"], "first_outlet": ["RT", "RT"]})
    >>> on_events(listed, pd.DataFrame({"storyline": ["s1"]}), 742)
    '742 events are covered by two or more of these outlets; of the 2 that most outlets cover, RT dated its article
    first in 2. 1 storyline of two or more events is listed.'
    """
    n_shared = len(shared) if n_shared is None else n_shared
    lines = count(len(storylines), "storyline")
    if shared.empty:
        joins = "joins" if len(storylines) == 1 else "join"
        rest = (
            f"{lines} of two or more events {joins} what they cover." if len(storylines) else "no storyline joins them."
        )
        return f"No event is covered by two or more of these outlets; {rest}"
    text = f"{count(n_shared, 'event')} {'is' if n_shared == 1 else 'are'} covered by two or more of these outlets"
    first = shared["first_outlet"].dropna().value_counts()
    if len(first) and first.iloc[0] > 1:
        whom, n_first = first.index[0], int(first.iloc[0])
        text += (
            f"; {whom} dated its article first in {n_first:,} of them"
            if n_shared == len(shared)
            else f"; of the {len(shared):,} that most outlets cover, {whom} dated its article first in {n_first:,}"
        )
    return f"{text}. {lines} of two or more events {'is' if len(storylines) == 1 else 'are'} listed."


def on_quality(counts: Mapping[str, Any]) -> str:
    """Say what was dropped or needs care, from what `listings.overview` counts.

    Examples
    --------
    >>> on_quality({"n_all": 3, "n_rejects": 1, "n_undated": 0, "n_copies": 0, "n_other_language": 0, "n_short": 2})
    'Of 4 inputs 3 became articles and 1 was rejected. Under the filters: 0 undated, 0 copies, 0 in other languages, 2
    short.'
    """
    total = int(counts["n_all"]) + int(counts["n_rejects"])
    verb = "was" if counts["n_rejects"] == 1 else "were"
    return (
        f"Of {count(total, 'input')} {counts['n_all']:,} became articles and {counts['n_rejects']:,} {verb} "
        f"rejected. Under the filters: {counts['n_undated']:,} undated, {counts['n_copies']:,} copies, "
        f"{counts['n_other_language']:,} in other languages, {counts['n_short']:,} short."
    )


def on_voices(shares: pd.DataFrame) -> str:
    """Answer whose words the reader gets: each outlet's share of its own voice, the outlets with most articles first.

    Examples
    --------
    >>> rows = {"outlet": ["RT", "RT"], "voice": ["own", "direct"], "share": [0.6, 0.4], "n_articles": [9, 9]}
    >>> on_voices(pd.DataFrame(rows))
    "Share of words in the outlet's own voice: RT 60%; the rest is quoted or paraphrased. This describes; the tone view
    compares."
    """
    own = shares[shares["voice"] == "own"].sort_values(["n_articles", "outlet"], ascending=[False, True])
    if own.empty:
        return "No sentences are measured under these filters."
    parts = [f"{outlet} {percent(share)}" for outlet, share in zip(own["outlet"], own["share"], strict=True)]
    return (
        f"Share of words in the outlet's own voice: {joined(parts, 8)}; the rest is quoted or paraphrased. "
        "This describes; the tone view compares."
    )


def on_agreement(label: str, gates: Sequence[str], pinned: Mapping[str, Mapping[str, Any]]) -> str:
    """Say how well a measure agrees with human coders, and that no interval holds that error.

    Parameters
    ----------
    label : str
        The measure in words.
    gates : sequence of str
        Names of its quality figures.
    pinned : mapping
        Figure name to ``value``, ``n`` and ``unit``, as measured when the floors were pinned.

    Examples
    --------
    >>> on_agreement("tone, own voice", (), {})
    'How well tone, own voice agrees with human coders is not yet measured. Intervals do not include that error.'
    >>> on_agreement("tone towards", ["targets.f1"], {"targets.f1": {"value": 0.672, "n": 442, "unit": "macro-F1"}})
    'Agreement with human coders: macro-F1 0.67 (n 442). Intervals do not include that error.'
    """
    known = [pinned[name] for name in gates if name in pinned]
    if not known:
        told = f"How well {label} agrees with human coders is not yet measured."
    else:
        figures = [f"{entry['unit']} {entry['value']:.2f} (n {entry['n']:,})" for entry in known]
        told = f"Agreement with human coders: {'; '.join(figures)}."
    return f"{told} Intervals do not include that error."


def _cut(parts: list[str], total: int | None = None) -> str:
    more = (total or len(parts)) - READ_OUT
    return "; ".join(parts[:READ_OUT]) + (f"; and {more} more." if more > 0 else "." if parts else "")


def _known(value: object) -> bool:
    return value is not None and not pd.isna(value)


def on_coders(alpha: float, low: float, high: float, n_units: int, n_coders: int) -> str:
    """Say how well coders agree, and what may be concluded from their codings.

    Parameters
    ----------
    alpha, low, high : float
        Krippendorff's alpha and its 95% interval; empty where nobody varied.
    n_units, n_coders : int
        Units that two coders or more have coded, and coders.

    Examples
    --------
    >>> on_coders(0.71, 0.6, 0.8, 120, 2)
    "Krippendorff's alpha is 0.71 (0.60 to 0.80; 120 units, 2 coders): good for tentative conclusions."
    >>> on_coders(float("nan"), float("nan"), float("nan"), 0, 1)
    'Agreement is undefined: no unit was coded by two coders.'
    """
    if n_units == 0:
        return "Agreement is undefined: no unit was coded by two coders."
    on = f"{count(n_units, 'unit')}, {count(n_coders, 'coder')}"
    if np.isnan(alpha):
        return f"Agreement is undefined: every code is the same ({on})."
    interval = f"{low:.2f} to {high:.2f}; {on}" if not np.isnan(low) else on
    if alpha >= agreement.RELIABLE:
        verdict = "reliable"
    elif alpha >= agreement.TENTATIVE:
        verdict = "good for tentative conclusions"
    else:
        verdict = f"too low to conclude anything ({agreement.TENTATIVE} is needed)"
    return f"Krippendorff's alpha is {alpha:.2f} ({interval}): {verdict}."


def on_gone(n_gone: int) -> str:
    """Say how many coded articles a store holds no more; nothing where it holds all.

    Examples
    --------
    >>> on_gone(2), on_gone(0)
    ('2 coded articles are not in this store any more; their codes were left out.', '')
    """
    if not n_gone:
        return ""
    verbs = ("is", "its") if n_gone == 1 else ("are", "their")
    return f"{count(n_gone, 'coded article')} {verbs[0]} not in this store any more; {verbs[1]} codes were left out."


def on_accuracy(table: pd.DataFrame, p: float) -> str:
    """Say how well the machine agrees with the people who coded this corpus, and whether it errs alike for all outlets.

    Parameters
    ----------
    table : DataFrame
        From `analysis.coding.accuracy.by_outlet`.
    p : float
        From `analysis.coding.accuracy.differ`.

    Examples
    --------
    >>> row = {"outlet": "RT", "n_coded": 40, "shift": -0.02, "r": 0.41, "r_low": 0.1, "r_high": 0.6}
    >>> on_accuracy(pd.DataFrame([row, row | {"outlet": "CNN", "n_coded": 3, "r": float("nan")}]), float("nan"))
    'On this corpus: correlation with people 0.41 in RT (n 40); too few coded articles of 1 outlet.'
    """
    name, label = ("precision", "precision") if "precision" in table else ("r", "correlation with people")
    if name not in table or table[name].isna().all():
        return "On this corpus: too few coded articles to say how well it agrees with people."
    known, few = table[table[name].notna()], int(table[name].isna().sum())
    parts = [f"{row[name]:.2f} in {row['outlet']} (n {row['n_coded']})" for row in known.to_dict("records")]
    told = f"On this corpus: {label} {joined(parts, 8)}"
    told += f"; too few coded articles of {count(few, 'outlet')}." if few else "."
    if np.isnan(p):
        return told
    far = known.loc[known["shift"].abs().idxmax()]
    apart = f"people code {far['outlet']} {signed(far['shift'])} from what it foretells over all outlets"
    more = (
        f"It errs differently for outlets, beyond chance (p {p:.3f}): {apart}"
        if p <= CHANCE
        else (f"Whether it errs differently for outlets is not beyond chance (p {p:.2f})")
    )
    return f"{told} {more}."


def on_corrected(table: pd.DataFrame) -> str:
    """Say how many comparisons coded articles correct, and what the corrected figure is worth.

    Parameters
    ----------
    table : DataFrame
        From `analysis.queries.coding.side_by_side`.

    Examples
    --------
    >>> row = {"outlet": "RT", "reference": "Sky News", "corrected": -0.1, "low": -0.2, "high": -0.01, "n_coded": 60}
    >>> on_corrected(pd.DataFrame([row | {"by_machine": -0.05}]))
    'RT against Sky News: −0.10, 95% interval −0.20 to −0.01, by 60 coded articles; the machine alone gives −0.05.'
    >>> on_corrected(pd.DataFrame([row | {"low": np.nan, "reason": "12 coded articles of one side, 20 are needed"}]))
    'Nothing can be corrected yet: 12 coded articles of one side, 20 are needed.'
    """
    sure = table[table["low"].notna()]
    if sure.empty:
        return f"Nothing can be corrected yet: {table['reason'].iloc[0]}." if len(table) else "Nothing was coded yet."
    if len(table) > 1:
        n = count(len(table), "comparison")
        return f"{len(sure)} of {n} can be corrected; where one is, the corrected figure is the answer."
    row = sure.iloc[0]
    return (
        f"{row['outlet']} against {row['reference']}: {signed(row['corrected'])}, "
        f"95% interval {signed(row['low'])} to {signed(row['high'])}, by {count(row['n_coded'], 'coded article')}; "
        f"the machine alone gives {signed(row['by_machine'])}."
    )
