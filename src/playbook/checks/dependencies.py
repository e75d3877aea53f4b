"""Questions about what the parties need from each other."""

from __future__ import annotations

from collections.abc import Iterator

from playbook.checks.base import Check, Context, Finding, about, ring_told, rings
from playbook.checks.positions import is_internal
from playbook.model import Dependency, Playbook
from playbook.problems import quoted

MANY = 4
"""From how many dependencies on what is found of them has one cause, and is told at once."""
_THIRD = ("third-party", "subcontractor")


def dependency_cycle(context: Context) -> Iterator[Finding]:
    """Dependencies that fail one after the other begin somewhere, or nobody can say where to start mending."""
    dependencies = context.playbook.dependencies
    for ring in rings({each.id: each.blocks.dependencies for each in dependencies}):
        message = ring_told(ring, "blocks itself", "dependencies block each other in a ring")
        yield about(
            dependencies[ring[0]],
            message,
            "take out of `blocks` what can do without the other",
            "blocks",
            "dependencies",
        )


def dependency_no_owner(context: Context) -> Iterator[Finding]:
    """What is needed comes when somebody sees that it does."""
    for dependency in context.playbook.dependencies:
        if not dependency.owner:
            message = f"the dependency {quoted(dependency.id)} has no owner"
            finding = about(dependency, message, "name the role that sees that it is there under `owner`")
            yield finding.because("playbook", "dependencies have no owner", least=MANY)


def dependency_owner_elsewhere(context: Context) -> Iterator[Finding]:
    """The owner works for the party that provides or for the one that needs, since nobody else can bring it about."""
    playbook = context.playbook
    for each in playbook.dependencies:
        if each.owner and playbook.roles[each.owner].party not in (each.provider, each.consumer):
            message = f"{quoted(each.owner)} owns {quoted(each.id)} and neither provides it nor needs it"
            hint = f"name a role of {quoted(each.provider)} or of {quoted(each.consumer)}"
            yield about(each, message, hint, "owner")


def _third_parties(playbook: Playbook, dependency: Dependency) -> Iterator[tuple[str, str]]:
    """Iterate over the third parties that a dependency hangs on: the key that names each, and its id."""
    if playbook.parties[dependency.provider].kind in _THIRD:
        yield "provider", dependency.provider
    if dependency.third_party and dependency.third_party != dependency.provider:
        yield "third_party", dependency.third_party


def dependency_third_party_unmapped(context: Context) -> Iterator[Finding]:
    """A third party has a role to call and a party that engages it, or its failure is nobody's to mend."""
    playbook = context.playbook
    speaking = {role.party for role in playbook.roles}
    for dependency in playbook.dependencies:
        for key, id in _third_parties(playbook, dependency):
            if id not in speaking:
                message = f"{quoted(dependency.id)} hangs on {quoted(id)}, to which no role belongs"
                finding = about(dependency, message, f"add the role that speaks for {quoted(id)}", key)
                yield finding.because(id, f"dependencies hang on {quoted(id)}, to which no role belongs")
            elif playbook.parties[id].kind in _THIRD and not playbook.parties[id].engaged_by:
                message = f"{quoted(dependency.id)} hangs on {quoted(id)}, which nobody engages"
                hint = f"name the party whose contract brings {quoted(id)} in under its `engaged_by`"
                finding = about(dependency, message, hint, key)
                yield finding.because(id, f"dependencies hang on {quoted(id)}, which nobody engages")


def dependency_third_party_kind(context: Context) -> Iterator[Finding]:
    """What stands behind the provider is a third party; the parties to the contract provide or need."""
    for each in context.playbook.dependencies:
        party = context.playbook.parties.get(each.third_party)
        if party and (party.kind not in _THIRD or party.id == each.provider):
            wrong = "provides it itself" if party.id == each.provider else f"is a party of the kind `{party.kind}`"
            message = f"{quoted(party.id)} stands behind the provider of {quoted(each.id)}, and {wrong}"
            yield about(each, message, "name a party of the kind `third-party`, or take it out", "third_party")


def dependency_on_oneself(context: Context) -> Iterator[Finding]:
    """What a party needs from itself is its own affair, and no playbook between two parties settles it."""
    for each in context.playbook.dependencies:
        if each.provider == each.consumer and not is_internal(context.playbook):
            message = f"{quoted(each.provider)} both provides and needs {quoted(each.id)}"
            yield about(each, message, "name the party that needs it under `consumer`, or take it out", "consumer")


def dependency_no_client_input(context: Context) -> Iterator[Finding]:
    """A supplier always depends on its client, for access, data, decisions or knowledge, and the playbook says so."""
    dependencies, client = context.playbook.dependencies, context.playbook.client.id
    asked = len(dependencies) and not is_internal(context.playbook)
    if asked and not any(dependency.provider == client for dependency in dependencies):
        message = f"no dependency is provided by {quoted(client)}, so nothing says what is needed from it"
        hint = f"add one with `provider: {client}`, such as access, data, decisions or forecasts"
        yield about(context.playbook.about, message, hint, "client")


def _stopped(playbook: Playbook, dependency: Dependency) -> Iterator[str]:
    """Iterate over the services that stand still at once, those of its activities included."""
    yield from dependency.blocks.services
    for id in dependency.blocks.activities:
        if service := playbook.activities[id].service:
            yield service


def dependency_no_fallback(context: Context) -> Iterator[Finding]:
    """What can stop a critical service has a fallback that was thought of before the day it is needed."""
    services = context.playbook.services
    for each in context.playbook.dependencies:
        stopped = dict.fromkeys(_stopped(context.playbook, each))
        critical = [id for id in stopped if services[id].criticality == "critical"]
        if critical and not each.fallback:
            message = f"{quoted(each.id)} can stop {quoted(critical[0])}, which is critical, and has no fallback"
            yield about(
                each,
                message,
                "write under `fallback` what is done meanwhile, such as `work from the last good figures`",
            )


def dependency_no_lead_time(context: Context) -> Iterator[Finding]:
    """Who needs something knows how far ahead to ask for it, or asks too late and blames the other."""
    for dependency in context.playbook.dependencies:
        if not dependency.lead_time:
            message = f"nothing says how far ahead {quoted(dependency.id)} is asked for"
            finding = about(dependency, message, "write `lead_time: 10 business days`, or what holds")
            yield finding.because("playbook", "dependencies do not say how far ahead they are asked for", least=MANY)


def dependency_blocks_nothing(context: Context) -> Iterator[Finding]:
    """What stands still without a dependency is known, or nobody hurries to provide it."""
    for each in context.playbook.dependencies:
        blocks = each.blocks
        if not (blocks.services or blocks.activities or blocks.dependencies):
            message = f"nothing says what stands still without {quoted(each.id)}"
            finding = about(each, message, "name `services`, `activities` or `dependencies` under `blocks`")
            yield finding.because("playbook", "dependencies do not say what stands still without them", least=MANY)


CHECKS = (
    Check(dependency_cycle, "warning", of_parts=True),
    Check(dependency_no_owner, "warning"),
    Check(dependency_owner_elsewhere, "warning"),
    Check(dependency_third_party_unmapped, "warning"),
    Check(dependency_third_party_kind, "warning"),
    Check(dependency_on_oneself, "warning"),
    Check(dependency_no_client_input, "warning", profile="contract"),
    Check(dependency_no_fallback, "warning", profile="contract"),
    Check(dependency_no_lead_time, "warning", profile="contract"),
    Check(dependency_blocks_nothing, "info", profile="contract"),
)
