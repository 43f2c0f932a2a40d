"""How each outlet writes what a style guide decides, and by which form it names people: a table of its own."""

import numpy as np
import pandas as pd

from analysis import schema
from analysis.comparison import reading
from analysis.comparison.reading import Bodies
from analysis.comparison.vocabulary import Vocabulary, Words


def of_articles(
    articles: pd.DataFrame,
    *,
    bodies: Bodies | None = None,
    quotes: pd.DataFrame | None = None,
    voice: str = "own",
) -> pd.DataFrame:
    """Count the ways of writing of each outlet: spellings, abbreviations, apostrophes, titles, names of people.

    Parameters
    ----------
    articles, bodies, quotes, voice
        See `reading.of_articles`.

    Returns
    -------
    DataFrame
        The ``house_style`` table: only terms that are written in more than one way here. None of it is counted as
        distinctive.

    Examples
    --------
    >>> articles = pd.DataFrame({"article_id": ["a", "b"], "outlet": ["CNN", "BBC"], "title": None,
    ...                          "body": ["The U.S. wants talks.", "The US wants talks."]})
    >>> of_articles(articles, voice="all").values.tolist()
    [['BBC', 'U.S.', 'US', 1, 1], ['CNN', 'U.S.', 'U.S.', 1, 1]]
    """
    vocabulary = Vocabulary()
    words = reading.of_articles(articles, vocabulary, bodies=bodies, quotes=quotes, voice=voice)
    return of_words(words, vocabulary, articles["outlet"])


def of_words(words: Words, vocabulary: Vocabulary, outlets: pd.Series) -> pd.DataFrame:
    """Count the ways of writing among words that were read."""
    outlet, names = pd.factorize(outlets.astype("str"), sort=True)
    at = np.flatnonzero(words.style > 0)
    styles = len(vocabulary.styles)
    key = outlet[words.article[at]].astype(np.int64) * styles + words.style[at]
    rows, counts = np.unique(key, return_counts=True)
    by_article = np.unique(key * max(1, len(outlets)) + words.article[at]) // max(1, len(outlets))
    n_articles = np.bincount(np.searchsorted(rows, by_article), minlength=len(rows))
    table = pd.DataFrame(
        {
            "outlet": np.asarray(names, dtype=object)[rows // styles],
            "term": [vocabulary.styles[number][0] for number in (rows % styles).tolist()],
            "form": [vocabulary.styles[number][1] for number in (rows % styles).tolist()],
            "n": counts,
            "n_articles": n_articles,
        }
    )
    several = table.groupby("term")["form"].transform("nunique") > 1
    shown = table[several].sort_values(["term", "outlet", "n", "form"], ascending=[True, True, False, True])
    return schema.conform(shown, schema.HOUSE_STYLE)
