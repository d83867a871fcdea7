"""A conversation as a story for `tests/stories`: what was said, what came back, and no names.

Names are told from words by what the texts of the bot themselves use, so some may be left: whoever keeps a
story reads it first. Each name has one stand-in throughout.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from bot.texts import read_books
from bot.transcripts.source import Told
from storage.review.values import Line

STAND_INS = (
    "Alder", "Birch", "Cedar", "Rowan", "Linden", "Hazel", "Juniper", "Laurel", "Willow", "Aspen", "Briar", "Clover",
    "Fern", "Heather", "Ivy", "Sage", "Thistle", "Yarrow", "Basil", "Myrtle", "Holly", "Tansy", "Sorrel", "Bracken",
)  # fmt: skip
"""Names that nobody in a practice has."""

CLIENT = "Alder House"

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_ADDRESS = re.compile(r"\S+@\S+|https?://\S+|www\.\S+|(?:\+?\d[\d ().-]{6,}\d)|\d{5,}")
_UNASKED = ("reminder",)
_A_MINUTE = timedelta(minutes=1)


def written(told: Told) -> str:
    """The story. It begins where everybody begins; what was said in the case follows."""
    hide = Hiding(told, _vocabulary())
    zone = ZoneInfo(told.head.timezone)
    return "\n".join(_lines(told, hide, zone))


def _lines(told: Told, hide: Hiding, zone: ZoneInfo) -> Iterator[str]:
    yield f"# From case {told.head.case}"
    yield "// Read it before you keep it: a name that looks like a word may still be in it."
    first = told.lines[0].at.astimezone(zone) if told.lines else datetime(2026, 11, 22, 12, tzinfo=zone)
    yield f"@ {first - 2 * _A_MINUTE:%Y-%m-%d %H:%M} {told.head.timezone}"
    yield "P: I agree"
    before, step = first - _A_MINUTE, ""
    for turn in _turns(told.lines):
        asked, *answers = turn
        if asked.direction == "out":
            continue  # what came unasked is no part of a turn
        at = asked.at.astimezone(zone)
        if at - before > 2 * _A_MINUTE:
            yield f"\nlater: {at - _A_MINUTE:%Y-%m-%d %H:%M}"
        before = at
        yield f"\n{_said(asked, hide)}"
        redacted = any(signal.kind == "patient" for signal in asked.signals)  # and so it can't be heard again
        for answer in () if redacted else answers:
            if answer.direction == "out" and answer.kind not in _UNASKED and not answer.by_coach:
                yield f"B: {' '.join(hide.names(answer.title or answer.text).split())}"
        if answers and answers[-1].step != step:
            step = answers[-1].step
            yield f"step: {step}"


def _turns(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """What a person said, each with what came back in the same moment."""
    for _, together in groupby(_numbered(lines), key=lambda pair: pair[0]):
        yield [line for _, line in together]


def _numbered(lines: Iterable[Line]) -> Iterator[tuple[int, Line]]:
    turn, at = 0, None
    for line in lines:
        if line.direction == "in" or line.at != at:
            turn, at = turn + 1, line.at
        yield turn, line


def _said(line: Line, hide: Hiding) -> str:
    text = hide.names(line.text)
    if line.kind == "other":
        return "P: (picture)"
    if line.kind == "choice":
        return f"P: [{text}]"
    first, *rest = text.splitlines() or [""]
    return "\n".join([f"P: {first}", *(f"   {row.strip()}" for row in rest if row.strip())])


class Hiding:
    """Puts stand-ins where names, clients, places, addresses and long numbers were."""

    def __init__(self, told: Told, vocabulary: frozenset[str]) -> None:
        client = _WORD.findall(told.head.client or "")
        self._client = re.compile(rf"(?<!\w){re.escape(told.head.client or '')}(?!\w)", re.IGNORECASE)
        self._has_client = bool(told.head.client)
        named = [name for line in told.lines if line.direction == "in" for name in _names(line.text, vocabulary)]
        known = dict.fromkeys(word.lower() for word in (*client, *named))
        spare = iter(_stand_ins())
        self._known: Mapping[str, str] = {word: next(spare) for word in known if word not in vocabulary}

    def names(self, text: str) -> str:
        """The text without them."""
        text = _ADDRESS.sub("[number]", text)
        if self._has_client:
            text = self._client.sub(CLIENT, text)
        return _WORD.sub(self._stand_in, text)

    def _stand_in(self, found: re.Match[str]) -> str:
        word = re.split(r"['’]s\b", found[0])[0]
        name = self._known.get(word.lower())
        return found[0] if name is None else name + found[0][len(word) :]


def _names(text: str, vocabulary: frozenset[str]) -> Iterator[str]:
    """Words that are written like names, or in letters without capitals, and are none that the bot itself uses."""
    for found in _WORD.finditer(text):
        word = re.split(r"['’]s\b", found[0])[0]
        if _may_be_a_name(word) and not (word.isupper() and len(word) <= 4) and word.lower() not in vocabulary:
            yield word


def _may_be_a_name(word: str) -> bool:
    return word[:1].isupper() or word.upper() == word.lower()


def _stand_ins() -> Iterator[str]:
    for round_number in range(1, 1_000):
        yield from (name if round_number == 1 else f"{name}{round_number}" for name in STAND_INS[1:])


def _vocabulary() -> frozenset[str]:
    """Every word that the bot's own texts use in small letters, in any language."""
    said = (text for book in read_books().values() for wordings in book.texts.values() for text in wordings)
    return frozenset(word for text in said for word in _WORD.findall(str(text)) if word.islower()) | _DAYS


_DAYS = frozenset((
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march",
    "april", "may", "june", "july", "august", "september", "october", "november", "december",
    "i", "i'm", "i’m", "i've", "i’ve", "i'd", "i’d", "i'll", "i’ll",
))  # fmt: skip
"""What is written with a capital and is no name."""
