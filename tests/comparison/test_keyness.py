"""Distinctive words: the arithmetic against plain loops, and what must never be called distinctive."""

import re
from itertools import combinations, product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from analysis import schema
from analysis.comparison import effects, keyness, permutations, reading, terms, vocabulary
from analysis.comparison.sides import Sides, facts_of, sides_of
from analysis.corpus import segment
from analysis.settings import Settings

SETTINGS = Settings(n_permutations=200)


def corpus(bodies, outlets, events, **more):
    ids = [f"a{number:04d}" for number in range(len(bodies))]
    return pd.DataFrame({"article_id": ids, "outlet": outlets, "event": events, "title": None, "body": bodies, **more})


def drawn(n_events, *, planted=0, per_outlet=(1, 1), seed=1, n_words=120):
    """Events with vocabularies of their own; outlet A uses 'regime' `planted` times more in each article."""
    rng = np.random.default_rng(seed)
    bodies, outlets, events = [], [], []
    for event in range(n_events):
        topic = [f"topic{event}{letter}" for letter in "abc"]
        for outlet, n in zip("AB", per_outlet, strict=True):
            for _ in range(n):
                words = [*rng.choice([f"word{i}" for i in range(60)], n_words), *topic]
                words += ["regime"] * (1 + (planted if outlet == "A" else 0))
                rng.shuffle(words)
                bodies.append(" ".join(words))
                outlets.append(outlet)
                events.append(f"e{event}")
    return corpus(bodies, outlets, events)


def reason_of(table, target):
    return sides_of(facts_of(table, None), target, ()).reason


def test_counts_are_those_of_a_plain_loop():
    bodies = ["The regime's army, the regime fell. Talks fell", "The regime fell", "the regime fell twice", "x"]
    counted = terms.count(corpus(bodies, list("ABAB"), list("eeff")))
    table = pd.DataFrame(counted.matrix.toarray(), columns=counted.terms)
    assert table["regime"].tolist() == [2, 1, 1, 0]
    assert table["the regime"].tolist() == [2, 1, 1, 0]
    assert table["regime fell"].tolist() == [1, 1, 1, 0]
    assert "fell talks" not in table and "army the" not in table  # nothing reaches across a mark
    assert counted.n_words.tolist() == [8, 3, 4, 1]


def test_names_of_outlets_and_authors_are_not_counted():
    bodies = ["Sky News has learned. By Ann Lee. Ann Lee asked Ann", "RT reports that Sky News knew, rt.com said"]
    counted = terms.count(corpus(bodies, ["Sky News", "RT"], ["e", "e"], author=["Ann Lee", None]))
    assert "news" not in counted.terms and "rt" not in counted.terms and "lee" not in counted.terms
    assert dict(zip(counted.terms, counted.matrix.toarray()[0], strict=True))["ann"] == 1  # alone it is a word


def test_what_an_outlet_calls_itself_where_people_talk_to_it_is_not_counted():
    people, texts = (
        ["Ann Lee", "Jo Doe", "Max Roe"],
        "{} told NBC 6 that six channels were shut. NBC 6 asked. {} told Trump.",
    )
    bodies = [texts.format(one, one) for one in people] + [f"{one} told a reporter about Trump." for one in people]
    counted = terms.count(corpus(bodies, list("AAABBB"), list("efgefg")))
    assert "nbc" not in counted.terms and "6" not in counted.terms
    called = terms.count(
        corpus([f"{one} told the Daily Mirror so" for one in people] + ["No mail"], list("AAAB"), list("efge"))
    )
    assert "mirror" not in called.terms and "mail" in called.terms
    ours = terms.count(
        corpus([f"{one} tells our Newscast Desk so" for one in people] + ["No mail"], list("AAAB"), list("efge"))
    )
    assert "newscast" not in ours.terms and "desk" not in ours.terms and "mail" in ours.terms
    channel = terms.count(corpus(["Sky News 6 asked 6 men", "No 6"], ["Sky News", "B"], list("ee")))
    assert pd.DataFrame(channel.matrix.toarray(), columns=channel.terms)["6"].tolist() == [1, 1]
    assert {"trump", "six", "channels", "told", "asked"} <= set(counted.terms)  # others write of Trump, too
    twice = terms.count(corpus(bodies[1:], list("AABBB"), list("fgefg")))
    assert "nbc" in twice.terms  # two articles are too few to know


def test_a_sentence_repeated_from_event_to_event_is_boilerplate():
    footer = " Follow our reporters on their own channels."
    bodies = [f"Story {number} is here.{footer}" for number in ("one", "two", "three", "four")]
    counted = terms.count(corpus(bodies, ["A"] * 4, list("efgh")))
    assert "channels" not in counted.terms and "story" in counted.terms
    kept = terms.count(corpus(bodies, ["A"] * 4, ["e"] * 4))  # four articles on one event may share a sentence
    assert "channels" in kept.terms


