"""Copies: texts that several articles share, such as wire copy and reprints, found by MinHash and chained to the
earliest.

Copies are kept and listed, not removed: what an outlet carries is its coverage. Counts show how many articles are
independent.
"""

import hashlib
import re
from functools import cache
from typing import NamedTuple

import numpy as np
import pandas as pd
import rensa

from analysis import assets, schema
from analysis.corpus import encoded, sketches
from analysis.corpus.agencies import AGENCIES
from analysis.corpus.encoded import EncodedTokens
from analysis.corpus.segment import WORD

ROWS = 3
"""Numbers of a signature that make a band; articles that agree in one band are compared."""

BANDS = 42
"""Bands of a signature. Two articles whose sets overlap by .57 (see below) meet with probability .9998, by .2 with
.29."""

N_PERMUTATIONS = ROWS * BANDS
"""Length of a signature. The standard error of an estimated Jaccard overlap is at most 0.045."""

BITS = 8
"""Bits kept of each number, so that a signature takes 126 bytes: the store's size counts. Two numbers that differ agree
in them once in 256 times, which the estimate allows for. See b-bit minwise hashing, WWW 2010."""

_BY_CHANCE = 2.0**-BITS

SHINGLE_WORDS = 3
"""Words in a row that make one item of the compared sets. A copy with every tenth word changed keeps .9^3 = 73 % of its
items, a Jaccard overlap of .57; other reports of one event mostly stay below .1."""

MIN_OVERLAP = 0.45
"""Share of its word sequences that stand in the earlier article, from which an article is a copy."""

MIN_SHINGLES = 20
"""Word sequences below which an article is not compared: captions and alerts are alike by chance."""

NEAREST = 4
"""Earlier articles of a bucket that each article is compared with, beside the bucket's first. Keeps the work
near-linear where one text stands in thousands of articles: they chain to the same root all the same."""

FACTS, OPENING = 96, 16
"""Hashes kept of an article's names and numbers, and of the word sequences of its opening."""

OPENING_WORDS = 60

MIN_FACTS = 8
"""Articles with fewer names and numbers are not compared with each other on them."""

TEMPLATE_RATIO = 0.7
"""Two articles from one template share most words and few names and numbers; a copy shares both alike. Where the
overlap of names and numbers is below this share of that of the word sequences, the two tell different things in one
set of words: quakes, weekly figures, matches. Of 12,000 American articles 17 were copies before this was asked, and 4
are: the others ended with the same background, or were surrounded by the same page."""

MIN_SAME_OPENING = 0.1
"""Of one outlet, an article that begins otherwise is no copy: outlets end reports of one affair with the same
background. Two openings share a sequence of ten by chance only."""

_SEED = 20190630

_NAMED = "|".join(f"(?P<g{place}>{pattern})" for place, pattern in enumerate(AGENCIES.values()))
_DATELINE = re.compile(
    rf"^(?:[A-Z][\w.,'’/ -]{{1,60}}?\s*)?\((?:{_NAMED})\)\s*(?:[-–—:.]|$)"
    rf"|^(?:{_NAMED.replace('?P<g', '?P<h')})\s*[-–—]\s"
)
_FOOTER = re.compile(
    rf"(?:©|Copyright)\s*(?:\(c\)\s*)?(?:\d{{4}}\s*)?(?:{_NAMED})\b|\((?:{_NAMED.replace('?P<g', '?P<h')})\)\s*$"
    rf"|^(?:Source|Agency|Agencies)\s*:\s*(?:{_NAMED.replace('?P<g', '?P<i')})\b"
)
_BYLINE = re.compile(rf"(?:^|[\s,/(|-])(?:{_NAMED})\)?\s*$")
_HEAD, _TAIL = 200, 300


