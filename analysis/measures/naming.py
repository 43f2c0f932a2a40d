"""The words by which an article calls a person, country or organisation: names, offices, and what stands beside them.

"Pyongyang", "the North", "the reclusive state" and "the regime" may all stand for one country; which of them an outlet
chooses is part of how it tells the story. Every mention is found by a rule and points at its words.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pandas as pd

from analysis.corpus import segment
from analysis.errors import DataError

HOW = ("office", "direction", "name", "apposition", "before name", "possessed", "again")
"""By which rule a mention was found; where two share a word, the earlier in this list stands."""
_REACH = 90
"""Characters before a name in which a description of it may begin: five words."""

RULERS = frozenset(
    """administration authorities autocracy caliphate clique dictatorship dynasty establishment government junta
    leadership monarchy regime rulers theocracy""".split()
)
"""What a country's or leader's possessive is counted with: "the Iranian regime", "Kim's government"."""
_DETERMINER = r"(?:the|a|an|its|his|her|their|this|that|one of the)"
_PLAIN = r"[a-z][a-z’'-]*"
_APPOSITION = re.compile(
    rf",\s+({_DETERMINER}\s+(?:{_PLAIN}\s+){{0,5}}?{_PLAIN})(?=\s*(?:[,.;:—–)]|\bwho\b|\bwhich\b|$))"
)
_APPOSITION_BEFORE = re.compile(rf"\b({_DETERMINER}\s+(?:{_PLAIN}\s+){{0,5}}?{_PLAIN}),\s+$", re.IGNORECASE)
_BEFORE_NAME = re.compile(rf"(?:^|[\s“\"‘'(])((?:{_PLAIN}\s+){{1,4}})$")
_POSSESSED = re.compile(rf"(?:['’]s?)?\s+((?:{_PLAIN}\s+){{0,2}}?(?:{'|'.join(sorted(RULERS))}))\b")
_DIRECTION = re.compile(r"\b[Tt]he (North|South)\b(?=['’]s\b|(?!\s+(?:[A-Z]|and\b))(?!['’]))")
_STARTS_WITH_CAPITAL = re.compile(r"\b[A-Z][\w.]*")
_DETERMINED = re.compile(rf"^{_DETERMINER}\s+")
_VERB = re.compile(r"(?:met|saw|left|led|beat|[a-z]+(?:ed|ing|s))$")

ROLES = frozenset(
    """activist adviser ally ambassador analyst author autocrat billionaire boss businessman candidate chairman
    chairwoman champion chief commander critic democrat despot dictator diplomat director economist envoy expert
    father figure general hardliner hawk head historian journalist judge king lawmaker lawyer leader magnate
    mastermind mayor minister mogul monarch mother newcomer nominee opponent politician pope premier president
    prime prince princess producer professor prosecutor queen rebel reformer republican researcher rival ruler
    scientist secretary senator socialist spokesman spokesperson spokeswoman star statesman strongman superpower
    sister brother son daughter teacher tycoon tyrant veteran warlord winner wife husband writer agency alliance
    army bloc body broadcaster capital city club company country court empire enclave firm giant government
    group hub institute island kingdom militia ministry movement nation neighbor neighbour network newspaper
    organisation organization outpost paper party peninsula power powerhouse province region regime republic
    state territory think-tank union""".split()
)
"""Nouns that an apposition may end in: people and places, so that "Monday, the same day" is not taken for one."""
_NOT_BEFORE = frozenset(
    """and or but nor the a an of to in on at by for from with as that than if when while because so said says
    told asked after before during against between into over under about is was are were be been has have had
    will would can could may might must not no also then there here who which whose what where how why s his her
    its their our my your""".split()
)


_CLAUSE = _NOT_BEFORE - frozenset("a an the of in for and to at on".split())


class Mention(NamedTuple):
    """Hold one mention: where it stands (as names do), the words, what they stand for, and by which rule."""

    sentence: int
    start: int
    end: int
    words: str
    canonical: str
    kind: str
    how: str


class _Forms(NamedTuple):
    """Hold known forms: by their spelling, and offices by their lower-case spelling with their days."""

    names: dict[str, tuple[str, str]]
    offices: dict[str, list[tuple[str, str, str]]]


def of_articles(
    articles: pd.DataFrame, sentences: pd.DataFrame, names: pd.DataFrame, forms: pd.DataFrame
) -> pd.DataFrame:
    """Find by which words each article calls the people, countries and organisations it names.

    Parameters
    ----------
    articles : DataFrame
        ``article_id``, ``outlet``, ``published_at``, ``title``, ``body``.
    sentences : DataFrame
        ``article_id``, ``sentence``, ``start``, ``end``.
    names : DataFrame
        The ``names`` table of these articles.
    forms : DataFrame
        ``form``, ``canonical``, ``kind``, and for offices ``from`` and ``until``: the alias file and, below it, the
        ``aliases`` of the event. Where a form stands twice, the first row holds.

    Returns
    -------
    DataFrame
        A row a mention, in reading order: ``article_id``, ``outlet``, ``sentence``, ``start``, ``end`` (characters
        into the body, or the title for sentence -1), ``words`` (lower-case without article, but for names),
        ``canonical``,
        ``kind`` and ``how`` (`HOW`).

    Notes
    -----
    A description counts where the text itself ties it to a name: "Kim, the young dictator,", "strongman Kim", "the
    Iranian regime"; and again, with "the", later in the same article if it was tied to one name only. Descriptions
    that the text leaves to its readers are missed. Who holds an office is looked up for the day of the article; undated
    articles have no offices.

    Examples
    --------
    >>> articles = pd.DataFrame({"article_id": ["a"], "outlet": ["A"], "published_at": [pd.NaT], "title": [None],
    ...                          "body": ["Pyongyang, the reclusive capital, waits."]})
    >>> sentences = segment.of_articles(articles)
    >>> names = pd.DataFrame({"article_id": ["a"], "sentence": [0], "start": [0], "end": [9], "form": ["Pyongyang"]})
    >>> forms = pd.DataFrame({"form": ["Pyongyang"], "canonical": ["North Korea"], "kind": ["place"]})
    >>> of_articles(articles, sentences, names, forms)[["canonical", "words", "how"]]
         canonical              words         how
    0  North Korea          Pyongyang        name
    1  North Korea  reclusive capital  apposition
    """
    known = _forms(forms)
    by_article = dict(iter(names.groupby("article_id", sort=False)))
    spans = dict(iter(sentences.groupby("article_id", sort=False)))
    rows: list[tuple[Any, ...]] = []
    for article in articles[["article_id", "outlet", "published_at", "title", "body"]].itertuples(index=False):
        if article.article_id in spans:
            found = _of_article(article, spans[article.article_id], by_article.get(article.article_id), known)
            rows += [(article.article_id, str(article.outlet), *mention) for mention in found]
    columns = ["article_id", "outlet", *Mention._fields]
    whole = dict.fromkeys(("sentence", "start", "end"), "int32")
    return pd.DataFrame(rows, columns=columns).astype({column: whole.get(column, "str") for column in columns})


def _forms(forms: pd.DataFrame) -> _Forms:
    missing = {"form", "canonical", "kind"} - set(forms.columns)
    if missing:
        raise DataError(f"the alias table has no column '{min(missing)}'; 'form', 'canonical' and 'kind' are needed")
    names: dict[str, tuple[str, str]] = {}
    offices: dict[str, list[tuple[str, str, str]]] = {}
    days = [forms[day].fillna("") if day in forms.columns else [""] * len(forms) for day in ("from", "until")]
    for form, canonical, kind, first, until in zip(
        forms["form"], forms["canonical"], forms["kind"], *days, strict=True
    ):
        if kind == "office":
            offices.setdefault(form.lower(), []).append((str(first), str(until), canonical))
        else:
            names.setdefault(form, (canonical, "place" if kind == "demonym" else kind))
    return _Forms(names, offices)


def _of_article(article: Any, spans: pd.DataFrame, names: pd.DataFrame | None, known: _Forms) -> list[Mention]:
    found: list[Mention] = []
    own: dict[int, list[tuple[int, int, str]]] = {}
    if names is not None:
        rows = zip(names["sentence"], names["start"], names["end"], names["form"], strict=True)
        for number, first, last, form in rows:
            own.setdefault(int(number), []).append((int(first), int(last), form))
    texts: list[tuple[int, int, str]] = []
    for number, start, end in zip(spans["sentence"], spans["start"], spans["end"], strict=True):
        text = (article.title if number == segment.TITLE else article.body)[start:end]
        texts.append((number, start, text))
        named = list(_named(number, own.get(number, []), known))
        named += _offices(number, start, text, named, known, article.published_at)
        found += named
        for mention in named:
            found += _beside(mention, start, text)
    found += _directions(texts, found)
    found += _again(texts, found)
    return _apart(found)


def _named(number: int, names: list[tuple[int, int, str]], known: _Forms) -> Iterator[Mention]:
    for first, last, form in names:
        yield Mention(number, first, last, form, *known.names.get(form, (form, "other")), "name")


def _offices(
    number: int, start: int, text: str, named: list[Mention], known: _Forms, published_at: Any
) -> Iterator[Mention]:
    """Find offices ("US president") that stand for their holder, not before the holder's own name."""
    if pd.isna(published_at):
        return
    day = published_at.strftime("%Y-%m-%d")
    followed = {mention.start - start for mention in named}
    for match in _STARTS_WITH_CAPITAL.finditer(text):
        for length in (4, 3, 2):
            end = _end_of_words(text, match.start(), length)
            spells = known.offices.get(text[match.start() : end].lower(), ())
            holder = next((who for first, until, who in spells if first <= day and (not until or day < until)), None)
            if holder and end + 1 not in followed:
                words = text[match.start() : end]
                yield Mention(number, start + match.start(), start + end, words, holder, "person", "office")
                break


