"""From the answers about the contract to the terms, the date, and the days that hang on it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flows.kinds import KINDS, MILESTONES, Kind, Milestone, TransferItem
from flows.notice import (
    Exit,
    Terms,
    add_business_days,
    exit_date,
    good_day,
    last_business_day,
    next_business_day,
)
from flows.scene import Scene


def kind_of(scene: Scene) -> Kind:
    """The kind of client; what is unknown is treated as "other"."""
    return KINDS.get(scene.value("kind") or "other", KINDS["other"])


def side_of(scene: Scene) -> str:
    """How the other side is called: "the facility", "the plan"."""
    kind = scene.value("kind") or "other"
    side: str = scene.book.table("kinds.kinds")[kind]["side"]
    return side


def terms_of(scene: Scene) -> Terms:
    """What decides the date, as far as it was answered."""
    kind = kind_of(scene)
    sole = scene.value("sole") == "yes"
    written = scene.value("contract") != "none"

    def clause(name: str) -> Any:
        """An answer about the agreement; nothing where there is none on paper."""
        return scene.value(name) if written else None

    method = scene.value("method") or "unknown"
    return Terms(
        send_on=sends_on(scene),
        method=method,
        deemed_days=_whole(clause("deemed_days")),
        notice_days=_whole(clause("notice_days")),
        business_days=clause("days_kind") == "business",
        lock_in_end=scene.day("lock_in_end") if clause("lock_in") == "yes" else None,
        courtesy_days=kind.courtesy_days_sole if sole else kind.courtesy_days,
        patients_safe_on=scene.day("patients_safe_on") if scene.value("patients_waiting") == "yes" else None,
        work_done_on=scene.day("work_done_on") if scene.value("work_promised") == "yes" else None,
        own_earliest=scene.day("own_earliest"),
        renewal_on=scene.day("renewal_on") if clause("renewal") == "yes" else None,
        renewal_notice_days=_whole(clause("renewal_notice_days")) if clause("renewal") == "yes" else None,
        prefers=kind.prefers,
        written=written,
    )


def sends_on(scene: Scene) -> date:
    """The day on which notice goes out; where none was named, the one that would have been proposed."""
    return scene.day("send_on") or good_day(add_business_days(scene.today, TO_PREPARE))


TO_PREPARE = 3
"""Business days until a good day to send the notice."""


def computed(scene: Scene) -> Exit:
    """The exit date with its working."""
    return exit_date(terms_of(scene))


def _whole(value: Any) -> int | None:
    return None if value is None else int(value)


def day_of(scene: Scene, item: TransferItem) -> date | None:
    """The day on which an item should be done, even if it has passed; None while there is no exit date."""
    exit_day = scene.day("exit_date")
    if exit_day is None:
        return None
    day = exit_day - timedelta(days=item.days_before)
    return last_business_day(day) if item.days_before > 0 else next_business_day(day)


def due(scene: Scene, item: TransferItem) -> date | None:
    """When an item should be done as seen from today, never before it; None while there is no exit date."""
    day = day_of(scene, item)
    return max(day, scene.today) if day else None


def milestones(scene: Scene) -> list[tuple[date, Milestone]]:
    """The ladder with its days, from the notice on; rungs before it are dropped, and all without an exit."""
    exit_day = scene.day("exit_date")
    if exit_day is None:
        return []
    first, *rest = MILESTONES
    sent = sends_on(scene)
    rungs = [(sent, first), *((exit_day + timedelta(days=row.days), row) for row in rest)]
    facility = kind_of(scene).is_facility
    kept = [(day, row) for day, row in rungs if day >= sent and (facility or not row.facility_only)]
    return [(_not_gone(_working_day(day, exit_day), day, scene.today), row) for day, row in kept]


def _not_gone(moved: date, day: date, today: date) -> date:
    """The day that was moved off a weekend, unless it is over already and the weekend is not."""
    return day if moved < today <= day else moved


def _working_day(day: date, exit_day: date) -> date:
    """A day on which things can be done: moved towards the exit's own side, so that nothing comes late."""
    return last_business_day(day) if day < exit_day else next_business_day(day) if day > exit_day else day
