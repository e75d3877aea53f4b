"""The matrix, one role's part in it, and the load."""

import pytest

from macros import responsibilities as macros
from playbook.checks import CHECKS
from playbook.pages.sandbox import Misused
from playbook.views.activities import codes_for
from playbook.views.responsibilities import raci_table
from playbook.views.role_activities import role_parts
from playbook.views.workload import raci_loads
from playbook.views.workstreams import workstream_cards
from tests.golden import loaded
from tests.views.context import context, shown, text

VENDOR = {"name": "The vendor", "kind": "third-party", "engaged_by": "supplier"}
VENDOR_LEAD = {"name": "Vendor lead", "party": "vendor", "level": "operational", "purpose": "Hosts.", "duties": {}}
OTHER_PHASE = {"name": "Leave", "order": "2", "entry": ["Notice"], "exit": ["Nothing left"]}


def _playbook(tmp_path, activities=None, **differences):
    if activities:
        differences["responsibilities"] = {**differences.get("responsibilities", {}), "activities": activities}
    return loaded(tmp_path, differences).or_raise()


def _with_vendor(tmp_path, **activities):
    return _playbook(
        tmp_path, activities, parties={"parties": {"vendor": VENDOR}}, roles={"roles": {"vendor-lead": VENDOR_LEAD}}
    )


def _letters(table):
    """Return what each row gives each column: role → letters, by activity."""
    return {
        row.activity.id: {
            column.role.id: "".join(letter.code.letter for letter in cell)
            for column, cell in zip(table.columns, row.cells, strict=True)
            if cell
        }
        for group in table.groups
        for row in group.rows
    }


def test_columns_go_from_the_client_to_the_supplier_and_down_the_levels(tmp_path):
    table = raci_table(_with_vendor(tmp_path, **{"run-service": {"informed": ["vendor-lead", "supplier-head"]}}))
    assert [column.role.id for column in table.columns] == [
        "client-head",
        "client-manager",
        "client-lead",
        "supplier-head",
        "supplier-manager",
        "supplier-lead",
        "vendor-lead",
    ]


def test_bands_span_the_columns_of_a_side_and_name_its_parties_once(tmp_path):
    table = raci_table(_with_vendor(tmp_path, **{"run-service": {"informed": "vendor-lead"}}))
    assert [(band.side, band.width, [party.id for party in band.parties]) for band in table.bands] == [
        ("client", 3, ["client"]),
        ("supplier", 4, ["supplier", "vendor"]),
    ]


def test_a_role_may_bear_two_letters_in_one_cell(tmp_path):
    playbook = _playbook(tmp_path, {"agree-plan": {"responsible": ["client-head", "supplier-head"]}})
    assert _letters(raci_table(playbook))["agree-plan"] == {
        "client-head": "RA",
        "supplier-head": "R",
        "client-lead": "I",
    }


def test_codes_keep_their_letters_their_rows_and_their_roles(tmp_path):
    table = raci_table(_playbook(tmp_path), codes="c")
    assert _letters(table) == {"run-service": {"client-manager": "C"}}
    assert [(code.letter, number) for code, number in table.columns[0].counts] == [("C", 1)]
    assert [code.letter for code in table.codes] == ["C"]


def test_a_party_keeps_the_activities_it_has_a_part_in(tmp_path):
    playbook = _with_vendor(tmp_path, **{"run-service": {"informed": "vendor-lead"}})
    assert _letters(raci_table(playbook, party="vendor")) == {"run-service": {"vendor-lead": "I"}}


def test_activities_are_grouped_in_the_order_of_the_workstreams(tmp_path):
    workstreams = {"before": {"name": "Before"}, "empty": {"name": "Empty"}}
    playbook = _playbook(
        tmp_path,
        {"run-service": {"workstream": "before"}},
        responsibilities={"workstreams": workstreams},
    )
    groups = raci_table(playbook).groups
    assert [(group.workstream.id, [row.activity.id for row in group.rows]) for group in groups] == [
        ("service", ["agree-plan"]),
        ("before", ["run-service"]),
    ]


