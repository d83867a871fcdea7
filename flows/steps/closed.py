"""Closed: each outcome's own ending, what follows later, and the debrief a month after the exit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from flows import conditions as on
from flows import pack
from flows.questions import Choice, Question, Step, Text, first_open, fixed
from flows.scene import Scene
from flows.steps.patient import refuse

MONTH = timedelta(days=30)


def outcome_of(scene: Scene) -> str:
    """How the case ended, by name."""
    if on.is_a_patient(scene):
        return "patient"
    if on.chose_to_renegotiate(scene):
        return "renegotiated"
    decision = scene.value("decision")
    return {"keep": "kept", "pause": "paused", "part_ways": "parted"}.get(decision, "open")


def follow_up_on(scene: Scene) -> date | None:
    """The day from which we ask how it went."""
    renegotiated = scene.day("ask_by")
    exit_day = scene.day("exit_date")
    return {
        "kept": scene.day("keep_review_on"),
        "paused": scene.day("break_until"),
        "renegotiated": renegotiated + MONTH if renegotiated else None,
        "parted": exit_day + MONTH if exit_day else None,
    }.get(outcome_of(scene))


def is_due(scene: Scene) -> bool:
    """Whether that day has come."""
    day = follow_up_on(scene)
    return day is not None and scene.today >= day


def _arrive(scene: Scene) -> None:
    outcome = outcome_of(scene)
    scene.change(outcome=outcome)
    scene.say(f"closed.endings.{outcome}", day=follow_up_on(scene), exit_date=scene.day("exit_date"))
    if outcome != "parted":
        pack.give_plan(scene)
    else:
        pack.give(scene)
        scene.say("closed.resources")


def _ask_how_it_went(scene: Scene) -> bool:
    return is_due(scene) and outcome_of(scene) in ("kept", "paused", "renegotiated")


def _followed_up(scene: Scene) -> None:
    answer = scene.value("follow_up")
    if answer is None:
        scene.say("control.left_open")
        return
    scene.say(f"closed.follow_up.after.{answer}")
    if answer == "look_again":
        scene.unsettle({"leaning", "own_decision", "not_enough"})
        scene.change(outcome=None)


def _after(scene: Scene) -> None:
    value = scene.value("afterwards")
    scene.drop("afterwards")
    if value == "plan":
        pack.give_plan(scene)
    elif value == "files":
        pack.give(scene)
    elif value == "another":
        scene.open_case()
    elif value and not _is_nothing(scene, str(value)):
        scene.keep("notes", [*(scene.value("notes") or []), str(value)])
        scene.echo("closed.noted", str(value))
    else:
        scene.say("control.paused")


def _is_nothing(scene: Scene, said: str) -> bool:
    return scene.book.means(said, "finished") or scene.book.means(said, "no")


def _choose(scene: Scene, rows: Sequence[Question]) -> Question | None:
    if scene.value("follow_up") == "look_again":
        return None
    if outcome_of(scene) == "parted" and is_due(scene) and not scene.answer("debriefed"):
        return None
    return first_open(scene, rows)


_FOLLOW_UP = Question("follow_up", "closed.follow_up", Choice(("fine", "look_again")), when=_ask_how_it_went,
                      then=_followed_up)  # fmt: skip
_AFTERWARDS = Question("afterwards", "closed.afterwards", Choice(("plan", "another"), free=True), then=_after)
_AFTER_PARTING = replace(_AFTERWARDS, takes=Choice(("plan", "files", "another"), free=True))


def _rows(scene: Scene) -> Sequence[Question]:
    return (_FOLLOW_UP, _AFTER_PARTING if outcome_of(scene) == "parted" else _AFTERWARDS)


CLOSED = Step(
    "closed",
    _rows,
    choose=_choose,
    arrive=_arrive,
    hear=lambda scene, text: on.is_a_patient(scene) and refuse(scene, text),
)


def _debriefed(scene: Scene) -> None:
    scene.keep("debriefed", scene.today.isoformat())
    scene.say("debrief.done")


DEBRIEF = Step(
    "debrief",
    fixed(
        Question("served_goal", "debrief.served_goal", Text()),
        Question("real_cost", "debrief.real_cost", Text()),
        Question("what_held", "debrief.what_held", Text()),
        Question("at_the_start", "debrief.at_the_start", Text()),
        Question("clauses_next", "debrief.clauses_next", Text()),
        Question("early_sign", "debrief.early_sign", Text(), then=_debriefed),
    ),
    arrive=lambda scene: scene.say("debrief.arrive", exit_date=scene.day("exit_date")),
)
