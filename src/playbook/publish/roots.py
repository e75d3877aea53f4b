"""What stands above the versions: worked out from the records each time, so that a killed run leaves nothing wrong."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playbook.publish.record import Release, released

Page = Callable[..., str]
"""Renders a template of `templates/publish/` with its context."""


@dataclass(frozen=True)
class Telling:
    """What one version says of a section: `state` is first, same, changed or removed; `text` its canonical text."""

    release: Release
    state: str
    page: str | None
    fingerprint: str | None
    text: str


def write(public: Path, page: Page) -> None:
    """Write everything above the versions; `versions.json`, which readers ask first, last."""
    releases = released(public)
    if not releases:
        return
    status = _status(public, releases)
    chosen = in_force(releases, status)
    _swap(public, "current", dict(_redirects(public, chosen, page)))
    _swap(
        public,
        "s",
        {
            f"{id}/index.html": page("publish/history.html", id=id, telling=list(_told(public, id, releases)))
            for id in sorted({id for each in releases for id in each.sections})
        },
    )
    _swap(public, "on", {"index.html": page("publish/on.html", releases=releases, status=status)})
    _put(public / ".nojekyll", "")
    _put(public / "robots.txt", "User-agent: *\nAllow: /\n")
    _put(public / "sitemap.xml", page("publish/sitemap.xml", releases=releases))
    _put(public / "404.html", page("publish/404.html", releases=releases))
    _put(public / "index.html", page("publish/redirect.html", to="current/", version=chosen.version))
    _put(public / "status.json", _json(status))
    _put(public / "versions.json", _json(_versions(releases, status, chosen)))


def in_force(releases: tuple[Release, ...], status: Mapping[str, Any]) -> Release:
    """Return the newest agreed version that is not withdrawn; the newest at all where there is none."""
    standing = [each for each in releases if status[each.version]["state"] != "withdrawn"] or list(releases)
    agreed = [each for each in standing if each.status != "draft"] or standing
    return max(agreed, key=lambda each: each.effective_from)


def _status(public: Path, releases: tuple[Release, ...]) -> dict[str, Any]:
    """Return the facts that may change: what people wrote into `status.json` stays, what is worked out is new."""
    try:
        kept = json.loads((public / "status.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        kept = {}
    found: dict[str, Any] = {}
    newest = max((each.effective_from for each in releases if each.status != "draft"), default="")
    for each in releases:
        before = kept.get(each.version, {}) if isinstance(kept, dict) else {}
        withdrawn = before.get("state") == "withdrawn"
        state = "withdrawn" if withdrawn else "draft" if each.status == "draft" else "superseded"
        state = "in force" if state == "superseded" and each.effective_from == newest else state
        found[each.version] = {
            "state": state,
            "effective_from": each.effective_from,
            "effective_to": each.effective_to,
            "errata": before.get("errata", []),
        }
    return found


def _versions(releases: tuple[Release, ...], status: Mapping[str, Any], chosen: Release) -> list[dict[str, Any]]:
    """Return what the version selector of the theme reads: the newest first, none ever left out."""
    return [
        {
            "version": each.version,
            "title": f"{each.version} ({status[each.version]['state']})",
            "aliases": ["current"] if each is chosen else [],
            "properties": {"hidden": status[each.version]["state"] == "withdrawn"},
        }
        for each in reversed(releases)
    ]


def _redirects(public: Path, chosen: Release, page: Page) -> Iterator[tuple[str, str]]:
    """Iterate over a page for each page of the version in force, that leads to it."""
    version = public / chosen.version
    for path in sorted(version.rglob("index.html")):
        name = path.relative_to(version).as_posix()
        up = "../" * (name.count("/") + 1)
        to = f"{up}{chosen.version}/{name.removesuffix('index.html')}"
        yield name, page("publish/redirect.html", to=to, version=chosen.version)


def _told(public: Path, id: str, releases: tuple[Release, ...]) -> Iterator[Telling]:
    """Iterate over what each version says of a section, from the first that has it."""
    last: str | None = None
    seen = False
    for each in releases:
        kept = each.sections.get(id)
        if kept is None:
            if seen and last is not None:
                yield Telling(each, "removed", None, None, "")
            last = None
            continue
        state = "first" if not seen else "same" if kept.fingerprint == last else "changed"
        text = (public / each.version / "s" / id / "text.txt").read_text(encoding="utf-8")
        yield Telling(each, state, kept.page, kept.fingerprint, text)
        seen, last = True, kept.fingerprint


def _swap(public: Path, name: str, files: Mapping[str, str]) -> None:
    """Put a folder of files in the place of the last one."""
    new, old = public / f".new-{name}", public / f".old-{name}"
    for left in (new, old):
        shutil.rmtree(left, ignore_errors=True)
    new.mkdir()
    for file, text in files.items():
        (new / file).parent.mkdir(parents=True, exist_ok=True)
        (new / file).write_text(text, encoding="utf-8")
    if (public / name).exists():
        (public / name).rename(old)
    new.rename(public / name)
    shutil.rmtree(old, ignore_errors=True)


def _put(path: Path, text: str) -> None:
    """Write a file so that readers see the last one or the new one, and nothing between."""
    beside = path.with_name(f".new-{path.name}")
    with beside.open("w", encoding="utf-8") as opened:
        opened.write(text)
        opened.flush()
        os.fsync(opened.fileno())
    beside.replace(path)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
