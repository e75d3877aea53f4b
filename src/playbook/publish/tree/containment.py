"""Which sections of a version contain which: what is said of one concerns those around it and those inside of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from playbook.model.register import owner_of
from playbook.publish.tree.published_pages import Open, PublishedPages, Unread
from playbook.publish.tree.readers import TreeReader
from playbook.publish.tree.record import Kept, Release
from playbook.publish.tree.untrusted_input import PAGE_BYTES, Unsound


class Containment:
    """How the sections of one version lie inside each other, as its pages show it; a page is read when asked about."""

    def __init__(self, sections: Mapping[str, Kept], file: Open) -> None:
        """Take what the record says of the sections; `file` opens the files of the version."""
        self._sections = sections
        self._pages = PublishedPages(sections, file)
        self._known: dict[str, Mapping[str, str | None]] = {}
        self._related: dict[str, frozenset[str]] = {}

    def related(self, id: str) -> frozenset[str]:
        """Return a section, those that contain it and those that it contains; nothing for one that is not there."""
        if id not in self._related:
            self._related[id] = self._found(id) if id in self._sections else frozenset()
        return self._related[id]

    def _found(self, id: str) -> frozenset[str]:
        around = {id, *self._around(id)}
        near = (other for other in self._sections if self._page(other) == self._page(id) or owner_of(other) == id)
        inside = {other for other in near if id in self._around(other)}
        return frozenset((around | inside) & self._sections.keys())

    def _page(self, id: str) -> str:
        return self._sections[id].page.partition("#")[0]

    def _around(self, id: str) -> Iterator[str]:
        """Iterate over what contains a section: by its id, and from the innermost outwards as its page shows it."""
        if owner := owner_of(id):
            yield owner
        within = self._within(self._page(id))
        seen = {id}
        outer = within.get(id)
        while outer is not None and outer not in seen:  # a page may give two sections one id
            yield outer
            seen.add(outer)
            outer = within.get(outer)

    def _within(self, page: str) -> Mapping[str, str | None]:
        if page not in self._known:
            self._known[page] = dict(self._seen(page))
        return self._known[page]

    def _seen(self, page: str) -> Iterator[tuple[str, str | None]]:
        """Iterate over the sections of a page and what each lies in; of one that cannot be read, the ids alone tell."""
        try:
            found = self._pages[page].sections
        except Unread:
            return
        yield from ((each.id, each.within) for each in found if each.within != each.id)


def containment_of(reader: TreeReader, release: Release) -> Containment:
    """Return how the sections of a version lie inside each other, in a tree that is read through a reader."""

    def file(name: str) -> bytes | None:
        try:
            return reader.read(f"{release.version}/{name}", PAGE_BYTES)
        except FileNotFoundError:
            return None
        except Unsound as error:
            raise Unread(str(error), name) from None

    return Containment(release.sections, file)
