"""Financial Times."""

from analysis.corpus.outlets.register import outlet

FINANCIAL_TIMES = outlet(
    "financial_times",
    name="Financial Times",
    domains=("ft.com",),
    aliases=(
        "FT",
        "The Financial Times",
    ),
    country="GB",
    owner="Nikkei Inc. (general knowledge, not verified, noted 2026-11)",
    boilerplate=(r"Copyright The Financial Times Limited.{0,80}",),
)
