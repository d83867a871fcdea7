"""What is put into storage comes out again, and what can be wrong with a database is said in one line."""

from __future__ import annotations

import asyncio
import json
import logging
import shutil
import sqlite3
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import AdaptedConnection, insert
from sqlalchemy import event as sql_event
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import IntegrityError
from sqlalchemy.schema import CreateIndex, CreateTable

from flows.model import Answer, Case, Choice, Cue, Event, EventKind, Invitation, Person, Reply, Signal
from storage import codec, tables
from storage.database import Database
from storage.errors import BadAddress, CannotOpen, Locked, NotMigrated, ReadOnly, StorageError
from storage.migrate import migrate
from storage.records import DeadLetter, Incoming, Outgoing
from tests.outside import rows

NOON = datetime(2026, 11, 22, 12, 30, 15, 250, tzinfo=UTC)
ANNA = "telegram:42"


def case(number: int = 1, **fields: Any) -> Case:
    return Case(**{"number": number, "step": "reflect", "created_at": NOON, "updated_at": NOON, **fields})


def full_case(number: int = 1) -> Case:
    """A case in which every field holds something."""
    return case(
        number,
        asking="exit_date",
        answers={
            "client_name": Answer("Maple SNF", "We call them Maple", NOON),
            "kind": Answer("snf", "a nursing home", NOON, stale=True),
            "pros": Answer(["steady volume", "Donna – the DON"], "both 🙂", NOON),
            "skipped": Answer(None, "", NOON),
            "score": Answer(3.5, "three and a half", NOON),
        },
        trail=("client_name", "kind"),
        spoken={"reflect.ask": 2},
        pending={"days": ["2027-03-03"], "question": "exit_date"},
        came_from="set_notice",
        paused=True,
        outcome="part_ways",
        turn=17,
        wordless="album",
    )


def person(key: str = ANNA, *cases: Case, **fields: Any) -> Person:
    lobby = case(0, step="lobby", spoken={"welcome.hello": 1})
    return Person(key, lobby, cases=cases, **fields)


def incoming(key: str = ANNA, number: int = 0, **fields: Any) -> Incoming:
    known = {"step": "reflect", "at": NOON, "kind": "text", "text": "They pay late.", "source": "terminal"}
    return Incoming(person=key, case=number, **{**known, **fields})


def outgoing(text: str, key: str = ANNA, number: int = 0, **fields: Any) -> Outgoing:
    return Outgoing(key, number, "reflect", NOON, Reply(text, **fields))


async def keep(database: Database, *persons: Person) -> None:
    async with database.writing() as transaction:
        await transaction.persons.save(persons)
        await transaction.cases.save((someone.key, row) for someone in persons for row in someone.cases)


async def say(database: Database, *messages: Incoming | Outgoing) -> list[int]:
    async with database.writing() as transaction:
        await transaction.persons.load({message.person for message in messages})
        return await transaction.messages.add(messages)


async def known(database: Database, *keys: str) -> dict[str, Person]:
    async with database.reading() as transaction:
        return await transaction.persons.load(keys)


# -- persons and cases ------------------------------------------------------------------------------


async def test_a_person_comes_back_as_they_were_kept(database: Database, url: str) -> None:
    """Every field of a person, of the lobby and of several cases survives, also in another process."""
    agreed = NOON + timedelta(minutes=1)
    anna = person(ANNA, full_case(1), case(2), language="de", goal="two free days", agreed_at=agreed, active=2)
    anna = replace(anna, timezone="America/Chicago", came_by="c0de")
    await keep(database, anna)
    assert await known(database, ANNA) == {ANNA: anna}
    async with await Database.open(url) as elsewhere:
        assert await known(elsewhere, ANNA) == {ANNA: anna}


async def test_saving_again_replaces_what_was_kept(database: Database) -> None:
    """A second save changes the same rows and adds the new case."""
    await keep(database, person(ANNA, case(1)))
    later = person(ANNA, full_case(1), case(2), goal="less driving")
    await keep(database, later)
    assert await known(database, ANNA) == {ANNA: later}


async def test_persons_are_loaded_by_key_and_strangers_are_not_made_up(database: Database) -> None:
    """Only those who are asked for and known come back."""
    await keep(database, person("terminal:a"), person("terminal:b", case(1)), person("terminal:c"))
    found = await known(database, "terminal:a", "terminal:b", "terminal:nobody")
    assert set(found) == {"terminal:a", "terminal:b"}
    assert [row.number for row in found["terminal:b"].cases] == [1]


