"""Words measured and wrapped, lines and their ends, and layers put in order."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.views.drawing import Box, Mark, Wire, box, lanes, level_word, needed
from playbook.views.graph_layers import _crossings, ordered, settled
from playbook.views.text_metrics import Text, height_of, tidy, width_of, wrapped
from playbook.views.words import ENGLISH

LONG = "Director of the Office for the Governance of Outsourced Services and their Suppliers"


@pytest.mark.parametrize(
    "text", ["", "One", LONG, "Donaudampfschifffahrtsgesellschaftskapitänsamt", "関係管理者の責任", "🚀🚀🚀"]
)
@pytest.mark.parametrize("style", ["name", "plain", "item", "note", "title", "label"])
def test_lines_fit_and_lose_nothing_where_there_is_room(text, style):
    lines = wrapped(text, 90, style, 99)
    assert all(width_of(line, style) <= 90 for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_what_has_no_room_ends_in_an_ellipsis():
    lines = wrapped(LONG, 120, "name", 2)
    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert width_of(lines[1], "name") <= 120


def test_one_letter_wider_than_its_line_is_kept():
    assert wrapped("WW", 5, "plain") == ("W", "W")


@pytest.mark.parametrize(("narrow", "wide"), [("illi", "wmwm"), ("abcd", "関係管理"), ("abcd", "🚀🚀🚀🚀"), ("e", "E")])
def test_wide_letters_are_measured_wide(narrow, wide):
    assert width_of(narrow, "plain") < width_of(wide, "plain")


def test_marks_above_letters_take_no_room():
    assert width_of("e\u0301", "plain") == width_of("e", "plain")


def test_bold_takes_more_room():
    assert width_of("Words", "name") > width_of("Words", "plain")


@pytest.mark.parametrize(
    ("value", "written"), [(1.04, "1"), (1.16, "1.2"), (-0.04, "0"), (2.0, "2"), (0.1 + 0.2, "0.3")]
)
def test_coordinates_are_written_without_noise(value, written):
    assert str(tidy(value)) == written


def test_a_box_centres_its_words_and_says_them_whole():
    told = [(LONG, "name"), ("A note", "note")]
    made = box(10, 20, (150, needed(told, 150)), "client", told)
    assert made.title == f"{LONG}, A note"
    first, last = made.words[0], made.words[-1]
    assert math.isclose(first.y - made.y, made.bottom - last.y - last.height, abs_tol=0.2)
    assert all(made.x < text.span[0] and text.span[1] < made.right for text in made.words)


@pytest.mark.parametrize(("anchor", "span"), [("start", (50, 60)), ("middle", (45, 55)), ("end", (40, 50))])
def test_words_begin_where_their_anchor_says(anchor, span):
    text = Text(50, 0, ("x",), "plain", anchor)
    width = width_of("x", "plain")
    assert text.span == pytest.approx(
        (span[0] + (0, (10 - width) / 2, 10 - width)[("start", "middle", "end").index(anchor)], text.span[0] + width)
    )


def test_lines_of_words_stand_below_each_other():
    text = Text(0, 10, ("one", "two"), "plain")
    (first, _), (second, _) = text.baselines
    assert 10 < first < second < 10 + text.height
    assert text.height == height_of(text.lines, "plain")


def test_a_line_turns_in_round_corners_and_ends_in_a_head():
    wire = Wire(((0, 0), (20, 0), (20, 40)), "up", "", "arrow")
    assert wire.path == "M0 0L13 0Q20 0 20 7L20 33"
    assert wire.head == "20,40 16.5,33 23.5,33"


def test_corners_closer_than_they_are_round_do_not_overshoot():
    assert Wire(((0, 0), (10, 0), (10, 4), (20, 4)), "faces", "").path == "M0 0L8 0Q10 0 10 2L10 2Q10 4 12 4L20 4"


def test_a_line_of_no_length_is_drawn_as_a_point():
    assert Wire(((5, 5), (5, 5)), "faces", "", "arrow").path == "M5 5L5 5"


def test_a_curve_swings_from_box_to_box_and_runs_straight_past_others():
    wire = Wire(((0, 0), (40, 20), (90, 20), (130, 0)), "flow", "", "none", curved=True)
    assert wire.path == "M0 0C20 0 20 20 40 20L90 20C110 20 110 0 130 0"


@pytest.mark.parametrize(("level", "corners"), [("operational", 0), ("tactical", 4), ("strategic", 4)])
def test_signs_of_levels_differ_in_shape(level, corners):
    assert len(Mark(10, 10, level, "").corners.split()) == corners
    assert Mark(10, 10, "tactical", "").corners != Mark(10, 10, "strategic", "").corners


def test_levels_have_names():
    assert [level_word(ENGLISH, level) for level in ("strategic", "tactical", "operational")] == [
        "Strategic",
        "Tactical",
        "Operational",
    ]


def test_a_box_knows_its_edges():
    made = Box(1, 2, 10, 20, "band")
    assert (made.right, made.bottom, made.middle) == (11, 22, (6, 12))


@given(st.lists(st.tuples(st.integers(0, 99), st.integers(0, 30)), max_size=40))
def test_stretches_of_one_lane_do_not_touch(stretches):
    spans = [(start, start + length) for start, length in stretches]
    found = lanes(spans)
    for lane in set(found):
        own = sorted(span for span, at in zip(spans, found, strict=True) if at == lane)
        assert all(end < start for (_, end), (start, _) in pairwise(own))


def test_lines_that_can_run_without_crossing_do():
    layers = [["a", "b", "c"], ["x", "y", "z"]]
    after = {"a": ["z"], "b": ["y"], "c": ["x"]}
    before = {"z": ["a"], "y": ["b"], "x": ["c"]}
    assert _crossings(layers, after) == 3
    assert _crossings(ordered(layers, before, after, {}), after) == 0


def test_what_is_of_one_group_stays_together():
    layers = [["a", "b", "c", "d"], ["w", "x", "y", "z"]]
    after = {"a": ["w"], "b": ["z"], "c": ["x"], "d": ["y"]}
    before = {"w": ["a"], "z": ["b"], "x": ["c"], "y": ["d"]}
    first, _ = ordered(layers, before, after, {"a": 1, "c": 2, "b": 1, "d": 2})
    assert {frozenset(first[:2]), frozenset(first[2:])} == {frozenset("ab"), frozenset("cd")}


def test_things_stand_where_they_are_wanted_as_far_as_there_is_room():
    assert settled([50, 200], [20, 20], 10) == [40, 190]
    assert settled([50, 50], [20, 20], 10) == [25, 55]
    assert settled([], [], 10) == []


@given(st.lists(st.tuples(st.floats(0, 500), st.sampled_from([6, 36, 60])), max_size=40))
def test_things_never_overlap(things):
    heights = [height for _, height in things]
    tops = settled([middle for middle, _ in things], heights, 10)
    for (one, height), (other, _) in pairwise(zip(tops, heights, strict=True)):
        assert other >= one + height + 10 - 1e-6
