"""The command line: python -m analysis collect, build, export, compare, code-sheet, code-read, check and others."""

import argparse
import difflib
import io
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from types import FrameType

import pandas as pd
from tqdm import tqdm

from analysis import pipeline, queries
from analysis.collect import collecting, plan, telling
from analysis.comparison import contrasts
from analysis.corpus import clean
from analysis.errors import DataError
from analysis.measures import summary
from analysis.presentation import coded, export, findings, plain, prose
from analysis.settings import Filters, Settings
from analysis.store import files, snapshots
from analysis.validation import gates

DEFAULT_STORE = Path("data/store")
EXIT_WRONG_CALL = 2
EXIT_BELOW_FLOOR = 1
EXIT_INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0, 1 where a gate fails, 2 for a wrong call or nothing readable."""
    _speak_utf8()
    options = parser().parse_args(arguments)
    try:
        with redirect_stdout(plain.Terminal(sys.stdout)):
            code: int = options.command(options)
            sys.stdout.flush()
        return code
    except DataError as error:
        print(f"error: {plain.shown(' '.join(str(error).split()))}", file=sys.stderr)
        return EXIT_WRONG_CALL
    except KeyboardInterrupt:
        print("interrupted; completed batches are saved, run the same command to resume", file=sys.stderr)
        return EXIT_INTERRUPTED
    except BrokenPipeError:  # "info | head": the reader has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        print(f"error: {plain.shown(str(error.filename or 'the output'))}: {error.strerror or error}", file=sys.stderr)
        return EXIT_WRONG_CALL


def _counted(n: int, what: str) -> str:
    return f"{n:,} {what}{'' if n == 1 else 's'}"


def _speak_utf8() -> None:
    """Let names in any script be printed on a console with another encoding (Windows, pipes)."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def parser() -> argparse.ArgumentParser:
    """Make the parser of all commands."""
    whole = argparse.ArgumentParser(
        prog="python -m analysis", description="Compare how several outlets cover the same events."
    )
    commands = whole.add_subparsers(required=True, metavar="COMMAND")
    _add_collect(commands)
    _add_build(commands)
    _add_export(commands)
    _add_compare(commands)
    _add_code_sheet(commands)
    _add_code_read(commands)
    _add_train_frames(commands)
    _add_check(commands)
    _add_info(commands)
    return whole


def _command(commands: "argparse._SubParsersAction", name: str, function: object, text: str) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=text, description=text)
    command.set_defaults(command=function)
    command.add_argument(
        "--store", type=_named, default=DEFAULT_STORE, help="folder of the store (default: %(default)s)"
    )
    return command


def _named(text: str) -> Path:
    """Read a path; an empty one would be the folder that the command runs in."""
    if not text.strip():
        raise argparse.ArgumentTypeError("the path is empty")
    return Path(text)


def _add_filters(command: argparse.ArgumentParser) -> None:
    filters = command.add_argument_group("filters")
    filters.add_argument("--outlet", action="append", default=[], help="only this outlet; may be given several times")
    filters.add_argument("--from", dest="first", metavar="DAY", help="only articles from this day on, as 2019-06-30")
    filters.add_argument("--to", dest="last", metavar="DAY", help="only articles up to this day, included")
    filters.add_argument("--event", help="only articles of this event")
    filters.add_argument("--storyline", help="only articles of this storyline")


def _filters(options: argparse.Namespace, snapshot: snapshots.Snapshot) -> Filters:
    chosen = Filters(tuple(options.outlet), options.first, options.last, options.event, options.storyline)
    return queries.index.check(snapshot, chosen)


