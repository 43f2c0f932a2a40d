"""From texts to attributions: tokens, clauses, their voice, the runs they make, and whom each run belongs to."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from analysis.corpus import encoded
from analysis.measures.voice import blocks, clauses, marks, model, sources, spans, tokens
from analysis.measures.voice.blocks import Block
from analysis.measures.voice.sources import Mention, Run
from analysis.measures.voice.speakers import Cast


class Text(NamedTuple):
    """A text, its sentences, and the people it names."""

    text: str
    sentences: list[tuple[int, int]]
    cast: Cast
    is_title: bool = False


class Attribution(NamedTuple):
    """Somebody's words in a text, and how the text attributes them.

    Places are characters; ``mention_start`` and ``mention_end`` are where the speaker stands, -1 where nowhere.
    """

    start: int
    end: int
    kind: str
    speaker: str
    cue: str
    cue_kind: str | None
    mention_start: int = -1
    mention_end: int = -1


class _Piece(NamedTuple):
    """One attribution in the making: its runs, and the block that it belongs to."""

    runs: list[Run]
    block: Block | None


class _View:
    """Tokens as plain lists, for the loops that look at one attribution at a time."""

    def __init__(self, parts: tokens.Tokens, texts: Sequence[str]) -> None:
        self.words = parts.words
        self.start, self.end = parts.start.tolist(), parts.end.tolist()
        self.quoted = parts.quoted.tolist()
        self.sentence = parts.sentence
        self.n_quoted_words = np.concatenate([[0], np.cumsum((parts.quoted > 0) & parts.is_word)])
        self.n_words = np.concatenate([[0], np.cumsum(parts.is_word)])
        self.text = parts.text
        self.finder = sources.Finder(parts, texts)

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

    def source(self, piece: _Piece) -> tuple[int, tuple[int, int] | None]:
        """Find the verb of saying (-1: none) and the characters that name the speaker."""
        if piece.block is not None and piece.block.labelled:
            return -1, (piece.block.source_start, piece.block.source_end)
        if piece.block is not None:
            return self._announcement(piece)
        cue = -1
        for run in piece.runs:
            source = self.finder.source(run)
            if source.mention is not None:
                return source.cue, self._characters(source.mention)
            cue = source.cue if cue < 0 else cue
        return cue, None

    def _announcement(self, piece: _Piece) -> tuple[int, tuple[int, int] | None]:
        """Look for the speaker of a post in the line that announces it."""
        assert piece.block is not None
        place = piece.runs[0].start - 1
        while place > 0 and self.start[place] >= piece.block.source_start:
            run = Run(place, place, self.sentence_opening(place), place, False)
            source = self.finder.source(run)
            if source.mention is not None:
                return source.cue, self._characters(source.mention)
            place = run.start - 1
        return -1, None

    def sentence_opening(self, place: int) -> int:
        """Give the first token of the sentence that a token stands in."""
        return int(np.searchsorted(self.sentence, self.sentence[place]))

    def _characters(self, mention: Mention) -> tuple[int, int]:
        return self.start[mention.first], self.end[mention.last - 1]

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


def attributions(
    texts: Sequence[Text], taken: encoded.Tokens | None = None, known: tokens.Classes | None = None
) -> list[list[Attribution]]:
    """Find the attributions of each text; they do not overlap and rise.

    ``taken`` and ``known`` are the texts' tokens and their classes (`tokens.of_texts`), where they are known already.
    """
    bodies = [text.text for text in texts]
    quoted = [marks.quotations(body) for body in bodies]
    parts = tokens.of_texts(bodies, [text.sentences for text in texts], quoted, taken, known)
    cut = clauses.of_tokens(parts)
    found: list[list[Attribution]] = [[] for _ in texts]
    if not len(cut.first):
        return found
    judged = model.is_attributed(parts, cut, *clauses.features(parts, cut))
    judged |= spans.is_spoken(parts)[parts.quoted[cut.first]]
    spoken = [_blocks(text) for text in texts]
    _add_blocks(judged, parts, cut, spoken)
    view = _View(parts, bodies)
    runs = view.finder.without_subjects(spans.runs_of(parts, cut, judged))
    by_text: list[list[Run]] = [[] for _ in texts]
    for run in runs:
        by_text[int(parts.text[run.first])].append(run)
    return [
        _of_text(text, own_runs, own_blocks, view)
        for text, own_runs, own_blocks in zip(texts, by_text, spoken, strict=True)
    ]


def _blocks(text: Text) -> list[Block]:
    if text.is_title:
        block = blocks.headline(text.text)
        return [block] if block else []
    return blocks.blocks(text.text)


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


def _of_text(text: Text, runs: list[Run], own_blocks: list[Block], view: _View) -> list[Attribution]:
    found: list[Attribution] = []
    for piece in _pieces(runs, own_blocks, view):
        start, end = view.edges(piece.runs)
        last = found[-1] if found else None
        cue, mention = view.source(piece)
        near = last is not None and text.text.count("\n", last.end, start) <= _NEAR_LINES
        known = last.speaker if last is not None and near else ""
        if mention is not None:
            speaker = text.cast.of_mention(*mention, known)
        else:
            goes_on = last is not None and piece.runs[0].quoted and _goes_on(text.text, last, start)
            speaker = known if goes_on else ""
            mention = (last.mention_start, last.mention_end) if last is not None and goes_on else (-1, -1)
        word, cue_kind = view.cue_words(cue)
        found.append(Attribution(start, end, view.kind(piece.runs), speaker, word, cue_kind, *mention))
    return found


_NEAR_LINES = 4
"""A pronoun means the last speaker only so many line breaks on (an empty line counts as one)."""


def _goes_on(text: str, last: Attribution, start: int) -> bool:
    """Tell whether a quotation without a verb of saying goes on with the speaker before it.

    It does in the same paragraph ("…," he said. "…"), after a quotation that was left open, and after a colon.
    """
    between = text[last.end : start]
    return "\n" not in between or not between.strip() or between.rstrip().endswith(":")


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
