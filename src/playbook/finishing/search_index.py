"""The index of the search: what a reader sees on each page, by its headings; nothing hidden, no words of controls."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lxml import html
from lxml.html import HtmlElement
from markupsafe import escape

from playbook.finishing.made_page import MadePage

FOLDER = "search"
OWN = "search"
"""The key of a front matter that tells how a page is found: `exclude`, `boost`."""

_APART = r"\u0387\u05be\u05c0\u05c3\u05f3\u05f4\u060c\u061b\u061f\u066a-\u066d\u06d4\u0964\u0965"
_LATIN = r"\u00a0-\u00a9\u00ab-\u00b1\u00b4\u00b6-\u00b8\u00bb-\u00bf\u00d7\u00f7"
_SIGNS = r"\u2000-\u2018\u201a-\u206f\u20a0-\u20cf\u2190-\u2bff\ufeff"
_WIDE = r"\u3000-\u3004\u3008-\u3020\u3030\u303d\u30fb\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
SEPARATOR = (
    r"(?:&(?:amp|lt|gt);"
    r"|['\u2019]s(?![0-9A-Za-z])"
    r"|(?<![0-9])[.,:/'\u2019]|[.,:/'\u2019](?![0-9])"
    r"|(?<![0-9A-Za-z])-|-(?![0-9])"
    rf"|[\s!\"#$%&()*+;<=>?@\[\\\]^_`{{|}}~{_LATIN}{_APART}{_SIGNS}{_WIDE}])+"
)
"""What parts words, as a browser's regular expression: every mark that stands in no number, day or id (`2026-1`)."""

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCK_NAMES = (
    "address article aside blockquote caption dd details div dl dt fieldset figcaption figure footer header hr li main"
    " nav ol p pre section summary table tbody tfoot thead tr ul"
)
_BLOCKS = frozenset(_BLOCK_NAMES.split()).union(_HEADINGS)
_CONTROLS = (
    "button datalist dialog form iframe input label meter noscript object option progress script select style svg"
    " template textarea"
)
_UNREAD = frozenset(_CONTROLS.split())
"""Elements whose words are no part of what a page says."""
_UNSEEN = frozenset(["headerlink", "linenodiv", "pb-visually-hidden"])
_CELLS = frozenset(["td", "th"])
_BETWEEN = " \N{MIDDLE DOT} "
_WHITE = re.compile(r"\s+")
_INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ue000-\uf8ff]")


@dataclass
class Section:
    """What stands below one heading, as blocks of words; `anchor` is its id."""

    anchor: str
    title: str
    blocks: list[str] = field(default_factory=list)


@dataclass
class _Reading:
    """Goes through a page in the order in which it is read."""

    sections: list[Section]
    words: list[str] = field(default_factory=list)

    def read(self, element: HtmlElement) -> None:
        """Take in the words of an element and of what it holds, beginning a section at each heading."""
        tag = element.tag
        if tag in _HEADINGS:
            self.end()
            self._head(element)
            return
        apart = tag in _BLOCKS
        if apart:
            self.end()
        elif tag in _CELLS:
            self.words.append(_BETWEEN if "".join(self.words).strip() else "")
        elif tag == "br" or (element.get("class") or "").startswith("pb-"):
            self.words.append(" ")  # its look sets it apart
        self.words.append(element.text or "")
        for child in element:
            if isinstance(child.tag, str) and not hidden(child):
                self.read(child)
            self.words.append(child.tail or "")
        if apart:
            self.end()

    def _head(self, heading: HtmlElement) -> None:
        title = _Reading([])
        title.words = [heading.text or ""]
        for child in heading:
            if isinstance(child.tag, str) and not hidden(child):
                title.read(child)
            title.words.append(child.tail or "")
        said = " ".join([*title.blocks(), _plain(title.words)]).strip()
        if heading.get("id"):
            self.sections.append(Section(str(heading.get("id")), said))
        elif said:
            self.sections[-1].blocks.append(said)

    def blocks(self) -> list[str]:
        return [block for section in self.sections for block in section.blocks]

    def end(self) -> None:
        """End a block of words."""
        if said := _plain(self.words).strip(_BETWEEN):
            if not self.sections:
                self.sections.append(Section("", ""))
            self.sections[-1].blocks.append(said)
        self.words.clear()


def hidden(element: HtmlElement) -> bool:
    """Tell whether readers do not see an element, or it is no part of what the page says."""
    attributes = element.attrib
    return (
        element.tag in _UNREAD
        or "hidden" in attributes
        or "data-search-exclude" in attributes
        or not _UNSEEN.isdisjoint((attributes.get("class") or "").split())
    )


def sections(content: str) -> Iterator[Section]:
    """Iterate over what the HTML of a page says, section by section; the first one is the page itself."""
    reading = _Reading([Section("", "")])
    if content.strip():
        reading.read(html.fragment_fromstring(content, create_parent="div"))
    reading.end()
    first, *others = reading.sections
    if others and not first.blocks:  # the heading of the page itself
        first = others.pop(0)
    yield Section("", first.title, first.blocks)
    yield from others


def _plain(words: list[str]) -> str:
    return _WHITE.sub(" ", _INVISIBLE.sub("", "".join(words))).strip()


class SearchIndex:
    """Gathers the entries of one site, where its search reads them."""

    def __init__(self) -> None:
        """Begin with no entry."""
        self._docs: list[dict[str, Any]] = []

    def take(self, page: MadePage) -> None:
        """Add what a page says."""
        own = page.meta.get(OWN) or {}
        if own.get("exclude"):
            return
        more = {key: value for key, value in (("boost", own.get("boost")), ("tags", _tags(page))) if value}
        for section in sections(page.content):
            title = section.title or page.title
            text = "".join(f"<p>{_escaped(block)}</p>" for block in section.blocks)
            location = page.url + (f"#{section.anchor}" if section.anchor else "")
            self._docs.append({"location": location, "title": _escaped(title), "text": text, **more})

    def write(self, site: Path, settings: Mapping[str, Any]) -> None:
        """Write the index, and once more as a script, since from a disk a page can fetch nothing else.

        `settings` are what the search is told beside the entries: `lang`, `separator`, `pipeline`, `fields`.
        """
        told = {"config": settings, "docs": self._docs}
        index = json.dumps(told, separators=(",", ":"), default=str)
        (site / FOLDER).mkdir(exist_ok=True)
        (site / FOLDER / "search_index.json").write_text(index, encoding="utf-8")
        (site / FOLDER / "search_index.js").write_text(f"var __index = {index}\n", encoding="utf-8")


def _tags(page: MadePage) -> list[str]:
    tags = page.meta.get("tags")
    return [_escaped(str(tag)) for tag in tags if tag] if isinstance(tags, list) else []


def _escaped(text: str) -> str:
    return str(escape(text)).replace("&#34;", '"').replace("&#39;", "'")
