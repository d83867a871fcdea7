"""What a case comes to in numbers: how far it got, how it ended, what its pauses and rehearsals did.

Each fact is a name with a value, and both are words of this program: nothing that anybody wrote is in one,
so that facts can be counted over many cases, those of people who share nothing included.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from flows.holds import CANNOT_WAIT, NOT_NEEDED, OFFERED, cooled
from flows.machine import BESIDE, METHOD
from flows.model import Case, Hold, Person

Fact = tuple[str, str]
"""A name and a value, such as `("outcome", "parted")`. A case may have the same one several times."""

WAY = ("client", "reflect", "decide", *METHOD[1:], "closed")
"""The way to a parting, step by step. Who keeps, renegotiates or takes a break leaves it after `decide`."""

SPANS = {
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "three_days": timedelta(days=3),
    "week": timedelta(weeks=1),
    "month": timedelta(days=30),
}
"""Spans by which the time to a decision is told: the first one that it fits into."""
LONGER = "longer"
"""None of them."""

NONE = "none"
"""The outcome of a case that has none yet."""

BARE = ("people", "cases", "reached", "stands", "outcome", "decided", "pause")
"""Facts that may be counted where nothing is shared: each once a case, however often it is so."""


def of_person(person: Person) -> Iterator[Fact]:
    """How far somebody came before any case."""
    yield "people", "came"
    if person.agreed_at:
        yield "people", "agreed"
    if person.cases:
        yield "people", "named_a_client"


def of_case(case: Case) -> Iterator[Fact]:
    """All facts of a case."""
    yield "cases", "begun"
    here = _place(case)
    yield from (("reached", step) for step in WAY if step == here or step == WAY[0] or _was_in(case, step))
    if case.outcome is None:
        yield "stands", here
    yield "outcome", case.outcome or NONE
    if decided_at := _decided_at(case):
        yield "decided", _span(decided_at - case.created_at)
    for hold in case.holds:
        yield from _of_hold(hold)
    yield from _of_rehearsal(case)


def of_person_rest_on(person: Person) -> tuple[object, ...]:
    """What the facts of a person, and their day, hang on: while that is the same, so are they."""
    return person.lobby.created_at, person.agreed_at is None, bool(person.cases)


def of_case_rest_on(case: Case) -> tuple[object, ...]:
    """What the facts of a case, and its day, hang on: while that is the same, so are they.

    Where it was, it came by another step; and how an answer was rehearsed is kept with its sitting.
    """
    given = case.answers.get
    here = case.step, case.came_from, case.outcome
    return case.created_at, *here, case.holds, given("decision"), given("sittings")


def bare(facts: Iterable[Fact]) -> frozenset[Fact]:
    """Those that may be counted where nothing is shared."""
    return frozenset(fact for fact in facts if fact[0] in BARE)


def _place(case: Case) -> str:
    """The step where a case stands; of what is beside the way, the one that it was entered from."""
    return case.came_from or case.step if case.step in BESIDE else case.step


def _was_in(case: Case, step: str) -> bool:
    return f"arrived.{step}" in case.spoken


def _decided_at(case: Case) -> datetime | None:
    """When the decision fell that stands now; to leave it open is none."""
    decision = case.answers.get("decision")
    return decision.at if decision and decision.value not in (None, "undecided") else None


def _span(took: timedelta) -> str:
    return next((name for name, span in SPANS.items() if took <= span), LONGER)


_UNTAKEN = {OFFERED: "unanswered", CANNOT_WAIT: "overridden", NOT_NEEDED: "not_needed"}


def _of_hold(hold: Hold) -> Iterator[Fact]:
    yield "pause", "offered"
    yield "pause", _UNTAKEN.get(hold.way, "taken")
    if hold.way in _UNTAKEN:
        return
    yield "way", hold.way
    if hold.heat is not None and hold.heat_now is not None:
        yield "heat_before", f"{round(hold.heat)}"
        yield "heat_after", f"{round(hold.heat_now)}"
        yield "cooled" if cooled(hold) else "still_hot", hold.way


def _of_rehearsal(case: Case) -> Iterator[Fact]:
    sittings = case.answers.get("sittings")
    if sittings is None or not sittings.value:
        return
    days = [cards for _, cards in sorted(sittings.value.items())]
    for card in dict.fromkeys(card for cards in days for card in cards):
        score = case.answers.get(f"score:{card}")
        if score and score.value:
            yield "points", f"{score.value['points']}"
    yield from (("first_sitting", _held(held)) for held in days[0].values())
    if len(days) > 1:
        yield from (("last_sitting", _held(held)) for held in days[-1].values())


def _held(holds: bool) -> str:
    return "held" if holds else "not_yet"
