"""Frames that learn from a researcher's own labels, and say how far they may be trusted.

A regularised logistic regression on three kinds of evidence: the words of a text, its place in a static word embedding,
and its emphasis on the frames of a codebook. It is judged on texts of outlets (or articles) that it has not seen.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse

from analysis.corpus import segment
from analysis.measures.frames import background, books, emphasis, seeds, vectors
from analysis.measures.frames import labels as labelled

if TYPE_CHECKING:
    from sklearn.linear_model import LogisticRegression

STRENGTH = 0.3
"""Inverse of the regularisation; .1 to 1 give the same F1 and AUC within .01."""
MIN_TEXTS = 2
"""A word must stand in so many training texts."""
SCORE_WEIGHT = 0.1
"""Scale of the scores of other frames beside words and embedding, whose vectors have length 1; .1 to .3 do alike."""
OWN_WEIGHT = 0.3
"""Scale of the score of a codebook's frame that has the label's own name: it is evidence before any label is read."""
MAX_SCORE = 3.0
"""Standard deviations above which a score says no more."""
SHARES = (0.4, 0.6, 0.8, 1.0)
"""Shares of the training part at which the learning curve is measured."""
MORE = 200
"""How many further labels the learning curve is asked about."""
N_REPEATS = 5
"""Cross-validations over different folds, averaged: one alone moves the F1 of 250 items by .02."""
N_DRAWS = 1_000


@dataclass(frozen=True)
class LabelFigures:
    """Hold how well one label is told: F1 with its 95 % interval, AUC, and whether it beats guessing the majority."""

    label: str
    n: int
    f1: float
    low: float
    high: float
    auc: float
    beats_majority: bool


@dataclass(frozen=True)
class Report:
    """Hold the cross-validated figures of a trained frame; they are shown wherever it is used.

    ``curve`` holds pairs of (items to learn from, macro-F1); ``gain`` what `MORE` further labels would be worth in
    macro-F1 if the curve went on as it does, with its 95 % interval.
    """

    n_items: int
    n_disagreed: int
    agreement: float | None
    folds_by: str
    macro_f1: float
    low: float
    high: float
    labels: tuple[LabelFigures, ...]
    curve: tuple[tuple[int, float], ...]
    gain: float
    gain_low: float
    gain_high: float

    def sentence(self) -> str:
        """Say the figures in plain words.

        Examples
        --------
        >>> figures = LabelFigures("war", 40, 0.8, 0.7, 0.9, 0.9, True)
        >>> print(Report(100, 0, None, "outlet", 0.8, 0.7, 0.9, (figures,), (), 0.02, -0.01, 0.05).sentence())
        F1 0.80 (0.70 to 0.90) on 100 items, tested on outlets not seen before. 200 more labels would be worth
        about +0.02 (-0.01 to +0.05).
        """
        tested = "each tested on items" if self.folds_by == "item" else f"tested on {self.folds_by}s"
        return (
            f"F1 {self.macro_f1:.2f} ({self.low:.2f} to {self.high:.2f}) on {self.n_items} items, {tested} not seen "
            f"before. {MORE} more labels would be worth about {self.gain:+.2f} "
            f"({self.gain_low:+.2f} to {self.gain_high:+.2f})."
        )


class _Words(NamedTuple):
    """Hold which words count and how much."""

    chosen: np.ndarray
    weights: np.ndarray

    def apply(self, counts: sparse.csr_matrix) -> sparse.csr_matrix:
        """Weigh counts (logarithm of the count, times rarity) and scale each text to length 1."""
        weighed = counts[:, self.chosen].astype(np.float64).tocsr()
        weighed.data = 1 + np.log(weighed.data)
        weighed = weighed.multiply(self.weights[None, :]).tocsr()
        lengths = np.sqrt(np.asarray(weighed.multiply(weighed).sum(axis=1)).ravel())
        return sparse.diags(np.divide(1, lengths, out=np.zeros_like(lengths), where=lengths > 0)) @ weighed


class _Evidence(NamedTuple):
    """Hold what is known of texts before labels are read: counts of their words, and dense columns."""

    vocabulary: list[str]
    counts: sparse.csr_matrix
    dense: np.ndarray


@dataclass(frozen=True)
class LearntWeights:
    """Hold what was learnt from labels: words, their weights, and a row of coefficients and an intercept a label."""

    words: tuple[str, ...]
    word_weights: np.ndarray
    coefficients: np.ndarray
    intercepts: np.ndarray


@dataclass(frozen=True)
class Trained:
    """Hold a trained frame: numbers, words and its figures, nothing that runs.

    ``labels`` are its classes in the order of ``coefficients``; ``frames`` those of them that are frames. ``origin`` is
    the measure whose codings it learnt from, where it did. ``unseen`` holds for each fold of labelled articles what was
    learnt without them: with it they are measured, so that what people said of them may correct the measure.
    """

    name: str
    labels: tuple[str, ...]
    codebook: books.Codebook
    words: tuple[str, ...]
    word_weights: np.ndarray
    coefficients: np.ndarray
    intercepts: np.ndarray
    report: Report
    origin: str = ""
    unseen: tuple[tuple[frozenset[str], LearntWeights], ...] = ()

    @property
    def frames(self) -> list[str]:
        """List the labels that are frames."""
        return [label for label in self.labels if label != labelled.NOT]

    def figures(self, label: str) -> LabelFigures:
        """Look up the figures of a label."""
        return next(figures for figures in self.report.labels if figures.label == label)


def fit(
    name: str,
    labels: pd.DataFrame,
    codebook: books.Codebook,
    articles: pd.DataFrame | None = None,
    sentences: pd.DataFrame | None = None,
    *,
    seed: int,
    origin: str = "",
) -> Trained:
    """Train a frame on labelled sentences or articles and measure how well it does on texts it has not seen.

    Parameters
    ----------
    name : str
        Name of the trained frame; "yes" in the labels stands for it.
    labels : DataFrame
        ``label`` and either ``text``, or ``article_id`` and, for a sentence, ``sentence``; ``coder`` and ``outlet``
        where they are known.
    codebook : Codebook
        Whose emphasis serves as evidence; a frame in it with the name of a label serves most.
    articles, sentences : DataFrame
        Where ids are looked up.
    seed : int
        Of folds, learning curve and intervals.
    origin : str
        The measure whose codings the labels are, where they are.

    Raises
    ------
    DataError
        Below 60 items or 10 of a label, with one label only, with contradictions of one coder, or with unknown ids.

    Notes
    -----
    Folds keep outlets together where every label comes from five or more outlets, else articles. The model learns the
    coders' habits with their judgement, and holds for texts like those that were labelled.
    """
    items = labelled.items(name, labels, articles, sentences)
    names = sorted(set(items.table["label"]), key=lambda label: (label == labelled.NOT, label))
    truth = items.table["label"].map({label: place for place, label in enumerate(names)}).to_numpy()
    evidence = _evidence(items.table["text"].tolist(), codebook, {*names, name})
    report = _report(evidence, truth, names, items, seed)
    learnt = _learnt(evidence, truth, np.arange(len(truth)))
    unseen = _unseen(evidence, truth, items.table["article"], seed)
    return Trained(name, tuple(names), codebook, **vars(learnt), report=report, origin=origin, unseen=unseen)


def _learnt(evidence: _Evidence, truth: np.ndarray, chosen: np.ndarray) -> LearntWeights:
    words, model = _fitted(evidence, truth, chosen)
    return LearntWeights(
        words=tuple(evidence.vocabulary[place] for place in words.chosen),
        word_weights=words.weights,
        coefficients=_both_sides(model.coef_),
        intercepts=_both_sides(model.intercept_[:, None])[:, 0],
    )


def _unseen(
    evidence: _Evidence, truth: np.ndarray, article: pd.Series, seed: int
) -> tuple[tuple[frozenset[str], LearntWeights], ...]:
    """Learn for each fold of the labelled articles from the others; nothing where labels are of texts without ids."""
    if (article == "").any() or min(article[truth == label].nunique() for label in np.unique(truth)) < labelled.N_FOLDS:
        return ()
    folds = _folds(truth, article, seed)
    return tuple((frozenset(article.iloc[test]), _learnt(evidence, truth, train)) for train, test in folds)


def _both_sides(values: np.ndarray) -> np.ndarray:
    """Write a model of two classes as one of several: a row a class."""
    return np.vstack([-values / 2, values / 2]) if len(values) == 1 else values


def _evidence(texts: list[str], codebook: books.Codebook, own: set[str]) -> _Evidence:
    cut = seeds.tokens(texts)
    shape = (len(texts), len(cut.vocabulary))
    counts = sparse.csr_matrix((np.ones(len(cut.ids)), cut.ids, cut.edges), shape=shape)
    counts.sum_duplicates()
    return _Evidence(cut.vocabulary, counts, _dense(texts, codebook, own))


def _dense(texts: list[str], codebook: books.Codebook, own: set[str]) -> np.ndarray:
    """Place texts in the embedding, and measure their emphasis on the codebook's frames."""
    ids = [str(place) for place in range(len(texts))]
    articles = pd.DataFrame({"article_id": pd.Series(ids, dtype="str"), "title": None, "body": texts})
    sentences = segment.of_articles(articles).assign(voice="own")
    cut = seeds.tokens(segment.texts_of(sentences, articles).tolist())
    article, n_words = sentences["article_id"].astype("int64").to_numpy(), cut.n_words
    spread = sparse.csr_matrix((n_words.astype(float), (article, np.arange(len(article)))), (len(texts), len(article)))
    means = (spread @ vectors.of_texts(cut)) / np.maximum(spread.sum(axis=1), 1)
    other = background.load()
    deviation = np.sqrt(np.diag(other.sentence_covariance))
    # Centred and scaled by background sentences, and to about length 1 for a sentence, as the words are.
    places = np.asarray(means - other.sentence_mean) / deviation / np.sqrt(len(deviation))
    measured = emphasis.of_articles(articles, sentences, codebook)
    scores = measured[measured["voice"] == "all"]["emphasis"].to_numpy(dtype=float).reshape(len(texts), -1)
    weights = [OWN_WEIGHT if frame in own else SCORE_WEIGHT for frame in codebook.names]
    scores = np.nan_to_num(scores)
    # What lies above the background stands apart: the absence of a frame is weaker evidence than its presence.
    return np.hstack([places, scores * weights, np.clip(scores, 0, MAX_SCORE) * weights])


