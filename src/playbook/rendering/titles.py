"""Titles as themes are given them: HTML of a text, and that text again."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup, escape


def titled(title: Any) -> Markup:
    """Return a title as themes are to have it, that of a front matter or of the navigation: as HTML of its text."""
    return title if isinstance(title, Markup) else escape(str(title))


def text_of(title: Any) -> str:
    """Return the text of a title that themes have."""
    return Markup(title).unescape()  # noqa: S704  # it has been escaped
