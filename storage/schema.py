"""Which schema a database has, compared with the migrations that this release knows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from storage.errors import NewerRelease, NotMigrated, NotOurs
from storage.tables import metadata

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"


_REVISION = text("SELECT version_num FROM alembic_version")


def config() -> Config:
    """Alembic's settings without a file: the migrations lie beside this module, wherever it is installed."""
    from alembic.config import Config  # large, and only needed where something is to be migrated

    found = Config()
    found.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    found.set_main_option("path_separator", "os")
    return found


def revisions() -> list[str]:
    """The revisions that this release knows, as the names of their files tell: the last is its own."""
    return sorted(file.name[1:5] for file in (MIGRATIONS / "versions").glob("r*_*.py"))


def revision_of(connection: Connection, where: str) -> str | None:
    """The revision of a database; None if it is empty. Refuses what another program or a later release made."""
    found = set(inspect(connection).get_table_names())
    revision = connection.scalar(_REVISION) if "alembic_version" in found else None
    if revision is None and found & set(metadata.tables):
        raise NotOurs(where)
    if revision is not None and revision not in revisions():
        raise NewerRelease(where)
    return revision


def is_current(connection: Connection, where: str) -> bool:
    """Whether the schema of a database is the one that this release works with."""
    return revision_of(connection, where) == revisions()[-1]


def require_current(connection: Connection, where: str) -> None:
    """Refuses a database whose schema is not the one that this release works with."""
    if not is_current(connection, where):
        raise NotMigrated(where)
