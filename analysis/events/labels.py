"""What an event is called: the headline of its own that says best what its articles share, and its date."""

import re

import numpy as np
import pandas as pd
from scipy import sparse

from analysis import schema
from analysis.corpus import segment
from analysis.measures import vectors

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

_NO_REPORT = re.compile(
    r"\?[\s\"'”’)]*$|!|(?:…|\.\.\.)$"
    r"|^[\"“‘'«]"
    r"|^\W*(?:live|opinion|editorial|commentary|analysis|column|video|photos?|gallery|listen|podcast|op-ed|letters?"
    r"|explainer|fact check|first take|poll)\b\s*[:|–—-]"
    r"|\blive (?:updates?|blog|coverage)\b|\bas it happened\b|\bwhat (?:we know|to know|to watch)\b|\bneed to know\b"
    r"|(?:^|:\s)(?:how|why|what|who|where|when|watch|here)\b|^read\b|\bhere['’]s\b"
    r"|(?:^|:\s)(?:the\s)?(?:\d+|two|three|four|five|six|seven|eight|nine|ten)\s(?:most\s)?(?:\w+\s)?"
    r"(?:things|questions|takeaways|reasons|ways|facts|lessons|lies|myths|charts|signs|points|winners|losers)\b"
    r"|\bwinners and losers\b|\bthese (?:\d+|two|three|four|five|six|seven|eight|nine|ten)\b"
    r"|\b(?:explained|in (?:pictures|photos))\W*$|\bby the numbers\b|\bpreview:"
    r"|\b(?:full|entire|complete)\b.*\b(?:address|speech|remarks|interview|statement|text)\b|\btranscript\b"
    r"|\b(?:testimony|speech|remarks|statement|letter|address) text\b"
    r"|^[^:'’\"“‘]*(?:\b(?:my|our|we)\b|(?:^|[,;.]\s)I\s)",
    re.IGNORECASE,
)
"""Headlines that ask, exclaim, quote, list, explain, look ahead, comment (in the first person, and nobody is named who
says it), break off, or announce a text in full or a page that grows."""

SHOUTED_SHARE = 0.5
"""A headline of which so many letters are capitals shouts."""


def is_report(headline: str) -> bool:
    """Tell whether a headline says what happened: it does not ask, quote, explain, list, comment or shout, and is short
    enough to be shown whole.

    Examples
    --------
    >>> headlines = ["Kim and Trump meet", "Will Kim come?", "LIVE: Trump lands", "Opinion: Kim won", "KIM WALKS OUT"]
    >>> [is_report(headline) for headline in headlines]
    [True, False, False, False, False]
    """
    letters = [letter for letter in headline if letter.isalpha()]
    shouted = sum(letter.isupper() for letter in letters) > SHOUTED_SHARE * len(letters)
    whole = len(headline.strip()) <= LONGEST
    return bool(letters) and whole and not shouted and not _NO_REPORT.search(headline)


def rank_of(articles: pd.DataFrame, titled: np.ndarray) -> np.ndarray:
    """Rank headlines by how well they can name an event: reports first, then opinion and the like, then no headline.

    Parameters
    ----------
    articles : DataFrame
        ``title``, ``article_type``; without a type all count as reports.
    titled : ndarray of bool
        Whether the headline is one and no first sentence.

    Examples
    --------
    >>> rows = pd.DataFrame({"article_type": ["opinion", "report", "report"], "title": ["Talks", "Talks end", ""]})
    >>> rank_of(rows, np.array([True, True, False])).tolist()
    [1, 0, 2]
    """
    tells = np.fromiter(map(is_report, _texts(articles, "title")), dtype=bool, count=len(articles))
    if "article_type" in articles:
        tells &= ~articles["article_type"].astype("str").isin(NO_NAME_OF_AN_EVENT).to_numpy()
    return np.where(titled, np.where(tells, 0, 1), 2)


