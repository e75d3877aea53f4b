"""The links that a page writes, in its Markdown and in its HTML, each with the place where it leads from.

A browser follows what the Markdown became; this only finds where a link was written, so that it can be mended there.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import unquote

from playbook.markdown.headings import blanked
from playbook.problems import Place, did_you_mean

_TARGET = re.compile(
    r"\]\(\s*<(?P<angled>[^<>\n]*)>"
    r"|\]\(\s*(?P<inline>[^\s()<>]*(?:\([^\s()]*\)[^\s()]*)*)"
    r"|^ {0,3}\[[^\]\n]+\]:\s*<?(?P<defined>[^\s>]+)"
    r"|<(?P<auto>[a-z][a-z0-9+.-]*:[^<>\s]*)>"
    r"|\b(?:href|src|srcset|poster)\s*=\s*(?:\"(?P<double>[^\"\n]*)\"|'(?P<single>[^'\n]*)'|(?P<bare>[^\s\"'<>=`]+))",
    re.MULTILINE | re.IGNORECASE,
)
"""Where a link of Markdown or HTML leads: inline, by reference, written out, or in an attribute."""
_CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)


@dataclass(frozen=True)
class Written:
    """One link as its author wrote it, and where."""

    target: str
    place: Place
    markup: bool = False
    """Whether it stands in HTML, whose addresses nobody rewrites."""

    @property
    def path(self) -> str:
        """What stands before the anchor, as a path of files."""
        return unquote(self.target.partition("#")[0].partition("?")[0])

    @property
    def anchor(self) -> str:
        """What stands behind the hash."""
        return unquote(self.target.partition("#")[2])


def links(text: str, file: str, first_line: int = 1) -> Iterator[Written]:
    """Iterate over the links of a text that begins on line `first_line` of a file; what stands in code is none."""
    bare = without_code(text)
    for found in _TARGET.finditer(bare):
        group = found.lastgroup or ""
        index = found.start(group)
        line, column = bare.count("\n", 0, index), index - bare.rfind("\n", 0, index)
        target = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", unescape(found[group]))
        yield Written(target, Place(file, first_line + line, column), group in ("double", "single", "bare"))


def without_code(text: str) -> str:
    """Return a text with spaces where code and comments stand: places stay as they are."""
    return _CODE.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), blanked(text))


def meant(target: str, folder: str, files: Collection[str]) -> str:
    """Return a hint: which file a link may mean that leads to none, as it is written on a page in `folder`.

    `files` are the paths of all files that can be linked to, or addresses where they are written as such.
    """
    path, sign, anchor = target.partition("#")
    shown = {_seen(file, folder): file for file in files}
    wanted = posixpath.normpath(posixpath.join("/", folder, unquote(path).lstrip("/"))).lstrip("/")
    near = [each for each, file in shown.items() if _alike(file) == _alike(wanted)]
    named = [each for each, file in shown.items() if posixpath.basename(file) == posixpath.basename(wanted)]
    if found := sorted(near) or sorted(named):
        told = " or ".join(f"`{each}{sign}{anchor}`" for each in found[:2])
        return f"write the file it leads to: {told}"
    otherwise = "write the path of a file in the folder of the pages, seen from this page"
    return did_you_mean(unquote(path), shown, otherwise)


def _seen(file: str, folder: str) -> str:
    return posixpath.relpath(file, folder or ".")


def _alike(path: str) -> str:
    """Return what is the same of a file and of the addresses that people write for it."""
    plain = re.sub(r"\.(md|html?)$", "", path.rstrip("/").lower())
    return re.sub(r"(^|/)(index|readme)$", "", plain).replace("_", "-")
