"""The pause: how strong it is, which pause, something to fill it with, and the same questions after it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flows import holds
from flows.answers import labels_of, pick
from flows.echo import quote
from flows.machine import move
from flows.model import Hold
from flows.questions import Choice, Number, Question, Step, Text, fixed
from flows.reminders import moments
from flows.scene import Scene

_DECISIONS = ("leave", "change", "stay", "unsure")
_EXERCISES = ("label", "facts", "colleague", "horizons", "if_then")
_FILLERS = (*_EXERCISES, "moment")

_KEPT = 20
"""Texts put aside that a case keeps; the transcript has them all."""

_JUST_TOLD = timedelta(minutes=10)

CALM = 4
"""Heat up to which no pause is offered after all."""

NAMES = (
    "hold_draft", "hold_strong", "hold_heat", "hold_way", "hold_reason", "hold_decision", "hold_confidence",
    "hold_fill",
    *(f"hold_{name}" for name in _FILLERS),
    "hold_breath", "hold_wait", "hold_decision_now", "hold_confidence_now", "hold_heat_now", "hold_again",
)  # fmt: skip
"""Answers that belong to one hold; the next one begins without them."""


def _now(scene: Scene) -> Hold:
    """The hold at hand; in this step there is always one."""
    hold = holds.latest(scene.case)
    assert hold is not None
    return hold


def enter(scene: Scene, strong: bool = False) -> None:
    """A pause is offered from where the person is; a number that they have just told isn't asked again."""
    scene.drop(*NAMES)
    scene.change(came_from=scene.case.step, step=move(scene, "heated"), asking=None, pending=None)
    holds.offer(scene)
    scene.keep("hold_strong", strong)
    told = scene.answer("heat")
    if told and told.value is not None and told.value > CALM and scene.now - told.at < _JUST_TOLD:
        scene.keep("hold_heat", told.value)
        holds.note(scene, heat=told.value)


def resume(scene: Scene) -> None:
    """Back to where the person was when the pause was offered."""
    holds.leave(scene)
    scene.drop(*NAMES)
    scene.change(step=move(scene, "resume"), came_from=None, asking=None, pending=None)


def come_back(scene: Scene) -> None:
    """The pause is over, or the person is: the same questions again, beside what was said before."""
    due = holds.is_over(scene.case, scene.now)
    scene.say("hold.back.say" if due else "hold.back.early")
    if due and (words := scene.value("hold_draft")):
        scene.say("hold.back.kept_words", words=quote(str(words), 300))
    holds.note(scene, ended=scene.now)
    scene.change(asking=None, pending=None, paused=False)


def return_with(scene: Scene, text: str) -> None:
    """The person writes when the pause is over: what they wrote is put with the rest, and the questions come."""
    if scene.case.asking != "hold_wait" or pick(text, _waiting_labels(scene)) is None:
        put_aside(scene, text)
    come_back(scene)


# -- choosing -------------------------------------------------------------------------------------


def _heat(scene: Scene) -> None:
    heat = scene.value("hold_heat")
    holds.note(scene, heat=heat)
    if heat is None:
        scene.say("control.left_open")
        return
    scene.keep("heat", heat, str(heat))
    if heat <= CALM:
        scene.say("hold.heat.not_needed", heat=heat)
        holds.note(scene, way=holds.NOT_NEEDED)
        resume(scene)
    else:
        scene.say("hold.heat.heard", echo=f"{heat:g}")


def _say_if_strong(scene: Scene) -> None:
    """Drink, revenge, a public post, not turning up: nothing to send comes out of this sitting."""
    if scene.value("hold_strong"):
        scene.say("hold.way.strong")


def _way(scene: Scene) -> None:
    """Other words than a choice are the reason why it can't wait."""
    way = str(scene.value("hold_way") or holds.CANNOT_WAIT)
    if way not in _CHOOSES.values:
        scene.keep("hold_reason", way, way)
        _override(scene)
    elif way != holds.CANNOT_WAIT:
        holds.note(scene, way=way)
        if way == "breathe":
            begin(scene)


