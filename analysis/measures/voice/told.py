"""Clauses behind a verb of saying that the nets pass over: "the mayor said | each year yields more"."""

from functools import cache
from itertools import pairwise

import numpy as np

from analysis.measures.voice.clauses import families
from analysis.measures.voice.grammar import Run, grammar
from analysis.measures.voice.phrases import is_act
from analysis.measures.voice.spans import SUBJECT_WITHIN, borders
from analysis.measures.voice.tokens import Tokens, lexicon
from analysis.measures.voice.uses import requesting

_LEAST = 5
"""So many tokens at least is a clause that is told."""


def with_told(tokens: Tokens, runs: list[Run]) -> list[Run]:
    """Add the clause behind "X said" where no run begins; runs inside it become one.

    What the clause is worth is weighed as of all others (see `sure`).
    """
    code, quoted = tokens.codes, tokens.quotations
    runs = [_before_teller(code, quoted, run) for run in runs]
    said = np.flatnonzero((tokens.quoted == 0) & _telling()[tokens.code]).tolist()
    inside = _inside([(run.first, run.last) for run in runs], len(code)).tolist()
    found = _after_according(tokens, code, quoted) + _around_teller(tokens, code, quoted, said)
    for verb, following in pairwise([*said, len(code)]):
        if inside[verb] or inside[verb + 1] or inside[verb - 1] or inside[verb - 2]:
            continue
        last = _clause_end(tokens, code, quoted, verb, following)
        if last and not (inside[last - 1] and inside[min(last, len(inside) - 1)]):
            start = tokens.opening(verb)
            found.append((verb, Run(verb + 1, last, start, _end(code, last), False)))
    if not found:
        return runs
    told = {run.first for run in runs}
    found = [(low, one) for low, one in found if one.first not in told]
    behind = _inside([(low + 1, one.last) for low, one in found], len(code))
    is_behind = behind[[run.first for run in runs]].tolist()
    kept = [run for run, hidden in zip(runs, is_behind, strict=True) if run.quoted or not hidden]
    taken = _inside([(run.first, run.last) for run in kept], len(code))
    return sorted([*kept, *(one for _, one in found if not taken[one.first : one.last].any())])


def _inside(stretches: list[tuple[int, int]], size: int) -> np.ndarray:
    """Tell for each token, and one behind the last, whether a stretch holds it."""
    opened = np.zeros(size + 1, dtype=np.int64)
    if stretches:
        first, last = np.array(stretches).T
        np.add.at(opened, first, 1)
        np.add.at(opened, last, -1)
    return np.cumsum(opened) > 0


@cache
def _telling() -> np.ndarray:
    """Flag verbs of saying and thinking: "believes | talks go on", "critics say | it fell"."""
    kinds, forms = ("say_", "argue_", "think_"), ("_ed", "_s", "_base")
    return np.array([name.startswith(kinds) and name.endswith(forms) for name in lexicon().names])


def _before_teller(code: list[int], quoted: list[int], run: Run) -> Run:
    """End a quotation before its own teller: "“…,” | Ana Pires told the Post, according to China Daily"."""
    if not run.quoted or quoted[run.last - 1]:
        return run
    flags = grammar()
    close = next((place for place in range(run.first, run.last) if not quoted[place]), run.last)
    ends = flags.comma[code[close - 2]] or code[close - 2] == flags.question
    tells = any(families()["said"][each] for each in code[close : run.last])
    return run._replace(last=close) if ends and tells and close - run.first > _LEAST else run


def _after_according(tokens: Tokens, code: list[int], quoted: list[int]) -> list[tuple[int, Run]]:
    """Find the clauses behind "According to police, |" and "As police said, |" at the beginning of a sentence."""
    flags, found = grammar(), []
    opens = (tokens.code == flags.according) | (tokens.code == flags.as_)
    for place in np.flatnonzero(opens & (tokens.quoted == 0)).tolist():
        is_told = code[place + 1] == flags.to if code[place] == flags.according else _is_as_told(code, place)
        if not (
            is_told and (code[place - 1] in (flags.start, flags.open, flags.mark) or _is_behind_phrase(tokens, place))
        ):
            continue
        first = _clause_behind(tokens, code, quoted, place)
        if first:
            start = tokens.opening(place)
            end = _end(code, first)
            last = end
            while last > first and not tokens.is_words[last - 1]:
                last -= 1
            if last - first >= _LEAST and not any(quoted[first:last]):
                found.append((place, Run(first, last, start, end, False)))
    return found


_PREDICATES = frozenset("includes means remains depends needs lies".split())
"""Verbs of things, which look like nouns in -s."""


