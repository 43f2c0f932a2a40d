"""Politico."""

from analysis.corpus.outlets.register import outlet

POLITICO = outlet(
    "politico",
    name="Politico",
    domains=(
        "politico.com",
        "politico.eu",
    ),
    aliases=(
        "POLITICO Magazine",
        "Politico.com",
    ),
    country="US",
    owner="Axel Springer SE (general knowledge, not verified, noted 2026-11)",
    marks=(r"^Story Continued Below",),
    boilerplate=(
        r"Story Continued Below",
        r"Follow @politico",
        r"POLITICO .{0,60}newsletter.{0,260}",
        r"\(\s*(?:Also on POLITICO|PHOTOS|VIDEO|TIMELINE|See also).{0,140}\)",
        r"Sign up here for POLITICO .{0,260}",
        r"Breaking News Alerts Get breaking news.{0,280}",
    ),
    ends=(r"This article tagged under: .{2,80}",),
)
