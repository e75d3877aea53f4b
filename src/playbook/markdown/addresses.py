"""Addresses in running text: what of it leads somewhere, and which addresses a reader can safely open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

AWAY = re.compile(r"(https?://(?![^/?#]*@)|mailto:)[^\s<>\"'`{}|\\^]+|tel:\+?[0-9().-]*[0-9](;ext=[0-9]+)?")
"""An address outside of the playbook: of a page, of a mailbox, or of a telephone."""
_FOUND = re.compile(
    r"(?<![\w./@:-])(?:"
    r"(?P<web>https?://[^\s<>\"'`{}|\\^]+|www\.[\w-]+(?:\.[\w-]+)+(?:[/?#][^\s<>\"'`{}|\\^]*)?)"
    r"|(?P<mail>(?:mailto:)?[\w.%+-]{1,64}@[a-zA-Z0-9-]{1,63}(?:\.[a-zA-Z0-9-]{1,63}){1,8}(?![\w@]))"
    r"|(?P<call>(?:tel:)?\+[1-9][0-9]{0,3}(?:[ .()/-]{0,3}[0-9]){5,14}(?![\w.,]?[0-9]))"
    r")",
    re.ASCII,
)
_SENTENCE = ".,;:!?*_"
"""What ends a sentence, and not an address in it."""


@dataclass(frozen=True)
class Piece:
    """A stretch of text: words, or with the `address` that they are."""

    text: str
    address: str = ""


def leads_away(text: str) -> bool:
    """Tell whether a text is an address outside of the playbook that a reader can safely open."""
    return AWAY.fullmatch(text) is not None


def pieces(text: str, calls: bool = True) -> tuple[Piece, ...]:
    """Return a text in pieces, parted at the addresses in it: of pages, of mailboxes and, with `calls`, of telephones.

    A number that begins with `+` may be anything where nobody is said to be reached.
    """
    if "@" not in text and "+" not in text and "://" not in text and "www." not in text and "tel:" not in text:
        return (Piece(text),)
    return tuple(_parted(text, calls))


def _parted(text: str, calls: bool) -> Iterator[Piece]:
    at = 0
    for found in _FOUND.finditer(text):
        written = _bare(found[0]) if found["web"] else found[0]
        address = _address(written, found.lastgroup or "")
        if leads_away(address) and (calls or not found["call"]):
            if found.start() > at:
                yield Piece(text[at : found.start()])
            yield Piece(written, address)
            at = found.start() + len(written)
    if at < len(text):
        yield Piece(text[at:])


def _bare(written: str) -> str:
    """Return an address without what closes the sentence around it; brackets in it are closed in it."""
    while written:
        if written[-1] in _SENTENCE or (written[-1] in ")]" and _opens(written) < 0):
            written = written[:-1]
        else:
            break
    return written


def _opens(written: str) -> int:
    opening = {")": "(", "]": "["}[written[-1]]
    return written.count(opening) - written.count(written[-1])


def _address(written: str, sort: str) -> str:
    if sort == "web":
        return written if "://" in written else f"https://{written}"
    if sort == "mail":
        return f"mailto:{written.removeprefix('mailto:')}"
    return "tel:" + re.sub(r"[^+0-9]", "", written.replace("(0)", ""))
