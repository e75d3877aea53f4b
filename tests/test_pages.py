"""The folder of the pages: what lies there is published as it is, so whatever must not be is refused and placed."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from playbook.loading.load import load
from playbook.pages.pages import read_pages
from playbook.pages.sandbox_limits import watched
from playbook.problems import Problems, as_text
from tests import golden
from tests.support import run, small


@pytest.fixture(scope="module")
def playbook(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return load(golden.written(tmp_path_factory.mktemp("pages"), {})).or_raise()


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "index.md").write_text("# Home {: #home }\n", encoding="utf-8")
    (tmp_path / "secret.md").write_text("# Secret words\n", encoding="utf-8")
    return folder


def _told(docs: Path, playbook: Any) -> list[str]:
    """Return the heads and the hints of what is wrong with a folder of pages, without its home page."""
    with watched(5):
        report = as_text(Problems(read_pages(docs, "docs", playbook).problems))
    report.encode("utf-8")
    assert "Secret" not in report
    return report.splitlines()


LINKS = [
    ("../secret.md", "this is a link that leads out of docs/"),
    ("/etc/passwd", "this is a link that leads out of docs/"),
    ("/dev/zero", "this is a link that leads out of docs/"),
    ("..", "this is a link that leads out of docs/"),
    (".", "this is a link to a folder"),
    ("nowhere.md", "this is a link to a file that is not there"),
]


@pytest.mark.parametrize("name", ["page.md", "picture.png", "[role].md"])
@pytest.mark.parametrize(("target", "said"), LINKS)
def test_a_link_is_not_followed_out_of_the_folder(name: str, target: str, said: str, docs: Path, playbook: Any):
    (docs / name).symlink_to(target)
    assert _told(docs, playbook)[0] == f"docs/{name}:1:1: error: {said} [page]"


def test_a_link_to_itself_ends(docs: Path, playbook: Any):
    (docs / "page.md").symlink_to("page.md")
    assert _told(docs, playbook)[0].startswith("docs/page.md:1:1: error: ")


def test_a_hidden_link_to_a_folder_is_refused_too(docs: Path, playbook: Any):
    (docs / ".again").symlink_to(".")
    assert _told(docs, playbook)[0] == "docs/.again:1:1: error: this is a link to a folder [page]"


def test_a_link_within_the_folder_is_followed(docs: Path, playbook: Any):
    (docs / "again.md").symlink_to("index.md")
    assert _told(docs, playbook) == []
    assert [page.path for page in read_pages(docs, "docs", playbook).pages] == ["again.md", "index.md"]


@pytest.mark.parametrize("name", ["page.md", "picture.png"])
def test_what_is_no_ordinary_file_is_not_opened(name: str, docs: Path, playbook: Any):
    os.mkfifo(docs / name)
    assert _told(docs, playbook)[0] == f"docs/{name}:1:1: error: this is no ordinary file [page]"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("a\nb.md", "docs/a\\u{000a}b.md:1:1: error: the name holds the character U+000A"),
        ("a\u202eb.md", "docs/a\\u{202e}b.md:1:1: error: the name holds the character U+202E"),
        ("a\udcffb.md", "docs/a\\u{dcff}b.md:1:1: error: the name holds the character U+DCFF"),
        ("a\u200bb.png", "docs/a\\u{200b}b.png:1:1: error: the name holds the character U+200B"),
        ("a?b.md", "docs/a?b.md:1:1: error: the name holds `?`"),
        ("a#b.md", "docs/a#b.md:1:1: error: the name holds `#`"),
        ("a%2fb.md", "docs/a%2fb.md:1:1: error: the name holds `%`"),
        ("con.md", "docs/con.md:1:1: error: `con.md` is a name that not every disk can bear"),
        ("AUX/x.md", "docs/AUX/x.md:1:1: error: `AUX` is a name that not every disk can bear"),
        ("x./y.md", "docs/x./y.md:1:1: error: `x.` is a name that not every disk can bear"),
        ("x.markdown", "docs/x.markdown:1:1: error: `x.markdown` would not become a page"),
        ("x.MD", "docs/x.MD:1:1: error: `x.MD` would not become a page"),
        ("roles/Index.md", "docs/roles/Index.md:1:1: error: `Index.md` would not become the page of its folder"),
        ("roles/readme.md", "docs/roles/readme.md:1:1: error: `readme.md` would not become the page of its folder"),
        ("README.md", "docs/index.md:1:1: error: this page and `docs/README.md` have the same address"),
        ("[wombat].md", "docs/[wombat].md:1:1: error: there is no kind `wombat`"),
        ("[Role].md", "docs/[Role].md:1:1: error: there is no kind `Role`"),
        ("[].md", "docs/[].md:1:1: error: there is no kind ``"),
        ("[role] .md", "docs/[role] .md:1:1: error: the name holds a space"),
        ("x[role].md", "docs/x[role].md:1:1: error: brackets stand around a kind and nothing else"),
        ("[role]/x.md", "docs/[role]/x.md:1:1: error: brackets stand around a kind and nothing else"),
        ("[role]/[role].md", "docs/[role]/[role].md:1:1: error: brackets stand around a kind and nothing else"),
        ("templates/x.md", "docs/templates/x.md:1:1: error: `templates/x.md` would not become a page"),
        (".x/y.md", "docs/.x/y.md:1:1: error: `.x/y.md` would not become a page"),
    ],
)
def test_a_name_that_would_not_become_an_address(name: str, said: str, docs: Path, playbook: Any):
    (docs / name).parent.mkdir(exist_ok=True)
    (docs / name).write_text("# Page {: #page }\n", encoding="utf-8")
    head, hint = _told(docs, playbook)[:2]
    assert head.startswith(said)
    assert head.endswith(" [page]")
    assert hint.startswith("    hint: ")


@pytest.mark.parametrize(
    ("one", "other"),
    [("x.md", "x/index.md"), ("About.md", "about.md"), ("x.md", "X/README.md")],
)
def test_two_pages_with_one_address(one: str, other: str, docs: Path, playbook: Any):
    for name in (one, other):
        (docs / name).parent.mkdir(exist_ok=True)
        (docs / name).write_text("# Page {: #page }\n", encoding="utf-8")
    if len({path.name for path in docs.rglob("*.md")}) < 3 and "/" not in other:
        pytest.skip("this disk holds the two names for one")
    assert "have the same address [page]" in _told(docs, playbook)[0]


def test_a_page_for_each_of_every_kind(docs: Path, playbook: Any):
    (docs / "[service-level].md").write_text("# {{ this.name }} {: #it }\n", encoding="utf-8")
    assert _told(docs, playbook) == []
    levels = playbook.service_levels.ids
    assert levels
    assert {page.path for page in read_pages(docs, "docs", playbook).pages} >= {f"{id}.md" for id in levels}


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        (b"# A\n\xff", "2:1", "the file is not UTF-8"),
        (b"\xff\xfe#\x00", "1:1", "the file is UTF-16"),
        (b"# A\n\nx\x00y", "3:2", "the page holds the invisible character U+0000"),
        (b"# A\r\n\r\nx\x1by", "3:2", "the page holds the invisible character U+001B"),
        ("# A\n\n\u202ex".encode(), "3:1", "the page holds the invisible character U+202E"),
        ("# A\n\n\ue000x".encode(), "3:1", "the page holds the invisible character U+E000"),
        (b"version https://git-lfs.github.com/spec/v1\n", "1:1", "this is a Git LFS pointer"),
        (b"# A\n<<<<<<< ours\n", "2:1", "a Git merge conflict stands here"),
        (b"x" * 200_001, "1:1", "the file is larger than 200,000 bytes"),
        (b"Note: text\n", "1:1", "the first line `Note: text` would be lost"),
        (b"\xef\xbb\xbfNote: text\n", "1:1", "the first line `Note: text` would be lost"),
        (b"  Note:\nx\n", "1:1", "the first line `  Note:` would be lost"),
        (b"https://example.org\n", "1:1", "the first line `https://example.org` would be lost"),
        (b"---\ntitle: x\n", "1:1", "the front matter does not end"),
        (b"---\n- x\n---\n", "1:1", "the front matter holds no keys"),
        (b"---\n---\n", "1:1", "the front matter holds no keys"),
        (b"---\ntitle: a\ntitle: b\n---\n", "3:1", "the key `title` is written twice"),
        (
            b"---\ntitle: !!python/object:os.system x\n---\n",
            "2:8",
            "the tag `tag:yaml.org,2002:python/object:os.system`",
        ),
        (b"---\na: &a [*a]\n---\n", "2:8", "`*a` contains itself"),
        (b"---\ntitle: [a]\n---\n", "2:8", "`title` is a text"),
        (b"---\ntitle: 1.10\n---\n", "2:8", "`title` is a text"),
        (b"---\ntitle: no\n---\n", "2:8", "`title` is a text"),
        (b"---\ncarries: S1\n---\n", "2:10", "`carries` is a list"),
        (b"---\nhome: [[role]]\n---\n", "2:8", "there is no kind"),
        (b"---\nhome: {a: b}\n---\n", "2:7", "`home` is a list"),
        (b"---\naudience: client\n---\n", "2:11", "`audience`: every reader is shown the same pages and files"),
        (b"# A\n\n[x](http://[y)\n", "3:5", "the link `http://[y` is no address"),
    ],
)
def test_a_text_that_is_no_page(text: bytes, place: str, said: str, docs: Path, playbook: Any):
    (docs / "page.md").write_bytes(text)
    head, hint = _told(docs, playbook)[:2]
    assert head.startswith(f"docs/page.md:{place}: error: {said}")
    assert hint.startswith("    hint: ")
    assert len(head) < 300


@pytest.mark.parametrize("text", [b"", b"\n", b"\xef\xbb\xbf# A\r\n", b"---\ntitle: '1.10'\n---\n# A\r"])
def test_a_text_that_is_one(text: bytes, docs: Path, playbook: Any):
    (docs / "page.md").write_bytes(text)
    assert _told(docs, playbook) == []


def test_more_files_than_a_site_has(docs: Path, playbook: Any, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("playbook.pages.page.DOCS_FILE_LIMIT", 3)
    for number in range(4):
        (docs / f"{number}.png").write_bytes(b"")
    assert _told(docs, playbook)[0] == "docs:1:1: error: the folder holds more than 3 files [page]"


def test_a_build_publishes_nothing_from_elsewhere(tmp_path: Path):
    playbook = small(tmp_path / "playbook")
    (tmp_path / "secret.txt").write_text("secret words", encoding="utf-8")
    (playbook / "docs" / "words.txt").symlink_to("../../secret.txt")
    (playbook / "docs" / "loop").symlink_to(".")
    (playbook / "data" / "glossary.yml").unlink()
    (playbook / "data" / "glossary.yml").symlink_to("../../secret.txt")
    done = run("build", cwd=playbook)
    assert done.code == 1
    assert "secret words" not in done.said
    assert done.err.splitlines()[0] == "data/glossary.yml:1:1: error: this is a link that leads out of data/ [yaml]"
    assert not (playbook / "site").exists()


def test_a_template_or_an_icon_that_is_not_there(tmp_path: Path):
    playbook = small(tmp_path / "playbook")
    (playbook / "docs" / "one.md").write_text(
        "---\ntemplate: ../../secret.html\n---\n# One {: #one }\n", encoding="utf-8"
    )
    (playbook / "docs" / "two.md").write_text("---\nicon: ../../secret\n---\n# Two {: #two }\n", encoding="utf-8")
    done = run("build", cwd=playbook)
    assert done.code == 1
    heads = [line for line in done.err.splitlines() if " error: " in line]
    assert heads == [
        "docs/one.md:2:11: error: there is no template `../../secret.html` [page]",
        "docs/two.md:2:7: error: there is no icon `../../secret` [page]",
    ]
