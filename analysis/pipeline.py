"""The order of the steps, and nothing else: from files to a measured, grouped store."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryFile
from time import perf_counter
from typing import NamedTuple

import pandas as pd

from analysis import assets, codes, events, executor, memory, schema
from analysis.comparison import paired
from analysis.corpus import assemble, boilerplate, copies, encoded, ingest, kept, language, segment, versions
from analysis.corpus.batches import Ingested
from analysis.errors import DataError
from analysis.events import aliases, describe, pairing, said, similarity, storylines
from analysis.measures import attributed, frames, loaded, names, summary, targets, tone, vectors, voice
from analysis.measures.frames import beside, storing
from analysis.measures.frames import trained as trained_frames
from analysis.measures.frames.trained import Trained
from analysis.progress import Progress, to_nobody
from analysis.settings import Settings
from analysis.store import arrivals, corrections, outlet_names, snapshots, writing

Tables = dict[str, pd.DataFrame]

CLEANING, MEASURING = "clean", "measure"
"""What workers do, as Dask's dashboard names it."""


@dataclass(frozen=True)
class Analysis:
    """Hold every table that `analyse` makes, under the names of `schema.TABLES`."""

    articles: pd.DataFrame
    copies: pd.DataFrame
    removals: pd.DataFrame
    rejects: pd.DataFrame
    sentences: pd.DataFrame
    tone: pd.DataFrame
    quotes: pd.DataFrame
    targets: pd.DataFrame
    frames: pd.DataFrame
    loaded: pd.DataFrame
    measures: pd.DataFrame
    events: pd.DataFrame
    event_summary: pd.DataFrame
    aliases: pd.DataFrame
    estimates: pd.DataFrame


def measure(
    ingested: Ingested, settings: Settings, trained: tuple[Trained, ...] = (), own: tuple[frames.Codebook, ...] = ()
) -> Tables:
    """Measure a batch of articles, each by itself.

    Parameters
    ----------
    ingested : Ingested
        Clean articles, with what was rejected, removed and remarked on the way.
    settings : Settings
        Names the codebook.
    trained : tuple of Trained
        Frames that users of this store trained on their own labels.
    own : tuple of Codebook
        Codebooks that users brought to this store.

    Returns
    -------
    dict of str to DataFrame
        Every table that belongs to articles and not to the corpus. Articles in other languages have no sentences.
    """
    articles = ingested.articles
    is_english = articles["language"].isin(language.MEASURED).to_numpy()
    english, codebooks_beside = articles[is_english], beside.of_settings(settings, own)

    every = encoded.of_articles(articles)
    sentences, tokens = segment.of_articles(english), encoded.of_some(every, is_english)
    named = names.of_articles(english, sentences, tokens)
    quotes = voice.quotes_of(english, sentences, named, tokens)
    sentences = sentences.assign(voice=voice.of_sentences(english, sentences, quotes, tokens))
    tones = tone.of_sentences(english, sentences, named, tokens)
    towards = targets.of_articles(english, sentences, named, tokens)
    codebooks = (frames.codebook(settings.codebook), *codebooks_beside)
    framed, *framed_beside = frames.of_codebooks(english, sentences, codebooks, tokens)
    loadeds = loaded.of_articles(english, sentences, tokens)
    measures = summary.of_articles(english, sentences, tones, quotes, towards, framed, loadeds, tokens, settings)
    learnt = [trained_frames.as_measures(english, sentences, frame) for frame in trained]
    return {
        "articles": articles,
        "rejects": ingested.rejects,
        "removals": ingested.removals,
        "notes": ingested.notes,
        "later_texts": versions.links(articles),
        "signatures": copies.signatures(articles, every, ingested.removals),
        "sentences": sentences,
        "names": named,
        "vectors": vectors.of_articles(english, named, tokens),
        "times": said.of_articles(english),
        "quotes": quotes,
        "attributed": attributed.of_articles(sentences, quotes, settings),
        "tone": tones,
        "targets": towards,
        "frames": framed,
        "loaded": loadeds,
        "measures": beside.by_article([measures, *learnt], english),
        "further_measures": beside.as_measures(codebooks_beside, framed_beside, measures, english),
    }


