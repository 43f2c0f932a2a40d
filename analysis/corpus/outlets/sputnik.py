"""Sputnik."""

from analysis.corpus.outlets.register import outlet

SPUTNIK = outlet(
    "sputnik",
    name="Sputnik",
    domains=(
        "sputniknews.com",
        "sputnikglobe.com",
    ),
    aliases=(
        "Sputnik News",
        "Sputnik International",
    ),
    country="RU",
    owner="Rossiya Segodnya, owned by the Russian state (general knowledge, not verified, noted 2026-11)",
    agency=True,
)