def signatures(
    articles: pd.DataFrame, tokens: EncodedTokens | None = None, removals: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Sum up each article's word sequences in a MinHash signature, and name the agency it credits.

    Parameters
    ----------
    articles : DataFrame
        ``article_id``, ``author``, ``body``.
    tokens : EncodedTokens, optional
        `encoded.of_articles` of these articles, where it is known already.
    removals : DataFrame, optional
        What cleaning took from them: datelines and sign-offs credit agencies, and are no longer in the body.

    Returns
    -------
    DataFrame
        The ``signatures`` table; an article with fewer than 20 word sequences has an empty signature.

    Examples
    --------
    >>> table = signatures(pd.DataFrame({"article_id": ["a"], "author": [None], "body": ["SEOUL (Reuters) - Talks."]}))
    >>> table["agency"][0], table["signature"][0]
    ('Reuters', b'')
    """
    words = _words(tokens or encoded.of_articles(articles.assign(title=None)), len(articles))
    hashes = [_runs(own) for own in words.hashes]
    offsets = np.cumsum([0, *map(len, hashes)], dtype="uint64")
    flat = np.concatenate([*hashes, _NOTHING])
    matrix = rensa.RMinHash.digest_matrix_from_flat_token_hashes(flat, offsets, N_PERMUTATIONS, _SEED)
    rows = matrix.to_rows()
    authors = articles["author"] if "author" in articles else [None] * len(articles)
    credits = _credits(removals)
    frame = pd.DataFrame(
        {
            "article_id": articles["article_id"].to_numpy(),
            "signature": pd.Series(
                [
                    (np.array(row, dtype="uint64") % 2**BITS).astype("uint8").tobytes()
                    if len(found) >= MIN_SHINGLES
                    else b""
                    for row, found in zip(rows, hashes, strict=True)
                ],
                dtype="object",
            ),
            "facts": _sketches([own[is_fact] for own, is_fact in zip(*words, strict=True)], FACTS),
            "opening": _sketches([_runs(own[:OPENING_WORDS]) for own in words.hashes], OPENING),
            "agency": [
                agency(body, author) or credits.get(article)
                for article, body, author in zip(articles["article_id"], articles["body"], authors, strict=True)
            ],
        }
    )
    return schema.conform(frame, schema.SIGNATURES)


CREDITS = ("drop_datelines", "drop_sign_offs")
"""Rules of cleaning that take away where an agency is credited."""


def _credits(removals: pd.DataFrame | None) -> dict[str, str]:
    """Name the agency that a removed dateline or sign-off credits, by article."""
    if removals is None:
        return {}
    rows = removals[removals["rule"].isin(CREDITS)]
    found: dict[str, str] = {}
    for article, text in zip(rows["article_id"], rows["text"], strict=True):
        named = agency(f"{text} .") or agency(f"x\n({text.strip('() .')})")
        if named:
            found.setdefault(str(article), named)
    return found


_NOTHING = np.zeros(0, dtype="uint64")


def _sketches(sets: list[np.ndarray], n_kept: int) -> pd.Series:
    return pd.Series([sketches.of_set(own, n_kept) for own in sets], dtype="object")


class _Words(NamedTuple):
    """Hold the hashes of the words of each body, and which of them are names or numbers."""

    hashes: list[np.ndarray]
    are_facts: list[np.ndarray]


def _words(tokens: EncodedTokens, n_articles: int) -> _Words:
    """Hash the words of each body, in any case of letters; every distinct word is hashed once."""
    known, small = _Hashes(), _small_words()
    words = [WORD.findall(form.lower()) for form in tokens.forms]
    hashes = np.array([known[word] for own in words for word in own], dtype="uint64")
    facts = tokens.map(lambda form: form[0].isdigit() or (form[0].isupper() and form.lower() not in small), "bool")
    in_body = np.flatnonzero(tokens.text % 2 == 1)
    edges = np.concatenate([[0], np.cumsum([len(own) for own in words])]).astype("int64")
    owner, flat = encoded.expanded(tokens.ids[in_body], encoded.Pieces(hashes, edges))
    cuts = np.searchsorted(tokens.text[in_body[owner]], encoded.bodies(n_articles)[1:])
    of_words = (hashes[flat], facts[tokens.ids[in_body[owner]]])
    return _Words(*(np.split(values, cuts)[:n_articles] for values in of_words))


@cache
def _small_words() -> frozenset[str]:
    """List words that news writes small: with a capital they only open a sentence."""
    return frozenset(assets.table("small_words.csv")["word"])


def _runs(words: np.ndarray) -> np.ndarray:
    """Hash each run of words: the same in every process, and of a run a polynomial of its words' hashes."""
    if len(words) < SHINGLE_WORDS:
        return _NOTHING
    hashes = np.zeros(len(words) - SHINGLE_WORDS + 1, dtype="uint64")
    for place in range(SHINGLE_WORDS):
        hashes = hashes * _MULTIPLIER + words[place : len(words) - SHINGLE_WORDS + 1 + place]
    return np.unique(hashes)


_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)


