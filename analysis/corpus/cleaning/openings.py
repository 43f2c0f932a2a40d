"""Rules for what opens a text before its first sentence: place and agency, and who wrote it."""

import re
from collections.abc import Iterator, Sequence

from analysis.corpus.agencies import ANY_AGENCY
from analysis.corpus.cleaning.draft import Removal
from analysis.corpus.cleaning.page import HEAD, LineSpan, Page, passage_rule

# Datelines


_NETWORK = r"CNN(?: Business| Money)?|CNNMoney|CBS News|NBC News|ABC News|Fox News|VOA News|RFE/RL|IRNA|MNA|Tasnim|FNA"
_PLACE = r"[A-Z][\w.'’-]*(?:[ /][A-Z][\w.'’-]*){0,4}(?:, [A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,2})?"
_CAPITALS = r"[A-Z][A-Z.'’-]+(?:[ /][A-Z][A-Z.'’-]*){0,4}(?:, (?:[A-Z][\w.'’-]*)(?: [A-Z][\w.'’-]*){0,2}){0,2}"
_DASH = r"(?:--?|[–—―])"
_DATELINE = re.compile(
    rf"(?:{_PLACE}(?:, [A-Z][a-z]{{2,8}}\.? \d{{1,2}})?,?\s+)?\((?:{ANY_AGENCY}|{_NETWORK}|efe(?:-epa)?)\)"
    rf"(?:\.?\s*{_DASH}+\s*"
    rf"|\s*:\s+|\s*)"
    rf"|{_CAPITALS}(?:, [A-Z][a-z]{{2,8}}\.? \d{{1,2}})?(?: \([A-Z][\w .]{{1,30}}\))?\s+[–—―-]+\s+"
    rf"|{_CAPITALS} \| (?=[A-Z])"
    rf"|{_CAPITALS}—(?=[A-Z“\"][^\n]{{40}})"
    rf"|{_CAPITALS}, [A-Z][a-z]{{2,8}}\.? \d{{1,2}}(?:, \d{{4}})?(?: [/(]?(?:{ANY_AGENCY})[/)]?)?\s*[.:–—―-]+\s*"
    rf"|{_CAPITALS}: (?=[A-Z“\"'‘])"
    rf"|(?:{ANY_AGENCY})\s+{_DASH}+\s+"
)
_PLACE_ALONE = re.compile(rf"{_CAPITALS} ?[–—―-]+")
"""A place whose report begins on the next line."""

_DATELINE_MARKS = frozenset("-–—―):/|")


@passage_rule
def drop_datelines(page: Page) -> list[LineSpan]:
    """Find the place and the agency that open a report; the agency is read before.

    Examples
    --------
    >>> page = Page(["SEOUL (Reuters) - Talks stalled.", "(CNN) -- They met.", "Seoul — so far away — slept."])
    >>> [page.lines[place][start:end] for place, start, end in drop_datelines(page)]
    ['SEOUL (Reuters) - ', '(CNN) -- ']
    """
    found = []
    for place, line in enumerate(page.lines[:HEAD]):
        if _DATELINE_MARKS.isdisjoint(line[:90]):
            continue
        dateline = _DATELINE.match(line)
        if dateline and dateline.end() < len(line) and not _is_label(page, line, dateline.group()):
            found.append(LineSpan(place, 0, dateline.end()))
        elif place < len(page.lines) - 1 and _PLACE_ALONE.fullmatch(line) and not _is_label(page, line, line):
            found.append(LineSpan(place, 0, len(line)))
    return found


def _is_label(page: Page, line: str, opening: str) -> bool:
    """Return whether capitals before a colon or a dash are no place: a label, or a speaker among others."""
    if "(" in opening:
        return False
    words = opening.rstrip(" :–—―-").split()
    is_speaker = ":" in opening and (line.count(": ") > 1 or any(map(_SPEAKER.match, page.lines[1:])))
    return is_speaker or words[-1].rstrip("S") in _LABELS or len(words[0]) < _MIN_PLACE


_LABELS = frozenset(
    "UPDATE UPDATED BREAKING EXCLUSIVE WATCH VIDEO PHOTO READ MORE NOTE EDITOR CORRECTION CLARIFICATION QUESTION ANSWER"
    " OPINION ANALYSIS COMMENTARY EDITORIAL REPORT REVIEW LIVE FACT CLAIM VERDICT BOTTOM LINE HOST MODERATOR Q A DEAR"
    " INTERVIEWER REPORTER ALERT SUMMARY HIGHLIGHT BACKGROUND WARNING SPOILER RELATED".split()
)
_SPEAKER = re.compile(r"[A-Z][A-Z .,'’-]{1,40}: ")
_MIN_PLACE = 3


