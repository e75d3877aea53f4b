"""Changes, told: as text for a terminal, as Markdown for a page or a letter, as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict

from playbook.changes import SORTS, Change, Sort, by_role
from playbook.model import Playbook
from playbook.problems import safe

HEADINGS: dict[Sort, str] = {
    "burden-moved": "Burdens that moved to another party",
    "obligation": "Obligations that changed",
    "level-loosened": "Service levels that ask for less",
    "level-tightened": "Service levels that ask for more",
    "cadence": "Meetings and dates",
    "people": "Who takes part",
    "editorial": "Words only",
}


def line(change: Change, names: Playbook) -> str:
    """Return one change in a line; ids of roles and parties are said by their names in `names`."""
    where = ", ".join(change.path)
    head = f"{change.kind} {change.id}" + (f" ({where})" if where else "")
    old, new = _said(change.old, names), _said(change.new, names)
    if change.what == "moved":
        told = f"moved from {old} to {new}"
    elif old is None or new is None:
        held = new if old is None else old
        told = change.what + (f": {held}" if held else "")
    else:
        told = f"{old} → {new}"
    if change.parties:
        told += " [from {} to {}]".format(*(_said(party, names) for party in change.parties))
    return f"{head}: {told}"


def _said(id: str | None, names: Playbook) -> str | None:
    if id is None:
        return None
    for kind in ("role", "party", "forum", "service"):
        if (entity := names.of_kind(kind).get(id)) is not None:
            return str(entity.name)
    return id


def _grouped(found: Iterable[Change]) -> Iterator[tuple[Sort, tuple[Change, ...]]]:
    listed = tuple(found)
    for sort in SORTS:
        if those := tuple(change for change in listed if change.sort == sort):
            yield sort, those


def as_text(found: Iterable[Change], names: Playbook) -> str:
    """Return the changes by class, then by the role they concern, a line each, safe to print."""
    listed = tuple(found)
    parts = [_part(f"{HEADINGS[sort]} ({len(those)})", those, names, "  ") for sort, those in _grouped(listed)]
    roles = [
        _part(f"  {safe(_said(role, names) or role)}", those, names, "    ") for role, those in by_role(listed).items()
    ]
    return "\n\n".join([*parts, *(["\n".join(["By role", *roles])] if roles else [])]) or "nothing changed"


def _part(heading: str, found: Iterable[Change], names: Playbook, before: str) -> str:
    return "\n".join([heading, *(f"{before}{safe(line(each, names))}" for each in found)])


def as_markdown(found: Iterable[Change], names: Playbook) -> str:
    """Return the changes as Markdown: by class, then by the role they concern."""
    listed = tuple(found)
    parts = [f"## {HEADINGS[sort]}\n\n" + _items(those, names) for sort, those in _grouped(listed)]
    concerned = by_role(listed)
    if concerned:
        roles = [
            f"### {_escaped(_said(role, names) or role)}\n\n{_items(those, names)}" for role, those in concerned.items()
        ]
        parts.append("## By role\n\n" + "\n\n".join(roles))
    return "\n\n".join(parts) or "Nothing changed."


def _items(found: Iterable[Change], names: Playbook) -> str:
    return "\n".join(f"- {_escaped(line(each, names))}" for each in found)


def _escaped(text: str) -> str:
    return "".join(f"\\{each}" if each in "\\`*_{}[]<>#|~!" else each for each in safe(text))


def as_json(found: Iterable[Change], names: Playbook) -> str:
    """Return `{"changes": […], "by_role": {role: [numbers]}}`; a change is the fields of `playbook.changes.Change`."""
    listed = tuple(found)
    numbers = {id(change): number for number, change in enumerate(listed)}
    concerned = {role: [numbers[id(change)] for change in those] for role, those in by_role(listed).items()}
    told = [{**asdict(change), "told": line(change, names)} for change in listed]
    return json.dumps({"changes": told, "by_role": concerned}, ensure_ascii=True, indent=2)
