"""A store on shared storage opens in the page, and storage that cannot be read is one sentence there."""

from analysis.store import shared
from tests import made_store
from tests.page import dashboard
from tests.store.s3 import ADDRESS, KEY
from tests.store.test_shared import bucket  # noqa: F401  (a fixture)


def opened():
    return dashboard().run()


def test_the_page_opens_a_shared_store_and_shows_what_another_machine_builds(bucket, monkeypatch, tmp_path):  # noqa: F811
    monkeypatch.setenv("PARALLAX_STORE", ADDRESS)
    page = opened()
    assert [text.value for text in page.text] == [
        f"there is no store in {ADDRESS}; make one with: python -m analysis build SOURCE --store {ADDRESS}"
    ]
    with monkeypatch.context() as other:
        other.setenv("PARALLAX_CACHE", str(tmp_path / "there"))
        made_store.build(shared.located(ADDRESS), n_events=2)
    page = page.run()
    assert not page.exception
    assert page.sidebar.multiselect(key="outlet").options


def test_the_page_says_what_is_wrong_with_shared_storage(bucket, monkeypatch):  # noqa: F811
    monkeypatch.setenv("PARALLAX_STORE", ADDRESS)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", f"{KEY[:-4]}ELSE")
    page = opened()
    assert not page.exception
    assert [text.value for text in page.text] == [f"{ADDRESS} may not be read with the credentials that are set"]
