"""Scoring a rehearsed answer: six plain checks, the words that failed one, and the one thing to mend.

The rubric is shown to the person. It looks at what can be quoted against them later: length, whose
sentence it is, blame, the date, a next step, and promises that nobody can keep.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flows.book import Book
from flows.deck import BARGAIN_TRAPS, COMMITMENT_TRAPS, COVER, DENIAL_TRAPS

BRIEF = 60
"""Words that an answer may have."""

CHECKS = ("brief", "owned", "no_blame", "date_held", "help_offered", "no_promise")
"""The rubric, in the order in which it is shown."""

_CHECKED_APART = ("false_promises", "over_explaining", "bargaining", "missing_date", "missing_help")
"""Patterns of a draft that other lines of the rubric look at: promise, length, date, help."""

HOLDS = 6
"""Checks that a good answer passes: all of them."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """What became of one answer: `passed` by check, and `advice` (key and facts) on the weakest point.

    `explicit` is set when the answer names both the date and a next step.
    """

    passed: Mapping[str, bool]
    advice: tuple[str, Mapping[str, Any]] | None
    explicit: bool

    @property
    def points(self) -> int:
        """How many of the six checks it passed."""
        return sum(self.passed.values())

    @property
    def holds(self) -> bool:
        """Whether it would hold in the room."""
        return self.points == HOLDS and self.advice is None


def assess(book: Book, card: str, text: str, exit_day: date | None) -> Assessment:
    """Scores an answer to a card. `exit_day` is the date that it should hold on to, if there is one."""
    said = text.replace("’", "'")
    words = len(re.findall(r"[^\W_]+(?:'[^\W_]+)*", said))
    blame, promise = _blame(book, text), _span(book.detectors.promises(text))
    commitment = _cue(book, "commitment", said) if card in COMMITMENT_TRAPS else None
    bargain = _cue(book, "bargain", said) if card in BARGAIN_TRAPS else None
    denial = _cue(book, "denial", said) if card in DENIAL_TRAPS else None
    names_date = names_the_date(book, said, exit_day)
    offers = _cue(book, "help", said) is not None
    passed = {
        "brief": words <= BRIEF,
        "owned": _cue(book, "own", said) is not None,
        "no_blame": blame is None,
        "date_held": commitment is None and bargain is None and (names_date or card not in COVER or exit_day is None),
        "help_offered": offers or (names_date and card not in COVER) or card in DENIAL_TRAPS,
        "no_promise": promise is None,
    }
    findings: list[tuple[bool, str, dict[str, Any]]] = [
        (blame is not None, "blame", {"span": blame}),
        (commitment is not None, "commitment", {"span": commitment}),
        (bargain is not None, "bargain", {"span": bargain}),
        (denial is not None, "denial", {}),
        (promise is not None, "promise", {"span": promise}),
        (not passed["brief"], "brief", {"words": words}),
        (not passed["owned"], "owned", {}),
        (not passed["date_held"], "date", {"exit_date": exit_day}),
        (not passed["help_offered"], "help", {}),
    ]
    advice = next(((key, facts) for failed, key, facts in findings if failed), None)
    return Assessment(passed, advice, names_date and offers)


def names_the_date(book: Book, text: str, exit_day: date | None) -> bool:
    """Whether an answer holds on to the date: by its day and month, or as "my last day"."""
    if _cue(book, "date", text):
        return True
    if exit_day is None:
        return False
    month = book.almanac.words["months"][exit_day.month - 1]
    named = rf"\b(?:{exit_day.day}(?:st|nd|rd|th)?\s+(?:of\s+)?{month[:3]}\w*|{month[:3]}\w*\.?\s+{exit_day.day})\b"
    return re.search(named, text, re.IGNORECASE) is not None or _in_digits(text, exit_day)


def _in_digits(text: str, day: date) -> bool:
    return re.search(rf"(?<![\d/]){day.month}/{day.day}(?!\d)", text) is not None


def _cue(book: Book, name: str, text: str) -> str | None:
    found = book.cues[name].search(text.strip())
    return found.group().strip() if found else None


def _blame(book: Book, text: str) -> str | None:
    """The first words that could sting; what has a check of its own is left to that."""
    return next((cue.text for cue in book.linter.cues(text) if cue.cue not in _CHECKED_APART), None)


def _span(signals: tuple[Any, ...]) -> str | None:
    return next((cue.text for signal in signals for cue in signal.cues), None)