async def test_what_another_process_wrote_counts(database: Database, url: str) -> None:
    """Nothing that was read once is trusted when the database holds something newer."""
    await keep(database, person(ANNA, case(1)))
    changed = person(ANNA, case(1, step="set_notice"), goal="sleep")
    async with await Database.open(url) as elsewhere:
        await keep(elsewhere, changed)
    assert await known(database, ANNA) == {ANNA: changed}


async def test_what_was_rolled_back_is_not_remembered(database: Database) -> None:
    """A transaction that fails leaves nothing, neither in the file nor in memory."""
    await keep(database, person(ANNA, case(1)))

    async def fail() -> None:
        async with database.writing() as transaction:
            await transaction.persons.load([ANNA])
            await transaction.persons.save([person(ANNA, goal="never")])
            await transaction.cases.save([(ANNA, case(1, step="never"))])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    assert await known(database, ANNA) == {ANNA: person(ANNA, case(1))}


async def test_what_is_asked_for_has_columns(database: Database, path: Path) -> None:
    """Client, kind, step and outcome can be queried without opening the state."""
    await keep(database, person(ANNA, full_case(1), case(2)))
    assert rows(path, "SELECT number, client, kind, step, outcome FROM cases ORDER BY number") == [
        (1, "Maple SNF", "snf", "reflect", "part_ways"),
        (2, None, None, "reflect", None),
    ]


def test_a_case_of_an_earlier_release_still_opens() -> None:
    """Missing keys take their defaults, unknown ones are passed over."""
    old = {"number": 3, "step": "hand_off", "created_at": "2026-01-02T03:04:05+00:00", "mood": "sour"}
    old |= {"answers": {"goal": {"value": "rest", "weight": 2}}}
    opened = codec.unpack_case(json.loads(json.dumps(old)))
    assert (opened.number, opened.step, opened.answers["goal"].value) == (3, "hand_off", "rest")
    assert (opened.trail, opened.spoken, opened.turn, opened.outcome) == ((), {}, 0, None)
    assert codec.unpack_person("terminal:me", {"shoe_size": 38}, ()).language == "en"


def test_what_is_still_as_it_began_is_not_written() -> None:
    """A new case is a few words, not a form."""
    assert set(codec.pack_case(case())) == {"number", "step", "created_at", "updated_at"}


# -- moments ----------------------------------------------------------------------------------------


async def test_moments_come_back_aware_and_in_utc(database: Database, path: Path) -> None:
    """Whatever zone a moment was given in, it is the same moment, in UTC."""
    chicago = NOON.astimezone(timezone(timedelta(hours=-6)))
    await keep(database, person())
    await say(database, replace(outgoing("Hello"), at=chicago))
    async with database.reading() as transaction:
        (message,) = await transaction.messages.unsent(ANNA)
    assert message.at == NOON
    assert message.at.tzinfo is UTC
    assert rows(path, "SELECT at FROM messages") == [("2026-11-22 12:30:15.000250",)]


def test_a_moment_without_a_zone_is_refused() -> None:
    """Nobody could say later when it was."""
    with pytest.raises(ValueError, match="time zone"):
        tables.Moment().process_bind_param(datetime(2026, 1, 1), postgresql.dialect())


# -- messages ---------------------------------------------------------------------------------------


async def test_messages_keep_their_order_and_get_rising_ids(database: Database) -> None:
    """Hundreds in one go come back as they were said."""
    await keep(database, person())
    said = [outgoing(f"line {number}") for number in range(700)]
    ids = await say(database, *said)
    async with database.reading() as transaction:
        kept = await transaction.messages.unsent(ANNA)
    assert ids == sorted(set(ids))
    assert kept == [replace(message, id=number) for message, number in zip(said, ids, strict=True)]


async def test_an_out_message_comes_back_whole(database: Database) -> None:
    """Choices, title, case and step are there when it is delivered later."""
    choices = (Choice("Yes", "1:4:sure:yes"), Choice("Nein, danke – später", "1:4:sure:no"))
    await keep(database, person(ANNA, case(1)))
    plan = outgoing("Everything so far", number=1, title="Plan", choices=choices)
    (number,) = await say(database, plan)
    async with database.reading() as transaction:
        assert await transaction.messages.unsent() == [replace(plan, id=number)]