def _fitted(evidence: _Evidence, truth: np.ndarray, chosen: np.ndarray) -> tuple[_Words, "LogisticRegression"]:
    from sklearn.linear_model import LogisticRegression  # here: only training needs it, and it takes 70 MB

    counts = evidence.counts[chosen]
    n_texts = np.bincount(counts.indices, minlength=counts.shape[1])
    kept = np.flatnonzero(n_texts >= MIN_TEXTS)
    words = _Words(kept, np.log((1 + len(chosen)) / (1 + n_texts[kept])) + 1)
    columns = sparse.hstack([words.apply(counts), evidence.dense[chosen]]).tocsr()
    model = LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=2_000)
    return words, model.fit(columns, truth[chosen])


def _folds(truth: np.ndarray, groups: pd.Series, seed: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    from sklearn.model_selection import StratifiedGroupKFold

    splitter = StratifiedGroupKFold(labelled.N_FOLDS, shuffle=True, random_state=seed)
    return splitter.split(np.zeros(len(truth)), truth, groups)


def _held_out(evidence: _Evidence, truth: np.ndarray, groups: pd.Series, share: float, seed: int) -> np.ndarray:
    """Return each item the probabilities of a model that has seen nothing of its fold, nor all of the others."""
    random = np.random.default_rng(seed)
    chances = np.zeros((len(truth), truth.max() + 1))
    for train, test in _folds(truth, groups, seed):
        order = random.permutation(train)
        kept = np.sort(
            np.concatenate([_first(order[truth[order] == label], share) for label in np.unique(truth[train])])
        )
        words, model = _fitted(evidence, truth, kept)
        columns = sparse.hstack([words.apply(evidence.counts[test]), evidence.dense[test]]).tocsr()
        chances[np.ix_(test, model.classes_)] = model.predict_proba(columns)
    return chances


def _repeated(evidence: _Evidence, truth: np.ndarray, groups: pd.Series, share: float, seed: int) -> list[np.ndarray]:
    return [_held_out(evidence, truth, groups, share, seed + repeat) for repeat in range(N_REPEATS)]


def _first(items: np.ndarray, share: float) -> np.ndarray:
    return items[: max(2, round(share * len(items)))]


def _report(evidence: _Evidence, truth: np.ndarray, names: list[str], items: labelled.Items, seed: int) -> Report:
    groups = items.table["group"]
    chances = [_repeated(evidence, truth, groups, share, seed) for share in SHARES]
    shown = [place for place, name in enumerate(names) if name != labelled.NOT]
    draws = _draws(groups, seed)
    curve = [
        np.mean([_f1(_outcomes(truth, each.argmax(axis=1), len(names)), groups, draws) for each in repeats], axis=0)
        for repeats in chances
    ]
    n_learnt = [round(share * len(truth) * (1 - 1 / labelled.N_FOLDS)) for share in SHARES]
    macro = np.array([values[:, shown].mean(axis=1) for values in curve])
    gain = _gain(np.array(n_learnt), macro)
    figures = tuple(
        _label_figures(names[place], truth == place, chances[-1], place, curve[-1][:, place], groups, draws)
        for place in range(len(names))
    )
    low, high = np.quantile(macro[-1, 1:], [0.025, 0.975])
    return Report(
        n_items=len(truth),
        n_disagreed=items.n_disagreed,
        agreement=items.agreement,
        folds_by=items.folds_by,
        macro_f1=float(macro[-1, 0]),
        low=float(low),
        high=float(high),
        labels=figures,
        curve=tuple((n, float(value)) for n, value in zip(n_learnt, macro[:, 0], strict=True)),
        gain=float(gain[0]),
        gain_low=float(np.quantile(gain[1:], 0.025)),
        gain_high=float(np.quantile(gain[1:], 0.975)),
    )


def _draws(groups: pd.Series, seed: int) -> np.ndarray:
    """Draw groups with replacement: a row a draw, how often each group is taken; the first row takes each once."""
    n_groups = groups.nunique()
    drawn = np.random.default_rng(seed).multinomial(n_groups, np.full(n_groups, 1 / n_groups), size=N_DRAWS)
    return np.vstack([np.ones(n_groups, dtype=drawn.dtype), drawn])


def _outcomes(truth: np.ndarray, guess: np.ndarray, n_labels: int) -> np.ndarray:
    """Return for each item and label whether it was hit, a false alarm, or missed: shape (3, n_items, n_labels)."""
    is_true, is_guess = truth[:, None] == np.arange(n_labels), guess[:, None] == np.arange(n_labels)
    return np.array([is_true & is_guess, ~is_true & is_guess, is_true & ~is_guess]).astype(float)


def _by_group(values: np.ndarray, groups: pd.Series) -> np.ndarray:
    codes = pd.factorize(groups)[0]
    sums = np.zeros((codes.max() + 1, values.shape[1]))
    np.add.at(sums, codes, values)
    return sums


def _f1(outcomes: np.ndarray, groups: pd.Series, draws: np.ndarray) -> np.ndarray:
    """Compute F1 of each label in each draw: shape (n_draws, n_labels); 0 where a draw holds nothing to find."""
    hits, false_alarms, missed = (draws @ _by_group(each, groups) for each in outcomes)
    total = 2 * hits + false_alarms + missed
    return np.divide(2 * hits, total, out=np.zeros_like(hits), where=total > 0)


def _gain(n_learnt: np.ndarray, macro: np.ndarray) -> np.ndarray:
    """Prolong the learning curve, a straight line over the logarithm of the items, by `MORE` labels, draw by draw."""
    logs = np.log(n_learnt)
    slope = ((logs - logs.mean()) @ (macro - macro.mean(axis=0))) / ((logs - logs.mean()) ** 2).sum()
    return np.minimum(slope * np.log((n_learnt[-1] + MORE) / n_learnt[-1]), 1 - macro[-1])


def _label_figures(
    label: str,
    is_true: np.ndarray,
    chances: list[np.ndarray],
    place: int,
    f1: np.ndarray,
    groups: pd.Series,
    draws: np.ndarray,
) -> LabelFigures:
    from sklearn.metrics import roc_auc_score

    is_right = np.mean([(each.argmax(axis=1) == place) == is_true for each in chances], axis=0)
    majority = is_true == (is_true.mean() > 0.5)
    lead = draws @ _by_group((is_right - majority)[:, None], groups)[:, 0]
    low, high = np.quantile(f1[1:], [0.025, 0.975])
    auc = float(np.mean([roc_auc_score(is_true, each[:, place]) for each in chances]))
    beats = bool(np.quantile(lead[1:], 0.025) > 0)
    return LabelFigures(label, int(is_true.sum()), float(f1[0]), float(low), float(high), auc, beats)


def probabilities(texts: list[str], trained: Trained) -> pd.DataFrame:
    """Return how probable each label is for each text: a row a text, a column a label, rows adding up to 1.

    A text without words has empty probabilities. They are as good as the figures in ``trained.report``, and no better.
    """
    if not texts:
        return pd.DataFrame(np.empty((0, len(trained.labels))), columns=list(trained.labels))
    own = {*trained.labels, trained.name}
    evidence = _evidence(texts, trained.codebook, own)
    place = {word: column for column, word in enumerate(trained.words)}
    known = [(row, place[word]) for row, word in enumerate(evidence.vocabulary) if word in place]
    rows, columns = np.array(known, dtype=int).reshape(-1, 2).T
    shape = (len(evidence.vocabulary), len(trained.words))
    counts = (evidence.counts @ sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=shape)).tocsr()
    words = _Words(np.arange(len(trained.words)), trained.word_weights)
    features = sparse.hstack([words.apply(counts), evidence.dense]).tocsr()
    scores = np.asarray(features @ trained.coefficients.T) + trained.intercepts
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    chances = raised / raised.sum(axis=1, keepdims=True)
    chances[np.diff(evidence.counts.indptr) == 0] = np.nan
    return pd.DataFrame(chances.round(emphasis.DECIMALS), columns=list(trained.labels))


