"""What is not current in a cycle is nowhere, and what ends or begins within it is told with its day."""

from datetime import date

from macros import cadence, escalation, onboarding, relationship, responsibilities, roles, services
from macros import playbook as edition
from playbook.checks import checked
from playbook.export.ics import calendar_files
from playbook.export.matrix_cells import sheet
from playbook.views.responsibilities import raci_table
from playbook.views.words import ENGLISH
from tests.golden import loaded
from tests.views.context import context, shown, text

ENDED, LATER = {"until": "2025-12-31"}, {"since": "2027-01-01"}


def _role(**more):
    own = {"party": "client", "level": "operational", "purpose": "Looks on.", "duties": {}}
    return {"name": "Guest", **own, "counterparts": ["supplier-lead"], **more}


def _held(role, holder, first, last=None):
    return {"role": role, "holder": holder, "from": first, **({"to": last} if last else {})}


def _playbook(tmp_path, **subjects):
    return loaded(tmp_path, subjects).playbook.current


def _holding(tmp_path, **assignments):
    """Return the small playbook in which the assignments of the client's lead are others."""
    given = {id: _held("client-lead", *days) for id, days in assignments.items()}
    return _playbook(tmp_path, roles={"assignments": {"client-lead-now": "~", **given}})


WHERE = (
    (escalation.problem_finder, (), {}),
    (roles.role_directory, (), {}),
    (roles.assignment_list, (), {}),
    (roles.role_card, ("client-lead",), {}),
)
"""Where it is told who holds a role."""


def _told(playbook):
    return [text(shown(context(playbook), macro, *ids, **named)) for macro, ids, named in WHERE]


def test_who_left_before_the_cycle_is_named_nowhere(tmp_path):
    playbook = _holding(tmp_path, old=("Old team", "2020-01-01", "2024-12-31"), new=("New team", "2025-01-01"))
    for said in _told(playbook):
        assert "New team" in said
        assert "Old team" not in said


def test_where_nobody_followed_the_role_is_vacant_since_a_day(tmp_path):
    for said in _told(_holding(tmp_path, old=("Old team", "2020-01-01", "2024-12-31"))):
        assert "Vacant since 1 January 2025" in said
        assert "Old team" not in said


def test_who_comes_after_the_cycle_is_not_named_and_leaves_the_role_vacant(tmp_path):
    days = {"old": ("Old team", "2020-01-01", "2025-12-31"), "new": ("New team", "2027-01-01")}
    for said in _told(_holding(tmp_path, **days)):
        assert "Vacant since 1 January 2026" in said
        assert "team" not in said.replace("Leads the team", "")


def test_who_leaves_or_comes_within_the_cycle_is_told_with_the_day_and_never_first(tmp_path):
    days = {
        "leaving": ("Leaving team", "2020-01-01", "2026-03-31"),
        "coming": ("Coming team", "2026-07-01"),
        "staying": ("Staying team", "2021-01-01"),
    }
    for said in _told(_holding(tmp_path, **days)):
        assert said.index("Staying team") < said.index("Leaving team") < said.index("Coming team")
        assert "31 March 2026" in said
        assert "1 July 2026" in said


def test_a_role_that_falls_vacant_within_the_cycle_says_from_when(tmp_path):
    playbook = _holding(tmp_path, leaving=("Leaving team", "2020-01-01", "2026-03-31"))
    for said in _told(playbook):
        assert "Leaving team" in said
        assert "Vacant from 1 April 2026" in said
    mark = shown(context(playbook), escalation.problem_finder).select_one(".pb-answer__holder .pb-when")
    assert (mark["data-until"], mark["data-over"]) == ("2026-03-31", "(ended on 31 March 2026)")


OVER = {
    "roles": {
        "roles": {"guest": _role(**ENDED), "heir": _role(name="Heir", **LATER), "client-lead": {"deputy": "guest"}}
    },
    "responsibilities": {
        "activities": {
            "run-service": {"informed": ["guest", "heir"]},
            "old-work": {
                "name": "Do old work",
                "workstream": "service",
                "phase": "run",
                "accountable": "client-head",
                "responsible": "supplier-lead",
                **ENDED,
            },
        }
    },
    "cadence": {"forums": {"monthly": {"optional": ["guest"]}, "yearly": ENDED}},
    "escalation": {"paths": {"delivery": {"levels": {"first": {"client_owner": "guest"}}}}},
    "services": {"services": {"help": {"owner": "guest"}}},
    "glossary": {"terms": {"old-term": {"name": "Old term", "definition": "What was.", **ENDED}}},
    "onboarding": {"programmes": {"newcomer": {"covers": {"roles": ["guest"]}}}},
}
LISTS = (
    (responsibilities.raci, (), {}),
    (responsibilities.raci_counts, (), {}),
    (roles.role_directory, (), {}),
    (roles.relationship_map, (), {}),
    (roles.assignment_list, (), {}),
    (cadence.forum_list, (), {}),
    (cadence.forum_card, ("monthly",), {}),
    (cadence.calendar, (), {}),
    (escalation.problem_finder, (), {}),
    (escalation.escalation, ("delivery",), {}),
    (escalation.escalation_diagram, ("delivery",), {}),
    (onboarding.programme_list, (), {}),
    (edition.reader, (), {}),
)


