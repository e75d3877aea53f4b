"""What `playbook check --due` tells: what falls due within a time, as a text or as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from playbook.commands.shared import host
from playbook.problems import counted, safe

if TYPE_CHECKING:
    from playbook.site.due import DueItem

_WORDS = {"obligation": "obligation", "key-date": "key date", "notice": "last day of notice", "review": "review"}


def tell_due(config_file: Path, today: date, within: str, style: str) -> NoReturn:
    """Tell what falls due, and end; that something does is no fault."""
    from playbook.site.due import due_within

    if style not in ("text", "json"):
        raise click.UsageError("`--due` is told as text or as JSON: write `--format text` or `--format json`")
    last, items = host(due_within, config_file, today, within)
    click.echo(as_json(today, last, items) if style == "json" else as_text(today, last, items))
    raise SystemExit(0)


def as_text(today: date, last: date, items: Sequence[DueItem]) -> str:
    """Return a line for each thing that falls due, and how many there are."""
    width = max((len(_WORDS[item.what]) for item in items), default=0)
    lines = [f"{item.day}  {_WORDS[item.what]:<{width}}  {_named(item)}" for item in items]
    number = counted(len(items), "thing falls", "things fall") if items else "nothing falls"
    return "\n".join([*lines, f"{number} due from {today} to {last}"])


def _named(item: DueItem) -> str:
    owner = safe(item.owner_name) if item.owner_name else "nobody"
    return f"{safe(item.name)} ({safe(item.id)}): {owner}"


def as_json(today: date, last: date, items: Sequence[DueItem]) -> str:
    """Return what falls due as one object: `from`, `to` and the list `due`, in order of the days."""
    due = [
        {
            "day": item.day.isoformat(),
            "what": item.what,
            "kind": item.kind,
            "id": item.id,
            "name": safe(item.name),
            "owner": item.owner,
        }
        for item in items
    ]
    return json.dumps({"from": today.isoformat(), "to": last.isoformat(), "due": due}, indent=2)
