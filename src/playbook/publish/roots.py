"""What stands above the versions: worked out from the records each time, so that a killed run leaves nothing wrong."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playbook.publish import standing
from playbook.publish.canonical import plain
from playbook.publish.record import Kept, Release, released
from playbook.publish.register import fate, kept
from playbook.publish.standing import in_force

Page = Callable[..., str]
"""Renders a template of `templates/publish/` with its context."""

KEEPING = {".nojekyll": "", ".gitattributes": "* -text\n", ".gitignore": ".lock\n.new-*\n.old-*\n.staging-*\n"}
"""Files that keep hosts and git from changing what they are given, or from taking what is not yet done."""
ROBOTS = "User-agent: *\nAllow: /\n"


@dataclass(frozen=True)
class Telling:
    """What one version says of a section: `state` is first, same, changed or removed; `text` its canonical text."""

    release: Release
    state: str
    page: str | None
    fingerprint: str | None
    text: str

    @property
    def words(self) -> str:
        """The words of the text without its marks: a line for each block, and one for each row of a table."""
        rows = re.sub(r"\n\\t[dh](?:\[[^\]\n]*\])? (?=\S)", " · ", re.sub(r"\n\\tr\n\\t[dh]", r"\n\\p", self.text))
        return "\n".join(filter(None, (each.strip(" ·") for each in plain(rows).split("\n"))))


@dataclass(frozen=True)
class Gone:
    """What became of a section that the newest version lacks.

    `since` is the first version without it and `last` what the last one with it says; `entry` is what the ledger of the
    newest version says of it, empty where it says nothing. `instead` is the id to turn to where that has an address,
    and `title` its name.
    """

    since: str
    last: Telling
    entry: Mapping[str, str]
    instead: str | None
    title: str


def write(public: Path, page: Page, address: str = "", status: Mapping[str, Any] | None = None) -> None:
    """Write everything above the versions; `versions.json`, which readers ask first, last.

    `address` is where the tree is served, such as `https://playbook.example/`, where that is known; `status` is how
    the versions stand, where that has changed.
    """
    releases = released(public)
    if not releases:
        return
    status = standing.status(public, releases) if status is None else status
    chosen = in_force(releases, status)
    _swap(public, "current", dict(_redirects(public, releases, chosen, page, address)))
    _swap(public, "s", dict(_histories(public, releases, page, status)))
    _swap(public, "verify", {"index.html": page("publish/verify.html")})
    spans = standing.spans(releases, status)
    _swap(public, "on", {"index.html": page("publish/on.html", releases=releases, status=status, spans=spans)})
    for name, text in KEEPING.items():
        _put(public / name, text)
    _for_machines(public, releases, chosen, page, address)
    base = urlsplit(address).path or "/"
    _put(public / "404.html", page("publish/404.html", releases=releases, base=base, sure=bool(address)))
    _put(public / "index.html", _leading(f"{chosen.version}/", "", chosen, page, address))
    _put(public / standing.FILE, _json(status))
    _put(public / "versions.json", _json(_versions(releases, status, chosen)))


def _newest(releases: tuple[Release, ...]) -> dict[str, tuple[Release, Kept]]:
    """Return every section there ever was, as the newest version with it has it, by id."""
    found = {id: (each, kept) for each in releases for id, kept in each.sections.items()}
    return dict(sorted(found.items()))


def _for_machines(public: Path, releases: tuple[Release, ...], chosen: Release, page: Page, address: str) -> None:
    """Write what search engines read; a list of addresses only where they are known in full."""
    _put(public / "robots.txt", ROBOTS + (f"Sitemap: {address}sitemap.xml\n" if address else ""))
    if address:
        pages = [name for name in _pages(public, chosen) if not name.startswith("s/")]
        ids = sorted({id for each in releases for id in each.sections})
        paths = ["on/", "s/", "verify/", *(f"{each.version}/" for each in releases if each is not chosen)]
        paths += [f"{chosen.version}/{name}" for name in pages] + [f"s/{id}/" for id in ids]
        _put(public / "sitemap.xml", page("publish/sitemap.xml", addresses=[address + path for path in paths]))
    else:
        (public / "sitemap.xml").unlink(missing_ok=True)


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


def _redirects(
    public: Path, releases: tuple[Release, ...], chosen: Release, page: Page, address: str
) -> Iterator[tuple[str, str]]:
    """Iterate over a page for each page of the version in force, that leads to it, and each that only another has."""
    there = _pages(public, chosen)
    for name in there:
        yield f"{name}index.html", _leading(f"{chosen.version}/{name}", _up(name), chosen, page, address)
    others = {name: each.version for each in releases if each.status != "draft" for name in _pages(public, each)}
    for name in sorted(others.keys() - set(there)):
        if name.startswith("s/"):
            told = _leading(name, _up(name), chosen, page, address, "publish/departed.html")
        else:
            context = {"root": _up(name), "last": others[name], "version": chosen.version, "title": chosen.title}
            told = page("publish/gone.html", name=name, **context)
        yield f"{name}index.html", told


def _leading(
    path: str, root: str, chosen: Release, page: Page, address: str, template: str = "publish/redirect.html"
) -> str:
    """Return a page that leads to a path below the root of the tree, which is `root` from there."""
    canonical = address and address + path
    return page(template, to=root + path, version=chosen.version, canonical=canonical)


def _pages(public: Path, release: Release) -> list[str]:
    """Return the addresses of all pages of a version, from its root."""
    version = public / release.version
    found = (path.relative_to(version).as_posix() for path in version.rglob("index.html"))
    return sorted(name.removesuffix("index.html") for name in found)


def _up(name: str) -> str:
    """Return the way from a page in `current/` to the root of the tree."""
    return "../" * (name.count("/") + 1)


def _histories(
    public: Path, releases: tuple[Release, ...], page: Page, status: Mapping[str, Any]
) -> Iterator[tuple[str, str]]:
    """Iterate over the page of each section that any version has, and the list of them all."""
    ledger, newest = kept(public, releases[-1].version), _newest(releases)
    titles = {id: section.title for id, (_, section) in newest.items()}
    yield "index.html", page("publish/sections.html", sections=newest)
    for id, title in titles.items():
        telling = tuple(_told(public, id, releases))
        gone = None if id in releases[-1].sections else _gone(telling, fate(ledger, id), titles)
        context = {"id": id, "title": title, "telling": telling, "status": status, "gone": gone}
        yield f"{id}/index.html", page("publish/history.html", **context)


def _gone(telling: tuple[Telling, ...], entry: Mapping[str, str], titles: Mapping[str, str]) -> Gone:
    place = max(at for at, each in enumerate(telling) if each.fingerprint)
    since, instead = telling[place + 1].release.version, entry.get("replaced_by", "")
    return Gone(since, telling[place], entry, instead if instead in titles else None, titles.get(instead, instead))


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