def among(articles: pd.DataFrame, known: vectors.Background) -> pd.Series:
    """Name each event by a headline of the articles shown, as filters leave them.

    Parameters
    ----------
    articles : DataFrame
        The articles shown: ``article_id``, ``event``, ``title``, ``outlet``, ``similarity`` (to the event's centre)
        and, where known, ``article_type``.
    known : Background
        The background that words are weighed with.

    Returns
    -------
    Series
        Headline by event, see `most_central`; events of which no article has a headline are left out.

    Examples
    --------
    >>> shown = pd.DataFrame({"article_id": list("abc"), "event": "e", "outlet": list("ABC"), "similarity": 0.8,
    ...                       "title": ["Talks end", "Kim leaves Hanoi", "Kim leaves Hanoi talks"]})
    >>> among(shown, vectors.background()).to_dict()
    {'e': 'Kim leaves Hanoi talks'}
    """
    rows = articles[articles["title"].fillna("").str.strip() != ""].reset_index(drop=True)
    if rows.empty:
        return pd.Series(dtype="str")
    groups, names = pd.factorize(rows["event"])
    counted = vectors.of_articles(rows.assign(body=""), schema.empty(schema.NAMES))
    titles = vectors.weighted(counted, "title", rows["article_id"].tolist(), known)
    rank = rank_of(rows, np.diff(titles.indptr) > 0)
    outlets, near = pd.factorize(rows["outlet"])[0], rows["similarity"].to_numpy(dtype="float64")
    best = most_central(titles, groups, outlets, near, rank)
    return pd.Series(headlines_of(rows.iloc[best]).to_numpy(), index=names, dtype="str")


NEARNESS = 0.3
"""Weight of an article's likeness to the centre beside that of its headline to others: it decides where headlines say
the same or share no word."""


def most_central(
    titles: sparse.csr_matrix, groups: np.ndarray, outlets: np.ndarray, near: np.ndarray, rank: np.ndarray
) -> np.ndarray:
    """Choose of each group the row of the headline that says best what all outlets report.

    Parameters
    ----------
    titles : csr_matrix of shape (n_articles, n_features)
        Weighted words of the titles, rows of length one.
    groups : ndarray of shape (n_articles,)
        Group of each article, 0 to n_groups - 1.
    outlets : ndarray of shape (n_articles,)
        Outlet of each article, as a number.
    near : ndarray of shape (n_articles,)
        How alike each article is to the centre of its group.
    rank : ndarray of shape (n_articles,)
        See `rank_of`: a headline is taken only where no article has one of a lower rank.

    Returns
    -------
    ndarray of shape (n_groups,)
        The headline whose mean cosine with the others is largest, its article's likeness to the centre weighing a
        little (`NEARNESS`); of equal ones the first. Headlines of an outlet count by the square root of their number,
        so that one that tells an event in twenty articles does not name it alone.
    """
    sizes = pd.Series(groups).groupby([groups, outlets]).transform("size").to_numpy()
    weights = sizes**-0.5
    members = sparse.csr_matrix((weights, (groups, np.arange(len(groups)))))
    total = np.asarray(titles.multiply((members @ titles).tocsr()[groups]).sum(axis=1)).ravel()
    itself = np.asarray(titles.multiply(titles).sum(axis=1)).ravel()
    others = np.maximum(np.bincount(groups, weights)[groups] - weights, 1.0)
    shared = (total - weights * itself) / others
    order = np.lexsort((np.arange(len(groups)), -(shared + NEARNESS * near).round(6), rank, groups))
    return np.asarray(order[np.unique(groups[order], return_index=True)[1]])


def dated(headlines: pd.Series, firsts: pd.Series) -> list[str]:
    """Write the day of each event's first article behind its headline, where there is one."""
    return [
        text if pd.isna(first) else f"{text} ({first.day} {first:%b %Y})"
        for text, first in zip(headlines, firsts, strict=True)
    ]
