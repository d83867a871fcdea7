"""The patient route: no flow for clients, but safe steps, a stop-list, and kind refusals."""

from __future__ import annotations

import re

from flows.patient_steps import no_letter, safe_steps
from flows.questions import Choice, Question, Several, Step, Text, fixed
from flows.scene import Scene

STOPS = ("acute", "pump", "dependence", "only_source", "prepaid_plan", "pregnant", "in_crisis", "protected",
         "complaint", "workers_comp")  # fmt: skip
"""What forbids a letter, or forbids it for now."""


FLAGS = ("suing", "cut_off", "protected")
"""Refused requests that by themselves forbid a letter."""


def refusal(scene: Scene, text: str) -> str | None:
    """Which request is refused, by name; the first that the words fit."""
    for name, row in scene.book.table("patient.refusals").items():
        if any(re.search(cue, text, re.IGNORECASE) for cue in row["cues"]):
            return str(name)
    return None


def refuse(scene: Scene, text: str) -> bool:
    """A request that can't be met is answered at once; the question that was open stays open."""
    name = refusal(scene, text)
    if name is None:
        return False
    if name in FLAGS:
        scene.keep("patient_flags", sorted({*(scene.value("patient_flags") or []), name}))
    if name == "identifiers":
        scene.text = _taken_out(scene, text)
    scene.say(f"patient.refusals.{name}.say")
    return scene.case.asking != "patient_more" or name == "identifiers"


def _taken_out(scene: Scene, text: str) -> str:
    cues = scene.book.table("patient.refusals.identifiers")["cues"]
    return re.sub("|".join(f"(?:{cue})" for cue in cues), "[removed]", text, flags=re.IGNORECASE)


def _danger(scene: Scene) -> None:
    if scene.value("patient_danger") == "threat":
        scene.say("patient.threat.say")


def _stops(scene: Scene) -> None:
    hits = scene.value("patient_stops") or []
    for name in hits:
        scene.say(f"patient.stops.{name}.text")
    if not hits:
        reasons = no_letter(scene)
        scene.say("patient.not_clear" if reasons else "patient.nothing_stops", reasons="; ".join(reasons))


def _tried(scene: Scene) -> None:
    """The steps and the carrier's questions as one document; the letter only where nothing stops it."""
    scene.say("patient.tried.heard" if scene.value("patient_tried") else "control.left_open")
    scene.give(scene.wording("patient.steps.title"), safe_steps(scene))


def _more(scene: Scene) -> None:
    """The loop at the end: answered until the person says that this is all."""
    said = scene.answer("patient_more")
    value = said.value if said else None
    if value is None or any(scene.book.means(str(value), name) for name in ("finished", "no", "none")):
        scene.say("patient.closing.say")
        return
    if refusal(scene, str(value)) is None:
        topic = _topic(scene, str(value))
        scene.say(f"patient.answers.{topic}.say" if topic else "patient.anything_else.heard")
    scene.drop("patient_more")


def _topic(scene: Scene, text: str) -> str | None:
    """What a question at the end is about, by name, where there is a plain answer."""
    answers = scene.book.table("patient.answers")
    found = (name for name, row in answers.items() if any(re.search(cue, text, re.I) for cue in row["cues"]))
    return next(found, None)


PATIENT = Step(
    "patient",
    fixed(
        Question("patient_danger", "patient.danger", Choice(("safe", "threat")), then=_danger, must=True),
        Question("patient_stops", "patient.stop_list", Several(STOPS), then=_stops, must=True),
        Question("patient_tried", "patient.tried", Text(), then=_tried),
        Question("patient_more", "patient.anything_else", Text(), then=_more),
    ),
    arrive=lambda scene: scene.say("patient.opener.say"),
    hear=refuse,
)
