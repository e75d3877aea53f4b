"""Markdown pages: their front matter, the pages that stand for many, and where each entity lives.

Nothing here knows the site generator: a page is a file with a text, and its address follows from its path.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from playbook.address import Addresses
from playbook.model import KINDS, Playbook
from playbook.problems import Place, Problem, did_you_mean, quoted
from playbook.source import Origin, read_text
from playbook.stash import CLOSE, OPEN
from playbook.views.base import Link

_TEMPLATE = re.compile(r"\[([a-z_]+)\]\.md\Z")
_FRONT = re.compile(r"---[ \t]*\n(.*?)^(---|\.\.\.)[ \t]*(\n|\Z)", re.DOTALL | re.MULTILINE)
_EATEN = re.compile(r"[A-Za-z0-9_-]+:\s*\S")
_BLANK = re.compile(r"(?:[ \t]*\n)?\n*")
_TARGET = re.compile(r"\]\(\s*<?([^\s)>]+)|^ {0,3}\[[^\]]+\]:\s*<?([^\s>]+)|<(https?://[^<>\s]*)>", re.MULTILINE)
"""Where a link of Markdown leads: inline, by reference, and written out."""


@dataclass(frozen=True)
class Page:
    """One page to be built.

    `path` is its file below `docs/`, `written` the file its text stands in (another one, where a template page
    stands for many), `text` what follows the front matter and empty lines, `first_line` the line on which that begins,
    and `origin` the place of the front matter.
    """

    path: str
    written: str
    text: str
    first_line: int
    meta: Mapping[str, Any] = field(default_factory=dict)
    variables: Mapping[str, Any] = field(default_factory=dict)
    origin: Origin = field(default_factory=Origin)

    @property
    def url(self) -> str:
        """The address below the root of the site, such as `roles/buyer/`; empty for the home page."""
        return url_of(self.path)

    @property
    def title(self) -> str:
        """The title in the front matter, the first heading, or the name of the file."""
        heading = re.search(r"^# +(.+?)(?: *\{:.*\})? *$", self.text, re.MULTILINE)
        return str(self.meta.get("title") or (heading and heading[1]) or PurePosixPath(self.path).stem)


@dataclass(frozen=True)
class Pages:
    """All pages of a playbook, template pages expanded, and what is wrong with them."""

    pages: tuple[Page, ...]
    templates: Mapping[str, tuple[str, ...]]
    """The template pages, each with the paths of the pages it stands for, in the order of the data."""
    problems: tuple[Problem, ...]

    def addresses(self, playbook: Playbook) -> Addresses:
        """Return where every entity lives."""
        own = {}
        for template, paths in self.templates.items():
            for path in paths:
                own[_kind_of(template), PurePosixPath(path).stem] = url_of(path)
        homes = {kind: page.url for page in self.pages for kind in page.meta.get("home") or ()}
        return Addresses(playbook, own, homes)

    def of_template(self, template: str) -> tuple[Page, ...]:
        """Return the pages that a template page stands for, pages of their own included, in the order of the data."""
        return tuple(self._by_path[path] for path in self.templates.get(template, ()) if path in self._by_path)

    @cached_property
    def _by_path(self) -> dict[str, Page]:
        return {page.path: page for page in self.pages}

    def at(self, path: str) -> Page | None:
        """Return the page whose file below `docs/` is `path`, or None."""
        return self._by_path.get(path)

    def carrying(self) -> dict[str, tuple[Link, ...]]:
        """Return the pages whose front matter says that they carry a statement, by statement id."""
        found: dict[str, tuple[Link, ...]] = {}
        for page in self.pages:
            if not page.variables:
                for statement in page.meta.get("carries") or ():
                    found[statement] = (*found.get(statement, ()), Link("page", page.url, page.title))
        return found


def url_of(path: str) -> str:
    """Return the address of the page written in `path`: `a/index.md` is `a/`, `a/b.md` is `a/b/`."""
    page = PurePosixPath(path).with_suffix("")
    parts = page.parts[:-1] if page.name.lower() in ("index", "readme") else page.parts
    return "".join(f"{part}/" for part in parts)


def read_pages(folder: Path, shown: str, playbook: Playbook) -> Pages:
    """Read every Markdown file below `folder`; `shown` is the name messages use for the folder."""
    written: dict[str, Page] = {}
    problems: list[Problem] = []
    for path in sorted(folder.rglob("*.md")):
        name = path.relative_to(folder).as_posix()
        page = _read(path, name, f"{shown}/{name}", problems)
        if page is not None:
            written[name] = page
    pages = {name: page for name, page in written.items() if not _TEMPLATE.search(name)}
    templates = {}
    for name in sorted(written.keys() - pages.keys()):
        expanded = {page.path: page for page in _expanded(written[name], playbook, problems)}
        templates[name] = tuple(expanded)
        pages = {**expanded, **pages}
    for page in pages.values():
        problems += (*_front_problems(page, playbook), *_link_problems(page))
    problems += (*_data_link_problems(playbook, pages), *_collisions(pages))
    return Pages(tuple(pages[name] for name in sorted(pages)), templates, tuple(problems))


def _read(path: Path, name: str, shown: str, problems: list[Problem]) -> Page | None:
    place = Place(shown)
    hidden = [part for part in PurePosixPath(name).parts if part.startswith(".")]
    if hidden or name.startswith("templates/"):
        hint = "rename it: files whose name begins with a dot, and a top folder `templates`, are never published"
        problems.append(Problem(place, "page", f"{quoted(name)} would not become a page", hint))
        return None
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        problems.append(Problem(place, "page", f"the page cannot be read: {error.strerror}", "check the file"))
        return None
    except UnicodeDecodeError:
        problems.append(Problem(place, "page", "the page is not UTF-8", "save it as UTF-8 in your editor"))
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if OPEN in text or CLOSE in text:
        problems.append(Problem(place, "page", "the page holds an invisible private character", "type the text again"))
        return None
    return _split(text, name, shown, problems)


def _split(text: str, name: str, shown: str, problems: list[Problem]) -> Page:
    """Part a page into front matter and text."""
    front = _FRONT.match(text)
    if front is None:
        first = text.split("\n", 1)[0]
        if text.startswith("---"):
            hint = "close the front matter with a line `---`"
            problems.append(Problem(Place(shown), "page", "the front matter does not end", hint))
        elif _EATEN.match(first):
            hint = "begin with an empty line or a heading; a first line `word: text` is taken for front matter"
            problems.append(Problem(Place(shown), "page", f"the first line {quoted(first)} would be lost", hint))
        return Page(name, shown, *_after(text, 0))
    document = read_text(front[1], shown, first_line=2)
    problems.extend(document.problems)
    meta = document.values if isinstance(document.values, dict) else {}
    for key in ("carries", "home"):
        if not isinstance(meta.get(key, []), list):
            place = document.mark.children[key].place
            problems.append(Problem(place, "page", f"`{key}` is a list", f"write `{key}: [one, two]`"))
            meta = {**meta, key: []}
    return Page(name, shown, *_after(text, front.end()), meta, origin=Origin(document.mark))


def _after(text: str, index: int) -> tuple[str, int]:
    """Return what follows `index` and the empty lines there, and the line on which that begins."""
    blank = _BLANK.match(text, index)
    begin = blank.end() if blank else index
    return text[begin:], text.count("\n", 0, begin) + 1


def _kind_of(template: str) -> str:
    """Return the kind of entities that a template page stands for, empty for any other page."""
    match = _TEMPLATE.search(template)
    return match[1] if match else ""


def _expanded(template: Page, playbook: Playbook, problems: list[Problem]) -> Iterator[Page]:
    """Iterate over the pages that a template page stands for: one for each entity of its kind."""
    kind = _kind_of(template.path)
    if kind not in KINDS:
        message, hint = f"there is no kind {quoted(kind)} to write pages for", did_you_mean(kind, KINDS)
        problems.append(Problem(Place(template.written), "page", message, hint))
        return
    for entity in playbook.of_kind(kind):
        path = str(PurePosixPath(template.path).parent / f"{entity.id}.md")
        variables = {"this": entity, "kind": kind}
        yield Page(
            path, template.written, template.text, template.first_line, template.meta, variables, template.origin
        )


def _front_problems(page: Page, playbook: Playbook) -> Iterator[Problem]:
    known = {"home": ("kind", tuple(KINDS)), "carries": ("statement", playbook.statements.ids)}
    for key, (word, ids) in known.items():
        for position, id in enumerate(page.meta.get(key) or ()):
            if not isinstance(id, str) or id not in ids:
                place = page.origin.at(key, position)
                yield Problem(place, "page", f"there is no {word} {quoted(id)}", did_you_mean(str(id), ids))
    for key in ("render_macros", "ignore_macros"):
        if key in page.meta:
            hint = "delete it, and write `{% raw %}` and `{% endraw %}` around what shall stand as it is"
            yield Problem(page.origin.key(key), "page", f"{quoted(key)} has no use in a playbook", hint)
    if re.search(r"{[{%#]", str(page.meta.get("title", ""))):
        hint = "take the title out, and call the macro in the first heading"
        yield Problem(page.origin.at("title"), "page", "a title cannot call a macro", hint)


def _link_problems(page: Page) -> Iterator[Problem]:
    """Refuse links that are no address at all, on which a site generator would end without a place."""
    for found in _TARGET.finditer(page.text):
        target = next(filter(None, found.groups()))
        if not _address(target):
            index = found.start(found.lastindex or 0)
            line, column = page.text.count("\n", 0, index), index - page.text.rfind("\n", 0, index)
            yield _no_address(Place(page.written, page.first_line + line, column), target)


def _data_link_problems(playbook: Playbook, pages: Mapping[str, Page]) -> Iterator[Problem]:
    """Refuse links in the data that are no address, and those to a page that is not there."""
    for programme in playbook.programmes:
        for step in programme.steps.values():
            place, link = programme.origin.at("steps", step.id, "link"), step.link or ""
            page = link.partition("#")[0]
            if not _address(link):
                yield _no_address(place, link)
            elif page.endswith(".md") and "//" not in page and page not in pages:
                hint = did_you_mean(page, pages)
                yield Problem(place, "page", f"there is no page {quoted(page)}", hint, entity=programme.id)


def _address(link: str) -> bool:
    try:
        urlsplit(link)
    except ValueError:
        return False
    return True


def _no_address(place: Place, link: str) -> Problem:
    return Problem(place, "page", f"the link {quoted(link)} is no address", "write one such as https://example.org/")


def _collisions(pages: Mapping[str, Page]) -> Iterator[Problem]:
    """Find pages that would overwrite each other, also where file systems ignore case."""
    known: dict[str, Page] = {}
    for page in pages.values():
        first = known.setdefault(page.url.casefold(), page)
        if first is not page:
            message = f"this page and {quoted(first.written)} have the same address"
            yield Problem(Place(page.written), "page", message, "rename one of them")
