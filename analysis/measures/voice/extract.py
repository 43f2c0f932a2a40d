"""From texts to attributions: tokens, clauses, their voice, the runs they make, and whom each run belongs to."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from analysis.corpus import encoded, segment
from analysis.measures.voice import (
    acts,
    blocks,
    clauses,
    ends,
    marks,
    model,
    sides,
    sources,
    spans,
    sure,
    tokens,
    told,
    uses,
)
from analysis.measures.voice.antecedents import Antecedents
from analysis.measures.voice.blocks import Block
from analysis.measures.voice.grammar import Candidate, Mention, Run, Source
from analysis.measures.voice.speakers import Cast


class Text(NamedTuple):
    """A text, its sentences, and the people it names."""

    text: str
    sentences: list[tuple[int, int]]
    cast: Cast
    is_title: bool = False
    headline: str = ""


class Attribution(NamedTuple):
    """Somebody's words in a text, and how the text attributes them.

    Places are characters; ``mention_start`` and ``mention_end`` are where the speaker stands, -1 where nowhere. ``act``
    is said, thought or done (nobody's words), ``sure`` the probability that a reader would mark these words too;
    ``side`` is whom the article says the speaker speaks for.
    """

    start: int
    end: int
    kind: str
    speaker: str
    cue: str
    cue_kind: str | None
    mention_start: int = -1
    mention_end: int = -1
    act: str = uses.SAID
    side: str = ""
    sure: float = 1.0


class _Piece(NamedTuple):
    """One attribution in the making: its runs, and the block that it belongs to."""

    runs: list[Run]
    block: Block | None


_PERSON = frozenset("he she he's she's he’s she’s".split())
_HEAD = 7
"""So many tokens between a verb and the comma or colon before its quotation are no part of it."""


class _View:
    """Tokens for the loops that look at one attribution at a time: memory views give plain numbers without a copy."""

    def __init__(self, parts: tokens.Tokens, texts: Sequence[str]) -> None:
        self.words = parts.words
        self.start, self.end = parts.start.data, parts.end.data
        self.n_quoted_words = np.append(0, np.cumsum((parts.quoted > 0) & parts.is_word)).data
        self.n_words = np.append(0, np.cumsum(parts.is_word)).data
        self.finder = sources.Finder(parts, texts)
        self.quoted = self.finder.quoted
        self.reader = acts.Reader(parts, self.finder.code, self.quoted)
        self.tokens = parts
        self._antecedents: Antecedents | None = None

    def edges(self, runs: list[Run]) -> tuple[int, int]:
        """Give the characters of an attribution, with the marks of its quotation."""
        first, last = runs[0].first, runs[-1].last - 1
        while self.quoted[first] and self.quoted[first - 1] == self.quoted[first] and not self._is_word(first - 1):
            first -= 1
        while self.quoted[last] and self.quoted[last + 1] == self.quoted[last] and not self._is_word(last + 1):
            last += 1
        return self.start[first], self.end[last]

    def _is_word(self, place: int) -> bool:
        word = self.words[place]
        return not word or word[0].isalnum()

    def kind(self, runs: list[Run]) -> str:
        """Tell whether all, none or some of the words stand in quotation marks."""
        first, last = runs[0].first, runs[-1].last
        quoted = self.n_quoted_words[last] - self.n_quoted_words[first]
        if not quoted:
            return "indirect"
        return "direct" if quoted == self.n_words[last] - self.n_words[first] else "mixed"

    def same_quotation(self, before: Run, after: Run) -> bool:
        """Tell whether two runs stand in one pair of quotation marks."""
        number = self.quoted[before.last - 1]
        return number > 0 and number == self.quoted[after.first]

    def source(self, piece: _Piece) -> Source:
        """Find the verb of saying (-1: none) and the tokens that name the speaker."""
        if piece.block is not None:
            return Source(-1, None) if piece.block.labelled else self._announcement(piece)
        cue = -1
        for run in piece.runs:
            source = self.finder.source(run)
            if source.mention is not None:
                return source
            cue = source.cue if cue < 0 else cue
        return Source(cue, None)

    def _announcement(self, piece: _Piece) -> Source:
        """Look for the speaker of a post in the line that announces it."""
        assert piece.block is not None
        place = piece.runs[0].start - 1
        while place > 0 and self.start[place] >= piece.block.source_start:
            run = Run(place, place, self.tokens.opening(place), place, False)
            source = self.finder.source(run)
            if source.mention is not None:
                return source
            place = run.start - 1
        return Source(-1, None)

    def characters(self, mention: Mention) -> tuple[int, int]:
        """Give where a mention starts and ends in its text."""
        return self.start[mention.first], self.end[mention.last - 1]

    def trim(self, piece: _Piece, source: Source) -> str:
        """Leave out what stands between a quotation and its verb: "“…,” X, the mayor, said", "he wrote back, “…”".

        Gives the kind of what is left.
        """
        runs, cue, mention = piece.runs, source.cue, source.mention
        if piece.block is not None:
            return self.kind(runs)
        if mention is not None and cue < runs[0].first < mention.last < runs[0].last and not runs[0].quoted:
            runs[0] = runs[0]._replace(first=mention.last)  # "viewed | in the North | as a rehearsal"
        if 0 <= cue < runs[0].first and not runs[0].quoted:
            first = max(self.finder.behind_audience(cue, runs[0]), cue + 1 + self.cue_words(cue)[0].count(" "))
            first = min(first, runs[0].last - 1)
            runs[0] = runs[0] if first == runs[0].first else runs[0]._replace(first=first)
        kind = self.kind(runs)
        if kind != "mixed":
            return kind
        self._trim_beside_marks(piece, cue)
        return self.kind(runs)

    def _trim_beside_marks(self, piece: _Piece, cue: int) -> None:
        """Leave out what stands before or behind the quotation in a run and is not said."""
        runs = piece.runs
        first, last = runs[0].first, runs[-1].last
        if not self.quoted[first] and self.quoted[first + 1] and self.finder.is_conjunction(first):
            runs[0] = runs[0]._replace(first=first + 1, quoted=True)
        marked = [place for place in range(first, last) if self.quoted[place]]
        if cue < 0 or self.kind(runs) != "mixed":
            return
        if self._ends_at_marks(cue, first, last, marked[-1]):
            runs[-1] = runs[-1]._replace(last=marked[-1] + 1)
        closed = next((place for place in marked if self.quoted[place + 1] != self.quoted[place]), last)
        if len(runs) == 1 and cue < first and closed < marked[-1] and self.finder.is_next_verb(closed + 1):
            runs[0] = runs[0]._replace(last=closed + 1)  # "issued an apology: “…” | – and set up a “body”"
        comment = self.finder.comment_behind(marked[-1], runs[-1].last) if cue < first else 0
        if comment:
            runs[-1] = runs[-1]._replace(last=comment)  # "had a “beautiful letter” from Kim, | breaking the silence"
        if self._begins_at_marks(cue, first, marked[0]):
            runs[0] = runs[0]._replace(first=marked[0], quoted=True)

    def _ends_at_marks(self, cue: int, first: int, last: int, mark: int) -> bool:
        """Tell whether what follows a quotation in its run is no part of it."""
        if mark >= last - 1:
            return False
        if cue < first and self.finder.is_occasion(mark + 1):
            return True
        if cue < first:  # "what the president called “beautiful” | letters", "insisted “…” | – and offered to help"
            return self.finder.names_in_marks(cue, self._first_mark(first)) or self.finder.is_next_verb(mark + 1)
        return last <= cue and self.finder.ends_speech(mark)

    def _begins_at_marks(self, cue: int, first: int, mark: int) -> bool:
        """Tell whether what stands before a quotation in its run only introduces it."""
        if cue < first < mark <= first + _HEAD and self.finder.introduces(first, mark):
            return True
        if cue < first < mark and self.finder.names_audience(cue, mark):
            return True
        return mark > first and cue > mark and self.finder.is_announced(first, mark)

    def _first_mark(self, first: int) -> int:
        while not self.quoted[first]:
            first += 1
        return first

    def without_headline(self, mention: Mention) -> Mention:
        """Cut what a headline without an end mark glues to a pronoun: "Missile and defense programs | He said"."""
        last = Mention(mention.last - 1, mention.last)
        return last if self.is_he_or_she(last) else mention

    def is_he_or_she(self, mention: Mention) -> bool:
        """Tell whether a mention is "he" or "she"."""
        return mention.last == mention.first + 1 and self.words[mention.first].lower() in _PERSON

    def antecedents(self, cast: Cast) -> Antecedents:
        """Give who finds out whom pronouns mean in one text."""
        if self._antecedents is None or self._antecedents.cast is not cast:
            self._antecedents = Antecedents(self.tokens, self.finder.phrases, self.start, self.end, cast)
        return self._antecedents

    def act(self, piece: _Piece, kind: str, source: Source, word: str) -> str:
        """Tell whether it is said or thought; `uses.DONE` where it is nobody's words."""
        if piece.block is not None:
            return uses.SAID
        if source.cue < 0 and kind == "indirect":
            return uses.SAID if source.mention else uses.DONE
        run, cue = piece.runs[0], source.cue
        if kind == "indirect" and source.mention is not None and self.finder.is_writer(source.mention):
            return uses.DONE
        if source.mention is not None and self.finder.is_impersonal(cue, source.mention):
            return uses.DONE
        if kind == "indirect" and source.mention is None and self.finder.is_done_to(cue, run):
            return uses.DONE
        use = uses.of_cues().get(word)
        if word == "shown" and source.mention is not None and self.finder.is_somebody(source.mention):
            return uses.DONE  # "the mayor has shown he is ready", not "data have shown"
        if word and use is None and kind == "indirect" and not uses.is_speech_noun(word):
            return uses.DONE  # a verb that says something only with its particle: "fired a missile", "fired back that"
        return self.reader.act(run.first, piece.runs[-1].last, cue, use, kind, source.mention is not None)

    def cue_words(self, cue: int) -> tuple[str, str | None]:
        """Give the words that attribute ("point out", "according to") and whether they judge."""
        if cue < 0:
            return "", None
        words, lexicon = self.words, tokens.lexicon()
        word = words[cue].lower()
        for length in (3, 2, 1) if word in lexicon.phrases else ():
            rest = " ".join(words[cue + 1 : cue + 1 + length]).lower()
            if rest in lexicon.phrases.get(word, ()):
                phrase = f"{word} {rest}"
                return phrase, "loaded" if rest in lexicon.loaded_phrases.get(word, ()) else "neutral"
        return word, "loaded" if word in lexicon.loaded else "neutral"


class Candidates(NamedTuple):
    """Attributions that are not weighed yet, the number of each one's text, and what `sure` needs to weigh them."""

    tokens: tokens.Tokens
    clauses: clauses.Clauses
    chance: np.ndarray
    candidates: list[Candidate]
    text: list[int]


def attributions(
    texts: Sequence[Text], taken: encoded.EncodedTokens | None = None, known: tokens.Classes | None = None
) -> list[list[Attribution]]:
    """Find the attributions of each text; they do not overlap and rise.

    ``taken`` and ``known`` are the texts' tokens and their classes (`tokens.of_texts`), where they are known already.
    """
    unweighed = candidates_of(texts, taken, known)
    found: list[list[Attribution]] = [[] for _ in texts]
    weighed = [one for one in unweighed.candidates if one.attribution.act != uses.DONE]
    probabilities = iter(sure.chances(unweighed.tokens, unweighed.clauses, unweighed.chance, weighed))
    for number, candidate in zip(unweighed.text, unweighed.candidates, strict=True):
        own = candidate.attribution
        found[number].append(own if own.act == uses.DONE else Attribution._make((*own[:-1], next(probabilities))))
    return found


def candidates_of(
    texts: Sequence[Text], taken: encoded.EncodedTokens | None = None, known: tokens.Classes | None = None,
    judge: model.AttributionModel | None = None,
) -> Candidates:  # fmt: skip
    """Find attributions before they are weighed; ``judge`` is another model than the shipped one."""
    bodies = [text.text for text in texts]
    quoted = [marks.quotations(body) for body in bodies]
    spoken = [_blocks(text) for text in texts]
    sentences = [blocks.cut_at(text.sentences, own) for text, own in zip(texts, spoken, strict=True)]
    parts = tokens.of_texts(bodies, sentences, quoted, taken, known)
    cut = clauses.of_tokens(parts)
    if not len(cut.first):
        return Candidates(parts, cut, np.zeros(0, np.float32), [], [])
    chance = model.chances(parts, cut, *clauses.features(parts, cut), judge)
    judged = model.is_attributed(parts, cut, chance, judge)
    spoken_marks = _spoken_marks(parts, bodies, quoted)
    judged |= spoken_marks[parts.quoted[cut.first]]
    _add_blocks(judged, parts, cut, spoken)
    view = _View(parts, bodies)
    runs = view.finder.without_subjects(told.with_told(parts, spans.runs_of(parts, cut, judged)))
    runs = ends.whole_clauses(parts, runs)
    runs = spans.with_urged(parts, spans.with_fronted(parts, runs))
    by_text: list[list[Run]] = [[] for _ in texts]
    for run in runs:
        by_text[int(parts.text[run.first])].append(run)
    every = [
        (number, candidate)
        for number, (text, own_runs, own_blocks) in enumerate(zip(texts, by_text, spoken, strict=True))
        for candidate in _of_text(text, own_runs, own_blocks, view)
    ]
    return Candidates(parts, cut, chance, [candidate for _, candidate in every], [number for number, _ in every])


def _spoken_marks(parts: tokens.Tokens, bodies: list[str], quoted: list[list[segment.Span]]) -> np.ndarray:
    """Tell for each quotation (from 1) whether its marks say that it is speech: a verb follows, or it goes on."""
    spoken = spans.is_spoken(parts)
    goes_on = [flag for body, own in zip(bodies, quoted, strict=True) for flag in marks.goes_on(body, own)]
    spoken[1:] |= np.array(goes_on, dtype=bool)[: len(spoken) - 1]
    return spoken


def _blocks(text: Text) -> list[Block]:
    if text.is_title:
        block = blocks.headline(text.text)
        return [block] if block else []
    return blocks.blocks(text.text, text.headline)


def _add_blocks(judged: np.ndarray, parts: tokens.Tokens, cut: clauses.Clauses, spoken: list[list[Block]]) -> None:
    """Mark all clauses inside blocks as attributed, and those of their labels as not."""
    if not any(spoken):
        return
    text, start = parts.text[cut.first], parts.start[cut.first]
    for number, own in enumerate(spoken):
        low, high = np.searchsorted(text, [number, number + 1])
        for block in own:
            first, last = low + np.searchsorted(start[low:high], [block.start, block.end])
            judged[first:last] = True
            if block.labelled:
                label = low + np.searchsorted(start[low:high], block.source_start)
                judged[label:first] = False


def _of_text(text: Text, runs: list[Run], own_blocks: list[Block], view: _View) -> list[Candidate]:
    candidates: list[Candidate] = []
    whom = sides.Sides(text.cast)
    for piece in _pieces(runs, own_blocks, view):
        source = view.source(piece)
        kind = view.trim(piece, source)
        word, cue_kind = view.cue_words(source.cue)
        act = view.act(piece, kind, source, word)
        start, end = view.edges(piece.runs)
        if piece.block is not None:
            end = max(end, piece.block.end)
        if act == uses.DONE:  # who does something is named where somebody else's "he" may mean him (see `Antecedents`)
            mention = view.characters(source.mention) if source.mention is not None else (-1, -1)
            attribution = Attribution(start, end, kind, "", word, cue_kind, *mention, act, sure=0.0)
        else:
            speaker, mention = _speaker(text, piece, source, candidates, view)
            side = whom.of(speaker, mention)
            attribution = Attribution(start, end, kind, speaker, word, cue_kind, *mention, act, side)
        candidates.append(Candidate(attribution, piece.runs[0], piece.runs[-1].last, source, piece.block is not None))
    return candidates


def _speaker(
    text: Text, piece: _Piece, source: Source, candidates: list[Candidate], view: _View
) -> tuple[str, tuple[int, int]]:
    """Name the speaker, and where the text does."""
    last = next(
        (candidate.attribution for candidate in reversed(candidates) if candidate.attribution.act != uses.DONE), None
    )
    said = (view.start[piece.runs[0].first], view.end[piece.runs[-1].last - 1])
    start = said[0]
    near = last is not None and text.text.count("\n", last.end, start) <= _NEAR_LINES
    known = last.speaker if last is not None and near else ""
    if piece.block is not None and piece.block.labelled:
        mention = (piece.block.source_start, piece.block.source_end)
        if piece.block.speaker:
            return text.cast.of_words(piece.block.speaker), mention
        return text.cast.of_label(*mention, text.headline), mention
    named = view.without_headline(source.mention) if source.mention is not None else None
    if named is not None:
        mention = view.characters(named)
    elif (
        last is not None
        and piece.runs[0].quoted
        and not view.finder.is_told_to_somebody(source.cue, piece.runs[0])
        and _goes_on(text.text, last, start, view.end[piece.runs[-1].last - 1])
    ):
        return known, (last.mention_start, last.mention_end)
    else:
        subject = view.finder.before_paragraph(piece.runs[0]) if _is_paragraph(text.text, *said) else None
        if subject is None:
            return "", (-1, -1)
        mention = view.characters(subject)
    pronoun = text.text[slice(*mention)].lower()
    if named is not None and view.is_he_or_she(named):
        cue = view.cue_words(source.cue)[0]
        return view.antecedents(text.cast).of(named, cue, said, candidates, known), mention
    if pronoun == "they" and named is not None:
        chained = _of_subject_before(text, piece, named, candidates, view)
        if chained and text.cast.fits(pronoun, chained):
            return chained, mention
    speaker = text.cast.of_mention(*mention, known, said)
    return speaker or _of_sentence_before(text, piece, mention, view), mention


def _of_subject_before(text: Text, piece: _Piece, pronoun: Mention, candidates: list[Candidate], view: _View) -> str:
    """Take whom the sentence before is about: "Senators met. | They said"."""
    run = piece.runs[0]
    opens = min(pronoun.first, run.first if run.quoted else pronoun.first) <= run.start + _OPENS
    subject = view.finder.before_paragraph(run) if opens else None
    if subject is None:
        return ""
    mention = view.characters(subject)
    known = (candidate.attribution for candidate in reversed(candidates))
    earlier = next((one for one in known if one.mention_start <= mention[0] < one.mention_end), None)
    if earlier is not None and earlier.act != uses.DONE:
        return earlier.speaker
    return "" if text.text[slice(*mention)].lower() in _PRONOUNS else text.cast.of_mention(*mention, "")


_PRONOUNS = ("he", "she", "they")
_OPENS = 2
"""So many tokens into its sentence a pronoun opens it: "But they said"."""


def _of_sentence_before(text: Text, piece: _Piece, mention: tuple[int, int], view: _View) -> str:
    """Take who the sentence before is about, where a pronoun names the speaker: "Democrats met. They say that …"."""
    pronoun = text.text[slice(*mention)].lower()
    subject = view.finder.before_paragraph(piece.runs[0]) if pronoun in ("he", "she", "they", "it") else None
    if subject is None:
        return ""
    words = text.text[slice(*view.characters(subject))]
    is_group = words.endswith("s") and not words.endswith(("'s", "’s"))
    fits = is_group if pronoun == "they" else not is_group or pronoun != "it"
    return text.cast.of_mention(*view.characters(subject), "") if fits else ""


def _is_paragraph(text: str, start: int, end: int) -> bool:
    """Tell whether a stretch is all that its line holds, but for marks."""
    before, after = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    rest = text[before:start] + text[end : len(text) if after < 0 else after]
    return not rest.strip(_QUOTE_MARKS)


_NEAR_LINES = 4
"""A pronoun means the last speaker only so many line breaks on (an empty line counts as one)."""


def _goes_on(text: str, last: Attribution, start: int, end: int) -> bool:
    """Tell whether a quotation without a verb of saying goes on with the speaker before it.

    It does in the same paragraph ("…," he said. "…"), after a quotation that was left open, after a colon, and where it
    is the whole next paragraph.
    """
    between = text[last.end : start]
    if "\n" not in between or not between.strip() or between.rstrip().endswith(":"):
        return True
    rest = text[end : end + _CLOSING].partition("\n")[0].strip(_QUOTE_MARKS)
    opens = not between.rpartition("\n")[2].strip(_QUOTE_MARKS)
    return opens and not rest and between.count("\n") <= _NEXT_PARAGRAPH


_CLOSING = 8
"""So many characters hold what may close a paragraph behind its last word."""
_QUOTE_MARKS = " \"“”'‘’.!?…"
_NEXT_PARAGRAPH = 2
"""Line breaks between two paragraphs that follow each other, an empty line among them."""


def _pieces(runs: list[Run], own_blocks: list[Block], view: _View) -> Iterator[_Piece]:
    """Join the runs of one quotation, and those of one block."""
    waiting = iter(own_blocks)
    block = next(waiting, None)
    piece: _Piece | None = None
    for run in runs:
        start = view.start[run.first]
        while block is not None and block.end <= start:
            block = next(waiting, None)
        inside = block if block is not None and block.start <= start else None
        if piece is not None and (view.same_quotation(piece.runs[-1], run) or (inside and inside is piece.block)):
            piece.runs.append(run)
            continue
        if piece is not None:
            yield piece
        piece = _Piece([run], inside)
    if piece is not None:
        yield piece
