"""France 24."""

from analysis.corpus.outlets.register import outlet

FRANCE_24 = outlet(
    "france_24",
    name="France 24",
    domains=("france24.com",),
    aliases=(
        "France24",
        "FRANCE 24 English",
    ),
    country="FR",
    owner="France Médias Monde, owned by the French state (general knowledge, not verified, noted 2026-11)",
    boilerplate=(r"\((?:FRANCE 24|France 24) with .{0,60}\)",),
    feeds=(("https://www.france24.com/en/rss", "public code; noted 2026-11"),),
)