async def test_the_transcript_names_kind_step_update_and_signals(database: Database, path: Path) -> None:
    """What a coach or an export needs stands in the row."""
    signal = Signal("blame", 0.8, (Cue("you_blame", 0, 9, "you never"),))
    await keep(database, person(ANNA, case(1)))
    heard = incoming(number=1, source="telegram:7", update_id=1000, signals=(signal,))
    await say(database, heard, outgoing("Your plan", number=1, title="Plan"))
    query = "SELECT direction, kind, step, case_id, source, update_id, signals, choices, title FROM messages"
    row, said = rows(path, query)
    assert json.loads(row[6]) == [
        {"kind": "blame", "score": 0.8, "cues": [{"cue": "you_blame", "start": 0, "end": 9, "text": "you never"}]}
    ]
    assert row[:6] == ("in", "text", "reflect", 1, "telegram:7", 1000)
    assert said == ("out", "document", "reflect", 1, None, None, None, None, "Plan")


async def test_what_goes_straight_to_the_driver_is_written_as_sqlalchemy_would(database: Database, path: Path) -> None:
    """Moments, JSON, names and gaps, letter by letter."""
    signal = Signal("blame", 0.8, (Cue("you_blame", 0, 9, "nie – “du”"),))
    at = datetime(2026, 11, 22, 13, 30, tzinfo=timezone(timedelta(hours=1)))
    await keep(database, person())
    await say(database, incoming(at=at, kind=EventKind.TEXT, update_id=7, signals=(signal,)))
    values = {"person_id": 1, "at": at, "direction": "in", "kind": EventKind.TEXT, "text": "They pay late."}
    values |= {"step": "reflect", "source": "terminal", "update_id": 8, "signals": codec.pack_signals((signal,))}
    async with database.engine.begin() as connection:
        await connection.execute(insert(tables.messages).values(values))
    shared = "person_id, case_id, at, direction, kind, text, step, source, signals, choices, title, sent_at"
    first, second = rows(path, f"SELECT {shared} FROM messages ORDER BY id")
    assert first == second


async def test_a_moment_without_a_zone_is_refused_there_too(database: Database) -> None:
    """Nobody could say later when it was."""
    await keep(database, person())
    with pytest.raises(ValueError, match="time zone"):
        await say(database, incoming(at=datetime(2026, 1, 1)))


async def test_what_every_turn_asks_is_found_by_indexes(database: Database, path: Path) -> None:
    """So a message takes as long among a million persons as among a few."""
    statements: list[str] = []

    def watch(connection: AdaptedConnection, *_: object) -> None:
        connection.run_async(lambda lite: lite.set_trace_callback(statements.append))

    sql_event.listen(database.engine.sync_engine, "checkout", watch)
    async with database.reading() as transaction:
        await transaction.persons.load([ANNA])
        await transaction.updates.seen("telegram:7", {1})
        await transaction.outbox.shown([ANNA])
    asked = [statement for statement in statements if statement.startswith("SELECT")]
    plan = sqlite3.connect(path)
    described = [row[3] for statement in asked for row in plan.execute("EXPLAIN QUERY PLAN " + statement)]
    plan.close()
    assert len(asked) == 4
    assert not [line for line in described if line.startswith("SCAN") and "VIRTUAL TABLE" not in line]


async def test_what_is_marked_as_sent_leaves_the_outbox_only(database: Database, path: Path) -> None:
    """The transcript keeps it."""
    await keep(database, person(), person("terminal:b"))
    first, _, third = await say(database, outgoing("one"), outgoing("other", key="terminal:b"), outgoing("two"))
    async with database.writing() as transaction:
        await transaction.messages.mark_sent([first])
        assert [message.id for message in await transaction.messages.unsent(ANNA)] == [third]
        assert [message.reply.text for message in await transaction.messages.unsent()] == ["other", "two"]
    assert rows(path, "SELECT count(*) FROM messages") == [(3,)]


