"""The page of one section in every version: what each says of it, how each stands, and what became of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from playbook.publish.canonical import plain
from playbook.publish.containment import of_folder
from playbook.publish.record import Kept, Release
from playbook.publish.register import Kept as Entry
from playbook.publish.register import fate, kept, replaced_by
from playbook.publish.standing import Related, concerning

Page = Callable[..., str]
"""Renders a template of `templates/publish/` with its context."""


@dataclass(frozen=True)
class Telling:
    """What one version says of a section: `state` is first, same, changed or removed; `text` its canonical text.

    `before` is what the last version that has it says.
    """

    release: Release
    state: str
    page: str | None
    fingerprint: str | None
    text: str
    before: str = ""

    @property
    def words(self) -> str:
        """The words of the text without its marks: a line for each block, and one for each row of a table."""
        return "\n".join(_lines(self.text))

    @property
    def compared(self) -> tuple[tuple[str, str], ...]:
        """The lines of `words` among those of the version before: same, new or gone, and the words of each."""
        old, new = _lines(self.before), _lines(self.text)
        found: list[tuple[str, str]] = []
        for same, first, last, begin, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            if same == "equal":
                found += [("same", line) for line in new[begin:end]]
            else:
                found += [("gone", line) for line in old[first:last]] + [("new", line) for line in new[begin:end]]
        return tuple(found)


def _lines(text: str) -> list[str]:
    rows = re.sub(r"\n\\t[dh](?:\[[^\]\n]*\])? (?=\S)", " · ", re.sub(r"\n\\tr\n\\t[dh]", r"\n\\p", text))
    return [line for each in plain(rows).split("\n") if (line := each.strip(" ·"))]


@dataclass(frozen=True)
class Gone:
    """What became of a section that the newest version lacks.

    Drafts and withdrawn versions do not count. `since` is the first version without it and `last` what the last one
    with it says; `entry` is what the ledger of the newest version says of it, empty where it says nothing. `instead`
    are the ids to turn to, each with its name, and whether it has an address.
    """

    since: str
    last: Telling
    entry: Entry
    instead: tuple[tuple[str, str, bool], ...]


def _newest(releases: tuple[Release, ...]) -> dict[str, tuple[Release, Kept]]:
    """Return every section there ever was, as the newest version with it has it, by id."""
    found = {id: (each, kept) for each in releases for id, kept in each.sections.items()}
    return dict(sorted(found.items()))


def pages(
    public: Path, releases: tuple[Release, ...], versions: Collection[str], page: Page, shown: Mapping[str, Any]
) -> Iterator[tuple[str, str]]:
    """Iterate over the page of each section that any version has, and the list of them all.

    `versions` are those that count for whether a section is still there.
    """
    counting, newest = tuple(each for each in releases if each.version in versions), _newest(releases)
    related = {each.version: of_folder(public, each).related for each in releases}
    ledger = kept(public, counting[-1].version)
    titles = {id: section.title for id, (_, section) in newest.items()}
    yield "index.html", page("publish/sections.html", sections=newest)
    for id, title in titles.items():
        telling = tuple(_told(public, id, releases))
        gone = _gone(id, telling, counting, fate(ledger, id), titles)
        held = {each.release.version for each in telling if each.fingerprint}
        said = {version: _concerned(each, id, related[version]) for version, each in shown["status"].items()}
        context = {**shown, "status": said, "id": id, "title": title, "telling": telling, "held": held, "gone": gone}
        yield f"{id}/index.html", page("publish/history.html", **context)


def _concerned(said: Mapping[str, Any], id: str, related: Related) -> dict[str, Any]:
    """Return what is to be known of a version, with the errata that concern a section alone."""
    return {**said, "errata": concerning(said, id, related)}


def _gone(
    id: str,
    telling: tuple[Telling, ...],
    counting: tuple[Release, ...],
    entry: Entry,
    titles: Mapping[str, str],
) -> Gone | None:
    """Return what became of a section, None where the newest version that counts has it, or none ever had."""
    holding = [place for place, each in enumerate(counting) if id in each.sections]
    if not holding or holding[-1] + 1 == len(counting):
        return None
    last = next(each for each in telling if each.release is counting[holding[-1]])
    instead = tuple((each, titles.get(each, each), each in titles) for each in replaced_by(entry))
    return Gone(counting[holding[-1] + 1].version, last, entry, instead)


def _told(public: Path, id: str, releases: tuple[Release, ...]) -> Iterator[Telling]:
    """Iterate over what each version says of a section, from the first that has it."""
    last: str | None = None
    before = ""
    seen = False
    for each in releases:
        kept = each.sections.get(id)
        if kept is None:
            if seen and last is not None:
                yield Telling(each, "removed", None, None, "")
            last = None
            continue
        state = "first" if not seen else "same" if kept.fingerprint == last else "changed"
        text = _text(public, each.version, id)
        yield Telling(each, state, kept.page, kept.fingerprint, text, before)
        seen, last, before = True, kept.fingerprint, text


def _text(public: Path, version: str, id: str) -> str:
    """Return the text of a section, empty where it was taken out."""
    try:
        return (public / version / "s" / id / "text.txt").read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
