"""What the tests of published versions share: a git history, a host on this machine, a playbook published twice."""

from __future__ import annotations

import re
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.support import dressed, few, reference, replace, run, searched, small

FIRST, SECOND = "2030-1", "2030-2"
NOTE = """
## Footnotes {: #footnotes }

The price is in euros.[^rate]

[^rate]: At the rate of the day.
"""


@dataclass(frozen=True)
class Published:
    """The folder of a playbook, and of what it has published."""

    folder: Path
    public: Path


def git(folder: Path, *words: str) -> None:
    """Run git as somebody who is nobody in particular."""
    identity = ("-c", "user.name=Team", "-c", "user.email=team@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *identity, *words], cwd=folder, check=True, capture_output=True)


def committed(folder: Path) -> Path:
    """Commit everything in a folder, also where nothing changed, and return it."""
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", "Edit")
    return folder


def registered(folder: Path) -> Path:
    """Enter what is new into the ledger, commit everything, and return the folder."""
    done = run("register", cwd=folder)
    assert done.code == 0, done.said
    return committed(folder)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path, types: Mapping[str, str] | None = None) -> Iterator[str]:
    """Give the address at which a folder is served, for a while; `types` say what files are, by their endings."""
    quiet = type("Quiet", (_Quiet,), {"extensions_map": {**_Quiet.extensions_map, **(types or {})}})
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(quiet, directory=folder)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()


def twice(where: Path, locale: str = "en-GB") -> Published:
    """Publish the small playbook twice below `where`, dressed as the reference playbook."""
    folder = dressed(searched(small(where / "playbook")))
    with (folder / "docs" / "about.md").open("a", encoding="utf-8") as file:
        file.write(NOTE)
    replace(folder / "data" / "playbook.yml", "locale: en-GB", f"locale: {locale}")
    return _published_twice(folder, where / "public")


def few_twice(where: Path) -> Published:
    """Publish few pages of the small playbook twice below `where`."""
    return _published_twice(few(where / "playbook"), where / "public")


def _published_twice(folder: Path, public: Path) -> Published:
    """Publish a playbook, and once more with a duty that is worded otherwise, which brings no id."""
    git(folder, "init", "--quiet")
    _publish(registered(folder), public, FIRST)
    replace(folder / "data" / "playbook.yml", f'version: "{FIRST}"', f'version: "{SECOND}"')
    replace(folder / "data" / "roles.yml", "Decide what the bakery buys.", "Decide what the bakery buys and bakes.")
    _publish(committed(folder), public, SECOND)
    return Published(folder, public)


def reference_once(where: Path) -> Published:
    """Publish the reference playbook below `where`, as it stands: every id of it is in the ledger."""
    folder = reference(where / "playbook")
    git(folder, "init", "--quiet")
    version = re.search(
        r'^ *version: "(.+?)"', (folder / "data" / "playbook.yml").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert version
    _publish(committed(folder), where / "public", version[1])
    return Published(folder, where / "public")


def _publish(folder: Path, public: Path, version: str) -> None:
    done = run("publish", version, "--to", public, cwd=folder)
    assert done.code == 0, done.said
