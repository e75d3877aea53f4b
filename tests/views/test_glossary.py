"""The order of terms, and the signposts that lead to them."""

from macros import glossary as macros
from playbook.views.alphabet import Alphabet
from playbook.views.glossary import Signpost, glossary
from tests.golden import loaded
from tests.views.context import context, shown, text


def _playbook(tmp_path, **terms):
    written = {id.replace("_", "-"): {"definition": "A word.", **term} for id, term in terms.items()}
    return loaded(tmp_path, {"glossary": {"terms": {"service": "~", **written}}, "coverage": "~"}).or_raise()


def _entries(playbook):
    return [
        (letter.letter, entry.name if isinstance(entry, Signpost) else entry.term.name)
        for letter in glossary(playbook).letters
        for entry in letter.entries
    ]


def test_terms_stand_in_order_whatever_their_case_accents_and_signs(tmp_path):
    names = {"one": "zone", "two": "Équipe", "three": "Eager", "four": "3D model", "five": "Exit"}
    playbook = _playbook(tmp_path, **{id: {"name": name} for id, name in names.items()})
    assert _entries(playbook) == [("E", "Eager"), ("E", "Équipe"), ("E", "Exit"), ("Z", "zone"), ("#", "3D model")]


def test_letters_of_other_alphabets_are_letters():
    assert [Alphabet("en-GB").letter(name) for name in ("Ярус", "договор", "ß")] == ["Я", "Д", "S"]


def test_an_acronym_with_two_meanings_is_one_signpost_to_both(tmp_path):
    owner, order = {"name": "Process owner", "acronym": "PO"}, {"name": "Order to buy", "acronym": "PO"}
    playbook = _playbook(tmp_path, owner=owner, order=order, other={"name": "Quorum"})
    page = glossary(playbook)
    found = [entry for letter in page.letters for entry in letter.entries if isinstance(entry, Signpost)]
    assert [(post.name, [link.id for link in post.terms]) for post in found] == [("PO", ["owner", "order"])]
    rivals = {
        entry.term.id: [link.id for link in entry.rivals]
        for letter in page.letters
        for entry in letter.entries
        if not isinstance(entry, Signpost)
    }
    assert rivals == {"order": ["owner"], "owner": ["order"], "other": []}
    said = text(shown(context(playbook), macros.glossary))
    assert "PO 2 meanings Say which one you mean: Process owner , Order to buy" in said
    assert "PO also stands for: Order to buy" in said


def test_another_word_leads_to_its_term(tmp_path):
    playbook = _playbook(tmp_path, client={"name": "Client", "aliases": ["buyer"]}, chair={"name": "Chair"})
    assert _entries(playbook) == [("B", "buyer"), ("C", "Chair"), ("C", "Client")]


def test_a_signpost_beside_its_own_term_is_left_out(tmp_path):
    gate = {"name": "Gate", "aliases": ["gateway", "gates", "review gate"]}
    assert _entries(_playbook(tmp_path, gate=gate, risk={"name": "Risk"})) == [
        ("G", "Gate"),
        ("R", "review gate"),
        ("R", "Risk"),
    ]


def test_a_word_that_is_a_term_itself_needs_no_signpost(tmp_path):
    vendor = {"name": "Vendor"}
    third = {"name": "Third party", "aliases": ["vendor"]}
    assert _entries(_playbook(tmp_path, vendor=vendor, unit={"name": "Unit"}, third=third)) == [
        ("T", "Third party"),
        ("U", "Unit"),
        ("V", "Vendor"),
    ]


def test_every_link_of_the_index_leads_to_a_letter_and_no_anchor_is_set_twice(tmp_path):
    playbook = _playbook(tmp_path, one={"name": "One", "see_also": ["two"]}, two={"name": "Two"}, three={"name": "3D"})
    home = context(playbook, "words/", {"term": "words/"})
    first, second = shown(home, macros.glossary), shown(home, macros.glossary)
    anchors = [item["id"] for item in first.select("[id]")]
    assert sorted(anchors) == ["letter-o", "letter-other", "letter-t", "term-one", "term-three", "term-two"]
    assert {link["href"] for link in first.select("a")} <= {f"#{anchor}" for anchor in anchors}
    assert second.select("[id]") == []


def test_a_glossary_without_terms_says_so(tmp_path):
    assert "No terms" in text(shown(context(_playbook(tmp_path)), macros.glossary))
