"""Why these articles are one event: what they share, how near each is to the centre, and what lies next to it."""

from collections import Counter
from collections.abc import Collection
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.corpus.segment import WORD
from analysis.events import centres
from analysis.measures import vectors

MAX_SHARED = 12
"""Names, words and numbers shown of each kind: what fits in a line or two."""


class Explanation(NamedTuple):
    """Hold what a reader needs to judge an event.

    Parameters
    ----------
    shared : DataFrame
        ``kind`` {name, number, word}, ``term``, ``n_articles`` of the event that use it, ``weight`` (its part in the
        event's centre, the parts of all its words adding up to 1): the heaviest terms that at least two articles use.
    articles : DataFrame
        ``article_id``, ``similarity`` to the centre (0 to 1), the nearest first.
    nearest : str or None
        The event outside whose centre is nearest; None where nothing is alike at all.
    nearest_similarity : float
        Cosine of the two centres, 0 to 1; empty where there is none.
    """

    shared: pd.DataFrame
    articles: pd.DataFrame
    nearest: str | None
    nearest_similarity: float


def of_event(
    event: str, events: pd.DataFrame, counted: pd.DataFrame, articles: pd.DataFrame, names: pd.DataFrame
) -> Explanation:
    """Explain one event.

    Parameters
    ----------
    event : str
        The event.
    events : DataFrame
        The ``events`` table.
    counted : DataFrame
        The ``vectors`` table; the nearest event is looked for among the events of the articles that it holds, so it
        may be cut to the weeks around.
    articles : DataFrame
        ``article_id``, ``title``, ``body`` of this event's articles at least.
    names : DataFrame
        The ``names`` table of this event's articles at least.

    Raises
    ------
    KeyError
        Where the event is not in ``events``.
    """
    here = events.loc[events["event"] == event, "article_id"]
    if here.empty:
        raise KeyError(event)
    held = events[events["article_id"].isin(set(counted["article_id"])) | (events["event"] == event)]
    groups, labels = pd.factorize(held["event"].astype("str"), sort=True)
    matrix = vectors.weighted(counted, "body", list(held["article_id"]), vectors.background())
    middles = centres.of_groups(matrix, groups, np.ones(len(groups)))
    own = int(np.flatnonzero(labels == event)[0])
    near = centres.nearness(matrix, middles, groups)[groups == own]
    own_articles = pd.DataFrame({"article_id": here.to_numpy(), "similarity": near.astype("float32")})
    own_articles = own_articles.sort_values(["similarity", "article_id"], ascending=[False, True], ignore_index=True)
    likeness = (middles @ middles[own].T).toarray().ravel()
    likeness[own] = 0.0
    best = int(likeness.argmax())
    found = likeness[best] > 0
    chosen = articles[articles["article_id"].isin(here)]
    return Explanation(
        shared_terms(chosen, names),
        own_articles,
        str(labels[best]) if found else None,
        float(min(likeness[best], 1.0)) if found else np.nan,
    )


def shared_terms(articles: pd.DataFrame, names: pd.DataFrame, most: int = MAX_SHARED) -> pd.DataFrame:
    """List the heaviest names, numbers and words that at least two of the articles use.

    Parameters
    ----------
    articles : DataFrame
        ``article_id``, ``title``, ``body`` of one event.
    names : DataFrame
        ``article_id``, ``form``.
    most : int
        Terms of each kind.

    Returns
    -------
    DataFrame
        ``kind``, ``term`` (names as most of their mentions write them, words as they are compared: in small letters),
        ``n_articles``, ``weight``; by kind, the heaviest first.

    Examples
    --------
    >>> titles = ["Kim wrote 2 letters", "Letters of Kim"]
    >>> articles = pd.DataFrame({"article_id": ["a", "b"], "title": titles, "body": ""})
    >>> names = pd.DataFrame({"article_id": ["a", "b"], "form": ["Kim", "Kim"]})
    >>> shared_terms(articles, names)[["kind", "term", "n_articles"]]
       kind     term  n_articles
    0  name      Kim           2
    1  word  letters           2
    """
    texts = articles["title"].fillna("") + "\n" + articles["body"].fillna("")
    bags = [Counter(vectors.words_of(text)) for text in texts]
    n_articles = Counter(word for bag in bags for word in bag)
    terms = sorted(n_articles)
    ids = vectors.features_of(terms)
    rarity = dict(zip(terms, vectors.weights_of(ids, vectors.background()).tolist(), strict=True))
    weights: Counter[str] = Counter()
    for bag in bags:
        parts = {word: ((1 + np.log(count)) * rarity[word]) ** 2 for word, count in bag.items()}
        total = sum(parts.values()) or 1.0
        weights.update({word: part / total / len(bags) for word, part in parts.items()})
    here = names[names["article_id"].isin(set(articles["article_id"]))]
    written = _written(here["form"])
    rows = [(_kind(term, written), term, n_articles[term], weights[term]) for term in terms if n_articles[term] > 1]
    table = pd.DataFrame(rows, columns=["kind", "term", "n_articles", "weight"])
    table = table.sort_values(["kind", "weight", "term"], ascending=[True, False, True])
    table = table.groupby("kind", sort=True).head(most).reset_index(drop=True)
    return table.assign(term=[written.get(term, term) for term in table["term"]])


def _written(forms: pd.Series) -> dict[str, str]:
    """Tell how the words of names are written most often, of several ways the first by the alphabet.

    Examples
    --------
    >>> _written(pd.Series(["Mitch McConnell", "MCCONNELL", "McConnell"]))
    {'mitch': 'Mitch', 'mcconnell': 'McConnell'}
    """
    counts: dict[str, Counter[str]] = {}
    for form in forms:
        for part in WORD.findall(form):
            word = "".join(vectors.words_of(part))  # without "'s"
            counts.setdefault(word, Counter())[part[: len(word)] if part.lower().startswith(word) else word] += 1
    return {word: min(known, key=lambda part: (-known[part], part)) for word, known in counts.items()}


def _kind(term: str, name_words: Collection[str]) -> str:
    if vectors.is_number(term):
        return "number"
    return "name" if term in name_words else "word"
