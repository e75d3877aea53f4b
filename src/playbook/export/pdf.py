"""The print edition → PDF, by WeasyPrint. Importing this raises `OSError` where Pango, which sets the text, is missing.

Nothing comes from the network: the text may use the files of its own site, and what it asks for beyond them is left
out and told.
"""

from __future__ import annotations

import gc
import hashlib
import logging
import mimetypes
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import SubElement

from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

NOWHERE = "https://playbook.invalid/"
"""The address of a site that has none."""
VARIANT = "pdf/ua-1"
"""Tagged, so that a screen reader finds headings, lists, tables and the words for drawings."""
_MADE = b"governance-playbook-"
"""What the identifier of a PDF begins with: it stands in the file as it is."""
_SVG = "{http://www.w3.org/2000/svg}"
_LAID_OUT = re.compile(rb"display:\s*(inline-)?(grid|flex)\s*(!important\s*)?(;|(?=\}))")
"""Layouts that cost too much: a grid in a grid is measured again and again. Lines and tables take their place."""

_FOR_PAPER = re.compile(rb"@media\b(?=[^{]*,)(?=[^{]*\bprint\b)[^{]*")
"""Rules for paper and for screens of some width, which WeasyPrint drops as a whole."""


@dataclass(frozen=True)
class Printed:
    """A PDF, the number of its pages, the addresses of what it had to leave out, and letters that no font has."""

    content: bytes
    pages: int
    refused: tuple[str, ...]
    boxes: frozenset[str]


class SiteFiles(URLFetcher):  # type: ignore[misc]  # WeasyPrint is not typed
    """Hands out the files of one site and nothing else."""

    def __init__(self, site: Path, address: str) -> None:
        """Take `address` for that of the folder `site`."""
        super().__init__(allowed_protocols=["data"])
        self.site, self.address = site.resolve(), address
        self.refused: dict[str, None] = {}

    def fetch(self, url: str, headers: Any = None) -> Any:
        """Return a file of the site, or what an address holds in itself; refuse everything else."""
        if url.startswith("data:"):
            return super().fetch(url, headers)
        path = self.site / unquote(urlsplit(url).path.removeprefix(urlsplit(self.address).path))
        if not url.startswith(self.address) or not path.resolve().is_relative_to(self.site) or not path.is_file():
            self.refused[url] = None
            raise ValueError("not a file of the site")
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        content = path.read_bytes()
        if kind == "text/css":
            content = _FOR_PAPER.sub(b"@media print ", _LAID_OUT.sub(b"", content))
        return URLFetcherResponse(url, content, {"Content-Type": kind})


def pdf(site: Path, page: str, sheet: str, drawings: str, address: str = "") -> Printed:
    """Return the PDF of a page of a finished site: `page` is its address below the root, such as `print/`.

    `sheet` holds the rules for paper, in CSS, and `drawings` those inside its SVGs; links that leave the page lead to
    the site at `address`, or nowhere.
    """
    root = address or NOWHERE
    text = (site / page / "index.html").read_text(encoding="utf-8")
    files = SiteFiles(site, root)
    with _listening() as boxes, _collecting_seldom():
        document = HTML(string=text, base_url=f"{root}{page}", url_fetcher=files)
        _dressed(document.etree_element.find("head"), "style", sheet)
        if not address:
            _cut(document.etree_element.find("body"))
        for drawing in document.etree_element.iter(f"{_SVG}svg"):
            _dressed(drawing, f"{_SVG}style", drawings)
        fonts = FontConfiguration()
        made = document.render(font_config=fonts, pdf_variant=VARIANT)
        name = _MADE + hashlib.sha256("\0".join([text, sheet, drawings]).encode()).hexdigest()[:32].encode()
        content = made.write_pdf(pdf_identifier=name, pdf_variant=VARIANT)
    return Printed(content, len(made.pages), tuple(files.refused), frozenset(boxes))


def is_ours(content: bytes) -> bool:
    """Tell whether a file is a PDF that was made here, by the identifier in it."""
    return content.startswith(b"%PDF-") and (_MADE in content or _MADE.hex().encode() in content.lower())


def _cut(body: Any) -> None:
    """Take out the links to other pages of a site that has no address."""
    for element in body.iter():
        link = element.get("href", "#")
        if not (link.startswith("#") or urlsplit(link).scheme):
            del element.attrib["href"]


def _dressed(element: Any, tag: str, rules: str) -> None:
    SubElement(element, tag).text = rules


@contextmanager
def _collecting_seldom() -> Iterator[None]:
    """Look for garbage less often: a text of many boxes makes little, and the search takes a quarter of the time."""
    usual = gc.get_threshold()
    gc.set_threshold(100_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


class _Listener(logging.Handler):
    """Keeps the letters that WeasyPrint could not draw, and to itself all it says of rules that are for browsers."""

    def __init__(self) -> None:
        super().__init__()
        self.boxes: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        """Note the letter where it is told by its number."""
        match record.args:
            case (str(letter), int(number)) if "glyph" in record.msg and ord(letter) == number:
                self.boxes.add(letter)


@contextmanager
def _listening() -> Iterator[set[str]]:
    """Hear what WeasyPrint says; hand out the letters for which it found no font."""
    logger, listener = logging.getLogger("weasyprint"), _Listener()
    level, passing = logger.level, logger.propagate
    logger.setLevel(logging.WARNING)
    logger.propagate = False
    logger.addHandler(listener)
    try:
        yield listener.boxes
    finally:
        logger.removeHandler(listener)
        logger.propagate = passing
        logger.setLevel(level)
