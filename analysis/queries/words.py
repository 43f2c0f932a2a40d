"""Which words tell the outlets apart, and would chance do the same; and the sentences that use a word."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import pandas as pd

from analysis import codes, schema
from analysis.comparison import controls, families, reading, terms
from analysis.comparison import house_style as house_style_of
from analysis.comparison import keyness as keyness_of
from analysis.corpus import segment
from analysis.queries import index, texts
from analysis.settings import Filters
from analysis.store.snapshots import Snapshot

N_SPLITS = controls.N_SPLITS
"""Times that one outlet's articles are divided at random, see `control`."""

MAX_SENTENCES = 2 * texts.MAX_SENTENCES
"""Sentences listed that use a term."""


VOICES = reading.VOICES
"""Whose words may be compared; the outlet's own by default."""


def keyness(
    snapshot: Snapshot, filters: Filters, target: str, references: Iterable[str] = (), voice: str = "own"
) -> pd.DataFrame:
    """Find the words that tell an outlet from others on the events they share: rows of ``keyness``.

    Parameters
    ----------
    snapshot, filters
        The store and what to look at.
    target : str
        The outlet looked at.
    references : iterable of str
        The outlets it is compared with; all others by default.
    voice : {"own", "all", "quoted", "headline"}
        Whose words.
    """
    articles = snapshot.completed(index.of(snapshot).facts(filters))  # bylines are no words of an outlet
    others = set(articles["outlet"].dropna().astype("str")) - {target}
    chosen = () if others <= set(references) else tuple(references)  # all others together are "the others"
    comparable = _comparable(articles[articles["outlet"].isin((target, *(chosen or others)))])
    copies = _copies_of(snapshot, comparable["article_id"])
    return keyness_of.between(
        comparable,
        copies,
        target=target,
        references=chosen,
        settings=snapshot.settings,
        bodies=snapshot.bodies,
        quotes=_quotes_of(snapshot, comparable["article_id"]),
        voice=voice,
    )


def as_written(table: pd.DataFrame) -> pd.DataFrame:
    """Show the terms of a comparison as the articles write them; what stands behind them is asked for by the term.

    Examples
    --------
    >>> as_written(pd.DataFrame({"term": ["fbi"], "written": ["FBI"], "n_target": [3]})).to_dict("records")
    [{'term': 'FBI', 'n_target': 3}]
    """
    return table.assign(term=table["written"].fillna(table["term"])).drop(columns="written")


def beside_measures(table: pd.DataFrame) -> pd.DataFrame:
    """Correct ``q_all`` of words shown beside differences of measures: two families, each at half the level."""
    return schema.conform(families.words_together(table, beside_measures=True), schema.KEYNESS)


def keyness_of_each(
    snapshot: Snapshot, filters: Filters, targets: Sequence[str] | None = None, voice: str = "own"
) -> pd.DataFrame:
    """Compare each outlet (or only some) with all others under the filters, counting the words once."""
    comparable = _comparable(snapshot.completed(index.of(snapshot).facts(filters)))
    copies = _copies_of(snapshot, comparable["article_id"])
    return keyness_of.of_each(
        comparable,
        copies,
        targets=targets,
        settings=snapshot.settings,
        bodies=snapshot.bodies,
        quotes=_quotes_of(snapshot, comparable["article_id"]),
        voice=voice,
    )


