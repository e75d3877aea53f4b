"""Which statements nothing in the playbook carries."""

from __future__ import annotations

from collections.abc import Iterator

from playbook.checks.base import Check, Context, Finding
from playbook.checks.references import records
from playbook.model import Playbook, Statement
from playbook.model.references import references
from playbook.problems import quoted


def uncarried(playbook: Playbook, carried_by_pages: frozenset[str]) -> Iterator[Statement]:
    """Iterate over the statements that neither the data nor one of the pages carries."""
    carried = {id for record in records(playbook) for _, kind, id in references(record) if kind == "statement"}
    return (statement for statement in playbook.statements if statement.id not in carried | carried_by_pages)


def statement_uncarried(context: Context) -> Iterator[Finding]:
    """What the playbook must state, it states somewhere: in the data or, once they have been read, on a page."""
    if context.carried_by_pages is not None:
        for statement in uncarried(context.playbook, context.carried_by_pages):
            message = f"nothing carries the statement {quoted(statement.id)}: {statement.text}"
            hint = f"write `carries: [{statement.id}]` where it is stated"
            yield Finding(statement.origin.key(), message, hint, statement.id)


CHECKS = (Check(statement_uncarried, "warning"),)
