"""Damaged files of all formats are read to the end: 500 here, 1,500 more in the trials, any number in `fuzz.py`."""

import importlib.util
from pathlib import Path

import pytest

PATH = Path(__file__).parents[1] / "benchmarks" / "fuzz.py"


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.trial) for seed in (1, 2, 3))])
def test_every_damaged_file_is_an_article_or_a_reject(seed):
    spec = importlib.util.spec_from_file_location("fuzz", PATH)
    fuzz = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(fuzz)
    assert fuzz.run(500, seed) == []
