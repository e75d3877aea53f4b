"""What a publication need not read again: files of a version that nobody has touched since they were found whole."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from playbook.problems import PlaybookError
from playbook.publish.tree import proof_cache
from playbook.publish.tree.readers import Folder
from playbook.publish.verify.soundness import refuse_unsound
from tests.small_tree import published

FIRST, SECOND = "2026-1", "2026-2"
PAGE = f"{FIRST}/roles/index.html"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are read through, on a machine on which nothing is touched twice in a moment."""
    names: list[str] = []
    hashed = Folder.hashed
    monkeypatch.setattr(Folder, "hashed", lambda self, name: names.append(name) or hashed(self, name))
    monkeypatch.setattr(proof_cache, "SETTLED", 0)
    return names


@pytest.fixture
def public(tmp_path: Path, asked: list[str]) -> Path:
    """A tree of two versions that was found whole."""
    folder = tmp_path / "public"
    for version in (FIRST, SECOND):
        published(folder, version)
    refuse_unsound(folder)
    asked.clear()
    return folder


def _in_versions(asked: list[str]) -> list[str]:
    return [name for name in asked if name.startswith((FIRST, SECOND))]


def test_what_nobody_touched_is_not_read_again(public: Path, asked: list[str]):
    refuse_unsound(public)
    assert _in_versions(asked) == []


def test_what_was_written_this_moment_is_read_again(public: Path, asked: list[str], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(proof_cache, "SETTLED", 3_600_000_000_000)
    (public / FIRST).chmod(0o755)
    for _ in range(2):
        asked.clear()
        refuse_unsound(public)
        assert PAGE in asked


def _same_size(page: Path) -> None:
    kept = page.stat()
    page.write_bytes(page.read_bytes().replace(b"says", b"said"))
    os.utime(page, ns=(kept.st_atime_ns, kept.st_mtime_ns))


def _another_file(page: Path) -> None:
    kept = page.stat()
    other = page.with_name("other")
    other.write_bytes(page.read_bytes().replace(b"says", b"said"))
    os.utime(other, ns=(kept.st_atime_ns, kept.st_mtime_ns))
    other.replace(page)


def _from_elsewhere(page: Path) -> None:
    shutil.copy2(page, page.parents[3] / "outside.html")
    page.unlink()
    page.symlink_to(page.parents[3] / "outside.html")


def _more(page: Path) -> None:
    page.with_name("more.html").write_text("More", encoding="utf-8")


TOUCHES: dict[str, Callable[[Path], None]] = {
    "in place": _same_size,
    "by another file": _another_file,
    "from elsewhere": _from_elsewhere,
    "more": _more,
    "less": Path.unlink,
}


@pytest.mark.parametrize("touch", TOUCHES)
def test_what_somebody_touched_is_read_and_refused(public: Path, touch: str):
    TOUCHES[touch](public / PAGE)
    for _ in range(2):
        with pytest.raises(PlaybookError, match=f"public/{FIRST}/roles"):
            refuse_unsound(public)


def test_a_list_that_was_written_anew_is_refused(public: Path):
    listed = public / "releases" / FIRST / "SHA256SUMS"
    listed.write_text(listed.read_text(encoding="ascii") + f"{'0' * 64}  {FIRST}/more\n", encoding="ascii")
    with pytest.raises(PlaybookError, match="the list of files is not the one of the record"):
        refuse_unsound(public)


def test_a_tree_elsewhere_is_read(public: Path, asked: list[str], tmp_path: Path):
    refuse_unsound(shutil.copytree(public, tmp_path / "copy"))
    assert PAGE in asked


def test_a_machine_that_keeps_nothing_reads_all(public: Path, asked: list[str], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(proof_cache, "home", lambda: None)
    refuse_unsound(public)
    assert PAGE in asked
