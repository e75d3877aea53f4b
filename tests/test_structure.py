"""The shape of the repository: which way imports run, how subjects are named, what no module may hold."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from playbook.checks import CHECKS
from playbook.loading.load import load
from playbook.model import SUBJECTS
from tests.support import ROOT

ENGINE = ROOT / "src" / "playbook"
MODULES = sorted([*ENGINE.rglob("*.py"), *(ROOT / "macros").rglob("*.py")])
LONGEST = 320
"""The most lines a module may have."""

TAG = re.compile(
    r"</?(?:a|b|i|p|br|hr|em|tr|td|th|li|ul|ol|dl|dt|dd|h[1-6]|abbr|body|code|div|form|head|html|img|input|link|meta"
    r"|pre|script|section|small|span|strong|style|svg|table|tbody|thead|time)\b[^>]*>"
)
SPOKEN_OF = {
    "placeholders.py": ("<p>", "</p>"),
    "serving.py": ("</body>",),
    "citation_chrome.py": ("</body>",),
    "search_index.py": ("<p>", "</p>"),
    "marked_page.py": (r"<html\b[^>", r"</head\s*>", r"<script\b|</body\s*>", r"</body\s*>"),
    "scripts.py": ("<script>", "</script>", '<script src="{root}{path}">'),
}
"""Tags that a module looks for in what others have made, or hands on to them: a paragraph around a block, the end of a
page, the paragraphs of the theme's search, its scripts, where a page of another engine has its head and its end."""

ALLOWED = {
    "__init__": "",
    "problems": "",
    "publish": "",
    "folders": "__init__ problems platformdirs yaml",
    "markdown": "problems",
    "source": "problems folders yaml",
    "model": "problems source markdown babel pydantic pydantic_core",
    "changes": "model pydantic",
    "loading": "problems folders source model pydantic",
    "checks": "problems source folders markdown model loading",
    "reporting": "__init__ problems checks click",
    "views": "problems model changes checks babel pydantic",
    "export": "model views docx icalendar lxml weasyprint xlsxwriter",
    "rendering": "folders markdown model views babel jinja2 markupsafe mkdocs nh3",
    "schema": "problems folders model loading checks views pydantic",
    "pages": "problems markdown source model changes checks views rendering jinja2 lxml markupsafe",
    "publish.text": "problems model changes rendering lxml selectolax",
    "finishing": "problems folders markdown model views export rendering pages lxml markupsafe",
    "macros": "problems model views pages",
    "publish.tree": "problems folders source model views rendering publish.text asn1crypto cryptography pydantic "
    "rfc3161_client urllib3",
    "publish.verify": "problems folders views rendering publish.text publish.tree",
    "publish.release": "problems folders model changes loading views export rendering pages publish.text publish.tree "
    "publish.verify dateutil icalendar jinja2 markupsafe",
    "site": "__init__ problems folders markdown model changes loading checks reporting views export rendering "
    "schema pages publish.text finishing publish.tree publish.verify publish.release jinja2 lxml "
    "markupsafe mkdocs nh3 selectolax yaml",
    "commands": "__init__ problems folders checks reporting export rendering publish.text publish.tree publish.verify "
    "publish.release site click",
    "api": "problems model changes loading checks publish.text publish.verify site",
    "__main__": "commands",
}
"""What each room of the engine, and `macros`, may import: other rooms, and libraries."""
SLOW = frozenset(
    [
        "tests.browser", "tests.editions", "tests.forked", "tests.published", "tests.support.built",
        "tests.support.run", "playbook.__main__", "playbook.site.build", "playbook.site.exports",
        "playbook.site.publishing", "playbook.site.register", "mkdocs", "playwright", "properdocs", "subprocess",
    ]
)  # fmt: skip
"""What a test imports that builds a site, begins a command or opens a browser."""


def _name(module: Path) -> str:
    return module.relative_to(ROOT).as_posix()


def _floor(module: Path) -> str:
    if not module.is_relative_to(ENGINE):
        return "macros"
    return _room(".".join(module.relative_to(ENGINE).with_suffix("").parts))


def _room(dotted: str) -> str:
    """Return the room of a module: the longest beginning of its name that is one."""
    parts = dotted.split(".")
    return next((room for end in (2, 1) if (room := ".".join(parts[:end])) in ALLOWED), parts[0])