async def test_the_outbox_is_found_by_its_index(database: Database, path: Path) -> None:
    """A long transcript does not slow down what is asked after every turn."""
    statements: list[str] = []
    sql_event.listen(database.engine.sync_engine, "before_cursor_execute", lambda *seen: statements.append(seen[2]))
    async with database.reading() as transaction:
        await transaction.messages.unsent(ANNA)
    plan = sqlite3.connect(path)
    described = " ".join(row[3] for row in plan.execute("EXPLAIN QUERY PLAN " + statements[-1], [ANNA]))
    plan.close()
    assert "ix_messages_unsent" in described


async def test_an_update_is_known_by_its_source_and_number(database: Database) -> None:
    """The same number from another bot is another update."""
    await keep(database, person())
    await say(database, *(incoming(source="telegram:7", update_id=number) for number in (1, 2)))
    async with database.reading() as transaction:
        assert await transaction.updates.seen("telegram:7", {1, 2, 3}) == {1, 2}
        assert await transaction.updates.seen("telegram:8", {1, 2, 3}) == set()


async def test_what_waits_for_somebody_with_several_cases_waits_once_and_in_its_own(database: Database) -> None:
    await keep(database, person(ANNA, case(1), case(2)))
    await say(database, outgoing("In the second.", number=2), outgoing("In the lobby.", number=0))
    async with database.reading() as transaction:
        waiting = [(message.case, message.reply.text) for message in await transaction.messages.unsent(ANNA)]
    assert waiting == [(2, "In the second."), (0, "In the lobby.")]


async def test_one_update_can_t_be_kept_twice(database: Database) -> None:
    """The database itself refuses, whoever forgets to ask."""
    await keep(database, person())
    with pytest.raises(IntegrityError):
        await say(database, incoming(update_id=5), incoming(update_id=5))


async def test_forgetting_leaves_nothing_of_a_person(database: Database, path: Path) -> None:
    """Rows go in every table, the words are overwritten in the file, and others are untouched."""
    await keep(database, person(ANNA, full_case(1)), person("terminal:b", full_case(1)))
    await say(database, incoming(number=1, text="xyzzy" * 50), outgoing("Kept", key="terminal:b"))
    async with database.writing() as transaction:
        event = Event(ANNA, NOON, EventKind.TEXT, "xyzzy")
        await transaction.dead_letters.add([DeadLetter(event, "KeyError", "flows.asking:1 in ask")])
        made = [Invitation("a", ANNA, NOON, "xyzzy", "xyzzy"), Invitation("b", "terminal:b", NOON)]
        await transaction.invitations.add(made)
    async with database.writing() as transaction:
        await transaction.forget([ANNA])
    await database.close()
    counts = [rows(path, f"SELECT count(*) FROM {table}")[0][0] for table in tables.metadata.tables]
    assert dict(zip(tables.metadata.tables, counts, strict=True)) == {
        "persons": 1,
        "cases": 1,
        "messages": 1,
        "reminders": 0,
        "spent_updates": 0,
        "invitations": 1,
        "answered_groups": 0,
        "dead_letters": 0,
        "flags": 0,
        "shared": 0,
        "flagged": 0,
        "reviews": 0,
        "notes": 0,
        "tags": 0,
        "audit": 0,
        "logins": 0,
        "sessions": 0,
        "tallies": 0,
    }
    assert b"xyzzy" not in path.read_bytes()


async def test_an_invitation_is_found_by_its_code_and_its_link_is_not_kept(database: Database) -> None:
    made = Invitation("c0de", ANNA, NOON, "the Tuesday group", "Welcome <all>.", "https://t.me/somewhere?start=c0de")
    async with database.writing() as transaction:
        await transaction.invitations.add([made])
    async with database.reading() as transaction:
        assert await transaction.invitations.load(["c0de", "C0DE", "other"]) == {"c0de": replace(made, link="")}


async def test_each_group_has_its_answer_once_for_as_long_as_the_bot_is_in_it(database: Database) -> None:
    async with database.writing() as transaction:
        assert await transaction.groups.answer("telegram:42", [-1, -2]) == {-1, -2}
        assert await transaction.groups.answer("telegram:42", [-2, -3]) == {-3}
        assert await transaction.groups.answer("telegram:43", [-2]) == {-2}
        await transaction.groups.leave("telegram:42", [-2, -9])
        assert await transaction.groups.answer("telegram:42", [-1, -2]) == {-2}


async def test_the_number_of_something_deleted_is_not_given_again(database: Database) -> None:
    """A late mark for a deleted message can't hit another one."""
    await keep(database, person())
    (gone,) = await say(database, outgoing("gone"))
    async with database.writing() as transaction:
        await transaction.forget([ANNA])
    await keep(database, person())
    (fresh,) = await say(database, outgoing("fresh"))
    assert fresh > gone


