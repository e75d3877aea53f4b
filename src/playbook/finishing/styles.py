"""One style sheet of all the playbook's, without its comments: a page asks once, and for two thirds of the weight."""

from __future__ import annotations

import re
from collections.abc import Iterable

_COMMENTS = re.compile(r"""("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|/\*.*?\*/""", re.DOTALL)
_CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
_BREAKS = re.compile(r"\s*\n\s*")


def joined(sheets: Iterable[str]) -> str:
    """Return one sheet of several, in their order."""
    return "\n".join(map(trimmed, sheets))


def named_classes(sheets: Iterable[str]) -> frozenset[str]:
    """Return the classes that sheets name."""
    return frozenset(name for sheet in sheets for name in _CLASS.findall(_COMMENTS.sub(" ", sheet)))


def trimmed(sheet: str) -> str:
    """Return a sheet without comments, indents and empty lines."""
    return _BREAKS.sub("\n", _COMMENTS.sub(lambda match: match[1] or " ", sheet)).strip()
