"""Reframe: from the stated motive to a sentence or two that are true, one's own, and enough."""

from __future__ import annotations

import re

from flows.echo import quote
from flows.model import Cue
from flows.questions import Choice, Question, Step, fixed
from flows.scene import Scene

LONGEST = 45
"""Words that a reason may have: two sentences."""

_REFUSALS = 2
"""How often a wording is sent back; after that the person's own judgement stands."""


def _sentences(text: str) -> int:
    return len([part for part in re.split(r"(?<=[.!?])\s+|\n+", text.strip()) if part])


def _weakness(scene: Scene, reason: str) -> tuple[str, dict[str, str]] | None:
    """The first thing that would come back at them: blame, somebody else as subject, too many words."""
    said = reason.replace("’", "'")
    if cues := scene.book.linter.cues(reason):
        return "reframe.weak.blame", _blamed(scene, reason, cues[0])
    grievances = [cue.text for signal in scene.book.detectors.grievance(reason) for cue in signal.cues]
    if grievances:
        return "reframe.weak.them", {"span": grievances[0]}
    if not scene.book.cues["own"].search(said):
        return "reframe.weak.not_you", {}
    if _sentences(reason) > 2 or len(reason.split()) > LONGEST:
        return "reframe.weak.too_long", {}
    return None


def _blamed(scene: Scene, reason: str, cue: Cue) -> dict[str, str]:
    """The words that could sting, and what could stand in their place."""
    found = scene.book.linter.finding(reason, cue, scene.case.spoken.get("sent_back", 0))
    instead = found.suggestion or scene.book.wordings("words.decision_only")[0]
    return {"span": quote(cue.text, 100).strip("“”"), "suggestion": instead}


def _heard(scene: Scene) -> None:
    value = scene.value("reason")
    if value in (None, "no_reason"):
        scene.keep("reason", "no_reason", scene.text)
        scene.say("reframe.no_reason")
        return
    weakness = _weakness(scene, str(value))
    sent_back = scene.case.spoken.get("sent_back", 0)
    if weakness and sent_back < _REFUSALS:
        scene.change(spoken={**scene.case.spoken, "sent_back": sent_back + 1})
        scene.say(weakness[0], **weakness[1])
        scene.drop("reason")
    else:
        scene.keep("reason", scene.book.almanac.spelt(_sentence(str(value))), scene.text)


def _sentence(text: str) -> str:
    line = " ".join(text.split())
    line = re.sub(r"\bi\b", "I", line[:1].upper() + line[1:])
    return line if line.endswith((".", "!", "?", "…")) else line + "."


def has_reason(scene: Scene) -> bool:
    """Whether a sentence is to be given, rather than none."""
    return scene.value("reason") not in (None, "no_reason")


def _truth(scene: Scene) -> None:
    """A reason that is not true is refused kindly; giving none is offered instead."""
    truth = scene.value("reason_true")
    scene.say(f"reframe.reason_true.after.{truth}")
    if truth != "true":
        if scene.goal:
            scene.say("reframe.recall", words=quote(scene.goal))
        scene.drop("reason", "reason_true")


def _might_be_fiction(scene: Scene) -> bool:
    return scene.book.cues["fiction"].search(str(scene.value("reason"))) is not None


def _remind(scene: Scene) -> None:
    if _might_be_fiction(scene):
        scene.say("reframe.is_it_so")


REFRAME = Step(
    "reframe",
    fixed(
        Question("reason", "reframe.reason", Choice(("examples", "no_reason"), free=True, waits=("examples",)),
                 then=_heard),
        Question("reason_true", "reframe.reason_true", Choice(("true", "partly", "untrue")), needs=("reason",),
                 when=has_reason, before=_remind, then=_truth, must=True),
        Question("reason_if_pressed", "reframe.if_then", when=has_reason, needs=("reason",)),
    ),
    arrive=lambda scene: scene.say("reframe.arrive"),
)  # fmt: skip