# Bylines


_PERSON = r"[A-ZÀ-Þ][\w'’.-]+(?: (?:[A-ZÀ-Þ][\w'’.-]*|de|van|von|bin|al|la|Al-\w+)){1,3}"
_BYLINE = re.compile(
    rf"(?:By|BY|Written by|Story by|Report by|By:|Author:|Words by)\s+(?P<author>(?:{_PERSON}"
    rf"|(?:The )?Associated Press|AP"
    rf"|Reuters|AFP|Staff Writer)(?:(?:,| and|, and| &) {_PERSON}){{0,4}})"
    r"(?:\s*[,|/–—·•-]\s*(?:[A-Z][^.!?\n]{1,60}|(?:[a-z]+ ){0,4}(?:reporter|correspondent|editor|producer|writer)"
    r"(?:,? in [A-Z][\w ]{2,30})?)| (?:in|for) [A-Z][^.!?\n]{1,50}|\s*\(\s?@\w{2,30}\s?\))?"
)


@passage_rule
def drop_bylines(page: Page) -> list[LineSpan]:
    """Find the line that names the authors, near the top of a text or its last; an article without any gets them.

    Examples
    --------
    >>> page = Page(["By Jo Doe and Max Roe, Example News", "By Monday nobody knew.", "They met."])
    >>> [page.lines[place][start:end] for place, start, end in drop_bylines(page)]
    ['By Jo Doe and Max Roe, Example News']
    """
    return [
        LineSpan(place, 0, len(line))
        for place, line in enumerate(page.lines)
        if (place < HEAD or place == len(page.lines) - 1)
        and len(line) <= MAX_BYLINE
        and line[-1] not in ".!?"
        and _BYLINE.fullmatch(line)
    ]


MAX_BYLINE = 140
"""Characters of the longest byline."""


def author_of(removals: Sequence[Removal]) -> str:
    """Read the authors from a byline that cleaning removed; empty where it removed none."""
    return next((author_in(one.text) for one in removals if one.rule == drop_bylines.__name__), "")


def author_in(byline: str) -> str:
    """Read the names in a byline; empty where it is none.

    Examples
    --------
    >>> author_in("By Jo Doe and Max Roe | Example News"), author_in("By Monday")
    ('Jo Doe and Max Roe', '')
    """
    found = _BYLINE.fullmatch(byline.strip())
    return found["author"] if found else ""


# Labels, and the headline at the end of a caption


_HIGHLIGHTS = re.compile(
    r"(?:[^\n]{0,400}\((?:Photo|Image)[^()\n]{0,90}\) )?(?:Story [Hh]ighlights|STORY HIGHLIGHTS|Key [Pp]oints"
    r"|KEY POINTS)\b:?\s*"
)
_OPENING_LABEL = re.compile(
    r"(?:(?:NEWS )?ANALYSIS(?:/OPINION)?|OPINION(?:/ANALYSIS)?|COMMENTARY|EDITORIAL|EXCLUSIVE|Exclusive)\s?:\s*"
)


@passage_rule
def drop_labels(page: Page) -> list[LineSpan]:
    """Find the label that opens a text: what kind of text it is, or that its main points follow.

    Examples
    --------
    >>> page = Page(["ANALYSIS/OPINION:", "Story highlights The talks ended.", "Exclusive talks ended."])
    >>> [page.lines[place][start:end] for place, start, end in drop_labels(page)]
    ['ANALYSIS/OPINION:', 'Story highlights ']
    """
    labels = [(place, _OPENING_LABEL.match(line) or _highlights(line)) for place, line in enumerate(page.lines[:HEAD])]
    return [LineSpan(place, 0, label.end()) for place, label in labels if label]


def _highlights(line: str) -> re.Match[str] | None:
    return (
        _HIGHLIGHTS.match(line) if any(map(line.__contains__, ("ighlights", "oints", "GHLIGHTS", "POINTS"))) else None
    )


_WORDS = re.compile(r"[^\W_]+")
MIN_SAID_AGAIN = 0.5
"""Share of a line's longer words that the headline holds too, from which the line is the headline in other words."""

MIN_SAID_ALONE = 0.7
"""The same for a line of its own, which may be the first of the story's main points."""

