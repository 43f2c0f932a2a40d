"""From raw text to body: an ordered register of small rules, each of which says what it removes.

A rule looks at a text and points at what is not the article's own; it changes nothing itself. Every removal is recorded
with its rule and its place in the raw text, and every rule can be switched off. Rules of passages look inside lines,
rules of lines take whole ones; a false removal costs more than a missed menu.
"""

from collections.abc import Container
from functools import cache
from itertools import cycle, islice
from typing import Any

from analysis.corpus import lines as line_model
from analysis.corpus.cleaning import calls, chains, endings, forms, furniture, openings, passages, pictures, pointers
from analysis.corpus.cleaning.draft import Cleaned, Draft, Removal, normalise
from analysis.corpus.cleaning.furniture import DATE_LINE, drop_page_furniture, drop_repeated_headline
from analysis.corpus.cleaning.page import (
    LINE_RULES,
    NOTHING_LEARNT,
    PASSAGE_RULES,
    RULES,
    Learnt,
    Page,
    is_headline,
)

__all__ = [
    "DATE_LINE", "NOTHING_LEARNT", "RULES", "Cleaned", "Learnt", "Page", "Removal", "calls", "chains", "clean",
    "drop_page_furniture", "drop_repeated_headline", "endings", "forms", "furniture", "is_headline", "normalise",
    "openings", "passages", "pictures", "pointers",
]  # fmt: skip

_MAX_PASSES = 12
"""Passes over the rules until nothing more is removed; two are enough for all but texts made to need more."""


def clean(
    raw: str,
    *,
    title: str = "",
    outlet: str = "",
    learnt: Learnt = NOTHING_LEARNT,
    off: Container[str] = (),
    model: line_model.LineModel | None = None,
) -> Cleaned:
    r"""Remove what is not the article's own from a text that was scraped by others.

    Cleaning twice changes nothing: the rules are applied until none finds anything more. At the ends of lines the body
    has no space, and no two blank lines in a row.

    Parameters
    ----------
    raw : str
        The text as it came.
    title : str
        The headline: where it stands again at the top of the text it is removed from the body.
    outlet : str
        Name of the outlet, for the rules in its register entry.
    learnt : Learnt
        Lines and passages that recur across the outlet's articles.
    off : container of str
        Names of rules that are switched off.
    model : lines.LineModel, optional
        Another model of lines than the shipped one.

    Returns
    -------
    Cleaned
        ``body`` and ``removals``; the place of a removal counts characters of the normalised raw text.

    Examples
    --------
    >>> clean("Talks stall\n\nThe talks ended.\n\nSHARE THIS ARTICLE", title="Talks stall")
    Cleaned(body='The talks ended.', removals=[Removal(rule='drop_repeated_headline', text='Talks stall', start=0),
        Removal(rule='drop_share_lines', text='SHARE THIS ARTICLE', start=31)])
    """
    draft = Draft(raw)
    page = Page(draft.lines, title, outlet, learnt, model)
    places: Any  # numbers of lines, or spans of a rule of passages
    names = [name for name in _in_order() if name not in off]
    n_settled = 0
    for name in islice(cycle(names), _MAX_PASSES * len(names)):
        places = page.found.get(name, []) if name in LINE_RULES else RULES[name](page)
        if not places:
            n_settled += 1
            if n_settled >= len(names):  # all of them looked at what is left
                break
            continue
        n_settled = 0
        if name in PASSAGE_RULES:
            gone, changed = draft.cut(name, places)
            page = page.shortened(draft.lines, gone, changed)
        else:
            draft.remove(name, places, joined=name == drop_page_furniture.__name__)
            page = page.without(places)
    return Cleaned(draft.body, sorted(draft.removals, key=lambda removal: (removal.start, removal.rule)))


@cache
def _in_order() -> tuple[str, ...]:
    """Name every rule in the order in which they are asked: those of whole lines first."""
    return tuple(sorted(RULES, key=PASSAGE_RULES.__contains__))