class Regrouped(NamedTuple):
    """Hold the tables that belong to the whole corpus: those written whole, and what changes in the large ones."""

    tables: Tables
    updates: dict[str, events.Update]


FACTS_OF_EVENTS = (
    "article_id", "outlet", "title", "published_at", "published_precision", "published_from", "language",
    "article_type", "n_words",
)  # fmt: skip
"""What grouping needs to know of an article."""


def group(
    read: Callable[[str], pd.DataFrame], find: Callable[[str, Sequence[str]], pairing.Rows],
    articles: pd.DataFrame, settings: Settings, first_sentences: describe.FirstSentences | None = None,
    *, anew: bool = False, same_texts: bool = False, run: pairing.Run = map,
) -> Regrouped:  # fmt: skip
    """Group measured articles: copies, then events and storylines, then the names within each event.

    Parameters
    ----------
    read : callable
        Gives a table by name: ``signatures``, ``corrections``, and what the grouping before left.
    find : callable
        Says where the rows of some articles of a table lie: ``vectors`` and ``names``.
    articles : DataFrame
        The facts of all articles, see `FACTS_OF_EVENTS`.
    settings : Settings
        Holds the window of days.
    first_sentences : callable, optional
        Gives the first sentences of untitled articles, where ``articles`` does not hold their bodies.
    anew : bool
        Whether all is looked at again, see `events.of_articles`.
    same_texts : bool
        Whether the articles are those of the grouping before, so that their copies are too.
    run : callable
        Where the parts of the work are done, see `pairing.Run`.

    Returns
    -------
    Regrouped
        Only what new articles touch was looked at again.
    """
    copied = read("copies") if same_texts else _copies(read, find, articles, settings)
    grouped = events.of_articles(
        articles, partial(find, "vectors"), copied,
        times=read("times"), settings=settings, previous=events.Before.read(read),
        corrections=read("corrections"), first_sentences=first_sentences, anew=anew, run=run,
    )  # fmt: skip
    tables = {name: getattr(grouped, name) for name in _WHOLE} | ({} if same_texts else {"copies": copied})
    named = aliases.of_changed(grouped.events, grouped.changed, partial(find, "names"), articles, run)
    return Regrouped(tables, grouped.updates | {"aliases": events.Update("event", grouped.gone, named)})


def _copies(
    read: Callable[[str], pd.DataFrame], find: Callable[[str, Sequence[str]], pairing.Rows], articles: pd.DataFrame,
    settings: Settings,
) -> pd.DataFrame:  # fmt: skip
    found = copies.of_signatures(read("signatures"), articles)
    return versions.counted_once(
        found, read, lambda name, ids: find(name, ids)(), articles["article_id"], settings.version
    )


_WHOLE = ("events", "event_summary", "lineage")


def analyse(articles: pd.DataFrame | Ingested, settings: Settings | None = None) -> Analysis:
    """Measure, group and compare articles in memory.

    Parameters
    ----------
    articles : Ingested or DataFrame
        What `read` gave, or any frame with the columns of the ``articles`` table.
    settings : Settings, optional
        What to measure with.

    Returns
    -------
    Analysis
        All tables; ``estimates`` compares each measure over the whole corpus.
    """
    settings = settings or Settings()
    tables = measure(_as_ingested(articles), settings)
    regrouped = group(
        lambda name: tables.get(name, schema.empty(schema.TABLES[name])),
        lambda name, ids: lambda: tables[name][codes.among(tables[name]["article_id"], ids)],
        tables["articles"],
        settings,
    )
    tables |= regrouped.tables | {name: update.rows for name, update in regrouped.updates.items()}
    tables["estimates"] = compare(tables, settings)
    return Analysis(**{name: tables[name] for name in Analysis.__dataclass_fields__})


def _as_ingested(articles: pd.DataFrame | Ingested) -> Ingested:
    if isinstance(articles, Ingested):
        return articles
    nothing = (schema.empty(table) for table in (schema.REJECTS, schema.REMOVALS, schema.NOTES))
    return Ingested(schema.conform(articles, schema.ARTICLES), *nothing)


