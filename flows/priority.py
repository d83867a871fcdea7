"""What outranks the conversation: crisis, then safety, then a patient's data, then heat."""

from __future__ import annotations

import re

from flows import asking, control, heat, holds
from flows import conditions as on
from flows.echo import quote
from flows.heat import Level
from flows.machine import BESIDE, move
from flows.model import Cue, Signal
from flows.questions import Text
from flows.scene import Scene
from flows.signals import redact
from flows.signals.crisis import is_about_somebody, is_towards_others
from flows.steps import check, client, hold
from flows.steps.patient import refusal

SURE = 0.85
"""Chance of a crisis from which nobody is asked first whether it is one; what patterns find is above it."""

_GENTLY = 3
"""Times that somebody is asked so in one case; who said each time that it is the work, is believed."""

_QUIET = ("safety", "crisis")
"""Steps in which a safety signal changes nothing: it is being answered."""


def outranked(scene: Scene) -> bool:
    """Responds to what comes first; True if the message has its answer and is no answer to a question."""
    found = {signal.kind: signal for signal in reversed(scene.signals)}
    if "patient" in found:
        _take_out(scene, found["patient"])
    if "crisis" in found and scene.case.step != "crisis" and not _is_answered(scene, found["crisis"]):
        if is_about_somebody(found["crisis"]):
            _for_somebody(scene)
        elif found["crisis"].score < SURE:
            _ask_gently(scene)
        else:
            stay_with(scene, towards_others=is_towards_others(found["crisis"]))
        return True
    if "safety" in found and not _is_quiet(scene, found["safety"]) and (cues := _not_misread(scene, found["safety"])):
        scene.keep("safety_cues", cues)
        leave_now(scene)
        return True
    return False


def _is_quiet(scene: Scene, signal: Signal) -> bool:
    """Where danger changes nothing: it is being answered; or a reason is tried out, and only might speak of it."""
    return scene.case.step in _QUIET or (scene.case.step == "reframe" and signal.score < SURE)


def _not_misread(scene: Scene, signal: Signal) -> list[str]:
    """The words that speak of danger, without those of which the person said that they meant nothing."""
    misread = scene.value("not_about_safety") or []
    return [cue.text.lower() for cue in signal.cues if cue.text.lower() not in misread]


def stay_with(scene: Scene, towards_others: bool = False) -> None:
    """The crisis response: one message, nothing else, and the conversation stays here."""
    _set_aside(scene, "crisis")
    scene.say("crisis.others.say" if towards_others else "crisis.response.say")
    control.ask_quietly(scene)


def _for_somebody(scene: Scene) -> None:
    """What to do for another person whose life may be in danger; nothing else, and the question stays open."""
    scene.say("crisis.somebody.say")
    control.ask_quietly(scene)


def leave_now(scene: Scene) -> None:
    """The leave-now track: no pause, no question about their part in it."""
    _set_aside(scene, "unsafe")
    scene.say("safety.opener.say")
    asking.go_on(scene)


def _set_aside(scene: Scene, trigger: str) -> None:
    """Leaves whatever was going on, a pause too; it resumes where the person was before that."""
    check.leave(scene)
    came_from = scene.case.came_from if scene.case.step in BESIDE else scene.case.step
    asking.keep_list(scene)
    if scene.case.step == "hold":
        holds.leave(scene)
        scene.drop(*hold.NAMES)
    scene.change(came_from=came_from, step=move(scene, trigger), asking=None, pending=None, paused=False)


_NO_PAUSE_IN = ("welcome", "lobby", "debrief", *BESIDE)
"""Steps in which nothing is about to be done, or something else is being answered."""


def slow_down(scene: Scene) -> bool:
    """Offers a pause to somebody who is about to act on impulse; True if it was offered.

    Mild heat gets one reflective line, and the message is then taken as what it was. Two invitations
    a matter; after that the line is all.
    """
    signal = next((found for found in scene.signals if found.kind == heat.KIND), None)
    if signal is None or scene.case.step in _NO_PAUSE_IN or _in_rehearsal(scene) or _only_answers(scene):
        return False
    weighed, level = heat.weighed(scene, signal)
    scene.signals = tuple(weighed if found is signal else found for found in scene.signals)
    if level is Level.CARRY_ON:
        return False
    _remember(scene, weighed)
    if level is Level.REFLECT or not holds.may_invite(scene.case):
        _one_line(scene, weighed)
        return False
    invite(scene, weighed, level)
    return True


def invite(scene: Scene, signal: Signal, level: Level) -> None:
    """Acknowledges, says what was noticed, and asks how strong it is; what was written is kept, not sent."""
    hold.put_aside(scene, scene.text)
    _keep_as_answer(scene)
    asking.keep_list(scene)
    hold.enter(scene, strong=level is Level.STRONG)
    scene.keep("hold_draft", scene.text)
    cue = _leading(signal)
    scene.say(f"hold.opener.{cue}")
    words = _their_words(scene.text, signal)
    scene.say(f"hold.noticed.{cue}" if words else "hold.noticed.otherwise", words=words)
    asking.go_on(scene)


