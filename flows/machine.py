"""The whole flow on one page: which step leads where, and on what condition.

Reflect, reframe, set notice, answer questions and hand off are the five steps of the method; the
others stand before, beside and after them. Dead ends are written out: there are none, because
`closed` asks what comes next, and `hold`, `check`, `crisis` and `safety` resume where the person was.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from transitions import Machine

from flows import conditions as on

if TYPE_CHECKING:
    from flows.scene import Scene

Condition = Callable[["Scene"], bool]

METHOD = ("reflect", "reframe", "set_notice", "answer_questions", "hand_off")
"""The five named steps."""

FORWARD: tuple[tuple[str, str, Condition | None], ...] = (
    # from               to                   when (the first row that holds wins)
    ("welcome",          "lobby",             None),
    ("lobby",            "client",            None),
    ("client",           "patient",           on.is_a_patient),
    ("client",           "reflect",           None),
    ("reflect",          "decide",            None),
    ("decide",           "keep",              on.chose_to_keep),
    ("decide",           "renegotiate",       on.chose_to_renegotiate),
    ("decide",           "take_break",        on.chose_a_break),
    ("decide",           "reframe",           on.chose_to_part),
    ("decide",           "undecided",         None),
    ("undecided",        "decide",            None),
    ("renegotiate",      "decide",            on.ask_was_refused),
    ("renegotiate",      "closed",            None),
    ("take_break",       "closed",            None),
    ("keep",             "closed",            None),
    ("reframe",          "set_notice",        None),
    ("set_notice",       "answer_questions",  None),
    ("answer_questions", "hand_off",          None),
    ("hand_off",         "closed",            None),
    ("closed",           "decide",            on.wants_another_look),
    ("closed",           "debrief",           None),
    ("debrief",          "closed",            None),
    ("patient",          "closed",            None),
)  # fmt: skip
"""What a finished step leads to: the trigger `done`."""

BACK: tuple[tuple[str, str, Condition | None], ...] = (
    ("reflect",          "client",            None),
    ("patient",          "client",            None),
    ("decide",           "reflect",           None),
    ("keep",             "decide",            None),
    ("renegotiate",      "decide",            None),
    ("take_break",       "decide",            None),
    ("undecided",        "decide",            None),
    ("reframe",          "decide",            None),
    ("set_notice",       "reframe",           None),
    ("answer_questions", "set_notice",        None),
    ("hand_off",         "answer_questions",  None),
    ("closed",           "patient",           on.is_a_patient),
    ("closed",           "hand_off",          on.chose_to_part),
    ("closed",           "keep",              on.chose_to_keep),
    ("closed",           "renegotiate",       on.chose_to_renegotiate),
    ("closed",           "take_break",        on.chose_a_break),
    ("closed",           "decide",            None),
    ("debrief",          "closed",            None),
)  # fmt: skip
"""The step before a step: the trigger `back`, used by /back and by changing an earlier answer."""

STEPS = tuple(dict.fromkeys(step for row in (*FORWARD, *BACK) for step in row[:2]))
OUTRANKING = ("safety", "crisis")
"""What is heard before anything else and from everywhere; each resumes where the person was."""
BESIDE = ("hold", "check", *OUTRANKING)
"""Steps that are entered from any other and lead back to it: the pause, a look at a draft, safety, crisis."""


@dataclass
class Token:
    """The plain object that the machine moves."""

    state: str


def _rows() -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for trigger, table in (("done", FORWARD), ("back", BACK)):
        rows += [
            {"trigger": trigger, "source": start, "dest": end, "conditions": [when] if when else None}
            for start, end, when in table
        ]
    everywhere = [*STEPS, *BESIDE]
    rows += [
        {"trigger": "crisis", "source": [s for s in everywhere if s != "crisis"], "dest": "crisis"},
        {"trigger": "unsafe", "source": [*STEPS, "hold"], "dest": "safety"},
        {"trigger": "heated", "source": [s for s in STEPS if s not in ("welcome", "lobby")], "dest": "hold"},
        {"trigger": "checked", "source": [s for s in everywhere if s not in ("welcome", "check", "crisis")],
         "dest": "check"},
        {"trigger": "patient", "source": [s for s in STEPS if s not in ("welcome", "lobby", "patient")],
         "dest": "patient"},
    ]  # fmt: skip
    rows += [
        {"trigger": "resume", "source": start, "dest": step, "conditions": [on.came_from(step)]}
        for start in BESIDE
        for step in everywhere
        if step != start
    ]
    return rows


MACHINE = Machine(
    model=None,
    states=[*STEPS, *BESIDE],
    transitions=_rows(),
    initial="welcome",
    auto_transitions=False,
)


def move(scene: Scene, trigger: str) -> str:
    """The step that `trigger` leads to from where the scene stands.

    Raises transitions.MachineError where the table has no such row, and LookupError where no
    condition of its rows holds: both are mistakes of ours, found by the fuzz test.
    """
    token = Token(scene.case.step)
    if not MACHINE.events[trigger].trigger(token, scene):
        raise LookupError(f"no row of {trigger} holds in {token.state}")
    return token.state
