"""The canonical texts of a published version, worked out again from the HTML of its pages.

Each page marks the element that holds its content. What a reader reads there is read as it was when the version was
published: the sections that the record names are cut out of it, and links lead to what they lead to in this version.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from playbook.problems import quoted
from playbook.publish.text.blocks import BOUNDED, Blocks, shared
from playbook.publish.text.canonical import Outside, Part, canonical
from playbook.publish.text.elements import uncounted
from playbook.publish.text.html_parsing import Piece, deep, marked
from playbook.publish.text.link_targets import Targets
from playbook.publish.text.sections import Contents, cut
from playbook.publish.text.text_cache import KnownTexts
from playbook.publish.tree.record import Kept

MARK = "data-pb-content"
"""The attribute of the element that holds the content of a page: from it the sections are cut."""

Open = Callable[[str], bytes | None]
"""Returns the bytes of a file, by its path below the root of the version, or None where there is none."""
_NOTED = re.compile(r"footnote|doc-noteref")
"""What the HTML of a text with footnotes holds."""


class Unread(Exception):
    """Raised where the text of a page cannot be worked out: `file` names the page, the text says why."""

    def __init__(self, message: str, file: str = "") -> None:
        """Keep the name of the file, below the root of the version."""
        super().__init__(message)
        self.file = file


class Unmarked(Unread):
    """Raised where a page marks no content: it may have been published before pages were marked."""


class PublishedPages(Mapping[str, Contents]):
    """The pages of a version with what can be cited of them, by address; each is read when it is asked for, once."""

    def __init__(self, sections: Mapping[str, Kept], file: Open) -> None:
        """Take what the record says of the sections; `file` opens the files of the version."""
        self._file = file
        self._named: dict[str, dict[str, tuple[str, str]]] = {}
        for id, kept in sections.items():
            page, _, anchor = kept.page.partition("#")
            self._named.setdefault(page, {})[id] = anchor, kept.kind
        self._read: dict[str, Contents | Unread] = {}

    def __getitem__(self, page: str) -> Contents:
        """Return what can be cited of a page; raise `KeyError` where none can, `Unread` where it cannot be read."""
        if page not in self._read:
            self._read[page] = self._cut(page, self._named[page])
        found = self._read[page]
        if isinstance(found, Unread):
            raise found
        return found

    def __iter__(self) -> Iterator[str]:
        """Iterate over the addresses of the pages."""
        return iter(self._named)

    def __len__(self) -> int:
        """Return how many pages there are."""
        return len(self._named)

    def _cut(self, page: str, named: Mapping[str, tuple[str, str]]) -> Contents | Unread:
        own = next((id for id, (anchor, _) in named.items() if not anchor), "")
        whole = {id for id, (anchor, kind) in named.items() if anchor == id and kind != "heading"}
        entities = {id.partition("--")[0] for id in whole} - {own}
        try:
            return cut(content_of(self._file, file_of(page)).inside(), own, entities)
        except Unread as error:
            return error
        except RecursionError:
            return Unread("the page has elements too deep inside each other", file_of(page))


def own_file(id: str) -> str:
    """Return the file of the page that shows a section by itself."""
    return f"s/{id}/index.html"


def file_of(page: str) -> str:
    """Return the file of a page, by its address below the root of the version."""
    return f"{page}index.html" if page.endswith("/") or not page else page


def content_of(file: Open, name: str) -> Piece:
    """Return the element that a page marks as its content; raise `Unread` where it marks none, or several."""
    page = file(name)
    if page is None:
        raise Unread("the page is gone", name)
    text = page.decode("utf-8", "replace")
    if deep(text):
        raise Unread("elements stand too deep inside each other there", name)
    found = marked(text, MARK)
    if not found:
        raise Unmarked("the page does not mark its content", name)
    if len(found) > 1:
        raise Unread("the page marks two places as its content", name)
    return found[0]


@dataclass(frozen=True)
class CitedText:
    """What the page of a section says: its canonical text, and the first words in it that no text counts."""

    text: str
    uncounted: str


@dataclass(frozen=True)
class Known:
    """What is known of the blocks of all versions: on pages of sections, and on those of the sites."""

    alone: KnownTexts[CitedText] = field(default_factory=KnownTexts)
    on_pages: KnownTexts[str] = field(default_factory=KnownTexts)


def _said(parts: list[Part], around: Outside) -> CitedText:
    elements = [part for part in parts if not isinstance(part, str)]
    return CitedText(canonical(parts, around), next((words for each in elements for words in uncounted(each)), ""))


class Texts:
    """The canonical texts of the sections of a version, as its pages say them."""

    def __init__(self, sections: Mapping[str, Kept], file: Open, known: Known) -> None:
        """Take what the record says of the sections; `file` opens the files of the version.

        `known` is what is known from other versions.
        """
        self._sections, self._known = sections, known
        self._file = file
        self.pages = PublishedPages(sections, file)
        self._targets = Targets(self.pages, lru_cache(maxsize=None)(file))
        self._blocks: dict[str, Blocks] = {}
        self._parts: dict[str, Mapping[str, tuple[Part, ...]]] = {}
        self._shared: dict[tuple[str, str], CitedText] = {}

    def _page(self, id: str) -> str:
        return self._sections[id].page.partition("#")[0]

    def on_page(self, id: str) -> str:
        """Return the canonical text of a section, cut out of the page on which it stands; raise `Unread`."""
        page = self._page(id)
        if page not in self._parts:
            self._parts[page] = {each.id: each.parts for each in reversed(self.pages[page].sections)}
        parts = self._parts[page].get(id)
        if parts is None:
            raise Unread(f"the page has no section {quoted(id)} any more", file_of(page))
        if page not in self._blocks:
            self._blocks[page] = Blocks(self._targets.outside(page), self._known.on_pages)
        return self._blocks[page].text(parts)

    def alone(self, id: str) -> CitedText:
        """Return what the page says that shows a section by itself; raise `Unread`."""
        held = content_of(self._file, own_file(id))
        if _NOTED.search(held.html):
            around = self._around(id)
            return self._known.alone.written(held.html, around, lambda: _said([held.inside()], around))
        found = tuple(self._said_alone(held, self._page(id), self._around(id)))
        return CitedText(
            "".join(each.text for each in found), next((each.uncounted for each in found if each.uncounted), "")
        )

    def _said_alone(self, held: Piece, page: str, around: Outside) -> Iterator[CitedText]:
        run: list[Part] = []
        for piece in held.pieces():
            if piece.tag not in BOUNDED:
                run.append(piece.part())
                continue
            yield _said(run, around)
            run = []
            if piece.tag == "div" and piece.bare:
                yield from self._said_alone(piece, page, around)
            else:
                yield self._block(piece, page, around)
        yield _said(run, around)

    def _block(self, piece: Piece, page: str, around: Outside) -> CitedText:
        """Return what a block says; what was cut out of one page several times is worked out once."""
        if not shared(piece.html):
            return self._made(piece, around)
        known = page, piece.html.replace(f'="../../{file_of(page)}#', '="#')  # it leads to the same place
        if known not in self._shared:
            self._shared[known] = self._made(piece, around)
        return self._shared[known]

    def _made(self, piece: Piece, around: Outside) -> CitedText:
        return self._known.alone.written(piece.html, around, lambda: _said([piece.part()], around))

    def _around(self, id: str) -> Outside:
        """Return what the version tells of the links of a section's own page: a fragment alone leads as on its page."""
        own, page = f"s/{id}/", self._page(id)

        def link(address: str) -> str:
            return self._targets.link(page if address.strip()[:1] in ("", "?", "#") else own, address)

        return Outside(link=link, file=lambda address: self._targets.file(own, address))
