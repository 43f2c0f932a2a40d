"""Rules for promoted headlines, links that share or track, what stands twice, and what was learnt."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from analysis.corpus.cleaning.page import MAX_HEADLINE, LineSpan, Page, opens, passage_rule, rule
from analysis.corpus.outlets import OUTLETS, by_name

# Promoted headlines


_PROMOTED = re.compile(
    r"[\s*•>»_–—(\[-]*(?:"
    r"(?:READ MORE|READ ALSO|READ NEXT|READ|ALSO READ|ALSO SEE|SEE ALSO|SEE MORE|SEE RELATED|SEE|WATCH|WATCH MORE"
    r"|WATCH LIVE|WATCH NOW|LISTEN|RELATED"
    r"|RELATED STORY|RELATED STORIES|MORE|MORE ON|MORE FROM [A-Z .]{2,30}|ALSO ON [A-Z. ]{2,20}|TRENDS?|TRENDING"
    r"|VIDEO|PHOTOS|OPINION|RECOMMENDED|SPECIAL COVERAGE|STORY|GRAPHIC|SLIDESHOW|EDITORIAL|OUR PICKS"
    r"|DON'T MISS|DON’T MISS|UP NEXT|EXPLAINER|IN PICTURES)"
    r"\s?[:|–—>»]\s?[A-Z0-9“\"'‘#@][^\n]{5,220}"
    r"|(?:Read|Read more|Read More|Read also|Read Also|Also read|Also Read|See also|See Also|See more|Read next"
    r"|Read here|Related|Related story|Related article|Related articles|Recommended|Watch"
    r"|More|Also see|Don't miss|Don’t miss|Up next|You may also like|Must read|MUST READ|Watch more"
    r"|Also on [A-Z][\w. ]{2,20}|More on this story|Further reading"
    r"|For (?:previous|earlier|more|our|full|complete)(?: [\w'’]+)? coverage,? (?:see|read|click)(?: here)?)"
    r"\s?[:|–—>»]\s?[A-Z0-9“\"'‘#@][^\n]{5,220}"
    r"|(?:MORE VIDEO|RELATED VIDEO|RELATED COVERAGE|Related [Cc]overage|PREVIOUS(?:LY)?(?: COVERAGE)?|Previous(?:ly)?"
    r" [Cc]overage|More on [\w.]{3,30})\s?:? [A-Z0-9“\"'‘][^\n]{5,220}"
    r"|[Cc]omplete coverage (?:on|of) [A-Z][^.\n]{3,60}|COMPLETE COVERAGE\b[^.\n]{0,60}"
    r"|Read [A-Z][\w’']+['’]s (?:new )?[^.\n]{2,50} (?:magazine|newsletter|blog|app)\.?"
    r")"
)
_SURE_LABEL = re.compile(
    r"\W*(?:more (?:video|on)|previous|read (?:more|also|next)|also (?:read|on|see)|see (?:also|related)|related"
    r"|recommended|don.t miss|more:[A-Z]|photos?:|special coverage|slideshow"
    r"|for (?:previous|earlier|more|our|full|complete)|read [A-Z])",
    re.I,
)


@passage_rule
@opens(
    "rea als see wat lis rel mor tre vid pho opi rec don up_ exp in_ you mus fur for com pre spe sto gra sli edi our",
    '" "rea "als "see "wat "rel "rec "mor',
)
def drop_promoted_headlines(page: Page) -> list[LineSpan]:
    """Find lines that promote another article: a label, a mark and a headline.

    Examples
    --------
    >>> page = Page(["READ MORE: Heat records broken in the north", "More: the saint wrote this.", "See you."])
    >>> [page.lines[place] for place, start, end in drop_promoted_headlines(page)]
    ['READ MORE: Heat records broken in the north']
    """
    return [
        LineSpan(place, 0, len(line))
        for place in page.opened.get("drop_promoted_headlines", ())
        if len(line := page.lines[place]) <= MAX_PROMOTED
        and _PROMOTED.fullmatch(line)
        and (line[-1] not in ".!" or _SURE_LABEL.match(line))
    ]


_LABELLED = re.compile(r"\W*(?P<label>[^.:\n]{1,60}[\w’'”?!]):[A-Z‘'][^\n]+[^\s.!,;:…]")
"""A label with a headline behind its colon, and no space between: two elements of a page that became one line."""

MIN_LABELLED_WORDS = 4
"""Words of a headline that is glued to its label; "Where:City Hall" belongs to an article's own list."""


