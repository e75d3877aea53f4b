"""A published tree on this machine is read within its own folder, whatever links stand in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from playbook.publish.tree.readers import Folder


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A tree with a file, beside a folder with another one."""
    for name in ("tree/a/own.txt", "beside/other.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True)
        path.write_text(path.stem, encoding="utf-8")
    return tmp_path / "tree"


def test_what_lies_in_the_tree_is_read_by_its_name_or_through_a_link(tree: Path):
    (tree / "b").symlink_to(tree / "a")
    (tree / "c.txt").symlink_to("a/own.txt")
    reader = Folder(tree)
    assert {reader.read(name) for name in ("a/own.txt", "b/own.txt", "c.txt")} == {b"own"}


def test_what_lies_elsewhere_is_not(tree: Path):
    (tree / "b").symlink_to(tree.parent / "beside")
    (tree / "c.txt").symlink_to("../beside/other.txt")
    reader = Folder(tree)
    for name in ("b/other.txt", "c.txt", "../beside/other.txt", "a/../../beside/other.txt", "a", "none.txt"):
        with pytest.raises(FileNotFoundError):
            reader.read(name)


def test_the_files_of_a_folder_are_named_and_no_link_to_a_folder_is_followed(tree: Path):
    (tree / "a" / "deep").mkdir()
    (tree / "a" / "deep" / "file").touch()
    (tree / "a" / "round").symlink_to(tree / "a")
    (tree / "a" / "broken").symlink_to("nowhere")
    (tree / "a" / "linked.txt").symlink_to("own.txt")
    assert Folder(tree).names("a") == ("a/deep/file", "a/linked.txt", "a/own.txt")
    assert Folder(tree).names("none") == ()
