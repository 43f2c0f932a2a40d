"""Frames from a researcher's labels: figures that hold, labels that cannot, and bytes that come back the same."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import f1_score

from analysis.corpus import segment
from analysis.errors import DataError
from analysis.measures import frames
from analysis.measures.frames import labels as labelled
from analysis.measures.frames import storing, trained

BOOK = frames.codebook("generic")
WATER = ["The river is running dry.", "Wells dried up in the drought.", "Farmers beg for rain.", "Taps were shut off."]
OTHER = ["The committee met.", "A new bridge opened.", "The team won the cup.", "Shops closed early."]
TAILS = ["on Monday", "in spring", "near the coast", "said a clerk", "for years", "last night", "again", "this week",
         "officials hope", "in the north"]  # fmt: skip


def labels_of(n_outlets: int = 10) -> pd.DataFrame:
    """Eighty sentences in ten outlets; every twentieth label is wrong, as coders are."""
    rows = []
    for number in range(80):
        is_water = number % 2 == 0
        text = f"{(WATER if is_water else OTHER)[number // 2 % 4][:-1]} {TAILS[number % 10]} {number}."
        answer = is_water != (number % 20 == 3)
        rows.append(
            {"text": text, "label": "yes" if answer else "no", "outlet": f"outlet {number // 2 * 7 % n_outlets}"}
        )
    return pd.DataFrame(rows)


@pytest.fixture(scope="module")
def water():
    return trained.fit("water", labels_of(), BOOK, seed=1)


def test_a_frame_is_learnt_and_its_figures_are_told(water):
    report = water.report
    assert (report.n_items, report.folds_by, water.frames) == (80, "outlet", ["water"])
    assert report.low <= report.macro_f1 <= report.high
    assert report.macro_f1 > 0.75
    assert water.figures("water").beats_majority
    assert [n for n, _ in report.curve] == [26, 38, 51, 64]
    assert report.gain_low <= report.gain <= report.gain_high <= 1
    assert "80 items, tested on outlets not seen before. 200 more labels" in report.sentence()


def test_f1_and_its_interval_agree_with_scikit_learn():
    random = np.random.default_rng(5)
    truth, guess = random.choice(3, 70, p=[0.6, 0.3, 0.1]), random.choice(3, 70, p=[0.5, 0.2, 0.3])
    groups = pd.Series(random.choice(list("abcdefg"), 70))
    draws = trained._draws(groups, seed=2)
    got = trained._f1(trained._outcomes(truth, guess, 3), groups, draws)
    assert got[0] == pytest.approx(f1_score(truth, guess, average=None))
    codes = pd.factorize(groups)[0]
    for draw in (1, 2, 3):
        taken = np.concatenate([np.flatnonzero(codes == code).repeat(times) for code, times in enumerate(draws[draw])])
        assert got[draw] == pytest.approx(f1_score(truth[taken], guess[taken], average=None, zero_division=0), abs=1e-9)


def test_the_learning_curve_is_prolonged_as_a_line_over_logarithms():
    n_learnt = np.array([40, 60, 80, 100])
    f1 = 0.2 + 0.1 * np.log(n_learnt)
    assert trained._gain(n_learnt, f1[:, None])[0] == pytest.approx(0.1 * np.log(3))
    assert trained._gain(n_learnt, (f1 + 0.3)[:, None])[0] == pytest.approx(1 - 0.5 - 0.1 * np.log(100))


def test_labels_of_chance_do_not_beat_the_majority():
    labels = labels_of()
    labels["label"] = np.random.default_rng(3).permutation(labels["label"])
    report = trained.fit("water", labels, BOOK, seed=1).report
    assert not any(figures.beats_majority for figures in report.labels)
    assert 0.3 < report.labels[0].auc < 0.7


def test_folds_keep_outlets_together():
    items = labelled.items("water", labels_of())
    truth = (items.table["label"] == "water").to_numpy().astype(int)
    for train, test in trained._folds(truth, items.table["group"], seed=4):
        assert not set(items.table["group"].iloc[train]) & set(items.table["group"].iloc[test])


def test_few_outlets_make_folds_of_items():
    assert labelled.items("water", labels_of(n_outlets=3)).folds_by == "item"


def test_the_same_seed_gives_the_same_bytes_and_they_come_back(water):
    content = storing.to_bytes(water)
    assert content == storing.to_bytes(trained.fit("water", labels_of(), BOOK, seed=1))
    again = storing.from_bytes(content)
    assert again.report == water.report
    assert again.codebook == BOOK
    pd.testing.assert_frame_equal(trained.probabilities(WATER, again), trained.probabilities(WATER, water))
    assert storing.to_bytes(again) == content


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"\x80\x04]q\x00.", None])
def test_damaged_bytes_are_refused_and_nothing_in_them_is_run(content, water):
    content = storing.to_bytes(water)[:-200] if content is None else content
    with pytest.raises(DataError, match="not a trained frame"):
        storing.from_bytes(content)


def test_a_frame_of_another_format_is_refused(water, monkeypatch):
    monkeypatch.setattr(storing, "FORMAT", 0)
    old = storing.to_bytes(water)
    monkeypatch.undo()
    with pytest.raises(DataError, match="has format 0; this version reads 1"):
        storing.from_bytes(old)


def test_probabilities_add_up_and_order_what_is_plain(water):
    chances = trained.probabilities(["The wells dried up.", "The team won.", "...", ""], water)
    assert chances.iloc[:2].sum(axis=1).tolist() == pytest.approx([1, 1], abs=1e-3)
    assert chances["water"][0] > 0.5 > chances["water"][1]
    assert chances.iloc[2:].isna().all(axis=None)
    assert trained.probabilities([], water).empty


def test_a_text_is_judged_by_itself(water):
    texts = ["The wells dried up.", "The team won the cup on Monday."]
    both = trained.probabilities(texts, water)
    alone = pd.concat([trained.probabilities([text], water) for text in texts], ignore_index=True)
    pd.testing.assert_frame_equal(both, alone)


def test_training_and_applying_see_the_same_features(water):
    labels = labels_of()
    names = list(water.labels)
    truth = labels["label"].map({"yes": "water", "no": "none"}).map(names.index).to_numpy()
    evidence = trained._evidence(labels["text"].tolist(), BOOK, {*names, "water"})
    words, model = trained._fitted(evidence, truth, np.arange(80))
    columns = trained.sparse.hstack([words.apply(evidence.counts), evidence.dense]).tocsr()
    theirs = model.predict_proba(columns)[:, 1]
    assert trained.probabilities(labels["text"].tolist(), water)[names[1]].to_numpy() == pytest.approx(theirs, abs=1e-4)


def corpus() -> tuple[pd.DataFrame, pd.DataFrame]:
    articles = pd.DataFrame(
        {"article_id": ["a", "b", "c"], "title": ["Wells dried up", None, None],
         "body": ["The river is dry. The team won.", None, "Der Fluss ist leer."], "language": ["en", "en", "de"]}
    )  # fmt: skip
    sentences = segment.of_articles(articles)
    return articles, sentences.assign(voice=["own", "own", "attributed", "own"])


def test_it_is_applied_to_sentences_and_to_articles_by_voice(water):
    articles, sentences = corpus()
    of_sentences = trained.of_sentences(articles, sentences, water)
    assert of_sentences["probability"].isna().tolist() == [False, False, False, True]
    assert of_sentences["shown"].tolist() == (of_sentences["probability"] > 0.5).tolist()
    table = trained.of_articles(articles, sentences, water).set_index(["article_id", "voice"])
    assert len(table) == 9
    assert table.loc[("a", "own"), "probability"] > table.loc[("a", "attributed"), "probability"]
    assert table.loc[["b", "c"], "probability"].isna().all()
    assert not table.loc[["b", "c"], "shown"].any()


def test_no_articles_give_no_rows(water):
    articles, sentences = corpus()
    assert len(trained.of_articles(articles.iloc[:0], sentences.iloc[:0], water)) == 0
    assert len(trained.of_sentences(articles.iloc[:0], sentences.iloc[:0], water)) == 0


def test_a_label_that_does_not_beat_the_majority_is_never_shown(water):
    figures = tuple(replace(each, beats_majority=False) for each in water.report.labels)
    weak = replace(water, report=replace(water.report, labels=figures))
    assert not trained.of_sentences(*corpus(), weak)["shown"].any()


# Labels


def wrong(**change):
    labels = labels_of()
    for column, value in change.items():
        labels[column] = value
    return labels


REPEATED = pd.concat([labels_of(), labels_of().head(1).assign(label="no")])
BAD = {
    "all 80 items are labelled 'water'; at least two labels": wrong(label="yes"),
    "20 labelled items are too few to say how good a frame is; 60 are needed": labels_of().head(20),
    "'rare' was given 3 times; each label is needed 10 times": wrong(label=["rare"] * 3 + ["yes", "no"] * 38 + ["no"]),
    "one coder gave 'The river is running dry on Monday 0.' two labels, none and water": REPEATED,
    "coder 'Ann' gave": REPEATED.assign(coder="Ann"),
    "row 0 has no label": wrong(label=[None] + ["yes"] * 79),
    "row 79 has no text": wrong(text=["a"] * 79 + [" "]),
    "columns 'label' and 'text' or 'article_id' are needed; found words, label": pd.DataFrame(
        columns=["words", "label"]
    ),
    "there are none to look them up in": pd.DataFrame({"article_id": ["a"], "label": ["yes"]}),
}


@pytest.mark.parametrize("message", BAD)
def test_labels_that_cannot_be_used_are_refused_in_one_sentence(message):
    with pytest.raises(DataError, match=message) as caught:
        trained.fit("water", BAD[message], BOOK, seed=1)
    assert "\n" not in str(caught.value)


def test_ids_that_do_not_exist_are_named():
    articles, sentences = corpus()
    with pytest.raises(DataError, match=r"row 1 names article 'zzz', which is not there \(1 such rows\)"):
        labelled.items("w", pd.DataFrame({"article_id": ["a", "zzz"], "label": ["yes", "no"]}), articles)
    labels = pd.DataFrame({"article_id": ["a", "a"], "sentence": [1, 9], "label": ["yes", "no"]})
    with pytest.raises(DataError, match="row 1 names sentence 9 of article 'a', which is not there"):
        labelled.items("w", labels, articles, sentences)
    with pytest.raises(DataError, match="row 0 names sentence first of article 'a'"):
        labelled.items("w", labels.assign(sentence="first"), articles, sentences)


def test_sentences_and_articles_are_looked_up():
    articles, sentences = corpus()
    table = pd.DataFrame({"article_id": ["a", "a"], "sentence": ["-1", "1"]})
    assert labelled._looked_up(table, articles, sentences).tolist() == ["Wells dried up", "The team won."]
    assert labelled._looked_up(table, articles, None).tolist() == ["Wells dried up", "The team won."]
    whole = labelled._looked_up(table[["article_id"]], articles, None)
    assert whole[0] == "Wells dried up\nThe river is dry. The team won."


def test_coders_are_joined_by_majority_and_splits_are_left_out():
    labels = labels_of()
    second = labels.assign(coder="Ben")
    second.loc[:1, "label"] = ["no", "yes"]
    third = labels.head(1).assign(coder="Cem")
    items = labelled.items("water", pd.concat([labels.assign(coder="Ann"), second, third]))
    assert len(items.table) == 79
    assert items.n_disagreed == 1
    assert items.agreement == pytest.approx(78 / 80)
    assert items.table["label"][0] == "water"


@given(st.randoms(use_true_random=False))
@settings(max_examples=10)
def test_the_order_of_the_rows_changes_no_label(random):
    labels = pd.concat([labels_of().assign(coder=coder) for coder in ("Ann", "Ben")], ignore_index=True)
    order = list(range(len(labels)))
    random.shuffle(order)
    forth, back = (labelled.items("water", rows).table for rows in (labels, labels.iloc[order]))
    pd.testing.assert_frame_equal(*(rows.sort_values("text", ignore_index=True) for rows in (forth, back)))


def articles_of(texts, outlets):
    ids = [f"a{number:03d}" for number in range(len(texts))]
    return pd.DataFrame({"article_id": ids, "title": "", "body": texts, "outlet": outlets, "language": "en",
                         "n_words": [len(text.split()) for text in texts]})  # fmt: skip


@pytest.fixture(scope="module")
def learnt_by_heart():
    """Labels of pure chance on a hundred articles: whatever is foretold of them better than by chance was seen."""
    random = np.random.default_rng(11)
    words = [f"word{number}" for number in range(60)]
    articles = articles_of([" ".join(random.choice(words, 40)) + "." for _ in range(100)], "RT")
    label = random.permutation(["yes", "no"] * 50)
    labels = pd.DataFrame({"article_id": articles["article_id"], "label": label})
    with pytest.MonkeyPatch.context() as patch:  # the figures are not looked at here
        patch.setattr(trained, "N_REPEATS", 1)
        patch.setattr(trained, "SHARES", (0.6, 1.0))
        return trained.fit("chance", labels, BOOK, articles, seed=1, origin="frame:chance"), articles, label == "yes"


def auc(value, truth):
    order = value.rank().to_numpy()
    return (order[truth].mean() - (truth.sum() + 1) / 2) / (~truth).sum()


def test_an_article_that_was_labelled_is_measured_by_what_was_learnt_without_it(learnt_by_heart):
    frame, articles, truth = learnt_by_heart
    sentences = segment.of_articles(articles).assign(voice="own")
    value = trained.as_measures(articles, sentences, frame).set_index("article_id")["value"][articles["article_id"]]
    by_heart = trained.as_measures(articles, sentences, replace(frame, unseen=()))
    assert auc(by_heart.set_index("article_id")["value"][articles["article_id"]], truth) > 0.8
    assert abs(auc(value, truth) - 0.5) < 0.2
    folds = [ids for ids, _ in frame.unseen]
    assert sorted(article for ids in folds for article in ids) == articles["article_id"].tolist()


def test_articles_that_were_not_labelled_are_measured_by_all_labels(learnt_by_heart):
    frame, articles, _ = learnt_by_heart
    more = articles.head(7).assign(article_id=[f"b{number}" for number in range(7)])
    both = pd.concat([articles, more], ignore_index=True)
    sentences = segment.of_articles(both).assign(voice="own")
    value = trained.as_measures(both, sentences, frame).set_index("article_id")["value"]
    alone = trained.as_measures(both, sentences, replace(frame, unseen=())).set_index("article_id")["value"]
    assert value[more["article_id"]].tolist() == alone[more["article_id"]].tolist()


def test_what_was_learnt_without_an_article_and_from_which_codings_comes_back_from_bytes(learnt_by_heart):
    frame, articles, _ = learnt_by_heart
    again = storing.from_bytes(storing.to_bytes(frame))
    sentences = segment.of_articles(articles).assign(voice="own")
    assert again.origin == "frame:chance"
    pd.testing.assert_frame_equal(
        trained.as_measures(articles, sentences, again), trained.as_measures(articles, sentences, frame)
    )
