"""Holding the texts of a language against the outline of what the program asks for.

What is wrong with them is said in words that somebody understands who doesn't program.
"""

from __future__ import annotations

import math
import re
import string
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from itertools import chain
from typing import Any

from dateparser.data.languages_info import language_order

from bot.outline import Asked, Outline

ALWAYS_KNOWN = frozenset({"client", "goal"})
"""Placeholders that every text may use, except forms."""

_LONGEST_QUOTE = 60
_LEAST_WORDINGS = 3


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with one entry. With `stops`, a conversation would stumble over it."""

    key: str
    words: str
    stops: bool = True

    def line(self, language: str) -> str:
        """The file, the key and what is wrong with it, on one line."""
        file, _, entry = self.key.partition(".")
        place = (f"{language}/{file}.toml" if file else language) + (f", {entry}" if entry else "")
        return " ".join(f"{place}: {self.words}".split())


Faults = Iterator[Fault]
Check = Callable[[str, Asked, Any], Faults]
"""What looks at one entry: its key, what is asked for, and what stands there."""


def faults(outline: Outline, tables: Mapping[str, Any]) -> Faults:
    """All that is wrong with the texts of a language, but for what patterns say."""
    yield from _compared("", outline, tables)


def _compared(key: str, asked: Asked | Outline, node: Any) -> Faults:
    if isinstance(asked, Asked):
        yield from _CHECKS[asked.kind](key, asked, node)
    elif not isinstance(node, Mapping):
        yield Fault(key, f"{_shown(node)} stands here, where a table in [ ] with entries of its own should be")
    else:
        spare = [name for name in node if name not in asked]
        for name, child in asked.items():
            place = f"{key}.{name}" if key else name
            if name in node:
                yield from _compared(place, child, node[name])
            elif not (isinstance(child, Asked) and child.optional):
                yield Fault(place, _missing(name, spare, "entry" if key else "file"))
        yield from (_unused(key, name) for name in spare)


def _missing(name: str, spare: list[str], what: str) -> str:
    near = get_close_matches(name, spare, 1)
    return f"this {what} is missing" + (f"; is {near[0]} meant to be it?" if near else "")


def _unused(key: str, name: str) -> Fault:
    if not key:
        return Fault("", f"nothing uses the file {name}.toml; is it spelled right?", stops=False)
    return Fault(f"{key}.{name}", "nothing uses an entry of this name; is it spelled right?", stops=False)


def _shown(node: Any) -> str:
    """What stands there, in words or as it was written."""
    if isinstance(node, bool):
        return str(node).lower()
    if isinstance(node, Mapping):
        return "a table"
    if isinstance(node, list):
        return "a list" if node else "an empty list"
    shown = f"“{node}”" if isinstance(node, str) else str(node)
    return shown if len(shown) <= _LONGEST_QUOTE else f"{shown[: _LONGEST_QUOTE - 1]}…"


# -- texts ------------------------------------------------------------------------------------


def _text(key: str, asked: Asked, node: Any) -> Faults:
    """One text."""
    if not isinstance(node, str):
        yield Fault(key, f"{_shown(node)} is no text; words in quotation marks belong here")
        return
    if not node.strip():
        yield Fault(key, "this text is empty", stops=False)
    if len(node.encode("utf-16-le")) // 2 > asked.longest:
        yield Fault(key, f"too long for Telegram, which takes {asked.longest:,} characters here", stops=False)
    yield from _placeholders(key, asked, node)


def _placeholders(key: str, asked: Asked, text: str) -> Faults:
    try:
        parts = [part for part in string.Formatter().parse(text) if part[1] is not None]
    except ValueError:
        yield Fault(key, "a curly bracket is open or closed without its partner")
        return
    form = asked.kind == "form"
    for _, name, details, conversion in parts:
        if details or conversion or not re.fullmatch(r"[^\W\d]\w*", name or ""):
            typed = (name or "") + (f"!{conversion}" if conversion else "") + (f":{details}" if details else "")
            yield Fault(key, f"{{{typed}}} is no placeholder: a name belongs between the brackets, and nothing else")
        elif name not in asked.names | (frozenset() if form else ALWAYS_KNOWN):
            yield Fault(key, f"unknown placeholder {{{name}}}", stops=form)


def _list(key: str, asked: Asked, node: Any) -> Faults:
    """A list of texts, in the number that is asked for."""
    if not isinstance(node, list):
        yield Fault(key, f"{_shown(node)} stands here, where a list in [ ] belongs")
    elif not node:
        yield Fault(key, "this list is empty")
    elif asked.count not in (None, len(node)):
        yield Fault(key, f"{asked.count} belong in this list, and there are {len(node)}")
    else:
        for item in node:
            yield from _text(key, asked, item)


def _texts(key: str, asked: Asked, node: Any) -> Faults:
    """A text, or several that take turns."""
    yield from (_list if isinstance(node, list) or asked.count else _text)(key, asked, node)


def _three_texts(key: str, asked: Asked, node: Any) -> Faults:
    """The wordings of a question: put differently each time."""
    yield from _texts(key, asked, node)
    wordings = node if isinstance(node, list) else [node]
    if len({" ".join(str(wording).casefold().split()) for wording in wordings}) < _LEAST_WORDINGS:
        yield Fault(key, "a question needs three different wordings", stops=False)


def _choices(key: str, asked: Asked, node: Any) -> Faults:
    """What can be picked: for each value the label, and words that mean the same."""
    yield from _named(key, asked.values, node, lambda name, words: _texts(name, asked, words))


def _named(key: str, names: frozenset[str], node: Any, check: Callable[[str, Any], Faults]) -> Faults:
    if not isinstance(node, Mapping):
        yield Fault(key, f"{_shown(node)} stands here, where a table in [ ] with entries of its own should be")
        return
    spare = [name for name in node if name not in names]
    for name in sorted(names - node.keys()):
        yield Fault(f"{key}.{name}", _missing(name, spare, "entry"))
    for name, child in node.items():
        yield from check(f"{key}.{name}", child)
    yield from (_unused(key, name) for name in spare)


# -- what is not said but listened for ----------------------------------------------------------


def _pattern(key: str, asked: Asked, node: Any) -> Faults:
    """One pattern; whether it can be understood is seen elsewhere."""
    if not isinstance(node, str) or not node:
        yield Fault(key, f"{_shown(node)} is no pattern; words in quotation marks belong here")


def _patterns(key: str, asked: Asked, node: Any) -> Faults:
    """A list of patterns."""
    if asked.optional and node == []:
        return
    if not isinstance(node, list) or not node:
        yield Fault(key, f"{_shown(node)} stands here, where a list in [ ] belongs")
    elif asked.count not in (None, len(node)):
        yield Fault(key, f"{asked.count} belong in this list, and there are {len(node)}")
    else:
        yield from chain.from_iterable(_pattern(key, asked, item) for item in node)


def _pattern_lists(key: str, asked: Asked, node: Any) -> Faults:
    """A list of lists of patterns: one for each weekday."""
    if not isinstance(node, list) or len(node) != asked.count:
        yield Fault(key, f"a list of {asked.count} lists belongs here")
    else:
        yield from chain.from_iterable(_patterns(key, _ANY, item) for item in node)


def _cue_lists(key: str, asked: Asked, node: Any) -> Faults:
    """The lists of one detector, each with what it finds; and what is excused in all of them."""
    tables = {name: child for name, child in node.items() if name != "unless"} if isinstance(node, Mapping) else node
    yield from _named(key, asked.values, tables, _cue_list)
    if isinstance(node, Mapping) and "unless" in node:
        yield from _patterns(f"{key}.unless", _MAYBE, node["unless"])


def _cue_list(key: str, node: Any) -> Faults:
    yield from _compared(key, _CUES, node)


def _table_of(check: Check) -> Check:
    """A table whose names belong to the language, such as its words for numbers."""

    def checked(key: str, asked: Asked, node: Any) -> Faults:
        if not isinstance(node, Mapping) or not node:
            yield Fault(key, "a table in [ ] with at least one entry belongs here")
        else:
            yield from chain.from_iterable(check(f"{key}.{name}", asked, child) for name, child in node.items())

    return checked


def _number(key: str, asked: Asked, node: Any) -> Faults:
    if isinstance(node, bool) or not isinstance(node, int | float) or not math.isfinite(node):
        yield Fault(key, f"{_shown(node)} is no number; digits without quotation marks belong here")


def _switch(key: str, asked: Asked, node: Any) -> Faults:
    if not isinstance(node, bool):
        yield Fault(key, f"{_shown(node)} stands here, where true or false belongs")


def _day(key: str, asked: Asked, node: Any) -> Faults:
    try:
        month, day = node
        date(2028, month, day)
    except (TypeError, ValueError):
        yield Fault(key, "[month, day] in digits belongs here, such as [12, 25]")


def _language(key: str, asked: Asked, node: Any) -> Faults:
    if node not in language_order:
        yield Fault(key, f"{_shown(node)} is no language that dates can be read in; a code such as en belongs here")


_CHECKS: Mapping[str, Check] = {
    "text": _text,
    "form": _text,
    "texts": _texts,
    "three texts": _three_texts,
    "list": _list,
    "choices": _choices,
    "patterns": _patterns,
    "pattern lists": _pattern_lists,
    "cue lists": _cue_lists,
    "named patterns": _table_of(_pattern),
    "named words": _table_of(_text),
    "replacements": _table_of(_text),
    "named numbers": _table_of(_number),
    "named days": _table_of(_day),
    "number": _number,
    "true or false": _switch,
    "language": _language,
}
"""What each kind of entry in the outline holds."""

_ANY = Asked("patterns")
_MAYBE = Asked("patterns", optional=True)
_CUES: Outline = {
    "find": _ANY,
    "unless": _MAYBE,
    "score": Asked("number", optional=True),
    "typed": Asked("true or false", optional=True),
}
