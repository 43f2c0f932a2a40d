"""Words for who speaks: offices, roles, bodies and given names, judged without asking the article (see `speakers`)."""

import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache, partial
from itertools import pairwise

from analysis import assets
from analysis.measures.names import SMALL_WORDS, kind_of, kinds, resolve
from analysis.measures.names.kinds import GIVEN_NAMES
from analysis.measures.names.words import REMEMBERED
from analysis.measures.names.words import listed as listed_names
from analysis.measures.voice.tokens import listed

POSSESSIVE = ("'s", "’s")
NO_NAME = frozenset("they we i it you their our my its your who which that this these those what someone".split())
DETERMINERS = frozenset("the a an his her its their my our your this that these those".split())
TRAILING = NO_NAME | frozenset(
    "monday tuesday wednesday thursday friday saturday sunday today yesterday earlier later on and both whom".split()
)
"""What trails a speaker: a relative pronoun, when he spoke, or the beginning of a second one."""
PERSONS = ("er", "ers", "or", "ors", "ist", "ists", "ian", "ians", "ee", "ees")
"""Ends of nouns for persons."""
_ONE = tuple(end for end in PERSONS if not end.endswith("s"))
MARKS = " ,.:;\"“”'’()-–—"
Resolve = Callable[[str], str | None]
words_for = partial(listed, "speakers")
"""Give the words under some keys of ``voice.toml``, section speakers."""


@cache
def _sexes(kind: str) -> dict[str, str]:
    """Give whose words are: given names, forms of address ("titles"), or words for people ("words")."""
    keys = {"male": f"male_{kind}".removesuffix("_names"), "female": f"female_{kind}".removesuffix("_names")}
    return {word: sex for sex, key in keys.items() for word in listed("given_names", key)}


@cache
def _census() -> dict[str, str]:
    """Give the given names of the United States census, and whose each is: empty where it is both sexes'."""
    table = assets.table(GIVEN_NAMES)
    return dict(zip(table["name"], table["sex"], strict=True))


def is_kin_of_somebody(words: list[str]) -> bool:
    """Tell "Roe’s wife" from "another neighbour", who is nobody named before.

    Examples
    --------
    >>> is_kin_of_somebody(["Roe’s", "wife"]), is_kin_of_somebody(["another", "neighbour"])
    (True, False)
    """
    return bool(words) and words[-1] in words_for("kin") and any(word.endswith(POSSESSIVE) for word in words[:-1])


def is_title(word: str) -> bool:
    """Tell a form of address: Mr, Ms."""
    return word in _sexes("titles")


@lru_cache(maxsize=REMEMBERED)
def sex_of_title(word: str) -> str:
    """Tell the sex of whom a word before a name addresses or names.

    Examples
    --------
    >>> sex_of_title("Mrs."), sex_of_title("spokeswoman"), sex_of_title("his")
    ('female', 'female', '')
    """
    return _sexes("titles").get(word) or _sexes("words").get(word.lower(), "")


def sex_of_given(name: str) -> str | None:
    """Tell whose a given name is: male, female, both ("") or none (None).

    Examples
    --------
    >>> sex_of_given("Ana"), sex_of_given("Jordan"), sex_of_given("Pires")
    ('female', '', None)
    """
    return _sexes("names").get(name) or _census().get(name)


_PARTICLES = ("Mc", "Mac", "De", "Di", "Du", "La", "Le", "Van", "Fitz")


def looks_like_surname(word: str) -> bool:
    """Tell one word that is written as surnames are.

    Examples
    --------
    >>> [looks_like_surname(word) for word in ("McKinney", "Ocasio-Cortez", "O’Dea", "VentureBeat", "CSPAN", "roe")]
    [True, True, True, False, False, False]
    """
    particle = next((each for each in _PARTICLES if word.startswith(each) and word[len(each) :][:1].isupper()), "")
    parts = word.removeprefix(particle).replace("’", "-").replace("'", "-").split("-")
    is_one = " " not in word
    return is_one and all(part[:1].isupper() and (len(part) == 1 or part[1:].islower()) for part in parts)


@lru_cache(maxsize=REMEMBERED)
def gender_of(form: str) -> str | None:
    """Tell male, female, person (a person whose name does not say) or None (nothing says it is a person).

    Examples
    --------
    >>> [gender_of(form) for form in ("Ana Pires", "Kim Jong Un", "Stacia Roe", "Jordan Roe", "China Daily", "Pires")]
    ['female', 'person', 'female', 'person', None, None]
    """
    words = form.split()
    if len(words) < _FULL:
        return None
    first = words[0]
    by_hand = _sexes("names").get(first)
    if by_hand or first in listed("given_names", "surname_first") or (len(first) == _FULL and first.endswith(".")):
        return by_hand or "person"
    is_thing = words[-1] in listed_names("thing") or kinds.by_words(words) in ("place", "organisation") or is_body(form)
    is_place = kind_of(resolve(first) or "") == "place" and not kinds.looks_like_person(words)
    if first not in _census() or is_thing or is_place or words[-1].islower():
        return None
    return _census()[first] or "person"