def begin(scene: Scene) -> None:
    """From now on it rests; the end is on the person's own clock."""
    way = _now(scene).way
    holds.note(scene, until=holds.ends(way, scene.now, scene.person.timezone))


def _override(scene: Scene) -> None:
    """One sentence, and it is respected."""
    scene.keep("pause_overridden", scene.value("hold_reason"), str(scene.value("hold_reason") or ""))
    holds.note(scene, way=holds.CANNOT_WAIT)
    scene.say("hold.overridden.say")
    resume(scene)


# -- filling the gap ------------------------------------------------------------------------------


def _decision(scene: Scene) -> None:
    holds.note(scene, decision=scene.value("hold_decision"))


def _confidence(scene: Scene) -> None:
    sure = scene.value("hold_confidence")
    holds.note(scene, confidence=sure)
    if sure is not None:
        scene.say("hold.confidence.heard", echo=f"{sure:g}")
    begin(scene)


def _filled(name: str) -> Any:
    """An exercise done: the choice of the next one is open again."""

    def heard(scene: Scene) -> None:
        said = scene.value(f"hold_{name}")
        if said:
            scene.keep(f"pause_{name}", said, str(said))
            scene.echo(f"hold.{name}.heard", str(said))
        else:
            scene.say("control.left_open")
        scene.drop("hold_fill")

    return heard


def _moment(scene: Scene) -> None:
    """What comes round gets a word before it; a text without a time is kept and brings none."""
    said = str(scene.value("hold_moment") or "")
    reminding = moments.kept(scene.person.reminding, said, scene.book, scene.today) if said else None
    if reminding:
        scene.change_person(reminding=reminding)
        scene.echo("hold.moment.heard", said)
    else:
        scene.say("hold.moment.no_time" if said else "control.left_open")
    scene.drop("hold_fill")


def _chose(name: str) -> Any:
    return lambda scene: scene.value("hold_fill") == name


def _may_fill(scene: Scene) -> bool:
    return holds.running(scene.case) is not None and _now(scene).way != "breathe"


# -- waiting and coming back ----------------------------------------------------------------------


def when(scene: Scene) -> dict[str, Any]:
    """The end of the pause in words: the time alone if it is today, else with its day."""
    until = _now(scene).until
    if until is None:
        return {}
    there = until.astimezone(ZoneInfo(scene.person.timezone))
    return {"when": scene.book.almanac.moment(there, scene.today)}


def _wait(scene: Scene) -> None:
    if scene.value("hold_wait") == "look_now":
        come_back(scene)
    else:
        holds.note(scene, until=None)
        scene.drop("hold_wait")
        scene.keep("hold_way", holds.CANNOT_WAIT)


def _breathed(scene: Scene) -> None:
    holds.note(scene, ended=scene.now)


def _returned(scene: Scene) -> bool:
    return _now(scene).ended is not None


def _has(field: str) -> Any:
    return lambda scene: _returned(scene) and getattr(_now(scene), field) is not None


def _heat_now(scene: Scene) -> None:
    """Then and now, side by side; cooler goes on, the rest is offered another look."""
    heat = scene.value("hold_heat_now")
    holds.note(
        scene,
        heat_now=heat,
        decision_now=scene.value("hold_decision_now"),
        confidence_now=scene.value("hold_confidence_now"),
    )
    if heat is not None:
        scene.keep("heat", heat, str(heat))
    _compare(scene)
    if holds.cooled(_now(scene)):
        scene.say("hold.compare.cooled")
        resume(scene)
    elif holds.may_invite(scene.case):
        scene.say("hold.compare.still_hot")
    else:
        scene.say("hold.compare.still_hot")
        resume(scene)


def _compare(scene: Scene) -> None:
    hold, words = _now(scene), scene.book.labels["hold.decision"]
    lines = []
    for name in ("decision", "confidence", "heat"):
        then, now = getattr(hold, name), getattr(hold, f"{name}_now")
        if then is not None and now is not None:
            shown = [words[value][0].lower() if name == "decision" else f"{value:g}" for value in (then, now)]
            lines.append(scene.wording(f"hold.compare.{name}", then=shown[0], now=shown[1]))
    if lines:
        scene.tell("\n".join([scene.wording("hold.compare.heading"), *lines]))


