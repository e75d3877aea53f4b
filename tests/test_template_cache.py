"""What is kept of compiled templates saves time and changes nothing, whatever became of it."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from macros.responsibilities import raci
from playbook.loading.load import load
from playbook.model import Playbook
from playbook.rendering.addresses import Addresses, Here
from playbook.rendering.renderer import Renderer
from tests.support import ROOT, SMALL, built, small, tree
from tests.views.context import context


@pytest.fixture
def cache(monkeypatch, tmp_path) -> Path:
    """The cache folder of a user who has run nothing yet."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture(scope="module")
def playbook() -> Playbook:
    """The small playbook."""
    found = load(SMALL / "data").playbook
    assert found is not None
    return found


def _matrix(playbook: Playbook) -> str:
    """Return a block as an environment of its own renders it."""
    at = context(playbook)
    return at.placeholders.restore(raci(at))


def _kept(cache: Path) -> list[Path]:
    return [path for path in cache.rglob("*") if path.is_file()]


def test_what_was_compiled_is_kept_and_used(cache, monkeypatch, playbook):
    first = _matrix(playbook)
    kept = _kept(cache)
    assert kept
    monkeypatch.setattr("jinja2.Environment._generate", None)  # nothing can be compiled any more
    assert _matrix(playbook) == first
    assert _kept(cache) == kept


@pytest.mark.parametrize(
    "spoil",
    [
        lambda kept: kept[:-1],
        lambda kept: kept[:40],
        lambda kept: kept[:60] + bytes([kept[60] ^ 1]) + kept[61:],
        lambda _: b"",
        lambda _: b"\0" * 500,
    ],
    ids=["a byte short", "cut off", "a bit changed", "empty", "of something else"],
)
def test_what_is_not_whole_is_made_anew(cache, spoil, playbook):
    first = _matrix(playbook)
    kept = {path: path.read_bytes() for path in _kept(cache)}
    for path, content in kept.items():
        path.write_bytes(spoil(content))
    assert _matrix(playbook) == first
    assert {path: path.read_bytes() for path in _kept(cache)} == kept


@pytest.mark.usefixtures("cache")
def test_a_template_that_was_edited_is_compiled_anew(tmp_path, playbook):
    def said() -> str:
        return Renderer([tmp_path]).block("word.html", Here("", Addresses(playbook, {}, {})))

    (tmp_path / "word.html").write_text("before", encoding="utf-8")
    assert said() == "before"
    (tmp_path / "word.html").write_text("behind", encoding="utf-8")
    assert said() == "behind"


def test_what_is_old_is_removed_once_something_new_is_kept(cache, tmp_path, playbook):
    _matrix(playbook)
    old, young = sorted(_kept(cache))[:2]
    for path, days in ((old, 61), (young, 59)):
        os.utime(path, (time.time() - days * 86_400,) * 2)
    (tmp_path / "word.html").write_text("new", encoding="utf-8")
    Renderer([tmp_path]).block("word.html", Here("", Addresses(playbook, {}, {})))
    assert (old.exists(), young.exists()) == (False, True)


@pytest.mark.parametrize("home", ["/dev/null/cache", str(ROOT / "README.md")])
def test_where_nothing_can_be_kept_nothing_is(home, monkeypatch, playbook):
    kept = _matrix(playbook)
    monkeypatch.setenv("XDG_CACHE_HOME", home)
    assert _matrix(playbook) == kept


def test_a_site_is_the_same_with_and_without(cache, tmp_path, small_site):
    folder = small(tmp_path / "playbook")
    assert tree(built(folder, XDG_CACHE_HOME=str(cache))) == tree(small_site)
    assert _kept(cache)
    assert tree(built(folder, XDG_CACHE_HOME=str(cache))) == tree(small_site)