def _end_of_words(text: str, start: int, n_words: int) -> int:
    ends = [match.end() for match, _ in zip(segment.WORD.finditer(text, start), range(n_words), strict=False)]
    end = ends[-1] if ends else start
    return end + 1 if text[end : end + 1] == "." and text[end - 2 : end - 1] == "." else end


def _beside(mention: Mention, start: int, text: str) -> Iterator[Mention]:
    """Find descriptions that stand beside a name: in apposition, before it, or possessed by it."""
    first, last = mention.start - start, mention.end - start
    after = _APPOSITION.match(text, last)
    if after and _is_description(after.group(1)):
        yield _described(mention, start + after.start(1), after.group(1), "apposition")
    reach = max(0, first - _REACH)
    before = _APPOSITION_BEFORE.search(text, reach, first)
    if before and _is_description(before.group(1)):
        yield _described(mention, start + before.start(1), before.group(1), "apposition")
    close = _BEFORE_NAME.search(text, reach, first)
    if close and _last_word(close.group(1)) in ROLES and mention.how == "name":
        words = _tail(close.group(1))
        yield _described(
            mention, mention.start - len(close.group(1)) + close.group(1).rindex(words), words, "before name"
        )
    owned = _POSSESSED.match(text, last)
    if owned and not _NOT_BEFORE & set(owned.group(1).split()):
        yield _described(mention, start + owned.start(1), owned.group(1), "possessed")


