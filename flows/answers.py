"""From what a person typed to what is kept: one reader for each kind of answer.

A reader returns what it made of the text. It never guesses: what it can't read, it says so, and
what it reads out of words, such as a date, waits for a yes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache, singledispatch
from typing import Any

from flows.book import Book
from flows.dates import add_months
from flows.questions import Choice, Date, Lines, Number, Question, Several, Text

MANY = 12_000
"""Characters that one answer may have. More is no answer but a document."""


_LONGEST_ITEM = 200
"""Characters of one item of a list."""

_ITEM_END = re.compile(r"[\n;]+|(?<!\bDr\.)(?<!\bSt\.)(?<!\bMr\.)(?<!\bMs\.)(?<!\b\d\.)(?<=[.!?])\s+")
"""Where one item of a list ends and the next begins; not behind a title."""


Labels = Mapping[str, tuple[str, ...]]
"""Values of a choice with the words that pick them."""


FARTHEST_MONTHS = 120
"""No answer is a day more than ten years ahead."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A good answer."""

    value: Any


@dataclass(frozen=True, slots=True)
class Waits:
    """A choice that leaves the question open: "not yet"."""

    value: str


@dataclass(frozen=True, slots=True)
class More:
    """Items of a list that is not finished; `items` are the new ones."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ToConfirm:
    """Days that the words may mean, the likeliest first."""

    days: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Unread:
    """Not an answer to this question; `key` names the sentence that says what would be one."""

    key: str
    facts: Mapping[str, Any] = field(default_factory=dict)


Outcome = Kept | Waits | More | ToConfirm | Unread


def read(question: Question, text: str, book: Book, today: date, labels: Labels) -> Outcome:
    """What `text` is as an answer to `question`. `today` is the day where the person is."""
    if not text.strip():
        return Unread("answers.empty")
    if len(text) > MANY:
        return Unread("answers.too_long", {"limit": f"{MANY:,}"})
    return _read(question.takes, text.strip(), book, today, labels)


@singledispatch
def _read(takes: object, text: str, book: Book, today: date, labels: Labels) -> Outcome:
    raise TypeError(f"no reader for {type(takes).__name__}")


@_read.register
def _(takes: Text, text: str, book: Book, today: date, labels: Labels) -> Outcome:
    if not re.search(r"\w", text):
        return Unread("answers.wordless")
    if not takes.digits and not re.search(r"[^\W\d_]", text):
        return Unread("answers.number_for_words")
    if len(text) > takes.longest:
        return Unread("answers.too_long", {"limit": f"{takes.longest:,}"})
    if takes.words and len(text.split()) > takes.words:
        first = re.split(r"(?<!\bDr)(?<!\b[A-Z])[.!?]\s|\n", text)[0]
        return Kept(first) if len(first.split()) <= takes.words else Unread("answers.too_many_words")
    return Kept(text)


@_read.register
def _(takes: Lines, text: str, book: Book, today: date, labels: Labels) -> Outcome:
    if book.means(text, "finished"):
        return Kept(None)
    items = tuple(item for item in (_item(part) for part in _split(text)) if re.search(r"\w", item))
    return More(items[: takes.most]) if items else Unread("answers.wordless")


@_read.register
def _(takes: Number, text: str, book: Book, today: date, labels: Labels) -> Outcome:
    limits = {"low": _plain(takes.low), "high": _plain(takes.high)}
    number = number_in(text, book, leading=takes.unit is None)
    if number is None:
        return Unread("answers.no_number", limits)
    if takes.unit and (unit := _unit_in(text, book)):
        factor = (_IN_DAYS if takes.unit == "day" else _IN_MONTHS).get(unit)
        if factor is None:
            return Unread(f"answers.in_{takes.unit}s", {"said": text})
        number *= factor
    if not takes.low <= number <= takes.high:
        return Unread("answers.out_of_range", {**limits, "said": _plain(number)})
    if (number / takes.step) % 1:
        return Unread("answers.not_whole" if takes.step == 1 else "answers.odd_step", {"said": _plain(number)})
    return Kept(int(number) if float(number).is_integer() else number)


@_read.register
def _(takes: Choice, text: str, book: Book, today: date, labels: Labels) -> Outcome:
    share = re.fullmatch(r"\W*\d+(?:\.\d+)?\s*%\W*", text)
    exact = None if share else pick(text, labels, loosely=False)
    value = exact or _band(takes, text, book) or pick(text, labels, loosely=not takes.free)
    if value is None:
        if takes.free and re.search(r"[^\W\d_]", text):
            return Kept(text)
        count = len(takes.values)
        return Unread("answers.not_a_choice" if count > 1 else "answers.not_the_choice", {"count": count})
    return Waits(value) if value in takes.waits else Kept(value)


@_read.register
def _(takes: Several, text: str, book: Book, today: date, labels: Labels) -> Outcome:
    if book.means(text, "none") or text.strip() == "0":
        return Kept([])
    picked = [pick(part, labels) for part in re.split(r"[,;\n&+]|\band\b|\s(?=\d+\b)", text) if part.strip()]
    if not picked or None in picked:
        return Unread("answers.not_several", {"count": len(takes.values)})
    return Kept(sorted({value for value in picked if value}, key=takes.values.index))


@_read.register
def _(takes: Date, text: str, book: Book, today: date, labels: Labels) -> Outcome:
    days = book.almanac.read(text, today)
    if not days:
        return Unread("answers.no_date")
    if not takes.past and all(day < today for day in days):
        return Unread("answers.past_date", {"day": days[0]})
    if days[0] > add_months(today, FARTHEST_MONTHS):
        return Unread("answers.far_date", {"day": days[0]})
    return ToConfirm(tuple(day for day in days if takes.past or day >= today))


def _band(takes: Choice, text: str, book: Book) -> str | None:
    """Where a choice stands for a range of numbers: the one that a percentage or a large number is in."""
    number = number_in(text.replace("%", " "), book) if takes.bands else None
    if number is None or (number <= len(takes.values) and "%" not in text):
        return None
    return takes.values[sum(number >= limit for limit in takes.bands)]


def labels_of(text_key: str, values: tuple[str, ...], book: Book) -> dict[str, tuple[str, ...]]:
    """The labels and other names of `values`, in the order in which they are shown."""
    known = book.labels["shared"] | book.labels.get(text_key, {})
    return {value: known.get(value, (value,)) for value in values}


def pick(text: str, labels: Labels, loosely: bool = True) -> str | None:
    """Which value a number, a label, one of its other names or its beginning picks; None if unclear.

    `loosely` lets a name inside a longer text pick as well.
    """
    said = _bare(text)
    if said.isdecimal():
        position = int(said[:4])
        return list(labels)[position - 1] if 1 <= position <= len(labels) else None
    exact = [value for value, names in labels.items() if said in map(_bare, names) or said == value]
    if exact:
        return exact[0]
    begun = [value for value, names in labels.items() if len(said) > 2 and _bare(names[0]).startswith(said)]
    if len(begun) == 1:
        return begun[0]
    return (_first_word(said, labels) or _longest_named(said, labels)) if loosely else None


def _first_word(said: str, labels: Labels) -> str | None:
    """A start such as "no, I'm still in the building" is a no, where exactly one value answers to it."""
    first = said.split(" ", 1)[0] if said else ""
    found = [value for value, names in labels.items() if first in ("yes", "no") and first in map(_bare, names)]
    return found[0] if len(found) == 1 else None


def _longest_named(said: str, labels: Mapping[str, tuple[str, ...]]) -> str | None:
    """The value whose name stands in the text; of several the longest, so that "nursing home medical
    director" is no "nursing home".
    """
    named = {value: max((name for name in map(_bare, names) if _holds(said, name)), key=len, default="")
             for value, names in labels.items()}  # fmt: skip
    longest = max(named.values(), key=len, default="")
    found = [value for value, name in named.items() if name and (name == longest or name not in longest)]
    return found[0] if longest and len(found) == 1 else None


def number_in(text: str, book: Book, leading: bool = False) -> float | None:
    """The number that a short text means: "3", "about 7", "8/10", "two and a half", "1,000".

    None where there is none, or more than one. With `leading`, a number at the start wins, so that
    words behind it may hold others: "3, they pay 60 days late".
    """
    plain = _digits(text.strip().lower())
    if book.means(plain, "negated"):
        return None
    plain = re.sub(r"/\s*\d+\b|\bout of \d+|(?<=\d)-?ish\b", "", plain)
    if re.search(r"\d{10}", plain):
        return None
    if leading and (first := re.match(r"[$€£~≈]?\s*(-?\d*\.?\d+)(?![\w/:-]|\.\d)", plain)):
        return float(first[1])
    numbers = [float(part) for part in re.findall(r"(?<![\w-])-?\d*\.?\d+(?![\w])", plain)]
    numbers = numbers or _spelt(re.findall(r"[^\W\d_]+", plain), book.table("numbers.words"))
    if len(numbers) == 2 and numbers[1] == 0.5 and numbers[0].is_integer():
        return sum(numbers)
    return numbers[0] if len(set(numbers)) == 1 else None


def _spelt(said: Sequence[str], words: Mapping[str, float]) -> list[float]:
    """The numbers that are spelt out. In the middle of a longer sentence they count other things than were asked."""
    found = [float(words[word]) for word in said if word in words]
    at_an_end = bool(said) and (said[0] in words or said[-1] in words)
    return found if len(said) <= _SAID_SHORTLY or at_an_end else []


_SAID_SHORTLY = 6
"""Words of an answer that is a number and little else."""


def _digits(text: str) -> str:
    """The text with thousands joined, commas as points, and halves and quarters as decimals."""
    text = re.sub(r"(?<=\d),(?=\d{3}\b)", "", text)
    text = re.sub(r"(?<=\d),(?=\d)", ".", text)
    for sign, decimal in (("½", ".5"), ("¼", ".25"), ("¾", ".75")):
        text = text.replace(sign, decimal)
    return text


def _unit_in(text: str, book: Book) -> str | None:
    """The unit of time that a text names: day, week, month or year."""
    units = book.table("dates.units")
    found = [unit for unit, words in units.items() if re.search(rf"\b(?:{'|'.join(words)})\b", text, re.IGNORECASE)]
    return found[0] if len(found) == 1 else None


_IN_DAYS = {"day": 1, "week": 7}
_IN_MONTHS = {"month": 1, "year": 12}


def said_besides(text: str) -> str:
    """What a text says besides its number: "3, they pay late" gives "they pay late"."""
    rest = re.sub(r"^\W*\d*\.?\d+(?:\s*/\s*\d+)?\W*", "", text.strip())
    return rest if len(re.findall(r"[^\W\d_]{2,}", rest)) >= 2 else ""


def _split(text: str) -> list[str]:
    parts = [part for part in _ITEM_END.split(text) if part.strip()]
    if len(parts) == 1 and "," in text and all(len(part.split()) <= 6 for part in text.split(",")):
        parts = text.split(",")
    return parts


def _item(part: str) -> str:
    return re.sub(r"^(?:[\s•*–-]|\d+[.)]\s)+|^\s*and\b|\band\s*$|[\s.,;]+$", "", part).strip()[:_LONGEST_ITEM]


@lru_cache(maxsize=4096)
def _bare(text: str) -> str:
    return " ".join(re.sub(r"[^\w\s]", " ", text.lower().replace("’", "").replace("'", "")).split())


def _holds(said: str, name: str) -> bool:
    bare = _bare(name)
    return len(bare) > 2 and re.search(rf"\b{re.escape(bare)}\b", said) is not None


def _plain(number: float) -> str:
    return f"{number:g}"
