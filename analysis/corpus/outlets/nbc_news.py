"""NBC News."""

from analysis.corpus.outlets.register import outlet

NBC_NEWS = outlet(
    "nbc_news",
    name="NBC News",
    domains=("nbcnews.com",),
    aliases=(
        "NBC",
        "NBCNews.com",
        "NBC News Digital",
    ),
    country="US",
    owner="NBCUniversal, part of Comcast, publicly listed (general knowledge, not verified, noted 2026-11)",
    boilerplate=(
        r"(?:Embed )?.{0,160}\bCopy this code to your website or blog",
        r"Download the NBC News app.{0,80}",
        r"Follow NBC .{0,80}",
        r"Full coverage of .{3,80}",
    ),
    feeds=(("https://feeds.nbcnews.com/nbcnews/public/news", "public code; noted 2026-11"),),
)
