"""RT."""

from analysis.corpus.outlets.register import outlet

RT = outlet(
    "rt",
    name="RT",
    domains=("rt.com", "russian.rt.com", "russiatoday.com", "swentr.site"),
    aliases=("Russia Today", "RT News", "RT International", "RT.com"),
    country="RU",
    owner="ANO TV-Novosti, funded by the Russian state (general knowledge, not verified, noted 2026-11)",
    marks=(
        r"^icon bookmark-b ?icon bookmark",
        r"^Like this story\? Share it with a friend!?[ \t]*$",
    ),
    boilerplate=(
        r"Like this story\? Share it with a friend!?",
        r"You can share this story on social media:?",
        r"Think your friends would be interested\? Share this story!?",
        r"Follow RT on\b.{0,60}",
        r"(?:READ MORE|ALSO ON RT\.COM|TRENDS):\s?.{0,160}",
        r"The statements, views and opinions expressed in this column are solely those of the author.{0,120}",
    ),
)
