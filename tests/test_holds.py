"""Holds: how long a pause lasts on the person's own clock, how often one is offered, what counts as cooler."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows import holds
from flows.model import Case, Hold

NOW = datetime(2026, 11, 23, 4, 10, tzinfo=UTC)
ZONES = ("UTC", "America/Chicago", "Pacific/Honolulu", "Asia/Kolkata", "Europe/Berlin", "Australia/Lord_Howe")


def case(*made: Hold) -> Case:
    return Case(1, "reflect", NOW, NOW, holds=made)


def back(way: str = "morning", before: float | None = 8, now: float | None = 3) -> Hold:
    return Hold(way, NOW, NOW + timedelta(hours=9), heat=before, heat_now=now, ended=NOW + timedelta(hours=10))


def test_two_minutes_twenty_minutes_and_three_days_are_just_that_long() -> None:
    lengths = {
        way: holds.ends(way, NOW, "America/Chicago") - NOW for way in ("breathe", "twenty_minutes", "three_days")
    }
    assert lengths == {
        "breathe": timedelta(minutes=2),
        "twenty_minutes": timedelta(minutes=20),
        "three_days": timedelta(hours=72),
    }


def test_the_morning_is_seven_where_the_person_is() -> None:
    assert holds.ends("morning", NOW, "America/Chicago") == datetime(2026, 11, 23, 13, 0, tzinfo=UTC)


def test_a_morning_too_near_is_the_next_one() -> None:
    at_five = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
    assert holds.ends("morning", at_five, "America/Chicago") == datetime(2026, 11, 24, 13, 0, tzinfo=UTC)


@given(st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31)), st.sampled_from(ZONES))
def test_a_morning_is_always_seven_on_the_wall_and_a_pause_away(naive: datetime, zone: str) -> None:
    now = naive.replace(tzinfo=UTC)
    end = holds.ends("morning", now, zone)
    assert end.astimezone(ZoneInfo(zone)).time() == holds.WAKING
    assert timedelta(hours=3) <= end - now <= timedelta(hours=29)


@pytest.mark.parametrize(
    ("made", "may"),
    [
        ((), True),
        ((Hold("cannot_wait", NOW, ended=NOW),), True),
        ((Hold("cannot_wait", NOW, ended=NOW),) * 2, False),
        ((Hold("not_needed", NOW, ended=NOW),) * 3, True),
        ((back(now=8), back(now=7)), False),
        ((back(now=8), back(now=3)), True),
    ],
)
def test_two_invitations_a_matter_and_a_pause_that_cooled_closes_it(made: tuple[Hold, ...], may: bool) -> None:
    assert holds.may_invite(case(*made)) is may


@pytest.mark.parametrize(
    ("before", "now", "cool"),
    [(8, 5, True), (8, 6, False), (5, 4, True), (10, 7, True), (None, 4, True), (None, 9, False), (9, None, True)],
)
def test_cooler_by_three_or_four_and_less_is_cool(before: float | None, now: float | None, cool: bool) -> None:
    assert holds.cooled(back(before=before, now=now)) is cool


def test_what_was_overridden_cooled_nothing() -> None:
    assert not holds.cooled(Hold("cannot_wait", NOW, heat=9, ended=NOW))


def test_a_hold_runs_until_the_person_is_back() -> None:
    resting = Hold("morning", NOW, NOW + timedelta(hours=9))
    assert holds.running(case(resting)) == resting
    assert not holds.is_over(case(resting), NOW)
    assert holds.is_over(case(resting), NOW + timedelta(hours=9))
    assert holds.running(case(back())) is None
