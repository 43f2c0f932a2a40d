"""Whose words are they: the outlet's own, or somebody's whom it quotes or paraphrases.

Every sentence gets a voice, and every attributed stretch a row in ``quotes``: what was said, whether in quotation
marks, by whom, and with which verb. Rules find quotation marks, verbs of saying and their subjects; a linear model
over classes of words (it holds no words) judges each clause.
"""

from collections.abc import Iterator, Sequence
from functools import partial

import numpy as np
import pandas as pd

from analysis import memory, schema
from analysis.corpus import encoded, segment
from analysis.corpus.encoded import EncodedTokens
from analysis.measures import names as names_of_articles
from analysis.measures.voice import uses
from analysis.measures.voice.extract import Attribution, Text, attributions
from analysis.measures.voice.holders import Names
from analysis.measures.voice.roles import is_body, is_unnamed, owner_of
from analysis.measures.voice.speakers import Cast
from analysis.measures.voice.tokens import classes

__all__ = ["Attribution", "is_body", "is_unnamed", "of_sentences", "owner_of", "quotes_of", "spans_of"]

BATCH = 128
"""Articles tokenised together: numpy's cost per call is shared, memory stays small."""

MIXED_FROM = 0.1
"""From this share of attributed characters on, a sentence is no longer the outlet's own voice."""

ATTRIBUTED_FROM = 0.5
"""From this share on it is somebody else's: naming speaker and verb takes a fifth to a half of a short sentence."""


def quotes_of(
    articles: pd.DataFrame, sentences: pd.DataFrame, names: pd.DataFrame, tokens: EncodedTokens | None = None
) -> pd.DataFrame:
    """Find whose words the bodies of articles hold, quoted or paraphrased.

    Parameters
    ----------
    articles : DataFrame
        ``article_id``, ``title``, ``body`` and, where offices are to be resolved, ``published_at``.
    sentences : DataFrame
        ``article_id``, ``sentence``, ``start``, ``end``.
    names : DataFrame
        ``schema.NAMES``.
    tokens : EncodedTokens, optional
        `encoded.of_articles` of these articles, where it is known already.

    Returns
    -------
    DataFrame
        ``schema.QUOTES``, in the order of the articles and of their text. Stretches never overlap.

    Notes
    -----
    Trained and measured on American political news of 2015 and 2016, where coders marked not only what people say
    but what they think, want and do. ``act`` parts what is said from what is thought; deeds have no row. ``sure`` is
    the probability that a coder would mark the words too. The rows are meant to be counted and read, not to be cited
    unread.

    Examples
    --------
    >>> body = "“We met,” said Donald Trump. It rained."
    >>> articles = pd.DataFrame({"article_id": ["a"], "title": [""], "body": [body]})
    >>> sentences = segment.of_articles(articles)
    >>> found = quotes_of(articles, sentences, names_of_articles.of_articles(articles, sentences))
    >>> found[["start", "end", "kind", "speaker", "cue", "cue_kind"]].values.tolist()
    [[0, 9, 'direct', 'Donald Trump', 'said', 'neutral']]
    """
    found: list[tuple[str, Attribution]] = []
    wanted = sentences[sentences["sentence"] != segment.TITLE]
    tokens = tokens or encoded.of_articles(articles)
    known = classes(tokens.forms)
    body = dict(zip(articles["article_id"], encoded.bodies(len(articles)).tolist(), strict=True))
    with memory.searched_seldom():
        for ids, texts in _batches(articles, wanted, names, "body"):
            cut = tokens.of(np.array([body[article_id] for article_id in ids]))
            for article_id, own in zip(ids, attributions(texts, cut, known), strict=True):
                found += [(article_id, one) for one in own if _has_row(one)]
    if not found:
        return schema.empty(schema.QUOTES)
    columns: dict[str, list] = {"article_id": [article_id for article_id, _ in found]}
    columns |= {name: [getattr(one, name) for _, one in found] for name in schema.QUOTES.columns if name not in columns}
    columns |= {name: [value or None for value in columns[name]] for name in ("speaker", "cue", "side")}
    return schema.conform(pd.DataFrame(columns), schema.QUOTES)


