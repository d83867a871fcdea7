"""Finding the pattern that is broken. Each is tried by itself, which is slow, and so only when asked for."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bot.outline import Asked, Outline
from bot.textcheck import Fault
from flows.signals.lists import cue_lists

_LONGEST_QUOTE = 80

Pattern = tuple[str, str, Callable[[str], re.Pattern[str] | None]]
"""A pattern with its key, and what makes it ready for use; None if it may fit no words at all."""


def broken_patterns(outline: Outline, tables: Mapping[str, Any]) -> Iterator[Fault]:
    """Every pattern of a language that can't be understood, or that fits everywhere."""
    parts = {name: "".join(_strings(part)) for name, part in _table(_table(tables.get("signals")).get("parts")).items()}
    for key, pattern, ready in _patterns("", outline, tables, parts):
        if problem := _problem(pattern, ready):
            yield Fault(key, f"this pattern is broken: {problem}, in {_clip(pattern)}")


def _problem(pattern: str, ready: Callable[[str], re.Pattern[str] | None]) -> str | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            compiled = ready(pattern)
    except re.error as error:
        return error.msg
    except KeyError as error:
        return f"there is no part <{error.args[0]}>"
    except RecursionError:
        return "a part is made of itself"
    except (OverflowError, Warning) as error:
        return str(error)
    return "it fits everywhere, even where nothing is said" if compiled and compiled.fullmatch("") else None


def _patterns(key: str, asked: Asked | Outline, node: Any, parts: Mapping[str, str]) -> Iterator[Pattern]:
    if not isinstance(asked, Asked):
        for name, child in asked.items():
            yield from _patterns(f"{key}.{name}" if key else name, child, _table(node).get(name), parts)
    elif asked.kind in ("patterns", "pattern lists"):
        yield from ((key, pattern, _plain) for pattern in _strings(node))
    elif asked.kind in ("named numbers", "named days"):
        yield from ((f"{key}.{name}", name, _plain) for name in _table(node))
    elif asked.kind == "replacements":
        yield from ((f"{key}.{name}", name, _turning(turned)) for name, turned in _table(node).items())
    elif asked.kind == "named patterns":
        yield from ((f"{key}.{name}", each, _part(parts)) for name, each in _table(node).items() if _strings(each))
    elif asked.kind == "cue lists":
        yield from _of_cue_lists(key, _table(node), parts)


def _of_cue_lists(key: str, node: Mapping[str, Any], parts: Mapping[str, str]) -> Iterator[Pattern]:
    places = {f"{key}.unless": node.get("unless")}
    for name, table in node.items():
        places |= {f"{key}.{name}.{entry}": _table(table).get(entry) for entry in ("find", "unless")}
    for place, patterns in places.items():
        yield from ((place, pattern, _cue(parts)) for pattern in _strings(patterns))


def _plain(pattern: str) -> re.Pattern[str]:
    return re.compile(f"(?:{pattern})", re.IGNORECASE)


def _turning(turned: Any) -> Callable[[str], re.Pattern[str]]:
    """A pattern whose finds are replaced: what they turn into may be broken as well."""

    def ready(pattern: str) -> re.Pattern[str]:
        re.sub(_plain(pattern), str(turned), "")
        return _plain(pattern)

    return ready


def _cue(parts: Mapping[str, str]) -> Callable[[str], re.Pattern[str]]:
    """A pattern of the detectors, tried as they use it; what it fits is then seen without its parts."""

    def ready(pattern: str) -> re.Pattern[str]:
        cue_lists({"tried": {"find": [f"(?:{pattern})"]}}, parts)
        return _plain(re.sub(r"<[a-z_]+>", "part", pattern))

    return ready


def _part(parts: Mapping[str, str]) -> Callable[[str], None]:
    """A part may well fit nothing: it stands inside of patterns."""

    def ready(pattern: str) -> None:
        _cue(parts)(pattern)

    return ready


def _table(node: Any) -> Mapping[str, Any]:
    return node if isinstance(node, Mapping) else {}


def _strings(node: Any) -> list[str]:
    """All patterns in a list, or in lists in a list."""
    if isinstance(node, list):
        return [text for child in node for text in _strings(child)]
    return [node] if isinstance(node, str) and node else []


def _clip(pattern: str) -> str:
    return f"“{pattern}”" if len(pattern) <= _LONGEST_QUOTE else f"“{pattern[: _LONGEST_QUOTE - 1]}…”"
