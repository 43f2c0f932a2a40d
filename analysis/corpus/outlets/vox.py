"""Vox."""

from analysis.corpus.outlets.register import outlet

VOX = outlet(
    "vox",
    name="Vox",
    domains=("vox.com",),
    aliases=("Vox.com",),
    country="US",
    owner="Vox Media (general knowledge, not verified, noted 2026-11)",
    marks=(r"^Support Vox.{0,3} explanatory journalism",),
    boilerplate=(
        r"Support Vox.{0,60}",
        r"Every day at Vox, we aim to answer.{0,280}",
        r"Listen to Today, Explained",
        r"Looking for a quick way to keep up.{0,280}",
    ),
)
