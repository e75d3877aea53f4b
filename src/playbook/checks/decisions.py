"""What a team decides about a check: whether it is asked, of what, how much it weighs, and what is accepted.

What is said of a kind, of an entity and all that belongs to it, or of a folder stands above what is said of the whole,
and of two such sayings the later one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from playbook.checks.base import Check, Finding
from playbook.checks.causes import Judged
from playbook.model import KINDS, Entity, Playbook, id_to_cite
from playbook.model.playbook import CheckSetting, ScopedChecks
from playbook.model.references import ending_with
from playbook.problems import Severity
from playbook.source.accepted import Accepted


@dataclass(frozen=True)
class Decision:
    """How a finding counts: not at all, with a severity of the team's, and above which number."""

    off: bool
    severity: Severity | None
    threshold: int
    said: bool = False
    """Whether the team says anything of it, so that no profile leaves it out."""

    def under(self, setting: CheckSetting) -> Decision:
        """Return the decision under what a team says further."""
        written = setting.model_fields_set
        return Decision(
            setting.off,
            setting.severity if "severity" in written else self.severity,
            setting.threshold if setting.threshold is not None else self.threshold,
            said=True,
        )


class Decisions:
    """What is decided about one check, and of each thing that it finds."""

    def __init__(self, playbook: Playbook, check: Check, accepted: tuple[Accepted, ...] = ()) -> None:
        """Read the settings of a playbook; `accepted` is what comments in its files accept."""
        about = playbook.about
        self.playbook, self.check = playbook, check
        self.profile = about.profile if check.can_be_set else "contract"
        bare = Decision(check.profile == "contract" and self.profile != "contract", None, check.threshold)
        setting = about.checks.get(check.id)
        self.general = bare.under(setting) if setting else bare
        self.scoped = [(each, each.checks[check.id]) for each in about.checks_for if check.id in each.checks]
        self.waivers = {waiver.entity: waiver.reason for waiver in about.waivers if waiver.check == check.id}
        self.accepted = tuple(each for each in accepted if check.id in each.checks)

    @property
    def asked(self) -> bool:
        """Whether the check is asked of anything."""
        return not self.general.off or any(not setting.off for _, setting in self.scoped)

    @property
    def thresholds(self) -> tuple[int, ...]:
        """The numbers that it is asked with, each once."""
        others = (setting.threshold for _, setting in self.scoped)
        return tuple(dict.fromkeys([self.general.threshold, *(each for each in others if each is not None)]))

    def of(self, finding: Finding) -> Decision:
        """Return the decision about a finding; its severity is the one that it counts with."""
        decision = self.general
        for scope, setting in self.scoped:
            if _is_within(self.playbook, finding, scope):
                decision = decision.under(setting)
        severity = decision.severity or finding.severity or self.check.severity
        off = decision.off or (self.profile == "draft" and severity != "error" and not decision.said)
        return replace(decision, off=off, severity=severity)

    def judged(self, finding: Finding, severity: Severity) -> Judged:
        """Return a finding with its weight and, where it is accepted, the reason: by itself, or with its cause."""
        if finding.entity in self.waivers:
            return Judged(finding, severity, self.waivers[finding.entity])
        here = next((each.reason for each in self.accepted if each.holds(self.check.id, finding.place)), None)
        if here is None and finding.cause and finding.cause.entity in self.waivers:
            return Judged(finding, severity, self.waivers[finding.cause.entity], as_one=True)
        return Judged(finding, severity, here)


def _is_within(playbook: Playbook, finding: Finding, scope: ScopedChecks) -> bool:
    """Tell whether what is said of a scope is said of a finding."""
    if scope.folder:
        folder = scope.folder.rstrip("/")
        return finding.place.file == folder or finding.place.file.startswith(f"{folder}/")
    kinds = [finding.kind] if finding.kind else []
    kinds = kinds or [kind for kind in KINDS if finding.entity in playbook.whole.of_kind(kind)]
    if scope.kind:
        return scope.kind in kinds
    return any(scope.entity == each for kind in kinds for each in holders(playbook, kind, finding.entity or ""))


def holders(playbook: Playbook, kind: str, id: str) -> Iterator[str]:
    """Iterate over an entity and what it belongs to, by the ids under which they are cited."""
    entity = playbook.whole.of_kind(kind).get(id)
    if entity is not None:
        yield id_to_cite(kind, id)
        model: type[Entity] = type(entity)
        for field, other, _ in ending_with(model):
            if held := getattr(entity, field):
                yield from holders(playbook, other, held)
