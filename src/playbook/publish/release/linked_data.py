"""What a page tells programs about one section in every version: schema.org's Legislation, as JSON-LD.

It says what the records and the log say, and nothing that depends on the day on which somebody reads it: that a version
is in force is for the reader's day to say, so only what is in force on no day is marked as that.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from playbook.publish.tree.approvals import approvals_given
from playbook.publish.tree.in_force import Term
from playbook.publish.tree.record import Release

CONTEXT = ["https://schema.org/", {"dcterms": "http://purl.org/dc/terms/"}]
"""The vocabularies: schema.org, and for what replaces what, of which it has no word, Dublin Core."""
NOT_IN_FORCE = {"@id": "https://schema.org/NotInForce"}
UP = "../../"
"""The way to the root of the tree where nobody knows its address; relative addresses are those of the page."""

Linked = dict[str, Any]


def legislation(
    id: str, releases: Mapping[str, Release], terms: tuple[Term, ...], counting: tuple[Term, ...], address: str
) -> Linked:
    """Return a section as a work, and each version of it that `releases` hold as a text of that work.

    `releases` are by version, the oldest first; `counting` are the terms of those that are agreed and not withdrawn.
    """
    root = address or UP
    holding = [term for term in terms if id in releases[term.version].sections]
    newest = releases[holding[-1].version]
    texts = {term.version: _text(id, releases[term.version], term, root) for term in holding}
    in_order = sorted((term for term in counting if term.version in texts), key=lambda term: term.rank)
    for older, newer in pairwise(in_order):
        texts[newer.version]["dcterms:replaces"] = {"@id": texts[older.version]["@id"]}
        texts[older.version]["dcterms:isReplacedBy"] = {"@id": texts[newer.version]["@id"]}
    return {
        "@context": CONTEXT,
        "@type": "Legislation",
        "@id": f"{root}s/{id}/",
        "name": newest.sections[id].title,
        "legislationIdentifier": id,
        "inLanguage": newest.locale,
        "isPartOf": {"@type": "Legislation", "@id": root, "name": newest.title},
        "workExample": list(texts.values()),
    }


def embedded(linked: Linked) -> Markup:
    """Return data as they stand in a page: on one line, without a sign that could end the element that holds them."""
    return htmlsafe_json_dumps(linked, ensure_ascii=False, separators=(",", ":"))


def _text(id: str, release: Release, term: Term, root: str) -> Linked:
    """Return what one version has of a section."""
    kept, own = release.sections[id], f"{root}{release.version}/s/{id}/"
    approved = sorted(on for _, _, on in approvals_given(release))
    found: Linked = {
        "@type": "Legislation",
        "@id": own,
        "version": release.version,
        "legislationIdentifier": f"{release.version}/s/{id}/",
        "legislationDateVersion": release.effective_from,
        "temporalCoverage": f"{release.effective_from}/{release.effective_to or '..'}",
        "inLanguage": release.locale,
        "isPartOf": {"@type": "Legislation", "@id": f"{root}{release.version}/"},
        "encoding": {
            "@type": "LegislationObject",
            "contentUrl": f"{own}text.txt",
            "encodingFormat": "text/plain",
            "sha256": kept.fingerprint.rpartition(":")[2],
        },
    }
    if approved:
        found["legislationDate"] = approved[-1]
    if term.published:
        found["datePublished"] = term.published.isoformat()
    if term.draft or term.withdrawn:
        found["legislationLegalForce"] = NOT_IN_FORCE
    return found
