"""A batch of events is heard as one: all of it is committed, or none, and nothing is heard twice.

Most of it is shown with a tiny flow that says back what it hears, so that only the engine can be at
fault; the last part is the real one.
"""

from __future__ import annotations

import asyncio
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

import pytest
from sqlalchemy import AdaptedConnection
from sqlalchemy import event as sql_event

from bot.engine import Books, Engine
from bot.texts import load_books
from flows import conversation
from flows.book import Book
from flows.model import Answer, Case, Choice, Event, EventKind, Person, Reply, Signal, Turn
from storage import codec
from storage.database import Database
from storage.errors import Locked, ReadOnly
from storage.migrate import migrate
from storage.records import Outgoing
from tests.bench.engine_turns import talk
from tests.outside import rows

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
ME = "terminal:me"
SORRY = "That went wrong on my side."
SIGNALS = load_books()["en"].tables["signals"]
BOOKS = {
    "en": Book("en", {"control": {"apology": SORRY}, "signals": SIGNALS, "ordinary": {"words": []}}),
    "de": Book("de", {"control": {"apology": "Verzeihung."}, "signals": SIGNALS}),
}


def parrot(books: Books, person: Person, event: Event) -> Turn:
    """Says back what it hears, counts how often, and knows a few words that make things happen."""
    if event.text == "boom":
        raise KeyError(f"private words of {person.key}")
    lobby, cases, active = person.lobby, person.cases, person.active
    count = lobby.turn + 1
    lobby = replace(lobby, turn=count, updated_at=event.at)
    if event.text == "new case":
        active = len(cases) + 1
        cases = (*cases, Case(active, "client", event.at, event.at))
    if event.text.startswith("keep "):
        kept = {"client_name": Answer(event.text[5:], event.text, event.at)}
        cases = (*cases[:-1], replace(cases[-1], answers=kept, updated_at=event.at))
    if event.text == "unkeepable":
        lobby = replace(lobby, answers={"odd": Answer(object(), "", event.at)})
    replies = [(active, "client", Reply(f"{count}: {event.text}", (Choice("Yes", "1:1:a:yes"),)))]
    if event.text == "plan":
        replies.append((active, "client", Reply("All of it", title="Plan")))
    after = replace(person, lobby=lobby, cases=cases, active=active)
    signals = (Signal("patient", 1.0),) if "Mrs." in event.text else ()
    heard = event.text.replace("Mrs. Smith", "[name]")
    return Turn(after, person.active, "client", heard, tuple(replies), signals, event.text == "forget me")


def said(text: str, update_id: int | None = None, person: str = ME, kind: EventKind = EventKind.TEXT) -> Event:
    return Event(person, NOON, kind, text, update_id)


def texts(messages: list[Outgoing]) -> list[str]:
    return [message.reply.text for message in messages]


def count(path: Path, table: str) -> int:
    return int(rows(path, f"SELECT count(*) FROM {table}")[0][0])


@pytest.fixture
def engine(database: Database) -> Engine:
    return Engine(database, BOOKS, advance=parrot)


@pytest.fixture
def statements(database: Database) -> Iterator[list[str]]:
    """The statements that reach the database, each by its first words; one that is run many times, once."""
    seen: list[str] = []

    def note(statement: str) -> None:
        words = " ".join(statement.split()[: 3 if statement.startswith("INSERT") else 2])
        if words not in seen[-1:]:
            seen.append(words)

    def watch(connection: AdaptedConnection, *_: object) -> None:
        connection.run_async(lambda lite: lite.set_trace_callback(note))

    sql_event.listen(database.engine.sync_engine, "checkout", watch)
    yield seen
    sql_event.remove(database.engine.sync_engine, "checkout", watch)


# -- one batch --------------------------------------------------------------------------------------


async def test_what_is_said_comes_back_in_order_with_its_ids(engine: Engine) -> None:
    """The channel can deliver at once, and name what it delivered."""
    heard = await engine.hear([said("one"), said("plan"), said("two")])
    assert texts(heard) == ["1: one", "2: plan", "All of it", "3: two"]
    ids = [message.id for message in heard]
    assert ids == sorted({number for number in ids if number is not None})
    assert (heard[0].person, heard[0].case, heard[0].step, heard[0].at) == (ME, 0, "client", NOON)


