"""Putting questions: the loop that all steps share. Taking the answers is next door, in `taking`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flows import answers
from flows.echo import quote
from flows.machine import move
from flows.offers import close_menu as close_menu
from flows.offers import offer
from flows.offers import open_menu as open_menu
from flows.questions import Choice, Date, Number, Question, Several
from flows.scene import Option, Scene
from flows.steps import STEPS

BREATHS = 12
"""Two minutes of them."""

KEEP = "=keep"
"""The value of the choice that lets an earlier answer stand."""


def go_on(scene: Scene) -> None:
    """Asks what is open in this step, or moves on to the next step that has something open."""
    for _ in range(len(STEPS)):
        _arrive(scene)
        question = open_question(scene)
        if question:
            ask(scene, question)
            return
        step = move(scene, "done")
        if scene.case.step == "lobby":
            scene.open_case()
        else:
            scene.change(step=step, asking=None)
    raise RuntimeError(f"nothing is open, and the flow goes round through {scene.case.step}")


def _arrive(scene: Scene) -> None:
    step = STEPS[scene.case.step]
    been = f"arrived.{step.name}"
    if step.arrive and been not in scene.case.spoken:
        scene.change(spoken={**scene.case.spoken, been: 1})
        step.arrive(scene)


def open_question(scene: Scene) -> Question | None:
    """The next question of the step at hand; None when it is finished."""
    step = STEPS[scene.case.step]
    return step.choose(scene, step.questions(scene))


def current(scene: Scene) -> Question | None:
    """The question that the person was asked last and has not answered."""
    return find(scene, scene.case.step, scene.case.asking) if scene.case.asking else None


def find(scene: Scene, step: str, name: str) -> Question | None:
    """A row by its name."""
    return next((row for row in STEPS[step].questions(scene) if row.name == name), None)


def step_of(scene: Scene, name: str) -> str | None:
    """The step that a question belongs to."""
    return next((step for step in STEPS if find(scene, step, name)), None)


def ask(scene: Scene, question: Question, example: bool = False) -> None:
    """Puts a question: its next wording, what was said before, and its choices."""
    so_far = _list_so_far(scene, question)
    if so_far is None:
        keep_list(scene)
    scene.change(asking=question.name, pending=so_far)
    kept = scene.answer(question.name)
    if kept and kept.value is not None and _may_stand(question, kept.stale):
        key = "control.stale" if kept.stale else "control.earlier"
        scene.say(key, old=shown(scene, question, kept.value))
    if question.before:
        question.before(scene)
    facts = question.facts(scene)
    text = scene.wording(f"{question.text}.{question.wording}", **facts)
    if question.frame:
        text = scene.wording(question.frame, words=text, **facts)
    if example and scene.book.has(f"{question.text}.example"):
        text += "\n\n" + scene.wording("control.example", words=scene.wording(f"{question.text}.example", **facts))
    scene.tell(text, addressed(question.name, options(scene, question)), _frames(scene, question))


def _frames(scene: Scene, question: Question) -> tuple[str, ...]:
    """In and out, breath by breath, and the end; nothing for a question that is no exercise."""
    if not question.paced:
        return ()
    halves = [scene.book.wordings(f"{question.text}.frame_{half}")[0] for half in ("in", "out")]
    counted = [scene.fill(half, place=place, all=BREATHS) for place in range(1, BREATHS + 1) for half in halves]
    return (*counted, scene.book.wordings(f"{question.text}.frame_end")[0])


def options(scene: Scene, question: Question) -> tuple[Option, ...]:
    """The choices below a question, with "keep it" where there is something to keep."""
    found = tuple(Option(value, names[0]) for value, names in labels(scene, question).items())
    if _list_so_far(scene, question):
        found += (Option("=finished", scene.book.wordings("control.finished_label")[0]),)
    kept = scene.answer(question.name)
    if kept and kept.value is not None and _may_stand(question, kept.stale):
        found += (Option(KEEP, scene.book.wordings("control.keep_label")[0]),)
    return found


def _list_so_far(scene: Scene, question: Question) -> Mapping[str, Any] | None:
    """The list that the person is in the middle of typing, if it answers this question."""
    pending = scene.case.pending or {}
    return pending if pending.get("kind") == "list" and scene.case.asking == question.name else None


def _may_stand(question: Question, stale: bool) -> bool:
    return question.may_stand or not stale


def labels(scene: Scene, question: Question) -> dict[str, tuple[str, ...]]:
    """What picks each value of a question: its label, filled in, and its other names."""
    if not isinstance(question.takes, (Choice, Several)):
        return {}
    facts = question.facts(scene)
    named = answers.labels_of(question.text, question.takes.values, scene.book)
    return {value: tuple(scene.fill(name, **facts) for name in names) for value, names in named.items()}


def addressed(name: str, found: tuple[Option, ...]) -> tuple[Option, ...]:
    """Choices that say which question they answer."""
    return tuple(Option(f"{name}:{option.value}", option.label) for option in found)


def shown(scene: Scene, question: Question, value: Any) -> str:
    """A kept value as a person reads it."""
    if value is None:
        return scene.book.wordings("words.left_open")[0]
    if isinstance(question.takes, (Choice, Several)):
        named = labels(scene, question)
        values = value if isinstance(value, list) else [value]
        names = [named[item][0] if item in named else str(item) for item in values]
        return quote("; ".join(names) or scene.book.wordings("words.none_of_them")[0])
    if isinstance(question.takes, Date):
        day = scene.day(question.name)
        return scene.book.almanac.long(day) if day else str(value)
    if isinstance(value, list):
        return quote("; ".join(value))
    return f"{value:g}" if isinstance(question.takes, Number) else quote(str(value))


def keep_list(scene: Scene) -> None:
    """What was listed so far is an answer already, before something else is put in its place."""
    pending = scene.case.pending or {}
    if pending.get("kind") == "list" and scene.case.asking:
        scene.keep(scene.case.asking, pending["items"], "\n".join(pending["items"]))


def again(scene: Scene) -> None:
    """Puts once more what is open: the menu or list beside a question, else the question, else what comes next.

    A question that no longer applies, such as whether to sleep on it after a night, makes way.
    """
    if offer_again(scene):
        return
    question = current(scene)
    if question and question.when(scene):
        ask(scene, question)
    else:
        go_on(scene)


def offer_again(scene: Scene) -> bool:
    """Says once more what was waiting for an answer beside the open question; False if nothing was."""
    pending = scene.case.pending or {}
    match pending.get("kind"):
        case "menu":
            offer(scene)
        case "list":
            scene.say("control.list_so_far", items="; ".join(pending["items"]))
        case "probe":
            scene.tell(pending["text"])
        case _:
            return False
    return True