def _is_description(words: str) -> bool:
    """Return whether words read as one description: a noun of `ROLES` at the end and no clause inside."""
    return _last_word(words) in ROLES and not _CLAUSE & set(_DETERMINED.sub("", words.lower()).split())


def _described(mention: Mention, start: int, words: str, how: str) -> Mention:
    plain = _DETERMINED.sub("", words.lower())
    return mention._replace(start=start + len(words) - len(plain), end=start + len(words), words=plain, how=how)


def _last_word(words: str) -> str:
    return words.split()[-1].lower()


def _tail(words: str) -> str:
    """Keep the words after the last one that cannot belong to a description: "said that young" gives "young"."""
    pieces = words.split()
    place = max((number for number, piece in enumerate(pieces) if piece in _NOT_BEFORE), default=-1)
    kept = pieces[place + 1 :]
    opens_with_verb = place < 0 and len(kept) > 1 and _VERB.match(kept[0])
    return " ".join(kept[1:] if opens_with_verb else kept)


def _directions(texts: list[tuple[int, int, str]], found: list[Mention]) -> Iterator[Mention]:
    """Read "the North" as the one country of that direction that the article names."""
    countries: dict[str, set[tuple[str, str]]] = {}
    for mention in found:
        head, _, rest = mention.canonical.partition(" ")
        if mention.kind in ("place", "other") and rest and " " not in rest:
            countries.setdefault(head, set()).add((mention.canonical, mention.kind))
    for number, start, text in texts:
        for match in _DIRECTION.finditer(text):
            names = countries.get(match.group(1), set())
            if [kind for _, kind in names] == ["place"]:
                words, canonical = f"the {match.group(1)}", next(iter(names))[0]
                span = (start + match.start(), start + match.end())
                yield Mention(number, *span, words, canonical, "place", "direction")


