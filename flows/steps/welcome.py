"""Before the first case: what this is, what is kept, what it is not; then consent."""

from __future__ import annotations

from flows.consent import NOTHING, choose
from flows.model import SHARING
from flows.questions import Choice, Question, Step, fixed
from flows.scene import Scene


def _arrive(scene: Scene) -> None:
    for part in ("what_this_is", "what_is_kept", "what_it_is_not"):
        scene.say(f"welcome.{part}")


def _agreed(scene: Scene) -> None:
    scene.change_person(agreed_at=scene.now)


def _shared(scene: Scene) -> None:
    """Whatever is no clear choice shares nothing."""
    choose(scene, scene.value("sharing") or NOTHING)


WELCOME = Step(
    "welcome",
    fixed(
        Question("consent", "welcome.consent", Choice(("agree", "more", "not_now"), waits=("more", "not_now")),
                 then=_agreed, must=True),
        Question("sharing", "sharing.level", Choice(SHARING), then=_shared, when=lambda scene: scene.event.coached),
    ),
    arrive=_arrive,
)  # fmt: skip
