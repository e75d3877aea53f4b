"""How a browser shows what an author wrote: its styles, its direction, the order of its parts, its numbers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from lxml.html import HtmlElement

from playbook.problems import Severity

BRINGS_IN = re.compile(r"url\s*\(|@import|expression\s*\(", re.IGNORECASE)
"""What of a style brings in something else; it is told as such."""
_NUMBERS = re.compile(r"-?\d+(?:\.\d+)?|-?\.\d+")
_KEYWORDS = re.compile(r"[a-z-]+(?: [a-z-]+)*")
_ROOM = re.compile(r"(?:padding|margin|border)(?:-[a-z-]+)?")
_LARGEST = 64
"""The most pixels of room, or anything else, that a style may ask for."""
_WIDTH = re.compile(r"(\d+(?:\.\d+)?)(%|em|rem|ch|px)")
_NARROWEST = {"%": 5, "em": 2, "rem": 2, "ch": 4, "px": 32}
"""The least widths in which words can be read."""
_PLAIN = frozenset(["text-align", "vertical-align", "font-weight", "font-style", "white-space", "break-inside"])
"""What a style may say in one word without hiding or moving any."""
_FIRST = {"details": "summary", "fieldset": "legend"}
"""Elements with the one inside of them that browsers show first, wherever it stands."""
_ORDER = {"caption": 0, "colgroup": 1, "col": 1, "thead": 2, "tbody": 3, "tr": 3, "tfoot": 4}
"""The parts of a table in the order in which browsers show them."""
_WHOLE = re.compile(r"\s*-?[0-9]{1,4}\s*")
_SPAN = re.compile(r"\s*[0-9]{1,3}\s*|\s*1000\s*")


@dataclass(frozen=True)
class Difference:
    """One place where a reader sees other words than are counted.

    `written` is how it was written, to find the place: an element as `<dialog`, an attribute, a class, or a word.
    """

    written: str
    message: str
    hint: str
    severity: Severity = "error"


def harmless(style: str) -> bool:
    """Tell whether a style attribute can neither hide words nor move them, nor make them look like other ones.

    One that brings in something else is not told here.
    """
    return bool(BRINGS_IN.search(style)) or all(map(_harmless, filter(str.strip, style.lower().split(";"))))


def _harmless(declared: str) -> bool:
    name, _, value = (part.strip() for part in declared.partition(":"))
    if name in _PLAIN:
        return bool(_KEYWORDS.fullmatch(value)) or (name == "font-weight" and value.isdigit())
    if name in ("width", "min-width", "max-width"):
        wide = _WIDTH.fullmatch(value)
        return wide is not None and float(wide[1]) >= _NARROWEST[wide[2]]
    room = _ROOM.fullmatch(name) and re.fullmatch(r"[\w\s.#%]*", value)
    return bool(room) and all(0 <= float(each) <= _LARGEST for each in _NUMBERS.findall(value.partition("#")[0]))


def direction_of(words: str) -> str:
    """Return the direction of words, as their first letter that has one tells: `rtl`, or else `ltr`."""
    strong = (unicodedata.bidirectional(letter) for letter in words)
    return next(("ltr" if each == "L" else "rtl" for each in strong if each in ("L", "R", "AL")), "ltr")


def shown_out_of_order(element: HtmlElement) -> Iterator[Difference]:
    """Iterate over the parts of an element that are shown in another order than they are read."""
    inside = [each for each in element if isinstance(each.tag, str)]
    first = _FIRST.get(element.tag)
    names = [each.tag for each in inside]
    if first in names and (names[0] != first or (element.text or "").strip()):
        yield Difference(
            f"<{first}",
            f"a `{first}` that is not the first in `{element.tag}` is shown in another place than it is read",
            "put it first",
        )
    if element.tag == "table":
        order = [_ORDER[name] for name in names if name in _ORDER]
        if any(before > after for before, after in pairwise(order)) or names.count("tfoot") > 1:
            hint = "write the caption, the head, the rows and the foot of a table in this order"
            yield Difference("<table", "the parts of this table are shown in another order than they are read", hint)
    if element.tag == "label" and _glued(element):
        yield Difference(
            "<label",
            "a `label` in the middle of a word parts it for the fingerprint alone",
            "put a space before it and behind it",
        )


def _glued(label: HtmlElement) -> bool:
    """Tell whether the words of a label are joined to those beside it, for the eye alone."""
    words, before = label.text_content(), label.getprevious()
    ahead = (label.getparent().text if before is None else before.tail) or ""
    return any(
        one.isalnum() and other.isalnum()
        for one, other in ((ahead[-1:], words[:1]), (words[-1:], (label.tail or "")[:1]))
    )


def numbered_otherwise(element: HtmlElement) -> Iterator[Difference]:
    """Iterate over numbers and signs of lists, and reaches of cells, that browsers and fingerprints read otherwise."""
    for name in ("start", "value") if element.tag in ("ol", "li") else ():
        if not _WHOLE.fullmatch(element.get(name, "1")):
            yield Difference(
                name, f"`{name}` is no whole number of at most four digits, and does not count", "write such a number"
            )
    signs = ("1", "a", "A", "i", "I") if element.tag == "ol" else ()
    if element.tag in ("ol", "ul", "li") and element.get("type", "1" if signs else None) not in (*signs, None):
        hint = "write `type` at an `ol`, as 1, a, A, i or I"
        yield Difference("type", f"this `type` of `{element.tag}` is shown, and does not count", hint)
    for name in ("colspan", "rowspan") if element.tag in ("td", "th") else ():
        if not _SPAN.fullmatch(element.get(name, "1")):
            yield Difference(name, f"`{name}` is no whole number up to 1000, and does not count", "write such a number")
