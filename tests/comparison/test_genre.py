"""Where two sides publish different kinds of text, the answer says so."""

import pandas as pd
import pytest

from analysis.comparison import genre
from analysis.corpus import outlets as register


def articles(**types):
    rows = [(name.replace("_", " "), kind) for name, kinds in types.items() for kind in kinds]
    return pd.DataFrame(rows, columns=["outlet", "article_type"])


@pytest.mark.parametrize(
    "name",
    ["Kremlin.ru", "White House", "U.S. Department of State", "Ministry of Foreign Affairs of Japan", "mid.gov.ru"],
)
def test_press_offices_are_known_by_their_names(name):
    assert genre.is_office(name)


def test_no_registered_outlet_is_taken_for_a_press_office():
    names = [name for outlet in register.OUTLETS.values() for name in (outlet.name, *outlet.aliases, *outlet.domains)]
    assert [name for name in names if genre.is_office(name)] == []


def test_only_a_mix_of_press_offices_and_news_is_told():
    assert "Kremlin.ru and White House are press offices" in genre.caution(
        articles(White_House=["report"], RT=["report"], **{"Kremlin.ru": ["report"]})
    )
    assert genre.caution(articles(White_House=["report"], Embassy=["report"])) == ""
    assert genre.caution(articles(RT=["report"], CNN=["report"])) == ""


def test_of_two_outlets_the_kind_furthest_apart_is_told():
    told = genre.caution(articles(RT=["short"] * 6 + ["report"] * 2, CNN=["opinion"] + ["report"] * 7))
    assert told == "Short texts are 75% of the articles of RT and 0% of those of CNN, and are compared with reports."
    assert genre.caution(articles(RT=["short"] * 4, CNN=["report"] * 8)) == ""  # four articles tell nothing
