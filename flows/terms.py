"""From the answers about the contract to the terms that the date is computed from."""

from __future__ import annotations

from typing import Any

from flows.kinds import KINDS, Kind
from flows.notice import Exit, Terms, exit_date
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
    method = scene.value("method") or "unknown"
    return Terms(
        send_on=scene.day("send_on") or scene.today,
        method=method,
        deemed_days=_whole(scene.value("deemed_days")),
        notice_days=_whole(scene.value("notice_days")),
        business_days=scene.value("days_kind") == "business",
        lock_in_end=scene.day("lock_in_end") if scene.value("lock_in") == "yes" else None,
        courtesy_days=kind.courtesy_days_sole if sole else kind.courtesy_days,
        patients_safe_on=scene.day("patients_safe_on") if scene.value("patients_waiting") == "yes" else None,
        work_done_on=scene.day("work_done_on") if scene.value("work_promised") == "yes" else None,
        own_earliest=scene.day("own_earliest"),
        renewal_on=scene.day("renewal_on") if scene.value("renewal") == "yes" else None,
        renewal_notice_days=_whole(scene.value("renewal_notice_days")) if scene.value("renewal") == "yes" else None,
        prefers=kind.prefers,
    )


def computed(scene: Scene) -> Exit:
    """The exit date with its working."""
    return exit_date(terms_of(scene))


def _whole(value: Any) -> int | None:
    return None if value is None else int(value)
