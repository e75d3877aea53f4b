"""The canonical text of a version's pages block by block: what stands in several sections is worked out once.

A block that stands in no list or table says the same wherever it stands, so a text is that of its blocks, one after the
other. Only footnotes are counted through a whole text; where it leads to some, it is worked out in one piece.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from playbook.publish.text.canonical import Outside, Part, canonical
from playbook.publish.text.elements import BLOCKS, HEADINGS, HOLDERS, ITEMS, is_note, left_out
from playbook.publish.text.text_cache import KnownTexts

BOUNDED = BLOCKS.union(HOLDERS, HEADINGS, ("pre", "hr"))
"""Elements that end what stands before them, and begin anew."""
_OPENED = BLOCKS - ITEMS.keys()
"""Elements that do nothing else."""
_OF_ITS_PLACE = re.compile(r'\b(?:href|src|data)="(?!\.\./\.\./|#|https?:|mailto:|tel:)')
"""What leads elsewhere from the page of another section of the same page, in HTML as it is written out."""


@dataclass
class Blocks:
    """The texts of the blocks of one page, as far as they are known."""

    outside: Outside
    alike: KnownTexts[str] | None = None
    """What is known of the blocks of other versions."""
    _known: dict[HtmlElement, str] = field(default_factory=dict)

    def text(self, parts: tuple[Part, ...]) -> str:
        """Return the canonical text of parts of the page."""
        elements = (part for part in parts if not isinstance(part, str))
        if any(is_note(link) for element in elements for link in element.iter("a")):
            return canonical(parts, self.outside)
        return "".join(self._texts(parts))

    def _texts(self, parts: Iterable[Part]) -> Iterator[str]:
        run: list[Part] = []
        for part in parts:
            if isinstance(part, str) or part.tag not in BOUNDED:
                run.append(part)
            else:
                yield self._between(run)
                yield self._block(part)
                run = []
        yield self._between(run)

    def _between(self, run: list[Part]) -> str:
        spoken = any(not isinstance(part, str) or not part.isspace() for part in run)
        return canonical(run, self.outside) if spoken else ""

    def _block(self, block: HtmlElement) -> str:
        if block not in self._known:
            opened = block.tag in _OPENED and not left_out(block)
            self._known[block] = "".join(self._texts(_inside(block))) if opened else self._made(block)
        return self._known[block]

    def _made(self, block: HtmlElement) -> str:
        def make() -> str:
            return canonical([block], self.outside)

        return self.alike.element(block, self.outside, make) if self.alike else make()


def _inside(element: HtmlElement) -> Iterator[Part]:
    if element.text:
        yield element.text
    for child in element:
        yield child
        if child.tail:
            yield child.tail


def shared(block: str) -> bool:
    """Tell whether the HTML of a block says the same on the page of every section that was cut out of one page."""
    return not _OF_ITS_PLACE.search(block)
