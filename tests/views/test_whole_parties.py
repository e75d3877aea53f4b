"""Roles that stand for their whole party: the two columns of a matrix of client and provider."""

import csv
import io
from datetime import date

import pytest

from macros import escalation, responsibilities, roles
from macros import playbook as home
from playbook import checks
from playbook.export.spreadsheets import spreadsheets
from playbook.loading.load import load
from playbook.views.relationship_map import relationship_map
from playbook.views.roles import directory
from playbook.views.words import ENGLISH, Words
from tests.golden import loaded
from tests.support import ROOT
from tests.views.context import context, shown, text

DATA = ROOT / "tests" / "two_columns"
DAY = date(2026, 6, 1)
DETAILED = {"whole-client": {"party": "client", "whole_party": "true"}}
"""A whole party beside the roles of that party."""


@pytest.fixture(scope="module")
def playbook():
    return load(DATA).or_raise()


def test_a_whole_party_is_called_as_its_party_and_keeps_its_own_name_as_another(playbook):
    client, provider = playbook.roles
    assert (client.name, client.aliases) == ("Client", ())
    assert (provider.name, provider.aliases) == ("Provider", ("The hosting people",))


def test_nothing_that_is_asked_of_roles_is_asked_of_whole_parties():
    found = checks.checked(load(DATA), DAY)
    about_roles = {check.id for check in checks.OURS if check.subject in ("roles", "responsibilities", "onboarding")}
    assert [problem for problem in found if problem.id in about_roles - {"raci-no-c-or-i"}] == []


def test_a_matrix_names_each_whole_party_once(playbook):
    page = shown(context(playbook), responsibilities.raci)
    assert [text(cell) for cell in page.select("thead [data-roles]")] == ["Client", "Provider"]
    assert [text(cell) for cell in page.select(".pb-raci__bands th")] == ["Client side", "Supplier side"]
    options = page.select("select[name=role] > option")
    assert [text(option) for option in options] == ["any role", "Client", "Provider"]
    assert not page.select("select[name=role] optgroup")
    assert "Gap" not in text(page)


def test_spreadsheets_name_each_whole_party_once(playbook):
    content = spreadsheets(playbook, Words())["responsibilities/all.csv"].decode("utf-8-sig")
    assert next(csv.reader(io.StringIO(content)))[3:5] == ["Client", "Provider"]


def test_the_directory_has_no_gap_beside_a_whole_party(playbook):
    found = directory(playbook)
    assert [(tier.level, [pair.own.link.text for pair in tier.pairs]) for tier in found.tiers] == [
        (None, ["Client", "Provider"])
    ]
    page = shown(context(playbook), roles.role_directory)
    assert text(page.select_one(".pb-directory__level")) == "Whole parties"
    assert not page.select(".pb-gap, .pb-chips")


def test_the_card_of_a_whole_party_asks_for_nobody(playbook):
    page = shown(context(playbook), roles.role_card, "provider")
    assert text(page) == "Provider The whole party"
    assert text(shown(context(playbook), roles.role_profile, "provider")) == "Also called The hosting people"


def test_the_home_page_names_a_whole_party_once(playbook):
    page = shown(context(playbook), home.reader)
    assert text(page.select_one("[data-panel=client] .pb-reader__role")) == "Client"
    assert "None on the other side" not in text(page)


def test_the_map_stands_whole_parties_above_the_levels(playbook):
    drawing = relationship_map(playbook, ENGLISH)
    assert [band.title for band in drawing.bands] == ["Whole parties"]
    assert not [box for box in drawing.boxes if box.kind == "gap"]


def test_a_whole_party_stands_beside_the_roles_of_its_party(tmp_path):
    read = loaded(tmp_path, {"roles": {"roles": DETAILED}})
    found = read.or_raise()
    assert found.roles["whole-client"].name == "The client"
    assert [tier.level for tier in directory(found).tiers] == [None, "strategic", "tactical", "operational"]
    assert not [each for each in checks.checked(read, DAY) if each.entity == "whole-client"]
    page = shown(context(found), roles.relationship_map, listed=True)
    assert "whole-client has no opposite number" not in text(page)


def test_a_whole_party_owns_a_level_without_a_label_of_its_party(tmp_path):
    levels = {"first": {"client_owner": "whole-client"}}
    differences = {"roles": {"roles": DETAILED}, "escalation": {"paths": {"delivery": {"levels": levels}}}}
    page = shown(context(loaded(tmp_path, differences).or_raise()), escalation.escalation, "delivery")
    first, _ = page.select(".pb-ladder__owner")[:2]
    assert text(first).startswith("The client If away") is False
    assert text(first) == "The client"


ROLES = {"client-two": {"party": "client", "whole_party": "true"}, **DETAILED}


def test_a_second_whole_party_is_refused_where_it_stands(tmp_path):
    (problem,) = loaded(tmp_path, {"roles": {"roles": ROLES}}).problems
    assert problem.message == "`client-two` stands for the whole of `client` already"
    assert (problem.place.file, problem.entity) == ("data/roles.yml", "whole-client")


def test_what_other_roles_need_is_said_together(tmp_path):
    bare = {"clerk": {"party": "client"}}
    found = sorted(loaded(tmp_path, {"roles": {"roles": bare}}).problems, key=lambda each: each.message)
    assert [each.message for each in found] == [
        "`level` is missing from `clerk`",
        "`name` is missing from `clerk`",
        "`purpose` is missing from `clerk`",
    ]
    assert "a whole party (`whole_party: true`) needs none" in found[0].hint
