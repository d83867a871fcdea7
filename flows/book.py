"""A book: every word of one language, looked up by key, with wordings that take turns.

Keys read like `client.kind.ask`: file, table, entry. What a key holds is a list of wordings; a
single string is a list of one. Reading the files is the shell's task (`bot/texts.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flows.dates import Almanac
from flows.echo import Mirror
from flows.linter import Linter
from flows.rewriting import Rewriter
from flows.signals import Detectors
from flows.signals.own import OwnWords
from flows.signals.reading import Reader


@dataclass(frozen=True)
class Book:
    """The words of one language. `tables` maps the name of a content file to what it holds; `reader` reads
    what people write in it, beyond patterns.
    """

    language: str
    tables: Mapping[str, Any]
    reader: Reader | None = None

    @cached_property
    def texts(self) -> dict[str, tuple[str, ...]]:
        """Every text by its full key, as a tuple of wordings."""
        return dict(_flatten("", self.tables))

    @cached_property
    def detectors(self) -> Detectors:
        """The detectors of this language."""
        ordinary, own = self.tables["ordinary"]["words"], OwnWords.from_texts(self.texts)
        return Detectors.from_words(self.tables["signals"], ordinary, self.reader, own)

    @cached_property
    def linter(self) -> Linter:
        """What looks drafts through in this language, and rewrites."""
        return Linter(self.detectors, Rewriter.from_words(self.tables["linter"], self.tables["signals"]))

    @cached_property
    def mirror(self) -> Mirror:
        """What turns a person's words round in this language."""
        return Mirror.from_words(self.tables["echo"])

    @cached_property
    def almanac(self) -> Almanac:
        """What reads and writes days in this language."""
        return Almanac.from_words(self.language, self.tables["dates"], self.tables["numbers"]["words"])

    @cached_property
    def intents(self) -> dict[str, re.Pattern[str]]:
        """What people type instead of an answer: skip, back, help, "I don't know"."""
        return {
            name: re.compile(rf"(?:{'|'.join(patterns)})[\s.!?…]*", re.IGNORECASE)
            for name, patterns in self.tables["intents"].items()
        }

    @cached_property
    def told_already(self) -> dict[str, re.Pattern[str]]:
        """For each question of the bank, what shows that it was answered before it was asked."""
        said = {name: row["said"] for name, row in self.tables["bank"].items() if row.get("said")}
        return {name: re.compile(_whole_words(words), re.IGNORECASE) for name, words in said.items()}

    @cached_property
    def cues(self) -> dict[str, re.Pattern[str]]:
        """What the checks of the rehearsal look for, by name."""
        tables = self.tables["rehearsal"]["cues"]
        return {name: re.compile(_whole_words(words), re.IGNORECASE) for name, words in tables.items()}

    @cached_property
    def clocks(self) -> dict[str, re.Pattern[str]]:
        """What reads times of day, by name."""
        return _compiled(self.tables["times"]["clocks"])

    @cached_property
    def recurring(self) -> dict[str, re.Pattern[str]]:
        """What reads moments that come round, by name."""
        return _compiled(self.tables["times"]["recurring"])

    @cached_property
    def labels(self) -> dict[str, dict[str, tuple[str, ...]]]:
        """For each text key with choices: value to label and other words that pick it."""
        kinds = {kind: (row["label"], *row["aliases"]) for kind, row in self.tables["kinds"]["kinds"].items()}
        found = dict(_choices("", self.tables))
        found["client.kind"] = kinds | found["client.kind"]
        return found

    def wordings(self, key: str) -> tuple[str, ...]:
        """All wordings of a key; a missing key is a mistake of ours and raises KeyError."""
        return self.texts[key]

    def has(self, key: str) -> bool:
        """Whether this language has a text of that key."""
        return key in self.texts

    def table(self, key: str) -> Mapping[str, Any]:
        """A whole table, for words that are looked up by a value ("kinds.kinds")."""
        found: Any = self.tables
        for part in key.split("."):
            found = found[part]
        return dict(found)

    def intent(self, text: str) -> str | None:
        """Which intent a whole message is, if it is nothing but that."""
        plain = text.strip().replace("’", "'")
        if len(plain) > 60:
            return None
        spoken = (name for name, pattern in self.intents.items() if name != "negated" and pattern.fullmatch(plain))
        return next(spoken, None)

    def means(self, text: str, intent: str) -> bool:
        """Whether a whole message is a given intent, whichever others it may be as well."""
        return self.intents[intent].fullmatch(text.strip().replace("’", "'")) is not None


def _flatten(prefix: str, node: Any) -> Iterator[tuple[str, tuple[str, ...]]]:
    if isinstance(node, str):
        yield prefix, (node,)
    elif isinstance(node, list):
        yield prefix, tuple(node)
    elif isinstance(node, Mapping):
        for name, child in node.items():
            yield from _flatten(f"{prefix}.{name}" if prefix else name, child)


def _choices(prefix: str, node: Any) -> Iterator[tuple[str, dict[str, tuple[str, ...]]]]:
    if not isinstance(node, Mapping):
        return
    for name, child in node.items():
        if name == "choices":
            yield prefix, {value: _as_tuple(words) for value, words in child.items()}
        else:
            yield from _choices(f"{prefix}.{name}" if prefix else name, child)


def _compiled(table: Mapping[str, list[str]]) -> dict[str, re.Pattern[str]]:
    return {name: re.compile("|".join(patterns), re.IGNORECASE) for name, patterns in table.items()}


def _whole_words(patterns: list[str]) -> str:
    return rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)"


def _as_tuple(words: str | list[str]) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words)
