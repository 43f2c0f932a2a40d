"""Whom "he" and "she" mean: who opens the pronoun's sentence, who is talked of in the sentences before, who spoke last.

A pronoun goes on with what the text is about: the subject of the sentence before, or who speaks in it, comes before
nearer names in other places. Nobody is taken of whom the article says the other sex, and no place or body.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple

from analysis.measures.voice import roles
from analysis.measures.voice.grammar import Candidate, Mention
from analysis.measures.voice.phrases import Phrases
from analysis.measures.voice.speakers import GENDERS, Cast, Likeness
from analysis.measures.voice.tokens import Tokens
from analysis.measures.voice.uses import DONE

_BACK = 5
"""Sentences outside quotation marks that a pronoun looks back over."""
_OWNED, _TITLE = 40, 4
"""Characters behind a possessive that name what it belongs to, and of a title before a name ("Mr. ")."""
_NEAR_LINES = 5
"""Line breaks that it looks back over (an empty line counts as one); a long quotation between does not count."""


class _Sentence(NamedTuple):
    """A sentence's tokens, from its start to its end, and the characters that they stand at."""

    first: int
    last: int
    start: int
    end: int


class _Topic(NamedTuple):
    """Whom a sentence is about: by name, or by a role that may be somebody named before."""

    name: str
    role: str


