"""What a patient's route comes to: what forbids a letter, and the safe steps as a document."""

from __future__ import annotations

from flows.scene import Scene


def no_letter(scene: Scene) -> list[str]:
    """Why no letter may be prepared, in words: lines of the stop-list, a threat, what was told on the way."""
    labels = scene.book.labels["patient.stop_list"]
    reasons = [labels[name][0] for name in scene.value("patient_stops") or []]
    flags = scene.book.table("patient.flags")
    if scene.value("patient_danger") == "threat":
        reasons.append(flags["threat"])
    return reasons + [flags[name] for name in scene.value("patient_flags") or []]


def safe_steps(scene: Scene) -> str:
    """The twelve steps, the questions for the carrier and, where nothing stops it, the letter explained."""
    table = scene.book.table("patient")
    parts = [scene.wording("patient.steps.intro")]
    parts.append("\n".join(f"{place}. {step}" for place, step in enumerate(table["steps"]["list"], start=1)))
    parts.append(scene.wording("patient.carrier.intro"))
    parts.append("\n".join(f"· {line}" for line in table["carrier"]["list"]))
    if not no_letter(scene):
        parts.append(scene.wording("patient.letter.intro"))
        parts.append("\n".join(f"· {line}" for line in table["letter"]["explained"]))
    return "\n\n".join(parts)
