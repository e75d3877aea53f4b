"""The prose of an edition: what stands under each heading of its pages, and what of it changed.

Pages are compared by what they say, not by how they are written: words, where links lead, and which facts are shown.
A fact that a macro shows is compared where it is written, so that one change is told once.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from playbook.changes import Change, Sort, What
from playbook.changes.wording import says_the_same
from playbook.markdown.headings import Heading, headings
from playbook.markdown.words import Naming, PageWords, page_words
from playbook.model import KINDS, Playbook
from playbook.pages.page import url_of

KIND = "heading"
"""The kind of a change of prose."""

_UNDERLINE = re.compile(r" {0,3}(=+|-+)[ \t]*$")
_FRONT = re.compile(r"---[ \t]*\n.*?^(?:---|\.\.\.)[ \t]*\n", re.DOTALL | re.MULTILINE)
_TARGET = re.compile(r"\]\([^()\s]*")
_RELATIVE = re.compile(r"(?![a-z]+:|#|/)([^#]*)(#.*)?", re.DOTALL)


@dataclass(frozen=True)
class Passage:
    """What stands between a heading and the next: `page` is the file below the folder of the pages.

    `front` is what stands above the text of the page, told with its first passage; `first` tells that it is that one.
    """

    id: str
    title: str
    page: str
    source: str
    front: str = ""
    first: bool = False

    @property
    def address(self) -> str:
        """Where it is, below the root of the site; empty on a page that stands for many."""
        return "" if "[" in self.page else f"{url_of(self.page)}#{self.id}"

    @property
    def kind(self) -> str:
        """The kind of entities on whose pages it stands, empty where its page is one."""
        return kind_of_many(self.page)


def passages(sources: Mapping[str, str]) -> dict[str, Passage]:
    """Return what stands under each heading that has an id, by that id; `sources` are the texts of pages by file.

    On a page that stands for many the kind goes before the id, since several kinds may have such a heading. What stands
    above the first heading, and below a heading without an id, belongs to the passage before, or to the first one.
    """
    found: dict[str, Passage] = {}
    for page, source in sorted(sources.items()):
        for passage in _of_page(page, source):
            found.setdefault(passage.id, passage)
    return found


def _of_page(page: str, source: str) -> Iterator[Passage]:
    front = _FRONT.match(source) if source.startswith("---") else None
    text = source[front.end() :] if front else source
    lines = text.split("\n")
    marks = [mark for mark in headings(text, page) if mark.id]
    if not marks:
        return
    begins = [0, *(mark.place.line - 1 for mark in marks[1:])]
    for mark, begin, end in zip(marks, begins, [*begins[1:], len(lines)], strict=True):
        heading = mark.place.line - 1
        body = heading + 1 + (heading + 1 < end and bool(_UNDERLINE.match(lines[heading + 1])))
        first = mark is marks[0]
        source_lines = [*lines[begin:heading], "", *lines[body:end]]
        told = front[0] if front and first else ""
        yield Passage(_id(page, str(mark.id)), _title(mark), page, "\n".join(source_lines).strip("\n"), told, first)


def kind_of_many(page: str) -> str:
    """Return the kind for whose entities a page stands, empty where it is one page."""
    kind = re.search(r"\[([^\[\]/]*)\]\.md\Z", page)
    return kind[1] if kind else ""


def _id(page: str, id: str) -> str:
    kind = kind_of_many(page)
    return f"{kind}--{'page' if id.startswith('{{') else id}" if kind else id


def _title(mark: Heading) -> str:
    return "" if "{{" in mark.words else mark.words


def changed(
    old: Mapping[str, Passage], new: Mapping[str, Passage], playbooks: tuple[Playbook, ...] = ()
) -> Iterator[Change]:
    """Iterate over the passages that came, went, or say something else, and over those that stand elsewhere.

    `playbooks` know the names of what macros name; the first one that knows one is asked in both editions.
    """
    compared = _Compared(old, new, playbooks)
    pages = compared.pages_moved()
    renamed = compared.renamed()
    for id in dict.fromkeys((*new, *old)):
        before, after = old.get(id), new.get(id)
        if after is None and before is not None and id not in renamed:
            yield _change(before, "removed", (), None, None)
        elif before is None and after is not None:
            taken = id in renamed.values()
            yield _change(after, "renamed" if taken else "added", (), None, None, "settings" if taken else "prose")
        elif before is not None and after is not None:
            yield from compared.places(before, after, pages)
            yield from compared.texts(before, after)
    yield from compared.orders()


def _change(
    passage: Passage, what: What, path: tuple[str, ...], old: str | None, new: str | None, sort: Sort = "prose"
) -> Change:
    return Change(KIND, passage.id, passage.title, what, path, old, new, sort, address=passage.address)


@dataclass(frozen=True)
class _Compared:
    """Two editions of the pages."""

    old: Mapping[str, Passage]
    new: Mapping[str, Passage]
    playbooks: tuple[Playbook, ...]

    def naming(self) -> Naming:
        """Return what knows the names of entities, the same for both editions."""

        def name(macro: str, id: str) -> str | None:
            kind = macro.replace("_", "-")
            found = (each.of_kind(kind).get(id) for each in self.playbooks if kind in KINDS)
            entity = next((each for each in found if each is not None), None)
            return None if entity is None else str(getattr(entity, "name", id))

        return name

    def says(self, passage: Passage) -> PageWords:
        """Return what a passage says; a link to a page leads to the first heading there, wherever the page is."""
        homes = {each.page: each.id for each in (*self.old.values(), *self.new.values()) if each.first}
        told = page_words(passage.source, self.naming())
        return replace(told, links=tuple(_led(link, passage.page, homes) for link in told.links))

    def pages_moved(self) -> set[tuple[str, str]]:
        """Return the pages that stand elsewhere as a whole, as their first headings tell: from where, and where."""
        pairs = ((self.old[id], passage) for id, passage in self.new.items() if id in self.old and passage.first)
        return {(before.page, after.page) for before, after in pairs if before.first and before.page != after.page}

    def renamed(self) -> dict[str, str]:
        """Return the headings that went, each with the new one under which the same words stand."""
        came = [passage for id, passage in self.new.items() if id not in self.old]
        gone = [passage for id, passage in self.old.items() if id not in self.new]
        found: dict[str, str] = {}
        for passage in gone:
            same = (each for each in came if each.id not in found.values() and self._same(passage, each))
            if passage.source.strip() and (other := next(same, None)):
                found[passage.id] = other.id
        return found

    def _same(self, one: Passage, other: Passage) -> bool:
        return one.title == other.title and self.says(one) == self.says(other)

    def places(self, before: Passage, after: Passage, pages: set[tuple[str, str]]) -> Iterator[Change]:
        """Iterate over whether a passage, or with its first one a whole page, stands on another page."""
        pair = (before.page, after.page)
        if before.page == after.page or (pair in pages and not after.first):
            return
        path = ("address",) if pair in pages else ("page",)
        one, other = (
            next(each.title for each in side.values() if each.page == page and each.first)
            for side, page in ((self.old, before.page), (self.new, after.page))
        )
        yield _change(after, "moved", path, one, other)

    def texts(self, before: Passage, after: Passage) -> Iterator[Change]:
        """Iterate over what a passage says otherwise, and over its title."""
        if before.title != after.title:
            yield _change(after, "changed", ("title",), before.title, after.title, _sort(before.title, after.title))
        if before.front != after.front and before.first and after.first:
            yield _change(after, "changed", ("front",), None, None, "settings")
        if before.source == after.source and before.page == after.page:
            return
        one, other = self.says(before), self.says(after)
        if one.words != other.words:
            sort = _sort(one.words, other.words)
            yield _change(after, "changed", ("text",), one.words or None, other.words or None, sort)
        elif one.links != other.links:
            yield _change(after, "changed", ("links",), None, None)
        if one.shown != other.shown:
            yield _change(after, "changed", ("shown",), None, None)
        if one == other and _form(before) != _form(after):
            yield _change(after, "changed", ("form",), None, None, "editorial")

    def orders(self) -> Iterator[Change]:
        """Iterate over the pages whose sections stand in another order."""
        for page in dict.fromkeys(passage.page for passage in self.new.values()):
            both = [[id for id, each in side.items() if each.page == page and id in other]
                    for side, other in ((self.old, self.new), (self.new, self.old))]  # fmt: skip
            kept = [[id for id in ids if id in both[0] and id in both[1]] for ids in both]
            if kept[0] != kept[1]:
                home = next(each for each in self.new.values() if each.page == page)
                yield _change(home, "reordered", ("order",), None, None)


def _form(passage: Passage) -> list[str]:
    """Return how a passage is written, but for the lines that it is broken into and the spelling of its links."""
    return _TARGET.sub("](", passage.source).split()


def _sort(old: str, new: str) -> Sort:
    return "editorial" if says_the_same(old, new) else "prose"


def _led(link: str, page: str, homes: Mapping[str, str]) -> str:
    """Return where a link leads: to an id, wherever the page with it stands."""
    found = _RELATIVE.fullmatch(link)
    if not found or (page and ":" in link.split("/", 1)[0]):
        return link
    path = posixpath.normpath(posixpath.join(posixpath.dirname(page), found[1]))
    return found[2] or "#" + homes.get(path, path)
