"""Which schema a database has, compared with the migrations that this release knows."""

from __future__ import annotations

from pathlib import Path

from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from storage.errors import NewerRelease, NotMigrated, NotOurs
from storage.tables import metadata

MIGRATIONS = Path(__file__).parent / "migrations"


def config() -> Config:
    """Alembic's settings without a file: the migrations lie beside this module, wherever it is installed."""
    found = Config()
    found.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    found.set_main_option("path_separator", "os")
    return found


def revision_of(connection: Connection, where: str) -> str | None:
    """The revision of a database; None if it is empty. Refuses what another program or a later release made."""
    revision = MigrationContext.configure(connection).get_current_revision()
    if revision is None and set(inspect(connection).get_table_names()) & set(metadata.tables):
        raise NotOurs(where)
    known = {script.revision for script in ScriptDirectory.from_config(config()).walk_revisions()}
    if revision is not None and revision not in known:
        raise NewerRelease(where)
    return revision


def require_current(connection: Connection, where: str) -> None:
    """Refuses a database whose schema is not the one that this release works with."""
    if revision_of(connection, where) != ScriptDirectory.from_config(config()).get_current_head():
        raise NotMigrated(where)
