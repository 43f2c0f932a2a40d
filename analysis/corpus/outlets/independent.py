"""The Independent."""

from analysis.corpus.outlets.register import outlet

INDEPENDENT = outlet(
    "independent",
    name="The Independent",
    domains=("independent.co.uk",),
    aliases=(
        "Independent",
        "Independent UK",
    ),
    country="GB",
    owner="Independent Digital News & Media, privately held (general knowledge, not verified, noted 2026-11)",
    boilerplate=(
        r"Leer en Español",
        r"\d{1,3}/\d{1,3} .{5,700}",
        r"Join our commenting forum.{0,200}",
        r"Support free-thinking journalism.{0,120}",
    ),
    feeds=(("https://www.independent.co.uk/news/world/rss", "public code; noted 2026-11"),),
)
