"""Paragraphs that are somebody else's words without quotation marks: transcripts, and posts that are announced.

"NAME: ..." opens a speaker's turn. A paragraph in the first person singular, right after one that announces a post or
a statement, is that post, unless the article speaks in the first person elsewhere.
"""

import re
from collections import Counter
from itertools import pairwise
from typing import NamedTuple

from analysis.corpus.segment import Span
from analysis.measures.voice import roles

_LINE = re.compile(r"[^\n]*\S[^\n]*")
_LABEL = re.compile(
    r"\s*((?:[A-Z][A-Z.'’-]+|[A-Z]\.|[QA])(?:[ \t]+(?:[A-Z][A-Z.,'’-]+|[A-Z]\.|\([^)\n]{1,40}\))){0,5}):(?=\s)"
)
_MIXED_LABEL = re.compile(r"\s*((?:[A-Z][\w.'’-]+)(?:[ \t]+[A-Z][\w.'’-]+){0,3}):(?=\s)")
_SIGNATURE = re.compile(r"[—–-] ?([^\n()—–@]{2,60}?) ?\(@\w{1,20}\)")
_SKIPPED = re.compile(r"\bSkip\s[A-Z]\w+\spost(?:\s\d+)?\sby\s@?\S+\s+")
"""What stands before a post that a page embeds, where all became one line."""
_DATED = re.compile(r" [A-Z][a-z]+ \d{1,2}, \d{4}")
_ROLE = "President|Prime Minister|Foreign Minister|Defence Minister|Chancellor|Secretary|Minister|Ambassador|King"
_OFFICE_LABEL = re.compile(
    rf"\s*((?:(?:[A-Z][\w’'-]+ )?(?:{_ROLE}) (?:of|for) [A-Z][^:\n.]{{3,60}}|Question|QUESTION|THE PRESIDENT))"
    r"(?: \([^)\n:]{1,30}\))?:(?=\s)"
)
"""A label that tells an office ("President of Russia Vladimir Putin:") or who only asks is one wherever it stands."""
_ASKED = re.compile(r"\s*(Q)(?=[ \t]{2,}\S)")
_AFTER = re.compile(
    r"\s*(?:Published in sections?\b|Publication date\b|Direct link\b|END\b"
    r"|(?:[A-Z]+ )?[Tt]ranscripts? (?:are|is|provided)\b)"
)
"""What stands below a transcript."""
_STATEMENT = re.compile(
    r"(?:[A-Z][\w-]+ )?(?:Statement|Remarks|Message|Address|Speech|Letter) (?:by|from|of) (?:the )?"
    r"([A-Z][\w.’'-]*(?: (?:of (?:the )?)?(?!\w+ing\b)[A-Z][\w.’'-]*)*)"
)
"""A headline that says whose words a text is."""
_SPEAKING = re.compile(r"\b(?:I|[Ww]e|[Oo]ur|[Mm]y|us|[Yy]ou|[Yy]our)\b")
_SPOKEN = 4
"""A text is a transcript where one in so many of its paragraphs says I, we or you."""
_MIN_TURNS = 2
"""One label in capitals is a dateline ("NEW DELHI: …") or a heading; in ordinary ones, two with one name are needed."""
_FIRST_PERSON = re.compile(r"[ImM](?<![\w'’.].)(?:(?<=I)(?:['’](?:m|ve|ll|d))?|(?<!I)y|(?<=m)yself)(?![\w'’.]\w|\w)")
"""I, my and myself, and no letter before them: it begins with a class of letters, so that a search leaps from one to
the next."""
_PLACES = "Twitter|Facebook|Instagram|Telegram|Truth Social|Weibo"
_POSTS = "tweet|post|statement|letter|message|email|memo|blog"
_ANNOUNCES = re.compile(
    r"\b(?:said|says|saying|wrote|writes|writing|posted|posts|announced|declared|added|adding|stated|responded|replied|complained)"
    rf"\b[^.!?\n]{{0,60}}\b(?:X|{_PLACES}|(?:{_POSTS})s?)\b"
    r"|\b(?:tweeted|retweeted|posted)\b"
    rf"|\b(?:{_POSTS})\b[^.!?\n]{{0,40}}\b(?:reads?|said|says|wrote)\b"
    rf"|\b(?:on|in|to) (?:{_PLACES}|an? (?:{_POSTS}))\b"
)
_MARKS = re.compile(r"[\"“”«»'](?:(?<!')|')")


_ASIDE = re.compile(r"\W*\[[^\[\]]*\]\W*|\W*\([^()]*\)\W*")
"""What nobody says in a transcript: "(Speaking German)."."""


