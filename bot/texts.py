"""Reading the content files into books, and checking them in words that a coach understands."""

from __future__ import annotations

import re
import tomllib
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import flows
from bot.outline import Outline, read_outline
from bot.patterncheck import broken_patterns
from bot.textcheck import Fault, faults
from flows.book import Book
from flows.signals.reading import Reader

CONTENT = Path(flows.__file__).parent / "content"
"""The content that travels with the package: one folder for each language."""

KEYS = CONTENT / "keys.txt"
"""The outline that every language is held against."""

REFERENCE = "en"
"""The language that there must be."""


class ContentError(Exception):
    """A content file can't be used."""


def load_books(folder: Path = CONTENT, reading: bool = True) -> dict[str, Book]:
    """The books of all languages in a folder, fit for a conversation; without `reading`, for one in which nobody types.

    Raises ContentError, which names the file, the key and what is wrong with it.
    """
    books, outline = read_books(folder), _outline()
    for book in books.values():
        stopping = (fault for fault in faults(outline, book.tables) if fault.stops)
        if problem := next(stopping, None) or _stumble(outline, book):
            raise ContentError(problem.line(book.language))
    return {name: replace(book, reader=_reader(folder / name) if reading else None) for name, book in books.items()}


def _reader(folder: Path) -> Reader | None:
    """The encoder of a language, where there is one."""
    if not (folder / "encoder.onnx").exists():
        return None
    from bot.encoder import Encoder  # large, and of use in a conversation only

    return Encoder(folder)


def read_books(folder: Path = CONTENT) -> dict[str, Book]:
    """The books of all languages in a folder as they are, fit to be checked.

    Raises ContentError for a file that can't be read.
    """
    try:
        languages = [path for path in _visible(folder) if path.is_dir() and any(_files(path))]
        books = {path.name: Book(path.name, dict(_tables(path))) for path in languages}
    except OSError as error:
        raise ContentError(f"no texts can be read in {error.filename or folder}: {error.strerror}") from None
    if REFERENCE not in books:
        raise ContentError(f"no folder {REFERENCE} with content files in {folder}")
    return books


def check(books: Mapping[str, Book]) -> list[str]:
    """Everything that is wrong with the content, a line each; empty if all is well."""
    outline = _outline()
    return [fault.line(book.language) for book in books.values() for fault in _all_faults(outline, book)]


def _all_faults(outline: Outline, book: Book) -> list[Fault]:
    found = [*faults(outline, book.tables), *broken_patterns(outline, book.tables)]
    if not any(fault.stops for fault in found) and (problem := _stumble(outline, book)):
        found.append(problem)
    return list(dict.fromkeys(found))


def _outline() -> Outline:
    try:
        return read_outline(KEYS.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ContentError(f"{KEYS} can't be used: {error}") from None


def _visible(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if not path.name.startswith("."))


def _files(folder: Path) -> list[Path]:
    return [path for path in _visible(folder) if path.suffix == ".toml"]


def _tables(folder: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for path in _files(folder):
        try:
            yield path.stem, _table(path)
        except OSError as error:
            raise ContentError(f"{folder.name}/{path.name}: this file can't be read: {error.strerror}") from None
        except (ValueError, RecursionError) as error:
            raise ContentError(f"{folder.name}/{path.name}: {error}") from None


def _table(path: Path) -> Mapping[str, Any]:
    if path.is_dir():
        raise ValueError("this is a folder, where a file should be")
    stored = path.read_bytes()
    try:
        return tomllib.loads(stored.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = stored.count(b"\n", 0, error.start) + 1
        raise ValueError(f"line {line} has a sign that is not stored as UTF-8; save the file as UTF-8") from None


# -- what a conversation builds from the texts ----------------------------------------------------


def _almanac(book: Book) -> None:
    for name in book.almanac.words["named_days"]:
        re.compile(rf"\b{name}\b", re.IGNORECASE)


def _mirror(book: Book) -> None:
    for pair, turned in book.mirror.pairs.items():
        re.sub(rf"\b{pair}\b", turned, "", flags=re.IGNORECASE)


def _patient(book: Book) -> None:
    for section in ("refusals", "answers"):
        for row in book.tables["patient"].get(section, {}).values():
            for cue in row["cues"]:
                re.compile(cue, re.IGNORECASE)


_LABELLED = "kinds"
"""The file that stands for all choices, wherever they are."""

_BUILT: Mapping[str, Callable[[Book], object]] = {
    "bank": lambda book: book.told_already,
    "dates": _almanac,
    "echo": _mirror,
    "intents": lambda book: book.intents,
    _LABELLED: lambda book: book.labels,
    "patient": _patient,
    "rehearsal": lambda book: book.cues,
    "signals": lambda book: book.detectors,
    "linter": lambda book: book.linter,
}
"""What is made of a file before it is used."""

_BREAKING = (re.error, AttributeError, KeyError, OverflowError, RecursionError, TypeError, ValueError)


def _stumble(outline: Outline, book: Book) -> Fault | None:
    """The first thing that can't be built, by the entry that is to blame."""
    for file, build in _BUILT.items():
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                build(book)
        except _BREAKING as error:
            return _blamed(outline, book, file, error)
    return None


def _blamed(outline: Outline, book: Book, file: str, error: Exception) -> Fault:
    """A pattern that is broken in itself, else an entry that is wrong, else the file as a whole."""
    found = [*broken_patterns(outline, book.tables), *faults(outline, book.tables)]
    here = [fault for fault in found if fault.key.split(".")[0] == file or file == _LABELLED]
    return next(iter(here), Fault(file, f"the entries of this file don't fit together: {error}"))
