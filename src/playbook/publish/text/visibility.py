"""Where a reader of a page sees other words than its fingerprint counts, and what an author can write instead.

Each rule of `canonical` and `elements` that keeps or drops something is held here against what a browser shows. What
extensions of Markdown write, such as signs beside headings and footnotes, is told from what an author wrote like it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import unquote

from lxml.html import HtmlElement

from playbook.problems import Severity
from playbook.publish.text.appearance import Difference, direction_of, harmless, numbered_otherwise, shown_out_of_order
from playbook.publish.text.elements import HEADINGS, SILENT, classes_of, is_note, left_out, to_its_heading, uncounted
from playbook.publish.text.html_nesting import misnested
from playbook.publish.text.html_parsing import parsed

SEEN = "{what} is shown, and no fingerprint counts it"
UNSEEN = "{what} is counted by the fingerprint, and no reader sees it"
HIDES = "{what} hides words, and what is cited is what can be read"
OTHERWISE = "{what} shows words otherwise than the fingerprint counts them"

TEXT = "write the words as text of the page"
DELETE = "delete it"
PICTURE = "put the drawing into a file beside the pages, and show it with `![what it says](file.svg)`"
LOOK = "delete it; the look comes with the style sheets"

ELEMENTS: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(("button", "select", "textarea", "meter", "progress", "dialog"), (SEEN, TEXT)),
    "input": (SEEN, "write the words as text of the page; what can be ticked is `- [ ]` with the extension for it"),
    **dict.fromkeys(("template", "noscript", "canvas", "datalist", "title"), (HIDES, TEXT)),
    **dict.fromkeys(("noframes", "noembed"), (UNSEEN, TEXT)),
    **dict.fromkeys(("font", "marquee", "blink", "bdo", "option"), (OTHERWISE, TEXT)),
    **dict.fromkeys(("xmp", "listing", "plaintext", "dir"), (OTHERWISE, "write it in Markdown: it is obsolete")),
    **dict.fromkeys(("map", "area"), (SEEN, "write the links as text beside the picture")),
    "track": (SEEN, "write what it says as text beside it"),
}
"""Elements with which eye and text differ: how, and what to write instead."""
ATTRIBUTES: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(("hidden", "popover"), (HIDES, "delete it, and the words too if nobody is to read them")),
    "data-print": (OTHERWISE, "delete it: paper says what the screen says"),
    **dict.fromkeys(("srcset", "poster"), (SEEN, "name one file, in `src`")),
    **dict.fromkeys(("background", "bgcolor", "color"), (OTHERWISE, LOOK)),
    "contenteditable": (OTHERWISE, DELETE),
}
"""Attributes likewise."""
_FOOTNOTES = ("data-footnotes", "data-footnote-ref", "data-footnote-backref")
_ROLES = ("doc-endnotes", "doc-backlink", "doc-noteref")
_NOTES = ("footnote-ref", "footnote-backref", "footnotes", "footnotes-sep", "footnote")
_MADE = ("headerlink", *_NOTES, "tabbed-set", "tabbed-content", "tabbed-block", "task-list-control")
"""Classes that extensions of Markdown write, and that have a meaning to the look or to the fingerprint."""
_FOOTNOTE = "write it as a footnote of Markdown: `[^1]`, and below `[^1]: …`"
_OWN = re.compile(r"(?!pb-wide\Z|md-button)(?:pb|md)-")
"""Classes of the generator and its theme; some of them hide words."""
_MARKS = re.compile("[\ue000-\uf8ff\\s]*")
"""What stands for what macros put out."""
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_COMMENT = re.compile(r"<!--\s*/?\s*(?:publication|standing|used:)")
FORMULA = frozenset([
    "math", "mrow", "mi", "mn", "mo", "ms", "mtext", "mspace", "msub", "msup", "msubsup", "munder", "mover",
    "munderover", "mfrac", "msqrt", "mroot", "mtable", "mtr", "mtd",
])  # fmt: skip
"""Elements of a formula that is seen as it is counted."""
IN_FORMULA = frozenset(["id", "class", "display", "xmlns", "mathvariant"])
"""The attributes that these may have."""


Authored = Callable[[str], bool]
"""Tells whether a word stands in a tag or an attribute list that the author of the page wrote."""


def tells(tag: str, name: str = "", value: str = "") -> bool:
    """Tell whether `differences` tells of such an element, or such an attribute of one, wherever it stands."""
    if not name:
        return tag in ELEMENTS
    if name == "style":
        return not harmless(value)
    return bool(_OWN.match(value)) if name == "class" else name in ATTRIBUTES or name.startswith("data-pb")


def differences(html: str, authored: Authored) -> Iterator[Difference]:
    """Iterate over the places at which a reader of a content sees other words than are counted.

    `html` is the content, without what macros put out.
    """
    content = parsed(html)
    yield from misnested(html)
    if found := _COMMENT.search(html):
        yield Difference(found[0], "this comment is a mark of the generator, which puts words in its place", DELETE)
    for text in (content.text_content(), *(each.get("alt") for each in content.iter("img"))):
        if found := _TURNS.search(text or ""):
            message = f"the character U+{ord(found[0]):04X} turns the direction in which words are seen"
            yield Difference(found[0], message, DELETE)
    yield from _footnotes(content, authored)
    for element in content.iter("*"):
        if next(element.iterancestors("svg"), None) is None:
            yield from _of(element, authored)


def _of(element: HtmlElement, authored: Authored) -> Iterator[Difference]:
    yield from _element(element, authored)
    for name, value in element.attrib.items():
        yield from _attribute(element, str(name).lower(), str(value))
    yield from _classes(element, authored)
    yield from _pictured(element)
    yield from (*shown_out_of_order(element), *numbered_otherwise(element))


def _difference(
    written: str, how: str, what: str, element: HtmlElement | None, hint: str, severity: Severity = "error"
) -> Difference:
    words = "" if element is None else " ".join(re.sub("[\ue000-\uf8ff]", " ", element.text_content()).split())
    shown = f": “{words[:59]}…”" if len(words) > 60 else f": “{words}”" if words else ""
    return Difference(written, how.format(what=what) + shown, hint, severity)


def _element(element: HtmlElement, authored: Authored) -> Iterator[Difference]:
    tag = element.tag
    what = f"the element `{tag}`"
    if tag in ELEMENTS and not _generated(element):
        how, hint = ELEMENTS[tag]
        yield _difference(f"<{tag}", how, what, element, hint)
    elif tag == "a" and next(element.iterancestors("a"), None) is not None:
        yield _difference("<a", OTHERWISE, "a link inside of a link", element, "end one before the next begins")
    elif tag == "rp" and any(map(str.isalnum, element.text_content())):
        yield _difference("<rp", SEEN, what, element, "put nothing but a bracket into it")
    elif tag == "svg" and (authored("<svg") or not _MARKS.fullmatch(element.text_content())):
        yield _difference("<svg", SEEN, "what is drawn in the page itself", element, PICTURE)
    elif (tag == "math" or next(element.iterancestors("math"), None) is not None) and tag not in FORMULA:
        yield _difference(f"<{tag}", OTHERWISE, f"the element `{tag}` of a formula", element, TEXT)


def _generated(element: HtmlElement) -> bool:
    """Tell whether an extension of Markdown writes such an element: what can be ticked, and what opens tabs."""
    if element.tag != "input":
        return False
    kind, id = str(element.get("type", "")).lower(), str(element.get("id", ""))
    return kind == "checkbox" or (kind == "radio" and id.startswith("__tabbed_"))


def _attribute(element: HtmlElement, name: str, value: str) -> Iterator[Difference]:
    what, spoken = f"the attribute `{name}`", not _MARKS.fullmatch(element.text_content())
    if name in ATTRIBUTES:
        how, hint = ATTRIBUTES[name]
        yield _difference(name, how, what, element, hint)
    elif name.startswith("data-pb"):
        yield _difference(name, OTHERWISE, f"{what} belongs to the generator: it", element, DELETE)
    elif name == "style" and not harmless(value):
        yield _difference("style", OTHERWISE, f"the style `{value}`", element, LOOK)
    elif name == "dir" and value.lower() not in ("auto", direction_of(element.text_content())):
        yield _difference(name, OTHERWISE, f"`dir` that is not that of the words, `{value}`,", element, DELETE)
    elif name == "aria-hidden" and value.lower() == "true" and spoken and element.tag != "svg":
        yield _difference(name, OTHERWISE, what, element, DELETE)
    elif name in _FOOTNOTES or (name == "role" and value in _ROLES):
        yield _difference(name if name != "role" else value, OTHERWISE, what, element, _FOOTNOTE)
    elif element.tag in FORMULA and name not in IN_FORMULA:
        yield _difference(name, OTHERWISE, f"{what} of a formula", element, DELETE)


def _classes(element: HtmlElement, authored: Authored) -> Iterator[Difference]:
    for name in sorted(classes_of(element)):
        what = f"the class `{name}`"
        if _OWN.match(name):
            yield _difference(name, OTHERWISE, f"{what} belongs to the look of the generator: it", element, DELETE)
        elif name in _MADE and authored(name):
            hint = _FOOTNOTE if name in _NOTES else DELETE
            yield _difference(name, OTHERWISE, what, None if name == "headerlink" else element, hint)


def _footnotes(content: HtmlElement, authored: Authored) -> Iterator[Difference]:
    """See that signs of footnotes lead to notes at the end, bear their numbers, and that nothing more stands there."""
    ids = {each.get("id"): each for each in content.iter("li") if each.get("id")}
    for link in filter(is_note, content.iter("a")):
        note, shown = ids.get(unquote(link.get("href")[1:])), link.text_content()
        listed = note is not None and any("footnote" in classes_of(each) for each in note.iterancestors("div"))
        number = str(list(note.getparent()).index(note) + 1) if note is not None and listed else ""
        if re.sub(r"\W", "", shown) != number and not authored("footnote-ref"):
            yield _difference(shown, SEEN, "what stands in the sign of a footnote", link, _FOOTNOTE)
    for element in content.iter("*"):
        if left_out(element) and _kept_apart(element) and (words := _beside(content, element)):
            shown = f": “{words[:59]}…”" if len(words) > 60 else f": “{words}”"
            yield Difference(words.split()[0], SEEN.format(what="this") + shown, TEXT)


def _kept_apart(element: HtmlElement) -> bool:
    """Tell whether an element is left out for what it is to footnotes and headings, and not for a rule told above."""
    above = next((each for each in element.iterancestors() if left_out(each)), None)
    told = {*ATTRIBUTES, "data-pb-aside", "role", *_FOOTNOTES}.intersection(element.keys())
    return above is None and element.tag not in SILENT and not told


def _beside(content: HtmlElement, element: HtmlElement) -> str:
    """Return words of an element that is left out, beyond the signs that extensions of Markdown write."""
    sign = element.tag == "a" and (to_its_heading(element) or "footnote-backref" in classes_of(element))
    own = {"headerlink", "footnote-backref"} & classes_of(element)
    if sign and own and not any(map(str.isalnum, element.text_content())):
        return ""
    if next(element.iterancestors(*HEADINGS), None) is None and "footnote" in classes_of(element):
        backs = {each.text_content().strip() for each in element.iter("a") if "footnote-backref" in classes_of(each)}
        return next((words for words in uncounted(element, content) if words not in backs), "")
    return " ".join(element.text_content().split())


def _pictured(element: HtmlElement) -> Iterator[Difference]:
    """See that what is shown of pictures and films is what is counted: one file, large enough to be seen."""
    if element.tag == "img":
        if element.get("alt") is None:
            hint = "write what it shows: `![words](file.png)`; nothing between the brackets where it says nothing"
            yield _difference("<img", OTHERWISE, "a picture without words", None, hint, "warning")
        if any(re.fullmatch(r"\s*[01](?:\.\d*)?(?:px|%)?\s*", element.get(side, "")) for side in ("width", "height")):
            yield _difference("<img", UNSEEN, "a picture without a size", None, "show it in a size that can be read")
    elif element.tag == "source" and element.getprevious() is not None and element.getprevious().tag == "source":
        yield _difference("<source", SEEN, "a second file", None, "name one file")
    elif element.tag == "source" and element.getparent().tag == "picture":
        yield _difference("<source", SEEN, "the file of a `source`", None, "name one file, in the `src` of the picture")
    elif element.tag in ("video", "audio") and element.text_content().strip():
        yield _difference(f"<{element.tag}", HIDES, f"the element `{element.tag}`", element, TEXT)