def _add_collect(commands: "argparse._SubParsersAction") -> None:
    text = "Fetch articles of outlets into a folder that build reads; the same command again goes on."
    command = commands.add_parser("collect", help=text, description=text)
    command.set_defaults(command=_collect)
    for name, metavar, what in (
        ("outlet", "NAME", "a registered outlet: its feeds and sitemaps"),
        ("feed", "URL", "an RSS or Atom feed"),
        ("sitemap", "URL", "a sitemap, or an index of sitemaps"),
        ("urls", "FILE", "a list of addresses: plain, CSV, or JSON of GDELT or Media Cloud"),
    ):
        command.add_argument(f"--{name}", action="append", default=[], metavar=metavar, help=f"{what}; repeatable")
    command.add_argument("--archive", metavar="PATTERN", default="", help="pages in web archives, as rt.com/news/*")
    command.add_argument("--query", metavar="WORDS", help="words that title and address together must hold")
    command.add_argument("--from", dest="first", metavar="DAY", default="", help="from this day on, as 2019-06-30")
    command.add_argument("--to", dest="last", metavar="DAY", default="", help="up to this day, included")
    command.add_argument("--limit", type=int, metavar="N", help="pages of this run at most")
    command.add_argument("--contact", metavar="ADDRESS", default="", help="how sites reach you; every server sees it")
    command.add_argument("--dry-run", action="store_true", help="say what would be fetched; asks robots.txt and feeds")
    command.add_argument("--out", type=_named, required=True, metavar="FOLDER", help="folder to collect into")


def _collect(options: argparse.Namespace) -> int:
    wanted = plan.Wanted(
        tuple(options.outlet), tuple(options.feed), tuple(options.sitemap), tuple(options.urls), options.archive,
        options.query, options.first, options.last, options.limit, options.contact,
    )  # fmt: skip
    if options.dry_run:
        print(telling.of_plan(collecting.planned(wanted, options.out), wanted))
        return 0
    access = collecting.Access()
    try:
        with _progress() as progress, _ending_softly(access):
            summary = collecting.collect(wanted, options.out, access, progress)
    except collecting.StoppedError as error:
        print(f"{error}", file=sys.stderr)
        return EXIT_INTERRUPTED
    print(telling.of_run(summary, wanted))
    print(f"in {options.out}; read it with: python -m analysis build {options.out}")
    return 0


@contextmanager
def _ending_softly(access: collecting.Access) -> Iterator[None]:
    """Let a run end after the answer that is on its way; who asks a second time ends it at once."""

    def end(number: int, frame: FrameType | None) -> None:
        """Note the wish, or follow it at once."""
        if access.stop.is_set():
            raise KeyboardInterrupt
        access.stop.set()

    before = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _add_build(commands: "argparse._SubParsersAction") -> None:
    command = _command(commands, "build", _build, "Read files into a store, measure and group what is new.")
    command.add_argument("source", nargs="*", type=_named, help="files, folders or archives")
    command.add_argument("--manifest", type=Path, help="CSV that completes text files: file, outlet, published_at ...")
    command.add_argument("--codebook", default=Settings.codebook, help="frames to count (default: %(default)s)")
    command.add_argument(
        "--rule-off",
        action="append",
        default=[],
        metavar="RULE",
        help="leave out a cleaning rule; may be given several times",
    )
    command.add_argument("--workers", type=int, default=1, help="processes on this machine (default: %(default)s)")
    command.add_argument("--scheduler", metavar="ADDRESS", help="a Dask scheduler, for example tcp://10.0.0.1:8786")
    command.add_argument("--relearn", action="store_true", help="learn boilerplate anew and rebuild everything")


