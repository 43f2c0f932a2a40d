"""An author is a person's name, whatever a row or a page says around it."""

import pytest

from analysis.corpus import authors


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("Jo Doe", "Jo Doe"),
        ("By  Jo Doe", "Jo Doe"),
        ("By Jo Doe For Mailonline", "Jo Doe"),
        ("Jo Doe | KUT", "Jo Doe"),
        ("Jo Doe, Example City Courier | EXAMPLE TODAY", "Jo Doe, Example City Courier"),
        ("Jo Doe and Max Roe", "Jo Doe and Max Roe"),
        ("Jo Doe, The Associated Press", "Jo Doe, The Associated Press"),
        ("https://www.example.org/jo", ""),
        ("/jodoe", ""),
        ("219.79.38.192", ""),
        ("Created by the W-Team http://example.org", ""),
        ("", ""),
        ("Byron Doe", "Byron Doe"),
        ("A. B. Forsyth", "A. B. Forsyth"),
    ],
)
def test_a_name_is_told_from_what_stands_around_it(given, name):
    assert authors.named(given, "The Planet") == name


def test_an_outlet_is_no_author_and_an_agency_tells_whose_copy_it_is():
    assert authors.named("Sky", "Sky News") == ""
    assert authors.named("Reuters", "Reuters") == "Reuters"
    assert authors.named("Reuters", "The Planet") == "Reuters"