def test_counts_under_a_column_are_of_the_rows_above_it(tmp_path):
    playbook = _playbook(tmp_path, {"run-service": {"phase": "leave"}}, phases={"phases": {"leave": OTHER_PHASE}})
    [client_manager] = [column for column in raci_table(playbook, phase="run").columns if "manager" in column.role.id]
    assert [number for _, number in client_manager.counts] == [1, 0, 0, 0]


def test_phases_are_mixed_only_where_activities_differ_in_them(tmp_path):
    playbook = _playbook(tmp_path, {"run-service": {"phase": "leave"}}, phases={"phases": {"leave": OTHER_PHASE}})
    assert raci_table(playbook).mixed
    assert not raci_table(playbook, phase="leave").mixed


def test_notes_name_the_role_they_are_about(tmp_path):
    playbook = _playbook(
        tmp_path,
        {"run-service": {"responsible": ["supplier-lead", {"role": "client-lead", "note": "only on Fridays"}]}},
    )
    [remark] = raci_table(playbook).remarks
    assert [(note.role.id, note.code.id, note.text) for note in remark.notes] == [
        ("client-lead", "responsible", "only on Fridays")
    ]
    page = shown(context(playbook), macros.raci, "service")
    assert text(page.select_one("details dd")) == "Client lead (Responsible): only on Fridays ↑"
    letter = page.select_one("td a")
    assert (text(letter), letter["data-code"]) == ("R * Responsible: only on Fridays", "responsible")
    note = page.select_one("details dd")
    assert (letter["href"], note.a["href"]) == (f"#{note['id']}", f"#{letter['id']}")


def test_deliverables_and_hand_overs_are_told_below_every_matrix(tmp_path):
    playbook = _playbook(tmp_path, {"agree-plan": {"deliverable": "A plan"}, "run-service": {"hand_over": "By mail"}})
    for workstream in ("service", None):
        page = shown(context(playbook), macros.raci, workstream)
        assert [text(said) for said in page.select("details dd")] == ["Deliverable: A plan", "Hand-over: By mail"]


def test_letters_may_be_parted_by_commas_and_be_longer_than_one(tmp_path):
    code = {"letter": "Ac", "word": "Accepts", "meaning": "Accepts it.", "sense": "accountable"}
    does = {"letter": "D", "word": "Does", "meaning": "Does it.", "sense": "responsible"}
    own = {"name": "Own", "codes": {"accepts": code, "answers": {**code, "letter": "A"}, "does": does}}
    activity = {"workstream": "service", "phase": "run", "name": "Do it", "accepts": "client-head"}
    scheme = {"scheme": own, "activities": {"agree-plan": "~", "run-service": "~", "do-it": activity}}
    playbook = _playbook(tmp_path, responsibilities=scheme)
    assert [code.id for code in codes_for(playbook, "ac")] == ["accepts"]
    assert [code.id for code in codes_for(playbook, "A, Ac")] == ["accepts", "answers"]
    with pytest.raises(ValueError, match="X"):
        codes_for(playbook, "AX")


def test_a_role_reads_its_activities_by_workstream(tmp_path):
    playbook = _playbook(
        tmp_path,
        {"run-service": {"workstream": "before"}},
        responsibilities={"workstreams": {"before": {"name": "Before"}}},
    )
    parts = role_parts(playbook, "client-manager")
    assert [(group.workstream.id, [part.link.id for part in group.parts]) for group in parts] == [
        ("service", ["agree-plan"]),
        ("before", ["run-service"]),
    ]
    assert [group.workstream.id for group in role_parts(playbook, "client-manager", "C")] == ["before"]
    assert role_parts(playbook, "client-manager", "C", workstream="service") == ()


def test_a_role_without_the_letters_asked_for_is_told_so(tmp_path):
    page = shown(context(_playbook(tmp_path)), macros.raci, role="client-head", codes="CI")
    assert text(page) == "No activity asks this of the role: consulted and informed."


def test_loads_show_roles_without_any_letter(tmp_path):
    loads = {load.role.id: load for load in raci_loads(_with_vendor(tmp_path))}
    assert loads["vendor-lead"].total == 0
    page = shown(context(_with_vendor(tmp_path / "again")), macros.raci_counts)
    [row] = [row for row in page.select("tbody tr") if "Vendor lead" in text(row)]
    assert "no part in any activity" in text(row)


