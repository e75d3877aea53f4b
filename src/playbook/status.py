"""The command about the only facts of a published version that change: status."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from playbook.problems import PlaybookError, did_you_mean, quoted
from playbook.proving import ended
from playbook.publish import standing
from playbook.publish.record import Release, released
from playbook.publish.verify import BROKEN, UNKNOWN
from playbook.publishing import CONFIG, TO


@click.command()
@click.argument("version", required=False)
@CONFIG
@TO
@click.option("--withdrawn", metavar="REASON", help="Withdraw the version. It stays readable, and says so.")
@click.option("--reinstated", is_flag=True, help="Take a withdrawal back.")
@click.option("--erratum", metavar="TEXT", help="Say what is wrong in the version, and how to read it.")
@click.option("--section", metavar="ID", help="The section that the erratum is about.")
@click.option(
    "--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="The day of the change; today by default.", metavar="DAY"
)
def status(
    version: str | None,
    config_file: Path,
    public: Path,
    withdrawn: str | None,
    reinstated: bool,
    erratum: str | None,
    section: str | None,
    day: datetime | None,
) -> None:
    """Say how each published version stands, or change how VERSION stands: the only facts that ever change."""
    if withdrawn is not None and reinstated:
        raise click.UsageError("a version is withdrawn or reinstated, not both")
    if section is not None and erratum is None:
        raise click.UsageError("--section says what an --erratum is about")
    change = {"withdrawn": withdrawn, "reinstated": reinstated, "erratum": erratum, "section": section}
    changing = any(value not in (None, False) for value in change.values())
    if changing and version is None:
        raise click.UsageError("name the version that is to change")
    _known(public, version, section)
    try:
        if changing:
            _restate(config_file, public, version, day.date() if day else date.today(), change)
        releases = released(public)
        shown = [each for each in releases if version in (None, each.version)]
        for line in standing.told(tuple(shown), standing.status(public, releases)):
            click.echo(line)
    except (PlaybookError, standing.Refused) as error:
        raise ended(error) from None


def _known(public: Path, version: str | None, section: str | None) -> None:
    """End with 4 where there is no such version or section, or none at all, and with 3 where a record is broken."""
    try:
        there: dict[str, Release] = {each.version: each for each in released(public)}
    except ValueError as error:
        raise ended(
            f"a record in {quoted(public)} is broken: {error}\n    hint: `playbook verify` says which", BROKEN
        ) from None
    if not there:
        raise ended(f"no version is published in {quoted(public)}", UNKNOWN)
    if version is not None and version not in there:
        raise ended(f"there is no version {quoted(version)}\n    hint: {did_you_mean(version, there)}", UNKNOWN)
    if version and section is not None and section not in (known := there[version].sections):
        hint = did_you_mean(section, known, "see the release record for every id")
        message = f"version {quoted(version)} has no section {quoted(section)}\n    hint: {hint}"
        raise ended(message, UNKNOWN)


def _restate(config_file: Path, public: Path, version: str | None, day: date, change: dict[str, Any]) -> None:
    from playbook.site.build import HostError
    from playbook.site.publishing import restate

    try:
        restate(config_file, public, str(version), day, **change)
    except HostError as error:
        raise ended(error) from None