def _build(options: argparse.Namespace) -> int:
    with _progress() as progress:
        summary = pipeline.build(
            options.source, options.store, manifest=options.manifest, settings=_settings(options),
            workers=options.workers, scheduler=options.scheduler, relearn=options.relearn, progress=progress,
        )  # fmt: skip
    print(
        f"{_counted(summary.n_articles, 'new article')}, {summary.n_known:,} already there, "
        f"{_counted(summary.n_rejects, 'reject')}; "
        f"{_counted(summary.n_events, 'event')} in {_counted(summary.n_storylines, 'storyline')}; "
        f"snapshot {summary.snapshot} of {options.store}, {summary.seconds:.1f} s"
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


def _mended(summary: pipeline.Summary, directory: Path) -> str:
    told = f"{_counted(summary.n_damaged, 'damaged part')}: "
    told += f"{_counted(summary.n_mended, 'article')} measured again, all articles grouped anew"
    if summary.n_lost:
        read_from = ", ".join(snapshots.open(directory).manifest.sources)
        told += f"; {_counted(summary.n_lost, 'article')} could not be read again: build once more from {read_from}"
    return told


def _settings(options: argparse.Namespace) -> Settings:
    unknown = [rule for rule in options.rule_off if rule not in clean.RULES]
    if unknown:
        raise DataError(f"there is no cleaning rule '{unknown[0]}'; there are {', '.join(clean.RULES)}")
    return Settings(codebook=options.codebook, rules_off=tuple(sorted(set(options.rule_off))))


def _reasons(snapshot: snapshots.Snapshot) -> str:
    counts = snapshot.table("rejects", columns=["reason"])["reason"].value_counts()
    return ", ".join(f"{reason} ({count:,})" for reason, count in counts.items() if count)


@contextmanager
def _progress() -> Iterator[pipeline.Progress]:
    """Show one bar a stage on the error stream; in a log file its lines stay readable."""
    bars: dict[str, tqdm] = {}

    def tell(stage: str, done: float, text: str) -> None:
        """Move the bar of a stage; a new stage closes the bars before it."""
        if stage not in bars:
            for bar in bars.values():
                bar.close()
            slow = 5.0 if not sys.stderr.isatty() else 0.1
            bars[stage] = tqdm(total=100, desc=stage, unit="%", mininterval=slow, delay=1.0, bar_format=BAR)
        bar = bars[stage]
        bar.set_postfix_str(text, refresh=False)
        bar.update(round(100 * done) - bar.n)

    try:
        yield tell
    finally:
        for bar in bars.values():
            bar.close()


BAR = "{desc}: {percentage:3.0f} %|{bar:20}| {elapsed}<{remaining} {postfix}"


def _add_export(commands: "argparse._SubParsersAction") -> None:
    command = _command(commands, "export", _export, "Write every table as one file, with about.json.")
    command.add_argument("--out", type=_named, required=True, help="folder to write to; made where there is none")
    command.add_argument("--format", choices=("csv", "parquet"), default="csv", help="(default: %(default)s)")
    command.add_argument("--with-text", action="store_true", help="write the bodies of the articles too")
    _add_filters(command)


def _export(options: argparse.Namespace) -> int:
    snapshot = snapshots.open(options.store)
    filters = _filters(options, snapshot)
    counts = {}
    with files.folder_at_once(options.out) as folder:
        for name, frame in queries.export.tables(snapshot, filters, with_text=options.with_text):
            _write(frame, folder / f"{name}.{options.format}")
            counts[name] = len(frame)
        about = queries.export.provenance(snapshot, filters, counts)
        (folder / "about.json").write_bytes(export.about_json(about))
    print(f"{len(counts)} tables with {sum(counts.values()):,} rows and about.json in {options.out}")
    return 0


def _write(frame: pd.DataFrame, path: Path) -> None:
    if path.suffix == ".parquet":
        frame.to_parquet(path, index=False)
    else:
        with path.open("wb") as file:
            export.write_csv(frame, file)


def _add_compare(commands: "argparse._SubParsersAction") -> None:
    command = _command(commands, "compare", _compare, "Compare an outlet with others on the events they share.")
    command.add_argument("--target", required=True, metavar="OUTLET", help="the outlet looked at")
    command.add_argument(
        "--reference", action="append", default=[], metavar="OUTLET", help="outlet to compare with; default: all others"
    )
    command.add_argument(
        "--measure",
        action="append",
        default=[],
        help="name of a measure, may be given several times; default: those worth comparing",
    )
    command.add_argument(
        "--voice",
        choices=queries.words.VOICES,
        default="own",
        help="whose words are compared: the outlet's own, all, those it quotes, or headlines (default: %(default)s)",
    )
    command.add_argument("--control", action="store_true", help="also show what random halves of the target give")
    command.add_argument("--out", type=_named, help="folder for estimates.csv and keyness.csv")
    _add_filters(command)


def _compare(options: argparse.Namespace) -> int:
    snapshot = snapshots.open(options.store)
    filters = _filters(options, snapshot)
    queries.index.check(snapshot, Filters(outlets=(options.target, *options.reference)))
    if options.target in options.reference:
        raise DataError(
            f"{options.target} is both target and reference; name another reference, or none for all others"
        )
    measures = _measures(options, snapshot)
    found = queries.measures.contrast(snapshot, filters, options.target, options.reference, measures)
    words = queries.words.keyness(snapshot, filters, options.target, options.reference, options.voice)
    words = queries.words.beside_measures(words)
    against = prose.joined(options.reference) or contrasts.OTHERS
    print(_measures_told(found, options.target, options.reference))
    print(_checked_told(snapshot, found), end="")
    compared = (options.target, *options.reference) if options.reference else ()
    if kinds_of_text := queries.genre.told(snapshot, filters, compared):
        print(f"\n{kinds_of_text}")
    print(f"\n{_words_told(words, options.target, against, 'q' if options.measure else 'q_all')}")
    if options.control:
        print(f"\n{queries.words.control(snapshot, filters, options.target)}")
    if options.out:
        with files.folder_at_once(options.out) as folder:
            _write(found, folder / "estimates.csv")
            _write(words, folder / "keyness.csv")
        print(f"\nestimates.csv ({len(found):,} rows) and keyness.csv ({len(words):,} rows) in {options.out}")
    return 0


def _measures(options: argparse.Namespace, snapshot: snapshots.Snapshot) -> list[str] | None:
    """Give the measures that were asked for, all of which the store must hold; none where none were."""
    known = queries.measures.names(snapshot)
    for name in options.measure:
        if name not in known:
            near = difflib.get_close_matches(name, known, 3, 0.5) or [other for other in known if ":" not in other]
            raise DataError(f"the store has no measure '{name}'; it has {', '.join(near)} and others")
    return options.measure or None


MOST_PRINTED = 20
"""Rows of a table that a terminal shows; the CSV has them all."""


def _measures_told(found: pd.DataFrame, target: str, references: Sequence[str]) -> str:
    """Answer in sentences, then with the differences, the surest first; single events stand in the file."""
    differences = queries.coding.answers(found)
    main = differences[differences["reference"].isin(references or [contrasts.OTHERS])]
    if main.empty:
        return findings.on_differences(main, "any measure")
    names = main["measure"].astype("str").unique()
    label = summary.meant(names[0]).label if len(names) == 1 else prose.count(len(names), "measure")
    answers = [findings.on_differences(own, label) for _, own in main.groupby("reference", observed=True, sort=False)]
    known = main[main["estimate"].notna()]
    if known.empty:
        return "\n".join(answers)
    table = findings.table_of_differences(known).head(MOST_PRINTED)
    told = table.to_string(index=False, na_rep="", float_format=lambda value: f"{value:.3f}")
    untested = known[known["q"].isna() & (known["verdict"] == "estimate")]
    reasons = (main if len(names) == 1 else untested)["reason"].dropna().unique()[:3]
    which_q = [findings.WHICH_Q] if known["q"].notna().any() else []
    begin = "" if len(names) == 1 else "not tested: "
    return "\n".join([*answers, "", told, "", *(f"- {begin}{reason}" for reason in reasons), *which_q])


def _checked_told(snapshot: snapshots.Snapshot, found: pd.DataFrame) -> str:
    """Say of each measure that people coded how well they agree, and put the corrected figures beside the machine's."""
    told = []
    for name, rows in found.groupby(found["measure"].astype("str"), sort=False):
        read = queries.coding.coded_so_far(snapshot, str(name))
        if read is not None:
            table = queries.coding.side_by_side(rows)
            told.append(
                f"\nChecked by people: {queries.methods.meant(str(name)).label}. {coded.on_coders(*read.agreement)} "
                f"{coded.on_corrected(table)}\n{_table(table)}\n{coded.on_accuracy(read.accuracy, read.p_accuracy)}\n"
            )
    return "".join(told)


def _words_told(words: pd.DataFrame, target: str, against: str, by: str) -> str:
    answer = findings.on_words(words, target, against, by)
    if words.empty:
        return answer
    columns = [
        "term",
        "kind",
        "n_target",
        "n_reference",
        "n_articles",
        "n_events",
        "log_odds",
        "low",
        "high",
        "q",
        "q_all",
    ]
    top = findings.leading(words, by)[columns].head(MOST_PRINTED)
    return f"{answer}\n\n{top.to_string(index=False, na_rep='', float_format=lambda value: f'{value:.3f}')}"


def _add_code_sheet(commands: "argparse._SubParsersAction") -> None:
    text = "Draw comparable articles for people to code, and write blind coding sheets."
    command = _command(commands, "code-sheet", _code_sheet, text)
    command.add_argument("--measure", required=True, help="what is checked, for example tone_own or frame:conflict")
    size = command.add_mutually_exclusive_group()
    size.add_argument("--n", type=int, default=queries.drawing.N_UNITS, help="articles (default: %(default)s)")
    size.add_argument("--width", type=float, help="draw as many as a corrected interval of this width needs")
    command.add_argument(
        "--coders", type=int, default=queries.drawing.N_CODERS, help="people who each code all (default: %(default)s)"
    )
    command.add_argument("--seed", type=int, default=1, help="of the draw (default: %(default)s)")
    command.add_argument("--out", type=Path, required=True, help="folder to write to; made where there is none")
    _add_filters(command)


def _code_sheet(options: argparse.Namespace) -> int:
    snapshot = snapshots.open(options.store)
    made = queries.drawing.sheet(
        snapshot, _filters(options, snapshot), options.measure,
        n=options.n, n_coders=options.coders, seed=options.seed, width=options.width,
    )  # fmt: skip
    queries.drawing.keep(snapshot, made)
    for_coders = options.out / queries.drawing.FOR_CODERS
    there = sorted(name for name in made.files if (for_coders / name).exists() and made.design.sheet in name)
    if there:
        raise DataError(f"{for_coders / there[0]} is there already and may hold codes; choose another folder")
    for name, contents in queries.drawing.folders_of(made).items():
        with files.folder_at_once(options.out / name) as folder:
            for file, content in contents.items():
                (folder / file).write_bytes(content)
    print(made.sentence)
    print(
        f"{len(made.files)} files of sheet '{made.design.sheet}' in {for_coders}. Give each coder one sheet and "
        f"codebook.md; the key in {queries.drawing.FOR_ANALYST} tells where the texts come from: keep it to yourself."
    )
    return 0


def _add_code_read(commands: "argparse._SubParsersAction") -> None:
    text = "Read filled-in coding sheets back: agreement of the coders, and corrected comparisons from then on."
    command = _command(commands, "code-read", _code_read, text)
    command.add_argument("sheet", nargs="+", type=Path, help="filled-in sheets of one draw, in any of the formats")
    command.add_argument("--key", type=Path, help="key of the sheets; by default the one that the store kept")


def _code_read(options: argparse.Namespace) -> int:
    snapshot = snapshots.open(options.store)
    try:
        contents = {_named_apart(path, options.sheet): path.read_bytes() for path in options.sheet}
        key = options.key.read_text(encoding="utf-8") if options.key else None
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"a sheet or key cannot be read: {error}") from error
    read = queries.coding.read(snapshot, contents, key)
    print(f"{coded.on_coders(*read.agreement)} {coded.on_gone(read.n_gone)}".strip())
    print(_table(read.by_outlet))
    print(coded.on_accuracy(read.accuracy, read.p_accuracy))
    if len(read.disagreements):
        print(f"\n{prose.count(len(read.disagreements), 'unit')} to talk over, the widest apart first:")
        print(_table(read.disagreements.head(MOST_PRINTED)))
    return 0


