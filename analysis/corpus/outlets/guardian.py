"""The Guardian."""

from analysis.corpus.outlets.register import outlet

GUARDIAN = outlet(
    "guardian",
    name="The Guardian",
    domains=(
        "theguardian.com",
        "guardian.co.uk",
    ),
    aliases=(
        "Guardian",
        "The Guardian UK",
        "Guardian US",
        "guardian unlimited",
    ),
    country="GB",
    owner="Guardian Media Group, owned by the Scott Trust (general knowledge, not verified, noted 2026-11)",
    marks=(
        r"Support the Guardian",
        r"since you(?:'|’)re here",
    ),
    boilerplate=(
        r"Since you['’]re here.{0,200}",
        r"Support (?:the|The) Guardian.{0,160}",
        r"Sign up to .{0,120}",
        r"Read more",
        r".{15,180}(?<![.!…:;,]) Read more",
        r"Play Video \d{1,2}:\d\d .{10,200}",
        r"Facebook Twitter Pinterest .{3,500}",
    ),
    feeds=(
        ("https://www.theguardian.com/international/rss", "public code; noted 2026-11"),
        ("https://www.theguardian.com/world/rss", "public code; noted 2026-11"),
        ("https://www.theguardian.com/uk-news/rss", "public code; noted 2026-11"),
    ),
)
