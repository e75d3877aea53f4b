"""The command that checks, and says what checks there are: check."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from playbook.commands.due import tell_due
from playbook.commands.locations import CONFIG, DEFAULT
from playbook.commands.shared import STRICT, host
from playbook.commands.verify import exit_of
from playbook.problems import Place, PlaybookError, Problem, Problems, line_of

if TYPE_CHECKING:
    from playbook.checks import Check, CheckSet

_SETTINGS = "playbook.settings"
"""Under what the settings of the playbook are kept for options that are answered before the others are read."""


def _asked(settings: Path) -> CheckSet:
    """Return the checks of the playbook that has these settings; where there is none, ours."""
    from playbook.checks import OURS
    from playbook.checks.team_checks import checks_of

    return checks_of(settings.resolve().parent) if settings.is_file() else OURS


def _end(context: click.Context, asked: CheckSet) -> NoReturn:
    """End after an answer; say what of a team's checks is missing in it."""
    for problem in Problems(asked.problems):
        click.echo(line_of(problem), err=True)
    context.exit(1 if asked.problems else 0)


def _list_checks(context: click.Context, _option: click.Parameter, value: bool) -> None:
    if value and not context.resilient_parsing:
        from playbook.checks import catalogue

        asked = _asked(context.meta[_SETTINGS])
        click.echo(catalogue.listed(asked))
        _end(context, asked)


def _explain_check(context: click.Context, _option: click.Parameter, value: str | None) -> None:
    if value is not None and not context.resilient_parsing:
        from playbook.checks import catalogue

        asked = _asked(context.meta[_SETTINGS])
        try:
            click.echo(catalogue.explained(value, asked))
        except catalogue.UnknownCheck as unknown:
            if asked.problems:
                _end(context, asked)
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
                click.echo(_report(problems, style, Path(DEFAULT)))
                raise SystemExit(error.exit_code) from None
            raise

    def parse_args(self, context: click.Context, args: list[str]) -> list[str]:
        """Read the arguments; keep apart which playbook they name."""
        if not context.resilient_parsing:
            written, _, _ = self.make_parser(context).parse_args(list(args))
            context.meta[_SETTINGS] = Path(str(written.get("config_file") or DEFAULT))
        return super().parse_args(context, args)


@click.command(cls=_Check)
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
    help="The day that review dates are held against, and from which --due counts; today by default.",
)
@click.option(
    "--due", "within", metavar="TIME", help="Tell instead what falls due within a time from that day, such as 30 days."
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
    within: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    since: str | None,
) -> None:
    """Check the data and the pages, and say what is wrong and where."""
    from playbook.checks import catalogue
    from playbook.site.build import examine

    if since is not None:
        _tell_code(config_file, since, style)
    if within is not None:
        tell_due(config_file, today.date() if today else date.today(), within, style)
    asked = _asked(config_file)
    try:
        wanted = catalogue.wanted(select, ignore, asked)
    except catalogue.UnknownCheck as unknown:
        raise click.UsageError(str(unknown)) from None
    found, strictly, publishing = host(examine, config_file, today.date() if today else date.today())
    problems, strict = found.only(wanted), strict or strictly
    click.echo(_report(problems, style, config_file, strict, publishing, asked))
    raise SystemExit(1 if problems.stop(strict) else 0)


def _tell_code(config_file: Path, since: str, style: str) -> NoReturn:
    """Tell what of the owner's code a branch changes, and end: nothing of it is run."""
    from playbook.folders.owners_code import changed_code

    try:
        problems = Problems(changed_code(config_file, since))
    except PlaybookError as error:
        raise exit_of(error) from None
    click.echo(_report(problems, style, config_file))
    raise SystemExit(1 if problems.stop() else 0)


def _report(
    problems: Problems,
    style: str,
    config_file: Path,
    strict: bool = False,
    publishing: bool = False,
    asked: Iterable[Check] | None = None,
) -> str:
    """Return the report in one of the styles; those for a repository name files from where the command runs."""
    from playbook.checks import OURS
    from playbook.reporting import reports

    stops = reports.Stops(strict, publishing)
    if style == "json":
        return reports.as_json(problems, stops)
    if style == "text":
        return reports.as_text(problems, stops)
    folder, here = config_file.resolve().parent, Path.cwd().resolve()
    below = folder.relative_to(here).as_posix() if folder.is_relative_to(here) else "."
    root = "" if below == "." else f"{below}/"
    rules = OURS if asked is None else asked
    style_of = reports.as_github if style == "github" else partial(reports.as_sarif, checks=rules)
    return style_of(problems, root=root, stops=stops)
