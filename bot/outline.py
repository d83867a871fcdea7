"""The outline: what the program asks of the texts of any language.

It stands in `flows/content/keys.txt`, a line for every entry: its key, what it holds, and what may
stand in it. `python -m tests.outline` writes it from the English texts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

TELEGRAM_LIMIT = 4096
"""UTF-16 units that one Telegram message may have."""

_ASKED = re.compile(
    r"(?P<optional>optional )?(?:(?P<count>\d+) )?(?P<kind>[a-z ]+?)"
    r"(?: up to (?P<longest>\d+))?(?: of (?P<values>[\w, ]+?))?(?: with (?P<names>[\w{} ]+))?"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the program asks for under one key.

    `values` are those of a choice, `names` the placeholders that may be used. `count` says how many
    there must be, `longest` how many characters Telegram takes.
    """

    kind: str
    values: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    count: int | None = None
    longest: int = TELEGRAM_LIMIT
    optional: bool = False


Outline = dict[str, "Asked | Outline"]
"""Everything that is asked for, as a tree: file, tables, entries."""


def read_outline(text: str) -> Outline:
    """The outline from its text. Raises ValueError for a line that is none."""
    outline: Outline = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            key, _, words = line.partition(": ")
            _plant(outline, key.split("."), _asked(words))
    return outline


@lru_cache(maxsize=1024)  # most entries ask for one of a few things
def _asked(words: str) -> Asked:
    found = _ASKED.fullmatch(words)
    if found is None:
        raise ValueError(f"an outline can't ask for “{words}”")
    return Asked(
        kind=found["kind"],
        values=frozenset(re.findall(r"\w+", found["values"] or "")),
        names=frozenset(re.findall(r"\w+", found["names"] or "")),
        count=int(found["count"]) if found["count"] else None,
        longest=int(found["longest"] or TELEGRAM_LIMIT),
        optional=bool(found["optional"]),
    )


def _plant(outline: Outline, path: list[str], asked: Asked) -> None:
    for name in path[:-1]:
        branch = outline.setdefault(name, {})
        if isinstance(branch, Asked):
            raise ValueError(f"{'.'.join(path)} stands below an entry")
        outline = branch
    outline[path[-1]] = asked
