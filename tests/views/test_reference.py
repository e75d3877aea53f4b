"""The reference of checks, keys and macros, read off the code."""

from collections.abc import Iterator

import pytest
from pydantic import Field

from macros import reference as macros
from playbook.checks import CHECKS, Check
from playbook.checks.base import Context, Finding
from playbook.model.base import Model
from playbook.model.schemes import SCHEMES
from playbook.pages.macro_context import MacroContext
from playbook.views.field_types import shape_of
from playbook.views.prose import prose
from playbook.views.reference import check_groups, data_reference, macro_groups
from tests.golden import loaded
from tests.views.context import context, shown, text


def _keys(subject: str, *path: str, scheme: str = "raci"):
    files = {file.subject: file for file in data_reference(SCHEMES[scheme]).files}
    record = next(record for record in files[subject].records if record.path == path)
    return {key.name: key for key in record.keys}, record


def test_what_the_engine_fills_in_is_no_key():
    records = [record for file in data_reference(SCHEMES["raci"]).files for record in file.records]
    names = {key.name for record in records for key in record.keys}
    assert not names & {"origin", "written", "shared_because"}
    assert sum(key.name == "id" for record in records for key in record.keys) == 1, "that of the playbook itself"
    assert {"name", "purpose", "every", "letter"} <= names


def test_required_keys_come_first():
    for file in data_reference(SCHEMES["raci"]).files:
        for record in file.records:
            required = [key.required for key in record.keys]
            assert required == sorted(required, reverse=True), record.path


def test_records_inside_records_have_their_path():
    duty, _ = _keys("roles", "roles", "…", "duties", "…")
    assert (duty["text"].required, duty["phases"].shape.sort, duty["phases"].shape.of.kind) == (True, "list", "phase")
    rule, _ = _keys("cadence", "forums", "…", "recurrence")
    assert [rule[key].shape.sort for key in ("every", "time", "zone", "first_date")] == [
        "frequency",
        "time",
        "zone",
        "date",
    ]
    assert rule["on"].shape.of.sort == "day"


def test_a_record_that_stands_in_several_places_names_them_all():
    consent, record = _keys("contract", "approvals", "…", "approvers", "…")
    assert consent["limit"].shape.sort == "text"
    assert record.also == (("change_processes", "…", "approvers", "…"),)
    stage, record = _keys("contract", "change_processes", "…", "steps", "…")
    assert (stage["within"].shape.sort, record.also) == ("length", (("exit_plans", "…", "steps", "…"),))


def test_keys_are_told_as_they_are_written():
    assignment, _ = _keys("roles", "assignments", "…")
    assert {"holder", "from", "to", "role", "contact"} <= assignment.keys()
    assert not {"name", "from_"} & assignment.keys()
    band, _ = _keys("service_levels", "service_levels", "…", "bands", "…")
    assert [band[key].shape.sort for key in ("from", "to", "points")] == ["decimal", "decimal", "number"]
    level, _ = _keys("service_levels", "service_levels", "…")
    assert level["target"].shape.sort == "target"


def test_choices_and_defaults_are_told():
    party, _ = _keys("parties", "parties", "…")
    assert "third-party" in party["kind"].shape.values
    assert (party["working_days"].default, party["working_hours"].shape.sort) == (None, "hours")
    assert party["holidays"].default is None
    step, _ = _keys("onboarding", "programmes", "…", "steps", "…")
    assert (step["required"].default, step["due"].shape.sort, step["owner"].shape.kind) == ("true", "offset", "owner")


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_codes_of_the_scheme_are_keys_of_an_activity(scheme):
    _, record = _keys("responsibilities", "activities", "…", scheme=scheme)
    assert [code.id for code in record.codes] == list(SCHEMES[scheme].codes)


def test_the_data_reference_has_words_for_every_key(tmp_path):
    playbook = loaded(tmp_path, {"responsibilities": {"scheme": "daci"}}).playbook
    page = shown(context(playbook), macros.data_reference)
    cells = page.select(".pb-reference__keys tbody td")
    assert cells
    assert [cell for cell in cells if not text(cell)] == []
    assert "in the scheme DACI" in text(page)
    assert "\0" not in str(page)


def test_an_annotation_without_words_is_found_when_it_is_added():
    class Odd(Model):
        speed: float = Field(description="How fast.")

    with pytest.raises(TypeError, match="float"):
        shape_of(Odd.model_fields["speed"])


def _asks(context: Context) -> Iterator[Finding]:
    """Something `quoted` is asked."""
    assert context.playbook
    yield from ()


def test_checks_stand_under_their_subject_with_threshold_and_reason(tmp_path):
    groups = check_groups(CHECKS)
    assert len({group.subject for group in groups}) == len(groups)
    page = shown(context(loaded(tmp_path, {}).playbook, checks=CHECKS), macros.check_reference)
    rows = {row.th.text: text(row) for row in page.select("tbody tr")}
    assert set(rows) == {check.id for check in CHECKS}
    assert all(f"Threshold: {check.threshold}." in rows[check.id] for check in CHECKS if check.threshold)
    assert {row["id"] for row in page.select("tbody tr")} == {f"check-{check.id}" for check in CHECKS}
    assert {id for id, row in rows.items() if "cannot be turned off" in row} == {
        check.id for check in CHECKS if not check.can_be_set
    }
    assert [piece.code for piece in check_groups([Check(_asks, "info")])[0].checks[0].reason] == [False, True, False]


def _sample(context: MacroContext, id: str, place: str | None = None, *, text: str | None = None) -> None:
    """Show `it`.

    More of it,
    on two lines.
    """


def test_a_macro_is_written_as_on_a_page():
    (group,) = macro_groups([_sample])
    (macro,) = group.macros
    assert macro.signature == "_sample(id, place=…, text=…)"
    assert ["".join(piece.text for piece in part) for part in macro.paragraphs] == [
        "Show it.",
        "More of it, on two lines.",
    ]


def test_macros_keep_their_order_within_their_subject():
    groups = macro_groups(macros.MACROS)
    assert [(group.subject, [macro.name for macro in group.macros]) for group in groups] == [
        ("reference", ["check_reference", "data_reference", "macro_reference"])
    ]


@pytest.mark.parametrize(
    ("sentence", "pieces"),
    [
        ("write `one` or `two`", [("write ", False), ("one", True), (" or ", False), ("two", True)]),
        ("a lone ` stays", [("a lone ` stays", False)]),
        ("`a` and a lone `", [("a", True), (" and a lone `", False)]),
        ("", []),
    ],
)
def test_code_stands_between_back_ticks(sentence, pieces):
    assert [(piece.text, piece.code) for piece in prose(sentence)] == pieces
