"""The part of the program of an archive that reads pages: see `standalone`. It needs Python 3.8 and nothing else."""

from __future__ import annotations

import re
import unicodedata
from html.parser import HTMLParser

_MARKS = re.compile(
    r"\\(?:note|box)\{\w*\}|\\img\{(?:\\.|[^\\{}])*\}|\\[a-z]+(?:\[(?:\\.|[^\\\[\]{}\n])*\])?\{"
    r"|^\\/?[a-z]+(?:\[(?:\\.|[^\\\[\]{}\n])*\])? ?|\\(.)|\}",
    re.MULTILINE,
)
_GAPS = re.compile("[\\s\0-\x1f\x7f-\x9f\xad\u034f\u200b-\u200d\u2060-\u2064\u206a-\u206f\ufe0e\ufe0f\ufeff]+")
LONGEST = 4_000_000
"""The most bytes of a page, and of a text, that are read."""
DEEPEST = 500
"""The most elements inside each other on a page that is read."""
_VOID = ["area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
_UNREAD = ["script", "style", "template", "rp", "annotation", "iframe", "object", "video", "audio", "svg"]


class Shown(HTMLParser):
    """The words that a page shows in the element that it marks as its content, but for those of drawings."""

    def __init__(self) -> None:
        """Begin with nothing; `marks` counts the elements that are marked."""
        super().__init__()
        self.marks = 0
        self.said: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element; what is not read bears a sign."""
        given = dict(attrs)
        self.marks += "data-pb-content" in given
        if tag == "img" and self.open and "!" not in self.open:
            self.said.append(given.get("alt") or "")
        if (self.open or "data-pb-content" in given) and tag not in _VOID:
            note = {"data-footnote-ref", "doc-noteref", "footnote-ref"} & {
                *given,
                given.get("role"),
                given.get("class"),
            }
            if len(self.open) > DEEPEST:
                raise ValueError("too deep")
            self.open += ["!", tag] if tag in _UNREAD or (tag in ("a", "sup") and note) else [tag]

    def handle_endtag(self, tag: str) -> None:
        """End an element, and those inside of it."""
        while tag in self.open and self.open.pop() != tag:
            pass
        if self.open[-1:] == ["!"]:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        """Take words."""
        if self.open and "!" not in self.open:
            self.said.append(data)


def read_alike(page: bytes, text: bytes) -> bool | None:
    """Tell whether a page shows the letters of a text, in their order; None where it does not mark its content.

    What is too long, or nested too deep, to be read shows something else.
    """
    shown = Shown()
    try:
        if max(len(page), len(text)) > LONGEST:
            return False
        tags, end, behind = page.decode("utf-8", "replace").rpartition(">")
        shown.feed(tags + end)  # what is behind the last tag would be looked through again for each sign of one
        shown.handle_data(behind.replace("<", ""))
        shown.close()
    except (ValueError, RecursionError, AssertionError):  # numbers of signs may be longer than any that can be read
        return False
    written = _MARKS.sub(lambda mark: mark[1] or "", text.decode("utf-8", "replace"))
    both = {unicodedata.normalize("NFC", _GAPS.sub("", words)) for words in ("".join(shown.said), written)}
    return None if not shown.marks else shown.marks == 1 and len(both) == 1
