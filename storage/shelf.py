"""Persons and cases as they were read or written last, so that a talk that goes on is not opened anew.

Nothing on the shelf is trusted by itself: it is used only if what the database holds now is the text that it
was opened from, by a mark that no two texts share. Another process may write at any time.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from hashlib import blake2b
from typing import TypeVar

Value = TypeVar("Value")


class Shelf:
    """Room for the persons who talked last; each with what was opened of them, by number (0: the lobby)."""

    def __init__(self, room: int = 2_000) -> None:
        self._room = room
        self._places: OrderedDict[str, dict[int, tuple[bytes, object]]] = OrderedDict()

    def take(self, person: str, number: int, written: str, unpack: Callable[[str], Value]) -> Value:
        """What `written` holds: from the shelf, or unpacked and put there."""
        known_mark, known = self._place(person).get(number, (None, None))
        if known_mark == _mark(written):
            return known  # type: ignore[return-value]
        value = unpack(written)
        self.put(person, number, written, value)
        return value

    def put(self, person: str, number: int, written: str, value: object) -> None:
        """Keeps what was written."""
        self._place(person)[number] = (_mark(written), value)

    def forget(self, person: str) -> None:
        """Takes everything of a person away."""
        self._places.pop(person, None)

    def _place(self, person: str) -> dict[int, tuple[bytes, object]]:
        place = self._places.setdefault(person, {})
        self._places.move_to_end(person)
        while len(self._places) > self._room:
            self._places.popitem(last=False)
        return place


def _mark(written: str) -> bytes:
    return blake2b(written.encode(), digest_size=16).digest()
