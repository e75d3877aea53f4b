"""All pages: those that stand for many, what is wrong between them, and where each entity lives.

Nothing here knows the site generator: a page is a file with a text, and its address follows from its path.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from playbook.checks.base import place_in
from playbook.markdown.headings import Heading, headings
from playbook.markdown.prose import blocks
from playbook.markdown.prose import links as prose_links
from playbook.model import KINDS, Model, Playbook, values
from playbook.model.held import held
from playbook.model.prose import Formatted, is_prose
from playbook.pages.accepted_comments import accepted_on
from playbook.pages.page import TEMPLATE, Page, files, read, url_of
from playbook.problems import Place, Problem, did_you_mean, quoted, together
from playbook.rendering.addresses import Addresses
from playbook.source.accepted import Accepted
from playbook.views.base import Link

__all__ = ["Page", "Pages", "read_pages", "url_of"]

_TARGET = re.compile(r"\]\(\s*<?([^\s)>]+)|^ {0,3}\[[^\]\n]+\]:\s*<?([^\s>]+)|<(https?://[^<>\s]*)>", re.MULTILINE)
"""Where a link of Markdown leads: inline, by reference, and written out."""


@dataclass(frozen=True)
class Pages:
    """All pages of a playbook, template pages expanded, and what is wrong with them."""

    pages: tuple[Page, ...]
    templates: Mapping[str, tuple[str, ...]]
    """The template pages, each with the paths of the pages it stands for, in the order of the data."""
    problems: tuple[Problem, ...]
    headings: tuple[Heading, ...] = ()
    """The headings of every page as they are written, those of a template page once."""
    accepted: tuple[Accepted, ...] = ()
    """What comments on the pages accept of what checks find."""

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


def read_pages(folder: Path, shown: str, playbook: Playbook) -> Pages:
    """Read every Markdown file below `folder`; `shown` is the name messages use for the folder."""
    written: dict[str, Page] = {}
    problems: list[Problem] = []
    for path in files(folder, shown, problems):
        name = path.relative_to(folder).as_posix()
        page = read(path, name, f"{shown}/{name}", folder, problems)
        if page is not None:
            written[name] = page
    pages = {name: page for name, page in written.items() if not TEMPLATE.search(name)}
    templates = {}
    for name in sorted(written.keys() - pages.keys()):
        expanded = {page.path: page for page in _expanded(written[name], playbook, problems)}
        templates[name] = tuple(expanded)
        pages = {**expanded, **pages}
    named: list[Problem] = []
    for page in pages.values():
        named += _names_in_front(page, playbook)
        problems += (*_front_problems(page), *_link_problems(page))
    problems += together(named)
    problems += (*_data_link_problems(playbook, pages), *_collisions(pages))
    titles = tuple(_headings(written, templates))
    accepted: list[Accepted] = []
    for page in written.values():
        taken, unread = accepted_on(page.text, page.written, page.first_line)
        accepted += taken
        problems += unread
    in_order = tuple(pages[name] for name in sorted(pages))
    return Pages(in_order, templates, tuple(problems), titles, tuple(accepted))


def _headings(written: Mapping[str, Page], templates: Mapping[str, tuple[str, ...]]) -> Iterator[Heading]:
    """Iterate over the headings of pages as they are written, each with the entities on whose pages it stands."""
    homes = {
        path: f"{_kind_of(name)}-{PurePosixPath(path).stem}" for name, paths in templates.items() for path in paths
    }
    for name, page in written.items():
        owners: tuple[str, ...] | None = (homes[name],) if name in homes else None
        if name in templates:
            owners = tuple(homes[path] for path in templates[name] if path not in written)
        for heading in headings(page.text, page.written, page.first_line):
            yield replace(heading, owners=owners)


def _kind_of(template: str) -> str:
    """Return the kind of entities that a template page stands for, empty for any other page."""
    match = TEMPLATE.search(template)
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


def _names_in_front(page: Page, playbook: Playbook) -> Iterator[Problem]:
    known = {"home": ("kind", tuple(KINDS)), "carries": ("statement", playbook.statements.ids)}
    for key, (word, ids) in known.items():
        for position, id in enumerate(page.meta.get(key) or ()):
            if not isinstance(id, str) or id not in ids:
                place = page.origin.at(key, position)
                yield Problem(place, "page", f"there is no {word} {quoted(id)}", did_you_mean(str(id), ids))


def _front_problems(page: Page) -> Iterator[Problem]:
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
    for _, entity in playbook.entities():
        for path, link in _addresses(entity):
            place, page = place_in(entity, path), link.partition("#")[0]
            if not _address(link):
                yield _no_address(place, link)
            elif page.endswith(".md") and ":" not in page and page not in pages:
                hint = did_you_mean(page, pages)
                yield Problem(place, "page", f"there is no page {quoted(page)}", hint, entity=entity.id)


def _addresses(entity: Model) -> Iterator[tuple[tuple[Any, ...], str]]:
    """Iterate over the links of an entity and of the prose in it, each with its path."""
    for path, _, link in held(entity, _links):
        yield path, link
    for path, _, text in held(entity, is_prose):
        if isinstance(text, Formatted):
            yield from ((path, link.target) for link in prose_links(blocks(text.source)))


def _links(annotation: Any) -> Any:
    return annotation if annotation == values.Link else None


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
        first = known.setdefault(unicodedata.normalize("NFC", page.url).casefold(), page)
        if first is not page:
            message = f"this page and {quoted(first.written)} have the same address"
            yield Problem(Place(page.written), "page", message, "rename one of them")
