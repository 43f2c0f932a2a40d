"""What an analyst can set, and what they choose to look at: two frozen dataclasses, each field with its reason."""

from dataclasses import asdict, dataclass
from typing import Any

import pandas as pd

from analysis.errors import DataError


@dataclass(frozen=True)
class Settings:
    """Hold everything that changes a result. Every export carries it.

    Parameters
    ----------
    min_words : int
        Bodies below this many words make a ``short`` article: captions, alerts and failed scrapes.
    event_window_days : int
        Dated articles further apart than this are not compared. Wide because many dates in the wild are crawl dates:
        where both dates can be trusted, the window is at most 21 days. Within it the pair model weighs the days.
    codebook : str
        Name of the codebook in ``data/frames`` that frames are counted with.
    codebooks_beside : tuple of str
        Further codebooks whose emphasis is measured too, to be chosen in the framing view; no default comparison goes
        through them. The two that come with the tool cost a twentieth of a build.
    version : {"first", "last"}
        Which of several texts of one address counts in comparisons: what readers saw at first, or what stood there in
        the end.
    n_permutations : int
        Draws of a permutation test; more give finer p-values and take longer.
    seed : int
        Random seed of everything that draws.
    attribution_from : float
        Attributions less probable than this are kept in ``quotes`` and counted nowhere: fewer of what is counted is
        wrong, more of what people say is missed. At .5, 86 of 100 counted are right in folds of the labelled articles.
    quoted_from : float
        From this probability on an attribution counts for its speaker too: who is quoted, for whom they speak, with
        which verbs, how often without a name. Below it the words count as somebody's, and nobody is said to have said
        them. General news needs more than the labelled articles do: see "Read in general news" in docs/methods.md.
    partition_articles : int
        Articles measured at once; a larger number needs more memory and changes no result.
    rules_off : tuple of str
        Names of cleaning rules that are switched off; ``removals`` names the rule of every removal.
    max_article_characters : int
        Longer texts are rejected: the longest article of the training data has 300,000; a whole book in one field
        is a sign of a broken file.
    max_document_megabytes : int
        Larger JSON documents, workbooks and feeds, which cannot be read piece by piece, are rejected.
    max_page_megabytes : int
        Larger HTML pages are rejected: news pages have 0.1 to 2 MB, and a broken one of 20 MB takes minutes.
    max_unpacked_megabytes : int
        What one compressed file or archive may unpack to.
    max_unpack_ratio : int
        How many times its size a compressed file may unpack to: text compresses 3 to 20 times, bombs 1,000 times.
    max_archive_members : int
        Files in one archive.

    Examples
    --------
    >>> Settings(min_words=0)
    Traceback (most recent call last):
    analysis.errors.DataError: setting 'min_words' is 0; it must be at least 1
    """

    min_words: int = 50
    event_window_days: int = 60
    codebook: str = "generic"
    codebooks_beside: tuple[str, ...] = ("generic", "policy", "summits")
    version: str = "first"
    n_permutations: int = 1000
    seed: int = 20190630
    attribution_from: float = 0.5
    quoted_from: float = 0.8
    partition_articles: int = 1000
    rules_off: tuple[str, ...] = ()
    max_article_characters: int = 5_000_000
    max_document_megabytes: int = 256
    max_page_megabytes: int = 10
    max_unpacked_megabytes: int = 16_384
    max_unpack_ratio: int = 200
    max_archive_members: int = 1_000_000

    def __post_init__(self) -> None:
        for name, least in (
            ("min_words", 1),
            ("event_window_days", 0),
            ("n_permutations", 100),
            ("seed", 0),
            ("partition_articles", 1),
            ("max_article_characters", 1000),
            ("max_document_megabytes", 1),
            ("max_page_megabytes", 1),
            ("max_unpacked_megabytes", 1),
            ("max_unpack_ratio", 2),
            ("max_archive_members", 1),
        ):
            if getattr(self, name) < least:
                raise DataError(f"setting '{name}' is {getattr(self, name)}; it must be at least {least}")
        if self.version not in ("first", "last"):
            raise DataError(f"setting 'version' is '{self.version}'; it must be first or last")
        for name in ("attribution_from", "quoted_from"):
            if not 0 <= getattr(self, name) <= 1:
                raise DataError(f"setting '{name}' is {getattr(self, name)}; it must lie between 0 and 1")

    @property
    def speakers_from(self) -> float:
        """The probability from which on speakers count: never a lower one than their words need."""
        return max(self.attribution_from, self.quoted_from)

    def as_dict(self) -> dict[str, Any]:
        """Return the settings as plain values, for a manifest or an export."""
        return asdict(self)


@dataclass(frozen=True)
class Filters:
    """Hold what the analyst looks at: outlets, dates, an event or a storyline. Empty means all.

    ``first`` and ``last`` are days, both included; undated articles are left out as soon as either is set.

    Examples
    --------
    >>> Filters(first="2019-13-01")
    Traceback (most recent call last):
    analysis.errors.DataError: '2019-13-01' is not a day; write it as 2019-06-30
    """

    outlets: tuple[str, ...] = ()
    first: str | None = None
    last: str | None = None
    event: str | None = None
    storyline: str | None = None

    def __post_init__(self) -> None:
        for day in (self.first, self.last):
            if day is not None:
                _check_day(day)
        if self.first and self.last and self.first > self.last:
            raise DataError(f"the first day ({self.first}) lies after the last day ({self.last})")

    def as_dict(self) -> dict[str, Any]:
        """Return the filters as plain values, for an export's passport."""
        return asdict(self)


def _check_day(day: str) -> None:
    try:
        pd.to_datetime(day, format="%Y-%m-%d")
    except ValueError as error:
        raise DataError(f"'{day}' is not a day; write it as 2019-06-30") from error
