"""Reading the content files into books, and checking them in words that a coach understands."""

from __future__ import annotations

import re
import string
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import flows
from flows.book import Book

CONTENT = Path(flows.__file__).parent / "content"
"""The content that travels with the package: one folder for each language."""

REFERENCE = "en"
"""The language that the others are compared with."""

TELEGRAM_LIMIT = 4096
"""UTF-16 units that one Telegram message may have."""


class ContentError(Exception):
    """A content file can't be used."""


def load_books(folder: Path = CONTENT) -> dict[str, Book]:
    """The books of all languages in a folder.

    Raises ContentError, which names the file and what is wrong with it.
    """
    languages = sorted(path for path in folder.iterdir() if path.is_dir() and any(path.glob("*.toml")))
    books = {path.name: Book(path.name, dict(_tables(path))) for path in languages}
    if REFERENCE not in books:
        raise ContentError(f"no folder {REFERENCE} with content files in {folder}")
    for book in books.values():
        _prove(book, books[REFERENCE])
    return books


def _tables(folder: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for path in sorted(folder.glob("*.toml")):
        try:
            yield path.stem, tomllib.loads(path.read_text("utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise ContentError(f"{folder.name}/{path.name}: {error}") from None


def _prove(book: Book, reference: Book) -> None:
    """What a conversation would stumble over: missing keys, and patterns that are none."""
    missing = [key for key in reference.texts if key not in book.texts and not _is_list(key)]
    if missing:
        raise ContentError(f"{_place(book, missing[0])}: this text is missing")
    for part in ("detectors", "mirror", "almanac", "intents", "told_already", "cues", "labels"):
        try:
            getattr(book, part)
        except (re.error, KeyError, TypeError, AttributeError) as error:
            raise ContentError(f"{book.language}: {part}: {type(error).__name__} {error}") from None


def _is_list(key: str) -> bool:
    return ".choices." in key or key.endswith(".said") or key.split(".")[0] in ("signals", "intents", "echo", "dates")


def check(books: Mapping[str, Book]) -> list[str]:
    """Everything that is wrong with the content, a line each; empty if all is well."""
    reference = books[REFERENCE]
    return [line for book in books.values() for line in (*_keys(book, reference), *_wordings(book, reference))]


def _keys(book: Book, reference: Book) -> Iterator[str]:
    for key in reference.texts:
        if key not in book.texts and not _is_list(key):
            yield f"{_place(book, key)}: this text is missing"
    for key in book.texts:
        if key not in reference.texts and not _is_list(key):
            yield f"{_place(book, key)}: nothing uses a text of this name; is it spelled right?"


def _wordings(book: Book, reference: Book) -> Iterator[str]:
    for key, wordings in book.texts.items():
        if key.split(".")[0] in ("signals", "intents", "echo", "dates", "numbers") or key.endswith((".said", ".cues")):
            continue
        known = set().union(*map(placeholders, reference.texts.get(key, ()))) | ALWAYS_KNOWN
        for wording in wordings:
            yield from (f"{_place(book, key)}: {problem}" for problem in _problems(key, wording, known))
        if key.endswith(".ask") and len(set(wordings)) < 3 and key.split(".")[0] != "deck" and ".why_" not in key:
            yield f"{_place(book, key)}: a question needs three different wordings"


ALWAYS_KNOWN = frozenset({"client", "goal"})
"""Placeholders that every text may use."""


def _problems(key: str, wording: str, known: set[str] | frozenset[str]) -> Iterator[str]:
    if not wording.strip():
        yield "this text is empty"
    try:
        unknown = placeholders(wording) - known
    except ValueError:
        yield "a curly bracket is open or closed without its partner"
        return
    if unknown:
        yield f"unknown placeholder {{{sorted(unknown)[0]}}}"
    if len(wording.encode("utf-16-le")) // 2 > TELEGRAM_LIMIT:
        yield f"too long for Telegram, which takes {TELEGRAM_LIMIT:,} characters"


def placeholders(text: str) -> set[str]:
    """The names in curly brackets. Raises ValueError where a bracket has no partner."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def _place(book: Book, key: str) -> str:
    file, _, rest = key.partition(".")
    return f"{book.language}/{file}.toml, {rest}"
