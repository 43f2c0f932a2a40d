"""Tone towards a named person, country or organisation, with calibrated probabilities.

A small model reads the words around a mention: static word vectors, averaged with weights that fall with the distance
on either side, and the lexicon words among them. Names are hidden from it, so it cannot learn to dislike one. It
was learnt by ``analysis.training.targets`` and ships as plain numbers (``data/targets.npz``).
"""

import re
from functools import cache
from typing import NamedTuple

import numpy as np
import pandas as pd
import scipy.sparse as sp

from analysis import reference, schema
from analysis.corpus import segment
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

_BATCH = 4_000
"""Mentions whose features are held at once: 18 MB."""


class Model(NamedTuple):
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


def of_articles(articles: pd.DataFrame, sentences: pd.DataFrame, names: pd.DataFrame) -> pd.DataFrame:
    """Measure the tone towards every named person, country and organisation in the bodies.

    Parameters
    ----------
    articles : DataFrame
        ``article_id``, ``title``, ``body``, and ``published_at`` for offices ("the US President").
    sentences : DataFrame
        ``article_id``, ``sentence``, ``start``, ``end``.
    names : DataFrame
        ``article_id``, ``sentence``, ``start``, ``end``, ``form``.

    Returns
    -------
    DataFrame
        ``schema.TARGETS``, a row for each mention, in the order of ``names``. A single word that neither the alias file
        nor a full name in the article explains is no target, nor is a demonym ("South Korean"), nor a title.

    Notes
    -----
    Right for two mentions in three; wrong on irony, on what follows from facts alone, and on long sentences with
    several people. Compare averages of many mentions, and read the sentences behind them.
    """
    in_body = _with_offices(names[names["sentence"] != segment.TITLE], articles)
    in_body = in_body[~in_body["form"].map(names_of.is_demonym).astype(bool)]
    target = names_of.canonical(in_body, articles)
    mentions = in_body.assign(target=target)[target.notna()].reset_index(drop=True)
    if mentions.empty:
        return schema.empty(schema.TARGETS)
    places = mentions[["article_id", "sentence"]].merge(
        sentences[["article_id", "sentence", "start", "end"]], on=["article_id", "sentence"], how="left"
    )
    texts = segment.texts_of(places, articles)
    inside = pd.DataFrame(
        {
            "sentence": texts,
            "start": mentions["start"] - places["start"],
            "end": mentions["end"] - places["start"],
        }
    )
    found = pd.concat([mentions[["article_id", "start", "end", "target"]], tone_of_mentions(inside)], axis=1)
    return schema.conform(found, schema.TARGETS)


