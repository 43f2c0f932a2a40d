"""What the list of cues says of each verb and noun: what it tells of its subject, and what it takes."""

from functools import cache
from typing import NamedTuple

from analysis import assets
from analysis.measures.voice.tokens import PARTICLE_VERBS, inflections, listed, tellers, verb_forms

SAID, THOUGHT, DONE = "said", "thought", "done"


class Use(NamedTuple):
    """What a cue tells of its subject, what it takes as content, and how its content stands."""

    act: str
    takes: str
    pattern: str


@cache
def of_cues() -> dict[str, Use]:
    """Look up each cue, and each of its forms, as it stands in a text: verbs before nouns.

    Examples
    --------
    >>> of_cues()["recalled"].takes, of_cues()["believes"].act, of_cues()["called on"].pattern, of_cues()["began"].act
    ('clause', 'thought', 'urge', 'done')
    """
    cues = assets.table("reporting_verbs.csv")
    irregular = cues.set_index("cue")["forms"].to_dict()
    found: dict[str, Use] = {}
    is_noun = cues["pattern"].eq("noun")
    for row in (*cues[is_noun].itertuples(), *cues[~is_noun].itertuples()):
        verb, _, rest = row.cue.removeprefix("be ").partition(" ")
        use = Use(row.act, row.takes, row.pattern)
        forms = verb_forms(verb, row.forms or irregular.get(verb, "") or PARTICLE_VERBS.get(verb, ""))
        if row.pattern == "noun":
            forms = [("base", verb), ("s", forms[0][1] if verb.endswith("s") else forms[1][1])]
        for _, form in [("base", verb)] if row.cue.startswith("be ") or row.pattern == "prefix" else forms:
            found[f"{form} {rest}".strip()] = use
    return found


def is_speech_noun(word: str) -> bool:
    """Tell whether a word may be a noun of saying.

    Examples
    --------
    >>> is_speech_noun("reports"), is_speech_noun("reported")
    (True, False)
    """
    return word in speech_nouns()


@cache
def speech_nouns() -> frozenset[str]:
    """Give the nouns of saying in both numbers.

    Examples
    --------
    >>> sorted(speech_nouns() & {"claim", "claims", "claimed", "reports"})
    ['claim', 'claims', 'reports']
    """
    cues = assets.table("reporting_verbs.csv")
    nouns = cues.loc[cues["pattern"].eq("noun") & cues["act"].eq(SAID), "cue"]
    return frozenset(form for noun in [*nouns, "report"] for form in (noun, inflections(noun)[0]))


@cache
def requesting() -> frozenset[str]:
    """Give the verbs that take who is asked before what they are asked to do, or whether."""
    return tellers() | frozenset("ask asks asked asking".split())


@cache
def irregular_pasts() -> frozenset[str]:
    """Give the irregular past forms that tell a clause from a noun phrase."""
    return listed("finite", "pasts")
