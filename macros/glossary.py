"""What the words mean here."""

from __future__ import annotations

from playbook.pages.macro_context import MacroContext
from playbook.pages.placeholders import Marked
from playbook.views import glossary as views


def term(context: MacroContext, id: str, *, text: str | None = None) -> Marked:
    """Link to a term of the glossary."""
    return context.link("term", id, text)


def glossary(context: MacroContext) -> Marked:
    """Show every term from A to Z, with its acronym, other words for it, and related terms.

    Acronyms and other words have entries of their own that lead to the term; an acronym with several meanings says so.
    """
    return context.block("glossary/glossary.html", page=views.glossary(context.playbook))


MACROS = (term, glossary)