class _Hashes(dict):
    """Hashes of words, each worked out once; forgotten when there are too many."""

    def __missing__(self, word: str) -> int:
        if len(self) > 500_000:
            self.clear()
        value = int.from_bytes(hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")
        self[word] = value
        return value


def agency(body: object, author: object = None) -> str | None:
    """Name the news agency that a byline, a dateline or a footer credits; None where there is none.

    An agency that the running text mentions ("state news agency KCNA said") is not credited.

    Examples
    --------
    >>> agency("WASHINGTON (AP) — Talks."), agency("KCNA said talks stalled."), agency("Talks.", "Jo Doe, Reuters")
    ('AP', None, 'Reuters')
    """
    if isinstance(author, str) and (found := _BYLINE.search(author.strip())):
        return _agency_of(found)
    if not isinstance(body, str):
        return None
    for line in body[:_HEAD].split("\n")[:2]:
        if found := _DATELINE.search(line):
            return _agency_of(found)
    for line in body[-_TAIL:].split("\n")[-2:]:
        if found := _FOOTER.search(line):
            return _agency_of(found)
    return None


def _agency_of(found: re.Match[str]) -> str:
    place = next(int(name[1:]) for name, value in found.groupdict().items() if value)
    return list(AGENCIES)[place]


def of_signatures(signatures: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Find the articles that copy an earlier one, and chain them to the earliest.

    Parameters
    ----------
    signatures : DataFrame
        The ``signatures`` table of the whole corpus, in any order.
    articles : DataFrame
        ``article_id``, ``published_at``, ``n_words``; with ``outlet``, an outlet's own background makes no copies.

    Returns
    -------
    DataFrame
        The ``copies`` table, sorted by ``article_id``. ``overlap`` is the estimated share of the copy's word
        sequences that stand in the earlier article it resembles most; ``copy_of`` is the earliest of the
        chain. Undated articles count as
        later than dated ones.

    Notes
    -----
    An article that quotes another at length is not a copy; an agency's text with a new top is. Time and memory grow
    with the number of articles, not with its square.
    """
    if signatures.empty or articles.empty:
        return schema.empty(schema.COPIES)
    known = [name for name in ("article_id", "published_at", "n_words", "outlet") if name in articles]
    order = articles[known].merge(signatures, on="article_id")
    order = order[order["signature"].map(len) > 0]
    order = order.sort_values(["published_at", "article_id"], na_position="last").reset_index(drop=True)
    if len(order) < 2:
        return schema.empty(schema.COPIES)
    matrix = np.frombuffer(b"".join(order["signature"]), dtype="uint8").reshape(-1, N_PERMUTATIONS)
    lengths = order["n_words"].to_numpy(dtype=float)
    later, earlier = _candidates(matrix)
    overlap = _overlaps(matrix, lengths, later, earlier)
    likely = np.flatnonzero(overlap >= MIN_OVERLAP)
    likely = likely[~_tell_otherwise(order, matrix, later[likely], earlier[likely])]
    return schema.conform(_chained(order, later[likely], earlier[likely], overlap[likely]), schema.COPIES)


def _candidates(matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Pair each article with the nearest earlier ones, and the first one, of every bucket that it falls into."""
    n = len(matrix)
    pairs = []
    for band in range(BANDS):
        rows = matrix[:, band * ROWS : (band + 1) * ROWS].astype("uint64")
        key = (rows[:, 0] * _MULTIPLIER + rows[:, 1]) * _MULTIPLIER + rows[:, 2]
        place = _in_company(key)
        same = key[place][1:] == key[place][:-1]
        bucket = np.concatenate([[0], np.cumsum(~same)])[: len(place)]
        first = place[np.searchsorted(bucket, bucket)]
        pairs.append(place[first != place] * n + first[first != place])
        for back in range(1, NEAREST + 1):
            together = bucket[back:] == bucket[:-back]
            pairs.append(place[back:][together] * n + place[:-back][together])
    found = np.unique(np.concatenate(pairs))
    return found // n, found % n


def _in_company(key: np.ndarray) -> np.ndarray:
    """Find the places of keys that stand more than once, equal ones together, in their own order.

    Most keys stand alone; only for the others the order matters.

    Examples
    --------
    >>> _in_company(np.array([7, 3, 7, 5, 3], dtype="uint64")).tolist()
    [1, 4, 0, 2]
    """
    place = np.argsort(key)
    same = key[place][1:] == key[place][:-1]
    place = place[np.append(same, np.zeros(1, bool)) | np.append(np.zeros(1, bool), same)]
    return place[np.lexsort((place, key[place]))]


def _overlaps(matrix: np.ndarray, lengths: np.ndarray, later: np.ndarray, earlier: np.ndarray) -> np.ndarray:
    """Estimate the share of the later article's word sequences that stand in the earlier one.

    From the Jaccard overlap J and the lengths: the shared part is J / (1 + J) of both lengths together. J is the share
    of numbers that agree, less what agrees by chance.
    """
    overlap = np.zeros(len(later))
    for start in range(0, len(later), _BLOCK):
        block = slice(start, start + _BLOCK)
        jaccard = _jaccard(matrix[later[block]], matrix[earlier[block]])
        shared = jaccard / (1 + jaccard) * (lengths[later[block]] + lengths[earlier[block]])
        overlap[block] = np.minimum(shared / np.maximum(lengths[later[block]], 1), 1.0)
    return overlap


_BLOCK = 100_000
"""Pairs compared at once: 50 MB."""


def _tell_otherwise(articles: pd.DataFrame, matrix: np.ndarray, later: np.ndarray, earlier: np.ndarray) -> np.ndarray:
    """Return which pairs share words and yet report different things: one template, or the background of one outlet."""
    facts = sketches.overlaps(articles["facts"].tolist(), later, earlier, FACTS, MIN_FACTS)
    templated = facts < TEMPLATE_RATIO * _jaccard(matrix[later], matrix[earlier])
    if "outlet" not in articles:
        return np.asarray(templated)
    outlets = articles["outlet"].astype("str").to_numpy()
    openings = sketches.overlaps(articles["opening"].tolist(), later, earlier, OPENING, OPENING // 2)
    return np.asarray(templated | ((outlets[later] == outlets[earlier]) & (openings < MIN_SAME_OPENING)))


def _jaccard(mine: np.ndarray, theirs: np.ndarray) -> np.ndarray:
    """Estimate the overlap of word sequences: the share of numbers that agree, less what agrees by chance."""
    agreeing = (mine == theirs).mean(axis=1)
    return np.asarray(np.maximum((agreeing - _BY_CHANCE) / (1 - _BY_CHANCE), 0.0))


def _chained(order: pd.DataFrame, later: np.ndarray, earlier: np.ndarray, overlap: np.ndarray) -> pd.DataFrame:
    """Take for each article the earlier one it resembles most, and follow these to the earliest."""
    best = np.lexsort((earlier, -overlap, later))
    later, earlier, overlap = later[best], earlier[best], overlap[best]
    is_first = np.concatenate([[True], later[1:] != later[:-1]]) if len(later) else np.zeros(0, dtype=bool)
    later, earlier, overlap = later[is_first], earlier[is_first], overlap[is_first]
    root = np.arange(len(order))
    for child, parent in zip(later, earlier, strict=True):  # in order of time: the parent's root is already known
        root[child] = root[parent]
    ids = order["article_id"].to_numpy()
    frame = pd.DataFrame(
        {
            "article_id": ids[later],
            "copy_of": ids[root[later]],
            "agency": order["agency"].to_numpy()[later],
            "overlap": overlap,
        }
    )
    return frame.sort_values("article_id").reset_index(drop=True)
