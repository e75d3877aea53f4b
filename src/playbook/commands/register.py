"""The command about the ledger of ids: register."""

from __future__ import annotations

from pathlib import Path

import click

from playbook.commands.locations import CONFIG
from playbook.commands.verify import exit_of
from playbook.problems import PlaybookError, report, safe


@click.command()
@CONFIG
@click.option("--check", is_flag=True, help="Say what it would enter and write nothing; end with 1 where there is any.")
def register(config_file: Path, check: bool) -> None:
    """Enter what is new and can be cited into the ledger of ids, data/register.yml; what stands there stays."""
    from playbook.site.build import HostError
    from playbook.site.register import recorded

    try:
        found = recorded(config_file, write=not check)
    except (HostError, PlaybookError) as error:
        raise exit_of(error, outcome="nothing was entered") from None
    for each in found.new if check else ():
        click.echo(f"{safe(each.id)} ({safe(each.title)})")
    if len(found.problems):
        click.echo(report(found.problems, "what has gone has to be told first"), err=True)
    click.echo(f"{len(found.new)} new in {found.file}" if found.new else f"nothing is new to {found.file}")
    raise SystemExit(1 if found.problems.stop() or (check and found.new) else 0)
