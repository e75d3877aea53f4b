"""Views → HTML, by templates that a team can replace one by one.

Templates are Jinja, autoescaped, strict about names. A file `<subject>/<block>.html` in a team's overrides folder
wins over the one in `playbook/templates/`. Words of the interface go through gettext, `{{ _("Chair") }}`, and values
are said by `words`, or by its filters `day` and `listed`.
"""

from __future__ import annotations

import gettext
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from playbook.address import Here
from playbook.views.words import Words

TEMPLATES = Path(__file__).parent / "templates"


class Renderer:
    """Renders blocks in one locale, with one team's overrides."""

    def __init__(self, overrides: Iterable[Path] = (), locale: str = "en-GB") -> None:
        """Look templates up in `overrides` first, in their order, then among the built-in ones."""
        self.words = Words(locale_of(locale))
        folders = [str(folder) for folder in (*overrides, TEMPLATES)]
        self._environment = Environment(
            loader=FileSystemLoader(folders),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=["jinja2.ext.i18n"],
        )
        self._environment.install_gettext_translations(gettext.NullTranslations(), newstyle=True)  # type: ignore[attr-defined]
        self._environment.filters.update(day=self.words.day, listed=self.words.listed)
        self._environment.globals["words"] = self.words

    def block(self, template: str, here: Here, **context: Any) -> Markup:
        """Return the HTML of one block; `here` is the page it stands on, for links and anchors."""
        html = self._environment.get_template(template).render(here=here, **context)
        return Markup(html)  # noqa: S704  # the templates escape what they are given


def locale_of(name: str) -> Locale:
    """Return Babel's locale for a name such as `en-GB`, or English where Babel knows none."""
    try:
        return Locale.parse(name.replace("_", "-"), sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")
