"""Who says it, as it stands in the sentence: the verb that attributes a stretch of text, and its subject.

Works on classes of tokens only. A mention is a run of tokens; what name it stands for is settled in `speakers`.
"""

from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np

from analysis.measures.voice.acts import is_speech_noun
from analysis.measures.voice.clauses import families
from analysis.measures.voice.tokens import Tokens, lexicon

_REACH = 40
"""How many tokens a verb of saying may stand away from what is said."""
_BESIDE = 7
"""How many tokens into the next sentence a verb of saying may stand that belongs to a quoted question."""
_OWNER = 3
"""How many tokens before a noun its owner may stand: "his own long-held fear"."""
_SUBJECT_AFTER, _SUBJECT_LENGTH = 4, 12
"""Tokens between what is said and an inverted subject (a comma, marks, the verb), and the length of such a subject."""
_END = 1
"""The class of a sentence's end."""
_NAME_LENGTH = 6
"""Tokens of a name, points of initials among them."""
_SIGNATURE = 8
"""Tokens of who signs a quotation behind a dash."""
_APPOSITION = 30
"""How many tokens may stand between a subject and its verb, between two commas."""


_TIMES = frozenset("this last earlier late early next that".split())
"""What stands before a time between subject and verb: "Mike Pompeo this week declared"."""


class Run(NamedTuple):
    """Tokens in a row that are somebody else's words, the sentence's bounds, and whether they open in marks."""

    first: int
    last: int
    start: int
    end: int
    quoted: bool


class Mention(NamedTuple):
    """Tokens that name a speaker: the first and the one after the last."""

    first: int
    last: int


class Source(NamedTuple):
    """The token that attributes (-1: none in the sentence) and the mention of the speaker, where there is one."""

    cue: int
    mention: Mention | None


class _Grammar(NamedTuple):
    """Flags by class of token, as plain lists: the loops here ask them one at a time."""

    cue: list[bool]
    says: list[bool]
    noun_like: list[bool]
    opens: list[bool]
    pronoun: list[bool]
    skipped: list[bool]
    links: list[bool]
    relative: list[bool]
    comma: list[bool]
    dash: int
    that: int
    audience: list[bool]
    close: int
    open: int
    capital: list[bool]
    according: int
    to: int
    and_: int
    point: int
    by: int
    past: list[bool]
    ing: list[bool]
    passive: list[bool]
    adverb: list[bool]
    mark: int
    question: int
    opens_clause: list[bool]
    colon: int
    but: int
    who: int
    quantity: int
    media: int
    noun_or_verb: list[bool]
    helping: list[bool]
    being: list[bool]
    adjective: list[bool]
    number: int
    before_verb: list[bool]
    subject_pronoun: list[bool]
    person: list[bool]
    loose: list[bool]
    stands_alone: list[bool]
    noun: list[bool]
    possessive: list[bool]
    names: list[bool]
    among: list[bool]
    with_: int
    time: list[bool]
    parting: list[bool]


