"""Pair similarity: what the model sees, against plain computations, and which way its coefficients point."""

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from analysis.events import candidates, lapse, learning, said, similarity, times
from analysis.measures import vectors


def evidence(rows):
    """Make evidence of (id, title, body, day, origin of the date) rows."""
    articles = pd.DataFrame(rows, columns=["article_id", "title", "body", "day", "published_from"])
    articles["published_at"] = pd.to_datetime(articles["day"], utc=True)
    articles["published_precision"] = "day"
    articles["outlet"] = "A"
    counted = vectors.of_articles(articles, pd.DataFrame({"article_id": ["a"], "form": ["Kim"]}))
    dates = times.of_corpus(articles, said.of_articles(articles))
    return similarity.evidence_of(articles["article_id"].tolist(), dates, counted, vectors.background())


def only_pair(rows):
    features = similarity.features_of(candidates.Pairs(np.array([0]), np.array([1])), evidence(rows))[0]
    return dict(zip(similarity.FEATURES, features, strict=True))


ROWS = [
    ("a", "Kim writes", "A letter from Pyongyang arrived.", "2019-06-01", "field"),
    ("b", "A letter", "Pyongyang sent a letter and Kim writes.", "2019-06-08", "manifest"),
]


def test_days_apart_are_logged_and_dates_trusted():
    seen = only_pair(ROWS)
    assert seen["days_apart"] == pytest.approx(np.log(8))
    assert seen["undated"] == 0


def test_reports_of_one_tuesday_are_as_far_apart_as_what_they_report():
    said = "Pyongyang sent a letter on Tuesday and Kim writes."
    rows = [("a", "Kim writes", said, "2019-06-04", "field"), ("b", "A letter", said, "2019-06-07", "field")]
    seen = only_pair(rows)
    assert (seen["days_apart"], seen["not_one_day"], seen["happened_known"]) == (0, 0, 1)


def test_reports_that_name_one_day_are_nearer_than_their_dates_say():
    said = "On {}, Pyongyang sent a letter that had been written on Saturday."
    rows = [
        (name, "Kim writes", said.format(day), date, "field")
        for name, day, date in (("a", "Sunday", "2019-06-02"), ("b", "Wednesday", "2019-06-05"))
    ]
    seen = only_pair(rows)
    assert (seen["days_apart"], seen["happened_known"]) == (pytest.approx(lapse.NAMED_ALIKE * np.log(4)), 1)
    other = [rows[0], (*rows[1][:2], said.format("Wednesday").replace("Saturday", "Monday"), *rows[1][3:])]
    assert only_pair(other)["days_apart"] == pytest.approx(np.log(4))


@pytest.mark.parametrize("origin", ["file", "none"])
def test_a_date_that_cannot_be_trusted_counts_as_none(origin):
    seen = only_pair([ROWS[0], (*ROWS[1][:4], origin)])
    assert (seen["days_apart"], seen["undated"]) == (0, 1)


def test_a_day_that_a_text_names_stands_for_the_date_that_is_missing():
    undated = ("b", "A letter", "Pyongyang sent a letter on June 1, 2019, and Kim writes.", None, "none")
    dated = ("a", "Kim writes", "A letter from Pyongyang arrived on Saturday.", "2019-06-01", "field")
    seen = only_pair([dated, undated])
    assert (seen["undated"], seen["same_weekday"], seen["other_weekday"]) == (1, 1, 0)
    later = (*undated[:2], undated[2].replace("June 1", "June 8"), *undated[3:])  # a Saturday too
    assert only_pair([dated, later])["other_weekday"] == 1


def test_a_doubtful_date_says_only_that_the_page_is_no_younger():
    """The later of two dates may be when a page was saved; the earlier one can be no earlier than the happening."""
    none, zero = np.full(2, np.nan), np.zeros(2, dtype="int64")
    for days, apart in (([0.0, 9.0], 0), ([9.0, 0.0], 9)):
        dates = times.Dates(np.array(days), np.array([1.0, 0.6]), zero, zero, zero - 1, none, zero, zero - 1)
        assert lapse.days_apart(candidates.Pairs(np.array([0]), np.array([1])), dates).tolist() == [apart]


def test_surroundings_against_a_plain_loop():
    rng = np.random.default_rng(5)
    matrix = sparse.csr_matrix(np.abs(rng.normal(size=(9, 6))) * (rng.random((9, 6)) < 0.7))
    days = np.array([0, 3, 29, 31, 61, 95, np.nan, np.nan, 402.0])
    got = similarity.surroundings_of(matrix, days)
    dense = matrix.toarray()
    for i in range(9):
        period = np.floor(days / similarity.SURROUNDINGS_DAYS)
        undated = np.isnan(days)
        near = undated if undated[i] else abs(period[i] - period) <= 1
        beside = [j for j in range(9) if j != i and near[j]]
        total = sum(dense[i] @ dense[j] for j in beside) + (dense[i] @ dense[i] - (dense[i].any()))
        expected = (total + similarity.USUAL_COSINE * similarity.USUAL_ARTICLES) / (
            len(beside) + similarity.USUAL_ARTICLES
        )
        assert got[i] == pytest.approx(expected)


def test_the_shipped_model_points_the_right_way():
    learnt = similarity.model()
    weight = dict(zip(similarity.FEATURES, learnt.coefficients, strict=True))
    assert weight["days_apart"] < 0, "further apart is less probable"
    assert weight["surroundings"] < 0, "alike among alike is less telling"
    assert min(weight["body_log"], weight["names_log"], weight["title_root"], weight["headline_in_lead"]) > 0


def test_standardisation_is_folded_into_the_coefficients():
    rng = np.random.default_rng(6)
    features = rng.normal(3, [1, 10], size=(400, 2))
    same = (features[:, 0] - features[:, 1] / 20 + rng.normal(0, 0.5, 400) > 3).astype("int8")
    learnt = learning.fit([learning.Examples(features, same, np.ones(400))])
    probable = similarity.probabilities(features, learnt)
    assert ((probable > 0.5) == same).mean() > 0.75
    assert probable.mean() == pytest.approx(same.mean(), abs=0.02)


def test_reports_that_share_no_name_are_ruled_out_where_both_hold_several():
    """Two shootings of one day; the third report names one of the places, the fourth next to nothing."""
    bodies = [
        "Police in Kansas City arrested Jordan Miller after a shooting on a street.",
        "Police in New Haven arrested Robert Lopez after a shooting on a street.",
        "Police in Kansas arrested a man after a shooting on a street.",
        "Police arrested a man after a shooting on a street.",
    ]
    articles = pd.DataFrame({"article_id": list("abcd"), "title": None, "body": bodies, "outlet": list("ABCD")})
    articles = articles.assign(published_at="2019-06-04", published_precision="day", published_from="field")
    names = ["Kansas City", "Jordan Miller", "New Haven", "Robert Lopez", "Kansas"]
    named = pd.DataFrame({"article_id": list("aabbc"), "form": names})
    dates = times.of_corpus(articles, said.of_articles(articles))
    seen = similarity.evidence_of(list("abcd"), dates, vectors.of_articles(articles, named), vectors.background())
    pairs = candidates.Pairs(np.array([0, 0, 0, 1]), np.array([1, 2, 3, 2]))
    assert similarity.ruled_out(pairs, seen).tolist() == [True, False, False, False]