def of_export(snapshot: Snapshot, filters: Filters) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give `keyness_of_each` and `house_style`, for which the words of all articles are read once and not twice."""
    comparable = _comparable(snapshot.completed(index.of(snapshot).facts(filters)))
    quotes = _quotes_of(snapshot, comparable["article_id"])
    counted = terms.count(comparable, snapshot.bodies, quotes=quotes, voice="own")
    styles = house_style_of.of_words(counted.words, counted.vocabulary, comparable["outlet"])
    copies = _copies_of(snapshot, comparable["article_id"])
    return keyness_of.of_each(comparable, copies, settings=snapshot.settings, quotes=quotes, counts=counted), styles


def house_style(snapshot: Snapshot, filters: Filters) -> pd.DataFrame:
    """Count how each outlet writes what a style guide decides: rows of ``house_style``, over what `keyness` reads."""
    comparable = _comparable(snapshot.completed(index.of(snapshot).facts(filters)))
    quotes = _quotes_of(snapshot, comparable["article_id"])
    return house_style_of.of_articles(comparable, bodies=snapshot.bodies, quotes=quotes)


def styles_side_by_side(table: pd.DataFrame, outlets: Sequence[str]) -> pd.DataFrame:
    """Put each outlet's ways of writing a term side by side: a row a term, a column an outlet, most used first.

    Parameters
    ----------
    table : DataFrame
        What `house_style` gives.
    outlets : sequence of str
        The columns, in their order. A term that all of them write in one way is left out.

    Examples
    --------
    >>> table = pd.DataFrame({"outlet": ["BBC", "CNN", "CNN"], "term": "us", "form": ["US", "U.S.", "US"],
    ...                       "n": [3, 9, 1]})
    >>> styles_side_by_side(table, ["CNN", "BBC"]).to_dict("records")
    [{'term': 'us', 'CNN': 'U.S. (9), US (1)', 'BBC': 'US (3)'}]
    """
    rows = table.assign(outlet=table["outlet"].astype("str"))
    rows = rows[rows["outlet"].isin(outlets)]
    rows = rows[rows.groupby("term")["form"].transform("nunique") > 1]
    order = rows.groupby("term")["n"].sum().sort_values(ascending=False, kind="stable").index
    rows = rows.sort_values(["n", "form"], ascending=[False, True], kind="stable")
    rows = rows.assign(cell=rows["form"].astype("str") + " (" + rows["n"].astype("str") + ")")
    cells = rows.pivot_table(index="term", columns="outlet", values="cell", aggfunc=", ".join)
    return cells.reindex(index=order, columns=list(outlets)).fillna("").rename_axis(columns=None).reset_index()


def _quotes_of(snapshot: Snapshot, article_ids: pd.Series) -> pd.DataFrame:
    return snapshot.table("quotes", columns=["article_id", "start", "end"], article_ids=article_ids)


def _comparable(articles: pd.DataFrame) -> pd.DataFrame:
    """Choose the articles whose words can be compared: those of shared events, else of shared storylines."""
    for group in ("event", "storyline"):
        n_outlets = articles.groupby(group)["outlet"].nunique()
        chosen = articles[articles[group].isin(n_outlets.index[n_outlets > 1])]
        if len(chosen):
            break
    return chosen.reset_index(drop=True)


def _copies_of(snapshot: Snapshot, article_ids: pd.Series) -> pd.DataFrame:
    rows = snapshot.table("copies")
    return rows[codes.among(rows["article_id"], article_ids)].reset_index(drop=True)


def control(snapshot: Snapshot, filters: Filters, outlet: str) -> str:
    """Say how many words random halves of one outlet's own articles would show as distinctive."""
    articles = snapshot.completed(index.of(snapshot).facts(replace(filters, outlets=(outlet,))))
    own = articles.assign(body=articles["article_id"].map(snapshot.bodies(articles["article_id"])).astype("str"))
    copies = _copies_of(snapshot, articles["article_id"])
    return controls.of_outlet(own, copies, outlet=outlet, settings=snapshot.settings).sentence


def sentences_with(snapshot: Snapshot, filters: Filters, term: str) -> pd.DataFrame:
    """Find sentences and headlines that use a term, as the comparison of words counts it: the latest of each outlet.

    Parameters
    ----------
    snapshot, filters
        The store and what to look at.
    term : str
        A word or several in a row, as in the ``keyness`` table.

    Returns
    -------
    DataFrame
        ``article_id``, ``outlet``, ``title``, ``published_at``, ``url``, ``sentence`` (-1: the headline), ``text``; at
        most `MAX_SENTENCES` rows, shared out among the outlets.
    """
    candidates = texts.articles_with(snapshot, index.ids(snapshot, filters), terms.search_words(term))
    share = -(-MAX_SENTENCES // max(1, candidates["outlet"].nunique()))
    pieces = []
    for _, of_outlet in candidates.groupby("outlet", sort=True):
        n_sentences = 0
        for low in range(0, len(of_outlet), READ_AT_ONCE):
            rows = _sentences_using(snapshot, of_outlet.iloc[low : low + READ_AT_ONCE], term)
            pieces.append(rows.head(share - n_sentences))
            n_sentences += len(pieces[-1])
            if n_sentences >= share:
                break
    columns = ["article_id", "outlet", "title", "published_at", "url", "sentence", "text"]
    sentences = pd.concat(pieces, ignore_index=True) if pieces else pd.DataFrame(columns=columns)
    return sentences[columns].head(MAX_SENTENCES)


READ_AT_ONCE = 50
"""Articles whose sentences are looked through at once."""


def _sentences_using(snapshot: Snapshot, articles: pd.DataFrame, term: str) -> pd.DataFrame:
    """Find the sentences and titles of some articles that use a term, in the order of the articles."""
    with_bodies = articles.assign(body=articles["article_id"].map(snapshot.bodies(articles["article_id"])))
    sentences = snapshot.table("sentences", article_ids=articles["article_id"])
    used = keyness_of.evidence(term, with_bodies, sentences)
    used = used.assign(text=segment.texts_of(used, with_bodies))
    rows = articles.assign(rank=range(len(articles))).merge(used, on="article_id")
    return rows.sort_values(["rank", "sentence"], ignore_index=True)