@cache
def _grammar() -> _Grammar:
    names = lexicon().names

    def flags(words: str) -> list[bool]:
        """Tell which classes of tokens are among some names."""
        chosen = set(words.split())
        return [name in chosen for name in names]

    def ending(*ends: str) -> list[bool]:
        """Tell which cues have a class that ends so."""
        return [name.endswith(ends) and flag for name, flag in zip(names, families()["cue"].tolist(), strict=True)]

    nouns = (
        "capital upper number the a quantity his her my this speaker_noun media_noun someone noun "
        "lower lower_s lower_noun lower_agent lower_agents symbol it"
    )
    openers = (
        "capital upper the a his her my this quantity speaker_noun media_noun someone number noun "
        "lower_agent lower_agents lower_s"
    )
    skipped = "is was has had do will would not be also later reportedly lower_ly hedge going get make here yesterday"
    nouns_too = [name.endswith("_noun") or "adjective" in name for name in names]
    return _Grammar(
        cue=[bool(flag) for flag in families()["cue"]],
        says=[bool(flag) for flag in families()["strong"]],
        noun_like=[a or b for a, b in zip(flags(nouns), nouns_too, strict=True)],
        opens=flags(openers),
        pronoun=flags("he she they i you it who which someone that what this"),
        skipped=flags(skipped),
        links=flags("of for at from in with on preposition against about"),
        relative=flags("who which that"),
        comma=flags("comma dash"), dash=names.index("dash"), that=names.index("that"),
        audience=families()["audience"].tolist(),
        capital=flags("capital upper"),
        close=names.index("close"), open=names.index("open"), according=names.index("according"), to=names.index("to"),
        and_=names.index("and"), point=names.index("point"), by=names.index("by"),
        past=ending("_ed"), ing=ending("_ing"), passive=flags("is was be get"),
        adverb=flags("also later reportedly lower_ly hedge not"),
        mark=names.index("mark"), question=names.index("question"), colon=names.index("colon"),
        opens_clause=flags("that if he she they it i is was will would has had there"),
        but=names.index("but"), who=names.index("who"),
        quantity=names.index("quantity"), media=names.index("media_noun"),
        noun_or_verb=[name.endswith(("_base_noun", "_s_noun", "_base")) for name in names],
        helping=flags("is was has had will would"), being=flags("is was be get make seem_s seem_ed"),
        adjective=[name.endswith("_adjective") for name in names], number=names.index("number"),
        before_verb=flags(
            "to will would do not they i you he she who which that it also later lower_ly and but capital upper "
            "lower_s lower_agents speaker_noun someone quantity comma has had start"
        ),
        stands_alone=flags("he she they i it you someone this"),
        noun=[bool(flag) for flag in families()["noun"]],
        possessive=flags("his my her"),
        names=[name.startswith("name_") for name in names], among=flags("in"),
        with_=names.index("with"), time=flags("yesterday"), parting=flags("but while"),
        subject_pronoun=flags("he she they i who"),
        person=flags("capital upper he she they i who speaker_noun someone"),
        loose=flags("comma dash mark by while after preposition in of and but for with because when"),
    )  # fmt: skip


def _cues(tokens: Tokens) -> list[int]:
    """Find the places of verbs that may attribute; what may be another word too counts where a verb may stand.

    No verb stands behind a possessive ("Korea's state media"), no noun in -s before a helping verb.
    An adjective needs a form of "be" shortly before it.
    """
    code, grammar = tokens.code, _grammar()
    verb = np.array(grammar.before_verb)[np.roll(code, 1)] | ~np.array(grammar.noun_or_verb)[code]
    verb &= ~(np.array(grammar.noun_or_verb)[code] & np.array(grammar.helping)[np.roll(code, -1)])
    being = np.array(grammar.being)
    near = being[np.roll(code, 1)] | being[np.roll(code, 2)] | being[np.roll(code, 3)]
    verb &= ~np.array(grammar.adjective)[code] | near
    places = np.flatnonzero((np.array(grammar.cue)[code] & verb) | (code == grammar.according))
    words, may_be_noun = tokens.words, grammar.noun_or_verb
    return [
        place for place in places.tolist() if not (may_be_noun[code[place]] and words[place - 1].endswith(("'s", "’s")))
    ]