def of_sentences(articles: pd.DataFrame, sentences: pd.DataFrame, trained: Trained) -> pd.DataFrame:
    """Apply a trained frame to sentences.

    Returns
    -------
    DataFrame
        ``article_id``, ``sentence``, ``frame``, ``probability`` (0 to 1) and ``shown``: true where the sentence's most
        probable label is this frame and the frame beats the majority by cross-validation, so that a yes may be shown.
    """
    texts = segment.texts_of(sentences, articles).tolist()
    is_measured = emphasis.is_measured(sentences["article_id"], articles)
    return _long(sentences[["article_id", "sentence"]], probabilities(texts, trained), trained, is_measured)


def of_articles(articles: pd.DataFrame, sentences: pd.DataFrame, trained: Trained) -> pd.DataFrame:
    """Apply a trained frame to articles, in their own voice, in quoted voices and in all.

    Returns
    -------
    DataFrame
        ``article_id``, ``voice``, ``frame``, ``probability`` (0 to 1) and ``shown``: true where this frame is the most
        probable label and beats the majority by cross-validation, so that a yes may be shown.
    """
    texts = segment.texts_of(sentences, articles)
    parts = []
    for voice in emphasis.VOICES:
        chosen = np.full(len(sentences), True) if voice == "all" else (sentences["voice"] == voice).to_numpy()
        joined = texts[chosen].groupby(sentences["article_id"][chosen], sort=False).agg("\n".join)
        parts.append(articles["article_id"].map(joined.to_dict()).astype("str").fillna(""))
    keys = pd.DataFrame(
        {
            "article_id": np.tile(articles["article_id"].to_numpy(), len(parts)),
            "voice": np.repeat(emphasis.VOICES, len(articles)),
        }
    ).astype("str")
    chances = probabilities([text for part in parts for text in part], trained)
    is_measured = emphasis.is_measured(keys["article_id"], articles)
    return _long(keys, chances, trained, is_measured)


