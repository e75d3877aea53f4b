"""Serving: every save is seen; a broken one is shown over the last good page until it is mended."""

from __future__ import annotations

import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from lxml import etree

from tests.support import SCRIPTS, environment, replace, small

OWN = """
from playbook.api import Check, about


def forum_odd(context):
    \"\"\"A meeting is even.\"\"\"
    yield about(context.playbook.forums["heads-meet"], "it is odd", "make it even")


CHECKS = (Check(forum_odd, "info"),)
"""
SECONDS = 60
"""How long a test waits for what must come."""


@dataclass(frozen=True)
class Served:
    """A playbook, the server that serves it, and the file its terminal output goes to."""

    playbook: Path
    server: subprocess.Popen[bytes]
    address: str
    terminal: Path

    def page(self, path: str = "") -> str:
        """Return a page as the server gives it; empty while it does not answer."""
        try:
            with urllib.request.urlopen(f"{self.address}/{path}", timeout=10) as answer:  # noqa: S310
                return str(answer.read().decode("utf-8"))
        except (urllib.error.URLError, ConnectionError):
            return ""

    def until(self, holds: Callable[[str], bool], path: str = "") -> str:
        """Return a page once `holds` holds for it."""
        end = time.monotonic() + SECONDS
        while not holds(html := self.page(path)):
            assert self.server.poll() is None, self.said()
            assert time.monotonic() < end, f"it never came to that; the terminal says:\n{self.said()}"
            time.sleep(0.1)
        return html

    def said(self) -> str:
        """Return what stands in the terminal."""
        return self.terminal.read_text(encoding="utf-8")


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    playbook = small(tmp_path_factory.mktemp("served"))
    (playbook / "checks").mkdir()
    (playbook / "checks" / "own.py").write_text(OWN, encoding="utf-8")
    port, terminal = _free_port(), playbook.parent / "terminal.txt"
    with terminal.open("wb") as output:
        command = [SCRIPTS / "playbook", "serve", "-a", f"127.0.0.1:{port}"]
        server = subprocess.Popen(
            command, cwd=playbook, env=environment(), stdout=output, stderr=output, preexec_fn=_hear_interrupts
        )
        try:
            served = Served(playbook, server, f"http://127.0.0.1:{port}", terminal)
            served.until(lambda html: "Small playbook" in html)
            yield served
        finally:
            server.kill()
            server.wait()


