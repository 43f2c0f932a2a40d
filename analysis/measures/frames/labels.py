"""Labels that people gave to texts: checked, joined to their texts, and brought to one label an item."""

from typing import NamedTuple

import pandas as pd

from analysis.corpus import segment
from analysis.errors import DataError

MIN_ITEMS = 60
"""With fewer, the interval of a cross-validated F1 is wider than the scale: nothing can be said about the frame."""
MIN_PER_LABEL = 10
"""Two an outer fold: with fewer, a fold may be tested on none."""
N_FOLDS = 5
YES = frozenset({"yes", "y", "true", "1", "1.0"})
NO = frozenset({"no", "n", "false", "0", "0.0", "none", "not"})
NOT = "none"
"""The label of items that do not show the frame; it is no frame of its own."""


class Items(NamedTuple):
    """Hold labelled items: ``text``, ``label``, ``group`` (kept in one fold), ``article``, and how they came about.

    ``folds_by`` is "outlet", "article" or "item"; ``n_disagreed`` counts items left out because coders were split;
    ``agreement`` is the share of items with several coders on which all agreed, empty where there are none.
    """

    table: pd.DataFrame
    folds_by: str
    n_disagreed: int
    agreement: float | None


def items(
    name: str, labels: pd.DataFrame, articles: pd.DataFrame | None = None, sentences: pd.DataFrame | None = None
) -> Items:
    """Check a table of labels and bring it to one label an item.

    Parameters
    ----------
    name : str
        Name of the frame that "yes" stands for.
    labels : DataFrame
        ``label`` and either ``text``, or ``article_id`` and, for a sentence, ``sentence``; ``coder`` and ``outlet``
        where they are known.
        "yes", "true" and "1" stand for the frame; "no", "false", "0" and "none" for its absence.
    articles, sentences : DataFrame
        Where ids are to be looked up.

    Raises
    ------
    DataError
        With one sentence, where the labels cannot be used.
    """
    table = labels.reset_index(drop=True)
    if "label" not in table.columns or not {"text", "article_id"} & set(table.columns):
        found = ", ".join(map(str, labels.columns)) or "none"
        raise DataError(f"labels: columns 'label' and 'text' or 'article_id' are needed; found {found}")
    texts = _given(table) if "text" in table.columns else _looked_up(table, articles, sentences)
    known = pd.DataFrame({"text": texts, "label": _labels(table, name), "coder": _column(table, "coder")})
    known["outlet"] = _outlets(table, articles)
    known["article"] = table["article_id"].astype("str") if "article_id" in table.columns else None
    joined, n_disagreed, agreement = _joined(known)
    _check_amounts(joined["label"])
    folds_by = _folds_by(joined)
    group = joined["text"] if folds_by == "item" else joined[folds_by]
    article = joined["article"].fillna("").astype("str")
    table = joined[["text", "label"]].assign(group=group.astype("str"), article=article)
    return Items(table, folds_by, n_disagreed, agreement)


def _column(table: pd.DataFrame, name: str) -> pd.Series:
    return table[name].astype("str").str.strip() if name in table.columns else pd.Series("", index=table.index)


def _labels(table: pd.DataFrame, name: str) -> pd.Series:
    empty = table["label"].isna() | (_column(table, "label") == "")
    if empty.any():
        raise DataError(f"labels: row {empty.argmax()} has no label; delete it or write 'none'")
    plain = _column(table, "label").str.lower()
    return plain.map(lambda label: name if label in YES else NOT if label in NO else label).astype("str")


def _given(table: pd.DataFrame) -> pd.Series:
    texts = table["text"].fillna("").astype("str").map(lambda text: "\n".join(text.split("\n")).strip())
    if (texts == "").any():
        raise DataError(f"labels: row {(texts == '').argmax()} has no text")
    return texts


def _looked_up(table: pd.DataFrame, articles: pd.DataFrame | None, sentences: pd.DataFrame | None) -> pd.Series:
    if articles is None:
        raise DataError(
            "labels: they name articles, but there are none to look them up in; open the store they are from"
        )
    ids = table["article_id"].astype("str")
    strange = ~ids.isin(set(articles["article_id"]))
    if strange.any():
        row = strange.argmax()
        raise DataError(f"labels: row {row} names article '{ids[row]}', which is not there ({strange.sum()} such rows)")
    if "sentence" not in table.columns:
        known = articles.set_index("article_id")
        whole = known["title"].fillna("").astype("str") + "\n" + known["body"].fillna("").astype("str")
        return ids.map(whole.str.strip()).reset_index(drop=True)
    return _sentences(table.assign(article_id=ids), articles, sentences)