def test_empty_and_missing_texts_are_counted_as_nothing():
    counted = terms.count(corpus([None, "", "  \n ", "word"], list("ABAB"), list("eeff")))
    assert counted.n_words.tolist() == [0, 0, 0, 1]
    assert terms.count(corpus([], [], [])).matrix.shape == (0, 0)


def test_log_odds_against_a_plain_loop():
    a, b, prior = np.array([12, 3, 40]), np.array([4, 9, 44]), np.array([2.0, 1.0, 5.0])
    got = effects.log_odds(a, b, prior)
    for i in range(3):
        odds_a = (a[i] + prior[i]) / (a.sum() + prior.sum() - a[i] - prior[i])
        odds_b = (b[i] + prior[i]) / (b.sum() + prior.sum() - b[i] - prior[i])
        assert got["log_odds"][i] == pytest.approx(np.log(odds_a) - np.log(odds_b))
        assert got["se"][i] == pytest.approx(np.sqrt(1 / (a[i] + prior[i]) + 1 / (b[i] + prior[i])))


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=2, max_size=9))
def test_swapping_the_groups_flips_the_sign(pairs):
    a, b = np.array(pairs).T
    prior = np.full(len(a), 0.7)
    assert effects.log_odds(a, b, prior)["z"].to_numpy() == pytest.approx(
        -effects.log_odds(b, a, prior)["z"].to_numpy()
    )


LOPSIDED = np.array([[3, 0, 1], [0, 2, 1], [5, 0, 0], [1, 4, 0], [0, 0, 2], [2, 1, 7], [0, 3, 0]])
LENGTHS = np.array([40.0, 25, 90, 33, 12, 80, 31])
LABELS = np.array([True, False, True, False, False, False, True])
BLOCKS = np.array([0, 0, 1, 1, 1, 2, 2])


def arrangements():
    """All labels that keep the number of target articles in each block."""
    choices = []
    for block in range(3):
        rows = np.flatnonzero(block == BLOCKS)
        choices.append([set(chosen) for chosen in combinations(rows, int(LABELS[rows].sum()))])
    return [np.isin(np.arange(7), list(set.union(*chosen))) for chosen in product(*choices)]


def by_loop(labels):
    """Uses less the share of the articles, and uses less what the words give at the rate of their event."""
    uses, beyond = np.zeros(3), np.zeros(3)
    for block in range(3):
        rows = block == BLOCKS
        mine = labels & rows
        share, rate = mine.sum() / rows.sum(), LOPSIDED[rows].sum(axis=0) / LENGTHS[rows].sum()
        uses += LOPSIDED[mine].sum(axis=0) - share * LOPSIDED[rows].sum(axis=0)
        beyond += LOPSIDED[mine].sum(axis=0) - rate * LENGTHS[mine].sum()
    return np.stack([uses, beyond])


def test_the_permutation_test_is_that_of_a_plain_loop():
    sides = Sides(np.arange(7), LABELS, BLOCKS, BLOCKS, True, "")
    got = permutations.permuted(sparse.csr_matrix(LOPSIDED), LENGTHS, sides, SETTINGS)
    everything = np.array([by_loop(labels) for labels in arrangements()])
    spread = everything.std(axis=0)

    def weaker(found):
        uses, beyond = found / spread
        return np.where(uses * beyond > 0, np.sign(uses) * np.minimum(abs(uses), abs(beyond)), 0)

    drawn = np.array([weaker(found) for found in everything])
    observed = weaker(by_loop(LABELS))
    assert got.is_exact and got.n_arrangements == len(everything) == 12
    assert got.p == pytest.approx((abs(drawn) >= abs(observed) - 1e-6).mean(axis=0))
    assert got.q == pytest.approx((abs(drawn).max(axis=1)[:, None] >= abs(observed) - 1e-6).mean(axis=0))
    assert got.sign.tolist() == np.sign(observed).tolist()


def test_random_arrangements_keep_the_labels_of_each_block():
    sides = Sides(np.arange(7), LABELS, BLOCKS, BLOCKS, True, "")
    labels = permutations._random_labels(sides, 300, np.random.default_rng(1))
    for block in range(3):
        assert (labels[block == BLOCKS].sum(axis=0) == LABELS[block == BLOCKS].sum()).all()
    assert labels.mean(axis=1) == pytest.approx([1 / 2, 1 / 2, 1 / 3, 1 / 3, 1 / 3, 1 / 2, 1 / 2], abs=0.09)


