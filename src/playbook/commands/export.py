"""The commands that write the playbook in other forms: export pages, site, ics, pdf, zip."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from playbook.commands.locations import CONFIG, OnDisk
from playbook.commands.publish import EXPORTS
from playbook.commands.shared import STRICT, host, say_kept
from playbook.commands.verify import TAKES_OVER
from playbook.problems import counted, line_of, quoted, safe


@click.group()
def export() -> None:
    """Write the playbook in other forms."""


@export.command()
@CONFIG
@click.option("-t", "--to", "folder", required=True, type=OnDisk(file_okay=False), help="Where to.")
@TAKES_OVER
def pages(config_file: Path, folder: Path, take_over: bool) -> None:
    """Write every page as Markdown without macros, its blocks as plain HTML, for another site generator."""
    from playbook.site.exports import expand

    number, others = host(expand, config_file, folder, take_over=take_over)
    say_kept(folder, others)
    click.echo(f"{counted(number, 'page')} in {safe(str(folder))}")


@export.command("site")
@CONFIG
@click.option("-t", "--to", "folder", required=True, type=OnDisk(file_okay=False), help="Where to.")
@TAKES_OVER
def site_for_others(config_file: Path, folder: Path, take_over: bool) -> None:
    """Write what another engine needs to build the site: settings, pages, styles, scripts. Then: `playbook finish`."""
    from playbook.site.other_engines import export as export_site

    number, others = host(export_site, config_file, folder, take_over=take_over)
    say_kept(folder, others)
    click.echo(f"{counted(number, 'page')} in {safe(str(folder))}; build it, and then: playbook finish FOLDER")


@export.command()
@CONFIG
@click.option(
    "-t",
    "--to",
    "target",
    required=True,
    type=OnDisk(),
    help="Where to: a file that ends in .ics, or a folder.",
)
@click.option("--forum", metavar="ID", help="Only the meetings of this forum.")
@click.option("--role", metavar="ID", help="Only the meetings this role takes part in.")
@TAKES_OVER
def ics(config_file: Path, target: Path, forum: str | None, role: str | None, take_over: bool) -> None:
    """Write calendar files for any calendar programme: of all meetings, of each forum and of each role."""
    from playbook.site.exports import export_calendars

    number, others = host(export_calendars, config_file, target, forum, role, take_over=take_over)
    say_kept(target, others)
    click.echo(f"{counted(number, 'calendar')} in {safe(str(target))}")


@export.command()
@CONFIG
@STRICT
@click.option("-t", "--to", "target", required=True, type=OnDisk(dir_okay=False), help="The file to write.")
@TAKES_OVER
def pdf(config_file: Path, strict: bool, target: Path, take_over: bool) -> None:
    """Write the whole playbook as a PDF, with contents and page numbers."""
    from playbook.site.exports import export_pdf

    options: dict[str, Any] = {"strict": strict, "take_over": take_over}
    number, refused, problems = host(export_pdf, config_file, target, why="and `--strict`", **options)
    for problem in problems:
        click.echo(line_of(problem), err=True)
    for address in refused:
        click.echo(f"the PDF leaves out {quoted(address)}: only files of the site can be in it", err=True)
    click.echo(f"{counted(number, 'page')} in {safe(str(target))}")


for command in EXPORTS:
    export.add_command(command)
