"""New York Times."""

from analysis.corpus.outlets.register import outlet

NEW_YORK_TIMES = outlet(
    "new_york_times",
    name="New York Times",
    domains=(
        "nytimes.com",
        "nyti.ms",
    ),
    aliases=(
        "The New York Times",
        "NYT",
        "NY Times",
        "nytimes",
        "New York Times News",
    ),
    country="US",
    owner="The New York Times Company, publicly listed (general knowledge, not verified, noted 2026-11)",
    marks=(
        r"Continue reading the main story",
        r"^Follow The New York Times Opinion section",
    ),
    boilerplate=(
        r"(?:Advertisement )?Continue reading the main story",
        r"Newsletter Sign Up Continue reading the main story.{0,740}",
        r"Follow The New York Times .{0,160}",
        r"We['’]ll be right back\.?",
        r"A version of this (?:article|op-ed|editorial) appears in print .{0,260}",
        r"Want the .{0,80} in your inbox\? .{0,100}",
    ),
    feeds=(
        ("https://rss.nytimes.com/services/xml/rss/nyt/HomePage.xml", "public code; noted 2026-11"),
        ("https://rss.nytimes.com/services/xml/rss/nyt/World.xml", "public code; noted 2026-11"),
    ),
)
