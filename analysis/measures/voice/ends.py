"""Where runs of attributed words begin and end: with clauses, not with the model's votes.

A run that opens with speaker and verb begins behind them; one that is cut inside a number, behind an initial or before
its own verb takes the rest; one that reaches into the narrator's next clause ends before it.
"""

from functools import cache

import numpy as np

from analysis.measures.voice.clauses import families
from analysis.measures.voice.grammar import Run, grammar
from analysis.measures.voice.spans import CONTENT_WORDS, SUBJECT_WITHIN, borders, ends_in, flags_of
from analysis.measures.voice.tokens import Tokens, lexicon
from analysis.measures.voice.uses import irregular_pasts, is_speech_noun


def whole_clauses(tokens: Tokens, runs: list[Run]) -> list[Run]:
    """Let runs begin and end where clauses do.

    A run that stops before a verb which it holds the subject of ("that it stopped, but Cook did not | say when") gives
    that clause up; one that is cut inside a number, behind an initial or before its own helping verb takes the rest;
    one that opens with speaker and verb begins behind them.
    """
    code, quoted, is_cue = tokens.codes, tokens.quotations, grammar().cue
    n_cues = np.concatenate([[0], np.cumsum(families()["cue"][tokens.code])])
    kept: list[Run] = []
    for run in runs:
        if kept and run.first < kept[-1].last:
            if run.last <= kept[-1].last:
                continue
            run = run._replace(first=_next_word(tokens, kept[-1].last, run.last))
        first, last = run.first, run.last
        if not run.quoted and n_cues[run.start] == n_cues[first]:
            first = _behind_own_verb(tokens, code, run)
        elif not run.quoted:
            first = _behind_teller(code, first)
        if first - 2 > run.start and _is_torn(tokens, code, first):
            first -= 2
        elif code[first] == grammar().but and code[first + 1] == grammar().comma_ and first - run.start > 1:
            first += 2  # "say, | however, | that"
        if last < run.end and is_cue[code[last]] and not quoted[last] and not quoted[last - 1]:
            last = _before_last_clause(tokens, code, first, last)
        last = _before_torn_predicate(tokens, code, first, last, run.end)
        while last - 1 > first and _conjunctions()[0][code[last - 1]]:
            last -= 1
        last = _within_relative(code, quoted, first, last)
        if not quoted[last - 1]:
            last = _with_predicate(tokens, code, first, last, run.end)
            last = _before_other_teller(tokens, code, first, _within_subordinate(code, run, first, last))
            last = _before_comment(tokens, code, first, last)
        kept += _predicates(
            code, run if (first, last) == (run.first, run.last) else run._replace(first=first, last=last)
        )
    return kept


def _next_word(tokens: Tokens, first: int, last: int) -> int:
    while first < last - 1 and not tokens.is_words[first]:
        first += 1
    return first


def _behind_teller(code: list[int], place: int) -> int:
    """Begin behind a verb of saying: "he looks well, others | say | he is ill", "said A left | and said | B stayed"."""
    flags, verb = grammar(), place + _conjunctions()[0][code[place]]
    before, behind = code[verb - 1], code[verb + 1]
    has_subject = verb > place or flags.subject_pronoun[before] or flags.noun_like[before]
    is_told = _saying()[code[verb]] and (flags.opens[behind] or flags.opens_clause[behind])
    return verb + 1 if has_subject and is_told else place


def _predicates(code: list[int], run: Run) -> list[Run]:
    """Part two predicates of one speaker: "views them as | a rehearsal for war | and wants | them to be called off".

    Only where no verb stands before the "and": after one, the verb behind it may be its subject's. Also where the
    speaker goes on with a participle: "whether it was true, | calling | it a disgrace to the town".
    """
    finite, conjunction = borders().finite, _conjunctions()[0]
    if run.quoted:
        return [run]
    if _saying()[code[run.first - 1]] or code[run.first] in (grammar().that, grammar().if_):
        for place in range(run.first + CONTENT_WORDS, run.last - CONTENT_WORDS - 2):
            if code[place] == grammar().comma_ and _telling_on()[code[place + 1]]:
                return [run._replace(last=place), run._replace(first=place + 2)]
    for place in range(run.first, run.last - CONTENT_WORDS):
        if not _turning()[code[place]]:
            continue
        if conjunction[code[place]] and place > run.first + 1 and _opening_cues()[code[place + 1]]:
            return [run._replace(last=place), run._replace(first=place + 2)]
        if _is_past_behind(code, run, place):
            return [run._replace(last=place)]  # "pledged to review it, | named it a reform"
        if code[place] == grammar().and_ and place > run.first + CONTENT_WORDS and _is_deed_behind(code, place + 1):
            return [run._replace(last=place)]  # "warned people to stay inside | and cancelled the concert"
        if finite[code[place]] or _verb_like()[code[place]]:
            break
    return [run]


