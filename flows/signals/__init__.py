"""Detectors: what a text tells besides its answer, always with the words that made them say so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flows.model import Signal
from flows.signals.blame import Blame
from flows.signals.crisis import OTHERS, Crisis
from flows.signals.patient import Patient, redact, shielded
from flows.signals.safety import Safety

__all__ = ["OTHERS", "Detectors", "redact"]


@dataclass(frozen=True, slots=True)
class Detectors:
    """All detectors of one language, compiled once."""

    _crisis: Crisis
    _safety: Safety
    _patient: Patient
    _blame: Blame

    @classmethod
    def from_words(cls, table: Mapping[str, Any]) -> Detectors:
        """Built from the parsed `signals.toml` of a language."""
        return cls(
            Crisis.from_words(table),
            Safety.from_words(table),
            Patient.from_words(table),
            Blame.from_words(table),
        )

    def hear(self, text: str) -> tuple[Signal, ...]:
        """What must be answered before anything else: crisis, then safety, then patient data.

        Signals are kept, so none of them quotes a patient's data.
        """
        data = self.patient_data(text)
        return shielded(self.crisis(text) + self.safety(text), data) + data

    def crisis(self, text: str) -> tuple[Signal, ...]:
        """Suicide or harm to others; a cue named `others` means the latter."""
        return self._crisis.hear(text)

    def ambiguous(self, text: str) -> tuple[Signal, ...]:
        """Words that could mean the work or more than that; not part of `hear`."""
        return self._crisis.ambiguous(text)

    def safety(self, text: str) -> tuple[Signal, ...]:
        """Threats, harassment, unlawful demands, a license at risk."""
        return self._safety.hear(text)

    def patient_data(self, text: str) -> tuple[Signal, ...]:
        """Data that could identify a patient; its cues tell the place and never the words."""
        return self._patient.data(text)

    def patient_talk(self, text: str) -> tuple[Signal, ...]:
        """The client seems to be a patient."""
        return self._patient.talk(text)

    def blame(self, text: str) -> tuple[Signal, ...]:
        """Blame in a draft."""
        return self._blame.hear(text)

    def grievance(self, text: str) -> tuple[Signal, ...]:
        """A stated reason whose cause is what they did; not for drafts, where it may be a plain fact."""
        return self._blame.grievance(text)

    def promises(self, text: str) -> tuple[Signal, ...]:
        """Promises in a draft that nobody can keep."""
        return self._blame.promises(text)

    def redact(self, text: str, signal: Signal) -> str:
        """The text without the signal's words."""
        return redact(text, signal)
