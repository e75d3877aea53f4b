"""Pages without macros say the same on a site that knows nothing of playbooks."""

import re
from pathlib import Path

import lxml.html
import pytest
from lxml import etree

from playbook.pages import sandbox_limits
from playbook.pages.inert import inert_page
from tests.support import ROOT, built, replace, run, small

PLAIN = """
site_name: Plain
theme: {name: mkdocs}
plugins: []
markdown_extensions:
  [admonition, attr_list, def_list, footnotes, md_in_html, tables, toc, pymdownx.details, pymdownx.superfences]
"""


@pytest.fixture(scope="module")
def plain_site(tmp_path_factory):
    """The reference playbook, exported and built by MkDocs' own theme without a plugin."""
    folder = tmp_path_factory.mktemp("plain")
    exported = run("export", "pages", "--to", folder / "docs", cwd=ROOT)
    assert exported.code == 0, exported.said
    (folder / "mkdocs.yml").write_text(PLAIN, encoding="utf-8")
    built = run("build", "--quiet", "--strict", cwd=folder, program="mkdocs")
    assert (built.code, built.said) == (0, ""), built.said
    return folder / "site"


def _words(page, container):
    article = lxml.html.parse(str(page)).getroot().xpath(container)[0]
    for beside in article.xpath(
        ".//a[@class='headerlink'] | .//*[@data-pb-aside or @hidden] | .//form | .//button | .//input"
        " | .//*[contains(@class, 'pb-standing') or contains(@class, 'pb-sheet')]"
    ):
        if beside.getparent() is not None:
            beside.drop_tree()
    return re.sub(r"\s", "", article.text_content())


def test_every_page_says_the_same(plain_site, reference_site):
    pages = [path.relative_to(reference_site.folder) for path in reference_site.folder.rglob("index.html")]
    pages = [page for page in pages if page.parts[0] != "print"]  # which is made of the others
    assert len(pages) > 60
    for page in pages:
        here = _words(reference_site.folder / page, "//article")
        assert _words(plain_site / page, "//div[@role='main']") == here, page


def test_nothing_waits_for_scripts_that_are_not_there(plain_site):
    pages = [path.read_text(encoding="utf-8") for path in (plain_site.parent / "docs").rglob("*.md")]
    text = "".join(
        re.sub(r"^( *)(```+).*?^\1\2$|`[^`\n]+`", "", page, flags=re.DOTALL | re.MULTILINE) for page in pages
    )
    assert (
        re.findall(
            r"<(?:form|button|input|select|option|textarea|label|template)\b|\shidden\b[^<]*>|\sdata-(?!reader\b|pb-of\b)[a-z-]+=",
            text,
        )
        == []
    )
    assert re.findall(r"\{[a-z_]+\}", re.sub(r"\{:[^}]*\}", "", text)) == []


def test_a_text_of_the_data_stays_literal(tmp_path):
    folder = small(tmp_path / "playbook")
    roles = folder / "data" / "roles.yml"
    name = re.search(r"name: (.+)", roles.read_text(encoding="utf-8"))[1]
    replace(roles, f"name: {name}", "name: '**Bold** [x](y) <b>&amp;</b> #1'")
    exported = run("export", "pages", "--to", "plain", cwd=folder)
    assert exported.code == 0, exported.said
    pages = [path.read_text(encoding="utf-8") for path in (folder / "plain").rglob("*.md")]
    text = "".join(re.sub(r"\A---\n.*?\n---\n", "", page, flags=re.DOTALL) for page in pages)
    assert "&#42;&#42;Bold&#42;&#42; &#91;x&#93;&#40;y&#41; &lt;b&gt;&amp;amp;&lt;/b&gt; &#35;1" in text


def test_a_page_with_a_problem_writes_nothing(tmp_path):
    folder = small(tmp_path / "playbook")
    index = folder / "docs" / "index.md"
    index.write_text(index.read_text(encoding="utf-8") + '\n{{ role("nobody-here") }}\n', encoding="utf-8")
    refused = run("export", "pages", "--to", "plain", cwd=folder)
    assert refused.code == 1
    assert refused.err.startswith("docs/index.md:")
    assert "there is no role `nobody-here`" in refused.err
    assert not (folder / "plain").exists()


def test_no_other_generator_works_out_what_the_data_says(tmp_path):
    folder = small(tmp_path / "playbook")
    replace(
        folder / "data" / "responsibilities.yml",
        "name: Mend the tills",
        "name: 'Mend {{ 7 * 7 }} {% include \"x\" %} {# y #}'",
    )
    assert run("export", "pages", "--to", tmp_path / "pages", cwd=folder).code == 0
    texts = [path.read_text(encoding="utf-8") for path in (tmp_path / "pages").rglob("*.md")]
    shown = [text for text in texts if "7 * 7" in text]
    assert shown
    assert [
        line for text in shown for line in text.splitlines() if re.search(r"\{[{%#](?!:)", line) and "7 * 7" in line
    ] == []


SAID = """\
# Tills {: #tills-said }

{% raw %}
In words {{ 7 * 7 }}, {% include "x" %} and {# gone #};
in code `{{ 7 * 7 }}`, ``{% include "x*y*_z_" %} ` | <b>`` and `{x}`.

| Key | Code |
| --- | --- |
| a | `{{ 7 * 7 }}` |

```yaml
plain: {x: 1}
```

```jinja title="one"
{{ role("x") }}

{% include "<b>" %} & *x*
```

- One

    ```
    {{ 7 * 7 }}
        deeper
    ```

> ~~~~ yaml
> {# gone #}
> ~~~
> ~~~~
{% endraw %}
"""


def test_no_other_generator_works_out_what_a_page_says(tmp_path: Path):
    folder = small(tmp_path / "playbook")
    (folder / "docs" / "said.md").write_text(SAID, encoding="utf-8")
    assert run("export", "pages", "--to", tmp_path / "docs", cwd=folder).code == 0
    exported = (tmp_path / "docs" / "said.md").read_text(encoding="utf-8")
    assert re.findall(r"\{[{%#]", exported) == []
    assert "```yaml\nplain: {x: 1}\n```" in exported
    (tmp_path / "mkdocs.yml").write_text(PLAIN, encoding="utf-8")
    done = run("build", "--quiet", cwd=tmp_path, program="mkdocs")
    assert done.code == 0, done.said
    ours, theirs = (
        etree.HTML((site / "said" / "index.html").read_text(encoding="utf-8")).xpath(where)[0]
        for site, where in ((built(folder), "//article"), (tmp_path / "site", "//div[@role='main']"))
    )
    for tag in ("code", "td", "li"):
        assert _said(theirs, tag) == _said(ours, tag), tag
    (words,) = (each for each in _said(ours, "p") if each.startswith("In words"))
    assert words in _said(theirs, "p")


def _said(page: etree._Element, tag: str) -> list[str]:
    return [" ".join("".join(each.itertext()).split()) for each in page.iter(tag)]


def test_fences_that_nothing_closes_cost_no_more_than_their_lines():
    lines = ["{{ x }}", *(f"{'`' * (3 + number % 5)}a{number}" for number in range(40_000))]
    with sandbox_limits.watched():
        assert inert_page("\n".join(lines)) == "\n".join(["&#123;{ x }}", *lines[1:]])
