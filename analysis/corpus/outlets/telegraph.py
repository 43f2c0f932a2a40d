"""The Telegraph."""

from analysis.corpus.outlets.register import outlet

TELEGRAPH = outlet(
    "telegraph",
    name="The Telegraph",
    domains=("telegraph.co.uk",),
    aliases=(
        "Daily Telegraph",
        "The Daily Telegraph",
        "Telegraph",
    ),
    country="GB",
    owner="Telegraph Media Group (general knowledge, not verified, noted 2026-11)",
    boilerplate=(
        r"Sign up to the Front Page newsletter.{0,160}",
        r"Follow Telegraph .{0,60}",
    ),
)
