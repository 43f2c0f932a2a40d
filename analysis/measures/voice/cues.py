"""Where verbs that may attribute stand, and which of them attributes a run of tokens."""

from bisect import bisect_left
from typing import Any

import numpy as np

from analysis.measures.voice.grammar import Run, grammar
from analysis.measures.voice.tokens import Tokens
from analysis.measures.voice.uses import DONE, of_cues

_QUOTED_NEAR, _QUOTED_FAR = 5, 4
"""A verb so near behind a quotation is preferred to one that stands further before it."""
_MORE_BEHIND = 6
"""A verb behind a run must be so many tokens nearer than one before it."""
_NAME = 5
"""Tokens of a name between its "the" and a noun: "the Super Bowl champion"."""
_SAID_BETWEEN = 2
"""Tokens between a verb and what it says that leave no room for anything else."""


def places(tokens: Tokens) -> list[int]:
    """Find the places of verbs that may attribute; what may be another word too counts where a verb may stand.

    No verb stands behind a possessive ("Korea's state media"), no noun in -s before a helping verb.
    An adjective needs a form of "be" shortly before it.
    """
    code, flags = tokens.code, grammar()
    before, after = np.roll(code, 1), np.roll(code, -1)
    may_be_noun = np.array(flags.noun_or_verb)
    verb = np.array(flags.before_verb)[before] | ~may_be_noun[code]
    is_count = (before == flags.number) | np.array(flags.counts)[before]
    verb |= np.array(flags.pure_base)[code] & is_count  # "42% say", "those over 60 say", "of those surveyed say"
    verb &= ~(may_be_noun[code] & np.array(flags.helping)[after])
    being = np.array(flags.being)
    verb &= ~np.array(flags.adjective)[code] | being[before] | being[np.roll(code, 2)] | being[np.roll(code, 3)]
    records = np.array(flags.third) & ~np.array(flags.says)
    verb |= (np.array(flags.noun) | records)[before] & np.array(flags.base)[code]  # "polls show", if more than one
    chosen = np.flatnonzero((np.array(flags.cue)[code] & verb) | (code == flags.according)).tolist()
    return [place for place in chosen if not _is_other_word(tokens.words, tokens.codes, place, flags)]


def _is_other_word(words: list[str], code: list[int], place: int, flags: Any) -> bool:
    """Tell nouns behind a possessive, participles before a noun, and set phrases from verbs."""
    word, before, after = words[place], code[place - 1], code[place + 1]
    if flags.noun_or_verb[code[place]] and words[place - 1].endswith(("'s", "’s")):
        return True
    if flags.third[code[place]] and (
        flags.determines[before] or (flags.pure_base[after] and not flags.says[code[place]])
    ):
        return True  # "the witnesses", "records show"
    if flags.noun[before] and flags.base[code[place]] and not words[place - 1].endswith("s"):
        return True  # "a report claim"
    if flags.noun_or_verb[code[place]] and flags.determines[code[place - 2]] and not words[place - 1].endswith("s"):
        return not flags.helping[before]  # "at the top of the Today show"
    if word == "say":  # "needless to say, …" and "take, say, the cars of a suspect"
        is_aside = words[place - 1] == "," == words[place + 1]
        return is_aside or (before == flags.to and words[place - 2].lower() in ("needless", "suffice"))
    if flags.ing[code[place]]:  # "his approval rating", "their 10-3 ruling that", "writing is"
        return before == flags.number or flags.determines[before] or flags.helping[after]
    if flags.base[code[place]] and flags.noun_or_verb[code[place]] and flags.capital[before]:
        near = code[max(place - _NAME, 0) : place]
        return flags.the in near and flags.and_ not in near and not words[place - 1].endswith("s")
    is_joined = flags.acts[code[place]] and before == flags.and_ and word in ("alleged", "suspected")
    is_adjective = flags.past[code[place]] and (flags.governs[before] or is_joined) and flags.noun_like[after]
    return is_adjective and not flags.determines[after]