async def test_events_of_one_person_in_a_batch_see_each_other(engine: Engine) -> None:
    """Their turns build on one another, between the turns of others."""
    heard = await engine.hear(
        [said("a"), said("x", person="terminal:you"), said("b"), said("y", person="terminal:you")]
    )
    assert texts(heard) == ["1: a", "1: x", "2: b", "2: y"]


async def test_a_conversation_goes_on_in_the_next_batch(engine: Engine, url: str) -> None:
    """And after closing the program."""
    await engine.hear([said("a")])
    assert texts(await engine.hear([said("b")])) == ["2: b"]
    async with await Database.open(url) as reopened:
        assert texts(await Engine(reopened, BOOKS, advance=parrot).hear([said("c")])) == ["3: c"]


async def test_a_batch_is_one_transaction_with_one_statement_a_table(engine: Engine, statements: list[str]) -> None:
    """However many events, persons and cases are in it, new and known."""
    for start in (0, 50):
        events = [said("new case", number, f"terminal:{number}") for number in range(start, start + 100)]
        events += [said("again", 1000 + start + number, f"terminal:{start + number}") for number in range(100)]
        statements.clear()
        await engine.hear([*events, said("boom", 2000 + start)])
        assert statements == [
            "BEGIN IMMEDIATE",
            "SELECT messages.update_id",
            "SELECT persons.id,",
            "SELECT reminders.case_number,",
            "INSERT INTO persons",
            "INSERT INTO cases",
            "INSERT INTO messages",
            "INSERT INTO tallies",
            "INSERT INTO dead_letters",
            "COMMIT",
        ]


async def test_nothing_is_written_for_nobody(engine: Engine, path: Path) -> None:
    """An empty batch is no mistake."""
    assert await engine.hear([]) == []
    assert count(path, "persons") == 0


async def test_only_what_changed_is_written(engine: Engine, path: Path, statements: list[str]) -> None:
    """A turn in the lobby does not write the cases again."""
    await engine.hear([said("new case"), said("keep Maple SNF")])
    statements.clear()
    await engine.hear([said("hello")])
    assert "INSERT INTO persons" in statements
    assert "INSERT INTO cases" not in statements
    assert rows(path, "SELECT client FROM cases") == [("Maple SNF",)]


async def test_the_transcript_tells_who_said_what(engine: Engine, path: Path) -> None:
    """In and out, in order, each with kind, case and update."""
    await engine.hear([said("new case", 7), said("/plan", 8), said("plan", 9, kind=EventKind.CHOICE)])
    await engine.hear([said("", 10, kind=EventKind.OTHER), said("/help", 11, kind=EventKind.COMMAND)])
    found = rows(path, "SELECT direction, kind, text, case_id, update_id, source FROM messages ORDER BY id")
    assert found == [
        ("in", "text", "new case", None, 7, "terminal"),
        ("out", "text", "1: new case", 1, None, None),
        ("in", "command", "/plan", 1, 8, "terminal"),
        ("out", "text", "2: /plan", 1, None, None),
        ("in", "choice", "plan", 1, 9, "terminal"),
        ("out", "text", "3: plan", 1, None, None),
        ("out", "document", "All of it", 1, None, None),
        ("in", "other", "", 1, 10, "terminal"),
        ("out", "text", "4: ", 1, None, None),
        ("in", "command", "/help", 1, 11, "terminal"),
        ("out", "text", "5: /help", 1, None, None),
    ]


async def test_coming_back_is_nothing_that_was_said(engine: Engine, path: Path) -> None:
    """Opening the conversation leaves an answer in the transcript, but no message of the person."""
    assert texts(await engine.hear([said("", kind=EventKind.OPEN)])) == ["1: "]
    assert rows(path, "SELECT direction FROM messages") == [("out",)]


async def test_only_what_may_be_stored_is_stored(engine: Engine, path: Path) -> None:
    """The transcript has the text as the flow lets it through, with what it noticed."""
    await engine.hear([said("Mrs. Smith fell")])
    assert rows(path, "SELECT text, json_extract(signals, '$[0].kind') FROM messages WHERE direction = 'in'") == [
        ("[name] fell", "patient")
    ]


async def test_text_that_no_database_can_hold_is_made_harmless(engine: Engine, path: Path) -> None:
    """Half an emoji or a NUL neither fails nor spoils the rest."""
    assert texts(await engine.hear([said("half \ud83d, nul \0."), said("fine 🙂")])) == [
        "1: half ?, nul .",
        "2: fine 🙂",
    ]
    assert count(path, "dead_letters") == 0


