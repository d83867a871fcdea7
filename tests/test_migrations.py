"""The schema's history leads to the tables that the code works with, and never costs anybody a word."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from alembic import command
from sqlalchemy import create_engine, inspect

import storage
from storage import schema
from storage.database import Database
from storage.errors import NewerRelease, NotMigrated, NotOurs
from storage.migrate import migrate
from storage.tables import metadata

HEAD = "0007"
"""The newest revision."""

WITHOUT_NUMBERS = {
    "spent_updates", "invitations", "answered_groups", "reminders", "flags", "shared", "reviews", "tags", "logins",
    "sessions", "tallies", "flagged",
}  # fmt: skip
"""Tables whose rows are known by something else than a number of ours."""


def execute(path: Path, *statements: str) -> list[Any]:
    """What the last statement gives, on a connection of its own."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        return [connection.execute(statement).fetchall() for statement in statements][-1]
    finally:
        connection.close()


def reflected(path: Path) -> dict[str, Any]:
    """Everything that SQLAlchemy reads back about the tables in a file, as text."""
    engine = create_engine(f"sqlite:///{path}")
    read = inspect(engine)
    found = {
        table: {
            "columns": [plain(column) for column in read.get_columns(table)],
            "primary key": plain(read.get_pk_constraint(table)),
            "foreign keys": sorted(plain(key) for key in read.get_foreign_keys(table)),
            "unique": sorted(plain(constraint) for constraint in read.get_unique_constraints(table)),
            "checks": sorted(plain(check) for check in read.get_check_constraints(table)),
            "indexes": sorted(plain(index) for index in read.get_indexes(table)),
        }
        for table in read.get_table_names()
        if table != "alembic_version"
    }
    engine.dispose()
    return found


def plain(value: Any) -> str:
    """A reflected thing as text, the SQL in it included."""
    return str({name: plain(inner) for name, inner in value.items()}) if isinstance(value, dict) else str(value)


def numbering(path: Path) -> set[str]:
    """The tables whose numbers are never given twice; reflection is silent about that."""
    return {name for name, sql in execute(path, "SELECT name, sql FROM sqlite_master") if "AUTOINCREMENT" in str(sql)}


async def test_the_migrated_schema_is_the_fresh_one(url: str, path: Path, tmp_path: Path) -> None:
    """What migrations build is what `storage.tables` says, to the last index."""
    await migrate(url)
    fresh = tmp_path / "fresh.db"
    engine = create_engine(f"sqlite:///{fresh}")
    metadata.create_all(engine)
    engine.dispose()
    assert reflected(path) == reflected(fresh)
    assert numbering(path) == numbering(fresh) == set(metadata.tables) - WITHOUT_NUMBERS


async def test_migrating_twice_is_harmless(url: str, path: Path) -> None:
    """The second time finds nothing to do, and keeps what was stored."""
    await migrate(url)
    values = "'2026-01-01', '', '{}', 'E', 'here'"
    execute(path, f"INSERT INTO dead_letters (at, person_key, payload, error, place) VALUES ({values})")
    before = reflected(path)
    await migrate(url)
    assert reflected(path) == before
    assert execute(path, "SELECT count(*) FROM dead_letters") == [(1,)]


async def test_two_that_start_at_once_both_find_it_migrated(url: str, path: Path) -> None:
    """Two terminals opened on a fresh machine don't get into each other's way."""
    code = f"import asyncio; from storage.migrate import migrate; asyncio.run(migrate({url!r}))"
    folder = Path(storage.__file__).parent.parent
    started = [subprocess.Popen([sys.executable, "-c", code], cwd=folder, stderr=subprocess.PIPE) for _ in range(3)]
    ended = await asyncio.gather(*(asyncio.to_thread(process.communicate) for process in started))
    assert [error for _, error in ended] == [b"", b"", b""]
    assert execute(path, "SELECT version_num FROM alembic_version") == [(HEAD,)]