def test_stretches_of_a_load_lie_end_to_end(tmp_path):
    [load] = [load for load in raci_loads(_playbook(tmp_path)) if load.role.id == "client-lead"]
    assert [number for _, number in load.counts] == [1, 0, 0, 1]
    assert (load.starts, load.total) == ((0, 1, 1, 1), 2)


def test_a_workstream_says_which_side_answers_for_how_much(tmp_path):
    shared = {"shared": ["client-head", "supplier-head"], "because": "Both sign."}
    playbook = _playbook(
        tmp_path,
        {
            "sign": {"name": "Sign", "workstream": "service", "phase": "leave", "accountable": shared},
            "chat": {
                "name": "Chat",
                "workstream": "service",
                "phase": "run",
                "accountable": {"nobody": "true", "because": "It is only talk."},
            },
        },
        phases={"phases": {"leave": {**OTHER_PHASE, "order": "0"}}},
    )
    [card] = workstream_cards(playbook)
    assert (card.activities, card.answered, card.by_several) == (4, (("client", 1), ("supplier", 1)), 1)
    assert [phase.id for phase in card.phases] == ["leave", "run"]


def test_a_row_says_why_accountability_is_shared_or_absent(tmp_path):
    playbook = _playbook(tmp_path, {"agree-plan": {"accountable": {"nobody": "true", "because": "It agrees itself."}}})
    page = shown(context(playbook), macros.raci)
    assert "Nobody is accountable: It agrees itself." in text(page.select_one("tbody th[scope=row]"))


def test_each_row_has_its_id_once_a_page_and_leads_to_its_home(tmp_path):
    playbook = _playbook(tmp_path)
    at_home = shown(context(playbook, "workstream/service/"), macros.raci, "service")
    assert [row["id"] for row in at_home.select("tr[id]")] == ["activity-agree-plan", "activity-run-service"]
    here = context(playbook)
    elsewhere, again = shown(here, macros.raci), shown(here, macros.raci)
    assert [row["id"] for row in elsewhere.select("tr[id]")] == ["activity-agree-plan", "activity-run-service"]
    assert again.select("tr[id]") == []
    assert elsewhere.select_one("tbody th a")["href"] == "../workstream/service/#activity-agree-plan"


def test_tables_of_one_page_have_names_of_their_own(tmp_path):
    noted = {"run-service": {"responsible": [{"role": "supplier-lead", "note": "only on Fridays"}]}}
    here = context(_playbook(tmp_path, noted))
    tables = [shown(here, macros.raci), shown(here, macros.raci, "service"), shown(here, macros.raci, phase="run")]
    assert [table.select_one(".pb-matrix")["data-key"] for table in tables] == ["raci", "raci2", "raci3"]
    ids = [element["id"] for table in tables for element in table.select("[id]")]
    assert len(ids) == len(set(ids))


def test_cells_and_columns_bear_the_ids_of_their_roles(tmp_path):
    page = shown(context(_playbook(tmp_path)), macros.raci)
    heads = [head["data-roles"] for head in page.select("th.pb-raci__role")]
    assert heads[0] == "client-head"
    for row in page.select("tbody tr[data-activity]"):
        assert [cell["data-role"] for cell in row.select("td")] == heads


def test_what_can_be_chosen_is_what_the_table_holds(tmp_path):
    playbook = _playbook(tmp_path, {"run-service": {"phase": "leave"}}, phases={"phases": {"leave": OTHER_PHASE}})
    form = shown(context(playbook), macros.raci).form
    chosen = {select["name"]: [option["value"] for option in select.select("option")] for select in form("select")}
    assert chosen["party"] == ["", "client", "supplier"]
    assert chosen["code"] == ["", "responsible", "accountable", "consulted", "informed"]
    assert chosen["phase"] == ["", "run", "leave"]
    assert chosen["role"][:2] == ["", "client-head"]
    assert form.has_attr("hidden")
    [one] = [
        select["name"] for select in shown(context(playbook), macros.raci, phase="run", codes="A").form("select")
    ] or [""]
    assert one == ""


