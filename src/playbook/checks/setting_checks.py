"""What is wrong with what a team says of checks: names that nothing has, numbers of what counts nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from playbook.checks.base import Check, CheckSet
from playbook.model import KINDS, Playbook, id_to_cite
from playbook.model.playbook import CheckSetting
from playbook.problems import SHOWN_PROBLEMS, Place, Problem, did_you_mean, quoted
from playbook.source.accepted import Accepted
from playbook.source.marks import Origin

ID = "unknown-check"
_Path = tuple[str | int, ...]


def settings_problems(playbook: Playbook, asked: CheckSet, accepted: tuple[Accepted, ...]) -> Iterator[Problem]:
    """Refuse settings and waivers of checks that do not exist, and thresholds of those that count nothing."""
    known = {check.id: check for check in asked if check.can_be_set}
    yield from _unknown(playbook, asked, known, accepted)
    about = playbook.about
    yield from _thresholds(about.origin, about.checks, ("checks",), known)
    for number, scope in enumerate(about.checks_for):
        yield from _thresholds(about.origin, scope.checks, ("checks_for", number, "checks"), known)
        if scope.kind is not None and scope.kind not in KINDS:
            hint = did_you_mean(scope.kind, KINDS)
            yield Problem(
                about.origin.at("checks_for", number, "kind"), ID, f"there is no kind {quoted(scope.kind)}", hint
            )
        if scope.entity is not None and playbook.whole.cited(scope.entity) is None:
            ids = (id_to_cite(kind, entity.id) for kind, entity in playbook.whole.entities())
            hint = did_you_mean(scope.entity, ids, "write the id to cite, such as `workstream-billing`")
            place = about.origin.at("checks_for", number, "entity")
            yield Problem(place, ID, f"there is no entity {quoted(scope.entity)}", hint)


def _unknown(
    playbook: Playbook, asked: CheckSet, known: Mapping[str, Check], accepted: tuple[Accepted, ...]
) -> Iterator[Problem]:
    fixed = {check.id for check in asked} - known.keys()
    named = [*_named(playbook), *((id, comment.place) for comment in accepted for id in comment.checks)]
    unknown = (item for item in named if item[0] not in known and (item[0] in fixed or not asked.problems))
    for number, (id, place) in enumerate(unknown):
        hint = did_you_mean(id, known if number < SHOWN_PROBLEMS else (), "see the list of checks")
        message = f"there is no check {quoted(id)}"
        if id in fixed:
            message, hint = f"{quoted(id)} can be neither set nor waived", "delete this, and mend what it finds"
        yield Problem(place, ID, message, hint)


def _named(playbook: Playbook) -> Iterator[tuple[str, Place]]:
    """Iterate over the checks that the settings name, each with its place."""
    about = playbook.about
    for id in about.checks:
        yield id, about.origin.key("checks", id)
    for number, scope in enumerate(about.checks_for):
        for id in scope.checks:
            yield id, about.origin.key("checks_for", number, "checks", id)
    for number, waiver in enumerate(about.waivers):
        yield waiver.check, about.origin.at("waivers", number, "check")


def _thresholds(
    origin: Origin, settings: Mapping[str, CheckSetting], path: _Path, known: Mapping[str, Check]
) -> Iterator[Problem]:
    for id, setting in settings.items():
        if setting.threshold is not None and setting.threshold < 0:
            place = origin.at(*path, id, "threshold")
            yield Problem(place, ID, "a threshold is never below 0", "write 0 or more, or `off: true`")
        elif setting.threshold is not None and id in known and not known[id].threshold:
            place, hint = origin.key(*path, id, "threshold"), "delete `threshold`, or write `off: true`"
            yield Problem(place, ID, f"{quoted(id)} counts nothing", hint)
