"""The gate of publishers: addresses of archives, caches, carriers, platforms, public suffixes and editions."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from analysis.corpus import outlets
from analysis.validation.gates import Figure, gate

CASES = Path(__file__).with_name("publishers.csv")
"""Our own: ``kind``, ``url``, and ``publisher``, empty where the address tells none. The pages need not exist."""


def cases() -> pd.DataFrame:
    """Read the cases."""
    return pd.read_csv(CASES, dtype="str", keep_default_na=False)


@gate("pages.publishers")
def of_addresses(folder: Path) -> Iterator[Figure]:
    """Count the addresses of which the publisher is found, or rightly none."""
    known = cases()
    right = sum(outlets.of_url(url) == name for url, name in zip(known["url"], known["publisher"], strict=True))
    yield Figure("pages.publishers", right, len(known), "addresses whose publisher is found", must=len(known))