def compare(
    tables: Tables, settings: Settings, measures: Iterable[str] | None = None, *, by_event: bool = True
) -> pd.DataFrame:
    """Compare the outlets on measures, over the events they share.

    Parameters
    ----------
    tables : dict of str to DataFrame
        ``measures``, ``articles``, ``events``, ``event_summary`` and ``copies``.
    settings : Settings
        Seed and number of permutations.
    measures : iterable of str, optional
        Names of measures; by default those worth comparing (`summary.worth_comparing`).
    by_event : bool
        Whether each outlet's value in each shared event is among the rows.

    Returns
    -------
    DataFrame
        Rows of the ``estimates`` table.
    """
    chosen = summary.worth_comparing(tables["measures"]) if measures is None else list(measures)
    return paired.of_measures(
        tables["measures"], tables["articles"], tables["events"], tables["event_summary"], tables["copies"],
        names=chosen, settings=settings, by_event=by_event,
    )  # fmt: skip


def build(
    sources: Iterable[str | Path], directory: str | Path, *, manifest: str | Path | None = None,
    settings: Settings | None = None, workers: int = 1, scheduler: str | None = None, relearn: bool = False,
    progress: Progress | None = None,
) -> arrivals.Summary:  # fmt: skip
    """Read files into a store, measure what is new, group everything, and commit it as the store's next snapshot.

    Parameters
    ----------
    sources : iterable of path
        Files and folders; with ``relearn`` and none given, those of the earlier builds.
    directory : path
        The store, made where there is none.
    manifest : path, optional
        Completes text files with outlet and date.
    settings : Settings, optional
        What to measure with.
    workers, scheduler : int, str
        Where to measure, see `executor.opened`.
    relearn : bool
        Learn boilerplate anew from these sources and build everything from them; earlier articles that are not
        among them leave the store.
    progress : callable, optional
        See `progress.Progress`.

    Returns
    -------
    arrivals.Summary
        Counts. Building from the same files again adds nothing and leaves the snapshot as it is.

    Raises
    ------
    DataError
        Where a source does not exist, another build is writing, or nothing could be read at all.
    """
    began = perf_counter()
    settings = settings or Settings()
    tell = progress or to_nobody
    paths = arrivals.sources(sources, directory, relearn)
    read_from = [str(Path(path).resolve()) for path in paths]
    with (
        memory.searched_seldom(),
        writing.opened(directory, settings, afresh=relearn, sources=read_from, mends=True) as writer,
        executor.opened(workers, scheduler, expecting=measure) as pool,
    ):
        counts = arrivals.Tally()
        share = {"done": 0.0}
        with TemporaryFile(dir=writer.directory) as file:
            first = kept.Kept(file)
            learnt = _boilerplate(pool, writer, first, paths, manifest, settings, tell)
            cleaned = ingest.stream(
                paths, manifest, settings=settings, boilerplate=learnt, cleaned=first or None,
                run=partial(pool.run, stage=CLEANING),
                progress=lambda done, total: share.update(done=done / max(total, 1)),
            )  # fmt: skip
            fresh = arrivals.unknown(cleaned, writer, counts)
            held = writer.read()
            work = partial(
                measure, settings=settings, trained=storing.from_table(held.table("trained")),
                own=beside.from_table(held.table("codebooks")),
            )  # fmt: skip
            stored = partial(arrivals.of_damaged_parts, writer, settings)
            for batches in (stored(with_removals=True), fresh, stored(with_removals=False)):
                for tables in pool.run_in_parts(work, batches, MEASURING):
                    writer.add(tables)
                    counts.articles += len(tables["articles"])
                    tell("Reading and measuring", share["done"], f"{counts.articles:,} articles")
                    del tables  # or they would lie beside the next ones while these are measured
        if not writer.n_known and not counts.rejects:
            raise DataError(f"nothing to read in {', '.join(map(str, paths))}")
        if writer.has_news:
            writer.complete(
                "attributed", ("sentences", "quotes"),
                lambda held: attributed.of_articles(held["sentences"], held["quotes"], settings),
            )  # fmt: skip
            _regroup(writer, settings, tell, pool.run_beside)
            writer.commit(read_from)
        tell("Done", 1.0, "")
    return arrivals.summary(snapshots.open(directory), counts, perf_counter() - began, writer)