class Antecedents:
    """Find whom a pronoun means among the people of one text."""

    def __init__(
        self, tokens: Tokens, phrases: Phrases, starts: Sequence[int], ends: Sequence[int], cast: Cast
    ) -> None:
        self.tokens, self.phrases, self.cast = tokens, phrases, cast
        self.starts, self.ends = starts, ends
        self.code, self.quoted, self.grammar = phrases.code, phrases.quoted, phrases.grammar

    def of(
        self, pronoun: Mention, cue: str, said: tuple[int, int], candidates: Sequence[Candidate], last_speaker: str
    ) -> str:
        """Name whom "he" or "she" means, who speaks at these tokens; empty where that would be a guess.

        ``said`` are the characters of what is said, ``candidates`` what the text attributes before it. Who "continues"
        has spoken last.
        """
        wanted = GENDERS[self.tokens.words[pronoun.first].lower().partition("'")[0].partition("’")[0]]
        own = self._around(pronoun.first)
        before = self._names_before(own, self.starts[pronoun.first], said)
        opening = self._opening(own, before, wanted)
        if opening:
            return opening
        if cue in roles.words_for("continuing") and self.cast.likeness(last_speaker, wanted):
            return self.cast.of_sex(last_speaker, wanted)
        role = ""
        for sentence in self._back(own):
            topic = self._topic(sentence, wanted, candidates)
            if topic.name:
                return topic.name
            role = role or topic.role
        return role or self._last(last_speaker, wanted) or next(reversed(self._likely(before, wanted)), "")

    def _last(self, speaker: str, wanted: str) -> str:
        """Take who spoke last, be it somebody whose given name is rarely of that sex."""
        if not speaker:
            return ""
        if self.cast.likeness(speaker, wanted):
            return self.cast.of_sex(speaker, wanted)
        is_known = self.cast.resolve(speaker) is not None
        return speaker if self.cast.gender(speaker) and not is_known else ""

    def _around(self, place: int) -> _Sentence:
        first = place
        while first > 0 and self.code[first] != self.grammar.start:
            first -= 1
        last = self.code.index(self.grammar.end, place)
        return _Sentence(first, last, self.starts[first + 1], self.ends[last - 1])

    def _back(self, own: _Sentence) -> Iterator[_Sentence]:
        """Give the sentences before, the nearest first; those that are all quotation are passed over."""
        text, lines, sentence = self.tokens.text, 0, own
        number = 0
        while number < _BACK and sentence.first > 0 and text[sentence.first - 1] == text[own.first]:
            before = self._around(sentence.first - 1)
            is_quoted = all(self.quoted[before.first + 1 : before.last])
            lines += 0 if is_quoted else self.cast.text.count("\n", before.end, sentence.start)
            if lines > _NEAR_LINES:
                return
            sentence = before
            if not is_quoted:
                number += 1
                yield sentence

    def _names_before(self, sentence: _Sentence, limit: int, said: tuple[int, int]) -> list[int]:
        """Give the names of a sentence up to a character that stand outside quotation marks and what is said."""
        names = self.cast.names
        low, high = bisect_left(names.starts, sentence.start), bisect_left(names.starts, min(limit, sentence.end))
        outside = (name for name in range(low, high) if not said[0] <= names.starts[name] < said[1])
        return [name for name in outside if not self.quoted[self._token(sentence, names.starts[name])]]

    def _token(self, sentence: _Sentence, character: int) -> int:
        return bisect_right(self.starts, character, sentence.first + 1, sentence.last) - 1

    def _opening(self, sentence: _Sentence, names: list[int], wanted: str) -> str:
        """Take the person before the pronoun whom nothing governs: "When | Mr Roe | made headlines, he said"."""
        owner = ""
        for name in names:
            form = self.cast.names.forms[name]
            likeness = self.cast.likeness(form, wanted)
            if likeness < Likeness.NAME:
                continue
            if self.cast.is_possessive(name):
                is_thing = likeness >= Likeness.PERSON and not self._is_whose(name)
                owner = self.cast.of_sex(form, wanted) if is_thing else owner
            elif not self._is_governed(sentence, name):
                return self.cast.of_sex(form, wanted)
        return owner

    def _is_whose(self, name: int) -> bool:
        """Tell whether a possessive belongs to a person: "Mr Roe’s lawyer", not "Mr Roe’s announcement"."""
        behind = self.cast.text[self.cast.names.ends[name] + 2 :][:_OWNED].replace(",", " ,").split()
        return any(map(roles.is_profession, takewhile(str.isalpha, behind)))

    def _is_governed(self, sentence: _Sentence, name: int) -> bool:
        """Tell a name behind a preposition or a verb from one that opens a clause: "In a letter to Mr Roe, he said"."""
        flags, code = self.grammar, self.code
        place = self._token(sentence, self.cast.names.starts[name]) - 1
        while place > sentence.first and flags.noun_like[code[place]] and not self.phrases.is_act(place):
            place -= 1
        now = code[place]
        opens = place == sentence.first or flags.comma[now] or flags.parting[now] or now == flags.mark
        return not (opens or flags.hangs[code[place]] or flags.predicate[code[place]])

    def _topic(self, sentence: _Sentence, wanted: str, candidates: Sequence[Candidate]) -> _Topic:
        """Take who speaks in a sentence or whom it is about; else the one person whom it names.

        A pronoun of the same sex and a role ("the lawmaker") go on with whom the text names before; the role is kept
        for the case that it names nobody.
        """
        role = ""
        spoken = self._speakers_in(sentence, candidates)
        for speaker, start in spoken:
            if not (self.cast.likeness(speaker, wanted) or self.cast.may_be_surname(speaker)):
                continue
            if self._is_pronoun(start, wanted):
                return _Topic(speaker, "")
            if speaker != speaker.lower() or self.cast.text[start : start + 4].lower() != "the ":
                return _Topic(self.cast.of_sex(speaker, wanted), "")
            role = role or speaker
        subject = self.phrases.first(sentence.first, sentence.last)
        own = self._of_subject(subject, wanted) if subject is not None and not role else ""
        if subject is not None and own:
            is_role = own == own.lower() and self.tokens.words[subject.first].lower() == "the"
            return _Topic("", own) if is_role else _Topic(own, "")
        pronoun = self._pronoun_in(sentence, wanted)
        if pronoun:
            names = self._names_before(sentence, self.starts[pronoun], (-1, -1))
            return _Topic(self._opening(sentence, names, wanted) or self._likeliest(names, wanted), role)
        names = self._names_before(sentence, sentence.end, (-1, -1))
        return _Topic("" if role else self._likeliest(names, wanted), role)

    def _is_pronoun(self, start: int, wanted: str) -> bool:
        return GENDERS.get(self.cast.text[start : start + 3].strip().lower()) == wanted

    def _pronoun_in(self, sentence: _Sentence, wanted: str) -> int:
        """Find "he" or "she" in a sentence, outside quotation marks; 0 where none is."""
        flags = self.grammar.subject_pronoun
        for place in range(sentence.first + 1, sentence.last):
            is_one = flags[self.code[place]] and not self.quoted[place]
            if is_one and GENDERS.get(self.tokens.words[place].lower()) == wanted:
                return place
        return 0

    def _speakers_in(self, sentence: _Sentence, candidates: Sequence[Candidate]) -> list[tuple[str, int]]:
        """Give the speakers whom a sentence names, and where."""
        found = []
        for candidate in reversed(candidates):
            own, start = candidate.attribution, candidate.attribution.mention_start
            if sentence.start <= start < sentence.end:
                is_deed = own.act == DONE
                found.append((self.cast.of_mention(start, own.mention_end, "") if is_deed else own.speaker, start))
            elif 0 <= start < sentence.start:
                break
        return [(speaker, start) for speaker, start in reversed(found) if speaker]

    def _of_subject(self, subject: Mention, wanted: str) -> str:
        """Name the subject of a sentence if a pronoun may mean it."""
        start, end = self.starts[subject.first], self.ends[subject.last - 1]
        before = self.code[subject.first - 1]
        opens = before in (self.grammar.start, self.grammar.mark)
        if self.grammar.subject_pronoun[self.code[subject.first]] or not (opens or self.grammar.comma[before]):
            return ""
        if any(self.grammar.capital[each] for each in self.code[subject.first : subject.last]):
            return self._of_name(start, end, wanted)
        is_role = opens and roles.may_be_of(self.cast.text[start:end], wanted)
        return self.cast.of_mention(start, end, "") if is_role else ""

    def _of_name(self, start: int, end: int, wanted: str) -> str:
        """Name a subject that holds a name; the owner, where it is no person ("Mr Roe’s testimony")."""
        names = self.cast.names
        inside = range(bisect_left(names.starts, start), bisect_left(names.starts, end))
        speaker = self.cast.of_mention(start, end, "")
        if not inside:
            return speaker if roles.sex_of_title(self.cast.text[start:end].partition(" ")[0]) == wanted else ""
        if self.cast.likeness(speaker, wanted):
            return self.cast.of_sex(speaker, wanted)
        first = inside[0]
        is_whole = len(inside) == 1 and names.starts[first] <= start + _TITLE
        fits = is_whole and self.cast.likeness(names.forms[first], wanted)
        is_subject = not self._is_whose(first) if self.cast.is_possessive(first) else self._is_verb_behind(first, end)
        return self.cast.of_sex(names.forms[first], wanted) if fits and is_subject else ""

    def _is_verb_behind(self, name: int, end: int) -> bool:
        """Tell the verb that was taken for a noun behind a name: "Mr Roe | jumps"."""
        rest = self.cast.text[self.cast.names.ends[name] : end].split()
        return len(rest) == 1 and rest[0].islower() and rest[0].endswith(("s", "ed"))

    def _likeliest(self, names: list[int], wanted: str) -> str:
        """Take the one person of some names, be it one of several who is likelier than the others."""
        found: dict[str, Likeness] = {}
        for form in (self.cast.names.forms[name] for name in names):
            likeness = self.cast.likeness(form, wanted)
            found[self.cast.of_sex(form, wanted)] = likeness
        most = max(found.values(), default=Likeness.NO)
        best = [name for name, likeness in found.items() if likeness == most]
        return best[0] if most and len(best) == 1 else ""

    def _likely(self, names: list[int], wanted: str) -> list[str]:
        forms = (self.cast.names.forms[name] for name in names)
        return [self.cast.of_sex(form, wanted) for form in forms if self.cast.likeness(form, wanted) >= Likeness.PERSON]
