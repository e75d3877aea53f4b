"""Questions about the texts of the facts: where the links in them lead, and what their authors took for markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from playbook.checks.base import Check, Context, Finding, about
from playbook.markdown.prose import blocks, links, outside_code
from playbook.model import Model, Playbook, id_to_cite
from playbook.model.held import held
from playbook.model.prose import Formatted, is_prose, source_of
from playbook.problems import did_you_mean, quoted

_HTML = re.compile(
    r"</?(?:b|i|u|p|s|em|strong|br|hr|a|ul|ol|li|div|span|font|img|table|tr|td|th|code|pre|h[1-6]|sup|sub)"
    r"(?:\s+[a-z-]+\s*=[^<>]*)?\s*/?>",
    re.IGNORECASE,
)
"""What begins, ends or is an element of HTML; a placeholder such as `<name>` is none."""


def prose_link_dangling(context: Context) -> Iterator[Finding]:
    """A link in a text that names something of the playbook leads to what is there."""
    whole = context.playbook.whole
    for record, path, text in _texts(context.playbook):
        found = links(blocks(text.source)) if isinstance(text, Formatted) else ()
        for target in dict.fromkeys(link.target[1:] for link in found if link.target.startswith("#")):
            if whole.cited(target) is None:
                known = [id_to_cite(kind, entity.id) for kind, entity in whole.entities()]
                hint = did_you_mean(target, known, "write # and the id under which it is cited, such as #role-buyer")
                yield about(record, f"nothing is cited as {quoted(target)}, to which a link leads", hint, *path)


def prose_html(context: Context) -> Iterator[Finding]:
    """HTML in a text of the facts is shown to readers as it is written, since these take Markdown alone."""
    for record, path, text in _texts(context.playbook):
        if found := _HTML.search(outside_code(blocks(source_of(text)))):
            hint = (
                "write `**bold**`, `*emphasis*`, `[words](address)`, `- ` for an item, or an empty line for a paragraph"
            )
            yield about(record, f"readers see {quoted(found[0])} as it is written", hint, *path)


def _texts(playbook: Playbook) -> Iterator[tuple[Model, tuple[Any, ...], str]]:
    """Iterate over the texts of prose that have a mark or may have had one: record, path below it, text."""
    for record in (playbook.about, playbook.sourcing, *(entity for _, entity in playbook.entities())):
        for path, _, text in held(record, is_prose):
            if "<" in text or isinstance(text, Formatted):
                yield record, path, text


CHECKS = (Check(prose_link_dangling, "error", kind="reference"), Check(prose_html, "warning"))