@cache
def _telling_on() -> list[bool]:
    kinds = ("say_", "argue_", "name_", "judge_")
    return [name.startswith(kinds) and name.endswith("_ing") for name in lexicon().names]


def _is_past_behind(code: list[int], run: Run, place: int) -> bool:
    """Tell a comma and a past verb of the speaker's own behind what he will do."""
    flags = grammar()
    is_plan = code[run.first] == flags.to and code[place] == flags.comma_ and place > run.first + CONTENT_WORDS
    return is_plan and flags.past[code[place + 1]] and not flags.pauses[code[place + 2]]


def _is_deed_behind(code: list[int], place: int) -> bool:
    """Tell "and have drawn", "and cancelled the": a verb of the speaker's own."""
    names, now, behind = grammar(), code[place], code[place + 1]
    is_past = names.acts[now] and not names.cue[now]
    return (names.predicate[now] and names.acts[behind]) or (
        is_past and (names.determines[behind] or names.quantity == behind)
    )


@cache
def _opening_cues() -> list[bool]:
    return (families()["cue"] & (ends_in("_ed") | ends_in("_s"))).tolist()


@cache
def _turning() -> list[bool]:
    """Flag what may part two predicates, or be the verb of the first."""
    flags = flags_of("but and comma") | np.array(borders().finite) | np.array(_verb_like())
    return flags.tolist()


@cache
def _verb_like() -> list[bool]:
    return flags_of("lower_ed that get make be").tolist()


def _is_torn(tokens: Tokens, code: list[int], first: int) -> bool:
    """Tell whether a run begins inside a number ("2,|093") or behind an initial ("Mr. | Hannity")."""
    number = grammar().number
    in_number = code[first] == number == code[first - 2] and tokens.end[first - 1] == tokens.start[first]
    return in_number or code[first - 1] == grammar().point


def _before_last_clause(tokens: Tokens, code: list[int], first: int, last: int) -> int:
    """End before the last clause of a run, where enough stands before it."""
    boundary = _boundary()
    cut = next((place for place in range(last - 1, first, -1) if boundary[code[place]]), last)
    while cut > first + 1 and not tokens.is_words[cut - 1]:
        cut -= 1
    return cut if sum(tokens.is_words[first:cut]) >= CONTENT_WORDS else last


_PREDICATE = 5
"""So many tokens at the end of a run may open a predicate that goes on outside it: "but did not rule | out a visit"."""


def _before_torn_predicate(tokens: Tokens, code: list[int], first: int, last: int, end: int) -> int:
    """End before a conjunction and a verb of saying whose object stands outside the run."""
    if last >= end or tokens.quotations[last - 1] or not tokens.is_words[last] or not families()["cue"][code[last - 1]]:
        return last
    conjunction, helping = _conjunctions()
    cut = last - 2
    while cut > max(first, last - _PREDICATE) and helping[code[cut]]:
        cut -= 1
    if not conjunction[code[cut]]:
        return last
    while cut > first + 1 and not tokens.is_words[cut - 1]:
        cut -= 1
    return cut if sum(tokens.is_words[first:cut]) >= CONTENT_WORDS else last


