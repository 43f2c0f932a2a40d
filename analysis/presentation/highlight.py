"""A text with its evidence marked, as escaped HTML whose legend does not rely on colour.

Each kind of mark has an underline of its own and a small sign at its end; the tint only helps. Nothing of the text
is ever obeyed: tags, scripts and Markdown in it show as they were written.
"""

import difflib
import html
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class Mark:
    """Describe a kind of mark: the sign at its end, its meaning, its underline and its tint (red, green, blue)."""

    sign: str
    meaning: str
    underline: str
    tint: str


MARKS = {
    "direct": Mark("❞", "in quotation marks: somebody else's words", "solid 2px", "204,121,167"),
    "indirect": Mark("¶", "paraphrase of somebody else", "dashed 2px", "230,159,0"),
    "mixed": Mark("❞¶", "paraphrase with quoted words", "dotted 2px", "140,140,140"),
    "positive": Mark("+", "word that raises the tone", "solid 1px", "0,114,178"),
    "negative": Mark("−", "word that lowers the tone", "double 4px", "213,94,0"),
    "loaded": Mark("!", "loaded word", "wavy 1px", "0,158,115"),
    "frame": Mark("◆", "word of a frame", "dotted 3px", "86,180,233"),
    "target": Mark("→", "mention of a person, country or organisation", "dashed 1px", "140,140,140"),
    "sentence": Mark("", "the sentence you came for", "solid 3px", "86,180,233"),
    "only here": Mark("○", "no other outlet has this", "solid 3px", "230,159,0"),
    "shared": Mark("●", "another outlet has this too", "dotted 3px", "86,180,233"),
}
"""Every kind of mark, in the order of the legend. An underline stands for one kind, so that print without colour
still tells them apart."""

LINE_HEIGHT = 1.75
"""Room for two underlines below each other."""


def css() -> str:
    """Return the style sheet of all marks; works on light and dark pages because tints are translucent."""
    rules = [
        f".px-text{{white-space:pre-wrap;overflow-wrap:anywhere;max-width:46rem;line-height:{LINE_HEIGHT}}}",
        ".px-text mark,.px-legend mark{color:inherit;padding:0 1px;border-radius:2px}",
        ".px-sign{font-size:.68em;font-weight:700;vertical-align:super;padding-left:1px;opacity:.85}",
        ".px-legend{list-style:none;padding:0;margin:.25rem 0 .75rem;display:flex;flex-wrap:wrap;"
        "gap:.3rem 1.1rem;font-size:.875rem}",
    ]
    for kind, mark in MARKS.items():
        line, width = mark.underline.split()
        rules.append(
            f"mark.px-{_name(kind)}{{background:rgba({mark.tint},.2);text-underline-offset:3px;"
            f"text-decoration:underline {line} {width} rgb({mark.tint});text-decoration-skip-ink:none}}"
        )
    return "<style>" + "".join(rules) + "</style>"


def legend(kinds: Iterable[str]) -> str:
    """List the marks that a text uses, each with its sign, its underline and its meaning.

    Examples
    --------
    >>> print(legend(["positive"]).replace("><", ">\\n<"))
    <ul class="px-legend">
    <li>
    <mark class="px-positive">word<span class="px-sign">+</span>
    </mark> word that raises the tone</li>
    </ul>
    """
    wanted = set(kinds)
    items = [
        f'<li><mark class="px-{_name(kind)}">word{_sign(kind)}</mark> {html.escape(mark.meaning)}</li>'
        for kind, mark in MARKS.items()
        if kind in wanted
    ]
    return f'<ul class="px-legend">{"".join(items)}</ul>' if items else ""


def html_of(text: str, spans: pd.DataFrame) -> str:
    """Mark spans in a text, overlapping ones as well, and escape everything else.

    Parameters
    ----------
    text : str
        The body or title that the spans point into.
    spans : DataFrame
        ``start``, ``end`` (end excluded), ``kind`` (a key of `MARKS`), and if wanted ``note``, shown on hover. Spans
        that reach beyond the text are cut; empty ones are left out.

    Returns
    -------
    str
        HTML without the style sheet; see `css`.

    Notes
    -----
    Time grows with the length of the text and the number of spans, times how many overlap in one place.

    Examples
    --------
    >>> spans = pd.DataFrame({"start": [0], "end": [4], "kind": ["negative"]})
    >>> html_of("Evil <b>", spans)
    '<div class="px-text"><mark class="px-negative">Evil<span class="px-sign">−</span></mark> &lt;b&gt;</div>'
    """
    opened, closed = _edges(spans, len(text))
    active: Counter[tuple[str, str]] = Counter()
    pieces, place = [], 0
    for edge in sorted({*opened, *closed, len(text)}):
        ending = [kind for kind, _ in closed.get(edge, [])]
        pieces.append(_piece(text[place:edge], list(active), ending))
        active.subtract(closed.get(edge, []))
        active.update(opened.get(edge, []))
        active = +active
        place = edge
    return f'<div class="px-text">{"".join(pieces)}</div>'


def _edges(spans: pd.DataFrame, length: int) -> tuple[dict, dict]:
    """Collect which marks begin and end at each place of the text."""
    opened: dict[int, list[tuple[str, str]]] = {}
    closed: dict[int, list[tuple[str, str]]] = {}
    notes = spans["note"] if "note" in spans else [""] * len(spans)
    for start, end, kind, note in zip(spans["start"], spans["end"], spans["kind"], notes, strict=True):
        if pd.isna(start) or pd.isna(end):
            continue
        start, end = max(int(start), 0), min(int(end), length)
        if start < end:
            mark = (str(kind), "" if pd.isna(note) else str(note))
            opened.setdefault(start, []).append(mark)
            closed.setdefault(end, []).append(mark)
    return opened, closed


def _piece(text: str, active: list[tuple[str, str]], ending: list[str]) -> str:
    if not text:
        return ""
    inner = html.escape(text) + "".join(_sign(kind) for kind in dict.fromkeys(ending))
    for kind, note in reversed(active):
        title = f' title="{html.escape(note)}"' if note else ""
        inner = f'<mark class="px-{_name(kind)}"{title}>{inner}</mark>'
    return inner


def _sign(kind: str) -> str:
    return f'<span class="px-sign">{MARKS[kind].sign}</span>' if MARKS[kind].sign else ""


def _name(kind: str) -> str:
    return kind.replace(" ", "-")


def changes(before: str, after: str) -> str:
    """Write what became of a headline as escaped HTML: words that were taken out struck, those put in underlined.

    Examples
    --------
    >>> changes("Talks fail in Hanoi", "Talks <end> in Hanoi")
    'Talks <del>fail</del> <ins>&lt;end&gt;</ins> in Hanoi'
    """
    old, new = before.split(), after.split()
    told = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            told.append(html.escape(" ".join(old[a:b])))
            continue
        told += [f"<{tag}>{html.escape(' '.join(words))}</{tag}>"
                 for tag, words in (("del", old[a:b]), ("ins", new[c:d])) if words]  # fmt: skip
    return " ".join(told)
