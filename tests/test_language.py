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
