"""Wall Street Journal."""

from analysis.corpus.outlets.register import outlet

WALL_STREET_JOURNAL = outlet(
    "wall_street_journal",
    name="Wall Street Journal",
    domains=("wsj.com", "dj.com"),
    aliases=(
        "WSJ",
        "The Wall Street Journal",
        "Wall Street Journal News",
    ),
    country="US",
    owner="Dow Jones, part of News Corp (general knowledge, not verified, noted 2026-11)",
    boilerplate=(
        r"Write to .{3,60} at \S+@wsj\.com\.?",
        r"Copyright ©\d{4} Dow Jones.{0,100}",
        r"Most Popular (?:News|Opinion|Videos)",
        r"Share Your Thoughts .{5,200} Join the conversation below\.",
    ),
)
