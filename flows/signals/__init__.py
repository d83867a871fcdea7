"""Detectors: what a text tells besides its answer, always with the words that made them say so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from flows.model import Reading, Signal
from flows.signals.blame import Blame
from flows.signals.crisis import Crisis
from flows.signals.draft import Draft
from flows.signals.impulse import Impulse
from flows.signals.ordinary import Ordinary
from flows.signals.own import OwnWords
from flows.signals.patient import Patient, redact, shielded
from flows.signals.reading import SILENT, Reader
from flows.signals.safety import Safety
from flows.signals.verdict import verdict

__all__ = ["Detectors", "redact"]


@dataclass(frozen=True, slots=True)
class Detectors:
    """All detectors of one language, compiled once."""

    _crisis: Crisis
    _safety: Safety
    _patient: Patient
    _blame: Blame
    _draft: Draft
    _ordinary: Ordinary
    _impulse: Impulse
    _reader: Reader | None = None
    _own: OwnWords = field(default_factory=OwnWords)

    @classmethod
    def from_words(
        cls,
        table: Mapping[str, Any],
        ordinary: Sequence[str] = (),
        reader: Reader | None = None,
        own: OwnWords | None = None,
    ) -> Detectors:
        """Built from the parsed `signals.toml` of a language, its ordinary words, what reads beyond patterns,
        and our own words.
        """
        return cls(
            Crisis.from_words(table),
            Safety.from_words(table),
            Patient.from_words(table),
            Blame.from_words(table),
            Draft.from_words(table),
            Ordinary.from_words(ordinary),
            Impulse.from_words(table),
            reader,
            own or OwnWords(),
        )

    def hear(self, text: str, reading: Reading | None = None) -> tuple[Signal, ...]:
        """What a message tells: crisis, safety, patient data, impulse, in the order in which they are answered.

        `reading` is given where somebody has read the text already, with many others at once. Signals
        are kept, so none of them quotes a patient's data.
        """
        read = reading or self.read([text])[0]
        data = self.patient_data(text)
        heard = tuple(
            replace(signal, cues=self._impulse.pointed_at(text, signal.cues)) if signal.kind == "impulse" else signal
            for signal in verdict(read, self.crisis(text), self.safety(text))
        )
        return shielded(heard, data) + data

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """What is read of many texts at once, in their order; silence where there is nothing to read."""
        if self._reader is None:
            return [SILENT] * len(texts)
        doubtful = [place for place, text in enumerate(texts) if self.in_doubt(text)]
        read = dict(zip(doubtful, self._reader.read([texts[place] for place in doubtful]), strict=True))
        return [read.get(place, SILENT) for place in range(len(texts))]

    def in_doubt(self, text: str) -> bool:
        """Whether a text must be read, because it is made of more than ordinary words."""
        return not self._ordinary.covers(text)

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
        """Blame in a draft, and what a whole notice lacks."""
        return self.blames([text])[0]

    def blames(self, texts: Sequence[str]) -> list[tuple[Signal, ...]]:
        """The same for many drafts, looked through together."""
        if self._reader is None:
            return [self._blame.hear(text, None) for text in texts]
        seen = self._reader.look_through([self._own.blanked(text) for text in texts])
        return [self._blame.hear(text, passages) for text, passages in zip(texts, seen, strict=True)]

    def ends(self, text: str) -> bool:
        """Whether a draft says that the work ends."""
        return self._blame.notice.ends(text)

    def is_draft(self, text: str) -> bool:
        """Whether a text reads like a message to somebody else."""
        return self._draft.reads_like_one(text)

    def grievance(self, text: str) -> tuple[Signal, ...]:
        """A stated reason whose cause is what they did; not for drafts, where it may be a plain fact."""
        return self._blame.grievance(text)

    def promises(self, text: str) -> tuple[Signal, ...]:
        """Promises in a draft that nobody can keep."""
        return self._blame.promises(text)

    def redact(self, text: str, signal: Signal) -> str:
        """The text without the signal's words."""
        return redact(text, signal)
