"""Who is quoted, how much, and with which verbs; and the attributions behind each of these counts."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis import codes
from analysis.queries import index, texts
from analysis.queries.attributed import (
    KINDS,
    NOT_KNOWN,
    NOT_NAMED,
    AttributionCounts,
    attributed,
    known_name,
    renamed,
    side_of,
)
from analysis.queries.index import Corpus
from analysis.settings import Filters
from analysis.store.snapshots import Snapshot

TOP_SPEAKERS = 15
TOP_SIDES = 15
"""Countries and organisations of quoted speakers shown by name."""

OTHER_SIDES = "(others)"
"""Sides behind the first."""

MAX_QUOTES = 2 * texts.MAX_SENTENCES
"""Attributions listed behind one mark; an export holds all."""


def shares(snapshot: Snapshot, filters: Filters) -> pd.DataFrame:
    """Divide each outlet's characters between its own voice and the words of others.

    Returns
    -------
    DataFrame
        ``outlet``, ``voice`` {own, indirect, mixed, direct}, ``share`` (0 to 1), ``n_words`` (of the outlet's bodies
        times the share), ``n_articles``. Shares are of characters of bodies, which follow words closely.
    """
    corpus = index.of(snapshot)
    article_rows = corpus.rows(filters)
    words = attributed(snapshot, article_rows)
    n_outlets, outlet = len(corpus.outlets), corpus.outlet[article_rows]

    def by_outlet(counts: np.ndarray) -> np.ndarray:
        """Add up what articles count, by outlet."""
        return np.bincount(outlet, counts[article_rows], minlength=n_outlets)

    n_all, n_words = by_outlet(words.n_characters), by_outlet(corpus.frame["n_words"].to_numpy())
    n_articles = np.bincount(outlet, minlength=n_outlets)
    quoted = {kind: by_outlet(counts) for kind, counts in zip(KINDS, words.quoted, strict=True)}
    by_voice = {"own": n_all - sum(quoted.values()), **quoted}
    measured = np.flatnonzero(n_all > 0)
    pieces = [
        pd.DataFrame(
            {
                "outlet": corpus.outlets[kept],
                "voice": voice,
                "share": n[kept].clip(min=0) / n_all[kept],
                "n_words": n_words[kept],
                "n_articles": n_articles[kept],
            }
        )
        for voice, n in by_voice.items()
        if len(kept := measured if voice == "own" else measured[n[measured] > 0])
    ]
    if not pieces:
        return pd.DataFrame(columns=["outlet", "voice", "share", "n_words", "n_articles"])
    table = pd.concat(pieces, ignore_index=True).astype({"outlet": "str", "voice": "str"})
    table["n_words"] = (table["share"] * table["n_words"]).round()
    return table.sort_values(["outlet", "voice"], ignore_index=True)


def speakers(snapshot: Snapshot, filters: Filters) -> pd.DataFrame:
    """Count for the most quoted speakers how much each outlet lets them say.

    Returns
    -------
    DataFrame
        ``speaker`` (forms that the alias file gives one name are one row), ``outlet``, ``estimate`` (attributions for
        each article of the outlet), ``n_quotes``, ``n_articles`` (that quote the speaker), the most quoted
        `TOP_SPEAKERS` first. Attributions without a speaker are counted under `NOT_NAMED`.
    """
    corpus = index.of(snapshot)
    article_rows = corpus.rows(filters)
    counts = attributed(snapshot, article_rows).speakers
    rows = _by_outlet(corpus, counts, article_rows, "speaker", TOP_SPEAKERS, (NOT_NAMED,))
    totals = pd.Series(np.bincount(corpus.outlet[article_rows], minlength=len(corpus.outlets)), index=corpus.outlets)
    rows = rows.assign(estimate=rows["n_quotes"] / rows["outlet"].map(totals).astype("float64"))
    kept = _largest_first(rows, "speaker", "n_quotes", TOP_SPEAKERS, last=(NOT_NAMED,))
    return kept[["speaker", "outlet", "estimate", "n_quotes", "n_articles"]]


def n_attributions(snapshot: Snapshot, filters: Filters) -> int:
    """Count all attributions that count under the filters, of which listings show the most frequent."""
    corpus = index.of(snapshot)
    article_rows = corpus.rows(filters)
    counts = attributed(snapshot, article_rows).speakers
    is_chosen = np.zeros(len(corpus.outlet), dtype=bool)
    is_chosen[article_rows] = True
    return int(counts.n[is_chosen[counts.article]].sum())


def sides(snapshot: Snapshot, filters: Filters) -> pd.DataFrame:
    """Share each outlet's attributed words out between the countries and organisations that their speakers belong to.

    Returns
    -------
    DataFrame
        ``side``, ``outlet``, ``share`` (0 to 1, of the outlet's attributed characters, which follow words closely),
        ``n_quotes``, ``n_articles`` (that quote the side), the sides with most of the attributed text first. Those
        behind the first `TOP_SIDES` are `OTHER_SIDES`; speakers of whom neither alias file nor article says it are
        `NOT_KNOWN`, attributions without a speaker `NOT_NAMED`. The shares of an outlet add up to 1.
    """
    corpus = index.of(snapshot)
    article_rows = corpus.rows(filters)
    counts = attributed(snapshot, article_rows).sides
    sizes = _by_outlet(corpus, counts, article_rows, "side").groupby("side")["n_characters"].sum()
    known = sizes.drop([NOT_KNOWN, NOT_NAMED], errors="ignore").sort_values(ascending=False, kind="stable").index
    top = {*known[:TOP_SIDES], NOT_KNOWN, NOT_NAMED}
    grouped = renamed(counts, [name if name in top else OTHER_SIDES for name in counts.names])
    rows = _by_outlet(corpus, grouped, article_rows, "side")
    whole = rows.groupby("outlet")["n_characters"].transform("sum")
    rows = rows.assign(share=rows["n_characters"] / whole.where(whole > 0))
    kept = _largest_first(rows, "side", "n_characters", TOP_SIDES, last=(OTHER_SIDES, NOT_KNOWN, NOT_NAMED))
    return kept[["side", "outlet", "share", "n_quotes", "n_articles"]]


def _by_outlet(
    corpus: Corpus,
    counts: AttributionCounts,
    article_rows: np.ndarray,
    column: str,
    most: int | None = None,
    last: tuple[str, ...] = (),
) -> pd.DataFrame:
    """Count attributions by outlet and by what distinguishes them; an article counts once.

    With ``most``, only the most frequent over all outlets, and those named in ``last``.
    """
    is_chosen = np.zeros(len(corpus.outlet), dtype=bool)
    is_chosen[article_rows] = True
    kept = np.flatnonzero(is_chosen[counts.article])
    if most is not None:
        kept = kept[_is_frequent(counts, kept, most, last)[counts.code[kept]]]
    n_outlets = max(1, len(corpus.outlets))
    key, row = codes.compact(counts.code[kept].astype(np.int64) * n_outlets + corpus.outlet[counts.article[kept]])
    rows = pd.DataFrame(
        {
            column: index.named(np.asarray(counts.names, dtype=object), key // n_outlets).to_numpy(),
            "outlet": index.named(corpus.outlets, key % n_outlets).to_numpy(),
            "n_quotes": np.bincount(row, counts.n[kept], minlength=len(key)).astype("int64"),
            "n_articles": np.bincount(row, minlength=len(key)),
        }
    ).astype({column: "str", "outlet": "str"})
    if len(counts.n_characters) == len(counts.n):
        rows["n_characters"] = np.bincount(row, counts.n_characters[kept], minlength=len(key))
    return rows.sort_values([column, "outlet"], ignore_index=True)


def _is_frequent(counts: AttributionCounts, kept: np.ndarray, most: int, always: tuple[str, ...]) -> np.ndarray:
    """Return which codes are among the most frequent of the counts that are kept, or named in ``always``."""
    sizes = np.bincount(counts.code[kept], counts.n[kept], minlength=len(counts.names))
    n_codes = most + len(always)
    threshold = np.partition(-sizes, min(n_codes, len(sizes)) - 1)[:n_codes].max(initial=0)
    is_frequent = -sizes <= threshold
    is_frequent[[counts.names.index(name) for name in always if name in counts.names]] = True
    return np.asarray(is_frequent)


def _largest_first(rows: pd.DataFrame, name: str, size: str, most: int, last: Sequence[str]) -> pd.DataFrame:
    """Order rows by the size of what they name over all outlets; keep the first, and behind them the ``last`` ones."""
    sizes = rows.groupby(name)[size].sum().sort_values(ascending=False, kind="stable")
    order = [*[one for one in sizes.index if one not in last][:most], *last]
    rows = rows.assign(rank=rows[name].map({one: rank for rank, one in enumerate(order)}))
    return rows.dropna(subset=["rank"]).sort_values(["rank", "outlet"], ignore_index=True)


def cues(snapshot: Snapshot, filters: Filters, most: int = 20) -> pd.DataFrame:
    """Count by outlet the words that attribute: neutral ("said") and loaded ("claimed", "admitted").

    Returns
    -------
    DataFrame
        ``outlet``, ``cue_kind``, ``cue``, ``n_quotes``, ``share`` of the outlet's attributions with a cue; the ``most``
        frequent cues over all outlets.
    """
    corpus = index.of(snapshot)
    article_rows = corpus.rows(filters)
    rows = _by_outlet(corpus, attributed(snapshot, article_rows).cues, article_rows, "words")
    parted = rows["words"].str.split("\t", n=1, expand=True).reindex(columns=[0, 1])
    rows = rows.assign(cue=parted[0].astype("str"), cue_kind=parted[1].astype("str").where(parted[1] != "", None))
    rows = rows.assign(share=rows["n_quotes"] / rows.groupby("outlet")["n_quotes"].transform("sum"))
    frequent = rows.groupby("cue")["n_quotes"].sum().sort_values(ascending=False, kind="stable").index[:most]
    rows = rows[rows["cue"].isin(frequent)]
    rank = rows["cue"].map({cue: number for number, cue in enumerate(frequent)})
    rows = rows.assign(rank=rank).sort_values(["rank", "outlet"], ignore_index=True)
    return rows[["outlet", "cue_kind", "cue", "n_quotes", "share"]]


def quotes_of(snapshot: Snapshot, filters: Filters, speaker: str) -> pd.DataFrame:
    """Show what a speaker is quoted with, under whichever form of the name.

    Returns
    -------
    DataFrame
        ``article_id``, ``outlet``, ``title``, ``published_at``, ``published_precision``, ``kind``, ``cue``, ``text``,
        from the earliest; at most `MAX_QUOTES` rows.
    """
    name = known_name(speaker)
    forms = [form for form in _speaker_forms(snapshot) if known_name(form) == name]
    rows = snapshot.query(
        f"""
        SELECT q.article_id, CAST(a.outlet AS VARCHAR) AS outlet, a.title, a.published_at,
               CAST(a.published_precision AS VARCHAR) AS published_precision, CAST(q.kind AS VARCHAR) AS kind, q.cue,
               q."start", q."end"
        FROM quotes q JOIN chosen USING (article_id) JOIN articles a USING (article_id)
        WHERE COALESCE(q.speaker, '{NOT_NAMED}') IN (SELECT unnest(CAST(? AS VARCHAR[]))) AND q.act = 'said'
              AND q.sure >= CAST({snapshot.settings.speakers_from} AS FLOAT)
        ORDER BY a.published_at, q.article_id, q."start" LIMIT {MAX_QUOTES}
        """,
        [forms or [name]],
        chosen=index.ids(snapshot, filters),
    )
    return texts.with_text(snapshot, rows)


def _speaker_forms(snapshot: Snapshot) -> list[str]:
    rows = snapshot.query("SELECT DISTINCT speaker FROM quotes WHERE speaker IS NOT NULL ORDER BY 1")
    return rows["speaker"].tolist()


def speaker_names(snapshot: Snapshot) -> list[str]:
    """List who is quoted under the names by which they are counted, those with most attributions that count first."""
    rows = snapshot.query(
        f"""
        SELECT speaker, COUNT(*) AS n FROM quotes
        WHERE speaker IS NOT NULL AND act = 'said' AND sure >= CAST({snapshot.settings.speakers_from} AS FLOAT)
        GROUP BY speaker
        """
    )
    by_name: dict[str, int] = {}
    for form, n in zip(rows["speaker"].tolist(), rows["n"].tolist(), strict=True):
        name = known_name(form)
        by_name[name] = by_name.get(name, 0) + n
    return sorted(by_name, key=lambda name: (-by_name[name], name))


def attributions(
    snapshot: Snapshot, filters: Filters, side: str | None = None, cue: str | None = None, kind: str | None = None,
    act: str = "said",
) -> pd.DataFrame:  # fmt: skip
    """List attributions by whom their speaker stands for, by their cue or by their kind, in time.

    Parameters
    ----------
    snapshot, filters
        The store and what to look at.
    side : str, optional
        What `side_of` says of a speaker and what the article tells, or `NOT_NAMED`.
    cue : str, optional
        The word that attributes, whatever its case.
    kind : {"direct", "indirect", "mixed"}, optional
        How the words stand in the text; with ``attribution_from`` of the settings for cut, as shares are counted, where
        neither side nor cue is chosen, else with ``speakers_from``.
    act : {"said", "thought"}
        What is said and counted, or what people only think, wish or feel, which is counted nowhere.

    Returns
    -------
    DataFrame
        ``article_id``, ``outlet``, ``title``, ``speaker``, ``cue``, ``kind``, ``text``; at most `MAX_QUOTES` rows.
    """
    articles = index.articles(snapshot, filters).sort_values(["published_at", "article_id"], ignore_index=True)
    rows = snapshot.table("quotes", article_ids=articles["article_id"])
    of_words = act != "said" or (side is None and cue is None)
    least = snapshot.settings.attribution_from if of_words else snapshot.settings.speakers_from
    rows = rows[(rows["act"] == act) & (rows["sure"] >= least)]
    if side is not None:
        pairs = zip(rows["speaker"].fillna(""), rows["side"].fillna(""), strict=True)
        rows = rows[[(side_of(speaker, told) if speaker else NOT_NAMED) == side for speaker, told in pairs]]
    if cue is not None:
        rows = rows[rows["cue"].str.lower() == cue]
    if kind is not None:
        rows = rows[rows["kind"] == kind]
    facts = articles[["article_id", "outlet", "title"]].assign(rank=articles.index)
    rows = facts.merge(rows, on="article_id").sort_values(["rank", "start"]).head(MAX_QUOTES)
    rows = texts.with_text(snapshot, rows.astype({"kind": "str"}))
    return rows[["article_id", "outlet", "title", "speaker", "cue", "kind", "text"]].reset_index(drop=True)


def words_of_speakers(snapshot: Snapshot, filters: Filters) -> pd.DataFrame:
    """Count the words that each outlet lets a speaker say, in quotation marks or paraphrased.

    Returns
    -------
    DataFrame
        ``speaker`` (forms that the alias file gives one name are one row), ``outlet``, ``estimate`` (words),
        ``n_quotes``, ``n_articles``; the `TOP_SPEAKERS` with most words, then those without a name.

    Notes
    -----
    Words are the attributed characters by the words to a character of the same article, which spares reading the
    texts; they are off by a few in a hundred.
    """
    corpus = index.of(snapshot)
    article_rows = corpus.rows(filters)
    words = attributed(snapshot, article_rows)
    counts = words.speakers
    kept = np.isin(counts.article, article_rows)
    article = counts.article[kept]
    words_a_character = corpus.frame["n_words"].to_numpy() / np.where(
        words.n_characters > 0, words.n_characters, np.nan
    )
    rows = pd.DataFrame(
        {
            "speaker": index.named(np.asarray(counts.names, dtype=object), counts.code[kept]).to_numpy(),
            "outlet": corpus.outlets[corpus.outlet[article]].astype("str"),
            "article": article,
            "n": counts.n[kept],
            "estimate": counts.n_characters[kept] * words_a_character[article],
        }
    )
    by_speaker = rows.groupby(["speaker", "outlet"], as_index=False).agg(
        estimate=("estimate", "sum"), n_quotes=("n", "sum"), n_articles=("article", "nunique")
    )
    by_speaker = by_speaker.assign(exact=by_speaker["estimate"], estimate=by_speaker["estimate"].round())
    kept_rows = _largest_first(by_speaker, "speaker", "exact", TOP_SPEAKERS, last=(NOT_NAMED,))
    return kept_rows.drop(columns=["exact", "rank"])
