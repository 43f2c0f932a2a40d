"""From judged clauses to stretches of text: runs of attributed words, joined over a quotation's sentences."""

from functools import cache
from typing import NamedTuple

import numpy as np

from analysis.measures.voice.acts import SAID, irregular_pasts, is_speech_noun, uses
from analysis.measures.voice.clauses import Clauses, families
from analysis.measures.voice.grammar import Run, grammar
from analysis.measures.voice.tokens import Tokens, lexicon, tellers


def runs_of(tokens: Tokens, clauses: Clauses, attributed: np.ndarray) -> list[Run]:
    """Join neighbouring clauses of a sentence that are attributed.

    A quotation and what stands outside it are kept together where no clause of the outlet's own stands between.
    """
    chosen = np.flatnonzero(attributed)
    if not len(chosen):
        return []
    breaks = (np.diff(chosen) > 1) | (np.diff(clauses.sentence[chosen]) > 0)
    heads = chosen[np.concatenate([[True], breaks])]
    tails = chosen[np.concatenate([breaks, [True]])]
    first, last = clauses.first[heads], clauses.last[tails]
    start = np.searchsorted(tokens.sentence, clauses.sentence[heads])
    end = np.searchsorted(tokens.sentence, clauses.sentence[heads], side="right") - 1
    quoted = tokens.quoted[first] > 0
    first = _without_audience(tokens, first, last)
    return [
        Run(*row)
        for row in zip(first.tolist(), last.tolist(), start.tolist(), end.tolist(), quoted.tolist(), strict=True)
    ]


_AUDIENCE = 16
"""So many tokens may name who is told something, before the "that" that opens what is said."""


