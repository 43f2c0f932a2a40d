"""Al Jazeera."""

from analysis.corpus.outlets.register import outlet

AL_JAZEERA = outlet(
    "al_jazeera",
    name="Al Jazeera",
    domains=(
        "aljazeera.com",
        "aljazeera.net",
    ),
    aliases=(
        "Al Jazeera English",
        "AlJazeera",
        "Aljazeera English",
        "AJE",
    ),
    country="QA",
    owner="Al Jazeera Media Network, funded in part by the government of Qatar "
    "(general knowledge, not verified, noted 2026-11)",
    marks=(r"^SOURCE:? Al Jazeera",),
    boilerplate=(
        r"SOURCE ?: ?.{0,80}",
        r"KEEP READING",
        r"list of \d+ items.{0,60}",
        r"list \d+ of \d+.{0,160}",
        r"end of list",
        r".{15,500} \[[^\[\]/]{3,60}/[^\[\]/]{2,40}\]",
    ),
    feeds=(("https://www.aljazeera.com/xml/rss/all.xml", "public code; noted 2026-11"),),
)
