"""The commands that write every table and that compare an outlet with others."""

import argparse
import difflib
from collections.abc import Sequence

import pandas as pd

from analysis import queries
from analysis.commands import common
from analysis.comparison import contrasts
from analysis.errors import DataError
from analysis.measures import summary
from analysis.presentation import coded, export, findings, prose
from analysis.settings import Filters
from analysis.store import files, snapshots


def add_export(commands: "argparse._SubParsersAction") -> None:
    """Add ``export``."""
    command = common.command(commands, "export", _export, "Write every table as one file, with about.json.")
    command.add_argument("--out", type=common.path, required=True, help="folder to write to; created if missing")
    command.add_argument(
        "--format", choices=("csv", "parquet"), default="csv", help="form of the tables (default: %(default)s)"
    )
    command.add_argument("--with-text", action="store_true", help="also write the articles' bodies")
    common.add_filters(command)


def _export(options: argparse.Namespace) -> int:
    snapshot = snapshots.open(options.store)
    filters = common.filters(options, snapshot)
    counts = {}
    with files.folder_at_once(options.out) as folder:
        for name, frame in queries.export.tables(snapshot, filters, with_text=options.with_text):
            common.write(frame, folder / f"{name}.{options.format}")
            counts[name] = len(frame)
        about = queries.export.provenance(snapshot, filters, counts)
        (folder / "about.json").write_bytes(export.about_json(about))
    print(f"{len(counts)} tables with {sum(counts.values()):,} rows and about.json in {options.out}")
    return 0


def add_compare(commands: "argparse._SubParsersAction") -> None:
    """Add ``compare``."""
    command = common.command(commands, "compare", _compare, "Compare an outlet with others on the events they share.")
    command.add_argument("--target", required=True, metavar="OUTLET", help="the outlet under study")
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
    command.add_argument(
        "--control", action="store_true", help="also compare random halves of the target with each other"
    )
    command.add_argument("--out", type=common.path, help="folder for estimates.csv and keyness.csv")
    common.add_filters(command)


def _compare(options: argparse.Namespace) -> int:
    snapshot = snapshots.open(options.store)
    filters = common.filters(options, snapshot)
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
    print(_measures_sentence(found, options.reference))
    print(_checked_sentence(snapshot, found), end="")
    compared = (options.target, *options.reference) if options.reference else ()
    if kinds_of_text := queries.genre.caution(snapshot, filters, compared):
        print(f"\n{kinds_of_text}")
    print(f"\n{_words_sentence(words, options.target, against, 'q' if options.measure else 'q_all')}")
    if options.control:
        print(f"\n{queries.words.control(snapshot, filters, options.target)}")
    if options.out:
        with files.folder_at_once(options.out) as folder:
            common.write(found, folder / "estimates.csv")
            common.write(words, folder / "keyness.csv")
        print(f"\nestimates.csv ({len(found):,} rows) and keyness.csv ({len(words):,} rows) in {options.out}")
    return 0


def _measures(options: argparse.Namespace, snapshot: snapshots.Snapshot) -> list[str] | None:
    """Return the measures that were asked for, all of which the store must hold; none where none were."""
    known = queries.measures.names(snapshot)
    for name in options.measure:
        if name not in known:
            near = difflib.get_close_matches(name, known, 3, 0.5) or [other for other in known if ":" not in other]
            raise DataError(f"the store has no measure '{name}'; it has {', '.join(near)} and others")
    return options.measure or None


def _measures_sentence(found: pd.DataFrame, references: Sequence[str]) -> str:
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
    table = findings.table_of_differences(known)
    told = table.head(common.MAX_PRINTED).to_string(index=False, na_rep="", float_format=lambda value: f"{value:.3f}")
    n_more = len(table) - common.MAX_PRINTED
    more = (
        [f"… and {prose.count(n_more, 'difference')} less clear, all in the file that --out writes"]
        if n_more > 0
        else []
    )
    reasons = main["reason"].dropna().unique() if len(names) == 1 else findings.not_tested(known)
    which_q = [findings.WHICH_Q] if known["q"].notna().any() else []
    return "\n".join([*answers, "", told, *more, "", *(f"- {reason}" for reason in reasons[:MAX_REASONS]), *which_q])


MAX_REASONS = 3
"""Reasons printed; the file has that of each difference."""


def _checked_sentence(snapshot: snapshots.Snapshot, found: pd.DataFrame) -> str:
    """Say of each measure that people coded how well they agree, and put the corrected figures beside the machine's."""
    told = []
    for name, rows in found.groupby(found["measure"].astype("str"), sort=False):
        read = queries.coding.coded_so_far(snapshot, str(name))
        if read is not None:
            table = queries.coding.side_by_side(rows)
            told.append(
                f"\nChecked by people: {queries.methods.meant(str(name)).label}. {coded.on_coders(*read.agreement)} "
                f"{coded.on_corrected(table)}\n{common.table(table)}\n"
                f"{coded.on_accuracy(read.accuracy, read.p_accuracy)}\n"
            )
    return "".join(told)


def _words_sentence(words: pd.DataFrame, target: str, against: str, by: str) -> str:
    words = queries.words.as_written(words)
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
    top = findings.leading(words, by)[columns].head(common.MAX_PRINTED)
    return f"{answer}\n\n{top.to_string(index=False, na_rep='', float_format=lambda value: f'{value:.3f}')}"
