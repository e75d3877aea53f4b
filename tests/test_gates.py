"""Whatever in the engine writes, deletes, starts a program, asks a host, or lets HTML through: each is listed here.

A new one fails until somebody has thought about who asks before it, and says so in the table by one word.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.support import ROOT

ENGINE = ROOT / "src" / "playbook"
WRITES = frozenset(
    [
        "write_text", "write_bytes", "mkdir", "makedirs", "rmtree", "unlink", "rmdir", "removedirs", "rename",
        "renames", "touch", "chmod", "copyfile", "copytree", "symlink_to", "hardlink_to", "truncate", "writestr",
        "extract", "extractall", "mkstemp", "mkdtemp", "TemporaryDirectory", "TemporaryFile", "NamedTemporaryFile",
        "SpooledTemporaryFile", "ZipFile", "urlopen", "urlretrieve", "build_opener", "PoolManager", "HTTPConnection",
        "HTTPSConnection", "create_connection", "request", "Popen", "check_call", "check_output", "Markup",
    ]
)  # fmt: skip
"""Names of functions and methods that write, delete, ask a host, start a program, or say that a text is HTML."""
IN_FULL = re.compile(
    r"os\.(remove|replace|link|symlink|system|exec\w*|spawn\w*|popen)|shutil\.(copy\w*|move)|subprocess\.\w+"
)
"""Those whose last name others bear too."""
GATES = {
    "target": "`folders/outputs.py` or `folders/generated.py` is asked first",
    "beside": "a new name beside the target, which takes its place or goes",
    "building": "the folder of a build, which `Staging` has made",
    "staged": "the folder of a publication, which it has made and which bears its name, in a tree without links",
    "tree": "what stands above the versions, in a tree that was proved and has no links there",
    "empty": "the folder of a new playbook, which was empty",
    "temporary": "a folder or file of the system's own, for a while",
    "cache": "the user's folder for what may be deleted at any time",
    "memory": "nothing outside of this process",
    "program": "a program that the user has named, or ssh-keygen or git, without a shell",
    "asked": "a host that the user has named",
    "escaped": "HTML that was made by a template, or is escaped at once",
    "sanitised": "what authors wrote has passed the gate of `site/sanitising.py`",
    "owner": "HTML that the owner writes in `mkdocs.yml`",
    "plain": "a text file, which is no HTML",
    "read": "an archive that is read",
}


def _called(module: Path) -> Iterator[str]:
    """Iterate over the calls of a module that are to be listed."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            named = ast.unparse(node.func)
            last = named.rpartition(".")[2]
            if last in WRITES or IN_FULL.fullmatch(named):
                yield last
            elif last in ("open", "fdopen") and _writes(node):
                yield "open"
            elif last == "replace" and len(node.args) == 1 and not node.keywords:
                yield "replace"


def _writes(call: ast.Call) -> bool:
    """Tell whether a file is opened to be written: by a mode that says so, or that nobody can read here."""
    modes = [*call.args, *(each.value for each in call.keywords if each.arg == "mode")]
    texts = [each.value for each in modes if isinstance(each, ast.Constant) and isinstance(each.value, str)]
    return any(re.fullmatch(r"[rwxabt+]*[wxa+][rwxabt+]*", text) for text in texts)


def _templates() -> Iterator[tuple[str, str]]:
    """Iterate over the templates that let a text through as HTML."""
    for path in sorted(ENGINE.rglob("*")):
        if path.is_file() and path.suffix in (".html", ".xml", ".jinja", ".txt", ".js", ".css"):
            for _ in re.findall(r"\|\s*safe\b|autoescape false", path.read_text(encoding="utf-8")):
                yield path.relative_to(ENGINE).as_posix(), "safe"


def _found() -> dict[str, str]:
    """Return what is called in each module, as often as it is."""
    modules = ((path.relative_to(ENGINE).as_posix(), path) for path in sorted(ENGINE.rglob("*.py")))
    calls: dict[str, list[str]] = {}
    for name, call in (*((name, call) for name, path in modules for call in _called(path)), *_templates()):
        calls.setdefault(name, []).append(call)
    return {name: " ".join(sorted(each)) for name, each in calls.items()}


