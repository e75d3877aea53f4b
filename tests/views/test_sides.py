"""Which side a party stands on, wherever it is told: whoever engages it decides, and a department is no supplier."""

from collections.abc import Callable
from typing import Any

import pytest

from macros import (
    cadence,
    dependencies,
    escalation,
    parties,
    relationship,
    responsibilities,
    roles,
    service_levels,
    services,
)
from macros import playbook as edition
from playbook.checks import checked
from playbook.views.counterparts import plan_of
from playbook.views.relationship_map import relationship_map
from playbook.views.words import ENGLISH
from tests.golden import loaded
from tests.views.context import context, shown, text


def _role(party, *counterparts):
    counterparts = list(counterparts)
    own = {"party": party, "level": "operational", "purpose": "Speaks.", "duties": {}, "counterparts": counterparts}
    return {"name": f"Lead of the {party}", **own}


OTHERS = {
    "adviser": {"name": "The adviser", "kind": "third-party", "engaged_by": "client"},
    "lawyer": {"name": "The lawyer", "kind": "third-party", "engaged_by": "adviser"},
    "vendor": {"name": "The vendor", "kind": "third-party", "engaged_by": "supplier"},
    "regulator": {"name": "The regulator", "kind": "third-party"},
    "builder": {"name": "The builder", "kind": "subcontractor"},
}
CROWD = {
    "parties": {"parties": {"supplier": {"kind": "prime"}, **OTHERS}, "sourcing": {"kind": "prime"}},
    "roles": {
        "roles": {
            "client-lead": {"counterparts": ["supplier-lead", "adviser-lead"]},
            "supplier-lead": {"counterparts": ["client-lead", "vendor-lead"]},
            "adviser-lead": _role("adviser", "client-lead"),
            "vendor-lead": _role("vendor", "supplier-lead"),
            "regulator-lead": _role("regulator", "client-lead"),
        }
    },
    "responsibilities": {
        "activities": {
            "run-service": {"responsible": ["supplier-lead", "adviser-lead"], "informed": ["regulator-lead"]},
            "audit": {
                "name": "Audit the service",
                "workstream": "service",
                "phase": "run",
                "accountable": "adviser-lead",
                "responsible": "regulator-lead",
                "consulted": "vendor-lead",
            },
        }
    },
    "cadence": {"forums": {"monthly": {"attendees": ["client-lead", "supplier-lead", "adviser-lead"]}}},
}


@pytest.fixture
def crowd(tmp_path):
    return loaded(tmp_path, CROWD).or_raise()


def test_a_party_is_on_the_side_of_whoever_engages_it(crowd):
    sides = {id: crowd.side_of_party(id) for id in crowd.parties.ids}
    assert sides == {
        "client": "client",
        "supplier": "supplier",
        "adviser": "client",
        "lawyer": "client",
        "vendor": "supplier",
        "regulator": "third",
        "builder": "supplier",
    }


def test_parties_that_engage_each_other_in_a_ring_end_somewhere(tmp_path):
    ring = {"a": {**OTHERS["regulator"], "engaged_by": "b"}, "b": {**OTHERS["regulator"], "engaged_by": "a"}}
    playbook = loaded(tmp_path, {"parties": {"parties": ring}}).playbook
    assert {playbook.side_of_party(id) for id in ring} == {"third"}


def test_a_second_client_is_on_the_clients_side_and_every_supplier_on_the_other(tmp_path):
    more = {"sister": {"name": "Sister", "kind": "client"}, "second": {"name": "Second", "kind": "supplier"}}
    differences = {"playbook": {"suppliers": ["supplier", "second"]}, "parties": {"parties": more}}
    playbook = loaded(tmp_path, differences).or_raise()
    assert [playbook.side_of_party(id) for id in more] == ["client", "supplier"]


def test_no_check_takes_a_clients_adviser_for_one_of_the_primes(tmp_path):
    found = {(each.id, each.entity): each.severity for each in checked(loaded(tmp_path, CROWD))}
    assert {key: found[key] for key in found if key[0].startswith("prime-")} == {
        ("prime-subcontractor-unowned", "regulator"): "warning",
        ("prime-subcontractor-unowned", "builder"): "warning",
        ("prime-no-support-duty", "vendor"): "warning",
    }


