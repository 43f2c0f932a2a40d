"""Reuters."""

from analysis.corpus.outlets.register import outlet

REUTERS = outlet(
    "reuters",
    name="Reuters",
    domains=(
        "reuters.com",
        "uk.reuters.com",
    ),
    aliases=(
        "Thomson Reuters",
        "Reuters News",
        "Reuters UK",
    ),
    country="GB",
    owner="Thomson Reuters, publicly listed; held in majority by The Woodbridge Company "
    "(general knowledge, not verified, noted 2026-11)",
    agency=True,
    marks=(r"Our Standards: The Thomson Reuters Trust Principles",),
    boilerplate=(
        r"Our Standards: The Thomson Reuters Trust Principles\.?",
        r"Slideshow \(\d+ Images?\)",
        r"FILE PHOTO: .{0,280}",
        r"\d+ Min Read",
        r"Reporting by .{0,200}[Ee]diting by .{0,120}",
        r"Register now for FREE unlimited access.{0,60}",
    ),
)
