"""From a comparison to coding sheets and back: drawn, filled in by simulated coders, and corrected."""

import io
import shutil

import numpy as np
import pandas as pd
import pytest

from analysis.__main__ import main
from analysis.corpus import outlets
from analysis.errors import DataError
from analysis.measures.frames import labels as labels_of_people
from analysis.queries import coding, drawing, measures
from analysis.settings import Filters
from analysis.store import codings, snapshots
from tests import made_store

N_EVENTS = 40
MEASURE = "tone_own"


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    return made_store.build(tmp_path_factory.mktemp("coding") / "store", n_events=N_EVENTS)


@pytest.fixture
def made(original, tmp_path):
    """A store of its own for each test, to keep sheets and codings in."""
    shutil.copytree(original.directory, tmp_path / "store")
    return snapshots.open(tmp_path / "store")


def coded(made, sheet, noise, *, seed=1, codes=(-2, -1, 0, 1, 2)):
    """What two coders say who see the machine's value and a noise of their own."""
    frame = drawing.population(made, Filters(), sheet.design.measure).set_index("unit")["value"]
    rng = np.random.default_rng(seed)
    contents = {}
    for name in ("Ann.csv", "Bo.csv"):
        value = frame[sheet.design.units["article_id"]].to_numpy() + rng.normal(0, noise, len(sheet.design.units))
        code = np.clip(np.round(value * 4), min(codes), max(codes)).astype(int)
        rows = pd.DataFrame({"unit_id": sheet.design.units["unit"], "code": code})
        contents[name] = rows.to_csv(index=False).encode()
    return contents


def test_a_coded_comparison_stands_beside_the_machines_one(made):
    sheet = drawing.sheet(made, Filters(), MEASURE, n=200)
    drawing.keep(made, sheet)
    read = coding.read(made, coded(made, sheet, noise=0.05))
    assert read.agreement.alpha > 0.667
    assert read.agreement.n_units == len(sheet.design.units)
    rows = measures.estimates(made, Filters(), [MEASURE], by_event=False, with_parts=False)
    both = rows[rows["component"].isin(["difference", "corrected"])]
    assert set(both["component"]) == {"difference", "corrected"}
    corrected = both[both["component"] == "corrected"]
    assert len(corrected) == (both["component"] == "difference").sum()
    assert corrected["unit"].eq("−1 to 1, judged by coders").all()
    sure = corrected[corrected["verdict"] == "estimate"]
    assert len(sure)
    assert (sure.loc[sure["reference"] == "the others", "n_coded"] == len(sheet.design.units)).all()
    assert (sure["low"] < sure["estimate"]).all()


def test_where_every_article_is_coded_the_machine_does_not_matter(made):
    sheet = drawing.sheet(made, Filters(), MEASURE, n=10_000)
    drawing.keep(made, sheet)
    contents = coded(made, sheet, noise=0.05)
    coding.read(made, contents)
    people = pd.concat([pd.read_csv(io.BytesIO(content)) for content in contents.values()])
    value = people.groupby("unit_id")["code"].mean() / 2
    frame = drawing.population(made, Filters(), MEASURE)
    ids = frame["unit"]
    articles = frame.rename(columns={"unit": "article_id"})
    said = ids.map(value.set_axis(sheet.design.units.set_index("unit")["article_id"][value.index]))
    for machine in (frame["value"].to_numpy(), np.zeros(len(ids))):
        corrected, is_coded = coding._pseudo_values(articles, machine, codings.read(made.directory), [sheet.design])
        assert is_coded.all()
        assert corrected == pytest.approx(said.to_numpy(), abs=1e-6)


def test_coders_who_disagree_correct_nothing(made):
    sheet = drawing.sheet(made, Filters(), MEASURE, n=150)
    drawing.keep(made, sheet)
    coding.read(made, coded(made, sheet, noise=3.0))
    found = coding.corrected(made, Filters(), MEASURE)
    assert set(found["verdict"]) <= {"describe only", "not comparable"}
    assert found["reason"].str.contains("the coders' alpha is").any()
    assert found[["low", "high", "p", "q"]].isna().all(axis=None)


