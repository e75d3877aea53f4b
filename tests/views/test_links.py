"""Links of the facts: they stand with whatever bears them, on its page and in what is taken away from it."""

import csv
import io

from icalendar import Calendar

from macros import risks
from playbook.export.ics import calendar_files
from playbook.export.spreadsheets import spreadsheets
from playbook.pages.pages import read_pages
from playbook.views.cadence import forum_file
from playbook.views.words import ENGLISH
from tests.golden import loaded
from tests.views.context import context, shown, text

AWAY = "https://example.org/board?a=b&c"
LINKS = [
    {"text": "Minutes & more", "url": AWAY, "kind": "repository"},
    {"text": "The charter", "url": "roles/index.md#charter"},
    {"text": "tel:+442079460018", "url": "tel:+442079460018", "kind": "other"},
]
LINES = [f"Minutes & more: {AWAY}", "The charter: roles/index.md#charter", "tel:+442079460018"]
FIRE = {"name": "Fire", "cause": "A spark.", "impact": "Smoke.", "response": "Water.", "links": LINKS}


def test_a_link_leads_where_it_says_from_any_page(tmp_path):
    playbook = loaded(tmp_path, {"risks": {"risks": {"fire": FIRE}}}).or_raise()
    found = {url: shown(context(playbook, url), risks.risk_list).select("a.pb-outward") for url in ("a/b/", "roles/")}
    assert [(link.get_text(), link["href"]) for link in found["a/b/"]] == [
        ("Minutes & more", AWAY),
        ("The charter", "../../roles/#charter"),
        ("tel:+442079460018", "tel:+442079460018"),
    ]
    assert found["roles/"][1]["href"] == "#charter"
    row = text(found["a/b/"][0].find_parent("div"))
    assert row == "Links Minutes & more (repository) , The charter , tel:+442079460018"


def test_a_link_to_a_page_that_is_not_there_is_told_at_its_place(tmp_path):
    playbook = loaded(tmp_path, {"risks": {"risks": {"fire": FIRE}}}).or_raise()
    (tmp_path / "docs" / "role").mkdir(parents=True)
    (tmp_path / "docs" / "role" / "index.md").write_text("# Roles {: #roles }\n", encoding="utf-8")
    told = read_pages(tmp_path / "docs", "docs", playbook).problems
    assert [(problem.message, problem.entity) for problem in told] == [("there is no page `roles/index.md`", "fire")]
    assert str(told[0].place).startswith("data/risks.yml:")


def test_files_to_take_away_hold_the_links(tmp_path):
    given = {
        "cadence": {"forums": {"monthly": {"links": LINKS}}},
        "responsibilities": {"activities": {"run-service": {"links": LINKS}}},
    }
    playbook = loaded(tmp_path, given).or_raise()
    sheet = spreadsheets(playbook, ENGLISH)["responsibilities/all.csv"].decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(sheet, newline="")))
    assert [row["Links"] for row in rows if row["Links"]] == ["\n".join(LINES)]
    meeting = Calendar.from_ical(calendar_files(playbook, ENGLISH)[forum_file("monthly")]).walk("VEVENT")[0]
    assert str(meeting["description"]).endswith("\n\n" + "\n".join(LINES))
