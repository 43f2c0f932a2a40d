"""Sentences, tone and counts against the straightforward pipeline, on the same articles and with the same output.

Run: python -m tests.benchmarks.reference --data ../shared/data [--articles 10000] [--peers]

The straightforward pipeline is what one writes first: a regular expression for sentences, vaderSentiment on each,
scikit-learn's TfidfVectorizer and NearestNeighbors. Both sides split with the same expressions, and it is asserted
that every sentence, every VADER score and every count is the same. Blocks of articles that neither side has seen
are timed in turn, in CPU time; the figure is the median of the blocks' ratios.

Peers (``--peers``) are timed on the same articles where they are installed: pip install spacy gensim scattertext
bertopic hdbscan umap-learn. They do not give the same output; what each does and does not do is said beside it.
"""

import argparse
import gc
import gzip
import importlib.util
import json
import os
import time
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
import pandas as pd
import vaderSentiment.vaderSentiment as vader  # noqa: N813
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.neighbors import NearestNeighbors

from analysis import events, schema
from analysis.corpus import encoded, segment
from analysis.measures import tone, vectors
from analysis.measures.tone import rules
from analysis.settings import Settings

BLOCKS = 5
N_NEIGHBOURS = 10
MUST, AIM = 5, 20
N_TOPIC_DIMENSIONS = 50
N_PEER_ARTICLES = 2_000


