"""What service levels share: a change of it is one change, told with the levels that it holds for."""

from __future__ import annotations

import pytest

from playbook.changes import changes
from playbook.views.change_words import sentence
from playbook.views.sentences import as_plain
from playbook.views.words import ENGLISH
from tests.golden import loaded

CAP = {"cap": "A tenth of the fee."}
LEVEL = {"name": "Backups", "service": "help", "target": "daily", "regime": "gold"}


def _playbook(folder, gold=None, **more):
    levels = {"backups": LEVEL, "restores": {**LEVEL, "name": "Restores"}, "answered": {"cap": "~"}}
    levels = {**levels, **more.pop("levels", {})}
    subject = {"service_levels": levels, "regimes": {"gold": {"name": "Gold", **(gold or CAP)}}, **more}
    return loaded(folder, {"service_levels": subject}).or_raise()


def _told(tmp_path, after, **before):
    old, new = _playbook(tmp_path / "old", **before), _playbook(tmp_path / "new", **after)
    return [(each, as_plain(sentence(each, old, new, ENGLISH))) for each in changes(old, new)]


@pytest.mark.parametrize(
    ("after", "told"),
    [
        (
            {"gold": {"cap": "A fifth of the fee."}},
            "The cap of the regime “Gold” (which holds for Backups and Restores) changed: “A [-tenth-]{+fifth+} of the"
            " fee.”",
        ),
        (
            {"gold": {**CAP, "claim_within": "30 days"}},
            "The time to claim of the regime “Gold” (which holds for Backups and Restores) is new: 30 days.",
        ),
        (
            {"defaults": {"owner": "supplier-lead"}},
            "The owner of the defaults of the service levels (which holds for Backups and Restores) is new:"
            " Supplier lead.",
        ),
    ],
)
def test_one_change_of_a_regime_is_told_once(tmp_path, after, told):
    found = _told(tmp_path, after)
    ((change, said),) = found
    assert (said, set(change.levels), change.sort) == (told, {"backups", "restores"}, "obligation")


def test_who_takes_from_a_regime_what_it_said_itself_says_nothing_new(tmp_path):
    own = {"levels": {"backups": {**LEVEL, **CAP}}}
    assert _told(tmp_path, {}, **own) == []


def test_targets_in_figures_are_loosened_and_in_words_only_changed(tmp_path):
    def levels(target, **more):
        several = {"targets": [{"when": "priority 1", "target": target}, {"when": "priority 2", "target": "8"}]}
        level = {"name": "Backups", "service": "help", "unit": "hours", "direction": "at-most", **several, **more}
        return {"levels": {"backups": level}}

    ((change, said),) = _told(tmp_path / "figure", levels("6"), **levels("4"))
    assert change.sort == "level-loosened"
    assert said == (
        "The target of the case “priority 1” of the service level “Backups” went from 4 hours to 6 hours: loosened."
    )
    ((change, said),) = _told(tmp_path / "words", levels("at once"), **levels("4"))
    assert change.sort == "obligation"
    ((change, _),) = _told(tmp_path / "best", levels("best effort"), **levels("4"))
    assert change.sort == "level-loosened"