def test_what_is_not_current_stands_in_no_list_matrix_drawing_or_file(tmp_path):
    playbook = _playbook(tmp_path, **OVER)
    for macro, ids, named in LISTS:
        said = text(shown(context(playbook), macro, *ids, **named))
        assert said
        assert [word for word in ("Guest", "Heir", "Do old work", "Yearly review", "Old term") if word in said] == []
    cells = sheet(raci_table(playbook), ENGLISH)
    assert [role.name for role in cells.roles if role.name in ("Guest", "Heir")] == []
    files = calendar_files(playbook, ENGLISH)
    assert [path for path in files if "guest" in path or "/yearly" in path] == []
    assert b"Yearly review" not in b"".join(files.values())


def test_what_has_to_be_named_is_marked_and_leads_nowhere(tmp_path):
    tour = {"name": "Tour", "direction": "client-to-supplier", "coordinator": "guest"}
    held = context(_playbook(tmp_path, **OVER, relationship={"visits": {"tour": tour}}))
    said = shown(held, relationship.visit_checklist, "tour")
    assert "Guest (until 31 December 2025)" in text(said)
    assert said.select('a[href*="guest"]') == []
    assert "Guest" not in text(shown(held, services.service_card, "help"))


def test_what_is_left_out_ends_with_what_it_belongs_to(tmp_path):
    party = {"parties": {"vendor": {"name": "Vendor", "kind": "subcontractor", "engaged_by": "supplier", **ENDED}}}
    roles = {"roles": {"guest": _role(party="vendor")}, "assignments": {"g": _held("guest", "Them", "2020-01-01")}}
    playbook = _playbook(tmp_path, parties=party, roles=roles)
    assert "vendor" not in playbook.parties.ids
    assert "guest" not in playbook.roles.ids
    assert "g" not in playbook.assignments.ids
    assert playbook.roles["guest"].name == "Guest"


def test_what_ends_within_the_cycle_is_marked_and_not_invited_after_its_day(tmp_path):
    guest = {"roles": {"guest": _role(until="2026-03-31")}}
    subjects = {
        "roles": guest,
        "responsibilities": {"activities": {"run-service": {"informed": ["guest"]}}},
        "cadence": {"forums": {"monthly": {"optional": ["guest"]}}},
    }
    playbook = _playbook(tmp_path, **subjects)
    for macro, *ids in ((responsibilities.raci,), (roles.role_directory,), (cadence.forum_card, "monthly")):
        assert "Guest (until 31 March 2026)" in text(shown(context(playbook), macro, *ids))
    assert _days(playbook, "guest") == ["6 Jan", "3 Feb", "3 Mar"]
    file = calendar_files(playbook, ENGLISH)["roles/guest.ics"].decode()
    assert "UNTIL=20260303" in file


def _days(playbook, role):
    """Return the days of the monthly review in the calendar of a role."""
    rows = [text(row) for row in shown(context(playbook), cadence.calendar, role=role).select("tr")]
    return [" ".join(row.split()[1:3]) for row in rows if row.startswith("Tue") and "Monthly review" in row]


def test_checks_count_nothing_that_is_not_current(tmp_path):
    found = {problem.id: problem for problem in checked(loaded(tmp_path, OVER), date(2026, 6, 1))}
    assert "rests-on-ended" in found
    assert not {"role-orphan", "role-no-ra", "role-unassigned", "term-undefined"} & found.keys()


def test_an_activity_whose_answer_has_ended_is_an_error(tmp_path):
    work = {"activities": {"run-service": {"accountable": "guest"}}}
    found = checked(loaded(tmp_path, {"roles": {"roles": {"guest": _role(**ENDED)}}, "responsibilities": work}))
    told = [(problem.id, problem.severity) for problem in found if problem.entity in ("guest", "run-service")]
    assert told == [("rests-on-ended", "error")]