def _long(keys: pd.DataFrame, chances: pd.DataFrame, trained: Trained, is_measured: np.ndarray) -> pd.DataFrame:
    values = chances.to_numpy().copy()
    values[~is_measured] = np.nan
    best = (
        np.where(np.isnan(values).any(axis=1), -1, np.nan_to_num(values).argmax(axis=1)) if len(values) else np.empty(0)
    )
    parts = [
        keys.reset_index(drop=True).assign(
            frame=frame,
            probability=values[:, trained.labels.index(frame)].astype(np.float32),
            shown=(best == trained.labels.index(frame)) & trained.figures(frame).beats_majority,
        )
        for frame in trained.frames
    ]
    return pd.concat(parts, ignore_index=True)


def _by_model(articles: pd.DataFrame, trained: Trained) -> Iterator[tuple[pd.DataFrame, Trained]]:
    """Part articles by the model that has not learnt from them; most by the one that learnt from all labels."""
    fold = {article: number for number, (ids, _) in enumerate(trained.unseen) for article in ids}
    place = articles["article_id"].astype("str").map(fold).fillna(-1)
    for number, rows in articles.groupby(place, sort=True):
        yield rows, trained if number < 0 else replace(trained, **vars(trained.unseen[int(number)][1]))


def as_measures(articles: pd.DataFrame, sentences: pd.DataFrame, trained: Trained) -> pd.DataFrame:
    """Return each article's probability of a trained frame as rows of ``measures``.

    An article that was labelled is measured by what was learnt without it.
    """
    parts = [
        of_articles(rows, sentences[sentences["article_id"].isin(rows["article_id"])], model)
        for rows, model in _by_model(articles, trained)
    ]
    found = pd.concat(parts, ignore_index=True) if parts else of_articles(articles, sentences, trained)
    found = found[found["voice"] == "all"]
    labels = found["frame"].map(
        lambda label: f"trained:{trained.name}" + (f"/{label}" if label != trained.name else "")
    )
    n_words = articles.set_index("article_id")["n_words"]
    return pd.DataFrame(
        {
            "article_id": found["article_id"],
            "measure": labels,
            "value": found["probability"],
            "n": found["article_id"].map(n_words).astype("int32"),
        }
    )
