"""Where an article begins and ends on a dumped page."""

import numpy as np

from analysis.corpus import lines, stretches

STORY = [
    "The council of the harbour town of Marrow voted on Tuesday to close the old bridge until the spring.",
    "Engineers found cracks in two of the four piers of the bridge in October, mayor Ann Ferris told the council.",
    "Repairs will cost the town 4 million pounds, and Ferris said that the council had asked the government for help.",
    "Shopkeepers on the north bank said they feared for their trade, and asked the council to run a ferry instead.",
    "The council will decide on the ferry next week, when the engineers hand in their second report on the piers.",
]
PROMOTED = [
    "More in World", "Volcano wakes after eighty years", "2H ago", "Singer cancels her tour of the islands", "3H ago",
    "Chess champion loses to a boy of nine", "5H ago", "Bakers strike over the price of flour", "6H ago",
    "Leave a comment", "Terms of use", "Privacy policy",
]  # fmt: skip


def test_promoted_headlines_with_their_times_go_and_the_story_stays():
    page = ["Bridge closed until spring", "Home", "World", "Sport", *STORY, *PROMOTED]
    kept = [line for line, own in zip(page, lines.body(page), strict=True) if own]
    assert kept == STORY


def test_a_text_without_furniture_is_left_whole():
    assert lines.body(STORY).all()


def test_the_best_run_is_that_of_a_plain_search():
    rng = np.random.default_rng(3)
    for n in (1, 2, 5, 17):
        evidence = rng.normal(size=n)
        best = max(evidence[start:end].sum() for start in range(n) for end in range(start + 1, n + 1))
        start, end = stretches.best_run(evidence)
        assert np.isclose(evidence[start:end].sum(), best)


def test_every_line_is_described_wherever_the_core_lies():
    for odds in ([3.0, 3.0, -3.0], [-3.0, 3.0, 3.0], [-3.0, -3.0, -3.0]):
        table = stretches.features(["One line of five words.", "Another one", "2H ago"], np.array(odds))
        assert len(table) == 3
        assert np.isfinite(table).all()
