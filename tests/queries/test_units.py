"""Sentences, speakers, pairs and statements that people code: drawn, blind, read back, and judging the machine."""

import io
import json

import numpy as np
import pandas as pd
import pytest

from analysis.__main__ import main
from analysis.coding import accuracy, sampling
from analysis.errors import DataError
from analysis.queries import coding, drawing, units
from analysis.settings import Filters
from analysis.store import snapshots

SHARED = "Nine people were hurt on the way, police said. The brutal night left many in despair. "
TEXTS = {
    (
        "2019-06-28",
        "RT",
    ): "The envoys Kim Song and Ann Lee met in Hanoi on Friday for talks on sanctions. It was the third "
    "time. “We will go on,” Ann Lee said after the meeting in the hall. Kim Song told reporters that nothing had been "
    "decided yet. Roads to the lake stayed closed, and buses did not run. Another round is planned for the autumn.",
    ("2019-06-28", "CNN"): "Sanctions were the subject when the envoys Ann Lee and Kim Song met in Hanoi on Friday for "
    "talks. “Nobody slept,” Ann Lee said. Kim Song told his staff that he would stay in Vietnam until the week ends. "
    "Officials praised the wonderful calm of their hosts. The hotel had been searched before noon by dogs and guards.",
    (
        "2019-09-10",
        "RT",
    ): "A strong earthquake of magnitude 7 shook Lima in Peru early on Tuesday morning. Houses fell in "
    "the port of Callao. “Stay outside,” mayor Jorge Paz said on the radio. Doctors asked for blood; schools closed "
    "for three days. The sea withdrew for minutes and came back without a wave, fishermen said.",
    (
        "2019-09-10",
        "CNN",
    ): "Lima in Peru was shaken by an earthquake of magnitude 7 on Tuesday before dawn. Power failed "
    "in half of the capital. Mayor Jorge Paz told residents that trains would not run. The airport reopened at nine. "
    "Insurers expect claims of two billion dollars, and the currency lost a hundredth of its value against the dollar.",
}


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    folder = tmp_path_factory.mktemp("units")
    rows = [
        {"outlet": outlet, "title": " ".join(text.split()[:9]), "date": day, "text": f"{text} {SHARED}"}
        for (day, outlet), text in TEXTS.items()
    ]
    (folder / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert main(["build", str(folder / "rows.jsonl"), "--store", str(folder / "store")]) == 0
    return snapshots.open(folder / "store")


@pytest.mark.parametrize(
    "measure", ["said", "speaker", "same_event", "same_statement", "sentence_tone", "sentence_frame:conflict"]
)
def test_each_kind_is_drawn_blind_and_read_back(store, measure):
    made = drawing.sheet(store, Filters(), measure, n=8)
    sheet = pd.read_csv(io.BytesIO(made.files[f"{made.design.sheet}_coder_1.csv"]))
    assert len(sheet) == len(made.design.units) > 0
    assert not sheet["text"].str.contains(r"\bRT\b|\bCNN\b").any()
    assert set(sheet.columns) == {"unit_id", "title", "text", "code", "sure", "note"}
    drawing.keep(store, made)
    filled = sheet.assign(code=np.arange(len(sheet)) % 2)[["unit_id", "code"]].to_csv(index=False).encode()
    read = coding.read(store, {"Ann.csv": filled, "Bo.csv": filled})
    assert len(read.codings) == 2 * len(sheet)
    assert read.agreement.alpha == pytest.approx(1.0)


def test_marked_words_are_the_sentence_and_offered_speakers_stand_in_the_article(store):
    made = drawing.sheet(store, Filters(), "said", n=500)
    shown = pd.read_csv(io.BytesIO(made.files[f"{made.design.sheet}_coder_1.csv"]))["text"]
    marked = shown.str.extract(r"\[\[(.*?)\]\]", expand=False)
    assert marked.notna().all() and marked.isin(["The brutal night left many in despair."]).sum() == 4
    said = made.design.units["machine"][marked == "Nine people were hurt on the way, police said."]
    assert said.eq(1).all() and len(said) == 4
    people = units.kind_of("speaker").population(store, Filters(), "")
    names = people["unit"].str.split(":", n=3).str[3]
    assert {"Ann Lee", "Kim Song", "police"} <= set(names)
    assert people.groupby(people["unit"].str.rsplit(":", n=1).str[0])["machine"].sum().eq(1).all()


def test_pairs_hold_each_two_articles_once_and_tell_whether_they_are_one_event(store):
    pairs = units.kind_of("same_event").population(store, Filters(), "")
    event = store.table("events").astype("str").set_index("article_id")["event"]
    halves = pairs["unit"].str.split("+", expand=True)
    assert (halves[0] < halves[1]).all() and not pairs["unit"].duplicated().any()
    assert (pairs["machine"] == (halves[0].map(event) == halves[1].map(event))).all()
    assert set(pairs["machine"]) >= {1.0}


def test_people_judge_the_machine_by_units_that_stand_for_many_and_for_few():
    """In the whole population 90 of 100 yes are right, and 50 of 900 no are missed."""
    machine = np.repeat([1.0, 0.0], [100, 900])
    truth = np.concatenate([np.arange(100) < 90, np.arange(900) < 50]).astype(float)
    frame = pd.DataFrame({"unit": [f"{n:04d}" for n in range(1000)], "outlets": "A", "machine": machine})
    found = []
    for seed in range(200):
        drawn = sampling.balanced(frame, 120, seed=seed)
        people = truth[drawn["unit"].astype(int)]
        row = accuracy.by_outlet(drawn.assign(outlet="A", people=people), yes_no=True).iloc[0]
        held = row["share_low"] <= 0.14 <= row["share_high"]
        found.append({**row[["precision", "recall", "by_machine", "share"]], "held": held})
    mean = pd.DataFrame(found).astype(float).mean()
    assert mean["precision"] == pytest.approx(0.9, abs=0.01)
    assert mean["recall"] == pytest.approx(90 / 140, abs=0.03)
    assert mean["by_machine"] == pytest.approx(0.1)
    assert mean["share"] == pytest.approx(0.14, abs=0.01)
    assert 0.92 <= mean["held"] <= 1


def test_the_command_draws_units_and_says_what_cannot_be_drawn(store, tmp_path, capsys):
    call = ["code-sheet", "--store", str(store.directory), "--out", str(tmp_path / "out")]
    assert main([*call, "--unit", "attributions", "--n", "6"]) == 0
    assert "6 of" in capsys.readouterr().out
    for arguments, said in (
        ([], "say what to check"),
        (["--unit", "words"], "there is no unit 'words'; there are articles, attributions"),
        (["--unit", "pairs", "--measure", "tone_own"], "'tone_own' is not coded on pairs"),
        (["--unit", "pairs", "--width", "0.1"], "a width can be promised only for comparisons of articles"),
    ):
        assert main([*call, *arguments]) == 2
        assert said in capsys.readouterr().err


def test_a_store_without_quotations_says_that_there_is_nothing_to_ask(tmp_path):
    (tmp_path / "a.txt").write_text("Talks\n\n" + "The envoys met in the hall on Monday and left again. " * 9)
    main(["build", str(tmp_path / "a.txt"), "--store", str(tmp_path / "store")])
    with pytest.raises(DataError, match="nothing under these filters can be coded for the question"):
        drawing.sheet(snapshots.open(tmp_path / "store"), Filters(), "speaker", n=5)


def test_an_article_with_one_speaker_offers_no_other(tmp_path):
    text = (
        "“We will stay,” Ann Lee said. The talks in the hall went on for hours and nobody left before the evening. " * 2
    )
    (tmp_path / "a.txt").write_text("Talks\n\n" + text)
    main(["build", str(tmp_path / "a.txt"), "--store", str(tmp_path / "store")])
    people = units.kind_of("speaker").population(snapshots.open(tmp_path / "store"), Filters(), "")
    assert set(people["machine"]) == {1.0}
    assert people["unit"].str.endswith(":Ann Lee").all()
