"""National Review."""

from analysis.corpus.outlets.register import outlet

NATIONAL_REVIEW = outlet(
    "national_review",
    name="National Review",
    domains=("nationalreview.com",),
    aliases=(
        "National Review Online",
        "NRO",
    ),
    country="US",
    owner="National Review Institute, a non-profit organisation (general knowledge, not verified, noted 2026-11)",
    boilerplate=(
        r"Advertisement",
        r"Now Watch: .{0,140}",
    ),
)
