"""The words of a file in which somebody cites: a text, or a Word document."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

from lxml import etree

MOST = 64 * 2**20
"""The most bytes of a file, and of each part of a document, that are read."""

_PARTS = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")
_SIGNS = {"noBreakHyphen": "-", "br": "\n", "cr": "\n", "tab": " "}
"""What Word writes as elements, and what they are in a text."""


def words(content: bytes) -> str:
    """Return the words of a file; of a Word document a line for each paragraph."""
    if content.startswith(b"PK"):
        return "\n".join(_paragraphs(content))
    return content.decode("utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8", "replace")


def _paragraphs(content: bytes) -> Iterator[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as held:
            for name in _PARTS:
                if name in held.namelist() and held.getinfo(name).file_size <= MOST:
                    yield from _lines(held.read(name))
    except (zipfile.BadZipFile, etree.XMLSyntaxError, zlib.error, NotImplementedError, RuntimeError, OSError):
        return


def _lines(part: bytes) -> Iterator[str]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    for paragraph in etree.fromstring(part, parser).iter("{*}p"):
        yield "".join(map(_said, paragraph.iter("{*}t", *(f"{{*}}{name}" for name in _SIGNS))))


def _said(element: etree._Element) -> str:
    name = etree.QName(element).localname
    return element.text or "" if name == "t" else _SIGNS[name]
