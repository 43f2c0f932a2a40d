"""CGTN."""

from analysis.corpus.outlets.register import outlet

CGTN = outlet(
    "cgtn",
    name="CGTN",
    domains=(
        "cgtn.com",
        "news.cgtn.com",
    ),
    aliases=("China Global Television Network",),
    country="CN",
    owner="China Media Group, state-owned (general knowledge, not verified, noted 2026-11)",
    feeds=(("https://news.cgtn.com/rss/World.xml", "public code; noted 2026-11"),),
)
