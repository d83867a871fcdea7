"""Patients: data that could identify one, and talk in which the "client" is someone in treatment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flows.model import Signal
from flows.signals.lists import CueList, cue_lists, listen

KIND = "patient"
REMOVED = "[removed]"


@dataclass(frozen=True, slots=True)
class Patient:
    """Lists for identifying data, and lists for talk about a patient."""

    data_lists: tuple[CueList, ...]
    talk_lists: tuple[CueList, ...]

    @classmethod
    def from_words(cls, table: Mapping[str, Any]) -> Patient:
        """Built from the parsed `signals.toml`."""
        parts = table["parts"]
        return cls(cue_lists(table["patient_data"], parts), cue_lists(table["patient_talk"], parts))

    def data(self, text: str) -> tuple[Signal, ...]:
        """Something that could point to a patient: never to be stored, quoted or echoed."""
        return listen(KIND, self.data_lists, text)

    def talk(self, text: str) -> tuple[Signal, ...]:
        """The client seems to be a patient; a score of 0.5 or less asks for the one clarifying question."""
        return listen(KIND, self.talk_lists, text)


def redact(text: str, signal: Signal) -> str:
    """The text with the signal's words replaced by `[removed]`; overlapping ones become one gap."""
    kept, end = [], 0
    for cue in sorted(signal.cues, key=lambda cue: cue.start):
        if cue.start >= end:
            kept += [text[end : cue.start], REMOVED]
        end = max(end, cue.end)
    return "".join([*kept, text[end:]])
