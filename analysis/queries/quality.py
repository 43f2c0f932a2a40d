"""What was dropped or looks wrong: dates, copies, cut-off bodies, languages, gaps, rejects."""

import numpy as np
import pandas as pd

from analysis.corpus import language, quality
from analysis.corpus.cleaning import VERSION
from analysis.events import times
from analysis.queries import export, index
from analysis.settings import Filters
from analysis.store.manifests import cleaned_by
from analysis.store.snapshots import Snapshot

MAX_LISTED = 300
"""Articles listed on a page at once; the export holds all."""


def by_outlet(snapshot: Snapshot, filters: Filters) -> pd.DataFrame:
    """Count by outlet what needs care.

    Returns
    -------
    DataFrame
        ``outlet``, ``n_articles``, ``n_copies``, ``n_undated``, ``n_short``, ``n_truncated``, ``n_untitled``,
        ``n_other_language``, ``removed`` (characters that cleaning removed for every 100 that came; empty
        without text).
    """
    corpus = index.of(snapshot)
    rows = corpus.rows(filters)
    facts = pd.DataFrame(
        {
            "outlet": corpus.outlet[rows],
            "n_articles": 1,
            "n_copies": corpus.is_copy[rows],
            "n_undated": ~corpus.is_dated[rows],
            "n_short": index.is_one_of(corpus.frame["article_type"], ("short",))[rows],
            "n_truncated": index.is_one_of(corpus.frame["article_type"], ("truncated",))[rows],
            "n_untitled": index.once(snapshot, "untitled", _untitled)[rows],
            "n_other_language": ~index.is_one_of(corpus.frame["language"], language.MEASURED)[rows],
            "cut": corpus.frame["n_removed"].to_numpy()[rows],
            "words": corpus.frame["n_words"].to_numpy()[rows],
        }
    )
    table = facts.groupby("outlet", as_index=False).sum()
    table["outlet"] = index.named(corpus.outlets, table["outlet"]).to_numpy()
    kept = CHARACTERS_A_WORD * table["words"]
    table["removed"] = (100 * table["cut"] / (table["cut"] + kept).where(lambda total: total > 0)).round(1)
    table = table.drop(columns=["cut", "words"]).astype({"outlet": "str"})
    return table.sort_values(["n_articles", "outlet"], ascending=[False, True], ignore_index=True)


def _untitled(snapshot: Snapshot) -> np.ndarray:
    titles = index.of(snapshot).frame["title"]
    return np.asarray(titles.fillna("").eq(""))


CHARACTERS_A_WORD = 6
"""Length of an English word in news with its space, to compare removed characters with words kept."""


def dates_by_origin(snapshot: Snapshot, filters: Filters) -> pd.DataFrame:
    """Count where dates come from and how exact they are, by outlet."""
    facts = index.of(snapshot).facts(filters, ["outlet", "published_from", "published_precision"])
    table = facts.groupby(list(facts.columns), observed=True).size().rename("n_articles").reset_index()
    table = table.astype(dict.fromkeys(["outlet", "published_from", "published_precision"], "str"))
    order = ["outlet", "n_articles", "published_from", "published_precision"]
    return table.sort_values(order, ascending=[True, False, True, True], ignore_index=True)


def trust_in_dates(snapshot: Snapshot, filters: Filters) -> pd.DataFrame:
    """List how far the dates of each outlet can be trusted, see `times.trusted`; the share empty where unknown."""
    facts = index.articles(snapshot, filters)
    found = snapshot.table("times", article_ids=facts["article_id"])
    table = times.trusted(facts, found)
    return table.assign(share_real=table["share_real"].round(2))


def gaps(snapshot: Snapshot, filters: Filters) -> pd.DataFrame:
    """Find stretches of weeks in which an outlet has no article, see `quality.gaps`."""
    facts = index.of(snapshot).facts(filters, ["outlet", "published_at"])
    days = facts.assign(published_at=facts["published_at"].dt.floor("D"))
    return quality.gaps(days.drop_duplicates())


