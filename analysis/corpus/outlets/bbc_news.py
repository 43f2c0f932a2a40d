"""BBC News."""

from analysis.corpus.outlets.register import outlet

BBC_NEWS = outlet(
    "bbc_news",
    name="BBC News",
    domains=(
        "bbc.co.uk",
        "bbc.com",
        "bbci.co.uk",
    ),
    aliases=(
        "BBC",
        "BBC World",
        "BBC News Online",
        "BBC Online",
    ),
    country="GB",
    owner="British Broadcasting Corporation, a public corporation funded mainly by the licence fee "
    "(general knowledge, not verified, noted 2026-11)",
    marks=(r"^Follow BBC .{0,40} on (?:Facebook|Twitter)",),
    boilerplate=(
        r"Media playback is (?:not supported|unsupported) on (?:this|your) device.{0,160}",
        r"Image (?:copyright|source) .{0,60}",
        r"Image caption .{0,260}",
        r"Have you been affected by .{0,200}",
        r"Are you (?:in the area|affected).{0,200}haveyoursay@bbc\.co\.uk.{0,100}",
        r"Follow BBC .{0,60}",
        r".{0,160}haveyoursay@bbc\.co\.uk.{0,100}",
        r"(?:Skip|End of) (?:Twitter|Facebook|Instagram|YouTube) (?:post|video)(?: \d)? by @?[\w ]{2,40}",
        r"(?:Analysis )?by [^\n,]{3,50}, BBC(?: [\w'’-]+){0,6}",
    ),
    feeds=(
        ("https://feeds.bbci.co.uk/news/rss.xml", "public code; noted 2026-11"),
        ("https://feeds.bbci.co.uk/news/world/rss.xml", "public code; noted 2026-11"),
        ("https://feeds.bbci.co.uk/news/uk/rss.xml", "public code; noted 2026-11"),
    ),
)