def test_the_interval_treats_an_event_as_one_draw():
    once, doubled = drawn(12, planted=2), drawn(12, planted=2)
    doubled["body"] = doubled["body"] + "\n" + doubled["body"]  # every sentence twice: nothing new was learnt
    first, second = (
        keyness.between(table, target="A", settings=SETTINGS).set_index("term").loc["regime"]
        for table in (once, doubled)
    )
    assert second["high"] - second["low"] == pytest.approx(first["high"] - first["low"], rel=0.35)


def test_a_planted_word_is_found_and_nothing_else():
    found = keyness.between(drawn(30, planted=3), target="A", settings=SETTINGS)
    assert found.loc[found["q"] <= 0.05, "term"].tolist() == ["regime"]
    row = found.iloc[0]
    assert row["term"] == "regime" and row["log_odds"] > 1 and row["low"] > 0 and row["n_events"] == 30
    assert (row["n_target"], row["n_reference"], row["n_articles"]) == (120, 30, 60)


def test_without_a_difference_nothing_is_called_distinctive_at_ten_to_one():
    for seed in (3, 4):
        found = keyness.between(drawn(20, per_outlet=(1, 10), seed=seed), target="A", settings=SETTINGS)
        assert (found["q"] > 0.05).all()


def test_each_side_sees_the_same_size_and_the_same_p():
    table = drawn(15, planted=1, per_outlet=(1, 2))
    one = keyness.between(table, target="A", settings=SETTINGS).set_index("term")
    other = keyness.between(table, target="B", settings=SETTINGS).set_index("term").loc[one.index]
    assert one["log_odds"].to_numpy() == pytest.approx(-other["log_odds"].to_numpy(), abs=1e-5)
    assert one["q"].tolist() == other["q"].tolist()


def test_the_size_that_could_have_been_found_shrinks_with_more_events():
    few, many = (keyness.between(drawn(n), target="A", settings=SETTINGS).set_index("term") for n in (12, 40))
    assert 1 < many.loc["word1", "detectable"] < few.loc["word1", "detectable"]


def test_with_five_events_words_are_ranked_and_not_tested():
    found = keyness.between(drawn(5, planted=3), target="A", settings=SETTINGS)
    assert found["p"].isna().all() and found["q"].isna().all() and (found["verdict"] == "describe only").all()
    assert found["reason"].iloc[0].startswith("5 shared events; 6 are needed for a test")
    assert found["log_odds"].abs().is_monotonic_decreasing


def test_events_of_one_outlet_only_do_not_count():
    table = drawn(8)
    alone = corpus(["secret secret secret words"] * 9, ["A"] * 9, [f"only{n}" for n in range(9)])
    alone["article_id"] = [f"b{n}" for n in range(9)]
    found = keyness.between(pd.concat([table, alone]), target="A", settings=SETTINGS)
    assert "secret" not in set(found["term"])


def test_reports_are_not_held_against_opinion():
    table = drawn(8)
    table["article_type"] = np.where(table["outlet"] == "A", "opinion", "report")
    assert keyness.between(table, target="A").empty
    assert "shares no event" in reason_of(table, target="A")


def test_copies_count_once():
    table = drawn(8)
    copies = pd.DataFrame({"article_id": ["a0001"], "copy_of": ["a0000"]})
    found = keyness.between(table, copies, target="A", settings=SETTINGS)
    assert found["n_articles"].max() == 14 and found["n_events"].max() == 7


def test_seeds_of_one_storyline_are_counted_and_not_tested():
    bodies = ["Mr Kim and Mr Moon met", "Kim met Moon", "Kim wrote letters"]
    table = corpus(bodies, ["Sky News", "RT", "Press TV"], list("efg"), storyline="s")
    found = keyness.between(table, target="Sky News")
    assert found[["p", "q", "low", "high", "z"]].isna().all().all()
    assert found.iloc[0]["term"] == "mr" and found.iloc[0]["kind"] == "style"
    assert found["reason"].iloc[-1].startswith("no shared event, only a shared storyline: counts are given")


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        (drawn(3).query("outlet == 'A'"), "there is no other outlet to compare A with"),
        (drawn(3).query("outlet == 'B'"), "there is no article of A to compare"),
        (drawn(3).assign(event=None), "A shares no event and no storyline with the outlets it is compared with"),
        (drawn(0), "there is no article of A to compare"),
    ],
)
def test_where_nothing_can_be_compared_a_sentence_says_why(table, reason):
    found = keyness.between(table, target="A")
    assert found.empty and list(found.columns) == list(schema.KEYNESS.columns)
    assert reason_of(table, target="A") == reason


def test_articles_without_text_give_no_words_and_no_error():
    assert keyness.between(corpus([None] * 12, list("AB") * 6, np.repeat(list("efghij"), 2)), target="A").empty


