"""NPR."""

from analysis.corpus.outlets.register import outlet

NPR = outlet(
    "npr",
    name="NPR",
    domains=("npr.org",),
    aliases=(
        "National Public Radio",
        "NPR Online News",
        "NPR News",
    ),
    country="US",
    owner="a non-profit membership organisation of public radio stations "
    "(general knowledge, not verified, noted 2026-11)",
    marks=(r"^Enlarge this image toggle caption",),
    boilerplate=(
        r"Enlarge this image(?: toggle caption .{0,120})?",
        r"toggle caption .{0,120}",
        r"hide caption",
        r".{3,300} Listen · \d{1,2}:\d\d \d{1,2}:\d\d",
        r"\W*(?:our )?original post (?:continues|below)\W*",
        r"Loading\.{3}",
        r"Copyright \d{4} NPR.{0,120}",
    ),
    feeds=(
        ("https://feeds.npr.org/1001/rss.xml", "public code; noted 2026-11"),
        ("https://feeds.npr.org/1003/rss.xml", "public code; noted 2026-11"),
    ),
)
