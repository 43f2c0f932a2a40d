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
        r"If you like this story,? share it with a friend!?",
        r"Subscribe to (?:the )?RT (?:daily )?newsletter\b.{0,120}",
        r"Get short URL|RT News App|Question more(?: live)?|Where to watch|Accept cookies|Applications"
        r"|Dear readers and commenters.{0,400}",
        r"(?:(?:العربية|ESP|РУС|DE|FR|ИНОТВ|РТД|RUPTLY|SRB|HIN|RT)[\s|]*){2,12}",
        r"This website uses cookies\. Read RT Privacy policy to find out more\.?",
        r"© (?:Autonomous Nonprofit Organization|RT International|Global Look Press|Sputnik|AFP|Reuters|AP"
        r"|Getty).{0,160}",
        r"Also on rt\.com\b.{0,200}",
        r"\d{1,2}:\d{2}\s*(?:/\s*)?\d{1,2}:\d{2}",
        r"The statements, views and opinions expressed in this column are solely those of the author.{0,120}",
    ),
    ends=(
        r"You can share this story on social media:?",
        r"(?:If you )?like this story\?? ?,?share it with a friend!?",
        r"Dear readers and commenters.{0,400}",
    ),
    feeds=(
        ("https://www.rt.com/rss/", "issue threads of public feed readers, 2026-02; noted 2026-11"),
        ("https://www.rt.com/rss/russia/", "issue threads of public feed readers, 2026-02; noted 2026-11"),
    ),
)