def test_the_sentences_that_use_a_term_are_found():
    table = corpus(["The regime's army. A regime, fell. Regimes fell. Pre-regime talks."], ["A"], ["e"])
    sentences = segment.of_articles(table)
    assert keyness.evidence("regime", table, sentences)["sentence"].tolist() == [0, 1]
    assert keyness.evidence("the regime", table, sentences)["sentence"].tolist() == [0]


def test_the_same_input_gives_the_same_table_in_any_order():
    table = drawn(10, planted=1)
    shuffled = table.sample(frac=1, random_state=4)
    first = keyness.between(table, target="A", settings=SETTINGS)
    again = keyness.between(table, target="A", settings=SETTINGS)
    other = keyness.between(shuffled, target="A", settings=SETTINGS).set_index("term").loc[first["term"]]
    pd.testing.assert_frame_equal(first, again)
    assert other["log_odds"].to_numpy() == pytest.approx(first["log_odds"].to_numpy(), abs=1e-6)


def test_a_side_that_only_repeats_itself_is_not_compared():
    repeated = "Subscribe now to read all of our news."
    rows = [
        (f"{outlet}{event}", outlet, f"e{event}", None, repeated if outlet == "RT" else f"They met on day {event}.")
        for event in range(8)
        for outlet in ("RT", "Sky News")
    ]
    articles = pd.DataFrame(rows, columns=["article_id", "outlet", "event", "title", "body"])
    found = keyness.compared(articles, None, target="RT", references=("Sky News",), settings=Settings())
    assert found.table.empty
    assert found.reason == "one side has no words but those that it repeats from event to event"


@given(
    st.lists(
        st.tuples(
            st.none() | st.text("Ab’'s.,!?\"…\n _-", max_size=12), st.none() | st.text("Trump’s.!\n, A1", max_size=40)
        ),
        max_size=6,
    )
)
def test_tokens_are_those_of_a_plain_search(texts):
    articles = pd.DataFrame(texts, columns=["title", "body"]).assign(article_id=[str(n) for n in range(len(texts))])
    known, plain = vocabulary.Vocabulary(), vocabulary.Vocabulary()
    found = reading._tokens(articles, known, None, {}, "all")
    wanted = []
    for place, pair in enumerate(texts):
        lines = [line for text in pair for line in ("" if text is None else text).split("\n")]
        for line in lines:
            searched = re.findall(segment.WORD.pattern + r"|[^\s\w]+", line)
            wanted += [(plain.read(token)[0], place) for token in searched] + [(vocabulary.LINE, place)]
    assert list(zip(found.token.tolist(), found.article.tolist(), strict=True)) == wanted
    assert known.words == plain.words


@given(st.integers(1, 6), st.lists(st.tuples(st.integers(0, 9), st.integers(0, 3)), min_size=6, max_size=14))
def test_a_term_spread_alike_within_every_event_is_never_called(n_each, blocks):
    """Every article of an event uses it at the same rate, whatever the event and however long the articles."""
    rng = np.random.default_rng(len(blocks))
    counts, lengths, is_target, block = [], [], [], []
    for number, (rate, factor) in enumerate(blocks):
        for side in (True, False):
            for _ in range(n_each if side else 1):
                length = (1 + (factor if side else 0)) * 100
                counts.append([rate * length // 100, int(rng.integers(0, 4))])
                lengths.append(float(length))
                is_target.append(side)
                block.append(number)
    held = np.array(block)
    sides = Sides(np.arange(len(held)), np.array(is_target), held, held, True, "")
    found = permutations.permuted(sparse.csr_matrix(np.array(counts)), np.array(lengths), sides, SETTINGS)
    assert found.p[0] == 1 and found.q[0] == 1 and found.sign[0] == 0


def test_a_term_that_shuffling_cannot_change_has_p_1():
    rng = np.random.default_rng(3)
    n = 12
    counts = np.stack([np.repeat([1, 1], n), rng.poisson(2, 2 * n)], axis=1)
    lengths = rng.integers(300, 900, 2 * n).astype(float)
    block = np.repeat(np.arange(n), 2)
    sides = Sides(np.arange(2 * n), np.tile([True, False], n), block, block, True, "")
    found = permutations.permuted(sparse.csr_matrix(counts), lengths, sides, SETTINGS)
    assert found.p[0] == 1 and found.q[0] == 1


def test_a_called_term_has_an_interval_without_0_on_the_side_of_its_size():
    found = keyness.between(drawn(30, planted=3), target="A", settings=SETTINGS)
    called = found[found["q"] <= 0.05]
    assert len(called) and ((called["low"] > 0) | (called["high"] < 0)).all()
    assert (np.sign(called["log_odds"]) == np.sign(called["low"])).all()
