"""Learn the models of pairs and of storylines: used by the training scripts and, with a set left out, by the gates."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from analysis import assets, codes
from analysis.corpus import segment
from analysis.events import candidates, lapse, said, similarity, storylines, times
from analysis.measures import names, vectors

INVERSE_PENALTY = 1.0
"""Strength of the ridge penalty on standardised features; ten times more or less moves no figure by .005."""

UNDATED_SHARE = 0.6
"""Weight of the same pairs with their dates erased, from which the model learns to do without dates."""

NEAR_SHARE = 0.5
"""Weight of pairs at most `lapse.NEXT_DAYS` apart with two labels, where a set's labels are known to part reports
of one happening: in `events_allsides` .2 of the alike pairs of those days have two, often two round-ups of one day."""

PARTED_DAYS = 5
"""Alike articles of ordinary, well dated news that are further apart than this report different events of one
storyline. No labelled set holds such pairs, so they are taken from unlabelled news."""

PARTED_SHARE = 1.0
"""Weight of those pairs: more parts storylines better and loses articles with crawl dates."""

READ_SHARE = 0.09
"""Weight of the example corpus (`example`): one person's reading of twenty happenings, with all that was answered to
them within a week. It is small, and its grain is coarser than that of the other sets."""

_EARLIEST, _LATEST = pd.Timestamp("1990-01-01", tz="UTC"), pd.Timestamp("2026-12-31", tz="UTC")
"""Labelled data holds years 1 and 2050: such dates are none."""


class Labelled(NamedTuple):
    """Hold labelled articles, their vectors, the days they name, and the event of each (empty where it has none)."""

    articles: pd.DataFrame
    vectors: pd.DataFrame
    times: pd.DataFrame
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
    named = said.of_articles(articles)
    return Labelled(articles.drop(columns="body"), counted, named, events.to_numpy(dtype=object, na_value=None))


def examples_of(
    labelled: Labelled, known: vectors.Background, chosen: np.ndarray | None = None, *, parts_happenings: bool = False
) -> Examples:
    """Make the candidate pairs of one labelled set into examples, dated and with their dates erased.

    Each set weighs the same, whatever its size.

    Parameters
    ----------
    labelled : Labelled
        The set.
    known : Background
        The background that words are weighed with.
    chosen : ndarray of bool or None
        Only pairs of two chosen articles.
    parts_happenings : bool
        Whether its labels are known to part reports of one happening: see `NEAR_SHARE`.
    """
    kept = np.ones(len(labelled.events), dtype=bool) if chosen is None else chosen
    dated = _examples(labelled.articles, labelled, known, kept)
    erased = labelled.articles.assign(published_from="none")
    undated = _examples(erased, labelled, known, kept)
    weights = [
        _even(len(pairs.same), total) * np.where(parts_happenings & pairs.near & (pairs.same == 0), NEAR_SHARE, 1.0)
        for pairs, total in ((dated, 1.0), (undated, UNDATED_SHARE))
    ]
    return Examples(
        np.vstack([dated.features, undated.features]),
        np.concatenate([dated.same, undated.same]),
        np.concatenate(weights),
    )


def example() -> Labelled:
    """Read the example corpus of ``data/example``, whose happenings one person told apart."""
    with (assets.DATA / "example" / "articles.jsonl").open(encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    event_of = assets.table("example/events.csv").set_index("id")["event"]
    return labelled_of([row | {"event": event_of[row["id"]]} for row in rows])


def read_of(labelled: Labelled, known: vectors.Background, chosen: np.ndarray | None = None) -> Examples:
    """Make pairs of the example corpus into examples, dated: see `READ_SHARE`."""
    kept = np.ones(len(labelled.events), dtype=bool) if chosen is None else chosen
    pairs = _examples(labelled.articles, labelled, known, kept)
    return Examples(pairs.features, pairs.same, _even(len(pairs.same), READ_SHARE))


def parted_of(unlabelled: Labelled, known: vectors.Background) -> Examples:
    """Make pairs of unlabelled news that lie more than `PARTED_DAYS` apart into examples of different events."""
    evidence, pairs = _candidates(unlabelled.articles, unlabelled, known)
    days = evidence.dates.days
    far = np.abs(days[pairs.left] - days[pairs.right]) > PARTED_DAYS
    pairs = candidates.Pairs(pairs.left[far], pairs.right[far])
    features = similarity.features_of(pairs, evidence, as_written=True)
    return Examples(features, np.zeros(len(features), dtype="int8"), _even(len(features), PARTED_SHARE))


def linked_of(events: pd.DataFrame, summary: pd.DataFrame, centres: pd.DataFrame, gold: pd.DataFrame) -> Examples:
    """Make the pairs of events of hand-sorted articles into examples of one storyline and of two.

    A storyline of many events makes more pairs than all others together, so its pairs weigh less: by the square root
    of its events.

    Parameters
    ----------
    events, summary, centres : DataFrame
        What grouping made of the articles: the tables ``events``, ``event_summary`` and ``centres``.
    gold : DataFrame
        ``article_id``, ``storyline``; articles that ``events`` does not hold are left out.
    """
    sorted_ones = gold.merge(events[["article_id", "event"]], on="article_id").drop_duplicates("event")
    rows = codes.rows(sorted_ones["event"], centres["event"])
    left, right = np.triu_indices(len(rows), 1)
    pairs = candidates.Pairs(np.minimum(rows[left], rows[right]), np.maximum(rows[left], rows[right]))
    first_at = summary["first_at"].iloc[codes.every_row(centres["event"], summary["event"])]
    matrices = storylines.matrices_of(centres, np.arange(len(centres)), rows)
    features = storylines.features_of(pairs, matrices, times.days_of(first_at))
    labels = sorted_ones["storyline"].to_numpy()
    sizes = sorted_ones.groupby("storyline")["event"].transform("size").to_numpy()
    same = labels[left] == labels[right]
    return Examples(features, same.astype("int8"), np.where(same, sizes[left] ** -0.5, 1.0) * _even(len(left), 1.0))


def _even(n_pairs: int, total: float) -> np.ndarray:
    return np.full(n_pairs, total * 10_000 / max(n_pairs, 1))


class _Pairs(NamedTuple):
    """Hold candidate pairs as features, whether each has one label, and whether they lie days apart at most."""

    features: np.ndarray
    same: np.ndarray
    near: np.ndarray


def _examples(articles: pd.DataFrame, labelled: Labelled, known: vectors.Background, kept: np.ndarray) -> _Pairs:
    evidence, pairs = _candidates(articles, labelled, known)
    both = kept[pairs.left] & kept[pairs.right]
    pairs = candidates.Pairs(pairs.left[both], pairs.right[both])
    same = labelled.events[pairs.left] == labelled.events[pairs.right]
    days = times.days_of(labelled.articles["published_at"])
    near = np.abs(days[pairs.left] - days[pairs.right]) <= lapse.NEXT_DAYS
    return _Pairs(similarity.features_of(pairs, evidence, as_written=True), same.astype("int8"), near)


def _candidates(
    articles: pd.DataFrame, labelled: Labelled, known: vectors.Background
) -> tuple[similarity.Evidence, candidates.Pairs]:
    dates = times.of_corpus(articles, labelled.times)
    evidence = similarity.evidence_of(articles["article_id"].tolist(), dates, labelled.vectors, known)
    return evidence, candidates.find(evidence.matrices["body"], dates.days)


def fit(examples: Iterable[Examples]) -> similarity.PairModel:
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
    return similarity.PairModel(float(regression.intercept_[0] - scaler.mean_ @ coefficients), coefficients)