def _again(scene: Scene) -> None:
    """Another look is a new hold; the numbers from just now are what it starts from."""
    if scene.value("hold_again") != "morning":
        resume(scene)
        return
    last = _now(scene)
    scene.drop(*NAMES)
    holds.offer(scene)
    holds.note(scene, way="morning", heat=last.heat_now, decision=last.decision_now, confidence=last.confidence_now)
    begin(scene)
    for name in ("hold_heat", "hold_way", "hold_decision", "hold_confidence"):
        scene.keep(name, "morning" if name == "hold_way" else None)


def _choosing(scene: Scene) -> bool:
    return not _returned(scene)


_CHOOSES = Choice(("breathe", "twenty_minutes", "morning", "three_days", holds.CANNOT_WAIT), free=True)

_ROWS = (
    Question("hold_heat", "hold.heat", Number(0, 10), when=_choosing, then=_heat),
    Question("hold_way", "hold.way", _CHOOSES, when=_choosing, before=_say_if_strong, then=_way, must=True),
    Question("hold_reason", "hold.reason", Text(longest=600), then=_override,
             when=lambda scene: scene.value("hold_way") == holds.CANNOT_WAIT),
    Question("hold_breath", "hold.breath", Choice(("stop",)), then=_breathed, paced=True,
             when=lambda scene: not _returned(scene) and _now(scene).way == "breathe"),
    Question("hold_decision", "hold.decision", Choice(_DECISIONS), then=_decision, when=_choosing),
    Question("hold_confidence", "hold.confidence", Number(0, 10), then=_confidence, when=_choosing),
    *(Question(f"hold_{name}", f"hold.{name}", Text(longest=600), when=_chose(name), then=_filled(name))
      for name in _EXERCISES),
    Question("hold_moment", "hold.moment", Text(longest=200), when=_chose("moment"), then=_moment),
    Question("hold_fill", "hold.fill", Choice((*_FILLERS, "enough")), when=_may_fill, then=lambda scene: None),
    Question("hold_wait", "hold.wait", Choice(("look_now", "rest", holds.CANNOT_WAIT), waits=("rest",)), must=True,
             facts=when, when=_choosing, then=_wait),
    Question("hold_decision_now", "hold.decision", Choice(_DECISIONS), when=_has("decision"), wording="again",
             then=lambda scene: None),
    Question("hold_confidence_now", "hold.confidence", Number(0, 10), when=_has("confidence"), wording="again",
             then=lambda scene: None),
    Question("hold_heat_now", "hold.heat_now", Number(0, 10), when=_returned, then=_heat_now),
    Question("hold_again", "hold.again", Choice(("morning", "go_on")), when=_returned, then=_again),
)  # fmt: skip


def _choose(scene: Scene, questions: Sequence[Question]) -> Question | None:
    """The first open row; a question whose exercise is chosen comes before the choice of another."""
    return next((row for row in questions if not scene.settled(row.name) and row.when(scene)), None)


def _rest(scene: Scene, text: str) -> bool:
    """What is written while it rests is kept with the rest, unless it is one of the choices."""
    if scene.case.asking != "hold_wait" or pick(text, _waiting_labels(scene)) is not None:
        return False
    put_aside(scene, text)
    scene.say("hold.wait.after.noted", **when(scene))
    return True


def _waiting_labels(scene: Scene) -> Mapping[str, tuple[str, ...]]:
    return labels_of("hold.wait", ("look_now", "rest", holds.CANNOT_WAIT), scene.book)


def put_aside(scene: Scene, text: str) -> None:
    """Keeps words that were not sent, where the person finds them again."""
    kept = scene.answer("not_sent")
    scene.keep("not_sent", [*(kept.value if kept else ()), text][-_KEPT:])


HOLD = Step("hold", fixed(*_ROWS), hear=_rest)
