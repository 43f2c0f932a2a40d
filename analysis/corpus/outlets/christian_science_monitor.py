"""Christian Science Monitor."""

from analysis.corpus.outlets.register import outlet

CHRISTIAN_SCIENCE_MONITOR = outlet(
    "christian_science_monitor",
    name="Christian Science Monitor",
    domains=("csmonitor.com",),
    aliases=(
        "The Christian Science Monitor",
        "CS Monitor",
    ),
    country="US",
    owner="The First Church of Christ, Scientist (general knowledge, not verified, noted 2026-11)",
    marks=(r"^Get the Monitor Stories you care about",),
    boilerplate=(
        r"Get (?:the )?(?:Monitor )?(?:daily )?stories you care about.{0,140}",
        r"Editor’s note: As a public service.{0,200}",
        r"___+",
    ),
)
