"""What a new exit date does to the reminders that hang on it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from flows.kinds import MILESTONES
from flows.scene import Scene
from flows.terms import milestones

_RUNGS = frozenset(rung.name for rung in MILESTONES)
_AFTERWARDS = ("debrief", "follow_up")


def _hangs_on_the_date(name: str) -> bool:
    return name in _RUNGS or name in _AFTERWARDS or name.startswith("item.")


def exit_moved(scene: Scene, before: date | None) -> None:
    """Says what moves with the date, once the new one is kept. Times chosen for the old one are over."""
    if before is None or before == scene.day("exit_date"):
        return
    reminding, number = scene.person.reminding, scene.case.number
    later = {key: at for key, at in reminding.later.items()
             if not (key.startswith(f"{number}:") and _hangs_on_the_date(key.partition(":")[2]))}  # fmt: skip
    scene.change_person(reminding=replace(reminding, later=later))
    waiting = [row for row in scene.person.reminders if row.case == number and _hangs_on_the_date(row.name)]
    if waiting:
        ahead = [day for day, _ in milestones(scene) if day > scene.today]
        if ahead:
            scene.say("reminders.moved.say", count=len(waiting), day=min(ahead))
        else:
            scene.say("reminders.moved.gone")
