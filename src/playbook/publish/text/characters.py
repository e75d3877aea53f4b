r"""The letters of a canonical text: which are kept, which are one and the same, and how they are written.

The sets below are part of the form `pbc1`. They are written out, and not asked of a library, because what a library
knows of Unicode changes from one version to the next.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

_SPACES = "\t\n\v\f\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_SPACE = re.compile(f"[{_SPACES}]")
_LINE_END = re.compile("\r\n?|\n")
_SPACE_IN_LINE = re.compile(f"[{_SPACES.replace(chr(10), '')}]")
_UNSEEN = re.compile(
    "[\0-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u200b\u2060-\u2064\u206a-\u206f\ufe0e\ufe0f\ufeff\ufffe\uffff]"
)
"""Controls, where a word may break and where not, signs without a shape, the choice between two shapes of a sign."""
_JOINER = re.compile("(?<![\u0590-\U0010ffff])[\u200c\u200d]+")
"""Joiners and non-joiners where they change no shape: not after a letter of a script that joins its letters."""
_PIECE = re.compile(r"(\n)|( +)|([^ \n]+)")


def _normal(text: str, exact: bool = False) -> str:
    """Return text with white space as spaces, without what cannot be seen, in NFC; `exact` keeps ends of lines."""
    if text.isascii() and text.isprintable():
        return text
    text = unicodedata.normalize("NFC", _UNSEEN.sub("", text))
    text = _SPACE_IN_LINE.sub(" ", _LINE_END.sub("\n", text)) if exact else _SPACE.sub(" ", text)
    return unicodedata.normalize("NFC", _JOINER.sub("", text))


def words(text: str) -> str:
    """Return text as a line holds it: in normal form, each white space one space, marks escaped."""
    return _escaped(_one_line(text), "\\{}")


def attribute(value: str) -> str:
    """Return a value as it stands in brackets."""
    return _escaped(_one_line(value), "\\{}[]")


def _pieces(said: Iterable[tuple[str, str]], exact: bool) -> Iterator[tuple[str, str]]:
    """Iterate over what was said in a block: neighbouring texts as one, parted into words, gaps and breaks.

    What is not of the sort `text` is passed on.
    """
    text = ""
    for sort, value in [*said, ("", "")]:
        if sort == "text":
            text += value
            continue
        for found in _PIECE.finditer(_normal(text, exact)):
            line_end, gap, word = found.groups()
            yield ("break", "") if line_end else ("gap", gap) if gap else ("word", _escaped(word, "\\{}"))
        text = ""
        if sort:
            yield sort, value


def line_text(said: Sequence[tuple[str, str]], exact: bool) -> str:
    """Return what was said in a block as its line holds it; `exact` keeps every space and line.

    Spaces stand outside of markers, markers around nothing fall away, and no line begins or ends with a space.
    """
    if not exact and all(sort == "text" for sort, _ in said):  # as most blocks: then it is its words
        return words("".join(text for _, text in said))
    out: list[str] = []
    opens: list[str] = []
    gap, breaks = "", 0
    for kind, text in _pieces(said, exact):
        if kind == "open":
            opens.append(text)
        elif kind == "close":
            opens.pop() if opens else out.append("}")
        elif kind == "gap":
            gap = gap + text if exact else " "
        elif kind == "break":
            gap, breaks = "", breaks + bool(out) if exact else min(len(out), 1)
        else:
            if out or exact:
                out.append("\n\\br" * breaks + " " * bool(breaks) + ("" if breaks and not exact else gap))
            out += [*opens, text]
            opens, gap, breaks = [], "", 0
    return "".join(out)


def _one_line(text: str) -> str:
    return re.sub(" +", " ", _normal(text)).strip(" ")


def _escaped(text: str, marks: str) -> str:
    for mark in marks:
        text = text.replace(mark, f"\\{mark}")
    return text