def may_be_of(role: str, wanted: str) -> int:
    """Tell whether a role in small letters may be a man's or a woman's: 0 no, 1 as others may, 3 as the word says.

    Examples
    --------
    >>> [may_be_of(role, "female") for role in ("whistleblower", "his wife", "father", "officials", "statement", "")]
    [1, 3, 0, 0, 0, 0]
    """
    word = role.rpartition(" ")[2]
    sex = _sexes("words").get(word)
    if sex is not None:
        return 3 if sex == wanted else 0
    is_one = not word.endswith(("s", "men", "people"))
    is_person = word.endswith(_ONE) and word not in words_for("not_persons", "nobody", "bodies")
    return int(is_person or (is_one and word in words_for("roles", "holding", "kin")))


@cache
def speaking_nouns() -> frozenset[str]:
    """Give the nouns in small letters that may speak."""
    return words_for("speaking", "roles", "bodies", "kin") | listed("classes", "speaker_noun", "someone")


def speaking_head(speaker: str) -> str:
    """Cut what follows who speaks: "people | familiar"; empty where nobody speaks.

    Examples
    --------
    >>> speaking_head("people familiar"), speaking_head("senior officials"), speaking_head("sunny days")
    ('people', 'senior officials', '')
    """
    words = speaker.split()
    if len(words) > 1 and words[-1] in words_for("described"):
        words = words[:-1]
    heads = (" ".join(words[:n]) for n in range(len(words), 0, -1))
    cuts_paper = bool(words) and words[-1].lower() in words_for("nobody")  # "police report"
    return next((one for one in heads if may_speak(one) and (cuts_paper or one == speaker or _is_described(one))), "")


def _is_described(head: str) -> bool:
    """Tell who may be described by the words behind: "people | familiar", not "child | detention"."""
    last = head.rpartition(" ")[2]
    return head != head.lower() or last.endswith("s") or last in words_for("roles")


def may_speak(speaker: str) -> bool:
    """Tell whether words may name who speaks: a capital stands in them, or a person, a group or a body at their end."""
    head = speaker.rpartition(" ")[2].lower()
    is_person = head.endswith(PERSONS) and head not in words_for("not_persons", "nobody")
    return speaker != speaker.lower() or head in speaking_nouns() or is_person


@cache
def offices() -> frozenset[str]:
    """Give the titles and roles that end an office before its holder's name, with a capital."""
    return words_for("titles") | {role.capitalize() for role in words_for("roles")}


@cache
def holding() -> frozenset[str]:
    """Give the words for who holds an office, that stand before a name and are taken for a part of it."""
    return frozenset(word.lower() for word in words_for("holding", "roles", "titles", "ranks", "parties", "kin"))


@cache
def for_a_country() -> frozenset[str]:
    """Give the words for who speaks for a country: offices, and of the roles only those of a state."""
    return (holding() - words_for("roles", "kin")) | words_for("for_a_country")


@cache
def kinds_of_bodies() -> dict[str, frozenset[str]]:
    """Give for "agency" and such the words that names of such bodies end with."""
    kinds = assets.toml("voice.toml")["bodies"].values()
    return {body: frozenset(kind["ends"].split()) for kind in kinds for body in kind["called"].split()}


@cache
def called_like(body: str) -> frozenset[str]:
    """Give the words by which bodies of the same kind are called: "association" for "group".

    Examples
    --------
    >>> "association" in called_like("group"), called_like("ministry")
    (True, frozenset())
    """
    kinds = (frozenset(kind["called"].split()) for kind in assets.toml("voice.toml")["bodies"].values())
    return next((called for called in kinds if body in called), frozenset())


def is_organisation(known: str | None, form: str) -> bool:
    """Tell an organisation of the alias file, or an acronym that it does not know."""
    if known is not None:
        return kind_of(known) == "organisation"
    return form.isupper() and form.isalpha() and len(form) >= ACRONYM


def is_profession(word: str) -> bool:
    """Tell a word for what somebody is or does, in small letters.

    Examples
    --------
    >>> is_profession("professor"), is_profession("spokesman"), is_profession("summer")
    (True, True, False)
    """
    is_person = word.endswith(PERSONS) and word not in words_for("not_persons")
    return is_person or word.removesuffix("-elect") in holding() or word in words_for("posts")


