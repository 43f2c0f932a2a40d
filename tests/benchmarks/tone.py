"""How fast tone and targets are, as ratios: python -m tests.benchmarks.tone."""

import time
from collections.abc import Callable

import pandas as pd
import vaderSentiment.vaderSentiment as vader  # noqa: N813

from analysis.measures import targets, tone
from analysis.measures.tone.vader import FastVader

STORY = (
    "Mr Trump said he was very happy with the beautiful letter, but talks have not been a great success so far. "
    "“We never threatened peace,” the ministry said. It rained in Seoul on Monday! Few people came to the square. "
)


def seconds(*works: Callable[[], object]) -> list[float]:
    """Time each work three times in turn: the fastest processor seconds of each."""
    fastest = [float("inf")] * len(works)
    for _ in range(3):
        for number, work in enumerate(works):
            started = time.process_time()
            work()
            fastest[number] = min(fastest[number], time.process_time() - started)
    return fastest


def report(name: str, package: float, ours: float) -> None:
    print(f"{name:<46} {package / ours:8.1f} times as fast as the package")


def growth(name: str, work) -> None:
    short, long = seconds(lambda: work(2_000), lambda: work(20_000))
    print(f"{name:<46} {long / short:8.1f} times the time for 10 times the text")


def main() -> None:
    package, ours = vader.SentimentIntensityAnalyzer(), FastVader()
    for name, texts in (
        ("sentences", [f"{sentence} {n}" for n in range(1_000) for sentence in STORY.split(". ")]),
        ("emoji-heavy posts", ["so 😀👍🏽 good 😡 " * 4] * 300),
        ("one sentence of 6,000 characters", [(STORY * 40)[:6_000]]),
    ):
        both = seconds(
            lambda texts=texts: [package.polarity_scores(text) for text in texts],
            lambda texts=texts: ours.scores(texts),
        )
        report(name, both[0], both[1])
    growth("a sentence, ours", lambda size: ours.scores([(STORY * 400)[:size]]))
    growth("marking words", lambda size: tone.words_of((STORY * 400)[:size]))
    growth("mentions", lambda n: targets.tone_of_mentions(_mentions(n // 10)))


def _mentions(n: int) -> pd.DataFrame:
    return pd.DataFrame({"sentence": [STORY] * n, "start": 3, "end": 8})


if __name__ == "__main__":
    main()
