"""What page, command line and export ask of a store: one file a view, each function from a snapshot to a table.

`index` turns filters into rows, the only place that does; `scan` reads large tables file by file, `texts` the words
that rows point at. The other modules answer questions: ``queries.voices.speakers(snapshot, filters)``.
"""

from analysis.errors import DataError
from analysis.queries import (
    articles,
    coding,
    collecting,
    collection,
    corpora,
    drawing,
    event,
    events,
    evidence,
    example,
    export,
    framing,
    genre,
    headlines,
    index,
    measures,
    methods,
    overview,
    presets,
    quality,
    search,
    storyline,
    texts,
    units,
    versions,
    voices,
    words,
)
from analysis.store.snapshots import Snapshot

__all__ = [
    "DataError",
    "Snapshot",
    "articles",
    "coding",
    "collecting",
    "collection",
    "corpora",
    "drawing",
    "event",
    "events",
    "evidence",
    "example",
    "export",
    "framing",
    "genre",
    "headlines",
    "index",
    "measures",
    "methods",
    "overview",
    "presets",
    "quality",
    "search",
    "storyline",
    "texts",
    "units",
    "versions",
    "voices",
    "words",
]
