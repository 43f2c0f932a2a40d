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
        r"Why you can trust Sky News",
        r"(?:Watch Sky News Live|Find out more about Sky News|Sky News Footer|Enable Cookies|Allow Cookies Once)",
        r"To show you this content, we need your permission to use cookies\.?",
        r"(?:You can use the buttons below to amend|You can change your settings at any time"
        r"|Unfortunately we have been unable to"
        r" verify).{0,300}",
        r"This content is provided by .{2,60}, which may be using cookies.{0,400}",
        r"(?:👉 ?|► ?|> ?)?(?:Click|Tap) (?:here|to subscribe) (?:to|for) .{3,160}",
        r"(?:👉 ?|► ?)?(?:Listen|Subscribe|Follow) .{3,120}(?:podcasts?|Spotify|Spreaker|WhatsApp).{0,160}",
        r"Keep up with all the latest news from the UK and around the world by following Sky News\.?(?: Tap here)?",
        r"(?:Image|Pic|Pics|File pic|Picture): ?.{2,260}",
        r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday) \d{1,2} \w+ \d{4} \d{1,2}:\d{2}, UK",
        r"Download the (?:Sky News )?app.{0,80}|Related Topics|More on .{2,60}",
        r"Spreaker This content is provided by Spreaker.{0,400}",
    ),
    ends=(r"Be the first to get Breaking News", r"Install the Sky News app for free", r"Sky News Footer"),
    feeds=(
        ("https://feeds.skynews.com/feeds/rss/home.xml", "public code; noted 2026-11"),
        ("https://feeds.skynews.com/feeds/rss/uk.xml", "public code; noted 2026-11"),
        ("https://feeds.skynews.com/feeds/rss/world.xml", "public code; noted 2026-11"),
    ),
)
