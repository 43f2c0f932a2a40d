"""From judged clauses to stretches of text: runs of attributed words, joined over a quotation's sentences."""

from bisect import bisect_left
from functools import cache
from typing import NamedTuple

import numpy as np

from analysis.measures.voice.clauses import Clauses, families
from analysis.measures.voice.grammar import Run, grammar
from analysis.measures.voice.phrases import TIMES, is_act
from analysis.measures.voice.tokens import Tokens, lexicon, tellers
from analysis.measures.voice.uses import SAID, of_cues


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
    that, barred = grammar().that, ~families()["audience"]
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
    code, quoted, says = tokens.codes, tokens.quotations, families()["said"].tolist()
    starts = np.flatnonzero(tokens.code == grammar().start)
    ends_marked = (tokens.quoted[:-1] > 0) & (np.diff(tokens.quoted) != 0) & (tokens.code[:-1] == grammar().mark)
    closing = np.flatnonzero(ends_marked)
    for place, start in zip(closing.tolist(), starts[tokens.sentence[closing]].tolist(), strict=True):
        if code[place - 1] not in (grammar().comma_, grammar().question):
            continue
        opens = quoted[start + 1] == quoted[place] and place - start - 1 > CONTENT_WORDS
        if opens and code[place - 1] == grammar().comma_ and _verb_follows(tokens, place, says):
            spoken[quoted[place]] = True
        verb = _verb_behind_subject(code, place, says)
        if verb and tokens.text[verb] == tokens.text[place]:
            spoken[quoted[place]] = True
    return spoken


_SUBJECT_CLAUSE = 30
"""So many tokens may describe who speaks, between an opening quotation and its verb."""


def _verb_behind_subject(code: list[int], place: int, says: list[bool]) -> int:
    """Find the verb of saying that nothing but its subject parts from a quotation's end; 0 where there is none."""
    for verb in range(place + 1, min(place + 1 + _VERB_WITHIN, len(code))):
        if says[code[verb]]:
            return verb
        if not _subject()[code[verb]]:
            return 0
    return 0


@cache
def _subject() -> list[bool]:
    return families()["subject"].tolist()


def _verb_follows(tokens: Tokens, place: int, says: list[bool]) -> bool:
    """Tell whether a verb of saying follows in the sentence, before any other quotation."""
    code, quoted, end = tokens.codes, tokens.quotations, grammar().end
    for verb in range(place + 1, place + 1 + _SUBJECT_CLAUSE):
        if code[verb] == end or quoted[verb]:
            return False
        if says[code[verb]]:
            return True
    return False


CONTENT_WORDS = 3
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
        end = tokens.codes.index(grammar().end, start)
        kept.append(Run(low, high, start, end, bool(tokens.quoted[low])))
    return sorted(kept)


_ASKED = 14
"""So many tokens may name who is asked, before the "to" of what they are asked to do."""


def with_urged(tokens: Tokens, runs: list[Run]) -> list[Run]:
    """Add what somebody is asked to do: "KCNA called on | both to cancel the drill". Runs inside it become one."""
    code, found = tokens.codes, {}
    for verb in np.flatnonzero(_urging()[tokens.code] & (tokens.quoted == 0)).tolist():
        content = _urged(tokens, code, verb)
        if content is not None:
            found[verb] = content
    if not found:
        return runs
    kept, holds = [], np.zeros(len(code), dtype=np.int64)
    verbs = list(found)
    for run in runs:
        number = bisect_left(verbs, run.last) - 1
        if number < 0 or not _belongs(code, run, verbs[number], found[verbs[number]][1]):
            kept.append(run)
            holds[run.first : run.last] = 1
    for verb, (first, last) in found.items():
        if not holds[verb:last].any():
            kept.append(Run(first, last, tokens.opening(verb), code.index(grammar().end, verb), False))
    return sorted(kept)


