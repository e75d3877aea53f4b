"""What the contract obliges to, and on which days, as tables that a spreadsheet program opens."""

from __future__ import annotations

from collections.abc import Iterator

from playbook.export.plain_tables import PlainTable
from playbook.model import Playbook
from playbook.views.contract import Owed, obligations
from playbook.views.due_days import KeyDateEntry, key_dates
from playbook.views.field_words import choice_in_words
from playbook.views.words import Words


def contract_tables(playbook: Playbook, words: Words) -> Iterator[PlainTable]:
    """Iterate over the tables of the contract: obligations, and key dates, each where there are any."""
    if owed := obligations(playbook, words=words):
        rows = tuple(tuple(_owed(item, words)) for item in owed)
        yield PlainTable("contract/obligations", words.say("Obligations"), _owed_heads(words), rows)
    if entries := key_dates(playbook, words):
        rows = tuple(tuple(_key(entry, words)) for entry in entries)
        yield PlainTable("contract/key-dates", words.say("Key dates"), _key_heads(words), rows)


def _owed_heads(words: Words) -> tuple[str, ...]:
    who = (words.say("Obligation"), words.say("What is owed"), words.say("Party"), words.say("Owner"))
    when = (words.say("When"), words.say("Day"), words.say("Looked at in"), words.say("What shows it"))
    where = (words.say("Recorded in"), words.say("Category"), words.say("In the contract"), words.say("Identifier"))
    return (*who, *when, *where)


def _owed(item: Owed, words: Words) -> Iterator[str]:
    obligation = item.obligation
    yield from (obligation.name, obligation.text, item.party.text, item.owner.text if item.owner else "")
    told = "" if obligation.due_day else obligation.due or ""
    yield "; ".join(filter(None, (item.rule, told)))
    yield item.day.isoformat() if item.day else ""
    yield item.forum.text if item.forum else ""
    yield obligation.evidence or ""
    yield item.document.text if item.document else ""
    yield obligation.category or ""
    yield words.listed(filter(None, (obligation.reference, *obligation.clauses)))
    yield obligation.id


def _key_heads(words: Words) -> tuple[str, ...]:
    what = (words.say("Key date"), words.say("Kind"), words.say("Day"), words.say("Last day of notice"))
    who = (words.say("Party"), words.say("Decided in"), words.say("Kept in view by"))
    return (*what, *who, words.say("In the contract"), words.say("What it is"), words.say("Identifier"))


def _key(entry: KeyDateEntry, words: Words) -> Iterator[str]:
    key = entry.key
    yield from (key.name, words.say(choice_in_words(key.kind)))
    yield "\n".join(each.day.isoformat() for each in entry.days)
    yield "\n".join(each.notice.isoformat() for each in entry.days if each.notice)
    yield from (link.text if link else "" for link in (entry.party, entry.forum, entry.owner))
    yield words.listed(key.clauses)
    yield key.summary or ""
    yield key.id
