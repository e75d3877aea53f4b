"""Prose: a text of the facts that may hold the little of Markdown that `playbook.markdown.prose` reads.

Its value is what it says in plain words, fit for a line, a title or a file; the Markdown stands beside it. A text
without a mark is a plain string.
"""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import AfterValidator

from playbook.markdown import prose
from playbook.markdown.addresses import leads_away
from playbook.markdown.prose_spans import Span
from playbook.model import spellings
from playbook.model.values import PAGE, Text, misread
from playbook.problems import quoted

ENTITY = re.compile(r"#[a-z0-9]+(?:-[a-z0-9]+)*")
"""Where a link leads that names something of the playbook by the id under which it is cited, such as `#role-buyer`."""


class Formatted(str):
    """The plain words of a text with marks; `source` is its Markdown, by which two such texts are told apart."""

    source: str

    def __new__(cls, words: str, source: str) -> Formatted:
        """Keep the words, and the Markdown that says them."""
        made = super().__new__(cls, words)
        made.source = source
        return made

    def __reduce__(self) -> tuple[type[Formatted], tuple[str, str]]:
        """Return what makes the same text again."""
        return Formatted, (str(self), self.source)

    def __eq__(self, other: object) -> bool:
        """Compare the Markdown."""
        return isinstance(other, str) and self.source == source_of(other)

    def __ne__(self, other: object) -> bool:
        """Compare the Markdown."""
        return not self == other

    def __hash__(self) -> int:
        """Follow the Markdown."""
        return hash(self.source)


def source_of(text: str) -> str:
    """Return a text as its author wrote it, in Markdown."""
    return text.source if isinstance(text, Formatted) else text


def in_lines(text: str) -> str:
    """Return a text for a file that shows no markup: items of lists on lines, addresses of links beside their words."""
    return prose.lines(prose.blocks(text.source)) if isinstance(text, Formatted) else text


def leads_alike(one: str, other: str) -> bool:
    """Tell whether the links of two texts lead to the same, in the same order."""
    before, after = ([link.target for link in prose.links(prose.blocks(source_of(text)))] for text in (one, other))
    return before == after


def _formatted(text: str) -> str:
    if not prose.is_marked(text):
        return text
    found = prose.blocks(text)
    for link in prose.links(found):
        _refuse(link)
    words = prose.plain(found)
    if not words:
        raise misread("a text is expected, and it is empty", "write the text, or leave the key out")
    return text if words == " ".join(text.split()) else Formatted(words, text)


def _refuse(link: Span) -> None:
    if link.sort == "picture":
        hint = "write a link to it, or show it on a page; to show the brackets, write `\\[`"
        raise misread(f"a text of the facts holds no picture, such as {quoted(link.target)}", hint)
    if link.titled:
        raise misread("a link in a text has words and an address, and no title", f"write `[words]({link.target})`")
    if not (leads_away(link.target) or re.fullmatch(PAGE, link.target) or ENTITY.fullmatch(link.target)):
        spelled = spellings.link(link.target)
        hint = f"write {quoted(spelled)}" if spelled else _WHERE
        raise misread(f"the link to {quoted(link.target)} is not one that a reader can safely open", hint)


_WHERE = (
    "write an address that begins https://, http://, mailto: or tel:, a page such as roles/index.md, or # and the id "
    "under which something is cited, such as #role-buyer; to show the brackets, write `\\[`"
)


Prose = Annotated[Text, AfterValidator(_formatted)]


def is_prose(annotation: Any) -> Any:
    """Return what marks an annotation as prose, None where it is none; see `playbook.model.held`."""
    return annotation if annotation == Prose else None
