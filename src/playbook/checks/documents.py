"""Questions about the papers and reports."""

from __future__ import annotations

from collections.abc import Iterator

from playbook.checks.base import Check, Context, Finding, about
from playbook.problems import quoted

MANY = 4
"""From how many papers on what is found of them has one cause, and is told at once."""


def report_no_owner(context: Context) -> Iterator[Finding]:
    """A report that nobody owns is not written when it matters."""
    for document in context.playbook.documents:
        if document.kind == "report" and not document.owner:
            message = f"the report {quoted(document.id)} has no owner"
            finding = about(document, message, "name the role that writes it under `owner`")
            yield finding.because("playbook", "reports have no owner", least=MANY)


def report_no_reader(context: Context) -> Iterator[Finding]:
    """A report that nobody reads and no forum works from is work for nothing."""
    inputs = {input for forum in context.playbook.forums for input in forum.inputs}
    for document in context.playbook.documents:
        read = document.readers or document.feeds or document.id in inputs
        if document.kind == "report" and not read:
            message = f"the report {quoted(document.id)} has no readers"
            finding = about(document, message, "name the roles that read it under `readers`, or stop writing it")
            yield finding.because("playbook", "reports have no readers", least=MANY)


def document_unused(context: Context) -> Iterator[Finding]:
    """A document that feeds no forum and reaches no reader may be one nobody needs."""
    inputs = {input for forum in context.playbook.forums for input in forum.inputs}
    for document in context.playbook.documents:
        used = document.readers or document.feeds or document.id in inputs
        if document.kind == "document" and not used:
            message = f"the document {quoted(document.id)} feeds no forum and has no readers"
            finding = about(document, message, "name its `readers` or the forums it `feeds`, or delete it")
            yield finding.because("playbook", "documents feed no forum and have no readers", least=MANY)


def feeds_not_input(context: Context) -> Iterator[Finding]:
    """Document and forum say the same of each other, so that no paper is prepared in vain or waited for in vain."""
    playbook = context.playbook
    feeds = {(document.id, forum) for document in playbook.documents for forum in document.feeds}
    inputs = {(document, forum.id) for forum in playbook.forums for document in forum.inputs}
    for document in playbook.documents:
        for position, id in enumerate(document.feeds):
            if (document.id, id) not in inputs:
                message = f"{quoted(document.id)} feeds {quoted(id)}, which does not list it"
                hint = f"add {quoted(document.id)} to the `inputs` of {quoted(id)}"
                yield about(document, message, hint, "feeds", position)
    for forum in playbook.forums:
        for position, id in enumerate(forum.inputs):
            if (id, forum.id) not in feeds:
                message = f"{quoted(forum.id)} works from {quoted(id)}, which does not feed it"
                hint = f"add {quoted(forum.id)} to the `feeds` of {quoted(id)}"
                yield about(forum, message, hint, "inputs", position)


def document_review_overdue(context: Context) -> Iterator[Finding]:
    """A document that is not looked at by its day goes on saying what may no longer hold."""
    for document in context.playbook.documents:
        due = document.next_review
        if due and context.today and due < context.today:
            message = f"{quoted(document.id)} was to be reviewed by {due}, before {context.today}"
            yield about(document, message, "review it and write the day of the next review", "next_review")


CHECKS = (
    Check(report_no_owner, "warning"),
    Check(report_no_reader, "warning"),
    Check(document_unused, "info", profile="contract"),
    Check(feeds_not_input, "warning"),
    Check(document_review_overdue, "warning"),
)
