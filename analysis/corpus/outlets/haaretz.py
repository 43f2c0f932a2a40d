"""Haaretz."""

from analysis.corpus.outlets.register import outlet

HAARETZ = outlet(
    "haaretz",
    name="Haaretz",
    domains=("haaretz.com",),
    aliases=("Ha'aretz",),
    country="IL",
    owner="Haaretz Group, held in majority by the Schocken family (general knowledge, not verified, noted 2026-11)",
)
