"""Sentences that answer whether outlets differ, in measures and in words.

Nothing here judges: a difference is "more negative wording", and where a table says "describe only", so does its
sentence.
"""

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.comparison.statistics import CHANCE as CHANCE
from analysis.measures import summary
from analysis.presentation.prose import count, interval, is_known, joined, signed, term

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
    return "not tested" if not is_known(q) else "beyond chance" if q <= CHANCE else "not beyond chance"


def not_tested(differences: pd.DataFrame) -> list[str]:
    """Say once each why differences have an estimate but no test, and of which measures.

    Examples
    --------
    >>> rows = {"measure": ["tone_title", "tone_own"], "q": None, "verdict": "estimate", "reason": "3 shared events"}
    >>> not_tested(pd.DataFrame(rows))
    ['not tested: “tone, headline” and “tone, own voice” (3 shared events)']
    """
    untested = differences[differences["q"].isna() & (differences["verdict"] == "estimate")]
    told = []
    for reason, part in untested.groupby("reason", sort=False, observed=True):
        labels = [term(summary.meant(name).label) for name in part["measure"].astype("str").unique()]
        told.append(f"not tested: {joined(labels, 3)} ({reason})")
    return told


def ends(unit: str) -> str:
    r"""Say what both ends of an axis of differences mean, from a unit that says what higher means; else nothing.

    What both ends have in common stands on a line of its own.

    Examples
    --------
    >>> ends("-1 to 1; higher: more positive wording in the outlet's own voice")
    "← more negative · more positive →\nwording in the outlet's own voice"
    >>> ends("0 to 1; higher: more negative sentences"), ends("words; higher: a longer article"), ends("each its own")
    ('← fewer · more →\nnegative sentences', '← shorter · longer →\narticle', '')
    """
    _, found, higher = unit.partition("higher: ")
    lower = opposite(higher).split()
    words, common = higher.split(), list[str]()
    while len(lower) > 1 and lower[-1:] == words[-1:]:  # what both ends say is said once
        common.insert(0, lower.pop())
        del words[-1]
    if not (found and lower):
        return ""
    if common and lower[0] == words[0] == "a":
        del lower[0], words[0]
    return "\n".join([f"← {' '.join(lower)} · {' '.join(words)} →", *([" ".join(common)] if common else [])])


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
    'RT against Sky News in “tone, own voice”: −0.02 on 46 shared events (95% interval −0.07 to 0.04), not beyond
    chance.'
    >>> on_differences(pd.DataFrame([row | {"n_coded": 80}]), "tone").removeprefix("RT against Sky News in tone: ")
    '−0.02 on 46 shared events (95% interval −0.07 to 0.04), not beyond chance, corrected by 80 coded articles.'
    """
    rows = _once_each(differences)
    told = rows[(rows["verdict"] == "estimate") & rows["estimate"].notna()]
    own = on_focus(rows, focus, label) if focus else ""
    if told.empty:
        return own or f"Not enough evidence to compare outlets in {term(label)}. {_reason(rows)}".strip()
    if len(told) == 1:
        return own or _one_difference(told.iloc[0], label, corrected(told).iloc[0])
    return f"{own} {_of_several(told, label)}".strip()


def _of_several(told: pd.DataFrame, label: str) -> str:
    """Say how many comparisons are beyond chance, and the surest of them.

    Examples
    --------
    >>> row = {"measure": "tone_own", "outlet": "RT", "reference": "CNN", "estimate": 0.1, "low": -0.1, "high": 0.3,
    ...        "q": 0.4, "n_events": 9, "verdict": "estimate"}
    >>> _of_several(pd.DataFrame([row, row | {"reference": "BBC News"}]), "tone")
    'None of the 2 tested comparisons of outlets in tone is beyond chance (q above 0.05).'
    >>> _of_several(pd.DataFrame([row | {"q": 0.01}, row | {"reference": "BBC News", "q": 0.02}]), "tone")[:75]
    'Both tested comparisons of outlets in tone are beyond chance; the surest: R'
    >>> _of_several(pd.DataFrame([row, row | {"reference": "BBC News", "q": None}]), "tone")
    'The one comparison of outlets in tone that has enough events for a test is not beyond chance (q above 0.05).'
    """
    if len(told[["outlet", "reference"]].drop_duplicates()) == 1:
        return _of_one_pair(told)
    q = corrected(told)
    n_tested = int(q.notna().sum())
    if not n_tested:
        return (
            f"{count(len(told), 'comparison')} of outlets in {term(label)} have an interval, and none rests on enough "
            "events or storylines for a test of chance, which needs six: read each interval, rank nothing."
        )
    one = f"The one comparison of outlets in {term(label)} that has enough events for a test is"
    comparisons = f"of the {count(n_tested, 'tested comparison')} of outlets in {term(label)}"
    if not (q <= CHANCE).any():
        return f"{f'{one} not' if n_tested == 1 else f'None {comparisons} is'} beyond chance (q above {CHANCE:.2f})."
    n_sure, first = int((q <= CHANCE).sum()), _surest_first(told).iloc[0]
    name = f" in {term(summary.meant(str(first['measure'])).label)}" if _measures_in(told) > 1 else ""
    surest = f"{_sides_in_words(first)}{name}: {_size_in_words(first)}{_coded_in_words(first)}"
    if n_sure == 1:
        return f"{one if n_tested == 1 else f'1 {comparisons} is'} beyond chance: {surest}."
    every = f"{'Both' if n_sure == 2 else f'All {n_sure:,}'} tested comparisons of outlets in {term(label)}"
    which = every if n_sure == n_tested else f"{n_sure} {comparisons}"
    return f"{which} are beyond chance; the surest: {surest}."


def _surest_first(told: pd.DataFrame) -> pd.DataFrame:
    """Order differences by their q, those of one q by their size."""
    order = told.assign(_q=corrected(told), _size=told["estimate"].abs())
    return order.sort_values(["_q", "_size"], ascending=[True, False], kind="stable")


def beyond_chance(differences: pd.DataFrame) -> list[str]:
    """Name the outlets of differences that are beyond chance, the surest first.

    Examples
    --------
    >>> row = {"measure": "tone", "outlet": "Vox", "reference": "the others", "estimate": 0.1, "verdict": "estimate"}
    >>> beyond_chance(pd.DataFrame([row | {"q": 0.04}, row | {"outlet": "RT", "reference": "CNN", "q": 0.01},
    ...                             row | {"outlet": "NPR", "q": 0.4}]))
    ['RT', 'CNN', 'Vox']
    """
    told = differences[(differences["verdict"] == "estimate") & differences["estimate"].notna()]
    sure = _surest_first(told[(corrected(told) <= CHANCE).fillna(value=False)])
    sides = zip(sure["outlet"].astype("str"), sure["reference"].astype("str"), strict=True)
    return list(dict.fromkeys(name for pair in sides for name in pair if name not in (OTHERS, "nan", "<NA>")))


def surest_measure(differences: pd.DataFrame, focus: str | None = None) -> str | None:
    """Name the measure of the difference that `on_differences` tells first; none where it tells of none.

    Examples
    --------
    >>> row = {"measure": "frame:conflict", "outlet": "RT", "reference": "CNN", "estimate": 0.1, "q": 0.4,
    ...        "verdict": "estimate"}
    >>> surest_measure(pd.DataFrame([row, row | {"measure": "frame:moral", "q": 0.02}]))
    'frame:moral'
    >>> surest_measure(pd.DataFrame([row | {"verdict": "describe only"}])) is None
    True
    """
    told = differences[(differences["verdict"] == "estimate") & differences["estimate"].notna()]
    of_focus = told[(told["outlet"] == focus) & (told["reference"] == OTHERS)]
    told = of_focus if len(of_focus) else told
    return str(_surest_first(told)["measure"].iloc[0]) if len(told) else None


def on_choice(differences: pd.DataFrame) -> str:
    """Say how many of one measure's findings stand when all that is shown together is tested; empty where all do.

    A measure that is looked at because it stands out must pass that test.

    Examples
    --------
    >>> rows = pd.DataFrame({"q": [0.01, 0.03, 0.4], "q_all": [0.04, 0.2, 0.9]})
    >>> on_choice(rows)
    'That is so if this was chosen beforehand: of all that is shown together, 1 of these 2 is beyond chance.'
    >>> on_choice(rows.assign(q_all=0.2)).rpartition(", ")[2], on_choice(rows.assign(q_all=rows["q"]))
    ('none of these is beyond chance.', '')
    """
    sure = differences[differences["q"] <= CHANCE]
    n = int((sure["q_all"] <= CHANCE).sum())
    if n == len(sure):
        return ""
    left = f"{n} of these {len(sure)} {'is' if n == 1 else 'are'}" if n else "none of these is"
    return f"That is so if this was chosen beforehand: of all that is shown together, {left} beyond chance."


WHICH_Q = (
    "q is corrected over the comparisons of its own measure: right for a measure that was chosen beforehand. q_all is "
    "corrected over everything shown together."
)


def table_of_differences(differences: pd.DataFrame) -> pd.DataFrame:
    """Lay differences out as they are read: the surest first, the measure by its label, the verdict in words.

    Where nothing was tested, those come first whose interval is furthest from 0 for its width, on either side.

    Examples
    --------
    >>> row = {"measure": "tone_own", "outlet": "RT", "reference": "CNN", "estimate": 0.1, "low": 0.0, "high": 0.2,
    ...        "p": 0.02, "q": 0.04, "q_all": 0.3, "n_events": 9, "n_articles": 20, "verdict": "estimate"}
    >>> table_of_differences(pd.DataFrame([row])).values.tolist()
    [['tone, own voice', 'RT', 'CNN', 0.1, 0.0, 0.2, 0.04, 0.3, 9, 20, 'beyond chance']]
    >>> other = row | {"p": None, "q": None, "estimate": -0.3, "low": -0.4, "high": -0.2, "verdict": "describe only"}
    >>> rows = pd.DataFrame([other | {"estimate": -0.1, "low": -0.8, "high": 0.6}, other])
    >>> table_of_differences(rows)["estimate"].tolist()
    [-0.3, -0.1]
    """
    verdicts = [verdict(row, q) for row, q in zip(differences.to_dict("records"), corrected(differences), strict=True)]
    shown = differences.assign(
        measure=[summary.meant(name).label for name in differences["measure"].astype("str")],
        verdict=verdicts,
        _clear=-(differences["estimate"].abs() / (differences["high"] - differences["low"])),
    ).sort_values(["p", "_clear"], kind="stable", na_position="last")
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
    told = f"{one} and {other} differ beyond chance in {len(sure)} of {count(n_tested, 'measure')}: {joined(names, 5)}."
    return f"{told} {_by_length(rows)}".strip()


def _by_length(rows: pd.DataFrame) -> str:
    """Warn that more people may be quoted because articles are longer; empty where length does not go along.

    Examples
    --------
    >>> rows = pd.DataFrame({"measure": ["n_words", "n_speakers"], "estimate": [90.0, 2.0], "low": [40.0, 1.0],
    ...                      "high": [140.0, 3.0], "_q": [0.2, 0.01]})
    >>> _by_length(rows)
    'Longer articles quote more people and bodies: these two differences are not independent of each other.'
    >>> _by_length(rows.assign(low=-1.0)), _by_length(rows.assign(_q=0.4))
    ('', '')
    """
    by_measure = {str(row["measure"]): row for row in rows.to_dict("records")}
    length, speakers = by_measure.get("n_words"), by_measure.get("n_speakers")
    if length is None or speakers is None or speakers["_q"] > CHANCE:
        return ""
    same = length["estimate"] * speakers["estimate"] > 0 and length["low"] * length["high"] > 0
    told = "Longer articles quote more people and bodies: these two differences are not independent of each other."
    return told if same else ""


def on_focus(differences: pd.DataFrame, outlet: str, label: str) -> str:
    """Say how one outlet stands against the others, the subject of the sentence in every view.

    Examples
    --------
    >>> row = {"measure": "tone_own", "outlet": "RT", "reference": "the others", "estimate": -0.02, "low": -0.07,
    ...        "high": 0.04, "q": 0.4, "n_events": 46, "verdict": "estimate"}
    >>> on_focus(pd.DataFrame([row]), "RT", "tone, own voice")
    'RT against the others in “tone, own voice”: −0.02 on 46 shared events (95% interval −0.07 to 0.04), not beyond
    chance.'
    >>> two = pd.DataFrame([row, row | {"measure": "tone_title"}])
    >>> on_focus(two, "RT", "tone")
    'RT against the others in tone: none of 2 tested differences is beyond chance.'
    >>> on_focus(two.assign(q=None), "RT", "tone")
    'RT against the others in tone: none of 2 differences rests on enough events or storylines for a test.'
    """
    rows = differences.assign(_q=corrected(differences))
    others = rows[(rows["outlet"] == outlet) & (rows["reference"] == OTHERS)]
    mine = (
        others if len(others) else turned_to(rows[(rows["outlet"] == outlet) | (rows["reference"] == outlet)], outlet)
    )
    known = mine[mine["estimate"].notna()]
    if known.empty:
        return f"Not enough evidence to compare {outlet} with the others in {term(label)}. {_reason(mine)}".strip()
    if len(known) == 1:
        return _one_difference(known.iloc[0], label, known["_q"].iloc[0])
    sure, n_tested = known[known["_q"] <= CHANCE], int(known["_q"].notna().sum())
    if sure.empty:
        if n_tested:
            none = f"none of {count(n_tested, 'tested difference')} is beyond chance"
        else:
            none = f"none of {count(len(known), 'difference')} rests on enough events or storylines for a test"
        return f"{outlet} against the others in {term(label)}: {none}."
    names = [
        _in_words(row, summary.meant(str(row["measure"])).label) for row in sure.sort_values("_q").to_dict("records")
    ]
    return f"{outlet} against the others in {term(label)}, beyond chance: {joined(names, 3)}."


def _in_words(row: Mapping[str, Any], label: str) -> str:
    size = signed(row["estimate"], _decimals(row["estimate"]))
    return f"{size} in {term(label)}{' (corrected)' if row.get('n_coded', 0) else ''}"


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
    """Tell one difference, and where its interval alone would promise more than its verdict, what makes that.

    Examples
    --------
    >>> row = {"outlet": "NPR", "reference": None, "estimate": -0.25, "low": -0.4, "high": -0.11, "n_events": 258,
    ...        "verdict": "estimate", "p": 0.002}
    >>> _one_difference(pd.Series(row), "tone", 0.11)
    'NPR against the others in tone: −0.25 on 258 shared events (95% interval −0.40 to −0.11), not beyond chance after
    correction for all comparisons (q 0.11).'
    """
    because = ""
    if row["verdict"] == "estimate" and is_known(row.get("p")) and row["p"] <= CHANCE < q:
        because = f" after correction for all comparisons (q {q:.2f})"
    size = f"{_size_in_words(row)}, {verdict(row, q)}{because}{_coded_in_words(row)}"
    return f"{_sides_in_words(row)} in {term(label)}: {size}."


def _sides_in_words(row: "pd.Series") -> str:
    return f"{row['outlet']} against {row['reference'] if is_known(row['reference']) else OTHERS}"


def _coded_in_words(row: "pd.Series") -> str:
    n_coded = row.get("n_coded", 0)
    return f", corrected by {count(int(n_coded), 'coded article')}" if n_coded else ""


def _size_in_words(row: "pd.Series") -> str:
    """Write a difference with its unit, its interval, and what it rests on; large ones without decimals.

    Examples
    --------
    >>> row = {"estimate": 281.2, "low": 190.0, "high": 372.4, "n_events": 297, "unit": "words; higher: longer"}
    >>> _size_in_words(pd.Series(row))
    '+281 words on 297 shared events (95% interval 190 to 372)'
    >>> _size_in_words(pd.Series(row | {"estimate": 0.1, "low": None, "unit": "0 to 1; higher: more sentences"}))
    '+0.10 on 297 shared events'
    """
    decimals = _decimals(row["estimate"])
    span = interval(row["low"], row["high"], decimals)
    on = count(int(row["n_events"]), "shared event")
    unit = str(row.get("unit", "")).partition(";")[0]
    size = signed(row["estimate"], decimals) + (f" {unit}" if unit and not RANGE.search(unit) else "")
    return f"{size} on {on}{f' ({span})' if span else ''}"


RANGE = re.compile(r"\d to \d|^nan$|^each row")
"""Units that say only where values lie, and no unit at all."""


LARGE = 100
"""From here on decimals are noise: lengths in words."""


def _decimals(estimate: float) -> int:
    return 0 if abs(estimate) >= LARGE else 2


def _reason(table: pd.DataFrame) -> str:
    """Say why nothing is compared: as the table says; where it holds no comparison, that there are no two outlets.

    Examples
    --------
    >>> _reason(pd.DataFrame({"estimate": [None, None], "reason": ["no shared event"] * 2}))
    'No shared event.'
    >>> _reason(pd.DataFrame({"estimate": [], "reason": []}))
    'It is known of fewer than two outlets here; choose or add another.'
    """
    if table.empty:
        return "It is known of fewer than two outlets here; choose or add another."
    nearest = table.assign(_none=table["estimate"].isna()).sort_values("_none", kind="stable")  # those with a value
    reasons: dict[str, str] = {}
    for text in filter(None, nearest["reason"].dropna()):
        reasons.setdefault(re.sub(r"\d+", "", text), text)  # once, whatever its numbers
    return " ".join(_sentence(text) for text in [*reasons.values()][:2])


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
    """Say which words distinguish one outlet from another, and whether chance would do the same.

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
