"""The shipped tables and models: everything under ``data/`` and in packaged weights, read once and read-only.

Nothing is downloaded. What a table means is known by the module that uses it; this module only reads.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis.errors import DataError

if TYPE_CHECKING:
    from wordllama import WordLlamaInference

DATA = Path(__file__).resolve().parent.parent / "data"
"""The folder of reference tables, each with its origin and licence beside it."""


def names(folder: str, suffix: str) -> list[str]:
    """List the files of one kind in a folder of ``data/``, by their stems, in alphabetical order.

    Examples
    --------
    >>> names("no such folder", ".toml")
    []
    """
    return sorted(path.stem for path in (DATA / folder).glob(f"*{suffix}"))


@cache
def toml(name: str) -> dict[str, Any]:
    """Read a TOML file of ``data/``, for example ``frames/generic.toml``."""
    with _existing(name).open("rb") as file:
        try:
            return tomllib.load(file)
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise DataError(f"data/{name} is not valid TOML: {error}") from error


@cache
def words(name: str, section: str, *keys: str) -> frozenset[str]:
    """Read the words that stand under some keys of one section of a TOML file, written with spaces between them.

    Examples
    --------
    >>> sorted(words("voice.toml", "finite", "titling"))
    ['captioned', 'entitled', 'headlined', 'subtitled', 'titled']
    """
    listed = toml(name)[section]
    return frozenset(word for key in keys for word in listed[key].split())


@cache
def table(name: str) -> pd.DataFrame:
    """Read a CSV file of ``data/`` with every value as text and lines that start with # left out.

    The frame is shared by all callers: do not change it.
    """
    return pd.read_csv(_existing(name), dtype="str", keep_default_na=False, comment="#")


def text(name: str, most_bytes: int) -> str:
    """Read a text file of ``data/``, or one that a user brings by its full path, in UTF-8 and anew at every call.

    Raises
    ------
    DataError
        Where the file is missing, larger than ``most_bytes``, or not in UTF-8.
    """
    path = _existing(name)
    if path.stat().st_size > most_bytes:
        raise DataError(f"{path.name} has {path.stat().st_size:,} bytes; at most {most_bytes:,} are read")
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError(f"{path.name} is not a text file in UTF-8: {error.reason} at byte {error.start}") from error


def arrays(name: str, *keys: str) -> Mapping[str, np.ndarray]:
    """Read the arrays of an ``.npz`` file of ``data/``, or only some; pickled objects are refused.

    They are read anew at every call: whoever needs them often keeps what it makes of them.
    """
    with np.load(_existing(name), allow_pickle=False) as archive:
        loaded = {key: archive[key] for key in keys or archive.files}
    for array in loaded.values():
        array.flags.writeable = False
    return MappingProxyType(loaded)


@cache
def embedding() -> "WordLlamaInference":
    """Load the static word embedding that ships inside the wordllama package, without any network access."""
    import wordllama  # here, because it takes half a second that not every command needs

    return wordllama.WordLlama.load(cache_dir=Path(wordllama.__file__).parent, disable_download=True)


def _existing(name: str) -> Path:
    path = DATA / name
    if Path(name).is_absolute() and not path.is_file():
        raise DataError(f"there is no file {name}")
    if not path.is_file():
        raise DataError(f"data/{name} is missing; a complete copy of the project has it")
    return path
