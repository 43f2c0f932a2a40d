"""Fox News."""

from analysis.corpus.outlets.register import outlet

FOX_NEWS = outlet(
    "fox_news",
    name="Fox News",
    domains=("foxnews.com",),
    aliases=(
        "Fox",
        "Fox Online News",
        "Fox News Online",
        "Fox News Digital",
        "FOXNews.com",
    ),
    country="US",
    owner="Fox Corporation (general knowledge, not verified, noted 2026-11)",
    marks=(r"^CLICK HERE (?:TO GET|FOR) THE FOX NEWS APP",),
    boilerplate=(
        r"CLICK HERE (?:TO GET|FOR|TO READ|TO SIGN UP).{0,120}",
        r"\[pullquote\]",
        r"\[Watch Fox\b.{5,250}\]",
        r"(?-i:(?=.{25,200}$)(?:[^\sa-z]+ ){4,}[^a-z]*[^\sa-z.!?,;:…\"”])",  # headlines of other articles, in capitals
        r"More On This\.{0,3}(?: .{4,160})?",
        r"GET FOX NEWS .{0,100}",
        r"Get all the latest news on .{0,160}",
        r"(?:prev|next) Image \d+ of \d+.{0,20}",
        r"Got a TIP from the RIGHT or (?:the )?LEFT\?.{0,60}",
        r"Click (?:for|to) (?:more|view|read|see) .{2,80}",
        r"Daily politics news delivered to your inbox.{0,60}",
        r"The Associated Press contributed to this report\.?",
    ),
    feeds=(
        ("https://moxie.foxnews.com/google-publisher/latest.xml", "public code; noted 2026-11"),
        ("https://moxie.foxnews.com/google-publisher/world.xml", "public code; noted 2026-11"),
        ("https://moxie.foxnews.com/google-publisher/politics.xml", "public code; noted 2026-11"),
    ),
)
