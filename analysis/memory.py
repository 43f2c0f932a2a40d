"""Memory that a long-running process gives back to the system; nothing here changes what is computed."""

import ctypes
import gc
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

import pyarrow as pa

ARENAS = 2
"""Pools of memory that the C library keeps for threads. By default there are eight for every core, and a page runs each
visit in a thread of its own: after twenty visits of every view, 40,000 articles took 660 MB instead of 430."""

RETURNED_BYTES = 1_000_000
"""From this many free bytes on, memory at the end of the heap goes back to the system."""

_M_TRIM_THRESHOLD, _M_ARENA_MAX = -1, -8
"""Numbers of glibc's `mallopt`, see malloc.h."""


def return_memory() -> None:
    """Let a server that runs for days give back the memory that a visit needed, where the system allows to ask for it.

    Changes nothing that is computed. Arrow takes its memory from the C library too, because its own pool keeps it.
    """
    pa.set_memory_pool(pa.system_memory_pool())
    if library := _glibc():
        library.mallopt(_M_ARENA_MAX, ARENAS)
        library.mallopt(_M_TRIM_THRESHOLD, RETURNED_BYTES)
    trim_memory()


LARGE_CORPUS = 5_000
"""Articles from which on models that only measuring needs make room for grouping; loading them again takes a second."""


def make_room(n_articles: int, forget: Iterable[Callable[[], None]]) -> None:
    """Return back the memory that measuring needed; of a large corpus the models too, 110 MB, which know how to go."""
    for model in forget if n_articles >= LARGE_CORPUS else ():
        model()
    return_memory()


def trim_memory() -> None:
    """Return free memory back to the system now, after work that needed much of it; takes milliseconds."""
    pa.default_memory_pool().release_unused()
    if library := _glibc():
        library.malloc_trim(0)


def settle_objects() -> None:
    """Leave all objects that live now, mostly modules and classes, out of later searches for garbage.

    Among 170,000 of them a full search takes 0.1 s, and it falls into the middle of somebody's visit. Objects are still
    freed when nobody refers to them; what refers to itself and is dropped later stays.
    """
    gc.collect()
    gc.freeze()


NEW_OBJECTS = 200_000
"""New objects from which on Python searches for garbage while a corpus is measured, 700 otherwise. Measuring makes
lists by the million and hardly one that refers to itself: searches took a tenth of its time and found six objects, and
still a twenty-fifth of it where they came every 20,000."""


@contextmanager
def searched_seldom() -> Iterator[None]:
    """Search for garbage only every `NEW_OBJECTS`, for as long as the context lasts."""
    before = gc.get_threshold()
    search_seldom()
    try:
        yield
    finally:
        gc.set_threshold(*before)


def search_seldom() -> None:
    """Search for garbage only every `NEW_OBJECTS` from now on: for processes that measure until they end."""
    gc.set_threshold(NEW_OBJECTS, *gc.get_threshold()[1:])


def _glibc() -> ctypes.CDLL | None:
    """Find the C library where it is glibc; others have no arenas."""
    if sys.platform != "linux":
        return None
    library = ctypes.CDLL(None)
    return library if hasattr(library, "malloc_trim") and hasattr(library, "mallopt") else None
