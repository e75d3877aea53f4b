"""The ledger of ids beside what is published: what is new to it, what has gone, and what it must not forget.

`data/register.yml` is never rewritten: new entries are appended to its text, and every old line stays as it was. Each
version keeps the ledger as it was then, in `releases/<version>/register.json`.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from playbook.model import Entities, Entry
from playbook.model.ids import CITED_LIMIT, CITED_PATTERN
from playbook.model.register import ENTER, owner_of, told_lacking
from playbook.problems import Place, PlaybookError, Problem, Problems, quoted
from playbook.publish.tree import record_forms
from playbook.publish.tree.record import Cited
from playbook.publish.tree.untrusted_input import Unsound, read, read_bounded
from playbook.source.files import read_text

FORMS = (1, 2)
"""The numbers of the forms of `register.json`: in the second, an id may be replaced by several."""
NAME = "register.json"
ID = "register"
"""The id of the problems that are told here; they cannot be turned off."""
BORN = ("kind", "title", "introduced")
"""What an entry says of the birth of an id, which nobody can change afterwards."""
SHOWN = 20
"""The most ids of one sort that are told one by one."""

BEGINNING = """\
# yaml-language-server: $schema={schema}
# The ledger of ids. Contracts cite them, so this file only grows: `playbook register` writes what is new at its end.
# Of an id that has gone, write in its line what became of it: status, removed_in, reason, approved_by, replaced_by.

