"""What recurs within lines is learnt where it is the template's; what an outlet says again and again is its own."""

import random

import pandas as pd

from analysis.corpus import boilerplate, clean, recurring

WORDS = (
    "river bridge council farmer envoy harbour market letter winter soldier teacher railway doctor garden island "
    "border minister paper window engine captain village treaty mountain forest school station tower vessel worker"
).split()
VERBS = "told asked showed gave sent wrote brought promised offered refused".split()


def sentence(rng):
    subject, thing, place = rng.choice(WORDS), rng.choice(WORDS), rng.choice(WORDS)
    what = f"the old {thing} of the {place} a new {rng.choice(WORDS)} on day {rng.random():.6f}"
    return f"The {subject} {rng.choice(VERBS)} {what}."


def story(rng, n=12):
    return " ".join(sentence(rng) for _ in range(n))


def learnt(bodies):
    table = boilerplate.learn([pd.DataFrame({"outlet": "The Planet", "body": bodies})])
    kinds = table["kind"] == boilerplate.PASSAGE
    return clean.Learnt.of(table["text"][~kinds], table["text"][kinds])


def test_a_licence_after_the_last_sentence_is_learnt_and_removed_from_every_text():
    rng = random.Random(1)
    closing = "All content of The Planet is licensed under a Creative Commons Attribution 4.0 International License."
    stories = [story(rng) for _ in range(30)]
    bodies = [f"{text} AB/CD   {closing}" if n % 2 else f"{text} {closing}" for n, text in enumerate(stories)]
    known = learnt(bodies)
    for n, (text, body) in enumerate(zip(stories, bodies, strict=True)):
        cleaned = clean.clean(body, learnt=known)
        assert cleaned.body == text  # without the writers' initials, too
        assert ["drop_learnt_passages" in [one.rule for one in cleaned.removals], len(cleaned.removals)] == [
            True,
            1 + n % 2,
        ]


def test_headlines_between_words_are_learnt_in_any_order_and_the_sentence_is_whole_again():
    rng = random.Random(2)
    promos = [
        "Ten things to know before you travel north",
        "Ferry company orders two new ships for summer",
        "Actor returns to stage after ten quiet years",
    ]
    stories, bodies = [], []
    for _ in range(60):
        words = story(rng).split()
        place = rng.choice([at for at, word in enumerate(words) if word in VERBS])
        chain = " ".join(rng.sample(promos, rng.randint(1, 3)))
        stories.append(" ".join(words))
        bodies.append(" ".join([*words[:place], chain, *words[place:]]))
    known = learnt(bodies)
    assert [clean.clean(body, learnt=known).body for body in bodies] == stories


def test_stock_phrases_names_refrains_quotations_and_wire_copy_are_not_learnt():
    rng = random.Random(3)
    bodies = []
    for _ in range(60):
        own = [sentence(rng) for _ in range(10)]
        own.insert(
            2, f"The {rng.choice(WORDS)} spoke on condition of anonymity because he was not allowed to speak publicly."
        )
        own.insert(4, f"The {rng.choice(WORDS)} of the Ministry of Foreign Affairs of the Northern Republic said no.")
        own.insert(
            6, f"Officials {rng.choice(VERBS)} that the Islands meddled in the vote of the north to help the council."
        )
        own.append("“We will rebuild the bridge before the winter comes,” the mayor said again.")
        bodies.append(" ".join(own))
    bodies += [story(random.Random(9)) + " Copyright is a matter for the courts of the land alone."] * 20
    assert recurring.passages(bodies) == []


def test_learning_passages_does_not_depend_on_order_or_batches():
    rng = random.Random(4)
    frame = pd.DataFrame(
        {
            "outlet": "The Planet",
            "body": [f"{story(rng)} Sign up on our website for news of the north." for _ in range(300)],
        }
    )
    whole = boilerplate.learn([frame])
    assert len(whole) == 1
    shuffled = frame.sample(frac=1, random_state=1)
    pd.testing.assert_frame_equal(whole, boilerplate.learn([shuffled.iloc[:11], shuffled.iloc[11:]]))
