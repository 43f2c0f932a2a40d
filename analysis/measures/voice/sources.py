"""Who says it, as it stands in the sentence: the verb that attributes a stretch of text, and its subject.

Works on classes of tokens only. A mention is a run of tokens; what name it stands for is settled in `speakers`.
"""

from bisect import bisect_left
from collections.abc import Sequence
from typing import Any

from analysis.measures.voice.cues import Cues
from analysis.measures.voice.grammar import Mention, Run, Source, grammar
from analysis.measures.voice.phrases import Phrases
from analysis.measures.voice.subjects import Subjects
from analysis.measures.voice.tokens import Tokens, tellers
from analysis.measures.voice.uses import is_speech_noun

_BESIDE = 7
"""How many tokens into the next sentence a verb of saying may stand that belongs to a quoted question."""
_OWNER = 3
"""How many tokens before a noun its owner may stand: "his own long-held fear"."""
_SUBJECT_AFTER, _SUBJECT_LENGTH = 4, 12
"""Tokens between what is said and an inverted subject (a comma, marks, the verb), and the length of such a subject."""
_SIGNATURE = 8
"""Tokens of who signs a quotation behind a dash."""
_AUDIENCE, _CONTENT = 16, 3
"""So many tokens may name who is told something, and how, before what is said; and the least that is said."""
_INFORMS = ("inform", "notif")
"""How verbs begin whose "of" opens what is said: "informed the council | of its plan"."""
_AGENT = 4
_SENDERS, _LETTER = ("from", "by"), 9
"""What stands before who sends a letter, and how many tokens before the verb at most."""
"""How many tokens behind a passive its "by" may stand."""


