"""Every command without a home folder, and with a playbook that cannot be written: the same result, nothing left."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from playbook.commands.cli import main
from tests.forked import Ended, Process
from tests.published import FIRST, committed, git, registered
from tests.reading_only import bind, bound_playbook, lock, try_to_write, unlock
from tests.support import PARTS, ROOT, SCRIPTS, environment, few, run, tree

DAY, CITED = "2030-01-15", "role-bakery-head"
HOMES = ("none", "not there", "not writable")
COMMANDS = {
    "build": ["build", "-d", "{out}/site"],
    "check": ["check", "--today", DAY],
    "cite": ["cite", CITED, "--from", "../public", "--date", DAY],
    "cite to a file": ["cite", CITED, "--from", "../public", "--date", DAY, "--format", "docx", "--to", "{out}/c.docx"],
    "diff": ["diff", "HEAD~1", "."],
    "export ics": ["export", "ics", "--to", "{out}/calendars"],
    "export pages": ["export", "pages", "--to", "{out}/pages"],
    "export pdf": ["export", "pdf", "--to", "{out}/playbook.pdf"],
    "export site": ["export", "site", "--to", "{out}/given"],
    "export zip": ["export", "zip", "--from", "../public", "--to", "{out}/playbook.zip"],
    "new": ["new", "{out}/new"],
    "publish": ["publish", FIRST, "--to", "{out}/public"],
    "publish as a trial": ["publish", FIRST, "--to", "../public", "--dry-run"],
    "register": ["register", "--check"],
    "schema": ["schema", "--to", "{out}/schemas"],
    "status": ["status", "--to", "../public", "--date", DAY],
    "verify": ["verify", "../public", "--date", DAY],
}  # fmt: skip
APART = {"serve", "finish"}
"""Commands with a test of their own: one does not end by itself, the other needs what another engine has built."""
SLOW = frozenset(["export pdf", "export zip", "publish", "register", "publish as a trial"])
"""Commands that are tried with one home only."""
OF_ITS_OWN = {"new": "data/playbook.yml"}
"""The file that is another one each time: the id of a new playbook."""


def test_every_command_is_tried():
    below = {name: getattr(command, "commands", {}) for name, command in main.commands.items()}
    every = {f"{name} {part}" for name, parts in below.items() for part in parts} | {
        name for name, parts in below.items() if not parts
    }
    assert every == {name.split(" to ")[0].split(" as ")[0] for name in COMMANDS} | APART


RISK = """
  longer-queue:
    name: The queue grows longer
    cause: Two tills break on a Saturday.
    impact: More people leave without bread.
    response: The spare tills are always charged.
    owner: cashier
    reviewed_at: counter-talk
