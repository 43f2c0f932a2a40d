import pytest

from tests.collect.server import Server


@pytest.fixture
def server():
    made = Server()
    yield made
    made.close()
