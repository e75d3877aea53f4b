"""Prose of the facts: what of Markdown it takes, that all else is the text that it is, and that no text takes long."""

import pickle
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from playbook.markdown.prose import Block, blocks, escaped, is_marked, lines, plain
from playbook.model.prose import Prose, in_lines, leads_alike, source_of
from playbook.model.values import TEXT_LIMIT
from tests.drawn import CHEAP, often

READ = TypeAdapter(Prose).validate_python


def _outline(found):
    """Return blocks in short: paragraphs as their spans, lists in brackets."""
    told = []
    for block in found:
        if block.sort == "list":
            mark = "-" if block.start is None else f"{block.start}."
            told.append(f"{mark}[{' | '.join(_outline(item) for item in block.items)}]")
        else:
            told.append(f"<{block.text}>" if block.sort == "code" else _spans(block.spans))
    return " / ".join(told)


def _spans(some):
    signs = {"em": "_", "strong": "**", "code": "`", "text": "", "link": "", "picture": "!"}
    told = []
    for span in some:
        said = f"{signs[span.sort]}{span.text}{_spans(span.inner)}{signs[span.sort]}"
        told.append(f"({said} > {span.target})" if span.target else said)
    return "".join(told)


PLAIN = [
    "5 * 3 * 2 and a*b*c and x**2**3",
    "snake_case, P1_P2, _private_name and __ and ____________ (name)",
    "<name>, <b>bold</b>, AT&amp;T, &lt;i&gt;",
    "C# and #1 and # a heading",
    "[x] and [x] (y) and f[i](j) and [a][b]",
    "1. May is a holiday.",
    "- not a list",
    "> 99.5 %",
    "(*) see note; A*, B* and *C",
    "*.pdf, **/*.md, */5 * * * *",
    "C:\\dir\\name and \\\\server\\share",
    "a `tick, ~~struck~~ and | a | table |",
    "Two\nlines of one",
    "Two\n\nparagraphs",
]


@pytest.mark.parametrize("text", PLAIN)
def test_a_text_without_markup_stays_as_it_is(text):
    read = READ(text)
    assert type(read) is str
    assert read == text
    assert plain(blocks(text)) == " ".join(text.split())


MARKED = {
    "*one* _two_ **three** __four__": "_one_ _two_ **three** **four**",
    "***both***, **a *b* c**": "_**both**_, **a _b_ c**",
    "A [link](https://example.org/a_b_(c)?d=*e*).": "A (link > https://example.org/a_b_(c)?d=*e*).",
    "[**to** the forum](#forum-board)": "(**to** the forum > #forum-board)",
    "[page](roles/index.md#top)": "(page > roles/index.md#top)",
    "<https://example.org/>, <a@example.org>": "(https://example.org/ > https://example.org/), "
    "(a@example.org > mailto:a@example.org)",
    "`a*b*` and ``x ` y``": "`a*b*` and `x ` y`",
    r"\*no\*, \[x\](y), \`z\`, \_a\_, \<https://x>": "*no*, [x](y), `z`, _a_, <(https://x > https://x)>",
    "**bold**.\n\nSecond": "**bold**. / Second",
    "With:\n- a\n- b\n  - c\n    1. d\n- e\n\nEnd": "With: / -[a | b / -[c / 1.[d]] | e] / End",
    "1. a\n   more\n\n   second\n2. b": "1.[a\nmore / second | b]",
    "3) c\n4) d": "3.[c | d]",
    "* a\n\n* b\n1. c": "-[a | b] / 1.[c]",
    "\\- a\n\\1. b\n1\\. c": "- a\n\\1. b\n1. c",
    "x\n```yaml\na: *b*\n```\ny": "x / <a: *b*> / y",
    "\u8fd9\u662f**\u91cd\u8981**\u7684": "\u8fd9\u662f**\u91cd\u8981**\u7684",
    "https://example.org/_a_/b, www.example.org.": "(https://example.org/_a_/b > https://example.org/_a_/b), "
    "(www.example.org > https://www.example.org).",
}


@pytest.mark.parametrize("text", MARKED)
def test_markdown_is_read_as_authors_know_it(text):
    assert _outline(blocks(text)) == MARKED[text]


