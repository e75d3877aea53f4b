"""A change in a sentence that can be quoted alone: what it is about, what stood there, what stands there now."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from playbook.changes import Change
from playbook.changes.comparison import LEVEL_TERMS
from playbook.model import Model, Playbook
from playbook.model.responsibilities import Assigned
from playbook.model.roles import Assignment, Duty, Role
from playbook.views.change_values import Speaker, is_list, is_prose
from playbook.views.field_words import EVERY, KINDS_IN_WORDS, SETTINGS, name_of_field
from playbook.views.sentences import Sentence, filled, joined, value, whole
from playbook.views.words import Words, pair, phrase


def sentence(change: Change, before: Playbook, after: Playbook, words: Words) -> Sentence:
    """Return a change from the edition `before` to the edition `after` as a sentence."""
    return whole(_Teller(change, Speaker(before, after, words)).told())


class _Teller:
    """Tells one change."""

    def __init__(self, change: Change, speaker: Speaker) -> None:
        self.change = change
        self.speaker = speaker
        self.words = speaker.words

    def told(self) -> Sentence:
        """Return the whole sentence."""
        change = self.change
        if change.kind == "heading":
            return self.of_prose()
        if change.what == "renamed":
            return self.fill(phrase("%(subject)s is cited under another id."), subject=self.whole())
        if change.what == "moved":
            return self.of_moved()
        if change.field in ((Assigned, "role"), (Assigned, "code")):
            return self.of_letter()
        if change.field is None or _is_record(change):
            coming = change.what == "added"
            told = phrase("%(subject)s is new.") if coming else phrase("%(subject)s fell away.")
            return self.reordered() if change.what == "reordered" else self.fill(told, subject=self.whole())
        return self.of_fact()

    def fill(self, told: str, **values: Sentence) -> Sentence:
        return filled(self.words, told, **values)

    # What it is about

    def subject(self) -> Sentence:
        """Return the record that a fact is one of, from the inside out."""
        parts = [self.speaker.part(record, self.key()) for record in reversed(self.inside())]
        whole = self.entity()
        if self.change.id == "ledger" and parts:
            return parts[0]
        if self.change.id == LEVEL_TERMS:
            return self.shared(parts[0])
        for part in reversed(parts):
            whole = self.fill(phrase("%(part)s of %(whole)s"), part=part, whole=whole)
        return whole

    def shared(self, part: Sentence) -> Sentence:
        """Return what service levels share, with those that it is told of."""
        levels = self.change.levels
        if not levels:
            return part
        more = len(levels) - NAMED
        names = [self.speaker.named("service-level", id) for id in levels[: NAMED if more > 1 else None]]
        if more > 1:
            names.append(value(self.words.count(more, *_MORE)))
        return self.fill(phrase("%(part)s (which holds for %(levels)s)"), part=part, levels=joined(self.words, names))

    def inside(self) -> list[Model]:
        """Return the records between the entity and the fact; a duty whose words changed is called by nothing else."""
        records = list(self.change.inside)
        if self.change.field == (Duty, "text") and records:
            records.pop()
        return records

    def whole(self) -> Sentence:
        """Return what came or went itself: the entity, or a record inside of it."""
        record = self.change.after if self.change.after is not None else self.change.before
        if not _is_record(self.change):
            return self.subject()
        part = self.speaker.part(record, self.key())
        if self.change.id == "ledger":
            return part
        return self.fill(phrase("%(part)s of %(whole)s"), part=part, whole=self.subject())

    def key(self) -> str:
        """Return the key of a record that has no other name, such as the setting of a check."""
        return "".join(self.change.path[1:2])

    def entity(self) -> Sentence:
        """Return what the change is about: its kind and its name."""
        change = self.change
        if change.kind == "playbook":
            key = "cycle" if change.path[:1] == ("cycle",) else change.id
            return self.fill(SETTINGS.get(key, key))
        kind = self.fill(KINDS_IN_WORDS[change.kind])
        return self.fill(phrase("%(kind)s “%(name)s”"), kind=kind, name=self.speaker.named(change.kind, change.id))

    def fact(self) -> Sentence:
        """Return the name of the field that changed."""
        model, name = self.change.field or (Role, "name")
        return self.fill(name_of_field(name, model.model_fields[name]))

    def parties(self) -> Mapping[str, Sentence]:
        """Return the parties between which something went, by their places in a phrase."""
        names = [self.speaker.named("party", party) for party in self.change.parties]
        return dict(zip(("first", "second"), names, strict=False))

    # Facts

    def of_fact(self) -> Sentence:
        """Return the sentence on a fact."""
        change = self.change
        if change.what == "reordered":
            return self.reordered()
        if change.field == (Role, "party"):
            moved = phrase("%(subject)s moved from %(first)s to %(second)s, with all that it bears.")
            return self.fill(moved, subject=self.subject(), **self.parties())
        if is_list(change):
            return self.of_item()
        if is_prose(change):
            return self.of_text()
        return self.of_value()

    def of_value(self) -> Sentence:
        """Return the sentence on a single value."""
        change, told = self.change, {"fact": self.fact(), "subject": self.subject()}
        if change.what == "added":
            return self.fill(phrase("The %(fact)s of %(subject)s is new: %(new)s."), **told, new=self.new())
        if change.what == "removed":
            return self.fill(phrase("The %(fact)s of %(subject)s fell away: it was %(old)s."), **told, old=self.old())
        values = {**told, "old": self.old(), "new": self.new()}
        if change.parties == (change.before, change.after):
            return self.fill(_PARTY, **values)
        return self.fill(_WENT.get(change.sort, _CHANGED), **values, **self.parties())

    def of_text(self) -> Sentence:
        """Return the sentence on a text, its words marked."""
        told = {"subject": self.subject(), "text": self.speaker.texts(self.change)}
        if self.change.field == (Duty, "text"):
            return self.fill(phrase("A duty of %(subject)s changed: %(text)s."), **told)
        return self.fill(phrase("The %(fact)s of %(subject)s changed: %(text)s."), fact=self.fact(), **told)

    def of_item(self) -> Sentence:
        """Return the sentence on one item of a list."""
        change, told = self.change, {"fact": self.fact(), "subject": self.subject()}
        if change.what == "added":
            return self.fill(phrase("New among the %(fact)s of %(subject)s: %(new)s."), **told, new=self.new())
        if change.what == "removed":
            return self.fill(phrase("No longer among the %(fact)s of %(subject)s: %(old)s."), **told, old=self.old())
        if is_prose(change):
            one = phrase("One of the %(fact)s of %(subject)s changed: %(text)s.")
            return self.fill(one, **told, text=self.speaker.texts(change))
        values = {**told, "old": self.old(), "new": self.new(), **self.parties()}
        return self.fill(_EXCHANGED_BETWEEN if change.parties else _EXCHANGED, **values)

    def reordered(self) -> Sentence:
        """Return the sentence on a list in another order."""
        told = phrase("The order of the %(fact)s of %(subject)s is now: %(new)s.")
        return self.fill(told, fact=self.fact(), subject=self.subject(), new=self.new())

    def old(self) -> Sentence:
        """Return what was said before."""
        return self.speaker.old(self.change)

    def new(self) -> Sentence:
        """Return what is said now."""
        return self.speaker.new(self.change)

    # Who bears it

    def of_letter(self) -> Sentence:
        """Return the sentence on a letter of a matrix."""
        change = self.change
        told = {"subject": self.entity(), "letter": self.speaker.letter(change.path[0])}
        if change.field == (Assigned, "code"):
            was = phrase("%(role)s was %(before)s and is %(letter)s now for %(subject)s.")
            role = self.speaker.named("role", change.path[1])
            return self.fill(was, **told, before=self.speaker.letter(str(change.before)), role=role)
        if change.what == "added":
            role = self.speaker.named("role", str(change.after))
            return self.fill(phrase("%(role)s is now %(letter)s for %(subject)s."), **told, role=role)
        if change.what == "removed":
            role = self.speaker.named("role", str(change.before))
            return self.fill(phrase("%(role)s is no longer %(letter)s for %(subject)s."), **told, role=role)
        values = {**told, "old": self.old(), "new": self.new(), **self.parties()}
        return self.fill(_LETTER_BETWEEN if change.parties else _LETTER, **values)

    def of_moved(self) -> Sentence:
        """Tell of what moved to another role, or with its role to another party."""
        change, parties = self.change, self.parties()
        if change.field == (Role, "duties"):
            duty = self.speaker.part(change.inside[-1])
            if change.before == change.after:
                return self.fill(_DUTY_WITH, duty=duty, role=self.entity(), **parties)
            values = {"duty": duty, "old": self.role(change.before), "new": self.role(change.after), **parties}
            return self.fill(_DUTY_BETWEEN if parties else _DUTY, **values)
        values = {"role": self.role(change.after), **parties}
        if change.field == (Assigned, "role"):
            letter = self.speaker.letter(change.path[0])
            return self.fill(_LETTER_WITH, subject=self.entity(), letter=letter, **values)
        if change.field == (Assignment, "role"):
            return self.fill(_HOLDER_WITH, subject=self.entity(), **values)
        told = _ONE_WITH if is_list(change) else _BURDEN_WITH
        return self.fill(told, fact=self.fact(), subject=self.subject(), **values)

    def role(self, id: str) -> Sentence:
        kind = self.fill(KINDS_IN_WORDS["role"])
        return self.fill(phrase("%(kind)s “%(name)s”"), kind=kind, name=self.speaker.named("role", id))

    # Prose

    def of_prose(self) -> Sentence:
        """Return the sentence on a section of a page."""
        change = self.change
        if change.what in _PROSE_WHOLE:
            return self.fill(_PROSE_WHOLE[change.what], section=self.section(), page=self.page(change.name))
        part = change.path[0]
        if part in ("address", "page"):
            pages = {"old": self.page(change.before), "new": self.page(change.after)}
            return self.fill(_PROSE[part], section=self.section(), **pages)
        texts = {"text": self.speaker.texts(change)} if part in ("text", "title") else {}
        where: Mapping[str, Callable[[], Sentence]] = {"front": lambda: self.page(change.name)}
        return self.fill(_PROSE[part], section=where.get(part, self.section)(), **texts)

    def section(self) -> Sentence:
        """Return the heading under which a text stands, with its page where that stands for many."""
        kind, _, _ = self.change.id.partition("--")
        every = self.fill(EVERY[kind]) if "--" in self.change.id and kind in EVERY else ()
        if every and not self.change.name:
            return self.fill(phrase("the page of %(every)s"), every=every)
        section = self.fill(phrase("the section “%(name)s”"), name=value(self.change.name, "heading", self.change.id))
        return (
            self.fill(phrase("%(section)s on the page of %(every)s"), section=section, every=every)
            if every
            else section
        )

    def page(self, title: object) -> Sentence:
        if not title:
            return self.section()
        return self.fill(phrase("the page “%(name)s”"), name=value(str(title)))


NAMED = 6
"""The most service levels that a sentence names."""
_MORE = pair("%(count)s more", "%(count)s more")


def _is_record(change: Change) -> bool:
    return isinstance(change.before, Model) or isinstance(change.after, Model)


_CHANGED = phrase("The %(fact)s of %(subject)s went from %(old)s to %(new)s.")
_WENT: Mapping[str, str] = {
    "level-loosened": phrase("The %(fact)s of %(subject)s went from %(old)s to %(new)s: loosened."),
    "level-tightened": phrase("The %(fact)s of %(subject)s went from %(old)s to %(new)s: tightened."),
    "burden-moved": phrase(
        "The %(fact)s of %(subject)s went from %(old)s to %(new)s: a burden moved from %(first)s to %(second)s."
    ),
}
_PARTY = phrase("The %(fact)s of %(subject)s went from %(old)s to %(new)s: a burden moved.")
_EXCHANGED = phrase("Among the %(fact)s of %(subject)s, %(new)s took the place of %(old)s.")
_EXCHANGED_BETWEEN = phrase(
    "Among the %(fact)s of %(subject)s, %(new)s took the place of %(old)s: a burden moved from %(first)s to %(second)s."
)
_LETTER = phrase("%(letter)s for %(subject)s went from %(old)s to %(new)s.")
_LETTER_BETWEEN = phrase(
    "%(letter)s for %(subject)s went from %(old)s to %(new)s: a burden moved from %(first)s to %(second)s."
)
_DUTY = phrase("%(duty)s moved from %(old)s to %(new)s.")
_DUTY_BETWEEN = phrase("%(duty)s moved from %(old)s to %(new)s: a burden moved from %(first)s to %(second)s.")
_DUTY_WITH = phrase("With %(role)s, %(duty)s moved from %(first)s to %(second)s.")
_LETTER_WITH = phrase("With %(role)s, its burden as %(letter)s for %(subject)s moved from %(first)s to %(second)s.")
_HOLDER_WITH = phrase("With %(role)s, %(subject)s moved from %(first)s to %(second)s.")
_BURDEN_WITH = phrase("With %(role)s, its burden as %(fact)s of %(subject)s moved from %(first)s to %(second)s.")
_ONE_WITH = phrase(
    "With %(role)s, its burden as one of the %(fact)s of %(subject)s moved from %(first)s to %(second)s."
)
_PROSE_WHOLE: Mapping[str, str] = {
    "added": phrase("%(section)s is new."),
    "removed": phrase("%(section)s fell away."),
    "renamed": phrase("%(section)s is cited under another id."),
    "reordered": phrase("The sections of %(page)s stand in another order."),
}
_PROSE: Mapping[str, str] = {
    "text": phrase("The text of %(section)s changed: %(text)s."),
    "title": phrase("The heading of %(section)s changed: %(text)s."),
    "links": phrase("A link in %(section)s leads elsewhere."),
    "shown": phrase("%(section)s shows other facts of the playbook."),
    "form": phrase("The text of %(section)s is set otherwise; its words are the same."),
    "front": phrase("The settings of %(section)s changed."),
    "address": phrase("%(new)s stands at another address."),
    "page": phrase("%(section)s moved from %(old)s to %(new)s."),
}
