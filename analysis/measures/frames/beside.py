"""Codebooks measured beside the one that a store is built with: their emphasis, and nothing else, as measures."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis import codes, schema
from analysis.errors import DataError
from analysis.measures.frames import books
from analysis.settings import Settings

PREFIXES = (("book:", "all", "frame:"), ("book_own:", "own", "frame_own:"))
"""Prefix of a measure, whose words it counts, and the measures of the store's own codebook that count the same."""


DECIMALS = 2
"""A hundredth of a standard deviation: halves of one article differ by several; it keeps stores a twentieth smaller."""


def of_settings(settings: Settings, own: tuple[books.Codebook, ...] = ()) -> tuple[books.Codebook, ...]:
    """Return the codebooks that are measured beside a store's own: those of its settings, and those of its users.

    Examples
    --------
    >>> [book.name for book in of_settings(Settings())]
    ['policy', 'summits']
    """
    names = [name for name in settings.codebooks_beside if name != settings.codebook]
    return (*(books.codebook(name) for name in names), *own)


def to_table(name: str, content: str) -> pd.DataFrame:
    """Return the row of the ``codebooks`` table that holds a user's codebook, by the name of its file.

    Raises
    ------
    DataError
        Where it cannot be used, or is called as one that comes with the tool.
    """
    book = books.read(content, name)
    if book.name in books.codebooks() or "/" in book.name or ":" in book.name:
        raise DataError(f"a codebook cannot be called '{book.name}' here; give it another name inside its file")
    return pd.DataFrame({"name": [book.name], "file": [name], "content": [content]})


def from_table(rows: pd.DataFrame) -> tuple[books.Codebook, ...]:
    """Read the codebooks of a ``codebooks`` table, in the order of their names."""
    rows = rows.sort_values("name")
    return tuple(books.read(content, name) for content, name in zip(rows["content"], rows["file"], strict=True))


def as_measures(
    several: Sequence[books.Codebook], tables: Sequence[pd.DataFrame], measures: pd.DataFrame, articles: pd.DataFrame
) -> pd.DataFrame:
    """Return each article's emphasis of the frames of codebooks as rows of ``further_measures``.

    Parameters
    ----------
    several : sequence of Codebook
        The codebooks.
    tables : sequence of DataFrame
        What `emphasis.of_codebooks` gave for each of them.
    measures : DataFrame
        What is measured already: how many words a value rests on is that of the store's own frames.
    articles : DataFrame
        The articles.
    """
    name = measures["measure"].astype("str")
    pieces = [schema.empty(schema.FURTHER_MEASURES)]
    for prefix, whose, own in PREFIXES:
        n = measures[name.str.startswith(own)].drop_duplicates("article_id").set_index("article_id")["n"]
        for book, found in zip(several, tables, strict=True):
            rows = found[
                (found["voice"] == whose) & found["emphasis"].notna() & codes.among(found["article_id"], n.index)
            ]
            measure = f"{prefix}{book.name}/" + rows["frame"].astype("str")
            pieces.append(
                pd.DataFrame(
                    {
                        "article_id": rows["article_id"],
                        "measure": measure,
                        "value": rows["emphasis"].round(DECIMALS),
                        "n": rows["article_id"].map(n),
                    }
                )
            )
    return schema.conform(by_article(pieces, articles), schema.FURTHER_MEASURES)


def by_article(pieces: list[pd.DataFrame], articles: pd.DataFrame) -> pd.DataFrame:
    """Put rows of ``measures`` together, article by article: then partitions that were halved give the same rows.

    Examples
    --------
    >>> first, more = (pd.DataFrame({"article_id": ["a", "b"], "measure": name}) for name in ("n_words", "book:x/y"))
    >>> by_article([first, more], first)["article_id"].tolist()
    ['a', 'a', 'b', 'b']
    """
    rows = pd.concat([piece for piece in pieces if len(piece)] or pieces[:1], ignore_index=True)
    at = codes.rows(rows["article_id"], articles["article_id"])
    return rows.iloc[np.argsort(at, kind="stable")].reset_index(drop=True)
