"""Prose on pages: with its marks where there is room, in plain words where there is one line, and never as HTML."""

import csv
import io

import pytest
from icalendar import Calendar

from macros import cadence, glossary, responsibilities, risks, roles, services
from playbook.changes import changes
from playbook.export.ics import calendar_files
from playbook.export.spreadsheets import spreadsheets
from playbook.pages.pages import read_pages
from playbook.rendering.renderer import Renderer
from playbook.views.cadence import forum_file
from playbook.views.change_words import sentence
from playbook.views.sentences import as_plain
from playbook.views.words import ENGLISH
from tests.golden import loaded
from tests.views.context import context, shown, text

FIRE = {"name": "Fire", "cause": "A spark.", "impact": "Smoke.", "response": "Water."}
LISTED = "Call **at once**:\n\n- the [lead](#role-client-lead), or\n- `112`\n\nThen *leave*."


def _risk(tmp_path, response, **more):
    return loaded(tmp_path, {"risks": {"risks": {"fire": {**FIRE, "response": response}}}, **more}).or_raise()


def _response(playbook, url="here/"):
    rows = shown(context(playbook, url), risks.risk_list).select(".pb-risk__course > div")
    return next(row.dd for row in rows if "Call" in row.get_text() or "x" in row.get_text())


def test_a_text_of_several_blocks_stands_in_an_element_of_its_own(tmp_path):
    found = _response(_risk(tmp_path, LISTED))
    assert [child.name for child in found.div.find_all(recursive=False)] == ["p", "ul", "p"]
    assert found.div["class"] == ["pb-prose"]
    assert [text(item) for item in found.select("li")] == ["the lead , or", "112"]
    assert (found.strong.get_text(), found.em.get_text(), found.code.get_text()) == ("at once", "leave", "112")
    assert found.a["href"] == "../role/client-lead/"
    assert _response(_risk(tmp_path / "b", LISTED), "role/client-lead/").a["href"] == "#"


def test_a_single_paragraph_stands_where_plain_words_stood(tmp_path):
    found = _response(_risk(tmp_path, "Call *x* at https://example.org/a?b&c, or [us](mailto:a@example.org)."))
    assert found.find("p") is None
    assert [(link.get_text(), link["href"]) for link in found.select("a")] == [
        ("https://example.org/a?b&c", "https://example.org/a?b&c"),
        ("us", "mailto:a@example.org"),
    ]
    assert [link.get("class") for link in found.select("a")] == [None, ["pb-outward"]]


@pytest.mark.parametrize("written", ["<script>x</script> **y**", '*x* <b onclick="y">', "`<i>x</i>` &lt;b&gt; *y*"])
def test_html_in_prose_is_shown_as_it_is_written(tmp_path, written):
    found = _response(_risk(tmp_path, written))
    assert {child.name for child in found.find_all()} <= {"strong", "em", "code"}
    assert found.get_text() == written.replace("*", "").replace("`", "")


def test_where_one_line_fits_stand_plain_words(tmp_path):
    given = {
        "glossary": {"terms": {"new": {"name": "New", "definition": "Not *old*:\n- a\n- [b](https://example.org/)"}}},
        "services": {"services": {"help": {"summary": "All **help**.\n\nAnd more."}}},
    }
    here = context(loaded(tmp_path, given).or_raise())
    card = shown(here, services.service_list).select_one(".pb-card__text")
    assert str(card) == '<p class="pb-card__text">All help. And more.</p>'
    entry = shown(here, glossary.glossary)
    assert [text(item) for item in entry.select(".pb-prose li")] == ["a", "b"]


def test_a_summary_is_a_paragraph_or_what_holds_several(tmp_path):
    for purpose, name in (("Leads.", "p"), ("Leads **all**.", "p"), ("Leads.\n\nAnd follows.", "div")):
        playbook = loaded(tmp_path / name / purpose[5:7], {"roles": {"roles": {"client-lead": {"purpose": purpose}}}})
        found = shown(context(playbook.or_raise()), roles.role_card, "client-lead").select_one(".pb-role-card__purpose")
        assert found.name == name
    duties = {"look": {"text": "Looks:\n- here\n- there"}, "say": {"text": "Says *so*."}}
    playbook = loaded(tmp_path / "duties", {"roles": {"roles": {"client-lead": {"duties": duties}}}}).or_raise()
    names = [each.name for each in shown(context(playbook), roles.duties, "client-lead").select(".pb-duties__text")]
    assert names[-2:] == ["div", "span"]


