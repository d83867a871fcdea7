"""What a coach may read: nothing, until the person says otherwise."""

from __future__ import annotations

from dataclasses import replace

from flows.model import SHARING, Case, Person
from flows.scene import Scene

NOTHING, FLAGGED, ALL = SHARING


def level(person: Person, case: Case) -> str:
    """What a coach may read of one conversation of a person."""
    return ALL if case.shared else person.sharing


def choose(scene: Scene, chosen: str) -> None:
    """What the person decides holds for everything, at once; cases that they shared singly are included."""
    scene.change(shared=False)
    cases = tuple(replace(case, shared=False) for case in scene.person.cases)
    scene.change_person(sharing=chosen, cases=cases)
    scene.say(f"sharing.chosen.{chosen}")