def _hear_interrupts():
    """Let the server be interrupted also where the tests run in the background, which ignores it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _overlay(html: str) -> str:
    found = etree.HTML(html).find(".//*[@id='pb-overlay']") if html else None
    return " ".join("".join(found.itertext()).split()) if found is not None else ""


def test_a_broken_fact_is_shown_over_the_last_good_page_until_it_is_mended(served: Served):
    data = served.playbook / "data" / "responsibilities.yml"
    good = served.page("responsibilities/mending/")
    assert "Mend the tills" in good
    assert _overlay(good) == ""

    text = replace(data, "    consulted: cashier\n", "    consulted: cashire\n")
    broken = served.until(lambda html: _overlay(html) != "", "responsibilities/mending/")
    line = text[: text.index("cashire")].count("\n") + 1
    place, hint = f"data/responsibilities.yml:{line}:16", "did you mean `cashier`?"
    assert place in _overlay(broken)
    assert "there is no role `cashire`" in _overlay(broken)
    assert hint in _overlay(broken)
    assert "Mend the tills" in broken
    assert _overlay(served.page("roles/cashier/")) == _overlay(broken)
    assert f"{place}: error: there is no role `cashire`" in served.said()
    assert f"    hint: {hint}" in served.said()

    replace(data, "    consulted: cashire\n", "    informed: cashier\n")
    replace(data, "name: Mend the tills", "name: Mend each till")
    mended = served.until(lambda html: html and _overlay(html) == "", "responsibilities/mending/")
    assert "Mend each till" in served.until(lambda html: "Mend each till" in html, "responsibilities/mending/")
    assert "pb-overlay" not in mended


def test_a_broken_page_is_shown_over_the_last_good_one_until_it_is_mended(served: Served):
    page = served.playbook / "docs" / "phases" / "index.md"
    replace(page, "{{ phase_overview() }}", 'Here: {{ phase("rn") }}')
    broken = served.until(lambda html: _overlay(html) != "", "phases/")
    assert "docs/phases/index.md:3:17" in _overlay(broken)
    assert "did you mean `run`?" in _overlay(broken)
    assert "Set up" in broken

    replace(page, 'Here: {{ phase("rn") }}', 'Here: {{ phase("run", text="it runs") }}')
    assert "it runs" in served.until(lambda html: "it runs" in html and _overlay(html) == "", "phases/")


def test_a_broken_link_is_shown_over_the_last_good_page_until_it_is_mended(served: Served):
    page = served.playbook / "docs" / "documents.md"
    replace(page, "## Reports", "See [them](reports.md).\n\n## Reports")
    broken = served.until(lambda html: _overlay(html) != "", "documents/")
    assert "docs/documents.md:9:12" in _overlay(broken)
    replace(page, "See [them](reports.md).", "See [them](glossary.md).")
    served.until(lambda html: "See <a" in html and _overlay(html) == "", "documents/")


def test_what_the_overlay_shows_is_text(served: Served):
    page = served.playbook / "docs" / "documents.md"
    replace(page, "## Reports", '{{ role("<script>alert(1)</script>") }}\n\n## Reports')
    broken = served.until(lambda html: _overlay(html) != "", "documents/")
    assert "<script>alert(1)</script>" in _overlay(broken)
    assert "<script>alert(1)" not in broken
    replace(page, '{{ role("<script>alert(1)</script>") }}\n\n## Reports', "## Reports")
    served.until(lambda html: html and _overlay(html) == "", "documents/")


def test_a_check_of_a_team_is_read_anew(served: Served):
    check = served.playbook / "checks" / "own.py"
    replace(check, '"info"', '"error"')
    assert "it is odd" in _overlay(served.until(lambda html: _overlay(html) != ""))
    replace(check, "heads-meet", "head-meet")
    served.until(lambda html: "checks/own.py:7:1" in _overlay(html))
    replace(check, "head-meet", "heads-meet")
    replace(check, '"error"', '"info"')
    served.until(lambda html: html and _overlay(html) == "")


def test_a_new_file_is_seen(served: Served):
    (served.playbook / "docs" / "new.md").write_text("# Newly written {: #newly-written }\n", encoding="utf-8")
    served.until(lambda html: "Newly written" in html, "new/")


def _asked(served: Served, request: bytes) -> str:
    """Return the first line of what the server answers to a request as it stands."""
    port = int(served.address.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(request)
        return connection.makefile("rb").readline().decode("latin-1").strip()


@pytest.mark.parametrize("name", ["localhost", "LOCALHOST:80", "127.0.0.1:1", "[::1]:8000"])
def test_it_answers_to_the_names_of_this_machine(served: Served, name: str):
    assert _asked(served, f"GET / HTTP/1.1\r\nHost: {name}\r\nConnection: close\r\n\r\n".encode()).endswith("200 OK")


@pytest.mark.parametrize(
    "name", ["x.example", "localhost.x.example", "127.0.0.1.x.example:80", "192.0.2.1", "", "[", "::"]
)
def test_it_answers_to_no_other_name(served: Served, name: str):
    line = _asked(served, f"GET / HTTP/1.1\r\nHost: {name}\r\nConnection: close\r\n\r\n".encode())
    assert line.endswith("421 Misdirected Request")


@pytest.mark.parametrize(
    "asked",
    [b"GET /%00 HTTP/1.1", b"GET /../../etc/passwd HTTP/1.1", b"GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1", b"GET",
     b"\xff\xfe / x", b"GET /" + b"a" * 3000 + b" HTTP/1.1"],
)  # fmt: skip
def test_what_is_no_request_is_refused_without_a_trace(served: Served, asked: bytes):
    line = _asked(served, asked + b"\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    assert " 200 " not in line
    assert " 500 " not in line
    assert "Traceback" not in served.said()
    assert served.page() != ""


def test_serving_leaves_no_site_behind_and_ends_when_told(served: Served):
    served.server.send_signal(signal.SIGINT)
    served.server.wait(SECONDS)
    assert "Traceback" not in served.said()
    assert not list(served.playbook.glob("site*"))
