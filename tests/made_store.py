"""A made-up store for the tests of the page: outlets that share events, in one invented storyline and many others.

Every number is drawn with a seed and means nothing; the shapes and parts are those of a real store, and some titles and
one outlet name are hostile. Built straight through the store, it needs no measuring: 40,000 articles take seconds.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis import schema
from analysis.settings import Filters, Settings
from analysis.store import snapshots, writing

EVIL = '<img src="https://evil.example/x.png"> ![x](https://evil.example/y.png) <script>alert(1)</script> =1+1'
EVIL_OUTLET = "<b>Evil & Co</b>"
OUTLETS = ("Press TV", "Sky News", "RT", EVIL_OUTLET, "Reuters", "An Unregistered Gazette")
FRAMES = ("conflict", "human interest", "economic consequences", "morality", "responsibility")
SENTENCES = (
    "The two leaders met at the border on Friday.",
    "“This was a terrible idea,” Mr Kim said.",
    "Officials praised the brave and historic visit.",
    "Sanctions will remain in place, the ministry said.",
    "Families on both sides hope for peace.",
)
BODY = "\n".join(SENTENCES)
STARTS = np.cumsum([0] + [len(text) + 1 for text in SENTENCES[:-1]])
VOICES = ("own", "mixed", "own", "attributed", "own")
MEASURES = (
    "tone_own", "tone_attributed", "tone_title", "title_minus_body", "tone_without_names", "share_negative",
    "share_attributed", "n_words", "loaded_rate", *(f"frame:{frame}" for frame in FRAMES),
)  # fmt: skip


def build(
    directory: Path, *, n_events: int = 24, outlets: tuple[str, ...] = OUTLETS, seed: int = 7
) -> snapshots.Snapshot:
    """Write a store of ``n_events`` events, about two thirds of the outlets in each."""
    random = np.random.default_rng(seed)
    articles = _articles(n_events, outlets, random)
    tables = {
        "articles": articles.drop(columns=["event"]),
        **_of_sentences(articles, random),
        "measures": _measures(articles, random),
        "frames": _frames(articles, random),
    }
    settings = Settings()
    with writing.opened(directory, settings) as writer:
        writer.add({"rejects": _rejects(), "notes": _notes()})
        for part in _partitions(tables, articles["article_id"], settings.partition_articles):
            writer.add(part)
        for name, frame in _groups(articles).items():
            writer.replace(name, frame)
        return writer.commit(["made up"])


def build_empty(directory: Path) -> None:
    """Write a store whose only input could not be read."""
    with writing.opened(directory, Settings()) as writer:
        writer.add({"rejects": _rejects().assign(reason="format not read").head(1)})
        writer.commit(["made up"])


def under(snapshot: snapshots.Snapshot, filters: Filters) -> pd.DataFrame:
    """Choose the articles under filters by a plain loop over all of them."""
    articles = snapshot.articles()
    kept = [_is_under(row, filters) for row in articles.to_dict("records")]
    return articles[kept].reset_index(drop=True)


def _is_under(row: dict[str, Any], filters: Filters) -> bool:
    day = None if pd.isna(row["published_at"]) else f"{row['published_at']:%Y-%m-%d}"
    if (filters.first or filters.last) and not (day and (filters.first or day) <= day <= (filters.last or day)):
        return False
    if filters.outlets and row["outlet"] not in filters.outlets:
        return False
    return filters.event in (None, row["event"]) and filters.storyline in (None, row["storyline"])


def _partitions(tables: dict[str, pd.DataFrame], ids: pd.Series, size: int) -> Iterator[dict[str, pd.DataFrame]]:
    """Divide tables into parts of so many articles, as a build writes them."""
    numbers = pd.Series(np.arange(len(ids)) // size, index=ids)
    parts = {name: dict(list(frame.groupby(frame["article_id"].map(numbers)))) for name, frame in tables.items()}
    for number in numbers.unique():
        yield {name: of_table[number].reset_index(drop=True) for name, of_table in parts.items()}


def _articles(n_events: int, outlets: tuple[str, ...], random: np.random.Generator) -> pd.DataFrame:
    pairs = pd.DataFrame({"event": np.repeat(np.arange(n_events), len(outlets)), "outlet": np.tile(outlets, n_events)})
    pairs = pairs[(random.random(len(pairs)) < 2 / 3) | (pairs["event"] < 2)].reset_index(drop=True)
    days = pd.Timestamp("2019-01-01", tz="UTC") + pd.to_timedelta(pairs["event"] * 5 % 1500, unit="D")
    hours = pd.to_timedelta(random.integers(0, 40, len(pairs)), unit="h")
    n = len(pairs)
    return pairs.assign(
        article_id=[f"{number:016x}" for number in random.permutation(n)],
        title=[EVIL if number % 9 == 0 else f"Leaders meet, day {number}" for number in pairs["event"]],
        author=None,
        external_id=None,
        published_at=(days + hours).mask(random.random(n) < 0.05),
        published_precision="minute",
        published_from="field",
        url=None,
        language="en",
        article_type=np.where(random.random(n) < 0.1, "opinion", "report"),
        body=BODY,
        n_words=len(BODY.split()),
        n_removed=12,
        origin=[f"made.jsonl:{number + 1}" for number in range(n)],
    )


def _rejects() -> pd.DataFrame:
    return pd.DataFrame(
        {"origin": ["empty.txt", EVIL], "reason": ["nothing in it", "not text"], "detail": ["0 bytes", EVIL]}
    )


def _notes() -> pd.DataFrame:
    return pd.DataFrame(
        {"origin": ["made.jsonl"], "article_id": [None], "topic": ["field"], "note": ["read 'headline' as title"]}
    )


def _of_sentences(articles: pd.DataFrame, random: np.random.Generator) -> dict[str, pd.DataFrame]:
    ids = np.repeat(articles["article_id"].to_numpy(), len(SENTENCES))
    n = len(articles)
    numbers = np.tile(np.arange(len(SENTENCES)), n)
    ends = STARTS + [len(text) for text in SENTENCES]
    sentences = pd.DataFrame(
        {"article_id": ids, "sentence": numbers, "start": np.tile(STARTS, n), "end": np.tile(ends, n),
         "voice": np.tile(VOICES, n)}
    )  # fmt: skip
    tone = random.normal(0, 0.3, len(ids)).clip(-1, 1)
    tone[random.random(len(ids)) < 0.3] = np.nan
    one = articles["article_id"].to_numpy()
    quote, cue = STARTS[1], STARTS[1] + len("“This was a terrible idea,”")
    return {
        "sentences": sentences,
        "tone": pd.DataFrame({"article_id": ids, "sentence": numbers, "tone": tone, "tone_without_names": tone}),
        "quotes": pd.DataFrame(
            {"article_id": one, "start": quote, "end": cue, "kind": "direct", "speaker": "Kim Jong-un", "cue": "said",
             "cue_kind": "neutral", "act": "said", "sure": 0.9}
        ),
        "targets": pd.DataFrame(
            {"article_id": one, "start": STARTS[1] + 28, "end": STARTS[1] + 34, "target": "Kim Jong-un",
             "negative": 0.3, "neutral": 0.5, "positive": 0.2}
        ),
        "loaded": pd.DataFrame(
            {"article_id": one, "start": STARTS[2] + 22, "end": STARTS[2] + 27, "kind": "evaluative"}
        ),
        "removals": pd.DataFrame({"article_id": one, "rule": "drop_share_footer", "text": EVIL, "start": 400}),
    }  # fmt: skip


def _measures(articles: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    shift = articles["outlet"].map({outlet: 0.03 * place for place, outlet in enumerate(OUTLETS)}).fillna(0.0)
    of_event = random.normal(0, 0.1, int(articles["event"].max()) + 1)[articles["event"]]
    parts = [
        pd.DataFrame(
            {
                "article_id": articles["article_id"],
                "measure": name,
                "value": of_event + shift + random.normal(0, 0.1, len(articles)),
                "n": 60,
            }
        )
        for name in MEASURES
    ]
    return pd.concat(parts, ignore_index=True)


def _frames(articles: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    cells = articles[["article_id"]].merge(pd.DataFrame({"frame": FRAMES}), how="cross")
    cells = cells.merge(pd.DataFrame({"voice": ["own", "attributed", "all"]}), how="cross")
    n = len(cells)
    return cells.assign(codebook="generic 1", hits=random.integers(0, 3, n), salience=random.random(n) * 20,
                        emphasis=random.normal(0, 1, n))  # fmt: skip


def _groups(articles: pd.DataFrame) -> dict[str, pd.DataFrame]:
    articles = articles.assign(event="e" + articles["event"].astype("str").str.zfill(5))
    groups = articles.groupby("event")
    summary = groups.agg(
        first_at=("published_at", "min"), last_at=("published_at", "max"), n_articles=("article_id", "size"),
        n_outlets=("outlet", "nunique"),
    ).reset_index()  # fmt: skip
    numbers = summary["event"].str[1:].astype("int")
    summary = summary.assign(
        storyline="s" + (numbers // 6).astype("str"),
        label=[EVIL if number % 9 == 0 else f"Leaders meet at the border ({number})" for number in numbers],
        n_independent=summary["n_articles"],
    )
    events = articles[["article_id", "event"]].assign(similarity=0.8)
    copied = articles.groupby("event")["article_id"].agg(["first", "last"]).iloc[::4]
    copies = pd.DataFrame(
        {"article_id": copied["last"], "copy_of": copied["first"], "agency": "Reuters", "overlap": 0.9}
    )
    aliases = pd.DataFrame({"event": summary["event"], "form": "Mr Kim", "canonical": "Kim Jong-un", "kind": "person"})
    tables = {"events": events, "event_summary": summary, "copies": copies.reset_index(drop=True), "aliases": aliases}
    return {name: schema.conform(frame, schema.TABLES[name]) for name, frame in tables.items()}
