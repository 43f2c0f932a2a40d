"""How long voice takes: `python tests/benchmarks/voice.py`. Ratios, because seconds are noise on shared machines."""

import sys
import time
from pathlib import Path

import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from analysis.corpus import encoded, segment
from analysis.measures import names, voice

STORY = (
    "“We met for an hour,” said Moon Jae-in, the president. Donald Trump told reporters in Seoul that talks would go "
    "on. It rained for most of the day, and few people came to the square.\n\nOfficials claimed that the “deal” was "
    "near, according to the ministry. He did not say when the next meeting would be held.\n\n"
)


def seconds(work, repeats=5):
    """Give the fastest of several runs, in processor time."""
    best = float("inf")
    for _ in range(repeats):
        started = time.process_time()
        work()
        best = min(best, time.process_time() - started)
    return best


def articles(count, paragraphs):
    """Make articles of a story that repeats itself."""
    return pd.DataFrame(
        {
            "article_id": [f"{number:016x}" for number in range(count)],
            "title": "Moon: talks will go on",
            "body": STORY * paragraphs,
        }
    )


def main():
    """Print voice's time against splitting the same text into tokens, and ten times the articles against one time."""
    times = {}
    for label, frame in (("100 articles", articles(100, 8)), ("1,000 articles", articles(1000, 8))):
        sentences = segment.of_articles(frame)
        named = names.of_articles(frame, sentences)
        n_words = sum(len(segment.words(body)) for body in frame["body"])
        quotes = voice.quotes_of(frame, sentences, named)
        spent = seconds(lambda f=frame, s=sentences, n=named: voice.quotes_of(f, s, n))
        spent += seconds(lambda f=frame, s=sentences, q=quotes: voice.of_sentences(f, s, q))
        split = seconds(lambda f=frame: [encoded.TOKEN.findall(body) for body in f["body"]])
        times[label] = spent
        print(f"{label}: {n_words / spent:,.0f} words per second, {spent / split:.1f} times splitting into tokens")
    print(f"ten times the articles: {times['1,000 articles'] / times['100 articles']:.1f} times the time")


if __name__ == "__main__":
    main()