MIN_HEADLINE_WORDS = 3
"""Words of the shortest headline that is told so."""

_CREDIT = re.compile(
    r"\s\|\s?(?:[A-Z][\w.'’-]*[ /]){0,4}(?:AP|Getty|REUTERS|Reuters|AFP|EPA|POLITICO|Photos?|Images?|Screen ?grab)\b"
    r"(?:[ /](?:Photos?|Images?|Screen ?grab))?\s*"
)
"""A picture's credit behind a bar, which a headline or nothing follows."""

_LAST_END = re.compile(r".*[.!?…][\"”’']*\s+(?=[A-Z0-9“‘\"'])")


@passage_rule
def drop_glued_headlines(page: Page) -> list[LineSpan]:
    """Find the headline at the end of a line near the top, with the caption and the credit of a picture before it.

    Examples
    --------
    >>> page = Page(["The envoy in Seoul. | AP Photo Talks stall again"], title="Why the talks stall again")
    >>> [page.lines[place][start:end] for place, start, end in drop_glued_headlines(page)]
    ['The envoy in Seoul. | AP Photo Talks stall again']
    >>> page = Page(["It is the third attempt. Talks stall again"], title="Why the talks stall again")
    >>> [page.lines[place][start:end] for place, start, end in drop_glued_headlines(page)]
    ['Talks stall again']
    """
    if not page.title:
        return []
    return [span for place, line in enumerate(page.lines[:2]) for span in _glued(place, line, page.title)]


def _glued(place: int, line: str, title: str) -> Iterator[LineSpan]:
    if len(line) > MAX_GLUED:
        return
    if credit := "|" in line and _CREDIT.search(line):
        again = line.find(title, credit.end())
        yield LineSpan(
            place, 0, again + len(title) if again >= 0 else len(line) if line[-1] not in ".!" else credit.end()
        )
    elif place == 0 and _is_in_capitals(line):
        yield LineSpan(place, 0, len(line))
    elif _has_no_end(line):
        before = _LAST_END.match(line.rstrip(" ."))
        start = before.end() if before else 0
        says = says_again(line[start:], title, MIN_SAID_AGAIN if start else MIN_SAID_ALONE)
        if says and (start or not place):
            yield LineSpan(place, start, len(line))


def _is_in_capitals(line: str) -> bool:
    """Return whether a first line is a headline by its form: no end mark, and a capital at each longer word."""
    words = [word for word in _WORDS.findall(line) if len(word) > MIN_HEADLINE_WORDS]
    return _has_no_end(line) and len(words) > MIN_HEADLINE_WORDS and all(word[0].isupper() for word in words)


def _has_no_end(line: str) -> bool:
    return line[-1] not in ".!:;," or line.endswith("...")


MAX_GLUED = 420
"""Characters of the longest caption with a headline."""


def says_again(line: str, title: str, least: float = MIN_SAID_AGAIN) -> bool:
    """Return whether a line says a headline again, in much the same words and not many more.

    Examples
    --------
    >>> says_again("Immigration details leak, biz gears up", "Businesses gear up for fight as immigration details leak")
    True
    >>> says_again("The details of the immigration bill that leaked on Monday are a surprise", "Immigration bill leaks")
    False
    """
    own, headline = ({word.lower()[:5] for word in _WORDS.findall(text) if len(word) > 2} for text in (line, title))
    own_words, title_words = line.count(" ") + 1, title.count(" ") + 1
    if own_words < MIN_HEADLINE_WORDS or own_words > 1.6 * title_words + 1:
        return False
    return len(own & headline) >= least * len(own) and len(own & headline) >= 2


# Names and labels above the first sentence, and notes on authors


_TOP_NAME = re.compile(
    rf"(?:By |With (?:help|assistance|reporting) (?:from|by) )?"
    rf"(?:(?:{_PERSON})(?:(?:,| and|, and| &) {_PERSON}){{0,4}}(?: for [A-Z]{{3,}}(?: [A-Z]{{3,}})?)?"
    rf"|(?:The )?(?:Associated Press|Editorial Board"
    r"|Editors?))(?:,? (?:Opinion|Staff|Special)(?: [a-z]+){1,4})?"
)
_ROLE_LINE = re.compile(
    r"(?:(?:Opinion|Staff|Contributing|Guest|Senior|Political|Special)\s)?(?:contributor|columnist|writer|reporter"
    r"|correspondent|editor)s?|(?:Special )?(?:to|for) [A-Z][\w ]{2,30}|[A-Z][\w’' ]{2,24} (?:columnist|contributor)"
)


