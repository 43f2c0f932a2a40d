"""Gates of the whole answer: real articles dealt at random to two outlets, with nothing, furniture or wording planted.

Two articles of each event go to two outlets by the toss of a coin, so nothing tells the outlets apart but what is
planted in one of them: page furniture and house style, of which nothing may be called; or wording, which must be.
"""

import gzip
import json
import re
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from analysis import pipeline
from analysis.comparison import families, keyness, paired, statistics, terms
from analysis.corpus import ingest
from analysis.measures import summary
from analysis.settings import Settings
from analysis.validation.gates import Figure, data_file, gate

SEED = 20200301
OUTLETS = ("The Daily Herald", "Morning Post")
"""The outlets that articles are dealt to; what is planted goes to the first."""

N_DEALS = 2
"""Times that articles are dealt anew and something is planted."""

N_NULL = 100
"""Whole comparisons without a difference."""

Plant = Callable[[str, np.random.Generator], str]


@dataclass(frozen=True)
class Dealt:
    """Hold measured articles of two outlets, two to an event."""

    articles: pd.DataFrame
    events: pd.DataFrame
    measures: pd.DataFrame
    quotes: pd.DataFrame


def dealt(path: Path, seed: int, plant: Plant | None = None) -> Dealt:
    """Draw two articles of each event, deal them to two outlets, plant something in the first, read and measure all."""
    rng = np.random.default_rng(seed)
    rows = []
    for _, of_event in _rows(path).groupby("event", sort=True):
        if len(of_event) < 2:
            continue
        chosen = of_event.iloc[rng.permutation(len(of_event))[:2]]
        rows += [
            {"id": row.id, "outlet": outlet, "title": row.title, "event": row.event,
             "text": plant(row.text, rng) if plant and outlet == OUTLETS[0] else row.text}
            for row, outlet in zip(chosen.itertuples(), OUTLETS, strict=True)
        ]  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "dealt.jsonl"
        source.write_text(
            "\n".join(json.dumps({k: v for k, v in row.items() if k != "event"}) for row in rows), "utf-8"
        )
        tables = pipeline.measure(ingest.read([source]), Settings())
    event = {row["id"]: row["event"] for row in rows}
    articles = tables["articles"].assign(event=tables["articles"]["external_id"].map(event))
    return Dealt(articles, articles[["article_id", "event"]], tables["measures"], tables["quotes"])


def _rows(path: Path) -> pd.DataFrame:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = pd.DataFrame([json.loads(line) for line in file])
    return rows.dropna(subset=["event", "text", "title"]).drop_duplicates("text").sort_values("id")


def answered(found: Dealt, settings: Settings, counts: terms.TermCounts | None = None) -> tuple[list[str], list[str]]:
    """Return the measures and the words that a whole comparison of the two outlets calls."""
    n = found.measures.groupby("measure")["article_id"].size().to_dict()
    names = summary.worth_comparing_of(n)
    rows = paired.of_measures(
        found.measures, found.articles, found.events, pd.DataFrame(), None, names=names, settings=settings,
        by_event=False,
    )  # fmt: skip
    pair = rows[(rows["component"] == "difference") & (rows["reference"] != paired.OTHERS)]
    pair = families.measures_together(pair, beside_words=True)
    target, reference = sorted(OUTLETS, key=OUTLETS.index)
    counts = counts or terms.count(found.articles, quotes=found.quotes, voice="own")
    words = keyness.compared(
        found.articles, None, target=target, references=(reference,), settings=settings, counts=counts
    ).table
    words = families.words_together(words, beside_measures=True)
    return pair["measure"][pair["q_all"] <= statistics.CHANCE].astype("str").tolist(), words["term"][
        words["q_all"] <= statistics.CHANCE
    ].tolist()


# ---------------------------------------------------------------- what is planted


_REPORTERS = ("Jane Roe", "Sam Miller", "Ann Lee", "Peter Novak", "Maria Gomez")
_STAMPS = ("Updated at 3:15 p.m. EDT", "Updated: 11:40 a.m.", "This story was updated at 9 p.m.", "UPDATED 6:05 PM ET")
_CONTRIBUTED = (
    "The Associated Press contributed to this report.",
    "{} contributed to this report.",
    "{} and {} contributed to this report from Washington.",
    "{} in London contributed reporting.",
    "Reuters contributed to this article.",
)
_CREDITS = ("(Photo: {}, Getty Images)", "Photo by {}/AFP", "FILE PHOTO: {} / Pool", "Image credit: {}")
_MORE = ("READ MORE: {}", "RELATED: {}", "SEE ALSO: {}", "Click here to read more: {}")
_HEADLINES = (
    "What we know about the talks", "Markets fall for a third day", "Governor signs bill on schools",
    "Five things to watch tonight", "How the vote could change the race", "The week in pictures",
)  # fmt: skip


