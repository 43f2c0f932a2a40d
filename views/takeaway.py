"""The contents of downloads: written when the button is clicked, not before.

A button's content is made outside the visitor's session, so everything it needs is an argument.
"""

import io
from collections.abc import Iterator

import pandas as pd

from analysis import listings, questions, schema
from analysis.presentation import charts, export, prose, report
from analysis.presentation.report import Section
from analysis.settings import Filters
from analysis.store import Snapshot
from views import page, panels

TONES = ("tone_own", "tone_attributed", "tone_title")


def names() -> list[str]:
    """List the tables that an export holds."""
    return [name for name, table in schema.TABLES.items() if table.exported]


def described(name: str) -> str:
    """Say what a row of a table is."""
    return f"{name}: one row is {schema.TABLES[name].row}"


def table(snapshot: Snapshot, filters: Filters, name: str) -> bytes:
    """Write one table as CSV."""
    return export.csv(next(frame for key, frame in questions.exported(snapshot, filters) if key == name))


def everything(snapshot: Snapshot, filters: Filters, link: str, *, with_text: bool) -> io.BytesIO:
    """Write all tables, the report and the passport into one zip."""
    counts: dict[str, int] = {}

    def counted() -> Iterator[tuple[str, pd.DataFrame]]:
        for name, frame in questions.exported(snapshot, filters, with_text=with_text):
            counts[name] = len(frame)
            yield name, frame

    file = io.BytesIO()
    written = html_report(snapshot, filters, link)
    about = {**questions.passport(snapshot, filters, counts), "link": link}
    export.write_zip(file, counted(), about, {"report.html": written})
    file.seek(0)
    return file


def html_report(snapshot: Snapshot, filters: Filters, link: str) -> bytes:
    """Write the offline report: what is there, who reported what, tone, frames and voices."""
    sections = [
        _overview(snapshot, filters),
        _events(snapshot, filters),
        *_compared(snapshot, filters),
        _voices(snapshot, filters),
    ]
    about = {**questions.passport(snapshot, filters, {}), "link": link}
    return report.page("Parallax: how the outlets cover the same events", sections, about).encode()


def _overview(snapshot: Snapshot, filters: Filters) -> Section:
    by_outlet = listings.by_outlet(snapshot, filters)
    by_period, unit = listings.by_period(snapshot, filters)
    drawn = [charts.articles_by_outlet(by_outlet)]
    if len(by_period):
        drawn.append(charts.articles_over_time(by_period, unit=unit))
    return Section(
        "What is in this corpus, and can it be compared?",
        prose.on_overview(listings.overview(snapshot, filters)),
        figures=drawn,
        tables={"Articles by outlet": by_outlet},
    )


def _events(snapshot: Snapshot, filters: Filters) -> Section:
    events = listings.events(snapshot, filters)
    shared = events[events["n_outlets"] > 1]
    columns = ["label", "first_at", "n_articles", "n_outlets", "outlets", "first_outlet"]
    return Section(
        "Which events did two or more outlets cover?",
        f"{prose.count(len(shared), 'event')} of those listed {'is' if len(shared) == 1 else 'are'} covered by two "
        "or more.",
        tables={"Events": events[columns]},
    )


def _compared(snapshot: Snapshot, filters: Filters) -> Iterator[Section]:
    held = listings.measured(snapshot)
    for name in [name for name in held if name in TONES or name.startswith("frame:")]:
        whole = panels.overall(questions.estimates(snapshot, filters, (name,)))
        meant = page.meant(name)
        values = whole[(whole["component"] == "value") & whole["estimate"].notna()]
        differences = whole[whole["component"] == "difference"]
        told = differences[differences["verdict"] == "estimate"]
        drawn = [charts.values_by_outlet(values, title=meant.label.capitalize())] if len(values) else []
        if len(told):
            drawn.append(charts.differences(told.head(40), title=f"Differences on the same events: {meant.label}"))
        columns = ["outlet", "reference", "estimate", "low", "high", "q", "chance", "n_events", "n_articles", "reason"]
        yield Section(
            f"Do the outlets differ in {meant.label}?",
            prose.on_differences(differences, meant.label),
            made=f"{meant.meaning}. Higher: {meant.higher_means}. {panels.MADE_DIFFERENCES}",
            figures=drawn,
            tables={"Differences": differences[columns]} if len(differences) else {},
        )


def _voices(snapshot: Snapshot, filters: Filters) -> Section:
    shares = listings.voice_shares(snapshot, filters)
    drawn = [charts.voices(shares)] if len(shares) else []
    return Section("Whose words does the reader get?", prose.on_voices(shares), figures=drawn)
