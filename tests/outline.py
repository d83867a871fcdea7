"""Writes `flows/content/keys.txt`, the outline of what the program asks for, from the English texts.

Run `python -m tests.outline` after adding or removing an entry or a placeholder, and read the difference.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from bot.texts import KEYS, ContentError, read_books

HEADER = """\
# What the program asks of the texts of every language, English included; each is checked against it.
# Written from the English texts by `python -m tests.outline`; not to be edited by hand.
#
#   text, texts        one text; or one or several that take turns
#   three texts        the wordings of a question, at least three
#   form               a text in which nothing may stand but the placeholders named here
#   list               a list of texts
#   choices of …       for each of these values a label, and words that mean the same
#   with {…}           the placeholders that may be used, besides {client} and {goal}
#   up to …            the characters that Telegram takes
#   optional           may be left out
"""

FORMS = {"dates.long": "day mon month weekday year", "dates.short": "day mon month weekday year",
         "dates.clock": "half hour hour12 minute",
         "telegram.pressed.chosen": "choice text"}  # fmt: skip
"""Texts that are filled in by themselves, with what they may use."""

KINDS = {
    "numbers.words": "named numbers",
    "dates.dateparser": "language",
    "dates.halves": "2 texts",
    "dates.tomorrow": "text",
    "dates.month_first": "true or false",
    "dates.named_days": "named days",
    "dates.months": "12 patterns",
    "dates.weekdays": "7 texts",
    "dates.weekday_words": "7 pattern lists",
    "echo.joiner": "text",
    "echo.turns": "named words",
    "echo.pairs": "replacements",
    "echo.fillers": "patterns",
    "echo.trailing": "patterns",
    "settings.places": "named words",
    "signals.parts": "named patterns",
    "linter.joints.before": "patterns",
    "linter.joints.after_comma": "patterns",
    "linter.joints.half": "patterns",
    "linter.joints.first_person": "patterns",
}
"""Entries that are like no other."""

LONGEST = {"telegram.profile.name": 64, "telegram.profile.description": 512, "telegram.profile.short_description": 120}
_LONGEST_COMMAND = 256

ROOT = Path(__file__).parent.parent


def outline(tables: Mapping[str, Any]) -> str:
    """The outline of a language's texts: a line for every entry, file by file, in their order."""
    parts = [HEADER]
    parts += [f"# {file}.toml\n" + "".join(_lines(file, tables[file])) for file in sorted(tables)]
    return "\n".join(parts)


def _lines(key: str, node: Any) -> Iterator[str]:
    if isinstance(node, Mapping) and not _is_entry(key):
        for name, child in node.items():
            yield from _lines(f"{key}.{name}", child)
    else:
        values = _values(node) if _is_valued(key) else ""
        yield f"{key}: {_kind(key, node)}{_longest(key)}{values}{_placeholders(key, node)}\n"


def _is_entry(key: str) -> bool:
    """Whether a table is one entry: its names are values, or the language's own."""
    return key in KINDS or _is_valued(key)


def _is_valued(key: str) -> bool:
    """Whether the names in a table are the values that the program knows."""
    return key.endswith(".choices") or (key.startswith("signals.") and key not in KINDS)


def _kind(key: str, node: Any) -> str:
    file, name = key.split(".")[0], key.split(".")[-1]
    if key in FORMS:
        return "form"
    if key in KINDS:
        return KINDS[key]
    if file == "signals":
        return "cue lists"
    if name == "choices":
        return "choices"
    if name == "said":
        return "optional patterns"
    if name == "cues" or file in ("intents", "dates", "times") or key.startswith("rehearsal.cues."):
        return "patterns"
    if name in ("list", "explained", "aliases") or file == "echo":
        return "list"
    if name == "ask" and file != "deck" and ".why_" not in key:
        return "three texts"
    return "text" if isinstance(node, str) and name != "say" and key.startswith(taken_whole()) else "texts"


@cache
def taken_whole() -> tuple[str, ...]:
    """The tables that the program takes as they are: wordings of theirs could not take turns."""
    names = set(re.findall(r"\.table\([\"']([a-z_.]+)[\"']\)", program()))
    return tuple(f"{name}." for name in sorted(names) if "." in name)


@cache
def program() -> str:
    """All the code that uses the texts."""
    return "".join(path.read_text("utf-8") for room in ("bot", "flows") for path in sorted((ROOT / room).rglob("*.py")))


def _longest(key: str) -> str:
    longest = _LONGEST_COMMAND if key.startswith("telegram.commands.") else LONGEST.get(key)
    return f" up to {longest}" if longest else ""


def _values(table: Mapping[str, Any]) -> str:
    return f" of {', '.join(name for name in table if name != 'unless')}"


def _placeholders(key: str, node: Any) -> str:
    """What the English texts use, but for the placeholders that stand nowhere but in patterns."""
    if key in FORMS:
        found = set(FORMS[key].split())
    elif _kind(key, node).split()[-1] in ("text", "texts", "list", "choices"):
        found = set(re.findall(r"\{(\w+)\}", str(node))) - {"client", "goal"}
    else:
        found = set()
    return f" with {' '.join(f'{{{name}}}' for name in sorted(found))}" if found else ""


def main() -> None:
    """Writes the outline, and says what became of it."""
    try:
        KEYS.write_text(outline(read_books()["en"].tables), "utf-8")
    except ContentError as error:
        raise SystemExit(str(error)) from None
    print(f"{KEYS.name} is written: {KEYS}")


if __name__ == "__main__":
    main()
