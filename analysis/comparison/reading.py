"""From texts to numbered words in one voice and one normal form: what the comparison of words counts.

House style is folded (see `spelling`), a person is one word whatever stands before the surname ("President Donald
Trump", "Mr Trump"), and what a template or a name adds is masked: names of outlets, bylines, sentences that an outlet
repeats from event to event.
"""

import re
from collections.abc import Callable

import numpy as np
import pandas as pd

from analysis import assets
from analysis.comparison import masking, persons
from analysis.comparison.vocabulary import (
    CAPITAL,
    DIGITS,
    END,
    INITIAL,
    LINE,
    MASK,
    N_MARKS,
    NAMED,
    PLACEHOLDER,
    SHORT,
    TITLE,
    Vocabulary,
    Words,
)
from analysis.corpus import encoded

VOICES = ("own", "all", "quoted", "headline")
"""Whose words: the outlet's own (headline, and body outside quotations), all, those of others, the headline's."""

Bodies = Callable[[pd.Series], pd.Series]
"""Gives the bodies of articles, by their ids."""


def of_articles(
    articles: pd.DataFrame,
    vocabulary: Vocabulary,
    *,
    bodies: Bodies | None = None,
    quotes: pd.DataFrame | None = None,
    voice: str = "all",
) -> Words:
    """Read the words of articles in one voice, folded and masked.

    Parameters
    ----------
    articles : DataFrame
        ``article_id``, ``title``, ``body``; where known ``outlet``, ``author``, ``event``.
    vocabulary : Vocabulary
        Numbers the terms; new ones are added.
    bodies : callable, optional
        Gives the bodies of some ids, so that ``articles`` need not hold all of them at once.
    quotes : DataFrame, optional
        ``article_id``, ``start``, ``end`` of what is said by others; needed for all voices but "all" and "headline".
    voice : {"own", "all", "quoted", "headline"}
        Whose words.

    Examples
    --------
    >>> articles = pd.DataFrame({"article_id": ["a"], "title": [None], "body": ["The favour, said Mr. Moon."]})
    >>> known = Vocabulary()
    >>> read = of_articles(articles, known)
    >>> [known.words[number] for number in read.token if number >= 0]
    ['the', 'favor', 'said', 'mr', 'moon']
    """
    words = _tokens(articles, vocabulary, bodies, _spans_of(articles, quotes), voice)
    words = _normal(words, vocabulary)
    token = words.token.copy()
    of_template = masking.is_repeated(words, articles) | masking.is_caption(words, vocabulary)
    token[of_template & (token != LINE)] = MASK  # where a line ends is asked of the articles that end with it too
    token[masking.is_party_label(words, vocabulary)] = MASK
    token = np.where(token == MASK, MASK, masking.without_names(words, articles, vocabulary))
    token[masking.is_dateline(words._replace(token=token))] = MASK
    return persons.folded(words._replace(token=token), vocabulary)


def plain(articles: pd.DataFrame, vocabulary: Vocabulary) -> Words:
    """Read the words of texts in one normal form, with nothing masked and nobody's name folded."""
    return _normal(_tokens(articles, vocabulary, None, {}, "all"), vocabulary)


def _normal(words: Words, vocabulary: Vocabulary) -> Words:
    """Fold what is one word in another form, and mark the words of longer names."""
    words = _closed_up(_joined(words, vocabulary), vocabulary)
    flags = words.flags.copy()
    flags[masking.is_in_name(words, vocabulary)] |= NAMED
    return words._replace(flags=flags)


def _spans_of(articles: pd.DataFrame, quotes: pd.DataFrame | None) -> dict[str, list[tuple[int, int]]]:
    """Gather the spans of each article that others say, in order and without overlaps."""
    found: dict[str, list[tuple[int, int]]] = {}
    if quotes is None or quotes.empty:
        return found
    rows = quotes[quotes["article_id"].isin(articles["article_id"])].sort_values(["article_id", "start", "end"])
    for key, start, end in zip(rows["article_id"].astype("str"), rows["start"], rows["end"], strict=True):
        own = found.setdefault(key, [])
        if own and start <= own[-1][1]:
            own[-1] = (own[-1][0], max(own[-1][1], int(end)))
        else:
            own.append((int(start), int(end)))
    return found


