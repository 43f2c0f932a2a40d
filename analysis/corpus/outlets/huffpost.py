"""HuffPost."""

from analysis.corpus.outlets.register import outlet

HUFFPOST = outlet(
    "huffpost",
    name="HuffPost",
    domains=(
        "huffpost.com",
        "huffingtonpost.com",
        "huffingtonpost.co.uk",
    ),
    aliases=(
        "Huffington Post",
        "The Huffington Post",
        "HuffPo",
        "huff-post",
    ),
    country="US",
    owner="BuzzFeed, publicly listed (general knowledge, not verified, noted 2026-11)",
    boilerplate=(
        r"Suggest a correction",
        r"Sign up for .{0,60}HuffPost.{0,80}",
        r"Before You Go",
        r"Our \d{4} coverage needs you.{0,100}",
    ),
)
