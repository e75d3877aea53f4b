"""The words of a file in which somebody cites: a text, or a Word document.

A Word document is an archive of XML. Both are read as they come, a piece at a time, and no further than the limits:
nothing is kept of it but its words.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from xml.parsers import expat

from playbook.publish.tree.untrusted_input import Unsound
from playbook.publish.verify.citations import MOST as LETTERS

MOST = 64 * 2**20
"""The most bytes of a file that are read."""
EXPANDED = 32 * 2**20
"""The most bytes of XML that a document may hold, its text and its notes together."""
RATIO = 200
"""How many times as long as packed the XML may be, where it is longer than a million bytes."""
DIRECTORY = 2**20
"""The most bytes of an archive's directory, some thousands of files."""

_PARTS = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")
_SIGNS = {"noBreakHyphen": "-", "br": "\n", "cr": "\n", "tab": " "}
"""What Word writes as elements, and what they are in a text."""
_DAMAGED = (zipfile.BadZipFile, expat.ExpatError, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError)
_AT_A_TIME = 2**16
_ALWAYS = 1_000_000


def document_words(content: bytes) -> str:
    """Return the words of a file; of a Word document a line for each paragraph.

    Raise `Unsound` where a file is longer, or expands further, than the limits.
    """
    if len(content) > MOST:
        raise Unsound(f"it has more than {MOST:,} bytes, the most that are read")
    if content.startswith(b"PK"):
        return _words_of_document(content)
    if len(content) > 4 * LETTERS:
        raise Unsound(f"it is longer than {LETTERS:,} characters: give the citation alone")
    return content.decode("utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8", "replace")


def _words_of_document(content: bytes) -> str:
    _refuse_long_directory(content)
    read = _Words()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as held:
            for name in (name for name in _PARTS if name in held.namelist()):
                read.part(_pieces(held, name))
    except (*_DAMAGED, ValueError) as error:
        if isinstance(error, Unsound):
            raise
    return "".join(read.said)


def _refuse_long_directory(content: bytes) -> None:
    """Raise `Unsound` where the directory of an archive is longer than those of documents: it would be read whole."""
    end = content.rfind(b"PK\5\6", max(0, len(content) - 2**16 - 22))
    size = int.from_bytes(content[end + 12 : end + 16], "little") if end >= 0 else 0
    if size > DIRECTORY or b"PK\6\7" in content[-(2**17) :]:
        raise Unsound("it is an archive of more files than a document has")


def _pieces(held: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    about = held.getinfo(name)
    if about.file_size > max(_ALWAYS, RATIO * about.compress_size):
        raise Unsound(f"{name} in it is packed more than {RATIO} times: no program writes a document so")
    with held.open(about) as opened:
        while piece := opened.read(_AT_A_TIME):
            yield piece


class _Words:
    """Takes the words of the parts of a document, a line for each paragraph."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.bytes = self.letters = 0
        self._inside = False

    def part(self, pieces: Iterator[bytes]) -> None:
        """Read one part of a document, piece by piece."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self._begin, self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = _refuse_declared
        for piece in pieces:
            self.bytes += len(piece)
            if self.bytes > EXPANDED:
                raise Unsound(f"its text has more than {EXPANDED:,} bytes of XML, the most that are read")
            parser.Parse(piece)
        parser.Parse(b"", True)

    def _begin(self, name: str, _: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        self._inside = local == "t"
        if local in _SIGNS:
            self._say(_SIGNS[local])

    def _end(self, name: str) -> None:
        self._inside = False
        if name.endswith(" p") or name == "p":
            self._say("\n")

    def _text(self, text: str) -> None:
        if self._inside:
            self._say(text)

    def _say(self, text: str) -> None:
        self.letters += len(text)
        if self.letters > LETTERS:
            raise Unsound(f"it is longer than {LETTERS:,} characters: give the citation alone")
        self.said.append(text)


def _refuse_declared(*_: object) -> None:
    """Refuse a document that declares something: Word declares nothing, and a few entities can stand for gigabytes."""
    raise Unsound("its XML declares entities of its own, which no document does")
