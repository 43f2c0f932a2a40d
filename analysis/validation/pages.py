"""Gates of saved pages: their bodies against trafilatura alone, their titles, and the local day of their dates."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from analysis.corpus import clean, dates, pages, titles, trees
from analysis.validation.cleaning import rows_of, word_f1
from analysis.validation.gates import Figure, data_file, gate

_MARK = re.compile(r"\s*[|–—_·«»:\[-]")
"""What stands between a headline and the name of the site."""


@gate("pages.bodies", needs=("pages_readability",))
def bodies(folder: Path) -> Iterator[Figure]:
    """Extract and clean bodies of pages from many countries, and compare them with trafilatura in the same run."""
    import trafilatura  # here: half a second that the other gates do not need

    gains, is_english, n_titles = [], [], 0
    rows = list(rows_of(data_file(folder, "pages_readability")))
    for row in rows:
        tree = trees.tree_of(row["html"])
        facts = pages.metadata_of(tree)
        title = titles.without_site(facts.get("title", ""), (facts.get("outlet", ""), row["site"] or ""))
        body = clean.clean(pages.text_of(row["html"], tree), title=title).body
        alone = trafilatura.extract(row["html"], include_comments=False) or ""
        gains.append(word_f1(body, row["text"]) - word_f1(alone, row["text"]))
        is_english.append(row["language"] == "en")
        n_titles += is_same_title(title, row["title"])
    gain = np.array(gains)
    english = gain[np.array(is_english)]
    unit = "F1 of words above trafilatura alone, mean over pages"
    yield Figure("pages.f1_gain", float(gain.mean()), len(gain), unit, must=0.0)
    yield Figure("pages.f1_gain_english", float(english.mean()), len(english), unit, must=0.0)
    yield Figure("pages.titles", n_titles / len(rows), len(rows), "share of titles equal, site aside", must=115 / 130)


def is_same_title(found: str, expected: str) -> bool:
    """Return whether two titles have the same letters and digits; the right one may name the site behind it.

    Examples
    --------
    >>> is_same_title("Talks end", "Talks end – The Paper"), is_same_title("Talks", "Talks end")
    (True, False)
    """
    found, expected = " ".join(found.split()), " ".join((expected or "").split())
    same = re.sub(r"[\W_]+", "", found.casefold()) == re.sub(r"[\W_]+", "", expected.casefold())
    return same or bool(found and expected.startswith(found) and _MARK.match(expected[len(found) :]))


@gate("pages.dates", needs=("dates_mediacloud",))
def local_days(folder: Path) -> Iterator[Figure]:
    """Date pages of many countries, and compare with the local day that people read off them."""
    rows = list(rows_of(data_file(folder, "dates_mediacloud")))
    found = [local_day(row) for row in rows]
    right = sum(day == row["date"] for day, row in zip(found, rows, strict=True))
    wrong = sum(bool(day) and day != row["date"] for day, row in zip(found, rows, strict=True))
    yield Figure("pages.days_right", right, len(rows), "pages with the right local day", must=180)
    yield Figure("pages.days_wrong", wrong, len(rows), "pages with a wrong local day", "lower", must=8)


def local_day(row: dict[str, Any]) -> str:
    """Return the day that a page and its address tell, as the page writes it; empty where they tell none."""
    moment = dates.parse(pages.metadata_of(trees.tree_of(row["html"])).get("date", ""), "day first")
    of_url = dates.of_url(row["url"])
    if not isinstance(moment, dates.Moment):
        moment = of_url if of_url and of_url.precision == "day" else None
    return moment.day.isoformat() if moment else ""
