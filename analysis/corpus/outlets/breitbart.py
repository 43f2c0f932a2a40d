"""Breitbart."""

from analysis.corpus.outlets.register import outlet

BREITBART = outlet(
    "breitbart",
    name="Breitbart",
    domains=("breitbart.com",),
    aliases=(
        "Breitbart News",
        "Breitbart News Network",
    ),
    country="US",
    owner="Breitbart News Network, privately held (general knowledge, not verified, noted 2026-11)",
    boilerplate=(
        r"Follow .{3,60} on (?:Twitter|Facebook).{0,60}",
        r"Please let us know if you['’]re having issues with commenting\.?",
    ),
)