def regroup(directory: str | Path) -> None:
    """Group a store's articles again after a person corrected events or named outlets, and commit the result."""
    settings = snapshots.open(directory).settings
    with writing.opened(directory, settings) as writer:
        _regroup(writer, settings)
        writer.commit()


_LOOKS = 4
"""How often grouping looks at an article of a new store: for what it repeats, for its nearest, its event, its names."""


def _regroup(writer: writing.Writer, settings: Settings, tell: Progress = to_nobody, run: pairing.Run = map) -> None:
    writer.replace("outlet_names", outlet_names.table(outlet_names.in_force(writer.directory)))
    snapshot = writer.read()
    model = similarity.name_of([similarity.model(), storylines.model()], vectors.background())
    anew = writer.pair_model != model
    looks = writer.n_known * _LOOKS
    looked = 0

    def read(name: str) -> pd.DataFrame:
        """Read a table, after memory was given back."""
        memory.trim_memory()  # reading a table needs twice what it holds
        if anew and name in events.JUDGED:
            return schema.empty(schema.TABLES[name])
        return corrections.read(writer.directory) if name == "corrections" else snapshot.table(name)

    def find(name: str, ids: Sequence[str]) -> pairing.Rows:
        """Find the rows of some articles, and tell how many were looked at."""
        nonlocal looked
        looked += len(ids)
        tell("Grouping into events", min(looked / looks, 1.0), f"{writer.n_known:,} articles")
        memory.trim_memory()
        return snapshot.rows(name, ids)

    memory.make_room(writer.n_known, (language.forget, assets.embedding.cache_clear))
    tell("Grouping into events", 0.0, f"{writer.n_known:,} articles")
    facts = snapshot.table("articles", columns=FACTS_OF_EVENTS)
    same_texts = not anew and writer.is_unchanged("articles", "signatures", "later_texts", "outlet_names")
    regrouped = group(
        read, find, facts, settings, lambda ids: segment.first_sentences(snapshot.bodies(ids)),
        anew=anew, same_texts=same_texts, run=run,
    )  # fmt: skip
    writer.pair_model = model
    if not writer.is_unchanged("outlet_names"):
        regrouped.tables["event_summary"] = describe.recounted(regrouped.tables["event_summary"],
                                                               regrouped.tables["events"], facts)  # fmt: skip
    for name in list(regrouped.tables):
        memory.trim_memory()  # neither grouping nor what was written needs its room beside the next
        writer.replace(name, regrouped.tables.pop(name))
    for name in list(regrouped.updates):
        memory.trim_memory()
        update = regrouped.updates.pop(name)
        if anew and name in events.JUDGED:
            writer.replace(name, schema.empty(schema.TABLES[name]))
        writer.update(name, update.column, update.gone.tolist(), update.rows)


def _boilerplate(
    pool: executor.Executor, writer: writing.Writer, first: kept.Kept, paths: list[str | Path],
    manifest: str | Path | None, settings: Settings, tell: Progress,
) -> pd.DataFrame:  # fmt: skip
    """Learn what recurs in each outlet's articles at a store's first build, and keep what this cleaning gave.

    Later builds keep to what was learnt.
    """
    frozen = writer.read().table("boilerplate")
    if writer.n_known or len(frozen):
        return frozen

    stage = "Learning what recurs in each outlet's pages"
    tell(stage, 0.0, "")
    items = ingest.raw_items(
        paths, manifest, settings=settings, progress=lambda done, total: tell(stage, done / max(total, 1), "")
    )
    clean = partial(kept.cleaned, context=assemble.Context.of(settings))
    learnt = boilerplate.learn(first.bodies(pool.run(clean, items, CLEANING)))
    language.forget()  # 70 MB: what is cleaned again hardly ever asks for the model
    memory.trim_memory()
    writer.add({"boilerplate": learnt})
    return learnt
