"""Two playbooks unlike ours, typed in as such organisations publish them: a provider's matrices, and a foundation.

Nothing in them is written to please a check: under `standard` nothing is found, and no check is turned off.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path

import pytest
import yaml
from lxml import html

from tests.support import PLAYBOOKS, built, other, replace, run

NAMES = sorted(path.name for path in PLAYBOOKS.iterdir())
LETTERS = {"responsible": "R", "accountable": "A", "consulted": "C", "informed": "I"}
EDITS = {
    "provider": (
        ("service_levels.yml", "target: 99.99\n", "target: 99.95\n", "99.95"),
        (
            "responsibilities/backup.yml",
            "name: Try a restore\n",
            "name: Try a restore every quarter\n",
            "every quarter",
        ),
        ("glossary.yml", "in which data stays", "in which data remain", "remain"),
    ),
    "foundation": (
        (
            "cadence.yml",
            'time: "15:00"\n      zone: Europe/Berlin',
            'time: "16:00"\n      zone: Europe/Berlin',
            "16:00",
        ),
        ("roles.yml", "name: Executive director\n", "name: Managing director\n", "Managing director"),
        ("onboarding.yml", "due: 24 hours", "due: 4 hours", "4 hours"),
    ),
}
"""Of each: a file, what stands there once, what is written instead, and what `diff` says of it."""


@pytest.fixture(scope="module")
def folders(tmp_path_factory) -> dict[str, Path]:
    return {name: other(name, tmp_path_factory.mktemp("other") / name) for name in NAMES}


@pytest.fixture(scope="module")
def sites(folders) -> dict[str, Path]:
    return {name: built(folder, "--strict") for name, folder in folders.items()}


def facts(folder: Path, subject: str) -> dict:
    """Return what the files of a subject say, as any reader of YAML reads them."""
    path = folder / "data" / subject
    files = sorted(path.glob("*.yml")) if path.is_dir() else [path.with_suffix(".yml")]
    said: dict = {}
    for file in files:
        for key, values in yaml.safe_load(file.read_text(encoding="utf-8")).items():
            said.setdefault(key, {}).update(values)
    return said


def page(site: Path, address: str) -> html.HtmlElement:
    return html.parse(str(site / address / "index.html"), html.HTMLParser(encoding="utf-8")).getroot()


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_found_that_is_not_worth_acting_on(name, folders):
    settings = (folders[name] / "data" / "playbook.yml").read_text(encoding="utf-8")
    assert "profile: standard" in settings
    assert "checks" not in settings
    assert "waivers" not in settings
    done = run("check", "--strict", cwd=folders[name])
    assert (done.code, done.said.splitlines()[-1]) == (0, "no problems"), done.said


def test_every_letter_of_a_provider_is_counted(folders, sites):
    written = Counter(
        (role, letter)
        for activity in facts(folders["provider"], "responsibilities")["activities"].values()
        for key, letter in LETTERS.items()
        for role in ([activity[key]] if isinstance(activity.get(key), str) else activity.get(key, []))
    )
    with (sites["provider"] / "responsibilities" / "all.csv").open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) == len(facts(folders["provider"], "responsibilities")["activities"]) == 212
    found = Counter(
        (role.lower(), letter) for row in rows for role in ("Customer", "Provider") for letter in row[role].split(", ")
    )
    assert {key: number for key, number in found.items() if key[1]} == written


def test_a_product_is_one_page_with_its_groups_in_order(folders, sites):
    for id, stream in facts(folders["provider"], "responsibilities")["workstreams"].items():
        text = page(sites["provider"], f"responsibilities/{id}").text_content()
        places = [text.index(group["name"]) for group in stream["groups"].values()]
        assert places == sorted(places)


def test_a_footnote_stands_wherever_its_activity_does(sites):
    note = "A version is supported for 14 months"
    for address in ("responsibilities", "responsibilities/kubernetes", "services/kubernetes", "roles/customer"):
        assert note in page(sites["provider"], address).text_content(), address


def test_a_level_says_what_was_written(sites):
    text = " ".join(page(sites["provider"], "levels").text_content().split())
    for said in ("99.90", "99.99", "See the support tiers", "Daily", "30%", "5 minutes", "30 days"):
        assert said in text, said


def test_everyone_who_holds_an_office_is_there_and_nobody_who_left(folders, sites):
    roles = facts(folders["foundation"], "roles")
    holders = {each["holder"]: "to" in each for each in roles["assignments"].values()}
    text = page(sites["foundation"], "roles").text_content()
    seen = {holder for holder in holders if holder in text}
    assert seen == {holder for holder, left in holders.items() if not left}


def test_a_series_that_ended_is_last_and_in_no_calendar_and_one_to_come_is_marked(sites):
    (article,) = page(sites["foundation"], "cadence").xpath("//article")
    text = article.text_content()
    listed, months = text.split("Month by month")
    assert listed.index("Big data group") > listed.index("Windows group")
    assert "ended on 31 December 2024" in " ".join(listed.split())
    assert "Big data group" not in months
    assert "Batch work group" in months
    assert "1 July 2026" in page(sites["foundation"], "cadence/batch-group").text_content()


def test_leaving_is_told_in_its_own_words(sites):
    (article,) = page(sites["foundation"], "onboarding/leavers").xpath("//article")
    text = article.text_content()
    assert "24 hours" in text
    assert "last day" in text
    assert "newcomer" not in text.casefold()


@pytest.mark.parametrize("name", NAMES)
def test_it_is_printed_and_exported(name, folders, sites, tmp_path):
    assert len(page(sites[name], "print").text_content()) > 20_000
    for form in ("pages", "site", *(["ics"] if name == "foundation" else [])):
        done = run("export", form, "--to", tmp_path / form, cwd=folders[name])
        assert done.code == 0, done.said


@pytest.mark.parametrize("name", NAMES)
def test_an_edited_copy_differs_by_what_was_edited(name, folders, tmp_path):
    copy = other(name, tmp_path / name)
    for file, before, after, _ in EDITS[name]:
        replace(copy / "data" / file, before, after)
    done = run("diff", ".", copy, "--format", "json", cwd=folders[name])
    assert done.code == 0, done.said
    told = [json.dumps(change, ensure_ascii=False) for change in json.loads(done.out)["changes"]]
    assert len(told) == len(EDITS[name]), done.out
    for *_, said in EDITS[name]:
        assert sum(said in line for line in told) == 1, done.out
