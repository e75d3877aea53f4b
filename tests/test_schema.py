"""The schemas editors use: they accept what the models accept, refuse what is plainly wrong, and are never stale."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator, FormatChecker
from playwright.sync_api import Browser

from playbook.checks import CHECKS, checked
from playbook.loading.load import load
from playbook.model import SUBJECTS
from playbook.model.base import INTERNAL
from playbook.model.schemes import SCHEMES
from playbook.schema import FOLDER, schemas, texts
from playbook.schema.values import VALUES
from playbook.views.field_types import shape_of
from tests import golden
from tests.support import ROOT, SMALL, replace, run, small, tree

DATA = ROOT / "data"


class _Core(yaml.SafeLoader):
    """Reads scalars by YAML 1.2's core rules, as editors do, and keeps every key a text."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012  # PyYAML's own attribute

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: ARG002  # PyYAML gives it
        return {key.value: self.construct_object(value, deep=True) for key, value in node.value}


for _tag, _pattern, _first in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+.0123456789"),
):
    _Core.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(rf"(?:{_pattern})\Z"), _first)
_Core.add_constructor("tag:yaml.org,2002:int", lambda _loader, node: int(node.value, 10 if node.value.isdigit() else 0))


def _edited(text: str) -> Any:
    """Return what an editor reads."""
    return yaml.load(text, _Core)  # noqa: S506  # a safe loader


def _refused(schema: dict[str, Any], text: str) -> list[str]:
    found = Draft202012Validator(schema, format_checker=FormatChecker()).iter_errors(_edited(text))
    return [f"{error.json_path}: {error.message}" for error in found]


def _of(data: Path) -> dict[str, dict[str, Any]]:
    return schemas(load(data), [subject for subject in SUBJECTS if (data / subject).is_dir()])


def _files(data: Path) -> list[tuple[str, Path]]:
    """Return the files of facts, each with its subject."""
    return [(path.relative_to(data).parts[0].removesuffix(".yml"), path) for path in sorted(data.rglob("[!.]*.yml"))]


@pytest.mark.parametrize("data", [DATA, SMALL / "data", golden.CASES / "_base"], ids=["reference", "small", "base"])
def test_what_is_accepted_is_accepted_in_an_editor(data: Path, tmp_path: Path):
    if data.name == "_base":
        data = golden.written(tmp_path, {})
    known = _of(data)
    assert {
        path.name: found for subject, path in _files(data) if (found := _refused(known[subject], path.read_text()))
    } == {}


def _patterns(schema: Any) -> list[str]:
    below = schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ()
    own = [schema["pattern"]] if isinstance(schema, dict) and isinstance(schema.get("pattern"), str) else []
    return own + [found for each in below for found in _patterns(each)]


def test_an_editor_can_read_every_pattern(browser: Browser):
    patterns = sorted({found for schema in _of(DATA).values() for found in _patterns(schema)})
    page = browser.new_page()
    refused = """patterns => patterns.filter(each => { try { new RegExp(each, "u"); } catch { return true; } })"""
    assert (page.evaluate(refused, patterns), len(patterns) > 9) == ([], True)
    page.close()


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_schema_is_one(subject: str):
    Draft202012Validator.check_schema(_of(DATA)[subject])


def test_the_schemas_beside_the_facts_are_those_of_the_facts(bless):
    """Where this fails, run `playbook schema` (or `make bless`) and commit what it writes."""
    wanted = texts(load(DATA), DATA)
    if bless:
        assert run("schema", cwd=ROOT).code == 0
    written = {path.name: path.read_text(encoding="utf-8") for path in sorted((DATA / FOLDER).glob("*"))}
    assert written.keys() == wanted.keys()
    assert [name for name, text in wanted.items() if written[name] != text] == [], "stale: run `playbook schema`"


def test_every_file_of_facts_names_its_schema():
    for subject, path in _files(DATA):
        first = path.read_text(encoding="utf-8").split("\n", 1)[0]
        match = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
        assert match, f"{path.relative_to(ROOT)} does not begin with the line that names its schema"
        assert (path.parent / match[1]).resolve() == DATA / FOLDER / f"{subject}.json"


