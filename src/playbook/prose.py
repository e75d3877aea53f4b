"""The prose of an edition: what stands under each heading of its pages, and what of it changed.

Pages are compared as they are written, not as they are built: a fact that a macro shows is compared where it is
written, so that one change is told once.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from playbook.changes import Change, What
from playbook.headings import Heading, headings
from playbook.page import url_of

KIND = "heading"
"""The kind of a change of prose."""
AROUND = 4
"""The words told on either side of those that changed."""
LONGEST = 400
"""The most letters told of one text."""

_UNDERLINE = re.compile(r" {0,3}(=+|-+)[ \t]*$")
_FRONT = re.compile(r"---[ \t]*\n.*?^(?:---|\.\.\.)[ \t]*\n", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"\]\((?![a-z]+:|#)([^)\s#]*)(#[^)\s]*)?")


@dataclass(frozen=True)
class Passage:
    """What stands between a heading and the next: `page` is the file below the folder of the pages."""

    id: str
    title: str
    page: str
    text: str

    @property
    def address(self) -> str:
        """Where it is, below the root of the site; empty on a page that stands for many."""
        return "" if "[" in self.page else f"{url_of(self.page)}#{self.id}"


def passages(sources: Mapping[str, str]) -> dict[str, Passage]:
    """Return what stands under each heading that has an id, by that id; `sources` are the texts of pages by file.

    On a page that stands for many the kind goes before the id, since several kinds may have such a heading.
    """
    found: dict[str, Passage] = {}
    for page, source in sorted(sources.items()):
        text = _FRONT.sub("", source, count=1) if source.startswith("---") else source
        lines, marks = text.split("\n"), headings(text, page)
        ends = [*(mark.place.line - 1 for mark in marks[1:]), len(lines)]
        for mark, end in zip(marks, ends, strict=False):
            if mark.id:
                id = _of_many(page, mark.id)
                begin = mark.place.line
                begin += begin < end and bool(_UNDERLINE.match(lines[begin]))
                body = " ".join(" ".join(lines[begin:end]).split())
                found.setdefault(id, Passage(id, _title(mark, page), page, body))
    return found


def _of_many(page: str, id: str) -> str:
    kind = re.search(r"\[([^\[\]/]*)\]\.md\Z", page)
    return f"{kind[1]}--{'page' if id.startswith('{{') else id}" if kind else id


def _title(mark: Heading, page: str) -> str:
    return f"every {page}" if "{{" in mark.words else mark.words


def changed(old: Mapping[str, Passage], new: Mapping[str, Passage]) -> Iterator[Change]:
    """Iterate over the passages that came, went, or say something else, and over the pages that moved."""
    homes = {**_homes(old), **_homes(new)}
    moved: set[tuple[str, str]] = set()
    for id in dict.fromkeys((*new, *old)):
        before, after = old.get(id), new.get(id)
        if before is None or after is None:
            passage, what = (after, "added") if before is None else (before, "removed")
            if passage is not None:
                yield _change(passage, "added" if what == "added" else "removed", (), None, None)
            continue
        if before.page != after.page and (before.page, after.page) not in moved:
            moved.add((before.page, after.page))
            yield _change(after, "moved", ("page",), before.page, after.page)
        if before.title != after.title:
            yield _change(after, "changed", ("title",), before.title, after.title)
        texts = _plain(before, homes), _plain(after, homes)
        if texts[0] != texts[1]:
            yield _change(after, "changed", ("text",), *differing(*texts))


def _change(passage: Passage, what: What, path: tuple[str, ...], old: str | None, new: str | None) -> Change:
    sort: Literal["editorial"] = "editorial"
    return Change(KIND, passage.id, passage.title, what, path, old, new, sort, address=passage.address)


def _homes(passages: Mapping[str, Passage]) -> dict[str, str]:
    """Return the first heading of each page, by the file of the page."""
    homes: dict[str, str] = {}
    for passage in passages.values():
        homes.setdefault(passage.page, passage.id)
    return homes


def _plain(passage: Passage, homes: Mapping[str, str]) -> str:
    """Return the text of a passage with links to pages as links to ids, so that a page that moved changes none."""

    def led(link: re.Match[str]) -> str:
        path = posixpath.normpath(posixpath.join(posixpath.dirname(passage.page), link[1]))
        return f"]({link[2] or '#' + homes.get(path, path)}"

    return _LINK.sub(led, passage.text)


def differing(old: str, new: str) -> tuple[str, str]:
    """Return the words in which two texts differ, each with a few words around them."""
    before, after = old.split(), new.split()
    shorter = min(len(before), len(after))
    begin = next((n for n in range(shorter) if before[n] != after[n]), shorter)
    same = next((n for n in range(shorter - begin) if before[-1 - n] != after[-1 - n]), shorter - begin)
    return _excerpt(before, begin, same), _excerpt(after, begin, same)


def _excerpt(words: list[str], begin: int, same: int) -> str:
    first, last = max(begin - AROUND, 0), min(len(words) - same + AROUND, len(words))
    told = " ".join((*(["…"] if first else []), *words[first:last], *(["…"] if last < len(words) else [])))
    return told if len(told) <= LONGEST else f"{told[: LONGEST - 1].rstrip()}…"
