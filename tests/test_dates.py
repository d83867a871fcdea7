"""Words in, days out. What is read is always confirmed, so a reading may be generous, but never an accident."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.texts import load_books
from flows.dates import add_months

laws = settings(derandomize=True, deadline=None, max_examples=200)

ALMANAC = load_books()["en"].almanac
SUNDAY = date(2026, 11, 22)

todays = st.dates(date(2024, 1, 1), date(2060, 12, 31))


def read(text: str, today: date = SUNDAY) -> list[str]:
    return [day.isoformat() for day in ALMANAC.read(text, today)]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("3 March 2027", "2027-03-03"),
        ("March 3, 2027", "2027-03-03"),
        ("march 3rd", "2027-03-03"),
        ("the 3rd of March", "2027-03-03"),
        ("3 Mar", "2027-03-03"),
        ("my last day would be 3 March, I think", "2027-03-03"),
        ("2027-03-03", "2027-03-03"),
        ("3/3/27", "2027-03-03"),
        ("3.3.2027", "2027-03-03"),
        ("end of March", "2027-03-31"),
        ("the last day of February", "2027-02-28"),
        ("beginning of march", "2027-03-01"),
        ("mid January", "2027-01-15"),
        ("end of the month", "2026-11-30"),
        ("end of next month", "2026-12-31"),
        ("end of the year", "2026-12-31"),
        ("end of next year", "2027-12-31"),
        ("in 60 days", "2027-01-21"),
        ("in ninety days", "2027-02-20"),
        ("in two weeks", "2026-12-06"),
        ("a week from now", "2026-11-29"),
        ("in 3 months", "2027-02-22"),
        ("in a year", "2027-11-22"),
        ("two weeks ago", "2026-11-08"),
        ("today", "2026-11-22"),
        ("tomorrow", "2026-11-23"),
        ("TOMORROW", "2026-11-23"),
        ("Friday", "2026-11-27"),
        ("on Sunday", "2026-11-29"),
        ("last Friday", "2026-11-20"),
        ("the 24th", "2026-11-24"),
        ("21st", "2026-12-21"),
        ("31st", "2026-12-31"),
    ],
)
def test_words_in_a_day_out(text: str, day: str) -> None:
    assert read(text) == [day]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("3/4", ["2027-03-04", "2027-04-03"]),
        ("3/4/2027", ["2027-03-04", "2027-04-03"]),
        ("next Friday", ["2026-11-27", "2026-12-04"]),
    ],
)
def test_where_it_can_be_two_days_both_are_offered_the_usual_one_first(text: str, days: list[str]) -> None:
    assert read(text) == days


@pytest.mark.parametrize(
    ("text", "day"), [("13/4/2027", "2027-04-13"), ("4/13/2027", "2027-04-13"), ("3/3", "2027-03-03")]
)
def test_where_only_one_order_makes_a_day_it_is_that_one(text: str, day: str) -> None:
    assert read(text) == [day]


@pytest.mark.parametrize(
    "text",
    [
        "", "   ", "soon", "whenever", "?", "…", "🙂", "🙂🙂🙂", "no idea", "30 February 2027", "31 April", "2/30",
        "29 February 2027", "2027-02-30", "99/99/9999", "in 9999 years", "in 99999999999 years", "one day " * 30,
        "in a hundred days", "in a couple of months", "0/0/0", "\x00\x01", "०", "0000-00-00",
    ],
)  # fmt: skip
def test_what_is_no_day_is_none(text: str) -> None:
    assert read(text) == []


# Leap days, year ends, month ends


@pytest.mark.parametrize(
    ("text", "today", "day"),
    [
        ("29 February", date(2026, 11, 22), "2028-02-29"),
        ("Feb 29", date(2028, 2, 29), "2028-02-29"),
        ("2/29/2028", date(2026, 11, 22), "2028-02-29"),
        ("end of February", date(2027, 12, 1), "2028-02-29"),
        ("in a year", date(2028, 2, 29), "2029-02-28"),
        ("in 1 month", date(2027, 1, 31), "2027-02-28"),
        ("in 1 month", date(2028, 1, 31), "2028-02-29"),
        ("in 2 days", date(2026, 12, 31), "2027-01-02"),
        ("1 January", date(2026, 12, 31), "2027-01-01"),
        ("31 December", date(2026, 12, 31), "2026-12-31"),
        ("30 December", date(2026, 12, 31), "2027-12-30"),
        ("end of next month", date(2026, 12, 15), "2027-01-31"),
        ("end of the year", date(2026, 12, 31), "2026-12-31"),
        ("the 31st", date(2027, 2, 1), "2027-03-31"),
    ],
)
def test_leap_days_and_the_ends_of_months_and_years(text: str, today: date, day: str) -> None:
    assert read(text, today) == [day]


@given(todays, st.integers(-600, 600))
@laws
def test_adding_months_keeps_the_day_or_takes_the_last_of_the_month(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)


# Laws


@given(todays, todays)
@laws
def test_every_day_is_read_back_as_it_is_written(day: date, today: date) -> None:
    assert ALMANAC.read(ALMANAC.long(day), today) == (day,)
    assert ALMANAC.read(ALMANAC.short(day), today) == (day,)
    assert ALMANAC.read(day.isoformat(), today) == (day,)


@given(todays, todays)
@laws
def test_a_day_in_digits_is_among_those_that_are_offered(day: date, today: date) -> None:
    offered = ALMANAC.read(f"{day.month}/{day.day}/{day.year}", today)
    assert offered[0] == day
    assert len(offered) <= 2


@given(todays, todays)
@laws
def test_a_day_without_its_year_is_the_next_one(day: date, today: date) -> None:
    (found,) = ALMANAC.read(f"{day.day} {ALMANAC.long(day).split()[2]}", today)
    assert found >= today
    assert (found.month, found.day) == (day.month, day.day)


@given(todays, st.integers(0, 9999))
@laws
def test_in_so_many_days_is_so_many_days_away(today: date, count: int) -> None:
    assert ALMANAC.read(f"in {count} days", today) == (today + timedelta(days=count),)


@given(st.text(max_size=150), todays)
@example("in 9999 months", date(2026, 11, 22))
@example("0001-01-01", date(2026, 11, 22))
@example("last monday of 0", date(2026, 11, 22))
@example("end of 0000", date(2026, 11, 22))
@laws
def test_no_text_whatever_raises(text: str, today: date) -> None:
    assert all(isinstance(day, date) for day in ALMANAC.read(text, today))


almost_dates = st.lists(
    st.sampled_from(
        [
            "in",
            "end",
            "of",
            "the",
            "last",
            "next",
            "mid",
            "start",
            "monday",
            "fri",
            "march",
            "feb",
            "29",
            "31",
            "30",
            "2027",
            "0",
            "00",
            "9999",
            "99999",
            "1/",
            "/13",
            "-",
            ".",
            "3/3",
            "th",
            "st",
            "days",
            "weeks",
            "month",
            "year",
            "ago",
            "from",
            "now",
            "a",
            "half",
            "twenty",
            "before",
            "after",
            "christmas",
            "noon",
            "utc",
            "+5",
            "1e9",
            "²",
            "３",
            "t00:00",
        ]
    ),
    max_size=7,
).map(" ".join)


@given(almost_dates, todays)
@settings(laws, max_examples=500)
def test_no_mixture_of_words_for_days_raises(text: str, today: date) -> None:
    assert len(ALMANAC.read(text, today)) <= 2


# A wrong reading is confirmed before it is kept, so nobody is trapped by it; a question would still be better.


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("in forty-five days", "2027-01-06"),
        ("in a year and a half", "2028-05-22"),
        ("a week from Monday", "2026-11-30"),
    ],
)
def test_a_compound_is_read_whole_or_not_at_all(text: str, day: str) -> None:
    assert read(text) in ([day], [])


@pytest.mark.parametrize(
    ("typed", "spelt"),
    [
        ("I want my tuesdays for the clinic", "I want my Tuesdays for the clinic"),
        ("FRIDAY is full, and so is Friday week", "Friday is full, and so is Friday week"),
        ("a sundayish mood", "a sundayish mood"),
    ],
)
def test_weekdays_are_spelt_as_the_language_writes_them(typed: str, spelt: str) -> None:
    assert ALMANAC.spelt(typed) == spelt
