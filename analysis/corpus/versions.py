"""Versions: several texts of one address. One counts, the others are kept, each compared with the one before it."""

import difflib
from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from analysis import codes, schema

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
    from analysis.corpus import assemble  # with it come all rules of cleaning, which a page that opens does not need

    addressed = articles[articles["url"].notna()]
    first = [
        assemble.identify(outlet, url, "", "")
        for outlet, url in zip(addressed["outlet"].astype("str"), addressed["url"], strict=True)
    ]
    found = pd.DataFrame({"article_id": addressed["article_id"].to_numpy(), "version_of": first})
    return schema.conform(found[found["article_id"] != found["version_of"]], schema.LATER_TEXTS)


SEEN = "seen"
"""Topic of the notes that say when a later text was seen."""


def seen_at(articles: pd.DataFrame, notes: pd.DataFrame) -> pd.Series:
    """Return when each text was seen, by ``article_id``: as its collected folder says, else its date of publication.

    Parameters
    ----------
    articles : DataFrame
        ``article_id``, ``origin``, ``published_at``.
    notes : DataFrame
        The ``notes`` table.
    """
    told = notes[notes["topic"].astype("str").eq(SEEN)].drop_duplicates("origin").set_index("origin")["note"]
    seen = pd.to_datetime(articles["origin"].map(told).str[:20], utc=True)
    return seen.fillna(articles["published_at"]).set_axis(articles["article_id"])


def in_time(later: pd.DataFrame, seen: pd.Series) -> pd.DataFrame:
    """Put later texts in the order in which they were seen, and name the text before each: the first one, or a later.

    Examples
    --------
    >>> later = pd.DataFrame({"article_id": ["b", "c"], "version_of": ["a", "a"]})
    >>> seen = pd.Series(pd.to_datetime(["2019-07-02", "2019-07-01"]), index=["b", "c"])
    >>> in_time(later, seen)[["article_id", "text_before"]].values.tolist()
    [['c', 'a'], ['b', 'c']]
    """
    rows = later.assign(seen_at=later["article_id"].map(seen))
    rows = rows.sort_values(["version_of", "seen_at", "article_id"], ignore_index=True)
    before = rows.groupby("version_of")["article_id"].shift()
    return rows.assign(text_before=before.fillna(rows["version_of"]))


def counted_instead(later: pd.DataFrame, seen: pd.Series | None = None) -> dict[str, str]:
    """Name for each text of an address that does not count the one that does: the first, or with ``seen`` the last.

    Examples
    --------
    >>> later = pd.DataFrame({"article_id": ["b", "c"], "version_of": ["a", "a"]})
    >>> seen = pd.Series(pd.to_datetime(["2019-07-02", "2019-07-01"]), ["b", "c"])
    >>> counted_instead(later), counted_instead(later, seen)
    ({'b': 'a', 'c': 'a'}, {'a': 'b', 'c': 'b'})
    """
    if seen is None:
        return dict(zip(later["article_id"], later["version_of"], strict=True))
    rows = in_time(later, seen)
    last = rows.groupby("version_of")["article_id"].last().to_dict()
    every = {text: last[first] for text, first in zip(rows["article_id"], rows["version_of"], strict=True)} | last
    return {text: every[text] for text in sorted(every) if text != every[text]}


def counted_once(
    copies: pd.DataFrame, read: Callable[[str], pd.DataFrame], read_some: Callable[[str, Sequence[str]], pd.DataFrame],
    known: pd.Series, version: str,
) -> pd.DataFrame:  # fmt: skip
    """Count one text of each address, the first or the last; ``read`` and ``read_some`` give tables by name.

    Parameters
    ----------
    copies : DataFrame
        The ``copies`` table.
    read, read_some : callable
        Give ``later_texts`` and ``notes``, and ``articles`` of some ids.
    known : Series of str
        Ids of all articles.
    version : {"first", "last"}
        Which counts.
    """
    later = read("later_texts")
    if version == "first" or later.empty:
        return as_copies(copies, later, known)
    texts = read_some("articles", sorted({*later["article_id"], *later["version_of"]}))
    return as_copies(copies, later, known, seen_at(texts, read("notes")))


def as_copies(
    copies: pd.DataFrame, later: pd.DataFrame, known: pd.Series, seen: pd.Series | None = None
) -> pd.DataFrame:
    """Count each address once: its other texts are copies of the one that counts, or of what that one copies.

    Parameters
    ----------
    copies : DataFrame
        The ``copies`` table.
    later : DataFrame
        The ``later_texts`` table.
    known : Series of str
        Ids of all articles; a later text whose first one is not there counts by itself.
    seen : Series, optional
        When each text was seen, where the last is to count; else the first does.

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
    counts = counted_instead(later, seen)
    others = pd.Series(list(counts), dtype="str")
    kept = copies[~codes.among(copies["article_id"], others)]
    kept = kept.assign(copy_of=[counts.get(original, original) for original in kept["copy_of"]])
    kept = kept[kept["article_id"] != kept["copy_of"]]  # the text that counts is no copy of another one of its address
    root = dict(zip(kept["article_id"], kept["copy_of"], strict=True))
    added = pd.DataFrame({"article_id": others, "copy_of": [root.get(text, text) for text in counts.values()]})
    whole = pd.concat([kept, added]).sort_values("article_id", ignore_index=True)
    return schema.conform(whole, schema.COPIES)


def changed(before: str, after: str) -> float:
    """Return the share of words that two texts do not have in common, in order; empty where both are empty.

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
