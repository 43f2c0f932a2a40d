"""What a first cleaning gave, kept until it is known what recurs: most articles then need no second one."""

import pickle
from collections.abc import Iterable, Iterator
from typing import IO, NamedTuple

import pandas as pd
import pyarrow as pa

from analysis.corpus import assemble
from analysis.corpus.batches import Made, Read, assembled, made_of, with_texts


class Cleaned(NamedTuple):
    """What a first cleaning gives: ``bodies`` to learn from, and ``packed``, all of it to go on from."""

    bodies: pd.DataFrame
    packed: bytes


def cleaned(items: list[Read], context: assemble.Context) -> Cleaned:
    """Clean raw items before anything is learnt: id, outlet, headline and body of articles, and all of it.

    An article that is read twice stands there twice. Can run anywhere: no file is touched.
    """
    items = list(with_texts(items))
    made = assembled(items, context)
    columns = ["article_id", "outlet", "title", "body"]
    rows = [[one.row[column] for column in columns] for one in made if isinstance(one, assemble.Article)]
    content = pickle.dumps((items, made), protocol=pickle.HIGHEST_PROTOCOL)
    packed = len(content).to_bytes(_LENGTH) + pa.compress(content, codec=_CODEC, asbytes=True)
    return Cleaned(pd.DataFrame(rows, columns=columns), packed)


_LENGTH = 8
"""Bytes that tell how long a content is when it is unpacked."""

_CODEC = "lz4"
"""Writes half as much, at a hundredth of what cleaning costs."""


def again(packed: bytes, context: assemble.Context) -> list[Made]:
    """Make articles of the items of a first cleaning: those of outlets of which something was learnt are cleaned anew.

    What was no article is looked at anew too, where anything was learnt. Gives what `assembled` gives.
    """
    size = int.from_bytes(packed[:_LENGTH])
    items, made = pickle.loads(pa.decompress(packed[_LENGTH:], decompressed_size=size, codec=_CODEC))
    return [made_of(item, context) if _may_change(one, context) else one for item, one in zip(items, made, strict=True)]


def _may_change(made: Made, context: assemble.Context) -> bool:
    if isinstance(made, assemble.Article):
        return made.row["outlet"] in context.learnt
    return bool(context.learnt)


class Kept:
    """Packed batches in a temporary file, in their order.

    Parameters
    ----------
    file : binary file
        Open for writing and reading; whoever opened it closes it.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._sizes: list[int] = []

    def bodies(self, batches: Iterable[Cleaned]) -> Iterator[pd.DataFrame]:
        """Keep what is packed of batches, and hand on their bodies."""
        for batch in batches:
            self._sizes.append(self._file.write(batch.packed))
            yield batch.bodies

    def __len__(self) -> int:
        return len(self._sizes)

    def __iter__(self) -> Iterator[bytes]:
        self._file.seek(0)
        yield from map(self._file.read, self._sizes)
