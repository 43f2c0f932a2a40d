"""Washington Times."""

from analysis.corpus.outlets.register import outlet

WASHINGTON_TIMES = outlet(
    "washington_times",
    name="Washington Times",
    domains=("washingtontimes.com",),
    aliases=("The Washington Times",),
    country="US",
    owner="Operations Holdings, affiliated with the Unification movement "
    "(general knowledge, not verified, noted 2026-11)",
    marks=(r"Copyright © \d{4} The Washington Times, LLC",),
    boilerplate=(
        r"Copyright © \d{4} The Washington Times.{0,80}",
        r"Sign up for Daily .{0,60}",
        r"Click here for reprint permission\.?",
    ),
)
