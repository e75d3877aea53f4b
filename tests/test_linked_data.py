"""What pages tell programs about versions: relations of links, and schema.org's Legislation as JSON-LD."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from tests.editions import FIRST, SECOND, Team, two_versions
from tests.support import run

ADDRESS = "https://playbook.example/"
ROLE = "role-bakery-head"
WORDS = {
    "Legislation": "name url version inLanguage isPartOf workExample encoding temporalCoverage datePublished "
    "legislationIdentifier legislationDate legislationDateVersion legislationLegalForce "
    "dcterms:replaces dcterms:isReplacedBy",
    "LegislationObject": "contentUrl encodingFormat sha256",
}
"""What schema.org and Dublin Core know of each type, as far as it is used; `@` begins what JSON-LD knows."""


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Team:
    """A team that has published two versions, and a statement of permanence in the second."""
    team = two_versions(tmp_path_factory.mktemp("linked"), ADDRESS)
    team.edit("docs/start.md", "# Start", "# Kept {: #statement-of-permanence }\n\n{{ permanence() }}\n\n# Start")
    team.begin_cycle(2032)
    team.commit()
    team.published("2032-1")
    return team


def _head(page: Path) -> dict[str, str]:
    """Return what the head of a page leads to, by relation, as addresses from the root of the tree."""
    return {each.get("rel"): each.get("href") for each in html.fromstring(page.read_bytes()).xpath("//head/link")}


def _linked(public: Path, id: str) -> dict[str, Any]:
    page = html.fromstring((public / "s" / id / "index.html").read_bytes())
    [script] = page.xpath("//script[@type='application/ld+json']")
    found: dict[str, Any] = json.loads(script.text)
    return found


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Iterate over everything that has a type, at any depth."""
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, dict):
            yield from [each] if "@type" in each else []
            for inner in each.values():
                yield from _nodes(inner)


def test_a_cited_page_names_its_own_address_its_history_and_the_version_before_it(team: Team):
    up = "../../../"
    assert _head(team.public / SECOND / "s" / ROLE / "index.html") == {
        "icon": "data:,",
        "stylesheet": "../style.css",
        "canonical": f"{ADDRESS}{SECOND}/s/{ROLE}/",
        "version-history": f"{up}s/{ROLE}/index.html",
        "latest-version": f"{up}current/s/{ROLE}/index.html",
        "predecessor-version": f"{up}{FIRST}/s/{ROLE}/index.html",
    }
    assert "predecessor-version" not in _head(team.public / FIRST / "s" / ROLE / "index.html")


def test_the_page_of_a_section_names_its_address_and_the_newest_version_that_has_it(team: Team):
    head = _head(team.public / "s" / ROLE / "index.html")
    assert (head["canonical"], head["latest-version"]) == (f"{ADDRESS}s/{ROLE}/", f"../../2032-1/s/{ROLE}/")


def test_every_relation_leads_to_a_file_of_the_tree(team: Team):
    for page in (*team.public.glob("s/*/index.html"), *team.public.glob("2*/s/*/index.html")):
        for name, href in _head(page).items():
            if name == "canonical":
                assert (team.public / href.removeprefix(ADDRESS) / "index.html") == page
            elif name != "icon" and not href.endswith("frame.css"):
                there = (page.parent / href).resolve()
                assert (there / "index.html" if href.endswith("/") else there).is_file(), (page, name)


def test_each_version_of_a_section_is_told_by_its_days_its_approval_and_the_hash_of_its_text(team: Team):
    linked = _linked(team.public, ROLE)
    assert linked["@id"] == f"{ADDRESS}s/{ROLE}/"
    first, second, third = linked["workExample"]
    text = (team.public / FIRST / "s" / ROLE / "text.txt").read_bytes()
    assert first["@id"] == f"{ADDRESS}{FIRST}/s/{ROLE}/"
    assert first["temporalCoverage"] == "2030-01-01/2030-12-31"
    assert (first["legislationDateVersion"], first["legislationDate"]) == ("2030-01-01", "2025-12-11")
    assert first["encoding"]["sha256"] == hashlib.sha256(text).hexdigest()
    assert first["encoding"]["contentUrl"] == f"{first['@id']}text.txt"
    assert first["dcterms:isReplacedBy"] == {"@id": second["@id"]}
    assert second["dcterms:replaces"] == {"@id": first["@id"]}
    assert third["dcterms:replaces"] == {"@id": second["@id"]}
    assert not {"dcterms:replaces"} & first.keys()
    assert not [each for each in (first, second, third) if "legislationLegalForce" in each]


def test_all_that_is_said_is_of_the_vocabulary(team: Team):
    for page in team.public.glob("s/*/index.html"):
        for node in _nodes(_linked(team.public, page.parent.name)):
            own = {name for name in node if not name.startswith("@")}
            assert own <= set(WORDS[node["@type"]].split()), page


def test_a_withdrawn_version_is_in_force_on_no_day_and_replaces_none(team: Team, tmp_path: Path):
    public = shutil.copytree(team.public, tmp_path / "public")
    done = run("status", SECOND, "--to", public, "--withdrawn", "A slip </script>.", cwd=team.folder)
    assert done.code == 0, done.said
    first, second, third = _linked(public, ROLE)["workExample"]
    assert second["legislationLegalForce"] == {"@id": "https://schema.org/NotInForce"}
    assert third["dcterms:replaces"] == {"@id": first["@id"]}
    assert not {"dcterms:replaces", "dcterms:isReplacedBy"} & second.keys()


def test_the_statement_of_permanence_is_led_to_from_the_root_from_sections_and_from_what_is_cited(team: Team):
    id = "statement-of-permanence"
    for page, href in (
        ("index.html", f"s/{id}/"),
        (f"s/{ROLE}/index.html", f"../{id}/"),
        (f"2032-1/s/{ROLE}/index.html", f"../{id}/index.html"),
    ):
        links = html.fromstring((team.public / page).read_bytes()).xpath("//a/@href")
        assert href in links, page
    for page in (f"{SECOND}/s/{ROLE}", f"s/{id}", f"2032-1/s/{id}"):
        links = html.fromstring((team.public / page / "index.html").read_bytes()).xpath("//a/@href")
        assert not [link for link in links if link.startswith(f"../{id}/")], page
