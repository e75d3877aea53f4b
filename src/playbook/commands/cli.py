"""The `playbook` command. Exit codes: 0 clean, 1 problems, 2 wrong usage, 70 a fault of ours."""

from __future__ import annotations

from pathlib import Path

import click

from playbook import __version__
from playbook.commands.check import check
from playbook.commands.export import export
from playbook.commands.locations import CONFIG, OnDisk
from playbook.commands.publish import COMMANDS
from playbook.commands.register import register
from playbook.commands.shared import STRICT, host
from playbook.commands.status import status
from playbook.commands.verify import COMMANDS as PROVING
from playbook.commands.verify import TAKES_OVER, exit_of
from playbook.problems import PlaybookError, counted, line_of, safe
from playbook.reporting.unforeseen import Commands


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="playbook")
@click.option("--debug", is_flag=True, expose_value=True, help="Show where an error comes from that nobody foresaw.")
def main(debug: bool) -> None:  # `Commands` reads it
    """Check, build and serve a governance playbook."""


@main.command()
@CONFIG
@click.option(
    "-t",
    "--to",
    "folder",
    type=OnDisk(file_okay=False),
    help="Where to; the folder .schema among the facts by default.",
)
def schema(config_file: Path, folder: Path | None) -> None:
    """Write a JSON Schema for each file of facts, so that an editor completes and checks what you type."""
    from playbook.site.exports import write_schemas

    written = host(write_schemas, config_file, folder)
    click.echo(f"{counted(len(written), 'schema')} in {safe(str(written[0].parent))}")


@main.command()
@CONFIG
@STRICT
@click.option("-d", "--site-dir", type=OnDisk(file_okay=False), help="Where to write the site.")
@TAKES_OVER
@click.option("-v", "--verbose", is_flag=True, help="Show each step of the build.")
def build(config_file: Path, strict: bool, site_dir: Path | None, take_over: bool, verbose: bool) -> None:
    """Build the site; where anything is wrong, the last one stays as it was."""
    from playbook.site.build import build as build_site

    target, pages = host(
        build_site,
        config_file,
        outcome="nothing was built",
        why="and `--strict`",
        site_dir=site_dir,
        strict=strict,
        verbose=verbose,
        take_over=take_over,
    )
    click.echo(f"{counted(pages, 'page')} in {safe(str(target))}")


@main.command()
@CONFIG
@STRICT
@click.option("-a", "--address", metavar="HOST:PORT", help="Where to serve; 127.0.0.1:8000 by default.")
@click.option("-o", "--open", "open_in_browser", is_flag=True, help="Open the site in a browser.")
def serve(config_file: Path, strict: bool, address: str | None, open_in_browser: bool) -> None:
    """Serve the site on this machine, and rebuild it on each save."""
    from playbook.site.build import serve as serve_site

    options = {"address": address, "strict": strict, "open_in_browser": open_in_browser}
    host(serve_site, config_file, outcome="nothing is served", why="and `--strict`", **options)


@main.command()
@click.argument("folder", type=OnDisk())
def new(folder: Path) -> None:
    """Begin a playbook of your own in FOLDER, with the reference playbook as its first text."""
    from playbook.folders import starter

    try:
        starter.write(folder)
    except PlaybookError as error:
        raise exit_of(error, getattr(error, "code", 1)) from None
    click.echo(f"a playbook in {safe(str(folder))}; begin with data/parties.yml")


@main.command()
@click.argument("folder", type=OnDisk(exists=True, file_okay=False))
@CONFIG
@STRICT
def finish(folder: Path, config_file: Path, strict: bool) -> None:
    """Finish the site in FOLDER, which another engine built of what `playbook export site` wrote."""
    from playbook.site.other_engines import finish as finish_site

    number, problems = host(finish_site, config_file, folder)
    for problem in problems:
        click.echo(line_of(problem), err=True)
    if problems.stop(strict):
        raise SystemExit(1)
    click.echo(f"{counted(number, 'page')} in {safe(str(folder))}")


for command in (*COMMANDS, *PROVING, check, status, register, export):
    main.add_command(command)
