"""The lists of words, signs and letters by which names are told from other words."""

import re
from functools import cache

from analysis import assets

CAPITAL = "A-ZÀ-ÖØ-ÞĀĆČĎĐĒĘĚĞĪİŁŃŇŌŐŘŚŞŠŤŪŰŹŻŽΑ-ΩА-Я"
"""Capital letters, for expressions."""
POSSESSIVE = re.compile(r"['’]s$", re.IGNORECASE)
REMEMBERED = 1 << 15
"""Words and runs whose answers are kept: the frequent ones of a corpus, in some megabytes."""


@cache
def listed(name: str) -> frozenset[str]:
    """Give the words of one list of ``data/name_words.csv``.

    Examples
    --------
    >>> "Ministry" in listed("institution"), "Ministry" in listed("title")
    (True, False)
    """
    table = assets.table("name_words.csv")
    return frozenset(table.loc[table["list"] == name, "word"])
