"""The lock names every version that the requirements pin, with hashes and without an address."""

import re

import pytest

from tests.conftest import ROOT

LOCK = (ROOT / ".ci" / "lock.txt").read_text(encoding="utf-8")
PIN = re.compile(r"^([\w.-]+)==([\w.]+)", re.MULTILINE)


def name_of(package: str) -> str:
    return re.sub(r"[-_.]+", "-", package).lower()


LOCKED = {(name_of(name), version) for name, version in PIN.findall(LOCK)}


@pytest.mark.parametrize("file", ["requirements.txt", "tests/requirements.txt"])
def test_every_pinned_version_is_locked(file):
    pinned = {(name_of(name), version) for name, version in PIN.findall((ROOT / file).read_text(encoding="utf-8"))}
    assert pinned
    assert pinned <= LOCKED, f"make the lock anew, see CONTRIBUTING.md: {sorted(pinned - LOCKED)}"


def test_every_locked_version_has_hashes_and_none_an_address():
    packages = re.split(r"^(?=\w)", LOCK, flags=re.MULTILINE)[1:]
    assert len(packages) == len(LOCKED)
    assert all("--hash=sha256:" in package for package in packages)
    assert "://" not in LOCK
