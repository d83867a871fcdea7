"""The reminders that wait: computed anew after each turn from the person, their cases and the time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from flows.machine import OUTRANKING
from flows.model import LOBBY, Reminder
from flows.reminders.kinds import KINDS, Kind, all_times
from flows.reminders.wall import Quiet, first_free, instant, wall_of
from flows.scene import Scene

MOST_IGNORED = 2
"""Unasked messages in a row without a word, after which we ask whether to go on."""

ORDER = {kind.name: place for place, kind in enumerate(KINDS)}
BY_NAME = {kind.name: kind for kind in KINDS}


@dataclass(frozen=True, slots=True)
class Planned:
    """A reminder that waits, of which kind it is, and the wall time that is `done` once it has come."""

    kind: Kind
    reminder: Reminder
    base: str

    @property
    def key(self) -> str:
        """How a reminder is known: its case and its name."""
        return f"{self.reminder.case}:{self.reminder.name}"


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A reminder that has no place in the days yet: the moment that it is meant for."""

    kind: Kind
    case: int
    name: str
    at: datetime
    base: str
    chosen: bool


def planned(scene: Scene) -> list[Planned]:
    """What waits after this turn, in order. Empty while somebody is not safe: then nothing else matters."""
    if scene.case.step in OUTRANKING:
        return []
    zone = ZoneInfo(scene.person.timezone)
    wanted = [row for view in _views(scene) for row in _wanted(view, zone) if _is_welcome(scene, row)]
    wanted.sort(key=lambda row: (row.at, ORDER[row.kind.name], row.case))
    return sorted(_placed(scene, wanted, zone), key=lambda row: row.reminder.due_at)


def _views(scene: Scene) -> Iterator[Scene]:
    """The scene as each case sees it, and as the lobby does."""
    for number in (LOBBY, *(case.number for case in scene.person.cases)):
        if number == scene.case.number:
            yield scene
        else:
            yield scene.beside(number)


def _wanted(scene: Scene, zone: ZoneInfo) -> Iterator[_Wanted]:
    """What has not come yet: still ahead, or waiting already. A time that the person chose wins."""
    reminding, number = scene.person.reminding, scene.case.number
    waiting = {row.name for row in scene.person.reminders if row.case == number}
    later = {key.partition(":")[2]: at for key, at in reminding.later.items() if key.startswith(f"{number}:")}
    instead_of: dict[str, str] = {}
    for kind, case, name, time in all_times(scene):
        at, base = _both(time, zone)
        key = f"{case}:{name}"
        if name in later:
            instead_of[name] = base
        if name in later or key in reminding.off or reminding.done.get(key) == base:
            continue
        if at > scene.now or name in waiting:
            yield _Wanted(kind, case, name, at, base, kind.asked)
    if not _rests(scene):
        for name, wall in later.items():
            kind, at = kind_of(name), instant(datetime.fromisoformat(wall), zone)
            base = wall if kind.of_person else instead_of.get(name, wall)  # a moment comes round again all the same
            yield _Wanted(kind, number, name, at, base, True)


def _both(time: datetime, zone: ZoneInfo) -> tuple[datetime, str]:
    """A time as a moment in UTC and as a wall time in writing, whichever of the two it was."""
    if time.tzinfo is None:
        return instant(time, zone), written(time)
    return time, written(wall_of(time, zone))


def written(wall: datetime) -> str:
    """A wall time as it is kept: to the minute, without a zone."""
    return wall.isoformat(timespec="minutes")


def _rests(scene: Scene) -> bool:
    """Whether a case is paused, or has ended for good: then it takes its reminders with it."""
    return scene.case.paused or scene.case.outcome in ("open", "patient")


def kind_of(name: str) -> Kind:
    """The kind that a reminder's name belongs to."""
    return BY_NAME[_KIND_OF.get(name.replace(":", ".").partition(".")[0], "milestone")]


_KIND_OF = {
    "pause_end": "pause_end",
    "moment": "moment",
    "debrief": "debrief",
    "follow_up": "debrief",
    "look_again": "look_again",
    "item": "next_action",
    "cards": "cards",
    "stopped_2": "stopped",
    "stopped_7": "stopped",
}
"""The kinds of all names; what is not here is a rung of the ladder."""


def _is_welcome(scene: Scene, row: _Wanted) -> bool:
    reminding = scene.person.reminding
    if reminding.much == "none":
        return row.chosen and not row.kind.of_person
    if row.chosen:
        return True
    return reminding.ignored <= MOST_IGNORED and (row.kind.dated or reminding.much == "all")


def _placed(scene: Scene, wanted: list[_Wanted], zone: ZoneInfo) -> Iterator[Planned]:
    """Unasked ones are put on days of their own, outside the quiet hours; overdue ones of a kind together."""
    quiet = Quiet.from_words(scene.person.reminding.quiet)
    unasked_on = scene.person.reminding.unasked_on
    taken = {date.fromisoformat(unasked_on)} if unasked_on else set[date]()
    together: dict[str, datetime] = {}
    for row in wanted:
        due_at = row.at
        if not row.chosen:
            overdue = row.at <= scene.now
            slot = together.get(row.kind.name) if overdue else None
            if slot is None:
                start = max(row.at, scene.now)
                slot = first_free(start, wall_of(row.at, zone).time(), zone, quiet, taken)
                taken.add(wall_of(slot, zone).date())
            if overdue:
                together[row.kind.name] = slot
            due_at = row.at if slot == scene.now else slot
        reminder = Reminder(
            row.name, row.case, due_at, written(wall_of(due_at, zone)), scene.person.timezone, row.chosen
        )
        yield Planned(row.kind, reminder, row.base)
