"""To whom the words belong: a mention in a sentence, resolved to a name inside the article, or left as it stands.

Nothing is guessed: a surname that two full names of the article share stays a surname, a pronoun without a fitting
person before it stays empty.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from enum import IntEnum
from functools import cached_property

from analysis.measures.names import held_by, is_demonym, kind_of, kinds
from analysis.measures.voice import initials, nobody, roles
from analysis.measures.voice.holders import TITLE_WITHIN, Holders, Names
from analysis.measures.voice.roles import Resolve
from analysis.measures.voice.uses import irregular_pasts

GENDERS = {"he": "male", "his": "male", "she": "female", "her": "female"}
"""The sex of whom a pronoun means."""
_GROUPS = frozenset(("they", "it"))
_ASKING = {"question": "reporter", "q": "reporter", "questioner": "reporter", "a": ""}
"""Who asks in a transcript, and an answer, which names nobody."""
_NAME_WORDS = 4
"""Words of a name in a headline at most: in a Title In Capitals longer ones are no names."""
_OFFICE_WORDS, _OFFICE_CHARACTERS = 4, 60
"""Words and characters of a title between an organisation and its holder: "Bureau of Prisons Acting Director"."""
_TAIL = re.compile(r" (?:of|from|in|at|for|with) |, (?=who\b|which\b|that\b)|,? who$")
_OF_OFFICE = re.compile(r" (?:of|for|to)(?: the)?(?:(?: and)? [A-Z][\w.&-]*)* ")
"""What a title goes on with before its holder's name: " of State ", " of Health and Human Services "."""
_SENT = re.compile(
    r"\b(?:statement|letter|memo|e-?mail|tweet|post|message|note|report|article|release|op-ed) (?:from|by) (?=\w)"
)
"""What stands before who sends it: "a Twitter message from a Fox News host"."""
_FULL = 2
"""Words of a form of address and a surname."""
_DEFINITE = frozenset("the his her their".split())
"""What stands before a role whose holder the text has named."""
_NUMERAL = re.compile(r"[IVX]+|(?:Article|Section|Title|Chapter) (?:[IVX]+|\d+)")
"""What parts of laws are called."""
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)")
_PURPOSE = re.compile(r" (?:on|of|for) (?:the )?[A-Z][\w-]+(?:(?:,| and|, and)? [A-Z][\w-]+)*")
"""What the name of a body goes on with: " on Foreign Relations", " for Strategic and International Studies"."""
_JOINED = re.compile(r",? and(?: [A-Z][\w-]+){1,3}")
"""The rest of a body's name: "Department of Health | and Human Services"."""
_BETWEEN = re.compile(r"(?:,? \(?[RDI]-[\w. ]+\)?,?)? and (?:the |[\w.-]+ ){0,4}")
"""What stands between two who speak together: "Ana Pires | and Vice President | Jo Roe", "Ana Pires, R-Ohio, | and"."""
_SEVERAL = frozenset("Sens. Reps. Senators Representatives Sens Reps".split())
"""Titles of two whose seats may stand between their names."""
JOINT = " and "
"""What stands in the name of two who speak together."""
_SINCE = 3
"""Words of a name from which on a body or a country may stand before it: "United Nations Ana Pires"."""


class Likeness(IntEnum):
    """How likely a name is that of a man, or of a woman, as the text uses it."""

    NO = 0
    POSSIBLE = 1
    """A word with a capital that nothing tells, or a role that one person has."""
    NAME = 2
    """A given name and a surname, for all that their form says."""
    PERSON = 3
    """A person of unknown sex."""
    SEX = 4


