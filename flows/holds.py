"""Holds: pauses that a person was offered, how long each lasts, and whether it cooled anything."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from flows.model import Case, Hold

if TYPE_CHECKING:
    from flows.scene import Scene

OFFERED = "offered"
CANNOT_WAIT = "cannot_wait"
NOT_NEEDED = "not_needed"
"""Ways that are no pause: not chosen yet, overridden, and no longer needed once the number was said."""

WAKING = time(7)
"""When "the morning" is, on the wall where the person is."""
NIGHT = timedelta(hours=4)
"""A morning nearer than this is no pause; then it is the next one."""

MOST = 2
"""Invitations that one matter gets."""
COOLER_BY = 3
COOL = 4
"""Heat that fell by three, or is four or less, is cool enough to go on."""

_LENGTHS = {
    "breathe": timedelta(minutes=2),
    "twenty_minutes": timedelta(minutes=20),
    "three_days": timedelta(hours=72),
}


def latest(case: Case) -> Hold | None:
    """The hold that was offered last."""
    return case.holds[-1] if case.holds else None


def running(case: Case) -> Hold | None:
    """The hold that the person is in: chosen, and not ended."""
    hold = latest(case)
    return hold if hold and hold.until and hold.ended is None else None


def is_over(case: Case, now: datetime) -> bool:
    """Whether a hold has reached its end and the person has not come back from it yet."""
    hold = running(case)
    return bool(hold and hold.until and hold.until <= now)


def ends(way: str, now: datetime, timezone: str) -> datetime:
    """When a pause that begins now is over, in UTC; a morning is one on the wall of `timezone`."""
    if way in _LENGTHS:
        return now + _LENGTHS[way]
    here = now.astimezone(ZoneInfo(timezone))
    morning = datetime.combine(here.date(), WAKING, here.tzinfo)
    while morning - here < NIGHT:
        morning = datetime.combine(morning.date() + timedelta(days=1), WAKING, here.tzinfo)
    return morning.astimezone(now.tzinfo)


def may_invite(case: Case) -> bool:
    """Two invitations a matter; a pause that cooled it down closes the matter."""
    since = 0
    for hold in case.holds:
        since = 0 if cooled(hold) else since + (hold.way != NOT_NEEDED)
    return since < MOST


def cooled(hold: Hold) -> bool:
    """Whether the person came back cooler than they went. Unknown numbers count as cool: nobody is kept."""
    if hold.ended is None or hold.way in (OFFERED, CANNOT_WAIT, NOT_NEEDED):
        return False
    if hold.heat_now is None:
        return True
    return hold.heat_now <= COOL or (hold.heat is not None and hold.heat - hold.heat_now >= COOLER_BY)


def offer(scene: Scene) -> None:
    """A hold is offered and not answered yet."""
    scene.change(holds=(*scene.case.holds, Hold(OFFERED, scene.now)))


def note(scene: Scene, **fields: object) -> None:
    """Writes into the hold that was offered last."""
    *before, last = scene.case.holds
    scene.change(holds=(*before, replace(last, **fields)))  # type: ignore[arg-type]


def leave(scene: Scene) -> None:
    """The hold at hand ends where it stands: something that matters more came up, or the person goes on."""
    hold = latest(scene.case)
    if hold and hold.ended is None:
        note(scene, ended=scene.now, until=None if hold.way == OFFERED else hold.until)
