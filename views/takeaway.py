"""The contents of downloads: written when the button is clicked, not before.

A button's content is made outside the visitor's session, so everything it needs is an argument.
"""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import pandas as pd

from analysis import queries
from analysis.presentation import export, glossary, prose, report, validity
from analysis.presentation.report import Section
from views import page, sections, whose
from views.wanted import Wanted, file_name


def described(name: str) -> str:
    """Say what a row of a table is."""
    return f"{name}: one row is {queries.export.row_of(name)}"


def table(wanted: Wanted, name: str) -> bytes:
    """Write one table."""
    rows = queries.export.table(wanted.snapshot, wanted.filters, name, with_text=wanted.with_text)
    return export.table(rows, wanted.form)


def passport(wanted: Wanted, rows: dict[str, int], methods: dict[str, str] | None = None) -> dict[str, object]:
    """Say what a download rests on."""
    about = queries.export.provenance(wanted.snapshot, wanted.filters, rows)
    told = {"methods": methods} if methods else {}
    return {**about, **told, "taken_at": wanted.taken_at, "link": wanted.link}


def about_table(wanted: Wanted, name: str) -> bytes:
    """Write the passport of one table."""
    n_rows = len(queries.export.table(wanted.snapshot, wanted.filters, name))
    return export.about_json(passport(wanted, {name: n_rows}, {name: described(name)}))


def everything(wanted: Wanted) -> bytes:
    """Write all tables, the report with its figures, the methods and the passport into one zip.

    It grows on disk, in a file without a name, and lies in memory only when nothing else does.
    """
    rows: dict[str, int] = {}
    made: dict[str, pd.DataFrame] = {}

    def counted() -> Iterator[tuple[str, pd.DataFrame]]:
        for name, frame in queries.export.tables(wanted.snapshot, wanted.filters, with_text=wanted.with_text):
            rows[name] = len(frame)
            if name in _WORKED_OUT:
                made[name] = _WORKED_OUT[name](frame)
            yield name, frame
            del frame  # or it would lie beside the next one while that is made

    def extras() -> Iterator[tuple[str, bytes]]:
        parts = sections.chosen(replace(wanted, made=made))
        methods = {part.question: part.made for part in parts if part.made}
        about = passport(wanted, rows, methods)
        yield "report.html", report.page(TITLE, parts, about, page.HEADINGS, _front(wanted)).encode()
        yield from _figures(parts)
        yield from _validity_sheets(parts)
        yield "methods.md", _methods_as_text().encode()
        credits = sections.credits_of(wanted)
        if len(credits):
            yield "attributions.csv", export.csv(credits)
        yield "about.json", export.about_json(about)

    with tempfile.TemporaryFile() as file:
        export.write_zip(file, counted(), extras(), form=wanted.form)
        queries.export.trim_memory()
        file.seek(0)
        return file.read()


_WORKED_OUT: dict[str, Callable[[pd.DataFrame], pd.DataFrame]] = {
    "keyness": lambda rows: rows,
    "estimates": lambda rows: queries.measures.overall(
        rows[rows["component"].isin(["value", "difference", "corrected"])]
    ),
}
"""Tables that are worked out for a download and not read, with what the report shows of them."""


TITLE = "Parallax: how the outlets cover the same events"


def html_report(wanted: Wanted) -> bytes:
    """Write the offline report of the views that were chosen."""
    parts = sections.chosen(wanted)
    methods = {part.question: part.made for part in parts if part.made}
    return report.page(TITLE, parts, passport(wanted, {}, methods), page.HEADINGS, _front(wanted)).encode()


def _front(wanted: Wanted) -> dict[str, str]:
    """Say on the first page what the report rests on."""
    counts = queries.overview.counts(wanted.snapshot, wanted.filters)
    line, taken = wanted.filters.storyline, pd.Timestamp(wanted.taken_at)
    return {
        "Outlets": prose.joined(
            wanted.theme.in_order(wanted.filters.outlets or queries.overview.outlets(wanted.snapshot)), 12
        ),
        "Days": prose.when(counts["first_at"], counts["last_at"]),
        "Focus outlet": wanted.focus or "",
        "Whose words": whose.NAMES[wanted.voice].lower(),
        "Storyline": queries.events.storyline_name(wanted.snapshot, line) if line else "",
        "Articles": f"{counts['n_articles']:,} of {counts['n_all']:,}",
        "Made": f"{prose.when(taken, taken)}, {taken:%H:%M} UTC",
        "Link": wanted.link,
    }


def _figures(parts: Sequence[Section]) -> Iterator[tuple[str, bytes]]:
    """Give each figure as a page of its own and its rows under the same name; all pages share one program."""
    drawn = [(section, figure) for section in parts for figure in section.figures]
    if drawn:
        yield "charts/plotly.min.js", report.program().encode()
    for number, (section, figure) in enumerate(drawn, start=1):
        name = f"charts/{number:02d}_{figure.name}"
        yield f"{name}.html", report.figure_page(section, figure.figure).encode()
        yield f"{name}.csv", export.csv(figure.rows)
    for number, section in enumerate(parts, start=1):
        for caption, rows in section.tables.items():
            yield f"report_tables/{number:02d}_{file_name(caption)}.csv", export.csv(rows)


def _methods_as_text() -> str:
    parts = [f"# How each number is made\n\n{sections.NOBODY_CHECKED}"]
    parts += [f"## {heading}\n\n{text}" for heading, text in glossary.METHODS.items()]
    meant = queries.methods.measures().to_dict("records")
    lines = [
        f"- {row['measure']} ({row['unit']}): {row['how it is made']}. Higher: {row['higher means']}." for row in meant
    ]
    words = [f"- {word}: {meaning}" for word, meaning in glossary.TERMS.items()]
    figures = [f"- {row['figure']}: {row['measured']:.4g} (n {row['n']:,}, {row['unit']})"
               for row in queries.methods.quality_figures().to_dict("records")]  # fmt: skip
    for heading, listed in (
        ("The measures", lines),
        ("Words used here", words),
        ("Measured on labelled data", figures),
    ):
        parts.append("\n".join([f"## {heading}\n", *listed]))
    return "\n\n".join(parts) + "\n"


def _validity_sheets(parts: Sequence[Section]) -> Iterator[tuple[str, bytes]]:
    """Give the validity sheets of a report's sections as Markdown."""
    for section in parts:
        begin = "Validity, "
        answers = {name.removeprefix(begin).capitalize(): rows for name, rows in section.tables.items()
                 if name.startswith(begin)}  # fmt: skip
        if answers:
            title = str(answers["Substantive"]["answer"].iloc[0])
            text = validity.as_markdown(f"Validity of {title}", answers)
            yield f"validity/{file_name(title)}.md", text.encode()
