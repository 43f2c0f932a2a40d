"""Whether two sides publish the same kind of text: else a difference may be one of genre and not of wording."""

import re
from collections.abc import Iterable, Sequence

import pandas as pd

OFFICE = re.compile(
    r"\b(?:kremlin|white house|downing street|élysée|elysee|pentagon|state department|foreign office|home office"
    r"|ministry|department of|embassy|government|press (?:office|service|secretary)|european (?:commission|council)"
    r"|council of ministers|state council)\b|\.(?:gov|mil)\b|\bgov\.|\bkremlin\.",
    re.IGNORECASE,
)
"""Names and domains of those who publish their own statements and not news."""

MIN_ARTICLES = 5
"""Outlets with fewer articles say nothing about what kinds of text they publish."""

MIN_APART = 0.25
"""Shares of a kind of text that are this far apart are told: a quarter of what one side publishes."""

KINDS = {"opinion": "opinion pieces", "transcript": "transcripts", "live": "live blogs", "short": "short texts"}


def is_office(outlet: str) -> bool:
    """Return whether an outlet is a press office by its name.

    Examples
    --------
    >>> is_office("Kremlin.ru"), is_office("Ministry of Foreign Affairs"), is_office("state.gov"), is_office("RT")
    (True, True, True, False)
    """
    return OFFICE.search(outlet) is not None


def caution(articles: pd.DataFrame) -> str:
    """Say in what kinds of text outlets differ that are compared; empty where they do not, or are more than two of one.

    Parameters
    ----------
    articles : DataFrame
        ``outlet`` and ``article_type`` of the articles that are looked at.

    Examples
    --------
    >>> caution(pd.DataFrame({"outlet": ["Kremlin.ru", "RT"], "article_type": "report"}))
    'Kremlin.ru is a press office: it publishes statements and transcripts, so a difference from news outlets may be one
    of the kind of text and not of wording.'
    >>> caution(pd.DataFrame({"outlet": ["RT"] * 5 + ["CNN"] * 5, "article_type": ["opinion"] * 2 + ["report"] * 8}))
    'Opinion pieces are 40% of the articles of RT and 0% of those of CNN; opinion pieces are compared with opinion
    pieces only.'
    """
    outlets = articles["outlet"].dropna().astype("str").unique()
    return " ".join(filter(None, [_of_offices(sorted(outlets)), _of_types(articles)]))


def _of_offices(outlets: Sequence[str]) -> str:
    offices = [name for name in outlets if is_office(name)]
    if not offices or len(offices) == len(outlets):
        return ""
    one = len(offices) == 1
    return (
        f"{_and(offices)} {'is a press office: it publishes' if one else 'are press offices: they publish'} statements "
        "and transcripts, so a difference from news outlets may be one of the kind of text and not of wording."
    )


def _of_types(articles: pd.DataFrame) -> str:
    """Name the kind of text in whose share two outlets differ most."""
    rows = articles.dropna(subset=["outlet"])
    shares = pd.crosstab(rows["outlet"].astype("str"), rows["article_type"].astype("str"))
    n = shares.sum(axis=1)
    shares = shares[n >= MIN_ARTICLES].div(n[n >= MIN_ARTICLES], axis=0)
    shares = shares[[name for name in KINDS if name in shares]]
    gaps = shares.max() - shares.min()
    if len(shares) != 2 or gaps.empty or gaps.max() < MIN_APART:
        return ""
    kind = str(gaps.idxmax())
    high, low = shares[kind].idxmax(), shares[kind].idxmin()
    name = KINDS[kind]
    apart = f"; {name} are compared with {name} only" if kind != "short" else ", and are compared with reports"
    return (
        f"{name.capitalize()} are {shares[kind][high]:.0%} of the articles of {high} and {shares[kind][low]:.0%} of "
        f"those of {low}{apart}."
    )


def _and(names: Iterable[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