def _with_offices(names: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Let "the US president" be one mention of its holder, and not one of the country."""
    bodies = dict(zip(articles["article_id"], articles["body"], strict=True))
    places = zip(names["article_id"], names["start"], names["form"], strict=True)
    forms = [names_of.office_at(bodies[article], start, form) or form for article, start, form in places]
    lengths = np.array([len(form) for form in forms], dtype="int64")
    ends = np.maximum(names["end"].to_numpy(), names["start"].to_numpy() + lengths)
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
    probabilities = np.full((len(mentions), 3), np.nan, dtype="float32")
    rows = np.flatnonzero(given)
    sentences = mentions["sentence"].to_numpy(dtype=object)
    starts, ends = mentions["start"].to_numpy(), mentions["end"].to_numpy()
    for first in range(0, len(rows), _BATCH):
        batch = rows[first : first + _BATCH]
        spans = zip(sentences[batch], starts[batch].tolist(), ends[batch].tolist(), strict=True)
        model = _model()
        probabilities[batch] = predicted(features(contexts(list(spans), model.vocabulary), model), model)
    return pd.DataFrame(probabilities, columns=["negative", "neutral", "positive"], index=mentions.index)


@cache
def _model() -> Model:
    arrays = reference.arrays(MODEL)
    words = arrays["words"].tobytes().decode("utf-8").split("\n")
    return Model(
        vocabulary={word: number for number, word in enumerate(words)},
        marks=marks_of(words),
        temperature=float(arrays["temperature"]),
        **{name: arrays[name].astype("float32") for name in _STORED},
    )


_STORED = ("vectors", "valences", "centre", "scale", "hidden", "hidden_bias", "out", "out_bias")
_CLAUSE, _NEGATION, _QUOTE, _QUESTION = 1, 2, 4, 8


def marks_of(words: list[str]) -> np.ndarray:
    """Tell for each word whether it bounds a clause, negates, quotes or asks: a number made of flags."""
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

    def of(self, text: str, opens: bool) -> list[int]:
        """Number the words of a text; a capital says nothing of the word that opens a sentence."""
        found = TOKEN.findall(text.replace("’", "'"))
        numbers = [self[word] for word in found]
        if opens and found:
            numbers[0] = self._vocabulary.get(found[0].lower(), -1)
        return numbers


def contexts(mentions: list[tuple[str, int, int]], vocabulary: dict[str, int]) -> Contexts:
    """Number the words on either side of each mention; words that the model has not learnt are left out."""
    numbers = Numbers(vocabulary)
    words: list[int] = []
    lefts, rights = [], []
    for sentence, start, end in mentions:
        first = max(0, start - REACH)
        left = numbers.of(sentence[first:start], opens=first == 0)
        right = numbers.of(sentence[end : end + REACH], opens=False)
        words += left
        words += right
        lefts.append(len(left))
        rights.append(len(right))
    sizes = np.array([lefts, rights], dtype="int64").reshape(2, -1)
    totals = sizes.sum(axis=0)
    mention = np.repeat(np.arange(len(mentions)), totals)
    place = np.arange(len(words)) - np.repeat(np.cumsum(totals) - totals, totals)
    distance = place - np.repeat(sizes[0], totals)
    distance += distance >= 0
    word = np.array(words, dtype="int64")
    known = word >= 0
    return Contexts(word[known], mention[known], distance[known], len(mentions))


def features(found: Contexts, model: Model) -> np.ndarray:
    """Describe each mention by word vectors and lexicon words around it: ndarray of shape (n_mentions, n_features)."""
    weights = _weights(found, model.marks)
    edges = np.searchsorted(found.mention, np.arange(found.n_mentions + 1))
    shape = (found.n_mentions, len(model.vectors))
    views = []
    for weight in weights[:N_VIEWS]:
        view = sp.csr_matrix((weight, found.words, edges), shape=shape) @ model.vectors
        views.append(view / np.maximum(np.linalg.norm(view, axis=1, keepdims=True), 1e-6))
    return np.hstack([*views, _lexicon_features(found, weights, model)]).astype("float32")


N_VIEWS = 2 + 2 * len(_SIDES)


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


def _lexicon_features(found: Contexts, weights: np.ndarray, model: Model) -> np.ndarray:
    valence = model.valences[found.words] * _negation(found, model.marks)
    columns = []
    for weight in weights:
        columns += [_summed(weight * np.maximum(valence, 0), found), _summed(weight * np.minimum(valence, 0), found)]
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


def predicted(described: np.ndarray, model: Model) -> np.ndarray:
    """Turn features into probabilities: the mean of several small networks, then the temperature.

    The networks lie side by side in one hidden layer; ``out`` has a block for each.
    """
    active = np.maximum(described @ model.hidden + model.hidden_bias, 0)
    n_networks = len(model.out)
    blocks = active.reshape(len(active), n_networks, -1).transpose(1, 0, 2)
    mean = _softmax(blocks @ model.out + model.out_bias[:, None, :]).mean(axis=0)
    return _softmax(np.log(mean) / model.temperature)


def _softmax(scores: np.ndarray) -> np.ndarray:
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return raised / raised.sum(axis=-1, keepdims=True)
