"""One conversation as one line of JSON. Outside tools rely on the names in it.

Nothing in the line ends it early or steers a terminal: what programs take for the end of a line, and every
control and direction mark, stands there as its number.
"""

from __future__ import annotations

import json
import re
from typing import Any

from bot.transcripts.source import Told, moment
from flows.model import Signal
from storage.review.values import Line

_STEERING = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


def line(told: Told) -> str:
    """The line, without its end. Notes stand in it only where they were asked for."""
    written = json.dumps(_whole(told) | _noted(told), ensure_ascii=False)
    return _STEERING.sub(lambda mark: f"\\u{ord(mark[0]):04x}", written)


def _whole(told: Told) -> dict[str, Any]:
    head = told.head
    return {
        "case": head.case,
        "person": head.person,
        "client": head.client,
        "step": head.step,
        "outcome": head.outcome,
        "created_at": moment(head.created_at),
        "answers": {name: answer.value for name, answer in head.answers.items()},
        "messages": [_message(said) for said in told.lines],
        "reminders": [
            {"name": kept.name, "due_at": moment(kept.due_at), "status": kept.status} for kept in told.reminders
        ],
    }


def _noted(told: Told) -> dict[str, Any]:
    if told.notes is None:
        return {}
    return {
        "notes": [
            {"id": note.id, "at": moment(note.at), "coach": note.coach, "message": note.message, "text": note.text}
            for note in told.notes
        ]
    }


def _message(said: Line) -> dict[str, Any]:
    return {
        "id": said.id,
        "at": moment(said.at),
        "direction": said.direction,
        "kind": said.kind,
        "text": said.text,
        "step": said.step,
        "update_id": said.update_id,
        "signals": [_signal(signal) for signal in said.signals],
    }


def _signal(signal: Signal) -> dict[str, Any]:
    cues = [{"cue": cue.cue, "start": cue.start, "end": cue.end, "text": cue.text} for cue in signal.cues]
    return {"kind": signal.kind, "score": signal.score, "cues": cues}
