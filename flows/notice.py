"""The exit date: every candidate, which one decides, and the good day that follows it.

The arithmetic mirrors common contract terms: the day of receipt is not counted, a last day that is
no business day rolls forward, a deadline to send rolls backward. The contract's own words always
win; where they are unknown, the date is provisional. United States federal holidays.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

import holidays

Prefers = Literal["midweek", "month_end", "any"]
DAY = timedelta(days=1)

DEEMED_BUSINESS_DAYS = {"hand": 0, "email": 5, "courier": 3, "certified": 3, "mail": 5, "unknown": 5}
"""Business days until a notice counts as received, by method: the later end of what contracts say
(courier two to three, certified mail three to five are common; without a clause we add a margin)."""

MARGIN_TO_POST = 10
"""Business days to have in hand before the last day on which a deadline can be met."""


@lru_cache(maxsize=64)
def _federal(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("US", years=year, observed=True).keys())


def is_holiday(day: date) -> bool:
    """A federal holiday, or the weekday on which it is observed."""
    return day in _federal(day.year) or day in _federal(day.year + (day.month == 12))


def is_business_day(day: date) -> bool:
    """Neither a weekend nor a federal holiday."""
    return day.weekday() < 5 and not is_holiday(day)


def next_business_day(day: date) -> date:
    """That day, or the first business day after it."""
    while not is_business_day(day):
        day += DAY
    return day


def last_business_day(day: date) -> date:
    """That day, or the last business day before it: how a deadline rolls."""
    while not is_business_day(day):
        day -= DAY
    return day


def add_business_days(day: date, count: int) -> date:
    """The `count`-th business day after a day (negative: before it)."""
    step = DAY if count > 0 else -DAY
    for _ in range(abs(count)):
        day += step
        while not is_business_day(day):
            day += step
    return day


@dataclass(frozen=True, slots=True)
class Terms:
    """What decides the exit date. None means: not known, or does not apply.

    `notice_days` count from receipt; `lock_in_end`, `patients_safe_on` and `work_done_on` are the
    first days on which an end is allowed, safe, and free of promises. `courtesy_days` count from
    sending. `renewal_on` is the day on which the agreement would renew itself, and
    `renewal_notice_days` how long before it a non-renewal must be received. `written`: there is an
    agreement on paper, so that unknown notice days make the date provisional.
    """

    send_on: date
    method: str = "unknown"
    deemed_days: int | None = None
    notice_days: int | None = None
    business_days: bool = False
    lock_in_end: date | None = None
    courtesy_days: int = 0
    patients_safe_on: date | None = None
    work_done_on: date | None = None
    own_earliest: date | None = None
    written: bool = True
    renewal_on: date | None = None
    renewal_notice_days: int | None = None
    prefers: Prefers = "any"

    @property
    def received_on(self) -> date:
        """When the notice counts as received: by the contract, else by the usual time of its method."""
        days = DEEMED_BUSINESS_DAYS[self.method] if self.deemed_days is None else self.deemed_days
        return add_business_days(self.send_on, days) if days else next_business_day(self.send_on)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One day before which the relationship can't, or shouldn't, end, and where it comes from."""

    name: str
    day: date


@dataclass(frozen=True, slots=True)
class Exit:
    """The working: the candidates in the order of the rules, the one that decides, the day itself.

    `provisional` while the notice clause is unknown. where a renewal must be stopped, `receive_by`
    is its deadline, and `post_by` and `post_at_the_latest` the recommended and the last day of posting.
    """

    received_on: date
    candidates: tuple[Candidate, ...]
    decided_by: Candidate
    day: date
    provisional: bool
    receive_by: date | None = None
    post_by: date | None = None
    post_at_the_latest: date | None = None


def exit_date(terms: Terms) -> Exit:
    """The first good day on or after the latest candidate."""
    found = tuple(_candidates(terms))
    if all(candidate.day <= terms.received_on for candidate in found):
        found += (Candidate("receipt", terms.received_on + DAY),)
    decider = max(found, key=lambda candidate: candidate.day)
    receive_by, by, latest = _posting(terms)
    renewal = next((candidate for candidate in found if candidate.name == "renewal"), None)
    day = decider.day if decider is renewal else good_day(decider.day, terms.prefers)
    provisional = terms.written and terms.notice_days is None and renewal is None
    return Exit(terms.received_on, found, decider, day, provisional, receive_by, by, latest)


