"""Flagged moments: the turns that a coach should see first, and may see if only those are shared."""

from __future__ import annotations

from flows.holds import CANNOT_WAIT
from flows.model import FLAGS, Answer, Case, Event, Person, Turn

HIGH = 7
"""Heat, 0 to 10 as told, from which a human should look."""

_TOLD = ("heat", "heat_now", "hold_heat")


def of(before: Person, event: Event, turn: Turn) -> tuple[str, ...]:
    """What makes a turn a flagged moment, the gravest first; usually nothing does."""
    old, new = _case(before, turn.case), _case(turn.person, turn.case)
    kinds = {signal.kind for signal in turn.signals} | set(turn.flags)
    if _overridden(new) > _overridden(old):
        kinds.add("override")
    if any(_is_high(new.answers.get(name), event) for name in _TOLD):
        kinds.add("heat")
    return tuple(kind for kind in FLAGS if kind in kinds) if kinds else ()


def _case(person: Person, number: int) -> Case:
    return next((case for case in person.cases if case.number == number), person.lobby)


def _overridden(case: Case) -> int:
    return sum(hold.way == CANNOT_WAIT for hold in case.holds)


def _is_high(answer: Answer | None, event: Event) -> bool:
    """Whether a high number was told in this very turn."""
    told = answer.value if answer and answer.at == event.at else None
    return isinstance(told, int | float) and told >= HIGH
