"""What the theme is told of the language of a playbook: its words, its direction, and the phrases of templates."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from jinja2 import Environment
from jinja2.ext import Extension

from playbook.rendering.locale import direction, names, tag
from playbook.site.engine import Theme
from playbook.views.words import Words

_ROOT = re.compile(r'<html lang="[^"]*"')


class _Root(Extension):
    """Gives the root of every page the playbook's own language, with its region, and its direction."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002
        """Return the source of a template; the theme's first one opens the page."""
        if name != "base.html":
            return source
        return _ROOT.sub('<html lang="{{ playbook_language }}" dir="{{ playbook_direction }}"', source, count=1)


def set_language(theme: Theme, words: Words) -> None:
    """Make a theme speak the language of the playbook, or English where it has no words of it."""
    known = (name for name in names(words.locale) if _speaks(theme, name))
    theme["language"] = next(known, "en")
    theme["direction"] = direction(words.of_playbook)


def _speaks(theme: Theme, language: str) -> bool:
    return any((Path(folder) / "partials" / "languages" / f"{language}.html").is_file() for folder in theme.dirs)


def set_phrases(environment: Environment, words: Words) -> None:
    """Let the templates of a theme say the phrases of the catalogue, and open its pages in the right language."""
    environment.add_extension("jinja2.ext.i18n")
    environment.add_extension(_Root)
    phrases: Any = environment
    phrases.install_gettext_translations(words.translations, newstyle=True)
    environment.globals["playbook_language"] = tag(words.of_playbook)
    environment.globals["playbook_direction"] = direction(words.of_playbook)
