"""Whether a text that somebody copied is the one that a citation names, or one that a tree has published."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from playbook.publish.text import copied_text
from playbook.publish.tree import manifest
from playbook.publish.tree.readers import TreeReader, reader
from playbook.publish.tree.record import as_release
from playbook.publish.tree.time_limits import TimeLimit
from playbook.publish.tree.untrusted_input import PAGE_BYTES, RECORD_BYTES, Unsound
from playbook.publish.verify import citations
from playbook.publish.verify.verdict import DIFFERS, UNREACHABLE, USAGE, Fault, Verdict

NAME = "the text"
"""What messages call a text that somebody copied."""
EXACT = "take the exact bytes: the file text.txt beside the page of the section"


@dataclass(frozen=True)
class _Asked:
    """A fingerprint that a text may have: where its text is published, as far as that is known."""

    fingerprint: str
    place: str = ""
    read: Callable[[], bytes | None] = lambda: None


def compare(
    target: str, copy: bytes, fingerprint: Callable[[str], str], time_limit: TimeLimit | None = None
) -> Verdict:
    """Return the verdict on a copied text: whether the target cites it, or has published it.

    `target` is a citation, a fingerprint alone, or the folder or the address of a tree; `fingerprint` works out the
    fingerprint of a canonical text. `patience` is what all hosts that are asked share.
    """
    if len(copy) > copied_text.MOST:
        return Verdict(
            (), (Fault(USAGE, NAME, f"it has more than {copied_text.MOST:,} bytes, the most that are read"),)
        )
    try:
        asked = {each.fingerprint: each for each in _asked(target, time_limit or TimeLimit())}
    except ConnectionError as error:
        return Verdict((), (Fault(UNREACHABLE, target, str(error)),))
    if not asked:
        newer = "".join(f": {each} is a newer form than this program knows" for each in citations.forms(target)[:1])
        return Verdict((), (Fault(USAGE, NAME, f"there is no fingerprint to compare it with{newer}"),))
    found = copied_text.restored(copy, lambda text: fingerprint(text) in asked)
    if found is None:
        return Verdict((NAME,), (_fault(copy, asked, fingerprint),))
    ways, text = found
    return Verdict((NAME,), (), tuple(_proved(ways, asked[fingerprint(text)])))


def _proved(ways: tuple[str, ...], asked: _Asked) -> Iterator[str]:
    if "decoded" in ways:
        yield "it was decoded wrongly on the way; put right, it matches"
    if ways:
        yield f"put right: {'; '.join(copied_text.WAYS[way] for way in ways)}"
    yield f"{NAME} is {asked.place or 'the one that is cited'}, {asked.fingerprint}"


def _fault(copy: bytes, asked: Mapping[str, _Asked], fingerprint: Callable[[str], str]) -> Fault:
    """Say what is seen in a text that is none of those asked for."""
    alone = next(iter(asked.values())) if len(asked) == 1 else None
    there = alone.read() if alone else None
    if (
        there is None
        or alone is None
        or not copied_text.restored(there, lambda text: fingerprint(text) == alone.fingerprint)
    ):
        there = None
    elif copied_text.words_of(there) == copied_text.words_of(copy):
        told = f"it has the words of {alone.place}, and some of its signs were changed on the way"
        return Fault(USAGE, NAME, f"{told}, such as quotation marks or hyphens: {EXACT}")
    elif copied_text.words_of(copy).isascii() and copied_text.bare(there) == copied_text.bare(copy):
        return Fault(USAGE, NAME, f"its letters beyond ASCII were lost on the way, and nothing else differs: {EXACT}")
    if seen := copied_text.broken(copy):
        return Fault(USAGE, NAME, f"it cannot be told whether it is the one that is cited: {seen}; {EXACT}")
    if there is None or alone is None:
        return Fault(DIFFERS, NAME, "it is not the one that is cited, or not all of it")
    mine, theirs = copied_text.lines_of(copy), copied_text.lines_of(there)
    at = next((place for place, line in enumerate(theirs) if place >= len(mine) or line != mine[place]), len(theirs))
    line = theirs[at] if at < len(theirs) else "nothing more"
    return Fault(
        DIFFERS, NAME, f"it is not the one that is cited; in line {at + 1}, {alone.place} says: {_short(line)}"
    )


def _short(line: str) -> str:
    return line if len(line) <= 200 else f"{line[:199]}…"


def _asked(target: str, time_limit: TimeLimit) -> Iterator[_Asked]:
    """Iterate over the fingerprints that a text may have."""
    if cited := citations.fingerprints(target):
        yield from map(_Asked, cited)
        yield from _published(target, time_limit)
        return
    if target.startswith(("http://", "https://")) or Path(target).is_dir():
        opened = reader(target, time_limit)
        for version in dict.fromkeys((*manifest.listed_versions(opened), *manifest.recorded_versions(opened))):
            yield from _recorded(opened, version)


def _published(citation: str, time_limit: TimeLimit) -> Iterator[_Asked]:
    """Iterate over what a citation names, where its tree is within reach."""
    try:
        for each in citations.citations(citation):
            if each.fingerprint:
                yield _section(reader(each.root, time_limit), each.version, each.id, each.fingerprint)
    except citations.Unreadable:
        return


def _recorded(opened: TreeReader, version: str) -> Iterator[_Asked]:
    try:
        release = as_release(opened.read(f"releases/{version}/release.json", RECORD_BYTES))
    except (FileNotFoundError, ValueError):
        return
    for id, kept in release.sections.items():
        yield _section(opened, version, id, kept.fingerprint)


def _section(opened: TreeReader, version: str, id: str, fingerprint: str) -> _Asked:
    def read() -> bytes | None:
        try:
            return opened.read(f"{version}/s/{id}/text.txt", PAGE_BYTES)
        except (FileNotFoundError, ConnectionError, Unsound):
            return None

    return _Asked(fingerprint, f"section {id} of version {version}", read)
