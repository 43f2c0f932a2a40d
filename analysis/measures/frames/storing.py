"""Trained frames as bytes and as rows of a store: arrays and JSON, no code."""

import io
import json
import zipfile
from base64 import b64decode, b64encode
from dataclasses import asdict, replace
from typing import Any

import numpy as np
import pandas as pd

from analysis.errors import DataError
from analysis.measures.frames import books
from analysis.measures.frames.trained import LabelFigures, LearntWeights, Report, Trained

FORMAT = 1

ARRAYS = ("word_weights", "coefficients", "intercepts")


def to_table(trained: Trained) -> pd.DataFrame:
    """Return the row of the ``trained`` table that holds a frame."""
    return pd.DataFrame({"name": [trained.name], "content": [b64encode(to_bytes(trained)).decode("ascii")]})


def from_table(rows: pd.DataFrame) -> tuple[Trained, ...]:
    """Read the frames of a ``trained`` table, in the order of their names."""
    return tuple(from_bytes(b64decode(content)) for content in rows.sort_values("name")["content"])


def to_bytes(trained: Trained) -> bytes:
    """Write a trained frame as bytes: arrays and JSON, no code. The same frame gives the same bytes."""
    facts = {
        "format": FORMAT,
        "name": trained.name,
        "labels": trained.labels,
        "words": trained.words,
        "codebook": asdict(trained.codebook),
        "report": asdict(trained.report),
        "origin": trained.origin,
        "unseen": [{"articles": sorted(ids), "words": learnt.words} for ids, learnt in trained.unseen],
    }
    unseen = {
        f"unseen_{number}_{name}": getattr(learnt, name)
        for number, (_, learnt) in enumerate(trained.unseen)
        for name in ARRAYS
    }
    buffer = io.BytesIO()
    np.savez_compressed(
        buffer,
        facts=np.frombuffer(json.dumps(facts, ensure_ascii=False).encode("utf-8"), dtype=np.uint8),
        word_weights=trained.word_weights,
        coefficients=trained.coefficients,
        intercepts=trained.intercepts,
        **unseen,
    )
    return buffer.getvalue()


def from_bytes(content: bytes) -> Trained:
    """Read a trained frame back from bytes; nothing in them is run.

    Raises
    ------
    DataError
        Where the bytes are no trained frame, or one of another format.
    """
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as stored:
            facts: dict[str, Any] = json.loads(stored["facts"].tobytes().decode("utf-8"))
            arrays = {name: stored[name] for name in ARRAYS}
            unseen = tuple(
                (
                    frozenset(fold["articles"]),
                    LearntWeights(tuple(fold["words"]), *(stored[f"unseen_{number}_{name}"] for name in ARRAYS)),
                )
                for number, fold in enumerate(facts.get("unseen", ()))
            )
        if facts["format"] != FORMAT:
            raise DataError(
                f"the trained frame has format {facts['format']}; this version reads {FORMAT}: train it again"
            )
        return Trained(
            name=facts["name"],
            labels=tuple(facts["labels"]),
            codebook=_codebook(facts["codebook"]),
            words=tuple(facts["words"]),
            report=_read_report(facts["report"]),
            origin=facts.get("origin", ""),
            unseen=unseen,
            **arrays,
        )
    except (ValueError, KeyError, TypeError, OSError, EOFError, zipfile.BadZipFile) as error:
        if isinstance(error, DataError):
            raise
        raise DataError(f"this is not a trained frame, or it is damaged ({error}); train it again") from error


def _codebook(facts: dict[str, Any]) -> books.Codebook:
    frames = tuple(
        books.Frame(**{**frame, "seeds": tuple(frame["seeds"]), "excludes": tuple(frame["excludes"])})
        for frame in facts["frames"]
    )
    return books.Codebook(**{**facts, "frames": frames})


def _read_report(facts: dict[str, Any]) -> Report:
    read = Report(**{**facts, "labels": (), "curve": tuple((n, value) for n, value in facts["curve"])})
    return replace(read, labels=tuple(LabelFigures(**figures) for figures in facts["labels"]))
