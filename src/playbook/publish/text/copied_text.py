"""Texts that somebody copied: what their way did to them, named, and put right where that can be done exactly.

Whatever is put right is put right before it is hashed, so nothing is believed: a text that then has the fingerprint is
the text that was published. This module needs nothing but Python; it goes into the program of an archive whole.
"""

from __future__ import annotations

import codecs
import html
import re
import unicodedata
from collections.abc import Callable, Iterator
from itertools import combinations

WAYS = {
    "decoded": "it was read in another encoding than UTF-8",
    "mark": "a byte order mark was put before it",
    "ends": "the ends of its lines were changed",
    "spaces": "other spaces were put in the place of spaces, or spaces at the ends of lines",
    "unseen": "soft hyphens or other signs that nobody sees were put into it",
    "accents": "its letters and their accents were taken apart",
    "quoted": "its lines were quoted, as mails quote",
    "lines": "its lines were broken or set apart",
    "quotes": "its quotation marks were made curly",
    "dashes": "its hyphens were made dashes",
    "dots": "its three dots were made one sign",
    "ligatures": "two of its letters were made one sign",
    "references": "its signs were written as HTML",
}
"""What a copy may have gone through, by the name that `restored` returns."""
ENCODINGS = (
    "cp1252", "latin-1", "mac_roman", "cp437", "cp850", "cp1250", "cp1251", "cp1253", "cp1254", "cp1257", "iso8859-2",
    "iso8859-15", "koi8-r",
)  # fmt: skip
"""In which encodings a text in UTF-8 is read where nobody says which one it has."""

_NO_NUMBER = re.compile("&#(?:[0-9]{8,}|[xX][0-9A-Fa-f]{8,});?")
"""Numbers of no character, which may be longer than numbers can be read."""


def unescaped(text: str) -> str:
    """Return a text in which characters that are written as HTML does are themselves."""
    return html.unescape(readable(text))


def readable(text: str) -> str:
    """Return HTML in which no character is written as a number that is longer than Python reads numbers."""
    return _NO_NUMBER.sub("\ufffd", text)


_ENDS = re.compile("\r\n?|[\x85\u2028\u2029]")
_SPACES = re.compile("[\t\v\f\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_ROWS = re.compile("  +")
_DROPPED = re.compile(
    "[\0-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u200b\u2060-\u2064\u206a-\u206f\ufe0e\ufe0f\ufeff]"
)
_BLOCK = re.compile(
    r"\\/?(?:p|h|pre|hr|ul|ol|dl|quote|table|notes|li|dt|dd|caption|tr|th|td|br)(?:\[[\w= -]*\])?(?: |$)", re.ASCII
)
_CODE = ("\\pre", "\\br")
"""How lines begin in which rows of spaces stay."""
_QUOTED = re.compile(r"^(?:> ?)+", re.MULTILINE)
_CUT = re.compile(rb"([\xc2-\xdf]|[\xe0-\xef][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf]{2}) ")
"""A letter of several bytes, of which a space has taken the place of the last: it was a no-break space for a while."""
_MISREAD = re.compile("[ÂÃÄÅÐÑÎ][\x80-\xbf\u0152-\u2122]|â€|â\x80|‚Ä|ÔÇ|ΓÇ|Ã |锟")
_GUESSES: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("quotes", lambda text: re.sub("[‘’‚‛]", "'", text)),
    ("quotes", lambda text: re.sub("[“”„‟]", '"', text)),
    ("dashes", lambda text: re.sub("[‐‑–—−]", "-", text)),
    ("dots", lambda text: text.replace("…", "...")),
    ("ligatures", lambda text: re.sub("[ﬀ-ﬆ]", lambda sign: unicodedata.normalize("NFKC", sign[0]), text)),
    ("references", unescaped),
)
"""What may have been changed, and cannot be told from what was so before: it is tried."""


MOST = 4_000_000
"""The most bytes of a copied text that is read: many times what any section has."""
WORK = 16_000_000
"""The most characters that are looked at to put a text right, those of each way that is tried."""


def restored(content: bytes | str, holds: Callable[[str], bool]) -> tuple[tuple[str, ...], str] | None:
    """Return what must be put right for `holds` to be true of a text, in the order of `WAYS`, and the text put right.

    None where nothing helps. `holds` is asked with a whole canonical text, its last line ended.
    """
    exact = next((text for ways, text in _texts(content) if not ways), None)
    if exact is not None and holds(exact):
        return (), exact
    tried = 0
    for ways, text in _readings(content):
        if holds(text):
            return ways, text
        tried += len(text)
        if tried > WORK:
            break
    return None


def words_of(content: bytes | str) -> str:
    """Return the words of a copied text: two texts that differ in what copying changes alone are equal in them."""
    text = unicodedata.normalize("NFKC", "".join(lines_of(content)))
    for _, guess in _GUESSES:
        text = guess(text)
    return "".join(text.split())


