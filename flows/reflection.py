"""Which question of the bank comes next: the one whose theme has the least evidence so far.

A reflection has 8 to 14 questions. Eight are always asked, at set places, so that both sides and
every alternative short of leaving are looked at; the others fill the gaps. What a person has told
already is not asked again.
"""

from __future__ import annotations

from collections.abc import Sequence

from flows.bank import ALWAYS, BANK, THEMES
from flows.book import Book
from flows.model import Answer
from flows.questions import Question
from flows.scene import Scene

FEWEST, MOST = 8, 14
ENOUGH = 1.0
"""Evidence at which a theme needs no question of its own: about one full answer."""

_FULL_ANSWER = 10
"""Words that make a full answer."""

_PLACES = dict(zip(ALWAYS, (1, 2, 4, 5, 6, 8, 9, 13), strict=True))
"""After how many questions each of the always-asked ones comes at the latest."""

_NEVER_SKIPPED = frozenset({"pros", "costs", "conduct", "open_matters"})
"""Asked even where words told earlier seem to cover them: a list, and two gates."""


def next_question(scene: Scene, rows: Sequence[Question] = BANK) -> Question | None:
    """The next question of the bank, or None when there is enough."""
    asked = [row for row in rows if scene.answer(row.name)]
    stale = [row for row in asked if not scene.settled(row.name)]
    if stale:
        return stale[0]
    told = everything_told(scene)
    fresh = [row for row in rows if row not in asked and row.when(scene)]
    open_rows = [row for row in fresh if not already_told(scene.book, row, told)]
    due = [row for row in open_rows if row.name in ALWAYS]
    due.sort(key=lambda row: _PLACES[row.name])
    if due and (len(asked) >= _PLACES[due[0].name] or len(asked) + len(due) >= MOST):
        return due[0]
    gaps = thin_themes(scene, asked)
    free = [row for row in open_rows if row.name not in ALWAYS]
    if len(asked) + len(due) < MOST and (gaps or len(asked) + len(due) < FEWEST):
        fitting = [row for row in free if set(row.feeds) & set(gaps)] or (free if len(asked) < FEWEST else [])
        if fitting:
            return min(fitting, key=lambda row: (_need(row, gaps), rows.index(row)))
    return due[0] if due else None


def _need(row: Question, gaps: dict[str, float]) -> float:
    """Low where the row speaks to thin themes only."""
    return sum(gaps.get(theme, ENOUGH) for theme in row.feeds) / len(row.feeds)


def evidence(scene: Scene, asked: Sequence[Question]) -> dict[str, float]:
    """How much each theme has been told: about 1 for a full answer."""
    found = dict.fromkeys(THEMES, 0.0)
    for row in asked:
        kept = scene.answer(row.name)
        for theme in row.feeds:
            found[theme] += weight(kept) if kept else 0
    return found


def thin_themes(scene: Scene, asked: Sequence[Question]) -> dict[str, float]:
    """The themes that have too little evidence, and how much they have."""
    return {theme: amount for theme, amount in evidence(scene, asked).items() if amount < ENOUGH}


def weight(answer: Answer) -> float:
    """What an answer is worth as evidence: nothing if left open, 1 if full."""
    if answer.value is None:
        return 0
    if isinstance(answer.value, list):
        return min(len(answer.value) / 2, 1)
    if isinstance(answer.value, str) and answer.value == answer.said:
        return min(len(answer.value.split()) / _FULL_ANSWER, 1)
    return 1


def everything_told(scene: Scene) -> str:
    """All free words of the case so far, as one text."""
    return "\n".join(kept.said for kept in scene.case.answers.values() if kept.said)


def already_told(book: Book, row: Question, told: str) -> bool:
    """Whether what was told answers a question before it is asked."""
    pattern = book.told_already.get(row.name)
    return row.name not in _NEVER_SKIPPED and pattern is not None and pattern.search(told) is not None


def best_evidence(scene: Scene, theme: str) -> str | None:
    """The fullest words that were said on a theme."""
    kept = [scene.answer(row.name) for row in BANK if theme in row.feeds]
    words = [answer.said for answer in kept if answer and answer.value == answer.said and len(answer.said.split()) > 3]
    return max(words, key=len, default=None)