def _one_line(scene: Scene, signal: Signal) -> None:
    """A reflective line, not in every message of a row."""
    last = scene.case.spoken.get("hold.line", 0)
    if not last or scene.case.turn - last >= _BETWEEN_LINES:
        scene.change(spoken={**scene.case.spoken, "hold.line": scene.case.turn})
        scene.say(f"hold.line.{_leading(signal)}")


_BETWEEN_LINES = 4


def _leading(signal: Signal) -> str:
    """The cue that weighs most; strong feeling where only the sum of it showed."""
    spoken = [cue.cue for cue in signal.cues if cue.end > cue.start]
    return max(spoken, key=lambda name: heat.POINTS[name], default="heat")


def _their_words(text: str, signal: Signal) -> str | None:
    """Up to two of the wordings that were noticed, in quotation marks."""
    leading = _leading(signal)
    found = sorted((cue for cue in signal.cues if cue.end > cue.start), key=lambda cue: cue.cue != leading)
    spoken = [cue for place, cue in enumerate(found) if not any(cue.overlaps(other) for other in found[:place])]
    return ", ".join(quote(_in_context(text, cue), 50) for cue in spoken[:2]) or None


def _in_context(text: str, cue: Cue) -> str:
    """The words of a cue; a single one with those around it, for "now" by itself says little."""
    if len(cue.text.split()) > 1:
        return cue.text
    before = re.search(r"(?:[^\s,.!?;:]+\s+){0,3}$", text[: cue.start])
    after = re.match(r"(?:\s+[^\s,.!?;:]+){0,2}", text[cue.end :])
    return f"{before[0] if before else ''}{cue.text}{after[0] if after else ''}"


def _remember(scene: Scene, signal: Signal) -> None:
    """For /why: what was noticed last, by name and in the person's words."""
    scene.keep("noticed", [[cue.cue, cue.text] for cue in signal.cues])


def _keep_as_answer(scene: Scene) -> None:
    """A message in free words answers the open question as well; it isn't asked twice."""
    question = asking.current(scene)
    if question and isinstance(question.takes, Text) and question.takes.words is None and not scene.case.pending:
        scene.keep(question.name, scene.text[: question.takes.longest], scene.text)
        scene.change(trail=(*scene.case.trail, question.name))
    else:
        client.tells(scene, scene.text)


def _in_rehearsal(scene: Scene) -> bool:
    """A rehearsed answer, or a first try at a reason, is said to nobody; its own checks look at it."""
    asking_for = scene.case.asking or ""
    return (scene.case.step == "answer_questions" and asking_for.startswith("card:")) or asking_for == "reason"


def _only_answers(scene: Scene) -> bool:
    """A choice of the open question, or a name where one is asked for: there is no haste in either."""
    question = asking.current(scene)
    asks_a_name = question is not None and isinstance(question.takes, Text) and question.takes.words is not None
    return control.picks_a_choice(scene) or (asks_a_name and len(scene.text.split()) <= _A_NAME)


_A_NAME = 4
"""Words that a name has at most, more or less."""


def ask_which(scene: Scene) -> bool:
    """Words such as "I can't do this anymore": asks once, gently, whether it is about the work or about more."""
    pending = scene.case.pending or {}
    asked = "crisis.ambiguous.say" in scene.case.spoken or scene.case.step in ("crisis", "safety")
    drafting = scene.case.step in ("answer_questions", "reframe", "check") or pending.get("kind") == "list"
    if asked or drafting or not scene.book.detectors.ambiguous(scene.text):
        return False
    return _ask_gently(scene)


def _is_answered(scene: Scene, signal: Signal) -> bool:
    """Whether an unsure signal was asked about often enough, or about these very words."""
    if on.is_a_patient(scene) and is_towards_others(signal) and refusal(scene, scene.text):
        return True  # a request that is refused there in words of its own
    if signal.score >= SURE:
        return False
    asked = scene.case.spoken.get("crisis.ambiguous.say", 0)
    return asked >= _GENTLY or scene.text in (scene.value("meant_the_work") or ())


def _ask_gently(scene: Scene) -> bool:
    """Asks whether it is about the work or about more than that."""
    labels = {value: names[0] for value, names in scene.book.labels["crisis.ambiguous"].items()}
    asking.open_menu(scene, "ambiguous", labels, "crisis.ambiguous.say")
    scene.change(pending={**(scene.case.pending or {}), "said": scene.text})
    return True


def _take_out(scene: Scene, signal: Signal) -> None:
    """Only the redacted text goes on from here: into the answer, and into the transcript."""
    scene.text = redact(scene.text, signal)
    scene.say("control.patient_data")