ledger:
"""

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9’“”–-]*( [A-Za-z0-9’“”–-]+)*")
"""Texts that YAML reads as they are wherever they stand, if they are none of its own words."""
_WORDS = frozenset(["true", "false", "null", "yes", "no", "on", "off", "y", "n"])


def unregistered(cited: Iterable[Cited], ledger: Entities[Entry]) -> tuple[Cited, ...]:
    """Return the sections whose ids the ledger does not know."""
    return tuple(each for each in cited if each.id not in ledger)


def register_line(cited: Cited, version: str) -> str:
    """Return the entry of a section that is new in a version, as a line of the file."""
    shown = {"kind": cited.kind or "part", "title": _sayable(cited.title) or cited.id, "introduced": version}
    facts = ", ".join(f"{key}: {_scalar(value)}" for key, value in shown.items())
    return f"{cited.id}: {{{facts}}}"


def _sayable(title: str) -> str:
    """Return a title as a text of the data can hold it: without signs that nobody sees."""
    kept = (
        letter if unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") else " " for letter in title
    )
    return " ".join("".join(kept).split())


def _scalar(text: str) -> str:
    """Return a text as YAML writes it, in quotes where it could be taken for something else."""
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS:
        return text
    if re.fullmatch(r"[0-9]+-[0-9]+", text):
        return text
    return json.dumps(text, ensure_ascii=False)


def register_with(text: str, new: Iterable[Cited], version: str, file: str, schema: str) -> str:
    """Return the text of the ledger with entries at its end; every old line stands as it was.

    An empty text begins a ledger; `schema` is the path of its schema from there. Raise `PlaybookError`, at `file`,
    where nothing can be appended to what is written, or an id cannot be written.
    """
    before = text or BEGINNING.format(schema=schema)
    ending = "\r\n" if "\r\n" in before else "\n"
    indent = _indent(before, file)
    cited = tuple(new)
    _refuse_unsound(cited)
    lines = [f"# {version}", *(register_line(each, version) for each in cited)]
    after = before + ("" if before.endswith("\n") else ending) + "".join(f"{indent}{each}{ending}" for each in lines)
    _refuse_misread(before, after, cited, file)
    return after


def _indent(text: str, file: str) -> str:
    """Return what stands before the first entry of a ledger."""
    document = read_text(text, file)
    known = document.mark.children.get("ledger")
    columns = [mark.key_column for mark in known.children.values()] if known else []
    return " " * (columns[0] - 1 if columns else 2)


def _refuse_unsound(cited: Iterable[Cited]) -> None:
    wrong = [each for each in cited if not CITED_PATTERN.fullmatch(each.id) or len(each.id) > CITED_LIMIT]
    hint = "use letters, digits and hyphens"
    told = [Problem(Place(f"docs ({each.page})"), ID, f"{quoted(each.id)} cannot be cited", hint) for each in wrong]
    if told:
        raise PlaybookError(Problems(told))


def _refuse_misread(before: str, after: str, cited: Iterable[Cited], file: str) -> None:
    """Raise `PlaybookError` where the new text does not say what the old one says, and the new entries."""
    new = read_text(after, file)
    was, now = _entries(read_text(before, file).values), _entries(new.values)
    if list(now) != [*was, *(each.id for each in cited)] or any(now[id] != was[id] for id in was):
        place = new.problems[0].place if new.problems else Place(file)
        hint = "end the file with the entries below `ledger:`, one a line, indented alike"
        raise PlaybookError(Problems([Problem(place, ID, "new entries cannot be written at the end", hint)]))


def _entries(values: Any) -> dict[str, Any]:
    held = values.get("ledger") if isinstance(values, dict) else None
    return dict(held) if isinstance(held, dict) else {}


def as_json(ledger: Entities[Entry]) -> str:
    """Return what a version keeps of the ledger: sorted keys, one line feed at the end, the same bytes every time."""
    form = FORMS[any(len(entry.replaced_by) > 1 for entry in ledger)]
    entries = {entry.id: dict(_facts(entry)) for entry in ledger}
    return json.dumps({"form": form, "ledger": entries}, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _facts(entry: Entry) -> Iterator[tuple[str, Any]]:
    """Iterate over what is kept of an entry; one id that replaces it is a text, and several are a list."""
    for key, value in entry.model_dump(mode="json", exclude={"id"}, exclude_none=True).items():
        if key != "replaced_by":
            yield key, value
        elif value:
            yield key, value if len(value) > 1 else value[0]


Kept = Mapping[str, Any]
"""What a published version keeps of an entry: texts, and under `replaced_by` one id or a list of them."""


def replaced_by(entry: Kept) -> tuple[str, ...]:
    """Return the ids to turn to in the place of one that has gone."""
    held = entry.get("replaced_by", ())
    return (held,) if isinstance(held, str) else tuple(map(str, held))


def published_register(public: Path, version: str) -> Mapping[str, Kept]:
    """Return the ledger that a published version keeps, by id; nothing where it keeps none that can be read."""
    try:
        ledger = read(record_forms.Ledger, read_bounded(public / "releases" / version / NAME)).ledger
    except (OSError, Unsound):
        return {}
    return {id: entry.model_dump(exclude_unset=True) for id, entry in ledger.items()}


def entry_of_gone(ledger: Mapping[str, Kept], id: str) -> Kept:
    """Return the entry that says what became of an id: its own, or that of the entity that held it; else nothing."""
    entries = (ledger.get(name, {}) for name in (id, owner_of(id)))
    return next((entry for entry in entries if entry.get("status", "active") != "active"), {})


def misfitting_entries(ids: Collection[str], ledger: Entities[Entry], hint: str) -> Iterator[Problem]:
    """Iterate over the entries that do not fit the ids of a built edition."""
    for entry in ledger:
        owner = ledger.get(owner_of(entry.id))
        with_owner = owner is not None and (owner.status != "active" or owner.id not in ids)
        if entry.status == "active" and entry.id not in ids and not with_owner:
            yield _at(entry, f"{quoted(entry.id)} is gone, and contracts may cite it", hint)
        elif entry.status != "active" and entry.id in ids:
            message = f"{quoted(entry.id)} went in {quoted(entry.removed_in)}, and here it is again"
            yield _at(entry, message, "give the new one an id of its own")


def _at(entry: Entry, message: str, hint: str) -> Problem:
    return Problem(entry.origin.key(), ID, message, hint, entity=entry.id)


def unregistered_problems(cited: Iterable[Cited], ledger: Entities[Entry], file: str) -> Iterator[Problem]:
    """Iterate over what to say of sections that the ledger of a version about to be published does not know."""
    if new := unregistered(cited, ledger):
        yield Problem(Place(file), ID, told_lacking([each.id for each in new]), ENTER)


def forgotten_entries(
    before: Mapping[str, Kept], ledger: Entities[Entry], version: str, file: str
) -> Iterator[Problem]:
    """Iterate over what a ledger has lost or rewritten of what it said in the version published before."""
    lost = [id for id in before if id not in ledger]
    for id in lost[:SHOWN]:
        message = f"the ledger lacks {quoted(id)}, which {quoted(version)} was published with"
        yield Problem(Place(file), ID, message, "put its line back: the ledger only grows", entity=id)
    if len(lost) > SHOWN:
        message = f"the ledger lacks {len(lost) - SHOWN} more ids that {quoted(version)} was published with"
        yield Problem(Place(file), ID, message, "put their lines back: the ledger only grows")
    for id, entry in ((id, ledger[id]) for id in before if id in ledger):
        told = before[id]
        for key in BORN:
            if key in told and getattr(entry, key) != told[key]:
                message = f"`{key}` of {quoted(id)} was {quoted(told[key])} when {quoted(version)} was published"
                yield Problem(entry.origin.at(key), ID, message, "write it as it was: nobody is born twice", entity=id)
        if told.get("status", "active") != "active" and entry.status == "active":
            message = f"{quoted(id)} had gone when {quoted(version)} was published"
            yield _at(entry, message, "write again what became of it; an id never comes back")
