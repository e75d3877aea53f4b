"""What a change says, as a person would say it: a day as a day, a figure with its unit, an id by its name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any

from babel import Locale, UnknownLocaleError

from playbook.changes import Change
from playbook.changes.change import name_of
from playbook.changes.wording import marked_runs
from playbook.model import KINDS, Model, Playbook, ServiceLevel
from playbook.model.authority import Limit
from playbook.model.bands import Band
from playbook.model.contract import Consent
from playbook.model.days import WEEKDAYS
from playbook.model.hours import OpeningHours
from playbook.model.onboarding import THEMSELVES
from playbook.model.playbook import Approval, Keeper, ScopedChecks
from playbook.model.prose import source_of
from playbook.model.responsibilities import Assigned
from playbook.model.service_levels import LevelTerms, TargetWhen
from playbook.model.targets import BEST_EFFORT, INCIDENT
from playbook.model.values import Duration
from playbook.views.field_types import Shape, shape_of
from playbook.views.field_words import PARTS, choice_in_words
from playbook.views.hours import hours_in_words
from playbook.views.recurrence import days as days_of_rule
from playbook.views.sentences import Sentence, filled, joined, marked, value
from playbook.views.words import Words, phrase

_TEXTS = ("text", "prose")
"""The sorts of values that are words."""
SHORT = 4
"""The most words of a text that is told as a value, and not as words in which some differ."""
LONGEST = 300
"""The most letters that are told of a text which came or went as a whole."""
NAMED = 90
"""The most letters of what something is called."""
_MEASURED = {(ServiceLevel, "target"), (TargetWhen, "target"), (Band, "from_"), (Band, "to")}
"""The fields whose figures have the unit of their service level."""
_THEMSELVES = {"newcomer": phrase("the newcomer"), "mover": phrase("the mover"), "leaver": phrase("the leaver")}
_RULE = ("every", "on")
"""The fields of a recurrence that give its days together."""


def shape_of_change(change: Change) -> Shape:
    """Return the shape of one value of the field that changed: of a list, that of an item."""
    if change.field is None:
        return Shape("text")
    model, name = change.field
    shape = shape_of(model.model_fields[name])
    while shape.sort in ("list", "mapping") and shape.of is not None:
        shape = shape.of
    return shape


def is_list(change: Change) -> bool:
    """Tell whether the field that changed holds several values; the days of a rule are said together."""
    if change.field is None or change.field[1] in _RULE:
        return False
    return shape_of(change.field[0].model_fields[change.field[1]]).sort == "list"


def is_prose(change: Change) -> bool:
    """Tell whether the words of a text changed, of which those that differ are told inside of their sentence."""
    texts = [text for text in (change.before, change.after) if isinstance(text, str)]
    if len(texts) == 2 and str(texts[0]) == str(texts[1]):
        return True
    return shape_of_change(change).sort in _TEXTS and len(texts) == 2 and max(len(t.split()) for t in texts) > SHORT


class Speaker:
    """Says the values of changes from the edition `before` to the edition `after`."""

    def __init__(self, before: Playbook, after: Playbook, words: Words) -> None:
        """Speak of two editions."""
        self.before = before
        self.after = after
        self.words = words

    def texts(self, change: Change) -> Sentence:
        """Return the words of a text that went and came, inside of their sentence and in quotation marks."""
        before, after = str(change.before or ""), str(change.after or "")
        if before == after:  # the same words, with other marks or links
            before, after = source_of(change.before or ""), source_of(change.after or "")
        return self.quoted(marked(marked_runs(before, after)))

    def quoted(self, text: Sentence) -> Sentence:
        """Return something in quotation marks."""
        return filled(self.words, phrase("“%(text)s”"), text=text)

    def old(self, change: Change) -> Sentence:
        """Return what a change said before."""
        return self._value(change, change.before, self.before)

    def new(self, change: Change) -> Sentence:
        """Return what a change says now."""
        return self._value(change, change.after, self.after)

    def named(self, kind: str, id: str) -> Sentence:
        """Return what an entity is called, linked where this edition has it."""
        if kind == "role" and id in THEMSELVES:
            return filled(self.words, _THEMSELVES[id])
        return value(self.name(kind, id), *((kind, id) if id in self.after.of_kind(kind) else ()))

    def name(self, kind: str, id: str) -> str:
        """Return the name of an entity in this edition, else in the one before; its ledger may know it otherwise."""
        for playbook in (self.after, self.before):
            entity = playbook.of_kind(kind).get(id)
            if entity is not None:
                return short(name_of(entity))
        entry = self.after.ledger.get(f"{kind}-{id}")
        return entry.title if entry is not None else id

    def record(self, record: Model) -> str:
        """Return what a record inside of an entity is called."""
        if isinstance(record, (Consent, Approval, Keeper)):
            return self.name("role", record.role)
        if isinstance(record, Limit):
            return self.name("role", record.role) if record.role else self.name("forum", record.forum or "")
        if type(record).__name__ == "Quorum":
            return self.name("party", str(getattr(record, "party", "")))
        if isinstance(record, ScopedChecks):
            return record.part
        return short(name_of(record))

    def part(self, record: Model, key: str = "") -> Sentence:
        """Return a record inside of an entity with what it is: `the level “First”`; `key` names one without a name."""
        if isinstance(record, Assigned):
            letter = self.letter(record.code)
            role = self.named("role", record.role)
            return filled(self.words, phrase("%(role)s as %(letter)s"), role=role, letter=letter)
        kind = filled(self.words, PARTS[type(record).__name__])
        if type(record) is LevelTerms:
            return kind
        return filled(self.words, phrase("%(kind)s “%(name)s”"), kind=kind, name=value(self.record(record) or key))

    def letter(self, code: str) -> Sentence:
        """Return what a letter of the scheme says, in quotation marks."""
        codes = (playbook.scheme.codes.get(code) for playbook in (self.after, self.before))
        known = next((found.word for found in codes if found), code)
        return self.quoted(value(self.words.say(known)))

    def _value(self, change: Change, held: Any, playbook: Playbook) -> Sentence:
        if change.field is not None and change.field[1] in _RULE and change.path[-2:-1] == ("recurrence",):
            rule = getattr(playbook.of_kind(change.kind).get(change.id), "recurrence", None)
            return value(days_of_rule(rule, self.words)) if rule else ()
        if isinstance(held, tuple):
            return joined(self.words, (self._value(change, item, playbook) for item in held))
        if isinstance(held, Model):
            return self.quoted(value(self.record(held)))
        unit = None
        if change.field in _MEASURED:
            level = playbook.service_levels.get(change.id)
            unit = _own_unit(change) or (level.unit if level else None)
        if change.field is not None and change.field[0] is Limit:
            decision = playbook.decisions.get(change.id)
            unit = decision.unit if decision else None
        return self._said(held, shape_of_change(change), unit)

    def _said(self, held: Any, shape: Shape, unit: str | None) -> Sentence:
        words = self.words
        if shape.sort == "reference":
            return self._referred(str(held), shape.kind)
        if isinstance(held, bool):
            return filled(words, phrase("yes") if held else phrase("no"))
        if held == BEST_EFFORT:
            return filled(words, phrase("best effort"))
        if held == INCIDENT and shape.sort == "window":
            return filled(words, phrase("per incident"))
        if isinstance(held, (int, Decimal)):
            return value(words.measure(held, unit))
        if isinstance(held, date):
            return value(words.day(held))
        if isinstance(held, Duration):
            return value(words.before(held) if held.amount < 0 else words.length(held))
        if isinstance(held, OpeningHours):
            return value("; ".join(hours_in_words(held, words)))
        return self._worded(str(held), shape)

    def _worded(self, held: str, shape: Shape) -> Sentence:
        if held in WEEKDAYS:
            return value(self.words.weekday(WEEKDAYS.index(held)))
        if shape.sort == "choice":
            return value(self.words.say(choice_in_words(held)))
        if shape.sort == "zone":
            return value(self.words.city(held))
        if shape.sort == "language":
            with suppress(UnknownLocaleError, ValueError):
                locale = Locale.parse(held.replace("-", "_"))
                return value(str(locale.get_display_name(self.words.locale) or held))
        if shape.sort in (*_TEXTS, "target", "smaller step"):
            return self.quoted(value(short(held, LONGEST)))
        return value(held)

    def _referred(self, id: str, kind: str) -> Sentence:
        """Return what an id stands for."""
        base = "role" if kind == "owner" else kind
        if kind == "regime":
            regime = self.after.regimes.get(id) or self.before.regimes.get(id)
            return self.quoted(value(regime.name if regime else id))
        if base in KINDS:
            return self.named(base, id)
        names = {name for playbook in (self.after, self.before) for name in _names_within(playbook, kind, id)}
        return self.quoted(value(names.pop() if len(names) == 1 else id))


def _names_within(playbook: Playbook, kind: str, id: str) -> Iterator[str]:
    """Iterate over the names of the steps, or of the groups, that have an id in their programme or workstream."""
    of_steps = (programme.steps for programme in playbook.programmes)
    of_groups = (workstream.groups for workstream in playbook.workstreams)
    held: Iterator[Mapping[str, Any]] = of_steps if kind == "step" else of_groups
    return (found[id].name for found in held if id in found)


def _own_unit(change: Change) -> str | None:
    """Return the unit of the record that a figure stands in, where it has one of its own."""
    return next((unit for record in change.inside[-1:] if (unit := getattr(record, "unit", None))), None)


def short(text: str, longest: int = NAMED) -> str:
    """Return a text on one line, with `…` where it is longer than a name should be."""
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[:longest].rsplit(' ', 1)[0].rstrip(',.;:')}…"
