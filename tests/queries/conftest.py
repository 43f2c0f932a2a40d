"""A made-up store that the tests of queries read, and the articles under some filters, chosen by a loop."""

import pytest

from analysis.settings import Filters
from tests import made_store

SOME = Filters(outlets=("RT", "Sky News"), first="2019-01-10", last="2019-03-31")


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """A store of six outlets; tests read it and never write to it."""
    return made_store.build(tmp_path_factory.mktemp("made") / "store")


@pytest.fixture(scope="session")
def rows(made):
    """The articles that `SOME` lets through, found by a loop."""
    found = made_store.under(made, SOME).to_dict("records")
    assert found
    return found
