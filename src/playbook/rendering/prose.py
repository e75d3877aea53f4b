"""The filters by which templates show prose of the facts: as blocks, as a paragraph, or on a line.

What templates show without one of them is the plain words of it.
"""

from __future__ import annotations

from typing import Any

import nh3
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from playbook.markdown import prose
from playbook.markdown.addresses import pieces
from playbook.model.prose import Formatted, source_of

_CLEANER = nh3.Cleaner(
    tags={"a", "br", "code", "div", "em", "li", "ol", "p", "pre", "strong", "ul"},
    attributes={"a": {"class", "href"}, "div": {"class"}, "ol": {"start"}},
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel=None,
)
"""Takes away what prose cannot hold, whatever a template of a team's own makes of it."""


@pass_context
def shown(context: Context, text: Any) -> Any:
    """Return prose for a place that holds blocks: of a single paragraph what stands in it, else `div.pb-prose`."""
    if _is_words(text):
        return text or ""
    return _made(context, prose.blocks(source_of(text)))


@pass_context
def on_a_line(context: Context, text: Any) -> Any:
    """Return prose for a place that holds one line: a single paragraph with its marks, else plain words."""
    return text or "" if _is_words(text) or has_blocks(text) else shown(context, text)


@pass_context
def paragraph(context: Context, text: Any, look: str = "") -> Markup:
    """Return prose as a paragraph of the class `look`; several blocks stand in one element of that class."""
    parts: Any = context.environment.get_template("prose.html").module
    made = parts.paragraph(shown(context, text), look, has_blocks(text))
    return Markup(str(made).strip())  # noqa: S704  # the template escapes what it is given


def has_blocks(text: Any) -> bool:
    """Tell whether a text is more than a single paragraph."""
    if not isinstance(text, str) or "\n" not in text_of(text):
        return False
    found = prose.blocks(text_of(text))
    return len(found) != 1 or found[0].sort != "paragraph"


def text_of(text: str) -> str:
    """Return the Markdown of a text; HTML that a template made is none."""
    return "" if hasattr(text, "__html__") else source_of(text)


def _is_words(text: Any) -> bool:
    """Tell whether what is shown is text and nothing else, or HTML already."""
    if not isinstance(text, str) or hasattr(text, "__html__"):
        return True
    if isinstance(text, Formatted):
        return False
    return "\n" not in text and all(not piece.address for piece in pieces(text, calls=False))


def _made(context: Context, blocks: tuple[prose.Block, ...]) -> Markup:
    parts: Any = context.environment.get_template("prose.html").module
    return Markup(_CLEANER.clean(str(parts.told(blocks, context.get("here")))))  # noqa: S704  # nothing is left in it that acts
