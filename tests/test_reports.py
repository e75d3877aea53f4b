"""The reports for programs: what each holds, and that what reads them can read it."""

from __future__ import annotations

import ast
import dataclasses
import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator, FormatChecker

from playbook.checks import CHECKS, catalogue
from playbook.problems import SHOWN_PROBLEMS, Place, Problem, Problems
from playbook.reporting.reports import Stops, as_github, as_json, as_sarif, as_text
from tests import golden
from tests.support import ROOT, replace, run, small

SCHEMA = json.loads((ROOT / "tests" / "sarif" / "sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
_SUPPRESSION = SCHEMA["definitions"]["suppression"]["properties"]
_SUPPRESSION["status"] = _SUPPRESSION.pop("state")  # as the standard has it; Errata 01 mends the schema
ODD = Problem(
    Place("data/50% off, a:b.yml", 3, 7), "schema", "100% of `a:b`,\nor\u202e not::", "write\rit", "warning", "buyer"
)


def _found(folder: Path) -> Problems:
    """Return an error, a warning, an information and something waived."""
    differences = {
        "playbook": {"waivers": [{"check": "forum-no-chair", "entity": "monthly", "reason": "They take turns: 50%."}]},
        "cadence": {"forums": {"monthly": {"chair": "~"}, "yearly": {"outputs": "~"}}},
        "roles": {"roles": {"client-head": {"deputy": "~", "reports_to": "client-head"}}},
    }
    problems = golden.checked(folder, differences)
    assert {problem.severity for problem in problems} == {"error", "warning", "info"}
    assert len(problems.waived) == 1
    return problems


def _sarif(problems: Problems, root: str = "") -> dict[str, Any]:
    """Return the one run of a log, which holds to the schema."""
    log = json.loads(as_sarif(problems, CHECKS, root))
    found = Draft7Validator(SCHEMA, format_checker=FormatChecker()).iter_errors(log)
    assert [f"{error.json_path}: {error.message}" for error in found] == []
    (only,) = log["runs"]
    return only


def test_json_holds_what_is_waived(tmp_path: Path):
    report = json.loads(as_json(_found(tmp_path)))
    assert set(report) == {"problems", "waived", "summary", "counts", "outcome"}
    (waived,) = report["waived"]
    assert (waived["id"], waived["entity"], waived["reason"]) == ("forum-no-chair", "monthly", "They take turns: 50%.")
    assert report["summary"]["error"] == 1


def test_github_gets_a_command_for_each_problem(tmp_path: Path):
    *lines, errors, warnings, infos, last = as_github(_found(tmp_path)).splitlines()
    assert (errors, infos) == ("error: 1 reports-to-cycle", "info: 1 role-no-deputy")
    assert warnings.startswith("warning: 1 ")
    assert re.fullmatch("1 error, .*: build, serve and publish are refused, because of the error", last)
    found = [
        re.fullmatch(r"::(error|warning|notice) file=([^,]+),line=\d+,col=\d+,title=([^:]+)::(.+)", line)
        for line in lines
    ]
    assert None not in found
    assert ("error", "data/roles.yml", "reports-to-cycle") in [match.group(1, 2, 3) for match in found if match]
    assert ("notice", "data/roles.yml", "role-no-deputy") in [match.group(1, 2, 3) for match in found if match]
    assert [match[4] for match in found if match and match[3] == "forum-no-chair (waived)"] == [
        "`monthly` has no chair%0Awaived: They take turns: 50%25."
    ]


def test_github_reads_odd_characters_as_they_were():
    assert as_github(Problems([ODD]), "teams/a/") == (
        "::warning file=teams/a/data/50%25 off%2C a%3Ab.yml,line=3,col=7,title=schema::"
        "100%25 of `a:b`,\\u{000a}or\\u{202e} not::%0Ahint: write\\u{000d}it\n"
        "1 warning: build, serve and publish are not refused"
    )


@pytest.mark.parametrize(
    ("stops", "said"),
    [
        (Stops(), "1 warning: build, serve and publish are not refused"),
        (Stops(publishing=True), "1 warning: build is not refused, publish is, because of the warning"),
        (Stops(command=True), "1 warning: `build --strict` is refused, because of the warning"),
        (Stops(True, True), "1 warning: publish and `build --strict` are refused, because of the warning"),
    ],
)
def test_a_report_says_what_warnings_stop_and_nothing_else(stops, said):
    problems = Problems([ODD])
    assert as_text(problems, stops).splitlines()[-1] == as_github(problems, stops=stops).splitlines()[-1] == said
    assert json.loads(as_json(problems, stops))["outcome"] == said
    (only,) = json.loads(as_sarif(problems, CHECKS, stops=stops))["runs"]
    assert only["invocations"][0]["exitCodeDescription"] == said


def _many() -> Problems:
    """Return more problems than a report lists: errors at the end of the alphabet, and of an id of their own."""
    one = Problem(Place("data/roles.yml"), "role-no-deputy", "it has no deputy", severity="warning")
    warnings = [dataclasses.replace(one, place=Place("data/roles.yml", line)) for line in range(1, 301)]
    errors = [Problem(Place("docs/z.md", line), "link-broken", "it leads nowhere") for line in range(1, 251)]
    return Problems([*warnings, *errors, Problem(Place("docs/zz.md"), "page-unsafe", "it acts by itself")])


def test_a_long_report_hides_no_error_behind_warnings_and_tells_every_id_with_its_number():
    lines = as_text(_many()).splitlines()
    assert lines[0] == "docs/z.md:1:1: error: it leads nowhere [link-broken]"
    assert len(lines) == SHOWN_PROBLEMS + 4
    assert "docs/zz.md:1:1: error: it acts by itself [page-unsafe]" in lines
    assert not any("warning: it" in line for line in lines[: SHOWN_PROBLEMS - 1])
    assert lines[-4:] == [
        f"… and {551 - SHOWN_PROBLEMS} more",
        "error: 250 link-broken, 1 page-unsafe",
        "warning: 300 role-no-deputy",
        "251 errors, 300 warnings: build, serve and publish are refused, because of the errors",
    ]


def test_github_shows_the_first_of_each_id_before_its_limit():
    shown = [line.partition("title=")[2].partition("::")[0] for line in as_github(_many()).splitlines()[:3]]
    assert shown == ["link-broken", "page-unsafe", "link-broken"]


def test_sarif_says_how_the_check_ended_and_why():
    (ended,) = _sarif(_many())["invocations"]
    assert (ended["executionSuccessful"], ended["exitCode"]) == (True, 1)
    assert ended["exitCodeDescription"].endswith("because of the errors")
    (sound,) = _sarif(Problems())["invocations"]
    assert (sound["exitCode"], sound["exitCodeDescription"]) == (0, "no problems")


def test_a_clean_playbook_has_nothing_to_command():
    assert as_github(Problems()) == "no problems"


def test_sarif_holds_to_its_schema(tmp_path: Path):
    only = _sarif(_found(tmp_path))
    assert only["columnKind"] == "unicodeCodePoints"
    assert {result["level"] for result in only["results"]} == {"error", "warning", "note"}
    assert _sarif(Problems())["results"] == []


def test_sarif_has_a_rule_for_whatever_a_result_names(tmp_path: Path):
    only = _sarif(_found(tmp_path))
    rules = only["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [*(check.id for check in CHECKS), *catalogue.READING]
    for result in only["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    levels = {rule["id"]: rule["defaultConfiguration"]["level"] for rule in rules if "defaultConfiguration" in rule}
    assert (levels["reports-to-cycle"], levels["role-no-deputy"]) == ("error", "note")
    assert all(rule["shortDescription"]["text"].endswith(".") for rule in rules)
    assert all("helpUri" not in rule for rule in rules)


def test_sarif_points_at_the_place():
    (result,) = _sarif(Problems([ODD]), "teams/a/")["results"]
    assert result["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "teams/a/data/50%25%20off%2C%20a%3Ab.yml", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 3, "startColumn": 7},
    }
    assert result["message"]["text"] == "100% of `a:b`,\\u{{000a}}or\\u{{202e}} not::\nhint: write\\u{{000d}}it"


def test_sarif_suppresses_what_is_waived(tmp_path: Path):
    results = _sarif(_found(tmp_path))["results"]
    suppressed = [result for result in results if "suppressions" in result]
    assert [(result["ruleId"], result["suppressions"]) for result in suppressed] == [
        ("forum-no-chair", [{"kind": "external", "status": "accepted", "justification": "They take turns: 50%."}])
    ]


def test_fingerprints_stay_when_lines_move():
    def prints(*problems: Problem) -> list[str]:
        return [result["partialFingerprints"]["playbookProblem/v1"] for result in _sarif(Problems(problems))["results"]]

    first = Problem(Place("data/roles.yml", 3, 5), "schema", "`a` is odd", "mend it", "error", "buyer")
    moved = Problem(Place("data/roles.yml", 9, 7), "schema", "`a` is odd", "mend it", "error", "buyer")
    other = Problem(Place("data/roles.yml", 3, 5), "schema", "`a` is odd", "mend it", "error", "seller")
    twice = "the key `a` is written twice; first at data/roles.yml:{}:5"
    assert prints(first) == prints(moved)
    assert prints(first) != prints(other)
    assert len(set(prints(first, moved))) == 2
    at = Place("data/roles.yml", 20)
    assert prints(Problem(at, "duplicate-key", twice.format(3))) == prints(
        Problem(at, "duplicate-key", twice.format(4))
    )


MANY = Problem(
    Place("data/cadence.yml", 5, 9), "dangling-ref", "there is no role `a`", also=(Place("data/b.yml", 7, 3),)
)


def test_every_report_names_the_further_places_of_a_cause():
    assert as_text(Problems([MANY])).splitlines()[1] == "    also: data/b.yml:7:3"
    (told,) = json.loads(as_json(Problems([MANY])))["problems"]
    assert told["also"] == [{"file": "data/b.yml", "line": 7, "column": 3}]
    assert as_github(Problems([MANY]), "a/").startswith(
        "::error file=a/data/cadence.yml,line=5,col=9,title=dangling-ref::"
        "there is no role `a`%0Aalso: a/data/b.yml:7:3\n"
    )
    (result,) = _sarif(Problems([MANY]))["results"]
    (related,) = result["relatedLocations"]
    assert related["physicalLocation"]["region"] == {"startLine": 7, "startColumn": 3}


def test_a_text_names_a_hundred_places_and_counts_the_rest():
    also = tuple(Place("data/a.yml", line) for line in range(1, 112))
    line = as_text(Problems([dataclasses.replace(MANY, also=also)])).splitlines()[1]
    assert line.count("data/a.yml:") == 100
    assert line.endswith(", … and 11 more")


@pytest.fixture(scope="module")
def slipped(tmp_path_factory) -> Path:
    """A playbook with a slip, in a folder of a repository."""
    playbook = small(tmp_path_factory.mktemp("repository") / "team")
    replace(playbook / "data/responsibilities.yml", "consulted: cashier", "consulted: cashire")
    return playbook


@pytest.mark.parametrize("style", ["json", "github", "sarif"])
def test_reports_hold_no_clock_and_no_path_of_the_machine(style: str, slipped: Path):
    first = run("check", "--format", style, cwd=slipped, TZ="Asia/Kolkata", PYTHONHASHSEED="1")
    again = run("check", "--format", style, cwd=slipped, TZ="America/Lima", PYTHONHASHSEED="2", LC_ALL="C")
    assert (first.code, first.err) == (1, "")
    assert first == again
    assert str(slipped) not in first.out
    assert date.today().isoformat() not in first.out


def test_reports_for_a_repository_name_files_from_its_root(slipped: Path):
    arguments = ["check", "-f", "team/mkdocs.yml", "--format"]
    said = run(*arguments, "github", cwd=slipped.parent).out
    assert said.startswith("::error file=team/data/responsibilities.yml,line=")
    log = json.loads(run(*arguments, "sarif", cwd=slipped.parent).out)
    location = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location == {"uri": "team/data/responsibilities.yml", "uriBaseId": "%SRCROOT%"}


def test_every_id_that_a_report_can_name_is_explained():
    """An id in the code that neither is a check nor stands in `READING` would be named without an explanation."""
    engine = ROOT / "src" / "playbook"
    named = set()
    for module in engine.rglob("*.py"):
        text = module.read_text(encoding="utf-8")
        named.update(re.findall(r'Problem\(\s*(?:[^"()]|\([^()]*(?:\([^()]*\)[^()]*)*\))*?,\s*"([a-z-]+)",', text))
        named.update(re.findall(r'check="([a-z-]+)"', text))
    assert {"yaml", "schema", "page", "duplicate-key", "recurrence-ambiguous"} <= named
    known = {*catalogue.READING, *(check.id for check in CHECKS), "new"}
    assert named - known == set()
    assert not catalogue.READING.keys() & {check.id for check in CHECKS}


def _named(module: Path) -> Iterator[str]:
    """Iterate over the ids of the problems that a module makes, where they are written in it."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    texts = {
        ast.unparse(node.targets[0]): node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "Problem" and len(node.args) > 1:
            id = node.args[1]
            yield id.value if isinstance(id, ast.Constant) else texts.get(ast.unparse(id), "page")


def test_whatever_a_report_may_name_can_be_explained():
    named = {id for module in (ROOT / "src" / "playbook").rglob("*.py") for id in _named(module)}
    assert len(named) > 20
    assert named - {*(check.id for check in CHECKS), *catalogue.READING} == set()


def test_a_fingerprint_of_one_cause_stays_when_one_of_those_that_have_it_goes():
    also = (Place("data/cadence.yml", 9, 3), Place("data/cadence.yml", 12, 3))
    four = Problem(Place("data/cadence.yml", 2, 3), "forum-no-chair", "7 forums have no chair: `a`, `b` and 5 more")
    three = "6 forums have no chair: `b`, `c`, `d`"
    printed = [
        _sarif(Problems([dataclasses.replace(four, message=message, also=places)]))["results"][0]["partialFingerprints"]
        for message, places in ((four.message, also), (three, also[:1]))
    ]
    assert printed[0] == printed[1]
