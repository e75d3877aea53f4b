"""Nothing that was not made here is deleted or written over, whatever a command is told to write to."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest

from playbook.commands.cli import main
from playbook.folders.generated import NAME as MARK
from tests.published import FIRST, SECOND, Published, git
from tests.support import SCRIPTS, Ended, built, environment, few, replace, run, tree

Harm = Callable[[Path], object]


def _published(where: Path, published: Published) -> Path:
    """Copy a playbook and what it has published, and return the playbook; the tree lies beside it."""
    shutil.copytree(published.folder, where / "playbook", symlinks=True)
    shutil.copytree(published.public, where / "public")
    return where / "playbook"


@pytest.fixture(scope="module")
def playbook(tmp_path_factory: pytest.TempPathFactory, published_few: Published) -> Path:
    """A playbook beside what it has published, and beside a folder of somebody's; no test changes anything of it."""
    where = tmp_path_factory.mktemp("here")
    (where / "else").mkdir()
    (where / "else" / "notes.txt").write_text("keep me", encoding="utf-8")
    (where / "link").symlink_to("else")
    return _published(where, published_few)


FOLDERS = {
    "build": ["build", "--take-over", "-d"],
    "pages": ["export", "pages", "--take-over", "--to"],
    "ics": ["export", "ics", "--take-over", "--to"],
    "site": ["export", "site", "--take-over", "--to"],
    "finish": ["finish"],
    "schema": ["schema", "--to"],
    "new": ["new"],
}
FILES = {
    "pdf": ["export", "pdf", "--take-over", "--to"],
    "ics": ["export", "ics", "--take-over", "--to"],
    "zip": ["export", "zip", "--from", "../public", "--take-over", "--to"],
    "cite": ["cite", "role-cashier", "--version", FIRST, "--from", "../public", "--take-over", "--to"],
}
NEVER = (
    "data", "data/roles", "DATA/", "docs/assets", "macros", "checks", ".git/hooks", ".", "..", "else/../data",
    "../public", f"../public/{FIRST}", "../public/s/new", "../link", "/",
)  # fmt: skip
"""Folders in which nobody may write anything but what people write, and what is published."""
NEVER_FILES = (
    "data/new{}", "DOCS/new{}", ".git/new{}", "mkdocs.yml", "../public/new{}",
    f"../public/{FIRST}/s/role-cashier/text.txt",
    "../link/../playbook/data/x{}",
)  # fmt: skip


@pytest.mark.parametrize("command", FOLDERS)
def test_no_folder_of_sources_or_of_what_is_published_is_filled(command: str, playbook: Path):
    before = _all(playbook.parent)
    wrong = []
    for target in NEVER:
        if command in ("schema", "new") and target == "..":
            continue  # a new playbook asks for an empty folder, and schemas lie beside other files
        done = run(*FOLDERS[command], target, cwd=playbook)
        if done.code != 2 or "Traceback" in done.said or not _is_told(done):
            wrong.append((target, done.code, done.said))
    assert wrong == []
    assert _all(playbook.parent) == before


@pytest.mark.parametrize("command", FILES)
def test_no_file_among_sources_or_what_is_published_is_written(command: str, playbook: Path):
    before = _all(playbook.parent)
    wrong = []
    for target in NEVER_FILES:
        if command == "ics" and not target.endswith("{}"):
            continue  # it is a folder then
        done = run(*FILES[command], target.format(".ics" if command == "ics" else ".txt"), cwd=playbook)
        if done.code != 2 or "Traceback" in done.said or not _is_told(done):
            wrong.append((target, done.code, done.said))
    assert wrong == []
    assert _all(playbook.parent) == before


def test_the_home_folder_is_no_target(playbook: Path):
    home = playbook.parent / "else"
    before = _all(playbook.parent)
    for target in (home, home / ".."):
        done = run("build", "--take-over", "-d", target, cwd=playbook, HOME=str(home))
        assert (done.code, _is_told(done)) == (2, True), done.said
    assert _all(playbook.parent) == before


def _is_told(done: Ended) -> bool:
    located = done.err.count("[target]") == 1 and "\n    hint: " in done.err
    return located or done.err.startswith("Usage: ")


