"""What there is to be reminded of: one row for each kind, with the times at which it would come.

The words of a kind stand in `content/<language>/reminders.toml`, under its name. What its first button
does stands in `arriving`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from flows import conditions as on
from flows.model import LOBBY
from flows.reminders import moments
from flows.reminders.wall import Quiet, wall_of
from flows.sheet import sittings, weak_cards
from flows.steps.closed import follow_up_on, outcome_of
from flows.steps.set_notice import SITTING
from flows.terms import day_of, kind_of, milestones

if TYPE_CHECKING:
    from flows.scene import Scene

MORNING = time(9)
"""When something comes that belongs to a day."""

SILENCES = (timedelta(days=2), timedelta(days=7))
"""After how long a silence we say where we stopped."""

A_QUARTER = timedelta(minutes=15)
"""Silences end on a quarter of an hour, so that a talk that goes on moves nothing with every word."""

CARDS = timedelta(days=1)
"""How long after a rehearsal its weak answers come up again: the next day."""

LOOK_BACK, FOLLOW_UP = timedelta(days=30), timedelta(days=90)
"""How long after the exit we look back, and once more."""

Time = tuple[str, datetime]
"""The name of a reminder and when it would come: on the wall (without a zone), or at a moment in UTC."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of reminder.

    `times` gives those of one case (for `of_person`: of the person) with their times, past and to come.
    `asked` marks what the person asked for: neither quiet hours nor the count of unasked messages
    hold it back, and a paused case keeps it. `dated` marks what hangs on a day, and
    so goes on when somebody wants dates only.
    """

    name: str
    times: Callable[[Scene], Iterator[Time]]
    asked: bool = False
    dated: bool = True
    of_person: bool = False


# -- the end of a pause ---------------------------------------------------------------------------


def _pause_end(scene: Scene) -> Iterator[Time]:
    hold = scene.case.holds[-1] if scene.case.holds else None
    if hold and hold.until and hold.ended is None:
        yield "pause_end", hold.until


# -- where we stopped -----------------------------------------------------------------------------

_AT_REST = ("welcome", "lobby", "closed", "hold", "crisis", "safety")
"""Steps in which a silence needs no word."""


def _stopped(scene: Scene) -> Iterator[Time]:
    """The second silence is only waited for once the first has passed."""
    if scene.case.number != scene.person.active or scene.case.step in _AT_REST:
        return
    for silence in SILENCES:
        at = _next_quarter(scene.last_heard + silence)
        yield f"stopped_{silence.days}", at
        if at > scene.now:
            return


def _next_quarter(moment: datetime) -> datetime:
    past = (moment - datetime.min.replace(tzinfo=UTC)) % A_QUARTER
    return moment + (A_QUARTER - past if past else past)


# -- the way out ----------------------------------------------------------------------------------


def _leaving(scene: Scene) -> date | None:
    """The last day, of somebody who is on the way out and has not looked back on it yet."""
    if not on.chose_to_part(scene) or on.is_a_patient(scene) or scene.answer("debriefed"):
        return None
    return scene.day("exit_date")


def _milestones(scene: Scene) -> Iterator[Time]:
    """The rungs of the ladder. What belongs to a month after the exit and later comes when we look back."""
    if exit_day := _leaving(scene):
        for day, rung in milestones(scene):
            if day < exit_day + LOOK_BACK and rung.days < LOOK_BACK.days:
                yield rung.name, datetime.combine(day, MORNING)


def _next_actions(scene: Scene) -> Iterator[Time]:
    if _leaving(scene) is None:
        return
    for item in kind_of(scene).transfer:
        owner, day = scene.value(f"item:{item.name}"), day_of(scene, item)
        if day and owner not in (None, "them", "not_needed") and not scene.answer(f"did:{item.name}"):
            yield f"item.{item.name}", datetime.combine(day, MORNING)


def _cards(scene: Scene) -> Iterator[Time]:
    """Answers that did not hold come up again, as long as they can still be needed."""
    exit_day, days = _leaving(scene), sittings(scene)
    if exit_day is None or not days or not weak_cards(scene):
        return
    last, *_ = days[-1]
    if last + CARDS < exit_day:
        yield "cards", datetime.combine(last + CARDS, MORNING)


# -- looking at it again --------------------------------------------------------------------------


def _look_again(scene: Scene) -> Iterator[Time]:
    """The day that was set for another look: while it is open, and after each of the endings.

    Somebody who is asked to sleep on the decision, or wanted to, is called back when a day has passed.
    """
    decided = scene.answer("decision")
    if decided and scene.case.step == "set_notice" and scene.case.asking == "sleep_on_it":
        yield "look_again", _next_quarter(decided.at + SITTING)
    day = _day_set(scene)
    if day:
        yield "look_again", datetime.combine(day, MORNING)


def _day_set(scene: Scene) -> date | None:
    match scene.case.step:
        case "undecided":
            return scene.day("look_again_on")
        case "renegotiate":
            return scene.day("ask_by")
        case "closed" if outcome_of(scene) != "parted" and not scene.settled("follow_up"):
            return follow_up_on(scene)
    return None


def _look_back(scene: Scene) -> Iterator[Time]:
    exit_day = scene.day("exit_date")
    if exit_day is None or scene.case.step not in ("closed", "debrief") or outcome_of(scene) != "parted":
        return
    if not scene.answer("debriefed"):
        yield "debrief", datetime.combine(exit_day + LOOK_BACK, MORNING)
    yield "follow_up", datetime.combine(exit_day + FOLLOW_UP, MORNING)


# -- moments that set somebody off ----------------------------------------------------------------


def _moments(scene: Scene) -> Iterator[Time]:
    """The next time that each comes round. One whose day is over is not made up for."""
    reminding, now = scene.person.reminding, wall_of(scene.now, ZoneInfo(scene.person.timezone))
    waiting = {row.name for row in scene.person.reminders}
    for moment in reminding.moments:
        name = f"moment:{moment.number}"
        start = datetime.combine(now.date(), time()) if name in waiting else now
        at = moments.next_word(moment, start, Quiet.from_words(reminding.quiet))
        if at and reminding.done.get(f"{LOBBY}:{name}") == at.isoformat(timespec="minutes"):
            at = moments.next_word(moment, max(at, now), Quiet.from_words(reminding.quiet))
        if at:
            yield name, at


KINDS: tuple[Kind, ...] = (
    #     name           when                                        asked for   hangs on a day   of the person
    Kind("pause_end",    _pause_end,                                 asked=True),
    Kind("moment",       _moments,                                   asked=True,                  of_person=True),
    Kind("milestone",    _milestones),
    Kind("debrief",      _look_back),
    Kind("look_again",   _look_again),
    Kind("next_action",  _next_actions),
    Kind("cards",        _cards,                                                 dated=False),
    Kind("stopped",      _stopped,                                               dated=False),
)  # fmt: skip
"""Every kind. Of two that are due on the same day, the one that stands first here comes first."""


def all_times(scene: Scene) -> Iterator[tuple[Kind, int, str, datetime]]:
    """Everything that this case, or for the lobby the person, is to be reminded of: kind, case, name, time."""
    for kind in KINDS:
        if kind.of_person == (scene.case.number == LOBBY) and (kind.asked or not scene.case.paused):
            yield from ((kind, scene.case.number, name, at) for name, at in kind.times(scene))
