"""Press TV."""

from analysis.corpus.outlets.register import outlet

PRESS_TV = outlet(
    "press_tv",
    name="Press TV",
    domains=("presstv.ir", "presstv.com", "presstv.tv", "presstv.co.uk"),
    aliases=("PressTV", "Press TV News", "Press TV (Iran)"),
    country="IR",
    owner="Islamic Republic of Iran Broadcasting, the state broadcaster "
    "(general knowledge, not verified, noted 2026-11)",
    marks=(
        r"^Press TV['’]s website can (?:also )?be accessed at",
        r"^Press TV News Roku[ \t]*$",
    ),
    boilerplate=(
        r"Press TV['’]s website can (?:also )?be accessed at.{0,80}",
        r"(?:https?://)?(?:www\.)?presstv\.(?:ir|com|co\.uk|tv|info)/?",
        r"(?:PressTV|Press TV)\s*[-–—|]\s*.{3,160}",
        r"(?:News|Viewpoint|Home)\s*/\s*.{2,60}",
        r"\[\s*Last Update:? .{4,60}\]|.{4,50}\[\s*Last Update:? .{4,60}\]",
        r"(?:Watch|Download) (?:Live|in full)|Faster Bitrate|Download|Loading ?\.{0,3}|Live",
        r"Follow Press TV on .{2,120}",
        r"share this article",
        r"press tv news roku",
        r"press tv news cc",
    ),
    ends=(r"Press TV['’]s website can (?:also )?be accessed at.{0,80}",),
    feeds=(
        ("https://www.presstv.ir/rss.xml", "public code; noted 2026-11"),
        ("https://www.presstv.ir/rss", "public code; noted 2026-11"),
        ("https://www.presstv.ir/rss/rss-102.xml", "public code; noted 2026-11"),
    ),
)
