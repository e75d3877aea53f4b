"""The commands about published versions: publish, verify, cite, diff."""

from __future__ import annotations

import json
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import click

from playbook.problems import PlaybookError, safe
from playbook.publish import diff as told
from playbook.publish.canonical import fingerprint
from playbook.publish.reading import changed, edition
from playbook.publish.release import OtherContent
from playbook.publish.verify import NAMESPACE, UNKNOWN
from playbook.publish.verify import verify as proof

CONFIG = click.option(
    "-f",
    "--config-file",
    default="mkdocs.yml",
    show_default=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The site's settings; data and pages are found beside it.",
)


def _styles(*names: str) -> Any:
    return click.option(
        "--format", "style", type=click.Choice(names), default=names[0], show_default=True, help="How to write it."
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


def _built(config_file: Path, folder: Path, since: str | None = None) -> Any:
    from playbook.site.build import HostError
    from playbook.site.publishing import built

    try:
        return built(config_file, folder, since)
    except HostError as error:
        raise _ended(error) from None


@click.command()
@click.argument("version")
@CONFIG
@TO
@click.option("--dry-run", is_flag=True, help="Say what would change for whom, and write nothing.")
@click.option("--sign", "key", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A private SSH key.")
@click.option(
    "--since", metavar="EDITION", help="The edition before this one: a commit, a folder, a published version."
)
def publish(version: str, config_file: Path, public: Path, dry_run: bool, key: Path | None, since: str | None) -> None:
    """Publish the playbook as VERSION: a record that never changes. Ends with 3 where it exists and says otherwise."""
    from playbook.site import publishing

    before = since or _before(public, version)
    try:
        if not dry_run:
            publishing.refuse_dirty(config_file.resolve().parent, public)
        with tempfile.TemporaryDirectory(prefix="playbook-") as name:
            made = _built(config_file, Path(name) / "site", before)
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


def _before(public: Path, version: str) -> str | None:
    """Return the folder of the version before this one: the one its record names, else the one published last."""
    from playbook.publish.record import released

    there = {each.version: each for each in released(public)}
    if version in there:
        previous = there[version].previous
        return str(public / previous.version) if previous else None
    return str(public / [*there][-1]) if there else None


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
    "--format",
    "style",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="For people or programs.",
)
def verify(target: str, signers: Path | None, style: str) -> None:
    """Prove that TARGET says what was published: a folder, an address, or the text of a citation.

    Ends with 0 unchanged, 1 a text differs, 2 wrong usage, 3 a signature or the chain is broken, 4 an unknown version
    or section, 5 nobody answers.
    """
    verdict = proof(target, signers, fingerprint)
    if style == "json":
        faults = [{"code": each.code, "where": each.where, "message": each.message} for each in verdict.faults]
        click.echo(json.dumps({"code": verdict.code, "looked_at": len(verdict.looked_at), "faults": faults}, indent=2))
    else:
        for each in verdict.faults:
            click.echo(f"{safe(each.where)}: {safe(each.message)}")
        held = "unchanged" if not verdict.faults else f"{len(verdict.faults)} faults"
        click.echo(f"{held}, {len(verdict.looked_at)} files looked at")
    raise SystemExit(verdict.code)


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
@TO
@click.option("--version", metavar="VERSION", help="The version; the newest published one by default.")
@click.option("--address", metavar="URL", help="Where the folder is served, such as https://playbook.example/.")
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "markdown", "html"]),
    default="text",
    show_default=True,
    help="How to write it.",
)
def cite(id: str, public: Path, version: str | None, address: str | None, style: str) -> None:
    """Write the words with which a contract cites section ID."""
    from playbook.publish.cite import Unknown, citation

    try:
        click.echo(citation(public, id, version, address, style))
    except Unknown as error:
        raise _ended(error, UNKNOWN) from None


COMMANDS = (publish, verify, cite, diff)