"""


@dataclass(frozen=True)
class Locked:
    """A folder in which nothing can be written, and one like it in which all can; each with a published version."""

    folder: Path
    free: Path


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Locked]:
    where = tmp_path_factory.mktemp("locked")
    free = where / "free"
    playbook = few(free / "playbook")
    assert run("schema", cwd=playbook).code == 0
    git(playbook, "init", "--quiet")
    committed(playbook)
    with (playbook / "data" / "risks.yml").open("a", encoding="utf-8") as risks:
        risks.write(RISK)  # the schemas now do not know it
    done = run("publish", FIRST, "--to", free / "public", cwd=registered(playbook))
    assert done.code == 0, done.said
    assert "longer-queue" not in (playbook / "data" / ".schema" / "playbook.json").read_text(encoding="utf-8")
    folder = lock(shutil.copytree(free, where / "locked"))
    if Process(where, environment()).ended(partial(try_to_write, folder), 30).code == 0:
        pytest.skip("whoever runs this may write to any folder, and cannot give that up")
    yield Locked(folder, free)
    unlock(folder)


def _surroundings(home: str, where: Path) -> dict[str, str]:
    """Return the environment of somebody with such a home."""
    kept = {name: value for name, value in environment().items() if name != "HOME" and not name.startswith("XDG_")}
    (where / "temporary").mkdir(parents=True)
    kept["TMPDIR"] = str(where / "temporary")
    if home == "ordinary":
        return {**environment(), "TMPDIR": kept["TMPDIR"]}
    if home == "not writable":
        (where / "home").mkdir(mode=0o555)
    return kept if home == "none" else {**kept, "HOME": str(where / "home")}


def _done(command: str, playbook: Path, home: str, where: Path) -> tuple[Ended, dict[str, str]]:
    """Return how a command ended, and what it wrote where it was to; nothing else may be left of it."""
    surroundings, out = _surroundings(home, where), where / "out"
    out.mkdir()
    words = [word.format(out=out) for word in COMMANDS[command]]
    ended = Process(playbook, surroundings).ended(partial(bound_playbook, *words), 120)
    left = sorted(path.relative_to(where).as_posix() for path in where.rglob("*") if not path.is_relative_to(out))
    assert left == [*(["home"] if home == "not writable" else []), "temporary"]
    assert all(os.access(path, os.W_OK) for path in out.rglob("*"))
    told = Ended(ended.code, *(text.replace(str(out), "OUT") for text in (ended.out, ended.err)))
    written = tree(out)
    written.pop(f"new/{OF_ITS_OWN.get(command)}", None)
    return told, written


@pytest.mark.parametrize("command", COMMANDS)
def test_it_does_without_a_home_and_without_writing_to_the_playbook(command: str, locked: Locked, tmp_path: Path):
    free = shutil.copytree(locked.free / "playbook", tmp_path / "free" / "playbook")
    (tmp_path / "free" / "public").symlink_to(locked.free / "public")
    said, written = _done(command, free, "ordinary", tmp_path / "ordinary")
    assert said.code == 0, said.said
    before = tree(locked.folder)
    for home in HOMES[-1:] if command in SLOW else HOMES:
        assert _done(command, locked.folder / "playbook", home, tmp_path / home) == (said, written)
    assert tree(locked.folder) == before


def _bound_and_heard() -> None:
    bind()
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_it_is_served_without_a_home_and_without_writing_to_the_playbook(locked: Locked, tmp_path: Path):
    before = tree(locked.folder)
    surroundings = _surroundings("not there", tmp_path)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = int(taken.getsockname()[1])
    command = [SCRIPTS / "playbook", "serve", "--address", f"127.0.0.1:{port}"]
    with (tmp_path / "terminal.txt").open("wb") as output:
        server = subprocess.Popen(
            command, cwd=locked.folder / "playbook", env=surroundings, stdout=output, stderr=output,
            preexec_fn=_bound_and_heard,
        )  # fmt: skip
        try:
            page = _page(f"http://127.0.0.1:{port}/", server)
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(60)
    assert "Small playbook" in page, (tmp_path / "terminal.txt").read_text(encoding="utf-8")
    assert "Traceback" not in (tmp_path / "terminal.txt").read_text(encoding="utf-8")
    assert tree(locked.folder) == before
    assert list((tmp_path / "temporary").iterdir()) == []
    assert not (tmp_path / "home").exists()


def _page(address: str, server: subprocess.Popen[bytes]) -> str:
    """Return a page once it is served; empty where that never came."""
    end = time.monotonic() + 60
    while server.poll() is None and time.monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310
                return str(answer.read().decode("utf-8"))
        except OSError:
            time.sleep(0.1)
    return ""


def test_a_playbook_is_begun_with_an_engine_that_cannot_be_written(tmp_path: Path):
    engine = tmp_path / "engine"
    for part in ("src", "hosts", ".vscode", *PARTS):
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, engine / part)
    shutil.copyfile(ROOT / "mkdocs.yml", engine / "mkdocs.yml")
    lock(engine)
    try:
        done = subprocess.run(
            [SCRIPTS / "python", "-m", "playbook", "new", "ours"], cwd=tmp_path, capture_output=True, text=True,
            env=environment(PYTHONPATH=str(engine / "src")), preexec_fn=bind,
        )  # fmt: skip
    finally:
        unlock(engine)
    assert (done.returncode, done.stderr) == (0, "")
    assert [path for path in (tmp_path / "ours").rglob("*") if not path.stat().st_mode & 0o200] == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["build", "-d", "taken/x"], "{here}/taken/x: the site cannot be written: Not a directory; see"),
        (["export", "ics", "--to", "taken/x"], "taken/x: cannot be written: Not a directory"),
        (["export", "pages", "--to", "taken/x"], "taken/x: cannot be written: Not a directory"),
        (["export", "pdf", "--to", "taken/x.pdf"], "taken/x.pdf: cannot be written: File exists"),
        (["export", "zip", "--to", "taken/x.zip"], "taken/x.zip: cannot be written: File exists"),
        (["new", "taken/x"], "taken/x:1:1: error: the playbook cannot be written: Not a directory [new]\n    hint:"),
        (["schema", "--to", "taken/x"], "taken/x: cannot be written: Not a directory"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)  # fmt: skip
def test_where_nothing_can_be_written_it_says_so(words: list[str], said: str, locked: Locked):
    here = locked.free / "playbook"
    (here / "taken").touch()
    with_versions = ["--from", "../public"] if "zip" in words else []
    done = run(*words, *with_versions, cwd=here)
    (here / "taken").unlink()
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith(said.format(here=here)), done.err


FULL = """
import errno


def on_post_page(output, **_):
    raise OSError(errno.ENOSPC, "No space left on device")
"""


def test_a_disk_that_is_full_is_no_fault_of_a_page(tmp_path: Path):
    playbook = few(tmp_path)
    (playbook / "full.py").write_text(FULL, encoding="utf-8")
    with (playbook / "mkdocs.yml").open("a", encoding="utf-8") as settings:
        settings.write("hooks: [full.py]\n")
    done = run("build", cwd=playbook)
    assert (done.code, done.out) == (1, "")
    said = f"\n{playbook / 'site'}: the site cannot be written: No space left on device; see `--site-dir` for another"
    assert said in done.err
    assert "[page]" not in done.err
    assert not (playbook / "site").exists()
