"""The `playbook` command. Exit codes: 0 clean, 1 problems, 2 wrong usage, 70 a fault of ours."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

import click

from playbook import __version__
from playbook.commands.export import export
from playbook.commands.locations import CONFIG, DEFAULT, OnDisk
from playbook.commands.publish import COMMANDS
from playbook.commands.register import register
from playbook.commands.shared import STRICT, host
from playbook.commands.status import status
from playbook.commands.verify import COMMANDS as PROVING
from playbook.commands.verify import TAKES_OVER, ended
from playbook.problems import Place, PlaybookError, Problem, Problems, counted, line_of, safe
from playbook.reporting.unforeseen import Commands


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="playbook")
@click.option("--debug", is_flag=True, expose_value=True, help="Show where an error comes from that nobody foresaw.")
def main(debug: bool) -> None:  # `Commands` reads it
    """Check, build and serve a governance playbook."""


def _list_checks(context: click.Context, _option: click.Parameter, value: bool) -> None:
    if value and not context.resilient_parsing:
        from playbook.checks import catalogue

        click.echo(catalogue.listed())
        context.exit()


def _explain_check(context: click.Context, _option: click.Parameter, value: str | None) -> None:
    if value is not None and not context.resilient_parsing:
        from playbook.checks import catalogue

        try:
            click.echo(catalogue.explained(value))
        except catalogue.UnknownCheck as unknown:
            raise click.BadParameter(str(unknown)) from None
        context.exit()


def _words(_context: click.Context, _option: click.Parameter, values: Iterable[str]) -> tuple[str, ...]:
    """Return the words of an option that may be repeated and may hold several, parted by commas."""
    return tuple(word.strip() for value in values for word in value.split(","))


class _Check(click.Command):
    """A command that answers in the format that was asked for, also where it was called wrongly."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Read the arguments; tell what is wrong with them as a report, where a program reads it."""
        asked = list(args)
        try:
            return super().make_context(info_name, args, parent, **extra)
        except click.UsageError as error:
            style = next((one for one in ("json", "github", "sarif") if one in re.split("[= ]", " ".join(asked))), "")
            if style:
                hint = getattr(error, "hint", "") or "see `playbook check --help`"
                problems = Problems([Problem(Place(str(DEFAULT)), "usage", error.format_message(), hint)])
                click.echo(_report(problems, style, Path(DEFAULT), strict=False))
                raise SystemExit(error.exit_code) from None
            raise


@main.command(cls=_Check)
@CONFIG
@STRICT
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json", "github", "sarif"]),
    default="text",
    show_default=True,
    help="Write for people, for programs, as comments on GitHub, or as a SARIF log.",
)
@click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day that review dates are held against; today by default.",
)
@click.option(
    "--select",
    metavar="ID[,ID]",
    multiple=True,
    callback=_words,
    help="Tell only what these checks find; names of subjects stand for all their checks.",
)
@click.option(
    "--changed-code",
    "since",
    metavar="COMMIT",
    help="Tell instead which code of the owner is not as it was where the branch left COMMIT, and run none of it.",
)
@click.option("--ignore", metavar="ID[,ID]", multiple=True, callback=_words, help="Leave out what these checks find.")
@click.option(
    "--explain", metavar="ID", is_eager=True, expose_value=False, callback=_explain_check, help="Explain one check."
)
@click.option("--list", is_flag=True, is_eager=True, expose_value=False, callback=_list_checks, help="List all checks.")
def check(
    config_file: Path,
    strict: bool,
    style: str,
    today: datetime | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    since: str | None,
) -> None:
    """Check the data and the pages, and say what is wrong and where."""
    from playbook.checks import catalogue
    from playbook.site.build import examine

    try:
        wanted = catalogue.wanted(select, ignore)
    except catalogue.UnknownCheck as unknown:
        raise click.UsageError(str(unknown)) from None
    if since is not None:
        _tell_code(config_file, since, style)
    found, strictly = host(examine, config_file, today.date() if today else date.today())
    problems, strict = found.only(wanted), strict or strictly
    click.echo(_report(problems, style, config_file, strict))
    raise SystemExit(1 if problems.stop(strict) else 0)


def _tell_code(config_file: Path, since: str, style: str) -> NoReturn:
    """Tell what of the owner's code a branch changes, and end: nothing of it is run."""
    from playbook.folders.owners_code import changed_code

    try:
        problems = Problems(changed_code(config_file, since))
    except PlaybookError as error:
        raise ended(error) from None
    click.echo(_report(problems, style, config_file, strict=False))
    raise SystemExit(1 if problems.stop() else 0)


def _report(problems: Problems, style: str, config_file: Path, strict: bool) -> str:
    """Return the report in one of the styles; those for a repository name files from where the command runs."""
    from playbook.checks import CHECKS
    from playbook.reporting import reports

    if style == "json":
        return reports.as_json(problems, strict)
    if style == "text":
        return reports.as_text(problems, strict)
    folder, here = config_file.resolve().parent, Path.cwd().resolve()
    below = folder.relative_to(here).as_posix() if folder.is_relative_to(here) else "."
    root = "" if below == "." else f"{below}/"
    style_of = reports.as_github if style == "github" else partial(reports.as_sarif, checks=CHECKS)
    return style_of(problems, root=root, strict=strict)


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
        raise ended(error, getattr(error, "code", 1)) from None
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


for command in (*COMMANDS, *PROVING, status, register, export):
    main.add_command(command)
