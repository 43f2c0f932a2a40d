"""The commands that have people code articles, read their codes back and train a frame on labels."""

import argparse
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from analysis import queries
from analysis.commands import common
from analysis.errors import DataError
from analysis.presentation import coded, prose
from analysis.store import files, shared, snapshots


def add_code_sheet(commands: "argparse._SubParsersAction") -> None:
    """Add ``code-sheet``."""
    text = "Draw comparable articles for people to code, and write blind coding sheets."
    command = common.command(commands, "code-sheet", _code_sheet, text)
    command.add_argument("--measure", help="measure to check, for example tone_own or frame:conflict")
    command.add_argument(
        "--unit", default="articles", help=f"what is coded: articles (default), {', '.join(queries.units.NAMES)}"
    )
    size = command.add_mutually_exclusive_group()
    size.add_argument("--n", type=int, default=queries.drawing.N_UNITS, help="how many to draw (default: %(default)s)")
    size.add_argument("--width", type=float, help="draw enough for a corrected interval of this width")
    command.add_argument(
        "--coders",
        type=int,
        default=queries.drawing.N_CODERS,
        help="how many people each code all of it (default: %(default)s)",
    )
    command.add_argument("--seed", type=int, default=1, help="seed of the draw (default: %(default)s)")
    command.add_argument("--out", type=Path, required=True, help="folder to write to; created if missing")
    common.add_filters(command)


def _measure(options: argparse.Namespace) -> str:
    if options.unit != "articles":
        return queries.units.measure_of(options.unit, options.measure)
    if not options.measure:
        raise DataError("say what to check: give --measure, or --unit with what is coded")
    return str(options.measure)


def _code_sheet(options: argparse.Namespace) -> int:
    snapshot = snapshots.open(options.store)
    made = queries.drawing.sheet(
        snapshot, common.filters(options, snapshot), _measure(options),
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
        f"codebook.md; the key in {queries.drawing.FOR_ANALYST} says where the texts come from: keep it to yourself."
    )
    return 0


def add_code_read(commands: "argparse._SubParsersAction") -> None:
    """Add ``code-read``."""
    text = "Read filled-in coding sheets: report the coders' agreement and correct comparisons from then on."
    command = common.command(commands, "code-read", _code_read, text)
    command.add_argument("sheet", nargs="+", type=Path, help="filled-in sheets of one draw, in any of the formats")
    command.add_argument("--key", type=Path, help="key of the sheets (default: the one kept in the store)")


def _code_read(options: argparse.Namespace) -> int:
    snapshot = snapshots.open(options.store)
    try:
        contents = {_named_apart(path, options.sheet): path.read_bytes() for path in options.sheet}
        key = options.key.read_text(encoding="utf-8") if options.key else None
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"a sheet or key cannot be read: {error}") from error
    read = queries.coding.read(snapshot, contents, key)
    print(f"{coded.on_coders(*read.agreement)} {coded.on_gone(read.n_gone)}".strip())
    print(common.table(read.by_outlet))
    print(coded.on_accuracy(read.accuracy, read.p_accuracy))
    print(common.table(read.accuracy))
    if len(read.disagreements):
        print(f"\n{prose.count(len(read.disagreements), 'unit')} to discuss, the largest disagreement first:")
        print(common.table(read.disagreements.head(common.MAX_PRINTED)))
    return 0


def _named_apart(path: Path, paths: Sequence[Path]) -> str:
    """Name a sheet by its file, with its folder where coders gave back files of one name."""
    same = [other for other in paths if other.name == path.name]
    return path.name if len(same) == 1 else f"{path.resolve().parent.name}_{path.name}"


def add_train_frames(commands: "argparse._SubParsersAction") -> None:
    """Add ``train-frames``."""
    command = common.command(
        commands, "train-frames", _train_frames, "Train a frame on labelled sentences or articles."
    )
    given = command.add_mutually_exclusive_group(required=True)
    given.add_argument(
        "labels",
        type=Path,
        nargs="?",
        help="CSV with label and text or article_id; optionally sentence, coder and outlet",
    )
    given.add_argument("--coded", metavar="MEASURE", help="learn from what people coded, for example frame:conflict")
    command.add_argument("--name", required=True, help="name of the frame; the label 'yes' means that it is there")


def _labels(options: argparse.Namespace) -> pd.DataFrame:
    if options.coded:
        return queries.coding.labels_of(snapshots.open(options.store), options.coded)
    try:
        return queries.own_frames.labels_of(options.labels.read_bytes())
    except OSError as error:
        raise DataError(f"the labels {options.labels} cannot be read: {error.strerror}") from error


def _train_frames(options: argparse.Namespace) -> int:
    labels = _labels(options)
    with common.progress() as progress:
        frame = queries.own_frames.train(labels, options.store, options.name, progress, origin=options.coded or "")
    figures = pd.DataFrame([vars(label) for label in frame.report.labels])
    print(figures.to_string(index=False, na_rep="", float_format=lambda value: f"{value:.2f}"))
    print(frame.report.sentence())
    print(f"kept in {shared.name_of(options.store)} as the measure trained:{options.name}")
    return 0
