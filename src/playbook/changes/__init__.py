"""Playbook × playbook → what changed, fact by fact, and what each change means for whom.

The fields of the two editions are compared, and each field says what its change means (`model.change_class`). Whoever
bears something is followed further: where a role moves to another party, all that it bears moves with it.
"""

from __future__ import annotations

from playbook.changes.change import SORTS, Change, Sort, What, by_role
from playbook.changes.comparison import changes

__all__ = ["SORTS", "Change", "Sort", "What", "by_role", "changes"]
