"""The sheet of rehearsed answers: which cards there are for a client, and how each one stands."""

from __future__ import annotations

from datetime import date
from typing import Any

from flows.deck import DECKS
from flows.scene import Scene


def deck_of(scene: Scene) -> tuple[str, ...]:
    """The cards for this kind of client, in order."""
    return DECKS.get(scene.value("kind") or "other", DECKS["other"])


def reason_or_decision(scene: Scene) -> str:
    """The one sentence about themselves, or the plain decision where they give no reason."""
    reason = scene.value("reason")
    if reason in (None, "no_reason"):
        return scene.fill(scene.book.wordings("words.decision_only")[0])
    return str(reason)


def scored(scene: Scene, card: str) -> dict[str, Any]:
    """What is known of a card: level, points, tries, and whether its answer holds."""
    found: dict[str, Any] = scene.value(f"score:{card}") or {"level": 0, "points": 0, "tries": 0, "holds": False}
    return found


def weak_cards(scene: Scene) -> tuple[str, ...]:
    """The cards that were answered and don't hold yet: what is worth bringing back on another day."""
    return tuple(card for card in deck_of(scene) if scene.value(f"card:{card}") and not scored(scene, card)["holds"])


def note_sitting(scene: Scene, card: str, holds: bool) -> None:
    """Keeps how a card stood at the end of this day's sitting."""
    kept = dict(scene.value("sittings") or {})
    today = scene.today.isoformat()
    kept[today] = {**kept.get(today, {}), card: holds}
    scene.keep("sittings", kept)


def sittings(scene: Scene) -> list[tuple[date, int, int]]:
    """Each day on which answers were rehearsed, the oldest first: how many held, of how many."""
    kept = scene.value("sittings") or {}
    return [(date.fromisoformat(day), sum(cards.values()), len(cards)) for day, cards in sorted(kept.items())]