def _has_row(found: Attribution) -> bool:
    return found.act == uses.SAID or (found.act == uses.THOUGHT and found.mention_start >= 0)


def of_sentences(
    articles: pd.DataFrame, sentences: pd.DataFrame, quotes: pd.DataFrame, tokens: EncodedTokens | None = None
) -> pd.Series:
    """Tell for each sentence whether its words are the outlet's own, somebody else's, or both.

    A sentence is ``own`` where under a tenth of its characters are attributed, ``attributed`` from half of them on, and
    ``mixed`` between. One or two words in quotation marks that nobody is said to have said are own voice.

    Parameters
    ----------
    articles : DataFrame
        ``article_id``, ``title``, ``body``.
    sentences : DataFrame
        ``article_id``, ``sentence``, ``start``, ``end``. Titles (sentence -1) are judged here, bodies by `quotes`.
    quotes : DataFrame
        ``schema.QUOTES`` of the same articles.
    tokens : EncodedTokens, optional
        `encoded.of_articles` of these articles, where it is known already: titles are not cut into words again.

    Returns
    -------
    Series of category
        ``own``, ``attributed`` or ``mixed``, with the index of `sentences`.

    Examples
    --------
    >>> title, body = "Trump: I would meet Kim", "He left. It rained."
    >>> articles = pd.DataFrame({"article_id": ["a"], "title": [title], "body": [body]})
    >>> sentences = segment.of_articles(articles)
    >>> of_sentences(articles, sentences, schema.empty(schema.QUOTES)).tolist()
    ['attributed', 'own', 'own']
    """
    share = np.zeros(len(sentences))
    is_title = (sentences["sentence"] == segment.TITLE).to_numpy()
    for chosen, field in ((is_title, "title"), (~is_title, "body")):
        rows = np.flatnonzero(chosen)
        spans = _title_spans(articles, sentences.iloc[rows], tokens) if field == "title" else quotes
        share[rows] = _attributed_share(sentences.iloc[rows], spans)
    voice = np.where(share >= ATTRIBUTED_FROM, "attributed", np.where(share >= MIXED_FROM, "mixed", "own"))
    return pd.Series(voice, index=sentences.index, dtype=pd.CategoricalDtype(list(schema.VOICES)), name="voice")


def spans_of(body: str, deeds: bool = False) -> list[Attribution]:
    """Find the attributions in one text; with ``deeds``, what somebody did too ("began to", "recalled its envoy").

    Examples
    --------
    >>> text = "Mr Moon insisted that talks go on. It rained."
    >>> [(text[found.start:found.end], found.kind, found.speaker, found.cue_kind) for found in spans_of(text)]
    [('that talks go on', 'indirect', 'Moon', 'loaded')]
    """
    every = [attribution for found in attributions(texts_of([body])) for attribution in found]
    return [attribution for attribution in every if deeds or attribution.act != uses.DONE]


def texts_of(bodies: Sequence[str]) -> list[Text]:
    """Give texts with their sentences and the people they name, as `extract` looks at them."""
    ids = [str(number) for number in range(len(bodies))]
    articles = pd.DataFrame({"article_id": ids, "title": "", "body": bodies})
    return [text for _, text in texts_of_articles(articles)]


def texts_of_articles(articles: pd.DataFrame) -> Iterator[tuple[str, Text]]:
    """Give the id of each article and its body as `texts_of` does, with its headline and day."""
    sentences = segment.of_articles(articles)
    names = names_of_articles.of_articles(articles, sentences)
    for ids, texts in _batches(articles, sentences[sentences["sentence"] != segment.TITLE], names, "body"):
        yield from zip(ids, texts, strict=True)


