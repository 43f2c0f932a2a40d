"""Who "the president", "his wife" or "the ministry" is: whom the article names with that role or body."""

import re
from bisect import bisect_left
from typing import NamedTuple, Protocol
from weakref import proxy

from analysis.measures.names import held_by
from analysis.measures.voice import roles

TITLE_WITHIN = 20
"""Characters before a name in which its title stands."""
_AGED = re.compile(r"\b\d+-year-old\b")
"""What tells that a role is who was named last: "the 77-year-old former vice president"."""
_PAST = re.compile(r"\b(?:former|vice|ex|deputy|late|then)\b", re.IGNORECASE)
"""What tells a president of former days, or one who is none."""
_BODY_WITHIN = 3000
"""Characters before "the ministry" in which the article says which one."""
_APPOSED = re.compile(
    r", (?:\d+, )?(?:(?:an?|the|one of the|his|her|their|its) )?(?:[\w’'-]+ ){0,4}?([a-z-]+)"
    r"(?=[,.;]| (?:of|for|at|in|with|from|who)\b)"
)
"""What somebody is, behind the name: ", 42, a defence | lawyer | for the family", ", the | mayor | of San Juan"."""


_DOCUMENT_WITHIN = 600
"""Characters before "the letter" in which the article says that there is one."""
_SENTENCE_END = re.compile(r"(?<=[a-z\d)”\"’])[.!?][”\"’)]*\s|\n")


class Names(NamedTuple):
    """The names of a text in its order: where each starts and ends, and its words."""

    starts: list[int]
    ends: list[int]
    forms: list[str]


class People(Protocol):
    """What is asked about the people of an article (see `speakers.Cast`)."""

    text: str
    names: Names
    resolve: roles.Resolve

    @property
    def words_before(self) -> list[str]:
        """Give the word before each name."""

    def canonical(self, form: str) -> str:
        """Complete a surname."""

    def without_office(self, form: str) -> str:
        """Take the name behind an office."""

    def gender(self, form: str) -> str | None:
        """Tell male, female, person or None."""


