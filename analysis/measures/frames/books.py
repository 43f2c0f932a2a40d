"""Codebooks: the frames that are looked for, their definitions, questions and seed words, one file each.

A codebook is a TOML or CSV file in ``data/frames`` or wherever a user keeps it; ``data/frames/README.md`` explains the
format. It is checked as a whole before anything is measured with it.
"""

import csv
import io
import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from analysis import assets
from analysis.errors import DataError
from analysis.measures.frames import background, seeds

FOLDER = "frames"
SUFFIXES = (".toml", ".csv")
MAX_FRAMES = 60
"""The policy frames are fourteen; a chart of outlets by frames is unreadable long before sixty."""
MAX_SEEDS = 5_000
"""All seeds of a codebook: ours have about 100 a frame. More is a dictionary, which hits something everywhere."""
MAX_BYTES = 2_000_000
MIN_SEEDS_TO_JUDGE = 10
MIN_KNOWN = 0.5
"""Share of a codebook's words that English news must know: ours have above .95, a list in German or French below .3."""


@dataclass(frozen=True)
class Frame:
    """Hold one frame: an aspect that a text may select and make salient.

    ``seeds`` are words and phrases that put it forward, ``excludes`` phrases in which a seed does not count.
    """

    name: str
    label: str
    definition: str
    question: str
    seeds: tuple[str, ...]
    excludes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Codebook:
    """Hold a codebook: its frames, and what must be cited with every figure made from it."""

    name: str
    version: str
    licence: str
    citation: str
    frames: tuple[Frame, ...]

    @property
    def key(self) -> str:
        """Name the codebook with its version, as the ``frames`` table does."""
        return f"{self.name} {self.version}"

    @property
    def names(self) -> list[str]:
        """List its frames in their order."""
        return [frame.name for frame in self.frames]

    def frame(self, name: str) -> Frame:
        """Look a frame up by its name."""
        found = next((frame for frame in self.frames if frame.name == name), None)
        if found is None:
            raise DataError(f"codebook '{self.name}' has no frame '{name}'; it has {', '.join(self.names)}")
        return found


def codebooks() -> list[str]:
    """List the codebooks in ``data/frames``, the shipped ones and those that a user added.

    Examples
    --------
    >>> {"generic", "policy", "summits"} <= set(codebooks())
    True
    """
    return sorted({name for suffix in SUFFIXES for name in assets.names(FOLDER, suffix)})


def codebook(name_or_path: str | Path) -> Codebook:
    """Read a codebook by its name in ``data/frames``, or from a TOML or CSV file by its path, and check it.

    Raises
    ------
    DataError
        With one sentence that names the file, the frame and the seed at fault.

    Examples
    --------
    >>> codebook("generic").names
    ['conflict', 'human_interest', 'economic', 'moral', 'responsibility', 'resolution']
    >>> codebook("generic").frame("horoscope")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    analysis.errors.DataError: codebook 'generic' has no frame 'horoscope'; it has conflict, ...
    """
    path = _place(name_or_path)
    return read(assets.text(path, MAX_BYTES), path)


@lru_cache(maxsize=32)
def read(text: str, file_name: str) -> Codebook:
    """Read a codebook from the text of a TOML or CSV file, and check it, once; see `codebook`."""
    stem = Path(file_name).stem
    content = _from_csv(text, stem) if file_name.endswith(".csv") else _from_toml(text, stem)
    try:
        return _checked(_built(content, stem))
    except DataError as error:
        raise DataError(f"codebook '{stem}': {error}") from error


def _place(name_or_path: str | Path) -> str:
    text = str(name_or_path)
    if not text.endswith(SUFFIXES):
        found = [f"{FOLDER}/{text}{suffix}" for suffix in SUFFIXES if text in assets.names(FOLDER, suffix)]
        if not found:
            known = ", ".join(codebooks())
            raise DataError(
                f"there is no codebook '{text}'; there are {known}, or give the path of a .toml or .csv file"
            )
        return found[0]
    return str(Path(text).resolve())


def _from_toml(text: str, stem: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"codebook '{stem}' is not valid TOML: {error}") from error