LISTED: dict[str, dict[str, str]] = {
    "rendering/template_cache.py": {"cache": "mkdir mkstemp open replace unlink*2"},
    "export/docx.py": {"memory": "ZipFile"},
    "folders/leftovers.py": {"beside": "copyfile mkdir"},
    "folders/generated.py": {"target": "mkdir*3 replace*2 rmtree*3 write_bytes write_text"},
    "commands/verify.py": {"target": "write_bytes"},
    "publish/tree/root_files.py": {"tree": "mkdir*2 open replace*2 rmtree*2"},
    "publish/release/calendars.py": {"staged": "write_bytes"},
    "publish/verify/documents.py": {"read": "ZipFile"},
    "publish/release/archive_files.py": {"target": "ZipFile writestr"},
    "folders/git.py": {"program": "run"},
    "publish/tree/host.py": {"asked": "PoolManager request"},
    "publish/tree/proof_cache.py": {"cache": "mkdir write_text"},
    "publish/release/editions.py": {"temporary": "TemporaryDirectory*2 copyfileobj mkdir*2 open write_text"},
    "publish/release/release.py": {
        "staged": "copy mkdir*2 rename rmtree*3 unlink write_text*2",
        "target": "mkdir open unlink",
    },
    "publish/release/statements.py": {"staged": "rmtree"},
    "publish/tree/sealing.py": {"staged": "write_bytes*2"},
    "publish/tree/signing.py": {"program": "run", "temporary": "NamedTemporaryFile"},
    "publish/release/standalone_log.py": {"program": "run"},
    "publish/tree/time_authority.py": {"asked": "build_opener", "program": "Popen", "temporary": "TemporaryFile"},
    "publish/tree/unfinished.py": {"staged": "mkdir*3 rename*2 rmtree*3 write_bytes"},
    "commands/publish.py": {"temporary": "TemporaryDirectory"},
    "rendering/prose.py": {"escaped": "Markup*2"},
    "rendering/renderer.py": {"escaped": "Markup*3"},
    "schema/__init__.py": {"target": "mkdir write_text"},
    "site/citation_chrome.py": {"staged": "write_bytes*2"},
    "finishing/downloads.py": {"building": "mkdir write_bytes"},
    "site/print_edition.py": {"building": "mkdir write_text", "escaped": "Markup"},
    "rendering/titles.py": {"escaped": "Markup"},
    "site/theme_escaping.py": {"owner": "Markup*2"},
    "site/exports.py": {
        "target": "mkdir write_bytes*2",
        "temporary": "TemporaryDirectory*2",
    },
    "finishing/scripts.py": {"building": "mkdir write_text"},
    "site/finish.py": {"building": "write_text"},
    "site/plugin.py": {"sanitised": "Markup"},
    "site/publishing.py": {
        "escaped": "Markup",
        "staged": "copytree mkdir*2 unlink write_text*8",
    },
    "site/register.py": {"target": "write_bytes", "temporary": "TemporaryDirectory"},
    "finishing/search_index.py": {"building": "mkdir write_text*2"},
    "site/staging.py": {"target": "mkdir rename*4 rmtree"},
    "site/build_context.py": {"escaped": "Markup"},
    "folders/starter.py": {"empty": "mkdir*3 rmdir rmtree unlink write_text*8"},
    "pages/placeholders.py": {"escaped": "Markup"},
    "folders/outputs.py": {"beside": "TemporaryDirectory mkdir replace", "target": "rmdir unlink"},
    "templates/edition/page.html": {"escaped": "safe*2"},
    "templates/publish/VERIFY.txt": {"plain": "safe"},
}
"""Of each module what it calls, behind which gate, and how often where that is more than once."""


def test_whatever_writes_deletes_asks_or_lets_html_through_has_a_gate():
    listed = {name: " ".join(sorted(_in_full(" ".join(gates.values())))) for name, gates in LISTED.items()}
    assert _found() == listed


def _in_full(calls: str) -> Iterator[str]:
    for each in calls.split():
        name, _, times = each.partition("*")
        yield from [name] * int(times or 1)


def test_each_gate_is_explained():
    assert {gate for gates in LISTED.values() for gate in gates} == GATES.keys()
