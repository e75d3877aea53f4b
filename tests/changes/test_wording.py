"""Two texts beside each other: whether they say the same, and which of their words differ."""

from __future__ import annotations

import pytest

from playbook.changes.wording import marked_runs, says_the_same
from playbook.views.sentences import as_plain, marked

SAME = [
    ("Decide what to buy.", "Decide what to buy"),
    ("Decide what to buy.", "Decide  what\nto buy."),
    ("the “peak” season", 'the "peak" season'),
    ("the client’s word", "the client's word"),
    ("late – or missing", "late — or missing"),
    ("Business Days", "business days"),
    ("co\u00adordinator", "coordinator"),
]
OTHER = [
    ("1.000", "1,000"),
    ("at most 5%", "at most 5"),
    ("£100", "€100"),
    ("≥ 97", "≤ 97"),
    ("-5", "5"),
    ("5 - 3", "5 – 3"),
    ("is not acceptance", "is acceptance"),
    ("US", "us"),
    ("5 M", "5 m"),
    ("10²", "102"),
    ("clients' data", "client's data"),
    ("eats, shoots and leaves", "eats shoots and leaves"),
    ("Ready?", "Ready."),
    ("x/y", "x y"),
    ("(only) this", "only this"),
    ("", "a"),
]


@pytest.mark.parametrize(("old", "new"), SAME)
def test_what_cannot_change_a_meaning_says_the_same(old: str, new: str):
    assert says_the_same(old, new)
    assert says_the_same(new, old)


@pytest.mark.parametrize(("old", "new"), OTHER)
def test_a_sign_that_may_change_a_meaning_says_something_else(old: str, new: str):
    assert not says_the_same(old, new)
    assert not says_the_same(new, old)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("Pay within ten days.", "Pay within thirty days.", "Pay within [-ten-]{+thirty+} days."),
        ("Pay within ten days.", "Pay within ten days, in euros.", "Pay within ten days{+, in euros+}."),
        ("Do not pay.", "Pay.", "[-Do not pay.-]{+Pay.+}"),
        ("a b c", "x y z", "[-a b c-]{+x y z+}"),
        ("", "All of it.", "{+All of it.+}"),
        (
            "One of two and a third one.",
            "One of four and a fifth one.",
            "One of [-two-]{+four+} and a [-third-]{+fifth+} one.",
        ),
        ("This is 1.000 pounds.", "This is 1,000 pounds.", "This is [-1.000-]{+1,000+} pounds."),
    ],
)
def test_the_words_that_differ_are_marked_inside_their_sentence(old: str, new: str, told: str):
    assert as_plain(marked(marked_runs(old, new))) == told


def test_a_long_text_is_told_around_what_differs():
    words = [f"word{number}" for number in range(200)]
    old, new = " ".join(words), " ".join([*words[:100], "other", *words[101:]])
    told = as_plain(marked(marked_runs(old, new)))
    assert "[-word100-]{+other+}" in told
    assert told.startswith("… word93 ")
    assert told.endswith(" word107 …")


def test_texts_of_any_length_are_told_in_time():
    old = "a b " * 20_000
    told = marked_runs(old, f"{old}c")
    assert [run.text for run in told if run.mark] == [" c"] or told[-1].text.strip() == "c"