def _named_apart(path: Path, paths: Sequence[Path]) -> str:
    """Name a sheet by its file, with its folder where coders gave back files of one name."""
    same = [other for other in paths if other.name == path.name]
    return path.name if len(same) == 1 else f"{path.resolve().parent.name}_{path.name}"


def _table(frame: pd.DataFrame) -> str:
    return frame.to_string(index=False, na_rep="", float_format=lambda value: f"{value:.2f}")


def _add_train_frames(commands: "argparse._SubParsersAction") -> None:
    command = _command(commands, "train-frames", _train_frames, "Train a frame on labelled sentences or articles.")
    command.add_argument("labels", type=Path, help="CSV: label, and text or article_id (with sentence); coder, outlet")
    command.add_argument("--name", required=True, help="name of the frame; 'yes' in the labels stands for it")


def _train_frames(options: argparse.Namespace) -> int:
    try:
        labels = queries.framing.labels_of(options.labels.read_bytes())
    except OSError as error:
        raise DataError(f"the labels {options.labels} cannot be read: {error.strerror}") from error
    with _progress() as progress:
        frame = pipeline.train_frames(labels, options.store, options.name, progress)
    figures = pd.DataFrame([vars(label) for label in frame.report.labels])
    print(figures.to_string(index=False, na_rep="", float_format=lambda value: f"{value:.2f}"))
    print(frame.report.sentence())
    print(f"kept in {options.store} as the measure trained:{options.name}")
    return 0


