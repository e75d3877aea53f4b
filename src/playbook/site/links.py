"""The finished site, read as a browser reads it: every link and anchor leads somewhere, every page is there."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import etree

from playbook.pages import Page, Pages
from playbook.problems import Place, Problem, did_you_mean, quoted

SAFE_SCHEMES = frozenset(["http", "https", "mailto", "tel"])


@dataclass
class _Read:
    """What one page holds."""

    anchors: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)


def site_problems(folder: Path, pages: Pages) -> list[Problem]:
    """Return what is wrong with the site in `folder`, each at the page that causes it.

    What a page repeats that nobody wrote, such as the print edition, is told only where nothing else is wrong.
    """
    found = list(_site_problems(folder, pages))
    sources = {page.written for page in pages.pages}
    return [problem for problem in found if problem.place.file in sources] or found


def _site_problems(folder: Path, pages: Pages) -> Iterator[Problem]:
    written = {page.url: page for page in pages.pages}
    for url, page in written.items():
        if not (folder / url / "index.html").is_file():
            hint = "see whether mkdocs.yml excludes it, or another page replaces it"
            yield Problem(Place(page.written), "page-missing", "the page was not written", hint)
    read = {path.relative_to(folder).as_posix(): _read(path) for path in sorted(folder.rglob("*.html"))}
    present = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    for name, content in read.items():
        if name == "404.html":
            continue
        source = written.get(name.removesuffix("index.html"))
        for link in dict.fromkeys(content.links):
            if problem := _broken(link, name, read, present):
                yield _located(problem, link, source, name)
        for anchor in content.twice:
            message = f"two things on the page have the id {quoted(anchor)}"
            yield _located((message, "give one of them another id", "anchor-twice"), anchor, source, name)


def _read(path: Path) -> _Read:
    found = _Read()
    tree = etree.parse(str(path), etree.HTMLParser(encoding="utf-8"))
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        if anchor := element.get("id"):
            if anchor in found.anchors and not anchor.startswith("__"):
                found.twice.append(anchor)
            found.anchors.add(anchor)
        if element.tag == "a" and (name := element.get("name")):
            found.anchors.add(name)
        for attribute in ("href", "src"):
            if (target := element.get(attribute)) is not None:
                found.links.append(target)
    return found


def _broken(link: str, name: str, read: dict[str, _Read], present: set[str]) -> tuple[str, str, str] | None:
    """Return message, hint and id where a link leads nowhere, else None."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return f"the link {quoted(link)} is no address", "write one such as https://example.org/", "link-broken"
    if parts.scheme or parts.netloc:
        if parts.scheme in SAFE_SCHEMES or (not parts.scheme and parts.netloc) or link.startswith("data:image/"):
            return None
        return f"the link {quoted(link)} is not one that is safe to open", "link to https:// or mailto:", "link-unsafe"
    path = unquote(parts.path)
    target = name if not path else posixpath.normpath(posixpath.join("/", posixpath.dirname(name), path)).lstrip("/")
    if path.endswith("/") or target in ("", "."):
        target = posixpath.join(target if target != "." else "", "index.html")
    if target not in present and f"{target}/index.html" in present:
        target = f"{target}/index.html"
    if target not in present:
        pages = [known.removesuffix("index.html") for known in read]
        hint = did_you_mean(target.removesuffix("index.html"), pages, "link to a file that is there")
        return f"the link {quoted(link)} leads nowhere", hint, "link-broken"
    anchor = unquote(parts.fragment)
    if anchor and target in read and anchor not in read[target].anchors and not anchor.startswith("__"):
        hint = did_you_mean(anchor, read[target].anchors, "link to an id that is there")
        return f"the link {quoted(link)} names an anchor that is not on that page", hint, "anchor-missing"
    return None


def _located(problem: tuple[str, str, str], word: str, source: Page | None, name: str) -> Problem:
    message, hint, id = problem
    return Problem(_place(word, source, name), id, message, hint, "error")


def _place(word: str, source: Page | None, name: str) -> Place:
    """Return where the page's author last wrote a link or an id: found by its end, else the top of the page."""
    if source is None:
        return Place(name)
    tail = word.rstrip("/").rsplit("/", 1)[-1]
    index = source.text.rfind(tail) if tail else -1
    if index < 0:
        return Place(source.written)
    begin = max(source.text.rfind(character, 0, index) for character in " \n(<\"'") + 1
    line = source.text.count("\n", 0, begin)
    return Place(source.written, source.first_line + line, begin - source.text.rfind("\n", 0, begin))
