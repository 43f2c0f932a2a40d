"""Parallax: how several news outlets cover the same event, compared with honest uncertainty.

>>> from analysis import Settings
>>> Settings().codebook
'generic'
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from analysis.errors import DataError
from analysis.settings import Filters, Settings

if TYPE_CHECKING:
    from analysis.corpus.batches import Ingested
    from analysis.corpus.ingest import read
    from analysis.pipeline import Analysis, analyse

__all__ = ["Analysis", "DataError", "Filters", "Ingested", "Settings", "analyse", "read"]

_ROOMS = {
    "read": "analysis.corpus.ingest",
    "Ingested": "analysis.corpus.batches",
    "analyse": "analysis.pipeline",
    "Analysis": "analysis.pipeline",
}


def __getattr__(name: str) -> Any:
    """Import a room when its door is first used, so that importing the package computes and loads nothing."""
    if name not in _ROOMS:
        raise AttributeError(f"module 'analysis' has no attribute '{name}'")
    return getattr(import_module(_ROOMS[name]), name)
