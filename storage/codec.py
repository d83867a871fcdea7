"""Persons, cases and answers as JSON, by name, and back.

Written so that releases can differ: a key that this release does not know is passed over, one that
an earlier release did not write takes its default. Defaults are not written at all.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields
from datetime import UTC, date, datetime
from sys import intern
from typing import Any

from flows.model import (
    LOBBY,
    Answer,
    Appointment,
    Block,
    Case,
    Choice,
    Cue,
    Document,
    Event,
    Hold,
    Moment,
    Person,
    Reminding,
    Signal,
)

Json = dict[str, Any]

_write = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class Written(str):
    """A value that is JSON already."""

    __slots__ = ()


def compact(value: Any) -> str:
    """JSON without spaces, every character as itself."""
    return value if isinstance(value, Written) else _write(value)


def open_person(key: str, written: str) -> Person:
    """The person that was written, without their cases."""
    return unpack_person(key, json.loads(written), ())


def open_case(written: str) -> Case:
    """The case that was written."""
    return unpack_case(json.loads(written))


def pack_person(person: Person) -> Json:
    """A person with their lobby; without the key and the cases, which have rows of their own."""
    packed: Json = {"lobby": pack_case(person.lobby)}
    for name, default in _PERSON.items():
        value = getattr(person, name)
        if value != default:
            packed[name] = value
    if person.agreed_at:
        packed["agreed_at"] = person.agreed_at.isoformat()
    if reminding := _pack_reminding(person.reminding):
        packed["reminding"] = reminding
    return packed


def unpack_person(key: str, packed: Mapping[str, Any], cases: tuple[Case, ...]) -> Person:
    """The person that was packed."""
    known = {name: packed[name] for name in _PERSON if name in packed}
    if known.get("agreed_at"):
        known["agreed_at"] = _moment(known["agreed_at"])
    lobby, reminding = unpack_case(packed.get("lobby", {})), _unpack_reminding(packed.get("reminding", {}))
    return Person(key=key, lobby=lobby, cases=cases, reminding=reminding, **known)


def pack_case(case: Case) -> Json:
    """A case, or a lobby, without what is still as it began."""
    packed: Json = {
        "number": case.number,
        "step": case.step,
        "created_at": case.created_at.isoformat(),
        "updated_at": case.updated_at.isoformat(),
    }
    for name, default in _CASE.items():
        value = getattr(case, name)
        if value != default:
            packed[name] = value
    if case.holds:
        packed["holds"] = [_pack_hold(hold) for hold in case.holds]
    if case.answers:
        packed["answers"] = {name: _pack_answer(answer) for name, answer in case.answers.items()}
    return packed


def unpack_case(packed: Mapping[str, Any]) -> Case:
    """The case that was packed."""
    known = {name: packed[name] for name in _CASE if name in packed}
    if "answers" in known:
        known["answers"] = {intern(name): _unpack_answer(answer) for name, answer in known["answers"].items()}
    if "holds" in known:
        known["holds"] = tuple(_unpack_hold(hold) for hold in known["holds"])
    if "trail" in known:
        known["trail"] = tuple(map(intern, known["trail"]))
    if "spoken" in known:
        known["spoken"] = {intern(name): count for name, count in known["spoken"].items()}
    return Case(
        number=packed.get("number", LOBBY),
        step=packed.get("step", "welcome"),
        created_at=_moment(packed.get("created_at")),
        updated_at=_moment(packed.get("updated_at")),
        **known,
    )


def pack_signals(signals: tuple[Signal, ...]) -> list[Json] | None:
    """Signals as the transcript keeps and exports them; None if there are none."""
    return [
        {"kind": signal.kind, "score": signal.score, "cues": [_pack_cue(cue) for cue in signal.cues]}
        for signal in signals
    ] or None


def unpack_signals(packed: list[Json] | None) -> tuple[Signal, ...]:
    """The signals that were packed."""
    return tuple(Signal(row["kind"], row["score"], tuple(Cue(**cue) for cue in row["cues"])) for row in packed or ())


def pack_choices(choices: tuple[Choice, ...]) -> list[Json] | None:
    """Choices below a message; None if there are none."""
    return [{"label": choice.label, "data": choice.data} for choice in choices] or None


def unpack_choices(packed: list[Json] | None) -> tuple[Choice, ...]:
    """The choices that were packed."""
    return tuple(Choice(choice["label"], choice["data"]) for choice in packed or ())


def pack_document(document: Document | None) -> Json | None:
    """What a file is made from; None where there is none."""
    if document is None:
        return None
    packed: Json = {name: getattr(document, name) for name in ("form", "name", "shelf", "zone")}
    return packed | {
        "made_at": document.made_at.isoformat(),
        "blocks": [[block.style, block.text, block.rows] for block in document.blocks],
        "appointments": [[row.key, row.day.isoformat(), row.title, row.note] for row in document.appointments],
    }


def unpack_document(packed: Json | None) -> Document | None:
    """The document that was packed."""
    if packed is None:
        return None
    return Document(
        packed["form"],
        packed["name"],
        packed["shelf"],
        _moment(packed["made_at"]),
        tuple(Block(style, text, tuple(tuple(row) for row in rows)) for style, text, rows in packed["blocks"]),
        tuple(Appointment(key, date.fromisoformat(day), *words) for key, day, *words in packed["appointments"]),
        packed["zone"],
    )


def pack_event(event: Event) -> Json:
    """An event whole, as a dead letter keeps it, so that it can be heard again."""
    passing = ("reading", "invitation", "coached", "said")
    packed = {name: getattr(event, name) for name in Event.__dataclass_fields__ if name not in passing}
    return {**packed, "at": event.at.isoformat(), "kind": str(event.kind)}


def _pack_answer(answer: Answer) -> Json:
    packed: Json = {"value": answer.value, "at": answer.at.isoformat()}
    if answer.said:
        packed["said"] = answer.said
    if answer.stale:
        packed["stale"] = True
    return packed


def _unpack_answer(packed: Mapping[str, Any]) -> Answer:
    return Answer(packed.get("value"), packed.get("said", ""), _moment(packed.get("at")), packed.get("stale", False))


def _pack_hold(hold: Hold) -> Json:
    """A hold without what was not said."""
    known = {name: getattr(hold, name) for name in _HOLD}
    return {name: _written(value) for name, value in known.items() if value is not None}


def _unpack_hold(packed: Mapping[str, Any]) -> Hold:
    known = {name: packed[name] for name in _HOLD if name in packed}
    return Hold(**known | {name: _moment(known[name]) for name in _MOMENTS if name in known})


def _pack_reminding(reminding: Reminding) -> Json:
    """How somebody wants to be reminded, without what is still as it began."""
    packed = {name: value for name, default in _REMINDING.items() if (value := getattr(reminding, name)) != default}
    if reminding.moments:
        packed["moments"] = [{name: getattr(moment, name) for name in _MOMENT} for moment in reminding.moments]
    return packed


def _unpack_reminding(packed: Mapping[str, Any]) -> Reminding:
    known = {name: packed[name] for name in _REMINDING if name in packed}
    known |= {name: tuple(known[name]) for name in ("quiet", "off") if name in known}
    moments = ({name: row[name] for name in _MOMENT if name in row} for row in packed.get("moments", ()))
    return Reminding(**known, moments=tuple(Moment(**row) for row in moments))


def _written(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _pack_cue(cue: Cue) -> Json:
    return {"cue": cue.cue, "start": cue.start, "end": cue.end, "text": cue.text}


def _moment(written: str | None) -> datetime:
    return datetime.fromisoformat(written) if written else _LONG_AGO


def _defaults(model: type[Any]) -> Json:
    """The fields of a value that need not be given, with what they are then."""
    found: tuple[Field[Any], ...] = fields(model)
    given = {row.name: row.default for row in found if row.default is not MISSING}
    made = {row.name: row.default_factory() for row in found if row.default_factory is not MISSING}
    return given | made


_CASE = _defaults(Case)
_ELSEWHERE = ("cases", "reminders", "reminding")
"""What of a person has rows, or a shape, of its own."""

_PERSON = {name: default for name, default in _defaults(Person).items() if name not in _ELSEWHERE}
_REMINDING = {name: default for name, default in _defaults(Reminding).items() if name != "moments"}
_MOMENT = tuple(row.name for row in fields(Moment))
_HOLD = tuple(row.name for row in fields(Hold))
_MOMENTS = ("at", "until", "ended")