def _around_teller(tokens: Tokens, code: list[int], quoted: list[int], said: list[int]) -> list[tuple[int, Run]]:
    """Find both parts of a clause that its teller interrupts before the verb: "The risk, | she says, | is that …"."""
    flags, subject, found = grammar(), borders().subject, []
    for verb in said:
        if code[verb + 1] != flags.comma_ or not _opens_predicate(tokens, code, verb + 2):
            continue
        edge = verb - 1
        while subject[code[edge]] and code[edge] != flags.comma_ and verb - edge <= SUBJECT_WITHIN:
            edge -= 1
        start = tokens.opening(verb)
        inner = range(start + 1, edge)
        is_part = edge < verb - 1 and code[edge] == flags.comma_ and 1 < len(inner) <= SUBJECT_WITHIN
        if not is_part or flags.comma_ in code[start:edge] or any(_is_verb(tokens, code, each) for each in inner):
            continue
        last = end = _end(code, verb)
        while last > verb and not tokens.is_words[last - 1]:
            last -= 1
        if last - verb > _LEAST and not any(quoted[start:last]):
            found.append((start, Run(start + 1, edge, start, end, False)))
            found.append((verb + 1, Run(verb + 2, last, start, end, False)))
    return found


def _opens_predicate(tokens: Tokens, code: list[int], place: int) -> bool:
    """Tell the verb of a clause, and no other word that a comma stands before."""
    flags, now = grammar(), code[place]
    return flags.predicate[now] or flags.third[now] or flags.acts[now] or tokens.words[place] in _PREDICATES


def _is_as_told(code: list[int], place: int) -> bool:
    """Tell "As the mayor said," from "As the mayor left,"."""
    subject, verb = borders().subject, place + 1
    while verb < place + SUBJECT_WITHIN and subject[code[verb]] and code[verb] not in (grammar().comma_, grammar().end):
        verb += 1
    return verb > place + 1 and bool(families()["said"][code[verb]]) and code[verb + 1] == grammar().comma_


def _is_behind_phrase(tokens: Tokens, place: int) -> bool:
    """Tell what stands between an opening phrase and its clause: "Since May, | according to police, they left"."""
    code, start = tokens.codes, place - 1
    if code[start] != grammar().comma_:
        return False
    while code[start] != grammar().start:
        start -= 1
    return not any(_is_verb(tokens, code, each) for each in range(start + 1, place))


def _clause_behind(tokens: Tokens, code: list[int], quoted: list[int], place: int) -> int:
    """Give where the first clause behind a comma begins, over appositions: "Roe, a historian, | rates have moved"."""
    flags, comma, has_verb = grammar(), 0, False
    while code[place] != flags.end and not quoted[place]:
        if code[place] == flags.comma_:
            if comma and has_verb:
                return comma + 1
            behind = code[place + 1]
            opens = flags.opens[behind] or flags.subject_pronoun[behind] or flags.noun_like[behind]
            comma, has_verb = (place if opens else 0), False
        has_verb = has_verb or (place > comma + 1 and _is_verb(tokens, code, place))
        place += 1
    return comma + 1 if comma and has_verb else 0


def _clause_end(tokens: Tokens, code: list[int], quoted: list[int], verb: int, following: int) -> int:
    """Give where the clause behind a verb ends; 0 where none is told there."""
    flags, first = grammar(), verb + 1
    now = code[first]
    if not _has_subject(tokens, code, verb) or not (flags.opens[now] or flags.subject_pronoun[now]):
        return 0
    place, has_verb = first, False
    while place < following and code[place] not in (flags.end, flags.semicolon, flags.colon) and not quoted[place]:
        has_verb = has_verb or (place > first and _is_verb(tokens, code, place))
        place += 1
        if code[place - 1] == flags.comma_ and flags.tells[code[place]]:
            break  # "said officials left, | saying that"
    if quoted[place] or place == following or place - first < _LEAST or not has_verb:
        return 0
    while place > first and not tokens.is_words[place - 1]:
        place -= 1
    return place


def _is_verb(tokens: Tokens, code: list[int], place: int) -> bool:
    return borders().finite[code[place]] or is_act(tokens, place)


def _has_subject(tokens: Tokens, code: list[int], verb: int) -> bool:
    """Tell "the mayor said" from "was told" and from the participles of "alleged conduct" and "a written statement"."""
    flags, before, word = grammar(), code[verb - 1], tokens.words[verb - 1]
    if tokens.words[verb].lower() in requesting() or flags.passive[before] or flags.determines[before]:
        return False
    is_noun = flags.noun_like[before] and not word.endswith(("'s", "’s", "s'", "s’"))
    is_joined = before in (flags.and_, flags.but) and flags.past[code[verb]]
    return is_noun or is_joined or flags.comma[before] or flags.subject_pronoun[before] or flags.predicate[before]


def _end(code: list[int], place: int) -> int:
    return code.index(grammar().end, place)