def _add_check(commands: "argparse._SubParsersAction") -> None:
    text = "Measure the tool on labelled data and hold each figure against its floor."
    command = _command(commands, "check", _check, text)
    command.set_defaults(store=None)
    command.add_argument(
        "--data", type=Path, default=Path("../shared/data"), help="folder of labelled data (default: %(default)s)"
    )
    command.add_argument("--only", action="append", default=[], metavar="GATE", help="only gates whose name starts so")
    command.add_argument("--update", action="store_true", help="pin the floors to these figures, upwards only")
    command.add_argument("--allow-regression", action="store_true", help="with --update: let floors go down too")


def _check(options: argparse.Namespace) -> int:
    if options.store is not None:
        return _check_store(options.store)
    results = _measured_gates(options)
    print(_gate_table(results))
    if options.update:
        gates.update([figure for figure, _ in results], options.data, allow_regression=options.allow_regression)
    fallen = [figure.name for figure, floor in results if floor is not None and not gates.holds(figure, floor)]
    if fallen and not options.update:
        print(f"below their floor: {', '.join(fallen)}")
        return EXIT_BELOW_FLOOR
    print(f"{len(results)} figures, none below its floor")
    return 0


def _measured_gates(options: argparse.Namespace) -> list[tuple[gates.Figure, float | None]]:
    import analysis.validation.all  # noqa: F401  (registers every gate; slow to import, needed here only)

    pinned = gates.floors()
    results = []
    for gate in gates.GATES.values():
        if options.only and not gate.name.startswith(tuple(options.only)):
            continue
        missing = gates.missing_data(gate, options.data)
        if missing:
            print(f"{gate.name}: not measured, {options.data} does not hold {', '.join(missing)}", file=sys.stderr)
            continue
        for figure in tqdm(gate.measure(options.data), desc=gate.name, unit=" figures", disable=None):
            results.append((figure, pinned.get(figure.name, {}).get("floor")))
    return results