def test_a_table_leads_to_its_spreadsheets_and_a_part_to_those_of_all(tmp_path):
    def files(*arguments, **named):
        here = context(_playbook(tmp_path / str(len(list(tmp_path.iterdir())))))
        return [link["href"] for link in shown(here, macros.raci, *arguments, **named).select(".pb-matrix__files a")]

    whole = ["../responsibilities/all.csv", "../responsibilities/all.xlsx"]
    assert files() == files(phase="run") == files("service", codes="A") == whole
    assert files("service") == ["../responsibilities/service.csv", "../responsibilities/service.xlsx"]


def test_a_table_says_which_of_its_spreadsheets_is_for_excel(tmp_path):
    here = context(_playbook(tmp_path))
    for named in ({}, {"phase": "run"}):
        [line] = shown(here, macros.raci, **named).select(".pb-matrix__files")
        assert "CSV, XLSX XLSX is for Excel, which shows a CSV in one column where" in " ".join(line.text.split())


def test_the_sum_of_a_role_says_overload_with_a_sign_and_a_word(tmp_path):
    answers = {"run-service": {"accountable": "client-head", "consulted": "~"}}
    playbook = _playbook(tmp_path, answers, playbook={"checks": {"role-overloaded": {"threshold": "1"}}})
    page = shown(context(playbook, checks=CHECKS), macros.raci)
    assert "▲ overloaded" in text(page.select_one("tfoot td[data-role=client-head]"))
    assert "Overload: Client head is accountable for 2 activities in the whole playbook, more than 1" in text(page)
    counts = shown(context(playbook, checks=CHECKS), macros.raci_counts)
    assert "▲ overloaded: accountable for more than 1" in text(counts)


@pytest.mark.parametrize("checks", [{}, {"role-overloaded": {"off": "true"}}, {"role-overloaded": {"threshold": "2"}}])
def test_no_overload_is_told_below_the_threshold_or_without_the_check(tmp_path, checks):
    answers = {"run-service": {"accountable": "client-head", "consulted": "~"}}
    page = shown(context(_playbook(tmp_path, answers, playbook={"checks": checks}), checks=CHECKS), macros.raci)
    assert "overload" not in text(page.tfoot)


def test_gaps_are_told_with_a_sign_and_a_word(tmp_path):
    playbook = _with_vendor(tmp_path, **{"run-service": {"accountable": "~", "informed": "supplier-head"}})
    page = shown(context(playbook), macros.raci)
    rows = {row["data-activity"]: text(row.th) for row in page.select("tbody tr[data-activity]")}
    assert "○ nobody is accountable" in rows["run-service"]
    assert "nobody is accountable" not in rows["agree-plan"]
    said = [text(line) for line in page.select(".pb-matrix__strain li")]
    assert "○ Gap: nobody is accountable for Run the service" in said
    assert "○ Gap: no part in any activity: Supplier manager , Vendor lead" in said


def test_a_sound_playbook_says_that_it_has_no_gaps(tmp_path):
    strain = raci_table(_playbook(tmp_path))
    page = text(shown(context(_playbook(tmp_path / "again"), checks=CHECKS), macros.raci))
    assert ("No gaps" in page) == strain.sound


@pytest.mark.parametrize(
    ("asked", "message", "hint"),
    [
        ({"codes": "RX"}, "no code has the letter `X`", "the letters are R, A, C, I"),
        ({"codes": " "}, "no letter is asked for", "the letters are R, A, C, I"),
        ({"role": "client-haed"}, "there is no role `client-haed`", "did you mean `client-head` or `client-lead`?"),
        (
            {"role": "client-head", "party": "client"},
            "`role` and `party` do not go together",
            "a role has one party: leave `party` out",
        ),
    ],
)
def test_what_cannot_be_shown_is_refused_with_a_hint(tmp_path, asked, message, hint):
    with pytest.raises(Misused) as refused:
        macros.raci(context(_playbook(tmp_path)), **asked)
    assert (refused.value.message, refused.value.hint) == (message, hint)
