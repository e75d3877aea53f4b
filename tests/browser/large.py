"""A playbook whose responsibility table is as large as any should be: 100 activities, 50 roles."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.golden import written
from tests.support import ROOT

ACTIVITIES, ROLES, STREAMS = 100, 50, 5
PARTS = (("accountable", 1), ("responsible", 3), ("consulted", 5), ("informed", 7))
"""How many roles have which part in each activity: as many as no check questions."""
LEVELS = ("strategic", "tactical", "operational")
WORK = ("Agree", "Prepare", "Review", "Publish", "Approve", "Measure", "Hand over")
NAME = "{level} manager of department {number}"
MATTER = ("the plan of the quarter", "every report to the board", "the list of open faults", "all prices and terms")

SITE = """\
site_name: Large
theme:
  name: material
  custom_dir: overrides
  font: false
plugins:
  - search
  - playbook
  - macros: {module_name: macros, on_undefined: strict, on_error_fail: true}
markdown_extensions: [attr_list, md_in_html, tables]
extra_javascript:
  - playbook/playbook.js
extra_css:
"""
WHOLE = "# Large {: #large }\n\n{{ raci() }}\n"
TWO = "# Two {: #two }\n\n{{ raci('stream-0') }}\n\n{{ raci('stream-1') }}\n"


def large(folder: Path, named: str = NAME) -> Path:
    """Write the playbook into a folder: the whole table on its first page, two tables on another.

    `named` is what its roles are called, with their level and a number.
    """
    written(folder, {"roles": {"roles": _roles(named)}, "responsibilities": _responsibilities()})
    for name in ("macros", "overrides"):
        (folder / name).symlink_to(ROOT / name)
    styles = [path for path in (ROOT / "overrides" / "playbook").glob("*.css") if path.stem != "wide"]
    styles.sort(key=lambda path: (path.stem != "base", path.name))
    (folder / "mkdocs.yml").write_text(
        SITE + "".join(f"  - playbook/{path.name}\n" for path in styles), encoding="utf-8"
    )
    (folder / "docs").mkdir()
    for name, text in (("index.md", WHOLE), ("two.md", TWO)):
        (folder / "docs" / name).write_text(text, encoding="utf-8")
    return folder


def _ids() -> list[str]:
    """Return the roles that the small playbook has, and as many more as are missing."""
    known = [f"{side}-{role}" for side in ("client", "supplier") for role in ("head", "manager", "lead")]
    return known + [f"role-{number}" for number in range(ROLES - len(known))]


def _roles(named: str) -> dict[str, Any]:
    sides = ("client", "supplier")
    return {
        id: {
            "name": named.format(level=LEVELS[number % 3].capitalize(), number=number),
            "party": sides[number % 2],
            "level": LEVELS[number % 3],
            "purpose": "Does its part.",
            "duties": {},
        }
        for number, id in enumerate(_ids())
        if id.startswith("role-")
    }


def _responsibilities() -> dict[str, Any]:
    streams = {f"stream-{number}": {"name": f"Workstream {number}"} for number in range(STREAMS)}
    activities = {f"activity-{number}": _activity(number) for number in range(ACTIVITIES)}
    return {
        "workstreams": {"service": "~", **streams},
        "activities": {"agree-plan": "~", "run-service": "~", **activities},
    }


def _activity(number: int) -> dict[str, Any]:
    """Return an activity in which 16 roles have a part, other ones in the next."""
    roles, start = _ids(), number * 7
    name = f"{WORK[number % len(WORK)]} {MATTER[number % len(MATTER)]}, part {number}"
    values: dict[str, Any] = {"name": name, "workstream": f"stream-{number % STREAMS}", "phase": "run"}
    for code, count in PARTS:
        values[code] = [roles[(start + step * 3) % ROLES] for step in range(count)]
        start += count * 3
    values["accountable"] = values["accountable"][0]
    values["responsible"][0] = {"role": values["responsible"][0], "note": f"for matter {number}"}
    return {**values, "hand_over": "By mail.", "service": "help"}
