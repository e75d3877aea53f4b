"""The commands that publish and compare: publish, diff, export zip."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any

import click

from playbook.commands.locations import CONFIG, OnDisk
from playbook.commands.verify import FROM, TAKES_OVER, exit_of, replaced_file
from playbook.folders.outputs import folder_of_tree
from playbook.problems import PlaybookError, counted, safe
from playbook.publish.release import change_reports as told
from playbook.publish.release.editions import changed, edition
from playbook.publish.release.release import OtherContent, ask, refused
from playbook.publish.text.canonical import fingerprint
from playbook.publish.tree import signing, size
from playbook.publish.tree.older_trees import without_log
from playbook.publish.tree.record import before
from playbook.publish.tree.sealing import NotStamped, Seal, stamped_by
from playbook.publish.verify.verify import verify as proof

NOT_PUBLISHED = "nothing was published"
WITHOUT_WARNINGS = "and `publish: strict` in data/playbook.yml"
"""Why a warning stops a publication."""

TO = click.option(
    "-t",
    "--to",
    "public",
    required=True,
    type=OnDisk(file_okay=False),
    help="The folder that holds every published version.",
)


def _built(config_file: Path, folder: Path, since: str | None, version: str) -> Any:
    from playbook.site.build import HostError
    from playbook.site.publishing import built

    try:
        return built(config_file, folder, since, version)
    except HostError as error:
        raise exit_of(error, outcome=NOT_PUBLISHED, why=WITHOUT_WARNINGS) from None


def _size(_context: click.Context, _option: click.Parameter, text: str) -> int:
    try:
        return size.parsed(text)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


@dataclass(frozen=True)
class Sealing:
    """With what something is sealed: a private key, who stamps it; and who must have signed what is there."""

    key: Path | None
    timestamp: str | None
    signers: Path | None


_A_FILE = OnDisk(exists=True, dir_okay=False)
_OPTIONS = (
    click.option("--sign", "key", type=_A_FILE, help="The SSH key to sign with."),
    click.option(
        "--timestamp",
        metavar="SOURCE",
        help="Who stamps it with the time (RFC 3161): an address, or a command from a request to the answer.",
    ),
    click.option(
        "--signers",
        type=_A_FILE,
        help="Who may have signed what is published already, as ssh-keygen reads it; nothing is added to another tree.",
    ),
)


def SEALS(command: Callable[..., None]) -> Callable[..., None]:  # noqa: N802  # stands among the other options
    """Give a command `sealing`, made of the options that say how what it writes is sealed."""

    @wraps(command)
    def called(key: Path | None, timestamp: str | None, signers: Path | None, **others: Any) -> None:
        command(sealing=Sealing(key, timestamp, signers), **others)

    for option in reversed(_OPTIONS):
        called = option(called)
    return called


def seal_of(sealing: Sealing) -> Seal:
    """Return what seals files as the options say."""
    return Seal(sealing.key, stamped_by(sealing.timestamp) if sealing.timestamp else None)


def say_taken_over(public: Path, older: int) -> None:
    """Say that a tree of `older` versions without a log has one now, where that is so."""
    if older and not without_log(public):
        told = counted(older, "version was published before it", "versions were published before it")
        click.echo(f"the log begins: {told}, nobody knows on which day")


@contextmanager
def sealing_errors(outcome: str) -> Iterator[None]:
    """End with 1 where something cannot be signed or stamped; `outcome` says what came of the command."""
    try:
        yield
    except (signing.NotSigned, signing.NoProgram) as error:
        hint = "see that the key can be used; nothing is written before it is signed"
        message = f"it could not be signed: {safe(str(error))}"
        raise exit_of(f"{message}\n    hint: {hint}\n{outcome}") from None
    except NotStamped as error:
        message = f"it could not be stamped with the time: {safe(str(error))}"
        raise exit_of(f"{message}\n    hint: try again, or name another authority\n{outcome}") from None


@click.command()
@click.argument("version")
@CONFIG
@TO
@click.option("--dry-run", is_flag=True, help="Say what would change for whom, and write nothing.")
@click.option(
    "--since", metavar="EDITION", help="The edition before this one: a commit, a folder, a published version."
)
@click.option(
    "--limit",
    metavar="SIZE",
    default=size.LIMIT,
    show_default=True,
    callback=_size,
    help="What the host takes, such as 250MB; there is a warning when 70 % of it are used. 0 for no limit.",
)
@TAKES_OVER
@SEALS
def publish(
    version: str,
    config_file: Path,
    public: Path,
    dry_run: bool,
    sealing: Sealing,
    since: str | None,
    limit: int,
    take_over: bool,
) -> None:
    """Publish the playbook as VERSION: a record that never changes. Ends with 3 where it exists and says otherwise."""
    from playbook.site import publishing

    try:
        publishing.refuse_early(version, public)
        folder_of_tree(public, config_file, take_over=take_over)
        ask(public)
        older = without_log(public)
        earlier = since or _before(public, version)
        if not dry_run:
            publishing.refuse_dirty(config_file.resolve().parent, public)
        with tempfile.TemporaryDirectory(prefix="playbook-") as name:
            made = _built(config_file, Path(name) / "site", earlier, version)
            if dry_run:
                publishing.refuse(made, made.cited(), version, public)
                build = made.build
                known = build.changes is not None and build.before is not None
                words = build.renderer.words
                click.echo(
                    told.as_text(build.changes, build.before, build.playbook, words) if known else "the first version"
                )
                return
            with sealing_errors(NOT_PUBLISHED):
                new = publishing.publish_built(made, version, public, seal=seal_of(sealing), signers=sealing.signers)
    except OtherContent:
        click.echo(f"{safe(version)} is published and says something else: a version never changes", err=True)
        raise SystemExit(3) from None
    except PlaybookError as error:
        raise exit_of(error, getattr(error, "code", 1), NOT_PUBLISHED) from None
    say_taken_over(public, older)
    click.echo(f"{version} {'is published' if new else 'was published already'} in {safe(str(public))}")
    if warning := size.warning(public, version, limit):
        click.echo(f"warning: {warning}", err=True)


def _before(public: Path, version: str) -> str | None:
    """Return the folder of the version before this one: the one its record names, else the one published last."""
    try:
        last = before(public, version)
    except (ValueError, OSError) as error:
        hint = "`playbook verify` says which; put it back from a backup before anything is published"
        raise refused(public, f"a record cannot be read: {safe(str(error))}", hint) from None
    return str(public / last.version) if last else None


@click.command()
@click.argument("old")
@click.argument("new", required=False)
@CONFIG
@click.option(
    "--from",
    "public",
    default="public",
    show_default=True,
    type=OnDisk(file_okay=False),
    help="The folder in which a published version is looked for by its name.",
)
@click.option("--role", metavar="ID", help="Only what concerns this role.")
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    show_default=True,
    help="How to tell it.",
)
def diff(old: str, new: str | None, config_file: Path, public: Path, role: str | None, style: str) -> None:
    """Say what changed from edition OLD to edition NEW: each a commit, a folder, or a published version."""
    from playbook.rendering.renderer import Renderer

    root = config_file.resolve().parent
    try:
        before, after = edition(old, root, public), edition(new or str(config_file.parent), root, public)
    except PlaybookError as error:
        raise exit_of(error, outcome="nothing was compared") from None
    found = [each for each in changed(before, after) if role is None or role in each.roles]
    styles = {"text": told.as_text, "json": told.as_json, "markdown": told.as_markdown}
    words = Renderer((), after.playbook.about.locale).words
    click.echo(styles[style](found, before.playbook, after.playbook, words))


@click.command("zip")
@FROM
@click.option("-t", "--to", "target", required=True, type=OnDisk(dir_okay=False), help="The file to write.")
@TAKES_OVER
def archive(public: Path, target: Path, take_over: bool) -> None:
    """Write every published version into one file that opens from a disk and can be checked without anything else."""
    from playbook.publish.release.archive import is_ours, write
    from playbook.publish.tree.record import released
    from playbook.rendering.renderer import Renderer

    verdict = proof(str(public), None, fingerprint)
    faults = [each for each in verdict.faults if not each.known]
    if faults:
        for each in faults:
            click.echo(f"{safe(each.where)}: {safe(each.message)}", err=True)
        click.echo("nothing was written: an archive holds what was published, unchanged", err=True)
        raise SystemExit(verdict.code)
    releases = released(public)
    renderer = Renderer((), releases[-1].locale)
    try:
        with replaced_file(target, is_ours, "an archive of published versions", take_over) as made:
            number = write(public, releases, made, renderer.sheet)
    except PlaybookError as error:
        raise exit_of(error) from None
    click.echo(f"{counted(len(releases), 'version')}, {counted(number, 'file')} in {safe(str(target))}")


COMMANDS = (publish, diff)
EXPORTS = (archive,)
