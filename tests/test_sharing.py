"""What a coach may read is what the person said, from the moment they said it, and nothing else."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.review.values import Filter
from tests.practice import ANN, BEN, COACH, Practice, practice, texts
from tests.walking import BOOKS

STORY = "They pay late and Donna shouts."
HEATED = "8"
THREAT = "he followed me to my car and said he will kill me"


@pytest_asyncio.fixture
async def office(tmp_path: Path) -> AsyncIterator[Practice]:
    async with practice(tmp_path) as open_practice:
        yield open_practice


async def found(office: Practice, words: str) -> list[str]:
    return [hit.line.text for hit in await office.desk.search(words)]


async def numbers(office: Practice) -> list[int]:
    return [queued.conversation for queued in await office.desk.queue()]


def indexed_and_readable(folder: Path) -> tuple[set[int], set[int]]:
    """The messages in the full-text index, and those that may be read, asked in plain SQL."""
    connection = sqlite3.connect(folder / "goodterms.db")
    indexed = {row[0] for row in connection.execute("SELECT id FROM search_docsize")}
    readable = {
        row[0]
        for row in connection.execute(
            "SELECT m.id FROM messages m JOIN shared s ON s.conversation = coalesce(m.case_id, -m.person_id)"
            " WHERE s.level = 'all' OR m.id IN (SELECT message_id FROM flags)"
        )
    }
    connection.close()
    return indexed, readable


def asked(folder: Path, query: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(folder / "goodterms.db")
    rows = connection.execute(query).fetchall()
    connection.close()
    return rows


def placed(folder: Path) -> list[tuple[object, ...]]:
    """What is flagged in what is shared, with its place in the queue, as it is kept."""
    return asked(folder, "SELECT conversation, kind, rank, at FROM flagged ORDER BY 1, 2")


def due(folder: Path) -> list[tuple[object, ...]]:
    """The same, as the flags and the queue say."""
    joined = "flags f JOIN shared s USING (conversation)"
    return asked(folder, f"SELECT DISTINCT conversation, f.kind, rank, s.at FROM {joined} ORDER BY 1, 2")


# -- deciding -----------------------------------------------------------------------------------------


async def test_nothing_is_shared_until_somebody_says_so(office: Practice) -> None:
    await office.begins(ANN, "Maple SNF", STORY)
    assert await numbers(office) == []
    assert await office.readable() == []
    assert await found(office, "Donna") == []


async def test_where_there_is_a_coach_it_is_asked_once_near_the_start(office: Practice) -> None:
    heard = await office.says(ANN, "/start", "I agree")
    assert [choice.label for choice in heard[-1].reply.choices] == [
        "Nothing; it stays here", "Flagged moments only", "All of it",
    ]  # fmt: skip
    heard = await office.says(ANN, "Flagged moments only")
    assert "What shall we call this client" in texts(heard)


async def test_where_there_is_no_coach_it_is_not_asked(tmp_path: Path) -> None:
    async with practice(tmp_path, coaches=()) as office:
        assert "What shall we call this client" in texts(await office.says(ANN, "/start", "I agree"))
        assert texts(await office.says(ANN, "/coach")).splitlines()[0] in BOOKS["en"].wordings("sharing.nobody")


async def test_somebody_who_shares_all_can_be_read_from_the_first_word_on(office: Practice) -> None:
    await office.begins(ANN, "Maple SNF", STORY)
    await office.shares(ANN, "all")
    assert set(await numbers(office)) == {1, -1}
    assert STORY in await office.readable()
    assert STORY in await found(office, "donna shouts")


async def test_somebody_who_shares_flagged_moments_shows_these_and_the_answers_to_them(office: Practice) -> None:
    await office.begins(ANN, "Maple SNF", STORY)
    await office.says(ANN, HEATED)
    await office.shares(ANN, "flagged")
    await office.says(ANN, "It goes back longer", THREAT)
    assert await numbers(office) == [1]
    assert [text for text in await office.readable() if text in (STORY, HEATED, THREAT, "It goes back longer")] == [
        HEATED, THREAT,
    ]  # fmt: skip
    assert await found(office, "Donna") == []
    page = await office.desk.open(1)
    assert page is not None
    assert (page.head.client, page.head.answers, page.head.holds, page.measures) == (None, {}, (), [])
    assert {line.flags for line in page.lines} == {("heat",), ("safety",)}


@pytest.mark.parametrize("level", ["flagged", "all"])
async def test_taking_it_back_holds_from_that_moment(office: Practice, tmp_path: Path, level: str) -> None:
    await office.begins(ANN, "Maple SNF", STORY)
    await office.says(ANN, HEATED)
    await office.shares(ANN, level)
    assert await office.readable()
    await office.desk.note(1, "call her")
    await office.shares(ANN, "nothing")
    assert await office.readable() == []
    assert await numbers(office) == []
    assert await office.desk.open(1) is None
    assert await found(office, "8") == []
    assert indexed_and_readable(tmp_path) == (set(), set())
    assert not await office.desk.note(1, "still here")
    assert not await office.desk.tag(1, ["kept"])
    assert not await office.desk.review(1)
    assert await office.desk.reply(1, "hello?") == []


async def test_the_log_says_when_somebody_decided_and_who_looked(office: Practice) -> None:
    await office.begins(ANN, "Maple SNF", STORY)
    await office.shares(ANN, "all")
    await office.desk.open(1)
    await office.desk.search("Donna")
    await office.desk.note(1, "call her")
    await office.shares(ANN, "nothing")
    async with office.database.reading() as transaction:
        log = await transaction.review.audit.read()
    assert [(entry.who, entry.did, entry.conversation, entry.person) for entry in log] == [
        ("person", "shares all", None, 1),
        (COACH, "read", 1, None),
        (COACH, "searched", None, None),
        (COACH, "noted", 1, None),
        ("person", "shares nothing", None, 1),
    ]


async def test_forgetting_leaves_numbers_in_the_log_and_nothing_else(office: Practice, tmp_path: Path) -> None:
    await office.begins(ANN, "Xyzzyville", f"{STORY} xyzzy")
    await office.shares(ANN, "all")
    await office.desk.note(1, "xyzzy")
    await office.desk.tag(1, ["xyzzy"])
    await office.desk.review(1)
    await office.desk.search("xyzzy")
    await office.says(ANN, "/forget", "1")
    async with office.database.reading() as transaction:
        log = await transaction.review.audit.read()
    assert {entry.did for entry in log} >= {"shares all", "noted", "searched", "forgot"}
    assert {entry.who for entry in log} == {"person", COACH}
    await office.database.close()
    connection = sqlite3.connect(tmp_path / "goodterms.db")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    kept = (tmp_path / "goodterms.db").read_bytes().lower()
    assert b"xyzzy" not in kept
    assert ANN.encode() not in kept


ACTS = st.lists(
    st.tuples(
        st.sampled_from([ANN, BEN]),
        st.sampled_from(["nothing", "flagged", "all", "coach", "talk", "heat", "danger", "new", "forget"]),
    ),
    max_size=10,
)


@given(acts=ACTS)
@settings(max_examples=12, deadline=None)
async def test_the_index_always_holds_exactly_what_may_be_read(
    acts: list[tuple[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("law")
    said = {"talk": ["a quiet word"], "heat": ["8"], "danger": [THREAT], "new": ["/new"], "forget": ["/forget", "1"],
            "coach": ["/coach", "1"]}  # fmt: skip
    async with practice(folder) as office:
        for person in (ANN, BEN):
            await office.begins(person, "Maple SNF", STORY)
        for person, act in acts:
            if act in said:
                await office.says(person, *said[act])
            else:
                await office.shares(person, act)
            indexed, readable = indexed_and_readable(folder)
            assert indexed == readable
            assert len(await office.readable()) == len(readable)
            assert placed(folder) == due(folder)


# -- asking for a human -------------------------------------------------------------------------------


async def test_a_human_is_asked_after_saying_what_is_shown_and_one_yes(office: Practice) -> None:
    await office.begins(ANN, "Maple SNF", STORY)
    heard = await office.says(ANN, "/coach")
    assert "whole conversation about Maple SNF" in texts(heard)
    assert await office.readable() == []
    heard = await office.says(ANN, "Show it and ask for a coach")
    assert "911" in texts(heard)
    told = texts(heard, COACH)
    assert "/review" in told
    assert not {"Maple", "Donna", ANN} & set(told.replace(",", " ").split())
    (first, *_) = await office.desk.queue()
    assert (first.conversation, first.flags, first.client) == (1, ("request",), "Maple SNF")
    assert STORY in await office.readable()


async def test_a_human_who_is_asked_for_sees_that_case_and_no_other(office: Practice) -> None:
    await office.begins(ANN, "Maple SNF", STORY)
    await office.says(ANN, "/new", "Oak Clinic", "1", "Oak is quiet.", "/coach", "1")
    assert [(queued.client, queued.level) for queued in await office.desk.queue()] == [("Oak Clinic", "all")]
    assert STORY not in await office.readable()


async def test_who_says_no_shows_nothing(office: Practice) -> None:
    await office.begins(ANN, "Maple SNF", STORY)
    heard = await office.says(ANN, "/coach", "Keep it to myself")
    assert texts(heard, COACH) == ""
    assert await office.readable() == []


async def test_the_notice_waits_in_the_outbox_like_any_message(office: Practice) -> None:
    await office.begins(ANN, "Maple SNF", STORY)
    await office.says(ANN, "/coach", "1")
    assert len(await office.engine.unsent(COACH)) == 1


async def test_in_a_crisis_a_human_can_be_asked_for_in_typed_words_too(office: Practice) -> None:
    await office.begins(ANN, "Maple SNF", STORY)
    await office.says(ANN, "I want to kill myself")
    heard = await office.says(ANN, "/coach", "Show it and ask for a coach")
    assert texts(heard, COACH)
    assert (await office.desk.queue())[0].flags == ("crisis", "request")


# -- a coach writes -----------------------------------------------------------------------------------


async def test_a_coachs_words_are_marked_and_the_answer_comes_back_flagged(office: Practice) -> None:
    await office.begins(ANN, "Maple SNF", STORY)
    await office.says(ANN, "/coach", "1")
    await office.desk.review(1)
    (said,) = await office.desk.reply(1, "Which clause is it?\n<b>Look</b> at {page} 3.")
    assert "your coach" in said.reply.text
    assert "“Which clause is it?\n<b>Look</b> at {page} 3.”" in said.reply.text
    heard = await office.says(ANN, "the one about sixty days")
    assert texts(heard).splitlines()[0] in BOOKS["en"].wordings("sharing.passed_on")
    assert texts(heard, COACH)
    page = await office.desk.open(1)
    assert page is not None
    assert [line.text for line in page.lines if line.direction == "in" and "answer" in line.flags] == [
        "the one about sixty days"
    ]
    assert [line.by_coach for line in page.lines if line.text == said.reply.text] == [True]
    assert (await office.desk.queue(Filter(reviewed=False)))[0].flags == ("answer",)
    heard = await office.says(ANN, "6")
    assert texts(heard, COACH) == ""


async def test_the_answer_belongs_to_the_case_that_the_coach_wrote_about(office: Practice) -> None:
    await office.begins(ANN, "Maple SNF", STORY)
    await office.says(ANN, "/coach", "1", "/new", "Oak Clinic")
    (said,) = await office.desk.reply(1, "How is Donna?")
    assert "about Maple SNF" in said.reply.text
    await office.says(ANN, "much better")
    assert "much better" in await office.readable()
    assert "Oak Clinic" not in await office.readable()


async def test_who_would_rather_go_on_is_not_heard_by_the_coach(office: Practice) -> None:
    await office.begins(ANN, "Maple SNF", STORY)
    await office.says(ANN, "/coach", "1")
    await office.desk.reply(1, "How is Donna?")
    assert texts(await office.says(ANN, "Go on with the questions"), COACH) == ""
    assert texts(await office.says(ANN, "6"), COACH) == ""


async def test_after_taking_it_back_an_answer_is_no_coachs_business(office: Practice) -> None:
    await office.begins(ANN, "Maple SNF", STORY)
    await office.says(ANN, "/coach", "1")
    await office.desk.reply(1, "How is Donna?")
    await office.shares(ANN, "nothing")
    assert texts(await office.says(ANN, "much better"), COACH) == ""
    assert await office.readable() == []


async def test_danger_in_an_answer_to_a_coach_is_heard_first(office: Practice) -> None:
    await office.begins(ANN, "Maple SNF", STORY)
    await office.says(ANN, "/coach", "1")
    await office.desk.reply(1, "How is Donna?")
    assert "988" in texts(await office.says(ANN, "I want to kill myself"))