def is_body(form: str) -> bool:
    """Tell the name of an organisation by its words: "Brown University", "Bank of Ruritania", "UNHCR".

    Examples
    --------
    >>> [is_body(form) for form in ("Brown University", "Bank of Ruritania", "UNHCR", "Ana Pires", "Ohio", "CEO")]
    [True, True, True, False, False, False]
    """
    words = form.split()
    if not words:
        return False
    if len(words) == 1:
        return form.isupper() and form.isalpha() and len(form) >= ACRONYM and form.lower() not in holding()
    opens = " of " in form and words[0].lower() in _ends_of_bodies()
    return (opens or words[-1].lower() in _ends_of_bodies()) and not is_unnamed(form)


_ABSTRACT = ("tion", "sion", "ture", "ment", "ness")
"""Ends of nouns for what bodies care for, which are hardly names: "Disease Control and Prevention"."""


def joined_body(words: list[str]) -> str:
    """Give a body whose name holds "and", whole; empty where words are none.

    Examples
    --------
    >>> joined_body("the Centers for Disease Control and Prevention".split())
    'Centers for Disease Control and Prevention'
    >>> joined_body("The Health and Human Services Department".split()), joined_body("Pires and the Senate".split())
    ('Health and Human Services Department', '')
    """
    words = words[1:] if words and words[0].lower() in DETERMINERS else words
    if "and" not in words[1:-1]:
        return ""
    inner = [word for word in words if word not in ("and", "of", "for")]
    ends = _ends_of_bodies() | words_for("plural_bodies")
    is_body = words[0].lower() in ends or words[-1].lower() in ends
    is_plain = all(
        word[0].isupper() and (is_common(word) or word.endswith(_ABSTRACT) or word.lower() in ends or _opens_body(word))
        for word in inner
    )
    return " ".join(words) if is_body and is_plain else ""


def _opens_body(word: str) -> bool:
    """Tell what names of public bodies begin with: "United Nations Relief and Works Agency", "U.S. Patent and …"."""
    return word in ("United", "Nations", "States", "National", "Royal") or word.replace(".", "").isupper()


@cache
def _ends_of_bodies() -> frozenset[str]:
    institutions = frozenset(word.lower() for word in listed_names("institution"))
    ends = (word for kind in assets.toml("voice.toml")["bodies"].values() for word in kind["ends"].split())
    return institutions | words_for("bodies") | frozenset(ends)


@cache
def states() -> frozenset[str]:
    """Give the states of the United States."""
    return frozenset(assets.toml("voice.toml")["sides"]["states"].split(", "))


def may_be_short_for(form: str, whole: str) -> bool:
    """Tell whether the word that opens a name is used for all of it, and not for another body or a maker.

    Examples
    --------
    >>> may_be_short_for("Exxon", "Exxon Mobil"), may_be_short_for("Treasury", "Treasury Department")
    (True, True)
    >>> may_be_short_for("NFL", "NFL Players Association"), may_be_short_for("Sulby", "Sulby Harbour Council")
    (False, False)
    """
    words = whole.split()
    last = words[-1].lower()
    if last in words_for("offices_of_state") or last.rstrip(".") in kinds_of_bodies()["company"]:
        return True
    if is_body(whole) or form != form.capitalize():
        return False
    return kind_of(resolve(whole) or "") in ("person", "place") or not (
        is_common(words[-1]) or kinds.is_small(words[-1])
    )


@cache
def short_states() -> frozenset[str]:
    """Give the states of the United States as they are shortened behind a town, without their last point."""
    return frozenset(assets.toml("voice.toml")["sides"]["short_states"].split(", "))


@lru_cache(maxsize=REMEMBERED)
def is_unnamed(speaker: str) -> bool:
    """Tell whether a speaker is a group or a role without a name: officials, critics, "a senior US official".

    Examples
    --------
    >>> [is_unnamed(form) for form in ("Analysts", "senior US official", "Jane Doe", "White House", "foreign ministry")]
    [True, True, False, False, False]
    >>> [is_unnamed(form) for form in ("Several senators", "insurers", "Texas Rangers", "numbers")]
    [True, True, False, False]
    """
    words = speaker.split()
    if not words:
        return False
    last = words[-1]
    is_group = last.islower() and last.endswith(_GROUPS) and last not in words_for("not_persons", "nobody")
    return is_group or last.lower() in words_for("roles")


_GROUPS = tuple(end for end in PERSONS if end.endswith("s"))


