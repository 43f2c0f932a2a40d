"""When did an article without a date appear? About when its nearest dated neighbours of one event did.

Where it has none, not before the last day that its text names. An interval for the reader, always marked as such: no
comparison, filter or export takes it for a date.
"""

import numpy as np
import pandas as pd

from analysis import codes
from analysis.events.times import last_dates

LEAST = 0.5
"""Least probability that both report one event for a neighbour to date an article."""

COLUMNS = ("article_id", "first_at", "last_at", "n_neighbours")


def by_neighbours(articles: pd.DataFrame, pairs: pd.DataFrame, copies: pd.DataFrame) -> pd.DataFrame:
    """Give undated articles the span of their dated neighbours in the same event.

    Parameters
    ----------
    articles : DataFrame
        All articles of the events: ``article_id``, ``event``, ``published_at``.
    pairs : DataFrame
        The rows of these articles in the ``pairs`` table.
    copies : DataFrame
        The ``copies`` table: a copy and its original are neighbours.

    Returns
    -------
    DataFrame
        ``article_id``, ``first_at`` and ``last_at`` (of the neighbours), ``n_neighbours``, in the order of the
        articles; an article without such a neighbour has no row.

    Examples
    --------
    >>> articles = pd.DataFrame({"article_id": list("abc"), "event": "e",
    ...                          "published_at": ["2019-06-01", "2019-06-02", None]})
    >>> pairs = pd.DataFrame({"article_id": list("ab"), "other": list("cc"), "probability": [0.9, 0.3]})
    >>> found = by_neighbours(articles, pairs, pd.DataFrame({"article_id": [], "copy_of": []}))
    >>> found["article_id"].tolist(), str(found["last_at"][0].date()), found["n_neighbours"].tolist()
    (['c'], '2019-06-01', [1])
    """
    ids = articles["article_id"].reset_index(drop=True)
    at = pd.to_datetime(articles["published_at"], utc=True).reset_index(drop=True)
    near = pairs.loc[pairs["probability"] >= LEAST, ["article_id", "other"]].astype("str")
    near = pd.concat([near, copies[["article_id", "copy_of"]].astype("str").rename(columns={"copy_of": "other"})])
    _, one, other = codes.linked(near["article_id"], near["other"], ids)
    both = pd.DataFrame({"row": np.append(one, other), "beside": np.append(other, one)})
    both = both.drop_duplicates()
    event, undated = articles["event"].to_numpy(), at.isna().to_numpy()
    row, beside = both["row"].to_numpy(), both["beside"].to_numpy()
    both = both[undated[row] & ~undated[beside] & (event[row] == event[beside])]
    by = both.assign(at=at.iloc[both["beside"]].to_numpy()).groupby("row")["at"].agg(["min", "max", "size"])
    found = {
        "article_id": ids.iloc[by.index].to_numpy(),
        "first_at": by["min"].to_numpy(),
        "last_at": by["max"].to_numpy(),
    }
    return pd.DataFrame(found | {"n_neighbours": by["size"].to_numpy()}, columns=list(COLUMNS))


def by_text(articles: pd.DataFrame, times: pd.DataFrame) -> pd.DataFrame:
    """Give undated articles the last day that their text names with its year: they appeared then or later.

    Parameters
    ----------
    articles : DataFrame
        ``article_id``, ``published_at``.
    times : DataFrame
        The ``times`` table.

    Returns
    -------
    DataFrame
        The columns of `by_neighbours`, ``n_neighbours`` 0.

    Examples
    --------
    >>> articles = pd.DataFrame({"article_id": list("ab"), "published_at": [None, "2019-06-02"]})
    >>> times = pd.DataFrame({"article_id": list("aab"), "kind": "date", "value": [20160704, 20181023, 20190601]})
    >>> found = by_text(articles, times)
    >>> found["article_id"].tolist(), str(found["first_at"][0].date())
    (['a'], '2018-10-23')
    """
    undated = articles.loc[pd.to_datetime(articles["published_at"], utc=True).isna(), "article_id"]
    last = pd.Series(last_dates(undated, times), index=undated.to_numpy()).dropna()
    at = pd.to_datetime(last, unit="D", utc=True).to_numpy()
    return pd.DataFrame({"article_id": last.index, "first_at": at, "last_at": at, "n_neighbours": 0})
