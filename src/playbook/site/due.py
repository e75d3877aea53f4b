"""What falls due within a time from a day on, for whoever asks on the command line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from playbook.loading.load import load
from playbook.model import Playbook
from playbook.model.days import shifted
from playbook.model.due import length_of
from playbook.model.due_days import worked_by_all
from playbook.problems import quoted
from playbook.site.build import HostError, WrongCallError, plain_log, plugin_of
from playbook.views.due_days import falling_due

LIMIT = timedelta(days=10 * 366)
"""The longest time that is looked ahead."""


@dataclass(frozen=True)
class DueItem:
    """Something that falls due: what it is called, of which kind and id it is, and whose role sees to it.

    `what` is `obligation`, `key-date`, `notice` (the last day of notice before a key date) or `review`.
    """

    day: date
    what: str
    kind: str
    id: str
    name: str
    owner: str | None
    owner_name: str | None


def due_within(config_file: Path, today: date, within: str) -> tuple[date, tuple[DueItem, ...]]:
    """Return the last day of a time such as `30 days`, and what falls due from `today` to that day, in order.

    Raise `HostError` where the facts cannot be read, `WrongCallError` where the time cannot.
    """
    with plain_log(verbose=False):
        config, plugin = plugin_of(config_file)
    name = plugin.config.data_dir
    loaded = load(Path(config.config_file_path).parent / name, name)
    if loaded.playbook is None or loaded.problems.stop():
        raise HostError(problems=loaded.problems)
    last = _last(loaded.playbook, today, within)
    return last, tuple(
        DueItem(
            line.day,
            line.what,
            line.link.kind,
            line.link.id,
            line.link.text,
            line.owner.id if line.owner else None,
            line.owner.text if line.owner else None,
        )
        for line in falling_due(loaded.playbook, today, last)
    )


def _last(playbook: Playbook, today: date, within: str) -> date:
    """Return the last day of a time from a day on; business days are those that all parties work."""
    length = length_of(within)
    if length is None:
        hint = "write a number and a unit, such as `30 days`, `20 business days` or `3 months`"
        raise WrongCallError(f"{quoted(within)} is no length of time\n    hint: {hint}")
    last = shifted(today, length, worked_by_all(playbook))
    if last is None or last - today > LIMIT:
        raise WrongCallError(f"{quoted(within)} is longer than the ten years that are looked ahead")
    return last
