"""How probable it is that two articles report the same event: a logistic regression on how alike they are.

The model sees likeness of words, names and numbers, the days between the articles, and how alike the articles are to
*other* news of the same weeks. The last is what lets one cut serve every corpus: among thousands of local shootings
a cosine of .3 is nothing special, among general news it is.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse

from analysis import assets
from analysis.events import headwords, joining, lapse
from analysis.events.candidates import Pairs
from analysis.events.times import Dates
from analysis.measures import vectors

MODEL = "events.toml"

FEATURES = (
    "body_log", "lead_root", "title_root", "names_log", "numbers_root",
    "headline_in_lead",
    *lapse.FEATURES,
    "surroundings",
)  # fmt: skip
"""What the model sees of a pair, in the order of its coefficients; `features_of` tells what each is."""

MIN_BODY, MIN_NAMES = 0.02, 0.05
"""Added before logs are taken: the cosine of unrelated articles, below which differences are noise."""

SURROUNDINGS_DAYS = 30
"""Length of the periods whose news an article is compared with; its own period and the two beside it count."""

USUAL_COSINE = 0.03
"""Mean cosine of an article with other general news on the shipped background (medians .033 to .036)."""

USUAL_ARTICLES = 50
"""Three articles tell nothing about their surroundings: 50 imagined ones at `USUAL_COSINE` count too."""

USUAL_SURROUNDINGS = 0.035
"""How alike an article is to other general news: between the medians on the shipped background. Where one of two
articles has no usable date they are judged as if among such news: nobody knows the weeks of the one, and so the pair
depends on these two alone."""

SERIES_WORDS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "final", "last",
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
"""Words that tell one of a series from the next as numbers and names do: the second summit, the figures of May."""

_TEMPLATE_WORDS = 2

_TEMPLATE_COSINE, _TEMPLATE_SHARE, _TEMPLATE_NUMBERS = 0.3, 0.8, 3
"""Least cosine of texts that may come from one template, least share of the plain words of the shorter one that both
have, and least numbers that each has to itself. Two reports of one happening rarely share more than half of these
words, and then its numbers too."""

_OWN_NAMES = 3
"""Two reports that each hold so many words of names and share none tell of two happenings, however alike they are: a
shooting here, a shooting there. In `events_gva` one in a hundred such pairs that are as likely one event as not is one;
no other labelled set holds any."""


@dataclass(frozen=True)
class PairModel:
    """Hold the learnt numbers: ``probability = logistic(intercept + features @ coefficients)``."""

    intercept: float
    coefficients: np.ndarray


class Evidence(NamedTuple):
    """Hold what pairs are judged on: a matrix a field, the dates, likeness to the surroundings, and which columns of
    the matrices stand for `SERIES_WORDS`."""

    matrices: dict[str, sparse.csr_matrix]
    dates: Dates
    surroundings: np.ndarray
    is_series: np.ndarray


def model() -> PairModel:
    """Read the shipped coefficients of ``data/events.toml``."""
    return stored(MODEL, FEATURES)


def stored(name: str, features: Sequence[str]) -> PairModel:
    """Read the coefficients of a file of the folder ``data``."""
    numbers = assets.toml(name)
    return PairModel(numbers["intercept"], np.array([numbers["coefficients"][feature] for feature in features]))


def as_toml(header: str, learnt: PairModel, features: Sequence[str]) -> str:
    """Write what `stored` reads, with six significant digits.

    Examples
    --------
    >>> as_toml("# Of two.", PairModel(-1.5, np.arange(2) / 3), ["one", "other"]).splitlines()[2:]
    ['intercept = -1.5', '', '[coefficients]', 'one = 0', 'other = 0.333333']
    """
    lines = [f"{name} = {value:.6g}" for name, value in zip(features, learnt.coefficients, strict=True)]
    return "\n".join([header, "", f"intercept = {learnt.intercept:.6g}", "", "[coefficients]", *lines, ""])


def name_of(models: Sequence[PairModel], known: vectors.Background) -> str:
    """Name what articles and events are judged with, in twelve hex digits.

    Pairs and links of two names must not stand side by side.

    Examples
    --------
    >>> tiny = vectors.Background(np.array([3, 7]), np.array([99, 9]), n_articles=100)
    >>> names = [name_of([PairModel(intercept, np.array([0.5]))], tiny) for intercept in (1.0, 1.0, 1.1)]
    >>> names[0] == names[1], names[0] == names[2], len(names[0])
    (True, False, 12)
    """
    learnt = [number for one in models for number in (one.intercept, *one.coefficients)]
    rules = (
        USUAL_SURROUNDINGS,
        headwords.HEAVIEST,
        headwords.LEAST_SHARED,
        _OWN_NAMES,
        joining.SEVERAL,
        joining.CUT_OF_SEVERAL,
    )
    numbers = np.array([*learnt, known.n_articles, *rules], dtype="<f8")
    arrays = (numbers, known.features.astype("<i8"), known.counts.astype("<i8"))
    return hashlib.sha256(b"".join(array.tobytes() for array in arrays)).hexdigest()[:12]


def evidence_of(ids: Sequence[str], dates: Dates, counted: pd.DataFrame, known: vectors.Background) -> Evidence:
    """Prepare what pairs of articles are judged on.

    Parameters
    ----------
    ids : sequence of str
        The articles.
    dates : Dates
        Their dates (`times.of_corpus`).
    counted : DataFrame
        Their ``vectors`` table.
    known : Background
        The background that words are weighed with.
    """
    matrices, vocabulary = vectors.all_weighted(counted, vectors.FIELDS, ids, known)
    is_series = np.isin(vocabulary, vectors.features_of(SERIES_WORDS))
    return Evidence(matrices, dates, surroundings_of(matrices["body"], dates.days), is_series)


def periods_of(days: np.ndarray) -> np.ndarray:
    """Number the period of `SURROUNDINGS_DAYS` that each day lies in; NaN for an undated article."""
    return np.floor(days / SURROUNDINGS_DAYS)


def surroundings_of(matrix: sparse.csr_matrix, days: np.ndarray) -> np.ndarray:
    """Average how alike each article is to the other articles of its weeks; undated ones to the other undated ones.

    Higher: the corpus holds much of the same kind. Starts from `USUAL_COSINE`, so that a small corpus changes little.

    Examples
    --------
    >>> same = sparse.csr_matrix(np.ones((51, 1)))
    >>> surroundings_of(same, np.zeros(51)).round(2)[:2]
    array([0.52, 0.52])
    """
    if not matrix.shape[0]:
        return np.empty(0)
    dated = np.flatnonzero(~np.isnan(days))
    periods, place = np.unique(periods_of(days[dated]), return_inverse=True)
    likeness = np.empty(len(days))
    for number, period in enumerate(periods):
        around = dated[np.abs(periods[place] - period) <= 1]
        within = dated[place == number]
        likeness[within] = _mean_likeness(matrix, within, around)
    undated = np.flatnonzero(np.isnan(days))
    likeness[undated] = _mean_likeness(matrix, undated, undated)
    return likeness


def _mean_likeness(matrix: sparse.csr_matrix, within: np.ndarray, around: np.ndarray) -> np.ndarray:
    """Average the cosines of some articles with those around them, each article itself left out."""
    total = np.asarray(matrix[around].sum(axis=0, dtype="float64")).ravel()
    itself = np.diff(matrix.indptr)[within] > 0
    others = matrix[within] @ total - itself
    return np.asarray((others + USUAL_COSINE * USUAL_ARTICLES) / (len(around) - 1 + USUAL_ARTICLES))


def _row_products(
    left: sparse.csr_matrix,
    right: sparse.csr_matrix,
    left_rows: np.ndarray,
    right_rows: np.ndarray,
    at_once: int = 4096,
) -> np.ndarray:
    """Multiply chosen rows of one matrix with chosen rows of another, pair by pair, a few thousand at once."""
    products = [
        np.asarray(left[left_rows[i : i + at_once]].multiply(right[right_rows[i : i + at_once]]).sum(axis=1)).ravel()
        for i in range(0, len(left_rows), at_once)
    ]
    return np.concatenate([np.empty(0), *products])


def features_of(pairs: Pairs, evidence: Evidence, *, as_written: bool = False) -> np.ndarray:
    """Describe pairs of articles in the numbers of `FEATURES`.

    Parameters
    ----------
    pairs : Pairs
        Row numbers of the articles.
    evidence : Evidence
        What is known of the articles.
    as_written : bool
        See `lapse.features_of`. Also take the corpus as the surroundings of undated articles: the model is learnt from
        whole corpora whose dates are erased.

    Returns
    -------
    ndarray of shape (n_pairs, n_features)
        Natural logs of the cosines of body and names (a step from .1 to .2 tells as much as one from .4 to .8),
        square roots of those of lead, title and numbers, and of either headline with the other's lead, averaged;
        what `lapse` sees; the natural log of how alike the two articles are to the news around them (geometric mean).
    """
    left, right = pairs
    cosines = {field: cosines_of(pairs, matrix) for field, matrix in evidence.matrices.items()}
    roots = [np.sqrt(cosines[field]) for field in ("lead", "title", "numbers")]
    logs = [np.log(cosines[field] + least) for field, least in (("body", MIN_BODY), ("names", MIN_NAMES))]
    around = np.log(evidence.surroundings[left] * evidence.surroundings[right]) / 2
    undated = np.isnan(evidence.dates.days)
    if not as_written:
        around[undated[left] | undated[right]] = np.log(USUAL_SURROUNDINGS)
    told = across(pairs, evidence.matrices["title"], evidence.matrices["lead"])
    in_time = lapse.features_of(pairs, evidence.dates, as_written=as_written)
    return np.column_stack([logs[0], *roots[:2], logs[1], roots[2], told, *in_time, around])


def across(pairs: Pairs, one: sparse.csr_matrix, other: sparse.csr_matrix) -> np.ndarray:
    """Average the square roots of two cosines: of the first's one field with the second's other, and vice versa.

    Examples
    --------
    >>> one, other = sparse.csr_matrix([[1.0], [0.0]]), sparse.csr_matrix([[0.0], [0.25]])
    >>> across(Pairs(np.array([0]), np.array([1])), one, other)
    array([0.25])
    """
    products = (_row_products(one, other, *pairs), _row_products(one, other, *pairs[::-1]))
    return np.asarray(np.mean(np.sqrt(np.clip(products, 0.0, 1.0)), axis=0))


def ruled_out(pairs: Pairs, evidence: Evidence) -> np.ndarray:
    """Tell which pairs report two events, however alike they are: of one template, of two rounds, of other names.

    Of one template, filled with other names or numbers: either the headlines are one but for the names, numbers or
    `SERIES_WORDS` in them ("Day 2", "Day 21"; two cities; the second round, the third), share at least two words, and
    each holds one of these of its own and nothing else of its own; or the texts are (`_one_text_with_other_numbers`):
    weekly figures, quakes, matches. Of two rounds: both texts say which of a series they tell of
    (`lapse.of_another_round`). Of other names: both hold several (`_OWN_NAMES`), and none is the same.

    Returns
    -------
    ndarray of bool of shape (n_pairs,)
    """
    one_template = _one_headline(pairs, evidence) | _one_text_with_other_numbers(pairs, evidence)
    return one_template | lapse.of_another_round(pairs, evidence.dates) | _of_other_names(pairs, evidence)


def _of_other_names(pairs: Pairs, evidence: Evidence) -> np.ndarray:
    names = _present(evidence.matrices["names"])
    return np.asarray((_fewer(names, pairs) >= _OWN_NAMES) & (_row_products(names, names, *pairs) == 0))


def _one_headline(pairs: Pairs, evidence: Evidence) -> np.ndarray:
    left, right = pairs
    title = (evidence.matrices["title"] > 0).astype("float64")
    anchors = ((evidence.matrices["names"] + evidence.matrices["numbers"]) > 0).astype("float64")
    plain = sparse.csr_matrix(title - title.multiply(anchors)) @ sparse.diags((~evidence.is_series).astype("float64"))
    plain.eliminate_zeros()
    n_words, n_plain = (np.asarray(part.sum(axis=1)).ravel() for part in (title, plain))
    shared, shared_plain = _row_products(title, title, left, right), _row_products(plain, plain, left, right)
    own = [(n_words[side] > shared) & (n_plain[side] == shared_plain) for side in (left, right)]
    return np.asarray(own[0] & own[1] & (shared >= _TEMPLATE_WORDS))


def _one_text_with_other_numbers(pairs: Pairs, evidence: Evidence) -> np.ndarray:
    """Tell which pairs share most of their words and few of their numbers, each having several of its own."""
    numbers = _present(evidence.matrices["numbers"])
    plain = _present(evidence.matrices["body"])
    plain = sparse.csr_matrix(plain - plain.multiply(_present(evidence.matrices["names"] + numbers)))
    fewer_numbers, shared_numbers = _fewer(numbers, pairs), _row_products(numbers, numbers, *pairs)
    own = fewer_numbers - shared_numbers
    found = (own >= _TEMPLATE_NUMBERS) & (own >= fewer_numbers / 2)
    for matrix, least in ((evidence.matrices["body"], _alike), (plain, _one_text)):  # long rows: of the few left only
        rows = np.flatnonzero(found)
        found[rows] = least(matrix, Pairs(pairs.left[rows], pairs.right[rows]))
    return found


def _alike(body: sparse.csr_matrix, pairs: Pairs) -> np.ndarray:
    return np.asarray(cosines_of(pairs, body) >= _TEMPLATE_COSINE)


def _one_text(plain: sparse.csr_matrix, pairs: Pairs) -> np.ndarray:
    shared = _row_products(plain, plain, *pairs)
    return np.asarray(shared >= _TEMPLATE_SHARE * np.maximum(_fewer(plain, pairs), 1))


def _present(matrix: sparse.csr_matrix) -> sparse.csr_matrix:
    return sparse.csr_matrix((matrix > 0).astype("float64"))


def _fewer(matrix: sparse.csr_matrix, pairs: Pairs) -> np.ndarray:
    """Add up the rows of either side, and take the lower sum."""
    sums = np.asarray(matrix.sum(axis=1)).ravel()
    return np.asarray(np.minimum(sums[pairs.left], sums[pairs.right]))


def cosines_of(pairs: Pairs, matrix: sparse.csr_matrix) -> np.ndarray:
    """Compute the cosine of each pair in one field, 0 to 1.

    Examples
    --------
    >>> cosines_of(Pairs(np.array([0]), np.array([1])), sparse.csr_matrix([[0.6, 0.8], [1.0, 0.0]]))
    array([0.6])
    """
    return np.clip(_row_products(matrix, matrix, pairs.left, pairs.right), 0.0, 1.0)


def probabilities(features: np.ndarray, learnt: PairModel) -> np.ndarray:
    """Give the probability that each pair reports one event, 0 to 1.

    Examples
    --------
    >>> probabilities(np.array([[0.0], [2.0]]), PairModel(-1.0, np.array([1.0]))).round(2)
    array([0.27, 0.73])
    """
    return 1 / (1 + np.exp(-(learnt.intercept + features @ learnt.coefficients)))
