"""Citations in a text that somebody pasted: out of a contract, a letter or a mail, whatever it met on its way.

Word processors join and break words with signs that nobody sees, and make other dashes of hyphens; mails break lines,
set signs before them and write characters as numbers. A text is read as it is first, and then as it must have been.
"""

from __future__ import annotations

import quopri
import re
from bisect import bisect
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import zip_longest
from urllib.parse import unquote

from playbook.publish.text.copied_text import unescaped

MOST = 1_000_000
"""The most characters of a text that is read."""
CITED = 500
"""The most sections that one text may cite."""

_FINGERPRINT = re.compile(r"pbc1\s*-{1,2}\s*sha256\s*:\s*((?:[0-9a-f][\s>|]*){64})(?![0-9a-f])", re.IGNORECASE)
_BEGUN = re.compile(r"pbc1\s*-*\s*sha256\s*:", re.IGNORECASE)
_RECORD = re.compile(r"(?<![\w-])sha256\s*:\s*((?:[0-9a-f][\s>|]*){64})(?![0-9a-f])", re.IGNORECASE)
_SIGNER = re.compile(r"(?<![\w-])SHA256:\s*((?:[A-Za-z0-9+/](?:\s*\n[\s>|]*)?){43})(?![A-Za-z0-9+/=])")
_FORM = re.compile(
    r"\b(?!pbc1\s*-{1,2}\s*sha256\b)(pbc[0-9]+)\s*[-\u2010-\u2015\u2212]{1,2}\s*([a-z0-9]+)\s*:", re.IGNORECASE
)
"""How a fingerprint begins that is none of the form known here."""
_ADDRESS = re.compile(
    r"(?<![\w.:-])(?<!//)(?P<version>[0-9][0-9a-z]{0,39}(?:-[0-9a-z]{1,40}){0,3})/s/(?P<id>[a-z0-9]+(?:-{1,2}[a-z0-9]+){0,80})"
    r"(?P<end>/(?:index\.html|text\.txt)?)?(?![\w/-])"
)
_OUTSIDE = re.compile(r"[\s\"'<>()\[\]{}|“”„‟‘’‚«»‹›]")
"""What ends the way back from a version to the beginning of its address."""
_LONGEST_ROOT = 2000
_HOST = re.compile(r"https?://", re.IGNORECASE)

_UNSEEN = re.compile("[\xad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff]")
_HYPHEN = re.compile("[\u2010-\u2013\u2212\ufe58\ufe63\uff0d]")
_LONG_DASH = re.compile("[\u2014\u2015]")
_WRAP = re.compile(r" ?\n[\s>|]*")
_SPACES = re.compile(r"[^\S\n]+")
_GAP = re.compile(r"(?<=[-/.])\s+|\s+(?=[-/])")
_QUOTED_PRINTABLE = re.compile(r"=\r?\n|=(?:3D|20|C2=A0|E2=80)")


@dataclass(frozen=True)
class PastedCitation:
    """What a citation names: the root of the tree, a version, a section, and the fingerprint that it gives, if any.

    `record` is the SHA-256 of the record that it names and `signer` the key that signed it, if it names them; `form` is
    that of a fingerprint which is not known here. `words` is the text that it stands in.
    """

    root: str
    version: str
    id: str
    fingerprint: str | None
    record: str | None = None
    signer: str | None = None
    form: str | None = None
    words: str = field(default="", compare=False, repr=False)


@dataclass(frozen=True)
class _Place:
    """An address in a text: where it is, what it names, and whether it ends as addresses of sections do."""

    start: int
    root: str
    version: str
    id: str
    ended: bool

    @property
    def cited(self) -> tuple[str, str, str]:
        return self.root, self.version, self.id


class Unreadable(Exception):
    """Raised where a text begins to cite and it cannot be read what; the text says what is wrong."""


def citations(text: str) -> tuple[PastedCitation, ...]:
    """Return what a text cites, in its order, each once; nothing where it cites nothing.

    Raise `Unreadable` where a fingerprint is broken or stands without an address.
    """
    if len(text) > MOST:
        raise Unreadable(f"the text is longer than {MOST:,} characters: give the citation alone")
    readings = tuple(dict.fromkeys(_readings(text)))
    begun = max(len(_BEGUN.findall(each)) for each in readings)
    whole = [each for each in readings if len(_FINGERPRINT.findall(each)) == begun]
    found = next(
        (told for sure in (_surely, _probably, _perhaps) for each in whole if (told := _cited(each, sure))), ()
    )
    if begun and not whole:
        raise Unreadable("a fingerprint is not whole: it is pbc1-sha256, a colon, and 64 digits and letters a to f")
    if (begun or forms(text)) and not found:
        raise Unreadable("there is a fingerprint and no address, which ends in the version, /s/ and the section")
    if len(found) > CITED:
        raise Unreadable(f"the text cites more than {CITED:,} sections: give it in parts")
    return found


