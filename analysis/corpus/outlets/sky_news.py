"""Sky News."""

from analysis.corpus.outlets.register import outlet

SKY_NEWS = outlet(
    "sky_news",
    name="Sky News",
    domains=("news.sky.com", "sky.com", "skynews.com"),
    aliases=("Sky", "Sky News UK", "SkyNews"),
    country="GB",
    owner="Sky Group, part of Comcast (general knowledge, not verified, noted 2026-11)",
    marks=(
        r"^Read more from Sky News:?[ \t]*$",
        r"^(?:Follow|Listen to) .{0,60}Sky News.{0,60}on (?:Spotify|Apple Podcasts|your podcast app)",
    ),
    boilerplate=(
        r"Please use Chrome browser for a more accessible video player",
        r"Be the first to get Breaking News",
        r"Install the Sky News app for free",
        r"Spreaker This content is provided by Spreaker.{0,400}",
    ),
)
