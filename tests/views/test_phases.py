"""The sequence of phases, and the gates of one of them."""

from macros import phases as macros
from playbook.views.phases import gates, overview
from tests.golden import loaded
from tests.views.context import context, shown, text


def _phase(name, order, **more):
    return {"name": name, "order": str(order), "entry": [f"{name} may begin"], "exit": [f"{name} may end"], **more}


def _playbook(tmp_path, **phases):
    more = {"leave": _phase("Leave", 3), "choose": _phase("Choose", 0), **phases}
    return loaded(tmp_path, {"phases": {"phases": more}}).or_raise()


def test_phases_follow_their_order_and_not_that_of_the_file(tmp_path):
    assert [step.phase.id for step in overview(_playbook(tmp_path))] == ["choose", "run", "leave"]


def test_a_phase_knows_its_neighbours(tmp_path):
    playbook = _playbook(tmp_path)
    found = {id: gates(playbook, id) for id in ("choose", "run", "leave")}
    beside = {id: (gate.before and gate.before.id, gate.after and gate.after.id) for id, gate in found.items()}
    assert beside == {"choose": (None, "run"), "run": ("choose", "leave"), "leave": ("run", None)}


def test_the_overview_says_when_each_phase_is(tmp_path):
    playbook = _playbook(
        tmp_path,
        choose=_phase("Choose", 0, starts="2025-02-03", ends="2025-06-27"),
        leave=_phase("Leave", 3, starts="2027-01-04"),
    )
    page = shown(context(playbook), macros.phase_overview)
    assert [text(dates) for dates in page.select(".pb-steps__dates")] == [
        "3 February 2025 to 27 June 2025",
        "No fixed dates",
        "From 4 January 2027",
    ]


def test_gates_list_what_must_be_true_before_and_after(tmp_path):
    page = shown(context(_playbook(tmp_path), "phase/leave/"), macros.phase_gates, "leave")
    assert [[text(part) for part in gate.select("p, li")] for gate in page.select(".pb-gate")] == [
        ["True before it begins", "It follows Run", "Leave may begin"],
        ["True before it ends", "It is the last phase", "Leave may end"],
    ]


def test_a_gate_that_asks_nothing_says_so(tmp_path):
    playbook = _playbook(tmp_path, leave=_phase("Leave", 3, exit=[]))
    page = shown(context(playbook), macros.phase_gates, "leave")
    assert text(page.select(".pb-gate")[1].select("p")[-1]) == "Nothing is asked before it ends."
    assert page.select_one(".pb-card__title a")["href"] == "../phase/leave/"
