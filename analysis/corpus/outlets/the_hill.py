"""The Hill."""

from analysis.corpus.outlets.register import outlet

THE_HILL = outlet(
    "the_hill",
    name="The Hill",
    domains=("thehill.com",),
    aliases=(
        "TheHill",
        "The Hill News",
    ),
    country="US",
    owner="Nexstar Media Group, publicly listed (general knowledge, not verified, noted 2026-11)",
    marks=(r"^Read more from The Hill:?",),
    boilerplate=(
        r"ADVERTISEMENT",
        r"View the discussion thread\.?",
        r"— Updated .{0,60}",
    ),
)
