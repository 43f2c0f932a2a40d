"""Given names that one article writes whole and the next in short: initials, "Bob" for "Robert"."""

from functools import cache

from analysis.measures.voice.roles import has_given_name
from analysis.measures.voice.tokens import listed

_FULL = 2
"""Words of a full name."""


def without_middle_initial(form: str) -> str:
    """Take out the initial between a given name and a surname, which one article writes and the next does not.

    Examples
    --------
    >>> without_middle_initial("Ana M. Pires"), without_middle_initial("J. D. Vance"), without_middle_initial("Ana Roe")
    ('Ana Pires', 'J. D. Vance', 'Ana Roe')
    """
    words = form.split()
    is_initial = [len(word) == 2 and word[1] == "." and word[0].isupper() for word in words]
    if len(words) != _FULL + 1 or is_initial != [False, True, False] or not has_given_name(form):
        return form
    return f"{words[0]} {words[2]}"


def in_full(form: str) -> str:
    """Give a name with its given name whole and no initial, as two forms of one person have it in common.

    Examples
    --------
    >>> in_full("Bob M. Roe"), in_full("Robert Roe"), in_full("Ana Pires")
    ('Robert Roe', 'Robert Roe', 'Ana Pires')
    """
    first, _, rest = without_middle_initial(form).partition(" ")
    return f"{_whole_given_names().get(first, first)} {rest}".rstrip()


@cache
def _whole_given_names() -> dict[str, str]:
    return dict(pair.split(":") for pair in listed("given_names", "short"))


def without_initial(form: str) -> str:
    """Take the surname behind a lone initial, which is half a name: "J. Trump" of "Donald J. Trump".

    Examples
    --------
    >>> without_initial("J. Trump"), without_initial("Jo Trump"), without_initial("J. D. Vance")
    ('Trump', 'Jo Trump', 'J. D. Vance')
    """
    first, _, rest = form.partition(" ")
    return rest if len(first) == 2 and first.endswith(".") and " " not in rest and rest else form