def bare(content: bytes | str) -> str:
    """Return the letters and digits of a copied text that are in ASCII."""
    return re.sub("[^A-Za-z0-9]", "", words_of(content))


def lines_of(content: bytes | str) -> list[str]:
    """Return the lines of a copied text, with everything put right that leaves a canonical text as it is."""
    return _plain(_legible(content))[1].splitlines()


def broken(content: bytes | str) -> str:
    """Say what can be seen in a text that its way did and nobody can undo; empty where nothing can be seen."""
    text = _legible(content)
    if "\ufffd" in text:
        return "some of its letters were lost on the way: it was read in another encoding than UTF-8"
    if _MISREAD.search(text):
        return "it looks as if it was read in another encoding than UTF-8"
    return (
        "" if _BLOCK.match(_plain(text)[1]) else "it does not begin as an exact text does, with a backslash and a name"
    )


def _legible(content: bytes | str) -> str:
    """Return a text as it can be read: one that was decoded wrongly is decoded rightly."""
    text = next(_texts(content))[1]
    if not _MISREAD.search(text):
        return text
    return next((decoded for ways, decoded in _decodings(text) if ways), text)


def _texts(content: bytes | str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Iterate over what bytes may say: in UTF-8, in UTF-16 where they begin so, or else in any other encoding."""
    if isinstance(content, str):
        yield (), content
    elif content.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield ("decoded",), content.decode("utf-16", "replace")
    else:
        try:
            yield (), content.decode("utf-8")
        except UnicodeDecodeError:
            yield from ((("decoded",), content.decode(encoding, "replace")) for encoding in ENCODINGS)


def _readings(content: bytes | str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Iterate over what a text may have been, from the least that may have happened to it; each with what is undone."""
    for first, read in _texts(content):
        for then, decoded in _decodings(read):
            ways, whole = _plain(decoded)
            guesses = [each for each in _GUESSES if each[1](whole) != whole]
            for several in range(len(guesses) + 1):
                for chosen in combinations(guesses, several):
                    guessed = whole
                    for _, guess in chosen:
                        guessed = guess(guessed)
                    done = {*first, *then, *ways, *(name for name, _ in chosen)}
                    yield tuple(way for way in WAYS if way in done), guessed


def _decodings(text: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Iterate over a text, and what it was before it was read in another encoding, once or twice."""
    yield (), text
    for encoding in ENCODINGS if not text.isascii() else ():
        decoded = _decoded(text, encoding)
        again = _decoded(decoded, encoding) if decoded else None
        yield from ((("decoded",), each) for each in (decoded, again) if each and each != text)


def _decoded(text: str, encoding: str) -> str | None:
    """Return what was read in an encoding, read in UTF-8; None where it cannot have been.

    Browsers read the bytes that an encoding lacks as controls, and copy no-break spaces as spaces.
    """
    try:
        return _CUT.sub(b"\\1\xa0", text.encode(encoding, "playbook-controls")).decode("utf-8")
    except UnicodeError:
        return None


def _as_control(error: UnicodeError) -> tuple[bytes, int]:
    """Return signs that an encoding lacks as the bytes that browsers read as them; raise the error for any others."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    if not all(0x80 <= ord(sign) <= 0xFF for sign in lacking):
        raise error
    return lacking.encode("latin-1"), error.end


codecs.register_error("playbook-controls", _as_control)


def _plain(text: str) -> tuple[tuple[str, ...], str]:
    """Return a text with everything undone that leaves a canonical text as it is, and the names of what was undone."""
    ways = []
    for name, step in _STEPS.items():
        before, text = text, step(text)
        ways += [name] * (before != text)
    return tuple(ways), text


def _unquoted(text: str) -> str:
    return _QUOTED.sub("", text) if all(line.startswith(">") for line in text.splitlines() if line) else text


def _spaced(text: str) -> str:
    """Return a text with single spaces, none at the ends of lines; in code, rows of spaces stay."""
    lines = [line.strip(" ") for line in _SPACES.sub(" ", text).split("\n")]
    return "\n".join(line if line.startswith(_CODE) else _ROWS.sub(" ", line) for line in lines)


def _joined(text: str) -> str:
    """Return a text in which each line begins a block: what was broken is joined, and empty lines go."""
    lines: list[list[str]] = []
    for line in filter(None, text.split("\n")):
        if lines and not _BLOCK.match(line):
            lines[-1].append(line)
        else:
            lines.append([line])
    return "".join(f"{' '.join(line)}\n" for line in lines)


_STEPS: dict[str, Callable[[str], str]] = {
    "mark": lambda text: re.sub("^\ufeff", "", text),
    "ends": lambda text: _ENDS.sub("\n", text).rstrip("\n") + "\n",
    "unseen": lambda text: _DROPPED.sub("", text),
    "accents": lambda text: unicodedata.normalize("NFC", text),
    "quoted": _unquoted,
    "spaces": _spaced,
    "lines": _joined,
}
"""What leaves a canonical text as it is, in the order in which it is undone."""
