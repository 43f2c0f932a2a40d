"""Times of India."""

from analysis.corpus.outlets.register import outlet

TIMES_OF_INDIA = outlet(
    "times_of_india",
    name="Times of India",
    domains=(
        "timesofindia.indiatimes.com",
        "timesofindia.com",
    ),
    aliases=(
        "The Times of India",
        "TOI",
    ),
    country="IN",
    owner="Bennett, Coleman and Company, privately held (general knowledge, not verified, noted 2026-11)",
    feeds=(("https://timesofindia.indiatimes.com/rssfeeds/296589292.cms", "public code; noted 2026-11"),),
)
