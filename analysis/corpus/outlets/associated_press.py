"""Associated Press."""

from analysis.corpus.outlets.register import outlet

ASSOCIATED_PRESS = outlet(
    "associated_press",
    name="Associated Press",
    domains=(
        "apnews.com",
        "ap.org",
        "hosted.ap.org",
    ),
    aliases=(
        "AP",
        "The Associated Press",
        "AP News",
        "AP Fact Check",
    ),
    country="US",
    owner="a cooperative owned by its member news organisations (general knowledge, not verified, noted 2026-11)",
    agency=True,
    marks=(r"This material may not be published, broadcast, rewritten or redistributed",),
    boilerplate=(
        r"(?:©|Copyright) .{0,20}(?:The )?Associated Press.{0,200}",
        r"Follow AP.{0,140}",
        r"(?:Find|For more(?: of)?|Read) (?:the )?AP(?:[’']s)? .{2,80}\b(?:at|:) ?https?://\S+",
        r"___+",
        r"Full Coverage: .{3,80}",
        r"For the latest updates: https?://\S+",
    ),
)
