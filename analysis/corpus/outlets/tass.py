"""TASS."""

from analysis.corpus.outlets.register import outlet

TASS = outlet(
    "tass",
    name="TASS",
    domains=(
        "tass.com",
        "tass.ru",
    ),
    aliases=(
        "ITAR-TASS",
        "TASS Russian News Agency",
    ),
    country="RU",
    owner="owned by the Russian state (as publicly stated, noted 2026-11)",
    agency=True,
)
