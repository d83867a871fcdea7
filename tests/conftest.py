"""What many tests share."""

from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import pytest

from flows.book import Book
from storage.database import Database
from storage.migrate import migrate
from tests.walking import BOOKS


@pytest.fixture
def books() -> Mapping[str, Book]:
    """The books that travel with the package."""
    return BOOKS


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the database of a test is."""
    return tmp_path / "goodterms.db"


@pytest.fixture
def url(path: Path) -> str:
    """Its address."""
    return f"sqlite+aiosqlite:///{path}"


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    """The database, new and open."""
    await migrate(url)
    async with await Database.open(url, patience=0.1) as opened:
        yield opened
