"""Links of the facts: they stand with whatever bears them, on its page and in what is taken away from it."""

import csv
import io
from time import perf_counter

import pytest
from icalendar import Calendar

from macros import cadence, glossary, risks, roles, service_levels, services
from playbook.export.ics import calendar_files
from playbook.export.spreadsheets import spreadsheets
from playbook.markdown.addresses import pieces
from playbook.model.values import TEXT_LIMIT
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


WRITTEN = {
    "See https://meet.example/a_(b)?x=1&y=2. Or call": [("https://meet.example/a_(b)?x=1&y=2",) * 2],
    "Video call; www.example.org/rooms": [("www.example.org/rooms", "https://www.example.org/rooms")],
    "a.b+c@example.co.uk, d@example.org": [
        ("a.b+c@example.co.uk", "mailto:a.b+c@example.co.uk"),
        ("d@example.org", "mailto:d@example.org"),
    ],
    "+44 (0)20 7946 0018 (mornings)": [("+44 (0)20 7946 0018", "tel:+442079460018")],
    "javascript:alert(1) <https://x> data:text/html,x": [("https://x", "https://x")],
    "https://name:word@example.org/ and a@b and UTC+5 30 45 67 89": [],
    "@team@social.example, room +12": [],
}


@pytest.mark.parametrize("written", WRITTEN)
def test_addresses_in_a_place_are_links_and_the_words_beside_them_stay(tmp_path, written):
    playbook = loaded(tmp_path, {"cadence": {"forums": {"monthly": {"location": written}}}}).or_raise()
    card = shown(context(playbook), cadence.forum_card, "monthly")
    place = next(row.dd for row in card.select("dl.pb-facts > div") if row.dt.get_text() == "Where")
    assert [(link.get_text(), link["href"]) for link in place.select("a")] == WRITTEN[written]
    assert place.get_text() == written


def test_each_text_that_says_where_something_is_has_links(tmp_path):
    at = "On https://example.org/x today"
    given = {
        "roles": {"assignments": {"one": {"role": "client-lead", "holder": "Team", "contact": at}}},
        "service_levels": {"service_levels": {"answered": {"data_source": at}}},
        "services": {"services": {"help": {"locations": [at]}}},
        "glossary": {"terms": {"new": {"name": "New", "definition": "Not old.", "source": at}}},
    }
    here = context(loaded(tmp_path, given).or_raise())
    for macro, ids in (
        (roles.assignment_list, ()),
        (service_levels.service_level_card, ("answered",)),
        (services.service_card, ("help",)),
        (glossary.glossary, ()),
    ):
        soup = shown(here, macro, *ids)
        assert [link["href"] for link in soup.select("a.pb-contact")] == ["https://example.org/x"]
        assert at in text(soup)


@pytest.mark.parametrize("sign", ["+1", "a@", "a.", "www.", "https://((", "a@b.", "+1 ", "https://x/)"])
def test_addresses_are_looked_for_in_no_time(sign):
    begun = perf_counter()
    pieces((sign * TEXT_LIMIT)[:TEXT_LIMIT])
    assert perf_counter() - begun < 2


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
