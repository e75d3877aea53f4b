"""Options and fixtures that all tests share."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support import ROOT, Ended, built, run, small


def pytest_addoption(parser):
    parser.addoption("--bless", action="store_true", help="write what the golden tests now see into their cases")


@pytest.fixture
def bless(request):
    """Tell whether golden tests accept what they see."""
    return request.config.getoption("bless")


@dataclass(frozen=True)
class Built:
    """A site, and the command that built it."""

    folder: Path
    ended: Ended


@pytest.fixture(scope="session")
def reference_site(tmp_path_factory):
    """The reference playbook, built strictly from the repository; read it only."""
    folder = tmp_path_factory.mktemp("reference") / "site"
    return Built(folder, run("build", "--strict", "-d", folder, cwd=ROOT))


@pytest.fixture(scope="session")
def small_site(tmp_path_factory):
    """The site of the small playbook; read it only."""
    return built(small(tmp_path_factory.mktemp("small")))
