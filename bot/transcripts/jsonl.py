"""One conversation as one line of JSON. Outside tools rely on the names in it."""

from __future__ import annotations

import json
from typing import Any

from bot.transcripts.source import Told, moment
from flows.model import Signal
from storage.review.values import Line


def line(told: Told) -> str:
    """The line, without its end."""
    head = told.head
    return json.dumps(
        {
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
        },
        ensure_ascii=False,
    )


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