def in_voice(title: object, body: object, spans: list[tuple[int, int]], voice: str) -> list[str]:
    r"""Give the title and the body in one voice, each as a text.

    Examples
    --------
    >>> in_voice("Talks", "He said: “No.” They left.", [(9, 14)], "own")
    ['Talks', 'He said:  \ue000  They left.']
    >>> in_voice("Talks", "He said: “No.” They left.", [(9, 14)], "quoted")
    ['', '“No.”']
    """
    head, text = (value if isinstance(value, str) else "" for value in (title, body))
    if voice == "headline":
        return [head, ""]
    if voice == "quoted":
        return ["", "\n".join(text[start:end] for start, end in spans)]
    if voice == "own" and spans:
        edges = [0, *(place for span in spans for place in span), len(text)]
        text = f" {PLACEHOLDER} ".join(text[low:high] for low, high in zip(edges[::2], edges[1::2], strict=True))
    return [head, text]


TEXTS_AT_ONCE = 2_000
"""Articles whose tokens are found at once; only their numbers are kept."""


def _tokens(
    articles: pd.DataFrame,
    vocabulary: Vocabulary,
    bodies: Bodies | None,
    spans: dict[str, list[tuple[int, int]]],
    voice: str,
) -> Words:
    """Number all tokens, a mark of punctuation or several without a gap as one, and the article of each."""
    pieces = [Words(*(np.zeros(0, dtype) for dtype in ("int32", "int32", "uint8", "int32")))]
    for low in range(0, len(articles), TEXTS_AT_ONCE):
        rows = articles.iloc[low : low + TEXTS_AT_ONCE]
        ids = rows["article_id"].astype("str")
        texts = ids.map(bodies(rows["article_id"])) if bodies else rows["body"]
        given = zip(ids, rows["title"], texts, strict=True)
        lines = [
            [line for text in in_voice(title, body, spans.get(key, []), voice) for line in text.split("\n")]
            for key, title, body in given
        ]
        pieces.append(_read(lines, low, vocabulary))
    return Words(*(np.concatenate(column) for column in zip(*pieces, strict=True)))


def _read(lines: list[list[str]], first: int, vocabulary: Vocabulary) -> Words:
    """Number the tokens of some articles, with a `LINE` after each line."""
    read = encoded.of_texts([line for own in lines for line in own])
    known = [vocabulary.read(form) for form in read.forms]
    vocabulary.count(read.forms, np.bincount(read.ids, minlength=len(known)))
    number, flags, style = (np.array(column, dtype="int32") for column in zip(*known, strict=True)) if known else (
        np.zeros(0, "int32"),
    ) * 3  # fmt: skip
    is_mark = (number < 0)[read.ids] if known else np.zeros(0, dtype=bool)
    goes_on = np.append(False, is_mark[1:] & is_mark[:-1] & read.touches_next[:-1])[: len(is_mark)]
    ids, line = read.ids[~goes_on], read.text[~goes_on]
    n_lines = len(read.sizes)
    place = np.arange(len(line)) + line
    token = np.full(len(line) + n_lines, LINE, dtype="int32")
    of_article = np.repeat(np.arange(first, first + len(lines), dtype="int32"), [len(own) for own in lines])
    article = np.repeat(of_article, np.bincount(line, minlength=n_lines) + 1)
    found = Words(token, article, np.zeros(len(token), "uint8"), np.zeros(len(token), "int32"))
    if len(ids):
        found.token[place], found.flags[place], found.style[place] = number[ids], flags[ids], style[ids]
    return found


