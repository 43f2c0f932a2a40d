"""The page inside a piece of Common Crawl's files: one compressed WARC record."""

import io
import zlib
from dataclasses import replace

from warcio.exceptions import ArchiveLoadFailed

from analysis.collect.client import Answer, Limits
from analysis.corpus.records import first_of


def inner(answer: Answer, limits: Limits | None = None) -> Answer:
    """Return the answer that a record holds; one that holds none is a failure with its reason."""
    most = (limits or Limits()).unpacked_bytes
    try:
        unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
        plain = unpacker.decompress(answer.body, most)
        if unpacker.unconsumed_tail:
            return replace(answer, outcome="too large", error=f"more than {most / 2**20:,.0f} MB unpacked", body=b"")
        record = first_of(io.BytesIO(plain))
        head = record.http_headers
        headers = {name.lower(): value for name, value in head.headers}
        return Answer(answer.url, int(head.get_statuscode()), headers, record.content_stream().read())
    except (zlib.error, StopIteration, AttributeError, ValueError, ArchiveLoadFailed, EOFError) as error:
        return replace(answer, outcome="failed", error=f"no record of a crawl: {error}"[:200], body=b"")