def _batches(
    articles: pd.DataFrame, sentences: pd.DataFrame, names: pd.DataFrame, field: str
) -> Iterator[tuple[list[str], list[Text]]]:
    """Give articles that have the field and sentences in it, `BATCH` at a time."""
    bounds = _by_article(sentences, ["start", "end"])
    is_title = names["sentence"] == segment.TITLE
    inside = _by_article(names[is_title == (field == "title")], ["start", "end", "form"])
    outside = _by_article(names[is_title != (field == "title")], ["form"])
    titles = articles["title"] if field == "body" else [""] * len(articles)
    days = articles["published_at"] if "published_at" in articles else [None] * len(articles)
    chosen = [
        (article_id, text, title if isinstance(title, str) else "", None if pd.isna(day) else day)
        for article_id, text, title, day in zip(articles["article_id"], articles[field], titles, days, strict=True)
        if isinstance(text, str) and article_id in bounds
    ]
    for first in range(0, len(chosen), BATCH):
        texts = []
        for article_id, text, title, day in chosen[first : first + BATCH]:
            named = Names(*inside.get(article_id, ([], [], [])))
            cast = Cast(text, named, outside.get(article_id, [[]])[0], partial(names_of_articles.resolve, day=day))
            texts.append(Text(text, list(zip(*bounds[article_id], strict=True)), cast, field == "title", title))
        yield [article_id for article_id, *_ in chosen[first : first + BATCH]], texts


def _by_article(frame: pd.DataFrame, columns: list[str]) -> dict[str, list[list]]:
    """Gather the values of each article's rows, in the order of their places."""
    if frame.empty:
        return {}
    codes, ids = pd.factorize(frame["article_id"])
    place = frame["start"].to_numpy()
    order = np.lexsort([place, codes])
    cuts = np.searchsorted(codes[order], np.arange(len(ids) + 1)).tolist()
    values = [frame[column].to_numpy()[order].tolist() for column in columns]
    return {
        article_id: [column[low:high] for column in values]
        for article_id, low, high in zip(ids, cuts[:-1], cuts[1:], strict=True)
    }


def _title_spans(articles: pd.DataFrame, titles: pd.DataFrame, tokens: EncodedTokens | None) -> pd.DataFrame:
    """Find the attributed stretches of headlines; who speaks is not asked."""
    known = classes(tokens.forms) if tokens is not None else None
    title = dict(zip(articles["article_id"], encoded.titles(len(articles)).tolist(), strict=True))
    rows = []
    for ids, texts in _batches(articles, titles, schema.empty(schema.NAMES), "title"):
        cut = tokens.of(np.array([title[article_id] for article_id in ids])) if tokens is not None else None
        for article_id, found in zip(ids, attributions(texts, cut, known), strict=True):
            rows += [(article_id, attribution.start, attribution.end) for attribution in found]
    return pd.DataFrame(rows, columns=["article_id", "start", "end"])


def _attributed_share(sentences: pd.DataFrame, spans: pd.DataFrame) -> np.ndarray:
    """Measure the share of each sentence's characters that lies inside a span; spans do not overlap."""
    inside = _by_article(spans, ["start", "end"])
    share = np.zeros(len(sentences))
    codes, ids = pd.factorize(sentences["article_id"])
    order = np.argsort(codes, kind="stable")
    cuts = np.searchsorted(codes[order], np.arange(len(ids) + 1))
    start, end = sentences["start"].to_numpy(), sentences["end"].to_numpy()
    for article_id, low, high in zip(ids, cuts[:-1], cuts[1:], strict=True):
        if article_id in inside:
            rows = order[low:high]
            covered = _covered(np.concatenate([start[rows], end[rows]]), *map(np.array, inside[article_id]))
            share[rows] = (covered[len(rows) :] - covered[: len(rows)]) / np.maximum(end[rows] - start[rows], 1)
    return share


def _covered(places: np.ndarray, starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Count the characters before each place that lie inside a span."""
    before = np.concatenate([[0], np.cumsum(ends - starts)])
    number = np.searchsorted(starts, places, side="right")
    unfinished = np.maximum(ends[np.maximum(number, 1) - 1] - places, 0) * (number > 0)
    return before[number] - unfinished