@passage_rule
def drop_top_names(page: Page) -> list[LineSpan]:
    """Find names, and what those who bear them are, on lines of their own above the first sentence.

    Only where the headline is known: else such a line may be it.

    Examples
    --------
    >>> page = Page(["Jo Doe and Max Roe", "Opinion contributor", "They met in Seoul."], title="Talks stall")
    >>> [page.lines[place] for place, start, end in drop_top_names(page)]
    ['Jo Doe and Max Roe', 'Opinion contributor']
    """
    if not page.title or len(page.lines) < 3:
        return []
    found: list[LineSpan] = []
    for place, line in enumerate(page.lines[:2]):
        is_role = (found or line.startswith("Special ")) and _ROLE_LINE.fullmatch(line)
        if len(line) > MAX_BYLINE or not (is_role or _TOP_NAME.fullmatch(line)):
            break
        found.append(LineSpan(place, 0, len(line)))
    return found


MAX_KICKER_WORDS = 3
"""Words of the longest section or kind of text above the first sentence."""

MIN_FIRST_PARAGRAPH = 60
"""Characters of the paragraph that must follow it."""


@passage_rule
def drop_kickers(page: Page) -> list[LineSpan]:
    """Find the word or two above the first sentence that name a section, a kind of text or a place.

    Only where the headline is known: else such a line may be it.

    Examples
    --------
    >>> story = "The envoys of both sides met in the capital on Monday and left without a word to the press."
    >>> page = Page(["World news", story, story], title="Talks stall")
    >>> drop_kickers(page), drop_kickers(Page([story, story], title="Talks stall"))
    ([LineSpan(place=0, start=0, end=10)], [])
    """
    if not page.title or len(page.lines) < 3 or len(page.lines[1]) < MIN_FIRST_PARAGRAPH:
        return []
    line = page.lines[0]
    is_one = line.count(" ") < MAX_KICKER_WORDS and line[0].isalnum() and line[-1].isalnum()
    return [LineSpan(0, 0, len(line))] if is_one else []


_ROLES = (
    r"(?:[Cc]olumnist|[Cc]ontributor|[Ff]ellow|[Pp]rofessor|[Aa]uthor|[Rr]eporter|[Ee]ditor|[Cc]orrespondent|[Ww]riter"
    r"|[Dd]irector|[Pp]resident|[Aa]nalyst|[Jj]ournalist|[Ss]cholar|[Aa]ttorney|[Aa]nchor|[Hh]ost|[Ff]ounder"
    r"|[Ss]peechwriter|[Ss]trategist|[Cc]hief|[Ee]conomist|[Hh]istorian|[Cc]ommentator|[Ll]ecturer|[Rr]esearcher"
    r"|[Bb]logger|[Cc]ritic|[Pp]roducer|[Cc]o-?author|[Cc]haired?|CEO|[Mm]ember|[Cc]andidate|[Ss]enator|[Cc]ongressman"
    r"|[Aa]ssociate|[Ii]nstructor|[Ll]awyer|[Cc]ounsel|[Cc]onsultant|[Aa]dvis[eo]r)"
)
_AUTHOR = (
    r"(?:Retired |Former |(?:Dr|Rep|Sen|Gen|Adm|Col|Prof)\. )*"
    r"(?:(?:[A-Z][\w.’']+ ){1,3}(?:contributor|columnist|correspondent|commentator|analyst|fellow) )?"
    rf"(?:(?:The (?:writer|author)|{_PERSON})(?:(?:,| and) {_PERSON}){{0,3}}(?:, [^.]{{3,90}},)?)"
)
_NO_NAME = (
    r"(?:The (?!author|writer)|Mrs?\.|Ms\.|(?:When|If|In|As|But|While|After|And|For|Now|President|Yet|That|This|US)\b)"
)
_AUTHOR_NOTE = re.compile(
    rf"[\s*•—–_(\[]*(?:Editor['’]s [Nn]ote:? )?(?:About the (?:author|writer):? )?(?!{_NO_NAME}){_AUTHOR}"
    rf" (?:(?:is|are|was|were|has been|have been|serves as) (?:(?:also|now|currently) )?"
    rf"(?:(?:an?|the|one of|[A-Z][\w’'.]*)\b[^\n]{{0,160}}?|(?:[\w’'-]+ ){{0,4}})\b{_ROLES}s?"
    rf"|[^\n]{{0,60}}?\b(?:teaches|writes|covers))\b[^\n]{{0,420}}"
)
_VIEWS = re.compile(
    r"(?:Editor['’]s [Nn]ote:? )?(?:The )?(?:views|opinions)(?: and opinions)? expressed [^.\n]{0,120}"
    r"\b(?:own|author|authors|his|hers|theirs|writer|commentary)\b[^\n]{0,120}",
    re.IGNORECASE,
)
_DISCLAIMER = re.compile(
    r"\b(?:views|opinions|statements)\b[^.\n]{0,60}\bexpressed\b[^.\n]{0,160}\b(?:solely|(?:his|her|their) own|those of"
    r"|not necessarily)\b"
    r"|\b(?:[Vv]iews|[Oo]pinions|[Pp]ublications)\b[^.\n]{0,120}\bdo(?:es)? not necessarily (?:reflect|represent) the"
    r" (?:views|opinions)\b"
)
"""Whose the views are, wherever in a last line it stands."""

