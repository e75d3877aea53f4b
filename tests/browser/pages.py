"""The kinds of page the reference playbook has, one of each, and how they are looked at."""

from __future__ import annotations

KINDS = {
    "home": "",
    "role": "roles/contract-manager/",
    "role-index": "roles/",
    "parties": "parties/",
    "raci": "responsibilities/",
    "workstream": "responsibilities/transition/",
    "phase-index": "phases/",
    "phase": "phases/run/",
    "calendar": "cadence/",
    "forum": "cadence/operational-review/",
    "documents": "documents/",
    "escalation-index": "escalation/",
    "path": "escalation/delivery/",
    "onboarding-index": "onboarding/",
    "checklist": "onboarding/supplier-newcomer/",
    "glossary": "glossary/",
    "relationship": "relationship/",
    "communication": "relationship/communication/",
    "visits": "relationship/visits/",
    "health": "relationship/health/",
    "service-index": "services/",
    "service": "services/invoice-processing/",
    "service-levels": "service_levels/",
    "dependencies": "dependencies/",
    "risks": "risks/",
    "contract": "contract/",
    "obligations": "contract/obligations/",
    "change": "contract/change/",
    "exit": "contract/exit/",
    "about": "about/",
    "changes": "about/changes/",
    "register": "about/register/",
    "permanence": "about/permanence/",
    "checks": "about/checks/",
    "coverage": "about/coverage/",
    "authoring": "authoring/",
    "authoring-data": "authoring/data/",
    "authoring-macros": "authoring/macros/",
    "authoring-checks": "authoring/checks/",
    "authoring-publishing": "authoring/publishing/",
    "not-found": "404.html",
}
"""Addresses by kind of page."""

SCHEMES = ("light", "dark")
WIDE, HALF, NARROW = (1440, 900), (720, 450), (320, 640)
"""A laptop's window, the same at a zoom of 200 %, and a small phone."""
