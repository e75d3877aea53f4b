"""Where statements are carried."""

from macros import coverage as macros
from playbook.views.base import Link
from playbook.views.coverage import coverage
from tests.golden import loaded
from tests.views.context import context, shown, text

STATEMENTS = {
    "S1": {"text": "One.", "section": "First"},
    "S2": {"text": "Two.", "section": "Second"},
    "S3": {"text": "Three.", "section": "First"},
}


def _playbook(tmp_path, **differences):
    return loaded(tmp_path, {"coverage": {"statements": STATEMENTS}, **differences}).or_raise()


def _places(playbook, pages=None):
    table = coverage(playbook, pages or {})
    return {
        row.statement.id: [(item.link.kind, item.link.id, item.parts) for item in row.carriers]
        for section in table.sections
        for row in section.rows
    }


def test_tags_inside_an_entity_link_to_the_entity_and_name_the_part(tmp_path):
    duties = {"listen": {"text": "Listens.", "carries": ["S2", "S3"]}, "tell": {"text": "Tells.", "carries": ["S2"]}}
    playbook = _playbook(
        tmp_path,
        roles={"roles": {"client-head": {"carries": ["S3"], "duties": duties}}},
        escalation={"paths": {"delivery": {"levels": {"top": {"carries": ["S3"]}}}}},
        onboarding={"programmes": {"newcomer": {"steps": {"read": {"carries": ["S3"]}}}}},
    )
    places = _places(playbook)
    assert places["S1"] == [("term", "service", ())]
    assert places["S2"] == [("role", "client-head", (("duty", "listen"), ("duty", "tell")))]
    assert places["S3"] == [
        ("role", "client-head", (("duty", "listen"),)),
        ("path", "delivery", (("rung", "top"),)),
        ("programme", "newcomer", (("step", "read"),)),
    ]


def test_the_sourcing_structure_carries_too(tmp_path):
    structure = {"name": "Selective", "contracts": "One each.", "control": "Full.", "delivery": "Many."}
    sourcing = {"parties": {"sourcing": {"carries": ["S2"]}, "structures": {"selective": structure}}}
    assert _places(_playbook(tmp_path, **sourcing))["S2"] == [("structure", "selective", ())]


def test_without_structures_the_sourcing_is_named_and_leads_nowhere(tmp_path):
    playbook = _playbook(tmp_path, parties={"sourcing": {"carries": ["S2"]}})
    page = shown(context(playbook, home={"structure": "parties/"}), macros.coverage)
    assert text(page.select_one("li .pb-link--sourcing")) == "selective"
    assert page.select_one("a.pb-link--sourcing") is None


def test_pages_come_after_the_data(tmp_path):
    places = _places(_playbook(tmp_path), {"S1": (Link("page", "about/", "About"),)})
    assert places["S1"] == [("term", "service", ()), ("page", "about/", ())]


def test_sections_gather_their_statements_and_count_what_is_carried(tmp_path):
    table = coverage(_playbook(tmp_path), {"S2": (Link("page", "about/", "About"),)})
    assert [(part.name, [row.statement.id for row in part.rows], part.carried) for part in table.sections] == [
        ("First", ["S1", "S3"], 1),
        ("Second", ["S2"], 1),
    ]
    assert (table.carried, table.total) == (2, 3)


def test_a_statement_without_a_place_is_marked_in_words(tmp_path):
    home = context(_playbook(tmp_path), "cover/", {"statement": "cover/", "term": "words/"})
    page = shown(home, macros.coverage)
    rows = {row["id"]: text(row) for row in page.select("tbody tr")}
    assert "Nowhere yet" in rows["statement-s2"]
    assert "Nowhere yet" not in rows["statement-s1"]
    assert page.select_one("#statement-s1 li a")["href"] == "../words/#term-service"
    assert "1 of 3 2 statements have no place yet." in text(page)


def test_a_playbook_without_statements_says_so(tmp_path):
    playbook = loaded(tmp_path, {"coverage": "~", "glossary": {"terms": {"service": {"carries": "~"}}}}).or_raise()
    assert "nothing to cover" in text(shown(context(playbook), macros.coverage))
