"""What stands above the versions: worked out from the records each time, so that a killed run leaves nothing wrong."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playbook.publish import above, standing
from playbook.publish.canonical import fingerprint, plain
from playbook.publish.record import Kept, Release, released
from playbook.publish.register import fate, kept
from playbook.publish.standing import in_force

Page = Callable[..., str]
"""Renders a template of `templates/publish/` with its context."""

KEEPING = {".nojekyll": "", ".gitattributes": "* -text\n", ".gitignore": ".lock\n.new-*\n.staging-*\n"}
"""Files that keep hosts and git from changing what they are given, or from taking what is not yet done."""
ROBOTS = "User-agent: *\nAllow: /\n"
_SITEMAP = "Sitemap: "


@dataclass(frozen=True)
class Telling:
    """What one version says of a section: `state` is first, same, changed or removed; `text` its canonical text.

    `before` is what the last version that has it says.
    """

    release: Release
    state: str
    page: str | None
    fingerprint: str | None
    text: str
    before: str = ""

    @property
    def words(self) -> str:
        """The words of the text without its marks: a line for each block, and one for each row of a table."""
        return "\n".join(_lines(self.text))

    @property
    def compared(self) -> tuple[tuple[str, str], ...]:
        """The lines of `words` among those of the version before: same, new or gone, and the words of each."""
        old, new = _lines(self.before), _lines(self.text)
        found: list[tuple[str, str]] = []
        for same, first, last, begin, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            if same == "equal":
                found += [("same", line) for line in new[begin:end]]
            else:
                found += [("gone", line) for line in old[first:last]] + [("new", line) for line in new[begin:end]]
        return tuple(found)


def _lines(text: str) -> list[str]:
    rows = re.sub(r"\n\\t[dh](?:\[[^\]\n]*\])? (?=\S)", " · ", re.sub(r"\n\\tr\n\\t[dh]", r"\n\\p", text))
    return [line for each in plain(rows).split("\n") if (line := each.strip(" ·"))]


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
    above.settle(public, dict(_files(public, releases, page, address, status)))


def _files(
    public: Path, releases: tuple[Release, ...], page: Page, address: str, status: Mapping[str, Any]
) -> Iterator[tuple[str, str]]:
    """Iterate over what stands above the versions, in the order in which it is written."""
    chosen = in_force(releases, status)
    yield from _below("current", _redirects(public, releases, chosen, page, address))
    yield from _below("s", _histories(public, releases, page, status))
    yield "verify/index.html", page("publish/verify.html")
    spans = standing.spans(releases, status)
    yield "on/index.html", page("publish/on.html", releases=releases, status=status, spans=spans)
    yield from KEEPING.items()
    yield from _for_machines(public, releases, chosen, page, address)
    base = urlsplit(address).path or "/"
    yield "404.html", page("publish/404.html", releases=releases, base=base, sure=bool(address))
    yield "index.html", _leading(f"{chosen.version}/", "", chosen, page, address)
    yield standing.FILE, _json(status)
    yield "versions.json", _json(_versions(releases, status, chosen))


def _below(folder: str, files: Iterator[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    return ((f"{folder}/{name}", text) for name, text in files)


def _newest(releases: tuple[Release, ...]) -> dict[str, tuple[Release, Kept]]:
    """Return every section there ever was, as the newest version with it has it, by id."""
    found = {id: (each, kept) for each in releases for id, kept in each.sections.items()}
    return dict(sorted(found.items()))


def _for_machines(
    public: Path, releases: tuple[Release, ...], chosen: Release, page: Page, address: str
) -> Iterator[tuple[str, str]]:
    """Iterate over what search engines read; a list of addresses only where they are known in full."""
    yield "robots.txt", ROBOTS + (f"{_SITEMAP}{address}sitemap.xml\n" if address else "")
    if address:
        pages = [name for name in _pages(public, chosen) if not name.startswith("s/")]
        ids = sorted({id for each in releases for id in each.sections})
        paths = ["on/", "s/", "verify/", *(f"{each.version}/" for each in releases if each is not chosen)]
        paths += [f"{chosen.version}/{name}" for name in pages] + [f"s/{id}/" for id in ids]
        yield "sitemap.xml", page("publish/sitemap.xml", addresses=[address + path for path in paths])


def served_at(public: Path) -> str:
    """Return the address at which a tree says that it is served, empty where it does not say."""
    robots = public / "robots.txt"
    text = robots.read_text(encoding="utf-8", errors="replace") if robots.is_file() else ""
    told = (line.removeprefix(_SITEMAP) for line in text.splitlines() if line.startswith(_SITEMAP))
    return next(told, "").removesuffix("sitemap.xml")


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
    before = ""
    seen = False
    for each in releases:
        kept = each.sections.get(id)
        if kept is None:
            if seen and last is not None:
                yield Telling(each, "removed", None, None, "")
            last = None
            continue
        state = "first" if not seen else "same" if kept.fingerprint == last else "changed"
        text = _text(public, each.version, id, kept)
        yield Telling(each, state, kept.page, kept.fingerprint, text, before)
        seen, last, before = True, kept.fingerprint, text


def _text(public: Path, version: str, id: str, kept: Kept) -> str:
    """Return the text of a section; nothing where it is not there as it was published, whatever became of it."""
    try:
        text = (public / version / "s" / id / "text.txt").read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return ""
    return text if fingerprint(text) == kept.fingerprint else ""


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
