"""From a verb to its subject: over helping verbs, appositions, infinitives and relative clauses."""

from bisect import bisect_left
from typing import Any, NamedTuple

from analysis.measures.voice.cues import Cues
from analysis.measures.voice.grammar import Mention, grammar
from analysis.measures.voice.nobody import is_opener
from analysis.measures.voice.phrases import MANY, NOUNS, TIMES, Phrases
from analysis.measures.voice.roles import short_states, states
from analysis.measures.voice.tokens import listed, tellers

_REACH = 40
"""How many tokens a verb of saying may stand away from its subject."""
_OWNER = 3
"""How many tokens before a participle the "with" may stand that opens its phrase: "with some critics saying"."""
_APPOSITION = 30
"""How many tokens may stand between a subject and its verb, between two commas."""
_RELATIVE = 12
"""How many tokens a relative clause may hold before its antecedent's verb: "staff who asked for anonymity said"."""
_COMPARED = frozenset("like unlike including".split())
"""What opens a comparison between two commas: "Ana Pires, like Mr Roe, said"."""


_SEATS = ("R-", "D-", "I-")
"""How party and state of a member of the Congress begin."""


class _Found(NamedTuple):
    """The end of a walk."""

    mention: Mention | None


class Subjects:
    """Walk left from verbs to their subjects."""

    def __init__(self, phrases: Phrases, cues: Cues) -> None:
        self.code, self.quoted, self.words = phrases.code, phrases.quoted, phrases.words
        self.grammar: Any = grammar()
        self.phrases, self.cues = phrases, cues

    def of(self, cue: int, start: int) -> Mention | None:
        """Walk left from a verb to its subject."""
        if self.grammar.ing[self.code[cue]]:
            found = self._of_participle(cue, start)
            if found is not None:
                return found.mention
        place = cue - 1
        for _ in range(_REACH):
            if place <= start:
                return self.phrases.first(start, cue)
            step = self._step(place, cue, start)
            if isinstance(step, _Found):
                return step.mention
            place = step
        return None

    def _step(self, place: int, cue: int, start: int) -> int | _Found:
        """Say where the walk goes on, or how it ends."""
        flags, now = self.grammar, self.code[place]
        if flags.time[now] and place - 2 > start and not flags.comma[self.code[place - 1]]:
            return self._over_time(place)
        if self.words[place] in NOUNS:
            return _Found(self._outside_relative(self.phrases.before(place, start), start))
        is_year = now == flags.number and flags.time[self.code[place - 1]] and place - 2 > start
        if is_year or flags.skipped[now] or self.words[place] in listed("speakers", "adverbs"):
            return place - 1
        if now == flags.quantity and flags.skipped[self.code[place - 1]]:
            return place - 1
        if flags.links[now] and flags.time[self.code[place + 1]]:
            return place - 1  # "Mr Roe | on Monday night | urged"
        if now == flags.close:
            return self._back_to(flags.open, place, start) - 1
        if now == flags.to:
            return self._over_infinitive(place, start)
        if flags.comma[now]:
            return self._over_apposition(place, start)
        return _Found(self._ending_at(place, cue, start))

    def _ending_at(self, place: int, cue: int, start: int) -> Mention | None:
        """Take the subject that ends at a token which is neither comma, adverb nor helping verb."""
        flags, now = self.grammar, self.code[place]
        if now in (flags.and_, flags.but):
            return self.of_verb_before(place, start)
        if flags.relative[now]:
            return self._antecedent(place, start)
        if now == flags.it and self.code[place - 1] == flags.make_:  # "has made it clear"
            return self.of(place - 1, start)
        if flags.pronoun[now]:
            return Mention(place, place + 1)
        if not flags.noun_like[now] and not self._is_noun_of_saying(place, cue):
            return self.of_verb_before(place + 1, start)
        if flags.ing[self.code[cue]] and self._is_letter(place, start):
            return self.of_verb_before(place, start)
        return self._outside_relative(self.phrases.before(place, start), start)

    def _is_noun_of_saying(self, place: int, cue: int) -> bool:
        """Tell the noun of "the judges said" from a verb: nothing else stands right before a verb in the past."""
        flags, now = self.grammar, self.code[place]
        is_noun = flags.third[now] or (flags.noun_or_verb[now] and flags.determines[self.code[place - 1]])
        return place == cue - 1 and is_noun and flags.past[self.code[cue]]

    def _is_letter(self, place: int, start: int) -> bool:
        """Tell "released a statement | saying" and "wrote to Mr Hall | vowing" from "critics | saying"."""
        flags, phrase = self.grammar, self.phrases.before(place, start)
        if self.code[place] == flags.media_noun or flags.letter[self.code[phrase.last - 1]]:
            return True
        before = self.code[phrase.first - 1]
        number = self.cues.before(phrase.first)
        return before == flags.to and number >= 0 and self.cues.places[number] > start

    def _over_time(self, place: int) -> int:
        before = place - 1
        is_plain = not self.grammar.capital[self.code[before]] and self.words[before] in (*TIMES, "each", "every")
        return before - is_plain

    def _over_infinitive(self, place: int, start: int) -> int:
        """Go from "to" on to the verb before, and over it: "wants to call", "used the day to call"."""
        flags, code = self.grammar, self.code
        place -= 1
        if flags.noun_like[code[place]] and not flags.cue[code[place]]:
            verb = self.phrases.before(place, start).first - 1
            if code[verb] == flags.to and self.phrases.is_act(verb - 1):
                return verb - 2  # "took to the Senate floor to say"
            is_object = verb > start and (self.phrases.is_act(verb) or code[verb] == flags.get)
            return verb - 1 if is_object else place
        while place > start and (flags.cue[code[place]] or flags.skipped[code[place]]) and not self._is_noun(place):
            place -= 1
        return place

    def _is_noun(self, place: int) -> bool:
        return self.grammar.noun_like[self.code[place]] and self.grammar.opens[self.code[place - 1]]

    def _over_apposition(self, place: int, start: int) -> int | _Found:
        """Take the name between two commas, or go over what stands there: "Varmus, the former director, said"."""
        flags, code = self.grammar, self.code
        owner = self._before_whose(place, start)
        if owner is not None:
            return _Found(owner)
        earlier = self._comma_before(place, start)
        if earlier < 0:
            return _Found(self.phrases.first(start, place))
        if self._is_place_or_seat(earlier, place):
            return earlier - 1  # "a baker in Abilene, Kan., said"
        if self._names_subject(earlier, place):
            return _Found(Mention(earlier + 1, place))  # "the minister, Lee Han-sol, said"
        is_bracket = code[place - 1] == flags.close or self.words[start + 1].endswith("ly")
        if earlier == start + 2 and is_bracket and is_opener(self.words[start + 1]):
            return _Found(self.phrases.plain(earlier + 1, place + 1))  # "Amusingly, the mayor (D-Ohio), said"
        if self._ends_with_name(earlier, place):
            return _Found(Mention(earlier + 1, place))  # "an official, deputy chief Lee Han-sol, said"
        place = self.over_seat(earlier - 1, start)
        while code[place] == flags.number and flags.comma[code[place - 1]] and place - 2 > start:
            place -= 2  # an age: "Hazel Welsh, 42, a lecturer, said"
        return place

    def _is_place_or_seat(self, earlier: int, place: int) -> bool:
        """Tell a state behind its town, or a seat behind its holder: "Abilene, | Kan., |", "Ana Pires, | R-Ohio, |"."""
        whole = " ".join(self.words[earlier + 1 : place]).replace(" .", "")
        is_place = whole in states() or whole in short_states() or whole.startswith(_SEATS)
        return is_place and self.grammar.capital[self.code[earlier - 1]]

    def _before_whose(self, place: int, start: int) -> Mention | None:
        """Take whom a "whose" describes up to a comma: "Ana Pires, whose wife, Jo Roe, was hurt, said"."""
        flags, code = self.grammar, self.code
        for earlier in range(place - 1, max(start + 2, place - _APPOSITION), -1):
            if self.words[earlier] == "whose":
                return self.phrases.before(earlier - 2, start) if flags.comma[code[earlier - 1]] else None
            is_next = flags.comma[code[earlier]] and code[earlier + 1] in (flags.and_, flags.but)
            if is_next or flags.says[code[earlier]]:
                return None
        return None

    def over_seat(self, place: int, start: int) -> int:
        """Go over the party and state between two commas: "Ana Pires, | R-Ohio, | the panel's chair, said"."""
        flags, code, first = self.grammar, self.code, place
        while first > start and (flags.capital[code[first]] or code[first] == flags.point):
            if self.words[first].startswith(_SEATS) and flags.comma[code[first - 1]]:
                return first - 2
            first -= 1
        return place

    def _ends_with_name(self, earlier: int, place: int) -> bool:
        """Tell a role with its holder's name in apposition to a subject without a name."""
        flags, code = self.grammar, self.code
        inside = code[earlier + 1 : place]
        is_role = any(not flags.capital[each] for each in inside)
        is_named = is_role and flags.capital[code[place - 1]] and flags.capital[code[place - 2]]
        return is_named and not flags.capital[code[earlier - 1]] and all(flags.noun_like[each] for each in inside)

    def _names_subject(self, earlier: int, place: int) -> bool:
        """Tell the subject's name in apposition from its owner's: "a lawyer for Roe's aide, Ana Pires, said"."""
        before, code = earlier - 1, self.code
        of = next(
            (each for each in range(earlier + 2, place) if code[each] in (self.grammar.of, self.grammar.from_)), place
        )
        if not self.phrases.is_name(earlier + 1, of) or not (of == place or self.phrases.is_name(of + 1, place)):
            return False
        if self.words[before - 1].endswith(("'s", "’s")) and not self.grammar.capital[self.code[before]]:
            owner = before - 1
            while self.grammar.capital[code[owner]]:
                owner -= 1
            now = code[before]
            is_person = self.grammar.role[now] or self.grammar.agent[now]
            is_person = is_person or self.words[before] in listed("speakers", "kin", "roles")
            return bool(is_person) and not self.grammar.links[code[owner]]
        return not self.phrases.is_name(before, earlier) or self._opens_with_role(before)

    def _opens_with_role(self, before: int) -> bool:
        """Tell "A spokesman for the ministry, | Lee Han, said" from "Paris, | Ana Pires, said"."""
        for place in range(before, max(before - _RELATIVE, 0), -1):
            if self.grammar.role[self.code[place]] or self.words[place] in listed(
                "speakers", "posts", "roles", "holding"
            ):
                return bool(self.grammar.links[self.code[place + 1]])
        return False

    def _comma_before(self, place: int, start: int) -> int:
        """Find the comma that opens an apposition which ends here."""
        for earlier in range(place - 1, max(start, place - _APPOSITION), -1):
            if self.grammar.comma[self.code[earlier]]:
                return earlier if earlier > start + 1 else -1
        return -1

    def _back_to(self, wanted: int, place: int, start: int) -> int:
        for earlier in range(place - 1, max(start, place - _APPOSITION), -1):
            if self.code[earlier] == wanted:
                return earlier
        return place

    def _antecedent(self, place: int, start: int) -> Mention:
        """Take what a relative pronoun stands for, with the pronoun."""
        before = place - 1
        while before > start and self.grammar.comma[self.code[before]]:
            before -= 1
        if before > start and self.grammar.noun_like[self.code[before]]:
            phrase = self.phrases.before(before, start)
            described = self._described(phrase, start)
            return described or Mention(phrase.first, place + 1)
        return Mention(place, place + 1)

    def _described(self, phrase: Mention, start: int) -> Mention | None:
        """Take the name that a description follows: "Ana Pires, | a mother of two", "Ana Pires, | chairman of"."""
        flags, code = self.grammar, self.code
        if flags.base[code[phrase.first - 1]] and flags.comma[code[phrase.first - 2]]:
            phrase = phrase._replace(first=phrase.first - 1)  # "a name, | project | coordinator for"
        before = phrase.first - 2
        is_post = self.words[phrase.last - 1] in listed("speakers", "posts", "holding", "roles")
        is_post = is_post and flags.links[code[phrase.last]] and flags.capital[code[before - 1]]
        opens = is_post or flags.determines[code[phrase.first]] or flags.role[code[phrase.first]]
        behind = code[phrase.last]
        is_bare = (
            not is_post and not flags.determines[code[phrase.first]] and flags.says[behind]
        )  # "in Ohio, police said"
        is_apposition = opens and not is_bare and flags.comma[code[phrase.first - 1]] and before > start
        is_opening = before == start + 1 and not flags.comma[behind] and is_opener(self.words[before])
        if is_opening or not is_apposition or not flags.capital[code[before]]:
            return None  # "Amusingly, | the mayor said"
        name = self.phrases.before(before, start)
        between = range(start + 2, name.first)
        is_fronted = flags.links[code[start + 1]] and not any(flags.comma[code[each]] for each in between)
        is_fronted = is_fronted and name.first > start + 1 and not any(map(self.phrases.is_act, between))
        return None if is_fronted else name

    def _outside_relative(self, phrase: Mention, start: int) -> Mention:
        """Take the antecedent where a phrase ends a relative clause: "staff who asked for anonymity | said"."""
        flags, code = self.grammar, self.code
        described = self._described(phrase, start)
        if described is not None and flags.capital[code[described.last - 1]]:
            return described  # but "it hurt 71 people in Tanta, | the ministry said"
        if flags.determines[code[phrase.first]] and flags.comma[code[phrase.first - 1]]:
            return phrase
        before = code[phrase.first - 1]
        if before == flags.who and (self.words[phrase.first - 1] == "whom" or flags.capital[code[phrase.first]]):
            return phrase  # "Ana Pires, whom | Roe describes"
        if before == flags.who:
            return self._antecedent(phrase.first - 1, start)  # "a resident who lives near the house said"
        is_closed = flags.comma[code[phrase.last]] and flags.comma[code[phrase.first - 2]]
        if self.words[phrase.first - 1] == "whose" and is_closed and phrase.first - 3 > start:
            return self.phrases.before(phrase.first - 3, start)  # "the group, whose members include Roe, said"
        is_aside = code[phrase.first - 2] == flags.but or code[phrase.first - 2] == flags.and_
        if flags.links[before] and is_aside:
            return self.of_verb_before(phrase.first - 2, start) or phrase  # "touted it, but at a debate said"
        if before == flags.of and self.words[phrase.first - 2] in MANY:
            return phrase
        if (
            self.words[phrase.first - 1] in _COMPARED
            and flags.comma[code[phrase.first - 2]]
            and phrase.first - 3 > start
        ):
            return self.phrases.before(phrase.first - 3, start)  # "Ana Pires, like Mr Roe, said"
        if flags.links[before] or before in (flags.to, flags.by):
            return self._head(phrase, start)
        if not self.phrases.is_act(phrase.first - 1):
            return phrase
        for place in range(phrase.first - 2, max(start, phrase.first - _RELATIVE), -1):
            if code[place] == flags.who:
                return self._antecedent(place, start)
            if not (flags.skipped[code[place]] or flags.acts[code[place]]):
                break
        return phrase

    def _head(self, phrase: Mention, start: int) -> Mention:
        """Take what opens a sentence that nothing but its description follows: "Lawyers for an aide of Mr Roe"."""
        flags, code = self.grammar, self.code
        first = start + 1
        if flags.comma[code[first + 1]] and not flags.capital[code[first]]:
            first += 2  # "Still, lawyers for"
        elif flags.links[code[first]] and flags.comma[code[first + 2]]:
            first += 3  # "In Berlin, organizers of"
        if not (flags.opens[code[first]] or flags.noun_like[code[first]]) or phrase.first - first > 2 * _RELATIVE:
            return phrase
        for place in range(first, phrase.first):
            now, behind = code[place], code[place + 1]
            described = flags.links[behind] or behind in (flags.to, flags.by)
            is_participle = self.phrases.is_act(place) and described
            if now == flags.who or (now == flags.that and behind != flags.the and place > first):
                return self._antecedent(place, start)
            is_joined = flags.noun_like[now] or flags.links[now] or now in (flags.to, flags.by) or is_participle
            if not is_joined:
                return phrase
        return self.phrases.plain(first, phrase.first) or phrase

    def _of_participle(self, cue: int, start: int) -> _Found | None:
        """Find who a participle belongs to: "…, he said, adding", "with critics saying"; None where a walk tells."""
        if self.words[cue - 1] == "as" and self.grammar.noun_like[self.code[cue - 2]]:
            return _Found(self.phrases.before(cue - 2, start))  # "cited a spokesman as saying"
        absolute = self._absolute(cue, start)
        if absolute is not None:
            return _Found(absolute)
        if self.grammar.loose[self.code[cue - 1]]:
            return _Found(self._main_subject(cue - 1, start))
        return None

    def _absolute(self, cue: int, start: int) -> Mention | None:
        """Find the subject of a participle behind "with": "controversial, with critics | saying"."""
        place = cue - 1
        while place > start and cue - place <= _OWNER + 1 and self.grammar.noun_like[self.code[place]]:
            place -= 1
        is_absolute = place < cue - 1 and self.code[place] == self.grammar.with_
        if is_absolute or self.code[cue - 1] != self.grammar.by:
            return Mention(place + 1, cue) if is_absolute else None
        for earlier in range(cue - 2, max(start, cue - _RELATIVE), -1):  # "with critics justifying it by | calling"
            if self.grammar.comma[self.code[earlier]]:
                break
            if self.words[earlier].endswith("ing"):
                return self._absolute(earlier, start)
        return None

    def _main_subject(self, place: int, start: int) -> Mention | None:
        """Find the subject of the clause that a participle hangs on: "…, he said, adding"."""
        flags, code = self.grammar, self.code
        for earlier in range(place, start, -1):
            if self.quoted[earlier]:
                continue
            if flags.subject_pronoun[code[earlier]] and not self._is_reported(earlier, start):
                return Mention(earlier, earlier + 1)
            if flags.says[code[earlier]] and (flags.past[code[earlier]] or code[earlier + 1] == flags.that):
                is_inverted = self._is_inverted(earlier, place)
                return self.phrases.after(earlier + 1, place) if is_inverted else self.of(earlier, start)
            if self._is_main_verb(earlier, start) or self._tells_now(earlier):
                return self.of(self._governing(earlier, start), start)
            if flags.parting[code[earlier]] and flags.opens[code[earlier + 1]]:
                return self.phrases.first(earlier, place)  # "they passed it, but X blocked it, saying"
        return self.phrases.first(start, place)

    def _is_reported(self, place: int, start: int) -> bool:
        """Tell whether a word stands in what somebody says: "his lawyers contend that | he was ill, adding"."""
        thats = (each for each in range(place - 1, start + 1, -1) if self.code[each] == self.grammar.that)
        return any(self.grammar.says[self.code[each - 1]] for each in thats)

    def _is_main_verb(self, place: int, start: int) -> bool:
        """Tell a past verb with a name or a closed apposition right before it: "Mr Roe hedged, saying"."""
        flags, code = self.grammar, self.code
        before = code[place - 1]
        has_subject = flags.capital[before] or flags.comma[before] or flags.agent[before] or before == flags.close
        return self.phrases.is_act(place) and has_subject and place - 2 > start

    def _governing(self, verb: int, start: int) -> int:
        """Go from a verb in what somebody says to the verb of saying: "the team | argues | the president did not"."""
        for earlier in range(verb - 1, start, -1):
            if self.grammar.comma[self.code[earlier]]:
                break
            if self._tells_now(earlier):
                return earlier
        return verb

    def _tells_now(self, place: int) -> bool:
        """Tell a verb of saying in the present from a noun: "the team argues the president did not, calling"."""
        flags, code = self.grammar, self.code
        before, behind = code[place - 1], code[place + 1]
        has_subject = flags.noun_like[before] and not flags.determines[before]
        has_clause = flags.determines[behind] or flags.capital[behind] or flags.subject_pronoun[behind]
        return flags.says[code[place]] and flags.third[code[place]] and has_subject and has_clause

    def _is_inverted(self, verb: int, end: int) -> bool:
        """Tell "…," said Ana Pires from "Ana Pires, the mayor, said officials had"."""
        flags, before = self.grammar, self.code[verb - 1]
        if self.words[verb].lower() in tellers():
            return False  # "Mr Roe, who made a fortune, told investors"
        if not flags.opens[self.code[verb + 1]] or not (before == flags.mark or flags.comma[before]):
            return False
        phrase = self.phrases.plain(verb + 1, end)
        return phrase is None or phrase.last >= end or not flags.predicate[self.code[phrase.last]]

    def of_verb_before(self, place: int, start: int) -> Mention | None:
        """Share the subject of the verb before: "praised him and called her", "told us that …, and promised"."""
        number = bisect_left(self.cues.places, place) - 1
        relative = self._relative_before(place, start)
        if relative:
            return self._antecedent(relative, start)  # "he named a man, who filed a complaint alleging"
        if number < 0 or self.cues.places[number] <= start:
            return self.phrases.first(start, place)
        return self.of(self._equal_before(number, start), start)

    def _relative_before(self, place: int, start: int) -> int:
        """Find the "who" of the clause that goes on up to a token without a comma; 0 where there is none."""
        flags, code = self.grammar, self.code
        for earlier in range(place - 1, max(start, place - _RELATIVE), -1):
            if code[earlier] == flags.who:
                return earlier if flags.comma[code[earlier - 1]] else 0
            if flags.comma[code[earlier]]:
                return 0
        return 0

    def _equal_before(self, number: int, start: int) -> int:
        """Choose the verb before that shares its subject: in the past or the third person, in no relative clause."""
        flags, code, places = self.grammar, self.code, self.cues.places
        for earlier in range(number, max(number - _RELATIVE, -1), -1):
            verb = places[earlier]
            if verb <= start:
                break
            is_helped = flags.predicate[code[verb - 1]] or (
                code[verb - 1] == flags.not_ and flags.predicate[code[verb - 2]]
            )
            is_finite = flags.past[code[verb]] or flags.third[code[verb]] or is_helped
            if is_finite and not self._is_in_relative(verb):
                return verb
        return places[number]

    def _is_in_relative(self, verb: int) -> bool:
        place = verb - 1
        while self.grammar.skipped[self.code[place]]:
            place -= 1
        return self.code[place] in (self.grammar.who, self.grammar.which)
