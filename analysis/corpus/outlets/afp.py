"""AFP."""

from analysis.corpus.outlets.register import outlet

AFP = outlet(
    "afp",
    name="AFP",
    domains=("afp.com",),
    aliases=(
        "Agence France-Presse",
        "Agence France Presse",
    ),
    country="FR",
    owner="an autonomous public corporation under French law of 1957 (general knowledge, not verified, noted 2026-11)",
    agency=True,
    boilerplate=(r"© ?(?:\d{4} )?AFP.{0,60}",),
)
