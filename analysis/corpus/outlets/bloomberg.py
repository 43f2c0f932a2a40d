"""Bloomberg."""

from analysis.corpus.outlets.register import outlet

BLOOMBERG = outlet(
    "bloomberg",
    name="Bloomberg",
    domains=("bloomberg.com",),
    aliases=(
        "Bloomberg News",
        "Bloomberg.com",
    ),
    country="US",
    owner="Bloomberg L.P., held in majority by Michael Bloomberg (general knowledge, not verified, noted 2026-11)",
    agency=True,
    boilerplate=(
        r"Before it['’]s here, it['’]s on the Bloomberg Terminal\.?.{0,40}",
        r"To contact the (?:reporter|editor)s? .{0,200}",
    ),
)