def fingerprints(text: str) -> tuple[str, ...]:
    """Return the fingerprints in a text, each once, however it was pasted; none needs an address beside it."""
    found: list[list[str]] = [
        [_written(each) for each in _FINGERPRINT.findall(read)] for read in _readings(text[:MOST])
    ]
    whole: list[str] = max(found, key=len)
    return tuple(dict.fromkeys(whole))


def forms(text: str) -> tuple[str, ...]:
    """Return the forms of the fingerprints in a text that are not known here, such as `pbc2-sha256`."""
    found = ("-".join(each).lower() for read in _readings(text[:MOST]) for each in _FORM.findall(read))
    return tuple(dict.fromkeys(found))


def _readings(text: str) -> Iterator[str]:
    """Iterate over what a text may have been before it was pasted, from the least that may have happened to it."""
    yield text
    if _QUOTED_PRINTABLE.search(text):
        text = quopri.decodestring(text.encode("utf-8", "replace")).decode("utf-8", "replace")
    text = unescaped(text).replace("\uff1a", ":")
    plain = _LONG_DASH.sub("--", _HYPHEN.sub("-", _UNSEEN.sub("", text)))
    yield plain
    for each in (plain, unquote(plain)):
        lines = _WRAP.sub("\n", _SPACES.sub(" ", re.sub("\r\n?", "\n", each)))
        yield lines
        yield _GAP.sub("", lines)
        yield lines.replace("\n", "")


def _surely(place: _Place) -> bool:
    """Tell whether an address has its beginning and its end."""
    return bool(place.ended and _HOST.match(place.root))


def _probably(place: _Place) -> bool:
    """Tell whether an address has its end, and begins as the name of a folder may."""
    return place.ended


def _perhaps(_: _Place) -> bool:
    """Take whatever can be an address."""
    return True


def _cited(text: str, sure: Callable[[_Place], bool]) -> tuple[PastedCitation, ...]:
    """Return what a reading cites: each fingerprint belongs to the address before it, or else to the first one.

    Nothing where one of its addresses is not sure enough.
    """
    places = tuple(_places(text))
    if not places or not all(map(sure, places)):
        return ()
    told = []
    found = tuple(_FINGERPRINT.finditer(text))
    for each, following in zip_longest(found, found[1:]):
        behind = text[each.end() : following.start() if following else None]
        place = _before(places, each.start())
        told.append(PastedCitation(*place.cited, _written(each[1]), *_witnesses(behind), words=text))
    known = {(each.root, each.version, each.id) for each in told}
    unknown = {_before(places, each.start()).cited: "-".join(each.groups()).lower() for each in _FORM.finditer(text)}
    alone = (
        PastedCitation(*place.cited, None, form=unknown.get(place.cited), words=text)
        for place in places
        if place.cited not in known
    )
    return tuple(dict.fromkeys((*told, *alone)))


def _before(places: tuple[_Place, ...], start: int) -> _Place:
    """Return the address before something in a text, or else the first one."""
    return places[max(0, bisect(places, start, key=lambda each: each.start) - 1)]


def _witnesses(behind: str) -> tuple[str | None, str | None]:
    """Return the record and the signer that are named behind a fingerprint."""
    record, signer = _RECORD.search(behind), _SIGNER.search(behind)
    return (
        "".join(re.findall("[0-9a-f]", record[1].lower())) if record else None,
        "SHA256:" + re.sub(r"[\s>|]", "", signer[1]) if signer else None,
    )


def _places(text: str) -> Iterator[_Place]:
    outside = [0, *(found.end() for found in _OUTSIDE.finditer(text))]
    hosts = [found.start() for found in _HOST.finditer(text)]
    for found in _ADDRESS.finditer(text):
        start = found.start()
        root = max(outside[bisect(outside, start) - 1], start - _LONGEST_ROOT)
        host = bisect(hosts, start) - 1  # an address begins with its scheme, whatever stands before that
        root = max(root, hosts[host]) if host >= 0 else root
        yield _Place(start, text[root:start], found["version"], found["id"], found["end"] is not None)


def _written(digits: str) -> str:
    return "pbc1-sha256:" + "".join(re.findall("[0-9a-f]", digits.lower()))
