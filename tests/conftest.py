"""What many tests share."""

from collections.abc import Mapping

import pytest

from flows.book import Book
from tests.walking import BOOKS


@pytest.fixture
def books() -> Mapping[str, Book]:
    """The books that travel with the package."""
    return BOOKS
