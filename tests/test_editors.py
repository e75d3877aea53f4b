"""The schemas as other programs read them: a validator in Python from the command line, and that of editors in Node.

Each holds every schema to be one, strictly, and finds nothing wrong with the facts of the reference playbook.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from playbook.model import SUBJECTS
from tests import node
from tests.needs import needs
from tests.support import ROOT, SMALL, at_once, run, small
from tests.test_schema import BAD, EXAMPLES, GOOD

DATA = ROOT / "data"
NODE = node.find(node.SCHEMAS)
by_node = needs(NODE, node.NEEDED)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The folders of schemas that the command writes for the reference playbook and for the small one."""
    folder = tmp_path_factory.mktemp("schemas")
    for name, root in (("reference", ROOT), ("small", small(folder / "playbook"))):
        assert run("schema", "--to", folder / name, cwd=root).code == 0
    return {name: folder / name for name in ("reference", "small")}


def _files(subject: str, data: Path) -> list[Path]:
    """Return the files of the facts of a subject: one, or all of a folder."""
    return [data / f"{subject}.yml"] if (data / f"{subject}.yml").is_file() else sorted((data / subject).glob("*.yml"))


def _checked(*arguments: str | Path) -> tuple[int, str]:
    done = run("--no-cache", *arguments, cwd=ROOT, program="check-jsonschema")
    return done.code, done.said


def test_a_validator_for_the_command_line_takes_each_schema_and_the_facts(written: dict[str, Path]):
    every = sorted(path for folder in written.values() for path in folder.iterdir())
    assert len(every) == 2 * len(SUBJECTS)
    assert _checked("--check-metaschema", *every) == (0, "ok -- validation done\n")

    def held(subject: str) -> tuple[int, str]:
        return _checked("--schemafile", written["reference"] / f"{subject}.json", *_files(subject, DATA))

    assert dict(zip(SUBJECTS, at_once(held, SUBJECTS), strict=True)) == dict.fromkeys(
        SUBJECTS, (0, "ok -- validation done\n")
    )


def _read(schemas: Path, texts: list[dict[str, str]]) -> dict[str, Any]:
    """Return what the program for Node finds wrong with the schemas in a folder, and with texts."""
    given = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(schemas.iterdir())}
    command = [str(NODE), str(node.SCHEMAS / "main.mjs")]
    asked = json.dumps({"schemas": given, "texts": texts})
    done = subprocess.run(command, input=asked, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


@by_node
def test_the_validator_of_editors_compiles_each_schema_strictly_and_takes_the_facts(written: dict[str, Path]):
    files = [(subject, path) for subject in SUBJECTS for path in _files(subject, DATA)]
    texts = [{"schema": subject, "text": path.read_text(encoding="utf-8")} for subject, path in files]
    found = _read(written["reference"], texts)
    assert found["schemas"] == dict.fromkeys(SUBJECTS, "")
    assert {path.name: said for (_, path), said in zip(files, found["texts"], strict=True) if said} == {}


@by_node
def test_the_validator_of_editors_takes_and_refuses_what_the_check_does(written: dict[str, Path]):
    cases = [*GOOD, *BAD]
    texts = [{"schema": subject, "text": EXAMPLES[subject].replace(old, new)} for subject, old, new in cases]
    own = [(subject, path) for subject in SUBJECTS for path in _files(subject, SMALL / "data")]
    texts += [{"schema": subject, "text": path.read_text(encoding="utf-8")} for subject, path in own]
    found = _read(written["small"], texts)
    assert found["schemas"] == dict.fromkeys(SUBJECTS, "")
    taken = [case for case, said in zip(cases, found["texts"], strict=False) if not said]
    assert taken == GOOD
    assert found["texts"][len(cases) :] == [""] * len(own)