def _sentences(table: pd.DataFrame, articles: pd.DataFrame, sentences: pd.DataFrame | None) -> pd.Series:
    numbers = pd.to_numeric(table["sentence"], errors="coerce")
    known = segment.of_articles(articles) if sentences is None else sentences
    place = {key: row for row, key in enumerate(zip(known["article_id"], known["sentence"], strict=True))}
    rows = pd.Series([place.get(key, -1) for key in zip(table["article_id"], numbers, strict=True)])
    if (rows < 0).any():
        row = (rows < 0).argmax()
        where = f"sentence {table['sentence'][row]} of article '{table['article_id'][row]}'"
        raise DataError(f"labels: row {row} names {where}, which is not there ({(rows < 0).sum()} such rows)")
    return segment.texts_of(known.iloc[rows], articles).reset_index(drop=True)


def _outlets(table: pd.DataFrame, articles: pd.DataFrame | None) -> pd.Series:
    if "outlet" in table.columns:
        return _column(table, "outlet")
    if articles is not None and "article_id" in table.columns and "outlet" in articles.columns:
        return table["article_id"].astype("str").map(articles.set_index("article_id")["outlet"].astype("str"))
    return pd.Series("", index=table.index)


def _joined(known: pd.DataFrame) -> tuple[pd.DataFrame, int, float | None]:
    """Return each text the label of most of its coders; texts on which coders are split are left out."""
    twice = known.drop_duplicates(["text", "coder", "label"]).duplicated(["text", "coder"])
    if twice.any():
        row = known.loc[twice.index[twice.argmax()]]
        both = sorted(set(known.loc[(known["text"] == row["text"]) & (known["coder"] == row["coder"]), "label"]))
        who = f"coder '{row['coder']}'" if row["coder"] else "one coder"
        raise DataError(f"labels: {who} gave '{row['text'][:60]}' two labels, {both[0]} and {both[1]}; keep one")
    votes = (
        known.drop_duplicates(["text", "coder"]).groupby(["text", "label"], sort=False).size().rename("n").reset_index()
    )
    most = votes["n"] == votes.groupby("text")["n"].transform("max")
    is_split = most.groupby(votes["text"]).transform("sum") > 1
    chosen = votes[most & ~is_split].set_index("text")["label"]
    joined = known.drop_duplicates("text").assign(label=lambda rows: rows["text"].map(chosen)).dropna(subset="label")
    per_text = votes.groupby("text").agg(coders=("n", "sum"), labels=("n", "size"))
    several = per_text[per_text["coders"] > 1]
    agreement = float((several["labels"] == 1).mean()) if len(several) else None
    return joined.reset_index(drop=True), int(votes.loc[is_split, "text"].nunique()), agreement


def _check_amounts(label: pd.Series) -> None:
    counts = label.value_counts()
    if len(counts) == 1:
        raise DataError(
            f"labels: all {len(label)} items are labelled '{counts.index[0]}'; at least two labels are needed"
        )
    if len(label) < MIN_ITEMS:
        raise DataError(
            f"labels: {len(label)} labelled items are too few to say how good a frame is; {MIN_ITEMS} are needed"
        )
    if counts.min() < MIN_PER_LABEL:
        rare = sorted(counts[counts < MIN_PER_LABEL].index)[0]
        raise DataError(f"labels: '{rare}' was given {counts[rare]} times; each label is needed {MIN_PER_LABEL} times")


def _folds_by(joined: pd.DataFrame) -> str:
    """Choose what to keep together: outlets if every label comes from enough of them, else articles, else nothing."""
    for column in ("outlet", "article"):
        values = joined[column].fillna("").astype("str")
        spread = values[values != ""].groupby(joined["label"]).nunique()
        if (values != "").all() and len(spread) and spread.min() >= N_FOLDS:
            return column
    return "item"