async def test_it_works_from_any_folder(url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The migrations are found beside the code, not beside whoever calls."""
    monkeypatch.chdir(tmp_path)
    await migrate(url)
    async with await Database.open(url):
        pass


async def test_a_database_of_a_newer_release_is_refused_in_one_line(url: str, path: Path) -> None:
    """Neither migrating nor opening touches what this release can't understand."""
    await migrate(url)
    execute(path, "UPDATE alembic_version SET version_num = '9999'")
    for attempt in (migrate, Database.open):
        with pytest.raises(NewerRelease) as told:
            await attempt(url)
        assert str(told.value) == (
            "The database comes from a newer release of Good Terms. "
            f"Update this installation to use it. ({path})"
        )  # fmt: skip
    assert execute(path, "SELECT version_num FROM alembic_version") == [("9999",)]


async def test_a_database_of_another_program_is_refused(url: str, path: Path) -> None:
    """One that happens to have a table of the same name is left alone."""
    execute(path, "CREATE TABLE messages (subject TEXT)")
    with pytest.raises(NotOurs):
        await migrate(url)
    assert execute(path, "SELECT name FROM sqlite_master") == [("messages",)]


def migrated_to(path: Path, revision: str) -> None:
    """A database as an earlier release left it, with somebody in it."""
    engine = create_engine(f"sqlite:///{path}")
    settings = schema.config()
    with engine.begin() as connection:
        settings.attributes["connection"] = connection
        command.upgrade(settings, revision)
    engine.dispose()
    somebody(path)


async def test_what_was_kept_before_there_were_invitations_is_still_there(url: str, path: Path) -> None:
    migrated_to(path, "0002")
    await migrate(url)
    assert execute(path, "SELECT text FROM messages") == [("They pay late.",)]
    assert execute(path, "SELECT count(*) FROM invitations, answered_groups") == [(0,)]


async def test_what_waited_before_there_were_files_is_still_delivered(url: str, path: Path) -> None:
    """A paper from before comes as it would have come then: with its title and its text."""
    migrated_to(path, "0003")
    execute(
        path,
        "INSERT INTO messages (person_id, at, direction, kind, text, step, title)"
        " VALUES (1, '2026-01-01 00:00:00.000000', 'out', 'document', 'All of it.', 'closed', 'The plan')",
    )
    await migrate(url)
    async with await Database.open(url) as database, database.reading() as transaction:
        (waiting,) = await transaction.messages.unsent()
    assert (waiting.reply.title, waiting.reply.text, waiting.reply.document) == ("The plan", "All of it.", None)


async def test_what_the_first_release_kept_is_still_there(url: str, path: Path, tmp_path: Path) -> None:
    """A database from before Telegram: its words stay, and what waits in its outbox still waits."""
    migrated_to(path, "0001")
    execute(
        path,
        "INSERT INTO messages (person_id, at, direction, kind, text, step)"
        " VALUES (1, '2026-01-01 00:00:00.000000', 'out', 'text', 'Still here.', 'reflect')",
    )
    await migrate(url)
    async with await Database.open(url) as database, database.reading() as transaction:
        assert [message.reply.text for message in await transaction.messages.unsent()] == ["Still here."]


# -- what later migrations can rely on --------------------------------------------------------------


@pytest.fixture
def second(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """Adds another revision, whose `upgrade` has this body."""

    def add(body: str) -> None:
        copy = tmp_path / "migrations"
        shutil.copytree(schema.MIGRATIONS, copy, ignore=shutil.ignore_patterns("__pycache__"))
        head = f"import sqlalchemy as sa\nfrom alembic import op\n\nrevision = '9998'\ndown_revision = '{HEAD}'\n\n\n"
        text = head + "def upgrade():\n" + "".join(f"    {line}\n" for line in dedent(body).strip().splitlines())
        (copy / "versions" / "r9998_next.py").write_text(text)
        monkeypatch.setattr(schema, "MIGRATIONS", copy)

    return add


def somebody(path: Path) -> None:
    """A person with a case and a message."""
    execute(
        path,
        "INSERT INTO persons (id, key, state, created_at, updated_at)"
        " VALUES (1, 'terminal:me', '{}', '2026-01-01', '2026-01-01')",
        "INSERT INTO cases (id, person_id, number, step, state, created_at, updated_at)"
        " VALUES (1, 1, 1, 'reflect', '{}', '2026-01-01', '2026-01-01')",
        "INSERT INTO messages (person_id, case_id, at, direction, kind, text, step)"
        " VALUES (1, 1, '2026-01-01', 'in', 'text', 'They pay late.', 'reflect')",
    )


async def test_an_older_database_is_refused_until_it_is_migrated(url: str, second: Any) -> None:
    """Opening never works on half a schema."""
    await migrate(url)
    second("op.add_column('persons', sa.Column('nickname', sa.Text()))")
    with pytest.raises(NotMigrated):
        await Database.open(url)
    await migrate(url)
    async with await Database.open(url):
        pass


async def test_rebuilding_a_table_keeps_what_belongs_to_it(url: str, path: Path, second: Any) -> None:
    """SQLite changes a table by dropping it; cases and messages must not be dropped with their person."""
    await migrate(url)
    somebody(path)
    second(
        """
        with op.batch_alter_table("persons", recreate="always") as batch:
            batch.add_column(sa.Column("nickname", sa.Text()))
        """
    )
    await migrate(url)
    assert execute(path, "SELECT count(*) FROM persons, cases, messages") == [(1,)]
    assert execute(path, "PRAGMA foreign_key_check") == []


async def test_a_migration_that_fails_leaves_the_database_as_it_was(url: str, path: Path, second: Any) -> None:
    """All or nothing, tables included."""
    await migrate(url)
    somebody(path)
    before = reflected(path)
    second(
        """
        op.create_table("drafts", sa.Column("id", sa.Integer()))
        op.execute("DELETE FROM messages")
        raise ZeroDivisionError
        """
    )
    with pytest.raises(ZeroDivisionError):
        await migrate(url)
    assert reflected(path) == before
    assert execute(path, "SELECT version_num FROM alembic_version") == [(HEAD,)]
    assert execute(path, "SELECT count(*) FROM messages") == [(1,)]


async def test_a_migration_that_orphans_rows_is_undone(url: str, path: Path, second: Any) -> None:
    """Foreign keys are off while tables are rebuilt, so they are checked before the commit."""
    await migrate(url)
    somebody(path)
    second("op.execute('DELETE FROM persons')")
    with pytest.raises(RuntimeError, match="without the rows"):
        await migrate(url)
    assert execute(path, "SELECT count(*) FROM persons") == [(1,)]
