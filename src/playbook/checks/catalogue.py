"""The checks as a person at a terminal asks for them: all of them, one of them explained, and only those wanted."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Mapping
from itertools import groupby

from playbook.checks import OURS, Check, CheckSet
from playbook.problems import Problem, did_you_mean, quoted

READING: Mapping[str, str] = {
    "no-data": "A playbook has a folder of facts beside its settings.",
    "missing-file": "Some files no playbook can do without.",
    "unknown-file": "Only files of subjects lie among the facts, so that no fact is left unread.",
    "subject-twice": "A subject is one file or one folder.",
    "empty-file": "A file of facts holds some.",
    "yaml": "A file of facts is YAML that can be read in one way only.",
    "yaml-anchor": "A sign that names what follows it is no part of the text, and shows nowhere.",
    "yaml-comment": "A text that ends at a hash has lost what follows it, unless a comment was meant.",
    "yaml-quotes": "Quotes that a word processor made are letters of a text, and would be published with it.",
    "yaml-torn": "A comma in brackets ends an item, so the rest of a sentence or a number would be another one.",
    "duplicate-key": "A key stands once, because a second one would silently win.",
    "schema": "Every key is known, and its value is of the kind that belongs there.",
    "unknown-check": "Settings and waivers name checks that exist and can be set.",
    "ignore-comment": "A comment that accepts a finding names its checks, stands at its place, and says why.",
    "own-check": "A check of a team's own can be read, bears a name of its own, and answers.",
    "settings": "The settings of the site can be read, and name the plugin.",
    "usage": "A command is called in the folder of a playbook, with what it takes.",
    "language": "The playbook speaks a language that the interface knows.",
    "page": "A page can be read, has an address of its own, and names what exists.",
    "page-unsafe": "A page neither acts nor calls out, since two parties write it and one builds it.",
    "page-uncounted": "A reader of a page sees the words that its fingerprint counts, and no others.",
    "file": "A file beside the pages takes the place of none that is made, and does nothing when a browser opens it.",
    "target": "Nothing that was not made here is deleted or written over.",
    "new": "A playbook begins in a folder of its own.",
    "macro": "A page calls macros that exist, with what they take.",
    "page-missing": "Every page that is written becomes a page of the site.",
    "unfinished": "A page that an engine or a theme made still holds the content that it was given.",
    "anchor-twice": "An id stands once on a page.",
    "link-broken": "A link of the site leads to something.",
    "link-unsafe": "A link of the site is one that is safe to open.",
    "anchor-missing": "A link to a place on a page finds it there.",
    "publish": "A version is published where nothing published is lost or overwritten.",
    "status": "How published versions stand can be read, since it is written nowhere else.",
    "dirty": "A published version is a commit, so that anyone can build it again.",
    "code-changed": "What runs when a site is built is looked at by its owner, since two parties write the rest.",
    "register": "The ledger of ids knows everything that is published, only grows, and fits what is there.",
    "no-edition": "An edition to compare with can be read.",
    "font": "Every letter of a printed edition can be read on its paper.",
}
"""What else a report may name: ids of what is found while files are read and pages made. None can be turned off."""

_KINDS = {
    "schema": "whether a file can be read",
    "reference": "whether every id leads somewhere",
    "governance": "whether it is good governance",
}
_WIDTH = 100


class UnknownCheck(ValueError):
    """A word names no check, or one that cannot be turned off; the text is what to tell the user."""


def listed(asked: CheckSet = OURS) -> str:
    """Return every check by subject: its id, its severity and its reason."""
    width = max(len(check.id) for check in asked)
    lines: list[str] = []
    for subject, checks in groupby(asked, key=lambda check: check.subject):
        lines += ["", subject] if lines else [subject]
        lines += [f"  {check.id:<{width}}  {check.severity:<7}  {check.reason}" for check in checks]
    return "\n".join(lines)


def explained(id: str, asked: CheckSet = OURS) -> str:
    """Return what there is to say about a check; raise `UnknownCheck` where there is none of that id."""
    check = next((check for check in asked if check.id == id), None)
    if check is None:
        if id in READING:
            return f"{id}\n\n{_folded(READING[id])}\n\nIt cannot be turned off."
        raise UnknownCheck(f"there is no check {quoted(id)}: {_meant(id, asked, with_subjects=False)}")
    facts = {"Severity": check.severity, "Subject": check.subject, "Asks": _KINDS[check.kind]}
    if check.profile == "contract":
        facts["Profile"] = "contract; a playbook under another is not asked it, unless it sets it"
    if check.threshold:
        facts["Threshold"] = f"{check.threshold}; it speaks up above it"
    if id in asked.places:
        facts["Written in"] = asked.places[id].file
    table = "\n".join(f"{name + ':':<11} {value}" for name, value in facts.items())
    return f"{check.id}\n\n{_folded(check.reason)}\n\n{table}\n\n{_settings(check)}"


def _folded(sentence: str) -> str:
    return textwrap.fill(sentence, _WIDTH)


def _settings(check: Check) -> str:
    if not check.can_be_set:
        return "It cannot be turned off or waived: a page cannot show what is not there."
    number = f"      threshold: {check.threshold}\n" if check.threshold else ""
    return (
        "To turn it off or set it, write in data/playbook.yml one of the lines below the id:\n\n"
        f"  checks:\n    {check.id}:\n      off: true\n      severity: {check.severity}\n{number}\n"
        "To accept one finding, with the reason that the report shows:\n\n"
        f"  waivers:\n    - check: {check.id}\n      entity: the id that the message is about\n      reason: Why.\n\n"
        f"The playbook's page of all checks has it at #check-{check.id}."
    )


def wanted(select: Iterable[str], ignore: Iterable[str], asked: CheckSet = OURS) -> Callable[[Problem], bool]:
    """Return the test whether a problem is to be told.

    Words are ids of checks or names of subjects; nothing selected selects all. What cannot be turned off is always
    told. Raise `UnknownCheck` for a word that names nothing, or where nothing that it names can be ignored.
    """
    select = tuple(select)
    chosen = _named(select, asked)
    left_out = _named(ignore, asked, settable=True)
    settable = {check.id for check in asked if check.can_be_set}
    kept = (settable & chosen if select else settable) - left_out
    return lambda problem: problem.id not in settable or problem.id in kept


def _named(words: Iterable[str], asked: CheckSet, settable: bool = False) -> set[str]:
    """Return the ids that words name; where not all checks can be read, a word may name one of the others."""
    found: set[str] = set()
    for word in words:
        name = word.replace("-", "_")
        ids = {check.id: check.can_be_set for check in asked if word == check.id or name == check.subject}
        ids.update({id: False for id in READING if id == word})
        if not ids and not asked.problems:
            raise UnknownCheck(f"{quoted(word)} is neither a check nor a subject: {_meant(word, asked)}")
        if ids and settable and not any(ids.values()):
            raise UnknownCheck(f"{quoted(word)} cannot be ignored: what it finds leaves nothing to show")
        found |= ids.keys()
    return found


def _meant(word: str, asked: CheckSet, with_subjects: bool = True) -> str:
    known = [check.id for check in asked] + list(READING)
    known += [check.subject for check in asked] if with_subjects else []
    return did_you_mean(word, known, "see `playbook check --list`")
