"""What an expert would question: one function a check, listed in `CHECKS`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from playbook.checks import (
    authority,
    cadence,
    completeness,
    contract,
    coverage,
    dependencies,
    documents,
    escalation,
    glossary,
    meetings,
    onboarding,
    parties,
    phases,
    prose,
    references,
    register,
    relationship,
    remedies,
    responsibilities,
    risks,
    roles,
    service_levels,
    services,
)
from playbook.checks import playbook as edition
from playbook.checks.base import FOUND, Check, CheckFailed, CheckSet, Context, Finding
from playbook.checks.causes import Judged, gathered
from playbook.checks.decisions import Decisions
from playbook.checks.setting_checks import settings_problems
from playbook.loading.load import Loaded
from playbook.markdown.headings import Heading
from playbook.model import Playbook
from playbook.problems import Problem, Problems, Severity
from playbook.source.accepted import Accepted

__all__ = ["CHECKS", "OURS", "Check", "CheckSet", "Context", "Finding", "checked"]

CHECKS: tuple[Check, ...] = (
    *references.CHECKS,
    *completeness.CHECKS,
    *prose.CHECKS,
    *edition.CHECKS,
    *parties.CHECKS,
    *roles.CHECKS,
    *phases.CHECKS,
    *services.CHECKS,
    *responsibilities.CHECKS,
    *cadence.CHECKS,
    *meetings.CHECKS,
    *documents.CHECKS,
    *escalation.CHECKS,
    *service_levels.CHECKS,
    *dependencies.CHECKS,
    *risks.CHECKS,
    *relationship.CHECKS,
    *contract.CHECKS,
    *authority.CHECKS,
    *remedies.CHECKS,
    *onboarding.CHECKS,
    *glossary.CHECKS,
    *coverage.CHECKS,
    *register.CHECKS,
)
"""Every check, in the order of the subjects."""

OURS = CheckSet(CHECKS)
"""What a playbook is asked that brings no checks of its own."""


def checked(
    loaded: Loaded,
    today: date | None = None,
    carried_by_pages: frozenset[str] | None = None,
    headings: tuple[Heading, ...] | None = None,
    before: Playbook | None = None,
    asked: CheckSet = OURS,
) -> Problems:
    """Return the problems of loading and of every check that can run on what was loaded.

    References are always followed, and ids that may be cited asked for; other questions of governance wait until
    everything can be read and every id leads somewhere, because what is missing would answer them wrongly, unless they
    are of parts. `today` is the day that dates are held against; `carried_by_pages` are the ids of the statements that
    pages carry and `headings` the headings of pages, once pages have been read. `before` are the facts of the edition
    before this one, where it is known. `asked` are the checks, of which `checks.team_checks` finds those of a team.
    """
    problems = Problems(loaded.problems)
    playbook = loaded.playbook
    if playbook is None:
        problems.extend(asked.problems)
        return problems
    problems.extend(settings_problems(playbook, asked, loaded.accepted))
    for check in asked:
        if check.kind == "schema":
            context = Context(playbook, today, check.threshold, refused=tuple(loaded.problems))
            problems.extend(_problem(finding, check.id, check.severity) for finding in check.find(context))
    for finding in references.dangling(playbook, loaded.broken, loaded.unread, loaded.left_out):
        problems.add(_problem(finding, "dangling-ref", "error"))
    chosen = [check for check in asked if check.kind == "governance" or check in (*register.CHECKS, *prose.CHECKS)]
    waits = problems.stop()
    if waits:
        chosen = [check for check in chosen if check.of_parts or (check in register.CHECKS and _answers(check, loaded))]
    unasked = frozenset(check.id for check in chosen if not Decisions(playbook, check).asked)
    unanswered = list(asked.problems)
    for check in sorted(chosen, key=lambda check: check.id == edition.LAST):
        if check.id == edition.LAST and unanswered:
            continue  # what could not be asked may find what is waived
        waived = tuple(problem for problem, _ in problems.waived)
        seen = playbook if waits and not check.of_parts else playbook.listing
        context = Context(
            seen, today, check.threshold, carried_by_pages, (), waived, headings, before, loaded.accepted, unasked
        )
        try:
            _run(check, context, problems, loaded.accepted)
        except CheckFailed as failed:
            unanswered.append(failed.problem)
    problems.extend(unanswered)
    return problems


def _answers(check: Check, loaded: Loaded) -> bool:
    """Tell whether a check of the ledger can answer while something is wrong: nothing that it looks for is left out."""
    return check.id == "heading-no-id" or not (loaded.unread or any(loaded.broken.values()))


def _run(check: Check, context: Context, problems: Problems, accepted: tuple[Accepted, ...]) -> None:
    decisions = Decisions(context.playbook, check, accepted)
    judged: list[Judged] = []
    for threshold in decisions.thresholds if decisions.asked else ():
        for number, finding in enumerate(check.find(replace(context, threshold=threshold))):
            if number == FOUND:
                message = f"it finds more than {FOUND:,} things, and looked no further"
                problems.add(Problem(finding.place, check.id, message, "mend the first of them, and check again"))
                break
            decision = decisions.of(finding)
            if not decision.off and decision.threshold == threshold:
                judged.append(decisions.judged(finding, decision.severity or check.severity))
    for each in gathered(judged):
        problem = _problem(each.finding, check.id, each.severity)
        if each.reason is not None:
            problems.waive(problem, each.reason)
        else:
            problems.add(problem)


def _problem(finding: Finding, id: str, severity: Severity) -> Problem:
    return Problem(finding.place, id, finding.message, finding.hint, severity, finding.entity, finding.also)