async def test_a_newcomer_gets_the_time_zone_of_the_house(database: Database) -> None:
    """Until they say theirs."""
    zones = []

    def note(books: Books, person: Person, event: Event) -> Turn:
        zones.append(person.timezone)
        return parrot(books, replace(person, timezone="Europe/Berlin"), event)

    engine = Engine(database, BOOKS, "America/Chicago", advance=note)
    await engine.hear([said("hello")])
    await engine.hear([said("again")])
    assert zones == ["America/Chicago", "Europe/Berlin"]


# -- repeats ----------------------------------------------------------------------------------------


async def test_an_update_takes_effect_once(engine: Engine, path: Path) -> None:
    """Repeated in a later batch it changes nothing and is answered by nothing."""
    await engine.hear([said("a", 1)])
    assert await engine.hear([said("a", 1)]) == []
    assert texts(await engine.hear([said("a", 1), said("b", 2)])) == ["2: b"]
    assert count(path, "messages") == 4


async def test_an_update_that_comes_twice_in_a_batch_is_heard_once(engine: Engine) -> None:
    """The first of them."""
    assert texts(await engine.hear([said("a", 1), said("a", 1), said("b", 2)])) == ["1: a", "2: b"]


async def test_saying_the_same_twice_is_no_repeat(engine: Engine) -> None:
    """Events without a number are all different, even in a terminal at the same moment."""
    assert texts(await engine.hear([said("yes"), said("yes")])) == ["1: yes", "2: yes"]


async def test_the_same_number_of_another_bot_is_another_update(database: Database) -> None:
    """Update ids are unique for one bot."""
    first = Engine(database, BOOKS, source="telegram:7", advance=parrot)
    second = Engine(database, BOOKS, source="telegram:8", advance=parrot)
    await first.hear([said("a", 1)])
    assert texts(await second.hear([said("b", 1)])) == ["2: b"]


# -- failing ----------------------------------------------------------------------------------------


async def test_an_event_that_fails_fails_alone(engine: Engine) -> None:
    """It is answered with an apology; the events around it are heard as if it had not been."""
    heard = await engine.hear([said("a"), said("boom"), said("x", person="terminal:you"), said("b")])
    assert texts(heard) == ["1: a", SORRY, "1: x", "2: b"]
    assert None not in [message.id for message in heard]


async def test_a_failed_event_is_kept_with_type_and_place_and_without_the_error_s_words(
    engine: Engine, path: Path
) -> None:
    """Enough to find the mistake and to hear the event again."""
    await engine.hear([said("boom", 5)])
    ((person, payload, error, place),) = rows(path, "SELECT person_key, payload, error, place FROM dead_letters")
    assert (person, error) == (ME, "KeyError")
    assert re.fullmatch(r"[\w.]*test_engine:\d+ in parrot", place)
    assert '"text":"boom"' in payload
    assert '"update_id":5' in payload
    assert "private words" not in "".join(map(str, rows(path, "SELECT * FROM dead_letters")))


async def test_what_failed_is_in_the_transcript_without_its_text(engine: Engine, path: Path) -> None:
    """Nothing had looked yet for what may not be kept in it; and repeated, it is not heard again."""
    await engine.hear([said("new case"), said("boom", 5)])
    assert rows(path, "SELECT direction, text, step, case_id FROM messages")[2:] == [
        ("in", "", "client", 1),
        ("out", SORRY, "client", 1),
    ]
    assert await engine.hear([said("boom", 5)]) == []


async def test_the_apology_is_in_the_person_s_language(engine: Engine) -> None:
    """As everything else."""
    event = replace(said("boom"), language="de")
    assert texts(await engine.hear([event])) == ["Verzeihung."]
    assert texts(await engine.hear([said("boom")])) == ["Verzeihung."]


async def test_an_outcome_that_can_t_be_saved_is_set_aside_alone(engine: Engine, path: Path) -> None:
    """The batch fails as a whole at first; then each event is heard for itself."""
    events = [said("a", 1), said("unkeepable", 2, "terminal:you"), said("b", 3)]
    heard = await engine.hear(events)
    assert texts(heard) == ["1: a", SORRY, "2: b"]
    assert rows(path, "SELECT person_key, error FROM dead_letters") == [("terminal:you", "TypeError")]
    assert texts(await engine.hear([said("x", 4, "terminal:you")])) == ["1: x"]


