"""The commands that make a store of files and say what it holds."""

import argparse
from pathlib import Path

from analysis import pipeline, queries
from analysis.commands import common
from analysis.corpus import clean
from analysis.errors import DataError
from analysis.settings import Filters, Settings
from analysis.store import shared, snapshots, writing
from analysis.store.arrivals import Summary


def add_build(commands: "argparse._SubParsersAction") -> None:
    """Add ``build``."""
    command = common.command(commands, "build", _build, "Read files into a store, measure and group what is new.")
    command.add_argument("source", nargs="*", type=common.path, help="files, folders or archives")
    command.add_argument("--manifest", type=Path, help="CSV that describes text files: file, outlet, published_at ...")
    command.add_argument(
        "--codebook", default=Settings.codebook, help="codebook of the frames to count (default: %(default)s)"
    )
    command.add_argument(
        "--version",
        choices=("first", "last"),
        default=Settings.version,
        help="which text to compare where one address had several (default: %(default)s)",
    )
    command.add_argument(
        "--rule-off",
        action="append",
        default=[],
        metavar="RULE",
        help="leave out a cleaning rule; may be given several times",
    )
    command.add_argument("--workers", type=int, default=1, help="processes on this machine (default: %(default)s)")
    command.add_argument("--scheduler", metavar="ADDRESS", help="a Dask scheduler, for example tcp://10.0.0.1:8786")
    command.add_argument("--relearn", action="store_true", help="relearn boilerplate and rebuild everything")


def _build(options: argparse.Namespace) -> int:
    with common.progress() as progress:
        summary = pipeline.build(
            options.source, options.store, manifest=options.manifest, settings=_settings(options),
            workers=options.workers, scheduler=options.scheduler, relearn=options.relearn, progress=progress,
        )  # fmt: skip
    print(
        f"{common.counted(summary.n_articles, 'new article')}, {summary.n_known:,} already there, "
        f"{common.counted(summary.n_rejects, 'reject')}; "
        f"{common.counted(summary.n_events, 'event')} in {common.counted(summary.n_storylines, 'storyline')}; "
        f"snapshot {summary.snapshot} of {shared.name_of(options.store)}, {summary.seconds:.1f} s"
    )
    if summary.n_damaged:
        print(_mended(summary, options.store))
    if summary.unfinished:
        print(
            f"an earlier build did not finish reading {', '.join(summary.unfinished)}: what it had read is in the "
            "store; build from there again to read the rest"
        )
    if summary.n_rejects:
        print(f"reasons: {_reasons(snapshots.open(options.store))}")
    return 0


def _mended(summary: Summary, directory: Path) -> str:
    told = f"{common.counted(summary.n_damaged, 'damaged part')}: "
    told += f"{common.counted(summary.n_mended, 'article')} measured again, all articles grouped anew"
    if summary.n_lost:
        read_from = ", ".join(snapshots.open(directory).manifest.sources)
        told += (
            f"; {common.counted(summary.n_lost, 'article')} could not be read again: build once more from {read_from}"
        )
    return told


def _settings(options: argparse.Namespace) -> Settings:
    unknown = [rule for rule in options.rule_off if rule not in clean.RULES]
    if unknown:
        raise DataError(f"there is no cleaning rule '{unknown[0]}'; there are {', '.join(clean.RULES)}")
    rules_off = tuple(sorted(set(options.rule_off)))
    return Settings(codebook=options.codebook, version=options.version, rules_off=rules_off)


def _reasons(snapshot: snapshots.Snapshot) -> str:
    counts = snapshot.table("rejects", columns=["reason"])["reason"].value_counts()
    return ", ".join(f"{reason} ({count:,})" for reason, count in counts.items() if count)


def add_info(commands: "argparse._SubParsersAction") -> None:
    """Add ``info``."""
    command = common.command(commands, "info", _info, "Describe a store: counts, outlets, dates, versions.")
    command.add_argument("--history", action="store_true", help="list the snapshots kept")
    command.add_argument(
        "--drop-copy", action="store_true", help="delete this machine's copy of a store on shared storage, then exit"
    )


def _info(options: argparse.Namespace) -> int:
    if options.drop_copy:
        return _drop_copy(options.store)
    snapshot = snapshots.open(options.store)
    about = snapshot.about
    print(
        f"{shared.name_of(options.store)}: snapshot {about['snapshot']}, made {about['created_at']}, "
        f"corpus {about['corpus_hash'][:16]}"
    )
    if copy := shared.of(options.store):
        print(copy.about)
    print("rows: " + ", ".join(f"{name} {count:,}" for name, count in about["counts"].items() if count))
    print(f"rejects: {_reasons(snapshot) or 'none'}")
    print(common.table(queries.overview.by_outlet(snapshot, Filters())))
    print("settings: " + ", ".join(f"{name} {value}" for name, value in about["settings"].items()))
    print("versions: " + ", ".join(f"{name} {value}" for name, value in about["versions"].items()))
    if options.history:
        for manifest in snapshot.history():
            rows = sum(part.rows for part in manifest.parts.get("articles", ()))
            corpus = manifest.corpus_hash[:16]
            print(f"snapshot {manifest.snapshot}: {manifest.created_at}, {rows:,} articles, corpus {corpus}")
    return 0


def _drop_copy(directory: Path) -> int:
    """Delete what can be fetched again."""
    address = shared.name_of(directory)
    if shared.of(directory) is None:
        raise DataError(f"{address} is not a copy of a store on shared storage; nothing was deleted")
    writing.delete(directory)
    print(f"this machine's copy of {address} is deleted; the next command fetches what it needs")
    return 0