@rule
def drop_labelled_headlines(page: Page) -> list[int]:
    """Find lines in which a label is glued to the headline of another article.

    Of what is said, line after line under one label, nothing is taken.

    Examples
    --------
    >>> page = Page(["They met.", "Trade talks:Ministers to meet again in June", "Where:City Hall", "He said: Go home"])
    >>> [page.lines[place] for place in drop_labelled_headlines(page)]
    ['Trade talks:Ministers to meet again in June']
    """
    if not _MAY_BE_LABELLED.search(page.text):
        return []
    found = {
        place: match["label"]
        for place, line in enumerate(page.lines)
        if ":" in line
        and len(line) <= MAX_PROMOTED
        and (match := _LABELLED.fullmatch(line))
        and line[match.end("label") :].count(" ") >= MIN_LABELLED_WORDS - 1
    }
    times = Counter(found.values())
    return [place for place, label in found.items() if times[label] == 1]


_MAY_BE_LABELLED = re.compile(r"[\w’'”?!]:[A-Z‘']")


_TEASERS = re.compile(
    r"(?:MOST READ|Most Read|MOST POPULAR|RELATED (?:STORIES|ARTICLES)|Related (?:[Ss]tories|[Aa]rticles))\b"
    r"(?: (?:IN|In|in|ON|On) [A-Z&][\w&’' ]{1,30})?:? [^\n]{20,}"
    r"|more on [\w &]{3,40}? [A-Z'’‘!?,]{3,}(?: [A-Z'’‘!?,]+)+ [A-Z'‘][^\n]*[^\s.]"
)
_TAGGED = re.compile(r"[A-Z'‘\"“\d][^\n.]{12,180} \[[A-Z][A-Z ]{2,18}\]\|?")
"""A headline with its kind in capitals and brackets behind it: "Envoy leaves talks [ANALYSIS]"."""

_TEASER_OPENINGS = ("MOST ", "Most Read", "RELATED ", "Related ", "more on ")


@rule
def drop_teasers(page: Page) -> list[int]:
    """Find headlines of other articles: boxes that became one line with their label, and those with their kind behind.

    Examples
    --------
    >>> box = "MOST READ IN NEWS 'IT IS OVER' Envoy leaves talks RAIN AGAIN Rivers rise in the north as storm nears"
    >>> page = Page(["They met.", box, "Most read papers were silent."])
    >>> drop_teasers(page)
    [1]
    """
    return [
        place
        for place, line in enumerate(page.lines)
        if (line.startswith(_TEASER_OPENINGS) and len(line) <= MAX_TEASERS and _TEASERS.fullmatch(line))
        or (line.endswith(("]", "]|")) and _TAGGED.fullmatch(line))
    ]


MAX_TEASERS = 4000
"""Characters of the longest box of headlines."""


_BULLET = re.compile(r"\s*[•*·▪►»–—-]\s*(?=\S)")
MIN_HEADLINES = 2
"""Lines without an end mark in a row, behind the last sentence, from which they are headlines of other articles."""

MIN_HEADLINE_WORDS = 5


@passage_rule
def drop_last_headlines(page: Page) -> list[LineSpan]:
    """Find headlines in a row behind the last sentence of a text.

    Examples
    --------
    >>> story = "They met in Seoul on Monday, and left without a word to the press that had waited outside for hours."
    >>> page = Page([story, story, "• Seven ways to cross the river in June", "• Heat records: what comes next"])
    >>> [place for place, start, end in drop_last_headlines(page)]
    [2, 3]
    """
    first = len(page.lines)
    while first and _may_be_headline(page.lines[first - 1]):
        first -= 1
    n_left = len(page.lines) - first
    least = 1 if n_left and _BULLET.match(page.lines[-1]) else MIN_HEADLINES
    if n_left < least or first < 2 or n_left > MAX_LAST or page.lines[first - 1][-1] not in _SENTENCE_ENDS:
        return []
    return [LineSpan(place, 0, len(page.lines[place])) for place in range(first, len(page.lines))]


def _may_be_headline(line: str) -> bool:
    bare = line[found.end() :] if (found := _BULLET.match(line)) else line
    words = bare.count(" ") + 1
    is_long = MIN_HEADLINE_WORDS <= words <= MAX_HEADLINE_WORDS and len(bare) <= MAX_HEADLINE
    return (
        is_long
        and "(@" not in bare
        and (bare[0].isupper() or bare[0] in "‘'“\"0123456789")
        and bare[-1] not in '.!…:;,”"'
    )