def _gate_table(results: list[tuple[gates.Figure, float | None]]) -> str:
    rows = [
        {
            "figure": figure.name, "value": figure.value, "floor": floor, "must": figure.must, "aim": figure.aim,
            "better": figure.better, "n": figure.n, "unit": figure.unit,
        }
        for figure, floor in results
    ]  # fmt: skip
    return pd.DataFrame(rows).to_string(index=False, na_rep="", float_format=lambda value: f"{value:.4g}")


def _check_store(directory: Path) -> int:
    damaged = snapshots.open(directory).damaged_parts()
    if damaged:
        print(
            f"{len(damaged)} damaged parts in {directory}: {', '.join(damaged)}; build the store again from its sources"
        )
        return EXIT_BELOW_FLOOR
    print(f"all checksums of {directory} match")
    return 0


def _add_info(commands: "argparse._SubParsersAction") -> None:
    command = _command(commands, "info", _info, "Say what a store holds: counts, outlets, dates, versions.")
    command.add_argument("--history", action="store_true", help="list the snapshots that are kept")


def _info(options: argparse.Namespace) -> int:
    snapshot = snapshots.open(options.store)
    about = snapshot.about
    print(
        f"{options.store}: snapshot {about['snapshot']}, made {about['created_at']}, corpus {about['corpus_hash'][:16]}"
    )
    print("rows: " + ", ".join(f"{name} {count:,}" for name, count in about["counts"].items() if count))
    print(f"rejects: {_reasons(snapshot) or 'none'}")
    print(queries.overview.by_outlet(snapshot, Filters()).to_string(index=False, na_rep=""))
    print("settings: " + ", ".join(f"{name} {value}" for name, value in about["settings"].items()))
    print("versions: " + ", ".join(f"{name} {value}" for name, value in about["versions"].items()))
    if options.history:
        for manifest in snapshot.history():
            rows = sum(part.rows for part in manifest.parts.get("articles", ()))
            corpus = manifest.corpus_hash[:16]
            print(f"snapshot {manifest.snapshot}: {manifest.created_at}, {rows:,} articles, corpus {corpus}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
