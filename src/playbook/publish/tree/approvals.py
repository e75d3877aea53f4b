"""Who approved a version, as its record says, beside the keys that have signed that record for the same party.

An approval is data that whoever publishes has written; a signature is made by whoever has the key. Beside each
other they show how much of an approval anybody can prove.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from playbook.model import id_to_cite
from playbook.publish.tree.keys import keys
from playbook.publish.tree.log import Log
from playbook.publish.tree.record import Release

Signed = tuple[str, tuple[str, ...]]
"""A key by its fingerprint, and the parties or names for which it signs."""


@dataclass(frozen=True)
class Approved:
    """One approval: for which party, by which role, on which day, and the keys of that party that signed the record.

    `names` are what the version calls the party and the role.
    """

    party: str
    role: str
    on: str
    keys: tuple[str, ...]
    names: tuple[str, str]

    @property
    def day(self) -> date:
        """The day on which it was given."""
        return date.fromisoformat(self.on)


def signing_keys(log: Log, version: str) -> tuple[Signed, ...]:
    """Return the keys with which the record of a version was signed, as the log says, each with its party."""
    known = keys(log)
    events = [each for each in log.events if each.event in ("published", "signed") and each.version == version]
    found = dict.fromkeys(each.key for each in events if each.key)
    return tuple((key, (known[key].party,) if key in known else ()) for key in found)


def approvals_given(release: Release) -> tuple[tuple[str, str, str], ...]:
    """Return the approvals that a record holds: party, role and day of each; what is none is left out."""
    held = (
        (each.get(name) for name in ("party", "role", "date")) for each in release.approvals if hasattr(each, "get")
    )
    whole = (tuple(str(fact) for fact in facts if isinstance(fact, str)) for facts in held)
    return tuple((each[0], each[1], each[2]) for each in whole if len(each) == 3)


def approvals(release: Release, signatures: Iterable[Signed]) -> tuple[Approved, ...]:
    """Return the approvals of a version beside the signatures of its record."""
    made = tuple(signatures)
    return tuple(_approved(release, *each, made) for each in approvals_given(release))


def _approved(release: Release, party: str, role: str, on: str, made: tuple[Signed, ...]) -> Approved:
    known = (release.sections.get(id_to_cite(kind, id)) for kind, id in (("party", party), ("role", role)))
    named = [kept.title if kept else id for kept, id in zip(known, (party, role), strict=True)]
    own = tuple(key for key, parties in made if party in parties)
    return Approved(party, role, on, own, (named[0], named[1]))


def approval_lines(release: Release, signatures: Iterable[Signed]) -> Iterator[str]:
    """Iterate over a line for each approval of a version: who approved, and with which key it was signed for them."""
    for each in approvals(release, signatures):
        seal = f"signed with {', '.join(each.keys)}" if each.keys else f"no key of {each.party} has signed that"
        yield f"approved for {each.party} by {each.role} on {each.on}: {seal}"
