"""Tone towards a named person, country or organisation, with calibrated probabilities.

A small model reads the words around a mention: static word vectors, averaged with weights that fall with the distance
on either side, and the lexicon words among them. Names are hidden from it, so it cannot learn to dislike one. It
was learnt by ``analysis.training.targets`` and ships as plain numbers (``data/targets.npz``).
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
import pandas as pd
import scipy.sparse as sp

from analysis import assets, codes, schema
from analysis.corpus import encoded, segment
from analysis.corpus.encoded import EncodedTokens
from analysis.measures import names as names_of

MODEL = "targets.npz"
REACH = 300
"""Characters of the sentence that are read on either side of a mention: enough for 98 in 100 of NewsMTSC, and a
sentence of 50,000 characters costs no more than this for each of its mentions."""

NAME = "<name>"
"""What stands for every other name in a sentence."""

TOKEN = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*|\d+|[?!…“”\"(),;:—–.-]")
"""A word, a number or a mark, after typographic apostrophes were made plain."""

_CLAUSE_MARKS = frozenset(
    ", ; : — – ( ) that which who while but because although though when if and as after before since".split()
)
_NEGATIONS = frozenset(
    "not no never none nor neither without cannot hardly barely rarely seldom despite isn't aren't wasn't weren't "
    "don't doesn't didn't can't couldn't won't wouldn't shouldn't hasn't haven't hadn't".split()
)
_NEGATED = -0.74
"""What a negation among the three words before makes of a valence: VADER's factor."""

_QUOTES = frozenset('" “ ”'.split())
_SIDES = (2.0, 6.0, 15.0)
"""Words after which the weight of a word falls to a third, for three pairs of views left and right of a mention."""

_BATCH = 1_000
"""Mentions whose features are held at once: 8 MB, which stay near the processor."""

_GRID = 2.0**20
"""Steps in a unit of what the network reads and weighs, so that its sums are exact in double precision: products are
whole multiples of 2^-40, and their sums stay below 2^13. Then a mention's tone does not depend on the mentions that it
is judged with; a millionth is far below what the model knows."""


class TargetModel(NamedTuple):
    """The learnt numbers: word vectors (scaled by rarity), valences, scales, a network, and a temperature."""

    vocabulary: dict[str, int]
    vectors: np.ndarray
    valences: np.ndarray
    marks: np.ndarray
    centre: np.ndarray
    scale: np.ndarray
    hidden: np.ndarray
    hidden_bias: np.ndarray
    out: np.ndarray
    out_bias: np.ndarray
    temperature: float


class Contexts(NamedTuple):
    """The words around mentions in one long row: which word, whose mention, how far (negative: to the left)."""

    words: np.ndarray
    mention: np.ndarray
    distance: np.ndarray
    n_mentions: int


def of_articles(
    articles: pd.DataFrame, sentences: pd.DataFrame, names: pd.DataFrame, tokens: EncodedTokens | None = None
) -> pd.DataFrame:
    """Measure the tone towards every named person, country and organisation in the bodies.

    Parameters
    ----------
    articles : DataFrame
        ``article_id``, ``title``, ``body``, and ``published_at`` for offices ("the US President").
    sentences : DataFrame
        ``article_id``, ``sentence``, ``start``, ``end``.
    names : DataFrame
        ``article_id``, ``sentence``, ``start``, ``end``, ``form``.
    tokens : EncodedTokens, optional
        `encoded.of_articles` of these articles, where it is known already.

    Returns
    -------
    DataFrame
        ``schema.TARGETS``, a row for each mention, in the order of ``names``; probabilities in hundredths. A single
        word that neither the alias file nor a full name in the article explains is no target, nor is a demonym
        ("South Korean"), nor a title.

    Notes
    -----
    Right for two mentions in three; wrong on irony, on what follows from facts alone, and on long sentences with
    several people. Compare averages of many mentions, and read the sentences behind them.
    """
    in_body = _with_offices(names[(names["sentence"] != segment.TITLE).to_numpy()], articles)
    form, forms = pd.factorize(in_body["form"])
    in_body = in_body[~np.array([names_of.is_demonym(text) for text in forms], dtype=bool)[form]]
    target = names_of.canonical(in_body, articles)
    mentions = in_body.assign(target=target)[target.notna().to_numpy()].reset_index(drop=True)
    if mentions.empty:
        return schema.empty(schema.TARGETS)
    places = mentions[["article_id", "sentence"]].merge(
        sentences[["article_id", "sentence", "start", "end"]], on=["article_id", "sentence"], how="left"
    )
    texts = encoded.bodies(len(articles))[codes.every_row(mentions["article_id"], articles["article_id"])]
    bounds = [frame[edge].to_numpy() for frame in (places, mentions) for edge in ("start", "end")]
    bodies = [text for pair in zip(articles["title"], articles["body"], strict=True) for text in pair]
    inside = MentionPlaces(texts, *bounds)
    judged = _judged(windows(inside, tokens or encoded.of_articles(articles), bodies, _model().vocabulary))
    found = pd.concat([mentions[["article_id", "start", "end", "target"]], _in_hundredths(judged)], axis=1)
    return schema.conform(found, schema.TARGETS)


