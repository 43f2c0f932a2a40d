"""What a person knows better: events merged and split, articles moved and pinned, applied after every grouping.

A correction names articles, never event ids: so it survives a rebuild that names the events anew.
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from analysis import codes


def apply(groups: pd.Series, corrections: pd.DataFrame) -> pd.Series:
    """Correct a grouping.

    Parameters
    ----------
    groups : Series
        Number of the group by ``article_id``.
    corrections : DataFrame
        The ``corrections`` table: ``correction`` (a number; the rows of one number are one correction, applied in
        rising order), ``action``, ``article_id``, ``with_article``.

        * merge: the event of the article and that of ``with_article`` become one;
        * split: the articles of this correction leave their events and make one of their own;
        * move: the article goes to the event of ``with_article``;
        * pin: the article stays in the event of ``with_article``, whatever later articles suggest.

    Returns
    -------
    Series
        Corrected group numbers, in the same order. A row that names an article that is not there, or that was undone,
        changes nothing.

    Examples
    --------
    >>> groups = pd.Series([0, 0, 1, 2], index=["a", "b", "c", "d"])
    >>> rows = [(1, "merge", "a", "c"), (2, "split", "b", ""), (3, "move", "d", "a")]
    >>> apply(groups, pd.DataFrame(rows, columns=["correction", "action", "article_id", "with_article"])).to_dict()
    {'a': 0, 'b': 3, 'c': 0, 'd': 0}
    """
    standing = active(corrections).sort_values("correction", kind="stable")
    article, beside = (codes.rows(standing[column], groups.index) for column in ("article_id", "with_article"))
    corrected = groups.to_numpy(copy=True)
    splits = (standing["action"] == "split").to_numpy()
    for number in standing["correction"].unique():
        here = (standing["correction"] == number).to_numpy() & (article >= 0)
        leaving = article[here & splits]
        if len(leaving):
            corrected[leaving] = corrected.max() + 1
        for row in np.flatnonzero(here & ~splits & (beside >= 0)).tolist():
            _correct(corrected, standing["action"].iloc[row], article[row], beside[row])
    return pd.Series(corrected, groups.index)


def active(corrections: pd.DataFrame) -> pd.DataFrame:
    """Leave out the corrections that were undone.

    Examples
    --------
    >>> rows = pd.DataFrame({"correction": [1, 2], "undone_at": ["2026-11-29", None]})
    >>> active(rows)["correction"].tolist()
    [2]
    """
    return corrections[corrections["undone_at"].isna()] if "undone_at" in corrections else corrections


def touched(ids: pd.Series, earlier: pd.Series, corrections: pd.DataFrame) -> np.ndarray:
    """Tell which articles stand where a correction put them, or would: those are grouped anew, all others are not.

    Parameters
    ----------
    ids, earlier : Series
        The articles, and the event that each was in; empty for a new one.
    corrections : DataFrame
        All corrections, undone ones too: an event may still be what they made of it.

    Examples
    --------
    >>> rows = pd.DataFrame({"article_id": ["a"], "with_article": ["c"]})
    >>> touched(pd.Series(list("abcd")), pd.Series(["e1", "e1", "e2", "e3"]), rows).tolist()
    [True, True, True, False]
    """
    named = pd.concat([corrections["article_id"], corrections["with_article"].dropna()])
    is_named = codes.among(ids, named).to_numpy()
    return np.asarray(is_named | codes.among(earlier, earlier[is_named].dropna()).to_numpy())


def log(corrections: pd.DataFrame, names: pd.Series) -> pd.DataFrame:
    """List the corrections, the latest first, as a person reads them.

    Parameters
    ----------
    corrections : DataFrame
        The ``corrections`` table.
    names : Series
        What each article is called, by article.

    Returns
    -------
    DataFrame
        One row a correction: ``correction``, ``action``, ``articles`` and ``goal`` (by name), ``made_at``, ``note``
        and ``undone_at``, empty while it stands.
    """
    by = corrections.groupby("correction", sort=True)
    first = by.first()
    found = pd.DataFrame(
        {
            "action": first["action"],
            "articles": by["article_id"].agg(lambda ids: "; ".join(_named(ids, names))),
            "goal": [
                next(iter(_named([goal], names)), "") if goal else "" for goal in first["with_article"].fillna("")
            ],
            "made_at": first["made_at"],
            "note": first["note"],
            "undone_at": first["undone_at"],
        }
    )
    return found.iloc[::-1].reset_index()


def _named(ids: Iterable[str], names: pd.Series) -> list[str]:
    known = names.dropna()
    return [str(known.get(article, article)) for article in ids]


def _correct(corrected: np.ndarray, action: str, article: int, beside: int) -> None:
    if action == "merge":
        corrected[corrected == corrected[beside]] = corrected[article]
    else:
        corrected[article] = corrected[beside]
