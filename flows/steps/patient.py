"""The patient route: no flow for clients, but safe steps, a stop-list, and kind refusals."""

from __future__ import annotations

import re

from flows.questions import Choice, Question, Several, Step, Text, fixed
from flows.scene import Scene

STOPS = ("acute", "pump", "dependence", "only_source", "prepaid_plan", "pregnant", "in_crisis", "protected",
         "complaint", "workers_comp")  # fmt: skip
"""What forbids a letter, or forbids it for now."""


def refusal(scene: Scene, text: str) -> str | None:
    """Which request is refused, by name; the first that the words fit."""
    for name, row in scene.book.table("patient.refusals").items():
        if any(re.search(cue, text, re.IGNORECASE) for cue in row["cues"]):
            return str(name)
    return None


def _hear(scene: Scene, text: str) -> bool:
    """A request that can't be met is answered at once; the question that was open stays open."""
    name = refusal(scene, text)
    if name is None:
        return False
    scene.say(f"patient.refusals.{name}.say")
    return scene.case.asking != "patient_more"


def _danger(scene: Scene) -> None:
    if scene.value("patient_danger") == "threat":
        scene.say("patient.threat.say")


def _stops(scene: Scene) -> None:
    hits = scene.value("patient_stops") or []
    for name in hits:
        scene.say(f"patient.stops.{name}.text")
    if not hits:
        scene.say("patient.nothing_stops")


def _tried(scene: Scene) -> None:
    """The steps and the carrier's questions as one document; the letter only where nothing stops it."""
    scene.say("patient.tried.heard" if scene.value("patient_tried") else "control.left_open")
    scene.give(scene.wording("patient.steps.title"), safe_steps(scene))


def safe_steps(scene: Scene) -> str:
    """The twelve steps, the questions for the carrier and, where nothing stops it, the letter explained."""
    table = scene.book.table("patient")
    parts = [scene.wording("patient.steps.intro")]
    parts.append("\n".join(f"{place}. {step}" for place, step in enumerate(table["steps"]["list"], start=1)))
    parts.append(scene.wording("patient.carrier.intro"))
    parts.append("\n".join(f"· {line}" for line in table["carrier"]["list"]))
    if not scene.value("patient_stops"):
        parts.append(scene.wording("patient.letter.intro"))
        parts.append("\n".join(f"· {line}" for line in table["letter"]["explained"]))
    return "\n\n".join(parts)


def _more(scene: Scene) -> None:
    """The loop at the end: answered until the person says that this is all."""
    said = scene.answer("patient_more")
    value = said.value if said else None
    if value is None or scene.book.intent(str(value)) in ("finished", "no", "none"):
        scene.say("patient.closing.say")
        return
    if refusal(scene, str(value)) is None:
        scene.say("patient.anything_else.heard")
    scene.drop("patient_more")


PATIENT = Step(
    "patient",
    fixed(
        Question("patient_danger", "patient.danger", Choice(("safe", "threat")), then=_danger, must=True),
        Question("patient_stops", "patient.stop_list", Several(STOPS), then=_stops, must=True),
        Question("patient_tried", "patient.tried", Text(), then=_tried),
        Question("patient_more", "patient.anything_else", Text(), then=_more),
    ),
    arrive=lambda scene: scene.say("patient.opener.say"),
    hear=_hear,
)
