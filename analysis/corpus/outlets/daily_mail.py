"""Daily Mail."""

from analysis.corpus.outlets.register import outlet

DAILY_MAIL = outlet(
    "daily_mail",
    name="Daily Mail",
    domains=(
        "dailymail.co.uk",
        "mailonline.com",
    ),
    aliases=(
        "Mail Online",
        "MailOnline",
        "Dailymail.com",
    ),
    country="GB",
    owner="Daily Mail and General Trust, privately held (general knowledge, not verified, noted 2026-11)",
    bare_captions=True,
    boilerplate=(
        r"Share this article",
        r"Share or comment on this article:?.{0,120}",
        r"By .{3,60} For (?:Mailonline|Dailymail\.com).{0,40}",
        r"\d+(?:\.\d)?k? shares",
        r"Scroll down for video",
    ),
)
