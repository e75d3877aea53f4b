"""What stands apart on a page stands apart in its markup, so that no reader of the text finds two words in one.

A style can set words apart that nothing parts in the source; then whoever copies, searches, cites or hears the page
reads them as one. So where one element of a line ends and another begins, both at a letter, a space must be between
them. Only what Markdown joins inside of a word is excepted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import lxml.html
import pytest
from lxml.html import HtmlElement

from playbook.publish.text.canonical import Outside, canonical, plain
from playbook.publish.text.elements import BLOCKS, HEADINGS, HOLDERS, left_out
from playbook.publish.text.html_parsing import parsed

APART = BLOCKS | {*HOLDERS, *HEADINGS, "hr", "br", "pre"}
"""Elements that part what is before them from what is in them, and from what follows."""
INSIDE_A_WORD = frozenset(["sup", "sub", "code", "kbd"])
"""Elements that may begin or end inside of a word."""
FRAMES = ("//*[contains(@class, 'md-content__inner')]", "//div[contains(@class, 'said')]")
NOWHERE = Outside(link=str, file=str)


def pieces(element: HtmlElement) -> Iterator[tuple[HtmlElement, str] | None]:
    """Iterate over the texts of an element, each with the element it stands in; None is a boundary."""
    if left_out(element) or element.tag == "svg":
        return
    apart = element.tag in APART or element.get("aria-hidden") == "true" or element.tag == "label"
    yield from [None] * apart
    if element.text:
        yield element, element.text
    for child in element:
        yield from pieces(child)
        if child.tail:
            yield element, child.tail
    yield from [None] * apart


def glued(content: HtmlElement) -> list[str]:
    """Return where two words stand in two elements with nothing between them."""
    found, last = [], None
    for piece in pieces(content):
        if piece and last and not any(map(_inside_a_word, (piece[0], last[0]))):
            (before, one), (here, other) = last, piece
            joint = re.search(r"[\w.,;:!?)”]\Z", one) and re.match(r"[\w(“]", other)
            if joint and "pb-word" not in (before.get("class"), here.get("class")):
                found.append(f"{one[-30:]}|{other[:30]}")
        last = piece
    return found


def _inside_a_word(element: HtmlElement) -> bool:
    return any(each.tag in INSIDE_A_WORD for each in (element, *element.iterancestors()))


def contents(folder: Path) -> Iterator[tuple[str, HtmlElement]]:
    """Iterate over the content of every page below a folder: of the site, and of the sections that can be cited."""
    for path in sorted(folder.rglob("index.html")):
        root = lxml.html.document_fromstring(path.read_bytes(), lxml.html.HTMLParser(encoding="utf-8"))
        for content in (each for frame in FRAMES for each in root.xpath(frame)):
            yield path.relative_to(folder).as_posix(), content


def test_two_words_that_nothing_parts_are_found():
    assert glued(parsed("<p><span>Client</span><span>United Kingdom</span></p>")) == ["Client|United Kingdom"]
    assert glued(parsed("<p>2<abbr>R</abbr>, <i>so</i>; 10<sup>2</sup> <b>A</b> <b>B</b></p><p>C</p>")) == ["2|R"]


@pytest.fixture(scope="module")
def pages(reference_site, published_twice) -> list[tuple[str, HtmlElement]]:
    """The content of every page of the reference and of what the small playbook has published."""
    return [*contents(reference_site.folder), *contents(published_twice.public)]


def test_no_two_words_of_a_page_are_one(pages):
    found = {page: joints for page, content in pages if (joints := glued(content))}
    assert found == {}
    assert len(pages) > 300


def test_no_sign_of_the_look_is_read_with_its_word(pages):
    """Such as `O Operational`, where the letter is the level once more, in its shape; letters of a matrix are words."""
    levels = re.compile(r"\b([SOT]) (?:Strategic|Operational|Tactical)\b|[▲○↑] ")
    texts = {page: plain(canonical([content], NOWHERE)) for page, content in pages}
    assert {page: found for page, text in texts.items() if (found := levels.findall(text))} == {}