def owner_of(speaker: str, resolve: Resolve) -> str:
    """Give the country or body that a speaker without a name, or a body, belongs to; empty where none is told.

    Examples
    --------
    >>> from analysis.measures.names import resolve
    >>> [owner_of(form, resolve) for form in ("senior Iranian official", "Turkish Defense Ministry", "Iran Jones")]
    ['Iranian', 'Turkish', '']
    """
    words = speaker.replace("’s", "").replace("'s", "").split()
    if not words or words[-1].lower() not in speaking_nouns() | words_for("roles"):
        return ""
    first = next((place for place, word in enumerate(words) if word[0].isupper()), len(words))
    openings = (" ".join(words[first:last]) for last in range(len(words) - 1, first, -1))
    return next((opening for opening in openings if resolve(opening) is not None), "")


def owner_in(words: list[str]) -> list[str]:
    """Take whose statement it is: "the ministry's statement".

    Examples
    --------
    >>> owner_in(["foreign", "ministry's", "statement"]), owner_in(["mayor's", "office"])
    (['foreign', 'ministry'], ["mayor's", 'office'])
    """
    ends = [place for place, word in enumerate(words[:-1]) if word.endswith(POSSESSIVE)]
    if not ends or words[-1].strip(MARKS).lower() not in words_for("nobody"):
        return words
    return [*words[: ends[-1]], words[ends[-1]][:-2]]


@lru_cache(maxsize=REMEMBERED)
def has_given_name(form: str) -> bool:
    """Tell whether a name begins with a given name, or with a family name that stands first."""
    return _without_accents(form.partition(" ")[0]) in _first_names()


def full_names_in(words: list[str]) -> list[str]:
    """Give two words of a Title In Capitals that may be a given name and a surname.

    Examples
    --------
    >>> full_names_in("Why Ana Pires Is Angry".split()), full_names_in(["President", "Pires"])
    (['Ana Pires'], [])
    """
    pairs = pairwise(words)
    return [" ".join(pair) for pair in pairs if may_be_full(list(pair)) and not any(map(_is_no_name, pair))]


def _is_no_name(word: str) -> bool:
    return not word[0].isupper() or is_common(word) or word.lower() in _openers() | holding()


@cache
def _first_names() -> frozenset[str]:
    return listed("given_names", "male", "female", "surname_first")


def _without_accents(word: str) -> str:
    return word if word.isascii() else "".join(filter(str.isascii, unicodedata.normalize("NFKD", word)))


@cache
def _common_words() -> frozenset[str]:
    table = assets.table(SMALL_WORDS)
    return frozenset(table["word"][table["share"].astype(float) >= _MOSTLY_SMALL])


_MOSTLY_SMALL = 0.6
"""From this share of uses in small letters on a word is no name: "Urban Development", not "Hall"."""


@lru_cache(maxsize=REMEMBERED)
def is_common(word: str) -> bool:
    """Tell a word that is hardly a name of a person, for all its capital.

    Examples
    --------
    >>> is_common("Development"), is_common("Pires"), is_common("Agency")
    (True, False, True)
    """
    plain = word.lower()
    is_noun = plain in _common_words() or plain in holding() or plain in speaking_nouns() or plain in _ends_of_bodies()
    return is_noun and plain not in _openers() and not has_given_name(word)


def is_office_or_body(word: str) -> bool:
    """Tell a word for who holds an office, or for a body, in small letters."""
    return word in holding() or word in words_for("bodies")


def may_be_full(words: list[str]) -> bool:
    """Tell whether words may be a full name that a surname stands for: not "For Cole", not "California Democrat".

    Examples
    --------
    >>> may_be_full(["Ana", "Pires"]), may_be_full(["For", "Cole"]), may_be_full(["California", "Democrat"])
    (True, False, False)
    """
    last = words[-1].lower()
    is_named = has_given_name(words[0])
    opens_so = len(words) == _FULL and words[0].lower() in _openers() and not is_named
    return not opens_so and (is_named or last not in holding())


@cache
def _openers() -> frozenset[str]:
    return listed_names("opening")


_FULL = 2
"""Words of a full name."""


def acronym_at(words: list[str]) -> int:
    """Give where an acronym in apposition stands, 0 where there is none.

    Examples
    --------
    >>> acronym_at(["North", "Korea’s", "state", "media", "KCNA"]), acronym_at(["foreign", "ministry"])
    (4, 0)
    """
    is_named = len(words) > 1 and words[-2].islower() and words[-1].isupper() and len(words[-1]) >= ACRONYM
    return len(words) - 1 if is_named else 0


ACRONYM = 3
"""Letters of an acronym that names who speaks."""


def without_ending(words: list[str]) -> list[str]:
    """Cut a relative pronoun or a day that trails a speaker.

    Examples
    --------
    >>> without_ending(["joint", "drills,", "which"]), without_ending(["media", "KCNA", "Friday"])
    (['joint', 'drills,'], ['media', 'KCNA'])
    """
    while len(words) > 1 and words[-1].strip(MARKS).lower() in TRAILING:
        words = words[:-1]
    return words
