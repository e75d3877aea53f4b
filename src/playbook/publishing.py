"""The commands that publish and compare: publish, diff, export zip."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import click

from playbook.problems import PlaybookError, safe
from playbook.proving import FROM, ended, written
from playbook.publish import diff as told
from playbook.publish import signing, size
from playbook.publish.canonical import fingerprint
from playbook.publish.reading import changed, edition
from playbook.publish.record import before
from playbook.publish.release import OtherContent, refused
from playbook.publish.verify import verify as proof

CONFIG = click.option(
    "-f",
    "--config-file",
    default="mkdocs.yml",
    show_default=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The site's settings; data and pages are found beside it.",
)


TO = click.option(
    "-t",
    "--to",
    "public",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder that holds every published version.",
)


def _built(config_file: Path, folder: Path, since: str | None, version: str) -> Any:
    from playbook.site.build import HostError
    from playbook.site.publishing import built

    try:
        return built(config_file, folder, since, version)
    except HostError as error:
        raise ended(error) from None


def _size(_context: click.Context, _option: click.Parameter, text: str) -> int:
    try:
        return size.parsed(text)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


@click.command()
@click.argument("version")
@CONFIG
@TO
@click.option("--dry-run", is_flag=True, help="Say what would change for whom, and write nothing.")
@click.option("--sign", "key", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A private SSH key.")
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
def publish(
    version: str, config_file: Path, public: Path, dry_run: bool, key: Path | None, since: str | None, limit: int
) -> None:
    """Publish the playbook as VERSION: a record that never changes. Ends with 3 where it exists and says otherwise."""
    from playbook.site import publishing

    try:
        publishing.refuse_early(version, public)
        earlier = since or _before(public, version)
        if not dry_run:
            publishing.refuse_dirty(config_file.resolve().parent, public)
        with tempfile.TemporaryDirectory(prefix="playbook-") as name:
            made = _built(config_file, Path(name) / "site", earlier, version)
            if dry_run:
                publishing.refuse(made, made.cited(), version, public)
                found = made.workshop.changes
                click.echo(told.as_text(found, made.workshop.playbook) if found is not None else "the first version")
                return
            new = publishing.put(made, version, public)
    except OtherContent:
        click.echo(f"{safe(version)} is published and says something else: a version never changes", err=True)
        raise SystemExit(3) from None
    except PlaybookError as error:
        raise ended(error) from None
    if key:
        _sign(public / "releases" / version / "release.json", key)
    click.echo(f"{version} {'is published' if new else 'was published already'} in {click.format_filename(public)}")
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


def _sign(record: Path, key: Path) -> None:
    """Put a signature beside a record, which keeps the one that it has: what is published never changes."""
    content, beside = record.read_bytes(), record.with_name(f"{record.name}.sig")
    try:
        if not beside.is_file() or not signing.fits(content, beside.read_bytes()):
            signature = signing.sign(content, key)
            with written(beside) as made:
                made.write_bytes(signature)
    except (signing.NotSigned, signing.NoProgram) as error:
        hint = "the version is published: run the same command again once the key can be used"
        raise ended(ValueError(f"{record.name}: could not be signed: {safe(str(error))}\n    hint: {hint}")) from None


@click.command()
@click.argument("old")
@click.argument("new", default=".")
@CONFIG
@click.option(
    "--from",
    "public",
    default="public",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
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
def diff(old: str, new: str, config_file: Path, public: Path, role: str | None, style: str) -> None:
    """Say what changed from edition OLD to edition NEW: each a commit, a folder, or a published version."""
    root = config_file.resolve().parent
    try:
        before, after = edition(old, root, public), edition(new, root, public)
    except PlaybookError as error:
        raise ended(error) from None
    found = [each for each in changed(before, after) if role is None or role in each.roles]
    styles = {"text": told.as_text, "json": told.as_json, "markdown": told.as_markdown}
    click.echo(styles[style](found, after.playbook))


@click.command("zip")
@FROM
@click.option(
    "-t", "--to", "target", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The file to write."
)
def archive(public: Path, target: Path) -> None:
    """Write every published version into one file that opens from a disk and can be checked without anything else."""
    from playbook.publish.archive import write
    from playbook.publish.record import released
    from playbook.render import Renderer

    verdict = proof(str(public), None, fingerprint)
    if verdict.faults:
        for each in verdict.faults:
            click.echo(f"{safe(each.where)}: {safe(each.message)}", err=True)
        click.echo("nothing was written: an archive holds what was published, unchanged", err=True)
        raise SystemExit(verdict.code)
    releases = released(public)
    renderer = Renderer((), releases[-1].locale)
    try:
        with written(target) as made:
            number = write(public, releases, made, renderer.sheet)
    except PlaybookError as error:
        raise ended(error) from None
    click.echo(
        f"{len(releases)} version{'s' * (len(releases) != 1)}, {number} files in {click.format_filename(target)}"
    )


COMMANDS = (publish, diff)
EXPORTS = (archive,)
