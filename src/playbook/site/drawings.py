"""Drawings that authors bring as files: SVG that shows something, and neither acts nor fetches.

A picture on a page runs nothing; the same file, opened by its address, is a page of the site and may.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from lxml import etree

from playbook.problems import Place, Problem, quoted
from playbook.site.sanitising import ELEMENTS

ID = "file"
ACTING = frozenset(
    ["script", "iframe", "object", "embed", "handler", "listener", "animate", "animatemotion",
     "animatetransform", "animatecolor", "set", "discard", "audio", "video", "canvas"]
)  # fmt: skip
"""Elements that act, or hold what does; pictures that move are left to players."""
MOST = 10_000_000
"""The most bytes of a drawing."""
_HTML = "http://www.w3.org/1999/xhtml"
_LETTERING = ELEMENTS - {"a", "audio", "img", "input", "label", "picture", "source", "video"}
"""Elements of HTML that some programs letter their drawings with."""
_LEADING = re.compile(r"[\x00-\x20]+")
_INSIDE = re.compile(r"#|data:image/(?:png|jpeg|gif|webp);", re.IGNORECASE)
_FETCHING = re.compile(
    r"""@import|\\|url\(\s*['"]?(?!#|data:image/(?:png|jpeg|gif|webp);|data:(?:font|application/font))""", re.IGNORECASE
)
_HINT = "save it from the program that drew it as plain SVG, without scripts, links and pictures of other hosts"


def acting(names: Iterable[str], docs: Path) -> Iterator[Problem]:
    """Iterate over what is wrong with the drawings among the files in the folder `docs`."""
    for name in sorted(names):
        if name.lower().endswith(".svg"):
            for line, message in _wrong(docs / name):
                yield Problem(Place(f"{docs.name}/{name}", line), ID, message, _HINT)


def _wrong(file: Path) -> Iterator[tuple[int, str]]:
    """Iterate over the lines on which a drawing acts or fetches; only the first of them is told of each sort."""
    if file.stat().st_size > MOST:
        yield 1, f"this drawing has more than {MOST:,} bytes"
        return
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        tree = etree.fromstring(file.read_bytes(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        yield getattr(error, "lineno", None) or 1, "this drawing cannot be read, though a browser may read it"
        return
    if tree.getroottree().docinfo.internalDTD is not None and list(
        tree.getroottree().docinfo.internalDTD.iterentities()
    ):
        yield 1, "this drawing declares entities of its own"
    for before in tree.itersiblings(preceding=True):
        if isinstance(before, etree._ProcessingInstruction):  # lxml gives it no other name
            yield before.sourceline or 1, f"this drawing brings in {quoted(before.target or '')}"
    told: set[str] = set()
    for element in tree.iter():
        for message in _said(element):
            if message not in told:
                told.add(message)
                yield element.sourceline or 1, message


def _said(element: etree._Element) -> Iterator[str]:
    if not isinstance(element.tag, str):
        if isinstance(element, (etree._Entity, etree._ProcessingInstruction)):
            yield "this drawing holds what only a reader of XML fills in"
        return
    name = etree.QName(element)
    lettering = name.namespace != _HTML or name.localname in _LETTERING
    if name.localname.lower() in ACTING or not lettering:
        yield f"the element {quoted(name.localname)} acts in a drawing"
    if name.localname.lower() == "style" and _FETCHING.search("".join(map(str, element.itertext()))):
        yield "a style of this drawing brings in something else"
    for key, value in element.attrib.items():
        attribute, plain = etree.QName(key).localname.lower(), _LEADING.sub("", str(value))
        if attribute.startswith("on"):
            yield f"the attribute {quoted(attribute)} acts by itself"
        elif attribute in ("href", "src") and not _INSIDE.match(plain):
            yield f"this drawing leads to {quoted(value)}"
        elif "(" in plain and _FETCHING.search(str(value)):
            yield f"the attribute {quoted(attribute)} brings in something else"