class Finder:
    """Find cues and mentions among the tokens of several texts."""

    def __init__(self, tokens: Tokens, texts: Sequence[str]) -> None:
        self.code = tokens.code.tolist()
        self.quoted = tokens.quoted.tolist()
        self.tokens, self.texts = tokens, texts
        self.grammar = _grammar()
        self.cues = _cues(tokens)

    def without_subjects(self, runs: list[Run]) -> list[Run]:
        """Leave out runs that only name the speaker after the verb: "…, said the ministry in a statement"."""
        kept: list[Run] = []
        for run in runs:
            follows = bool(kept) and 0 <= run.first - kept[-1].last <= _SUBJECT_AFTER
            if not (follows and self._names_speaker(run)):
                kept.append(run)
        return kept

    def _names_speaker(self, run: Run) -> bool:
        grammar, code = self.grammar, self.code
        cue = run.first - 1
        inverted = grammar.comma[code[cue - 1]] or code[cue - 1] == grammar.mark
        says = grammar.says[code[cue]] and grammar.past[code[cue]]
        relative = code[run.first] == grammar.who
        return (
            inverted
            and says
            and (grammar.opens[code[run.first]] or relative)
            and run.last - run.first <= _SUBJECT_LENGTH
        )

    def ends_speech(self, place: int) -> bool:
        """Tell whether a quotation that ends here ends as speech does before its verb: "…,” X said"."""
        grammar, code = self.grammar, self.code
        while self.quoted[place] and code[place] == grammar.mark:
            place -= 1
        return grammar.comma[code[place]] or code[place] == grammar.question

    def is_conjunction(self, place: int) -> bool:
        """Tell whether "but" or "and" stands here."""
        return self.code[place] in (self.grammar.but, self.grammar.and_)

    def names_in_marks(self, cue: int, mark: int) -> bool:
        """Tell whether a verb of naming stands right before a quotation: "what he called “beautiful” letters"."""
        return self.grammar.names[self.code[cue]] and not self.tokens.is_word[cue + 1 : mark].any()

    def introduces(self, first: int, mark: int) -> bool:
        """Tell whether words before a quotation introduce it ("he wrote back, “…”") or go on into it ("it is “…”")."""
        grammar, code = self.grammar, self.code
        ends = code[mark - 1]
        opens = any(grammar.opens_clause[each] for each in code[first:mark])
        return (grammar.comma[ends] or ends == grammar.colon) and not opens

    def source(self, run: Run) -> Source:
        """Find who a run of tokens is attributed to, in its sentence or, after "…?", in the next."""
        label = self._label(run) or self._signature(run)
        if label is not None:
            return Source(-1, label)
        announced = self._announced(run) if run.quoted else None
        if announced is not None:
            return announced
        owner = self._owner(run)
        if owner is not None:
            return Source(run.first - 1, owner)
        if self.code[run.first] == self.grammar.that and is_speech_noun(self.tokens.words[run.first - 1]):
            return Source(run.first - 1, None)  # "following reports that": nobody says whose
        cue = self._cue(run)
        if cue >= 0:
            return Source(cue, self._mention(cue, run))
        return self._in_next_sentence(run) if run.quoted else Source(-1, None)

    def _label(self, run: Run) -> Mention | None:
        """Take who stands before a colon that opens the run, unless a verb of saying stands there too."""
        grammar, code = self.grammar, self.code
        colon = run.first - 1
        while colon > run.start and code[colon] == grammar.mark:
            colon -= 1
        before = range(max(run.start, colon - _BESIDE), colon)
        if code[colon] != grammar.colon or any(grammar.cue[code[place]] for place in before):
            return None
        if self._is_dateline(run.start, colon):
            return None
        for place in range(colon - 1, run.start, -1):
            if grammar.person[code[place]]:
                return self._phrase_before(place, run.start)
        return None

    def _is_dateline(self, start: int, colon: int) -> bool:
        """Tell "NEW DELHI: …", at the top of a text, from the label of a speaker."""
        is_first = start == 0 or self.tokens.text[start - 1] != self.tokens.text[start]
        return is_first and all(
            self.tokens.words[place].isupper() or self.code[place] == self.grammar.comma
            for place in range(start + 1, colon)
        )

    def _signature(self, run: Run) -> Mention | None:
        """Take who signs a quotation behind a dash at the end of its line: "“…” -Commissioner Geoffrey Sparks"."""
        grammar, code, place = self.grammar, self.code, run.last
        while place < run.end and (code[place] in (grammar.mark, grammar.point, grammar.question)):
            place += 1
        if not run.quoted or code[place] != grammar.dash or not 0 < run.end - place - 1 <= _SIGNATURE:
            return None
        last = place + 1
        while last < run.end and (grammar.noun_like[code[last]] or code[last] == grammar.point):
            last += 1
        is_whole = last == run.end or grammar.comma[code[last]]
        return Mention(place + 1, last) if is_whole and grammar.capital[code[place + 1]] else None

    def _announced(self, run: Run) -> Source | None:
        """Look in the line before for who is announced with a colon: "From Chairwoman Rosenwald:" and a new line."""
        grammar, code = self.grammar, self.code
        colon = run.start - 2
        opens = all(code[place] == grammar.mark for place in range(run.start + 1, run.first))
        if (
            colon < 1
            or not opens
            or code[colon] != grammar.colon
            or self.tokens.text[colon] != self.tokens.text[run.first]
        ):
            return None
        start = colon
        while start > 0 and code[start] != 0:
            start -= 1
        place = bisect_left(self.cues, colon) - 1
        if place >= 0 and self.cues[place] > start:
            return Source(self.cues[place], self._subject(self.cues[place], start))
        for place in range(colon - 1, start, -1):
            if grammar.person[code[place]]:
                return Source(-1, self._phrase_before(place, start))
        return None

    def _owner(self, run: Run) -> Mention | None:
        """Take whose it is where a noun opens the run: "his fear that", "Mr Moon's decision to"."""
        grammar, code = self.grammar, self.code
        if not grammar.noun[code[run.first - 1]]:
            return None
        for place in range(run.first - 2, max(run.start, run.first - 2 - _OWNER), -1):
            if grammar.possessive[code[place]]:
                return Mention(place, place + 1)
            if self.tokens.words[place].endswith(("'s", "’s")) and grammar.person[code[place]]:
                return self._phrase_before(place, run.start)
            if not grammar.noun_like[code[place]]:
                return None
        return None

    def _in_next_sentence(self, run: Run) -> Source:
        """Look past a question mark or an exclamation that ends the quoted sentence: "Why?" Mr Moon asked."""
        start = run.end + 1
        asks = self.code[run.last] if run.last < run.end else -1
        place = bisect_left(self.cues, start)
        cue = self.cues[place] if place < len(self.cues) else -1
        if asks != self.grammar.question or not self.grammar.says[self.code[cue]]:
            return Source(-1, None)
        if not start < cue <= start + _BESIDE or self.quoted[cue] or not self._same_line(run.end, start):
            return Source(-1, None)
        end = self.code.index(_END, cue)
        if cue == start + 1 and (self.grammar.opens[self.code[cue + 1]] or self.grammar.pronoun[self.code[cue + 1]]):
            return Source(cue, self._phrase_after(cue + 1, end))
        return Source(cue, self._subject(cue, start))

    def _same_line(self, end: int, start: int) -> bool:
        text = self.tokens.text
        if text[end] != text[start]:
            return False
        return "\n" not in self.texts[text[end]][self.tokens.start[end] : self.tokens.start[start]]

    def _cue(self, run: Run) -> int:
        own = self.quoted[run.first] or -1  # a verb inside the same quotation is part of what is said
        place = bisect_left(self.cues, run.first) - 1
        while place >= 0 and self.cues[place] > run.start and self.quoted[self.cues[place]] == own:
            place -= 1
        left = self.cues[place] if place >= 0 and self.cues[place] > run.start else -1
        place = bisect_left(self.cues, run.last)
        while place < len(self.cues) and self.cues[place] < run.end and self.quoted[self.cues[place]] == own:
            place += 1
        place = self._past_relative(place, run)
        right = self.cues[place] if place < len(self.cues) and self.cues[place] < run.end else -1
        if left < 0 or right < 0:
            return max(left, right)
        if self._is_told(left, run):
            return left
        opens_sentence = run.first - run.start <= 2
        before, after = run.first - left, right - run.last
        if before <= 2 and not opens_sentence:
            return left
        if run.quoted and after <= 5 and before > 4:
            return right
        return left if before <= after + 6 else right

    def _is_told(self, verb: int, run: Run) -> bool:
        """Tell whether nothing but who is told stands between a verb and a "that" that opens a run."""
        grammar, code = self.grammar, self.code
        between = code[verb + 1 : run.first]
        return (
            code[run.first] == grammar.that
            and grammar.says[code[verb]]
            and all(grammar.audience[each] for each in between)
        )

    def _past_relative(self, place: int, run: Run) -> int:
        """Pass over a clause about the speaker: "…,” an official who asked not to be named told AFP"."""
        if place + 1 >= len(self.cues) or not run.quoted or not self.grammar.relative[self.code[self.cues[place] - 1]]:
            return place
        later = place + 1
        while later < len(self.cues) and self.cues[later] < run.end:
            if self.grammar.says[self.code[self.cues[later]]]:
                return later
            later += 1
        return place

    def _mention(self, cue: int, run: Run) -> Mention | None:
        grammar, code = self.grammar, self.code
        if code[cue] == grammar.according:
            start = cue + 2 if code[cue + 1] == grammar.to else cue + 1
            return self._phrase_after(start, run.end)
        if run.last <= cue and self._inverted(cue, run):
            return self._phrase_after(cue + 1, run.end)
        if run.quoted and run.last <= cue and run.first - run.start <= 2:
            opening = self._subject_behind(run, cue)
            if opening is not None:
                return opening
        if grammar.past[code[cue]] and self._is_passive(cue, run.start):
            return self._agent(cue, run)
        return self._subject(cue, run.start)

    def _subject_behind(self, run: Run, cue: int) -> Mention | None:
        """Take the noun phrase that follows a quotation at once: "“…,” an official who asked not to be named said"."""
        grammar, code, place = self.grammar, self.code, run.last
        while place < cue and (code[place] == grammar.mark or self.quoted[place]):
            place += 1
        if place < cue and (grammar.opens[code[place]] or grammar.pronoun[code[place]]):
            return self._phrase_after(place, cue)
        return None

    def _is_passive(self, cue: int, start: int) -> bool:
        """Tell "are now expected" and "is viewed", whose subject neither expects nor views."""
        grammar, code, place = self.grammar, self.code, cue - 1
        while place > start and grammar.adverb[code[place]]:
            place -= 1
        is_quoted_as = self.tokens.words[cue + 1] == "as" and grammar.ing[code[cue + 2]]
        return grammar.passive[code[place]] and not is_quoted_as  # "he was quoted as saying"

    def _inverted(self, cue: int, run: Run) -> bool:
        """Tell "…," said X from X said: nothing but marks stands between what is said and the verb."""
        grammar, code = self.grammar, self.code
        between = range(run.last, cue)
        empty = not any(grammar.noun_like[code[place]] or grammar.pronoun[code[place]] for place in between)
        following = code[cue + 1]
        return empty and (grammar.opens[following] or grammar.pronoun[following])

    def _agent(self, cue: int, run: Run) -> Mention | None:
        """Find who is behind a passive: "feared by many", "viewed in the North as a rehearsal"."""
        code, by = self.code, self.grammar.by
        for place in range(cue + 1, min(cue + 4, run.end)):
            if code[place] == by or (place == cue + 1 and self._is_held_among(place, run.end)):
                return self._phrase_after(place + 1, run.end)
        return None

    def _is_held_among(self, place: int, end: int) -> bool:
        """Tell "viewed in Washington as" from "seen in June": a name or a group, and "as" behind it."""
        phrase = self._noun_phrase(place + 1, end) if self.grammar.among[self.code[place]] else None
        return phrase is not None and self.tokens.words[phrase.last] == "as"

    def _is_name(self, first: int, last: int) -> bool:
        """Tell whether tokens are a name and nothing else: a few words with a capital."""
        grammar, code = self.grammar, self.code
        inside = range(first, last)
        return 0 < last - first <= _NAME_LENGTH and all(
            grammar.capital[code[place]] or code[place] == grammar.point for place in inside
        )

    def _phrase_after(self, start: int, end: int) -> Mention | None:
        """Take the noun phrase that starts here, or the name in apposition to it: "the mayor, Ana Pires"."""
        phrase = self._noun_phrase(start, end)
        if phrase is None or phrase.last >= end or self.grammar.capital[self.code[phrase.last - 1]]:
            return phrase
        first = last = phrase.last + 1
        while last < end and self._is_name(first, last + 1):
            last += 1
        ends = last == end or self.grammar.comma[self.code[last]] or self.code[last] == self.grammar.point
        return Mention(first, last) if self.grammar.comma[self.code[phrase.last]] and last > first and ends else phrase

    def _noun_phrase(self, start: int, end: int) -> Mention | None:
        """Take the noun phrase that starts here: up to its first preposition, comma or verb."""
        grammar, code = self.grammar, self.code
        place = start
        while place < end and code[place] == grammar.mark:
            place += 1
        first = place
        if place < end and grammar.pronoun[code[place]] and not grammar.opens[code[place]]:
            return Mention(place, place + 1)
        while place < end and (grammar.noun_like[code[place]] or self._joins(place, end)):
            place += 1
        return Mention(first, place) if place > first else None

    def _joins(self, place: int, end: int) -> bool:
        """Tell whether a point belongs to an abbreviation ("Sen. Rubio")."""
        return self.code[place] == self.grammar.point and place + 1 < end and self.grammar.opens[self.code[place + 1]]

    def _subject(self, cue: int, start: int) -> Mention | None:
        """Walk left from a verb to its subject."""
        grammar, code = self.grammar, self.code
        place = cue - 1
        if grammar.ing[code[cue]]:
            absolute = self._absolute(cue, start)
            if absolute is not None:
                return absolute
        if grammar.ing[code[cue]] and grammar.loose[code[place]]:
            return self._main_subject(place, start)
        for _ in range(_REACH):
            if place <= start:
                return self._first_phrase(start, cue)
            now = code[place]
            if grammar.time[now] and place - 2 > start and not grammar.comma[code[place - 1]]:
                place -= 1 + (not grammar.capital[code[place - 1]] and self.tokens.words[place - 1] in _TIMES)
            elif grammar.skipped[now] or (now == grammar.quantity and grammar.skipped[code[place - 1]]):
                place -= 1
            elif now == grammar.close:
                place = self._back_to(grammar.open, place, start) - 1
            elif now == grammar.to:
                place -= 1  # "wants to call": on to the verb before, and over it
                while (
                    place > start
                    and (grammar.cue[code[place]] or grammar.skipped[code[place]])
                    and not self._noun_before(place)
                ):
                    place -= 1
                if place > start and code[place] == now:
                    continue
            elif grammar.comma[now]:
                earlier = self._comma_before(place, start)
                if earlier < 0:
                    return self._first_phrase(start, place)
                if self._is_name(earlier + 1, place) and not self._is_name(earlier - 1, earlier):
                    return Mention(earlier + 1, place)  # "the minister, Lee Han-sol, said"
                place = earlier - 1
                while code[place] == grammar.number and grammar.comma[code[place - 1]] and place - 2 > start:
                    place -= 2  # an age: "Hazel Welsh, 42, a lecturer, said"
            elif now in (grammar.and_, grammar.but):
                return self._subject_of_verb_before(place, start)
            elif grammar.relative[now]:
                return self._antecedent(place, start)
            elif grammar.pronoun[now]:
                return Mention(place, place + 1)
            elif grammar.noun_like[now]:
                if grammar.ing[code[cue]] and now == grammar.media:  # "released a statement saying"
                    return self._subject_of_verb_before(place, start)
                return self._phrase_before(place, start)
            else:
                return self._subject_of_verb_before(place + 1, start)
        return None

    def _absolute(self, cue: int, start: int) -> Mention | None:
        """Find the subject of a participle behind "with": "controversial, with critics | saying"."""
        grammar, code = self.grammar, self.code
        place = cue - 1
        while place > start and cue - place <= _OWNER + 1 and (grammar.noun_like[code[place]]):
            place -= 1
        is_absolute = place < cue - 1 and code[place] == grammar.with_
        return Mention(place + 1, cue) if is_absolute else None

    def _main_subject(self, place: int, start: int) -> Mention | None:
        """Find the subject of the clause that a participle hangs on: "…, he said, adding"."""
        grammar, code = self.grammar, self.code
        for earlier in range(place, start, -1):
            if self.quoted[earlier]:
                continue
            if grammar.subject_pronoun[code[earlier]]:
                return Mention(earlier, earlier + 1)
            if grammar.says[code[earlier]] and grammar.past[code[earlier]]:
                inverted = grammar.opens[code[earlier + 1]] and (
                    grammar.mark == code[earlier - 1] or grammar.comma[code[earlier - 1]]
                )
                return self._phrase_after(earlier + 1, place) if inverted else self._subject(earlier, start)
            if grammar.parting[code[earlier]] and grammar.opens[code[earlier + 1]]:
                return self._first_phrase(earlier, place)  # "they passed it, but X blocked it, saying"
        return self._first_phrase(start, place)

    def _noun_before(self, place: int) -> bool:
        return self.grammar.noun_like[self.code[place]] and self.grammar.opens[self.code[place - 1]]

    def _back_to(self, wanted: int, place: int, start: int) -> int:
        for earlier in range(place - 1, max(start, place - _APPOSITION), -1):
            if self.code[earlier] == wanted:
                return earlier
        return place

    def _comma_before(self, place: int, start: int) -> int:
        """Find the comma that opens an apposition which ends here: "Varmus, the former director, said"."""
        grammar, code = self.grammar, self.code
        for earlier in range(place - 1, max(start, place - _APPOSITION), -1):
            if grammar.comma[code[earlier]]:
                return earlier if earlier > start + 1 else -1
        return -1

    def _antecedent(self, place: int, start: int) -> Mention:
        before = place - 1
        if before > start and self.grammar.comma[self.code[before]]:
            before -= 1
        if before > start and self.grammar.noun_like[self.code[before]]:
            phrase = self._phrase_before(before, start)
            return Mention(phrase.first, place + 1)
        return Mention(place, place + 1)

    def _subject_of_verb_before(self, place: int, start: int) -> Mention | None:
        """Share the subject of the verb before: "praised him and called her"."""
        number = bisect_left(self.cues, place) - 1
        if number >= 0 and self.cues[number] > start:
            return self._subject(self.cues[number], start)
        return self._first_phrase(start, place)

    def _first_phrase(self, start: int, limit: int) -> Mention | None:
        """Fall back on the first noun phrase of the sentence that no preposition governs."""
        grammar, code = self.grammar, self.code
        governed = False
        for place in range(start + 1, limit):
            now = code[place]
            if self.quoted[place]:
                continue
            if grammar.links[now]:
                governed = True
            elif grammar.comma[now]:
                governed = False
            elif not governed and grammar.stands_alone[now]:
                return Mention(place, place + 1)
            elif not governed and grammar.opens[now]:
                return self._phrase_after(place, limit)
        return None

    def _phrase_before(self, last: int, start: int) -> Mention:
        """Take the noun phrase that ends here, without the prepositional phrases that follow its head.

        Where no noun ends here ("he: …"), it is the word itself.
        """
        grammar, code = self.grammar, self.code
        place, end = last, last + 1
        while place > start:
            now = code[place]
            if grammar.noun_like[now] or (now == grammar.point and grammar.opens[code[place + 1]]):
                place -= 1
            elif grammar.links[now] and grammar.noun_like[code[place - 1]]:
                end = place
                place -= 1
            elif now == grammar.and_ and grammar.opens[code[place + 1]] and grammar.noun_like[code[place - 1]]:
                place -= 1
            else:
                break
        return Mention(min(place + 1, last), end)
