"""What an outlet did with an agency's text: what it cut, what it added, and the headline it chose."""

from difflib import SequenceMatcher
from typing import Any

import numpy as np
import pandas as pd

from analysis.corpus.segment import WORD

MAX_WORDS = 6000
"""Longer texts are compared up to here: the time of a word-level difference grows with the square of its length."""

COLUMNS = (
    "article_id",
    "copy_of",
    "outlet",
    "field",
    "change",
    "start",
    "end",
    "original_start",
    "original_end",
    "text",
)

SUMMARY_COLUMNS = (
    "article_id",
    "copy_of",
    "outlet",
    "agency",
    "words_kept",
    "words_cut",
    "words_added",
    "share_kept",
    "same_title",
    "title",
    "original_title",
)


def changes(articles: pd.DataFrame, copies: pd.DataFrame) -> pd.DataFrame:
    """List what each copy cut from the earlier text and added to it, word by word.

    Parameters
    ----------
    articles : DataFrame
        ``article_id``, ``outlet``, ``title``, ``body``; originals and copies.
    copies : DataFrame
        The ``copies`` table. Copies whose original is not among the articles are left out.

    Returns
    -------
    DataFrame
        One row a passage: ``article_id``, ``copy_of``, ``outlet``, ``field`` (title or body), ``change`` (cut, added),
        ``start`` and ``end`` in the copy, ``original_start`` and ``original_end`` in the original, and the ``text``
        that was cut or added. A passage that was replaced is a cut and an addition at one place.

    Notes
    -----
    Compared are words; case and punctuation alone are no change. The earlier text here need not be the agency's own:
    it is the earliest article of the chain that was read.

    Examples
    --------
    >>> articles = pd.DataFrame({
    ...     "article_id": ["a", "b"], "outlet": ["AP", "RT"], "title": ["Talks stall", "Talks fail"],
    ...     "body": ["Kim met Moon on Friday.", "Kim met Moon."],
    ... })
    >>> copies = pd.DataFrame({"article_id": ["b"], "copy_of": ["a"], "agency": ["AP"], "overlap": [0.9]})
    >>> changes(articles, copies)[["field", "change", "text"]].values.tolist()
    [['title', 'cut', 'stall'], ['title', 'added', 'fail'], ['body', 'cut', 'on Friday']]
    """
    rows: list[dict[str, Any]] = []
    for copy, original, _ in _pairs(articles, copies):
        for field in ("title", "body"):
            about = {"article_id": copy["article_id"], "copy_of": original["article_id"], "outlet": copy["outlet"]}
            rows += [{**about, "field": field, **change} for change in differences(original[field], copy[field])]
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    return table.astype(dict.fromkeys(("start", "end", "original_start", "original_end"), "int32"))


def summary(articles: pd.DataFrame, copies: pd.DataFrame) -> pd.DataFrame:
    """Count, for each copy, the words that it kept, cut and added, and set the headlines side by side.

    Parameters
    ----------
    articles, copies : DataFrame
        As for `changes`.

    Returns
    -------
    DataFrame
        One row a copy: ``article_id``, ``copy_of``, ``outlet``, ``agency``, ``words_kept``, ``words_cut``,
        ``words_added``, ``share_kept`` (of the original's words; empty where it has none), ``same_title`` (empty
        where one has no headline), ``title``, ``original_title``.
    """
    rows = []
    for copy, original, agency in _pairs(articles, copies):
        old, new = _words(original["body"]), _words(copy["body"])
        kept = sum(block.size for block in _matcher(old, new).get_matching_blocks())
        titled = isinstance(copy["title"], str) and isinstance(original["title"], str)
        rows.append(
            {
                "article_id": copy["article_id"],
                "copy_of": original["article_id"],
                "outlet": copy["outlet"],
                "agency": agency,
                "words_kept": kept,
                "words_cut": len(old) - kept,
                "words_added": len(new) - kept,
                "share_kept": kept / len(old) if old else np.nan,
                "same_title": _plain(copy["title"]) == _plain(original["title"]) if titled else None,
                "title": copy["title"],
                "original_title": original["title"],
            }
        )
    return pd.DataFrame(rows, columns=list(SUMMARY_COLUMNS))


def differences(original: str | None, copy: str | None) -> list[dict[str, Any]]:
    """List the passages of words that two texts do not share, in the order of the copy.

    Returns
    -------
    list of dict
        ``change`` (cut, added), ``start``, ``end`` (characters in the copy), ``original_start``, ``original_end``
        (characters in the original) and ``text``.

    Examples
    --------
    >>> [(row["change"], row["text"]) for row in differences("Kim met Moon", "Kim never met Moon")]
    [('added', 'never')]
    """
    old_text, new_text = (text if isinstance(text, str) else "" for text in (original, copy))
    old, new = _spans(old_text), _spans(new_text)
    matcher = _matcher([word for word, _, _ in old], [word for word, _, _ in new])
    found = []
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if tag == "equal":
            continue
        was, is_now = _edges(old, old_from, old_to, old_text), _edges(new, new_from, new_to, new_text)
        place = {"start": is_now[0], "end": is_now[1], "original_start": was[0], "original_end": was[1]}
        if old_to > old_from:
            found.append({"change": "cut", **place, "text": old_text[was[0] : was[1]]})
        if new_to > new_from:
            found.append({"change": "added", **place, "text": new_text[is_now[0] : is_now[1]]})
    return found


def _pairs(articles: pd.DataFrame, copies: pd.DataFrame) -> list[tuple[dict[str, Any], dict[str, Any], Any]]:
    by_id = {row["article_id"]: row for row in articles[["article_id", "outlet", "title", "body"]].to_dict("records")}
    rows = copies.sort_values(["copy_of", "article_id"])
    agencies = rows["agency"] if "agency" in rows.columns else pd.Series(None, index=rows.index)
    return [
        (by_id[copy], by_id[original], agency)
        for copy, original, agency in zip(rows["article_id"], rows["copy_of"], agencies, strict=True)
        if copy in by_id and original in by_id and copy != original
    ]


def _spans(text: str) -> list[tuple[str, int, int]]:
    found = [(match.group().casefold(), match.start(), match.end()) for match in WORD.finditer(text)]
    return found[:MAX_WORDS]


def _words(text: Any) -> list[str]:
    return [word for word, _, _ in _spans(text)] if isinstance(text, str) else []


def _plain(title: str) -> list[str]:
    return _words(title)


def _matcher(old: list[str], new: list[str]) -> SequenceMatcher[str]:
    return SequenceMatcher(None, old, new, autojunk=False)


def _edges(spans: list[tuple[str, int, int]], first: int, last: int, text: str) -> tuple[int, int]:
    """Return the characters from the first word to the last; where there are none, the place between two words."""
    if last > first:
        return spans[first][1], spans[last - 1][2]
    place = spans[first][1] if first < len(spans) else len(text)
    return place, place
