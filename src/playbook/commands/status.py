"""The command about what is said of published versions after they were published: status."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path

import click

from playbook.commands.locations import DEFAULT, OnDisk
from playbook.commands.publish import SEALS, TO, Sealing, say_taken_over, seal_of, sealing_errors
from playbook.commands.verify import exit_of
from playbook.problems import PlaybookError, did_you_mean, quoted
from playbook.publish.release import root_pages, statements
from playbook.publish.tree import approvals, version_status
from playbook.publish.tree.older_trees import log_of, without_log
from playbook.publish.tree.record import Release, released
from playbook.publish.tree.root_files import served_at
from playbook.publish.verify.verdict import BROKEN, UNKNOWN

NOT_CHANGED = "nothing was changed"


@dataclass(frozen=True)
class _Wish:
    """What one call asks for; None and False are not asked for."""

    withdrawn: str | None
    reinstated: bool
    erratum: str | None
    section: str | None
    taken_back: int | None
    countersigned: bool
    added: Path | None
    party: str | None
    ended: str | None
    reason: str | None
    rebuild: bool
    removed: tuple[str, ...]

    def events(self, version: str) -> tuple[statements.Said, ...]:
        """Return the events to enter."""
        return (*self._of_version(version), *self._of_keys())

    def _of_version(self, version: str) -> Iterator[statements.Said]:
        if self.withdrawn is not None:
            yield "withdrawn", {"version": version, "reason": self.withdrawn}
        if self.reinstated:
            yield "reinstated", {"version": version}
        if self.erratum is not None:
            about = {"section": self.section} if self.section else {}
            yield "erratum", {"version": version, "text": self.erratum, **about}
        if self.taken_back is not None:
            yield "erratum-taken-back", {"version": version, "erratum": str(self.taken_back)}
        for file in self.removed:
            yield "removed", {"version": version, "file": file, "reason": self.reason or ""}

    def _of_keys(self) -> Iterator[statements.Said]:
        if self.added is not None:
            public_key = self.added.read_text(encoding="utf-8", errors="replace").strip()
            yield "key-added", {"public_key": public_key, "party": self.party or ""}
        if self.ended is not None:
            yield "key-ended", {"fingerprint": self.ended, "reason": self.reason or ""}

    def refuse_unclear(self, version: str | None) -> None:
        """Raise `UsageError` where what is asked for does not fit together."""
        if self.withdrawn is not None and self.reinstated:
            raise click.UsageError("a version is withdrawn or reinstated, not both")
        if self.section is not None and self.erratum is None:
            raise click.UsageError("--section says what an --erratum is about")
        if (self.added is None) != (self.party is None):
            raise click.UsageError("--add-key and --party say together whose key may sign")
        if (self.ended is None and not self.removed) != (self.reason is None):
            raise click.UsageError("--reason says why a key may no longer sign, or why a file is taken out")
        if (any(self._of_version("")) or self.countersigned) and version is None:
            raise click.UsageError("name the version that is to change")


@click.command()
@click.argument("version", required=False)
@click.option(
    "-f",
    "--config-file",
    type=OnDisk(dir_okay=False),
    help="The settings of the playbook whose look the pages above the versions have, where there are any.",
)
@TO
@click.option("--withdrawn", metavar="REASON", help="Withdraw the version. It stays readable, and says so.")
@click.option("--reinstated", is_flag=True, help="End a withdrawal.")
@click.option("--erratum", metavar="TEXT", help="Say what is wrong in the version, and how to read it.")
@click.option("--section", metavar="ID", help="The section that the erratum is about.")
@click.option("--erratum-taken-back", "taken_back", type=int, metavar="NUMBER", help="Take an erratum back.")
@click.option("--countersigned", is_flag=True, help="Put one more signature, by --sign, beside the record.")
@click.option(
    "--add-key",
    "added",
    type=OnDisk(exists=True, dir_okay=False),
    metavar="FILE.pub",
    help="From now on this key may sign; with the first one, everything must be signed.",
)
@click.option("--party", metavar="ID", help="Whose key it is.")
@click.option("--end-key", "ended_key", metavar="SHA256:…", help="From now on this key may no longer sign.")
@click.option(
    "--removed",
    multiple=True,
    metavar="FILE",
    help="Take a file of the version out for good, such as 2026-1/index.html, because it must not be read.",
)
@click.option("--reason", metavar="TEXT", help="Why a key may no longer sign, or a file is taken out.")
@click.option(
    "--rebuild", is_flag=True, help="Write what stands above the versions anew, from the records and the log."
)
@SEALS
@click.option(
    "--date",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="As of which day to say how versions stand, or of which day a change is; today by default.",
    metavar="DAY",
)
def status(
    version: str | None,
    config_file: Path | None,
    public: Path,
    day: datetime | None,
    sealing: Sealing,
    ended_key: str | None,
    **asked: object,
) -> None:
    """Say how each published version stands, or enter into the log what is to be known of VERSION."""
    wish = _Wish(ended=ended_key, **asked)  # type: ignore[arg-type]  # click gives what the options declare
    wish.refuse_unclear(version)
    _known(public, version, wish.section)
    as_of = day.date() if day else date.today()
    older = without_log(public)
    try:
        with sealing_errors(NOT_CHANGED):
            _change(config_file, public, version, as_of, wish, sealing)
        say_taken_over(public, older)
        releases = released(public)
        shown = {each.version for each in releases if version in (None, each.version)}
        log = log_of(public, releases, as_of)
        approved = {
            each.version: approvals.approval_lines(each, approvals.signing_keys(log, each.version)) for each in releases
        }
        click.echo(f"as of {as_of}")
        for line in version_status.status_lines(version_status.status(log), shown, as_of, approved):
            click.echo(line)
    except (PlaybookError, version_status.Refused) as error:
        raise exit_of(error, getattr(error, "code", 1), NOT_CHANGED) from None


def _known(public: Path, version: str | None, section: str | None) -> None:
    """End with 4 where there is no such version or section, or none at all, and with 3 where a record is broken."""
    try:
        there: dict[str, Release] = {each.version: each for each in released(public)}
    except ValueError as error:
        raise exit_of(
            f"a record in {quoted(public)} is broken: {error}\n    hint: `playbook verify` says which", BROKEN
        ) from None
    if not there:
        raise exit_of(f"no version is published in {quoted(public)}", UNKNOWN)
    if version is not None and version not in there:
        raise exit_of(f"there is no version {quoted(version)}\n    hint: {did_you_mean(version, there)}", UNKNOWN)
    if version and section is not None and section not in (known := there[version].sections):
        hint = did_you_mean(section, known, "see the release record for every id")
        message = f"version {quoted(version)} has no section {quoted(section)}\n    hint: {hint}"
        raise exit_of(message, UNKNOWN)


def _change(
    config_file: Path | None, public: Path, version: str | None, day: date, wish: _Wish, sealing: Sealing
) -> None:
    """Enter what is asked for, one event after the other."""
    events = wish.events(str(version))
    if not (events or wish.countersigned or wish.rebuild):
        return
    write_root = _root_writer(config_file, public)
    if wish.rebuild:
        statements.rebuild_root(public, write_root)
    change = statements.Change(day, write_root, seal_of(sealing), sealing.signers)
    if events:
        statements.enter_statements(public, change, *events)
    if wish.countersigned:
        if sealing.key is None:
            raise click.UsageError("--countersigned puts the signature of --sign beside a record")
        statements.countersign_version(public, change, str(version))


def _root_writer(config_file: Path | None, public: Path) -> Callable[[], None]:
    """Return what writes the pages above the versions: in the look of the playbook that is here, else as they come."""
    own, address = _look(config_file) or ((), served_at(public))
    return partial(root_pages.write, public, root_pages.page_in(own, released(public)[-1].locale), address)


def _look(config_file: Path | None) -> tuple[tuple[Path, ...], str] | None:
    """Return the folders of templates of a playbook, and the address that it gives; None where no playbook is here."""
    if config_file is None and not Path(DEFAULT).is_file():
        return None
    from playbook.site.build import HostError, look

    try:
        return look(config_file or Path(DEFAULT))
    except HostError as error:
        raise exit_of(error, outcome=NOT_CHANGED) from None
