"""Nobody is forced to invent facts: what organisations leave out is left out of pages, files and texts too."""

from __future__ import annotations

import re

import pytest
import yaml

from playbook.model import KINDS, SUBJECTS
from playbook.model.base import written_as
from playbook.model.change_class import is_expected
from playbook.views.field_types import inner_model
from tests import golden
from tests.support import built, replace, run, small


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    """Return the small playbook without any fact that a contract should settle, under `standard`."""
    folder = small(tmp_path_factory.mktemp("bare") / "playbook")
    replace(folder / "data" / "playbook.yml", "profile: contract", "profile: standard")
    for subject, model in SUBJECTS.items():
        path = folder / "data" / f"{subject}.yml"
        facts = golden.read(path)
        for key, field in model.model_fields.items():
            inner, several = inner_model(field)
            for record in facts.get(key, {}).values() if inner and several and isinstance(facts.get(key), dict) else ():
                for name, each in inner.model_fields.items():
                    if is_expected(each):
                        record.pop(written_as(name, each), None)
        path.write_text(yaml.dump(facts, Dumper=golden.Writer, sort_keys=False, allow_unicode=True), encoding="utf-8")
    return folder


def test_it_is_built_and_blamed_for_nothing_that_it_leaves_open(bare):
    assert "left-open" not in run("check", cwd=bare).said
    site = built(bare)
    for page in site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert not re.search(r">\s*None\b| None ", text), page


@pytest.mark.parametrize("form", ["ics", "pages", "site"])
def test_everything_is_exported(form, bare, tmp_path):
    done = run("export", form, "--to", tmp_path / form, cwd=bare)
    assert done.code == 0, done.said
    assert not any("None" in path.read_text(encoding="utf-8") for path in (tmp_path / form).rglob("*.md"))


def test_every_kind_that_leaves_facts_open_is_told_once(bare):
    replace(bare / "data" / "playbook.yml", "profile: standard", "profile: contract")
    told = [line for line in run("check", cwd=bare).out.splitlines() if line.endswith("[left-open]")]
    assert len(told) == len({line.split("warning: ")[1] for line in told})
    kinds = {line.rpartition(" under `")[2].partition("`")[0] for line in told}
    assert kinds <= {*KINDS.values()}
    assert len(kinds) > 6