def _with_predicate(tokens: Tokens, code: list[int], first: int, last: int, end: int) -> int:
    """Go on to the end of a clause that is cut before its verb ("said screenings done then | have expired")."""
    if last >= end:
        return last
    is_glued = tokens.words[last] == "." and tokens.end[last] == tokens.start[last + 1] and last + 2 < end
    is_cut = _helping()[code[last]] and (_saying()[code[first - 1]] or tokens.words[first - 1] == ",")
    is_asked = code[last] == grammar().to and any(_wanting()[each] for each in code[max(first - 2, 0) : first])
    that, when = grammar().that, _if_or_when()[1]
    opens_when = code[first] == when and _saying()[code[first - 1]]  # "police say | when they came, they found"
    opens_if = code[first] == that and code[first + 1] in _if_or_when()
    is_if = (opens_if or opens_when) and code[last] == grammar().comma_
    is_helped = _helping()[code[last - 1]] and _is_verb(tokens, code, last)
    is_open = grammar().determines[code[last - 1]] or code[last - 1] == grammar().of
    goes_on = _goes_on(code, first, last) or _is_number_cut(tokens, code, last)
    behind = _behind_aside(code, first, last, end) if code[first] == grammar().that or _saying()[code[first - 1]] else 0
    if is_open or tokens.words[last - 1].endswith(("'s", "’s")):
        while last < end and grammar().noun_like[code[last]] and not tokens.quotations[last]:
            last += 1  # "refused to call all of the | witnesses"
        if last == end or not (grammar().determines[code[last - 1]] and _is_verb(tokens, code, last)):
            return last  # but "and the | alleged attacker was shot"
    elif not (
        behind
        or goes_on
        or is_if
        or is_cut
        or is_glued
        or is_asked
        or is_helped
        or _lacks_verb(tokens, code, first, last)
    ):
        return last
    last = behind or last + 1
    while last < end and not _stops(tokens, code, last) and not tokens.quotations[last]:
        last += 1
    while not tokens.is_words[last - 1]:
        last -= 1
    return last


def _is_number_cut(tokens: Tokens, code: list[int], last: int) -> bool:
    """Tell "a gift of $700 | ,000"."""
    number, is_glued = grammar().number, tokens.end[last] == tokens.start[last + 1]
    return tokens.words[last] == "," and code[last - 1] == number == code[last + 1] and bool(is_glued)


def _goes_on(code: list[int], first: int, last: int) -> bool:
    """Tell words behind a verb of saying that go on with what governs them: "that he was asked | by the police"."""
    flags = grammar()
    is_told = _saying()[code[first - 1]] or code[first] == flags.that
    return is_told and (code[last] in (flags.by, flags.from_, flags.of) or flags.acts[code[last]])


def _behind_aside(code: list[int], first: int, last: int, end: int) -> int:
    """Give where a clause goes on that is cut at an aside: "that the ferry — an old one — | may go"; 0 if it does not.

    Behind it stands the verb, or, where the clause opens with "while" or "if", the main one.
    """
    flags = grammar()
    behind = last
    while code[behind] == flags.dash:
        behind += 1
    if behind == last:
        comma = flags.comma_ == code[last] == code[last - 2]
        return last + 1 if comma and flags.helping[code[last - 3]] else 0  # "that he had, indeed, | gone"
    if flags.dash not in code[first:last]:
        closing = next((place for place in range(behind, min(behind + _ASIDE, end)) if code[place] == flags.dash), 0)
        while closing and code[closing] == flags.dash:
            closing += 1
        behind = closing
    opens_main = flags.subordinates[code[first + 1]] or code[first + 1] == flags.if_
    return behind if behind and (flags.predicate[code[behind]] or opens_main) else 0


_ASIDE = 16
"""So many tokens may stand between two dashes inside a clause."""


def _stops(tokens: Tokens, code: list[int], place: int) -> bool:
    """Tell a mark that ends a clause from the colon of "10:30"."""
    is_time = code[place + 1] == grammar().number == code[place - 1] and tokens.end[place] == tokens.start[place + 1]
    return borders().stop[code[place]] and not is_time


def _lacks_verb(tokens: Tokens, code: list[int], first: int, last: int) -> bool:
    """Tell a clause behind a verb of saying that is cut before its own verb: "said a known suspect | shot two"."""
    finite = borders().finite
    flags = grammar()
    if not (_saying()[code[first - 1]] or code[first] == flags.that):
        return False
    relative = next((each for each in range(first + 1, last) if code[each] in (flags.who, flags.which)), last)
    is_closed = (
        relative < last and code[last] == flags.comma_ == code[relative - 1]
    )  # "a man, who hid there, | told them"
    if not _is_verb(tokens, code, last + is_closed):
        return False
    own = range(first, relative if is_closed else last)
    verbs = (place for place in own if finite[code[place]] or tokens.words[place] in irregular_pasts())
    return not any(place == first or not flags.determines[code[place - 1]] for place in verbs)


def _is_verb(tokens: Tokens, code: list[int], place: int) -> bool:
    """Tell a verb in the past, or a word that is one elsewhere."""
    now = code[place]
    return grammar().acts[now] or grammar().cue[now] or tokens.words[place] in irregular_pasts()


