"""What is taken away: the store, the filters, the views of the report, and the form of the tables."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pandas as pd

from analysis import queries
from analysis.presentation.style import LIGHT, Theme, looks_of
from analysis.queries import Snapshot
from analysis.settings import Filters
from views import whose


@dataclass(frozen=True)
class Wanted:
    """Hold what is taken away.

    Parameters
    ----------
    snapshot, filters
        The store and what to look at.
    link : str
        The address that reopens the view.
    views : tuple of str
        Names of the views in the report, see `VIEWS`.
    focus : str, optional
        The outlet that answers are about.
    voice : str
        Whose words answers count, one of `whose.NAMES`.
    event : str, optional
        The event of the view "One event"; by default the one that most of the outlets report.
    form : str
        How tables are written, one of `export.FORMATS`.
    with_text : bool
        Whether the articles have their texts.
    taken_at : str
        The time of the download.
    made : mapping of str to DataFrame
        Tables that were worked out already, and need not be worked out again for the report.
    """

    snapshot: Snapshot
    filters: Filters
    link: str
    views: tuple[str, ...] = ()
    focus: str | None = None
    voice: str = whose.OWN
    event: str | None = None
    form: str = "csv"
    with_text: bool = False
    taken_at: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))
    made: Mapping[str, pd.DataFrame] = field(default_factory=dict)

    @property
    def theme(self) -> Theme:
        """Give the theme of paper, with the looks of the store's outlets as the page has them."""
        outlets = queries.overview.outlets(self.snapshot)
        return replace(LIGHT, looks=looks_of(outlets, self.filters.outlets or outlets), focus=self.focus)


def file_name(text: str) -> str:
    """Write a caption as every file system accepts it.

    Examples
    --------
    >>> file_name("Words of <b>RT</b> & co")
    'words_of_b_rt_b_co'
    """
    return re.sub(r"[^\w]+", "_", text.lower()).strip("_")[:60]