async def test_a_person_whose_state_can_t_be_read_stops_nobody_else(engine: Engine, path: Path, url: str) -> None:
    """A damaged row is answered with an apology too."""
    await engine.hear([said("a"), said("x", person="terminal:you")])
    connection = sqlite3.connect(path)
    connection.execute("UPDATE persons SET state = '[1]' WHERE key = 'terminal:you'")
    connection.commit()
    connection.close()
    assert texts(await engine.hear([said("y", person="terminal:you"), said("b")])) == [SORRY, "2: b"]


async def test_a_rolled_back_batch_leaves_nothing(engine: Engine, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not a person, not a message, when the program is stopped before the commit."""

    async def stopped(*_: object) -> None:
        raise asyncio.CancelledError

    with monkeypatch.context() as patched:
        patched.setattr("storage.transaction.DeadLetters.add", stopped)
        with pytest.raises(asyncio.CancelledError):
            await engine.hear([said("new case"), said("a")])
    assert [count(path, table) for table in ("persons", "cases", "messages")] == [0, 0, 0]
    assert texts(await engine.hear([said("a")])) == ["1: a"]


# -- the outbox -------------------------------------------------------------------------------------


async def test_what_was_not_delivered_waits(engine: Engine) -> None:
    """In order, for one person or for all, until it is marked."""
    mine = await engine.hear([said("a"), said("plan")])
    yours = await engine.hear([said("x", person="terminal:you")])
    assert await engine.unsent(ME) == mine
    assert await engine.unsent() == mine + yours
    await engine.delivered([message.id for message in mine[:2] if message.id])
    assert await engine.unsent(ME) == mine[2:]
    assert texts(await engine.unsent(ME)) == ["All of it"]


async def test_marking_nothing_costs_nothing(engine: Engine, statements: list[str]) -> None:
    """Nor does it wait for a lock."""
    await engine.delivered([])
    assert statements == []


def crash(url: str, moment: str) -> int:
    """Hears one event in a process that dies without a word, and gives its exit status."""
    code = f"""
import asyncio, os
from tests.test_engine import *
def flow(books, person, event):
    if {moment!r} == "in the middle" and event.text == "b":
        os._exit(9)
    return parrot(books, person, event)
async def main():
    database = await Database.open({url!r})
    await Engine(database, BOOKS, advance=flow).hear([said("a", 1), said("b", 2)])
    os._exit(9)
asyncio.run(main())
"""
    return subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parent.parent, check=False).returncode


async def test_a_crash_between_commit_and_delivery_loses_nothing(url: str) -> None:
    """What the dead process had committed is delivered by the next one, and not heard again."""
    await migrate(url)
    assert await asyncio.to_thread(crash, url, "after the commit") == 9
    async with await Database.open(url) as database:
        engine = Engine(database, BOOKS, advance=parrot)
        assert texts(await engine.unsent(ME)) == ["1: a", "2: b"]
        assert await engine.hear([said("a", 1), said("b", 2)]) == []


async def test_a_crash_in_the_middle_of_a_batch_leaves_nothing_of_it(url: str) -> None:
    """Heard again, it is as if for the first time."""
    await migrate(url)
    assert await asyncio.to_thread(crash, url, "in the middle") == 9
    async with await Database.open(url) as database:
        engine = Engine(database, BOOKS, advance=parrot)
        assert await engine.unsent() == []
        assert texts(await engine.hear([said("a", 1), said("b", 2)])) == ["1: a", "2: b"]


# -- forgetting -------------------------------------------------------------------------------------


async def test_forgetting_deletes_everything_and_is_answered(engine: Engine, path: Path) -> None:
    """The answer is delivered and not stored; others are untouched."""
    await engine.hear([said("new case"), said("boom"), said("x", person="terminal:you")])
    heard = await engine.hear([said("forget me")])
    assert [(message.reply.text, message.id) for message in heard] == [("2: forget me", None)]
    assert rows(path, "SELECT key FROM persons") == [("terminal:you",)]
    assert [count(path, table) for table in ("cases", "messages", "dead_letters")] == [0, 2, 0]
    assert await engine.unsent(ME) == []


async def test_who_was_forgotten_begins_anew(engine: Engine) -> None:
    """As somebody whom we never met."""
    await engine.hear([said("a"), said("forget me")])
    assert texts(await engine.hear([said("hello")])) == ["1: hello"]


async def test_forgetting_in_the_middle_of_a_batch_takes_what_came_before(engine: Engine, path: Path) -> None:
    """What was said before it in the same batch is answered and not kept; what comes after is a beginning."""
    await engine.hear([said("before")])
    heard = await engine.hear([said("new case"), said("boom"), said("forget me"), said("hello")])
    assert texts(heard) == ["2: new case", SORRY, "3: forget me", "1: hello"]
    assert [message.id is None for message in heard] == [True, True, True, False]
    assert rows(path, "SELECT text FROM messages ORDER BY id") == [("hello",), ("1: hello",)]
    assert [count(path, table) for table in ("persons", "cases", "dead_letters")] == [1, 0, 0]


# -- several at once --------------------------------------------------------------------------------


async def test_two_processes_on_one_file_lose_no_turn(url: str, path: Path) -> None:
    """They take turns with the same person; every turn sees the one before it."""
    await migrate(url)
    code = f"""
import asyncio
from tests.test_engine import *
async def main():
    async with await Database.open({url!r}, patience=30) as database:
        engine = Engine(database, BOOKS, advance=parrot)
        for _ in range(25):
            await engine.hear([said("tick")])
asyncio.run(main())
"""
    folder = Path(__file__).parent.parent
    started = [subprocess.Popen([sys.executable, "-c", code], cwd=folder) for _ in range(2)]
    assert [await asyncio.to_thread(process.wait) for process in started] == [0, 0]
    replies = rows(path, "SELECT text FROM messages WHERE direction = 'out' ORDER BY id")
    assert replies == [(f"{number}: tick",) for number in range(1, 51)]


async def test_a_batch_that_can_t_get_the_lock_can_be_heard_again(engine: Engine, path: Path) -> None:
    """Nothing of it was taken for a mistake of the events."""
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Locked):
        await engine.hear([said("a", 1)])
    other.close()
    assert texts(await engine.hear([said("a", 1)])) == ["1: a"]
    assert count(path, "dead_letters") == 0


async def test_hearing_on_a_read_only_file_is_one_plain_error(database: Database, path: Path) -> None:
    """Events are not to blame for it."""
    await database.close()
    async with await Database.open(f"sqlite+aiosqlite:///file:{path}?mode=ro&uri=true") as opened:
        with pytest.raises(ReadOnly):
            await Engine(opened, BOOKS, advance=parrot).hear([said("a"), said("b")])
    assert count(path, "dead_letters") == 0


# -- the real conversation --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def books() -> Books:
    return load_books()


def in_memory(books: Books, events: Iterable[Event]) -> dict[str, Person]:
    """Where the pure flow alone leads."""
    persons: dict[str, Person] = {}
    for event in events:
        person = persons.get(event.person) or conversation.begin(event.person, event)
        persons[event.person] = conversation.advance(books, person, event).person
    return persons


async def test_the_real_conversation_is_the_same_with_the_engine_as_without(
    database: Database, url: str, path: Path, books: Books
) -> None:
    """Hundreds of turns of several persons end where the pure flow ends, still at hand or read from the file."""
    batches = talk(books, turns=600, persons=4)
    for batch in batches:
        await Engine(database, books).hear(batch)
        async with await Database.open(url) as from_file, from_file.reading() as transaction:
            opened = await transaction.persons.load({event.person for event in batch})
        async with database.reading() as transaction:
            at_hand = await transaction.persons.load({event.person for event in batch})
        assert opened == at_hand
    assert opened == in_memory(books, chain.from_iterable(batches))
    assert count(path, "dead_letters") == 0


def test_every_state_of_the_real_conversation_survives_being_written(books: Books) -> None:
    """Nothing that the flow keeps changes its shape on the way through JSON."""
    persons: dict[str, Person] = {}
    for event in chain.from_iterable(talk(books, turns=500, persons=5)):
        person = persons.get(event.person) or conversation.begin(event.person, event)
        persons[event.person] = person = conversation.advance(books, person, event).person
        for case in person.cases:
            assert codec.open_case(codec.compact(codec.pack_case(case))) == case
        written = codec.compact(codec.pack_person(person))
        assert codec.open_person(person.key, written) == replace(person, cases=(), reminders=())
