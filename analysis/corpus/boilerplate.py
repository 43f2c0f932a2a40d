"""Lines, passages and ends of headlines that an outlet's page template adds, learnt from how often they recur.

What was learnt is a table that belongs to the store: it is frozen after the first build, so that bodies do not change
when articles are added, and learnt anew only on request.
"""

import hashlib
import heapq
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import pandas as pd

from analysis import schema
from analysis.corpus import recurring, titles
from analysis.corpus.segment import WORD

MIN_ARTICLES = 8
"""Articles of one outlet that must hold a line before it is taken for its template's."""

MIN_SHARE = 0.02
"""Share of the outlet's articles that must hold it. Between these two, agencies' footers and promos of a season are
found."""

MAX_LINE = 300
"""Characters: longer lines are paragraphs, and recur only in copies."""

MIN_SURE_ARTICLES = 40
"""Articles from which a line is template whatever its share."""

MAX_SPREAD = 0.5
"""Share of the articles that hold a sentence in which it may stand in the middle: template sentences stand at one
end."""

PASSAGE = "passage"
"""Kind of what stands within lines."""

TITLE = "title"
"""Kind of what stands behind headlines ("WSMV Channel 4"); the others are whole lines."""

SAMPLE = 250
"""Articles of an outlet, those with the smallest hashes, in which passages within lines are looked for: the same ones
in any order and on any number of workers."""

_EDGE_LINES = 3
"""Lines at the top and at the end of a body that count as its ends."""


def learn(batches: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Find the lines that recur across the articles of an outlet.

    Parameters
    ----------
    batches : iterable of DataFrame
        Articles (``outlet``, ``title``, ``body``); each batch is looked at once and forgotten. Where they have an
        ``article_id``, an article that comes again counts once.

    Returns
    -------
    DataFrame
        The ``boilerplate`` table, sorted by outlet and text. Memory grows with the number of distinct short lines and
        with the number of outlets. For passages ``n_articles`` and ``share`` are those of the sample.

    Notes
    -----
    A sentence that an outlet repeats in many articles ("Talks have stalled since February.") is its own words:
    sentences are only learnt where they stand at the end or the top of nearly all articles that hold them, or
    speak of the page or to its reader ("Visit our homepage for more stories.").

    Examples
    --------
    >>> bodies = [f"Story {n} begins here.\\nIt goes on for a while.\\nOur app is free" for n in range(20)]
    >>> learn([pd.DataFrame({"outlet": "RT", "title": None, "body": bodies})])[["outlet", "kind", "text", "n_articles"]]
      outlet    kind             text  n_articles
    0     RT  footer  Our app is free          20
    """
    articles: Counter[str] = Counter()
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    edges: dict[str, dict[str, tuple[int, int]]] = defaultdict(dict)
    samples: dict[str, list[tuple[int, str]]] = defaultdict(list)
    headlines: dict[str, _Headlines] = defaultdict(_Headlines)
    for outlet, title, body in _each_once(batches):
        articles[outlet] += 1
        if isinstance(title, str):
            headlines[outlet].add(title)
        if isinstance(body, str):
            _count(body, counts[outlet], edges[outlet])
            _keep(body, samples[outlet])
    rows = [
        (outlet, _kind(text, edges[outlet]), text, n, n / articles[outlet])
        for outlet in sorted(articles)
        for text, n in sorted(counts[outlet].items())
        if _is_template(text, n, articles[outlet], edges[outlet][text])
    ]
    for outlet in samples:
        lines = {text for named, _, text, *_ in rows if named == outlet}
        rows += _passages(outlet, samples[outlet], lines)
    rows += [(outlet, TITLE, *found) for outlet, read in headlines.items() for found in read.tails()]
    table = pd.DataFrame(rows, columns=list(schema.BOILERPLATE.columns))
    return schema.conform(table.sort_values(["outlet", "text", "kind"]).reset_index(drop=True), schema.BOILERPLATE)


def _keep(body: str, sample: list[tuple[int, str]]) -> None:
    """Keep a body if its hash is among the smallest."""
    number = -int.from_bytes(hashlib.blake2b(body.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")
    if len(sample) < SAMPLE:
        heapq.heappush(sample, (number, body))
    elif number > sample[0][0]:
        heapq.heapreplace(sample, (number, body))


def _passages(outlet: str, sample: list[tuple[int, str]], lines: set[str]) -> list[tuple[str, str, str, int, float]]:
    """Find what recurs within lines, learnt lines left out."""
    bodies = [body for _, body in sorted(sample)]
    if lines:
        bodies = ["\n".join(line for line in body.split("\n") if line.strip() not in lines) for body in bodies]
    found = recurring.passages(bodies)
    return [(outlet, PASSAGE, text, n, n / len(bodies)) for text, n in found if text not in lines]


class _Headlines:
    """How many headlines of an outlet were read, and before which ends ever other words stand."""

    def __init__(self) -> None:
        self.n = 0
        self.before: dict[str, set[int]] = defaultdict(set)

    def add(self, title: str) -> None:
        """Count a headline."""
        self.n += 1
        for tail in titles.tails(title):
            self.before[tail].add(zlib.crc32(title[: -len(tail)].encode("utf-8", "surrogatepass")))

    def tails(self) -> list[tuple[str, int, float]]:
        """Return the ends that stand behind enough of the headlines: text, headlines with it, share."""
        return [
            (tail, len(before), len(before) / self.n)
            for tail, before in self.before.items()
            if len(before) >= max(titles.MIN_TAILED, titles.MIN_TAILED_SHARE * self.n)
        ]


def _each_once(batches: Iterable[pd.DataFrame]) -> Iterator[tuple[str, Any, Any]]:
    """Return outlet, headline and body of each article, once where it is known which one it is."""
    seen: set[int] = set()
    for batch in batches:
        outlets = batch["outlet"].astype("str")
        ids = batch["article_id"] if "article_id" in batch else [""] * len(batch)
        headlines = batch["title"] if "title" in batch else [None] * len(batch)
        for article, outlet, title, body in zip(ids, outlets, headlines, batch["body"], strict=True):
            number = int(article, 16) if article else -1
            if number not in seen:
                yield outlet, title, body
            if article:
                seen.add(number)


def _count(body: str, counts: Counter[str], edges: dict[str, tuple[int, int]]) -> None:
    """Count each short line of a body once, and whether it stands near the top or the end."""
    lines = [line.strip() for line in body.split("\n")]
    lines = [line for line in lines if line]
    seen = set()
    for place, line in enumerate(lines):
        if len(line) > MAX_LINE or line in seen:
            continue
        seen.add(line)
        counts[line] += 1
        top, end = edges.get(line, (0, 0))
        edge = min(_EDGE_LINES, (len(lines) + 1) // 3)
        edges[line] = (top + (place < edge), end + (place >= len(lines) - edge))


def _is_template(text: str, n: int, n_articles: int, edges: tuple[int, int]) -> bool:
    if n < MIN_ARTICLES or n < MIN_SHARE * n_articles or not WORD.search(text):
        return False
    is_sentence = text.rstrip("\"”’')")[-1:] in tuple(".!?") and len(WORD.findall(text)) >= 5
    at_one_end = max(edges) >= (1 - MAX_SPREAD) * n
    if is_sentence and not at_one_end:
        return recurring.speaks_of_page(text)
    return at_one_end or n >= MIN_SURE_ARTICLES or len(WORD.findall(text)) <= 12


def _kind(text: str, edges: dict[str, tuple[int, int]]) -> str:
    top, end = edges[text]
    return "header" if top > end else "footer" if end > top else "between"