# -- the database -----------------------------------------------------------------------------------


async def test_sqlite_is_opened_to_keep_what_is_committed(database: Database) -> None:
    """Write-ahead log, every commit on disk, foreign keys on."""
    async with database.engine.connect() as connection:
        pragmas = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        found = [(await connection.exec_driver_sql(f"PRAGMA {name}")).scalar() for name in pragmas]
    assert found == ["wal", 2, 1, 100]


async def test_a_writer_waits_for_another_process_and_holds_up_nobody(url: str, path: Path) -> None:
    """Everything else goes on meanwhile; once the lock is free, the writer has it."""
    await migrate(url)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    async with await Database.open(url, patience=5) as opened:
        waiting = asyncio.create_task(keep(opened, person()))
        for _ in range(10):
            await asyncio.wait_for(asyncio.sleep(0.01), 0.5)
        assert not waiting.done()
        other.execute("ROLLBACK")
        other.close()
        await waiting
        assert await known(opened, ANNA) == {ANNA: person()}


async def test_a_writer_who_gives_up_while_another_process_writes_leaves_the_lock_alone(url: str, path: Path) -> None:
    """What it asked for may still be granted, to nobody; so it is given back, and the next writer finds it free."""
    await migrate(url)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    async with await Database.open(url, patience=5) as opened:
        waiting = asyncio.create_task(keep(opened, person()))
        await asyncio.sleep(0.1)
        waiting.cancel()
        await asyncio.sleep(0.01)
        other.execute("ROLLBACK")
        await asyncio.wait([waiting])
        assert waiting.cancelled()
        other.execute("BEGIN IMMEDIATE")
        other.close()
        await keep(opened, person())
        assert await known(opened, ANNA) == {ANNA: person()}


async def test_after_a_writer_who_failed_the_next_one_starts_anew(database: Database) -> None:
    """Of many rows none is kept if one of them can't be, and nothing of them comes later."""
    await keep(database, person())
    several = [incoming(update_id=number) for number in (1, 2, 2, 3, 3, 4)]
    with pytest.raises(IntegrityError):
        await say(database, *several)
    await say(database, incoming(update_id=5))
    async with database.reading() as transaction:
        assert await transaction.updates.seen("terminal", {1, 2, 3, 4, 5}) == {5}


async def test_a_commit_that_nobody_waits_for_any_more_is_whole(database: Database) -> None:
    """Cancelled while it is being written, it is there or not; and the next one is not in its way."""
    for number in range(20):
        writing = asyncio.create_task(keep(database, person(f"terminal:{number}", full_case())))
        await asyncio.sleep(0.001 * (number % 5))
        writing.cancel()
        await asyncio.wait([writing])
    await keep(database, person(ANNA, full_case()))
    found = await known(database, ANNA, *(f"terminal:{number}" for number in range(20)))
    assert all(len(someone.cases) == 1 for someone in found.values())
    assert ANNA in found


async def test_a_writer_holds_the_lock_from_its_first_word(database: Database, path: Path) -> None:
    """Another writer is kept out before anything was read; a reader is not."""
    other = sqlite3.connect(path, timeout=0, isolation_level=None)
    async with database.writing():
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        assert other.execute("SELECT count(*) FROM persons").fetchone() == (0,)
    other.execute("BEGIN IMMEDIATE")
    other.close()


async def test_a_database_that_another_process_is_writing_to_is_called_locked(database: Database, path: Path) -> None:
    """After some patience, in one line."""
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Locked) as told:
        async with database.writing():
            pass
    other.close()
    assert str(told.value).startswith("The database is locked by another process.")
    assert str(told.value).endswith("goodterms.db)")


async def test_a_read_only_database_is_called_so(database: Database, path: Path) -> None:
    """It can be read; writing says what is wrong."""
    await database.close()
    async with await Database.open(f"sqlite+aiosqlite:///file:{path}?mode=ro&uri=true") as opened:
        assert await known(opened, ANNA) == {}
        with pytest.raises(ReadOnly, match="read-only"):
            await keep(opened, person())