def _without_audience(tokens: Tokens, first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Let a run begin at its "that" where it begins with who is told, when or where: "told reporters in Seoul that"."""
    that, barred = lexicon().names.index("that"), ~families()["audience"]
    verbs, says = tellers(), families()["said"]
    teller = says[tokens.code[first - 1]]
    teller |= np.array([tokens.words[place].lower() in verbs for place in (first - 1).tolist()], dtype=bool)
    moved = first.copy()
    for number in np.flatnonzero(teller).tolist():
        low, high = first[number], min(first[number] + _AUDIENCE, last[number] - 1)
        window = tokens.code[low : high + 1]
        found = np.flatnonzero(window == that)
        if len(found) and not barred[window[: found[0]]].any():
            moved[number] = low + found[0]
    return moved


_VERB_WITHIN = 8
"""So many tokens after a quotation its verb of saying is looked for: "…,” the South Korean president said"."""


def is_spoken(tokens: Tokens) -> np.ndarray:
    """Tell for each quotation (from 1; 0 is none) whether its marks and the words after it say that it is speech.

    It is where it ends with a comma, a question mark or an exclamation mark inside the marks and a verb of saying
    follows with nothing but its subject between, in the same sentence or, after a question, the next; and where it
    opens its sentence, ends with a comma and any verb of saying follows in it.
    """
    spoken = np.zeros(int(tokens.quoted.max(initial=0)) + 1, dtype=bool)
    names, say, subject = lexicon().names, families()["said"], families()["subject"]
    inner, mark = [names.index("comma"), names.index("question")], names.index("mark")
    closing = np.flatnonzero((tokens.quoted[:-1] > 0) & (np.diff(tokens.quoted) != 0))
    for place in closing.tolist():
        if tokens.code[place] != mark or tokens.code[place - 1] not in inner:
            continue
        number = tokens.quoted[place]
        if tokens.code[place - 1] == inner[0] and _opens_sentence(tokens, place) and _verb_follows(tokens, place, say):
            spoken[number] = True
        after = tokens.code[place + 1 : place + 1 + _VERB_WITHIN]
        verbs = np.flatnonzero(say[after])
        if len(verbs) and subject[after[: verbs[0]]].all() and tokens.text[place + 1 + verbs[0]] == tokens.text[place]:
            spoken[tokens.quoted[place]] = True
    return spoken


_SUBJECT_CLAUSE = 30
"""So many tokens may describe who speaks, between an opening quotation and its verb."""


def _opens_sentence(tokens: Tokens, place: int) -> bool:
    """Tell whether the quotation that ends here begins its sentence, with several words."""
    first = int(np.searchsorted(tokens.sentence, tokens.sentence[place])) + 1
    return bool(tokens.quoted[first] == tokens.quoted[place]) and place - first > _CONTENT_WORDS


def _verb_follows(tokens: Tokens, place: int, say: np.ndarray) -> bool:
    """Tell whether a verb of saying follows in the sentence, before any other quotation."""
    rest = slice(place + 1, place + 1 + _SUBJECT_CLAUSE)
    same = (tokens.sentence[rest] == tokens.sentence[place]) & (np.cumsum(tokens.quoted[rest]) == 0)
    return bool((same & say[tokens.code[rest]]).any())


_CONTENT_WORDS = 3
"""A clause before ", X said" has at least so many words: "On Friday, the ministry said" has no content there."""
_DATELINE = 8
"""So many tokens may name place and agency before the dash that opens a lead: "SEOUL (AP) —"."""


def with_fronted(tokens: Tokens, runs: list[Run]) -> list[Run]:
    """Let what stands before ", X said" at the end of a sentence be said as a whole: "Talks are dead, X said."

    Runs inside it become one; all others stay as they are.
    """
    fronted = _fronted(tokens)
    if not fronted:
        return runs
    kept = []
    for run in runs:
        content = fronted.get(run.start)
        if content is None or run.first >= content[1]:
            kept.append(run)
        elif _is_inner(tokens, run, content[0]):  # "Kim told Putin that …, state media reported": Kim's words
            kept.append(run._replace(last=min(run.last, content[1])))
            fronted.pop(run.start)
    for start, (low, high) in fronted.items():
        end = int(np.searchsorted(tokens.sentence, tokens.sentence[start], side="right")) - 1
        kept.append(Run(low, high, start, end, bool(tokens.quoted[low])))
    return sorted(kept)


def whole_clauses(tokens: Tokens, runs: list[Run]) -> list[Run]:
    """Let runs begin and end where clauses do.

    A run that stops before a verb which it holds the subject of ("that it stopped, but Cook did not | say when") gives
    that clause up; one that is cut inside a number, behind an initial or before its own helping verb takes the rest;
    one that opens with speaker and verb begins behind them.
    """
    code, cue = tokens.code.tolist(), families()["cue"][tokens.code]
    n_cues = np.concatenate([[0], np.cumsum(cue)]).tolist()
    is_cue, quoted = cue.tolist(), tokens.quoted.tolist()
    kept: list[Run] = []
    for run in runs:
        if kept and run.first < kept[-1].last:
            if run.last <= kept[-1].last:
                continue
            run = run._replace(first=kept[-1].last)
        first, last = run.first, run.last
        if not run.quoted and n_cues[run.start] == n_cues[first]:
            first = _behind_own_verb(tokens, code, run)
        if first - 2 > run.start and _is_torn(tokens, code, first):
            first -= 2
        elif code[first] == grammar().but and code[first + 1] == grammar().comma_ and first - run.start > 1:
            first += 2  # "say, | however, | that"
        if last < run.end and is_cue[last] and not quoted[last] and not quoted[last - 1]:
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


def _predicates(code: list[int], run: Run) -> list[Run]:
    """Part two predicates of one speaker: "views them as | a rehearsal for war | and wants | them to be called off".

    Only where no verb stands before the "and": after one, the verb behind it may be its subject's.
    """
    finite, conjunction = _fronts().finite, _conjunctions()[0]
    if run.quoted:
        return [run]
    for place in range(run.first, run.last - _CONTENT_WORDS):
        if conjunction[code[place]] and place > run.first + 1 and _opening_cues()[code[place + 1]]:
            return [run._replace(last=place), run._replace(first=place + 2)]
        if _is_past_behind(code, run, place):
            return [run._replace(last=place)]  # "pledged to review it, | named it a reform"
        if code[place] == grammar().and_ and place > run.first + _CONTENT_WORDS and _is_deed_behind(code, place + 1):
            return [run._replace(last=place)]  # "warned people to stay inside | and cancelled the concert"
        if finite[code[place]] or _verb_like()[code[place]]:
            break
    return [run]


def _is_past_behind(code: list[int], run: Run, place: int) -> bool:
    """Tell a comma and a past verb of the speaker's own behind what he will do."""
    flags = grammar()
    is_plan = code[run.first] == flags.to and code[place] == flags.comma_ and place > run.first + _CONTENT_WORDS
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
    return (families()["cue"] & (_ends("_ed") | _ends("_s"))).tolist()


@cache
def _verb_like() -> list[bool]:
    return _flags("lower_ed that get make be").tolist()


def _is_torn(tokens: Tokens, code: list[int], first: int) -> bool:
    """Tell whether a run begins inside a number ("2,|093") or behind an initial ("Mr. | Hannity")."""
    names = lexicon().names
    number = names.index("number")
    in_number = code[first] == number == code[first - 2] and tokens.end[first - 1] == tokens.start[first]
    return in_number or code[first - 1] == names.index("point")


def _before_last_clause(tokens: Tokens, code: list[int], first: int, last: int) -> int:
    """End before the last clause of a run, where enough stands before it."""
    boundary = _boundary()
    cut = next((place for place in range(last - 1, first, -1) if boundary[code[place]]), last)
    while cut > first + 1 and not tokens.is_word[cut - 1]:
        cut -= 1
    return cut if tokens.is_word[first:cut].sum() >= _CONTENT_WORDS else last


_PREDICATE = 5
"""So many tokens at the end of a run may open a predicate that goes on outside it: "but did not rule | out a visit"."""


def _before_torn_predicate(tokens: Tokens, code: list[int], first: int, last: int, end: int) -> int:
    """End before a conjunction and a verb of saying whose object stands outside the run."""
    if last >= end or tokens.quoted[last - 1] or not tokens.is_word[last] or not families()["cue"][code[last - 1]]:
        return last
    conjunction, helping = _conjunctions()
    cut = last - 2
    while cut > max(first, last - _PREDICATE) and helping[code[cut]]:
        cut -= 1
    if not conjunction[code[cut]]:
        return last
    while cut > first + 1 and not tokens.is_word[cut - 1]:
        cut -= 1
    return cut if tokens.is_word[first:cut].sum() >= _CONTENT_WORDS else last


def _with_predicate(tokens: Tokens, code: list[int], first: int, last: int, end: int) -> int:
    """Go on to the end of a clause that is cut before its verb ("said screenings done then | have expired")."""
    if last >= end:
        return last
    is_glued = tokens.words[last] == "." and tokens.end[last] == tokens.start[last + 1] and last + 2 < end
    is_cut = _helping()[code[last]] and (_saying()[code[first - 1]] or tokens.words[first - 1] == ",")
    is_asked = code[last] == grammar().to and any(_wanting()[each] for each in code[max(first - 2, 0) : first])
    is_if = code[first] == grammar().that and code[first + 1] in _if_or_when() and code[last] == grammar().comma_
    is_helped = _helping()[code[last - 1]] and _is_verb(tokens, code, last)
    is_open = grammar().determines[code[last - 1]] or code[last - 1] == grammar().of
    if is_open or tokens.words[last - 1].endswith(("'s", "’s")):
        while last < end and grammar().noun_like[code[last]] and not tokens.quoted[last]:
            last += 1  # "refused to call all of the | witnesses"
        if last == end or not (grammar().determines[code[last - 1]] and _is_verb(tokens, code, last)):
            return last  # but "and the | alleged attacker was shot"
    elif not (is_if or is_cut or is_glued or is_asked or is_helped or _lacks_verb(tokens, code, first, last)):
        return last
    last += 1
    while last < end and not _stops(tokens, code, last) and not tokens.quoted[last]:
        last += 1
    while not tokens.is_word[last - 1]:
        last -= 1
    return last


def _stops(tokens: Tokens, code: list[int], place: int) -> bool:
    """Tell a mark that ends a clause from the colon of "10:30"."""
    is_time = code[place + 1] == grammar().number == code[place - 1] and tokens.end[place] == tokens.start[place + 1]
    return _fronts().stop[code[place]] and not is_time


def _lacks_verb(tokens: Tokens, code: list[int], first: int, last: int) -> bool:
    """Tell a clause behind a verb of saying that is cut before its own verb: "said a known suspect | shot two"."""
    finite = _fronts().finite
    flags = grammar()
    relative = next((each for each in range(first + 1, last) if code[each] in (flags.who, flags.which)), last)
    is_closed = (
        relative < last and code[last] == flags.comma_ == code[relative - 1]
    )  # "a man, who hid there, | told them"
    if not (_saying()[code[first - 1]] and _is_verb(tokens, code, last + is_closed)):
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
    subject, says, parting = _fronts().subject, _saying(), grammar().parting
    and_, adverb = grammar().and_, grammar().adverb
    for place in range(first + _CONTENT_WORDS, last - 1):
        if code[place] == and_ and says[code[first - 1]]:
            verb = place + 1
            while adverb[code[verb]] or tokens.words[verb] == "later":
                verb += 1
            if says[code[verb]]:
                return place  # "said it was over | and later warned the board"
        if parting[code[place]]:
            verb = place + 1
            while verb < min(place + _SUBJECT_WITHIN, last) and subject[code[verb]]:
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
    ends, flags = range(first + _CONTENT_WORDS, last - 1), grammar()
    closes = flags.comma if code[place - 1] == flags.dash else [each == flags.comma_ for each in range(len(flags.acts))]
    goes_on = (each for each in ends if closes[code[each]] and not quoted[each])
    return next((each for each in goes_on if flags.acts[code[each + 1]] or flags.predicate[code[each + 1]]), last)


def _within_subordinate(code: list[int], run: Run, first: int, last: int) -> int:
    """End at the comma that closes "Though he insisted that it was over, | it will be seen"."""
    opening, flags = code[run.start + 1], grammar()
    if not (flags.subordinates[opening] and flags.cue[code[first - 1]]) or flags.comma_ in code[run.start : first]:
        return last
    ends = (each for each in range(first + _CONTENT_WORDS, last - 1) if code[each] == flags.comma_)
    return next((each for each in ends if flags.resumes[code[each + 1]]), last)


def _before_comment(tokens: Tokens, code: list[int], first: int, last: int) -> int:
    """End before what the writer calls the words: "that it is a plot | — a charge he repeated"."""
    flags = grammar()
    for place in range(first + _CONTENT_WORDS, last - 1):
        is_noun = flags.noun[code[place + 2]] or is_speech_noun(tokens.words[place + 2])
        if code[place] == flags.dash and code[place + 1] == flags.a and is_noun:
            return place
    return last


@cache
def _if_or_when() -> tuple[int, int]:
    names = lexicon().names
    return names.index("if"), names.index("when")


@cache
def _helping() -> list[bool]:
    return _flags("is was has had will would do").tolist()


@cache
def _wanting() -> list[bool]:
    return [name.startswith(("want_", "urge_")) for name in lexicon().names]


@cache
def _saying() -> list[bool]:
    return (families()["strong"] & (_ends("_ed") | _ends("_s") | _ends("say_base") | _ends("argue_base"))).tolist()


@cache
def _conjunctions() -> tuple[list[bool], list[bool]]:
    return _flags("but and").tolist(), _flags("do not has had also later lower_ly was is would will").tolist()


@cache
def _boundary() -> list[bool]:
    return _flags("comma semicolon dash but while colon").tolist()


_ASKED = 14
"""So many tokens may name who is asked, before the "to" of what they are asked to do."""


def with_urged(tokens: Tokens, runs: list[Run]) -> list[Run]:
    """Add what somebody is asked to do: "KCNA called on | both to cancel the drill". Runs inside it become one."""
    code, found = tokens.code.tolist(), {}
    for verb in np.flatnonzero(_urging()[tokens.code] & (tokens.quoted == 0)).tolist():
        content = _urged(tokens, code, verb)
        if content is not None:
            found[verb] = content
    if not found:
        return runs
    kept, holds = [], np.zeros(len(code), dtype=np.int64)
    verbs = np.array(list(found))
    ends = np.array([last for _, last in found.values()])
    for run in runs:
        number = int(np.searchsorted(verbs, run.last)) - 1
        if number < 0 or not _belongs(code, run, int(verbs[number]), int(ends[number])):
            kept.append(run)
            holds[run.first : run.last] = 1
    for verb, (first, last) in found.items():
        if not holds[verb:last].any():
            start = int(np.searchsorted(tokens.sentence, tokens.sentence[verb]))
            end = int(np.searchsorted(tokens.sentence, tokens.sentence[verb], side="right")) - 1
            kept.append(Run(first, last, start, end, False))
    return sorted(kept)


def _belongs(code: list[int], run: Run, verb: int, end: int) -> bool:
    """Tell whether a run holds nothing but what a verb asks for, and at most the verb and its subject before that."""
    subject = _fronts().subject
    return run.last <= end and all(subject[each] for each in code[run.first : verb])


def _urged(tokens: Tokens, code: list[int], verb: int) -> tuple[int, int] | None:
    """Find whom a verb asks and to do what, up to the next break; None where it asks nobody to do anything."""
    phrase = f"{tokens.words[verb]} {tokens.words[verb + 1]}".lower()
    use, first = (uses()[phrase], verb + 2) if phrase in uses() else (uses().get(tokens.words[verb].lower()), verb + 1)
    if use is None or use.pattern != "urge" or use.act != SAID:
        return None
    who, to = _asked(), lexicon().names.index("to")
    place = first
    while place < first + _ASKED and who[code[place]]:
        place += 1
    if place == first or code[place] != to:
        return None
    stop = _fronts().stop
    while not stop[code[place]]:
        place += 1
    return first, place


@cache
def _urging() -> np.ndarray:
    return families()["urges"] & (_ends("_ed") | _ends("_s"))


@cache
def _asked() -> list[bool]:
    return ((families()["subject"] | _flags("and him in on from")) & ~_flags("start end point")).tolist()


def _is_inner(tokens: Tokens, run: Run, low: int) -> bool:
    """Tell whether a verb of saying of its own stands before a run, in the clause that another one reports."""
    verb = run.first - 1
    is_told = tokens.words[run.first] == "that" or tokens.words[verb].lower() in tellers() | {"said", "says"}
    before = slice(low, run.first)
    return is_told and bool(((tokens.quoted[before] == 0) & families()["said"][tokens.code[before]]).any())


_VERB_INSIDE = 8
"""So many tokens of a run may name who speaks, where the verb of saying stands inside it."""


def _behind_own_verb(tokens: Tokens, code: list[int], run: Run) -> int:
    """Let a run that opens with speaker and verb begin behind them: "state media KCNA called on | the South to"."""
    subject, opening = _fronts().subject, _opening_verbs()
    place, limit = run.first, min(run.first + _VERB_INSIDE, run.last - _CONTENT_WORDS)
    while place < limit and subject[code[place]] and not opening[code[place]]:
        place += 1
    if place == run.first and grammar().says[code[place]] and tokens.quoted[place + 1]:
        return place + 1  # "37 percent | say “never”"
    if place == run.first or place >= limit or not opening[code[place]]:
        return run.first
    phrases = lexicon().phrases.get(tokens.words[place].lower(), ())
    return place + 1 + (tokens.words[place + 1].lower() in phrases)


@cache
def _opening_verbs() -> list[bool]:
    return ((families()["strong"] | families()["urges"]) & ~_ends("_noun") & ~_ends("_base")).tolist()


class _Fronts(NamedTuple):
    """Flags by class of token, as plain lists: the loop asks them one at a time."""

    subject: list[bool]
    goes_on: list[bool]
    barred: list[bool]
    noun: list[bool]
    finite: list[bool]
    stop: list[bool]


@cache
def _fronts() -> _Fronts:
    sets = families()
    return _Fronts(
        (sets["subject"] | _ends("_base_noun")).tolist(),
        _flags("in on at after during yesterday late later preposition point end to comma mark this").tolist(),
        _flags("that colon dash").tolist(),
        (_ends("noun") | _ends("_s_noun")).tolist(),
        (_flags("is was has had do will would going") | sets["cue"] & (_ends("_ed") | _ends("_s"))).tolist(),
        _flags("comma semicolon colon dash point question end ellipsis open while but").tolist(),
    )


def _fronted(tokens: Tokens) -> dict[int, tuple[int, int]]:
    """Find the clauses that stand before ", X said" or ", said X": by the sentence's first token, first and last."""
    comma = lexicon().names.index("comma")
    place = np.arange(len(tokens.code))
    starts = np.maximum.accumulate(np.where(tokens.code == 0, place, 0)).tolist()
    closed = np.where(tokens.code == 1, place, len(place) - 1)
    ends = np.minimum.accumulate(closed[::-1])[::-1].tolist()
    code, quoted, mark = tokens.code.tolist(), tokens.quoted.tolist(), lexicon().names.index("mark")
    found: dict[int, tuple[int, int]] = {}
    heads = families()["said"] | families()["according"]
    for verb in np.flatnonzero((tokens.quoted == 0) & heads[tokens.code]).tolist():
        edge = _comma_before_subject(code, verb, starts[verb])
        while code[edge] == mark and quoted[edge] and edge > starts[verb]:
            edge -= 1
        if edge == verb - 1 and tokens.words[verb].lower() in tellers():
            continue
        closes = families()["according"][code[verb]] or _ends_with(code, quoted, edge, verb, ends[verb])
        if code[edge] == comma and starts[verb] not in found and closes:
            content = _content_before(tokens, code, starts[verb], edge)
            if content:
                found[starts[verb]] = content
    return found


def _comma_before_subject(code: list[int], verb: int, start: int) -> int:
    """Go back over the subject of a verb."""
    subject, comma, place = _fronts().subject, lexicon().names.index("comma"), verb - 1
    while place > start and verb - place <= _SUBJECT_WITHIN and subject[code[place]] and code[place] != comma:
        place -= 1
    return place


def _ends_with(code: list[int], quoted: list[int], edge: int, verb: int, end: int) -> bool:
    """Tell whether nothing follows a verb of saying but its subject, place and time."""
    fronts, comma, after = _fronts(), lexicon().names.index("comma"), verb + 1
    inverted = edge == verb - 1 or (quoted[verb - 1] and not quoted[verb])
    while inverted and after < end and fronts.subject[code[after]] and code[after] != comma:
        after += 1
    if (inverted and after == verb + 1) or end - after > _SUBJECT_CLAUSE:
        return False  # the comma closes what describes the subject: "Demir, a builder, said on Friday"
    rest = [place for place in range(after, end) if not fronts.noun[code[place - 1]]]
    return fronts.goes_on[code[after]] and not any(fronts.barred[code[each]] or quoted[each] for each in rest)


def _content_before(tokens: Tokens, code: list[int], start: int, edge: int) -> tuple[int, int] | None:
    """Take the clause between a sentence's start, or its dateline, and a comma."""
    dash, low = lexicon().names.index("dash"), start + 1
    if dash in code[low : min(low + _DATELINE, edge)]:
        low = code.index(dash, low) + 1
    while low < edge and not tokens.is_word[low]:
        low += 1
    last = edge
    while last > low and not tokens.is_word[last - 1]:
        last -= 1
    has_verb = any(_fronts().finite[each] for each in code[low + 1 : last])
    return (low, last) if last - low > _CONTENT_WORDS and has_verb else None


_SUBJECT_WITHIN = 12


def _flags(words: str) -> np.ndarray:
    chosen = set(words.split())
    return np.array([name in chosen for name in lexicon().names])


def _ends(suffix: str) -> np.ndarray:
    return np.array([name.endswith(suffix) for name in lexicon().names])
