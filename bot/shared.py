"""What a batch of events changes about what coaches may read: from persons before and after it, to rows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime

from flows.consent import NOTHING, level
from flows.model import Case, Person
from storage.review.values import Entry, Offer
from storage.transaction import Transaction


def decided_anew(before: Mapping[str, Person], after: Mapping[str, Person]) -> list[str]:
    """The keys of persons who decided something else about what a coach may read."""
    return [key for key, person in after.items() if _decision(person) != _decision(before.get(key))]


def offers(
    persons: Mapping[str, Person], anew: Collection[str], talked: Collection[tuple[str, int]]
) -> Iterator[Offer]:
    """What may be read of the conversations in which something was said, and of all of those who decided anew.

    `talked` are the conversations in which something was said, as keys of persons and numbers of cases.
    """
    for key, person in persons.items():
        for case in (person.lobby, *person.cases):
            shares = level(person, case)
            if shares != NOTHING and (key in anew or (key, case.number) in talked):
                yield Offer(key, case.number, shares, case.step, _kind(case), case.outcome, case.updated_at)


def decisions(transaction: Transaction, persons: Mapping[str, Person], anew: Collection[str]) -> Iterator[Entry]:
    """What persons decided, for the audit log."""
    for key in anew:
        person, number = persons[key], transaction.number_of(key)
        at = max(case.updated_at for case in (person.lobby, *person.cases))
        yield Entry(at, "person", f"shares {person.sharing}", None, number)
        for case in person.cases:
            if case.shared:
                yield Entry(at, "person", "shares a case", transaction.conversation_of(key, case.number), number)


async def forgotten(transaction: Transaction, when: Mapping[str, datetime]) -> list[Entry]:
    """Who is about to be forgotten, and when that was, for the audit log: numbers that nobody has any more."""
    numbers = await transaction.persons.numbers(when) if when else {}
    return [Entry(when[key], "person", "forgot", None, number) for key, number in numbers.items()]


def _decision(person: Person | None) -> tuple[str, tuple[int, ...]]:
    """What a person lets a coach read: of everything, and which cases besides."""
    if person is None:
        return NOTHING, ()
    return person.sharing, tuple(case.number for case in person.cases if case.shared)


def _kind(case: Case) -> str | None:
    answer = case.answers.get("kind")
    return answer.value if answer and isinstance(answer.value, str) else None