def _all(folder: Path) -> dict[str, str]:
    """Return every file below a folder, and where every link leads to."""
    links = {str(path): str(path.readlink()) for path in folder.rglob("*") if path.is_symlink()}
    return {**tree(folder), **links}


@pytest.mark.parametrize(
    "target", ["data", "docs/public", "macros", ".", "..", "../public/2030-1", "../public/new", ".git"]
)
def test_nothing_is_published_among_sources_or_in_a_version(target: str, playbook: Path):
    before = _all(playbook.parent)
    done = run("publish", SECOND, "--take-over", "--to", target, cwd=playbook)
    assert (done.code, _is_told(done)) == (2, True), done.said
    assert "nothing was published" in done.err
    assert _all(playbook.parent) == before


def test_folders_that_inherited_settings_name_are_no_targets(tmp_path: Path):
    playbook = few(tmp_path / "playbook")
    (playbook / "data").rename(playbook / "facts")
    text = (playbook / "mkdocs.yml").read_text(encoding="utf-8")
    settings = text.replace("  - playbook", "  - playbook:\n      data_dir: facts", 1)
    assert settings != text
    (tmp_path / "base.yml").write_text(settings, encoding="utf-8")
    (playbook / "mkdocs.yml").write_text("INHERIT: ../base.yml\n", encoding="utf-8")
    assert run("check", cwd=playbook).code == 0
    before = _all(tmp_path)
    for target in ("facts", "facts/site", "docs", "../base.yml", ".."):
        done = run("build", "--take-over", "-d", target, cwd=playbook)
        assert (done.code, _is_told(done)) == (2, True), done.said
    assert _all(tmp_path) == before


def test_a_folder_of_others_is_published_into_where_one_says_so(tmp_path: Path, published_few: Published):
    playbook = _published(tmp_path, published_few)
    other = tmp_path / "other"
    other.mkdir()
    (other / "notes.txt").write_text("keep me", encoding="utf-8")
    done = run("publish", SECOND, "--to", "../other", cwd=playbook)
    assert (done.code, tree(other).keys()) == (1, {"notes.txt"})
    assert "other things stand here, such as `notes.txt`" in done.err
    assert "`--take-over`" in done.err
    done = run("publish", SECOND, "--take-over", "--to", "../other", cwd=playbook)
    assert done.code == 0, done.said
    assert (other / "notes.txt").read_text(encoding="utf-8") == "keep me"
    assert MARK not in {Path(name).name for name in tree(other)}
    empty = tmp_path / "worktree"
    empty.mkdir()
    git(empty, "init", "--quiet")
    assert run("publish", SECOND, "--to", empty, cwd=playbook).code == 0


LINKS = ("current", "s", "on", "log", "releases", FIRST, "index.html", ".staging-2030-3", ".staging-x", "current/about")


@pytest.mark.parametrize("name", LINKS)
def test_no_link_in_a_published_tree_is_followed(name: str, tmp_path: Path, published_few: Published):
    playbook = _published(tmp_path, published_few)
    link, elsewhere = tmp_path / "public" / name, tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "mine.txt").write_text("keep me", encoding="utf-8")
    if link.exists():
        link.rename(elsewhere / "held")
    link.symlink_to(elsewhere / "held" if (elsewhere / "held").exists() else elsewhere)
    before = _all(tmp_path)
    for words in (["publish", SECOND, "--to", "../public"], ["status", SECOND, "--to", "../public", "--rebuild"]):
        done = run(*words, cwd=playbook)
        assert done.code == 2, done.said
        assert f"public/{name}:1:1: error: a link stands here, and none is followed [target]" in done.err
        assert _all(tmp_path) == before


def test_what_others_put_beside_the_pages_above_the_versions_stays(tmp_path: Path, published_few: Published):
    playbook = _published(tmp_path, published_few)
    mine = tmp_path / "public" / "current" / "mine.txt"
    mine.write_text("keep me", encoding="utf-8")
    run("status", SECOND, "--to", "../public", "--rebuild", cwd=playbook)
    assert mine.read_text(encoding="utf-8") == "keep me"
    done = run("verify", "../public", cwd=playbook)
    assert "current/mine.txt: this file is not in SHA256SUMS" in done.out


