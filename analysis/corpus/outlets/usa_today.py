"""USA TODAY."""

from analysis.corpus.outlets.register import outlet

USA_TODAY = outlet(
    "usa_today",
    name="USA TODAY",
    domains=("usatoday.com",),
    aliases=(
        "USAToday",
        "usa-today",
    ),
    country="US",
    owner="Gannett, publicly listed (since 2025 USA TODAY Co.) (general knowledge, not verified, noted 2026-11)",
    marks=(r"^(?:Read or Share this story|Contributing): .{0,40}usat",),
    boilerplate=(
        r"POLICING THE USA: .{2,80}",
        r"Read or Share this story: .{0,120}",
        r"USA TODAY",
        r"CLOSE",
        r"Contributing: .{0,160}",
        r"More: .{0,160}",
        r".{10,120}: (?:Column|Opposing view|Our view)",
        r"Show Caption.{0,20}",
    ),
)