def furniture(text: str, rng: np.random.Generator) -> str:
    """Return a text an outlet's page furniture and house style, in variants."""
    one, other = (str(name) for name in rng.choice(_REPORTERS, 2, replace=False))
    styled = text.replace("'", "’").replace("U.S.", "US").replace("Senator ", "Sen. ").replace(" percent", " per cent")
    paragraphs = styled.split("\n\n")
    if len(paragraphs) > 2:
        more = str(rng.choice(_MORE)).format(rng.choice(_HEADLINES))
        paragraphs.insert(int(rng.integers(1, len(paragraphs))), more)
    credit, stamp = str(rng.choice(_CREDITS)).format(one), str(rng.choice(_STAMPS))
    begins = [f"By {one}, Staff Writer", *([credit] if rng.random() < 0.5 else [])]
    ends = [*([stamp] if rng.random() < 0.5 else []), str(rng.choice(_CONTRIBUTED)).format(one, other)]
    return "\n\n".join([*begins, *paragraphs, *ends])


BAD = ("disgraceful", "shameful")
PLANTED = ("claimed", "regime", *BAD)
CONSEQUENCES = ("said", "administration")
"""Words that are rarer in one outlet because others stand in their place."""


def wording(text: str, rng: np.random.Generator) -> str:
    """Write "claimed" for a third of "said", "regime" for half of "administration", and bad words in own sentences."""
    text = re.sub(r"\bsaid\b", lambda m: "claimed" if rng.random() < 1 / 3 else m[0], text)
    text = re.sub(r"\badministration\b", lambda m: "regime" if rng.random() < 1 / 2 else m[0], text)
    paragraphs = text.split("\n\n")
    plain = [place for place, own in enumerate(paragraphs) if not re.search(r"[\"“”]", own) and own.startswith("The ")]
    for place in rng.permutation(plain)[:2].tolist() if plain else []:
        paragraphs[place] = f"The {rng.choice(BAD)} {paragraphs[place][4:]}"
    return "\n\n".join(paragraphs)


# ---------------------------------------------------------------- gates


@gate("planting.furniture", needs=("events_allsides",))
def planted_furniture(folder: Path) -> Iterator[Figure]:
    """Count what is called between two outlets of which one has bylines, stamps, credits, links and house style."""
    answers = [
        answered(dealt(data_file(folder, "events_allsides"), SEED + n, furniture), Settings()) for n in range(N_DEALS)
    ]
    yield Figure(
        "planting.furniture_words", float(max(len(words) for _, words in answers)), N_DEALS,
        "words called, furniture and house style planted in one outlet", better="lower", must=0.0,
    )  # fmt: skip
    yield Figure(
        "planting.furniture_measures", float(max(len(measures) for measures, _ in answers)), N_DEALS,
        "measures called, the same", better="lower", must=0.0,
    )  # fmt: skip


@gate("planting.wording", needs=("events_allsides",))
def planted_wording(folder: Path) -> Iterator[Figure]:
    """Count the planted words that are found, and what else is called."""
    found, others = [], []
    for n in range(N_DEALS):
        _, words = answered(dealt(data_file(folder, "events_allsides"), SEED + n, wording), Settings())
        found += [any(planted in word.split() for word in words) for planted in PLANTED]
        others.append(sum(not set(word.split()) & {*PLANTED, *CONSEQUENCES} for word in words))
    yield Figure(
        "planting.wording_found", float(np.mean(found)), len(found), "share of planted words that are called", must=1.0
    )
    yield Figure("planting.wording_others", float(max(others)), N_DEALS, "other words called", better="lower", must=1.0)


@gate("planting.nothing", needs=("events_allsides",))
def planted_nothing(folder: Path) -> Iterator[Figure]:
    """Count whole comparisons, all measures and all words together, that call anything although nothing differs."""
    drawn = dealt(data_file(folder, "events_allsides"), SEED)
    counts = terms.count(drawn.articles, quotes=drawn.quotes, voice="own")
    rng = np.random.default_rng(SEED)
    event = pd.factorize(drawn.articles["event"], sort=True)[0]
    any_measure, any_word, any_ = 0, 0, 0
    for _ in range(N_NULL):
        swapped = rng.random(event.max() + 1)[event] < 0.5
        is_first = (drawn.articles["outlet"].astype("str") == OUTLETS[0]).to_numpy() != swapped
        again = drawn.articles.assign(outlet=np.where(is_first, *OUTLETS))
        shuffled = Dealt(again, drawn.events, drawn.measures, drawn.quotes)
        measures, words = answered(shuffled, Settings(n_permutations=199), counts)
        any_measure, any_word = any_measure + bool(measures), any_word + bool(words)
        any_ += bool(measures or words)
    yield Figure(
        "planting.nothing_called", any_ / N_NULL, N_NULL,
        "share of whole comparisons without a difference that call any measure or word", better="lower", must=0.06,
    )  # fmt: skip
    yield Figure("planting.nothing_measures", any_measure / N_NULL, N_NULL, "the same, any measure", better="lower")
    yield Figure("planting.nothing_words", any_word / N_NULL, N_NULL, "the same, any word", better="lower")