def test_a_note_of_an_activity_keeps_its_link_in_the_row(tmp_path):
    note = "Void while [the rule](https://example.org/) is *suspended*."
    given = {"responsibilities": {"activities": {"run-service": {"note": note, "deliverable": "- one\n- two"}}}}
    playbook = loaded(tmp_path, given).or_raise()
    row = shown(context(playbook), responsibilities.raci).select_one(".pb-raci__note")
    assert row.get_text() == "Note: Void while the rule is suspended."
    assert row.a["href"] == "https://example.org/"
    sheet = spreadsheets(playbook, ENGLISH)["responsibilities/all.csv"].decode("utf-8-sig")
    found = next(each for each in csv.DictReader(io.StringIO(sheet, newline="")) if each["Deliverable"])
    assert found["Deliverable"] == "'- one\n- two"
    assert found["Notes"] == "Void while the rule (https://example.org/) is suspended."


def test_a_calendar_holds_plain_words(tmp_path):
    forum = {"purpose": "To **look**, see [it](https://example.org/).", "agenda": ["*One*", "Two"]}
    playbook = loaded(tmp_path, {"cadence": {"forums": {"monthly": forum}}}).or_raise()
    event = Calendar.from_ical(calendar_files(playbook, ENGLISH)[forum_file("monthly")]).walk("VEVENT")[0]
    assert str(event["description"]) == "To look, see it (https://example.org/).\n\n1. One\n2. Two"
    card = shown(context(playbook), cadence.forum_card, "monthly")
    assert card.select_one(".pb-forum__purpose strong").get_text() == "look"


def test_a_link_in_prose_to_a_page_that_is_not_there_is_told_at_its_text(tmp_path):
    playbook = _risk(tmp_path, "See [the roles](role/index.md) and [these](roles/index.md#x).")
    (tmp_path / "docs" / "role").mkdir(parents=True)
    (tmp_path / "docs" / "role" / "index.md").write_text("# Roles {: #roles }\n", encoding="utf-8")
    (told,) = read_pages(tmp_path / "docs", "docs", playbook).problems
    assert (told.message, told.entity) == ("there is no page `roles/index.md`", "fire")
    assert _response(_risk(tmp_path / "b", "Call [x](role/index.md#top)."), "role/").a["href"] == "#top"


EDITS = {
    "Call **us** all now.": ("Call *us* all now.", "editorial", "Call [-**us**-]{+*us*+} all now."),
    "Call [us](#role-client-lead) now.": (
        "Call [us](#role-supplier-lead) now.",
        "obligation",
        "Call [-[us](#role-client-lead-]{+[us](#role-supplier-lead+}) now.",
    ),
    "Call us now, and all.": ("Call **them** now, and all.", "obligation", "Call [-us-]{+them+} now, and all."),
}


@pytest.mark.parametrize("before", EDITS)
def test_a_change_of_marks_alone_is_editorial_and_one_of_a_link_is_told(tmp_path, before):
    after, sort, said = EDITS[before]
    old, new = _risk(tmp_path / "a", before), _risk(tmp_path / "b", after)
    (change,) = changes(old, new)
    told = as_plain(sentence(change, old, new, ENGLISH))
    assert (change.sort, told) == (sort, f"The response of the risk “Fire” changed: “{said.rstrip('.')}.”")


def test_a_template_of_a_team_cannot_make_prose_act(tmp_path):
    own = "{% macro told(blocks, here, inside=false) %}<script>x</script><p onclick='x'>y</p>{% endmacro %}"
    (tmp_path / "prose.html").write_text(own, encoding="utf-8")
    (tmp_path / "try.html").write_text("{{ text|prose }}", encoding="utf-8")
    playbook = _risk(tmp_path / "facts", "*x*")
    html = Renderer([tmp_path]).block("try.html", None, text=playbook.risks["fire"].response)
    assert html == "<p>y</p>"
