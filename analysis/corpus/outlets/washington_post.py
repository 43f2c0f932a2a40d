"""Washington Post."""

from analysis.corpus.outlets.register import outlet

WASHINGTON_POST = outlet(
    "washington_post",
    name="Washington Post",
    domains=(
        "washingtonpost.com",
        "wapo.st",
    ),
    aliases=(
        "WaPo",
        "wash-post",
        "The Washington Post",
    ),
    country="US",
    owner="Nash Holdings, owned by Jeff Bezos (general knowledge, not verified, noted 2026-11)",
    marks=(r"^\[?Read more from (?:the )?(?:Opinions|Post Opinions)",),
    boilerplate=(
        r"\[.{5,160}\]",
        r"AD",
        r"Today['’]s coverage from Post correspondents around the world",
        r"Sign up for .{0,80}newsletter.{0,80}",
        r"Story continues below advertisement",
    ),
)
