"""The gate of sentences: the English golden rules that pySBD tests."""

from collections.abc import Iterator
from pathlib import Path

from analysis.corpus import segment
from analysis.validation.gates import Figure, gate

GOLDEN = Path(__file__).with_name("sentences_golden.txt")
"""One rule a line, a bar between its sentences; its first line tells origin and licence."""


def golden() -> list[list[str]]:
    """Read the sentences of each rule."""
    lines = GOLDEN.read_text(encoding="utf-8").splitlines()[1:]
    return [line.split(" | ") for line in lines]


@gate("sentences.golden")
def measure_golden(folder: Path) -> Iterator[Figure]:
    """Count the rules whose sentences are found just as they are; all 48 are measured, those of no news too."""
    rules = golden()
    texts = [" ".join(rule) for rule in rules]
    right = [
        [text[start:end] for start, end in segment.sentences(text)] == rule
        for text, rule in zip(texts, rules, strict=True)
    ]
    yield Figure("sentences.golden_rules", sum(right), len(rules), "rules kept", must=40, aim=44)
