"""Questions about what the contract is for, and what it buys."""

from __future__ import annotations

from collections.abc import Iterator

from playbook.checks.base import Check, Context, Finding, about
from playbook.checks.positions import is_internal
from playbook.problems import quoted


def service_owner_other_side(context: Context) -> Iterator[Finding]:
    """Work can be outsourced, the answer for it cannot, so the owner of a service sits on the client's side."""
    playbook = context.playbook
    for service in playbook.services if not is_internal(playbook) else ():
        if service.owner and playbook.side_of(service.owner) != "client":
            message = f"{quoted(service.owner)} owns the service {quoted(service.id)} and is not on the client's side"
            finding = about(service, message, "name the client's role that answers for it", "owner")
            yield finding.because("playbook", "services are owned by a role that is not on the client's side")


def service_supplier_not_supplier(context: Context) -> Iterator[Finding]:
    """A service is what a party on the supplier's side runs, unless the client's own staff deliver."""
    playbook = context.playbook
    for service in playbook.services if not is_internal(playbook) else ():
        if service.supplier and playbook.side_of_party(service.supplier) != "supplier":
            message = f"{quoted(service.supplier)} runs the service {quoted(service.id)} and is no supplier of it"
            such = f", such as {quoted(playbook.about.suppliers[0])}" if playbook.about.suppliers else ""
            hint = f"name a party that supplies{such}, or take the service out"
            finding = about(service, message, hint, "supplier")
            yield finding.because(
                service.supplier, f"services are run by {quoted(service.supplier)}, which is no supplier"
            )


_BOUNDS = {"in_scope": "what belongs to it", "out_of_scope": "what does not belong to it"}


def service_part_unbounded(context: Context) -> Iterator[Finding]:
    """Where only a part of a process is outsourced, both sides can read where that part ends."""
    for service in context.playbook.services:
        missing = [key for key in _BOUNDS if not getattr(service, key)]
        if service.scope == "part" and missing:
            told = " and ".join(_BOUNDS[key] for key in missing)
            message = f"{quoted(service.id)} is a part of a process, and nothing says {told}"
            yield about(service, message, f"list it under {' and '.join(map(quoted, missing))}", "scope")


def objective_unserved(context: Context) -> Iterator[Finding]:
    """An objective that no service and no service level serves is a wish."""
    playbook = context.playbook
    served = {id for service in playbook.services for id in service.objectives}
    served.update(level.objective for level in playbook.service_levels if level.objective)
    for objective in playbook.objectives:
        if objective.id not in served:
            message = f"no service and no service level serves the objective {quoted(objective.id)}"
            finding = about(objective, message, "name it under the `objectives` of a service, or drop it")
            yield finding.because("playbook", "objectives are served by no service and no service level")


CHECKS = (
    Check(service_owner_other_side, "warning"),
    Check(service_supplier_not_supplier, "warning"),
    Check(service_part_unbounded, "warning"),
    Check(objective_unserved, "info", profile="contract"),
)
