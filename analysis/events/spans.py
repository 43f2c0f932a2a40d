"""From when to when an event was told, by the dates that can be trusted.

A date on which somebody saved a page would stretch an event over weeks, and so would the first of a month that stands
for the whole of it.
"""

import numpy as np
import pandas as pd

from analysis.events.times import Dates


def doubt_of(published: pd.Series, dates: Dates) -> pd.Series:
    """Say what is doubtful of the dates of articles: ``doubtful``, ``month`` or nothing.

    Parameters
    ----------
    published : Series
        Their dates as they are written.
    dates : Dates
        What is thought of them.
    """
    known = published.notna().to_numpy()
    doubtful, to_the_month = known & ~dates.trusted, known & (dates.slack > 0)
    words = np.select([doubtful, to_the_month], ["doubtful", "month"], default="")
    return pd.Series(words, index=published.index, dtype="str").where(doubtful | to_the_month)


def of_groups(groups: pd.Series, published: pd.Series, doubt: pd.Series) -> pd.DataFrame:
    """Give the first and the last day of groups of articles, by dates that can be trusted.

    Where none of a group can, both are the earliest of its dates: a page appeared at the latest when it was saved.

    Parameters
    ----------
    groups : Series
        Group of each article.
    published : Series
        Their dates as they are written; empty for undated ones.
    doubt : Series
        What `doubt_of` says; empty where a date can be trusted.

    Returns
    -------
    DataFrame
        By group, in the order of their first articles: ``first_at``, ``last_at`` and ``n_doubtful`` (articles whose
        date is doubtful).

    Examples
    --------
    >>> at = pd.Series(pd.to_datetime(["2017-11-06", "2017-11-07", "2017-11-26", "2017-11-27"], utc=True))
    >>> found = of_groups(pd.Series(list("eeef")), at, pd.Series([None, None, "doubtful", "doubtful"]))
    >>> found["last_at"].dt.day.tolist(), found["n_doubtful"].tolist()
    ([7, 27], [1, 1])
    """
    at, keys = published.reset_index(drop=True), groups.reset_index(drop=True)
    is_doubtful = doubt.notna().reset_index(drop=True) & at.notna()
    sure = at.where(~is_doubtful).groupby(keys, sort=False)
    latest = at.groupby(keys, sort=False).min()
    return pd.DataFrame(
        {
            "first_at": sure.min().fillna(latest),
            "last_at": sure.max().fillna(latest),
            "n_doubtful": is_doubtful.groupby(keys, sort=False).sum().astype("int32"),
        }
    )
