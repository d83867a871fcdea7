"""From a person's scores to the arithmetic in words."""

from __future__ import annotations

from typing import Any

from flows.decision import SCORES, Lean, Scores, flip, lean
from flows.scene import Scene

DECISIONS = {
    Lean.KEEP: "keep",
    Lean.RENEGOTIATE: "renegotiate",
    Lean.PAUSE: "pause",
    Lean.PART_WAYS: "part_ways",
    Lean.PART_WAYS_RUNWAY: "part_ways",
    Lean.YOUR_CALL: "undecided",
    Lean.NOT_ENOUGH: "undecided",
}
"""What agreeing with a leaning decides."""


def scores_of(scene: Scene) -> Scores:
    """The scores as the person gave them."""
    given = {name: scene.value(f"score_{name}") for name in SCORES}
    return Scores(
        **given,
        temporary=scene.value("temporary") == "yes",
        break_allowed=scene.value("break_allowed") == "yes",
    )


def working(scene: Scene) -> dict[str, Any]:
    """The arithmetic in words: every score, the sum, the leaning, and what would flip it."""
    scores = scores_of(scene)
    words = scene.book.table("words.leans")
    turn = flip(scores)
    facts: dict[str, Any] = {name: plain(getattr(scores, name)) for name in SCORES}
    facts["total"] = plain(scores.value)
    facts["lean"] = words[lean(scores)]
    facts["flip"] = (
        scene.fill(scene.book.wordings("decide.flip")[0], score=scene.book.table("words.scores")[turn.score],
                   becomes=turn.becomes, then=words[turn.lean]) if turn else scene.book.wordings("decide.no_flip")[0]
    )  # fmt: skip
    facts["missing"] = ", ".join(scene.book.table("words.scores")[name] for name in scores.missing)
    return facts


def plain(score: float | None) -> str:
    """A score as it is written: without a needless ".0"; a dash where there is none."""
    return "-" if score is None else f"{score:g}"
