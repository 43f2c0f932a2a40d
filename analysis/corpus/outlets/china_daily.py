"""China Daily."""

from analysis.corpus.outlets.register import outlet

CHINA_DAILY = outlet(
    "china_daily",
    name="China Daily",
    domains=("chinadaily.com.cn",),
    aliases=("China Daily USA",),
    country="CN",
    owner="published by the Publicity Department of the Chinese Communist Party "
    "(general knowledge, not verified, noted 2026-11)",
    boilerplate=(
        r"Copyright 199\d - (?:\d{4})?\.? ?.{0,120}",
        r"[\w .]{2,40}\| Updated: \d{4}-\d\d-\d\d \d\d:\d\d",
        r"License for publishing multimedia online \d+",
        r"(?:Registration Number: \d+ ?)+",
    ),
    feeds=(("https://www.chinadaily.com.cn/rss/world_rss.xml", "public code; noted 2026-11"),),
)
