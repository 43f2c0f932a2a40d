"""Said, thought or done: what a verb tells of its subject, and which words outside quotation marks it attributes.

"The ministry added 200 jobs" reports no words: nothing but speech can be the object of a verb of saying. `uses` tells
for each cue what it takes; here the words beside it are looked at.
"""

from functools import cache

import numpy as np

from analysis.measures.voice.clauses import families
from analysis.measures.voice.tokens import Tokens, lexicon, listed, tellers
from analysis.measures.voice.uses import (
    DONE,
    SAID,
    THOUGHT,
    Use,
    irregular_pasts,
    is_speech_noun,
    requesting,
    speech_nouns,
)

_CLAUSE_OPENERS = "that if what who which when to there he she they i it how because as"
_FINITE = "is was has had do will would going"
_NICKNAME = 4
"""Words of a name or title in marks."""
_NEAR = 3
"""Tokens at the beginning of a noun phrase among which its head is looked for: "the latest allegations"."""

_PHRASE = 2
"""Words of a noun phrase that somebody says; one alone names a thing."""
_SCARE = 2
"""So many words in marks beside a verb that tells a deed are not what somebody says."""
_LONG = 4
"""Letters from which on every word of a title has a capital."""
_NAMED = 8
"""Tokens that may name a source behind "according to"."""
_NEGATED = 2
"""So many tokens before a verb its "not" or "never" stands: "did not also say"."""
_TOLD = 12
"""Tokens that may name who is told something, and how, before its "that"."""


_WHOLE = 6
"""Tokens from which on the opening of a sentence before "according to" is all that is told, whatever its verb."""
_CONTRACTED = ("he'", "she'", "they'", "it'", "we'", "i'", "you'", "there'", "that'")
"""How a clause opens whose subject and verb are one word."""
_POSSIBLE = frozenset("might could may can should".split())
"""Helping verbs of what may be said: "one might wonder whether"."""


_REQUESTED = (["for", "comment"], ["for", "comments"], ["for", "interviews"])
"""What reporters ask for, which tells nothing of what is said."""