def test_a_removal_that_leads_out_of_a_tree_removes_nothing(tmp_path: Path, published_few: Published):
    playbook = _published(tmp_path, published_few)
    (tmp_path / "mine.txt").write_text("keep me", encoding="utf-8")
    before = _all(tmp_path)
    done = run(
        "status", FIRST, "--to", "../public", "--removed", f"{FIRST}/../../mine.txt", "--reason", "No.", cwd=playbook
    )
    assert done.code == 1
    assert _all(tmp_path) == before


def test_a_site_is_replaced_where_nobody_else_wrote_in_it(tmp_path: Path):
    playbook = few(tmp_path)
    first = tree(built(playbook))
    assert tree(built(playbook)) == first
    (playbook / "site" / ".DS_Store").write_bytes(b"seen")
    assert tree(built(playbook)) == first


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of few pages; no test changes anything of it."""
    return built(few(tmp_path_factory.mktemp("site")))


@pytest.mark.parametrize(
    ("harm", "named"),
    [
        (lambda site: (site / "CNAME").write_text("example.org"), "would go: `CNAME`"),
        (lambda site: (site / "about" / "index.html").write_text("mine"), "would go: `about/index.html`"),
        (lambda site: (site / "notes.bak").write_text("mine"), "would go: `notes.bak`"),
        (lambda site: (site / MARK).unlink(), "holds what nobody knows to be made here"),
        (lambda site: (site / MARK).write_text("{}"), "holds what nobody knows to be made here"),
        (lambda site: (site / "mine").symlink_to(".."), "a link stands here"),
    ],
    ids=["added", "changed", "copy", "older", "torn", "link"],
)
def test_a_site_that_holds_what_others_made_stays(harm: Harm, named: str, tmp_path: Path, site: Path):
    playbook = few(tmp_path / "playbook")
    shutil.copytree(site, playbook / "site")
    harm(playbook / "site")
    before = _all(playbook)
    done = run("build", cwd=playbook)
    assert (done.code, _all(playbook)) == (1, before)
    assert done.err.startswith("site")
    assert named in done.err
    if "link" not in named:
        assert "`playbook build --take-over`" in done.err
        taken = run("build", "--take-over", cwd=playbook)
        assert taken.code == 0, taken.said
        assert tree(playbook / "site") == tree(site)


def test_the_host_refuses_the_same_targets(tmp_path: Path):
    playbook = few(tmp_path)
    replace(playbook / "mkdocs.yml", "site_dir: site", "site_dir: macros")
    before = _all(playbook)
    host = run("build", cwd=playbook, program="mkdocs")
    assert host.code == 1
    assert "macros:1:1: error: this is part of what people write: `macros` is never written over" in host.err
    checked = run("check", cwd=playbook)
    assert checked.code == 1
    assert "mkdocs.yml:5:1: error: this is part of what people write" in checked.out
    assert _all(playbook) == before


def test_a_folder_with_what_is_never_deleted_is_not_taken_over(tmp_path: Path, published_few: Published):
    playbook = _published(tmp_path, published_few)
    held = tmp_path / "held"
    (held / "far" / "down").mkdir(parents=True)
    shutil.copytree(tmp_path / "public", held / "far" / "down" / "public")
    before = _all(tmp_path)
    done = run("build", "--take-over", "-d", "../held", cwd=playbook)
    assert done.code == 1
    assert "this holds what is never deleted: `far/down/public`" in done.err
    assert _all(tmp_path) == before


def test_exported_pages_leave_alone_what_others_put_among_them(tmp_path: Path):
    playbook = few(tmp_path / "playbook")
    out = tmp_path / "out"
    words = ["export", "pages", "--to", out]
    assert run(*words, cwd=playbook).code == 0
    (out / "mine.md").write_text("keep me", encoding="utf-8")
    (playbook / "docs" / "new.md").write_text("# New {: #new }\n", encoding="utf-8")
    done = run(*words, cwd=playbook)
    assert done.code == 0, done.said
    assert "what others put there stays as it was: `mine.md`" in done.err
    assert (out / "new.md").is_file()
    (playbook / "docs" / "new.md").unlink()
    assert run(*words, cwd=playbook).code == 0
    assert not (out / "new.md").exists()
    (out / "index.md").write_text("mine too", encoding="utf-8")
    before = _all(out)
    done = run(*words, cwd=playbook)
    assert (done.code, _all(out)) == (1, before)
    assert "files of others stand in the way: `index.md`" in done.err
    assert run(*words, "--take-over", cwd=playbook).code == 0
    assert (out / "mine.md").read_text(encoding="utf-8") == "keep me"
    assert (out / "index.md").read_text(encoding="utf-8") != "mine too"


@pytest.mark.parametrize("command", FILES)
def test_a_file_of_somebody_else_is_written_over_where_one_says_so_alone(command: str, tmp_path: Path, playbook: Path):
    target = tmp_path / ("mine.ics" if command == "ics" else "mine.file")
    target.write_text("keep me", encoding="utf-8")
    words = [each for each in FILES[command] if each != "--take-over"]
    done = run(*words, target, cwd=playbook)
    assert (done.code, target.read_text(encoding="utf-8")) == (1, "keep me"), done.said
    assert f"{target}:1:1: error: another file stands here" in done.err
    assert "`--take-over`" in done.err
    assert run(*words, target, "--take-over", cwd=playbook).code == 0
    made = target.read_bytes()
    assert made != b"keep me"
    assert run(*words, target, cwd=playbook).code == 0, "what was made here is written again"
    assert target.read_bytes() == made
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


def test_a_citation_in_which_somebody_wrote_is_kept(tmp_path: Path, playbook: Path):
    words = ["cite", "role-cashier", "--version", FIRST, "--from", "../public", "--to", tmp_path / "contract.txt"]
    assert run(*words, cwd=playbook).code == 0
    with (tmp_path / "contract.txt").open("a", encoding="utf-8") as file:
        file.write("1. The parties agree.\n")
    done = run(*words, cwd=playbook)
    assert done.code == 1
    assert (tmp_path / "contract.txt").read_text(encoding="utf-8").endswith("1. The parties agree.\n")


def test_what_stands_in_the_place_of_a_schema_is_kept(tmp_path: Path):
    playbook = few(tmp_path / "playbook")
    assert run("schema", cwd=playbook).code == 0
    assert run("schema", "--to", "data/.schema", cwd=playbook).code == 0
    mine = playbook / "data" / ".schema" / "roles.json"
    (tmp_path / "mine.json").write_text("{}", encoding="utf-8")
    mine.unlink()
    mine.symlink_to(tmp_path / "mine.json")
    done = run("schema", cwd=playbook)
    assert done.code == 2
    assert run("check", cwd=playbook).code == 0
    assert (tmp_path / "mine.json").read_text(encoding="utf-8") == "{}"


def test_a_full_disk_leaves_a_filled_folder_as_it_was(tmp_path: Path):
    playbook = few(tmp_path / "playbook")
    assert run("export", "pages", "--to", "../out", cwd=playbook).code == 0
    before = _all(tmp_path)
    about = playbook / "docs" / "about.md"
    about.write_text(about.read_text(encoding="utf-8") + "\n" + "word " * 20_000, encoding="utf-8")
    command = f"ulimit -f 60; exec {SCRIPTS / 'playbook'} export pages --to ../out"
    done = subprocess.run(["bash", "-c", command], cwd=playbook, env=environment(), capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (1, "../out: cannot be written: File too large\n")
    assert _all(tmp_path / "out") == {
        name.removeprefix("out/"): held for name, held in before.items() if name.startswith("out/")
    }


BESIDE = {
    "index.html": "this would take the place",
    "roles/index.html": "this would take the place",
    "evil.html": "a browser would open this as a page",
    "Evil.XHTML": "a browser would open this as a page",
    "playbook/cadence.js": "the folder `playbook` of the site",
    "PlayBook/own.js": "the folder `playbook` of the site",
    "search/search_index.json": "the folder `search` of the site",
    "s/own.png": "the folder `s` of the site",
    "s/own.md": "the folder `s` of the site",
    "cadence/ALL.ics": "this would take the place",
    "meetings.json": "this would take the place",
    "sitemap.xml": "this would take the place",
    "playbook.json": "this would take the place",
    "assets/images/Favicon.png": "this would take the place",
    "about": "this would be a file and a folder",
    "sitemap.xml.md": "this would be a file and a folder",
    "own.js": "hosts or browsers may obey it",
    "Own.MJS": "hosts or browsers may obey it",
    "own.css": "hosts or browsers may obey it",
    "own.wasm": "hosts or browsers may obey it",
    "own.php": "hosts or browsers may obey it",
    "own.pdf.phar": "hosts or browsers may obey it",
    "own.xlsm": "hosts or browsers may obey it",
    "_redirects": "hosts or browsers may obey it",
    "below/_headers": "hosts or browsers may obey it",
    "CNAME": "hosts or browsers may obey it",
    "Robots.txt": "hosts or browsers may obey it",
    "staticwebapp.config.json": "hosts or browsers may obey it",
    "netlify.toml": "hosts or browsers may obey it",
    "web.config": "hosts or browsers may obey it",
}


def test_files_beside_the_pages_take_the_place_of_none_that_is_made(tmp_path: Path):
    playbook = few(tmp_path)
    for name in BESIDE:
        (playbook / "docs" / name).parent.mkdir(parents=True, exist_ok=True)
        (playbook / "docs" / name).write_text("# Own {: #own }\n", encoding="utf-8")
    checked, made = run("check", cwd=playbook), run("build", cwd=playbook)
    assert (checked.code, made.code) == (1, 1)
    for name, message in BESIDE.items():
        assert f"docs/{name}:1:1: error: {message}" in checked.out
        assert f"docs/{name}:1:1: error: {message}" in made.err
    assert not (playbook / "site").exists()


def test_files_beside_the_pages_with_names_of_their_own_are_published(tmp_path: Path):
    playbook = few(tmp_path)
    for name in ("plan.png", "assets/plan.pdf", "roles/plan.txt"):
        (playbook / "docs" / name).parent.mkdir(parents=True, exist_ok=True)
        (playbook / "docs" / name).write_bytes(b"plan")
    site = built(playbook)
    assert [(site / name).read_bytes() for name in ("plan.png", "assets/plan.pdf", "roles/plan.txt")] == [b"plan"] * 3


def test_what_hosts_and_browsers_obey_is_published_where_the_owner_says_so(tmp_path: Path):
    playbook = few(tmp_path)
    names = ("CNAME", "own.js", "own.css", "models/plan.archimate")
    for name in names:
        (playbook / "docs" / name).parent.mkdir(parents=True, exist_ok=True)
        (playbook / "docs" / name).write_text("/**/", encoding="utf-8")
    replace(playbook / "mkdocs.yml", "  - playbook\n", "  - playbook: {extra_files: [CNAME, 'models/*']}\n")
    with (playbook / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write("extra_css: [own.css]\nextra_javascript: [own.js]\n")
    site = built(playbook)
    assert [(site / name).read_text(encoding="utf-8") for name in names] == ["/**/"] * 4
    assert run("export", "pages", "--to", tmp_path / "out", cwd=playbook).code == 0


def _commands(group: click.Group, *names: str) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from _commands(command, *names, name)
        else:
            yield (*names, name), command


NO_PATHS = {"long": "x" * 300, "deep": "a/" * 3_000, "turning": "turning", "in a file": "mkdocs.yml/x"}


@pytest.mark.parametrize("odd", NO_PATHS)
def test_a_path_that_no_disk_can_hold_is_refused_by_every_command(odd: str, tmp_path: Path):
    (tmp_path / "turning").symlink_to("turning")
    (tmp_path / "mkdocs.yml").write_text("site_name: Other\n", encoding="utf-8")
    asked = 0
    for names, command in _commands(main):
        for each in command.params:
            if isinstance(each.type, click.Path):
                needed = [one for one in command.params if isinstance(one, click.Argument) and one.required]
                given = [NO_PATHS[odd] if one is each else "2026-1" for one in needed]
                option = [each.opts[0], NO_PATHS[odd]] if isinstance(each, click.Option) else []
                done = run(*names, *option, "--", *given, cwd=tmp_path)
                asked += 1
                assert done.code in ((1, 2, 4) if odd == "in a file" else (2,)), (names, each.name, done.said)
                assert "fault of ours" not in done.said, (names, each.name)
    assert asked > 20
    assert sorted(tree(tmp_path)) == ["mkdocs.yml"]