def _belongs(code: list[int], run: Run, verb: int, end: int) -> bool:
    """Tell whether a run holds nothing but what a verb asks for, and at most the verb and its subject before that."""
    subject = borders().subject
    return run.last <= end and all(subject[each] for each in code[run.first : verb])


def _urged(tokens: Tokens, code: list[int], verb: int) -> tuple[int, int] | None:
    """Find whom a verb asks and to do what, up to the next break; None where it asks nobody to do anything."""
    phrase = f"{tokens.words[verb]} {tokens.words[verb + 1]}".lower()
    use, first = (
        (of_cues()[phrase], verb + 2) if phrase in of_cues() else (of_cues().get(tokens.words[verb].lower()), verb + 1)
    )
    if use is None or use.pattern != "urge" or use.act != SAID:
        return None
    who, to = _asked(), grammar().to
    place = first
    while place < first + _ASKED and who[code[place]]:
        place += 1
    if place == first or code[place] != to:
        return None
    stop = borders().stop
    while not stop[code[place]]:
        place += 1
    return first, place


@cache
def _urging() -> np.ndarray:
    return families()["urges"] & (ends_in("_ed") | ends_in("_s"))


@cache
def _asked() -> list[bool]:
    return ((families()["subject"] | flags_of("and him in on from")) & ~flags_of("start end point")).tolist()


def _is_inner(tokens: Tokens, run: Run, low: int) -> bool:
    """Tell whether a verb of saying of its own stands before a run, in the clause that another one reports."""
    verb = run.first - 1
    is_told = tokens.words[run.first] == "that" or tokens.words[verb].lower() in tellers() | {"said", "says"}
    before = slice(low, run.first)
    return is_told and bool(((tokens.quoted[before] == 0) & families()["said"][tokens.code[before]]).any())


class _Fronts(NamedTuple):
    """Flags by class of token, as plain lists: the loop asks them one at a time."""

    subject: list[bool]
    goes_on: list[bool]
    barred: list[bool]
    noun: list[bool]
    finite: list[bool]
    stop: list[bool]


@cache
def borders() -> _Fronts:
    """Give what opens, goes on and closes around what is said."""
    sets = families()
    return _Fronts(
        (sets["subject"] | ends_in("_base_noun")).tolist(),
        flags_of("in on at after during yesterday late later preposition point end to comma mark this").tolist(),
        flags_of("that colon dash").tolist(),
        (ends_in("noun") | ends_in("_s_noun")).tolist(),
        (flags_of("is was has had do will would going") | sets["cue"] & (ends_in("_ed") | ends_in("_s"))).tolist(),
        flags_of("comma semicolon colon dash point question end ellipsis open while but").tolist(),
    )


def _fronted(tokens: Tokens) -> dict[int, tuple[int, int]]:
    """Find the clauses that stand before ", X said" or ", said X": by the sentence's first token, first and last."""
    comma, mark, code, quoted = grammar().comma_, grammar().mark, tokens.codes, tokens.quotations
    found: dict[int, tuple[int, int]] = {}
    heads = families()["said"] | families()["according"] | _closing()
    verbs = np.flatnonzero((tokens.quoted == 0) & heads[tokens.code])
    bounds = [np.searchsorted(tokens.sentence, tokens.sentence[verbs], side=side) for side in ("left", "right")]
    for verb, start, behind in zip(verbs.tolist(), *(places.tolist() for places in bounds), strict=True):
        edge = _comma_before_subject(code, verb, start)
        while code[edge] == mark and quoted[edge] and edge > start:
            edge -= 1
        if edge == verb - 1 and tokens.words[verb].lower() in tellers():
            continue
        closes = families()["according"][code[verb]] or _ends_with(tokens, edge, verb, behind - 1)
        if code[edge] == comma and start not in found and closes:
            content = _content_before(tokens, code, start, edge)
            if content and not _is_told_by_another(tokens, content, verb):
                found[start] = content
    return found


