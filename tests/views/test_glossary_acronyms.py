"""Terms that are nothing but an acronym and the words that it stands for."""

from macros import glossary as macros
from playbook.problems import as_text
from playbook.views.glossary import tip
from tests.golden import loaded
from tests.views.context import context, shown, text


def _loaded(folder, **terms):
    return loaded(folder, {"glossary": {"terms": {"service": "~", **terms}}, "coverage": "~"})


def test_an_acronym_needs_no_definition(tmp_path):
    playbook = _loaded(tmp_path, iaas={"name": "Infrastructure as a service", "acronym": "IaaS"}).or_raise()
    said = text(shown(context(playbook), macros.glossary))
    assert "IaaS is short for Infrastructure as a service." in said
    assert (tip(playbook, "iaas").definition, tip(playbook, "iaas").acronym) == (None, "IaaS")


def test_a_word_of_which_nothing_is_told_is_refused_once(tmp_path):
    found = as_text(_loaded(tmp_path, gate={"name": "Gate"}).problems)
    assert found.count("schema]") == 1
    assert "nothing says what `Gate` means" in found


def test_a_term_has_as_many_short_forms_as_it_is_known_by(tmp_path):
    short = {"acronym": "SLA", "other_acronyms": ["SvcLA", "XLA"]}
    other = {"name": "Second language acquisition", "acronym": "SvcLA"}
    playbook = _loaded(tmp_path, level={"name": "Service level agreement", **short}, second=other).or_raise()
    said = text(shown(context(playbook), macros.glossary))
    assert "Service level agreement SLA SvcLA XLA" in said
    assert "SvcLA 2 meanings" in said
    assert "XLA see Service level agreement" in said
