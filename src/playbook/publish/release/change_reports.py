"""Changes, told: as text for a terminal, as Markdown for a page or a letter, as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from playbook.changes import Change, by_role
from playbook.model import Playbook
from playbook.problems import safe
from playbook.views.changes import ChangeLine, change_report, edition_in_words
from playbook.views.sentences import Sentence, as_plain
from playbook.views.words import ENGLISH, Words, phrase

FROM_TO = phrase("What changed from edition %(old)s to edition %(new)s")
NOTHING = phrase("Nothing changed.")
FOR = phrase("for %(roles)s")
_MARKS = {"": ("", ""), "gone": ("~~", "~~"), "came": ("**", "**")}
"""What stands in Markdown around words that went and came."""


def as_text(found: Iterable[Change], before: Playbook, after: Playbook, words: Words = ENGLISH) -> str:
    """Return the changes by class, a sentence each, with the roles that each concerns below it; safe to print."""
    report = change_report(after, found, before, words=words)
    parts = [safe(words.say(FROM_TO, old=report.old, new=report.new))]
    for group in report.groups:
        lines = [line for each in group.lines for line in _as_lines(each, words)]
        parts.append("\n".join([f"{safe(group.heading)} ({len(group.lines)})", *lines]))
    return "\n\n".join(parts if report.groups else [*parts, safe(words.say(NOTHING))])


def _as_lines(line: ChangeLine, words: Words) -> list[str]:
    roles = words.listed(role.text for role in line.roles)
    below = [f"      {safe(words.say(FOR, roles=roles))}"] if line.roles else []
    return [f"  {safe(as_plain(line.sentence))}", *below]


def as_markdown(found: Iterable[Change], before: Playbook, after: Playbook, words: Words = ENGLISH) -> str:
    """Return the changes as Markdown: by class, an item each, with the roles that each concerns."""
    report = change_report(after, found, before, words=words)
    parts = [f"# {_escaped(words.say(FROM_TO, old=report.old, new=report.new))}"]
    for group in report.groups:
        items = "\n".join(f"- {_item(each, words)}" for each in group.lines)
        parts.append(f"## {_escaped(group.heading)}\n\n{items}")
    return "\n\n".join(parts if report.groups else [*parts, _escaped(words.say(NOTHING))])


def _item(line: ChangeLine, words: Words) -> str:
    roles = _escaped(words.say(FOR, roles=words.listed(role.text for role in line.roles)))
    return _marked(line.sentence) + (f"  \n  *{roles}*" if line.roles else "")


def _marked(sentence: Sentence) -> str:
    return "".join(f"{_MARKS[piece.mark][0]}{_escaped(piece.text)}{_MARKS[piece.mark][1]}" for piece in sentence)


def _escaped(text: str) -> str:
    return "".join(f"\\{each}" if each in "\\`*_{}[]<>#|~!" else each for each in safe(text))


def as_json(found: Iterable[Change], before: Playbook, after: Playbook, words: Words = ENGLISH) -> str:
    """Return `{"editions": …, "changes": […], "by_role": {role: [numbers]}}`; `told` says a change in a sentence.

    A change has the fields of `playbook.changes.Change`: its kind, id, name, what, path, old, new, sort, roles, parties
    and address.
    """
    report = change_report(after, found, before, words=words)
    lines = [line for group in report.groups for line in group.lines]
    listed = [line.change for line in lines]
    numbers = {id(change): number for number, change in enumerate(listed)}
    concerned = {role: [numbers[id(change)] for change in those] for role, those in by_role(listed).items()}
    editions = {"old": _edition(before, words), "new": _edition(after, words)}
    told = {"editions": editions, "changes": [_as_values(line) for line in lines], "by_role": concerned}
    return json.dumps(told, ensure_ascii=True, indent=2)


def _as_values(line: ChangeLine) -> dict[str, Any]:
    names = ("kind", "id", "name", "what", "path", "old", "new", "sort", "roles", "parties", "address")
    return {**{name: getattr(line.change, name) for name in names}, "told": as_plain(line.sentence)}


def _edition(playbook: Playbook, words: Words) -> dict[str, Any]:
    cycle = playbook.about.cycle
    last = str(cycle.effective_to) if cycle.effective_to else None
    told = edition_in_words(playbook, words)
    return {"version": cycle.version, "first": str(cycle.effective_from), "last": last, "told": told}
