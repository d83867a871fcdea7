"""What a batch of events changes about how many cases there are, of what: from persons before and after it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from flows import course
from flows.consent import ALL, level
from flows.course import Fact
from flows.model import Case, Person
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
    """All that is so of a person and their cases, without cases that are as they were."""
    if person is None:
        return
    yield from _counted(person, person.lobby, course.of_person(person))
    same = {id(case) for case in other.cases} if other and other.sharing == person.sharing else set()
    for case in person.cases:
        if id(case) not in same:
            yield from _counted(person, case, course.of_case(case))


def _counted(person: Person, case: Case, facts: Iterable[Fact]) -> Iterator[_Counted]:
    """What is counted of it: where not all is shared no more than what may be, and by months."""
    day = case.created_at.date()
    if level(person, case) == ALL:
        return ((True, day, fact) for fact in facts)
    return ((False, day.replace(day=1), fact) for fact in course.bare(facts))
