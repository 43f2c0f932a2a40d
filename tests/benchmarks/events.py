"""How the cost of events grows: ``python -m tests.benchmarks.events``. Ratios, because seconds are noise.

Invented news at a constant number of articles a day: days are replicated with fresh words, not articles.
"""

import resource
import time

import numpy as np
import pandas as pd

from analysis import events, schema
from analysis.measures import vectors

ARTICLES_A_DAY = 10
"""So few that the smaller stream, too, is several windows of 60 days long: a shorter one never fills a window."""

WORDS = 300


def stream(n_articles: int, seed: int = 11) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Invent articles and their vectors: four an event, in its own words and, as often as usual, English ones."""
    rng = np.random.default_rng(seed)
    known = vectors.background()
    language, shares = known.features, known.counts / known.counts.sum()
    usual = rng.choice(len(language), (n_articles, WORDS), p=shares)
    rows, days = [], np.arange(n_articles) // ARTICLES_A_DAY
    for number in range(n_articles):
        own = np.random.default_rng(seed + 1 + number // 4).integers(0, 2**31 - 1, 60)
        words = np.concatenate([language[usual[number]], rng.choice(own, 40, replace=False)])
        features, body = np.unique(np.concatenate([words, own[:8]]).astype("int32"), return_counts=True)
        few = np.where(np.arange(len(features)) < 12, body, 0)
        named = np.isin(features, own[:8]).astype("int16")
        rows.append((f"{number:016x}", features, body, few, few, named, np.zeros_like(named)))
    articles = pd.DataFrame({"article_id": [f"{number:016x}" for number in range(n_articles)]})
    articles = articles.assign(outlet="A", title="t", published_precision="day", published_from="field", language="en")
    articles["published_at"] = pd.Timestamp("2015-01-01", tz="UTC") + pd.to_timedelta(days, unit="D")
    return articles.assign(n_words=WORDS), pd.DataFrame(rows, columns=["article_id", "features", *vectors.FIELDS])


def seconds(n_articles: int) -> float:
    """Time one grouping, in CPU seconds."""
    articles, counted = stream(n_articles)
    start = time.process_time()
    events.of_articles(articles, counted, schema.empty(schema.COPIES))
    return time.process_time() - start


if __name__ == "__main__":
    small, large = seconds(3_000), seconds(12_000)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    exponent = np.log(large / small) / np.log(4)
    print(f"3,000 articles {small:.1f} s, 12,000 articles {large:.1f} s CPU; exponent {exponent:.2f}")
    print(f"peak memory {peak:.0f} MB")
