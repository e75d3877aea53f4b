"""The page of one section in every version: where its text changed, how each version stands, and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from playbook.publish.release.linked_data import embedded, legislation
from playbook.publish.text.line_changes import TextChange, text_changes
from playbook.publish.text.lines import lines
from playbook.publish.tree import section_state
from playbook.publish.tree.containment import containment_of
from playbook.publish.tree.in_force import Term
from playbook.publish.tree.readers import Folder
from playbook.publish.tree.record import Kept, Release
from playbook.publish.tree.register import Kept as Entry
from playbook.publish.tree.register import entry_of_gone, published_register, replaced_by
from playbook.publish.tree.version_status import status_for_section

Page = Callable[..., str]
"""Renders a template of `templates/publish/` with its context."""
State = Literal["not yet", "first", "same", "changed", "removed", "absent", "again"]
EXCERPT = 1200
"""The letters after which the beginning of a text ends."""


@dataclass(frozen=True)
class SectionInVersion:
    """What one version says of a section.

    It has it for the `first` time, the `same` as the version before it, `changed`, or `again` after it was `removed`
    and `absent`; before the first time it has it `not yet`. `text` is its canonical text, empty for a section that it
    says as before, or where the text was taken out. `before` is the last version that had it, and `old` its text.
    """

    release: Release
    state: State
    fingerprint: str | None = None
    text: str = ""
    before: str = ""
    old: str = ""

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words of the text without its marks: a line for each block, and one for each row of a table."""
        return tuple(line.words for line in lines(self.text))

    @cached_property
    def beginning(self) -> tuple[str, ...]:
        """The first of these lines."""
        said: list[str] = []
        length = 0
        for line in self.words:
            length += len(line)
            if said and length > EXCERPT:
                break
            said.append(line)
        return tuple(said)

    @cached_property
    def changes(self) -> tuple[TextChange, ...]:
        """What it says otherwise than the last version that had it; empty where no word differs."""
        return text_changes(self.old, self.text)


@dataclass(frozen=True)
class Gone:
    """What became of a section that the newest version lacks.

    Drafts and withdrawn versions do not count. `since` is the first version without it and `last` what the last one
    with it says; `entry` is what the ledger of the newest version says of it, empty where it says nothing. `instead`
    are the ids to turn to, each with its name, and whether it has an address.
    """

    since: str
    last: SectionInVersion
    entry: Entry
    instead: tuple[tuple[str, str, bool], ...]


def pages(
    public: Path, releases: tuple[Release, ...], listed: tuple[Term, ...], page: Page, shown: Mapping[str, Any]
) -> Iterator[tuple[str, str]]:
    """Iterate over the page of each section that any version has, and the list of them all.

    `listed` are the terms of the versions that count for whether a section is still there.
    """
    newest, by_version = _newest(releases), {each.version: each for each in releases}
    counting = tuple(each for each in releases if each.version in {term.version for term in listed})
    related = {each.version: containment_of(Folder(public), each).related for each in releases}
    ledger = published_register(public, counting[-1].version)
    titles = {id: section.title for id, (_, section) in newest.items()}
    known: tuple[Term, ...] = shown["terms"]
    shown = {**shown, "overtaken": _overtaken(known), "terms": {each.version: each for each in known}}
    yield "index.html", page("publish/sections.html", sections=newest)
    yield "history.css", page("publish/history.css")
    for id, title in titles.items():
        telling = tuple(_told(public, id, releases))
        gone = _gone(public, id, counting, entry_of_gone(ledger, id), titles)
        said = status_for_section(shown["status"], id, related)
        context = {**shown, "status": said, "id": id, "title": title, "telling": telling, "gone": gone}
        context["latest"] = counting[-1].version if id in counting[-1].sections else ""
        context["linked"] = embedded(legislation(id, by_version, known, listed, shown["address"]))
        yield f"{id}/{section_state.STATE}", section_state.state(id, releases, said)
        yield f"{id}/index.html", page("publish/history.html", **context)


def _newest(releases: tuple[Release, ...]) -> dict[str, tuple[Release, Kept]]:
    """Return every section there ever was, as the newest version with it has it, by id."""
    found = {id: (each, kept) for each in releases for id, kept in each.sections.items()}
    return dict(sorted(found.items()))


def _overtaken(terms: tuple[Term, ...]) -> dict[str, str | None]:
    """Return of each version the first of those that begin later and were published before it, None where none was."""
    agreed = [each for each in terms if not each.draft]
    found = {each: [one for one in agreed if one.order < each.order and one.first > each.first] for each in agreed}
    first = {each.version: min(later, key=lambda one: one.rank).version for each, later in found.items() if later}
    return {each.version: first.get(each.version) for each in terms}


def _gone(public: Path, id: str, counting: tuple[Release, ...], entry: Entry, titles: Mapping[str, str]) -> Gone | None:
    """Return what became of a section, None where the newest version that counts has it, or none ever had."""
    holding = [place for place, each in enumerate(counting) if id in each.sections]
    if not holding or holding[-1] + 1 == len(counting):
        return None
    release = counting[holding[-1]]
    last = SectionInVersion(release, "same", release.sections[id].fingerprint, _text(public, release.version, id))
    instead = tuple((each, titles.get(each, each), each in titles) for each in replaced_by(entry))
    return Gone(counting[holding[-1] + 1].version, last, entry, instead)


def _told(public: Path, id: str, releases: tuple[Release, ...]) -> Iterator[SectionInVersion]:
    """Iterate over what each version says of a section, in the order of publication."""
    before: Release | None = None
    there = False
    for each in releases:
        section = each.sections.get(id)
        if section is None:
            yield SectionInVersion(each, "not yet" if before is None else "removed" if there else "absent")
            there = False
            continue
        if before is None:
            yield SectionInVersion(each, "first", section.fingerprint, _text(public, each.version, id))
        elif there and before.sections[id].fingerprint == section.fingerprint:
            yield SectionInVersion(each, "same", section.fingerprint, before=before.version)
        else:
            new, old = (_text(public, version, id) for version in (each.version, before.version))
            yield SectionInVersion(each, "changed" if there else "again", section.fingerprint, new, before.version, old)
        before, there = each, True


def _text(public: Path, version: str, id: str) -> str:
    """Return the text of a section, empty where it was taken out."""
    try:
        return (public / version / "s" / id / "text.txt").read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
