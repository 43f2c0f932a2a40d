"""What an event is called: the headline of its own that says best what its articles share, and its date."""

import re

import numpy as np
import pandas as pd
from scipy import sparse

from analysis.corpus import segment

LONGEST = 110
"""Characters of a label's headline; longer ones are cut at a word."""


def headlines_of(articles: pd.DataFrame) -> pd.Series:
    """Give each article's headline, else its first sentence, else the outlet that published it.

    Parameters
    ----------
    articles : DataFrame
        ``title``, ``outlet``; the first sentence comes from ``first_sentence`` or ``body`` where there is one.

    Examples
    --------
    >>> titles, bodies = ["Talks", "", None], ["", "Kim came. He left.", ""]
    >>> headlines_of(pd.DataFrame({"outlet": ["A", "B", "C"], "title": titles, "body": bodies})).tolist()
    ['Talks', 'Kim came.', 'Untitled article of C']
    """
    columns = [_texts(articles, name) for name in ("title", "first_sentence", "body")]
    rows = zip(*columns, articles["outlet"].astype("str"), strict=True)
    return pd.Series([_headline(*row) for row in rows], index=articles.index, dtype="str")


def _texts(articles: pd.DataFrame, name: str) -> list[str]:
    if name not in articles:
        return [""] * len(articles)
    return [text.strip() if isinstance(text, str) else "" for text in articles[name]]


def _headline(title: str, first_sentence: str, body: str, outlet: str) -> str:
    if title or first_sentence:
        return shortened(title or first_sentence)
    spans = segment.sentences(body[:2000])
    return shortened(body[slice(*spans[0])]) if spans else f"Untitled article of {outlet}"


def shortened(text: str, longest: int = LONGEST) -> str:
    """Bring a text to one line and cut it at a word.

    Examples
    --------
    >>> shortened("Trump says\\nhe would meet Kim", 20)
    'Trump says he…'
    """
    line = re.sub(r"\s+", " ", text).strip()
    if len(line) <= longest:
        return line
    return line[: longest - 1].rsplit(" ", 1)[0].rstrip(",;:–- ") + "…"


NO_NAME_OF_AN_EVENT = ("opinion", "live", "transcript")
"""Types of article whose headline says what somebody thinks or said, or nothing yet, and not what happened."""


def rank_of(articles: pd.DataFrame, titled: np.ndarray) -> np.ndarray:
    """Rank headlines by how well they can name an event: reports first, then opinion and the like, then no headline.

    Parameters
    ----------
    articles : DataFrame
        ``article_type``; without it all count as reports.
    titled : ndarray of bool
        Whether the headline is one and no first sentence.

    Examples
    --------
    >>> types = pd.DataFrame({"article_type": ["opinion", "report", "report"]})
    >>> rank_of(types, np.array([True, True, False])).tolist()
    [1, 0, 2]
    """
    if "article_type" not in articles:
        return np.where(titled, 0, 2)
    is_other = articles["article_type"].astype("str").isin(NO_NAME_OF_AN_EVENT).to_numpy()
    return np.where(titled, np.where(is_other, 1, 0), 2)


def among(articles: pd.DataFrame) -> pd.Series:
    """Name each event by a headline of the articles shown, as filters leave them.

    Parameters
    ----------
    articles : DataFrame
        The articles shown: ``event``, ``title``, ``outlet``, ``similarity`` (to the event's centre) and, where known,
        ``article_type``, ``first_sentence`` or ``body``.

    Returns
    -------
    Series
        Headline by event: of reports before opinion and the like, of titled articles before others, that of the
        article nearest to the event's centre, and of equally near ones the first.

    Examples
    --------
    >>> shown = pd.DataFrame({"event": ["e", "e"], "title": ["Talks end", "Kim leaves Hanoi"], "outlet": ["A", "B"],
    ...                       "similarity": [0.6, 0.8]})
    >>> among(shown).to_dict()
    {'e': 'Kim leaves Hanoi'}
    """
    rows = articles.reset_index(drop=True)
    titled = rows["title"].fillna("").str.strip() != ""
    rank = rank_of(rows, titled.to_numpy())
    order = np.lexsort((np.arange(len(rows)), -rows["similarity"].to_numpy(dtype="float64"), rank))
    best = rows.iloc[order].drop_duplicates("event")
    return pd.Series(headlines_of(best).to_numpy(), index=best["event"].to_numpy(), dtype="str")


def of_groups(
    headlines: pd.Series, titles: sparse.csr_matrix, groups: np.ndarray, firsts: pd.Series, rank: np.ndarray
) -> list[str]:
    """Label each group with its most typical headline and the day of its first article.

    Parameters
    ----------
    headlines : Series
        Headline of each article.
    titles : csr_matrix of shape (n_articles, n_features)
        Weighted words of the titles: the headline that shares most of its weight with the others wins, of equal ones
        the first.
    groups : ndarray of shape (n_articles,)
        Group of each article, 0 to n_groups - 1.
    firsts : Series
        Earliest date of each group; empty where all its articles are undated.
    rank : ndarray of shape (n_articles,)
        See `rank_of`: a headline is taken only where no article has one of a lower rank.
    """
    shares = np.zeros(len(groups))
    members = sparse.csr_matrix((np.ones(len(groups)), (groups, np.arange(len(groups)))))
    shares = np.asarray(titles.multiply((members @ titles).tocsr()[groups]).sum(axis=1)).ravel()
    order = np.lexsort((np.arange(len(groups)), -shares.round(6), rank, groups))
    best = order[np.unique(groups[order], return_index=True)[1]]
    texts = headlines.to_numpy()[best]
    return [
        text if pd.isna(first) else f"{text} ({first.day} {first:%b %Y})"
        for text, first in zip(texts, firsts, strict=True)
    ]
