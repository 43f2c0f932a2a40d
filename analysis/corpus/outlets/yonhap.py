"""Yonhap."""

from analysis.corpus.outlets.register import outlet

YONHAP = outlet(
    "yonhap",
    name="Yonhap",
    domains=(
        "yna.co.kr",
        "yonhapnews.co.kr",
    ),
    aliases=(
        "Yonhap News Agency",
        "Yonhap News",
    ),
    country="KR",
    owner="its main shareholder is the public News Agency Promotion Committee "
    "(general knowledge, not verified, noted 2026-11)",
    agency=True,
    boilerplate=(r"\(END\)",),
)
