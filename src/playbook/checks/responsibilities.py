"""Questions about who is accountable, responsible, consulted and informed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from playbook.checks.base import Check, Context, Finding, about, refused, sides_of, with_sense
from playbook.checks.positions import is_internal
from playbook.model import Activity, Playbook, Workstream
from playbook.model.schemes import Borne, CodeSense
from playbook.problems import counted, quoted

MANY = 4
"""From how many of one workstream on what is found of activities has one cause, and is told at once."""


def raci_unknown_code(context: Context) -> Iterator[Finding]:
    """The letters of an activity are those of the scheme, because any other means nothing to a reader."""
    yield from refused(context, "raci-unknown-code")


def _lacks(playbook: Playbook, activity: Activity, sense: Borne) -> bool:
    """Tell whether an activity has no role with a letter of a sense that the scheme knows, and nothing says why."""
    told = activity.nobody(sense) or playbook.excepted(activity, sense).nobody or not playbook.scheme.coded(sense)
    return not told and not with_sense(playbook, activity, sense)


def _is_shared(playbook: Playbook, activity: Activity, sense: Borne) -> bool:
    """Tell whether something says why several roles have a letter of a sense."""
    return bool(activity.shared(sense)) or playbook.excepted(activity, sense).shared


def raci_no_accountable(context: Context) -> Iterator[Finding]:
    """Every activity has one role that answers for its result, or says why it has none."""
    for activity in context.playbook.activities:
        if _lacks(context.playbook, activity, "accountable"):
            hint = "name one role under `accountable`, or write `{nobody: true, because: …}`"
            finding = about(activity, f"nobody is accountable for {quoted(activity.name)}", hint)
            yield _alike(activity, finding, "have nobody who is accountable")


def _alike(activity: Activity, finding: Finding, told: str) -> Finding:
    """Return what was found of an activity, to be told with what is found of many of its workstream."""
    said = f"activities of the workstream {quoted(activity.workstream)} {told}"
    return finding.because(activity.workstream, said, activity.name, least=MANY)


def raci_multi_accountable(context: Context) -> Iterator[Finding]:
    """One role answers for an activity, because two who answer are nobody who answers."""
    codes = context.playbook.scheme.coded("accountable")
    for activity in context.playbook.activities:
        roles = activity.roles_with(*codes)
        if len(roles) > 1 and not _is_shared(context.playbook, activity, "accountable"):
            items = activity.written.items()
            second = next(key for key, item in items if item.role == roles[1] and item.code in codes)
            message = f"{len(roles)} roles are accountable for {quoted(activity.name)}: {', '.join(map(quoted, roles))}"
            hint = "keep one, or write `{shared: [role, role], because: …}`"
            finding = about(activity, message, hint, "written", second)
            yield _alike(activity, finding, "have several who are accountable")


def raci_no_responsible(context: Context) -> Iterator[Finding]:
    """Every activity has someone who does the work, or says why it has nobody."""
    for activity in context.playbook.activities:
        if _lacks(context.playbook, activity, "responsible"):
            hint = "name who does it under `responsible`, or `{nobody: true, because: …}`"
            finding = about(activity, f"nobody is responsible for {quoted(activity.name)}", hint)
            yield _alike(activity, finding, "have nobody who is responsible")


def raci_conflicting_codes(context: Context) -> Iterator[Finding]:
    """A role that answers for the work or does it cannot be asked about it by somebody else."""
    playbook = context.playbook
    for activity in playbook.activities:
        busy = set(with_sense(playbook, activity, "accountable", "responsible"))
        for key, item in activity.written.items():
            if item.role in busy and playbook.scheme.codes[item.code].sense == "consulted":
                message = f"{quoted(item.role)} is consulted on {quoted(activity.name)}, and answers for it or does it"
                hint = f"take {quoted(item.role)} out of the roles that are consulted"
                told = f"consult {quoted(item.role)}, which answers for them or does them"
                yield _alike(activity, about(activity, message, hint, "written", key), told)


def _too_many(context: Context, sense: CodeSense) -> Iterator[Finding]:
    for activity in context.playbook.activities:
        roles = with_sense(context.playbook, activity, sense)
        shared = sense == "responsible" and _is_shared(context.playbook, activity, sense)
        if len(roles) > context.threshold and not shared:
            those = counted(len(roles), "role is", "roles are")
            message = f"{those} {sense} in {quoted(activity.name)}, more than {context.threshold}"
            hint = "split the activity, or keep the roles it cannot do without"
            finding = about(activity, message, hint, *context.playbook.scheme.coded(sense)[:1])
            yield _alike(activity, finding, f"have more than {counted(context.threshold, 'role')} that are {sense}")


def raci_too_many_r(context: Context) -> Iterator[Finding]:
    """Work that many hands are responsible for is work that nobody finishes."""
    yield from _too_many(context, "responsible")


def raci_too_many_c(context: Context) -> Iterator[Finding]:
    """Each role that must be asked adds days to a decision."""
    yield from _too_many(context, "consulted")


def raci_too_many_i(context: Context) -> Iterator[Finding]:
    """People who are told everything read nothing."""
    yield from _too_many(context, "informed")


def raci_no_c_or_i(context: Context) -> Iterator[Finding]:
    """Where a workstream says whom its work concerns, an activity that concerns nobody else may have been forgotten."""
    playbook = context.playbook
    told = {each.workstream for each in playbook.activities if with_sense(playbook, each, "consulted", "informed")}
    for activity in playbook.activities:
        if activity.workstream in told and not with_sense(playbook, activity, "consulted", "informed"):
            message = f"nobody is consulted or informed about {quoted(activity.name)}"
            finding = about(activity, message, "name whom it concerns, or turn the question off")
            yield _alike(activity, finding, "have nobody who is consulted or informed")


def _roles_by_workstream(playbook: Playbook, *senses: CodeSense) -> Iterator[tuple[Workstream, set[str]]]:
    """Iterate over the workstreams that have activities, each with the roles that bear a code of the senses."""
    roles: defaultdict[str, set[str]] = defaultdict(set)
    for activity in playbook.activities:
        roles[activity.workstream].update(with_sense(playbook, activity, *senses))
    return ((workstream, roles[workstream.id]) for workstream in playbook.workstreams if workstream.id in roles)


def raci_client_not_retained(context: Context) -> Iterator[Finding]:
    """Work can be outsourced, responsibility cannot: the client answers for something of each service."""
    playbook = context.playbook
    if is_internal(playbook) or not playbook.scheme.coded("accountable"):
        return
    if any(activity.service for activity in playbook.activities):
        yield from _services_not_retained(playbook)
        return
    for workstream, roles in _roles_by_workstream(playbook, "accountable"):
        if roles and not _is_nobodys(playbook, workstream) and "client" not in sides_of(playbook, roles):
            message = f"no client role is accountable for anything in {quoted(workstream.name)}"
            finding = about(workstream, message, "keep at least one decision of each workstream with the client")
            told = "workstreams have nothing that a client role is accountable for"
            yield finding.because(playbook.client.id, told, workstream.name)


def _is_nobodys(playbook: Playbook, workstream: Workstream) -> bool:
    """Tell whether something says why nobody is accountable in a workstream."""
    said = workstream.accountable or playbook.scheme.accountable
    return said is not None and said.nobody


def _services_not_retained(playbook: Playbook) -> Iterator[Finding]:
    """Question the outsourced services that have no activity for which a client role is accountable."""
    roles: defaultdict[str, set[str]] = defaultdict(set)
    for activity in playbook.activities:
        if activity.service:
            roles[activity.service].update(with_sense(playbook, activity, "accountable"))
    nobodys = {each.service for each in playbook.activities if playbook.excepted(each, "accountable").nobody}
    for service in playbook.services:
        if service.id in nobodys:
            continue
        outsourced = service.supplier and playbook.side_of_party(service.supplier) == "supplier"
        if not outsourced or "client" in sides_of(playbook, roles.get(service.id, ())):
            continue
        message = f"no client role is accountable for any activity of the service {quoted(service.id)}"
        hint = "keep one with the client, such as accepting the results"
        told = "services have no activity that a client role is accountable for"
        if service.id not in roles:
            message = f"no activity belongs to the service {quoted(service.id)}, so the client answers for nothing"
            hint = f"write `service: {service.id}` at the activities that are done for it"
            told = "services have no activity, so the client answers for nothing of them"
        yield about(service, message, hint).because(playbook.client.id, told)


def raci_supplier_absent(context: Context) -> Iterator[Finding]:
    """A workstream in which only the client has a part is its own affair, unless the client alone delivers."""
    playbook = context.playbook
    senses: tuple[CodeSense, ...] = ("accountable", "responsible", "consulted", "informed", "other")
    for workstream, roles in _roles_by_workstream(playbook, *senses) if not is_internal(playbook) else ():
        if roles and sides_of(playbook, roles) == {"client"}:
            message = f"no supplier role has a part in {quoted(workstream.name)}"
            hint = "give the supplier its part, or move the workstream out of the playbook"
            told = "workstreams have no part for a supplier"
            yield about(workstream, message, hint).because(playbook.client.id, told, workstream.name)


def raci_split_across_parties(context: Context) -> Iterator[Finding]:
    """Where one side answers and only the other works, the playbook says how the work passes between them."""
    playbook = context.playbook
    for activity in playbook.activities:
        accountable = sides_of(playbook, with_sense(playbook, activity, "accountable"))
        responsible = sides_of(playbook, with_sense(playbook, activity, "responsible"))
        whole = any(playbook.roles[each.role].whole_party for each in activity.assigned)
        if accountable and responsible and not (accountable & responsible or activity.hand_over or whole):
            message = f"one side answers for {quoted(activity.name)} and only another works on it"
            finding = about(activity, message, "say under `hand_over` how the work passes from one to the other")
            yield _alike(activity, finding, "have one side that answers for them and only another that works on them")


def activity_duplicate(context: Context) -> Iterator[Finding]:
    """Two activities of one name in one workstream and phase are one activity, or need names that tell them apart."""
    known: dict[tuple[str | None, ...], str] = {}
    for activity in context.playbook.activities:
        where = (activity.workstream, activity.group, activity.phase)
        first = known.setdefault((activity.name.casefold(), *where), activity.id)
        if first != activity.id:
            yield about(
                activity,
                f"{quoted(activity.name)} is also the name of {quoted(first)} in the same workstream and phase",
                "merge the two, or name the difference",
                "name",
            )


_NOUN = re.compile(r"(?:an?|the|our|all|any|each|every|\w+(?:ing|ations?|ments?|ity|ities))\b", re.I)
_VERB = re.compile(r"(?:bring|(?:re-?)?implement|document|complement|supplement|augment|comment|segment)\b", re.I)


def activity_not_verb(context: Context) -> Iterator[Finding]:
    """An activity says what is done, so its name begins with a verb."""
    english = context.playbook.about.locale.startswith("en")
    for activity in context.playbook.activities:
        if english and _NOUN.match(activity.name) and not _VERB.match(activity.name):
            message = f"{quoted(activity.name)} does not begin with a verb"
            finding = about(activity, message, "write what is done, such as `Agree the transition plan`", "name")
            yield _alike(activity, finding, "do not begin with a verb")


CHECKS = (
    Check(raci_unknown_code, "error", kind="schema"),
    Check(raci_no_accountable, "warning"),
    Check(raci_multi_accountable, "warning"),
    Check(raci_no_responsible, "warning"),
    Check(raci_conflicting_codes, "warning"),
    Check(raci_too_many_r, "warning", threshold=4),
    Check(raci_too_many_c, "warning", threshold=5),
    Check(raci_too_many_i, "info", threshold=7, profile="contract"),
    Check(raci_no_c_or_i, "info", profile="contract"),
    Check(raci_client_not_retained, "warning"),
    Check(raci_supplier_absent, "warning"),
    Check(raci_split_across_parties, "warning", profile="contract"),
    Check(activity_duplicate, "warning"),
    Check(activity_not_verb, "info", profile="contract"),
)