MAX_HEADLINE_WORDS = 22
MAX_LAST = 8
"""Headlines that stand behind a text at most; more are a list of the article's own."""

_SENTENCE_ENDS = frozenset('.!?”"’)')


MAX_PROMOTED = 240
"""Characters of the longest promoted headline with its label."""


# Links that share or track


_ATTRIBUTE = re.compile(r"\b(?:poster|src|href|srcset|data-[a-z-]+|class|style)=\"[^\"\n]{0,600}\"\s*")
"""What is left of an HTML tag whose brackets somebody took away."""


@passage_rule
def drop_attributes(page: Page) -> list[LineSpan]:
    """Find attributes of HTML tags that were left in the text.

    Examples
    --------
    >>> page = Page(['poster="https://example.org/a.jpg?id=1" They met.'])
    >>> [page.lines[place][start:end].strip() for place, start, end in drop_attributes(page)]
    ['poster="https://example.org/a.jpg?id=1"']
    """
    if '="' not in page.text:
        return []
    return [
        LineSpan(place, *found.span())
        for place, line in enumerate(page.lines)
        if '="' in line
        for found in _ATTRIBUTE.finditer(line)
    ]


_LINK = re.compile(
    r"\s?\b(?:Read or Share this story|Share this story|Read this story|Read more|Share|Link"
    r"|Source)\s?:\s?https?://\S{4,200}"
    r"|\s?(?<![\w/.])(?:https?://)?(?:t\.co|bit\.ly|usat\.ly|ow\.ly|trib\.al|fb\.me|goo\.gl|tinyurl\.com"
    r"|buff\.ly|cnn\.it|nyti\.ms|wapo\.st"
    r"|reut\.rs|bbc\.in|on\.rt\.com|sptnkne\.ws|youtu\.be|pic\.twitter\.com|amzn\.to|dlvr\.it|apne\.ws"
    r"|politi\.co|n\.pr)/\w{3,40}\b"
    r"|\s?https?://\S{3,200}[?&](?:utm_\w+|fbclid|gclid|cmpid|ocid|ns_campaign)=\S{1,200}"
)


@passage_rule
def drop_tracking_links(page: Page) -> list[LineSpan]:
    """Find shortened, tracked and sharing links wherever they stand.

    Examples
    --------
    >>> page = Page(["They met. Read or Share this story: https://usat.ly/2xyz", "See www.who.int for more."])
    >>> [page.lines[place][start:end].strip() for place, start, end in drop_tracking_links(page)]
    ['Read or Share this story: https://usat.ly/2xyz']
    """
    if "/" not in page.text or not any(map(page.text.__contains__, ("http", ".co", ".ly/"))):
        return []
    return [
        LineSpan(place, *link.span())
        for place, line in enumerate(page.lines)
        if "/" in line
        for link in _LINK.finditer(line)
    ]


@passage_rule
def drop_outlet_name(page: Page) -> list[LineSpan]:
    """Find the outlet's own name where it stands as the last words of the text, after the end of a sentence.

    Examples
    --------
    >>> page = Page(["They met. And left. USA TODAY"], outlet="USA TODAY")
    >>> [page.lines[place][start:end] for place, start, end in drop_outlet_name(page)]
    ['USA TODAY']
    """
    if not page.outlet or not page.lines:
        return []
    line, place = page.lines[-1], len(page.lines) - 1
    for name in _names_of(page.outlet):
        if line.endswith(name):
            start = len(line) - len(name)
            before = line[:start].rstrip(" -–—|(")
            if not before or before[-1] in '.!?”"’':
                return [LineSpan(place, start, len(line))] if place or before else []
    return []


@lru_cache(maxsize=4096)
def _names_of(outlet: str) -> tuple[str, ...]:
    key = by_name(outlet)
    known = (OUTLETS[key].name, *OUTLETS[key].aliases) if key else ()
    return tuple(sorted({outlet, *known}, key=lambda name: (-len(name), name)))


# Paragraphs that stand twice


MIN_DOUBLED_WORDS = 40
"""Words from which a paragraph, or lines and sentences in a row, are a doubled passage where they stand exactly twice:
no verse is as long, and a refrain stands more often."""

LONG_LINE = 1000
"""Characters from which the sentences of a line are compared, not the line: texts often come as one line."""


