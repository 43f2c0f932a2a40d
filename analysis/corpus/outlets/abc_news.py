"""ABC News."""

from analysis.corpus.outlets.register import outlet

ABC_NEWS = outlet(
    "abc_news",
    name="ABC News",
    domains=(
        "abcnews.go.com",
        "abcnews.com",
    ),
    aliases=(
        "ABC News US",
        "ABCNews",
        "ABC",
    ),
    country="US",
    owner="The Walt Disney Company, publicly listed (general knowledge, not verified, noted 2026-11)",
    boilerplate=(
        r"Get more pure politics at ABC ?News\.com.{0,90}",
        r"Interested in .{2,60}\? Add .{2,60} as an interest.{0,120}",
        r"ABC News['’] .{3,120} contributed to this report\.?",
    ),
)
