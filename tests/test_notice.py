"""The exit date: six worked dates, two directions, and what holds for every contract."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.notice import (
    DAY,
    DEEMED_BUSINESS_DAYS,
    MARGIN_TO_POST,
    Exit,
    Prefers,
    Terms,
    add_business_days,
    exit_date,
    good_day,
    is_business_day,
    is_holiday,
    last_business_day,
    next_business_day,
    problem_with,
    reason_against,
    stops_a_renewal,
)

laws = settings(derandomize=True, deadline=None, max_examples=200)

NOV_30 = date(2026, 11, 30)

days = st.dates(date(2024, 1, 1), date(2040, 12, 31))
later_days = st.none() | days
preferences = st.sampled_from(("midweek", "month_end", "any"))


@st.composite
def contracts(draw: st.DrawFn) -> Terms:
    """Any terms, from a bare handshake to every clause there is."""
    send_on = draw(days)
    soon = st.none() | st.integers(-60, 720).map(lambda count: send_on + timedelta(days=count))
    return Terms(
        send_on=send_on,
        method=draw(st.sampled_from(sorted(DEEMED_BUSINESS_DAYS))),
        deemed_days=draw(st.none() | st.integers(0, 30)),
        notice_days=draw(st.none() | st.integers(0, 365)),
        business_days=draw(st.booleans()),
        lock_in_end=draw(soon),
        courtesy_days=draw(st.sampled_from((30, 60, 90, 120))),
        patients_safe_on=draw(soon),
        work_done_on=draw(soon),
        own_earliest=draw(soon),
        renewal_on=draw(soon),
        renewal_notice_days=draw(st.none() | st.integers(0, 365)),
        prefers=draw(preferences),
    )


# The six worked dates


def worked(terms: Terms) -> Exit:
    return exit_date(terms)


def test_a_sixty_days_from_receipt_move_from_monday_to_wednesday() -> None:
    result = worked(Terms(NOV_30, "certified", notice_days=60, courtesy_days=60, prefers="midweek"))
    assert result.received_on == date(2026, 12, 3)
    assert {row.name: row.day for row in result.candidates} == {
        "contract": date(2027, 2, 1),
        "courtesy": date(2027, 1, 29),
    }
    assert (result.decided_by.name, result.day) == ("contract", date(2027, 2, 3))


def test_b_the_only_physiatrist_gives_ninety_days() -> None:
    result = worked(Terms(NOV_30, "certified", notice_days=60, courtesy_days=90, prefers="midweek"))
    assert result.decided_by.day == date(2027, 2, 28)
    assert (result.decided_by.name, result.day) == ("courtesy", date(2027, 3, 3))


def test_b_a_contract_with_ninety_days_from_receipt_ends_on_the_same_day() -> None:
    result = worked(Terms(NOV_30, "certified", notice_days=90, courtesy_days=90, prefers="midweek"))
    assert (result.decided_by.name, result.day) == ("contract", date(2027, 3, 3))


def test_c_the_courtesy_to_a_facility_with_a_director_decides() -> None:
    result = worked(Terms(date(2026, 12, 14), "certified", notice_days=60, courtesy_days=90, prefers="midweek"))
    contract = next(row.day for row in result.candidates if row.name == "contract")
    assert (result.received_on, contract) == (date(2026, 12, 17), date(2027, 2, 15))
    assert good_day(contract, "midweek") == date(2027, 2, 17)
    assert result.decided_by.day == date(2027, 3, 14)
    assert (result.decided_by.name, result.day) == ("courtesy", date(2027, 3, 17))


def test_d_a_hundred_and_twenty_days_end_on_a_friday() -> None:
    result = worked(Terms(date(2027, 1, 4), "certified", notice_days=120, courtesy_days=120, prefers="midweek"))
    assert result.received_on == date(2027, 1, 7)
    assert (result.decided_by.name, result.day) == ("contract", date(2027, 5, 7))


def test_e_the_letter_that_stops_a_renewal_is_posted_ten_business_days_ahead() -> None:
    result = worked(
        Terms(
            date(2027, 1, 4),
            "certified",
            courtesy_days=90,
            renewal_on=date(2027, 5, 1),
            renewal_notice_days=90,
            prefers="month_end",
        )
    )
    assert result.post_at_the_latest == date(2027, 1, 26)
    assert result.post_by == date(2027, 1, 11)
    assert (result.decided_by.name, result.day) == ("renewal", date(2027, 4, 30))
    assert not result.provisional


def test_f_thirty_business_days_skip_the_holidays_and_the_day_after_one() -> None:
    result = worked(Terms(NOV_30, "certified", notice_days=30, business_days=True, courtesy_days=30))
    assert result.decided_by.day == date(2027, 1, 19)
    assert reason_against(date(2027, 1, 19)) == "after_holiday"
    assert result.day == date(2027, 1, 20)


# Federal holidays


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 11, 26),
        date(2026, 12, 25),
        date(2027, 1, 1),
        date(2027, 1, 18),
        date(2027, 2, 15),
        pytest.param(date(2026, 7, 3), id="the Friday before a Saturday in July"),
        pytest.param(date(2027, 12, 31), id="the Friday before a New Year on Saturday, in the old year"),
        pytest.param(date(2027, 7, 5), id="the Monday after a Sunday in July"),
        pytest.param(date(2027, 6, 18), id="the Friday before Juneteenth"),
    ],
)
def test_a_federal_holiday_is_no_business_day(day: date) -> None:
    assert is_holiday(day)
    assert not is_business_day(day)


@pytest.mark.parametrize("day", [date(2026, 11, 27), date(2026, 12, 24), date(2026, 12, 31), date(2026, 4, 3)])
def test_not_everything_that_feels_like_a_holiday_is_one(day: date) -> None:
    assert is_business_day(day)


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2027, 2, 6), "weekend"),
        (date(2026, 12, 25), "holiday"),
        (date(2026, 12, 21), "season"),
        (date(2026, 12, 31), "season"),
        (date(2027, 8, 25), "season"),
        (date(2026, 11, 25), "before_holiday"),
        (date(2027, 1, 15), "before_holiday"),
        (date(2026, 11, 27), "after_holiday"),
        (date(2027, 1, 19), "after_holiday"),
        (date(2026, 7, 6), "after_holiday"),
        (date(2027, 2, 3), None),
        (date(2026, 12, 18), None),
        (date(2027, 8, 24), None),
    ],
)
def test_why_a_day_is_a_poor_last_day(day: date, why: str | None) -> None:
    assert reason_against(day) == why


# Two directions


@given(days)
@laws
def test_an_exit_rolls_forward_and_a_deadline_rolls_backward(day: date) -> None:
    assert last_business_day(day) <= day <= next_business_day(day)
    assert is_business_day(last_business_day(day))
    assert is_business_day(next_business_day(day))


@given(days, preferences)
@laws
def test_a_good_day_is_never_earlier_never_poor_and_stays_where_it_is(day: date, prefers: Prefers) -> None:
    good = good_day(day, prefers)
    assert good >= day
    assert reason_against(good) is None
    assert good_day(good, prefers) == good


@given(days)
@laws
def test_nothing_better_lies_between_a_day_and_the_good_day_after_it(day: date) -> None:
    between = (day + timedelta(days=count) for count in range((good_day(day) - day).days))
    assert all(reason_against(earlier) for earlier in between)


@given(days)
@laws
def test_a_facility_is_left_from_wednesday_to_friday_and_a_plan_at_the_end_of_a_month(day: date) -> None:
    assert good_day(day, "midweek").strftime("%a") in ("Wed", "Thu", "Fri")
    end = good_day(day, "month_end")
    assert next_business_day(end + DAY).month != end.month


@given(days, st.integers(0, 120))
@laws
def test_business_days_there_and_back_again(day: date, count: int) -> None:
    start = next_business_day(day)
    assert add_business_days(add_business_days(start, count), -count) == start


@given(days, st.integers(1, 120))
@laws
def test_the_day_itself_is_not_counted(day: date, count: int) -> None:
    end = add_business_days(day, count)
    passed = [day + timedelta(days=more) for more in range(1, (end - day).days + 1)]
    assert sum(map(is_business_day, passed)) == count


# What holds for every contract


@given(contracts())
@laws
def test_an_exit_is_never_before_any_candidate(terms: Terms) -> None:
    result = exit_date(terms)
    assert result.candidates
    assert all(candidate.day <= result.day for candidate in result.candidates)
    assert result.decided_by in result.candidates


@given(contracts())
@laws
def test_an_exit_is_never_on_a_bad_day_but_where_a_renewal_ends(terms: Terms) -> None:
    result = exit_date(terms)
    if result.decided_by.name == "renewal":
        assert result.day == terms.renewal_on - DAY
    else:
        assert reason_against(result.day) is None


@pytest.mark.parametrize(
    "terms",
    [
        pytest.param(Terms(NOV_30, deemed_days=30, courtesy_days=30), id="six weeks until it counts as received"),
        pytest.param(
            Terms(NOV_30, "hand", renewal_on=NOV_30, renewal_notice_days=0), id="handed over on the day of renewal"
        ),
    ],
)
def test_an_exit_is_after_receipt(terms: Terms) -> None:
    """What the coach proposes must not be what it refuses as "before receipt"."""
    result = exit_date(terms)
    assert result.day > result.received_on
    assert problem_with(result.day, terms, terms.send_on) != "before_receipt"


@given(contracts())
@laws
def test_it_is_provisional_exactly_while_no_clause_is_known(terms: Terms) -> None:
    assert exit_date(terms).provisional == (terms.notice_days is None and not stops_a_renewal(terms))


@given(contracts())
@laws
def test_a_letter_posted_on_the_last_day_still_arrives_in_time(terms: Terms) -> None:
    result = exit_date(terms)
    if result.post_at_the_latest is None:
        assert terms.renewal_on is None or terms.renewal_notice_days is None
        return
    deadline = terms.renewal_on - timedelta(days=terms.renewal_notice_days)
    method = DEEMED_BUSINESS_DAYS[terms.method] if terms.deemed_days is None else terms.deemed_days
    assert add_business_days(result.post_at_the_latest, method) <= deadline
    assert is_business_day(result.post_by)
    assert result.post_by == add_business_days(result.post_at_the_latest, -MARGIN_TO_POST)


@given(contracts())
@laws
def test_a_renewal_is_stopped_only_by_a_notice_that_comes_before_its_deadline(terms: Terms) -> None:
    if stops_a_renewal(terms):
        assert terms.received_on <= terms.renewal_on - timedelta(days=terms.renewal_notice_days)


@given(contracts(), st.integers(0, 60))
@laws
def test_a_longer_notice_never_makes_an_earlier_exit(terms: Terms, more: int) -> None:
    if terms.notice_days is not None:
        longer = replace(terms, notice_days=terms.notice_days + more)
        assert exit_date(longer).day >= exit_date(terms).day


# Dates that somebody proposes


@given(contracts())
@laws
def test_nothing_but_a_poor_day_is_wrong_with_the_computed_exit(terms: Terms) -> None:
    result = exit_date(terms)
    if result.day > terms.received_on:
        assert problem_with(result.day, terms, terms.send_on) == reason_against(result.day)


@given(contracts(), days, days)
@laws
def test_a_day_that_passes_is_ahead_after_receipt_late_enough_and_good(terms: Terms, day: date, today: date) -> None:
    if problem_with(day, terms, today) is None:
        assert day > today and day > terms.received_on
        assert day >= exit_date(terms).decided_by.day
        assert reason_against(day) is None


@pytest.mark.parametrize(
    ("day", "problem"),
    [
        (date(2026, 11, 22), "past"),
        (date(2026, 11, 20), "past"),
        (date(2026, 12, 3), "before_receipt"),
        (date(2026, 11, 23), "before_receipt"),
        (date(2027, 1, 29), "too_early"),
        (date(2027, 2, 6), "weekend"),
        (date(2027, 5, 31), "holiday"),
        (date(2027, 12, 25), "weekend"),
        (date(2028, 12, 25), "holiday"),
        (date(2027, 12, 22), "season"),
        (date(2027, 2, 12), "before_holiday"),
        (date(2027, 2, 16), "after_holiday"),
        (date(2027, 2, 1), None),
    ],
)
def test_what_is_wrong_with_a_day(day: date, problem: str | None) -> None:
    terms = Terms(NOV_30, "certified", notice_days=60, courtesy_days=60, prefers="midweek")
    assert problem_with(day, terms, date(2026, 11, 22)) == problem
