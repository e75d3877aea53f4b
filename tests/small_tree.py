"""Published trees of a few small files, made through the library: what is proved depends on nothing they say."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from pathlib import Path

from playbook.publish.release import root_pages
from playbook.publish.release.release import Publication, Step, publish, sections_of
from playbook.publish.release.statements import Change, enter_statements
from playbook.publish.text.canonical import fingerprint, plain
from playbook.publish.tree.record import Cited, Release
from playbook.publish.tree.sealing import UNSEALED, Seal
from playbook.rendering.renderer import Renderer

IDS = ("role-buyer", "role-buyer--duty-pay")
ADDRESS = "https://playbook.example/"
TODAY = date.today()
_LEDGER = '{"form": 1, "ledger": {"role-buyer": {"introduced": "VERSION", "kind": "role", "title": "Buyer"}}}\n'


def published(
    public: Path,
    version: str,
    step: Step = lambda _: None,
    seal: Seal = UNSEALED,
    texts: Mapping[str, str] | None = None,
) -> bool:
    """Publish a version of a few files; `texts` are the canonical texts of its sections, by id."""
    said = texts or {id: f"\\p {id}, as {version} says\n" for id in IDS}
    cited = tuple(Cited(id, "role", "Buyer", f"roles/#{id}", text) for id, text in said.items())
    kept = sections_of(cited, fingerprint)
    first = f"{version[:4]}-0{version[-1]}-01"
    release = Release(version, "Ours", "agreed", first, None, (), None, "test", kept, "")
    return publish(public, Publication(release, partial(_write, version, cited), root_writer(public), seal, step=step))


def _write(version: str, cited: tuple[Cited, ...], folder: Path, beside: Path) -> None:
    (beside / "register.json").write_text(_LEDGER.replace("VERSION", version), encoding="utf-8")
    for each in cited:
        (folder / "s" / each.id).mkdir(parents=True)
        (folder / "s" / each.id / "text.txt").write_text(each.text, encoding="utf-8")
        (folder / "s" / each.id / "index.html").write_text(_page(each), encoding="utf-8")
    (folder / "roles").mkdir()
    (folder / "roles" / "index.html").write_text(_page(*cited), encoding="utf-8")
    for name in ("index.html", "playbook.json", "styles.css"):
        (folder / name).write_text(f"{name} of {version}", encoding="utf-8")


def _page(*cited: Cited) -> str:
    said = "".join(f"<p id='{each.id}'>{plain(each.text)}</p>" for each in cited)
    return f"<!doctype html><title>Buyer</title><main data-pb-content>{said}</main>"


def root_writer(public: Path) -> Callable[[], None]:
    """Return what writes the pages above the versions."""
    return partial(root_pages.write, public, Renderer((), "en-GB").sheet, ADDRESS)


def entered(public: Path, event: str, seal: Seal = UNSEALED, **facts: str) -> None:
    """Enter an event of today into the log."""
    enter_statements(public, Change(TODAY, root_writer(public), seal), (event, facts))  # type: ignore[arg-type]


def key(folder: Path, name: str) -> Path:
    """Make a pair of keys, and return the private one."""
    command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", folder / name]
    subprocess.run(command, check=True, capture_output=True)
    return folder / name


def signers(folder: Path, **keys: Path) -> Path:
    """Write a file of those who may sign, a party a line, and return it."""
    public = {party: each.with_suffix(".pub").read_text(encoding="utf-8") for party, each in keys.items()}
    (folder / "signers").write_text("".join(f"{party} {line}" for party, line in public.items()), encoding="utf-8")
    return folder / "signers"
