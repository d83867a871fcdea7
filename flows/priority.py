"""What outranks the conversation: crisis, then safety, then a patient's data. Heard before anything else."""

from __future__ import annotations

from flows import asking, control
from flows.machine import move
from flows.model import Signal
from flows.scene import Scene
from flows.signals import OTHERS, redact

_QUIET = ("safety", "crisis")
"""Steps in which a safety signal changes nothing: it is being answered."""


def outranked(scene: Scene) -> bool:
    """Responds to what comes first; True if the message has its answer and is no answer to a question."""
    found = {signal.kind: signal for signal in reversed(scene.signals)}
    if "patient" in found:
        _take_out(scene, found["patient"])
    if "crisis" in found and scene.case.step != "crisis":
        stay_with(scene, towards_others=_towards_others(found["crisis"]))
        return True
    if "safety" in found and scene.case.step not in _QUIET and (cues := _not_misread(scene, found["safety"])):
        scene.keep("safety_cues", cues)
        leave_now(scene)
        return True
    return False


def _not_misread(scene: Scene, signal: Signal) -> list[str]:
    """The words that speak of danger, without those of which the person said that they meant nothing."""
    misread = scene.value("not_about_safety") or []
    return [cue.text.lower() for cue in signal.cues if cue.text.lower() not in misread]


def stay_with(scene: Scene, towards_others: bool = False) -> None:
    """The crisis response: one message, nothing else, and the conversation stays here."""
    came_from = scene.case.came_from if scene.case.step == "safety" else scene.case.step
    asking.keep_list(scene)
    scene.change(came_from=came_from, step=move(scene, "crisis"), asking=None, pending=None, paused=False)
    scene.say("crisis.others.say" if towards_others else "crisis.response.say")
    control.ask_quietly(scene)


def leave_now(scene: Scene) -> None:
    """The leave-now track: no pause, no question about their part in it."""
    asking.keep_list(scene)
    scene.change(came_from=scene.case.step, step=move(scene, "unsafe"), asking=None, pending=None, paused=False)
    scene.say("safety.opener.say")
    asking.go_on(scene)


def ask_which(scene: Scene) -> bool:
    """Words such as "I can't do this anymore": asks once, gently, whether it is about the work or about more."""
    pending = scene.case.pending or {}
    asked = "crisis.ambiguous.say" in scene.case.spoken or scene.case.step in ("crisis", "safety")
    drafting = scene.case.step in ("answer_questions", "reframe") or pending.get("kind") == "list"
    if asked or drafting or not scene.book.detectors.ambiguous(scene.text):
        return False
    labels = {value: names[0] for value, names in scene.book.labels["crisis.ambiguous"].items()}
    asking.open_menu(scene, "ambiguous", labels, "crisis.ambiguous.say")
    scene.change(pending={**(scene.case.pending or {}), "said": scene.text})
    return True


def _take_out(scene: Scene, signal: Signal) -> None:
    """Only the redacted text goes on from here: into the answer, and into the transcript."""
    scene.text = redact(scene.text, signal)
    scene.say("control.patient_data")


def _towards_others(signal: Signal) -> bool:
    return bool(signal.cues) and all(cue.cue == OTHERS for cue in signal.cues)
