"""What the page that a contract cites is told by the tree around it: how its section stands on the reader's day.

The page never changes. It has one script, `cited.js` in the root of the tree, which is written anew each time, like
what that reads: `in_force.js`, `status.js`, and of each section `s/<id>/state.js`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from playbook.publish.tree.record import Release
from playbook.rendering.locale import direction, tag
from playbook.views.words import Words

SCRIPT, STYLE = "cited.js", "cited.css"
"""The script, and the look of what it writes."""
STATE = "state.js"
"""What the tree knows of one section, beside the page of it in every version."""


def phrases(words: Words) -> dict[str, Any]:
    """Return what the script says, in one language: by name, with `{version}` and the like where facts stand."""
    return {
        "language": tag(words.locale),
        "direction": direction(words.locale),
        "on": words.say("How this stands on {day}"),
        "states": {
            "in force": words.say("Version {version} is in force."),
            "not yet in force": words.say("Version {version} is not in force yet: it is for the time from {first}."),
            "expired": words.say("Version {version} has expired."),
            "superseded": words.say("Version {version} is superseded."),
            "withdrawn": words.say("Version {version} was withdrawn on {day}: {reason}"),
            "draft": words.say("Version {version} is a draft: nobody has agreed to it, and it is in force on no day."),
        },
        "none": words.say("No version is in force."),
        "other": {
            "unknown": words.say("In force is {version}."),
            "same": words.say("In force is {version}, in which this section says the same."),
            "changed": words.say("In force is {version}, in which this section says something else."),
            "removed": words.say("In force is {version}, which does not hold this section."),
        },
        "late": words.say("It was published on {day}, after the first day for which it was agreed."),
        "erratum": words.say("Erratum of {day}: {text}"),
        "elsewhere": words.say("Erratum of {day}, {section}: {text}"),
        "since": {
            "changed": words.say("Changed in version {version}, for the time from {first}."),
            "removed": words.say("No longer there in version {version}, for the time from {first}."),
            "same": words.say("As it stands here again in version {version}, for the time from {first}."),
        },
        "unchanged": words.say("No later version says anything else."),
    }


def state(id: str, releases: Iterable[Release], status: Mapping[str, Mapping[str, Any]]) -> str:
    """Return what the script reads of one section.

    `texts` numbers what it says in each version: versions that say the same have one number, and 0 is for those that
    lack it. `errata` are the numbers of those that concern it, by version; `status` holds no others.
    """
    sections = {each.version: each.sections.get(id) for each in releases}
    prints = {version: section.fingerprint if section else "" for version, section in sections.items()}
    numbers = {"": 0}
    texts = {version: numbers.setdefault(print, len(numbers)) for version, print in prints.items()}
    errata = {version: [each["number"] for each in said["errata"]] for version, said in status.items()}
    told = {"texts": texts, "errata": {version: those for version, those in errata.items() if those}}
    return f"globalThis.playbookSection = {json.dumps(told)}\n"
