"""The notice letter: built from what was answered, nothing invented, gaps marked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flows.kinds import KINDS
from flows.notice import stops_a_renewal
from flows.scene import Scene
from flows.terms import kind_of, terms_of

HANDOVER = timedelta(days=21)
"""The written hand-over is promised for three weeks before the last day."""


_LAST_DAY = {"attorney": "last_day_cases", "vendor": "last_day_contract", "payer": "last_day_contract"}
"""How the end is said where "my last day of service" is not the word."""


def notice_letter(scene: Scene) -> str:
    """The letter as it stands now: date line, end on a day, clause, hand-over, a true reason or none."""
    parts = scene.book.table("letter.parts")
    facts = _facts(scene)
    chosen = [parts[name] for name in _parts(scene)]
    return "\n\n".join(scene.fill(part, **facts) for part in chosen)


def gaps(scene: Scene) -> list[str]:
    """What is missing from the letter, by the names that a person reads."""
    names = scene.book.table("letter.gap_names")
    missing = [name for name in ("my_name", "exit_date", "send_on") if not scene.value(name)]
    if scene.value("contract") != "none" and not scene.value("clause"):
        missing.append("clause")
    return [names[name] for name in missing]


def _parts(scene: Scene) -> list[str]:
    renewing = stops_a_renewal(terms_of(scene))
    kind = scene.value("kind")
    names = ["head", "subject", "opening_renewal" if renewing else "opening"]
    names.append("last_day_renewal" if renewing else _LAST_DAY.get(str(kind), "last_day"))
    if scene.value("reason") not in (None, "no_reason"):
        names.append("reason")
    names.append(_until_then(scene))
    names += ["meeting", *([] if kind in ("vendor", "payer") else ["money"]), "thanks", "close"]
    return names


def _until_then(scene: Scene) -> str:
    if scene.value("kind") in ("vendor", "payer"):
        return f"until_then_{scene.value('kind')}"
    return "until_then_patients" if kind_of(scene).affects_patients else "until_then"


def _facts(scene: Scene) -> dict[str, Any]:
    exit_day, send_on = scene.day("exit_date"), scene.day("send_on")
    kind = scene.value("kind") if scene.value("kind") in KINDS else "other"
    handover = max(exit_day - HANDOVER, send_on or scene.today) if exit_day else None
    return {
        "my_name": " ".join((scene.value("my_name") or "").split()) or None,
        "send_on": send_on,
        "exit_date": exit_day,
        "handover": handover,
        "under": _under(scene),
        "service": scene.book.table("letter.service")[kind],
        "delivery": scene.book.table("letter.delivery")[scene.value("method") or "unknown"],
    }


def _under(scene: Scene) -> str:
    """Under which clause, where it is known; a marked gap where there must be one."""
    written = scene.value("contract") not in (None, "none")
    clause = scene.value("clause") if written else None
    if clause:
        return scene.fill(scene.book.wordings("letter.under")[0], clause=_section(scene, str(clause)))
    if not written:
        return ""
    return scene.fill(scene.book.wordings("letter.under")[0])


def _section(scene: Scene, clause: str) -> str:
    bare = " ".join(clause.split()).rstrip(".")
    return scene.fill(scene.book.wordings("letter.section")[0], clause=bare) if bare[:1].isdigit() else bare