def _candidates(terms: Terms) -> Iterator[Candidate]:
    if stops_a_renewal(terms):
        assert terms.renewal_on is not None
        yield Candidate("renewal", terms.renewal_on - DAY)
    if terms.notice_days is not None:
        yield Candidate("contract", _contract_end(terms, terms.notice_days))
    days: tuple[tuple[str, date | None], ...] = (
        ("lock_in", terms.lock_in_end),
        ("courtesy", terms.send_on + timedelta(days=terms.courtesy_days)),
        ("patients", terms.patients_safe_on),
        ("work", terms.work_done_on),
        ("own", terms.own_earliest),
    )
    if stops_a_renewal(terms):
        days = tuple(row for row in days if row[0] != "courtesy")
    yield from (Candidate(name, day) for name, day in days if day)


def stops_a_renewal(terms: Terms) -> bool:
    """Whether the agreement ends by not renewing: it renews itself, and there is time to stop that."""
    if terms.renewal_on is None or terms.renewal_notice_days is None:
        return False
    deadline = last_business_day(terms.renewal_on - timedelta(days=terms.renewal_notice_days))
    return terms.received_on <= deadline and terms.received_on < terms.renewal_on - DAY


def _contract_end(terms: Terms, days: int) -> date:
    if terms.business_days:
        return add_business_days(terms.received_on, days)
    return terms.received_on + timedelta(days=days)


def _posting(terms: Terms) -> tuple[date | None, date | None, date | None]:
    """When it must be received, the recommended and the last day of posting, backward from the renewal."""
    if terms.renewal_on is None or terms.renewal_notice_days is None:
        return None, None, None
    received_by = last_business_day(terms.renewal_on - timedelta(days=terms.renewal_notice_days))
    days = DEEMED_BUSINESS_DAYS[terms.method] if terms.deemed_days is None else terms.deemed_days
    latest = add_business_days(received_by, -days)
    return received_by, add_business_days(latest, -MARGIN_TO_POST), latest


def good_day(day: date, prefers: Prefers = "any") -> date:
    """The first good day on or after a day: rolling back would break the minimum."""
    while reason_against(day) or not _preferred(day, prefers):
        day += DAY
    return day


def _preferred(day: date, prefers: Prefers) -> bool:
    if prefers == "midweek":
        return day.weekday() in (2, 3, 4)
    if prefers == "month_end":
        return all(not is_business_day(later) for later in _rest_of_month(day))
    return True


def _rest_of_month(day: date) -> Iterator[date]:
    later = day + DAY
    while later.month == day.month:
        yield later
        later += DAY


def reason_against(day: date) -> str | None:
    """Why a day is a poor last day, by name; None if nothing speaks against it."""
    if day.weekday() >= 5:
        return "weekend"
    if is_holiday(day):
        return "holiday"
    if (day.month == 12 and day.day >= 21) or (day.month == 8 and day.day >= 25):
        return "season"
    if is_holiday(day + DAY) or (day.weekday() == 4 and is_holiday(day + 3 * DAY)):
        return "before_holiday"
    if _first_after_holiday(day):
        return "after_holiday"
    return None


def _first_after_holiday(day: date) -> bool:
    before = day - DAY
    while before.weekday() >= 5:
        before -= DAY
    return is_holiday(before)


Problem = Literal[
    "past", "before_receipt", "too_early", "weekend", "holiday", "season", "before_holiday", "after_holiday"
]


def problem_with(day: date, terms: Terms, today: date) -> Problem | None:
    """What is wrong with a day that somebody proposes; None if it can be the exit.

    Days before the earliest are breaches unless both sides agree in writing; poor days are only
    worth a word.
    """
    if day <= today:
        return "past"
    if day <= terms.received_on:
        return "before_receipt"
    if day < exit_date(terms).decided_by.day:
        return "too_early"
    return reason_against(day)  # type: ignore[return-value]
