"""What is kept of an update that nobody could read: how it is built, and not a word of what it says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.telegram.events import sender_of
from storage.records import Unread

_NAME = re.compile(r"[a-z_]{1,40}", re.ASCII)
"""What Telegram's own names look like; any other may be somebody's words."""

DEEPEST, LONGEST = 6, 5
"""Levels, and items of one list, that are looked at."""


def unread(raw: Any, source: str, at: datetime, error: BaseException, place: str) -> Unread:
    """The dead letter of an update: its number, its sender, its build, and what went wrong with it where."""
    number = raw.get("update_id") if isinstance(raw, dict) else None
    number = number if isinstance(number, int) and abs(number) < 2**63 else None
    return Unread(source, number, at, sender_of(raw), build_of(raw), type(error).__name__, place)


def build_of(raw: Any, depth: int = 0) -> Any:
    """The same structure with the type of each value in its place, such as `str`."""
    if depth == DEEPEST:
        return "…"
    if isinstance(raw, Mapping):
        return {_name(name): build_of(value, depth + 1) for name, value in raw.items()}
    if isinstance(raw, list):
        return [build_of(value, depth + 1) for value in raw[:LONGEST]]
    return type(raw).__name__


def _name(name: Any) -> str:
    return name if isinstance(name, str) and _NAME.fullmatch(name) else "?"
