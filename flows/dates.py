"""Days in words, and words for days: reading "end of March", writing "Wednesday 3 February 2027".

What is read is never kept unasked: each day goes back to the person to be confirmed.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any

import dateparser

_NUMERIC = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{2,4}))?\b")
_ISO = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b")
_YEAR = re.compile(r"\d{4}")
_LONGEST = 120
"""Characters: a longer text is a story, not a date."""

Days = tuple[date, ...]


@dataclass(frozen=True)
class Almanac:
    """The words for days in one language, from the content file `dates.toml`."""

    language: str
    words: Mapping[str, Any]
    numbers: Mapping[str, float]
    month_first: bool
    patterns: Mapping[str, re.Pattern[str]]

    @classmethod
    def from_words(cls, language: str, table: Mapping[str, Any], numbers: Mapping[str, float]) -> Almanac:
        """Built from the tables `dates` and `numbers.words` of a language."""
        spelt = "|".join(sorted(numbers, key=len, reverse=True))
        units = "|".join(f"(?P<{unit}>{_any(table['units'][unit])})" for unit in ("day", "week", "month", "year"))
        plain_units = "|".join(word for words in table["units"].values() for word in words)
        weekdays = "|".join(f"(?P<d{n}>{_any(names)})" for n, names in enumerate(table["weekday_words"]))
        months = "|".join(f"{name}|{name[:3]}" for name in table["months"])
        ordinals = _any(table["ordinals"])
        relative = rf"(?:(?P<next>{_any(table['next'])})\s+|(?P<last>{_any(table['last'])})\s+)?"
        sources = {
            "end": rf"\b(?:{_any(table['end'])})\s+(?P<when>.+)",
            "start": rf"\b(?:{_any(table['start'])})\s+(?P<when>.+)",
            "middle": rf"\b(?:{_any(table['middle'])})[\s-]+(?P<when>.+)",
            "count": rf"\b(?P<count>\d{{1,4}}|{spelt}|{_any(table['one'])})\s+(?:{units})\b"
            rf"(?P<ago>\s+(?:{_any(table['ago'])})\b)?",
            "weekday": rf"\b{relative}(?:{weekdays})\b",
            "named": rf"\b(?:(?P<month>{months})\.?\s+(?P<day>\d{{1,2}})|(?P<day2>\d{{1,2}})(?:{ordinals})?\s+"
            rf"(?:{_any(table['of'])}\s+)?(?P<month2>{months}))(?!\d)(?:{ordinals})?(?:,?\s+(?P<year>\d{{4}}))?",
            "unclear": rf"\d\s*(?:[-–]|\.\d)\s*\d*\s+(?:{plain_units})\b|\b(?:{_any(table['unclear'])})\b",
            "half_year": rf"\b(?:{_any(table['half_year'])})\b",
            "ordinal": rf"^\W*(?:{_any(table['the'])})?\s*(?P<day>\d{{1,2}})(?:{ordinals})\W*$",
        }
        patterns = {name: re.compile(source, re.IGNORECASE) for name, source in sources.items()}
        return cls(language, table, numbers, table["month_first"], patterns)

    def long(self, day: date) -> str:
        """A day as it stands in every text: "Wednesday 3 February 2027"."""
        return self._written(self.words["long"], day)

    def short(self, day: date) -> str:
        """A day in a list: "3 Feb 2027"."""
        return self._written(self.words["short"], day)

    def moment(self, there: datetime, today: date) -> str:
        """A time on the person's wall, with its day unless that is today: "tomorrow, 7:00 a.m."."""
        clock = self.clock(there.time())
        match (there.date() - today).days:
            case 0:
                return clock
            case 1:
                return f"{self.words['tomorrow']}, {clock}"
        return f"{self.long(there.date())}, {clock}"

    def clock(self, at: time) -> str:
        """A time of day: "7:00 a.m."."""
        half = self.words["halves"][at.hour >= 12]
        form: str = self.words["clock"]
        return form.format(hour=at.hour, hour12=(at.hour - 1) % 12 + 1, minute=f"{at.minute:02d}", half=half)

    def _written(self, form: str, day: date) -> str:
        month: str = self.words["months"][day.month - 1]
        weekday = self.words["weekdays"][day.weekday()]
        return form.format(weekday=weekday, day=day.day, month=month, mon=month[:3], year=day.year)

    def spelt(self, text: str) -> str:
        """The text with the days of the week as this language writes them: "my tuesdays" as "my Tuesdays"."""
        return self._weekdays.sub(lambda day: self._spelling[day[0].lower()], text)

    @cached_property
    def _weekdays(self) -> re.Pattern[str]:
        return re.compile(rf"\b(?:{_any(self.words['weekdays'])})(?=s?\b)", re.IGNORECASE)

    @cached_property
    def _spelling(self) -> Mapping[str, str]:
        return {name.lower(): name for name in self.words["weekdays"]}

    def days_in(self, text: str) -> Iterator[tuple[int, int, date]]:
        """The days in a text that are written as `long` and `short` write them: start, end (half-open), day."""
        for form in self._forms if _YEAR.search(text) else ():
            for found in form.finditer(text):
                month = self._named_month([found["month"].lower()])
                day = _day(int(found["year"]), month or 0, int(found["day"]))
                if day and found.group() in (self.long(day), self.short(day)):
                    yield *found.span(), day

    @cached_property
    def _forms(self) -> tuple[re.Pattern[str], ...]:
        """What finds a day as it is written, the long form first."""
        months = self.words["months"]
        parts = {
            "weekday": f"(?:{_any(self.words['weekdays'])})",
            "day": r"(?<!\d)(?P<day>\d{1,2})",
            "month": f"(?P<month>{_any(months)})",
            "mon": f"(?P<month>{_any([month[:3] for month in months])})",
            "year": r"(?P<year>\d{4})(?!\d)",
        }
        return tuple(re.compile(self.words[form].format_map(parts)) for form in ("long", "short"))

    def read(self, text: str, today: date) -> Days:
        """The days that a text may mean, the likeliest first; empty if it means none.

        Where day and month in digits may be swapped, the usual order of the language stands first
        and the other second. A day without a year is the next one.
        """
        plain = " ".join(text.split())
        if len(plain) > _LONGEST or not re.search(r"[^\W_]", plain) or plain.isdecimal():
            return ()
        if self.patterns["unclear"].search(plain):
            return ()
        readers = (
            _iso, self._numeric, self._named, self._named_day, self._half_year, self._counted,
            self._part_of_month, self._weekday, self._ordinal,
        )  # fmt: skip
        for reader in readers:
            if (days := reader(plain, today)) is not None:
                return days
        return self._in_words(plain, today)

    def _numeric(self, text: str, today: date) -> Days | None:
        found = _NUMERIC.search(text)
        if not found:
            return None
        one, other = int(found[1]), int(found[2])
        if not self.month_first:
            one, other = other, one
        usual, swapped = _dated(one, other, found[3], today), _dated(other, one, found[3], today)
        return tuple(dict.fromkeys(usual + swapped))

    def _named(self, text: str, today: date) -> Days | None:
        found = self.patterns["named"].search(text)
        if not found:
            return None
        month = self._named_month([(found["month"] or found["month2"]).lower()])
        days = _dated(month or 0, int(found["day"] or found["day2"]), found["year"], today)
        return tuple(day for day in days if self._fits_weekday(day, text))

    def _fits_weekday(self, day: date, text: str) -> bool:
        """Whether a weekday that the text names is the day's own; "Tuesday 30 November" may be none."""
        found = self.patterns["weekday"].search(text)
        return found is None or found[f"d{day.weekday()}"] is not None

    def _named_day(self, text: str, today: date) -> Days | None:
        for name, (month, day) in self.words["named_days"].items():
            if re.search(rf"\b{name}\b", text, re.IGNORECASE):
                return _dated(month, day, None, today)
        return None

    def _half_year(self, text: str, today: date) -> Days | None:
        return (add_months(today, 6),) if self.patterns["half_year"].search(text) else None

    def _counted(self, text: str, today: date) -> Days | None:
        found = self.patterns["count"].search(text)
        if not found:
            return None
        spelt = found["count"].lower()
        count = int(spelt) if spelt.isdecimal() else int(self.numbers.get(spelt, 1))
        count *= -1 if found["ago"] else 1
        try:
            if found["day"] or found["week"]:
                return (today + timedelta(days=count * (7 if found["week"] else 1)),)
            return (add_months(today, count * (12 if found["year"] else 1)),)
        except (OverflowError, ValueError):
            return ()

    def _part_of_month(self, text: str, today: date) -> Days | None:
        for place in ("end", "start", "middle"):
            found = self.patterns[place].search(text)
            month = self._month(found["when"], today) if found else None
            if month:
                last = calendar.monthrange(*month)[1]
                return (date(*month, {"end": last, "start": 1, "middle": 15}[place]),)
        return None

    def _month(self, text: str, today: date) -> tuple[int, int] | None:
        words = re.findall(r"[^\W\d_]+|\d{4}", text.lower())
        coming = any(re.fullmatch(_any(self.words["next"]), word) for word in words)
        if _names(self.words["units"]["year"], words):
            return (today.year + coming, 12)
        if _names(self.words["units"]["month"], words):
            day = add_months(today.replace(day=1), int(coming))
            return (day.year, day.month)
        month = self._named_month(words)
        only_year = next((int(word) for word in words if word.isdecimal()), None)
        if month is None:
            return (only_year, 12) if only_year and len(words) == 1 else None
        year = next((int(word) for word in words if word.isdecimal()), None)
        if year is None:
            year = today.year + (month < today.month) + (coming and month >= today.month)
        return (year, month) if 1 <= year <= 9999 else None

    def _named_month(self, words: Sequence[str]) -> int | None:
        names = [month.lower() for month in self.words["months"]]
        for word in words:
            for number, name in enumerate(names, start=1):
                if word == name or (len(word) >= 3 and word == name[:3]):
                    return number
        return None

    def _weekday(self, text: str, today: date) -> Days | None:
        found = self.patterns["weekday"].search(text)
        if not found or re.search(r"\d", text):
            return None
        wanted = next(n for n in range(7) if found[f"d{n}"])
        coming = today + timedelta(days=(wanted - today.weekday() - 1) % 7 + 1)
        if found["last"]:
            return (coming - timedelta(days=7 if coming - timedelta(days=7) < today else 14),)
        return (coming, coming + timedelta(days=7)) if found["next"] else (coming,)

    def _ordinal(self, text: str, today: date) -> Days | None:
        found = self.patterns["ordinal"].search(text)
        if not found:
            return None
        months = (add_months(today.replace(day=1), more) for more in range(3))
        days = (_day(month.year, month.month, int(found["day"])) for month in months)
        return next(((day,) for day in days if day and day >= today), ())

    def _in_words(self, text: str, today: date) -> Days:
        found = dateparser.parse(
            text,
            languages=[self.words["dateparser"]],
            settings={
                "RELATIVE_BASE": datetime.combine(today, time(12)),
                "PREFER_DATES_FROM": "future",
                "PREFER_DAY_OF_MONTH": "first",
                "RETURN_AS_TIMEZONE_AWARE": False,
                "PARSERS": ["relative-time", "absolute-time"],
            },
        )
        return (found.date(),) if found else ()


def add_months(day: date, months: int) -> date:
    """The same day `months` later, or the last of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _iso(text: str, today: date) -> Days | None:
    found = _ISO.search(text)
    if not found:
        return None
    day = _day(int(found[1]), int(found[2]), int(found[3]))
    return (day,) if day else ()


def _dated(month: int, day: int, year: str | None, today: date) -> Days:
    if year:
        full = _day(int(year) + (2000 if len(year) == 2 else 0), month, day)
        return (full,) if full else ()
    days = (_day(today.year + more, month, day) for more in range(5))
    return next(((day,) for day in days if day and day >= today), ())


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _any(words: Sequence[str]) -> str:
    return "|".join(words)


def _names(patterns: Sequence[str], words: Sequence[str]) -> bool:
    return any(re.fullmatch(_any(patterns), word) for word in words)