def test_editors_that_read_the_settings_of_the_folder_find_the_same_schemas():
    settings = json.loads((ROOT / ".vscode" / "settings.json").read_text(encoding="utf-8"))
    assert settings["yaml.schemas"] == {
        f"./data/{FOLDER}/{subject}.json": [f"data/{subject}.yml", f"data/{subject}/**/*.yml"] for subject in SUBJECTS
    }


def test_every_key_is_told_and_every_sort_is_known():
    for subject, schema in _of(DATA).items():
        model = SUBJECTS[subject]
        for name, field in model.model_fields.items():
            if not str(field.alias or "").startswith(INTERNAL):
                assert schema["properties"][name]["description"] == field.description
                assert shape_of(field)
    assert all(Draft202012Validator.check_schema(schema) is None for schema in VALUES.values())


ROLE = """
roles:
  buyer:
    name: Buyer
    party: bakery
    level: tactical
    purpose: Buys.
    duties: {}
"""
FORUM = """
forums:
  weekly:
    name: Weekly
    tier: operational
    recurrence: {every: week, on: tuesday, first_date: 2030-01-01, time: 10:00, zone: Europe/London}
    attendees: [cashier]
    purpose: Meets.
    agenda: [All]
"""
ACTIVITY = """
workstreams: {mending: {name: Mending}}
activities:
  wash:
    name: Wash up
    workstream: mending
    phase: run
    accountable: cashier
    responsible: [cashier, {role: mechanic, note: On Sundays.}]
"""
STEP = """
programmes:
  first:
    name: First
    covers: {roles: [cashier]}
    steps:
      read: {name: Read it, owner: newcomer, due: 0 days}
"""
PLAYBOOK = """
title: Ours
client: bakery
suppliers: [tills]
cycle: {version: 2030-1, status: draft, effective_from: 2030-01-01}
"""
PARTIES = """
parties:
  bakery: {name: Bakery, kind: client, working_hours: 09:00-17:30}
  tills: {name: Tills, kind: prime}
sourcing: {kind: prime}
"""
EXAMPLES = {
    "parties": PARTIES, "roles": ROLE, "cadence": FORUM, "responsibilities": ACTIVITY, "onboarding": STEP,
    "playbook": PLAYBOOK,
}  # fmt: skip


def _small_schemas() -> dict[str, dict[str, Any]]:
    return schemas(load(SMALL / "data"))


def _example(subject: str, old: str, new: str) -> str:
    text = EXAMPLES[subject]
    assert text.count(old) == 1
    return text.replace(old, new)


GOOD = [
    ("parties", "09:00-17:30", "24/7"),
    ("parties", "09:00-17:30", "[09:00-12:30, 13:30-24:00]"),
    ("parties", "09:00-17:30", "{monday to friday: [09:00-12:30, 13:30-17:00], Saturday: closed}"),
    ("roles", "name: Buyer", "name: 2030"),
    ("roles", "name: Buyer", "name: true"),
    ("roles", "duties: {}", "duties: {}\n    deputy:"),
    ("roles", "duties: {}", "duties: {}\n    key_personnel: TRUE"),
    ("roles", "duties: {}", "duties: {}\n    clauses: [4.1, Schedule 2]"),
    ("roles", "  buyer:", "  2030:"),
    ("cadence", "every: week, on: tuesday", "every: 6 Months, on: [First Tuesday, 15, last working day]"),
    ("cadence", "every: week, on: tuesday", "every: year, on: first tuesday of march"),
    ("cadence", "every: week, on: tuesday", "every: year, on: 15 March"),
    ("cadence", "every: week, on: tuesday", "every: working days"),
    ("cadence", "purpose: Meets.", "purpose: Meets.\n    papers_due: 2 business days"),
    ("responsibilities", "accountable: cashier", "accountable: {nobody: true, because: It does itself.}"),
    ("responsibilities", "accountable: cashier", "accountable: {shared: [cashier, mechanic], because: They like to.}"),
    ("responsibilities", "workstreams:", "scheme: raci\nworkstreams:"),
    ("onboarding", "due: 0 days", "due: -5 business days"),
    ("onboarding", "due: 0 days", "due: 1 week, link: 'mailto:someone@example.org'"),
    ("playbook", "version: 2030-1", "version: 2030"),
    ("playbook", "title: Ours", "title: Ours\nchecks: {raci-too-many-r: {threshold: 3}, role-no-deputy: {off: true}}"),
]