class Block(NamedTuple):
    """Somebody's words as a stretch of lines, and where the text says whose: a label, or the announcing line."""

    start: int
    end: int
    source_start: int
    source_end: int
    labelled: bool
    speaker: str = ""
    """Who speaks, where only the headline says it."""


def blocks(text: str, headline: str = "") -> list[Block]:
    """Find a text's turns of a transcript and its announced posts, in the order of the text.

    Examples
    --------
    >>> text = "Trump wrote on Twitter that talks are near.\\n\\nI will be leaving. My meeting went well.\\n\\nHe left."
    >>> [text[block.start:block.end] for block in blocks(text)]
    ['I will be leaving. My meeting went well.']
    >>> text = "TAPPER: Why now?\\nTRUMP: Why not?"
    >>> [text[block.source_start:block.source_end] for block in blocks(text)]
    ['TAPPER', 'TRUMP']
    >>> blocks("Photos: The rocket before its launch\\nPhotos: The rocket after it")
    []
    """
    lines = [Span(*match.span()) for match in _LINE.finditer(text)]
    statement = _statement(text, lines, headline)
    if statement is not None:
        return [statement]
    turns = _turns(text, lines) if ":" in text or "Q " in text else []
    signed = _signed(text, lines) if "(@" in text else []
    others = turns + _posts(text, lines)
    return sorted(
        [one for one in others if not any(one.start < each.end and each.start < one.end for each in signed)] + signed
    )


def cut_at(sentences: list[tuple[int, int]], blocks: list[Block]) -> list[tuple[int, int]]:
    """Cut sentences where posts begin and end that their own signatures close.

    Examples
    --------
    >>> cut_at([(0, 40)], [Block(10, 30, 20, 25, True)]), cut_at([(0, 40)], [Block(10, 30, 0, 5, True)])
    ([(0, 10), (10, 30), (30, 40)], [(0, 40)])
    """
    edges = [edge for block in blocks if block.source_start > block.start for edge in (block.start, block.end)]
    if not edges:
        return sentences
    cut = []
    for start, end in sentences:
        inside = [start, *(edge for edge in edges if start < edge < end), end]
        cut += [(first, last) for first, last in pairwise(inside)]
    return cut


def _statement(text: str, lines: list[Span], headline: str) -> Block | None:
    """Take a text that says I or we as the words of whom its headline names: "Statement by Ana Pires on …"."""
    match = _STATEMENT.match(headline)
    if match is None or any(_OFFICE_LABEL.match(text, *line) or _LABEL.match(text, *line) for line in lines):
        return None
    last = next((line.start for line in lines if _AFTER.match(text, *line)), len(text))
    spoken = [line for line in lines if line.start < last]
    n_personal = sum(bool(_SPEAKING.search(text, *line)) and not _MARKS.search(text, *line) for line in spoken)
    if not spoken or n_personal * _SPOKEN < len(spoken):
        return None
    return Block(spoken[0].start, spoken[-1].end, -1, -1, True, match[1])


def _signed(text: str, lines: list[Span]) -> list[Block]:
    """Find posts as they are embedded, with the line that signs them: "… — Name (@handle) February 11, 2025"."""
    blocks = []
    for number, line in enumerate(lines):
        match = _SIGNATURE.search(text, *line)
        skip = _SKIPPED.search(text, line.start, match.start()) if match else None
        if match and skip:
            dated = _DATED.match(text, match.end())
            blocks.append(Block(skip.end(), dated.end() if dated else match.end(), *match.span(1), True))
        elif match:
            start = line.start if text[line.start : match.start()].strip() else lines[max(number - 1, 0)].start
            start += len(text[start : line.end]) - len(text[start : line.end].lstrip())
            blocks.append(Block(start, line.end, *match.span(1), True))
    return [
        block for block, before in zip(blocks, [None, *blocks], strict=False) if not before or block.start >= before.end
    ]


def _turns(text: str, lines: list[Span]) -> list[Block]:
    may_be = [line for line in lines if text.find(":", *line) >= 0 or _ASKED.match(text, *line)]
    labels = _labels(text, may_be, len(lines) > 1) if may_be else []
    turns = []
    for line, match in zip(may_be, labels, strict=True):
        if match and match.end() < line.end and not _KICKERS.match(match[1]):
            start = match.end() + len(text[match.end() : line.end]) - len(text[match.end() : line.end].lstrip())
            turns.append(Block(start, line.end, *match.span(1), True))
    return [turn for turn in _whole_turns(text, lines, turns) if not _ASIDE.fullmatch(text, turn.start, turn.end)]


