"""What can go wrong with the database, by whose business it is to mend it.

    StorageError
    ├── CannotOpen          the file, folder or server is not there, or is no database
    ├── BadAddress          the setting DATABASE_URL makes no sense
    ├── ReadOnly            it may be read but not written
    ├── Locked              another process is writing
    ├── DiskFull            no room left
    ├── NotMigrated         it comes from an earlier release
    ├── NewerRelease        it comes from a later release
    └── NotOurs             it belongs to another program

The docstring of a class is what a person reads. Nothing of what is stored ever gets into it.
"""

from __future__ import annotations

import inspect
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import exc


class StorageError(Exception):
    """The database failed. Run goodterms doctor to see what is wrong."""

    def __init__(self, where: str | None = None) -> None:
        """`where` names the database, without any password."""
        message = inspect.cleandoc(type(self).__doc__ or "").replace("\n", " ")
        super().__init__(f"{message} ({where})" if where else message)


class CannotOpen(StorageError):
    """The database cannot be opened. Check that DATABASE_URL names a Good Terms database, or a new
    file in a folder that exists and that you may write in.
    """


class BadAddress(StorageError):
    """DATABASE_URL is not understood. Use something like sqlite+aiosqlite:///goodterms.db."""


class ReadOnly(StorageError):
    """The database is read-only. Allow writing to its file and folder, or set DATABASE_URL to another one."""


class Locked(StorageError):
    """The database is locked by another process. Close what else uses it and try again."""


class DiskFull(StorageError):
    """There is no room left for the database. Free some space on its disk and try again."""


class NotMigrated(StorageError):
    """The database comes from an earlier release. Run goodterms migrate first."""


class NewerRelease(StorageError):
    """The database comes from a newer release of Good Terms. Update this installation to use it."""


class NotOurs(StorageError):
    """The database belongs to another program. Set DATABASE_URL to one of its own for Good Terms."""


_BY_CODE: dict[int, type[StorageError]] = {
    sqlite3.SQLITE_BUSY: Locked,
    sqlite3.SQLITE_LOCKED: Locked,
    sqlite3.SQLITE_READONLY: ReadOnly,
    sqlite3.SQLITE_PERM: CannotOpen,
    sqlite3.SQLITE_CANTOPEN: CannotOpen,
    sqlite3.SQLITE_NOTADB: CannotOpen,
    sqlite3.SQLITE_CORRUPT: CannotOpen,
    sqlite3.SQLITE_IOERR: CannotOpen,
    sqlite3.SQLITE_FULL: DiskFull,
}
"""SQLite's primary result codes that have a plain explanation."""


@contextmanager
def explained(where: str) -> Iterator[None]:
    """Turns what the driver raises about the database itself into one plain line.

    What a single row may cause, such as a value that can't be stored, passes through: that is a
    mistake of ours, not a state of the database.
    """
    try:
        yield
    except (exc.DBAPIError, sqlite3.Error) as error:
        plain = _kind_of(error)
        if plain is None:
            raise
        raise plain(where) from error
    except OSError as error:
        raise CannotOpen(where) from error


def _kind_of(error: exc.DBAPIError | sqlite3.Error) -> type[StorageError] | None:
    cause = error.orig if isinstance(error, exc.DBAPIError) else error
    code = getattr(cause, "sqlite_errorcode", 0) & 0xFF  # the low byte is the primary code
    if code in _BY_CODE:
        return _BY_CODE[code]
    is_the_database = isinstance(error, exc.OperationalError | exc.InterfaceError | sqlite3.OperationalError)
    return StorageError if is_the_database else None
