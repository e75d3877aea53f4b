"""Views → HTML, by templates that a team can replace one by one.

Templates are Jinja, autoescaped, strict about names. A file `<subject>/<block>.html` in a team's overrides folder
wins over the one in `playbook/templates/`. Words of the interface go through gettext, `{{ _("Chair") }}`, and values
are said by `words`, or by its filters `day`, `iso_day` (of a day that is written in digits) and `listed`; prose by
those of `playbook.rendering.prose`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from playbook.markdown.addresses import pieces
from playbook.rendering import bidi, prose
from playbook.rendering.addresses import Here
from playbook.rendering.english import Authors
from playbook.rendering.locale import direction, locale_of, spoken, tag, translations
from playbook.rendering.template_cache import KeptBytecode
from playbook.views.hours import hours_in_words
from playbook.views.words import Words

TEMPLATES = Path(__file__).parents[1] / "templates"


class Renderer:
    """Renders blocks in one locale, with one team's overrides."""

    def __init__(self, overrides: Iterable[Path] = (), locale: str = "en-GB") -> None:
        """Look templates up in `overrides` first, in their order, then among the built-in ones."""
        own = locale_of(locale)
        self.words = Words(own, translations(own)) if spoken(locale) else Words(playbook=own)
        self._mixed = direction(own) == "rtl"
        self._authors: Authors | None = None
        folders = [str(folder) for folder in (*overrides, TEMPLATES)]
        self._environment = Environment(
            loader=FileSystemLoader(folders),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=["jinja2.ext.i18n"],
        )
        self._environment.install_gettext_translations(self.words.translations, newstyle=True)  # type: ignore[attr-defined]
        if self._mixed:
            known: Any = self._environment.globals
            known.update({name: _framing(known[name]) for name in ("gettext", "ngettext")})
        self._environment.bytecode_cache = KeptBytecode(self._environment)
        hours = partial(hours_in_words, words=self.words)
        self._environment.filters.update(addresses=pieces, prose=prose.shown, prose_line=prose.on_a_line)
        self._environment.filters.update(paragraph=prose.paragraph, has_blocks=prose.has_blocks)
        self._environment.filters.update(day=self.words.day, listed=self.words.listed, hours=hours)
        self._environment.filters.update(iso_day=lambda written: self.words.day(date.fromisoformat(written)))
        # `english_if_foreign` are the attributes of an element whose words a script writes.
        said = Markup(' lang="{}" dir="{}"').format(tag(self.words.locale), direction(self.words.locale))
        self._english = said if self.words.is_foreign else Markup()
        self._environment.globals.update(words=self.words, english_if_foreign=self._english)
        self._environment.globals.update(page_language=tag(own), page_direction=direction(own), once=_once())

    def written_by(self, texts: Iterable[str]) -> None:
        """Tell blocks what authors wrote, so that all else is marked as English where they write another language."""
        if self.words.is_foreign:
            self._authors = Authors(texts, self._english)

    def block(self, template: str, here: Here | None, **context: Any) -> Markup:
        """Return the HTML of one block; `here` is the page it stands on, for links; None outside of a site."""
        html = self._environment.get_template(template).render(here=here, **context)
        html = self._authors.beside(html) if self._authors else html
        return Markup(bidi.isolated(html) if self._mixed else html)  # noqa: S704  # templates escape what they are given

    def sheet(self, template: str, **context: Any) -> str:
        """Return a style sheet, which is no text of any direction."""
        return self._environment.get_template(template).render(**context)


def _once() -> Callable[..., Any]:
    """Return what calls a macro of another file, `once(macro, …)`, and says again what it said of the same values."""
    said: dict[tuple[Any, ...], Any] = {}

    def once(macro: Callable[..., Any], *values: Any) -> Any:
        if (macro, values) not in said:
            said[macro, values] = macro(*values)
        return said[macro, values]

    return once


def _framing(say: Callable[..., Any]) -> Callable[..., Any]:
    """Return what says a phrase so that the values in it keep their own direction."""

    @pass_context
    def said(context: Context, *phrases: Any, **values: Any) -> Any:
        return say(context, *phrases, **{name: bidi.framed(value) for name, value in values.items()})

    return said
