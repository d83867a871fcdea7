"""The overview: counted as things happen, always what counting everything anew would give, and nobody made out."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from hypothesis import given, settings
from hypothesis import strategies as st

from flows import course
from flows.model import Answer, Case, Hold
from storage.migrate import migrate
from storage.review.overview import end_of_month
from storage.review.values import Overview, Tally
from tests.practice import ANN, BEN, Practice, practice
from tests.storybook import Stage, read
from tests.walking import BOOKS

STORY = "They pay late and Donna shouts."
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TODAY, EVER = NOW.date(), (date(2000, 1, 1), date(2100, 1, 1))


@pytest_asyncio.fixture
async def office(tmp_path: Path) -> AsyncIterator[Practice]:
    async with practice(tmp_path) as open_practice:
        yield open_practice


async def overview(office: Practice, first: date = EVER[0], last: date = EVER[1]) -> Overview:
    async with office.database.reading() as transaction:
        return await transaction.review.overviews.of(first, last)


# -- what is so of a case -----------------------------------------------------------------------------


def case(**fields: object) -> Case:
    return Case(1, **{"step": "reflect", "created_at": NOW, "updated_at": NOW, **fields})  # type: ignore[arg-type]


def facts(**fields: object) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in course.of_case(case(**fields)):
        found.setdefault(name, []).append(value)
    return found


def test_a_case_reached_where_it_is_and_where_it_was() -> None:
    been = {"arrived.client": 1, "arrived.reflect": 1, "arrived.decide": 1, "reflect.arrive": 2}
    assert facts(step="decide", spoken=been)["reached"] == ["client", "reflect", "decide"]
    back = facts(step="reflect", spoken=been)
    assert (back["reached"], back["stands"]) == (["client", "reflect", "decide"], ["reflect"])


def test_what_stands_beside_the_way_stands_where_it_was_entered_from() -> None:
    assert facts(step="hold", came_from="reframe")["stands"] == ["reframe"]
    assert facts(step="crisis")["stands"] == ["crisis"]


def test_who_has_an_outcome_stands_nowhere() -> None:
    done = facts(step="closed", outcome="parted")
    assert (done["outcome"], "stands" in done) == (["parted"], False)
    assert facts()["outcome"] == ["none"]


@pytest.mark.parametrize(
    ("took", "span"),
    [
        (timedelta(minutes=20), "hour"),
        (timedelta(hours=1), "hour"),
        (timedelta(hours=5), "day"),
        (timedelta(days=2), "three_days"),
        (timedelta(days=7), "week"),
        (timedelta(days=20), "month"),
        (timedelta(days=40), "longer"),
    ],
)
def test_the_time_to_a_decision_is_told_in_spans(took: timedelta, span: str) -> None:
    assert facts(answers={"decision": Answer("keep", "", NOW + took)})["decided"] == [span]


def test_to_leave_it_open_is_no_decision() -> None:
    assert "decided" not in facts(answers={"decision": Answer("undecided", "", NOW)})


def test_pauses_are_told_apart_by_what_became_of_them() -> None:
    holds = (
        Hold("offered", NOW),
        Hold("not_needed", NOW, heat=3),
        Hold("cannot_wait", NOW, heat=9),
        Hold("morning", NOW, heat=8.5, heat_now=3, ended=NOW),
        Hold("breathe", NOW, heat=9, heat_now=8, ended=NOW),
        Hold("three_days", NOW, heat=9),
    )
    found = facts(holds=holds)
    assert Counter(found["pause"]) == {"offered": 6, "taken": 3, "unanswered": 1, "not_needed": 1, "overridden": 1}
    assert found["way"] == ["morning", "breathe", "three_days"]
    assert (found["heat_before"], found["heat_after"]) == (["8", "9"], ["3", "8"])
    assert (found["cooled"], found["still_hot"]) == (["morning"], ["breathe"])


def test_a_rehearsal_is_told_by_points_and_by_its_first_and_last_day() -> None:
    sittings = {"2026-11-22": {"why": False, "when": True}, "2026-11-25": {"why": True}}
    scores = {"score:why": Answer({"points": 6, "tries": 2}, "", NOW), "score:when": Answer({"points": 4}, "", NOW)}
    found = facts(answers={"sittings": Answer(sittings, "", NOW), **scores})
    assert found["points"] == ["6", "4"]
    assert (found["first_sitting"], found["last_sitting"]) == (["not_yet", "held"], ["held"])


def test_a_card_that_was_left_open_has_no_points() -> None:
    answers = {"score:why": Answer({"points": 0, "tries": 3}, "", NOW)}
    assert "points" not in facts(answers=answers)


def test_no_word_of_anybody_is_in_a_fact() -> None:
    told = {"client_name": Answer("Xyzzy", "Xyzzy", NOW), "pause_overridden": Answer("Xyzzy", "", NOW)}
    everything = [*course.of_case(case(answers=told, holds=(Hold("cannot_wait", NOW, decision="Xyzzy"),)))]
    assert "Xyzzy" not in str(everything)


# -- counting as things happen ------------------------------------------------------------------------


async def test_what_is_shared_is_counted_as_it_happens(office: Practice) -> None:
    await office.begins(ANN, "Maple SNF", STORY)
    assert (await overview(office)).shared == {}
    await office.shares(ANN, "all")
    seen = (await overview(office)).shared
    assert seen["people"] == {"came": 1, "agreed": 1, "named_a_client": 1}
    assert seen["reached"] == {"client": 1, "reflect": 1}
    assert (seen["stands"], seen["outcome"]) == ({"reflect": 1}, {"none": 1})
    await office.says(ANN, "9", "today")
    assert (await overview(office)).shared["pause"] == {"offered": 1, "unanswered": 1}
    await office.says(ANN, "3")
    assert (await overview(office)).shared["pause"] == {"offered": 1, "taken": 1}


@pytest.mark.parametrize("last_word", ["/privacy", "/forget"])
async def test_what_is_taken_back_is_counted_no_longer(office: Practice, last_word: str) -> None:
    await office.begins(ANN, "Maple SNF", STORY)
    await office.shares(ANN, "all")
    assert (await overview(office)).shared["cases"] == {"begun": 1}
    await office.says(ANN, last_word, "1")
    assert (await overview(office)).shared == {}


async def test_who_is_forgotten_and_begins_anew_in_one_batch_counts_on_the_new_day(office: Practice) -> None:
    await office.says(ANN, "/start", "I agree", "skip")
    office.now += timedelta(days=40)
    again = ("/forget", "1", "/start", "I agree", "skip")
    await office.hears_together([(ANN, text) for text in again])
    await office.shares(ANN, "all")
    assert (await overview(office, TODAY, TODAY)).shared == {}
    assert (await overview(office)).earliest in (None, TODAY + timedelta(days=40))
    assert counted(office.folder) == await anew(office.folder)


async def test_flagged_moments_alone_are_not_counted_as_shared(office: Practice) -> None:
    await office.begins(ANN, "Maple SNF", STORY)
    await office.shares(ANN, "flagged")
    assert (await overview(office)).shared == {}


async def test_a_case_that_is_shown_to_a_coach_is_counted_alone(office: Practice) -> None:
    await office.begins(ANN, "Maple SNF", STORY)
    await office.says(ANN, "/coach", "1")
    assert (await overview(office)).shared["cases"] == {"begun": 1}
    assert "people" not in (await overview(office)).shared


async def test_cases_count_on_the_day_on_which_they_began(office: Practice) -> None:
    await office.begins(ANN, "Maple SNF", STORY)
    await office.shares(ANN, "all")
    office.now += timedelta(days=3)
    await office.begins(BEN, "Oak Clinic", STORY)
    await office.shares(BEN, "all")

    async def begun(first: date, last: date) -> int:
        return (await overview(office, first, last)).shared.get("cases", {}).get("begun", 0)

    assert await begun(TODAY, TODAY) == 1
    assert await begun(TODAY, TODAY + timedelta(days=2)) == 1
    assert await begun(TODAY, TODAY + timedelta(days=3)) == 2
    assert await begun(TODAY + timedelta(days=4), EVER[1]) == 0
    assert (await overview(office)).earliest == TODAY


# -- what is not shared -------------------------------------------------------------------------------


async def count(office: Practice, *rows: Tally) -> None:
    async with office.database.writing() as transaction:
        await transaction.review.overviews.count(rows)


@pytest.mark.parametrize(("there", "told"), [(1, None), (4, None), (5, 5), (9, 5), (10, 10), (1_234, 1_230)])
async def test_of_what_is_not_shared_there_are_fives(office: Practice, there: int, told: int | None) -> None:
    await count(office, Tally(False, TODAY.replace(day=1), "outcome", "parted", there))
    seen = await overview(office, TODAY, TODAY)
    assert seen.rest["outcome"].get("parted") == told
    assert seen.shared == {}


async def test_to_ask_for_a_day_more_tells_nothing_of_what_is_not_shared(office: Practice) -> None:
    for number in range(7):
        await office.begins(f"telegram:{number}", "Maple SNF", STORY)
        office.now += timedelta(days=1)
    days = [TODAY + timedelta(days=number) for number in range(8)]
    november = [await overview(office, first, last) for first in days for last in days if first <= last]
    assert {str(seen.rest) for seen in november} == {str(november[0].rest)}
    assert (november[0].since, november[0].until) == (date(2026, 11, 1), date(2026, 11, 30))
    assert november[0].rest["cases"] == {"begun": 5}


async def test_somebody_who_shares_nothing_counts_once_however_many_pauses(office: Practice) -> None:
    holds = tuple(Hold("cannot_wait", NOW) for _ in range(9))
    assert len(course.bare(list(course.of_case(case(holds=holds))))) == len(
        course.bare(list(course.of_case(case(holds=holds[:1]))))
    )


async def test_of_what_is_not_shared_no_row_holds_the_day_or_a_number_that_was_told(office: Practice) -> None:
    await office.begins(ANN, "Maple SNF", STORY)
    await office.says(ANN, "9", "today", "3")
    with sqlite3.connect(office.folder / "goodterms.db") as connection:
        rows = connection.execute("SELECT shared, day, name FROM tallies").fetchall()
    connection.close()
    assert {(shared, day) for shared, day, _ in rows} == {(0, "2026-11-01")}
    assert {name for _, _, name in rows} <= set(course.BARE)


@pytest.mark.parametrize(
    ("day", "end"), [("2026-02-03", "2026-02-28"), ("2028-02-29", "2028-02-29"), ("2026-12-31", "2026-12-31")]
)
def test_months_end_where_they_end(day: str, end: str) -> None:
    assert end_of_month(date.fromisoformat(day)) == date.fromisoformat(end)


# -- always what counting everything anew would give --------------------------------------------------

WORDS = ("1", "2", "3", "9", "today", "They pay late.", "I'm done, sending it now", "yes", "/back", "/new", "/pause",
         "/privacy", "/coach", "/forget", "/start", "I agree", "Oak Clinic", "sixty days", "skip")  # fmt: skip


def counted(folder: Path) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(folder / "goodterms.db")
    rows = connection.execute("SELECT shared, day, name, value, count FROM tallies ORDER BY 1, 2, 3, 4").fetchall()
    connection.close()
    return rows


async def anew(folder: Path) -> list[tuple[object, ...]]:
    """The same counts, made by the migration from the cases alone."""
    connection = sqlite3.connect(folder / "goodterms.db")
    connection.executescript("DROP TABLE tallies; DROP TABLE flagged; UPDATE alembic_version SET version_num = '0006'")
    connection.close()
    await migrate(f"sqlite+aiosqlite:///{folder / 'goodterms.db'}")
    return counted(folder)


talk = st.lists(
    st.lists(st.tuples(st.sampled_from((ANN, BEN)), st.sampled_from(WORDS)), min_size=1, max_size=6),
    min_size=3,
    max_size=25,
)


PARTING = "answers:\n    leaning: differently\n    own_decision: part ways\n    reason_true: true\n"
PARTING += "    reason: I'm keeping my Tuesdays for the outpatient clinic.\n    sleep_on_it: go on\n"


@settings(max_examples=15, deadline=None, derandomize=True)
@given(talk)
async def test_the_counts_are_those_of_the_cases_whatever_is_said(
    tmp_path_factory: pytest.TempPathFactory, said: list[list[tuple[str, str]]]
) -> None:
    folder = tmp_path_factory.mktemp("practice")
    async with practice(folder) as office:
        for batch in said:
            await office.hears_together(batch)
            office.now += timedelta(hours=7)
    assert counted(folder) == await anew(folder)


async def test_a_whole_way_is_counted_as_the_migration_would(office: Practice) -> None:
    story = read(f"# A parting\n@ 2026-11-22 22:10 UTC\n{PARTING}until: closed\n")
    await Stage(office.database, BOOKS, ANN).play(story)
    assert (await overview(office)).rest["cases"] == {}
    await office.shares(ANN, "all")
    seen = await overview(office)
    assert set(seen.shared["reached"]) == set(course.WAY)
    assert (seen.shared["outcome"], seen.shared["decided"]) == ({"parted": 1}, {"hour": 1})
    assert sum(seen.shared["points"].values()) > 3
    assert counted(office.folder) == await anew(office.folder)
