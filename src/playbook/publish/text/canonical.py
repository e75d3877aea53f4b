r"""The canonical text of a section, `pbc1`: what its words and its structure say, and nothing of how they look.

The form is a contract, told in `docs/authoring/fingerprint.md` and frozen by the corpus in `tests/fingerprint/`: it is
never changed. A better one bears another name and stands beside it.

Each block begins a line with a marker, `\p`, `\li`, `\td`; a marker inside a line has braces around what it marks,
`\del{thirty}`. Backslashes and braces of the text are written with a backslash before them, so that no text can be
taken for a marker, and the structure can be read back.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import unquote

from lxml.html import HtmlElement

from playbook.publish.text.characters import attribute, line_text, words
from playbook.publish.text.elements import (
    BLOCKS,
    EMBEDDED,
    HEADINGS,
    HOLDERS,
    IMPLIED,
    ITEMS,
    MARKED,
    SET_OFF,
    classes_of,
    drawing_label,
    drawing_text,
    is_note,
    item_number,
    left_out,
    list_style,
    spans,
    to_its_heading,
)

NAME = "pbc1-sha256"
"""What a fingerprint of this form begins with, before a colon and 64 hexadecimal digits."""

_MARKS = re.compile(
    r"\\[a-z]+(?:\[(?:\\.|[^\\\[\]{}\n])*\])?\{|^\\/?[a-z]+(?:\[(?:\\.|[^\\\[\]{}\n])*\])? ?|\\(.)|\}", re.MULTILINE
)

Part: TypeAlias = HtmlElement | str
"""A piece of a section: an element with all that is inside it, or text that stands between elements."""


@dataclass(frozen=True)
class Outside:
    """What only the rest of the site can tell."""

    link: Callable[[str], str]
    """Tells what a link leads to: an id, or the address as it is where it leads out of the playbook."""
    file: Callable[[str], str]
    """Tells what an image is: `sha256-` and the hash of its bytes, or the address where it is not in the site."""


def fingerprint(text: str) -> str:
    """Return the fingerprint of a canonical text: `pbc1-sha256:` and 64 hexadecimal digits."""
    return f"{NAME}:{hashlib.sha256(text.encode('utf-8')).hexdigest()}"


def canonical(parts: Iterable[Part], outside: Outside) -> str:
    """Return the canonical text of parts that follow each other: lines, each with a line feed; empty for nothing."""
    writer = _Writer(outside)
    for part in parts:
        if isinstance(part, str):
            writer.say(part)
        else:
            writer.element(part)
    return writer.written()


def plain(text: str) -> str:
    """Return the words of a canonical text without its marks; each line stays a line."""
    return _MARKS.sub(lambda mark: mark[1] or "", text)


class _Writer:
    """Writes block after block. What is said waits until its block ends; an item waits for its first paragraph."""

    def __init__(self, outside: Outside) -> None:
        self.outside = outside
        self.lines: list[str] = []
        self.holders: list[str] = [""]
        self.item = ""
        self.kind = "p"
        self.said: list[tuple[str, str]] = []
        self.marks: list[str] = []
        self.notes: list[HtmlElement] = []
        self.anchors: dict[HtmlElement, dict[str, HtmlElement]] = {}

    def written(self) -> str:
        """Return everything, the footnotes last."""
        self._end()
        if self.notes:
            self._hold("notes", self._all_notes)
        return "".join(f"{line}\n" for line in self.lines)

    def say(self, text: str) -> None:
        """Take text into the block that is open."""
        if text:
            self.said.append(("text", text))

    def element(self, element: HtmlElement) -> None:
        """Take an element with all that is inside it; not what follows it."""
        if left_out(element):
            return
        tag = element.tag
        if tag in HEADINGS or tag == "pre":
            self._leaf(element, "pre" if tag == "pre" else "h")
        elif tag in HOLDERS:
            self._hold(HOLDERS[tag] + list_style(element), lambda: self._inside(element))
        elif self.holders[-1] in ITEMS.get(tag, ()):
            self._item(element, tag)
        elif tag in BLOCKS:
            self._block(lambda: self._inside(element))
        elif tag == "hr":
            self._block(lambda: self._put("hr", ""))
        elif tag == "br":
            self.said.append(("break", ""))
        else:
            self._inline(element, tag)

    def _block(self, inside: Callable[[], None]) -> None:
        self._end()
        inside()
        self._end()

    def _leaf(self, element: HtmlElement, kind: str) -> None:
        self._end()
        self.kind, before = kind, self.kind
        self._inside(element)
        self._end()
        self.kind = before

    def _hold(self, marker: str, inside: Callable[[], None]) -> None:
        """Write what holds other blocks, with a line at its end; nothing where it holds none."""
        self._end()
        lines, item, kind, depth = len(self.lines), self.item, self.kind, len(self.holders)
        self._imply()
        self._begin()
        name = marker.partition("[")[0]
        self.lines.append(f"\\{marker}")
        self.holders.append(name)
        first, self.kind = len(self.lines), "p"
        self._block(inside)
        self.kind = kind
        if len(self.lines) == first:
            del self.lines[lines:]
            self.item = item
        else:
            self.lines.append(f"\\/{name}")
        del self.holders[depth:]

    def _item(self, element: HtmlElement, tag: str) -> None:
        self._end()
        depth, first = len(self.holders), len(self.lines)
        if tag in ("td", "th") and self.holders[-1] == "table":
            self._open("tr", "tr")
        self._open(tag, tag + (item_number(element) if tag == "li" else spans(element)))
        self._block(lambda: self._inside(element))
        self._begin()
        del self.holders[depth:]
        if tag == "tr" and len(self.lines) == first + 1:
            del self.lines[first:]

    def _open(self, name: str, marker: str) -> None:
        self._begin()
        self.holders.append(name)
        if name == "tr":
            self.lines.append("\\tr")
        else:
            self.item = marker

    def _imply(self) -> None:
        for name in IMPLIED.get(self.holders[-1], ()):
            self._open(name, name)

    def _begin(self) -> None:
        """Write the item that waits for a paragraph: it begins with something else, or holds nothing."""
        if self.item:
            self.lines.append(f"\\{self.item}")
            self.item = ""

    def _end(self) -> None:
        """End the block: what was said is written, unless it is nothing."""
        said = self.said
        self.said = [("open", mark) for mark in self.marks]
        if any(sort == "word" or (sort == "text" and not text.isspace()) for sort, text in said):
            said += [("close", "")] * len(self.marks)
            if text := line_text(said, exact=self.kind == "pre"):
                self._put(self.kind, text)

    def _put(self, kind: str, text: str) -> None:
        depth = len(self.holders)
        self._imply()
        if self.item and kind == "p":
            kind, self.item = self.item, ""
        self._begin()
        self.lines.append(f"\\{kind} {text}" if text else f"\\{kind}")
        del self.holders[depth:]

    def _inline(self, element: HtmlElement, tag: str) -> None:
        if note := self._noted(element):
            self.said.append(("word", f"\\note{{{note}}}"))
        elif (whole := self._whole(element, tag)) is not None:
            self.said += [("word", whole)] if whole else []
        elif mark := self._mark(element, tag):
            self.marks.append(mark)
            self.said.append(("open", mark))
            self._inside(element)
            self.said.append(("close", ""))
            self.marks.pop()
        else:
            apart = (tag in SET_OFF or element.get("aria-hidden") == "true") and self.kind != "pre"
            self.said += [("text", " ")] * apart
            self._inside(element)
            self.said += [("text", " ")] * apart

    def _whole(self, element: HtmlElement, tag: str) -> str | None:
        """Return what stands for an element and all that is inside it, or None where its inside speaks for itself."""
        if tag == "input":
            return "\\box{x}" if element.get("checked") is not None else "\\box{}"
        if tag == "img":
            return f"\\img[{attribute(self.outside.file(element.get('src', '')))}]{{{words(element.get('alt', ''))}}}"
        if tag == "svg":
            text = words(drawing_label(element)) or words(drawing_text(element))
            return f"\\img{{{text}}}" if text else ""
        if tag in EMBEDDED:
            inner = element.find(".//source")
            source = element.get("src") or element.get("data") or ("" if inner is None else inner.get("src", ""))
            return f"\\embed[{attribute(self.outside.file(source))}]{{}}"
        return None

    def _mark(self, element: HtmlElement, tag: str) -> str:
        """Return the marker that opens an element inside a line, empty where it is nothing but look."""
        if tag == "a" and element.get("href") is not None:
            plain_words = "pb-word" in classes_of(element) or to_its_heading(element)
            return "" if plain_words else f"\\a[{attribute(self.outside.link(element.get('href')))}]{{"
        if tag == "bdo":
            return f"\\bdo[{'rtl' if element.get('dir', '').lower() == 'rtl' else 'ltr'}]{{"
        if tag == "sup" and any(self._note_of(child) is not None for child in element):
            return ""
        return f"\\{MARKED[tag]}{{" if tag in MARKED else ""

    def _noted(self, link: HtmlElement) -> int:
        """Return the number of a footnote in this text, or 0 where an element leads to none."""
        note = self._note_of(link)
        if note is None:
            return 0
        if note not in self.notes:
            self.notes.append(note)
        return self.notes.index(note) + 1

    def _note_of(self, link: HtmlElement) -> HtmlElement | None:
        """Return the footnote that an element leads to."""
        if not isinstance(link.tag, str) or not is_note(link):
            return None
        root = link.getroottree().getroot()
        if root not in self.anchors:
            named = [each for each in root.iter("*") if each.get("id")]
            self.anchors[root] = {each.get("id"): each for each in reversed(named)}
        return self.anchors[root].get(unquote(link.get("href")[1:]))

    def _all_notes(self) -> None:
        """Write the footnotes that the text leads to, and those that they lead to."""
        for note in self.notes:
            depth = len(self.holders)
            self._open("li", "li")
            self._block(lambda note=note: self._inside(note))  # type: ignore[misc]
            self._begin()
            del self.holders[depth:]

    def _inside(self, element: HtmlElement) -> None:
        self.say(element.text or "")
        for child in element:
            self.element(child)
            self.say(child.tail or "")
