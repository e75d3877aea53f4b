"""Terms in finished pages: which uses are found, and which are left alone."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from playbook.finishing.tooltips import Tooltips
from playbook.loading.load import load
from playbook.model import Entities
from playbook.model.glossary import Term
from playbook.pages.terms import Terms
from playbook.rendering.addresses import Addresses
from playbook.rendering.renderer import Renderer
from tests.golden import loaded
from tests.support import ROOT

NAMES = [
    ("action", "Action", False),
    ("action", "action item", False),
    ("action-log", "Action log", False),
    ("sla", "SLA", True),
    ("sla", "Service level agreement", False),
    ("level", "Service level", False),
    ("policy", "Policy", False),
    ("process", "Process", False),
    ("rd", "R&D", False),
    ("report", "Owner's report", False),
    ("minutes", "Minutes", False),
    ("request", "CR", True),
    ("review", "CR", True),
    ("board", "CAB", True),
    ("council", "CAB", True),
    ("cafe", "Café", False),
    ("hyphen", "follow-up", False),
]
TERMS = Terms(NAMES)


def marked(html: str) -> str:
    """Return the page with each use as `[term|words]`."""
    return TERMS.marked(html, lambda terms, text: f"[{'+'.join(terms)}|{text}]")[0]


def found(html: str) -> list[str]:
    """Return the uses alone."""
    return re.findall(r"\[([^\]]+)\]", marked(html))


@pytest.mark.parametrize(
    ("html", "uses"),
    [
        ("<p>An action is due.</p>", ["action|action"]),
        ("an action, and another action", ["action|action"]),
        ("<p>Action</p><p>action items</p>", ["action|Action"]),
        (
            "<p>Some actions; all policies, every process, two processes.</p>",
            ["action|actions", "policy|policies"],
        ),
        ("<p>the action log and an action</p>", ["action-log|action log", "action|action"]),
        (
            "<p>Service level agreements and service levels</p>",
            ["sla|Service level agreements", "level|service levels"],
        ),
        ("<p>service\n  level</p>", ["level|service\n  level"]),
        ("<p>an SLA, no sla</p>", ["sla|SLA"]),
        ("<p>two SLAs, the SLAs</p>", ["sla|SLAs"]),
        ("<p>an sla</p>", []),
        ("<p>a CR here</p>", []),
        ("<p>the CAB meets; the CAB again</p>", ["board+council|CAB"]),
        ("<p>R&amp;D here, R and D there</p>", ["rd|R&amp;D"]),
        ("<p>the owner&#39;s report, Owner's reports</p>", ["report|owner&#39;s report"]),
        ("<p>the action's end</p>", ["action|action's"]),
        ("<p>the action’s end</p>", ["action|action’s"]),
        ("<p>an action-plan, a re-action, in/action, action@example.org, action.txt, transaction</p>", []),
        ("<p>one follow-up, one follow up</p>", ["hyphen|follow-up"]),
        ("<p>30 minutes of the minutes</p>", ["minutes|minutes"]),
        ("<p>at the café, CAFÉ</p>", ["cafe|café"]),
        ("<p>action&nbsp;item &action; &copy;</p>", ["action|action"]),
        ("<p>an <em>action</em></p>", ["action|action"]),
        ("<p>service <em>level</em></p>", []),
    ],
)
def test_a_first_use_is_found(html: str, uses: list[str]):
    assert found(html) == uses


@pytest.mark.parametrize(
    "html",
    [
        '<p><a href="x">an action</a></p>',
        '<p><A HREF="x">an action</A></p>',
        "<h2 id='x'>An action</h2>",
        "<h3>An <em>action</em></h3>",
        "<code>action</code>",
        "<pre><code>an\n<span>action</span></code></pre>",
        "<kbd>action</kbd><samp>action</samp>",
        "<button>action</button><label>action</label><select><option>action</option></select>",
        "<textarea>action</textarea><fieldset><legend>action</legend></fieldset>",
        "<form><p>action</p></form><nav><p>action</p></nav>",
        "<svg><title>action</title><text>action</text></svg>",
        "<script>let action = 1 < 2;</script><style>.action { }</style>",
        "<template><p>action</p></template>",
        "<table><caption>action</caption><tr><th>action</th></tr></table>",
        "<dl><dt>action</dt></dl>",
        "<details><summary>action</summary></details>",
        '<table class="pb-month"><tr><td>action</td></tr></table>',
        '<details class="pb-fold"><summary>x</summary><p>action</p></details>',
        '<p title="an action"></p>',
        "<p title='an \"action\" > action'></p>",
        '<p title="an <b>action</b>"></p>',
        "<!-- an action --><!-- <p>action</p> -->",
        '<span class="pb-visually-hidden">action</span>',
        '<span class="pb-chip pb-hue--blue">the action</span>',
        '<p class="pb-card__title">action</p>',
        '<li><a href="x">x</a> <span class="pb-muted">action</span></li>',
        '<p hidden>action</p><p aria-hidden="true">action</p>',
        "<abbr title=x>action</abbr>",
        '<a href="x>an action</a>',
        '<p title="never closed> action <p>action',
        "<svg>action",
    ],
)
def test_other_places_are_left_alone(html: str):
    assert marked(html) == html
    assert found(f"<p>action</p>{html}") == ["action|action"]


@pytest.mark.parametrize(
    "html", ["a < b action", "<p>1 < 2, action</p>", "<3 an action", "a <= action", "action <", "</ x> action"]
)
def test_a_sign_that_opens_nothing_ends_nothing(html: str):
    assert found(html) == ["action|action"]


def test_a_page_is_otherwise_as_it_was(reference_site):
    for path in sorted(reference_site.folder.rglob("*.html")):
        html = path.read_text(encoding="utf-8")
        assert TERMS.marked(html, lambda _, text: text)[0] == html
        unmarked = Terms([]).marked(html, lambda _, text: f"!{text}")
        assert unmarked[0] == html


def test_links_of_the_page_itself_count_as_uses():
    html = '<p><a class="pb-link pb-link--term" href="x" data-term="policy">Policy</a> and an action</p>'
    assert TERMS.marked(html, lambda _, text: text)[1] == ("action", "policy")


@pytest.mark.parametrize(
    "html",
    [
        "<a>" * 60_000,
        "<a " * 60_000,
        '<a "' * 50_000,
        "<svg>" * 40_000 + "</svg x",
        "<!--" * 50_000,
        "<" * 200_000,
        "&" * 200_000,
        "<p '" * 50_000 + '"',
        "action-" * 30_000,
        "service " * 30_000,
        "<table " + "pb-month" * 20_000,
        "\xad" * 100_000,
    ],
)
def test_a_hostile_page_takes_no_longer_than_its_length(html: str):
    begin = time.process_time()
    marked(html)
    assert time.process_time() - begin < 5


HOSTILE = "</div><script>alert(1)</script> <img src=x onerror=alert(1)> \" onmouseover='x' {{ 7*7 }} \\1 \\g<0> &amp;"
UNSAFE = [f"A {HOSTILE} term", "Term"]


def tooltips(tmp_path: Path, terms: dict[str, dict[str, object]]) -> Tooltips:
    """Return the tooltips of a site whose glossary stands at `words/`."""
    playbook = loaded(tmp_path, {"glossary": {"terms": terms}}).or_raise()
    return Tooltips(playbook, Renderer(), Addresses(playbook, {}, {"term": "words/"}))


@pytest.mark.parametrize("name", UNSAFE)
def test_a_hostile_definition_is_shown_as_it_is(tmp_path: Path, name: str):
    terms = {"odd": {"name": name, "definition": HOSTILE, "acronym": "ODD"}}
    found = tooltips(tmp_path, terms)
    found.read("a/b/", HOSTILE, "<p>An ODD thing.</p>")
    page = BeautifulSoup(found.content("a/b/", ""), "lxml")
    word = page.select_one("a.pb-word")
    assert word
    assert (word.text, word["href"], word["data-term"]) == ("ODD", "../../words/#term-odd", "odd")
    tip = page.select_one(f"#{word['aria-describedby']}")
    assert tip
    assert [" ".join(part.text.split()) for part in tip.find_all("p")] == [f"{name} ODD", HOSTILE]
    assert page.find(["script", "img"]) is None
    assert {key for element in page.find_all(True) for key in element.attrs} == {
        *("class", "href", "data-term", "aria-describedby", "id", "hidden", "data-pb", "data-tip", "data-tip-words"),
        "data-pb-aside",
    }
    used = BeautifulSoup(found.content("words/", "<dl><!-- used: odd --></dl>"), "lxml")
    assert used.select_one("dd a").text == HOSTILE


def test_an_acronym_of_two_terms_tells_both(tmp_path: Path):
    terms = {
        "board": {"name": "Advisory board", "acronym": "CAB", "definition": "Advises."},
        "cover": {"name": "Cable cover", "acronym": "CAB", "definition": "Covers."},
    }
    found = tooltips(tmp_path, terms)
    found.read("x/", "X", "<p>The CAB, and the cable cover.</p>")
    page = BeautifulSoup(found.content("x/", ""), "lxml")
    assert [(word.text, word["data-term"]) for word in page.select("a.pb-word")] == [
        ("CAB", "board cover"),
        ("cable cover", "cover"),
    ]
    assert [tip["id"] for tip in page.select("[id]")] == ["pb-tip-board", "pb-tip-cover"]


def test_the_page_of_the_glossary_tells_who_uses_a_term_and_explains_nothing(tmp_path: Path):
    found = tooltips(tmp_path, {"loaf": {"name": "Loaf", "definition": "Bread."}})
    for number in range(9):
        found.read(f"{number}/", f"Page {number}", "<p>A loaf.</p>")
    glossary = "<p>A loaf.</p><dl><!-- used: loaf --><!-- used: nothing --></dl>"
    found.read("words/", "Words", glossary)
    page = BeautifulSoup(found.content("words/", glossary), "lxml")
    assert page.select(".pb-word") == []
    assert " ".join(page.dl.text.split()).endswith("Page 4, Page 5 and 3 more pages")
    assert page.select("dd a")[0]["href"] == "../0/"


def test_a_glossary_without_a_page_marks_nothing(tmp_path: Path):
    playbook = loaded(tmp_path, {}).or_raise()
    found = Tooltips(playbook, Renderer(), Addresses(playbook, {}, {}))
    found.read("x/", "X", "<p>Everything.</p>")
    assert found.content("x/", "<p>Everything.</p>") == "<p>Everything.</p>"


def test_the_names_of_the_reference_playbook_are_found():
    playbook = load(ROOT / "data").or_raise()
    terms = Terms.of(playbook)
    for term in playbook.terms:
        if len(term.name) > 2:
            assert term.id in terms.marked(f"<p>{term.name}</p>".replace("&", "&amp;"), lambda _, text: text)[1], (
                term.name
            )


@pytest.mark.parametrize(
    "html",
    [
        "<p>Within thirty minutes, or 30 minutes.</p>",
        "<p>We action what is open, and you will action it, to action it.</p>",
        "<p>Actions invoices within a week.</p>",
        "<p>Action the request at once.</p>",
        "<p>Matters that action the plan, and rules that process each claim.</p>",
        "<p>They act at once; the act of 1998.</p>",
        "<p>Ask the Director of Action Policy, or the Action Group.</p>",
    ],
)
def test_words_of_another_sense_are_left_alone(html: str):
    names = [*NAMES, ("test", "ACT", True), ("", "Director of Action Policy", True), ("", "Action Group", True)]
    assert Terms(names).marked(html, lambda *_: "[x]")[0] == html


def test_the_team_says_which_words_are_no_use_of_a_term():
    board = {"name": "Board", "definition": "Decides.", "aliases": ["council"], "not_in": ["notice board"]}
    plan = {"name": "Plan", "definition": "Says when.", "tooltip": False}
    about = load(ROOT / "tests" / "site" / "data").or_raise()
    terms = Entities({id: Term.model_validate({"\0id": id, **each}) for id, each in (("board", board), ("plan", plan))})
    html = "<p>The plan is on the notice boards. The council reads it there.</p><p>Notice board: ask the board.</p>"
    found, used = Terms.of(replace(about, terms=terms)).marked(html, lambda ids, text: f"[{ids[0]}|{text}]")
    assert found == html.replace("council", "[board|council]")
    assert used == ("board",)


def test_a_paragraph_has_at_most_two_marks():
    html = "<p>The action, the policy, the process.</p><p>The process, the policy.</p>"
    expected = "<p>The [action|action], the [policy|policy], the process.</p><p>The [process|process], the policy.</p>"
    assert marked(html) == expected
