"""Where things are on the page, and what the words of an address name. Nothing private stands in an address."""

from __future__ import annotations

import re

from starlette.exceptions import HTTPException
from starlette.requests import Request

END = "newest"
"""The place behind the last message of a conversation."""

_WHOLE = re.compile(r"-?[0-9]{1,18}", re.ASCII)


def talk(conversation: int, message: int | None = None, done: str = "") -> str:
    """A conversation, open at a message or at its end; `done` says what was just done there."""
    place, mark = (END, END) if message is None else (str(message), f"m{message}")
    return f"/conversations/{conversation}?at={place}{f'&done={done}' if done else ''}#{mark}"


def number_in(request: Request, name: str) -> int:
    """A number in the path; 404 for anything else."""
    return whole(request.path_params[name])


def whole(word: str) -> int:
    """The number that a word is; 404 for any other word."""
    if not _WHOLE.fullmatch(word):
        raise HTTPException(404)
    return int(word)