def test_a_marked_text_is_plain_words_and_keeps_its_source():
    source = "Meets **weekly**, see [the charter](https://example.org/c):\n- one;\n- two\n- three."
    text = READ(source)
    assert (str(text), source_of(text)) == ("Meets weekly, see the charter: one; two; three.", source)
    assert in_lines(text) == "Meets weekly, see the charter (https://example.org/c):\n- one;\n- two\n- three."
    assert text == READ(source) != READ(source.replace("org/c", "org/d"))
    assert text != str(text)
    again = pickle.loads(pickle.dumps(text))  # noqa: S301  # it was made here
    assert (again, again.source) == (text, source)
    assert leads_alike(READ("[a](#b) *c*"), READ("*[d](#b)*"))
    assert not leads_alike(READ("[a](#b)"), READ("[a](#c)"))


REFUSED = {
    "![plan](plan.png)": ("a text of the facts holds no picture, such as `plan.png`", "write a link to it"),
    "[x](javascript:alert(1))": ("the link to `javascript:alert(1)` is not one", "write an address that begins"),
    "[x](www.example.org)": ("the link to `www.example.org` is not one", "write `https://www.example.org`"),
    "[x](example.org/a)": ("the link to `example.org/a` is not one", "write `https://example.org/a`"),
    "[x](a@example.org)": ("the link to `a@example.org` is not one", "write `mailto:a@example.org`"),
    "[x](../roles/index.md)": ("the link to `../roles/index.md` is not one", "write `roles/index.md`"),
    "[x](//example.org)": ("the link to `//example.org` is not one", "write an address"),
    "[x](https://a:b@example.org/)": ("the link to `https://a:b@example.org/` is not one", "write an address"),
    '[x](https://example.org "y")': ("no title", "write `[words](https://example.org)`"),
    "- a\n  - [x](data:text/html,y)": ("the link to `data:text/html,y` is not one", "write an address"),
    "[](#role-buyer)": ("it is empty", "write the text"),
}


@pytest.mark.parametrize("text", REFUSED)
def test_what_has_no_place_in_a_text_is_refused_with_a_hint(text):
    with pytest.raises(ValidationError) as raised:
        READ(text)
    told = raised.value.errors()[0]["ctx"]
    message, hint = REFUSED[text]
    assert message in told["message"]
    assert told["hint"].startswith(hint)


UNITS = [
    *("*", "* ", "_", "[", "![", "[a](", "[a", "[a](b) ", "`", "\\", "*a **b ", "**a*", "<", "<http://a ", "*a_b"),
    *("*[a_`", "[a](<", '[a](b "', "- a\n", "*a ", "*(", "a*b* ", "a@b.", "www.", "http://", "(", "a\n\n", "```\n"),
    *("- a\n1. b\n", "[*", "https://x/(", "](", "~~~\n", "**", "***a ", "<a@", "1. ", "\t- a\n", "`a``"),
]
WHOLE = [
    "[" * 5000 + "]" * 5000,
    "*(" * 3300 + ")*" * 1600,
    "*a " * 2500 + "a* " * 800,
    "\n".join(" " * (2 * depth) + "- a" for depth in range(95)),
    "".join("`" * size + "a" for size in range(140)),
    "[a" * 2000 + "](b)" * 1500,
]


@pytest.mark.parametrize("text", [*((unit * TEXT_LIMIT)[:TEXT_LIMIT] for unit in UNITS), *WHOLE])
def test_no_text_takes_long_or_grows_deep(text):
    begun = perf_counter()
    found = blocks(text)
    plain(found), lines(found), is_marked(text)
    assert perf_counter() - begun < 4  # a second at the most where nothing else runs
    assert _depth(found) < 20


def _depth(found: tuple[Block, ...]) -> int:
    inner = [_depth(item) for block in found for item in block.items]
    return 1 + max([*inner, *(span.depth for block in found for span in block.spans)], default=0)


WRITTEN = st.text(alphabet="ab1 *_`[]()<>\\!#-.+:/@\n", max_size=40)


@often(CHEAP)
@given(WRITTEN)
def test_any_text_can_be_said_in_markdown(text):
    assert plain(blocks(escaped(text))) == " ".join(text.split())


@often(CHEAP)
@given(WRITTEN)
def test_what_is_not_marked_says_what_is_written(text):
    if not is_marked(text):
        assert plain(blocks(text)) == " ".join(text.split())
