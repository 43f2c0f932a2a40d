"""What page, command line and export ask of a store: one file a view, each function from a snapshot to a table.

`index` turns filters into rows, the only place that does; `scan` reads large tables file by file, `texts` the words
that rows point at. The other modules answer questions: ``queries.voices.speakers(snapshot, filters)``. Each is loaded
when it is first named, so that the first view of a started server waits for no other view's.
"""

from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

from analysis.errors import DataError
from analysis.store.snapshots import Snapshot

if TYPE_CHECKING:
    from analysis.queries import (
        articles,
        attributed,
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
        own_frames,
        presets,
        quality,
        search,
        storyline,
        texts,
        uncounted,
        units,
        versions,
        voices,
        words,
    )

__all__ = [
    "DataError",
    "Snapshot",
    "articles",
    "attributed",
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
    "own_frames",
    "presets",
    "quality",
    "search",
    "storyline",
    "texts",
    "uncounted",
    "units",
    "versions",
    "voices",
    "words",
]


def __getattr__(name: str) -> ModuleType:
    """Load the module of this name when it is first asked for."""
    if name not in __all__:
        raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
    return import_module(f"{__name__}.{name}")