def articles(data: Path, n: int) -> pd.DataFrame:
    """Read articles of the bulk set."""
    with gzip.open(data / "bulk_allsides.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in islice(file, n)]
    days = pd.to_datetime([row["date"] for row in rows], errors="coerce", utc=True, format="ISO8601")
    return pd.DataFrame(
        {
            "article_id": pd.Series([f"{number:016x}" for number in range(len(rows))], dtype="str"),
            "outlet": [row["outlet"] or "unknown" for row in rows],
            "title": [row["title"] or "" for row in rows],
            "body": [row["text"] or "" for row in rows],
            "published_at": days,
            "published_precision": "day",
            "published_from": "field",
            "language": "en",
            "n_words": [len(row["text"].split()) for row in rows],
        }
    )


def whole_texts(block: pd.DataFrame) -> list[str]:
    """Join title and body."""
    return [f"{title}\n{body}" for title, body in zip(block["title"], block["body"], strict=True)]


def straightforward(block: pd.DataFrame) -> tuple[list[tuple[int, int, float]], TfidfVectorizer, Any]:
    """Split, score and count in the plainest way: a loop over articles, a loop over sentences, a vectorizer."""
    package = vader.SentimentIntensityAnalyzer()
    scored = [
        (start, end, package.polarity_scores(rules.folded(text[start:end]))["compound"])
        for title, body in zip(block["title"], block["body"], strict=True)
        for text, spans in ((title, _whole(title)), (body, segment.sentences(body)))
        for start, end in spans
    ]
    vectorizer = TfidfVectorizer(analyzer=vectors.words_of, sublinear_tf=True)
    return scored, vectorizer, vectorizer.fit_transform(whole_texts(block))


def _whole(title: str) -> list[tuple[int, int]]:
    start = len(title) - len(title.lstrip())
    return [(start, start + len(title.strip()))] if title.strip() else []


def ours(block: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Split, score and count as a build does, partition by partition: one pass for tokens, and numbers from there."""
    size = Settings().partition_articles
    parts = [block.iloc[first : first + size] for first in range(0, len(block), size)]
    sentences, tones, counted = zip(*map(of_partition, parts), strict=True)
    return pd.concat(sentences), pd.concat(tones), pd.concat(counted)


def of_partition(articles: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Measure a partition as `pipeline.measure` does."""
    sentences, tokens = segment.of_articles(articles), encoded.of_articles(articles)
    no_names = schema.empty(schema.NAMES)
    tones = tone.of_sentences(articles, sentences, no_names, tokens)
    return sentences, tones, vectors.of_articles(articles, no_names, tokens)


def check(block: pd.DataFrame, plain: tuple[Any, ...], fast: tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]) -> None:
    """Assert that both sides found the same sentences, scores and counts."""
    scored, _, _ = plain
    sentences, tones, counted = fast
    assert [row[:2] for row in scored] == list(zip(sentences["start"], sentences["end"], strict=True))
    expected = np.array([row[2] for row in scored], dtype="float32")
    assert (tones["tone"].fillna(0).to_numpy() == expected).all()
    for text, features, counts in zip(whole_texts(block), counted["features"], counted["body"], strict=True):
        words = Counter(vectors.feature_of(word) for word in vectors.words_of(text))
        assert dict(zip(features.tolist(), counts.tolist(), strict=True)) == words


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Run a piece of work: its CPU seconds and what it gave; what was there before is none of the collector's work."""
    gc.collect()
    gc.freeze()
    began = time.process_time()
    result = work()
    return time.process_time() - began, result


def compare(rows: pd.DataFrame) -> float:
    """Time both sides block by block, check them, and print the figures; give the median ratio."""
    ours(rows.iloc[:5])
    ratios, seconds = [], []
    for places in np.array_split(np.arange(len(rows)), BLOCKS):
        block = rows.iloc[places].reset_index(drop=True)
        slow, plain = timed(lambda block=block: straightforward(block))
        fast, found = timed(lambda block=block: ours(block))
        check(block, plain, found)
        ratios.append(slow / fast)
        seconds.append((slow, fast))
    slow, fast = np.sum(seconds, axis=0)
    middle = float(np.median(ratios))
    print(f"sentences, tone and counts of {len(rows):,} articles: {slow:.1f} s straightforward, {fast:.1f} s ours")
    print(f"  {middle:.1f} times as fast (median of {BLOCKS} blocks, {min(ratios):.1f} to {max(ratios):.1f};", end=" ")
    print(f"must {MUST}, aim {AIM}); every sentence, score and count is the same")
    print("  ours counts lead, title, names and numbers besides; the straightforward side weighs its counts besides")
    return middle


def neighbours(rows: pd.DataFrame) -> None:
    """Time what finds the articles that belong together: the output is not the same, and that is said."""
    vectorizer = TfidfVectorizer(analyzer=vectors.words_of, sublinear_tf=True)
    matrix = vectorizer.fit_transform(whole_texts(rows))
    search = NearestNeighbors(n_neighbors=N_NEIGHBOURS, metric="cosine")
    slow, _ = timed(lambda: search.fit(matrix).kneighbors(matrix))
    counted = vectors.of_articles(rows, schema.empty(schema.NAMES))
    fast, _ = timed(lambda: events.of_articles(rows, counted, schema.empty(schema.COPIES)))
    print(f"{N_NEIGHBOURS} nearest of {len(rows):,} articles, all against all: {slow:.1f} s (NearestNeighbors, cosine)")
    print(
        f"  events and storylines of the same articles, ours: {fast:.1f} s; not the same output: ours compares within"
    )
    print("  60 days only, and goes on to groups with ids; the other stops at a list of neighbours")


def peers(rows: pd.DataFrame) -> Iterator[tuple[str, str, Callable[[], object], Callable[[], object]]]:
    """Give each peer: its module, what it does and does not do, its work, and ours on the same articles."""
    texts, tokens = whole_texts(rows), encoded.of_articles(rows)
    no_names = schema.empty(schema.NAMES)
    counted = vectors.of_articles(rows, no_names, tokens)
    yield (
        "spacy", "sentencizer: splits at . ! ? and knows no abbreviations; makes tokens besides",
        lambda: _spacy(rows["body"].tolist()), lambda: (segment.of_articles(rows), encoded.of_articles(rows)),
    )  # fmt: skip
    yield (
        "gensim", "Dictionary, doc2bow and TfidfModel: counts of lower-cased words; no fields, numbers or possessives",
        lambda: _gensim(texts), lambda: vectors.of_articles(rows, no_names),
    )  # fmt: skip
    yield (
        "scattertext", "corpus by category with scaled F-scores of words and pairs; no chance bounds, events or fields",
        lambda: _scattertext(rows.assign(text=texts)), lambda: vectors.of_articles(rows, no_names),
    )  # fmt: skip
    yield (
        "bertopic", f"topics from TF-IDF and SVD vectors ({N_TOPIC_DIMENSIONS} dimensions): themes, not single events;"
        " no dates, and a topic changes with the corpus",
        lambda: _bertopic(texts), lambda: events.of_articles(rows, counted, schema.empty(schema.COPIES)),
    )  # fmt: skip


def _spacy(texts: list[str]) -> int:
    import spacy

    english = spacy.blank("en")
    english.add_pipe("sentencizer")
    return sum(1 for document in english.pipe(texts) for _ in document.sents)


def _gensim(texts: list[str]) -> object:
    from gensim.corpora import Dictionary
    from gensim.models import TfidfModel
    from gensim.utils import simple_preprocess

    words = [simple_preprocess(text) for text in texts]
    dictionary = Dictionary(words)
    bags = [dictionary.doc2bow(own) for own in words]
    return list(TfidfModel(bags)[bags])


def _scattertext(rows: pd.DataFrame) -> object:
    import scattertext

    parsed = rows.assign(parse=rows["text"].map(scattertext.whitespace_nlp_with_sentences))
    corpus = scattertext.CorpusFromParsedDocuments(parsed, category_col="outlet", parsed_col="parse").build()
    return corpus.get_scaled_f_scores(rows["outlet"].mode()[0])


def _bertopic(texts: list[str]) -> object:
    from bertopic import BERTopic
    from sklearn.decomposition import TruncatedSVD

    matrix = TfidfVectorizer(min_df=2, stop_words="english").fit_transform(texts)
    places = TruncatedSVD(N_TOPIC_DIMENSIONS, random_state=1).fit_transform(matrix)
    return BERTopic(embedding_model=None, calculate_probabilities=False).fit_transform(texts, places)


def show_peers(rows: pd.DataFrame) -> None:
    """Time each installed peer and what of ours comes nearest, on the same articles."""
    for name, meaning, work, own in peers(rows):
        if importlib.util.find_spec(name) is None:
            print(f"{name} is not installed and was left out (pip install {name})")
            continue
        try:
            theirs, mine = timed(work)[0], timed(own)[0]
        except ImportError as error:
            print(f"{name} could not be loaded and was left out: {error}")
            continue
        print(f"{name}: {theirs:.1f} s, what comes nearest to it here {mine:.1f} s, {len(rows):,} articles; {meaning}")


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--peers", action="store_true", help="time spaCy, gensim, scattertext and BERTopic too")
    options = parser.parse_args()
    rows = articles(options.data, options.articles)
    compare(rows)
    neighbours(rows)
    if options.peers:
        show_peers(rows.head(N_PEER_ARTICLES))


if __name__ == "__main__":
    main()
