"""Versions: later texts of one address. The first counts, the others are kept and compared with it."""

import difflib

import numpy as np
import pandas as pd

from analysis import codes, schema
from analysis.corpus import assemble

MAX_COMPARED_WORDS = 5_000
"""Words of a text that are compared with another; live pages have more, and time grows with the square."""


def links(articles: pd.DataFrame) -> pd.DataFrame:
    """Find the later texts: an article that has an address, and an id that is not made of the address alone.

    Parameters
    ----------
    articles : DataFrame
        ``article_id``, ``outlet``, ``url``.

    Returns
    -------
    DataFrame
        The ``later_texts`` table: ``article_id``, ``version_of``.
    """
    addressed = articles[articles["url"].notna()]
    first = [
        assemble.identify(outlet, url, "", "")
        for outlet, url in zip(addressed["outlet"].astype("str"), addressed["url"], strict=True)
    ]
    found = pd.DataFrame({"article_id": addressed["article_id"].to_numpy(), "version_of": first})
    return schema.conform(found[found["article_id"] != found["version_of"]], schema.LATER_TEXTS)


def as_copies(copies: pd.DataFrame, later: pd.DataFrame, known: pd.Series) -> pd.DataFrame:
    """Count each address once: later texts are copies of the first one, or of what that one copies.

    Parameters
    ----------
    copies : DataFrame
        The ``copies`` table.
    later : DataFrame
        The ``later_texts`` table.
    known : Series of str
        Ids of all articles; a later text whose first one is not there counts by itself.

    Examples
    --------
    >>> none = schema.empty(schema.COPIES)
    >>> later = pd.DataFrame({"article_id": ["b"], "version_of": ["a"]})
    >>> as_copies(none, later, pd.Series(["a", "b"]))[["article_id", "copy_of"]].values.tolist()
    [['b', 'a']]
    """
    later = later[codes.among(later["version_of"], known)]
    if later.empty:
        return copies
    first = dict(zip(later["article_id"], later["version_of"], strict=True))
    kept = copies[~codes.among(copies["article_id"], later["article_id"])]
    kept = kept.assign(copy_of=[first.get(original, original) for original in kept["copy_of"]])
    kept = kept[kept["article_id"] != kept["copy_of"]]  # the first text is no copy of its own later one
    root = dict(zip(kept["article_id"], kept["copy_of"], strict=True))
    added = later[["article_id"]].assign(copy_of=[root.get(original, original) for original in later["version_of"]])
    whole = pd.concat([kept, added]).sort_values("article_id", ignore_index=True)
    return schema.conform(whole, schema.COPIES)


def changed(before: str, after: str) -> float:
    """Give the share of words that two texts do not have in common, in order; empty where both are empty.

    Examples
    --------
    >>> round(changed("The talks ended well .", "The talks ended badly ."), 2), changed("a b", "a b")
    (0.2, 0.0)
    """
    old, new = before.split()[:MAX_COMPARED_WORDS], after.split()[:MAX_COMPARED_WORDS]
    if not old and not new:
        return np.nan
    blocks = difflib.SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return 1 - sum(block.size for block in blocks) / max(len(old), len(new))
