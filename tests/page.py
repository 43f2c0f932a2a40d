"""The page without a browser, as tests of views open it."""

from streamlit.testing.v1 import AppTest

from tests.conftest import ROOT, WAIT


def dashboard() -> AppTest:
    """Make a visit ready; its first run is still to come."""
    return AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=WAIT)
