"""The table of the machine: whole, connected, and true to the steps that it names."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest

from flows.diagram import mermaid
from flows.kinds import KINDS
from flows.machine import BACK, BESIDE, FORWARD, MACHINE, METHOD, STEPS, move
from flows.model import Answer, Event, EventKind
from flows.questions import Question
from flows.scene import Scene
from flows.steps import STEPS as ROWS
from tests.walking import BOOKS, CONSENT, SUNDAY_NIGHT, Walk

ALL = (*STEPS, *BESIDE)
START = "welcome"


def scene(**kept: object) -> Scene:
    """A scene of somebody who agreed, with these answers."""
    walk = Walk(CONSENT).until("client")
    found = Scene(BOOKS["en"], walk.person, Event("terminal:me", SUNDAY_NIGHT, EventKind.TEXT))
    found.change(answers={name: Answer(value, str(value), SUNDAY_NIGHT) for name, value in kept.items()})
    return found


def everything(kind: str) -> Scene:
    """A scene in which every row that depends on an answer exists: six candidates are named."""
    return scene(kind=kind, candidates=["a", "b", "c", "d", "e", "f"])


def questions(step: str, kind: str) -> Sequence[Question]:
    return ROWS[step].questions(everything(kind))


def ahead_of(step: str) -> set[str]:
    """Every step that finished steps lead to, from here on."""
    found: set[str] = set()
    layer = {step}
    while layer:
        layer = {end for start, end, _ in FORWARD if start in layer} - found
        found |= layer
    return found


def behind(step: str) -> set[str]:
    """Every step that going back leads to, from here on."""
    found: set[str] = set()
    layer = {step}
    while layer:
        layer = {end for start, end, _ in BACK if start in layer} - found
        found |= layer
    return found


# States and steps


def test_every_state_is_a_step_and_every_step_a_state() -> None:
    assert set(MACHINE.states) == set(ROWS) == set(ALL)


@pytest.mark.parametrize("name", ROWS)
def test_a_step_is_stored_under_its_own_name(name: str) -> None:
    assert ROWS[name].name == name


@pytest.mark.parametrize("name", ALL)
def test_every_step_has_a_name_to_show_and_help_that_fits(name: str) -> None:
    assert BOOKS["en"].has(f"words.steps.{name}")
    assert BOOKS["en"].has(f"help.steps.{name}")


# Ways in and out


@pytest.mark.parametrize("name", STEPS)
def test_every_step_has_a_way_out_that_always_holds(name: str) -> None:
    """The last row of each step asks for nothing, so `done` can't fall through."""
    rows = [when for start, _, when in FORWARD if start == name]
    assert rows and rows[-1] is None


@pytest.mark.parametrize("name", STEPS)
def test_only_the_last_row_of_a_step_asks_for_nothing(name: str) -> None:
    """A row behind one that always holds would be dead."""
    for table in (FORWARD, BACK):
        rows = [when for start, _, when in table if start == name]
        assert None not in rows[:-1]


@pytest.mark.parametrize("name", [step for step in STEPS if step != START])
def test_every_step_is_reachable_from_the_welcome(name: str) -> None:
    assert name in ahead_of(START)


@pytest.mark.parametrize("name", STEPS)
def test_from_everywhere_a_case_can_be_closed(name: str) -> None:
    assert "closed" in ahead_of(name)


@pytest.mark.parametrize("name", STEPS)
def test_crisis_is_heard_from_everywhere_and_leads_back(name: str) -> None:
    assert MACHINE.get_transitions("crisis", name, "crisis")
    assert MACHINE.get_transitions("resume", "crisis", name)


def test_a_crisis_outranks_even_safety() -> None:
    assert MACHINE.get_transitions("crisis", "safety", "crisis")
    assert not MACHINE.get_transitions("unsafe", "crisis")


@pytest.mark.parametrize("name", BESIDE)
@pytest.mark.parametrize("step", STEPS)
def test_what_outranks_resumes_where_the_person_was(name: str, step: str) -> None:
    found = scene()
    found.change(step=name, came_from=step)
    assert move(found, "resume") == step


@pytest.mark.parametrize("name", STEPS)
def test_a_patient_discovered_late_has_a_route_from_everywhere(name: str) -> None:
    known = name not in ("welcome", "lobby", "patient")
    assert bool(MACHINE.get_transitions("patient", name, "patient")) == known


# Back


@pytest.mark.parametrize("name", [step for step in STEPS if step not in ("welcome", "lobby", "client")])
@pytest.mark.parametrize("decision", ["keep", "renegotiate", "pause", "part_ways", "undecided", None])
@pytest.mark.parametrize("kind", ["snf", "patient"])
def test_going_back_and_back_leads_to_the_client(name: str, decision: str | None, kind: str) -> None:
    found = scene(kind=kind, decision=decision)
    found.change(step=name)
    for _ in STEPS:
        if found.case.step in ("client", "lobby"):
            return
        found.change(step=move(found, "back"))
    raise AssertionError(f"went round from {name} and stands in {found.case.step}")


def test_the_method_has_its_five_steps_in_order() -> None:
    assert METHOD == ("reflect", "reframe", "set_notice", "answer_questions", "hand_off")
    for earlier, later in pairwise(METHOD):
        assert later in ahead_of(earlier)


# Questions


@pytest.mark.parametrize("kind", KINDS)
def test_a_question_has_a_name_of_its_own_over_all_steps(kind: str) -> None:
    names = [row.name for step in ALL for row in questions(step, kind)]
    assert sorted(names) == sorted(set(names))


KEPT = {"decision": "decide"}
"""Answers that a step keeps without asking for them by that name."""


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_question_needs_was_asked_in_the_same_step_or_an_earlier_one(kind: str) -> None:
    asked_in = {row.name: step for step in ALL for row in questions(step, kind)} | KEPT
    for step in ALL:
        for row in questions(step, kind):
            for needed in row.needs:
                place = asked_in.get(needed)
                assert place is not None, f"{row.name} needs {needed}, which nobody asks"
                assert place in {step} | behind(step), f"{row.name} needs {needed}, which comes later"


@pytest.mark.parametrize("kind", KINDS)
def test_no_question_needs_itself_however_far_round(kind: str) -> None:
    needs = {row.name: set(row.needs) for step in ALL for row in questions(step, kind)}
    for name in needs:
        found: set[str] = set()
        layer = set(needs[name])
        while layer:
            found |= layer
            layer = {further for needed in layer for further in needs.get(needed, ())} - found
        assert name not in found


@pytest.mark.parametrize("kind", KINDS)
def test_every_question_has_its_words(kind: str) -> None:
    for step in ALL:
        for row in questions(step, kind):
            assert BOOKS["en"].has(f"{row.text}.{row.wording}"), row.name


# The diagram


@pytest.mark.parametrize(("start", "end", "when"), FORWARD)
def test_the_diagram_contains_each_row(start: str, end: str, when: object) -> None:
    lines = [line.strip() for line in mermaid().splitlines()]
    found = [line for line in lines if line.startswith(f"{start} --> {end}")]
    assert len(found) == 1
    assert (": " in found[0]) == (when is not None)


def test_the_diagram_begins_at_the_welcome_and_shows_what_is_heard_anywhere() -> None:
    text = mermaid()
    assert text.startswith("stateDiagram-v2\n    [*] --> welcome\n")
    assert all(f"any_step --> {step}" in text for step in BESIDE)
    assert all(f"{step} --> any_step" in text for step in BESIDE)