@pytest.mark.parametrize(("subject", "old", "new"), GOOD)
def test_a_schema_accepts(subject: str, old: str, new: str, tmp_path: Path):
    text = _example(subject, old, new)
    assert _refused(_small_schemas()[subject], text) == []
    assert _own_problems(subject, text, tmp_path) == []


BAD = [
    ("parties", "09:00-17:30", "8:00-17:00"),
    ("parties", "09:00-17:30", "[]"),
    ("parties", "09:00-17:30", "{mondy: 09:00-17:30}"),
    ("parties", "09:00-17:30", "{monday: shut}"),
    ("roles", "party: bakery", "party: bakry"),
    ("roles", "party: bakery", "party: [bakery]"),
    ("roles", "level: tactical", "level: middle"),
    ("roles", "purpose: Buys.", "purpos: Buys."),
    ("roles", "name: Buyer", "name:"),
    ("roles", "name: Buyer", "name: ''"),
    ("roles", "name: Buyer", "name: Buyer\n    id: buyer"),
    ("roles", "    level: tactical\n", ""),
    ("roles", "  buyer:", "  Buyer:"),
    ("roles", "  buyer:", "  index:"),
    ("roles", "duties: {}", "duties: {}\n    counterparts: cashier"),
    ("roles", "duties: {}", "duties: {}\n    key_personnel: yes"),
    ("roles", "duties: {}", "duties: {}\n    since: 31/01/2030"),
    ("roles", "duties: {}", "duties: {}\n    since: 2030-02-30"),
    ("roles", "duties: {}", "duties: []"),
    ("cadence", "every: week", "every: bi-weekly"),
    ("cadence", "every: week", "every: monthly"),
    ("cadence", "every: week", "every: 0 weeks"),
    ("cadence", "on: tuesday", "on: someday"),
    ("cadence", "on: tuesday", "on: 32"),
    ("cadence", "time: 10:00", "time: 9:00"),
    ("cadence", "time: 10:00", "time: 24:00"),
    ("cadence", "zone: Europe/London", "zone: London time"),
    ("cadence", "attendees: [cashier]", "attendees: cashier"),
    ("cadence", "purpose: Meets.", "purpose: Meets.\n    papers_due: 2d"),
    ("cadence", "purpose: Meets.", "purpose: Meets.\n    papers_due: -2 days"),
    ("responsibilities", "accountable: cashier", "acountable: cashier"),
    ("responsibilities", "accountable: cashier", "accountable: cashire"),
    ("responsibilities", "accountable: cashier", "supportive: cashier"),
    ("responsibilities", "accountable: cashier", "accountable: {nobody: true}"),
    ("responsibilities", "{role: mechanic, note: On Sundays.}", "{rolle: owner}"),
    ("responsibilities", "workstreams:", "scheme: rascal\nworkstreams:"),
    ("onboarding", "due: 0 days", "due: soon"),
    ("onboarding", "due: 0 days", "due: 1 week, link: 'javascript:alert(1)'"),
    ("onboarding", "owner: newcomer", "owner: nobody"),
    ("onboarding", "due: 0 days", "due: 0 days, prerequisites: [write]"),
    ("playbook", "title: Ours", "title: Ours\nchecks: {role-no-depty: {off: true}}"),
    ("playbook", "title: Ours", "title: Ours\nchecks: {dangling-ref: {off: true}}"),
    ("playbook", "title: Ours", "title: Ours\nchecks: {role-no-deputy: {threshold: 3}}"),
    ("playbook", "title: Ours", "title: Ours\nwaivers: [{check: role-no-depty, entity: cashier, reason: So.}]"),
]


@pytest.mark.parametrize(("subject", "old", "new"), BAD)
def test_a_schema_refuses_what_the_check_refuses(subject: str, old: str, new: str, tmp_path: Path):
    text = _example(subject, old, new)
    assert _refused(_small_schemas()[subject], EXAMPLES[subject]) == []
    assert _refused(_small_schemas()[subject], text)
    assert _own_problems(subject, text, tmp_path)


