"""Options and fixtures that all tests share."""

import atexit
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

import tests.drawn  # noqa: F401  # registers the profile that `--hypothesis-profile` names
from tests.browser.install import find
from tests.published import Published, few_twice, reference_once, twice
from tests.shared import once
from tests.support import COMPILED, ROOT, Ended, built, run, small

QUIET = (
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def pytest_addoption(parser):
    parser.addoption("--bless", action="store_true", help="write what the golden tests now see into their cases")


def pytest_configure():
    """Keep what Python compiles in one folder for all tests, and one day; workers are told by their environment."""
    if COMPILED not in os.environ:
        # a record has days, and at midnight what one test has published is of another day than what the next expects
        os.environ["TZ"] = "UTC" if time.gmtime().tm_hour < 12 else "Etc/GMT+12"
        folder = tempfile.mkdtemp(prefix="playbook-tests-")
        os.environ[COMPILED] = folder
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
    time.tzset()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Run one more test at a time than there are processors: most of them wait for a browser or a command."""
    return (os.cpu_count() or 1) + 1


@pytest.fixture
def bless(request):
    """Tell whether golden tests accept what they see."""
    return request.config.getoption("bless")


@dataclass(frozen=True)
class Built:
    """A site, and the command that built it."""

    folder: Path
    ended: Ended


def _reference(folder: Path) -> Built:
    return Built(folder / "site", run("build", "--strict", "-d", folder / "site", cwd=ROOT))


@pytest.fixture(scope="session")
def reference_site(tmp_path_factory) -> Built:
    """The reference playbook, built strictly from the repository; read it only."""
    return once(tmp_path_factory, "reference", _reference)


@pytest.fixture(scope="session")
def small_site(tmp_path_factory) -> Path:
    """The site of the small playbook; read it only."""
    return once(tmp_path_factory, "small", lambda folder: built(small(folder / "playbook")))


@pytest.fixture(scope="session")
def published_twice(tmp_path_factory) -> Published:
    """The small playbook, published twice; read it only."""
    return once(tmp_path_factory, "published", twice)


@pytest.fixture(scope="session")
def published_few(tmp_path_factory) -> Published:
    """Few pages of the small playbook, published twice; read it only."""
    return once(tmp_path_factory, "published-few", few_twice)


@pytest.fixture(scope="session")
def published_reference(tmp_path_factory) -> Published:
    """The reference playbook, published once; read it only."""
    return once(tmp_path_factory, "published-reference", reference_once)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests, in UTC; it runs as root only without its sandbox, as in a container."""
    path = find()
    assert path, "no Chromium: run `python tests/browser/install.py`"
    flags = [*QUIET, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=flags, env={**os.environ, "TZ": "UTC"})
        yield chromium
        chromium.close()
