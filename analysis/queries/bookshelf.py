"""Which codebook a measure of frames is about: the store's own, another that is shipped, or one that was brought."""

from analysis.measures.frames import beside, books
from analysis.store.snapshots import Snapshot


def book_of(snapshot: Snapshot, measure: str) -> tuple[books.Codebook, str]:
    """Find the codebook and the frame that a measure is about."""
    name, _, frame = measure.partition(":")[2].partition("/")
    if not measure.startswith(("book:", "book_own:")):
        return books.codebook(snapshot.settings.codebook), measure.partition(":")[2]
    own = beside.from_table(snapshot.table("codebooks", where={"name": [name]}))
    return (own[0] if own else books.codebook(name)), frame
