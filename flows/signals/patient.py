"""Patients: data that could identify one, and talk in which the "client" is someone in treatment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from flows.model import Cue, Signal
from flows.signals.lists import CueList, Span, cue_lists, listen, merged, touching

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
        return _unnamed(listen(KIND, self.data_lists, text))

    def talk(self, text: str) -> tuple[Signal, ...]:
        """The client seems to be a patient; a score of 0.5 or less asks for the one clarifying question."""
        return _unnamed(listen(KIND, self.talk_lists, text))


def redact(text: str, signal: Signal) -> str:
    """The text with the signal's words replaced by `[removed]`; overlapping ones become one gap."""
    return _without(text, merged((cue.start, cue.end) for cue in signal.cues))


def shielded(signals: tuple[Signal, ...], data: tuple[Signal, ...]) -> tuple[Signal, ...]:
    """Other signals, with a patient's data taken out of the words that they quote."""
    places = merged((cue.start, cue.end) for signal in data for cue in signal.cues)
    if not places:
        return signals
    return tuple(replace(each, cues=tuple(_shielded(cue, places) for cue in each.cues)) for each in signals)


def _unnamed(signals: tuple[Signal, ...]) -> tuple[Signal, ...]:
    """Signals that tell where the words stand and not what they are: a signal is kept, they must not be."""
    return tuple(replace(signal, cues=tuple(replace(cue, text=REMOVED) for cue in signal.cues)) for signal in signals)


def _shielded(cue: Cue, places: list[Span]) -> Cue:
    inside = touching((cue.start, cue.end), places)
    parts = [(max(start, cue.start) - cue.start, min(end, cue.end) - cue.start) for start, end in inside]
    return replace(cue, text=_without(cue.text, parts)) if parts else cue


def _without(text: str, places: list[Span]) -> str:
    kept, end = [], 0
    for start, stop in places:
        kept += [text[end:start], REMOVED]
        end = stop
    return "".join([*kept, text[end:]])
