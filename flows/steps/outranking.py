"""Safety and crisis: what is heard before anything else. Nobody is asked to wait here."""

from __future__ import annotations

import re

from flows import conditions as on
from flows.answers import labels_of, pick
from flows.machine import move
from flows.questions import Choice, Question, Step, fixed
from flows.scene import Option, Scene


def _resume(scene: Scene) -> None:
    scene.change(step=move(scene, "resume"), came_from=None, asking=None)


# -- safety ---------------------------------------------------------------------------------------


def _meant(scene: Scene, name: str, text_key: str, values: tuple[str, ...]) -> str | None:
    """Which of some choices an answer in free words means."""
    said = str(scene.value(name) or "")
    return said if said in values else pick(said, labels_of(text_key, values, scene.book))


def _go_back(scene: Scene, misread: bool) -> None:
    """To where the person was. What was misread is not heard again as danger."""
    scene.say("safety.resumed.not_this" if misread else "safety.resumed.coach_on")
    if misread:
        scene.keep("not_about_safety", scene.value("safety_cues") or [])
    scene.drop("safe_place", "safety_kind", "safety_next")
    _resume(scene)


def _where(scene: Scene) -> None:
    """What says neither is asked once more; after that, anything but a clear yes counts as not safe."""
    where = _meant(scene, "safe_place", "safety.where", ("safe_now", "not_safe", "not_this"))
    if where == "not_this":
        _go_back(scene, misread=True)
    elif where is None and not scene.case.spoken.get("safety.unclear.say") and not scene.signals:
        scene.say("safety.unclear.say")
        scene.drop("safe_place")
    elif where != "safe_now":
        scene.say("safety.not_safe.say")


def _kind(scene: Scene) -> None:
    if _meant(scene, "safety_kind", "safety.next", ("not_this",)):
        _go_back(scene, misread=True)
    else:
        _advise(scene)


def _advise(scene: Scene) -> None:
    if on.is_a_patient(scene):
        scene.say("patient.threat.say")
        return
    advice = scene.book.table("safety.advice")
    kind = scene.value("safety_kind")
    for line in advice[kind if kind in advice else "threat"]["list"]:
        scene.tell(line)


def _next(scene: Scene) -> None:
    ways = ("steps_again", "minimal_exit", "not_this", "coach_on")
    match _meant(scene, "safety_next", "safety.next", ways):
        case "minimal_exit":
            patient = on.is_a_patient(scene)
            day = scene.day("exit_date") or scene.today
            scene.say("safety.no_message" if patient else "safety.exit_line.say", exit_date=day)
            scene.say("safety.support.say")
            scene.drop("safety_next")
        case "steps_again":
            _advise(scene)
            scene.drop("safety_next")
        case "not_this" | "coach_on":
            _go_back(scene, misread=_meant(scene, "safety_next", "safety.next", ("not_this",)) is not None)
        case _:
            scene.say("safety.heard")
            scene.drop("safety_next")


_SAFETY = (
    Question("safe_place", "safety.where", Choice(("safe_now", "not_safe", "not_this"), free=True), then=_where),
    Question("safety_kind", "safety.kind", Choice(("threat", "harassment", "unlawful", "licence"), free=True),
             then=_kind),
    Question("safety_next", "safety.next", Choice(("steps_again", "minimal_exit", "not_this", "coach_on"), free=True),
             then=_next),
)  # fmt: skip

SAFETY = Step("safety", fixed(*_SAFETY), arrive=None)

# -- crisis ---------------------------------------------------------------------------------------


def _safe_again(scene: Scene) -> None:
    misread = scene.value("safe_again") == "misread"
    scene.say("crisis.misread.say" if misread else "crisis.resume.say")
    scene.drop("safe_again")
    _resume(scene)


def _stay(scene: Scene, text: str) -> bool:
    """Whatever is said, somebody stays; only the person's own word leads back to the practice."""
    question = _CRISIS[0]
    assert isinstance(question.takes, Choice)
    named = labels_of(question.text, question.takes.values, scene.book)
    for sentence in re.split(r"[.!?\n]+", text):
        value = pick(sentence, named, loosely=False)
        if value in ("safe", "misread"):
            scene.keep("safe_again", value, text)
            _safe_again(scene)
            return False
    stayed = scene.case.spoken.get("crisis.stay.say", 0)
    if stayed % 2:
        ways = tuple(Option(f"safe_again:{way}", names[0]) for way, names in named.items())
        scene.tell(scene.wording("crisis.stay.say"), ways)
    else:
        scene.say("crisis.stay.say")
    return True


_CRISIS = (
    Question("safe_again", "crisis.safe_again", Choice(("safe", "not_yet", "misread"), waits=("not_yet",)),
             then=_safe_again, must=True),
)  # fmt: skip

CRISIS = Step("crisis", fixed(*_CRISIS), hear=_stay)
