"""Xinhua."""

from analysis.corpus.outlets.register import outlet

XINHUA = outlet(
    "xinhua",
    name="Xinhua",
    domains=(
        "xinhuanet.com",
        "news.cn",
    ),
    aliases=(
        "Xinhua News Agency",
        "Xinhuanet",
    ),
    country="CN",
    owner="an institution of the State Council of China (general knowledge, not verified, noted 2026-11)",
    agency=True,
    feeds=(("http://www.xinhuanet.com/english/rss/worldrss.xml", "public code; noted 2026-11"),),
)
