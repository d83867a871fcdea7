"""Reflect: how hot it is, what the practice is for, then the bank of questions, chosen by gap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flows.bank import BANK
from flows.machine import move
from flows.questions import Choice, Number, Question, Step, Text, first_open
from flows.reflection import next_question
from flows.scene import Scene
from flows.steps.hold import enter

HOT = 7
"""Heat from which everything decided today is provisional."""

_BEFORE_SUMMARY = 5


def _heat(scene: Scene) -> None:
    heat = scene.value("heat")
    if heat is None:
        scene.say("control.left_open")
    else:
        scene.say("reflect.heat.high" if heat >= HOT else "reflect.heat.low", heat=heat)


def _last_event(scene: Scene) -> None:
    """A high number about something of today: the pause is offered once, before anything is decided."""
    value = scene.value("last_event")
    if value == "today" and (scene.value("heat") or 0) >= HOT and not scene.case.holds:
        scene.say("reflect.last_event.fresh")
        scene.keep("noticed", [["told_heat", ""], ["recent", ""]])
        enter(scene)
    else:
        scene.say(f"reflect.last_event.after.{value}") if value else scene.say("control.left_open")


def _goal(scene: Scene) -> None:
    goal = scene.value("goal")
    if goal:
        scene.change_person(goal=goal)
        scene.echo("reflect.goal.heard", str(goal))
    else:
        scene.say("control.left_open")


def _conduct(scene: Scene) -> None:
    if scene.value("conduct") == "yes":
        scene.change(came_from=scene.case.step, step=move(scene, "unsafe"))
        scene.say("safety.opener.say")
    else:
        scene.say(f"reflect.conduct.{scene.value('conduct') or 'unsure'}")


def _summary_facts(scene: Scene) -> dict[str, Any]:
    listed = scene.book.mirror.listed
    return {"pros": _lower(listed(scene.value("pros") or [])), "costs": _lower(listed(scene.value("costs") or []))}


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def _summary(scene: Scene) -> None:
    summary = scene.value("summary")
    if summary in (None, "right"):
        scene.say("reflect.summary.after.right")
    else:
        scene.echo("reflect.summary.after.corrected", str(summary))


OPENING = (
    Question("heat", "reflect.heat", Number(0, 10), then=_heat),
    Question("last_event", "reflect.last_event", Choice(("today", "this_week", "longer", "no_event")),
             then=_last_event),
    Question("goal_still", "reflect.goal_still", Choice(("still", "changed")),
             when=lambda scene: scene.person.goal is not None and not scene.answer("goal")),
    Question("goal", "reflect.goal", Text(longest=400), then=_goal,
             when=lambda scene: scene.person.goal is None or scene.value("goal_still") == "changed"
             or scene.answer("goal") is not None),
)  # fmt: skip
"""Asked first: without a number and a goal, no later question means much."""

SUMMARY = Question("summary", "reflect.summary", Choice(("right",), free=True), needs=("pros", "costs"),
                   facts=_summary_facts, then=_summary,
                   when=lambda scene: bool(scene.value("pros")) and bool(scene.value("costs")))  # fmt: skip

_CONDITIONS = {
    "goal_direction": lambda scene: scene.goal is not None,
    "own_part": lambda scene: scene.value("conduct") in (None, "none"),
    "their_story": lambda scene: scene.value("conduct") in (None, "none"),
}
"""Nobody who may be mistreated is asked for their own part in it, or for the other side's view."""


def _row(row: Question) -> Question:
    if row.name == "conduct":
        return replace(row, then=_conduct)
    return replace(row, when=_CONDITIONS[row.name]) if row.name in _CONDITIONS else row


_BANK = tuple(_row(row) for row in BANK)


def _choose(scene: Scene, questions: Sequence[Question]) -> Question | None:
    opening = first_open(scene, OPENING)
    if opening:
        return opening
    enough_for_summary = sum(1 for row in _BANK if scene.answer(row.name)) >= _BEFORE_SUMMARY
    if enough_for_summary and SUMMARY.when(scene) and not scene.settled("summary"):
        return SUMMARY
    return next_question(scene, _BANK)


REFLECT = Step(
    "reflect",
    lambda scene: (*OPENING, *_BANK, SUMMARY),
    choose=_choose,
    arrive=lambda scene: scene.say("reflect.arrive"),
)