def _joined(words: Words, vocabulary: Vocabulary) -> Words:
    """Take "per cent" for one word, and leave out points that end an abbreviation and no sentence."""
    token, flags = words.token, words.flags
    per, cent, percent = (vocabulary.find(word) for word in ("per", "cent", "percent"))
    style = words.style
    kept = np.ones(len(token), dtype=bool)
    if per >= 0 and cent >= 0:
        both = np.flatnonzero((token[:-1] == per) & (token[1:] == cent))
        percent = vocabulary.number("percent")
        token, style = token.copy(), style.copy()
        token[both] = percent
        style[both] = vocabulary.style("percent", "per cent")
        kept[both + 1] = False
    for clock in ("a.m.", "p.m."):  # "8pm" is one word, so the 8 of "8 p.m." falls away
        kept[np.flatnonzero((token[1:] == vocabulary.find(clock)) & (token[1:] >= 0) & (flags[:-1] & DIGITS > 0))] = (
            False
        )
    inside = np.flatnonzero((token == END)[1:-1]) + 1
    before, after = flags[inside - 1], flags[inside + 1]
    opens = (after & CAPITAL > 0) & np.isin(token[inside + 1], _openers(vocabulary))
    goes_on = (token[inside + 1] >= 0) & (before & SHORT > 0) & ((before & TITLE > 0) | ~opens)
    kept[inside[goes_on]] = False
    style = _with_stop(style, inside[goes_on] - 1, vocabulary)
    initial = np.flatnonzero(before & INITIAL > 0)
    kept[inside[initial[(after[initial] & CAPITAL > 0) & (token[inside[initial] + 1] >= 0)]]] = False
    return words._replace(token=token, style=style).where(kept)


def _openers(vocabulary: Vocabulary) -> list[int]:
    """List the words that open a sentence where they are capitalised behind an abbreviation: "in the U.S. The talks".

    Others go on: "U.S. District Judge" is read as "US District Judge" is.
    """
    known = (vocabulary.find(word) for word in assets.table("function_words.csv")["word"])
    return [number for number in known if number >= 0]


def _with_stop(style: np.ndarray, places: np.ndarray, vocabulary: Vocabulary) -> np.ndarray:
    """Write the abbreviations in some places with the stop that follows them ("Mr." and not "Mr")."""
    found, style = style[places], style.copy()
    stopped = {number: _stopped(*vocabulary.styles[number]) for number in np.unique(found[found > 0]).tolist()}
    known = {number: vocabulary.style(*form) for number, form in stopped.items()}
    style[places] = [known.get(number, number) for number in found.tolist()]
    return style


def _stopped(term: str, form: str) -> tuple[str, str]:
    return term, form if form.endswith(".") else f"{form}."


NEVER_CLOSED = "re-"
"""Before this the hyphen tells words apart: to re-sign is not to resign."""

SCORE = re.compile(r"\d-\d")
"""Between digits the hyphen is no spelling: a score of 1-2 is not twelve."""


def _closed_up(words: Words, vocabulary: Vocabulary) -> Words:
    """Count a word with a hyphen as the one without, where that is written too ("mid-term" and "midterm")."""
    number = np.arange(len(vocabulary.words) + N_MARKS)
    number[-N_MARKS:] = np.arange(-N_MARKS, 0)
    style = np.zeros(len(number), dtype=words.style.dtype)
    for place, term in enumerate(tuple(vocabulary.words)):
        closed = vocabulary.find(term.replace("-", "")) if "-" in term else MASK
        if closed >= 0 and not term.startswith(NEVER_CLOSED) and not SCORE.search(term):
            number[place] = closed
            both = (vocabulary.words[closed], term), (vocabulary.words[closed],) * 2
            style[place], style[closed] = (vocabulary.style(*form) for form in both)
    folded = number[words.token].astype(words.token.dtype)
    return words._replace(token=folded, style=np.where(words.style > 0, words.style, style[words.token]))
