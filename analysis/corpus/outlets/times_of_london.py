"""The Times."""

from analysis.corpus.outlets.register import outlet

TIMES_OF_LONDON = outlet(
    "times_of_london",
    name="The Times",
    domains=(
        "thetimes.co.uk",
        "thetimes.com",
    ),
    aliases=(
        "The Times of London",
        "Times of London",
        "The Times UK",
    ),
    country="GB",
    owner="News UK, part of News Corp (general knowledge, not verified, noted 2026-11)",
)
