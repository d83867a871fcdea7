"""The steps by name: one for each state of the machine."""

from __future__ import annotations

from flows.questions import Step
from flows.steps.answer_questions import ANSWER_QUESTIONS
from flows.steps.check import CHECK
from flows.steps.client import CLIENT
from flows.steps.closed import CLOSED, DEBRIEF
from flows.steps.decide import DECIDE
from flows.steps.endings import KEEP, RENEGOTIATE, TAKE_BREAK, UNDECIDED
from flows.steps.hand_off import HAND_OFF
from flows.steps.hold import HOLD
from flows.steps.lobby import LOBBY_STEP
from flows.steps.outranking import CRISIS, SAFETY
from flows.steps.patient import PATIENT
from flows.steps.reflect import REFLECT
from flows.steps.reframe import REFRAME
from flows.steps.set_notice import SET_NOTICE
from flows.steps.welcome import WELCOME

STEPS: dict[str, Step] = {
    step.name: step
    for step in (
        WELCOME, LOBBY_STEP, CLIENT, REFLECT, DECIDE, KEEP, RENEGOTIATE, TAKE_BREAK, UNDECIDED, REFRAME,
        SET_NOTICE, ANSWER_QUESTIONS, HAND_OFF, CLOSED, DEBRIEF, PATIENT, HOLD, CHECK, SAFETY, CRISIS,
    )
}  # fmt: skip