def test_too_few_coded_articles_of_a_side_are_described_only(made):
    sheet = drawing.sheet(made, Filters(), MEASURE, n=40)
    drawing.keep(made, sheet)
    coding.read(made, coded(made, sheet, noise=0.02))
    found = coding.corrected(made, Filters(), MEASURE)
    pairs = found[found["reference"] != "the others"]
    assert set(pairs["verdict"]) == {"describe only"}
    assert pairs["reason"].str.contains("20 are needed").all()


def test_a_sheet_coded_to_its_middle_counts_as_a_draw_of_half_as_many(made):
    sheet = drawing.sheet(made, Filters(), MEASURE, n=10_000)
    half = sheet.design.units["unit"].head(len(sheet.design.units) // 2)
    contents = {}
    for name, content in coded(made, sheet, noise=0.05).items():
        rows = pd.read_csv(io.BytesIO(content))
        contents[name] = rows[rows["unit_id"].isin(half)].to_csv(index=False).encode()
    drawing.keep(made, sheet)
    coding.read(made, contents)
    articles = drawing.population(made, Filters(), MEASURE).rename(columns={"unit": "article_id"})
    machine = articles["value"].to_numpy() + 5.0  # so wrong that only right weights can take it back
    people = codings.read(made.directory).groupby("article_id")["code"].mean()
    value, is_coded = coding._pseudo_values(articles, machine, codings.read(made.directory), [sheet.design])
    assert is_coded.sum() == len(half)
    corrected = pd.Series(value).groupby(articles["outlet"]).mean()
    said = articles["article_id"].map(people).groupby(articles["outlet"]).mean()
    assert corrected.to_numpy() == pytest.approx(said.to_numpy(), abs=0.2)


def test_a_first_round_of_coders_who_did_not_agree_yet_is_left_out(made):
    rounds = [
        (drawing.sheet(made, Filters(), MEASURE, n=150, seed=seed), noise) for seed, noise in ((1, 3.0), (2, 0.05))
    ]
    for sheet, noise in rounds:
        drawing.keep(made, sheet)
        coding.read(made, coded(made, sheet, noise))
    found = coding.corrected(made, Filters(), MEASURE)
    assert found["low"].notna().any()
    assert found["n_coded"].max() <= len(rounds[1][0].design.units)


def test_the_corrected_figure_is_the_answer_where_there_is_one(made):
    before = measures.contrast(made, Filters(), "Press TV", ["Sky News"], [MEASURE])
    assert coding.answers(before)["component"].astype("str").tolist() == ["difference"]
    sheet = drawing.sheet(made, Filters(), MEASURE, n=10_000)
    drawing.keep(made, sheet)
    read = coding.read(made, coded(made, sheet, noise=0.05))
    rows = measures.contrast(made, Filters(), "Press TV", ["Sky News"], [MEASURE])
    answers = coding.answers(rows)
    assert answers["component"].astype("str").tolist() == ["corrected"]
    table = coding.side_by_side(rows)
    assert table["by_machine"].tolist() == rows.loc[rows["component"] == "difference", "estimate"].tolist()
    assert set(read.accuracy["outlet"]) == set(drawing.population(made, Filters(), MEASURE)["outlet"])
    assert (read.accuracy["r"].dropna() > 0.7).all()


def test_an_outlet_whose_articles_were_all_coded_needs_no_twenty(made):
    sheet = drawing.sheet(made, Filters(), MEASURE, n=10_000)
    drawing.keep(made, sheet)
    coding.read(made, coded(made, sheet, noise=0.05))
    assert drawing.population(made, Filters(), MEASURE)["outlet"].value_counts().min() < 20
    assert coding.corrected(made, Filters(), MEASURE)["low"].notna().all()


def test_no_sheet_tells_an_outlet(seed_store):
    sheet = drawing.sheet(seed_store, Filters(), "tone_body", n=3)
    names = [known.name for known in outlets.OUTLETS.values()]
    names += [name for known in outlets.OUTLETS.values() for name in (*known.aliases, *known.domains) if len(name) > 2]
    for file, content in sheet.files.items():
        if file.endswith((".csv", ".json", ".jsonl")):
            text = content.decode("utf-8-sig")
            assert not [name for name in names if f" {name} " in text], file


def test_the_same_seed_draws_the_same_sheet_and_another_another(made):
    first, again = (drawing.sheet(made, Filters(), MEASURE, n=30, seed=5) for _ in range(2))
    other = drawing.sheet(made, Filters(), MEASURE, n=30, seed=6)
    assert first.key == again.key
    assert first.design.sheet != other.design.sheet


def test_articles_deleted_since_are_counted_and_left_out(made):
    sheet = drawing.sheet(made, Filters(), MEASURE, n=30)
    gone = sheet.design.units["article_id"].iloc[0]
    read = coding.read(made, coded(made, sheet, noise=0.1), sheet.key.replace(gone, "f" * 16))
    assert read.n_gone == 1
    assert len(read.codings) == 2 * (len(sheet.design.units) - 1)


@pytest.mark.parametrize("kind", ["one coder", "coders who never vary"])
def test_codes_that_no_agreement_can_be_told_from_correct_nothing(made, kind):
    sheet = drawing.sheet(made, Filters(), MEASURE, n=30)
    contents = coded(made, sheet, noise=0.1)
    if kind == "one coder":
        contents.popitem()
    else:
        same = pd.DataFrame({"unit_id": sheet.design.units["unit"], "code": 0}).to_csv(index=False).encode()
        contents = dict.fromkeys(contents, same)
    drawing.keep(made, sheet)
    assert np.isnan(coding.read(made, contents).agreement.alpha)
    found = coding.corrected(made, Filters(), MEASURE)
    assert found["low"].isna().all()
    assert found["reason"].str.contains("two coders are needed, whose codes vary").any()


def test_one_bad_code_leaves_nothing_half_read(made):
    sheet = drawing.sheet(made, Filters(), MEASURE, n=30)
    contents = coded(made, sheet, noise=0.1)
    unit = sheet.design.units["unit"].iloc[-1]
    drawing.keep(made, sheet)
    with pytest.raises(DataError, match="'9' is not on the scale"):
        coding.read(made, contents | {"Cy.csv": f"unit_id,code\n{unit},9\n".encode()})
    assert codings.read(made.directory).empty
    with pytest.raises(DataError, match="there is no sheet to read"):
        coding.read(made, {})


def test_a_sheet_of_another_store_is_refused(made, seed_store):
    sheet = drawing.sheet(made, Filters(), MEASURE, n=30)
    with pytest.raises(DataError, match="is it a sheet of another store"):
        coding.read(seed_store, coded(made, sheet, noise=0.1), sheet.key)
    with pytest.raises(DataError, match="did not make the coding sheet"):
        coding.read(seed_store, coded(made, sheet, noise=0.1))


def test_the_commands_lead_from_a_comparison_to_a_corrected_one(made, tmp_path, capsys):
    store, out = str(made.directory), tmp_path / "sheets"
    assert main(["code-sheet", "--store", store, "--measure", MEASURE, "--n", "200", "--out", str(out)]) == 0
    printed = capsys.readouterr().out
    assert "comparable articles were drawn" in printed
    assert "says where the texts come from" in printed
    assert (
        out / "for_the_analyst" / f"{drawing.sheet(made, Filters(), MEASURE, n=200).design.sheet}_key.json"
    ).is_file()
    assert not list((out / "for_coders").glob("*key*"))
    sheet = drawing.sheet(snapshots.open(made.directory), Filters(), MEASURE, n=200)
    paths = []
    for name, content in coded(made, sheet, noise=0.05).items():
        (out / name).write_bytes(content)
        paths.append(str(out / name))
    assert main(["code-read", *paths, "--store", store]) == 0
    assert "Krippendorff's alpha is" in capsys.readouterr().out
    target = ["--target", "Press TV", "--reference", "RT"]
    assert main(["compare", "--store", store, *target, "--measure", MEASURE, "--out", str(tmp_path / "out")]) == 0
    printed = capsys.readouterr().out
    assert "Checked by people: tone, own voice. Krippendorff's alpha is" in printed
    assert "corrected by" in printed
    assert "On this corpus: correlation with people" in printed
    table = pd.read_csv(tmp_path / "out" / "estimates.csv", encoding="utf-8-sig")
    assert {"difference", "corrected"} <= set(table["component"])
    assert main(["code-sheet", "--store", store, "--measure", MEASURE, "--n", "200", "--out", str(out)]) == 2
    assert "may hold codes; choose another folder" in capsys.readouterr().err
    assert main(["code-sheet", "--store", store, "--measure", "n_words", "--out", str(out)]) == 2
    assert "not a measure that people can code" in capsys.readouterr().err


def test_a_wanted_width_gives_the_number_to_code(made):
    frame = drawing.population(made, Filters(), MEASURE)
    drawn = {width: len(drawing.sheet(made, Filters(), MEASURE, width=width).design.units) for width in (0.2, 0.15)}
    assert 0 < drawn[0.2] < drawn[0.15] <= len(frame)
    one_less = drawing.sheet(made, Filters(), MEASURE, n=drawn[0.15] - 3).sentence
    assert "will be about 0.15 wide" in drawing.sheet(made, Filters(), MEASURE, width=0.15).sentence
    assert "will be about 0.1" in one_less
    with pytest.raises(DataError, match=r"0.0001 wide cannot be reached: with all \d+ comparable articles coded"):
        drawing.sheet(made, Filters(), MEASURE, width=0.0001)


def test_no_width_is_promised_where_nothing_can_be_compared(seed_store):
    with pytest.raises(DataError, match="no width can be promised"):
        drawing.sheet(seed_store, Filters(), "tone_body", width=0.1)


def test_codings_train_a_frame_and_correct_it_because_it_measured_them_unseen(made, monkeypatch, trained_once):
    monkeypatch.setattr(labels_of_people, "MIN_ITEMS", 30)  # the made-up store has few different texts
    sheet = drawing.sheet(made, Filters(), "frame:conflict", n=120)
    drawing.keep(made, sheet)
    title = made.articles().set_index("article_id")["title"][sheet.design.units["article_id"]]
    codes = pd.DataFrame(
        {"unit_id": sheet.design.units["unit"], "code": pd.factorize(title)[0] % 2}
    )  # one text, one code
    content = codes.to_csv(index=False).encode()
    coding.read(made, {"Ann.csv": content, "Bo.csv": content})
    labels = coding.labels_of(made, "frame:conflict")
    assert len(labels) == 2 * len(codes)
    assert set(labels["label"]) == {"yes", "no"}
    with pytest.raises(DataError, match="'tone_own' is not coded yes or no for articles or sentences"):
        coding.labels_of(made, MEASURE)
    with pytest.raises(DataError, match="nobody has coded 'frame:morality' yet; coded are frame:conflict"):
        coding.labels_of(made, "frame:morality")
    store = str(made.directory)
    assert main(["train-frames", "--store", store, "--coded", "frame:conflict", "--name", "strife"]) == 0
    again = snapshots.open(made.directory)
    assert coding.coded_measures(again) == ["frame:conflict", "trained:strife"]
    found = coding.corrected(again, Filters(), "trained:strife")
    assert (found["n_coded"] > 0).any()
    read = coding.coded_so_far(again, "trained:strife")
    assert read.accuracy["n_coded"].sum() == len(codes)
    assert len(coding.samples(again, "trained:strife")) == 1
