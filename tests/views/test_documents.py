"""Documents by role, by forum and by kind."""

import pytest

from macros import documents as macros
from playbook.pages.sandbox import Misused
from playbook.views.documents import document_entries
from tests.golden import loaded
from tests.views.context import context, shown, text

LOG = {"name": "Log", "frequency": "always", "readers": ["supplier-lead"]}


def _playbook(tmp_path, forums=None, **documents):
    return loaded(tmp_path, {"documents": {"documents": documents}, "cadence": {"forums": forums or {}}}).or_raise()


def _ids(entries):
    return [entry.document.id for entry in entries]


def test_what_a_role_writes_comes_before_what_it_reads(tmp_path):
    playbook = _playbook(tmp_path, log=LOG, note={**LOG, "owner": "supplier-lead"})
    entries = document_entries(playbook, role="supplier-lead")
    assert [(entry.document.id, entry.part) for entry in entries] == [
        ("status", "owner"),
        ("note", "owner"),
        ("log", "reader"),
    ]
    assert document_entries(playbook, role="client-head") == ()


def test_a_forum_that_names_a_document_is_fed_by_it(tmp_path):
    playbook = _playbook(tmp_path, {"yearly": {"inputs": ["log"]}}, log=LOG)
    assert _ids(document_entries(playbook, forum="yearly")) == ["log"]
    assert [link.id for link in document_entries(playbook, forum="yearly")[0].feeds] == ["yearly"]
    assert _ids(document_entries(playbook, forum="monthly")) == ["status"]


def test_a_forum_named_on_both_sides_is_fed_once(tmp_path):
    assert [link.id for link in document_entries(_playbook(tmp_path))[0].feeds] == ["monthly"]


def test_kinds_are_kept_apart(tmp_path):
    playbook = _playbook(tmp_path, log=LOG)
    assert _ids(document_entries(playbook, kind="report")) == ["status"]
    assert _ids(document_entries(playbook, kind="document")) == ["log"]


def test_each_document_has_its_anchor_once_and_only_at_home(tmp_path):
    playbook = _playbook(tmp_path, log=LOG)
    home = context(playbook, "papers/", {"document": "papers/"})
    both = [shown(home, macros.document_list, kind=kind) for kind in ("report", "document", "report")]
    assert [[item["id"] for item in page.select("[id]")] for page in both] == [
        ["document-status"],
        ["document-log"],
        [],
    ]
    away = shown(context(playbook, "here/", {"document": "papers/"}), macros.document_list)
    assert away.select("[id]") == []
    assert away.select_one(".pb-document__name a")["href"] == "../papers/#document-status"


def test_the_list_says_when_a_paper_is_ready_and_that_it_has_no_owner(tmp_path):
    page = shown(context(_playbook(tmp_path, log=LOG)), macros.document_list)
    status, log = (text(item) for item in page.select(".pb-document"))
    assert "3 business days before the meeting" in status
    assert "Owner nobody yet" in log


def test_a_list_with_nothing_in_it_is_a_sentence(tmp_path):
    here = context(_playbook(tmp_path))
    for asked in ({"role": "client-head"}, {"forum": "yearly"}, {"kind": "document"}):
        page = shown(here, macros.document_list, **asked)
        assert page.find("table") is None
        assert text(page.select_one(".pb-empty")).endswith(".")


@pytest.mark.parametrize(
    ("asked", "hint"),
    [({"kind": "reports"}, "`report`"), ({"role": "client-hed"}, "`client-head`"), ({"forum": 3}, "")],
)
def test_what_is_not_known_is_refused(tmp_path, asked, hint):
    with pytest.raises(Misused) as refused:
        macros.document_list(context(_playbook(tmp_path)), **asked)
    assert hint in refused.value.hint
