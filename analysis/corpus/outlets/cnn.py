"""CNN."""

from analysis.corpus.outlets.register import outlet

CNN = outlet(
    "cnn",
    name="CNN",
    domains=(
        "cnn.com",
        "edition.cnn.com",
        "money.cnn.com",
    ),
    aliases=(
        "Cable News Network",
        "CNN Web News",
        "CNN Business",
        "CNN Money",
        "CNN International",
    ),
    country="US",
    owner="Warner Bros. Discovery (general knowledge, not verified, noted 2026-11)",
    marks=(
        r"^\(CNN\)",
        r"CNN's .{3,80} contributed to this report\.?$",
    ),
    boilerplate=(
        r"Sign up for CNN.{0,160}",
        r"(?:Join us|Follow us) on (?:Facebook\.com/|Twitter @)CNN\w*\.?",
        r"- (?:Follow the Ticker|Check out the CNN) .{0,140}",
        r"Read More",
        r"Follow @\w{3,30}",
        r"The-CNN-Wire.{0,120}",
        r"Photos: .{0,120}",
        r"JUST WATCHED .{1,200} Replay More Videos\b.{0,200}",
        r"CNN's .{3,80} contributed to this report\.?",
    ),
    feeds=(
        ("http://rss.cnn.com/rss/edition.rss", "public code; noted 2026-11"),
        ("http://rss.cnn.com/rss/edition_world.rss", "public code; noted 2026-11"),
        ("http://rss.cnn.com/rss/edition_us.rss", "public code; noted 2026-11"),
    ),
)
