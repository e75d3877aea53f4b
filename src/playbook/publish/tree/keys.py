"""Whose keys may sign in a tree, as its log says, and what they have signed.

From the first event that adds a key, each event must be signed with a key that has been added and has not ended: so a
thief of a host can add nothing, and a thief of a key nothing after its end. Who trusts the log itself less than that
names signers of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from playbook.publish.tree import signing
from playbook.publish.tree.log import Event, Log
from playbook.publish.tree.version_status import Refused


@dataclass(frozen=True)
class Key:
    """A key of the log: its fingerprint, whose it is, and the events by which it was added and ended."""

    fingerprint: str
    party: str
    added: int
    ended: int | None = None
    ended_on: date | None = None
    reason: str = ""

    def holds(self, number: int) -> bool:
        """Tell whether it may sign an event with a number: also the one that adds it, and the one that ends it."""
        return self.added <= number and (self.ended is None or number <= self.ended)


def keys(log: Log) -> Mapping[str, Key]:
    """Return the keys of a log by their fingerprints; one that ended and was added again is a new one."""
    found: dict[str, Key] = {}
    for event in log.events:
        if event.event == "key-added":
            print_ = signing.fingerprint_of_line(event.facts["public_key"])
            found[print_] = Key(print_, event.facts["party"], event.number)
        elif event.event == "key-ended" and event.facts["fingerprint"] in found:
            known = found[event.facts["fingerprint"]]
            ended = replace(known, ended=event.number, ended_on=event.day, reason=event.facts["reason"])
            found[known.fingerprint] = ended if known.ended is None else known
    return found


def unfit(log: Log) -> Iterator[tuple[str, str]]:
    """Iterate over events of keys that cannot be: the file of each, and why."""
    active: set[str] = set()
    for event in log.events:
        if event.event == "key-added":
            found = signing.fingerprint_of_line(event.facts["public_key"])
            if not found:
                yield event.name, "this is no public key: give the file that ends in .pub"
            elif found in active:
                yield event.name, f"it adds {found}, which stands there already"
            active.add(found)
        elif event.event == "key-ended":
            if event.facts["fingerprint"] not in active:
                yield event.name, f"it ends {event.facts['fingerprint']}, which is no key of the log"
            active.discard(event.facts["fingerprint"])


def refuse_unfit(log: Log) -> None:
    """Raise `Refused` where the keys of a log cannot be as its events say, or do not allow the last event."""
    for _, why in unfit(log):
        raise Refused(why)
    last = log.events[-1]
    if not may_sign(log, last):
        raise Refused("the log has keys, so what is added to it is signed with one of them: see --sign")
    if last.event == "key-ended" and all(each.ended for each in keys(log).values()):
        raise Refused("it is the last key: add the one that takes its place first")


def may_sign(log: Log, event: Event) -> bool:
    """Tell whether the key that an event names may sign it, as the log says; any may where it has no keys yet."""
    known = [key for key in keys(log).values() if key.added <= event.number]
    return not known or any(key.fingerprint == event.key and key.holds(event.number) for key in known)