def crawl_dates(snapshot: Snapshot, filters: Filters) -> pd.DataFrame:
    """Find days that are probably days of a crawl and not of publication, see `quality.crawl_dates`."""
    return quality.crawl_dates(index.of(snapshot).facts(filters, ["outlet", "published_at", "published_from"]))


def truncated(snapshot: Snapshot, filters: Filters, most: int = MAX_LISTED) -> pd.DataFrame:
    """List articles whose bodies look cut off: ``article_id``, ``outlet``, ``title``, and how the body ends."""
    rows = snapshot.query(
        """
        SELECT b.article_id, CAST(a.outlet AS VARCHAR) AS outlet, a.title, a.article_type, RIGHT(b.body, 200) AS body
        FROM bodies b JOIN chosen USING (article_id) JOIN articles a USING (article_id)
        WHERE b.body IS NOT NULL ORDER BY a.outlet, b.article_id
        """,
        chosen=index.ids(snapshot, filters),
    )
    cut = rows[quality.is_truncated(rows)] if len(rows) else rows
    ends = cut["body"].str.slice(-80)
    return cut[["article_id", "outlet", "title"]].assign(ends_with=ends).head(most).reset_index(drop=True)


def copies(snapshot: Snapshot, filters: Filters) -> pd.DataFrame:
    """List copies among the articles: ``article_id``, ``outlet``, ``title``, ``copy_of``, ``original_outlet``,
    ``agency``, ``overlap``, those that overlap most first.
    """
    return snapshot.query(
        f"""
        SELECT c.article_id, CAST(a.outlet AS VARCHAR) AS outlet, a.title, c.copy_of,
               CAST(o.outlet AS VARCHAR) AS original_outlet, c.agency, c.overlap
        FROM copies c JOIN chosen USING (article_id) JOIN articles a USING (article_id)
             LEFT JOIN articles o ON o.article_id = c.copy_of
        ORDER BY c.overlap DESC, c.article_id LIMIT {MAX_LISTED}
        """,
        chosen=index.ids(snapshot, filters),
    )


def rejects(snapshot: Snapshot) -> pd.DataFrame:
    """List inputs that are no articles, by reason."""
    rows = snapshot.table("rejects")
    rows = rows.assign(reason=rows["reason"].astype("str"), origin=export.without_machine(rows["origin"]))
    return rows.sort_values(["reason", "origin"], ignore_index=True)


def notes(snapshot: Snapshot) -> pd.DataFrame:
    """List remarks on how inputs were read, the same remark counted once: ``topic``, ``note``, ``n_inputs``."""
    rows = snapshot.table("notes", columns=["topic", "note"])
    counted = rows.astype("str").value_counts().rename("n_inputs").reset_index()
    return counted.sort_values(["n_inputs", "topic", "note"], ascending=[False, True, True], ignore_index=True)


def removals(snapshot: Snapshot, filters: Filters) -> pd.DataFrame:
    """Count what each cleaning rule removed, by outlet.

    Returns
    -------
    DataFrame
        ``outlet``, ``rule``, ``n_articles`` (that it took something from), ``n_removals``, ``n_characters``; by outlet,
        the rule that took most first.
    """
    return snapshot.query(
        """
        SELECT CAST(a.outlet AS VARCHAR) AS outlet, CAST(r.rule AS VARCHAR) AS rule,
               COUNT(DISTINCT r.article_id) AS n_articles, COUNT(*) AS n_removals,
               CAST(SUM(LENGTH(r.text)) AS BIGINT) AS n_characters
        FROM removals r JOIN chosen USING (article_id) JOIN articles a USING (article_id)
        GROUP BY a.outlet, r.rule ORDER BY outlet, n_characters DESC, rule
        """,
        chosen=index.ids(snapshot, filters),
    )


def older_rules(snapshot: Snapshot) -> str:
    """Say that older rules than this program's cleaned a store's articles, and how to renew them; else nothing."""
    by = cleaned_by(snapshot.manifest)
    if by == VERSION:
        return ""
    return (
        f"Earlier rules cleaned the articles of this store (version {by}; this program has {VERSION}): more "
        "of their pages' furniture may be left in them. `build --relearn` cleans and measures all of them anew."
    )
