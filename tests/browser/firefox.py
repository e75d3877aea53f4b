"""Firefox for the tests: found or fetched, started without a window, asked to open and print pages.

It is spoken to by Marionette, its own protocol, since the browser of a system can be driven no other way without
further programs. Run once by `make test`; says which Firefox it is. Where none can be had, the tests that need it are
skipped and say so,
and fail in `CI`.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

NAMES = ("firefox-esr", "firefox")
PACKAGE = "firefox-esr"
SECONDS = 60
"""How long it may take to start, and to answer."""
SETTINGS = """\
user_pref("marionette.port", {port});
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("browser.startup.homepage_override.mstone", "ignore");
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("toolkit.telemetry.server", "");
user_pref("app.update.enabled", false);
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
user_pref("services.settings.server", "");
user_pref("layout.testing.top-level-always-active", true);
"""


def find() -> str | None:
    """Return the path of a Firefox, or None."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def install() -> str | None:
    """Return the path of a Firefox, installed where none was there."""
    if (found := find()) or not shutil.which("apt-get"):
        return found
    root = [] if os.geteuid() == 0 else ["sudo", "--non-interactive"]
    for words in (["update"], ["install", "--yes", "--no-install-recommends", PACKAGE]):
        subprocess.run([*root, "apt-get", *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return find()


class Firefox:
    """A Firefox that has started; sizes of paper are in centimetres."""

    def __init__(self, connection: socket.socket) -> None:
        """Speak to a Firefox that listens."""
        self._socket, self._file, self._asked = connection, connection.makefile("rb"), 0
        self._read()
        self.ask("WebDriver:NewSession", {"capabilities": {"alwaysMatch": {"acceptInsecureCerts": True}}})

    def ask(self, command: str, values: dict[str, Any] | None = None) -> Any:
        """Return the answer to a command of WebDriver."""
        self._asked += 1
        text = json.dumps([0, self._asked, command, values or {}]).encode()
        self._socket.sendall(f"{len(text)}:".encode() + text)
        _, number, error, answer = self._read()
        assert number == self._asked
        assert error is None, (command, error)
        return answer

    def _read(self) -> Any:
        size = b""
        while (byte := self._file.read(1)) != b":":
            assert byte, "Firefox has gone"
            size += byte
        return json.loads(self._file.read(int(size)))

    def open(self, address: str) -> None:
        """Open a page, and wait until it is there."""
        self.ask("WebDriver:Navigate", {"url": address})

    def run(self, script: str) -> Any:
        """Return what a script of the page returns."""
        return self.ask("WebDriver:ExecuteScript", {"script": script, "args": [], "sandbox": None})["value"]

    def pdf(self, width: float, height: float) -> bytes:
        """Return the page that is open as it is printed on upright paper of a size."""
        page = {"width": width, "height": height}
        answer = self.ask("WebDriver:Print", {"page": page, "background": False, "shrinkToFit": False})
        return base64.b64decode(answer["value"])


def _free() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _connected(port: int, running: subprocess.Popen[bytes]) -> socket.socket:
    for _ in range(SECONDS * 10):
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=SECONDS)
        except OSError:
            assert running.poll() is None, "Firefox did not start"
            time.sleep(0.1)
    raise AssertionError("Firefox does not answer")


@contextmanager
def started(path: str, profile: Path) -> Iterator[Firefox]:
    """Start a Firefox that keeps all it needs in the folder `profile`, and end it."""
    port = _free()
    (profile / "user.js").write_text(SETTINGS.format(port=port), encoding="utf-8")
    command = [path, "--headless", "--marionette", "--no-remote", "--profile", str(profile)]
    surroundings = {**os.environ, "HOME": str(profile), "TZ": "UTC", "MOZ_CRASHREPORTER_DISABLE": "1"}
    with subprocess.Popen(command, env=surroundings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        try:
            with _connected(port, running) as connection:
                yield Firefox(connection)
        finally:
            running.terminate()


if __name__ == "__main__":
    firefox = install()
    sys.stdout.write(f"print tests use {firefox}\n" if firefox else "no Firefox: the tests of its paper are skipped\n")
