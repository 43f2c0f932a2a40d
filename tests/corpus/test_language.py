"""English is told from other languages, and too little text from both."""

import pytest

from analysis.corpus import language


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The envoys met in Hanoi on Thursday, and the talks ended without an agreement between the two sides.", "en"),
        ("Die Gesandten trafen sich am Donnerstag in Hanoi, und die Gespräche endeten ohne eine Einigung.", "de"),
        ("Les envoyés se sont réunis jeudi à Hanoï et les discussions se sont terminées sans accord.", "fr"),
        ("Los enviados se reunieron el jueves en Hanói y las conversaciones terminaron sin acuerdo.", "es"),
        ("Посланники встретились в Ханое в четверг, и переговоры закончились без соглашения.", "ru"),
        ("والتقى المبعوثون في هانوي يوم الخميس وانتهت المحادثات دون اتفاق بين الجانبين.", "ar"),
        ("فرستادگان روز پنجشنبه در هانوی دیدار کردند و گفت‌وگوها بدون توافق پایان یافت.", "fa"),
        ("", "und"),
        ("Hanoi", "und"),
        ("12345 67890 !!!", "und"),
    ],
)
def test_languages(text, expected):
    assert language.detect(text) == expected


def test_the_quick_way_gives_the_same_answer_as_the_model():
    english = "The envoys met in Hanoi on Thursday and left without an agreement, officials said after the talks. " * 8
    assert language.detect(english) == language._identifier().classify(english)[0] == "en"
    german = (
        "In Hanoi war am Donnerstag was los: die Gesandten, so hieß es, trafen an der Bar in an die hundert Gäste. " * 8
    )
    assert language.detect(german) == "de"


def test_codes_of_fields():
    assert [language.code(name) for name in ("en-US", "Russian", "RU", "klingon", "")] == ["en", "ru", "ru", "", ""]


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (
            "nl",
            "De minister zei in het hotel in New York dat er nu geen tijd was, en of men het eens was.",
        ),
        (
            "da",
            "Ministeren sagde for tre år siden at hun var her for at få en aftale, men at det ikke var til at se den.",
        ),
        (
            "no",
            "Hun sa for to dager siden at hun var her for at de skulle ha en avtale uten henne.",
        ),
        (
            "sv",
            "Hon sade att det var just här, i New York, som de träffade varandra, men att hon inte hade tid till mer.",
        ),
        (
            "pl",
            "To był pierwszy raz, kiedy minister by o tym mówił w Nowym Jorku, ale to nie ma znaczenia dla tej umowy.",
        ),
        (
            "it",
            "Il ministro ha detto a New York che il made in Italy non era il tema e che no, non ci sono state offerte.",
        ),
        (
            "pt",
            "O ministro disse em New York que as conversas de paz acabaram sem acordo e que do lado deles nada mudou.",
        ),
        (
            "ms",
            "Menteri itu berkata di New York bahwa para utusan telah bertemu, tetapi tidak ada kesepakatan lagi.",
        ),
    ],
)
def test_languages_that_share_words_with_english_are_not_taken_for_it(expected, text):
    words = language._words((text + " ") * 3)[: language._QUICK_WORDS]
    assert sum(map(language._ENGLISH.__contains__, words)) < language._MIN_ENGLISH * len(words)
    assert language.detect((text + " ") * 3) == expected