def _imported(module: Path) -> Iterator[str]:
    """Iterate over what a module imports: rooms of the engine and libraries, its own and Python's left out."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (_target(alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            if node.level:
                yield _floor(module)
            elif node.module == "playbook":
                yield from (_target(f"playbook.{alias.name}") for alias in node.names)
            else:
                yield _target(node.module or "")


def _target(dotted: str) -> str:
    first, _, rest = dotted.partition(".")
    if first != "playbook":
        return first
    return room if (room := _room(rest)) in ALLOWED else "__init__"


def test_imports_run_one_way():
    wrong = []
    for module in MODULES:
        floor = _floor(module)
        assert floor in ALLOWED, f"{floor} is a new room: say in ALLOWED what it may import"
        allowed = {*ALLOWED[floor].split(), floor, *sys.stdlib_module_names}
        wrong += [f"{_name(module)} imports {name}" for name in _imported(module) if name not in allowed]
    assert wrong == []


def test_the_table_of_imports_has_no_ring():
    """Each room imports only rooms above it in the table; `__init__` holds the version and is no room."""
    above: set[str] = set()
    for floor, allowed in ALLOWED.items():
        assert not (set(allowed.split()) & (ALLOWED.keys() - {"__init__", floor})) - above
        above.add(floor)


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_subject_bears_one_name_on_every_floor(subject: str):
    here = [ENGINE / "model" / f"{subject}.py", ENGINE / "views" / f"{subject}.py", ROOT / "macros" / f"{subject}.py"]
    here += [ENGINE / "checks" / f"{subject}.py", ENGINE / "templates" / subject]
    here += [ROOT / "overrides" / "playbook" / f"{subject}.css"]
    assert [_name(path) for path in here if not path.exists()] == []
    data = ROOT / "data"
    assert (data / f"{subject}.yml").is_file() != (data / subject).is_dir()


def test_every_check_stands_in_the_module_of_a_subject():
    named = {check.find.__module__.rpartition(".")[2] for check in CHECKS}
    assert named - {"references", "completeness", "meetings", "prose"} <= set(SUBJECTS)


def test_quick_tests_build_no_site_begin_no_command_and_open_no_browser():
    listed = re.search(r"^QUICK := ((?:.*\\\n)*.*)", _text(ROOT / "Makefile"), re.MULTILINE)
    paths = [ROOT / name for name in listed[1].replace("\\", "").split()] if listed else []
    assert paths
    assert [_name(path) for path in paths if not path.exists()] == []
    files = [file for path in paths for file in (sorted(path.glob("*.py")) if path.is_dir() else [path])]
    shared = set(re.findall(r"^def (\w+)", _text(ROOT / "tests" / "conftest.py"), re.MULTILINE)) - {"bless"}
    wrong = []
    for file in files:  # helpers are added on the way
        used = set(_used(file))
        wrong += [f"{_name(file)} uses {name}" for name in sorted(used) if name in shared or _is_slow(name)]
        files += sorted(set(map(_helper, used)) - {None, *files})
    assert wrong == []


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _used(test: Path) -> Iterator[str]:
    """Iterate over what a file of tests imports, in full, and the names of its parameters, which may be fixtures."""
    for node in ast.walk(ast.parse(_text(test))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.arg):
            yield node.arg


def _is_slow(dotted: str) -> bool:
    return any(f"{dotted}.".startswith(f"{slow}.") for slow in SLOW)


def _helper(dotted: str) -> Path | None:
    """Return the file of a helper of the tests; of `support` only what is taken from it counts."""
    within = ROOT / dotted.rpartition(".")[0].replace(".", "/")
    files = (ROOT / f"{dotted.replace('.', '/')}.py", within.with_suffix(".py"))
    return next((file for file in files if file.is_file() and file.stem != "support" and dotted[:6] == "tests."), None)


def test_few_modules_lie_loose():
    assert {path.name for path in ENGINE.glob("*.py")} <= {"__init__.py", "__main__.py", "api.py", "problems.py"}


def test_modules_are_short():
    lines = {_name(module): len(module.read_text(encoding="utf-8").splitlines()) for module in MODULES}
    assert {name: number for name, number in lines.items() if number > LONGEST} == {}


def test_no_markup_in_python():
    found = [f"{_name(module)}:{line}: {tag}" for module in MODULES for line, tag in _tags(module)]
    assert found == []


def _tags(module: Path) -> Iterator[tuple[int, str]]:
    """Iterate over the HTML tags in the texts of a module; its documentation may speak of them."""
    parsed = ast.parse(module.read_text(encoding="utf-8"))
    documentation = {id(node.value) for node in ast.walk(parsed) if isinstance(node, ast.Expr)}
    for node in ast.walk(parsed):
        if isinstance(node, ast.Constant) and isinstance(node.value, (str, bytes)) and id(node) not in documentation:
            text = node.value if isinstance(node.value, str) else node.value.decode("latin-1")
            for tag in TAG.findall(text):
                if tag not in SPOKEN_OF.get(module.name, ()):
                    yield node.lineno, tag


def test_everything_public_is_documented():
    missing = []
    for module in MODULES:
        parsed = ast.parse(module.read_text(encoding="utf-8"))
        assert ast.get_docstring(parsed), f"{_name(module)} has no docstring"
        missing += [f"{_name(module)}: {name}" for name, node in _public(parsed) if not ast.get_docstring(node)]
    assert missing == []


def _public(
    parent: ast.Module | ast.ClassDef, prefix: str = ""
) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]]:
    for node in parent.body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
            yield prefix + node.name, node
            if isinstance(node, ast.ClassDef):
                yield from _public(node, f"{prefix}{node.name}.")


def test_organisations_are_named_in_one_file():
    parties = load(ROOT / "data").or_raise().parties
    files = [*(ROOT / "docs").rglob("*.md"), *(ROOT / "data").rglob("*.yml"), *(ROOT / "overrides").rglob("*.html")]
    for path in files:
        if path not in (ROOT / "data" / "parties.yml", ROOT / "data" / "register.yml"):  # it keeps what once was said
            text = path.read_text(encoding="utf-8")
            words = {word for party in parties for word in (party.name, party.name.split()[0])}
            assert [word for word in sorted(words) if word in text] == [], _name(path)
