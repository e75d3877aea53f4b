"""The vocabulary of the pages: one module a subject, every macro in `MACROS`."""

from __future__ import annotations

from typing import Any

from . import (
    authority,
    cadence,
    changes,
    contract,
    coverage,
    dependencies,
    documents,
    escalation,
    glossary,
    onboarding,
    parties,
    phases,
    playbook,
    reference,
    register,
    relationship,
    remedies,
    responsibilities,
    risks,
    roles,
    service_levels,
    services,
)

MACROS = (
    *playbook.MACROS,
    *parties.MACROS,
    *roles.MACROS,
    *phases.MACROS,
    *services.MACROS,
    *responsibilities.MACROS,
    *cadence.MACROS,
    *documents.MACROS,
    *escalation.MACROS,
    *service_levels.MACROS,
    *dependencies.MACROS,
    *risks.MACROS,
    *relationship.MACROS,
    *contract.MACROS,
    *authority.MACROS,
    *remedies.MACROS,
    *onboarding.MACROS,
    *glossary.MACROS,
    *coverage.MACROS,
    *changes.MACROS,
    *register.MACROS,
    *reference.MACROS,
)


def define_env(env: Any) -> None:
    """Register every macro with the macros plugin, each bound to the context of the page that calls it."""
    bind = env.conf.plugins["playbook"].bind
    for macro in MACROS:
        env.macro(bind(macro))