def _in_hundredths(judged: pd.DataFrame) -> pd.DataFrame:
    """Keep two digits of probabilities that are off by .043 on average, and let them add up to 1 all the same."""
    rounded = judged.round(2)
    rounded["neutral"] = (1 - rounded["negative"] - rounded["positive"]).clip(lower=0).round(2)
    return rounded


def _with_offices(names: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Let "the US president" be one mention of its holder, and not one of the country."""
    form, distinct = pd.factorize(names["form"])
    rows = np.flatnonzero(np.array([names_of.opens_office(text) for text in distinct], dtype=bool)[form])
    bodies = dict(zip(articles["article_id"], articles["body"], strict=True))
    places = zip(*(names[column].iloc[rows].tolist() for column in ("article_id", "start", "form")), strict=True)
    forms = names["form"].to_numpy(dtype=object).copy()
    forms[rows] = [names_of.office_at(bodies[article], start, form) or form for article, start, form in places]
    ends = names["end"].to_numpy().copy()
    ends[rows] = np.maximum(ends[rows], names["start"].to_numpy()[rows] + [len(form) for form in forms[rows]])
    return names.assign(form=pd.Series(forms, index=names.index, dtype="str"), end=ends)


def tone_of_mentions(mentions: pd.DataFrame) -> pd.DataFrame:
    """Judge the tone of sentences towards the mention that each holds.

    Parameters
    ----------
    mentions : DataFrame
        ``sentence`` (text), ``start``, ``end`` (characters of the mention in it).

    Returns
    -------
    DataFrame
        ``negative``, ``neutral``, ``positive``: calibrated probabilities that add up to 1, with the index of
        ``mentions``. Empty where the sentence is missing.

    Examples
    --------
    >>> mentions = pd.DataFrame({"sentence": ["Critics slammed Roe for his shameful lies.", "Fans praised Roe warmly."],
    ...                          "start": [16, 13], "end": [19, 16]})
    >>> tone_of_mentions(mentions).idxmax(axis=1).tolist()
    ['negative', 'positive']
    """
    given = mentions["sentence"].notna().to_numpy(dtype=bool)
    probabilities = pd.DataFrame(np.nan, index=mentions.index, columns=list(_CLASSES), dtype="float32")
    row, texts = pd.factorize(mentions["sentence"].to_numpy(dtype=object)[given])
    start, end = (mentions[edge].to_numpy(dtype="int64")[given] for edge in ("start", "end"))
    sizes = np.array([len(text) for text in texts], dtype="int64")
    inside = MentionPlaces(row, np.zeros_like(start), sizes[row], start, end)
    judged = _judged(windows(inside, encoded.of_texts(texts), texts, _model().vocabulary))
    probabilities.loc[given] = judged.to_numpy()
    return probabilities


_CLASSES = ("negative", "neutral", "positive")


def _judged(read: "Windows") -> pd.DataFrame:
    model, n = _model(), len(read.opens)
    batches = (slice(first, first + _BATCH) for first in range(0, n, _BATCH))
    found = [predicted(features(contexts_in(read, batch), model), model) for batch in batches]
    judged = np.concatenate([np.zeros((0, len(_CLASSES))), *found], dtype="float32", casting="same_kind")
    return pd.DataFrame(judged, columns=list(_CLASSES))


@cache
def _model() -> TargetModel:
    arrays = assets.arrays(MODEL)
    words = arrays["words"].tobytes().decode("utf-8").split("\n")
    return TargetModel(
        vocabulary={word: number for number, word in enumerate(words)},
        marks=marks_of(words),
        temperature=float(arrays["temperature"]),
        **{name: arrays[name].astype("float32") for name in _OF_WORDS},
        **{name: on_grid(arrays[name]) for name in _OF_NETWORK},
    )


_OF_WORDS = ("vectors", "valences", "centre", "scale")
_OF_NETWORK = ("hidden", "hidden_bias", "out", "out_bias")
_CLAUSE, _NEGATION, _QUOTE, _QUESTION = 1, 2, 4, 8


def marks_of(words: list[str]) -> np.ndarray:
    """Return for each word whether it bounds a clause, negates, quotes or asks: a number made of flags."""
    return np.array(
        [
            _CLAUSE * (word in _CLAUSE_MARKS)
            + _NEGATION * (word in _NEGATIONS)
            + _QUOTE * (word in _QUOTES)
            + _QUESTION * (word == "?")
            for word in words
        ],
        dtype="uint8",
    )


class Numbers(dict[str, int]):
    """Number words as they stand: the vocabulary's number of the small word, of `NAME` for a capital, else -1.

    Examples
    --------
    >>> numbers = Numbers({"talks": 0, "<name>": 1})
    >>> [numbers[word] for word in ("talks", "Kim", "rumble")]
    [0, 1, -1]
    """

    def __init__(self, vocabulary: dict[str, int]) -> None:
        super().__init__()
        self._vocabulary = vocabulary

    def __missing__(self, word: str) -> int:
        self[word] = number = self._vocabulary.get(NAME if word[0].isupper() else word, -1)
        return number

    def small(self, word: str) -> int:
        """Number a word that opens a sentence, where a capital says nothing."""
        return self._vocabulary.get(word.lower(), -1)

    def of(self, text: str, opens: bool) -> list[int]:
        """Number the words of a text, of which the first may open a sentence."""
        found = TOKEN.findall(text.replace("’", "'"))
        numbers = [self[word] for word in found]
        if opens and found:
            numbers[0] = self.small(found[0])
        return numbers


class MentionPlaces(NamedTuple):
    """Where mentions stand: their text, its sentence's first and last character, and their own."""

    text: np.ndarray
    first: np.ndarray
    last: np.ndarray
    start: np.ndarray
    end: np.ndarray


class Windows(NamedTuple):
    """What is read of each mention: up to six runs of ``words``, three on either side.

    Of the three, the middle one is of whole words; the outer ones are pieces of words that a mention, or the end of the
    reach, cuts in two ("Trump" and "'s"). ``small`` holds the words without their capitals, and ``opens`` tells whether
    the left side opens its sentence.
    """

    words: np.ndarray
    small: np.ndarray
    starts: np.ndarray
    counts: np.ndarray
    opens: np.ndarray


class _Pieces(dict[str, tuple[int, int]]):
    """Number pieces of words, each once: where its words begin behind the other words, and how many they are."""

    def __init__(self, numbers: Numbers, n_words: int) -> None:
        super().__init__()
        self._numbers, self._n_words = numbers, n_words
        self.words: list[int] = []
        self.small: list[int] = []

    def __missing__(self, piece: str) -> tuple[int, int]:
        own = self._numbers.of(piece, opens=False)
        self[piece] = found = (self._n_words + len(self.words), len(own))
        self.words += own
        self.small += self._numbers.of(piece, opens=True)
        return found


def windows(places: MentionPlaces, tokens: EncodedTokens, texts: Sequence[str], vocabulary: dict[str, int]) -> Windows:
    """Find what stands on either side of mentions, in the numbers of a vocabulary.

    Parameters
    ----------
    places : MentionPlaces
        The mentions.
    tokens : EncodedTokens
        Of the texts (`encoded.of_texts`).
    texts : sequence of str
        The texts themselves.
    vocabulary : dict
        The model's words.
    """
    numbers = Numbers(vocabulary)
    words, small, start, end = _read(tokens, numbers)
    pieces = _Pieces(numbers, len(words))
    sides = [
        (np.maximum(places.first, places.start - REACH), np.minimum(places.start, places.last)),
        (places.end, np.minimum(places.end + REACH, places.last)),
    ]
    edges = (tokens.offsets, start, end)
    runs = [_side(places.text, *side, edges, texts, pieces) for side in sides]
    starts, counts = (np.hstack(columns) for columns in zip(*runs, strict=True))
    return Windows(
        words=np.concatenate([words, np.array(pieces.words, dtype="int64")]),
        small=np.concatenate([small, np.array(pieces.small, dtype="int64")]),
        starts=starts,
        counts=counts,
        opens=places.start - REACH <= places.first,
    )


def _read(tokens: EncodedTokens, numbers: Numbers) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return words of texts as the model sees them: number, number when small, first character, one after the last.

    Characters are counted in the row of all texts (`EncodedTokens.offsets`).
    """
    words: list[tuple[int, int, int, int]] = []
    edges = [0]
    for form in tokens.forms:
        if form.isalpha():
            words.append((numbers[form], numbers.small(form), 0, len(form)))
        else:
            found = TOKEN.finditer(form.replace("’", "'"))
            words += [(numbers[match.group()], numbers.small(match.group()), *match.span()) for match in found]
        edges.append(len(words))
    word, small, start, end = np.array(words, dtype="int64").reshape(-1, 4).T
    owner, flat = encoded.expanded(tokens.ids, encoded.Pieces(word, np.array(edges)))
    row = tokens.row[owner]
    return word[flat], small[flat], row + start[flat], row + end[flat]


def _side(
    text: np.ndarray, low: np.ndarray, high: np.ndarray, edges: tuple[np.ndarray, np.ndarray, np.ndarray],
    texts: Sequence[str], pieces: _Pieces,
) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    """Find the words between two characters of each mention: starts and counts of a piece, whole words, a piece."""
    offsets, start, end = edges
    first, last = (np.searchsorted(start, offsets[text] + place) for place in (low, high))
    end = np.append(end, -1)  # what stands before the first word ends nowhere
    cut_first = (high > low) & (end[first - 1] > offsets[text] + low)
    cut_last = (last > first) & (end[last - 1] > offsets[text] + high)
    starts, counts = np.zeros((2, len(text), 3), dtype="int64")
    starts[:, 1], counts[:, 1] = first, np.maximum(last - first - cut_last, 0)
    for row in np.flatnonzero(cut_first).tolist():
        stop = min(high[row], end[first[row] - 1] - offsets[text[row]])
        starts[row, 0], counts[row, 0] = pieces[texts[text[row]][low[row] : stop]]
    for row in np.flatnonzero(cut_last).tolist():
        begin = start[last[row] - 1] - offsets[text[row]]
        starts[row, 2], counts[row, 2] = pieces[texts[text[row]][begin : high[row]]]
    return starts, counts


def contexts(mentions: list[tuple[str, int, int]], vocabulary: dict[str, int]) -> Contexts:
    """Number the words on either side of mentions (a sentence, and the mention's first and last character in it)."""
    sentences, *edges = zip(*mentions, strict=True)
    rows, sizes = np.arange(len(sentences)), np.array([len(sentence) for sentence in sentences])
    places = MentionPlaces(rows, np.zeros_like(rows), sizes, *(np.array(edge, dtype="int64") for edge in edges))
    return contexts_in(windows(places, encoded.of_texts(sentences), sentences, vocabulary), slice(None))


def contexts_in(read: Windows, batch: slice) -> Contexts:
    """Put the words of some mentions in a row; words that the model has not learnt are left out."""
    counts = read.counts[batch]
    places = encoded.runs(read.starts[batch].ravel(), counts.ravel())
    totals, lefts = counts.sum(axis=1), counts[:, :3].sum(axis=1)
    begins = np.cumsum(totals) - totals
    word = read.words[places]
    opening = begins[read.opens[batch] & (lefts > 0)]
    word[opening] = read.small[places[opening]]
    mention = np.repeat(np.arange(len(counts)), totals)
    distance = np.arange(len(word)) - np.repeat(begins + lefts, totals)
    distance += distance >= 0
    known = word >= 0
    return Contexts(word[known], mention[known], distance[known], len(counts))


def features(found: Contexts, model: TargetModel) -> np.ndarray:
    """Describe each mention by word vectors and lexicon words around it: ndarray of shape (n_mentions, n_features)."""
    weights = _weights(found, model.marks)
    edges = np.searchsorted(found.mention, np.arange(found.n_mentions + 1))
    size, shape = model.vectors.shape[1], (found.n_mentions, len(model.vectors))
    described = np.empty((found.n_mentions, N_VIEWS * size + len(model.centre)))
    for number, weight in enumerate(weights[:N_VIEWS]):
        counts = weight != 0  # most views are of one side or of one clause
        own_edges = np.concatenate([[0], np.cumsum(counts)])[edges]
        view = sp.csr_matrix((weight[counts], found.words[counts], own_edges), shape=shape) @ model.vectors
        norm = np.maximum(np.linalg.norm(view, axis=1, keepdims=True), 1e-6)
        np.divide(view, norm, out=described[:, number * size : (number + 1) * size])
    described[:, N_VIEWS * size :] = _lexicon_features(found, weights, model)
    return described


N_VIEWS = 2 + 2 * len(_SIDES)
N_LEXICON = 2 * (N_VIEWS + 3) + 5
"""Features beside word vectors: positive and negative words in each view and three more, and five counts."""


def _weights(found: Contexts, marks: np.ndarray) -> np.ndarray:
    """Weigh every word for every view: sentence, clause, and two sides at each of three ranges."""
    distance = found.distance.astype("float32")
    left = distance < 0
    rows = [np.ones_like(distance), _in_clause(found, marks)]
    for span in _SIDES:
        near = np.exp(-np.abs(distance) / span)
        rows += [near * left, near * ~left]
    rows += [np.exp(-np.abs(distance) / 10), left, ~left]
    return np.array(rows, dtype="float32")


def _in_clause(found: Contexts, marks: np.ndarray) -> np.ndarray:
    bounds = (marks[found.words] & _CLAUSE) > 0
    far = np.iinfo("int64").max
    left, right = np.full(found.n_mentions, -far), np.full(found.n_mentions, far)
    before, after = bounds & (found.distance < 0), bounds & (found.distance > 0)
    np.maximum.at(left, found.mention[before], found.distance[before])
    np.minimum.at(right, found.mention[after], found.distance[after])
    return (found.distance > left[found.mention]) & (found.distance < right[found.mention])


def _lexicon_features(found: Contexts, weights: np.ndarray, model: TargetModel) -> np.ndarray:
    valence = model.valences[found.words] * _negation(found, model.marks)
    columns: list[np.ndarray] = []
    up, down = (np.flatnonzero(sign * valence > 0) for sign in (1, -1))
    for weight in weights:
        columns += [
            np.bincount(found.mention[some], weight[some] * valence[some], found.n_mentions) for some in (up, down)
        ]
    marks = model.marks[found.words]
    n_words = np.bincount(found.mention, minlength=found.n_mentions)
    n_left = _summed(found.distance < 0, found)
    columns += [
        np.log(n_words + 1),
        n_left / np.maximum(n_words, 1),
        _summed(marks & _QUOTE > 0, found),
        _summed(marks & _QUESTION > 0, found) > 0,
        n_left == 0,
    ]
    return (np.column_stack(columns) - model.centre) / model.scale


def _summed(values: np.ndarray, found: Contexts) -> np.ndarray:
    return np.bincount(found.mention, values, found.n_mentions)


def _negation(found: Contexts, marks: np.ndarray) -> np.ndarray:
    negates = (marks[found.words] & _NEGATION) > 0
    negated = np.zeros(len(negates), dtype=bool)
    for step in (1, 2, 3):
        negated[step:] |= negates[:-step] & (found.mention[step:] == found.mention[:-step])
    return np.where(negated, _NEGATED, 1.0)


def predicted(described: np.ndarray, model: TargetModel) -> np.ndarray:
    """Turn features into probabilities: a network of one hidden layer, then the temperature."""
    active = np.maximum(on_grid(described) @ model.hidden + model.hidden_bias, 0)
    return _softmax((on_grid(active) @ model.out + model.out_bias) / model.temperature)


def on_grid(values: np.ndarray) -> np.ndarray:
    """Round to whole multiples of a millionth (2^-20), in double precision."""
    rounded = np.multiply(values, _GRID, dtype="float64")
    np.rint(rounded, out=rounded)
    rounded *= 1 / _GRID  # exact, as a power of two, and quicker than to divide
    return rounded


def _softmax(scores: np.ndarray) -> np.ndarray:
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return raised / raised.sum(axis=-1, keepdims=True)