async def test_a_read_only_database_can_t_be_migrated(path: Path) -> None:
    """The first start says so."""
    sqlite3.connect(path).close()
    path.touch()
    with pytest.raises(ReadOnly, match="read-only"):
        await migrate(f"sqlite+aiosqlite:///file:{path}?mode=ro&uri=true")


@pytest.mark.parametrize("content", [b"This is a shopping list, no database at all.\n" * 100, b"\0" * 4096])
async def test_a_file_that_is_no_database_can_t_be_opened(url: str, path: Path, content: bytes) -> None:
    """Neither migrating nor opening touches it."""
    path.write_bytes(content)
    for attempt in (migrate, Database.open):
        with pytest.raises(StorageError) as told:
            await attempt(url)
        assert "\n" not in str(told.value)
    assert path.read_bytes() == content


async def test_a_damaged_database_is_reported_in_one_line(database: Database, url: str, path: Path) -> None:
    """Half a file is no database."""
    await keep(database, *(person(f"terminal:{number}", full_case()) for number in range(100)))
    await database.close()
    damaged = path.read_bytes()
    path.write_bytes(damaged[:4096] + b"\xff" * (len(damaged) - 4096))
    with pytest.raises(CannotOpen):
        await Database.open(url)


async def test_a_folder_that_is_not_there_can_t_be_opened(tmp_path: Path) -> None:
    """The line names the file."""
    with pytest.raises(CannotOpen, match=r"no/such/folder\.db"):
        await migrate(f"sqlite+aiosqlite:///{tmp_path}/no/such/folder.db")


@pytest.mark.parametrize("content", [None, b"", b"This is a shopping list, no database at all." * 100])
async def test_what_can_t_be_opened_leaves_no_thread_behind(tmp_path: Path, content: bytes | None) -> None:
    """Neither a folder that is not there, nor an empty file, nor one that is no database."""
    file = tmp_path / ("nowhere/x.db" if content is None else "x.db")
    if content is not None:
        file.write_bytes(content)
    before = set(threading.enumerate())
    with pytest.raises(StorageError):
        await Database.open(f"sqlite+aiosqlite:///{file}")
    begun = set(threading.enumerate()) - before
    for thread in begun:
        thread.join(timeout=5)
    assert not any(thread.is_alive() for thread in begun)


async def test_a_database_that_was_never_migrated_is_refused(url: str) -> None:
    """The line says which command helps."""
    with pytest.raises(NotMigrated, match="goodterms migrate"):
        await Database.open(url)


@pytest.mark.parametrize(
    "address", ["", "goodterms.db", "sqlite:///x.db", "nosuch+driver://host/x", "mysql+aiomysql://h"]
)
async def test_an_address_that_makes_no_sense_is_refused(address: str) -> None:
    """The setting to mend is named."""
    with pytest.raises(BadAddress, match="DATABASE_URL"):
        await Database.open(address)


async def test_no_error_shows_a_password() -> None:
    """Addresses of servers hold one."""
    with pytest.raises(StorageError) as told:
        await Database.open("nosuch+driver://coach:hunter2@host/x")
    assert "hunter2" not in str(told.value)


async def test_private_words_are_in_no_log_and_no_error(database: Database, caplog: pytest.LogCaptureFixture) -> None:
    """Not even with everything logged, and not when a statement fails."""
    caplog.set_level(logging.DEBUG)
    await keep(database, person(ANNA, full_case()))
    with pytest.raises(IntegrityError) as told:
        await say(database, *[incoming(text="Maple SNF", update_id=9)] * 2)
    assert "Maple" not in caplog.text + str(told.value)


def test_the_tables_can_be_made_on_postgresql_too() -> None:
    """Nothing in them is SQLite's alone."""
    for table in tables.metadata.sorted_tables:
        assert str(CreateTable(table).compile(dialect=postgresql.dialect()))
        for index in table.indexes:
            assert str(CreateIndex(index).compile(dialect=postgresql.dialect()))


async def test_a_copy_of_the_file_is_a_back_up(database: Database, path: Path, tmp_path: Path) -> None:
    """After closing there is one file, with everything in it."""
    await keep(database, person(ANNA, full_case()))
    await database.close()
    shutil.copy(path, tmp_path / "copy.db")
    async with await Database.open(f"sqlite+aiosqlite:///{tmp_path}/copy.db") as copy:
        assert await known(copy, ANNA) == {ANNA: person(ANNA, full_case())}