class Cast:
    """The people and organisations that an article names, in the order of the text.

    Parameters
    ----------
    text : str
        The body.
    names : Names
        Names in the body.
    others : sequence of str
        Names elsewhere (in the title), which may complete a surname.
    resolve : callable
        From an office or an alias to a canonical name, or None.
    """

    def __init__(self, text: str, names: Names, others: Sequence[str], resolve: Resolve) -> None:
        self.text, self.names, self.resolve = text, names, resolve
        self._single: frozenset[str] | None = None
        self._full: dict[str, list[str]] = {}
        self._first: dict[str, list[str]] = {}
        short = [form for form in others if form.count(" ") < _NAME_WORDS]
        self._alone: dict[str, str] = {}
        self._surnamed = Counter(form.rpartition(" ")[2] for form in set(names.forms) if " " in form)
        for form in dict.fromkeys([*names.forms, *short]):
            if " " not in form:
                continue
            form = self.without_office(form)
            words = form.split()
            is_person = len(words) > 2 or kind_of(self.resolve(words[0]) or "") != "place" or self.resolve(form)
            if len(words) > 1 and is_person and roles.may_be_full(words):
                _put(self._full, words[-1], form)
                _put(self._first, words[0], form)
        inner = [pair for form in others for pair in roles.full_names_in(form.split()) if pair.split()[1] in self._full]
        for form in inner:
            _put(self._full, form.split()[1], form)
        self._in_headline = frozenset((*short, *inner))
        self._canonical: dict[str, str] = {}
        self._titled: dict[str, str] | None = None
        self._counted: Counter[str] | None = None
        self.holders = Holders(self)

    def canonical(self, form: str) -> str:
        """Complete a surname (or a given name) to the one full name of the article that holds it."""
        given = form
        if form not in self._canonical:
            whole = form = self._plain(form)
            if " " not in form:
                found = self._only(self._full[form]) if form in self._full else self._opened_by(form)
                whole = self._plain(found) if found and not self._is_known_alone(form, found) else form
            self._canonical[given] = self.resolve(whole) or whole
        return self._canonical[given]

    def _opened_by(self, form: str) -> str | None:
        """Give the one name that a word opens and stands for: "Exxon Mobil", but not "Google Search"."""
        whole = self._one(self._first.get(form, []))
        is_given = roles.sex_of_given(form) is not None or roles.has_given_name(form)
        return whole if whole is None or is_given or roles.may_be_short_for(form, whole) else None

    def _plain(self, form: str) -> str:
        """Take a name without offices, countries, half a given name and the initial between two names."""
        form = self._without_country(initials.without_initial(self.without_office(form)))
        plain = initials.without_middle_initial(form)
        return form if self.resolve(form) or self.resolve(plain) else plain  # a known person's namesake stays apart

    def _only(self, forms: list[str]) -> str | None:
        """Give the one name that a surname stands for; of several, the one that the headline holds."""
        found = self._one(forms) or self._one([form for form in forms if form in self._in_headline])
        return found or self._most_named(forms)

    def _most_named(self, forms: list[str]) -> str | None:
        """Give the namesake whom the text names in full first, and more often than all the others together."""
        named = [form for form in map(self.without_office, self.names.forms) if form in forms]
        return named[0] if named and 2 * named.count(named[0]) > len(named) + 1 else None

    def _one(self, forms: list[str]) -> str | None:
        """Give the one name that full forms stand for: "the North" where North Korea and North Koreans are named."""
        meant = {self.resolve(form) or initials.in_full(form) for form in forms}
        return forms[0] if len(meant) == 1 else None

    def _is_known_alone(self, form: str, whole: str) -> bool:
        """Tell "Mexico" from "New Mexico" and a known surname from its namesake's; "Jordan" may be "Jim Jordan"."""
        known = self.resolve(form)
        return (
            known is not None
            and known != self.resolve(whole)
            and (self._is_meant(known, whole) if kind_of(known) == "person" else not roles.has_given_name(whole))
        )

    def _is_meant(self, known: str, namesake: str) -> bool:
        """Tell whether an article means a known person by a surname, and not the namesake whom it names in full.

        It does where it names the known one in full, or uses the surname, or a title and the surname, before the
        namesake's name.
        """
        surname = namesake.rpartition(" ")[2]
        is_dominant = self.resolve(surname) != known or known in held_by("US president")
        if is_dominant or not roles.has_given_name(namesake):
            return True
        naming = (form for form in self.names.forms if form == surname or self.resolve(form) == known)
        first = next(naming, None)
        opens = next((form for form in self.names.forms if form == first or form.endswith(namesake)), None)
        return opens == first or any(form != surname for form in naming)

    def without_office(self, form: str) -> str:
        """Take the name behind an office or a body: "White House Counsel | Ana Pires", "United Nations | Ana Pires"."""
        if form not in self._alone:
            words = form.split()
            first = next((place for place in range(len(words) - 1, 0, -1) if self._opens_name(words, place)), 0)
            self._alone[form] = " ".join(words[first:])
        return self._alone[form]

    def _opens_name(self, words: list[str], place: int) -> bool:
        """Tell whether a name begins here, behind words that are no part of it."""
        before, rest = words[place - 1], words[place:]
        if nobody.is_called_out(before) and not (rest[0].isupper() or any(map(roles.is_common, rest))):
            return True  # "WATCH | Ana Pires"
        if place == 1 and nobody.is_profession_before(before, rest):
            return True  # "Historian | Ana Pires"
        if before.lower().removesuffix("-elect").partition("-of-")[0] in roles.holding():  # "Mother-of-two | Ana Pires"
            if len(rest) < _SINCE - 1:
                is_surname = self._surnamed[rest[0]] > 1 and not roles.is_office_or_body(rest[0].lower())
                is_name = is_surname or not roles.is_common(rest[0])
                return is_name and not before.endswith("s") and not roles.has_given_name(before)
            is_whole = (
                len(rest) < _SINCE
                and not roles.is_office_or_body(rest[-1].lower())
                and rest[0].lower() not in roles.words_for("linking")  # "Doctors | Without Borders"
            )
            return is_whole or roles.has_given_name(rest[0])
        if len(rest) < _SINCE - 1 or any(map(roles.has_given_name, words[:place])):
            return False
        known = self.resolve(" ".join(words[:place]))
        if roles.has_given_name(rest[0]):
            is_body = roles.is_organisation(known, before)
            return roles.is_common(before) or is_body or (known is not None and place > 1)
        is_short = len(rest) == _SINCE - 1 and place == 1
        return is_short and (is_demonym(before) or known == before) and not any(map(roles.is_common, rest))

    def _without_country(self, form: str) -> str:
        """Take the name behind a rank, or behind the country of an office: "President of | Russia | Vladimir Putin"."""
        country, _, rest = form.partition(" ")
        if " " not in rest or self.resolve(form) is not None:
            return form
        is_place = self.resolve(country) == country and (
            roles.has_given_name(rest) or rest.split()[-1] in self._single_words()
        )
        return rest if is_place or country in roles.words_for("ranks") else form

    @cached_property
    def words_before(self) -> list[str]:
        """Give the word before each name, in which its title stands; empty where none is near."""
        text = self.text
        return [
            (text[max(0, start - TITLE_WITHIN) : start].rsplit(None, 1) or ("",))[-1] for start in self.names.starts
        ]

    def _learn_titles(self) -> dict[str, str]:
        """Learn from Mr and Mrs, and from spokeswoman and father, at the first question that needs it."""
        genders: dict[str, str] = {}
        for before, form in zip(self.words_before, self.names.forms, strict=True):
            sex = roles.sex_of_title(before)
            if sex:
                genders.setdefault(self.canonical(form), sex)
        return genders

    def gender(self, form: str) -> str | None:
        """Tell male, female, person (a person whose name does not say) or None (nothing says it is a person)."""
        if JOINT in form:
            return None
        canonical = self.canonical(form)
        if self._titled is None:
            self._titled = self._learn_titles()
        return self._titled.get(canonical) or roles.gender_of(canonical)

    def likeness(self, form: str, wanted: str) -> Likeness:
        """Tell how likely "he" (male) or "she" (female) may mean a name, or a role in small letters."""
        if not form or form.rpartition(" ")[2].islower():
            return Likeness(roles.may_be_of(form, wanted))
        if JOINT in form:
            return Likeness.NO
        whole = self.of_sex(form, wanted)
        gender = self.gender(whole)
        if gender is not None:
            return {wanted: Likeness.SEX, "person": Likeness.PERSON}.get(gender, Likeness.NO)
        known = self.resolve(whole)
        if known is not None:
            return Likeness.PERSON if kind_of(known) == "person" else Likeness.NO
        words = whole.split()
        return self._likeness_of_surname(whole, wanted) if len(words) == 1 else self._likeness_of_name(words)

    def _likeness_of_surname(self, surname: str, wanted: str) -> Likeness:
        bearers = [self.gender(form) for form in self._full.get(surname, ())]
        if any(gender in (wanted, "person") for gender in bearers):
            return Likeness.PERSON
        if bearers and None not in bearers:
            return Likeness.NO
        sex = roles.sex_of_given(surname)
        if sex is not None:
            return Likeness.NO if sex not in ("", wanted) else Likeness.PERSON
        return Likeness.POSSIBLE if self.may_be_surname(surname) and self._is_repeated(surname) else Likeness.NO

    def may_be_surname(self, form: str) -> bool:
        """Tell whether one word with a capital may name a person: it is no place, people, body or word."""
        is_known = self.resolve(form) is not None or roles.is_common(form) or kinds.is_small(form)
        is_plural = form.endswith("s") and (kinds.is_small(form[:-1]) or is_demonym(form[:-1]))
        is_name = roles.looks_like_surname(form) and not is_plural and not is_demonym(form)
        return is_name and not is_known and kinds.by_words([form]) == "other"

    def _is_repeated(self, surname: str) -> bool:
        """Tell a name from a word that opens a sentence, or from a title: it stands there again."""
        if self._counted is None:
            self._counted = Counter(self.names.forms)
        return self._counted[surname] > 1 or bool(self._titled and surname in self._titled)

    def _likeness_of_name(self, words: list[str]) -> Likeness:
        is_word = any(kinds.is_small(word) or roles.is_common(word) for word in words)
        is_place = not roles.words_for("grounds").isdisjoint((words[0], words[-1]))
        is_group = roles.is_body(" ".join(words)) or is_demonym(words[-1])
        if is_word or is_place or is_group or not kinds.looks_like_person(words):
            return Likeness.NO
        return Likeness.PERSON if words[-1] in self._single_words() else Likeness.NAME

    def of_sex(self, form: str, wanted: str) -> str:
        """Name whom a form means where a pronoun tells the sex: "Trump", "she" in an article on Melania Trump."""
        whole = self.canonical(form)
        surname = whole.rpartition(" ")[2]
        if " " in whole and self.gender(whole) in (wanted, None, "person"):
            return whole
        bearers = [other for other in self._full.get(surname, ()) if self.gender(other) == wanted]
        is_alone = " " not in form or form == whole
        return self.canonical(bearers[0]) if len(bearers) == 1 and is_alone else whole

    def of_mention(self, start: int, end: int, last_speaker: str, said: tuple[int, int] = (-1, -1)) -> str:
        """Resolve the words between two places of the text to a speaker; empty where that would be a guess.

        ``said`` are the places of what is said: nobody named in there speaks.
        """
        if " " in self.text[start:end]:
            start, end = self._behind_document(start, end), self._without_tail(start, end)
        end -= 2 * self.text[start:end].endswith(roles.POSSESSIVE)
        words = self.text[start:end].split()
        if len(words) == _FULL and roles.is_title(words[0]):
            sex = roles.sex_of_title(words[0])  # also "Mr Judge", whose name is a word
            return self.of_sex(words[1], sex) if sex else self.canonical(words[1])
        inside = self._last_name_in(start, end)
        body = roles.joined_body(words) if inside is not None else ""
        if body:
            return self.canonical(body)
        if inside is not None and self._is_verb_behind(inside, end):
            return self.canonical(self.names.forms[inside])  # "Roe seems worried, writing"
        if inside is not None and self._names_holder(inside + 1, end):
            return self.canonical(self.names.forms[inside + 1])
        if inside is not None and self._is_head(inside, end):
            form = self.names.forms[inside]
            if _NUMERAL.fullmatch(form):
                return ""  # "Article II"
            joint = self._joint(inside, start)
            if joint:
                return joint
            form = self._whole_name(form, inside, start)
            holder = self._of_office(form, inside, words[0], end, last_speaker)
            is_whole = form.lower() not in roles.words_for("bodies") or self.names.starts[inside] == start
            if holder or is_whole:
                return holder or self._with_purpose(form, inside) or self.canonical(form)
        return self._of_words(words, start, end, last_speaker, inside)

    def _of_words(self, words: list[str], start: int, end: int, last_speaker: str, inside: int | None) -> str:
        """Resolve a pronoun, a role or a noun to a speaker; ``inside`` is the last name that stands in it."""
        pronoun = words[0].lower().replace("’", "'").partition("'")[0] if words else ""
        if len(words) == 1 and pronoun in GENDERS:
            return last_speaker if last_speaker and self.likeness(last_speaker, GENDERS[pronoun]) else ""
        if len(words) == 1 and pronoun in _GROUPS and last_speaker:
            return self._of_group(last_speaker)
        if not words or pronoun in roles.NO_NAME:
            return self.canonical(self.names.forms[inside]) if inside is not None else ""
        kept = roles.owner_in(roles.without_ending(words[1:] if words[0].lower() in roles.DETERMINERS else words))
        plain = " ".join(kept[roles.acronym_at(kept) :]).strip(roles.MARKS)
        if len(kept) > 1 and roles.is_title(kept[0]):
            return self.canonical(plain.partition(" ")[2])  # "Mr Roe’s letter"
        holder = self._holder_after(end) if plain.rpartition(" ")[2] in roles.words_for("titles") else None
        if holder is None and words[0].lower() in _DEFINITE:
            holder = self.holders.of(plain, start, last_speaker)
            document = plain.rpartition(" ")[2] if plain.partition(" ")[0] in roles.words_for("platforms") else plain
            if document.lower() in roles.words_for("documents") and not holder:
                return self.holders.writer_of(document.lower(), start, last_speaker)
        if holder is None and roles.is_kin_of_somebody(kept):
            holder = self.holders.of(kept[-1], start, "")  # "Roe’s wife"
        named = holder or self.resolve(plain)
        if inside is not None and plain.rpartition(" ")[2] in roles.words_for("papers"):
            maker = self.holders.maker_of(inside, start, plain.rpartition(" ")[2])
            if maker:
                return maker
        if inside is None and plain[1:].islower() and plain.partition(" ")[0].lower() in roles.speaking_nouns():
            plain = plain[:1].lower() + plain[1:]  # one form for "Witnesses" and "witnesses"
        shown = roles.speaking_head(plain if inside is not None else plain[:1].lower() + plain[1:])
        return named or (plain[: len(shown)] if plain.lower() not in roles.words_for("nobody") and shown else "")

    def _joint(self, name: int, start: int) -> str:
        """Name two who speak together: two people, or two whom the alias file knows; empty where only one speaks."""
        between = self.text[self.names.ends[name - 1] : self.names.starts[name]] if name else ""
        is_within = name > 0 and (self.names.starts[name - 1] >= start or self.words_before[name - 1] in _SEVERAL)
        if not is_within or not _BETWEEN.fullmatch(between):
            return ""
        both = [self.canonical(form) for form in self.names.forms[name - 1 : name + 1]]
        are_alike = all(map(self.gender, both)) or all(self.resolve(form) is not None for form in both)
        return JOINT.join(both) if are_alike and both[0] != both[1] else ""

    def _whole_name(self, form: str, name: int, start: int) -> str:
        """Add the word before a name that looks like a time: "21st | Century Fox", "April | McKinney"."""
        before = self.text[start : self.names.starts[name]].strip()
        is_given = " " not in form and roles.sex_of_given(before) is not None
        return f"{before} {form}" if is_given or _ORDINAL.fullmatch(before) else form

    def _with_purpose(self, form: str, name: int) -> str:
        """Add what a body is for, or whose: "Council | on Foreign Relations", "Joint Chiefs | of Staff"."""
        match = _PURPOSE.match(self.text, self.names.ends[name])
        is_body = form.rpartition(" ")[2].lower() in roles.words_for("joining") and self.resolve(form) is None
        if match and is_body:
            return self.canonical(form + match[0])
        joined = _JOINED.match(self.text, self.names.ends[name])
        is_whole = joined is not None and form.partition(" ")[0].lower() in roles.words_for("joining")
        return roles.joined_body((form + joined[0]).split()) if joined and is_whole else ""

    def _of_office(self, form: str, name: int, opening: str, end: int, last_speaker: str) -> str | None:
        """Find who holds an office that stands for him: "Secretary | of State Ana Pires", "the Iowa Democrat"."""
        office = form.rpartition(" ")[2]
        if office in roles.words_for("titles"):
            return self._holder_after(end)
        if opening.lower() != "the":
            return None
        if office.lower() in roles.words_for("parties"):
            return last_speaker if self.gender(last_speaker) else None
        is_holder = office.lower() in roles.holding() and not self.resolve(form)
        return self.holders.of(office, self.names.starts[name], last_speaker) if is_holder else None

    def of_label(self, start: int, end: int, headline: str = "") -> str:
        """Resolve what labels a turn: a name in capitals, an office and its holder, or somebody who only asks."""
        label = self.text[start:end].partition(" (")[0].strip(roles.MARKS)
        if label.lower() in _ASKING:
            return _ASKING[label.lower()]
        if not label.isupper():
            return self.of_mention(start, start + len(label), "")
        words = [word for word in label.title().split() if word.strip(".").lower() not in roles.words_for("formal")]
        if words or label.title() in self._full:
            return self.canonical(" ".join(words) or label.title())  # "KING" of Ana King
        role = label.lower().removeprefix("the ")
        holder = re.search(rf"\b{role.title()} ([A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*)*)", headline)
        return self.canonical(holder[1]) if holder else self.holders.of(role, start, "") or label

    def of_words(self, words: str) -> str:
        """Resolve an office and its holder as a headline names them: "National Security Advisor Jake Sullivan"."""
        parts = words.split()
        in_office = roles.words_for("formal", "roles")
        first = max((place + 1 for place, part in enumerate(parts) if part.lower() in in_office), default=0)
        return self.canonical(" ".join(parts[first:]) or words)

    def _behind_document(self, start: int, end: int) -> int:
        """Begin with who sends a letter: "a message from | a Fox News host"."""
        match = _SENT.search(self.text, start, end)
        return match.end() if match else start

    def _without_tail(self, start: int, end: int) -> int:
        """Cut what follows the name in a mention: "Senator Ana Pires of Rhode Island, who"."""
        for match in _TAIL.finditer(self.text, start, end):
            name = self._last_name_in(start, match.start())
            if name is not None and self.names.ends[name] == match.start() and self.gender(self.names.forms[name]):
                return match.start()
        return end

    def _names_holder(self, name: int, end: int) -> bool:
        """Tell whether the name behind an office is its holder's: "Bureau of Prisons Director Ana Pires"."""
        if name >= len(self.names.starts):
            return False
        if self.names.starts[name] - end > _OFFICE_CHARACTERS:
            return False
        between = self.text[end : self.names.starts[name]].split()
        is_short = 0 < len(between) <= _OFFICE_WORDS
        return is_short and between[-1] in roles.offices() and all(word[0].isupper() for word in between)

    def _is_verb_behind(self, name: int, end: int) -> bool:
        """Tell the verb of a sentence that was taken for a noun behind a person's name: "Mr Roe | jumps"."""
        rest = self.text[self.names.ends[name] : end].split()
        is_verb = len(rest) == 1 and (rest[0] in irregular_pasts() or nobody.is_verb_now(rest[0]))
        return is_verb and self.gender(self.names.forms[name]) is not None

    def _holder_after(self, end: int) -> str | None:
        """Find who holds a title that goes on behind a mention: "Secretary" in "Secretary of State John Kerry said"."""
        name = bisect_left(self.names.starts, end)
        if name == len(self.names.starts) or not _OF_OFFICE.fullmatch(self.text, end, self.names.starts[name]):
            return None
        words = self.names.forms[name].split()
        first = next((place for place in range(1, len(words) - 1) if roles.has_given_name(words[place])), 0)
        return self.canonical(" ".join(words[first:]))  # "Commissioner for | Security | Ana Pires"

    def _last_name_in(self, start: int, end: int) -> int | None:
        place = bisect_left(self.names.starts, end) - 1
        return place if place >= 0 and self.names.ends[place] > start else None

    def _is_head(self, name: int, end: int) -> bool:
        """Tell whether a name is the last word of a mention ("spokesman Josh Earnest", not "the Trump campaign")."""
        rest = self.text[self.names.ends[name] : end].strip(roles.MARKS).lower()
        return not rest or rest.split()[0] in roles.NO_NAME

    def fits(self, pronoun: str, speaker: str) -> bool:
        """Tell whether "they" may mean a speaker, or "he" and "she"."""
        wanted = GENDERS.get(pronoun)
        if wanted is None:
            return pronoun == "they" and bool(self._of_group(speaker))
        return self.likeness(speaker, wanted) > Likeness.NO

    def is_possessive(self, name: int) -> bool:
        """Tell whether a name says whose somebody or something is: "Mr Obama’s finance director"."""
        return self.text.startswith(roles.POSSESSIVE, self.names.ends[name])

    def _may_be_person(self, form: str) -> bool:
        """Tell whether a name of unknown gender is used as persons' are: whole, and its last word alone elsewhere."""
        words = [] if JOINT in form else self.canonical(form).split()
        return self.gender(form) is None and len(words) in (2, 3) and words[-1] in self._single_words()

    def _single_words(self) -> frozenset[str]:
        if self._single is None:
            self._single = frozenset(form for form in self.names.forms if " " not in form)
        return self._single

    def _of_group(self, last_speaker: str) -> str:
        """Let "they" and "it" mean the last speaker, where that is no single person."""
        is_person = self.gender(last_speaker) is not None or self._may_be_person(last_speaker)
        return "" if is_person else last_speaker


def _put(table: dict[str, list[str]], key: str, form: str) -> None:
    """Keep one spelling of each full name: "Kim Jong-un" and "Kim Jong Un" are one."""
    known = table.setdefault(key, [])
    if not known or form.replace("-", " ").lower() not in (other.replace("-", " ").lower() for other in known):
        known.append(form)