class Finder:
    """Find cues and mentions among the tokens of several texts."""

    def __init__(self, tokens: Tokens, texts: Sequence[str]) -> None:
        self.tokens, self.texts = tokens, texts
        self.grammar: Any = grammar()
        self.phrases = Phrases(tokens)
        self.code, self.quoted = self.phrases.code, self.phrases.quoted
        self.cues = Cues(tokens, self.code, self.quoted)
        self.subjects = Subjects(self.phrases, self.cues)

    def without_subjects(self, runs: list[Run]) -> list[Run]:
        """Leave out runs that only name the speaker after the verb: "…, said the ministry in a statement"."""
        kept: list[Run] = []
        for run in runs:
            follows = bool(kept) and 0 <= run.first - kept[-1].last <= _SUBJECT_AFTER
            if not (follows and self._names_speaker(run)):
                kept.append(run)
        return kept

    def _names_speaker(self, run: Run) -> bool:
        flags, code, cue = self.grammar, self.code, run.first - 1
        inverted = flags.comma[code[cue - 1]] or code[cue - 1] == flags.mark
        says = flags.says[code[cue]] and flags.past[code[cue]]
        opens = flags.opens[code[run.first]] or code[run.first] == flags.who
        return inverted and says and opens and run.last - run.first <= _SUBJECT_LENGTH

    def ends_speech(self, place: int) -> bool:
        """Tell whether a quotation that ends here ends as speech does before its verb: "…,” X said"."""
        flags, code = self.grammar, self.code
        while self.quoted[place] and code[place] == flags.mark:
            place -= 1
        return flags.comma[code[place]] or code[place] == flags.question

    def is_conjunction(self, place: int) -> bool:
        """Tell whether "but" or "and" stands here."""
        return self.code[place] in (self.grammar.but, self.grammar.and_)

    def is_next_verb(self, place: int) -> bool:
        """Tell whether a conjunction and a verb in the past go on here: "“…” but offered"."""
        flags, code = self.grammar, self.code
        place += flags.comma[code[place]]
        if not self.is_conjunction(place):
            return False
        place += 1
        while flags.adverb[code[place]]:
            place += 1
        return self.phrases.is_act(place)

    def comment_behind(self, mark: int, last: int) -> int:
        """Find the comma and the participle with which the writer goes on soon behind a quotation; 0 where none are."""
        flags, code = self.grammar, self.code
        near = range(mark + 1, min(mark + _BESIDE, last - 1))
        return next((at for at in near if code[at] == flags.comma_ and flags.lower_ing[code[at + 1]]), 0)

    def is_occasion(self, place: int) -> bool:
        """Tell what only says on which occasion a quotation was said: "replied “no” | when asked if"."""
        words = self.tokens.words
        opens = words[place] in ("after", "while", "before") and words[place + 1].endswith("ing")
        return words[place] == "when" or opens

    def names_audience(self, cue: int, mark: int) -> bool:
        """Tell whether nothing but who is told stands between a verb and a mark: "told | reporters “…”"."""
        phrase = self.phrases.plain(cue + 1, mark) if self.tokens.words[cue].lower() in tellers() else None
        is_whole = phrase is not None and phrase.last == mark
        return is_whole and not any(self.grammar.determines[each] for each in self.code[cue + 2 : mark])

    def is_announced(self, first: int, mark: int) -> bool:
        """Tell whether words before a quotation end with a colon: "But he condemned it: “…”"."""
        return mark - first > 1 and self.code[mark - 1] == self.grammar.colon

    def behind_audience(self, cue: int, run: Run) -> int:
        """Give where what is said begins, behind who is told, and how: "wrote | to them that", "told A he"."""
        flags, code = self.grammar, self.code
        end = min(run.first + _AUDIENCE, run.last - _CONTENT)
        is_told = flags.says[code[cue]] or code[run.first] == flags.to
        if not (is_told and run.first - cue <= _AUDIENCE):
            return run.first
        if self._is_cut_start(cue, run.first):
            return cue + 1
        told = self._cut_behind_audience(cue, run.first)
        if told:
            return told
        verb, fact = self.tokens.words[cue].lower(), run.first
        takes = verb in tellers() or code[run.first] == flags.to
        for place in range(run.first, end):
            now = code[place]
            if self.quoted[place] and not self.quoted[run.first]:
                break
            if now == flags.that or (place > run.first and flags.tells[now]):
                return self._content_at(place)
            is_it = now == flags.it and flags.predicate[code[place + 1]]
            if place > run.first and (flags.subject_pronoun[now] or is_it) and takes:
                return place
            is_name_over = place > run.first and flags.determines[now] and flags.capital[code[place - 1]]
            if takes and is_name_over and self.phrases.is_name(run.first + 1, place):
                return place  # "told The Gazette | the ferry sank"
            before = code[place - 1]
            is_noun = flags.noun_like[before] and not (flags.determines[before] or self.phrases.is_act(place - 1))
            is_next = flags.determines[now] and (flags.time[before] or is_noun) and code[run.first] != flags.to
            if takes and is_next and place > run.first:
                return place  # "told the deputy | the men are friends"
            if now == flags.of and verb.startswith(_INFORMS) and fact == run.first < place:
                fact = place
            is_meeting = flags.lower_ing[now] and flags.determines[code[place - 1]]
            is_open = flags.audience[now] or flags.links[now] or flags.noun_like[now] or flags.described[now]
            if not (is_open or is_meeting):
                break
        return fact

    def _is_cut_start(self, cue: int, first: int) -> bool:
        """Tell whether a run lacks its beginning: "said the town | and France were", "said it sold the | ship"."""
        flags, code, between = self.grammar, self.code, self.code[cue + 1 : first]
        if self.tokens.words[cue].lower() not in ("said", "says", "say") or not between or code[first] == flags.that:
            return False
        is_subject = all(flags.noun_like[each] for each in between)
        is_clause = not any(flags.pauses[each] for each in between) and any(
            flags.acts[each] or flags.predicate[each] for each in between
        )
        opens = flags.noun_like[between[0]] or flags.subject_pronoun[between[0]] or between[0] == flags.it
        return (is_subject and self.is_conjunction(first)) or (is_clause and opens)

    def _cut_behind_audience(self, cue: int, first: int) -> int:
        """Give where a run that lacks its beginning begins: "told The Gazette | the ferry came | home"; 0 if whole."""
        flags, code = self.grammar, self.code
        if self.tokens.words[cue].lower() not in tellers() or any(flags.pauses[each] for each in code[cue + 1 : first]):
            return 0
        for place in range(cue + 2, first):
            opens = flags.determines[code[place]] or flags.subject_pronoun[code[place]]
            if opens and flags.noun_like[code[place - 1]] and not flags.determines[code[place - 1]]:
                return place if any(flags.predicate[each] for each in code[place:first]) else 0
        return 0

    def _content_at(self, place: int) -> int:
        """Begin with a "that", but behind a participle that tells: "wrote a letter to them saying | it was over"."""
        return place if self.code[place] == self.grammar.that else place + 1

    def is_writer(self, mention: Mention) -> bool:
        """Tell whether the writer speaks: I or we outside quotation marks."""
        return self.code[mention.first] == self.grammar.i and not self.quoted[mention.first]

    def is_somebody(self, mention: Mention) -> bool:
        """Tell a mention that ends with a name, a role or a pronoun from one of data or a poll."""
        return self.grammar.person[self.code[mention.last - 1]]

    def is_done_to(self, cue: int, run: Run) -> bool:
        """Tell "is accused of fraud", which nobody says here, from "it was announced that"."""
        flags, code = self.grammar, self.code
        is_passive = cue < run.first and flags.past[code[cue]] and self._is_passive(cue, run.start)
        return is_passive and not flags.opens_clause[code[run.first]]

    def is_told_to_somebody(self, cue: int, run: Run) -> bool:
        """Tell "senators were warned “…”", which leaves open who warned them."""
        return 0 <= cue < run.first and self.grammar.past[self.code[cue]] and self._is_passive(cue, run.start)

    def is_impersonal(self, cue: int, mention: Mention) -> bool:
        """Tell "it is unclear whether", which nobody says."""
        return self.grammar.adjective[self.code[cue]] and self.code[mention.first] == self.grammar.it

    def names_in_marks(self, cue: int, mark: int) -> bool:
        """Tell whether a verb of naming stands right before a quotation: "what he called “beautiful” letters"."""
        return self.grammar.names[self.code[cue]] and not any(self.tokens.is_words[cue + 1 : mark])

    def introduces(self, first: int, mark: int) -> bool:
        """Tell whether words before a quotation introduce it ("he wrote back, “…”") or go on into it ("it is “…”")."""
        flags, code = self.grammar, self.code
        ends = code[mark - 1]
        opens = any(flags.opens_clause[each] for each in code[first:mark])
        return (flags.comma[ends] or ends == flags.colon) and not opens

    def source(self, run: Run) -> Source:
        """Find who a run of tokens is attributed to, in its sentence or, after "…?", in the next."""
        label = self._label(run) or self._signature(run)
        if label is not None:
            return Source(-1, label)
        announced = self._announced(run) if run.quoted else None
        if announced is not None:
            return announced
        opens = self.code[run.first] == self.grammar.that
        is_of_noun = opens and is_speech_noun(self.tokens.words[run.first - 1]) and not self._has_subject(run.first - 1)
        told = self._told_in(run) if is_of_noun else -1
        if told >= 0:
            return Source(told, self._mention(told, run))
        owner = self._owner(run)
        if owner is not None:
            return Source(run.first - 1, owner)
        if is_of_noun:
            return Source(run.first - 1, None)
        cue = self.cues.of_run(run)
        verb = self._introducing(run)
        if verb >= 0:
            return Source(-1, self.subjects.of(verb, run.start))
        if cue >= 0:
            return Source(cue, self._mention(cue, run))
        if not run.quoted:
            return Source(-1, None)
        unlisted = self._beside_unlisted(run)
        return Source(-1, unlisted) if unlisted is not None else self._in_next_sentence(run)

    def _beside_unlisted(self, run: Run) -> Mention | None:
        """Take who stands beside an unlisted verb behind a quotation: "…," marvelled Ana Pires; "…," Mr Roe mused."""
        flags, code, place = self.grammar, self.code, run.last
        while place < run.end and (code[place] == flags.mark or self.quoted[place]):
            place += 1
        if place == run.last or place + 1 >= run.end or not self.ends_speech(run.last):
            return None
        if self.tokens.words[place].endswith("ed") and flags.acts[code[place]]:
            phrase = self.phrases.after(place + 1, run.end)
            is_name = phrase is not None and flags.capital[code[phrase.last - 1]]
            return phrase if is_name else None
        phrase = self.phrases.plain(place, run.end) if flags.capital[code[place]] else None
        if phrase is None or not self.phrases.is_name(phrase.first, phrase.last):
            return None
        return phrase if flags.acts[code[phrase.last]] else None

    def _has_subject(self, verb: int) -> bool:
        """Tell "the United Nations estimates that" from "recent estimates that"."""
        before = self.code[verb - 1]
        return self.cues.is_one(verb) and (self.grammar.capital[before] or self.grammar.role[before])

    def _told_in(self, run: Run) -> int:
        """Find the verb of "said in a ruling that" and "denied the claim that"; -1 for "following reports that"."""
        number = self.cues.before(run.first - 1)
        cue = self.cues.places[number] if number >= 0 else -1
        between = self.code[cue + 1 : run.first - 1]
        is_how = bool(between) and len(between) < _BESIDE
        is_how = is_how and (self.grammar.among[between[0]] or all(self.grammar.noun_like[each] for each in between))
        return cue if cue > run.start and self.grammar.says[self.code[cue]] and is_how else -1

    def _label(self, run: Run) -> Mention | None:
        """Take who stands before a colon that opens the run, unless a verb of saying stands there too."""
        flags, code = self.grammar, self.code
        colon = run.first - 1
        while colon > run.start and code[colon] == flags.mark:
            colon -= 1
        if code[colon] != flags.colon or self._is_dateline(run.start, colon) or self._has_verb(run.start, colon):
            return None
        if code[colon - 1] == flags.number and flags.capital[code[run.start + 1]]:
            phrase = self.phrases.plain(run.start + 1, colon)  # "Ana Pires, The Gazette, 26 June 2015: …"
            if phrase is not None and flags.comma[code[phrase.last]]:
                return phrase
        for place in range(self.subjects.over_seat(colon - 1, run.start), run.start, -1):
            if flags.person[code[place]]:
                return self.phrases.before(place, run.start)
        return None

    def _has_verb(self, start: int, colon: int) -> bool:
        """Tell a sentence before a colon ("Mr Roe said so in a Sky News interview:") from a label."""
        flags, code, near = self.grammar, self.code, max(start, colon - _BESIDE)
        return any(flags.cue[each] for each in code[near:colon]) or any(flags.says[each] for each in code[start:near])

    def _is_dateline(self, start: int, colon: int) -> bool:
        """Tell "NEW DELHI: …", at the top of a text, from the label of a speaker."""
        is_first = start == 0 or self.tokens.text[start - 1] != self.tokens.text[start]
        return is_first and all(
            self.tokens.words[place].isupper() or self.code[place] == self.grammar.comma_
            for place in range(start + 1, colon)
        )

    def _signature(self, run: Run) -> Mention | None:
        """Take who signs a quotation behind a dash at the end of its line: "“…” -Commissioner Geoffrey Sparks"."""
        flags, code, place = self.grammar, self.code, run.last
        while place < run.end and (code[place] in (flags.mark, flags.point, flags.question)):
            place += 1
        if not run.quoted or code[place] != flags.dash or not 0 < run.end - place - 1 <= _SIGNATURE:
            return None
        last = place + 1
        while last < run.end and (flags.noun_like[code[last]] or code[last] == flags.point):
            last += 1
        is_whole = last == run.end or flags.comma[code[last]]
        return Mention(place + 1, last) if is_whole and flags.capital[code[place + 1]] else None

    def _announced(self, run: Run) -> Source | None:
        """Look in the line before for who is announced with a colon: "From Chairwoman Rosenwald:" and a new line."""
        flags, code, text = self.grammar, self.code, self.tokens.text
        colon = run.start - 2
        opens = all(code[place] == flags.mark for place in range(run.start + 1, run.first))
        if colon < 1 or not opens or code[colon] != flags.colon or text[colon] != text[run.first]:
            return None
        start = colon
        while start > 0 and code[start] != flags.start:
            start -= 1
        number = self.cues.before(colon)
        if number >= 0 and self.cues.places[number] > start:
            cue = self.cues.places[number]
            return Source(cue, self.subjects.of(cue, start))
        people = (place for place in range(colon - 1, start, -1) if flags.person[code[place]])
        return next((Source(-1, self.phrases.before(place, start)) for place in people), None)

    def _owner(self, run: Run) -> Mention | None:
        """Take whose it is where a noun opens the run: "his fear that", "Mr Moon's decision to"."""
        flags, code = self.grammar, self.code
        if not flags.noun[code[run.first - 1]]:
            return None
        for place in range(run.first - 2, max(run.start, run.first - 2 - _OWNER), -1):
            if flags.possessive[code[place]]:
                return Mention(place, place + 1)
            if self.tokens.words[place].endswith(("'s", "’s")) and flags.person[code[place]]:
                return self.phrases.before(place, run.start)
            if not flags.noun_like[code[place]]:
                return None
        return None

    def _introducing(self, run: Run) -> int:
        """Find an unlisted verb right before a quotation and its comma: "Mr Roe interrupted, “…”"; -1 where none is."""
        flags, code, place = self.grammar, self.code, run.first - 1
        while place > run.start and code[place] == flags.mark:
            place -= 1
        is_verb = self.phrases.is_act(place - 1) and not flags.cue[code[place - 1]]
        return place - 1 if run.quoted and code[place] == flags.comma_ and is_verb and place - 2 > run.start else -1

    def before_paragraph(self, run: Run) -> Mention | None:
        """Take whom the sentence before a run is about: its first noun phrase, if a person or a pronoun."""
        flags, code, end = self.grammar, self.code, run.start - 1
        if end < 1 or self.tokens.text[end] != self.tokens.text[run.first]:
            return None
        start = end - 1
        while start > 0 and code[start] != flags.start:
            start -= 1
        mention = self.phrases.first(start, end)
        return mention if mention is not None and flags.person[code[mention.last - 1]] else None

    def _in_next_sentence(self, run: Run) -> Source:
        """Look past a question mark or an exclamation that ends the quoted sentence: "Why?" Mr Moon asked."""
        flags, code, start = self.grammar, self.code, run.end + 1
        number = bisect_left(self.cues.places, start)
        cue = self.cues.places[number] if number < len(self.cues.places) else -1
        asks = code[run.last] if run.last < run.end else -1
        if asks != flags.question or not flags.says[code[cue]] or not self._is_next(run.end, start, cue):
            return Source(-1, None)
        end = code.index(flags.end, cue)
        if cue == start + 1 and (flags.opens[code[cue + 1]] or flags.pronoun[code[cue + 1]]):
            return Source(cue, self.phrases.after(cue + 1, end))
        return Source(cue, self.subjects.of(cue, start))

    def _is_next(self, end: int, start: int, cue: int) -> bool:
        """Tell whether a verb stands near the beginning of the next sentence, outside marks and in the same line."""
        text, reach = self.tokens.text, _BESIDE
        if self.grammar.open in self.code[start : start + _BESIDE]:
            reach += _BESIDE  # "Sen. Ana Pires (D-N.Y.) said"
        if not start < cue <= start + reach or self.quoted[cue] or text[end] != text[start]:
            return False
        return "\n" not in self.texts[text[end]][self.tokens.start[end] : self.tokens.start[start]]

    def _mention(self, cue: int, run: Run) -> Mention | None:
        """Find the subject of the verb that attributes a run."""
        flags, code = self.grammar, self.code
        if code[cue] == flags.according:
            return self._named_source(cue + 2 if code[cue + 1] == flags.to else cue + 1, run.end)
        if run.last <= cue and self._inverted(cue, run):
            return self.phrases.with_partner(self.phrases.after(cue + 1, run.end), run.end)
        quoted = self._who_is_quoted(cue, run)
        if quoted is not None:
            return quoted
        if cue == run.start + 1 < run.first and flags.past[code[cue]] and flags.opens[code[cue + 1]]:
            return self.phrases.after(cue + 1, run.end)  # "Added the mayor, “…”"
        opening = self._subject_behind(run, cue) or self._subject_of_opening(run, cue) or self._sender(cue, run)
        if opening is not None:
            return opening
        if flags.past[code[cue]] and self._is_passive(cue, run.start):
            return self._agent(cue, run)
        return self.subjects.of(cue, run.start)

    def _who_is_quoted(self, cue: int, run: Run) -> Mention | None:
        """Take whom somebody quotes before a colon: "his biographer quotes | Ana Pires: “…”"."""
        flags, place = self.grammar, run.first - 1
        while place > cue and self.code[place] == flags.mark:
            place -= 1
        if not self.tokens.words[cue].lower().startswith("quot") or self.code[place] != flags.colon or place < cue + 2:
            return None
        return Mention(cue + 1, place) if self.phrases.is_name(cue + 1, place) else None

    def _subject_behind(self, run: Run, cue: int) -> Mention | None:
        """Take the noun phrase that follows a quotation at once: "“…,” an official who asked not to be named said"."""
        flags, code, place = self.grammar, self.code, run.last
        if not run.quoted or run.last > cue or run.first - run.start > 2:
            return None
        while place < cue and (code[place] == flags.mark or self.quoted[place]):
            place += 1
        if place >= cue or not (flags.opens[code[place]] or flags.pronoun[code[place]]):
            return None
        phrase = self.phrases.after(place, cue)
        named = self._apposed_before(cue, phrase) if phrase else None
        if named is not None:
            return named
        holder = self.phrases.holder_behind(phrase.last, cue - 1) if phrase and flags.links[code[phrase.last]] else 0
        return Mention(holder, cue) if holder else phrase

    def _apposed_before(self, cue: int, phrase: Mention) -> Mention | None:
        """Take the name between two commas before a verb: "“…,” a member of the council, | Ana Pires, said"."""
        flags, code, last = self.grammar, self.code, cue - 1
        first = last
        while first > phrase.last and (flags.capital[code[first - 1]] or code[first - 1] == flags.point):
            first -= 1
        is_apposed = flags.comma[code[last]] and flags.comma[code[first - 1]] and flags.links[code[phrase.last]]
        return Mention(first, last) if is_apposed and self.phrases.is_name(first, last) else None

    def _subject_of_opening(self, run: Run, cue: int) -> Mention | None:
        """Take who stands behind the comma after an opening participle: "While saying it was over, Mr Roe insisted"."""
        flags, code = self.grammar, self.code
        if not flags.ing[code[cue]] or cue - run.start > 2 or run.first < cue:
            return None
        place = run.last
        while place < run.end and (code[place] == flags.mark or self.quoted[place]):
            place += 1
        if place >= run.end:
            return None
        follows = (code[place] == flags.comma_ and flags.person[code[place + 1]]) or flags.opens[code[place + 1]]
        return self.phrases.after(place + 1, run.end) if follows else None

    def _named_source(self, start: int, end: int) -> Mention | None:
        """Take who is named behind "according to", be it who made the report: "a 2017 report by the institute"."""
        phrase = self.phrases.after(start, end)
        if phrase is None or any(self.grammar.capital[each] for each in self.code[phrase.first : phrase.last]):
            return phrase
        for place in range(phrase.last, min(phrase.last + 3, end)):
            if self.tokens.words[place] in _SENDERS and self.grammar.opens[self.code[place + 1]]:
                return self.phrases.after(place + 1, end)
        return phrase

    def _sender(self, cue: int, run: Run) -> Mention | None:
        """Take who sends a letter or makes a claim: "a tweet from the office | said", "a warning from the agency"."""
        flags, code = self.grammar, self.code
        if flags.noun[code[cue]]:
            first = cue + 1
            is_sent = self.tokens.words[first] in _SENDERS and flags.opens[code[first + 1]]
            return self.phrases.after(first + 1, run.end) if is_sent else None
        for place in range(cue - 2, max(run.start, cue - _LETTER), -1):
            if flags.letter[code[place - 1]] and self.tokens.words[place] in _SENDERS:
                phrase = self.phrases.plain(place + 1, cue)
                return phrase if phrase is not None and phrase.last == cue else None
        return None

    def _is_passive(self, cue: int, start: int) -> bool:
        """Tell "are now expected" and "is viewed", whose subject neither expects nor views."""
        flags, code, place = self.grammar, self.code, cue - 1
        while place > start and flags.adverb[code[place]]:
            place -= 1
        is_quoted_as = self.tokens.words[cue + 1] == "as" and flags.ing[code[cue + 2]]
        return flags.passive[code[place]] and not is_quoted_as  # "he was quoted as saying"

    def _inverted(self, cue: int, run: Run) -> bool:
        """Tell "…," said X from X said: nothing but marks stands between what is said and the verb."""
        flags, code = self.grammar, self.code
        empty = not any(flags.noun_like[each] or flags.pronoun[each] for each in code[run.last : cue])
        behind = code[cue + 1]
        is_one = flags.noun_like[behind] or flags.time[behind]
        is_kin = is_one and flags.capital[code[cue + 2]]  # "said friend Ana Pires"
        is_told = self.tokens.words[cue].lower() in ("told", "tells")
        return empty and not is_told and (flags.opens[behind] or flags.pronoun[behind] or is_kin)

    def _agent(self, cue: int, run: Run) -> Mention | None:
        """Find who is behind a passive: "feared by many", "viewed in the North as a rehearsal"."""
        for place in range(cue + 1, min(cue + _AGENT, run.end)):
            if self.code[place] == self.grammar.by or (place == cue + 1 and self._is_held_among(place, run.end)):
                return self.phrases.after(place + 1, run.end)
        return None

    def _is_held_among(self, place: int, end: int) -> bool:
        """Tell "viewed in Washington as" from "seen in June": a name or a group, and "as" behind it."""
        phrase = self.phrases.plain(place + 1, end) if self.grammar.among[self.code[place]] else None
        return phrase is not None and self.tokens.words[phrase.last] == "as"
