"""For whom a speaker speaks, as far as the article says: by an office before the name or by an apposition behind it.

"Iranian Foreign Minister Ana Pires", "Ana Pires, a professor at Brown University,", "Ana Pires (D-Ohio)", "a spokesman
for the Foreign Ministry". Nothing is guessed: where the article only names somebody, the side stays empty.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator

from analysis.measures.names import country_of, kind_of
from analysis.measures.voice import roles
from analysis.measures.voice.speakers import Cast

_MENTIONS = 6
"""So many mentions of a person are asked: articles introduce people where they name them first."""
_BEFORE, _AFTER = 60, 110
"""Characters between an organisation and its holder, before and behind the name."""
_APPOSED = 3
"""Names in an apposition that are asked: "a professor of Law at Brown University"."""
_PARTY = re.compile(r",? \(?[DRI]-[A-Z]|,? \((?:[A-Z][a-z.]+ )?[DRI]\)")
"""What stands behind a member of the Congress of the United States: ", R-Ky.", " (D-Ohio)"."""
_CONGRESS = re.compile(r"\b(?:Sen\.|Rep\.|Sens\.|Reps\.) $")
_LAWFUL = "United States"
_GAP = re.compile(r"(?:['’]s)?(?: [\w.’'-]+){1,6} ")
_APPOSITION = re.compile(
    r", (?:who is )?(?:(?:an?|the|one of the) )?[a-z][a-z ,’'&-]*? (?:of|at|for|with|from|in) (?:the )?"
)
_POSSESSED, _OF = ("'s ", "’s "), (" of ", " of the ")
_ONLY_THERE = frozenset(("from", "in", "at"))
_GOES_ON = re.compile(r" (?:and|for|of|&) [A-Z]")
_OWNED = re.compile(r", (?:the )?")
_BEHIND = re.compile(r" (?:for|of|at|from|with|in) (?:the )?")
_OFFICE_BEHIND = re.compile(r"(?:['’]s?)?((?: [a-z-]+){1,4})[,.]")


class Sides:
    """Tell whom the people of one article speak for."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.names, self.text = cast, cast.names, cast.text
        self._by_speaker: dict[str, str] = {}
        self._by_ending: dict[str, list[int]] = {}

    def of(self, speaker: str, mention: tuple[int, int]) -> str:
        """Tell for whom a speaker speaks, who is named at these places of the text; empty where nothing says so.

        Examples
        --------
        >>> from analysis.measures.voice import texts_of
        >>> text = texts_of(["Ana Pires, a professor at Brown University, said no. A spokesman for NATO agreed."])[0]
        >>> sides = Sides(text.cast)
        >>> sides.of("Ana Pires", (0, 9)), sides.of("spokesman", (55, 64))
        ('Brown University', 'NATO')
        """
        if not speaker or self.cast.resolve(speaker) is not None or roles.is_body(speaker):
            return ""
        if roles.is_unnamed(speaker) or speaker == speaker.lower():
            return self._behind(mention[1])
        if speaker not in self._by_speaker:
            found = (self._of_name(place) for place in self._mentions_of(speaker)[:_MENTIONS])
            self._by_speaker[speaker] = next(filter(None, found), "")
        return self._by_speaker[speaker]

    def _mentions_of(self, speaker: str) -> list[int]:
        if not self._by_ending:
            for place, form in enumerate(self.names.forms):
                self._by_ending.setdefault(form.rpartition(" ")[2], []).append(place)
        likely = self._by_ending.get(speaker.rpartition(" ")[2], [])
        return [place for place in likely if self.cast.canonical(self.names.forms[place]) == speaker]

    def _of_name(self, place: int) -> str:
        """Read what stands around one mention of a person."""
        start, end = self.names.starts[place], self.names.ends[place]
        if _PARTY.match(self.text, end) or _CONGRESS.search(self.text, max(0, start - 6), start):
            return _LAWFUL
        return self._of_office(place) or next(filter(None, self._of_apposition(place)), "")

    def _of_office(self, place: int) -> str:
        """Read the office before a name: inside it ("Boston Police Chief Ana Pires"), or behind the name before."""
        form = self.names.forms[place]
        office = form.removesuffix(self.cast.without_office(form)).split()
        if office and (side := self.side_of(" ".join(office[:-1]), office[-1])):
            return side
        if not place:
            return ""
        between = self.text[self.names.ends[place - 1] : self.names.starts[place]]
        if between in _POSSESSED:  # "CNN's Ana Pires"
            return self.side_of(self.names.forms[place - 1], "")
        is_office = len(between) <= _BEFORE and _GAP.fullmatch(between) and _is_office(between)
        return self._side_at(place - 1, between) if is_office else ""

    def _of_apposition(self, place: int) -> Iterator[str]:
        """Read whose what a person is: ", a professor at Brown University", ", Iran's foreign minister,"."""
        end = self.names.ends[place]
        for name in range(place + 1, min(place + 1 + _APPOSED, len(self.names.starts))):
            start = self.names.starts[name]
            if start - end > _AFTER:
                return
            between = self.text[end:start]
            is_apposed = between in _OF or (_APPOSITION.fullmatch(between) and _is_office(between))
            owned = _OFFICE_BEHIND.match(self.text, self.names.ends[name]) if _OWNED.fullmatch(between) else None
            if is_apposed or (owned and _is_office(owned[1])):
                yield self._side_at(name, owned[1] if owned else between)
            if not _is_joining(between):
                return

    def _behind(self, end: int) -> str:
        """Read behind a role whose it is: "a spokesman | for the Foreign Ministry"."""
        match = _BEHIND.match(self.text, end)
        name = bisect_left(self.names.starts, match.end()) if match else len(self.names.starts)
        is_there = match is not None and name < len(self.names.starts) and self.names.starts[name] == match.end()
        return self._side_at(name, self.text[max(0, end - _BEFORE) : end]) if is_there else ""

    def _side_at(self, name: int, office: str) -> str:
        """Give the side that a name is, unless it goes on: "Washington | and Lee University"."""
        goes_on = _GOES_ON.match(self.text, self.names.ends[name])
        form = self.names.forms[name]
        return "" if goes_on and not roles.is_body(form) else self.side_of(form, office)

    def side_of(self, form: str, office: str) -> str:
        """Give the organisation that a name is, or the country of an office; empty for people and other places."""
        known = self.cast.resolve(form)
        words = {word.strip(",.’'").lower() for word in office.split()}
        if known is None and (roles.is_body(form) or (words & roles.words_for("heads") and _is_title(form))):
            return form
        if known is not None and kind_of(known) == "organisation":
            return known
        if words & _ONLY_THERE or not words & roles.for_a_country():
            return ""  # a tourist from Australia, an activist in Ohio, an Iranian writer
        if known is None:
            return _LAWFUL if form in roles.states() else ""
        return (country_of(known) or "") if kind_of(known) == "place" else ""


def _is_title(form: str) -> bool:
    """Tell several words that are no person's name: "Better Markets", of which somebody is the director."""
    return " " in form and not roles.has_given_name(form) and form not in roles.states()


def _is_office(words: str) -> bool:
    """Tell whether one of some words is an office or a profession, and none for players, who speak for no league."""
    plain = [word.strip(",.’'").lower() for word in words.split()]
    return any(map(roles.is_profession, plain)) and not roles.words_for("players") & set(plain)


def _is_joining(between: str) -> bool:
    """Tell an apposition that goes on over a name: "a professor of | Law | at"."""
    return between.startswith(",") and not set('.;:()"“”\n') & set(between)
