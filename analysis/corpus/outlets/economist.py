"""The Economist."""

from analysis.corpus.outlets.register import outlet

ECONOMIST = outlet(
    "economist",
    name="The Economist",
    domains=("economist.com",),
    aliases=("Economist",),
    country="GB",
    owner="The Economist Group, privately held (general knowledge, not verified, noted 2026-11)",
    boilerplate=(r"This article appeared in the .{0,160}",),
)