_VERDICTS = ("winner", "loser")
"""What the writer calls those of whom he goes on to speak."""
_IN_HEADINGS = frozenset("on in for his her its to with is are at by from more over about".split())
"""Words of headings in capitals, which no speaker's label holds: "MORE ON THE NEW BUDGET CHIEF:"."""


def _is_heading(label: str) -> bool:
    """Tell a heading or a list's entry from who speaks: "Outlook:", "ROE ON HIS LOSS:", "S. 544:"."""
    words = label.lower().split()
    if len(words) == 1:
        is_word = roles.is_common(label) and not roles.may_speak(label.lower()) and label.lower() not in ("q", "a")
        return is_word or label.lower().rstrip("s") in _VERDICTS
    if all(roles.is_common(word) or word == "the" for word in words) and not roles.may_speak(label.lower()):
        return True  # "THE FACTS:", "Primary Date:"
    return any(word.isdigit() for word in words) or (label.isupper() and not _IN_HEADINGS.isdisjoint(words))


def _labels(text: str, lines: list[Span], has_more: bool) -> list[re.Match[str] | None]:
    """Find what labels each line: in capitals where two do, in small letters if one stands twice or tells a role."""
    upper, mixed = (
        [
            match if match and not _is_heading(match[1]) else None
            for match in (label.match(text, *line) for line in lines)
        ]
        for label in (_LABEL, _MIXED_LABEL)
    )
    counts = Counter(match[1] for match in mixed if match)
    offices = [_OFFICE_LABEL.match(text, *line) or _ASKED.match(text, *line) for line in lines]
    many = has_more and any(offices)
    is_loud = many or sum(match is not None for match in upper) >= _MIN_TURNS
    return [
        office or (loud if is_loud else None) or (quiet if quiet and (many or counts[quiet[1]] > 1) else None)
        for loud, quiet, office in zip(upper, mixed, offices, strict=True)
    ]


def _whole_turns(text: str, lines: list[Span], turns: list[Block]) -> list[Block]:
    """Let turns of a transcript go on over paragraphs without a label, up to the next turn or the page's last lines."""
    if not turns:
        return []
    ends = [line.start for line in lines if _AFTER.match(text, *line)]
    last = next((end for end in ends if end > turns[0].start), len(text))
    spoken = [line for line in lines if turns[0].start <= line.end and line.start < last]
    if sum(bool(_SPEAKING.search(text, *line)) for line in spoken) * _SPOKEN < len(spoken):
        return turns
    bounds = [*(turn.source_start for turn in turns[1:]), last]
    return [
        turn._replace(end=turn.start + len(text[turn.start : bound].rstrip())) if turn.start < bound else turn
        for turn, bound in zip(turns, bounds, strict=True)
    ]


def _posts(text: str, lines: list[Span]) -> list[Block]:
    personal = [_is_personal(text, line) for line in lines]
    posts = []
    for number in range(1, len(lines)):
        alone = personal[number] and not personal[number - 1]
        if alone and _ANNOUNCES.search(text, *lines[number - 1]):
            posts.append((number, Block(*lines[number], *lines[number - 1], False)))
    announced = {number for number, _ in posts}
    if sum(personal) > len(announced):
        return []  # the article itself says I
    return [block for _, block in posts]


def _is_personal(text: str, line: Span) -> bool:
    """Tell whether a line says I or my without any quotation marks."""
    return bool(_FIRST_PERSON.search(text, *line)) and not _MARKS.search(text, *line)


_HEADLINE = re.compile(r"\s*([^:\n]{2,60}?):\s+(?=\S)")
_KICKERS = re.compile(
    r"\W*(?:exclusive|breaking|watch|video|live|update\w*|opinion|analysis|comment|editorial|explainer|explained"
    r"|fact[ -]?check|report|photos?|pictures|poll|listen|read|review|timeline|profile|interview|transcript|maybe later"
    r"|factbox|q&a|special report|in pictures|podcast)\b",
    re.IGNORECASE,
)


def headline(title: str) -> Block | None:
    """Find the words of somebody that a headline names before a colon.

    Names are told from kickers ("Exclusive: ...") by a short list, and by a capital in every longer word.

    Examples
    --------
    >>> headline("Trump: I would meet Kim").start, headline("Watch: Trump meets Kim")
    (7, None)
    """
    match = _HEADLINE.match(title)
    if not match or _KICKERS.match(match[1]):
        return None
    if any(len(word) > 3 and word[0].islower() for word in match[1].split()) or not match[1][0].isupper():
        return None
    return Block(match.end(), len(title), *match.span(1), True) if len(match[1].split()) <= 6 else None