def _is_told_by_another(tokens: Tokens, content: tuple[int, int], verb: int) -> bool:
    """Tell words in marks whose own teller follows: "“…,” Ana Pires told the Post, | according to China Daily"."""
    low, high = content
    if not tokens.quoted[low] or not families()["according"][tokens.code[verb]]:
        return False
    outside = tokens.quoted[low:high] == 0
    return bool((outside & families()["said"][tokens.code[low:high]]).any())


def _comma_before_subject(code: list[int], verb: int, start: int) -> int:
    """Go back over the subject of a verb."""
    subject, comma, place = borders().subject, grammar().comma_, verb - 1
    place -= int(_closing()[code[verb]] and grammar().third[code[place]])  # ", records show"
    while place > start and verb - place <= SUBJECT_WITHIN and subject[code[place]] and code[place] != comma:
        place -= 1
    return place


@cache
def _closing() -> np.ndarray:
    """Flag what is a verb of saying where only its subject stands beside it: ", officials say", ", AFP reports"."""
    forms = ends_in("_base") | ends_in("_base_noun") | ends_in("_s_noun")
    return np.array([name.startswith(("say_", "argue_", "show_")) for name in lexicon().names]) & forms


def _ends_with(tokens: Tokens, edge: int, verb: int, end: int) -> bool:
    """Tell whether nothing follows a verb of saying but its subject, whom he tells, place and time."""
    code, quoted = tokens.codes, tokens.quotations
    fronts, comma, after = borders(), grammar().comma_, verb + 1
    if not families()["said"][code[verb]]:
        inverted = edge == verb - 1
        return fronts.stop[code[after]] != inverted and (not inverted or grammar().opens[code[after]])
    if tokens.words[verb].lower() in tellers():
        while after < end and grammar().audience[code[after]] and code[after] not in (comma, grammar().point):
            after += 1
    if tokens.words[after] in TIMES and grammar().time[code[after + 1]]:
        return True  # "reported | last week"
    inverted = edge == verb - 1 or bool(quoted[verb - 1] and not quoted[verb])
    while inverted and after < end and fronts.subject[code[after]] and code[after] != comma:
        after += 1
    if (inverted and after == verb + 1) or end - after > _SUBJECT_CLAUSE:
        return False  # the comma closes what describes the subject: "Demir, a builder, said on Friday"
    rest = [place for place in range(after, end) if not fronts.noun[code[place - 1]]]
    return fronts.goes_on[code[after]] and not any(fronts.barred[code[each]] or quoted[each] for each in rest)


def _content_before(tokens: Tokens, code: list[int], start: int, edge: int) -> tuple[int, int] | None:
    """Take the clause between a sentence's start, or its dateline, and a comma."""
    dash, low = grammar().dash, start + 1
    if dash in code[low : min(low + _DATELINE, edge)]:
        low = code.index(dash, low) + 1
    while low < edge and not tokens.is_words[low]:
        low += 1
    last = edge
    while last > low and not tokens.is_words[last - 1]:
        last -= 1
    has_verb = any(borders().finite[each] for each in code[low + 1 : last])
    if not (has_verb or any(tokens.quotations[low:edge])):
        has_verb = last - low > _SENTENCE or any(is_act(tokens, each) for each in range(low + 1, last))
    return (low, last) if last - low > CONTENT_WORDS and has_verb else None


_SENTENCE = 10
"""From so many tokens on words before ", X said" are what is said, whether a verb is known among them or not."""


SUBJECT_WITHIN = 12
"""So many tokens back from a verb its subject may reach."""


def flags_of(words: str) -> np.ndarray:
    """Tell which classes of tokens are among some names."""
    chosen = set(words.split())
    return np.array([name in chosen for name in lexicon().names])


def ends_in(suffix: str) -> np.ndarray:
    """Tell which classes of tokens have names that end so."""
    return np.array([name.endswith(suffix) for name in lexicon().names])