class Cues:
    """Tell which verb attributes a run of tokens."""

    def __init__(self, tokens: Tokens, code: list[int], quoted: list[int]) -> None:
        self.code, self.quoted = code, quoted
        self.words, self.grammar = tokens.words, grammar()
        self.places = places(tokens)

    def before(self, place: int) -> int:
        """Give the number of the last cue before a token, -1 where there is none."""
        return bisect_left(self.places, place) - 1

    def is_one(self, place: int) -> bool:
        """Tell whether a verb that may attribute stands here."""
        number = bisect_left(self.places, place)
        return number < len(self.places) and self.places[number] == place

    def of_run(self, run: Run) -> int:
        """Choose between the nearest verb on the left and on the right of a run; -1 where neither stands."""
        fronted = self._fronted(run)
        if fronted:
            return fronted
        left, right = self._left(run), self._right(run)
        if left < 0 or right < 0:
            return max(left, right)
        if self._is_told(left, run):
            return left
        before, after = run.first - left, right - run.last
        if before <= _SAID_BETWEEN and run.first - run.start > _SAID_BETWEEN:
            return left
        if run.quoted and after <= _QUOTED_NEAR and before > _QUOTED_FAR:
            return right
        return left if before <= after + _MORE_BEHIND else right

    def _left(self, run: Run) -> int:
        own = self.quoted[run.first] or -1  # a verb inside the same quotation is part of what is said
        place = bisect_left(self.places, run.first) - 1
        while place >= 0 and self.places[place] > run.start and self.quoted[self.places[place]] == own:
            place -= 1
        steps_back = place > 0 and self.places[place - 1] > run.start
        if steps_back and self._opens_with_that(run) and self._is_deed(self.places[place]):
            place -= 1  # "he said the talks continued but that …"
        return self.places[place] if place >= 0 and self.places[place] > run.start else -1

    def _fronted(self, run: Run) -> int:
        """Find "According to" at the beginning of a sentence whose clause behind a comma is this run; 0 for none."""
        first = run.start + 1
        while self.code[first] in (self.grammar.open, self.grammar.mark):
            first += 1
        is_fronted = self.code[first] == self.grammar.according and self.code[run.first - 1] == self.grammar.comma_
        return first if is_fronted and not run.quoted else 0

    def _is_deed(self, verb: int) -> bool:
        use = of_cues().get(self.words[verb].lower())
        return use is not None and use.act == DONE

    def _opens_with_that(self, run: Run) -> bool:
        return self.grammar.that in self.code[run.first : run.first + 2]

    def _right(self, run: Run) -> int:
        own = self.quoted[run.first] or -1
        place = bisect_left(self.places, run.last)
        while place < len(self.places) and self.places[place] < run.end and self.quoted[self.places[place]] == own:
            place += 1
        place = self._past_description(place, run)
        is_own = place < len(self.places) and self.places[place] < run.end and not self._turns(run)
        return self.places[place] if is_own else -1

    def _turns(self, run: Run) -> bool:
        """Tell words that the next clause does not report: "they left, | but she said it was over"."""
        flags, code, place = self.grammar, self.code, run.last
        while place < run.end and (flags.comma[code[place]] or code[place] == flags.mark):
            place += 1
        parts = flags.parting[code[place]] or (not run.quoted and code[place] == flags.and_)
        return place > run.last and parts and (flags.opens[code[place + 1]] or flags.subject_pronoun[code[place + 1]])

    def _is_told(self, verb: int, run: Run) -> bool:
        """Tell whether nothing but who is told stands between a verb and a "that" that opens a run."""
        flags, code = self.grammar, self.code
        return (
            code[run.first] == flags.that
            and flags.says[code[verb]]
            and all(flags.audience[each] for each in code[verb + 1 : run.first])
        )

    def _past_description(self, place: int, run: Run) -> int:
        """Pass over what describes the speaker: "…,” an official who asked not to be named told AFP"."""
        if place + 1 >= len(self.places) or not run.quoted or not self._describes(self.places[place]):
            return place
        later = place + 1
        while later < len(self.places) and self.places[later] < run.end:
            if self.grammar.says[self.code[self.places[later]]]:
                return later
            later += 1
        return place

    def _describes(self, verb: int) -> bool:
        """Tell the verb of a relative clause, or of "…, often referred to as AMLO, said"."""
        flags, code, place = self.grammar, self.code, verb - 1
        if flags.relative[code[place]]:
            return True
        while flags.adverb[code[place]]:
            place -= 1
        return flags.past[code[verb]] and not flags.says[code[verb]] and code[place] == flags.comma_
