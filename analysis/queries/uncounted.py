"""What the shares of voices leave out, and whose words have no name: counted by outlet from all attributions."""

import numpy as np
import pandas as pd

from analysis.measures import attributed, voice
from analysis.queries import index
from analysis.queries.attributed import NOT_NAMED, UNNAMED, known_name
from analysis.queries.voices import TOP_SPEAKERS
from analysis.settings import Filters, Settings
from analysis.store.snapshots import Snapshot

COUNTED, WORDS_ONLY, NOT_SURE, THOUGHT = "counted", "words only", "not sure enough", "thought"
"""What becomes of an attribution: it counts; only its words do, in the shares of somebody's words, and not who says
them; it is not sure enough for either; or it is only thought, wished or felt."""
_ORDER = {COUNTED: 0, WORDS_ONLY: 1, NOT_SURE: 2, THOUGHT: 3}


def fates(snapshot: Snapshot, filters: Filters) -> pd.DataFrame:
    """Count what becomes of each outlet's attributions.

    Returns
    -------
    DataFrame
        ``outlet``, ``fate`` (`COUNTED`, `WORDS_ONLY`, `NOT_SURE`, `THOUGHT`), ``n_quotes``, ``share`` (of the outlet's
        attributions), ``n_unnamed`` (whose speaker has no name: none, or "officials", "a source"), ``share_unnamed``
        (of these).
    """
    rows = _tally(snapshot, filters)
    has_no_name = rows["speaker"].map({form: _is_unnamed(form) for form in rows["speaker"].unique()})
    rows = rows.assign(n_unnamed=rows["n_quotes"].where(has_no_name, 0))
    table = rows.groupby(["outlet", "fate"], as_index=False)[["n_quotes", "n_unnamed"]].sum()
    whole = table.groupby("outlet")["n_quotes"].transform("sum")
    table = table.assign(share=table["n_quotes"] / whole, share_unnamed=table["n_unnamed"] / table["n_quotes"])
    order = table["fate"].map(_ORDER)
    table = table.assign(order=order).sort_values(["outlet", "order"], ignore_index=True)
    return table[["outlet", "fate", "n_quotes", "share", "n_unnamed", "share_unnamed"]]


def thinkers(snapshot: Snapshot, filters: Filters) -> pd.DataFrame:
    """Count who is said to think, wish or feel something, as `voices.speakers` counts who is quoted."""
    rows = _tally(snapshot, filters)
    rows = rows[rows["fate"] == THOUGHT]
    names = {form: known_name(form) if form else NOT_NAMED for form in rows["speaker"].unique()}
    rows = rows.assign(speaker=rows["speaker"].map(names))
    table = rows.groupby(["speaker", "outlet"], as_index=False)["n_quotes"].sum()
    sizes = table.groupby("speaker")["n_quotes"].sum().drop([NOT_NAMED, UNNAMED], errors="ignore")
    first = sizes.sort_values(ascending=False, kind="stable").index[:TOP_SPEAKERS].tolist()
    rank = {name: place for place, name in enumerate([*first, UNNAMED, NOT_NAMED])}
    table = table[table["speaker"].isin(rank)]
    n_articles = index.articles(snapshot, filters)["outlet"].value_counts()
    table = table.assign(
        estimate=table["n_quotes"] / table["outlet"].map(n_articles), rank=table["speaker"].map(rank)
    ).sort_values(["rank", "outlet"], ignore_index=True)
    return table[["speaker", "outlet", "estimate", "n_quotes"]]


def fate_of(quotes: pd.DataFrame, settings: Settings) -> pd.Series:
    """Say what becomes of each attribution, from ``act`` and ``sure``: as `fates` counts them."""
    fates = np.select(
        [
            quotes["act"].ne("said"),
            attributed.is_sure(quotes["sure"], settings.speakers_from),
            attributed.is_sure(quotes["sure"], settings.attribution_from),
        ],
        [THOUGHT, COUNTED, WORDS_ONLY],
        NOT_SURE,
    )
    return pd.Series(fates, index=quotes.index, dtype="str", name="fate")


def _is_unnamed(form: str) -> bool:
    return not form or voice.is_unnamed(form)


def _tally(snapshot: Snapshot, filters: Filters) -> pd.DataFrame:
    """Count attributions by outlet, form of the speaker (empty without one) and fate."""
    settings = snapshot.settings
    return snapshot.query(
        f"""
        SELECT CAST(a.outlet AS VARCHAR) AS outlet, COALESCE(q.speaker, '') AS speaker,
               CASE WHEN q.act <> 'said' THEN '{THOUGHT}'
                    WHEN q.sure >= CAST({settings.speakers_from} AS FLOAT) THEN '{COUNTED}'
                    WHEN q.sure >= CAST({settings.attribution_from} AS FLOAT) THEN '{WORDS_ONLY}'
                    ELSE '{NOT_SURE}' END AS fate, COUNT(*) AS n_quotes
        FROM quotes q JOIN chosen USING (article_id) JOIN articles a USING (article_id)
        GROUP BY ALL ORDER BY ALL
        """,
        chosen=index.ids(snapshot, filters),
    )
