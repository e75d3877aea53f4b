"""What a macro works at: the playbook, the page it stands on, and the templates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from playbook.changes import Change
from playbook.checks.base import Check
from playbook.model import Playbook
from playbook.pages.placeholders import Marked, Placeholders
from playbook.pages.sandbox import unknown
from playbook.problems import Problems
from playbook.rendering.addresses import Here
from playbook.rendering.renderer import Renderer
from playbook.views.base import Link, link
from playbook.views.words import Words


@dataclass(frozen=True)
class MacroContext:
    """Given to every macro as its first argument; pages never see it."""

    playbook: Playbook
    here: Here
    renderer: Renderer
    placeholders: Placeholders
    problems: Problems = field(default_factory=Problems)
    """What checking found; errors never get this far."""
    carrying: Mapping[str, tuple[Link, ...]] = field(default_factory=dict)
    """The pages that carry each statement, by statement id; links of the kind `page`."""
    macros: tuple[Callable[..., Any], ...] = ()
    checks: tuple[Check, ...] = ()
    changes: tuple[Change, ...] | None = None
    """What changed since the edition before this one; None where none is known."""
    before: Playbook | None = None
    """The edition before this one, where one is known."""

    @property
    def words(self) -> Words:
        """How values are said in the playbook's locale."""
        return self.renderer.words

    def find(self, kind: str, id: Any) -> Any:
        """Return the entity with an id; raise `Misused` with "did you mean" where there is none."""
        entities = self.playbook.of_kind(kind)
        if not isinstance(id, str) or id not in entities:
            raise unknown(kind, id, entities.ids)
        return entities[id]

    def choose(self, word: str, value: Any, known: tuple[str, ...]) -> Any:
        """Return a value that must be one of `known` or None; raise `Misused` otherwise."""
        if value is not None and value not in known:
            raise unknown(word, value, known)
        return value

    def link(self, kind: str, id: Any, text: str | None = None) -> Marked:
        """Return an inline link to an entity, in its own name or in `text`."""
        self.find(kind, id)
        known = link(self.playbook, kind, id)
        return self.inline("link.html", link=replace(known, text=text) if text else known)

    def inline(self, template: str, **context: Any) -> Marked:
        """Render a template that stands in running text."""
        html = self.renderer.block(template, self.here, **context)
        return self.placeholders.keep(type(html)(html.strip()))

    def block(self, template: str, **context: Any) -> Marked:
        """Render a template that stands on lines of its own."""
        return self.placeholders.keep(self.renderer.block(template, self.here, **context), block=True)
