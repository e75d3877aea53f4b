"""Links, read as a browser reads them: every one leads somewhere, every anchor is there, every page is written.

What the pages hold is read as soon as it is converted, so that a check knows it without writing a site; what surrounds
them is read in the finished site.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import etree

from playbook.markdown.links import Written, links, meant
from playbook.pages.pages import Page, Pages, url_of
from playbook.problems import Place, Problem, did_you_mean, quoted
from playbook.rendering.addresses import relative

SAFE_SCHEMES = frozenset(["http", "https", "mailto", "tel"])
_INDEX = "index.html"


@dataclass
class Read:
    """What one page holds."""

    anchors: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Wrong:
    """What is wrong with a link; `target` is the file of the site that it names, where it names one."""

    id: str
    message: str
    hint: str
    target: str = ""
    anchor: str = ""


@dataclass(frozen=True)
class Site:
    """What links of a site can lead to: every file by its path, and what each page holds."""

    files: frozenset[str]
    pages: Mapping[str, Read]

    def wrong(self, link: str, name: str) -> Wrong | None:
        """Return what is wrong with a link on the page whose file is `name`, or None."""
        try:
            parts = urlsplit(link)
        except ValueError:
            return Wrong("link-broken", "is no address", "write one such as https://example.org/")
        if parts.scheme or parts.netloc:
            if parts.scheme in SAFE_SCHEMES or (not parts.scheme and parts.netloc) or link.startswith("data:image/"):
                return None
            return Wrong("link-unsafe", "is not one that is safe to open", "link to https:// or mailto:")
        if parts.path.startswith("/"):
            hint = "write it from this page on, such as `../roles/index.md`: a version stands below the root"
            return Wrong("link-broken", "begins at the root of the host", hint)
        target, anchor = self.found(parts.path, name), unquote(parts.fragment)
        if target not in self.files:
            pages = [known.removesuffix(_INDEX) for known in self.pages]
            hint = did_you_mean(target.removesuffix(_INDEX), pages, "link to a file that is there")
            return Wrong("link-broken", "leads nowhere", hint, target, anchor)
        held = self.pages.get(target)
        if anchor and held and anchor not in held.anchors and not anchor.startswith("__"):
            hint = did_you_mean(anchor, held.anchors, "link to an id that is there")
            return Wrong("anchor-missing", "names an anchor that is not on that page", hint, target, anchor)
        return None

    def found(self, path: str, name: str) -> str:
        """Return the file that a path names on the page whose file is `name`, as hosts answer for folders."""
        plain = unquote(path)
        if not plain:
            return name
        target = posixpath.normpath(posixpath.join("/", posixpath.dirname(name), plain)).lstrip("/")
        if plain.endswith("/") or target in ("", "."):
            return posixpath.join(target if target != "." else "", _INDEX)
        inside = f"{target}/{_INDEX}"
        return inside if target not in self.files and inside in self.files else target


def content_problems(pages: Pages, contents: Mapping[str, str], site: Collection[str]) -> Iterator[Problem]:
    """Iterate over what is wrong with the links and the ids that pages hold, each where it was written.

    `contents` is the HTML of pages by their address; `site` names every other file that will be there.
    """
    held = {f"{url}{_INDEX}": read(etree.HTML(f"{html} .")) for url, html in contents.items()}
    whole = Site(frozenset([*site, *held]), held)
    files = [*(page.path for page in pages.pages), *(name for name in site if not name.endswith(_INDEX))]
    for page in pages.pages:
        name = f"{page.url}{_INDEX}"
        if name not in held:
            hint = "see whether mkdocs.yml excludes it, or another page replaces it"
            yield Problem(Place(page.written), "page-missing", "the page was not written", hint)
            continue
        yield from _page_problems(page, name, whole, files)


def _page_problems(page: Page, name: str, site: Site, files: list[str]) -> Iterator[Problem]:
    held = site.pages[name]
    wrong = {link: found for link in dict.fromkeys(held.links) if (found := site.wrong(link, name))}
    written = list(links(page.text, page.written, page.first_line)) if wrong else []
    for link, found in wrong.items():
        places = [each for each in written if _same(each, link, found, page, name, site)]
        for each in places:
            yield Problem(each.place, found.id, _said(each.target, found), _hint(each, found, page, files))
        if not places:
            yield Problem(_place(link, page), found.id, _said(link, found), found.hint)
    for anchor in held.twice:
        message = f"two things on the page have the id {quoted(anchor)}"
        yield Problem(_place(anchor, page), "anchor-twice", message, "give one of them another id")


def _said(link: str, found: Wrong) -> str:
    return f"the link {quoted(link)} {found.message}"


def _same(written: Written, link: str, found: Wrong, page: Page, name: str, site: Site) -> bool:
    """Tell whether a link of the Markdown is the one that a page holds."""
    if written.target == link or unquote(written.target) == unquote(link):
        return True
    if not found.target or "//" in written.target:
        return False
    target = site.found(_address(written.path, page) or written.path, name)
    return (target, written.anchor) == (found.target, found.anchor)


def _address(path: str, page: Page) -> str | None:
    """Return the address, from a page, of the page in a Markdown file; None for any other file."""
    if not path.endswith(".md"):
        return None
    file = posixpath.normpath(posixpath.join(posixpath.dirname(page.path), path))
    return relative(url_of(file), page.url)


def _hint(written: Written, found: Wrong, page: Page, files: list[str]) -> str:
    """Return what to write instead, as the Markdown of the page writes it."""
    if found.id == "anchor-missing":
        before = written.target.partition("#")[0]
        return re.sub("`([^`]+)`", lambda anchor: f"`{before}#{anchor[1]}`", found.hint)
    if written.markup:
        to = _address(written.path, page)
        address = f" `{to}{'#' * bool(written.anchor)}{written.anchor}`" if to else ""
        return f"HTML stays as it is: write the address{address} as the site has it, or a link of Markdown"
    if found.target or found.message.startswith("begins"):
        return meant(written.target, posixpath.dirname(page.path), files)
    return found.hint


def finished_problems(folder: Path, pages: Pages) -> list[Problem]:
    """Return what is wrong with the finished site in `folder` beside what its pages hold, each page told once.

    What a page repeats that nobody wrote, such as the print edition, is told only where nothing else is wrong.
    """
    found = list(_finished_problems(folder, pages))
    sources = {page.written for page in pages.pages}
    return [problem for problem in found if problem.place.file in sources] or found


def _finished_problems(folder: Path, pages: Pages) -> Iterator[Problem]:
    written = {f"{page.url}{_INDEX}": page for page in pages.pages}
    for name, page in written.items():
        if not (folder / name).is_file():
            hint = "see whether mkdocs.yml excludes it, or another page replaces it"
            yield Problem(Place(page.written), "page-missing", "the page was not written", hint)
    pages_read = {path.relative_to(folder).as_posix(): _read_file(path) for path in sorted(folder.rglob("*.html"))}
    site = Site(
        frozenset(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()), pages_read
    )
    for name, held in pages_read.items():
        if name == "404.html":
            continue
        place = Place(written[name].written if name in written else name)
        for link in dict.fromkeys(held.links):
            if found := site.wrong(link, name):
                yield Problem(place, found.id, _said(link, found), found.hint)
        for anchor in held.twice:
            message = f"two things on the page have the id {quoted(anchor)}"
            yield Problem(place, "anchor-twice", message, "give one of them another id")


def _read_file(path: Path) -> Read:
    return read(etree.parse(str(path), etree.HTMLParser(encoding="utf-8")).getroot())


def read(root: etree._Element | None) -> Read:
    """Return what a page holds, of a tree of its HTML."""
    found = Read()
    for element in root.iter() if root is not None else ():
        if not isinstance(element.tag, str):
            continue
        if anchor := element.get("id"):
            if anchor in found.anchors and not anchor.startswith("__"):
                found.twice.append(anchor)
            found.anchors.add(anchor)
        if element.tag == "a" and (name := element.get("name")):
            found.anchors.add(name)
        for attribute in ("href", "src", "poster"):
            if (target := element.get(attribute)) is not None:
                found.links.append(target)
        if pictures := element.get("srcset"):
            found.links += [part.split()[0] for part in re.split(r",\s+", pictures) if part.strip()]
    return found


def _place(word: str, page: Page) -> Place:
    """Return where the author of a page last wrote an id, or a link that no Markdown holds, else its top."""
    tail = word.rstrip("/").rsplit("/", 1)[-1]
    index = page.text.rfind(tail) if tail else -1
    if index < 0:
        return Place(page.written)
    begin = max(page.text.rfind(character, 0, index) for character in " \n(<\"'") + 1
    line = page.text.count("\n", 0, begin)
    return Place(page.written, page.first_line + line, begin - page.text.rfind("\n", 0, begin))
