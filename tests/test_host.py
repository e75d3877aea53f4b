"""A tree on a host is read over connections that are kept, and within bounds of time and size."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest

from playbook.publish.text.canonical import fingerprint
from playbook.publish.tree.host import Host
from playbook.publish.tree.time_limits import TimeLimit
from playbook.publish.tree.untrusted_input import Unsound
from playbook.publish.verify.verify import verify
from tests.browser.conftest import Searched, Server
from tests.published import Published


class Answering(BaseHTTPRequestHandler):
    """Answers as the name that is asked for says, and counts connections."""

    protocol_version = "HTTP/1.1"
    opened: ClassVar[list[str]] = []

    def setup(self) -> None:
        """Note a connection."""
        super().setup()
        self.opened.append(self.client_address[0])

    def do_GET(self) -> None:
        """Answer."""
        match self.path.strip("/"):
            case "gone" | "missing":
                self._say(404 if self.path == "/missing" else 410, b"x" * 5000)
            case "broken":
                self._say(500, b"no")
            case "elsewhere":
                self._say(302, b"", location="/here")
            case "round":
                self._say(302, b"", location="/round")
            case "disk":
                self._say(302, b"", location="file:///etc/hostname")
            case "silent":
                self._say(200, b"x")
                self.close_connection = True  # without having said so
            case "slow":
                threading.Event().wait(2)
            case "cut":
                self._say(200, b"x", length=9)
                self.close_connection = True
            case name:
                self._say(200, name.encode())

    def _say(self, status: int, body: bytes, location: str = "", length: int | None = None) -> None:
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def _served(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    with Server(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture
def asked() -> Iterator[Host]:
    """A host that answers as it is asked to."""
    Answering.opened.clear()
    with _served(Answering) as root:
        yield Host(root)


def test_one_connection_serves_many_files_those_that_are_missing_included(asked: Host):
    for number in range(20):
        assert asked.read(f"file-{number}") == f"file-{number}".encode()
        for name in ("missing", "gone"):
            with pytest.raises(FileNotFoundError):
                asked.read(name)
    assert len(Answering.opened) == 1


def test_a_host_that_closes_a_connection_without_a_word_is_asked_anew(asked: Host):
    assert [asked.read("silent") for _ in range(5)] == [b"x"] * 5


def test_an_answer_that_leads_elsewhere_on_a_host_is_followed_and_no_further(asked: Host):
    assert asked.read("elsewhere") == b"here"
    for name in ("round", "disk"):
        with pytest.raises(ConnectionError):
            asked.read(name)


@pytest.mark.parametrize(("name", "said"), [("broken", "answers 500"), ("cut", "")])
def test_what_is_no_answer_is_told(asked: Host, name: str, said: str):
    with pytest.raises(ConnectionError, match=f"/{name}.*{said}"):
        asked.read(name)
    assert asked.read("file") == b"file"


def test_an_answer_has_bounds_of_time_and_size(asked: Host):
    with pytest.raises(Unsound, match="more than 3 bytes"):
        asked.read("long", 3)
    assert asked.read("odd", 3) == b"odd"
    with pytest.raises(ConnectionError, match=r"no answer within 0\.2 seconds"):
        Host(asked.root, TimeLimit(0.2)).read("slow")


def test_nobody_there_is_told_in_words_that_are_the_same_each_time():
    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        root = f"http://127.0.0.1:{server.server_port}/"
    said = set()
    for _ in range(2):
        with pytest.raises(ConnectionError) as found:
            Host(root).read("x")
        said.add(str(found.value))
    assert len(said) == 1
    assert "0x" not in said.pop()


def test_a_whole_tree_is_proved_over_a_few_connections(published_few: Published):
    opened: list[None] = []

    class Counting(Searched):
        def setup(self) -> None:
            super().setup()
            opened.append(None)

        def __init__(self, *words: object) -> None:
            super().__init__(*words, directory=str(published_few.public))

    with _served(Counting) as root:
        verdict = verify(root, None, fingerprint)
    assert (verdict.code, len(verdict.looked_at) > 100) == (0, True)
    assert len(opened) <= 3
