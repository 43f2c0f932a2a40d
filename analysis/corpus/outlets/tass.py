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
    owner="owned by the Russian state (general knowledge, not verified, noted 2026-11)",
    agency=True,
    feeds=(("https://tass.com/rss/v2.xml", "public code; noted 2026-11"),),
)
