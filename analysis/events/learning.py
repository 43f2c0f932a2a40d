"""Learn the pair model from labelled articles: used by the training script and, with a set left out, by the gates."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from analysis.corpus import segment
from analysis.events import candidates, similarity
from analysis.measures import names, vectors

INVERSE_PENALTY = 1.0
"""Strength of the ridge penalty on standardised features; ten times more or less moves no figure by .005."""

UNDATED_SHARE = 0.3
"""Weight of the same pairs with their dates erased, from which the model learns to do without dates."""

PARTED_DAYS = 10
"""Alike articles of ordinary, well dated news that are further apart than this report different events of one
storyline. No labelled set holds such pairs, so they are taken from unlabelled news."""

PARTED_SHARE = 0.25
"""Weight of those pairs: more parts storylines better and loses articles with crawl dates."""

_EARLIEST, _LATEST = pd.Timestamp("1990-01-01", tz="UTC"), pd.Timestamp("2026-12-31", tz="UTC")
"""Labelled data holds years 1 and 2050: such dates are none."""


class Labelled(NamedTuple):
    """Hold labelled articles, their vectors and the event of each (empty where it has none)."""

    articles: pd.DataFrame
    vectors: pd.DataFrame
    events: np.ndarray


class Examples(NamedTuple):
    """Hold candidate pairs as features, whether each reports one event, and its weight."""

    features: np.ndarray
    same: np.ndarray
    weights: np.ndarray


def labelled_of(rows: Sequence[Mapping[str, Any]]) -> Labelled:
    """Turn labelled records into articles and vectors; a record whose ``id`` was there before is left out.

    Parameters
    ----------
    rows : sequence of mappings
        ``id``, ``outlet``, ``date``, ``title``, ``text`` and, where labelled, ``event``.
    """
    records = pd.DataFrame(list(rows)).drop_duplicates("id").reset_index(drop=True)
    moments = pd.to_datetime(records["date"], errors="coerce", utc=True).dt.as_unit("us")
    moments = moments.where((moments >= _EARLIEST) & (moments <= _LATEST))
    articles = pd.DataFrame(
        {
            "article_id": records["id"].astype("str"),
            "outlet": records["outlet"].astype("str"),
            "title": records["title"],
            "body": records["text"],
            "published_at": moments,
            "published_precision": np.where(moments.isna(), "unknown", "day"),
            "published_from": np.where(moments.isna(), "none", "field"),
            "language": "en",
            "article_type": "report",
            "n_words": records["text"].str.split().str.len().astype("int32"),
        }
    )
    events = records["event"] if "event" in records else pd.Series([None] * len(records))
    found = names.of_articles(articles, segment.of_articles(articles))
    counted = vectors.of_articles(articles, found)
    return Labelled(articles.drop(columns="body"), counted, events.to_numpy(dtype=object, na_value=None))


def examples_of(labelled: Labelled, known: vectors.Background) -> Examples:
    """Make the candidate pairs of one labelled set into examples, dated and with their dates erased.

    Each set weighs the same, whatever its size.
    """
    dated = _examples(labelled.articles, labelled, known)
    erased = labelled.articles.assign(published_from="none")
    undated = _examples(erased, labelled, known)
    return Examples(
        np.vstack([dated[0], undated[0]]),
        np.concatenate([dated[1], undated[1]]),
        np.concatenate([_even(len(dated[1]), 1.0), _even(len(undated[1]), UNDATED_SHARE)]),
    )


def parted_of(unlabelled: Labelled, known: vectors.Background) -> Examples:
    """Make pairs of unlabelled news that lie more than `PARTED_DAYS` apart into examples of different events."""
    evidence = similarity.evidence_of(unlabelled.articles, unlabelled.vectors, known)
    pairs = candidates.find(evidence.matrices["body"], evidence.days)
    far = np.abs(evidence.days[pairs.left] - evidence.days[pairs.right]) > PARTED_DAYS
    pairs = candidates.Pairs(pairs.left[far], pairs.right[far])
    features = similarity.features_of(pairs, evidence)
    return Examples(features, np.zeros(len(features), dtype="int8"), _even(len(features), PARTED_SHARE))


def _even(n_pairs: int, total: float) -> np.ndarray:
    return np.full(n_pairs, total * 10_000 / max(n_pairs, 1))


def _examples(articles: pd.DataFrame, labelled: Labelled, known: vectors.Background) -> tuple[np.ndarray, np.ndarray]:
    evidence = similarity.evidence_of(articles, labelled.vectors, known)
    pairs = candidates.find(evidence.matrices["body"], evidence.days)
    same = labelled.events[pairs.left] == labelled.events[pairs.right]
    return similarity.features_of(pairs, evidence), same.astype("int8")


def fit(examples: Iterable[Examples]) -> similarity.Model:
    """Fit the logistic regression on the examples of several sets.

    The standardisation is folded into the coefficients, so the model needs nothing beside them.
    """
    sets = list(examples)
    features = np.vstack([one.features for one in sets])
    scaler = StandardScaler().fit(features)
    regression = LogisticRegression(C=INVERSE_PENALTY, max_iter=2000)
    regression.fit(
        scaler.transform(features),
        np.concatenate([one.same for one in sets]),
        sample_weight=np.concatenate([one.weights for one in sets]),
    )
    coefficients = regression.coef_[0] / scaler.scale_
    return similarity.Model(float(regression.intercept_[0] - scaler.mean_ @ coefficients), coefficients)
