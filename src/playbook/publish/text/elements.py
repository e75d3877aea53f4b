"""What the elements of HTML say in the form `pbc1`: which are blocks, which are marks, which say nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from lxml.html import HtmlElement

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
"""Elements that begin a section."""
SILENT = frozenset([
    "script", "style", "template", "noscript", "button", "select", "textarea", "datalist", "dialog", "canvas", "head",
    "title", "link", "meta", "base", "col", "colgroup", "meter", "progress", "rp", "annotation", "annotation-xml",
])  # fmt: skip
"""Elements that a reader of the page never reads, and controls."""
BLOCKS = frozenset([
    "p", "div", "section", "article", "main", "header", "footer", "hgroup", "nav", "aside", "search", "address",
    "figure", "figcaption", "details", "summary", "center", "form", "fieldset", "legend", "thead", "tbody", "tfoot",
    "li", "dt", "dd", "caption", "tr", "th", "td",
])  # fmt: skip
"""Elements that end one block and begin another, and say nothing else; of items, those that stand in no list."""
HOLDERS = {"ul": "ul", "menu": "ul", "ol": "ol", "dl": "dl", "blockquote": "quote", "table": "table"}
"""Elements that hold other blocks, and their markers."""
ITEMS = {
    "li": ("ul", "ol"), "dt": ("dl",), "dd": ("dl",), "tr": ("table",), "caption": ("table",), "th": ("table", "tr"),
    "td": ("table", "tr"),
}  # fmt: skip
"""What holds an item of each kind."""
IMPLIED = {"ul": ("li",), "ol": ("li",), "dl": ("dd",), "table": ("tr", "td"), "tr": ("td",)}
"""Items that are opened where something stands in a list or table outside of every item."""
MARKED = {
    "del": "del", "s": "del", "strike": "del", "ins": "ins", "sub": "sub", "sup": "sup", "q": "q", "math": "math",
} | {each: each for each in (
    "mrow", "msub", "msup", "msubsup", "munder", "mover", "munderover", "mfrac", "msqrt", "mroot", "mtable", "mtr",
    "mtd",
)}  # fmt: skip
"""Elements inside a line that say something of their words, and their markers."""
SET_OFF = frozenset(["label", "rt", "mi", "mn", "mo", "ms", "mtext"])
"""Elements inside a line whose words are parted from those beside them."""
UNDRAWN = frozenset(["title", "desc", "metadata", "style", "script"])
"""Elements of a drawing whose words are not drawn."""
EMBEDDED = frozenset(["iframe", "embed", "object", "video", "audio"])
"""Elements that show something else."""
_ASIDE = frozenset(["hidden", "data-pb-aside", "data-footnote-backref", "data-footnotes"])
"""Attributes of what is no part of the words of a page."""
_ADDED = frozenset(["headerlink", "footnote-backref", "footnotes-sep", "footnotes"])
"""Classes of what a site generator adds to the words of a page."""
MEANING = _ADDED | {"footnote", "footnote-ref", "pb-word"}
"""Classes that decide what of an element counts."""
_NUMBER = re.compile(r"\s*([0-9]{1,4})\s*\Z")


def left_out(element: HtmlElement) -> bool:
    """Tell whether an element is no part of the text: a comment, a control, an aside, what a generator adds."""
    tag = element.tag
    if not isinstance(tag, str) or tag in SILENT or (tag == "input" and element.get("type", "").lower() != "checkbox"):
        return True
    attributes = element.keys()
    if not attributes:  # as most elements
        return False
    if not _ASIDE.isdisjoint(attributes) or element.get("role") in ("doc-backlink", "doc-endnotes"):
        return True
    classes = classes_of(element)
    if tag == "a" and to_its_heading(element):
        return not any(letter.isalnum() for letter in "".join(element.itertext()))
    return bool(classes & _ADDED) or (tag == "div" and "footnote" in classes)


def drawing_label(drawing: HtmlElement) -> str:
    """Return the title and the description of an SVG; nothing where it is hidden from whoever hears the page."""
    heard = [] if drawing.get("aria-hidden") == "true" else [each for each in drawing if each.tag in ("title", "desc")]
    return " ".join("".join(each.itertext()) for each in heard)


def drawing_text(drawing: HtmlElement) -> str:
    """Return what is lettered in an SVG, in the order of the source."""
    return " ".join(_lettered(drawing))


def _lettered(element: HtmlElement) -> Iterator[str]:
    if isinstance(element.tag, str) and element.tag not in UNDRAWN:
        yield element.text or ""
        for child in element:
            yield from _lettered(child)
            yield child.tail or ""


def is_note(element: HtmlElement) -> bool:
    """Tell whether an element is the sign that leads to a footnote."""
    if element.tag != "a" or not element.get("href", "").startswith("#"):
        return False
    above = element.getparent()
    classes = classes_of(element) | (classes_of(above) if above is not None and above.tag == "sup" else set())
    named = element.get("role") == "doc-noteref" or element.get("data-footnote-ref") is not None
    return named or "footnote-ref" in classes


def _number(value: str | None, otherwise: int) -> int:
    """Return a number written in an attribute, or another where none is."""
    found = _NUMBER.match(value or "")
    return int(found[1]) if found else otherwise


def classes_of(element: HtmlElement) -> set[str]:
    """Return the classes of an element."""
    return set((element.get("class") or "").split())


def to_its_heading(link: HtmlElement) -> bool:
    """Tell whether a link stands in a heading and leads to that heading."""
    heading = next(link.iterancestors(*HEADINGS), None)
    return heading is not None and bool(heading.get("id")) and link.get("href") == f"#{heading.get('id')}"


def list_style(element: HtmlElement) -> str:
    """Return how an ordered list counts, in brackets, empty for the usual way."""
    if element.tag != "ol":
        return ""
    start, kind = element.get("start", "").strip(), element.get("type", "")
    said = [f"start={int(start)}"] if re.fullmatch(r"-?[0-9]{1,4}", start) and int(start) != 1 else []
    said += [f"type={kind}"] if kind in ("a", "A", "i", "I") else []
    return _bracketed([*said, "reversed"] if element.get("reversed") is not None else said)


def item_number(element: HtmlElement) -> str:
    """Return the number that an item is given, in brackets, empty where it follows from the one before."""
    value = element.get("value", "").strip()
    return _bracketed([f"value={int(value)}"] if re.fullmatch(r"-?[0-9]{1,4}", value) else [])


def spans(element: HtmlElement) -> str:
    """Return over how many columns and rows a cell reaches, in brackets, empty for one of each."""
    if element.tag not in ("td", "th"):
        return ""
    sides = zip(("colspan", "rowspan"), spanned(element), strict=True)
    return _bracketed([f"{name}={several}" for name, several in sides if several != 1])


def spanned(cell: HtmlElement) -> tuple[int, int]:
    """Return over how many columns and rows a cell reaches; no rows means: down to the last."""
    return _number(cell.get("colspan"), 1) or 1, _number(cell.get("rowspan"), 1)


def _bracketed(said: list[str]) -> str:
    return f"[{' '.join(said)}]" if said else ""


def uncounted(part: HtmlElement, content: HtmlElement | None = None) -> Iterator[str]:
    """Iterate over the words in a part of a content that no text counts; footnotes are, to which the content leads."""
    links = (part if content is None else content).iter("a")
    noted = {unquote(link.get("href")[1:]) for link in links if is_note(link)}
    return filter(None, (" ".join(text.split()) for text in _uncounted(part, noted, left_out(part))))


def _uncounted(element: HtmlElement, noted: set[str], silent: bool) -> Iterator[str]:
    if silent:
        yield element.text or ""
    for child in element:
        if isinstance(child.tag, str) and child.tag != "svg":
            here = child.get("id") not in noted and (silent or left_out(child))
            yield from _uncounted(child, noted, here)
        if silent:
            yield child.tail or ""
