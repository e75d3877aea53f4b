"""Elements that stand where HTML lets them not stand: browsers take them apart, and show what nobody meant."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser

from playbook.publish.text.appearance import Difference
from playbook.publish.text.copied_text import readable
from playbook.publish.text.html_parsing import stays_within

_CELLS = frozenset(["td", "th", "caption"])
_ROWS = frozenset(["tr", "thead", "tbody", "tfoot"])
_PLACED = re.compile("[\ue000-\uf8ff\\s]*")
"""What stands for what macros put out: it may be rows."""
_ALONE = frozenset(["br", "hr", "img", "input", "p", "li", "td", "th", "tr", "dt", "dd", "wbr", "source", "col"])
"""Elements that need no tag to end them."""
_TAG = re.compile(r"<(/?)([a-z][a-z0-9-]*)", re.IGNORECASE)


def misnested(html: str) -> Iterator[Difference]:
    """Iterate over links in links, words in a table and in none of its cells, and tags that do not go together."""
    found = _Found()
    found.feed(readable(html))
    found.close()
    yield from found.told
    if not stays_within(html):
        hint = "see that each tag that begins something has one that ends it, and no other"
        yield Difference(
            _unpaired(html), "a tag has none that goes with it, so the text would not end where it ends", hint
        )


def _unpaired(html: str) -> str:
    """Return a tag that ends something more often than it began, or the other way round."""
    left = Counter((end, name.lower()) for end, name in _TAG.findall(html))
    names = [name for _, name in left if left["/", name] != left["", name] and name not in _ALONE]
    return next((f"</{name}" if left["/", name] > left["", name] else f"<{name}" for name in names), "<")


class _Found(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.told: list[Difference] = []
        self.linked = False
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a link inside of a link, and what stands in a table but in no cell."""
        if tag == "a" and any(name == "href" for name, _ in attrs):
            if self.linked:
                message = "a link stands inside of a link, and browsers end the first one here"
                self.told.append(Difference("<a", message, "end one before the next begins"))
            self.linked = True
        elif tag in _ROWS:
            self._end(_CELLS)
        elif tag in _CELLS or tag == "table":
            self._end(_CELLS if tag in _CELLS else frozenset())
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Leave a link or a cell, and note tags that do not go together."""
        if tag == "a":
            self.linked = False
        elif tag in _CELLS or tag == "table":
            self._end(_CELLS)
            if tag == "table" and self.open:
                self.open.pop()

    def _end(self, tags: frozenset[str]) -> None:
        while self.open and self.open[-1] in tags and self.open[-1] != "table":
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "table" and not _PLACED.fullmatch(data):
            words = " ".join(data.split())
            message = f"words stand in a table and in none of its cells, and are shown before it: “{words[:60]}”"
            self.told.append(Difference(words.split()[0], message, "put them into a cell, or behind the table"))
