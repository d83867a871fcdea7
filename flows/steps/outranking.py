"""Safety and crisis: what is heard before anything else. Nobody is asked to wait here."""

from __future__ import annotations

from flows.answers import labels_of, pick
from flows.machine import move
from flows.questions import Choice, Question, Step, fixed
from flows.scene import Scene


def _resume(scene: Scene) -> None:
    scene.change(step=move(scene, "resume"), came_from=None, asking=None)


# -- safety ---------------------------------------------------------------------------------------


def _where(scene: Scene) -> None:
    if scene.value("safe_place") == "not_safe":
        scene.say("safety.not_safe.say")


def _advise(scene: Scene) -> None:
    for line in scene.book.table("safety.advice")[scene.value("safety_kind") or "threat"]["list"]:
        scene.tell(line)


def _next(scene: Scene) -> None:
    match scene.value("safety_next"):
        case "minimal_exit":
            scene.say("safety.exit_line.say", exit_date=scene.day("exit_date"))
            scene.say("safety.support.say")
            scene.drop("safety_next")
        case "steps_again":
            _advise(scene)
            scene.drop("safety_next")
        case "not_this" | "coach_on":
            misread = scene.value("safety_next") == "not_this"
            scene.say("safety.resumed.not_this" if misread else "safety.resumed.coach_on")
            if misread:
                scene.keep("not_about_safety", True)
            scene.drop("safe_place", "safety_kind", "safety_next")
            _resume(scene)


def _hear_safety(scene: Scene, text: str) -> bool:
    """Free words are met with support, never with "that is none of the choices"."""
    question = next((row for row in _SAFETY if row.name == scene.case.asking), None)
    if question is None or not isinstance(question.takes, Choice):
        return False
    if pick(text, labels_of(question.text, question.takes.values, scene.book)):
        return False
    scene.say("safety.heard")
    return False


_SAFETY = (
    Question("safe_place", "safety.where", Choice(("safe_now", "not_safe")), then=_where),
    Question("safety_kind", "safety.kind", Choice(("threat", "harassment", "unlawful", "licence")),
             then=lambda scene: _advise(scene)),
    Question("safety_next", "safety.next", Choice(("steps_again", "minimal_exit", "not_this", "coach_on")),
             then=_next, must=True),
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
    value = pick(text, labels_of(question.text, question.takes.values, scene.book), loosely=False)
    if value in ("safe", "misread"):
        return False
    scene.say("crisis.stay.say")
    return True


_CRISIS = (
    Question("safe_again", "crisis.safe_again", Choice(("safe", "not_yet", "misread"), waits=("not_yet",)),
             then=_safe_again, must=True),
)  # fmt: skip

CRISIS = Step("crisis", fixed(*_CRISIS), hear=_stay)