_OWN_VIEWS = re.compile(
    rf"(?:Editor['’]s [Nn]ote:? ?)?(?!{_NO_NAME}){_PERSON}\b[^\n“”\"]{{10,460}}?\bThe (?:opinions|views)"
    rf" expressed in this"
    r" (?:commentary|column|article|piece) are (?:solely )?(?:his|hers|theirs|her own|his own|their own|those of)\b"
)
"""Who the author is and whose the views are, in a line above the text."""


@passage_rule
def drop_author_notes(page: Page) -> list[LineSpan]:
    """Find who the author is and whose views these are, on a line of its own at either end of a text.

    Examples
    --------
    >>> page = Page(["They met.", "Nobody knows.", "They left.", "Jo Doe is a senior fellow at the Example Institute."])
    >>> [page.lines[place] for place, start, end in drop_author_notes(page)]
    ['Jo Doe is a senior fellow at the Example Institute.']
    """
    last = len(page.lines) - 1
    places = (0, last - 1, last) if last >= 2 else ()
    return [
        LineSpan(place, 0, len(page.lines[place]))
        for place in dict.fromkeys(places)
        if len(page.lines[place]) <= MAX_NOTE and _is_note(place, page)
    ]


def author_notes(removals: Sequence[Removal]) -> list[str]:
    """List the notes on authors that were removed: they tell what kind of text it is.

    Examples
    --------
    >>> author_notes([Removal("drop_calls", "Follow us", 0), Removal("drop_author_notes", "Jo Doe is a fellow.", 9)])
    ['Jo Doe is a fellow.']
    """
    return [removal.text for removal in removals if removal.rule == drop_author_notes.__name__]


def _is_note(place: int, page: Page) -> bool:
    """Return whether a line is a note; at the top only where it says so or the author writes: a report opens so too."""
    line = page.lines[place]
    if _VIEWS.fullmatch(line) or (place == 0 and _OWN_VIEWS.match(line)):
        return True
    if place > 0 and _DISCLAIMER.search(line) and not _QUOTED.search(line):
        return True
    if not _AUTHOR_NOTE.fullmatch(line) or _QUOTED.search(line):
        return False
    says_so = _WRITES.search(line) or _VIEWS.search(line) or line.startswith("Editor")
    return bool(says_so) or (place > 0 and not _is_of_story(line, page))


def _is_of_story(line: str, page: Page) -> bool:
    """Return whether the person that a line is about is one of the story: the surname stands elsewhere in the text."""
    named = _PERSON_FIRST.search(line)
    return named is not None and page.text.count(named["surname"]) > line.count(named["surname"])


_PERSON_FIRST = re.compile(
    r"(?P<surname>[A-ZÀ-Þ][\w'’-]+)(?=,? (?:is|are|was|has|have|serves|teaches|writes|covers|and)\b)"
)
_QUOTED = re.compile(r",[”\"]|\b(?:said|says)\b")
_WRITES = re.compile(
    r"\b(?:freelance (?:writer|journalist|reporter)|columnist|(?:CNN |opinion )?contributor|(?:staff|senior|policy"
    r"|political|national|chief) (?:writer|reporter|correspondent)) (?:for|at|in|to|with|who|based|and"
    r"|covering)\b|\bauthor of\b"
)
MAX_NOTE = 600
"""Characters of the longest note on an author."""
