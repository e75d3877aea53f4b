"""What a citation says of what it cites, beside the fingerprint: the title, the section, the version, its first day.

A contract is read by its words. Where they have the wording of a citation and say something else than the record, that
is told. Words of any other wording claim nothing that could be compared.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from playbook.publish.text.copied_text import unescaped
from playbook.publish.tree.record import Release
from playbook.publish.verify import cite
from playbook.rendering.renderer import Renderer

_LINK = re.compile(r"\[((?:\\.|[^\[\]\\])*)\]\(<[^<>]*>\)")
_ADDRESS = re.compile(r"<(https?://[^<>\s]*)>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
_ESCAPED = re.compile(r"\\(?=[^\w\s])|`")
_QUOTED = re.compile(r"\n[\s>|]*")
_WORD = re.compile(r"[\w-]+")
_PLACE = re.compile(r"\{(\w+)\}")
_FINGERPRINT = re.compile("pbc1-sha256:[0-9a-f]{64}")
_ALIKE = {**dict.fromkeys("“”„‟«»‹›", '"'), **dict.fromkeys("‘’‚‛", "'"), **dict.fromkeys("‐‑‒–—―−﹘﹣－", "-")}
_LONGEST = 400
"""The most characters of a title, and of what stands between it and its address."""
_TOLD: Mapping[str, str] = {
    "title": "the citation calls the section “{claimed}”, and its title is “{recorded}”",
    "id": "the citation names the section “{claimed}”, and its address leads to “{recorded}”",
    "playbook": "the citation calls the playbook “{claimed}”, and its title is “{recorded}”",
    "version": "the citation names version “{claimed}”, and its address leads to “{recorded}”",
    "day": "the citation says that the version holds from {claimed}, and the record says {recorded}",
}
DRAFT, AGREED = "draft", "agreed"


@dataclass(frozen=True)
class _Plain:
    """A text as it is compared, without white space and in one spelling, and where each character comes from."""

    text: str
    places: tuple[int, ...]
    source: str

    def shown(self, begin: int, end: int) -> str:
        """Return what was written from one character to another."""
        return " ".join(self.source[self.places[begin] : self.places[end - 1] + 1].split())


@lru_cache(maxsize=8)
def _plain(text: str) -> _Plain:
    text = _TAG.sub("", _ADDRESS.sub(r"\1", _LINK.sub(r"\1", unescaped(text))))
    source = unicodedata.normalize("NFC", _ESCAPED.sub("", _QUOTED.sub("\n", text)))
    kept: list[tuple[str, int]] = []
    for place, character in enumerate(source):
        spelt = unicodedata.normalize("NFKC", _ALIKE.get(character, character)).casefold()
        for each in (_ALIKE.get(letter, letter) for letter in spelt):
            twice = each == "-" and bool(kept) and kept[-1][0] == "-"
            if not each.isspace() and unicodedata.category(each) != "Cf" and not twice:
                kept.append((each, place))
    return _Plain("".join(each for each, _ in kept), tuple(place for _, place in kept), source)


@dataclass(frozen=True)
class _Place:
    """A place of a wording: what stands before it and behind it, and what stands there by the record."""

    name: str
    before: str
    recorded: str
    behind: str


def misnamed(words: str, id: str, release: Release) -> Iterator[str]:
    """Iterate over what a text says of a section otherwise than the record of its version, wherever it cites it."""
    plain, place = _plain(words), re.escape(_plain(f"{release.version}/s/{id}").text)
    said = {"title": release.sections[id].title, "id": id, **cite.facts(release)}
    languages = (Renderer((), release.locale).words, Renderer().words)
    wordings = [
        (status, tuple(_places(cite.wording(words, status), said))) for status in (AGREED, DRAFT) for words in languages
    ]
    ends = [0, *(found.end() for found in _FINGERPRINT.finditer(plain.text))]
    behind = 0
    for found in re.finditer(rf"(?<![\w-]){place}(?![\w-])", plain.text):
        begin = ends[bisect_right(ends, found.start()) - 1]
        begin = max(begin, behind, found.start() - 4 * _LONGEST)
        read = [(status, dict(_claims(plain, begin, found.start(), places))) for status, places in wordings]
        yield from _otherwise(*max(read, key=lambda each: len(each[1])), said, release)
        behind = found.end()


def _otherwise(status: str, claims: Mapping[str, str], said: Mapping[str, str], release: Release) -> Iterator[str]:
    if "day" in claims and (status == DRAFT) != (release.status == DRAFT):
        yield f"the citation calls the version {_called(status)}, and it was published {_called(release.status)}"
    for name, claim in claims.items():
        if claim:
            yield _TOLD[name].format(claimed=claim, recorded=said[name])


def _called(status: str) -> str:
    return "a draft" if status == DRAFT else "as agreed"


def _places(wording: str, said: Mapping[str, str]) -> Iterator[_Place]:
    """Iterate over the places of a wording that are compared."""
    parts = _PLACE.split(wording)
    for (before, name), behind in zip(pairwise(parts), parts[2:], strict=False):
        if name in _TOLD:
            yield _Place(name, _plain(before).text, _plain(said[name]).text, _plain(behind).text)


def _claims(plain: _Plain, begin: int, end: int, places: Iterable[_Place]) -> Iterator[tuple[str, str]]:
    """Iterate over the places of a wording that are found, by name, with what is said there; nothing where it holds."""
    for place in places:
        free = place.name in ("title", "playbook")
        found = [
            (first, last)
            for first in _after(plain.text, place.before, begin, end)
            if (last := plain.text.find(place.behind, first + 1, min(end, first + _LONGEST + len(place.behind)))) > 0
            and (free or _WORD.fullmatch(plain.text, first, last))
        ]
        if found:
            claims = [plain.text[first:last] for first, last in found]
            yield place.name, "" if place.recorded in claims else plain.shown(*found[-1])


def _after(text: str, before: str, begin: int, end: int) -> Iterator[int]:
    """Iterate over where something in a text ends, also where it overlaps itself."""
    at = text.find(before, begin, end)
    while at >= 0:
        yield at + len(before)
        at = text.find(before, at + 1, end)
