"""Newsmax."""

from analysis.corpus.outlets.register import outlet

NEWSMAX = outlet(
    "newsmax",
    name="Newsmax",
    domains=("newsmax.com",),
    aliases=(
        "Newsmax News",
        "Newsmax Media",
    ),
    country="US",
    owner="Newsmax Media, publicly listed since 2025 (general knowledge, not verified, noted 2026-11)",
    marks=(r"^© \d{4} Newsmax\. All rights reserved",),
    boilerplate=(
        r"© \d{4} Newsmax.{0,60}",
        r"Urgent: .{0,140}",
        r"(?:.{0,140}Vote (?:Here )?Now in )?Urgent Poll\W*",
        r"Important: Newsmax TV is available .{0,400}",
        r"Special:?.{0,100}",
        r"\(?Article continues below video.{0,40}",
    ),
)