def _before_other_teller(tokens: Tokens, code: list[int], first: int, last: int) -> int:
    """End before a "but" or "while" that brings in somebody else: "it will grow | but most economists say that …"."""
    subject, says, parting = borders().subject, _saying(), grammar().parting
    and_, adverb = grammar().and_, grammar().adverb
    for place in range(first + CONTENT_WORDS, last - 1):
        if code[place] == and_ and says[code[first - 1]]:
            verb = place + 1
            while adverb[code[verb]] or tokens.words[verb] == "later":
                verb += 1
            if says[code[verb]]:
                return place  # "said it was over | and later warned the board"
        if parting[code[place]]:
            verb = place + 1
            while verb < min(place + SUBJECT_WITHIN, last) and subject[code[verb]]:
                verb += 1
            if verb > place + 1 and says[code[verb]]:
                return place if code[place - 1] != grammar().comma_ else place - 1
    return last


def _within_relative(code: list[int], quoted: list[int], first: int, last: int) -> int:
    """End at the comma that closes "who first reported that it stopped, | told us"."""
    verb, place = first - 1, first - 2
    while place > 0 and _conjunctions()[1][code[place]]:
        place -= 1
    if not (_saying()[code[verb]] and code[place] in (grammar().who, grammar().which)):
        return last
    ends, flags = range(first + CONTENT_WORDS, last - 1), grammar()
    closes = flags.comma if code[place - 1] == flags.dash else [each == flags.comma_ for each in range(len(flags.acts))]
    goes_on = (each for each in ends if closes[code[each]] and not quoted[each])
    return next((each for each in goes_on if flags.acts[code[each + 1]] or flags.predicate[code[each + 1]]), last)


def _within_subordinate(code: list[int], run: Run, first: int, last: int) -> int:
    """End at the comma that closes "Though he insisted that it was over, | it will be seen"."""
    opening, flags = code[run.start + 1], grammar()
    if not (flags.subordinates[opening] and flags.cue[code[first - 1]]) or flags.comma_ in code[run.start : first]:
        return last
    ends = (each for each in range(first + CONTENT_WORDS, last - 1) if code[each] == flags.comma_)
    return next((each for each in ends if flags.resumes[code[each + 1]]), last)


def _before_comment(tokens: Tokens, code: list[int], first: int, last: int) -> int:
    """End before what the writer calls the words: "that it is a plot | — a charge he repeated"."""
    flags = grammar()
    if flags.dash not in code[first + CONTENT_WORDS : last - 1]:
        return last
    for place in range(first + CONTENT_WORDS, last - 1):
        is_noun = flags.noun[code[place + 2]] or is_speech_noun(tokens.words[place + 2])
        if code[place] == flags.dash and code[place + 1] == flags.a and is_noun:
            return place
    return last


@cache
def _if_or_when() -> tuple[int, int]:
    return grammar().if_, lexicon().names.index("when")


@cache
def _helping() -> list[bool]:
    return flags_of("is was has had will would do").tolist()


@cache
def _wanting() -> list[bool]:
    return [name.startswith(("want_", "urge_")) for name in lexicon().names]


@cache
def _saying() -> list[bool]:
    return (
        families()["strong"] & (ends_in("_ed") | ends_in("_s") | ends_in("say_base") | ends_in("argue_base"))
    ).tolist()


@cache
def _conjunctions() -> tuple[list[bool], list[bool]]:
    return flags_of("but and").tolist(), flags_of("do not has had also later lower_ly was is would will").tolist()


@cache
def _boundary() -> list[bool]:
    return flags_of("comma semicolon dash but while colon").tolist()


_VERB_INSIDE = 8
"""So many tokens of a run may name who speaks, where the verb of saying stands inside it."""


def _behind_own_verb(tokens: Tokens, code: list[int], run: Run) -> int:
    """Let a run that opens with speaker and verb begin behind them: "state media KCNA called on | the South to"."""
    subject, opening = borders().subject, _opening_verbs()
    place, limit = run.first, min(run.first + _VERB_INSIDE, run.last - CONTENT_WORDS)
    while place < limit and subject[code[place]] and not opening[code[place]]:
        place += 1
    if place == run.first and grammar().says[code[place]] and tokens.quotations[place + 1]:
        return place + 1  # "37 percent | say “never”"
    if place == run.first or place >= limit or not opening[code[place]]:
        return run.first
    phrases = lexicon().phrases.get(tokens.words[place].lower(), ())
    return place + 1 + (tokens.words[place + 1].lower() in phrases)


@cache
def _opening_verbs() -> list[bool]:
    return ((families()["strong"] | families()["urges"]) & ~ends_in("_noun") & ~ends_in("_base")).tolist()