def _again(texts: list[tuple[int, int, str]], found: list[Mention]) -> Iterator[Mention]:
    """Find later uses, with "the", of a description that the article tied to one name only."""
    tied: dict[str, set[tuple[str, str]]] = {}
    first: dict[str, tuple[int, int]] = {}
    for mention in found:
        if mention.how in ("apposition", "before name", "possessed"):
            tied.setdefault(mention.words, set()).add((mention.canonical, mention.kind))
            first.setdefault(mention.words, (mention.sentence, mention.start))
    single = {words: next(iter(names)) for words, names in tied.items() if len(names) == 1}
    if not single:
        return
    longest_first = sorted(single, key=lambda words: (-len(words), words))
    pattern = re.compile(rf"\b[Tt]he ({'|'.join(map(re.escape, longest_first))})\b")
    for number, start, text in texts:
        for match in pattern.finditer(text):
            words, place = match.group(1), start + match.start(1)
            if (number, place) > first[words]:
                yield Mention(number, place, start + match.end(1), words, *single[words], "again")


def _apart(found: list[Mention]) -> list[Mention]:
    """Let each word stand in one mention: the surest rule first, then the longest; in reading order."""
    kept: list[Mention] = []
    taken: set[tuple[bool, int]] = set()
    for mention in sorted(found, key=lambda one: (HOW.index(one.how), one.start - one.end, one.sentence, one.start)):
        places = {(mention.sentence == segment.TITLE, place) for place in range(mention.start, mention.end)}
        if not places & taken:
            taken |= places
            kept.append(mention)
    return sorted(kept, key=lambda one: (one.sentence, one.start))


def by_outlet(mentions: pd.DataFrame) -> pd.DataFrame:
    """Count by which words each outlet calls each person, country or organisation.

    Parameters
    ----------
    mentions : DataFrame
        What `of_articles` found, for the articles of one event or storyline.

    Returns
    -------
    DataFrame
        ``canonical``, ``words``, ``outlet``, ``n`` (mentions), ``n_articles``, ``share`` (of the outlet's mentions of
        this name, 0 to 1), and ``article_id`` and ``sentence`` of the first; the most named first, and within a
        name the most used words first.

    Examples
    --------
    >>> mentions = pd.DataFrame({"article_id": ["a", "a", "b"], "outlet": ["A", "A", "B"], "sentence": [0, 1, 0],
    ...                          "canonical": ["Iran"] * 3, "words": ["regime", "Iran", "Iran"]})
    >>> by_outlet(mentions)[["canonical", "words", "outlet", "n", "share"]]
      canonical   words outlet  n  share
    0      Iran    Iran      A  1    0.5
    1      Iran    Iran      B  1    1.0
    2      Iran  regime      A  1    0.5
    """
    key = ["canonical", "words", "outlet"]
    counted = (
        mentions.groupby(key, observed=True)
        .agg(
            n=("words", "size"),
            n_articles=("article_id", "nunique"),
            article_id=("article_id", "first"),
            sentence=("sentence", "first"),
        )
        .reset_index()
    )
    counted["share"] = counted["n"] / counted.groupby(["canonical", "outlet"])["n"].transform("sum")
    counted["total"] = counted.groupby("canonical")["n"].transform("sum")
    counted["used"] = counted.groupby(["canonical", "words"])["n"].transform("sum")
    order = ["total", "canonical", "used", "words", "outlet"]
    ranked = counted.sort_values(order, ascending=[False, True, False, True, True], ignore_index=True)
    return ranked[[*key, "n", "n_articles", "share", "article_id", "sentence"]]
