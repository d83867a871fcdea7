"""The conditions that the machine's table names: each reads the answers and says yes or no."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flows.scene import Scene


def is_a_patient(scene: Scene) -> bool:
    """The client is a person under the owner's care."""
    treated = scene.settled("treated") and scene.value("treated") == "person"
    return bool(treated or scene.value("kind") == "patient")


def chose_to_keep(scene: Scene) -> bool:
    """The person decided to keep the client."""
    return bool(scene.value("decision") == "keep")


def chose_to_renegotiate(scene: Scene) -> bool:
    """The person decided to ask for a change first."""
    return bool(scene.value("decision") == "renegotiate")


def chose_a_break(scene: Scene) -> bool:
    """The person decided to step back for a while."""
    return bool(scene.value("decision") == "pause")


def chose_to_part(scene: Scene) -> bool:
    """The person decided to part ways, now or with a runway."""
    return bool(scene.value("decision") == "part_ways")


def ask_was_refused(scene: Scene) -> bool:
    """The one written ask was refused or met by half: fixability is scored anew."""
    return bool(scene.value("ask_result") in ("half", "refused"))


def wants_another_look(scene: Scene) -> bool:
    """Some time after an ending, the person wants to decide anew."""
    return bool(scene.value("follow_up") == "look_again")


def came_from(step: str) -> Callable[[Scene], bool]:
    """The condition that a crisis or safety conversation began in `step`."""

    def was_there(scene: Scene) -> bool:
        return scene.case.came_from == step

    return was_there
