"""Names in articles: spans with capitals found by rule, and the names that the alias file says they stand for."""

from analysis.measures.names import kinds
from analysis.measures.names.finder import of_articles
from analysis.measures.names.resolver import (
    ALIASES,
    LONG_ENOUGH_IN_CAPITALS,
    canonical,
    country_of,
    held_by,
    is_demonym,
    kind_of,
    may_be_office,
    office_at,
    opens_office,
    resolve,
)
from analysis.measures.names.runs import SMALL_WORDS

__all__ = [
    "ALIASES",
    "LONG_ENOUGH_IN_CAPITALS",
    "SMALL_WORDS",
    "canonical",
    "country_of",
    "held_by",
    "is_demonym",
    "kind_of",
    "kinds",
    "may_be_office",
    "of_articles",
    "office_at",
    "opens_office",
    "resolve",
]