class Reader:
    """Tell the act of attributions, from classes of tokens."""

    def __init__(self, tokens: Tokens, code: list[int], quoted: list[int]) -> None:
        names = lexicon().names
        self.tokens, self.code, self.quoted, self.words = tokens, code, quoted, tokens.words
        self.is_word = tokens.is_words
        self.opens_clause = _flags(_CLAUSE_OPENERS)
        self.finite = [
            name in _FINITE.split() or (name.endswith(("_ed", "_s")) and not name.startswith(("lower_s", "name")))
            for name in names
        ]
        self.audience = (families()["audience"] & ~np.array(_flags("comma point"))).tolist()
        self.pause = _flags("comma dash mark colon semicolon open close question point")
        self.stop = _flags("comma dash semicolon question point ellipsis")
        self.preposition = _flags("of about with at from for preposition against")
        self.noun_opens = _flags(
            "the a his her my this capital upper quantity number noun media_noun speaker_noun someone lower_s it him"
        )
        self.article = _flags("a the number")
        self.start = names.index("start")
        self.number, self.lower_ing = names.index("number"), names.index("lower_ing")
        self.to, self.that, self.of = names.index("to"), names.index("that"), names.index("of")
        self.who, self.which = names.index("who"), names.index("which")
        self.with_, self.what, self.about = names.index("with"), names.index("what"), names.index("about")
        self.is_and = _flags("and but")
        self.end, self.comma, self.is_end = names.index("end"), names.index("comma"), _flags("point question ellipsis")
        self.predicate, self.third = (
            _predicates(),
            [name.endswith("_s") and not name.startswith("lower") for name in names],
        )
        self.adverb = _flags("also later reportedly lower_ly hedge not")
        self.asks_nobody = _flags("when if be was is start comma")
        small = _flags("start end a the his her my in on at of to for with by that and but comma point mark")
        self.content = [not one for one in small]
        self.opens_question, self.is_not = _flags("what if when who which"), _flags("not")
        self.relative = _flags("he she they i who which")
        self.is_modal, self.is_be = _flags("would will"), names.index("be")
        self.person = _flags("him her i he she they speaker_noun lower_agent lower_agents someone capital")
        self.past = [name.endswith("_ed") for name in names]
        self.ing = [name.endswith("_ing") and "_" in name and name != "lower_ing" for name in names]
        self.noun_like = _flags(
            "capital upper lower_s speaker_noun media_noun someone noun lower_noun lower_agent lower_agents lower"
        )

    def act(self, first: int, last: int, cue: int, use: Use | None, kind: str, named: bool) -> str:
        """Tell the act of words outside or partly outside marks; `DONE` where they are nobody's words."""
        if cue > 1 and self.words[cue - 2 : cue] == ["short", "of"]:
            return DONE  # "stopped short of | telling"
        if kind == "indirect" and self._is_empty(first, last):
            return DONE
        if kind != "indirect" and self._is_no_speech(first, last, cue, use, kind, named):
            return DONE
        if kind == "direct" or use is None:
            return SAID
        if kind == "mixed":
            return SAID if use.act == DONE else use.act
        has_that = self.code[first] == self.that
        if use.takes == "quote":
            return SAID if has_that else DONE
        if self._is_described(first, last, cue):
            return DONE
        if use.act == SAID and self._is_interposed(last, cue):
            return SAID if last - first >= _PHRASE else DONE  # "Recently, he said, …"
        if last - first >= _PHRASE and self._is_unsaid(first, cue):
            return THOUGHT if use.act == SAID else use.act  # what somebody would not say
        if self._is_held_by_nobody(first, last, cue, use) or self._is_another_clause(first, last, cue, use):
            return DONE
        if use.pattern == "show" and self.words[cue - 1] in listed("finite", "polls"):
            return SAID  # "a new poll shows Ms Pires ahead of Mr Roe"
        if use.takes == "clause" and not (
            has_that
            or self.is_clause(first, last)
            or self._is_request(first, last, cue)
            or self._is_gerund(first, last, cue, use)
        ):
            return DONE
        return DONE if use.pattern == "name" and not self._names_as(first, last) else use.act

    def _is_empty(self, first: int, last: int) -> bool:
        """Tell what holds nothing that is said: "could change | that", "the paper's requests | for comment"."""
        words = [word.lower() for word in self.words[first : first + 2]]
        return (last == first + 1 and words[0] in ("that", "this", "it")) or words in _REQUESTED

    def _is_described(self, first: int, last: int, cue: int) -> bool:
        """Tell what describes who speaks: "Officials in Sulby, where the blast | was felt, | said"."""
        if cue != last + 1 or self.code[last] != self.comma or not self.predicate[self.code[first]]:
            return False
        opens = next((place for place in range(first - 1, first - _NAMED, -1) if self.code[place] == self.comma), 0)
        return opens > 0 and self.opens_question[self.code[opens + 1]]

    def _is_no_speech(self, first: int, last: int, cue: int, use: Use | None, kind: str, named: bool) -> bool:
        """Tell words in marks that nobody is reported to say: nicknames, titles of works, scare quotes."""
        if self._is_nickname(first, last):
            return True
        if use is not None and use.act == DONE and self._runs_into(last, cue):
            return True
        if kind == "mixed":
            return use is not None and self._is_scare_quote(first, last, use)
        if cue < 0:
            return not named and self._is_scare_quote_alone(first, last)
        return self._is_named_in_passing(first, last, cue) or self._is_work(first, last, cue, use)

    def _is_held_by_nobody(self, first: int, last: int, cue: int, use: Use) -> bool:
        """Tell a clause that is asked, supposed, attempted or addressed, and reported as nobody's words."""
        has_that = self.code[first] == self.that
        return (
            self._names_only_recipient(first, last, cue)
            or self._is_nobodys(cue)
            or self._is_unreal(first, cue)
            or (self._is_attempt(first, last, cue, use) and not has_that)
            or (self._is_asked(cue) and not (cue < first and self.opens_question[self.code[first]]))
            or (self.words[cue].lower() in _questioning() and cue < first and self._is_person(first, last))
        )

    def _is_another_clause(self, first: int, last: int, cue: int, use: Use) -> bool:
        """Tell a clause that only stands near the verb: of a participle, a relative, a noun, or a headline."""
        has_that = self.code[first] == self.that
        return (
            self._is_loose_participle(cue, use)
            or self._is_relative(first, cue, use)
            or self._is_clause_of_noun(first, last, cue)
            or (cue < first - 1 and self.is_and[self.code[first]] and self.code[first + 1] == self.lower_ing)
            or self._is_in_capitals(first, last)
            or (self._is_no_object(first, last, cue, use) and not (has_that and cue < first))
        )

    def _runs_into(self, last: int, cue: int) -> bool:
        """Tell a quotation that is the subject of a verb from what is said: "“the land of the free” continued"."""
        inner = [place for place in range(last - 2, cue) if not self.is_word[place]]
        return last <= cue and cue - last <= _NEAR and not any(self.stop[self.code[place]] for place in inner)

    def _is_named_in_passing(self, first: int, last: int, cue: int) -> bool:
        """Tell a few words in marks far from any verb of saying: "the setting is the “Church of News,” which …"."""
        words = [place for place in range(first, last) if self.is_word[place]]
        before, edge = first, last
        while self.quoted[before] == self.quoted[first]:
            before -= 1
        if len(words) > _NICKNAME or not self.is_word[before]:
            return False
        while self.quoted[edge] == self.quoted[first]:
            edge += 1
        gap = range(cue + 1, first) if cue < first else range(edge, cue)
        inner = [place for place in gap if self.is_word[place]]
        return len(inner) > _NEAR and not any(self.quoted[place] for place in inner)

    def _is_work(self, first: int, last: int, cue: int, use: Use | None) -> bool:
        """Tell a title from speech: "promotes her book, “The Last Ferry.”", "a story headlined “Roe Goes”"."""
        if self.words[cue].lower() in listed("finite", "titling"):
            return True
        return use is not None and use.pattern not in ("say", "argue", "name") and self._is_title(first, last)

    def _is_nickname(self, first: int, last: int) -> bool:
        """Tell a name or title in marks from speech: "goes by the name “Shorty.”", "a column called “The Upgrade”"."""
        inner = [place for place in range(first, last) if self.is_word[place] and self.quoted[place]]
        if not 0 < len(inner) <= _NICKNAME or not all(self.tokens.words[place][0].isupper() for place in inner):
            return False
        before = inner[0] - 1
        while before > 0 and self.quoted[before]:
            before -= 1
        return self.tokens.words[before].lower() in listed("finite", "naming")

    def _is_no_object(self, first: int, last: int, cue: int, use: Use) -> bool:
        """Tell words beside a verb that are not what it says: "this came after X said", "responded to a question"."""
        code = self.code
        if last <= cue and self.ing[code[cue]]:
            return True  # "the president made an effort, saying …"
        if cue < first and use.pattern in ("judge", "topic", "name", "urge") and self._is_far(cue, first):
            return True
        if last <= cue:
            has_pause = any(self.pause[each] for each in code[last:cue])
            return not has_pause or self._is_opening(cue, code[last:cue]) or not self._is_sentence(first, last, cue)
        if self.ing[code[first]] or (self.words[cue].lower() in requesting() and self._is_question(first, last)):
            return True  # "a crowd showing signs", "asked several questions"
        if self.tokens.words[cue].lower() in ("citing", "quoting"):
            return first == cue + 1 and not self.opens_clause[code[first]]
        is_attitude = use.pattern == "judge" and use.act == THOUGHT  # "backed | Roe" tells the whole attitude
        if (last - first < _PHRASE and not is_attitude) or not any(self.content[each] for each in code[first:last]):
            return True
        if self._is_tale(first, last, cue):
            return True
        if use.pattern == "show" and self.words[first] == "no":
            return True  # "showed no sign of anger"
        if use.pattern == "topic" and (code[first] == self.to or self.with_ == code[first]):
            return True
        if use.pattern == "say" and code[first] == self.about and cue < first:
            return True  # "what he said about it"
        if use.pattern == "say" and use.takes == "speech":
            return last - first < _NEAR and not self.is_clause(first, last)
        behind = code[cue + 1]
        is_noun = self.noun_opens[code[cue + 2]] or is_speech_noun(self.words[cue + 2])
        governed = self.preposition[behind] or (behind == self.to and is_noun)
        return (
            use.takes == "clause" and use.pattern in ("say", "argue") and governed and self.that not in code[cue:first]
        )

    def _is_question(self, first: int, last: int) -> bool:
        """Tell whether a noun phrase that ends with "question" opens a stretch."""
        if self.opens_question[self.code[first]]:
            return False  # "asked | whether questions on his age were fair"
        head = next((each for each in range(first, last) if self.words[each].startswith("question")), last)
        return head < min(last, first + _NEAR + 2)

    def _is_far(self, cue: int, first: int) -> bool:
        """Tell an object from words behind another verb: "criticised for …, stuck to his | optimistic tone"."""
        between = self.code[cue + 1 : first]
        return any(self.predicate[each] for each in between) and self.that not in between

    def _is_sentence(self, first: int, last: int, cue: int) -> bool:
        """Tell whether words before a verb are a clause, or all that its sentence holds: "It makes news, he said."."""
        closes = self.code[cue + 1] == self.end or (self.is_end[self.code[cue + 1]] and self.code[cue + 2] == self.end)
        opens = self.words[cue].lower() == "according" and self.code[first - 1] == self.start
        return self.is_clause(first, last) or (closes and last - first >= _NEAR) or (opens and last - first >= _WHOLE)

    def _is_opening(self, cue: int, between: list[int]) -> bool:
        """Tell what only opens a sentence from what is said: "On Monday, after he left, he said that …"."""
        place = cue + 1
        while place < cue + _TOLD and self.audience[self.code[place]]:
            place += 1
        return self.code[place] == self.that and between.count(self.comma) == 1

    def is_clause(self, first: int, last: int) -> bool:
        """Tell whether words are more than a noun phrase, or one that is headed by a noun of saying."""
        words = self.tokens.words
        near = words[first : min(last, first + _NEAR)]
        return not speech_nouns().isdisjoint(near) or self._has_own_verb(first, last)

    def _has_own_verb(self, first: int, last: int) -> bool:
        """Tell words that open as a clause does, or hold a verb of their own."""
        code, words = self.code, self.tokens.words
        if self.opens_clause[code[first]] and not (code[first] == self.to and self.noun_opens[code[first + 1]]):
            return True
        if words[first].lower().replace("’", "'").startswith(_CONTRACTED):
            return True  # "told them | he'd come"
        wanted = 1
        for place in range(first + 1, last):
            if self.finite[code[place]] or words[place] in irregular_pasts():
                wanted -= 1
            elif self.relative[code[place]]:
                wanted += 1  # "the last time | he | did so" has a verb, but not of its own
            if not wanted:
                return True
        return False

    def _is_nobodys(self, cue: int) -> bool:
        """Tell what the writer says without saying I: "it should be noted that"."""
        code, place = self.code, cue - 2
        while self.adverb[code[place]]:
            place -= 1
        return self.past[code[cue]] and code[cue - 1] == self.is_be and self.is_modal[code[place]]

    def _is_unsaid(self, first: int, cue: int) -> bool:
        """Tell what somebody does not say: "didn't explain how they got there", "never mentioned the plan"."""
        reach = _NEAR if self.opens_question[self.code[first]] else _NEGATED
        near = range(max(cue - reach, 0), cue)
        return cue < first and any(self._denies(each) and not self._stops(each, cue) for each in near)

    def _stops(self, first: int, last: int) -> bool:
        return any(self.stop[self.code[place]] for place in range(first, last))

    def _is_unreal(self, first: int, cue: int) -> bool:
        """Tell what is asked or supposed from what is said: "Did Ms Pires say that", "If he says that"."""
        if cue > first:
            return False
        start = cue - 1
        while self.code[start] != self.start and not self.stop[self.code[start]]:
            start -= 1
        opens = self.code[start + 1]
        if self.words[start + 1].lower() in ("if", "unless") or self.words[cue - 1] in _POSSIBLE:
            return True
        if not (self.predicate[opens] and self.code[start] == self.start):
            return False
        end = self.code.index(self.end, cue)
        return "?" in self.words[end - 2 : end]

    def _denies(self, place: int) -> bool:
        word = self.words[place]
        return self.is_not[self.code[place]] or word.endswith(("n't", "n’t")) or word in listed("finite", "declining")

    def _is_interposed(self, last: int, cue: int) -> bool:
        """Tell the beginning of a sentence that goes on behind its verb: "The risk, he said, is small"."""
        code = self.code
        if cue < last or code[last] != self.comma or not 0 < cue - last <= _NEAR + 2:
            return False
        behind = cue + 1
        if self.words[cue].lower() == "according":
            behind += 1
            while behind < cue + _NAMED and (self.noun_like[code[behind]] or self.article[code[behind]]):
                behind += 1
        return code[behind] == self.comma and not self.is_end[code[behind + 1]]

    def _names_only_recipient(self, first: int, last: int, cue: int) -> bool:
        """Tell who is told from what is said: "wrote | to colleagues", "echoed | as well"."""
        words = self.words
        between = self.code[cue + 1 : first]
        is_beside = cue < first and all(self.adverb[each] for each in between)
        is_to = self.code[first] == self.to and words[cue].lower() in listed("audience", "addressing") and is_beside
        return (is_to and not self.is_clause(first + 1, last)) or (words[first] == "as" and words[first + 1] == "well")

    def _is_request(self, first: int, last: int, cue: int) -> bool:
        """Tell what somebody is asked to do: "asked her to call the minister"."""
        if first != cue + 1 or self.words[cue].lower() not in requesting():
            return False
        place = first
        while place < min(first + _TOLD, last) and (self.audience[self.code[place]] or self.person[self.code[place]]):
            place += 1
        return first < place < last and self.code[place] == self.to

    def _is_gerund(self, first: int, last: int, cue: int, use: Use) -> bool:
        """Tell what somebody proposes or admits to do: "suggested | closing the bridge"."""
        is_object = first == cue + 1 and self.code[first] == self.lower_ing and use.pattern in ("say", "argue")
        return is_object and last - first >= _NEAR

    def _is_attempt(self, first: int, last: int, cue: int, use: Use) -> bool:
        """Tell what somebody means to say, or will not: "attempted to ask him", "would not stress the risk"."""
        before = cue - 1
        while self.adverb[self.code[before]]:
            before -= 1
        is_object = use.pattern in ("judge", "urge", "topic", "name") or (
            use.act == SAID and not self.is_clause(first, last)
        )
        return (is_object and self.is_modal[self.code[before]]) or (
            self.code[cue - 1] == self.to and self.words[cue - 2].lower() in listed("finite", "attempting")
        )

    def _is_tale(self, first: int, last: int, cue: int) -> bool:
        """Tell what is told of from what is told: "told her story"."""
        tells = self.words[cue].lower() in tellers()
        return tells and not (self._has_own_verb(first, last) or self._is_request(first, last, cue))

    def _is_clause_of_noun(self, first: int, last: int, cue: int) -> bool:
        """Tell what describes a noun behind a verb: "apologised to two players | who were removed"."""
        code = self.code
        opens = code[first] == self.who or code[first] == self.which
        is_asked = self.words[cue].lower() in requesting()
        opens = opens or (code[first] == self.that and self._has_predicate(first))
        is_noun = self.noun_like[code[first - 1]] or self.words[first - 1] in ("others", "those")
        is_noun = is_noun or code[first - 1] == self.number
        return opens and (cue + 1 < first or last <= cue) and is_noun and not is_asked

    def _is_asked(self, cue: int) -> bool:
        """Tell what somebody is asked from what he asks: "when asked why", "was asked about"."""
        before, behind = self.code[cue - 1], self.code[cue + 1]
        if self.words[cue].lower() != "asked" or not self.asks_nobody[before]:
            return False
        return before != self.comma or not self.person[behind]  # but "Roe, the mayor, asked her if"

    def _is_in_capitals(self, first: int, last: int) -> bool:
        """Tell a line of a headline between paragraphs: "MAYOR BLASTS | PLANS FOR THE BRIDGE"."""
        if not (self.words[first].isupper() or self.words[first + 1].isupper()):
            return False
        return sum(map(str.isupper, self.words[first:last])) * 2 > sum(self.is_word[first:last]) >= _NEAR

    def _is_person(self, first: int, last: int) -> bool:
        """Tell whether an object is somebody, who is questioned, and no statement: "questioned its crew members"."""
        head = next((place for place in range(first, last) if not self.noun_like[self.code[place]]), last) - 1
        return not self.is_clause(first, last) and self.person[self.code[max(head, first)]]

    def _is_scare_quote(self, first: int, last: int, use: Use) -> bool:
        """Tell words in marks inside a deed: "refers to a “guide”", "speaking on “State of the Union”"."""
        n_quoted = sum(self.is_word[place] and self.quoted[place] > 0 for place in range(first, last))
        return (use.pattern == "topic" and self._is_title(first, last)) or (use.act == DONE and n_quoted <= _SCARE)

    def _is_scare_quote_alone(self, first: int, last: int) -> bool:
        """Tell a few words in marks that no verb and no speaker stands beside from speech: "the ladder “of chance”"."""
        words = [place for place in range(first, last) if self.is_word[place]]
        return len(words) <= _NICKNAME and not any(self.stop[self.code[place]] for place in range(first, last + 1))

    def _is_title(self, first: int, last: int) -> bool:
        """Tell the name of a programme in marks: "speaking on “State of the Union”"."""
        inner = [self.tokens.words[place] for place in range(first, last) if self.is_word[place] and self.quoted[place]]
        return bool(inner) and all(word[0].isupper() or len(word) < _LONG for word in inner)

    def _is_relative(self, first: int, cue: int, use: Use) -> bool:
        """Tell "questions that remain" from "claims that he left": a verb right behind "that" speaks of the noun."""
        says = self.past[self.code[cue]] or self.third[self.code[cue]] or self.relative[self.code[cue - 1]]
        is_verb = says and use.pattern != "noun"  # also "they say | that would do"
        return not is_verb and first == cue + 1 and self._has_predicate(first)

    def _has_predicate(self, first: int) -> bool:
        """Tell whether a verb follows a "that" at once."""
        behind = first + 1
        return self.code[first] == self.that and (
            self.predicate[self.code[behind]] or self.tokens.words[behind] in irregular_pasts()
        )

    def _is_loose_participle(self, cue: int, use: Use) -> bool:
        """Tell "loudspeakers blasting music" and "a column called The Upgrade" from verbs that have a subject."""
        code = self.code
        if cue < 1 or use.pattern not in ("judge", "urge", "name", "topic"):
            return False
        before = code[cue - 1]
        if self.ing[code[cue]]:
            return self.noun_like[before]
        return use.pattern == "name" and self.past[code[cue]] and code[cue - 1] in _small_nouns()

    def _names_as(self, first: int, last: int) -> bool:
        """Tell whether a thing is called something: "called him a liar", "described it as a war"."""
        words, code = self.tokens.words, self.code
        if words[first] == "as" or code[first] == self.what:
            return True  # "described how they left"
        for place in range(first + 1, last):
            if code[place] == self.to and not self.noun_opens[code[place + 1]]:
                return False  # "called his lawyer to tell him the news"
            if words[place] == "as" or (
                self.article[code[place]] and self.is_word[place - 1] and not _links()[code[place - 1]]
            ):
                return True
        return False


@cache
def _predicates() -> list[bool]:
    names, helping = lexicon().names, _flags("is was has had do will would lower_ed get make")
    verb = [name.endswith(("_ed", "_s")) and not name.startswith("lower") for name in names]
    return [one or other for one, other in zip(helping, verb, strict=True)]


@cache
def _links() -> list[bool]:
    return _flags("of for by as about against on in with at from preposition after before the a and but")


@cache
def _small_nouns() -> frozenset[int]:
    names = lexicon().names
    chosen = "lower lower_noun lower_agent lower_s media_noun".split()
    return frozenset(number for number, name in enumerate(names) if name in chosen)


@cache
def _questioning() -> frozenset[str]:
    return frozenset("questioned questions questioning interviewed challenged challenges mentioned mentions".split())


def _flags(words: str) -> list[bool]:
    chosen = set(words.split())
    return [name in chosen for name in lexicon().names]
