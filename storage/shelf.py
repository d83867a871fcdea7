"""Persons and cases as they were read or written last, so that a talk that goes on is not opened anew.

Nothing on the shelf is trusted by itself: it is used only if what the database holds now is, letter by
letter, the text that it was opened from. Another process may write at any time.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import TypeVar

Value = TypeVar("Value")


class Shelf:
    """Room for the persons who talked last; each with what was opened of them, by number (0: the lobby)."""

    def __init__(self, room: int = 500) -> None:
        self._room = room
        self._places: OrderedDict[str, dict[int, tuple[str, object]]] = OrderedDict()

    def take(self, person: str, number: int, written: str, unpack: Callable[[str], Value]) -> Value:
        """What `written` holds: from the shelf, or unpacked and put there."""
        known_text, known = self._place(person).get(number, (None, None))
        if known_text == written:
            return known  # type: ignore[return-value]
        value = unpack(written)
        self.put(person, number, written, value)
        return value

    def put(self, person: str, number: int, written: str, value: object) -> None:
        """Keeps what was written, beside its text."""
        self._place(person)[number] = (written, value)

    def forget(self, person: str) -> None:
        """Takes everything of a person away."""
        self._places.pop(person, None)

    def _place(self, person: str) -> dict[int, tuple[str, object]]:
        place = self._places.setdefault(person, {})
        self._places.move_to_end(person)
        while len(self._places) > self._room:
            self._places.popitem(last=False)
        return place
