"""Whatever nobody foresaw ends a command in one line and with its own code, and leaves nothing half-made."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support import ROOT, replace, run, small

BROKEN = """
import sys
from playbook.checks import catalogue
from playbook.__main__ import main

def listed(*_):
    raise {error}

catalogue.listed = listed
sys.argv = ["playbook", *{options}, "check", "--list"]
main()
"""
PROGRAM = Path(sys.executable).with_name("playbook")


def _broken(folder: Path, error: str, *options: str):
    return run("-c", BROKEN.format(error=error, options=list(options)), cwd=folder, program="python", PYTHONPATH="")


@pytest.mark.parametrize(
    "error", ["KeyError('x\\x1b[31m')", "RecursionError()", "MemoryError()", "OSError(5, 'no', 'a')"]
)
def test_a_fault_of_ours_says_so_in_one_line(error: str, tmp_path: Path):
    ended = _broken(tmp_path, error)
    line, hint = ended.err.splitlines()
    assert ended.code == 70
    assert "playbook/commands/check.py in line" in line
    assert f"this is a fault of ours: {error.partition('(')[0]}" in line
    assert "report it" in hint
    assert "\x1b" not in ended.said
    assert str(ROOT) not in ended.said


def test_it_shows_where_it_came_from_when_asked(tmp_path: Path):
    ended = _broken(tmp_path, "KeyError('x')", "--debug")
    assert ended.code == 70
    assert "Traceback (most recent call last)" in ended.err


def test_a_library_that_is_missing_is_named(tmp_path: Path):
    ended = _broken(tmp_path, "ModuleNotFoundError('no', name='lxml')")
    assert (ended.code, ended.err) == (70, "the library `lxml` is missing or broken: install the generator again\n")
    code = "import sys; sys.modules['yaml'] = None; from playbook.__main__ import main; main()"
    ended = run("-c", code, cwd=tmp_path, program="python", PYTHONPATH="")
    assert ended.code == 70
    assert "`yaml` is missing or broken" in ended.err


def test_a_macro_of_the_playbooks_own_that_fails_is_told_at_its_line(tmp_path: Path):
    folder = small(tmp_path / "playbook")
    with (folder / "macros" / "__init__.py").open("a", encoding="utf-8") as file:
        file.write("\n\nraise LookupError('mine')\n")
    line = len((folder / "macros" / "__init__.py").read_text(encoding="utf-8").splitlines())
    for command in ("check", "build"):
        ended = run(command, cwd=folder)
        assert ended.code == 1
        assert f"macros/__init__.py:{line}:1: error: " in ended.said
        assert "LookupError: `mine`" in ended.said


def test_a_template_of_the_playbooks_own_that_fails_is_told_at_its_line(tmp_path: Path):
    folder = small(tmp_path / "playbook")
    replace(folder / "overrides" / "main.html", "{% block content %}", "{% block content %}{{ 1 / 0 }}")
    ended = run("build", cwd=folder)
    assert ended.code == 1
    assert "overrides/main.html:" in ended.said
    assert "ZeroDivisionError" in ended.said


def _listed(folder: Path, output: int):
    return subprocess.run([PROGRAM, "check", "--list"], cwd=folder, stdout=output, stderr=subprocess.PIPE, text=True)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_an_output_that_is_full_is_told(tmp_path: Path):
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            [PROGRAM, "check", "--list"], cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, text=True
        )
    assert (ended.returncode, ended.stderr) == (1, "the output cannot be written: No space left on device\n")


def test_an_output_that_nobody_reads_ends_in_silence(tmp_path: Path):
    reading, writing = os.pipe()
    os.close(reading)
    ended = subprocess.run(
        [PROGRAM, "check", "--list"], cwd=tmp_path, stdout=writing, stderr=subprocess.PIPE, text=True
    )
    os.close(writing)
    assert (ended.returncode, ended.stderr) == (1, "")


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "latin-1"])
def test_a_narrow_console_shows_every_message(encoding: str, tmp_path: Path):
    folder = small(tmp_path / "playbook")
    replace(folder / "data" / "playbook.yml", "title: ", "title: “≠ت ")
    replace(folder / "data" / "parties.yml", "kind: client", "kind: ≠ت")
    ended = run("check", cwd=folder, PYTHONIOENCODING=encoding)
    assert ended.code == 1
    assert "data/parties.yml:" in ended.said


def _hear_interrupts() -> None:
    """Let a command be interrupted also where the tests run in the background, which ignores it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_an_interruption_leaves_nothing_and_says_so(tmp_path: Path):
    folder = small(tmp_path / "playbook")
    for seconds in (0.3, 0.8):
        with subprocess.Popen(
            [PROGRAM, "build"], cwd=folder, stderr=subprocess.PIPE, text=True, preexec_fn=_hear_interrupts
        ) as running:
            time.sleep(seconds)
            running.send_signal(signal.SIGINT)
            _, said = running.communicate(timeout=60)
        assert (running.returncode, said) == (130, "interrupted\n")
        assert [path.name for path in folder.iterdir() if path.name.startswith("site")] == []
