"""Deutsche Welle."""

from analysis.corpus.outlets.register import outlet

DEUTSCHE_WELLE = outlet(
    "deutsche_welle",
    name="Deutsche Welle",
    domains=("dw.com",),
    aliases=(
        "DW",
        "DW News",
        "Deutsche Welle English",
    ),
    country="DE",
    owner="Germany's public international broadcaster, funded from the federal budget "
    "(general knowledge, not verified, noted 2026-11)",
    boilerplate=(
        r"DW recommends",
        r"Watch video \d\d:\d\d.{0,60}",
        r"To view this video please enable JavaScript.{0,120}",
    ),
    feeds=(("https://rss.dw.com/xml/rss-en-all", "public code; noted 2026-11"),),
)
