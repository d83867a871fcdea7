"""What a batch of events changes about how many cases there are, of what: from persons before and after it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from flows import course
from flows.consent import ALL, level
from flows.course import Fact
from flows.model import LOBBY, Case, Person
from storage.review.values import Tally

_Counted = tuple[bool, date, Fact]
"""Whether it is shared, the day, and what is so."""


def changes(before: Mapping[str, Person], after: Mapping[str, Person]) -> list[Tally]:
    """What there is more and less of. Who is there only before is forgotten, who only after is new."""
    found: Counter[_Counted] = Counter()
    for key in before.keys() | after.keys():
        old, new = before.get(key), after.get(key)
        if old is not new:
            found.update(_facts(new, old))
            found.subtract(_facts(old, new))
    return [Tally(shared, day, *fact, by) for (shared, day, fact), by in sorted(found.items()) if by]


def _facts(person: Person | None, other: Person | None) -> Iterator[_Counted]:
    """All that is so of a person and their cases, without what is so of the other as well."""
    if person is None:
        return
    same = set(_same(person, other)) if other else set()
    if LOBBY not in same:
        yield from _counted(person, person.lobby, course.of_person(person))
    for case in person.cases:
        if case.number not in same:
            yield from _counted(person, case, course.of_case(case))


def _same(person: Person, other: Person) -> Iterator[int]:
    """The numbers of the conversations of which the same is so in both: all but one or two, mostly all."""
    if person.sharing != other.sharing:
        return
    if course.of_person_rest_on(person) == course.of_person_rest_on(other):
        yield LOBBY
    for case, twin in zip(person.cases, other.cases, strict=False):  # cases are never lost, and stay in their order
        if case is twin or (
            case.shared == twin.shared and course.of_case_rest_on(case) == course.of_case_rest_on(twin)
        ):
            yield case.number


def _counted(person: Person, case: Case, facts: Iterable[Fact]) -> Iterator[_Counted]:
    """What is counted of it: where not all is shared no more than what may be, and by months."""
    day = case.created_at.date()
    if level(person, case) == ALL:
        return ((True, day, fact) for fact in facts)
    return ((False, day.replace(day=1), fact) for fact in course.bare(facts))
