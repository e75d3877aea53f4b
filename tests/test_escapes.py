"""Templates in pages reach the playbook and the macros, and nothing behind them: no Python, no file, no clock.

Each text is rendered in the environment that the site gives its pages. It fails at its place, or does no harm.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from playbook.loading.load import load
from playbook.pages.placeholders import Placeholders
from playbook.pages.sandbox import PageEnvironment, PageText
from playbook.problems import Problems, line_of
from tests import golden
from tests.support import run, small

UNSAFE, FILTER, UNDEFINED, OTHER = "is unsafe", "No filter named", "is undefined", "cannot bring in another file"
ESCAPES = {
    "{{ ''.__class__.__mro__ }}": UNSAFE,
    "{{ ''['__class__'] }}": UNSAFE,
    "{{ ''|attr('__class__') }}": FILTER,
    "{{ ['']|map(attribute='__class__')|join }}": UNSAFE,
    "{{ ['']|map('attr', '__class__')|join }}": FILTER,
    "{{ [playbook.about]|groupby('__class__')|length }}": "1",
    "{{ ().__class__.__bases__[0].__subclasses__() }}": UNSAFE,
    "{{ '{0.__class__}'.format('') }}": UNSAFE,
    "{{ '{0[x]}'.format_map({'0': 1}) }}": UNSAFE,
    "{% set f = '{0.__class__}'.format %}{{ f(1) }}": UNSAFE,
    "{{ '%s' % playbook }}": "`%` is for numbers here",
    "{{ '%s'|format(playbook) }}": FILTER,
    "{{ cycler.__init__.__globals__ }}": UNSAFE,
    "{{ joiner('x') }}": UNDEFINED,
    "{{ namespace(x=1) }}": UNDEFINED,
    "{{ lipsum.__globals__['os'].popen('id').read() }}": UNDEFINED,
    "{{ dict.__base__ }}": UNDEFINED,
    "{{ range(10) }}": UNDEFINED,
    "{% macro m() %}x{% endmacro %}{{ m.__globals__ }}": "Macro has no `__globals__`",
    "{% macro m() %}{{ caller.__code__ }}{% endmacro %}{% call m() %}x{% endcall %}": "Macro has no `__code__`",
    "{% macro m() %}{{ varargs.__class__ }}{% endmacro %}{{ m(1) }}": UNSAFE,
    "{% macro m() %}{{ kwargs.__class__ }}{% endmacro %}{{ m(a=1) }}": UNSAFE,
    "{{ self.__init__.__globals__ }}": UNSAFE,
    "{{ self._TemplateReference__context.environment }}": UNSAFE,
    "{% for x in [1] %}{{ loop._iterable.__class__ }}{% endfor %}": UNSAFE,
    "{% import '/etc/passwd' as x %}": OTHER,
    "{% from '../mkdocs.yml' import x %}": OTHER,
    "{% include '/etc/passwd' %}": OTHER,
    "{% include ['a', '../data/roles.yml'] ignore missing %}": OTHER,
    "{% include playbook.about.title %}": OTHER,
    "{% extends '../mkdocs.yml' %}": OTHER,
    "{{ environment.loader }}": UNDEFINED,
    "{{ config.site_dir }}": UNDEFINED,
    "{{ env }}": UNDEFINED,
    "{{ files }}": UNDEFINED,
    "{{ page.file }}": UNDEFINED,
    "{{ context() }}": UNDEFINED,
    "{{ macros_info() }}": UNDEFINED,
    "{{ now() }}": UNDEFINED,
    "{{ fix_url('x') }}": UNDEFINED,
    "{{ git.commit }}": UNDEFINED,
    "{{ system }}": UNDEFINED,
    "{% debug %}": "unknown tag 'debug'",
    "{% do playbook.x() %}": "unknown tag 'do'",
    "{% set playbook.about.title = 'x' %}": "expected token",
    "{% set ns = playbook %}{% set ns.title = 'x' %}": "cannot assign attribute",
    "{{ playbook.__init__.__globals__ }}": UNSAFE,
    "{{ playbook.about.__dict__ }}": UNSAFE,
    "{{ playbook.about['__dict__'] }}": UNSAFE,
    "{{ playbook.about.parse_file('/etc/passwd') }}": UNSAFE,
    "{{ playbook.about.parse_raw('x', content_type='pickle', allow_pickle=True) }}": UNSAFE,
    "{{ playbook.about.model_copy(update={'title': 'x'}).title }}": UNSAFE,
    "{{ playbook.about.model_construct() }}": UNSAFE,
    "{{ playbook.about.model_json_schema() }}": UNSAFE,
    "{{ playbook.about.model_config }}": UNSAFE,
    "{{ playbook.about.origin.mark.file }}": UNSAFE,
    "{{ playbook.about.checks.clear() }}": UNSAFE,
    "{{ playbook.roles._by_id.clear() }}": UNSAFE,
    "{{ [].append(1) }}": UNSAFE,
    "{{ {}.update({'a': 1}) }}": UNSAFE,
    "{{ 'a'.encode().decode }}": UNSAFE,
    "{{ playbook.about.cycle.effective_from.strftime('%999999999d') }}": UNSAFE,
    "{{ playbook }}": "is no text",
    "{{ playbook.roles|list }}": "is no text",
    "{{ playbook.of_kind }}": "is no text",
    "{{ probe }}": "is no text",
    "{{ probe.__globals__ }}": UNSAFE,
    "{{ playbook|pprint }}": FILTER,
    "{{ playbook|tojson }}": FILTER,
    "{{ [1, 2]|random }}": FILTER,
    "{{ 'a'|urlize }}": FILTER,
    "{{ 'a'|center(999999999) }}": FILTER,
    "{{ 'a'|indent(999999999) }}": FILTER,
    "{{ 'a'.ljust(999999999) }}": UNSAFE,
    "{{ 'a'.zfill(999999999) }}": UNSAFE,
    "{{ 'a\t'.expandtabs(999999999) }}": UNSAFE,
    "{{ ''.join(['a']) }}": UNSAFE,
    "{{ 'a' * 999999999 }}": "`*` is too much",
    "{{ [1] * 999999999 }}": "`*` is too much",
    "{{ [1] + [2] }}": "`+` is for numbers here",
    "{{ 9**9**9 }}": "`**` is too much",
    "{{ 999999999 * 999999999 * 999999999 }}": "a number beyond",
    "{{ 1.5|round(999999999) }}": "1.5",
    "{{ 5|round(-999999999) }}": "5",
    "{{ 1/0 }}": "division by zero",
    "{{ '\\ud800' }}": "the invisible character U+D800",
    "{{ '\\x00' }}": "the invisible character U+0000",
    "{{ '\\ue000\\ue010\\ue001' }}": "",
    "{{ '<script>'|safe }}": "&lt;script&gt;",
    "{% autoescape false %}{{ '<script>' }}{% endautoescape %}": "&lt;script&gt;",
    "{{ '{{ 7*7 }}' }}": "{{ 7*7 }}",
    "{{ playbook.roles.wombat }}": "has no `wombat`",
    "{{ playbook.of_kind('wombat') }}": "there is no `wombat`",
    "{{ 1 < 'a' }}": "not supported",
}
"""What a page may try, and what is said of it, or what stands on the page."""
HARMLESS = ("1", "1.5", "5", "", "&lt;script&gt;", "{{ 7*7 }}")


def _probe() -> str:
    """Return a word, as a macro does."""
    return "probed"


@pytest.fixture(scope="module")
def playbook(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return load(golden.written(tmp_path_factory.mktemp("escapes"), {})).or_raise()


@pytest.mark.parametrize("text", ESCAPES)
def test_a_page_reaches_nothing_behind_the_playbook(text: str, playbook: Any):
    found, placeholders = Problems(), Placeholders()
    environment = PageEnvironment(placeholders, lambda: PageText("docs/page.md", 5), found.add)
    environment.globals = {"playbook": playbook, "probe": _probe}
    shown = placeholders.restore(environment.from_string(f"\nSo: {text}").render()).strip()
    if ESCAPES[text] in HARMLESS:
        assert (shown, len(found)) == (f"So: {ESCAPES[text]}".strip(), 0)
        return
    (problem,) = found
    assert shown == ""
    assert ESCAPES[text] in problem.message
    assert (problem.place.file, problem.place.line) == ("docs/page.md", 6)
    assert 1 <= problem.place.column <= len(text) + 5
    assert "root:" not in line_of(problem)
    assert problem.hint


def test_a_page_reaches_nothing_of_the_host_either(tmp_path: Path):
    """The same through the command, where the macros plugin has its own variables, filters and functions."""
    playbook = small(tmp_path)
    tried = [
        "config",
        "environment",
        "files",
        "page",
        "git",
        "system",
        "now()",
        "context()",
        "macros_info()",
        "navigation",
    ]
    for number, word in enumerate(tried):
        (playbook / "docs" / f"try-{number}.md").write_text(
            f"# Try {{: #try-{number} }}\n\n{{{{ {word} }}}}\n", encoding="utf-8"
        )
    (playbook / "docs" / "filter.md").write_text("# Try {: #try }\n\n{{ playbook | pretty }}\n", encoding="utf-8")
    done = run("check", cwd=playbook)
    assert done.code == 1
    for number in range(len(tried)):
        assert f"docs/try-{number}.md:3:4: error: '" in done.out
    assert "docs/filter.md:3:15: error: No filter named 'pretty'" in done.out
