"""Noun phrases in a row of classed tokens: where one begins and ends, and which name stands in apposition to it."""

from typing import Any

from analysis.measures.voice.grammar import Mention, grammar
from analysis.measures.voice.tokens import Tokens, listed
from analysis.measures.voice.uses import irregular_pasts

_NAME_LENGTH = 6
"""Tokens of a name, points of initials among them."""
_KINDS_OF_NOTICE = frozenset("daily weekly monthly quarterly yearly early".split())
"""Words that look like adverbs in "the commission's daily update"."""
NOUNS = frozenset("family assembly ally".split())
"""Words that look like adverbs and are somebody: "her family said"."""
TIMES = frozenset("this last earlier late early next that".split())
"""What a time begins with beside a subject: "Mike Pompeo this week declared"."""
MANY = frozenset("number majority minority handful couple dozens hundreds thousands millions percent cent lot".split())
"""What stands before the "of" of those who speak."""


def is_act(tokens: Tokens, place: int) -> bool:
    """Tell whether a token may be a verb in the past or in the third person."""
    return grammar().acts[tokens.codes[place]] or tokens.words[place] in irregular_pasts()


class Phrases:
    """Find noun phrases among the tokens of several texts."""

    def __init__(self, tokens: Tokens) -> None:
        self.code, self.quoted = tokens.codes, tokens.quotations
        self.tokens, self.words = tokens, tokens.words
        self.grammar: Any = grammar()
        self.acts, self.pasts = self.grammar.acts, irregular_pasts()

    def is_act(self, place: int) -> bool:
        """Tell whether a token may be a verb in the past or in the third person."""
        return self.acts[self.code[place]] or self.words[place] in self.pasts

    def is_name(self, first: int, last: int) -> bool:
        """Tell whether tokens are a name and nothing else: a few words with a capital."""
        code, capital, point = self.code, self.grammar.capital, self.grammar.point
        return 0 < last - first <= _NAME_LENGTH and all(
            capital[code[place]] or code[place] == point for place in range(first, last)
        )

    def after(self, start: int, end: int) -> Mention | None:
        """Take the noun phrase that starts here, or the name in apposition to it: "the mayor, Ana Pires"."""
        phrase = self.plain(start, end)
        if phrase is None or phrase.last >= end:
            return phrase
        if self.grammar.capital[self.code[phrase.last - 1]]:
            return self._of_body(phrase, end) or phrase
        first = last = phrase.last + 1
        while last < end and self.is_name(first, last + 1):
            last += 1
        ends = last == end or self.grammar.comma[self.code[last]] or self.code[last] == self.grammar.point
        return Mention(first, last) if self.grammar.comma[self.code[phrase.last]] and last > first and ends else phrase

    def with_partner(self, phrase: Mention | None, end: int) -> Mention | None:
        """Add the second of two names behind a verb: "“…,” said Ana Pires | and Jo Roe"."""
        flags, code = self.grammar, self.code
        if phrase is None or phrase.last >= end or code[phrase.last] != flags.and_:
            return phrase
        other = self.plain(phrase.last + 1, end)
        if other is None or not self.is_name(other.first, other.last):
            return phrase
        is_next = flags.predicate[code[other.last]] or self.is_act(other.last)  # "said Ana Pires, and Jo Roe left"
        return phrase if is_next else phrase._replace(last=other.last)

    def _of_body(self, body: Mention, end: int) -> Mention | None:
        """Take who is of a body in a place: "University of California, Los Angeles, professor | Mark Roe"."""
        flags, code, place = self.grammar, self.code, body.last
        while place < end and (flags.capital[code[place]] or code[place] in (flags.of, flags.comma_)):
            place += 1
        is_role = flags.role[code[place]] or self.words[place] in listed("speakers", "roles", "posts", "holding")
        is_place = flags.comma_ == code[place - 1] and flags.of in code[body.last : place]
        return self.plain(place, end) if is_role and is_place and flags.capital[code[place + 1]] else None

    def plain(self, start: int, end: int) -> Mention | None:
        """Take the noun phrase that starts here: up to its first preposition, comma or verb."""
        grammar, code, place = self.grammar, self.code, start
        while place < end and code[place] == grammar.mark:
            place += 1
        first = place
        if (
            place + 1 < end
            and grammar.time[code[place]]
            and grammar.capital[code[place + 1]]
            and self._is_capital(place)
        ):
            place += 1  # "said | April McKinney"
        if place < end and grammar.pronoun[code[place]] and not grammar.opens[code[place]]:
            return Mention(place, place + 1)
        while place < end and (
            grammar.noun_like[code[place]] or self._joins(place, end, first) or self._is_noun_here(place, first)
        ):
            if place > first and (self._is_verb(place) or self.opens_time(place)):
                break
            if place > first + 1 and grammar.possessive[code[place]] and self.words[place - 1].endswith("s"):
                return Mention(first, place - 1)  # "the agency | updates its statement"
            place += 1
        return Mention(first, place) if place > first else None

    def _is_capital(self, place: int) -> bool:
        return self.words[place][0].isupper()

    def opens_time(self, place: int) -> bool:
        """Tell the word behind a name that a time begins with: "said Mr Roe | last week"."""
        flags, before = self.grammar, self.code[place - 1]
        return self.words[place] in TIMES and flags.time[self.code[place + 1]] and flags.capital[before]

    def _abbreviates(self, point: int) -> bool:
        """Tell the point of "Sen. Rubio" and of "U.S. military"."""
        return self.grammar.opens[self.code[point + 1]] or self.code[point - 1] == self.grammar.upper

    def holder_behind(self, link: int, last: int) -> int:
        """Find the name behind a body's lower-cased office, or behind "the story": 0 where there is none.

        "Center for Equality director | Ana Pires", "turned to the story | Ana Pires called".
        """
        flags, code, place = self.grammar, self.code, last
        while place > link and (flags.capital[code[place]] or code[place] == flags.point):
            place -= 1
        if self.words[link - 1 : link + 2] == ["chief", "of", "staff"] and place == link + 1 < last:
            return place + 1
        if not link + 1 < place < last or not flags.noun_like[code[place]] or flags.determines[code[place]]:
            return 0
        if flags.role[code[place]]:
            is_holder = flags.capital[code[link - 1]] and flags.capital[code[link + 1]]
        else:
            is_holder = flags.determines[code[link + 1]] and place == link + 2
        return place + 1 if is_holder else 0

    def _is_office(self, link: int, last: int) -> bool:
        """Tell an official of a body from a phrase that describes: "Department of Homeland Security official"."""
        flags, code = self.grammar, self.code
        inside = code[link + 1 : last]
        return (
            flags.role[code[last]]
            and bool(inside)
            and all(flags.capital[each] for each in inside)
            and flags.capital[code[link - 1]]
        )

    def _is_verb(self, place: int) -> bool:
        """Tell an irregular past from the nouns around it: "Mr Roe | sent an email"."""
        return self.is_act(place) and not self.grammar.acts[self.code[place]]

    def _is_noun_here(self, place: int, first: int) -> bool:
        """Tell a noun from the verb that it is elsewhere: "rights | advocates | were", "the | counsel | Ana Roe"."""
        flags, now, behind = self.grammar, self.code[place], self.code[place + 1]
        is_post = flags.capital[behind] and self.words[place] in listed("speakers", "holding", "posts")
        return place > first and ((flags.third[now] and flags.being[behind]) or is_post)

    def _joins(self, place: int, end: int, first: int) -> bool:
        """Tell a point of an abbreviation ("Sen. Rubio"), an "of" behind a number ("two of the men"), and "a tally"."""
        flags, now, before = self.grammar, self.code[place], self.code[place - 1]
        if place + 1 < end and now == flags.point:
            return self._abbreviates(place)
        if now == flags.of:
            return place == first + 1 and (before == flags.quantity or before == flags.number)
        is_between = place > first and flags.determines[before] and not flags.cue[now]
        return is_between and (flags.adverb[now] or flags.lower_ing[now])

    def before(self, last: int, start: int) -> Mention:
        """Take the noun phrase that ends here, without the prepositional phrases that follow its head.

        Its last word is a noun, whatever it may be elsewhere: "the judges said", "witnesses said".

        Where no noun ends here ("he: …"), it is the word itself.
        """
        grammar, code = self.grammar, self.code
        place, end = last, last + 1
        while place > start:
            now = code[place]
            if place < last and self._is_verb(place):
                break
            is_kept = self.words[place] in _KINDS_OF_NOTICE and grammar.noun_like[code[place - 1]]
            if (
                is_kept
                or place == last
                or grammar.noun_like[now]
                or (place < last and grammar.determines[code[place - 1]] and grammar.links[code[place + 1]])
                or (now == grammar.point and self._abbreviates(place))
            ):
                place -= 1
            elif now == grammar.of and self.words[place - 1] in MANY:
                return Mention(place + 1, end)  # "a number of | officials"
            elif grammar.links[now] and self.holder_behind(place, last):
                return Mention(self.holder_behind(place, last), end)
            elif grammar.links[now] and (grammar.noun_like[code[place - 1]] or grammar.determines[code[place - 2]]):
                end = end if self._is_office(place, last) else place
                place -= 1
            elif now == grammar.and_ and grammar.opens[code[place + 1]] and grammar.noun_like[code[place - 1]]:
                place -= 1
            else:
                break
        return Mention(min(place + 1, last), end)

    def first(self, start: int, limit: int) -> Mention | None:
        """Fall back on the first noun phrase of the sentence that no preposition governs."""
        grammar, code = self.grammar, self.code
        governed = False
        for place in range(start + 1, limit):
            now = code[place]
            if self.quoted[place]:
                continue
            if grammar.links[now] or grammar.hangs[now]:
                governed = True
            elif grammar.comma[now]:
                governed = False
            elif not governed and grammar.stands_alone[now]:
                return Mention(place, place + 1)
            elif not governed and grammar.opens[now] and not self._is_time(place, limit):
                return self.after(place, limit)
        return None

    def _is_time(self, place: int, limit: int) -> bool:
        """Tell a time from a subject: "Last year, he argued"."""
        phrase = self.plain(place, limit)
        return phrase is not None and phrase.last < limit and self.grammar.time[self.code[phrase.last]]
