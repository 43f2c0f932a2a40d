"""Flags by class of token, as plain lists: what may open a noun phrase, stand before a verb, join a clause.

The walks from a verb to its subject ask them one token at a time, and a list answers faster than an array.
"""

from functools import cache
from types import SimpleNamespace
from typing import Any, NamedTuple

from analysis.measures.voice.clauses import families
from analysis.measures.voice.tokens import lexicon

SETS = {
    "opens": "capital upper the a his her my this quantity speaker_noun media_noun someone number noun "
    "lower_agent lower_agents lower_s",
    "pronoun": "he she they i you it who which someone that what this",
    "skipped": "is was has had do will would not be also later reportedly lower_ly hedge going get make here yesterday",
    "links": "of for at from in with on preposition against about",
    "relative": "who which that",
    "comma": "comma dash",
    "counts": "number symbol lower_ed",
    "capital": "capital upper",
    "passive": "is was be get",
    "adverb": "also later reportedly lower_ly hedge not",
    "opens_clause": "that if he she they it i is was will would has had there",
    "helping": "is was has had will would",
    "predicate": "is was has had will would do",
    "being": "is was be get make seem_s seem_ed",
    "before_verb": "to will would do not they i you he she who which that it also later lower_ly and but capital upper "
    "media_noun lower_s lower_agents speaker_noun someone quantity comma has had start",
    "stands_alone": "he she they i it you someone this",
    "possessive": "his my her",
    "among": "in",
    "time": "yesterday",
    "parting": "but while",
    "subject_pronoun": "he she they i who",
    "person": "capital upper he she they i who speaker_noun someone",
    "loose": "comma dash mark by while after preposition in of and but for with because when start",
    "subordinates": "because while",
    "resumes": "he she they it there the",
    "hangs": "after when while because if as by",
    "described": "to lower_ed",
    "role": "speaker_noun",
    "agent": "speaker_noun someone lower_agent lower_agents",
    "lower_ing": "lower_ing",
    "determines": "the a his her my",
    "pauses": "comma dash mark colon semicolon open close question point that",
    "governs": "the a his her my of for about against preposition with from in on at by",
    "letter": "media_noun noun",
}
"""Classes of tokens by what they do in a sentence."""
_NOUNS = (
    "capital upper number the a quantity his her my this speaker_noun media_noun someone noun "
    "lower lower_s lower_noun lower_agent lower_agents symbol it"
)
_SINGLE = (
    "dash that close open according to from_ and_ point by mark question colon but who which quantity "
    "media_noun number with_ get of for_ start end i it a the make_ comma_ as_ if_ while_ not_ someone "
    "semicolon upper"
).split()


class Mention(NamedTuple):
    """Tokens that name a speaker: the first and the one after the last."""

    first: int
    last: int


class Run(NamedTuple):
    """Tokens in a row that are somebody else's words, the sentence's bounds, and whether they open in marks."""

    first: int
    last: int
    start: int
    end: int
    quoted: bool


class Source(NamedTuple):
    """The token that attributes (-1: none in the sentence) and the mention of the speaker, where there is one."""

    cue: int
    mention: Mention | None


class Candidate(NamedTuple):
    """An attribution that is not weighed yet, with the tokens that it rests on."""

    attribution: Any
    run: Run
    last: int
    source: Source
    is_block: bool


def flags(words: str) -> list[bool]:
    """Tell which classes of tokens are among some names."""
    chosen = set(words.split())
    return [name in chosen for name in lexicon().names]


def ending(*ends: str) -> list[bool]:
    """Tell which cues have a class that ends so."""
    return [
        name.endswith(ends) and flag for name, flag in zip(lexicon().names, families()["cue"].tolist(), strict=True)
    ]


def _named(*ends: str) -> list[bool]:
    return [name.endswith(ends) for name in lexicon().names]


@cache
def grammar() -> Any:
    """Give the flags by name, and under ``dash``, ``that``, ``to`` and such the number of one class."""
    names = lexicon().names
    found: dict[str, object] = {name: flags(words) for name, words in SETS.items()}
    found |= {name: names.index(name.rstrip("_")) for name in _SINGLE}
    for family in ("cue", "noun", "audience"):
        found[family] = families()[family].tolist()
    found["says"] = families()["strong"].tolist()
    found["past"], found["ing"], found["third"] = ending("_ed"), ending("_ing"), ending("_s")
    found["noun_or_verb"] = _named("_base_noun", "_s_noun", "_base")
    found["base"] = _named("_base", "_base_noun")
    found["pure_base"] = ending("_base")
    found["adjective"] = _named("_adjective")
    found["names"] = [name.startswith("name_") for name in names]
    nouns, more = flags(_NOUNS), _named("_noun", "_adjective")
    found["noun_like"] = [
        one or other or "adjective" in name for one, other, name in zip(nouns, more, names, strict=True)
    ]
    found["tells"] = [name in ("say_ing", "argue_ing") for name in names]
    found["acts"] = [one or two for one, two in zip(flags("lower_ed make"), ending("_ed", "_s"), strict=True)]
    return SimpleNamespace(**found)
