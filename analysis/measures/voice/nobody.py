"""Words before, in and behind a name that are no part of who speaks: calls, professions, verbs, openers."""

from analysis.measures.voice.roles import ACRONYM, is_common, is_profession, may_speak, sex_of_given
from analysis.measures.voice.tokens import lexicon


def is_called_out(word: str) -> bool:
    """Tell a word in capitals that calls for attention before a name.

    Examples
    --------
    >>> is_called_out("WATCH"), is_called_out("NATO"), is_called_out("Watch")
    (True, False, False)
    """
    return len(word) > ACRONYM and word.isupper() and word.isalpha() and is_common(word)


def is_profession_before(word: str, name: list[str]) -> bool:
    """Tell what somebody is, written with a capital before the given name and the surname.

    Examples
    --------
    >>> is_profession_before("Historian", ["Doris", "Roe"]), is_profession_before("Walter", ["Scott", "Roe"])
    (True, False)
    """
    is_named = len(name) > 1 and sex_of_given(name[0]) is not None
    return is_named and is_profession(word.lower()) and is_common(word) and sex_of_given(word) is None


def is_verb_now(word: str) -> bool:
    """Tell a verb of the lists in the present, which is no noun.

    Examples
    --------
    >>> is_verb_now("seems"), is_verb_now("claims"), is_verb_now("documents")
    (True, False, False)
    """
    number = lexicon().forms.get(word)
    return number is not None and lexicon().names[number].endswith("_s") and not word.istitle()


def is_opener(word: str) -> bool:
    """Tell what a sentence opens with before a comma and is nobody.

    Examples
    --------
    >>> is_opener("Amusingly"), is_opener("Well"), is_opener("Officials"), is_opener("Pires")
    (True, True, False, False)
    """
    plain = word.lower()
    is_adverb = word.endswith("ly") and sex_of_given(word) is None
    return is_adverb or (is_common(word) and not may_speak(plain) and word != word.lower())
