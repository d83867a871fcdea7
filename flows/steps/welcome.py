"""Before the first case: what this is, what is kept, what it is not; then consent."""

from __future__ import annotations

from flows.questions import Choice, Question, Step, fixed
from flows.scene import Scene


def _arrive(scene: Scene) -> None:
    for part in ("what_this_is", "what_is_kept", "what_it_is_not"):
        scene.say(f"welcome.{part}")


def _agreed(scene: Scene) -> None:
    scene.change_person(agreed_at=scene.now)


WELCOME = Step(
    "welcome",
    fixed(
        Question("consent", "welcome.consent", Choice(("agree", "more", "not_now"), waits=("more", "not_now")),
                 then=_agreed, must=True),
    ),
    arrive=_arrive,
)  # fmt: skip