@passage_rule
def drop_doubled_paragraphs(page: Page) -> list[LineSpan]:
    """Find paragraphs, and sentences in a row, that stand a second time.

    Examples
    --------
    >>> story = "The envoys of both sides met in the capital on Monday, and the talks ended without an agreement. "
    >>> more = "They will meet again in June in a third country, which has not been named so far, officials said, "
    >>> last = "but the hosts have asked both sides for a written plan. "
    >>> paragraph = (story + more + last).strip()
    >>> [span.place for span in drop_doubled_paragraphs(Page([paragraph, "He left.", paragraph]))]
    [2]
    """
    if len(set(page.lines)) == len(page.lines) and max(map(len, page.lines), default=0) < LONG_LINE:
        return []
    units = list(_units(page.lines))
    texts = [text for _, text in units]
    if len(set(texts)) == len(texts):
        return []
    counts = Counter(texts)
    first = {text: place for place, text in reversed(list(enumerate(texts)))}
    found: list[LineSpan] = []
    run: list[int] = []
    for place in range(len(texts) + 1):
        again = place < len(texts) and counts[texts[place]] == 2 and first[texts[place]] < place
        if run and not (again and first[texts[place]] == first[texts[run[-1]]] + 1):
            if sum(texts[at].count(" ") + 1 for at in run) >= MIN_DOUBLED_WORDS:
                found += [units[at][0] for at in run]
            run = []
        if again:
            run.append(place)
    return _joined(found)


def _units(lines: list[str]) -> Iterator[tuple[LineSpan, str]]:
    """Cut a text into lines, and long lines into sentences; the text of a sentence is without its full stop."""
    for place, line in enumerate(lines):
        if len(line) < LONG_LINE:
            yield LineSpan(place, 0, len(line)), line
            continue
        start = 0
        for sentence in line.split(". "):
            end = min(start + len(sentence) + 2, len(line))
            yield LineSpan(place, start, end), sentence.strip(". ")
            start = end


def _joined(spans: list[LineSpan]) -> list[LineSpan]:
    """Join spans of one line that touch each other."""
    joined: list[LineSpan] = []
    for span in spans:
        if joined and joined[-1].place == span.place and joined[-1].end == span.start:
            joined[-1] = joined[-1]._replace(end=span.end)
        else:
            joined.append(span)
    return joined


MIN_AGAIN_WORDS = 20
"""Words of the shortest line that is taken for a slip where it stands again at once: shorter ones may be a refrain."""


@passage_rule
def drop_lines_said_again(page: Page) -> list[LineSpan]:
    """Find lines that repeat the line before them: captions and teasers that a page shows in two sizes.

    Examples
    --------
    >>> caption = "The envoy, who came on the night train from the coast, waves his hat at a crowd that waits in rain."
    >>> [place for place, start, end in drop_lines_said_again(Page([caption, caption, "No.", "No.", caption]))]
    [1]
    """
    if len(set(page.lines)) == len(page.lines):
        return []
    return [
        LineSpan(place, 0, len(line))
        for place, (before, line) in enumerate(pairwise(page.lines), start=1)
        if line == before and line.count(" ") >= MIN_AGAIN_WORDS - 1
    ]


# What was learnt


@passage_rule
def drop_learnt_passages(page: Page) -> list[LineSpan]:
    """Find passages that recur across the outlet's articles, as `boilerplate.learn` found them.

    Examples
    --------
    >>> from analysis.corpus.cleaning.page import Learnt
    >>> page = Page(["He Ten things to know Ferry sinks said no."], learnt=Learnt.of([], ["Ten things to know"]))
    >>> [page.lines[place][start:end] for place, start, end in drop_learnt_passages(page)]
    ['Ten things to know']
    """
    passages = page.learnt.passages
    if not passages:
        return []
    found = []
    for place, line in enumerate(page.lines):
        for first in {first for word in line.split() if (first := word) in passages}:
            for passage in passages[first]:
                found += [LineSpan(place, *where) for where in _places(line, passage)]
    return _longest(found)


def _places(line: str, passage: str) -> Iterator[tuple[int, int]]:
    """Return where a passage stands in a line as whole words, with whatever space between them."""
    for found in _spaced(passage).finditer(line):
        yield found.span()


@lru_cache(maxsize=4096)
def _spaced(passage: str) -> re.Pattern[str]:
    return re.compile(r"(?<!\S)" + r"\s+".join(map(re.escape, passage.split())) + r"(?!\S)")


def _longest(spans: list[LineSpan]) -> list[LineSpan]:
    """Leave out spans that overlap a longer one."""
    kept: list[LineSpan] = []
    for span in sorted(spans, key=lambda span: (span.start - span.end, span.place, span.start)):
        if all(other.place != span.place or other.end <= span.start or span.end <= other.start for other in kept):
            kept.append(span)
    return kept