def _from_csv(text: str, stem: str) -> dict[str, Any]:
    """Read rows of ``frame``, ``seed`` and, where given, ``exclude``, ``label``, ``definition``, ``question``.

    Lines before the header that begin with # may give ``# version: 2``, ``# licence: ...`` and so on.
    """
    lines = text.splitlines()
    facts = dict(line[1:].split(":", 1) for line in lines if line.startswith("#") and ":" in line)
    rows = [line for line in lines if line.strip() and not line.startswith("#")]
    header = rows[0] if rows else ""
    reader = csv.DictReader(
        io.StringIO("\n".join(rows)), delimiter=";" if header.count(";") > header.count(",") else ","
    )
    if not {"frame", "seed"} <= set(reader.fieldnames or ()):
        raise DataError(f"codebook '{stem}' has the columns {header or 'none'}; 'frame' and 'seed' are needed")
    frames: dict[str, dict[str, Any]] = {}
    for row in reader:
        frame = frames.setdefault((row["frame"] or "").strip(), {"seeds": [], "excludes": []})
        frame["seeds"] += [row["seed"]] if (row["seed"] or "").strip() else []
        frame["excludes"] += [row["exclude"]] if (row.get("exclude") or "").strip() else []
        for field in ("label", "definition", "question"):
            frame[field] = frame.get(field) or row.get(field) or ""
    known = {key.strip().lower(): value.strip() for key, value in facts.items()}
    return {"name": stem, **known, "frames": [{"name": name, **frame} for name, frame in frames.items()]}


def _built(content: Mapping[str, Any], stem: str) -> Codebook:
    language = content.get("language", "en")
    if language != "en":
        raise DataError(f"its language is '{language}'; only English ('en') is measured")
    entries = content.get("frames")
    if not isinstance(entries, list) or not entries or not all(isinstance(entry, dict) for entry in entries):
        raise DataError("it has no frames; write each as [[frames]] with a name and seeds")
    if len(entries) > MAX_FRAMES:
        raise DataError(f"it has {len(entries)} frames; at most {MAX_FRAMES} are accepted")
    frames = tuple(_frame(entry, place) for place, entry in enumerate(entries, start=1))
    facts = {field: _text(content, field, "the codebook") for field in ("name", "version", "licence", "citation")}
    return Codebook(facts["name"] or stem, facts["version"] or "1", facts["licence"], facts["citation"], frames)


def _frame(entry: Mapping[str, Any], place: int) -> Frame:
    name = _text(entry, "name", f"frame {place}")
    if not name:
        raise DataError(f"frame {place} has no name")
    where = f"frame '{name}'"
    label = _text(entry, "label", where) or name.replace("_", " ").capitalize()
    phrases = {field: _phrases(entry, field, where) for field in ("seeds", "excludes")}
    if not phrases["seeds"]:
        raise DataError(f"{where} has no seeds; give at least one word or phrase that puts it forward")
    return Frame(name, label, _text(entry, "definition", where), _text(entry, "question", where), **phrases)


def _text(entry: Mapping[str, Any], field: str, where: str) -> str:
    value = entry.get(field, "")
    if not isinstance(value, str):
        raise DataError(f"'{field}' of {where} is {value!r}; it must be text in quotation marks")
    return " ".join(value.split())


def _phrases(entry: Mapping[str, Any], field: str, where: str) -> tuple[str, ...]:
    values = entry.get(field, [])
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise DataError(f"'{field}' of {where} must be a list of texts in quotation marks")
    if len(values) > MAX_SEEDS:
        raise DataError(f"{where} has {len(values):,} {field}; a codebook holds at most {MAX_SEEDS:,} in all")
    return tuple(dict.fromkeys(" ".join(value.split()) for value in values))


def _checked(book: Codebook) -> Codebook:
    twice = [name for name, count in Counter(book.names).items() if count > 1]
    if twice:
        raise DataError(f"frame '{twice[0]}' appears twice; merge the two or rename one")
    n_seeds = sum(len(frame.seeds) + len(frame.excludes) for frame in book.frames)
    if n_seeds > MAX_SEEDS:
        raise DataError(f"it has {n_seeds:,} seeds and exclusions; at most {MAX_SEEDS:,} are accepted")
    for frame in book.frames:
        _check_seeds(frame)
    _check_language(book)
    return book


def _check_seeds(frame: Frame) -> None:
    try:
        excluded = {seeds.pattern(phrase): phrase for phrase in frame.excludes}
        patterns = [(seeds.pattern(phrase), phrase) for phrase in frame.seeds]
    except DataError as error:
        raise DataError(f"frame '{frame.name}': {error}") from error
    never = next((phrase for pattern, phrase in patterns if pattern in excluded), None)
    if never:
        raise DataError(f"frame '{frame.name}': '{never}' is both a seed and an exclusion; it would never count")


def _check_language(book: Codebook) -> None:
    words = {slot for frame in book.frames for phrase in frame.seeds for slot in seeds.pattern(phrase)}
    words = {slot for slot in words if slot.kind != "expression"}
    if len(words) < MIN_SEEDS_TO_JUDGE:
        return
    n_known = sum(background.knows(slot) for slot in words)
    if n_known < MIN_KNOWN * len(words):
        raise DataError(
            f"only {n_known} of its {len(words)} different words occur in English news; only English is measured"
        )


@lru_cache(maxsize=32)
def matcher(book: Codebook) -> seeds.Matcher:
    """Make the matcher of a codebook, once."""
    return seeds.matcher((frame.seeds, frame.excludes) for frame in book.frames)
