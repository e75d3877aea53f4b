"""This edition of the playbook: its cycle, its approvals, what the checks found."""

from __future__ import annotations

from playbook.pages.macro_context import Desk
from playbook.pages.placeholders import Marked
from playbook.views import home
from playbook.views import playbook as views


def cycle(desk: Desk) -> Marked:
    """Say the name of the edition, such as 2026-1."""
    return desk.inline("playbook/cycle.html", version=desk.playbook.about.cycle.version)


def cycle_facts(desk: Desk) -> Marked:
    """Show what this edition is: its title, state and dates, its parties, and what prevails beside it."""
    return desk.block("playbook/facts.html", facts=views.cycle_facts(desk.playbook))


def approvals(desk: Desk) -> Marked:
    """Show who approves this edition for each party, and on which day they did."""
    return desk.block("playbook/approvals.html", signatures=views.approvals(desk.playbook))


def permanence(desk: Desk) -> Marked:
    """Show what is promised about published editions: what stays, who keeps it, how long, and whose the address is."""
    return desk.block("playbook/permanence.html", promise=views.promise(desk.playbook))


def check_report(desk: Desk) -> Marked:
    """Show what the checks found, what was accepted and why, and which checks are set differently here."""
    report = views.check_report(desk.playbook, desk.problems, desk.checks)
    return desk.block("playbook/checks.html", report=report)


def publication(desk: Desk) -> Marked:
    """Show where a published version is recorded and how to check it; of a preview, that there is nothing to cite."""
    return desk.block("playbook/publication.html")


def reader(desk: Desk) -> Marked:
    """Ask which role the reader holds, and show what its holder looks up first."""
    return desk.block("playbook/reader.html", home=home.home(desk.playbook, desk.words))


MACROS = (reader, cycle, cycle_facts, approvals, permanence, publication, check_report)