def _own_problems(subject: str, text: str, folder: Path) -> list[str]:
    """Return the errors in one file of the small playbook, whose text is replaced, that are not about what it lacks."""
    data = shutil.copytree(SMALL / "data", folder / "data")
    (data / f"{subject}.yml").write_text(text, encoding="utf-8")
    loaded = load(data)
    fixed = {check.id for check in CHECKS if not check.can_be_set} | {"schema", "unknown-check", "yaml"}
    problems = [item for item in checked(loaded) if item.id in fixed and item.place.file == f"data/{subject}.yml"]
    return [f"{item.place}: {item.message}" for item in problems]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_codes_of_the_scheme_are_keys_of_an_activity(scheme: str, tmp_path: Path):
    loaded = golden.loaded(tmp_path, {"responsibilities": {"scheme": scheme}})
    properties = schemas(loaded)["responsibilities"]["$defs"]["Activity"]["properties"]
    every = {code for known in SCHEMES.values() for code in known.codes}
    assert properties.keys() & every == SCHEMES[scheme].codes.keys()


def test_ids_that_look_like_numbers_can_be_named_without_quotes(tmp_path: Path):
    parties = {"parties": {"2030": {"name": "The year", "kind": "third-party"}}}
    known = schemas(golden.loaded(tmp_path, {"parties": parties}))
    assert known["roles"]["$defs"]["party-id"]["enum"][-2:] == ["2030", 2030]


def test_a_file_of_several_need_not_hold_every_key():
    loaded = load(SMALL / "data")
    assert "required" in schemas(loaded)["roles"]
    assert "required" not in schemas(loaded, ["roles"])["roles"]


def test_what_is_broken_can_be_named_and_what_is_unread_can_be_anything(tmp_path: Path):
    broken = golden.loaded(tmp_path / "broken", {"roles": {"roles": {"client-lead": {"level": "middle"}}}})
    assert "client-lead" in schemas(broken)["cadence"]["$defs"]["role-id"]["enum"]
    data = golden.written(tmp_path / "unread", {})
    (data / "phases.yml").write_text("phases: [", encoding="utf-8")
    assert "phase-id" not in schemas(load(data))["services"]["$defs"]


def test_the_command_writes_them_beside_the_facts(tmp_path: Path):
    playbook = small(tmp_path)
    before = run("check", cwd=playbook)
    done = run("schema", cwd=playbook)
    assert (done.code, done.err) == (0, "")
    assert done.out == f"{len(SUBJECTS)} schemas in {playbook / 'data' / FOLDER}\n"
    first = tree(playbook / "data" / FOLDER)
    assert set(first) == {f"{subject}.json" for subject in SUBJECTS}
    assert run("check", cwd=playbook) == before
    assert run("schema", "--to", "elsewhere/schemas", cwd=playbook).code == 0
    assert tree(playbook / "elsewhere" / "schemas") == first


def test_a_check_keeps_them_fresh_where_they_are_and_brings_none(tmp_path: Path):
    playbook = small(tmp_path)
    folder = playbook / "data" / FOLDER
    assert run("check", cwd=playbook).code == 0
    assert not folder.exists()
    assert run("schema", cwd=playbook).code == 0
    replace(playbook / "data/risks.yml", "  long-queue:\n", "  longer-queue:\n")
    run("check", cwd=playbook)
    assert '"longer-queue"' in (folder / "playbook.json").read_text(encoding="utf-8")
    before = tree(folder)
    run("build", cwd=playbook)
    run("check", cwd=playbook)
    assert tree(folder) == before


def test_the_command_tells_what_it_cannot_do(tmp_path: Path):
    playbook = small(tmp_path)
    (playbook / "taken").write_text("", encoding="utf-8")
    done = run("schema", "--to", "taken/folder", cwd=playbook)
    assert (done.code, done.out) == (1, "")
    assert "cannot be written" in done.err
    (playbook / "data" / "roles.yml").unlink()
    done = run("schema", cwd=playbook)
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("data/roles.yml:1:1: error: the file is missing")


def test_they_are_not_published(reference_site):
    assert reference_site.ended.code == 0, reference_site.ended.said
    assert not list(reference_site.folder.rglob("*.schema*")) + list(reference_site.folder.rglob(f"{FOLDER}/*"))


def test_a_new_playbook_has_them(tmp_path: Path):
    assert run("new", "ours", cwd=tmp_path).code == 0
    assert tree(tmp_path / "ours" / "data" / FOLDER) == tree(DATA / FOLDER)
    assert tree(tmp_path / "ours" / ".vscode") == tree(ROOT / ".vscode")