def test_each_column_of_the_map_holds_one_side(crowd):
    columns = plan_of(crowd).columns
    assert (columns["adviser-lead"], columns["vendor-lead"], columns["regulator-lead"]) == (0, 2, 2)
    drawn = relationship_map(crowd, ENGLISH)
    kinds = {box.link.id: box.kind for box in drawn.boxes if box.link and box.link.kind == "role"}
    assert {id: kinds[id] for id in ("adviser-lead", "vendor-lead", "regulator-lead")} == {
        "adviser-lead": "client",
        "vendor-lead": "supplier",
        "regulator-lead": "third",
    }
    heads = [box.title for box in drawn.boxes if box.kind == "head"]
    assert heads[0].startswith("Client side, The client and The adviser")
    assert heads[2].startswith("Further parties, The vendor and The regulator")
    told = " ".join(drawn.facts)
    assert "Lead of the adviser are opposite numbers on one side" in told
    assert "Lead of the adviser has no opposite number" not in told


def test_matrix_directory_and_counts_name_each_side(crowd):
    at = context(crowd)
    bands = [text(head) for head in shown(at, responsibilities.raci).select(".pb-raci__bands [class*=pb-side]")]
    assert bands == [
        "Client side The client , The adviser",
        "Supplier side The supplier , The vendor",
        "Third parties The regulator",
    ]
    rows = shown(at, responsibilities.raci_counts).select(".pb-loads__side")
    assert [text(row) for row in rows] == ["Client side", "Supplier side", "Third parties"]
    card = text(shown(at, responsibilities.workstream_list))
    assert "Client side answers for" in card
    heads = [text(head) for head in shown(at, roles.role_directory).select("thead th")]
    assert heads[1].startswith("Supplier side · Third parties")
    chip = shown(at, parties.party_cards).select_one('[aria-label="The adviser"]')
    assert "pb-side--client" in chip["class"]


IN_HOUSE = {
    "parties": {
        "parties": {"supplier": {"name": "The IT department", "kind": "client"}},
        "sourcing": {"kind": "internal"},
    },
    "roles": {
        "roles": {f"supplier-{each}": {"name": f"IT {each}"} for each in ("head", "manager", "lead")},
        "assignments": {f"supplier-{each}-now": {"holder": "The IT team"} for each in ("head", "manager", "lead")},
    },
    "services": {"objectives": {"quick-help": {"benefits": "supplier"}}},
    "relationship": {"principles": {"open": {"name": "Openness", "statement": "Both sides are open."}}},
    "escalation": {"paths": {"delivery": {"levels": {"first": {"supplier_owner": "~"}}}}},
}
BLOCKS: tuple[tuple[Callable[..., Any], tuple[str, ...], dict[str, str]], ...] = (
    (responsibilities.raci, (), {}),
    (responsibilities.raci_counts, (), {}),
    (responsibilities.workstream_list, (), {}),
    (roles.role_directory, (), {}),
    (roles.relationship_map, (), {}),
    (cadence.calendar, (), {}),
    (dependencies.dependency_impact, (), {"party": "client"}),
    (escalation.escalation, ("delivery",), {}),
    (escalation.escalation_diagram, ("delivery",), {}),
    (relationship.charter, (), {}),
    (services.objective_list, (), {}),
    (service_levels.service_levels, (), {}),
    (edition.reader, (), {}),
    (edition.cycle_facts, (), {}),
)


def test_a_department_that_supplies_is_never_called_a_supplier(tmp_path):
    at = context(loaded(tmp_path, IN_HOUSE).playbook)
    told = [text(shown(at, macro, *ids, **named)) for macro, ids, named in BLOCKS]
    assert all(told)
    assert [said for said in told if "supplier" in said.lower()] == []
    assert sum("Provider side" in said for said in told) >= 8
