"""The commands about published versions: publish, verify, cite, diff."""

from __future__ import annotations

import json
import re
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from playbook.problems import PlaybookError, safe
from playbook.publish import diff as told
from playbook.publish import guard, size
from playbook.publish.canonical import fingerprint
from playbook.publish.files import pack, replacing
from playbook.publish.reading import changed, edition
from playbook.publish.record import before
from playbook.publish.release import OtherContent
from playbook.publish.verify import NAMESPACE, UNKNOWN, UNREACHABLE, Fault, door
from playbook.publish.verify import verify as proof

CONFIG = click.option(
    "-f",
    "--config-file",
    default="mkdocs.yml",
    show_default=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The site's settings; data and pages are found beside it.",
)


FROM = click.option(
    "--from",
    "public",
    default="public",
    show_default=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder that holds every published version.",
)
TO = click.option(
    "-t",
    "--to",
    "public",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder that holds every published version.",
)


def _ended(error: Exception, code: int = 1) -> SystemExit:
    if str(error):
        click.echo(str(error), err=True)
    return SystemExit(code)


def _built(config_file: Path, folder: Path, since: str | None, version: str) -> Any:
    from playbook.site.build import HostError
    from playbook.site.publishing import built

    try:
        return built(config_file, folder, since, version)
    except HostError as error:
        raise _ended(error) from None


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

    earlier = since or _before(public, version)
    try:
        publishing.refuse_early(version, public)
        if not dry_run:
            publishing.refuse_dirty(config_file.resolve().parent, public)
        with tempfile.TemporaryDirectory(prefix="playbook-") as name:
            made = _built(config_file, Path(name) / "site", earlier, version)
            if dry_run:
                found = made.workshop.changes
                click.echo(told.as_text(found, made.workshop.playbook) if found is not None else "the first version")
                return
            new = publishing.put(made, version, public)
    except OtherContent:
        click.echo(f"{safe(version)} is published and says something else: a version never changes", err=True)
        raise SystemExit(3) from None
    except PlaybookError as error:
        raise _ended(error) from None
    if key:
        _sign(public / "releases" / version / "release.json", key)
    click.echo(f"{version} {'is published' if new else 'was published already'} in {click.format_filename(public)}")
    if warning := size.warning(public, version, limit):
        click.echo(f"warning: {warning}", err=True)


def _before(public: Path, version: str) -> str | None:
    """Return the folder of the version before this one: the one its record names, else the one published last."""
    last = before(public, version)
    return str(public / last.version) if last else None


def _sign(record: Path, key: Path) -> None:
    command = ["ssh-keygen", "-q", "-Y", "sign", "-f", str(key), "-n", NAMESPACE, str(record)]
    record.with_name(f"{record.name}.sig").unlink(missing_ok=True)
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  # no shell
    if done.returncode:
        click.echo(f"{record.name}: could not be signed: {safe(done.stderr.strip())}", err=True)
        raise SystemExit(1)


@click.command()
@click.argument("target")
@click.option(
    "--signers",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Who may sign, as ssh-keygen reads it.",
)
@click.option(
    "--since",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="An earlier copy of the folder: whatever version it holds must stand in TARGET byte by byte.",
)
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="For people or programs.",
)
def verify(target: str, signers: Path | None, since: Path | None, style: str) -> None:
    """Prove that TARGET says what was published: a folder, an address, or the text of a citation.

    Ends with 0 unchanged, 1 a text differs, 2 wrong usage, 3 a signature or the chain is broken, 4 an unknown version
    or section, 5 nobody answers.
    """
    verdict = proof(target, signers, fingerprint)
    if since is not None:
        verdict = replace(verdict, faults=(*verdict.faults, *_guarded(since, target)))
    if style == "json":
        faults = [{"code": each.code, "where": each.where, "message": each.message} for each in verdict.faults]
        click.echo(json.dumps({"code": verdict.code, "looked_at": len(verdict.looked_at), "faults": faults}, indent=2))
    else:
        for each in verdict.faults:
            click.echo(f"{safe(each.where)}: {safe(each.message)}")
        held = "unchanged" if not verdict.faults else f"{len(verdict.faults)} faults"
        click.echo(f"{held}, {len(verdict.looked_at)} files looked at")
    raise SystemExit(verdict.code)


def _guarded(before: Path, target: str) -> tuple[Fault, ...]:
    """Return what an earlier copy holds and the target does not."""
    if not re.fullmatch(r"https?://\S+", target) and not Path(target).is_dir():
        raise click.UsageError("--since compares a whole folder or address")
    try:
        return tuple(guard.kept(before, door(target)))
    except ConnectionError as error:
        return (Fault(UNREACHABLE, target, str(error)),)


@click.command()
@click.argument("old")
@click.argument("new", default=".")
@CONFIG
@click.option("--role", metavar="ID", help="Only what concerns this role.")
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    show_default=True,
    help="How to tell it.",
)
def diff(old: str, new: str, config_file: Path, role: str | None, style: str) -> None:
    """Say what changed from edition OLD to edition NEW: each a commit, a folder, or a published version."""
    root = config_file.resolve().parent
    try:
        before, after = edition(old, root), edition(new, root)
    except PlaybookError as error:
        raise _ended(error) from None
    found = [each for each in changed(before, after) if role is None or role in each.roles]
    styles = {"text": told.as_text, "json": told.as_json, "markdown": told.as_markdown}
    click.echo(styles[style](found, after.playbook))


@click.command()
@click.argument("id")
@FROM
@click.option("--version", metavar="VERSION", help="The version; the newest published one by default.")
@click.option("--address", metavar="URL", help="Where the folder is served, such as https://playbook.example/.")
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "markdown", "html", "docx"]),
    default="text",
    show_default=True,
    help="How to write it.",
)
@click.option(
    "-t", "--to", "target", type=click.Path(dir_okay=False, path_type=Path), help="The file to write, which docx needs."
)
def cite(id: str, public: Path, version: str | None, address: str | None, style: str, target: Path | None) -> None:
    """Write the words with which a contract cites section ID."""
    from playbook.publish.cite import Unknown, citation

    if style == "docx" and target is None:
        raise click.UsageError("a Word document is a file: name it, such as --to citation.docx")
    try:
        found = citation(public, id, version, address)
    except (Unknown, ValueError) as error:
        raise _ended(error, UNKNOWN) from None
    if target is None:
        click.echo(getattr(found, style))
        return
    with _written(target) as made:
        if style == "docx":
            from playbook.export import docx

            pack(made, docx.citation(found.pieces, found.address, found.title, found.locale, found.mirrored))
        else:
            made.write_text(f"{getattr(found, style)}\n", encoding="utf-8", newline="\n")


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
        with _written(target) as made:
            number = write(public, releases, made, renderer.sheet)
    except PlaybookError as error:
        raise _ended(error) from None
    click.echo(
        f"{len(releases)} version{'s' * (len(releases) != 1)}, {number} files in {click.format_filename(target)}"
    )


@contextmanager
def _written(target: Path) -> Iterator[Path]:
    """Give a path whose file takes the place of the target; say where that fails."""
    try:
        with replacing(target) as made:
            yield made
    except OSError as error:
        click.echo(f"{click.format_filename(target)}: cannot be written: {error.strerror}", err=True)
        raise SystemExit(1) from None


COMMANDS = (publish, verify, cite, diff)
EXPORTS = (archive,)
