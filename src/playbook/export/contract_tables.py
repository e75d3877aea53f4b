"""What the contract obliges to, on which days, and who may decide what, as tables that a spreadsheet program opens."""

from __future__ import annotations

from collections.abc import Iterator

from playbook.export.plain_tables import PlainTable
from playbook.model import Playbook
from playbook.views.authority import decisions
from playbook.views.contract import Owed, obligations
from playbook.views.due_days import KeyDateEntry, key_dates
from playbook.views.field_words import choice_in_words
from playbook.views.words import Words


def contract_tables(playbook: Playbook, words: Words) -> Iterator[PlainTable]:
    """Iterate over the tables of the contract: obligations, key dates, and decisions, each where there are any."""
    if owed := obligations(playbook, words=words):
        rows = tuple(tuple(_owed(item, words)) for item in owed)
        yield PlainTable("contract/obligations", words.say("Obligations"), _owed_heads(words), rows)
    if entries := key_dates(playbook, words):
        rows = tuple(tuple(_key(entry, words)) for entry in entries)
        yield PlainTable("contract/key-dates", words.say("Key dates"), _key_heads(words), rows)
    if limits := tuple(_decisions(playbook, words)):
        yield PlainTable("authority/decisions", words.say("Decisions"), _decision_heads(words), limits)


def _decision_heads(words: Words) -> tuple[str, ...]:
    what = (words.say("Decision"), words.say("Subject"), words.say("Over"), words.say("Up to"), words.say("Condition"))
    who = (words.say("Role"), words.say("Forum"), words.say("Party"), words.say("Must agree"), words.say("Is told"))
    return (*what, *who, words.say("Above that"), words.say("In the contract"), words.say("Identifier"))


def _decisions(playbook: Playbook, words: Words) -> Iterator[tuple[str, ...]]:
    """Iterate over a row for each limit of each decision."""
    for entry in (entry for group in decisions(playbook, words) for entry in group.entries):
        decision, above = entry.decision, entry.above.text if entry.above else ""
        for line in entry.lines:
            who = tuple(link.text if link else "" for link in (line.role, line.forum, line.party))
            others = (words.listed(link.text for link in those) for those in (line.agreed_by, line.told))
            what = (decision.name, decision.subject or "", line.over, line.up_to, line.limit.condition or "")
            yield (*what, *who, *others, above, words.listed(decision.clauses), decision.id)


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
