"""How things are called and explained on the page, in the words of `review.toml` and those that people meet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flows.book import Book


class Words:
    """The words of one language. What has no name of its own is shown as it is stored."""

    def __init__(self, book: Book) -> None:
        self._book = book

    @property
    def page(self) -> Mapping[str, Any]:
        """All that stands on the pages."""
        return self._book.table("review.page")