class Holders:
    """Tell who has which role in one article."""

    def __init__(self, cast: People) -> None:
        # Who holds each other stays until all objects are searched, which measuring hardly ever does: 10 kB an article.
        self.cast: People = proxy(cast)
        self.names, self.text = cast.names, cast.text
        self._titled: dict[str, list[str]] | None = None
        self._apposed: dict[str, list[str]] = {}

    def of(self, words: str, start: int, last_speaker: str) -> str | None:
        """Name whom "the president", "the San Juan mayor" or "his wife" means at a place of the text."""
        modifier, _, role = words.rpartition(" ")
        role = role.lower()
        if role in roles.words_for("bodies"):
            return self._body_before(role, start)
        if _AGED.search(modifier) and self.cast.gender(last_speaker):
            return last_speaker
        holders = self._with_title(role)
        in_office = self._president(last_speaker) if role == "president" and not _PAST.search(modifier) else None
        if in_office and last_speaker not in holders:
            return in_office
        if last_speaker in holders or (
            not holders and role in roles.words_for("formal", "contending") and self.cast.gender(last_speaker)
        ):
            return last_speaker
        is_open = role in roles.words_for("kin") or not self.cast.gender(last_speaker)
        if not holders and is_open and self._is_of(modifier, role):
            holders = [form for form in self._canonical(self._apposed.get(role, [])) if self.cast.gender(form)]
        return holders[0] if len(holders) == 1 else None

    def writer_of(self, document: str, start: int, last_speaker: str) -> str:
        """Name whose "the letter" is: whom the sentence names that brings it in, else who spoke last.

        Where that sentence ("Roe signed a letter") does not name who spoke last, it is nobody's.
        """
        opening = max(0, start - _DOCUMENT_WITHIN)
        brought_in = re.compile(rf"\b[Aa]n? (?:[\w-]+ ){{0,3}}{document}\b(?:(?: [a-z]+ed)? (?:from|by) (?:the )?)?")
        match = next(reversed(list(brought_in.finditer(self.text, opening, start))), None)
        if match is None:
            return last_speaker
        name = bisect_left(self.names.starts, match.end())
        if name < len(self.names.starts) and self.names.starts[name] == match.end() and match[0].endswith(" "):
            return self.cast.canonical(self.names.forms[name])
        before = [end.end() for end in _SENTENCE_END.finditer(self.text, opening, match.start())]
        behind = _SENTENCE_END.search(self.text, match.end(), start)
        sentence = self.text[before[-1] if before else opening : behind.start() if behind else start]
        return last_speaker if last_speaker.rpartition(" ")[2] in sentence else ""

    def maker_of(self, name: int, start: int, paper: str) -> str:
        """Name who made a poll or a report: "a new | Pew | survey", "the | White House | statement"."""
        first = bisect_left(self.names.starts, start)
        whole = self.text[self.names.starts[first] : self.names.ends[name]]
        maker = self.cast.canonical(whole if "/" in whole else self.names.forms[name])
        is_maker = roles.is_organisation(self.cast.resolve(maker), maker) or roles.is_body(maker)
        return maker if is_maker or paper in roles.words_for("polls") else ""

    def _is_of(self, modifier: str, role: str) -> bool:
        """Tell whether the text names a role as a modifier with a capital does: "mayor of San Juan", if any."""
        place = " ".join(word for word in modifier.split() if word[0].isupper())
        return not place or re.search(rf"\b{role} (?:of|in|for|at) (?:the )?{re.escape(place)}", self.text) is not None

    def _president(self, last_speaker: str) -> str | None:
        """Name the president of the day, if the text names him; without a day, the one president whom it names."""
        surnames = {form.rpartition(" ")[2] for form in self.names.forms}
        in_office = self.cast.resolve("US President")
        if in_office is not None:
            return in_office if in_office.rpartition(" ")[2] in surnames else None
        named = [one for one in held_by("US president") if one.rpartition(" ")[2] in surnames]
        if last_speaker in named:
            return last_speaker
        return named[0] if len(named) == 1 else None

    def _with_title(self, role: str) -> list[str]:
        """Tell who has a role before the name: "President Trump"; every name is looked at once, for all roles."""
        if self._titled is None:
            self._titled = {}
            words = {form: form.removesuffix(self.cast.without_office(form)).split() for form in set(self.names.forms)}
            for before, end, form in zip(self.cast.words_before, self.names.ends, self.names.forms, strict=True):
                title = (words[form] or [before])[-1].lower()
                if title:
                    apposed = title.endswith(",")  # "his wife, Ana Pires"
                    (self._apposed if apposed else self._titled).setdefault(title.rstrip(","), []).append(form)
                match = _APPOSED.match(self.text, end) if self.text.startswith(", ", end) else None
                if match is not None and roles.is_profession(match[1]):
                    self._apposed.setdefault(match[1], []).append(form)
        return self._canonical(self._titled.get(role, []))

    def _canonical(self, forms: list[str]) -> list[str]:
        return list(dict.fromkeys(map(self.cast.canonical, forms)))

    def _body_before(self, body: str, start: int) -> str | None:
        """Find which body "the ministry" or "the agency" is: the last one named with that word, or of that kind."""
        behind, kinds = re.compile(rf"(?:['’]s)? (?:[a-z]+ )?{re.escape(body)}\b"), roles.kinds_of_bodies().get(body)
        called = roles.called_like(body)
        is_office = body in roles.words_for("offices_of_state")
        short = {one.rpartition(" ")[0] for one in self.names.forms if is_office and one.lower().endswith(f" {body}")}
        of_kind = None
        for name in range(bisect_left(self.names.starts, start) - 1, -1, -1):
            first, last, form = self.names.starts[name], self.names.ends[name], self.names.forms[name]
            if start - last > _BODY_WITHIN:
                break
            match = behind.match(self.text, last, start)
            if form in short and not match:  # "Treasury officials … the department"
                name = self.names.forms.index(f"{form} {body.title()}")
                first, last, form = self.names.starts[name], self.names.ends[name], self.names.forms[name]
            ending = form.rpartition(" ")[2].lower()
            if match or (ending == body and " " in form):
                is_owned = name and self.text[self.names.ends[name - 1] : first] in (" ", "'s ", "’s ")
                whole = self.text[self.names.starts[name - 1] if is_owned else first : match.end() if match else last]
                return self.cast.resolve(whole) or whole
            if called and self.text[max(0, first - TITLE_WITHIN) : first].rstrip().rpartition(" ")[2] in called:
                return self.cast.canonical(form)  # "trade association US Telecom … the group"
            if of_kind is None and kinds is not None and self._is_of_kind(form, ending, kinds):
                of_kind = self.cast.canonical(form)
        return of_kind

    def _is_of_kind(self, form: str, ending: str, kinds: frozenset[str]) -> bool:
        """Tell an organisation by its last word, by the alias file, or as an acronym that stands there again."""
        known = self.cast.resolve(form)
        is_used = known is not None or sum(form == other.upper() for other in self.names.forms) > 1
        return ending in kinds or (is_used and roles.is_organisation(known, form))
