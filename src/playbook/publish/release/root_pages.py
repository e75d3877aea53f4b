"""What stands above the versions: worked out from the records each time, so that a killed run leaves nothing wrong."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playbook.publish.release import calendars, section_histories
from playbook.publish.tree import root_files, section_state, version_status
from playbook.publish.tree.approvals import approvals, signing_keys
from playbook.publish.tree.in_force import Term, spans, terms
from playbook.publish.tree.keys import keys
from playbook.publish.tree.log import Log, read
from playbook.publish.tree.older_trees import log_of
from playbook.publish.tree.readers import Folder
from playbook.publish.tree.record import PERMANENCE, Release, released
from playbook.publish.tree.untrusted_input import LIST_BYTES, sums_listed
from playbook.publish.verify.cite import wordings
from playbook.rendering.renderer import Renderer
from playbook.views.words import Words

Page = Callable[..., str]
"""Renders a template of `templates/publish/` with its context."""

KEEPING = {".nojekyll": "", ".gitattributes": "* -text\n", ".gitignore": ".lock\n.new-*\n.staging-*\n"}
"""Files that keep hosts and git from changing what they are given, or from taking what is not yet done."""
SHARED = ("frame.css", "in_force.js", section_state.STYLE, section_state.SCRIPT)
"""What the pages share of which there are many."""
ROBOTS = "User-agent: *\nAllow: /\n"


def page_in(own: Iterable[Path], locale: str) -> Page:
    """Return what renders those pages in a language; templates in the folders `own` stand before the built-in ones."""
    return page_by(Renderer(own, locale))


def page_by(renderer: Renderer) -> Page:
    """Return what renders the pages that stand outside of the site."""

    def page(template: str, **context: Any) -> str:
        """Return a page; what is for machines stays as it is in every language."""
        if template.endswith(".html"):
            return str(renderer.block(template, None, **context))
        return renderer.sheet(template, **context)

    return page


def write(public: Path, page: Page, address: str = "") -> None:
    """Write everything above the versions; `versions.json`, which readers ask first, last.

    `address` is where the tree is served, such as `https://playbook.example/`, where that is known.
    """
    releases = released(public)
    if not releases:
        return
    log = log_of(public, releases, date.today())
    root_files.replace_root_files(public, dict(_files(public, releases, page, address, log)))


def _files(
    public: Path, releases: tuple[Release, ...], page: Page, address: str, log: Log
) -> Iterator[tuple[str, str]]:
    """Iterate over what stands above the versions, in the order in which it is written."""
    status = version_status.status(log)
    known, title = terms(status), releases[-1].title
    promised = PERMANENCE if any(PERMANENCE in each.sections for each in releases) else ""
    shown: dict[str, Any] = {"title": title, "terms": known, "status": status, "promised": promised, "address": address}
    words = Renderer((), releases[-1].locale).words
    yield from ((name, page(f"publish/{name}", phrases=section_state.phrases(words))) for name in SHARED)
    yield from _below("current", _in_each(public, releases, known, page, address))
    yield from _below("s", section_histories.pages(public, releases, _listed(known), page, shown))
    yield from ((f"verify/{name}", page(f"publish/{name}")) for name in ("citation_words.js", "verify.js"))
    yield "verify/index.html", page("publish/verify.html", wordings=wordings(each.locale for each in releases))
    yield from _below("current", calendars.current_calendars(public, spans(known)))
    yield "on/on.js", page("publish/on.js")
    yield "on/index.html", page("publish/on.html", spans=spans(known), **shown)
    approved = {each.version: approvals(each, signing_keys(log, each.version)) for each in releases}
    yield "log/index.html", page("publish/log.html", log=log, keys=keys(log), approved=approved, **shown)
    yield from KEEPING.items()
    yield from _for_machines(public, releases, known, page, address)
    base = urlsplit(address).path or "/"
    yield "404.html", page("publish/404.html", releases=releases, base=base, sure=bool(address))
    yield "index.html", page("publish/root.html", **shown)
    yield version_status.SCRIPT, f"{version_status.AS_SCRIPT}{_json(status)}"
    yield version_status.FILE, _json(status)
    yield "versions.json", _json([_version(term, words) for term in reversed(known)])


def _below(folder: str, files: Iterator[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    return ((f"{folder}/{name}", text) for name, text in files)


def _for_machines(
    public: Path, releases: tuple[Release, ...], known: tuple[Term, ...], page: Page, address: str
) -> Iterator[tuple[str, str]]:
    """Iterate over what search engines read; a list of addresses only where they are known in full."""
    yield "robots.txt", ROBOTS + (f"{root_files.SITEMAP}{address}sitemap.xml\n" if address else "")
    if address:
        newest = max(_listed(known), key=lambda term: term.rank).version
        pages = [name for name in _pages(public, newest) if not name.startswith("s/")]
        ids = sorted({id for each in releases for id in each.sections})
        paths = ["on/", "s/", "log/", "verify/", *(f"{each.version}/" for each in releases if each.version != newest)]
        paths += [f"{newest}/{name}" for name in pages] + [f"s/{id}/" for id in ids]
        yield "sitemap.xml", page("publish/sitemap.xml", addresses=[address + path for path in paths])


def _listed(known: tuple[Term, ...]) -> tuple[Term, ...]:
    """Return the agreed versions that are not withdrawn; all agreed ones, or all there are, where there are none."""
    agreed = tuple(each for each in known if not each.draft) or known
    return tuple(each for each in agreed if not each.withdrawn) or agreed


def _version(term: Term, words: Words) -> dict[str, Any]:
    """Return what the version selector of the theme reads: days, which hold on every day that somebody reads them."""
    first = words.day(term.first)
    days = words.say("from %(first)s", first=first)
    if term.last:
        days = words.say("%(first)s to %(last)s", first=first, last=words.day(term.last))
    return {
        "version": term.version,
        "title": f"{term.version} ({words.say('draft') if term.draft else days})",
        "aliases": [],
        "properties": {"hidden": term.withdrawn},
    }


def _in_each(
    public: Path, releases: tuple[Release, ...], known: tuple[Term, ...], page: Page, address: str
) -> Iterator[tuple[str, str]]:
    """Iterate over a page for each page that a version has: where it is in each of them."""
    shown = tuple(each for each in known if not each.draft) or known
    there = {each.version: set(_pages(public, each.version)) for each in shown}
    for name in sorted(set().union(*there.values())):
        root = _up(name)
        rows = [(term, _place(name, term, root, there[term.version]), name in there[term.version]) for term in shown]
        own = address and f"{address}current/{name}"
        context = {"title": releases[-1].title, "root": root, "rows": rows[::-1], "canonical": own}
        yield f"{name}index.html", page("publish/current.html", **context)


def _place(name: str, term: Term, root: str, there: set[str]) -> str:
    """Return where a page is in a version, or what became of it; a page that is no section's became nothing."""
    if name in there:
        return f"{root}{term.version}/{name}"
    return f"{root}{name}" if re.fullmatch("s/[^/]+/", name) else f"{root}{term.version}/"


def _pages(public: Path, version: str) -> list[str]:
    """Return the addresses of all pages of a version that are there, from its root: those that its list names."""
    folder, within, last = Folder(public), f"{version}/", "index.html"
    named = sums_listed(folder.read(f"releases/{version}/SHA256SUMS", LIST_BYTES)).keys() - read(folder).removed.keys()
    names = (name.removeprefix(within) for name in named if name.startswith(within))
    return sorted(name.removesuffix(last) for name in names if name == last or name.endswith(f"/{last}"))


def _up(name: str) -> str:
    """Return the way from a page in `current/` to the root of the tree."""
    return "../" * (name.count("/") + 1)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
