"""Whether what is compared is of one kind of text."""

from dataclasses import replace

from analysis.comparison import genre
from analysis.queries import index
from analysis.settings import Filters
from analysis.store.snapshots import Snapshot


def caution(snapshot: Snapshot, filters: Filters, outlets: tuple[str, ...] = ()) -> str:
    """Say in what kinds of text these outlets (by default all under the filters) differ; see `genre.caution`."""
    return genre.caution(index.of(snapshot).facts(replace(filters, outlets=outlets or filters.outlets)))
