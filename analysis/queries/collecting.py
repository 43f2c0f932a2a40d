"""Collecting from the page: whom to ask, what would be fetched, a run that goes on by itself, what has come."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from analysis.corpus import collected
from analysis.errors import DataError
from analysis.progress import Progress
from analysis.store.snapshots import Snapshot

if TYPE_CHECKING:  # a page that opens tells what has come, and asks for nothing
    from analysis.collect.plan import Wanted

__all__ = ["Wanted"]

REQUEST = ".json"
"""Ending of the file beside a collected folder that holds what the page was asked to collect."""


def outlets() -> dict[str, int]:
    """Name the registered outlets, each with how many feeds and sitemaps of it are known, those with some first."""
    from analysis.corpus import outlets as register

    known = {one.name: len(one.feeds) + len(one.sitemaps) for one in register.OUTLETS.values()}
    return dict(sorted(known.items(), key=lambda pair: (not pair[1], pair[0].casefold())))


def seen(folder: Path) -> dict[str, Path]:
    """List the collections in a folder by their names."""
    return {path.stem: path.with_suffix("") for path in sorted(folder.glob(f"*{REQUEST}"))}


def remember(wanted: "Wanted", folder: Path) -> None:
    """Keep beside a collection what is wanted, so that it can go on after the page was closed."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    told = json.dumps(asdict(wanted), ensure_ascii=False, indent=1)
    folder.with_name(folder.name + REQUEST).write_text(told, encoding="utf-8")


def remembered(folder: Path) -> "Wanted":
    """Read what a collection is to hold.

    Raises
    ------
    DataError
        Where the file is damaged.
    """
    from analysis.collect.plan import Wanted

    path = folder.with_name(folder.name + REQUEST)
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        values: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in told.items()}
        return Wanted(**values)
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise DataError(f"{path} is damaged ({error}); delete it and start the collection again") from error


class Plan(NamedTuple):
    """What a run would fetch: sentences, and a table of ``outlet`` and ``n_pages``."""

    sentences: list[str]
    by_outlet: pd.DataFrame
    n_pages: int


def planned(wanted: "Wanted", folder: Path, progress: Progress) -> Plan:
    """Say what a run would fetch and how long it takes; nothing is asked but robots.txt and feeds."""
    from analysis.collect import collecting, telling  # clients and records: a fifth of what a page loads

    summary = collecting.planned(wanted, folder, progress=progress)
    counts = pd.DataFrame(summary.by_outlet.most_common(), columns=["outlet", "n_pages"])
    return Plan(_sentences(telling.lines_of_plan(summary, wanted)), counts, summary.by_host.total())


def _sentences(lines: list[str]) -> list[str]:
    """Write lines as sentences.

    Examples
    --------
    >>> _sentences(["3 pages listed", "a.org was left alone: it refuses."])
    ['3 pages listed.', 'A.org was left alone: it refuses.']
    """
    return [line[:1].upper() + line[1:] + "." * (not line.endswith(".")) for line in lines]


class BackgroundRun:
    """A run that goes on while the page is used, in a thread of its own; whoever holds it can watch and stop it.

    Parameters
    ----------
    wanted : Wanted
        What is collected.
    folder : Path
        Where to.
    """

    def __init__(self, wanted: "Wanted", folder: Path) -> None:
        from analysis.collect.collecting import Access

        self._access = Access()
        self.stage, self.done, self.text = "starting", 0.0, ""
        self.outcome: list[str] = []
        self._thread = threading.Thread(target=self._collect, args=(wanted, folder), daemon=True)
        self._thread.start()

    def _collect(self, wanted: "Wanted", folder: Path) -> None:
        from analysis.collect import collecting, telling

        try:
            summary = collecting.collect(wanted, folder, self._access, self._tell)
            self.outcome = _sentences(telling.of_run(summary, wanted).splitlines())
        except collecting.StoppedError:
            self.outcome = ["Stopped. What was fetched is kept, and the collection can be continued."]
        except DataError as error:
            self.outcome = _sentences([str(error)])

    def _tell(self, stage: str, done: float, text: str) -> None:
        self.stage, self.done, self.text = stage, done, text

    @property
    def is_going(self) -> bool:
        """Return whether it has not ended."""
        return self._thread.is_alive()

    def stop(self) -> None:
        """End the run after the answer that is on its way."""
        self._access.stop.set()

    def wait(self) -> None:
        """Wait until it has ended."""
        self._thread.join()


def is_unfinished(folder: Path) -> bool:
    """Return whether the last run into a folder did not come to its end."""
    n_finished = sum(1 for _ in _lines(folder / collected.RUNS))
    return any(line.get("run", 0) > n_finished for line in _lines(folder / collected.RECORD))


def n_fetched(folder: Path) -> int:
    """Count the pages that a collected folder holds."""
    return sum(_is_fetched(line) for line in _lines(folder / collected.RECORD))


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    from analysis.collect import record

    return record.read_lines(path)


def _is_fetched(line: Mapping[str, Any]) -> bool:
    return line.get("kind") == "page" and line.get("outcome") == "fetched"


def read_before(snapshot: Snapshot) -> dict[Path, int]:
    """Return the collected folders that a corpus was built from, each with how many pages it held when it was read."""
    rows = snapshot.table("notes", columns=["origin", "note"], where={"topic": [collected.COLLECTED]})
    held: dict[Path, int] = {}
    for origin, note in zip(rows["origin"], rows["note"], strict=True):
        folder = Path(origin).resolve().parent
        held[folder] = max(held.get(folder, 0), int(note.partition(" ")[0]))
    return {folder: n for folder, n in held.items() if (folder / collected.RECORD).is_file()}


Counted = Callable[[Path], int]


def arrived_since(held: Mapping[Path, int], count: Counted = n_fetched) -> dict[Path, int]:
    """Return the collected folders that hold more pages than a corpus has read, each with how many more."""
    more = {folder: count(folder) - n for folder, n in held.items()}
    return {folder: n for folder, n in more.items() if n > 0}


def size(folder: Path) -> int:
    """Return the size of a folder's record: where it is the same, nothing has come."""
    path = folder / collected.RECORD
    return path.stat().st_size if path.exists() else 0


def wanted_of(names: tuple[str, ...], query: str, first: str, last: str, limit: int | None, contact: str) -> "Wanted":
    """Write what the page asks for; words that are empty choose nothing out.

    Raises
    ------
    DataError
        Where it cannot be asked for, see `plan.Wanted`, or nobody could be reached about it.
    """
    from analysis.collect.plan import Wanted

    if not contact.strip():
        raise DataError("say how sites can reach you: an e-mail address or a page, which every site sees")
    return Wanted(
        outlets=names, query=query.strip() or None, first=first, last=last, limit=limit, contact=contact.strip()
    )
