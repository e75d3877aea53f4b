"""The command: its exit codes, its help, where it may be run, and the report for machines."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from playbook.checks import CHECKS
from playbook.checks.catalogue import READING
from tests.support import reference, replace, run, small


@pytest.fixture
def playbook(tmp_path: Path) -> Path:
    return small(tmp_path)


@pytest.mark.parametrize("command", ["check", "build", "serve"])
def test_every_command_explains_itself(command: str, tmp_path: Path):
    assert command in run("--help", cwd=tmp_path).out
    done = run(command, "--help", cwd=tmp_path)
    assert (done.code, done.err) == (0, "")
    assert "--config-file" in done.out
    assert "--strict" in done.out


def test_it_says_its_version(tmp_path: Path):
    done = run("--version", cwd=tmp_path)
    assert (done.code, done.out.split()[0]) == (0, "playbook,")


@pytest.mark.parametrize(
    "arguments",
    [
        ["check"],
        ["build"],
        ["serve"],
        ["check", "-f", "elsewhere.yml"],
        ["check", "--format", "xml"],
        ["check", "--today", "tomorrow"],
        ["check", "--explain", "raci-no-acountable"],
        ["schema", "-f", "elsewhere.yml"],
        ["build", "--no-such-option"],
        ["wombat"],
    ],
    ids=" ".join,
)
def test_wrong_usage_exits_with_two(arguments: list[str], tmp_path: Path):
    done = run(*arguments, cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    nowhere = arguments in (["check"], ["build"], ["serve"]) or "elsewhere.yml" in arguments
    assert done.err.startswith("no playbook is here: ") if nowhere else "Error: " in done.err
    assert "Traceback" not in done.err


def test_check_finds_nothing_wrong_with_the_small_playbook(playbook: Path):
    done = run("check", "--strict", cwd=playbook)
    assert (done.code, done.err) == (0, "")
    assert " error: " not in done.out
    assert "waived: Nobody else need know of it." in done.out


def test_check_writes_nothing(playbook: Path):
    run("check", cwd=playbook)
    assert sorted(path.name for path in playbook.iterdir()) == ["data", "docs", "macros", "mkdocs.yml", "overrides"]


def test_check_exits_with_one_on_an_error(playbook: Path):
    replace(playbook / "data/responsibilities.yml", "consulted: cashier", "consulted: cashire")
    done = run("check", cwd=playbook)
    assert (done.code, done.err) == (1, "")
    *problem, hint, summary = done.out.splitlines()
    assert problem[0].startswith("data/responsibilities.yml:")
    assert hint == "    hint: did you mean `cashier`?"
    assert summary == "1 error: build, serve and publish are refused, because of the error"


def test_check_exits_with_one_on_a_warning_only_where_strict(playbook: Path):
    replace(playbook / "data/onboarding.yml", "        evidence: A key in the hand.\n", "")
    assert run("check", cwd=playbook).code == 0
    done = run("check", "--strict", cwd=playbook)
    assert done.code == 1
    refused = "publish and `build --strict` are refused, because of the warning"
    assert done.out.splitlines()[-1] == f"1 warning: {refused}"


def test_check_holds_dates_against_the_day_it_is_given(playbook: Path):
    assert "review-overdue" not in run("check", "--today", "2030-11-01", cwd=playbook).out
    assert "review-overdue" in run("check", "--today", "2030-11-02", cwd=playbook).out


def test_check_finds_what_is_wrong_with_pages(playbook: Path):
    replace(playbook / "docs/about.md", "{{ coverage() }}", "{{ coverige() }}")
    done = run("check", cwd=playbook)
    assert (done.code, done.err) == (1, "")
    assert done.out.startswith("docs/about.md:13:4: error: ")


def test_the_report_for_machines(playbook: Path):
    replace(playbook / "data/responsibilities.yml", "consulted: cashier", "consulted: cashire")
    replace(playbook / "data/parties.yml", "country: Ireland", "county: Ireland")
    done = run("check", "--format", "json", cwd=playbook)
    assert (done.code, done.err) == (1, "")
    report = json.loads(done.out)
    assert set(report) == {"problems", "waived", "summary", "counts", "outcome"}
    keys = {"file", "line", "column", "id", "severity", "message", "hint", "entity", "also"}
    assert report["problems"]
    for problem in report["problems"]:
        assert set(problem) == keys
        assert {type(problem[key]) for key in ("line", "column")} == {int}
        assert {type(problem[key]) for key in keys - {"line", "column", "entity", "also"}} == {str}
        assert problem["severity"] in ("error", "warning", "info")
    first = report["problems"][0]
    assert (first["file"], first["id"], first["entity"]) == ("data/parties.yml", "schema", "tills")
    assert first["hint"] == "did you mean `country`?"
    assert report["summary"] == {"error": 2, "warning": 0, "info": 0}
    assert report["counts"] == {"error": {"dangling-ref": 1, "schema": 1}, "warning": {}, "info": {}}
    assert report["outcome"] == "2 errors: build, serve and publish are refused, because of the errors"


def test_the_report_for_machines_holds_what_is_waived(playbook: Path):
    done = run("check", "--format", "json", cwd=playbook)
    report = json.loads(done.out)
    assert (done.code, report["summary"]["error"]) == (0, 0)
    assert [waived["reason"] for waived in report["waived"]] == ["Nobody else need know of it."]


@pytest.mark.parametrize("command", ["check", "build"])
def test_it_runs_from_another_folder(command: str, playbook: Path, tmp_path: Path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    done = run(command, "-f", "../mkdocs.yml", cwd=elsewhere)
    assert done.code == 0, done.said
    replace(playbook / "data/responsibilities.yml", "consulted: cashier", "consulted: cashire")
    done = run(command, "-f", "../mkdocs.yml", cwd=elsewhere)
    assert done.code == 1
    assert done.said.startswith("data/responsibilities.yml:")
    assert list(elsewhere.iterdir()) == []


def test_check_lists_every_check_anywhere(tmp_path: Path):
    done = run("check", "--list", cwd=tmp_path)
    assert (done.code, done.err) == (0, "")
    listed = {line.split()[0]: line.split(maxsplit=2)[1:] for line in done.out.splitlines() if line.startswith("  ")}
    assert listed == {check.id: [check.severity, check.reason] for check in CHECKS}
    assert len(listed) >= 75
    subjects = [line for line in done.out.splitlines() if line and not line.startswith(" ")]
    assert subjects == list(dict.fromkeys(check.subject for check in CHECKS))


@pytest.mark.parametrize("id", [*(check.id for check in CHECKS), *READING])
def test_every_check_can_be_explained(id: str):
    from playbook.checks.catalogue import explained

    said = explained(id)
    assert said.startswith(f"{id}\n\n")
    check = next((check for check in CHECKS if check.id == id), None)
    if check is not None:
        words = " ".join(said.split())
        assert check.reason in words
        assert f"Severity: {check.severity} Subject: {check.subject}" in words
        assert (f"threshold: {check.threshold}" in words) is bool(check.threshold)
        assert (f"- check: {id}" in words) is check.can_be_set
    assert ("It cannot be turned off" in said) is (check is None or not check.can_be_set)


def test_check_explains_one_check_anywhere(tmp_path: Path):
    done = run("check", "--explain", "raci-too-many-r", cwd=tmp_path)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("raci-too-many-r\n\n")
    assert "Threshold:  4; it speaks up above it" in done.out
    refused = run("check", "--explain", "raci-to-many-r", cwd=tmp_path)
    assert (refused.code, refused.out) == (2, "")
    assert "there is no check `raci-to-many-r`: did you mean `raci-too-many-r`" in refused.err


@pytest.fixture
def slipped(playbook: Path) -> Path:
    """The small playbook with two warnings and one error, of three subjects."""
    replace(playbook / "data/onboarding.yml", "        evidence: A key in the hand.\n", "")
    replace(playbook / "data/coverage.yml", "statements:\n", "statements:\n  S77: {text: Nobody says this.}\n")
    replace(playbook / "data/cadence.yml", "    chair: shop-manager\n", "")
    return playbook


def _ids(folder: Path, *arguments: str) -> set[str]:
    report = json.loads(run("check", "--format", "json", *arguments, cwd=folder).out)
    return {item["id"] for item in (*report["problems"], *report["waived"])}


ALL = {"step-no-evidence", "statement-uncarried", "forum-no-chair"}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], ALL),
        (["--select", "step-no-evidence"], {"step-no-evidence"}),
        (["--select", "step-no-evidence,statement-uncarried"], {"step-no-evidence", "statement-uncarried"}),
        (["--select", "onboarding", "--select", "coverage"], {"step-no-evidence", "statement-uncarried"}),
        (["--select", "service-levels"], set()),
        (["--ignore", "onboarding"], ALL - {"step-no-evidence"}),
        (["--ignore", "onboarding, coverage"], {"forum-no-chair"}),
        (["--select", "onboarding", "--ignore", "step-no-evidence"], set()),
        (["--select", "dangling-ref"], set()),
    ],
)
def test_checks_can_be_selected_and_ignored(arguments: list[str], told: set[str], slipped: Path):
    assert _ids(slipped, *arguments) & ALL == told
    if arguments:
        chosen = {check.id for check in CHECKS if check.subject in {"onboarding", "coverage", "cadence"}}
        assert _ids(slipped, *arguments) - chosen == set() or "--ignore" in arguments


def test_what_is_ignored_counts_for_nothing(slipped: Path):
    assert run("check", "--select", "forum-no-chair", "--strict", cwd=slipped).code == 1
    assert run("check", "--select", "step-no-evidence", cwd=slipped).code == 0
    assert run("check", "--select", "step-no-evidence", "--strict", cwd=slipped).code == 1


def test_what_cannot_be_turned_off_is_always_told(playbook: Path):
    replace(playbook / "data/responsibilities.yml", "consulted: cashier", "consulted: cashire")
    replace(playbook / "data/parties.yml", "country: Ireland", "county: Ireland")
    assert _ids(playbook, "--select", "step-no-evidence") == {"dangling-ref", "schema"}
    assert _ids(playbook, "--ignore", "parties,responsibilities") == {"dangling-ref", "schema"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--select", "step-no-evidense"], "`step-no-evidense` is neither a check nor a subject: did you mean"),
        (["--ignore", "onboardin"], "did you mean `onboarding` or"),
        (["--select", "step-no-evidence,"], "`` is neither a check nor a subject"),
        (["--ignore", "dangling-ref"], "`dangling-ref` cannot be ignored"),
        (["--ignore", "schema"], "`schema` cannot be ignored"),
        (["--ignore", "recurrence-ambiguous"], "`recurrence-ambiguous` cannot be ignored"),
    ],
)
def test_words_that_select_nothing_are_refused(arguments: list[str], said: str, playbook: Path):
    done = run("check", *arguments, cwd=playbook)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_a_page_that_cannot_be_read_makes_no_statement_uncarried(playbook: Path):
    replace(playbook / "data/coverage.yml", "statements:\n", "statements:\n  S77: {text: Only a page says this.}\n")
    about = playbook / "docs" / "about.md"
    text = about.read_text(encoding="utf-8")
    assert text.startswith("---\n")
    about.write_text(text.replace("---\n", "---\ncarries: [S77\n", 1), encoding="utf-8")
    assert _ids(playbook) & {"statement-uncarried", "waiver-stale"} == set()
    assert "docs/about.md:2:10: error: a bracket opens here" in run("check", cwd=playbook).out


def test_a_waiver_that_accepts_nothing_is_told_where_all_was_asked(playbook: Path):
    waiver = "  - {check: forum-no-chair, entity: cashier, reason: Who knows.}\n"
    replace(playbook / "data/playbook.yml", "waivers:\n", f"waivers:\n{waiver}")
    assert "`forum-no-chair` finds nothing any more about `cashier` [waiver-stale]" in run("check", cwd=playbook).out


def test_a_statement_that_loses_its_only_tag_stops_a_strict_build(tmp_path: Path):
    playbook = reference(tmp_path)
    pages = "".join(path.read_text(encoding="utf-8") for path in playbook.glob("docs/**/*.md"))
    facts = {path: path.read_text(encoding="utf-8") for path in playbook.glob("data/**/*.yml")}
    for name in ("coverage.yml", "register.yml"):  # what lists the statements, and what lists their ids
        del facts[playbook / "data" / name]
    told = {
        (path, id)
        for path, text in facts.items()
        for id in re.findall(r"carries: \[(S\d+)\]", text)
        if len(re.findall(rf"\b{id}\b", "".join(facts.values()) + pages)) == 1
    }
    path, id = min(told)
    replace(path, f"carries: [{id}]", "carries: []")
    done = run("build", "--strict", cwd=playbook)
    assert done.code == 1
    assert f"warning: nothing carries the statement `{id}`:" in done.err
    assert not (playbook / "site").exists()


def test_build_says_where_and_how_much(playbook: Path):
    done = run("build", "-d", "made/here", cwd=playbook)
    assert (done.code, done.err) == (0, "")
    pages = len(list((playbook / "made" / "here").rglob("index.html")))
    assert done.out == f"{pages} pages in {playbook / 'made' / 'here'}\n"
    assert not (playbook / "site").exists()


@pytest.mark.parametrize("command", ["check", "build", "serve"])
def test_a_missing_data_folder_is_told(command: str, playbook: Path):
    shutil.rmtree(playbook / "data")
    done = run(command, cwd=playbook)
    assert done.code == 1
    assert re.search("^data:1:1: error: there is no data folder", done.said, re.MULTILINE)
    assert "Traceback" not in done.said


@pytest.mark.parametrize("command", ["check", "build"])
def test_a_missing_file_is_told(command: str, playbook: Path):
    (playbook / "data" / "roles.yml").unlink()
    done = run(command, cwd=playbook)
    assert done.code == 1
    assert "data/roles.yml:1:1: error: the file is missing" in done.said


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("  - playbook\n", "", "20:1: error: the settings list no `playbook` plugin"),
        ("docs_dir: docs", "docs_dir: pages", "4:1: error: `docs_dir`: The path 'pages' isn't"),
        ("docs_dir: docs", "docs_dir: [", "7:6: error: this is not YAML"),
        ("  name: material", "  name: wombat", "7:1: error: `theme`: Unrecognised theme name: 'wombat'"),
        ("  - playbook\n", "  - playbook:\n      data_dir: [data]\n", "20:1: error: `plugins`: Plugin 'playbook'"),
        ("      module_name: macros\n", "      module_name: makros\n", "22:5: error: ImportError: Macro plugin"),
    ],
)
@pytest.mark.parametrize("command", ["check", "build"])
def test_settings_that_cannot_work_are_told(command: str, old: str, new: str, said: str, playbook: Path):
    replace(playbook / "mkdocs.yml", old, new)
    done = run(command, cwd=playbook)
    assert done.code == 1
    assert done.said.startswith(f"mkdocs.yml:{said}")
    assert str(playbook) not in done.said


def test_settings_that_nobody_reads_are_told_where_they_stand(playbook: Path):
    replace(playbook / "mkdocs.yml", "site_dir: site", "site_dir: site\nwombat: 1")
    done = run("check", cwd=playbook)
    assert done.code == 0
    assert done.out.startswith("mkdocs.yml:6:1: warning: `wombat`: Unrecognised configuration name")


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("xx", "error: there is no language `xx` [language]"),
        ("de-DE", "info: the interface speaks English, dates included: there is no catalogue for `de-DE` [language]"),
        ("ar", None),
    ],
)
def test_a_language_without_words_is_told(locale: str, said: str | None, playbook: Path):
    replace(playbook / "data/playbook.yml", "locale: en-GB", f"locale: {locale}")
    done = run("check", cwd=playbook)
    found = [line for line in done.out.splitlines() if "[language]" in line]
    assert found == ([f"data/playbook.yml:31:9: {said}"] if said else [])


def test_an_edition_begins_when_the_one_before_has_ended(playbook: Path):
    earlier = small(playbook.parent / "earlier")
    for old, new in (('"2030-1"', '"2029-1"'), ('supersedes: "2029-1"', 'supersedes: "2028-1"')):
        replace(earlier / "data/playbook.yml", old, new)
    replace(earlier / "data/playbook.yml", "effective_from: 2030-01-01", "effective_from: 2029-01-01")
    replace(earlier / "data/playbook.yml", "effective_to: 2030-12-31", "effective_to: 2029-11-30")
    replace(playbook / "mkdocs.yml", "  - playbook\n", "  - playbook:\n      since: ../earlier\n")
    done = run("check", cwd=playbook)
    assert done.code == 0
    assert (
        "data/playbook.yml:8:19: warning: the edition begins on 2030-01-01, and `2029-1` ends on 2029-11-30" in done.out
    )
