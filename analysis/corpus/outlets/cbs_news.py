"""CBS News."""

from analysis.corpus.outlets.register import outlet

CBS_NEWS = outlet(
    "cbs_news",
    name="CBS News",
    domains=("cbsnews.com",),
    aliases=(
        "CBS",
        "CBSNews",
    ),
    country="US",
    owner="Paramount Skydance, publicly listed (general knowledge, not verified, noted 2026-11)",
    boilerplate=(
        r"© \d{4} CBS .{0,120}",
        r"Download The Free App",
        r"For more news & analysis.{0,100}",
    ),
    feeds=(
        ("https://www.cbsnews.com/latest/rss/main", "public code; noted 2026-11"),
        ("https://www.cbsnews.com/latest/rss/world", "public code; noted 2026-11"),
    ),
)
