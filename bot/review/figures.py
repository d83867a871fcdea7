"""What the overview says: from counts to a finding in words, a picture, and the numbers behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from bot.review import charts
from bot.review.charts import Bar
from bot.review.words import Words
from flows import course
from storage.review.values import Overview

PAUSES = ("offered", "taken", "overridden", "not_needed", "unanswered")
WAYS = ("breathe", "twenty_minutes", "morning", "three_days")
HELD = ("held", "not_yet")
HEAT = tuple(f"{number}" for number in range(11))
POINTS = tuple(f"{number}" for number in range(7))


@dataclass(frozen=True, slots=True)
class Row:
    """One number: of which fact, what it is called, how many shared cases, and how many others in words.

    `rest` is None where what is not shared is not counted.
    """

    fact: course.Fact
    label: str
    shared: int
    rest: str | None


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the overview. Without a `picture` there is nothing to show yet."""

    name: str
    title: str
    finding: str
    rows: Sequence[Row]
    picture: Markup | None


class Figures:
    """The overview of one period, in the words of a book."""

    def __init__(self, seen: Overview, words: Words, text: Mapping[str, Any]) -> None:
        self._seen, self._words, self._text = seen, words, text

    def parts(self) -> Iterator[Part]:
        """Every part, in the order in which a case goes."""
        yield self._part("people", self._rows("people", ("came", "agreed", "named_a_client")), charts.funnel)
        yield self._part("reached", self._rows("reached", course.WAY, self._words.step), charts.funnel)
        yield self._part("stands", self._rows("stands", self._standing(), self._words.step))
        yield self._part("outcome", self._rows("outcome", self._outcomes(), self._outcome))
        yield self._part("decided", self._rows("decided", (*course.SPANS, course.LONGER)))
        yield self._part("pause", self._rows("pause", PAUSES))
        yield self._ways()
        yield self._heat()
        yield self._part("points", self._rows("points", POINTS, str))
        yield self._sittings()

    # -- parts ------------------------------------------------------------------------------------

    def _part(
        self,
        name: str,
        rows: Sequence[Row],
        draw: Callable[[str, str, Sequence[Bar]], Markup] = charts.bars,
    ) -> Part:
        total = rows[0].shared if draw is charts.funnel and rows else sum(row.shared for row in rows)
        whole = self._count("pause", "offered") if name == "pause" else total
        shown = [Bar(row.label, row.shared, self._share(row.shared, whole)) for row in rows]
        return self._made(name, rows, lambda title: draw(name, title, shown))

    def _ways(self) -> Part:
        """The pauses that were taken, and how many came back cooler from each."""
        rows = self._grouped("way", ("way", "cooled", "still_hot"), WAYS, self._words.pause)
        bars = [Bar(self._words.pause(way), cooled, self._of(cooled, back), back) for way, cooled, back in self._back()]
        return self._made("way", rows, lambda title: charts.bars("way", title, bars))

    def _back(self) -> Iterator[tuple[str, int, int]]:
        """Of each way to pause, how many came back cooler, and how many came back with a number."""
        for way in WAYS:
            cooled = self._count("cooled", way)
            yield way, cooled, cooled + self._count("still_hot", way)

    def _heat(self) -> Part:
        rows, names = self._grouped("heat", ("heat_before", "heat_after"), HEAT, str), self._text["heat"]["values"]
        told = {names[name]: [self._count(name, heat) for heat in HEAT] for name in ("heat_before", "heat_after")}
        return self._made("heat", rows, lambda title: charts.curves("heat", title, HEAT, told))

    def _sittings(self) -> Part:
        """How many answers held on the first day of rehearsing and on the last."""
        days = ("first_sitting", "last_sitting")
        rows, bars = self._grouped("sittings", days, HELD, self._text["held"].__getitem__), []
        for day in days:
            held, whole = self._count(day, "held"), sum(self._count(day, value) for value in HELD)
            bars.append(Bar(self._text["sittings"]["values"][day], held, self._of(held, whole), whole))
        return self._made("sittings", rows, lambda title: charts.bars("sittings", title, bars))

    def _made(self, name: str, rows: Sequence[Row], draw: Callable[[str], Markup]) -> Part:
        """A part with its finding, or with the word that there is nothing to find yet."""
        text = self._text[name]
        if not any(row.shared for row in rows):
            return Part(name, text["title"], self._text["nothing"], rows, None)
        return Part(name, text["title"], text["finding"].format(**self._facts()), rows, draw(text["title"]))

    # -- rows ---------------------------------------------------------------------------------------

    def _rows(self, name: str, values: Sequence[str], called: Callable[[str], str] | None = None) -> list[Row]:
        return [
            Row(
                (name, value),
                called(value) if called else self._text[name]["values"][value],
                self._count(name, value),
                rest,
            )
            for value in values
            for rest in [self._rest(name, value)]
        ]

    def _grouped(
        self, part: str, names: Sequence[str], values: Sequence[str], called: Callable[[str], str]
    ) -> list[Row]:
        """Rows of several facts, each called by its fact as well."""
        groups = self._text[part]["values"]
        return [row for name in names for row in self._rows(name, values, _within(groups[name], called))]

    def _rest(self, name: str, value: str) -> str | None:
        if name not in course.BARE:
            return None
        there = self._seen.rest.get(name, {}).get(value)
        return str(self._text["few"]) if there is None else f"{there:,}"

    def _standing(self) -> list[str]:
        """Where cases stand: on the way, and beside it where there are any."""
        beside = {*self._seen.shared.get("stands", {}), *self._seen.rest.get("stands", {})} - {*course.WAY}
        return [*course.WAY[:-1], *sorted(beside)]

    def _outcomes(self) -> list[str]:
        return [*self._words.page["outcomes"], course.NONE]

    def _outcome(self, name: str) -> str:
        return str(self._text["outcome"]["none"]) if name == course.NONE else self._words.outcome(name)

    # -- numbers ------------------------------------------------------------------------------------

    def _count(self, name: str, value: str) -> int:
        return self._seen.shared.get(name, {}).get(value, 0)

    def _share(self, part: int, whole: int) -> str:
        return f"{part:,} · {_percent(part, whole)}" if part and whole else f"{part:,}"

    def _of(self, part: int, whole: int) -> str:
        return str(self._text["of"].format(part=f"{part:,}", whole=f"{whole:,}")) if whole else "–"

    def _facts(self) -> dict[str, object]:
        """What findings are filled with."""
        back = list(self._back())
        stuck = max(self._seen.shared.get("stands", {"": 0}).items(), key=lambda pair: pair[1])[0]
        first, last = ("first_sitting", "last_sitting")
        return {
            "begun": self._count("cases", "begun"),
            "came": self._count("people", "came"),
            "named": self._count("people", "named_a_client"),
            "closed": self._count("reached", "closed"),
            "stuck": self._words.step(stuck) if stuck else "–",
            "ended": self._count("cases", "begun") - self._count("outcome", course.NONE),
            "span": self._span(),
            "decided": sum(self._seen.shared.get("decided", {}).values()),
            **{name: self._count("pause", name) for name in ("offered", "taken", "overridden")},
            "cooled": sum(cooled for _, cooled, _ in back),
            "back": sum(back for _, _, back in back),
            "before": self._middle("heat_before", HEAT),
            "after": self._middle("heat_after", HEAT),
            "points": self._middle("points", POINTS),
            "first": _percent(self._count(first, "held"), sum(self._count(first, value) for value in HELD)),
            "last": _percent(self._count(last, "held"), sum(self._count(last, value) for value in HELD)),
        }

    def _span(self) -> str:
        """The span within which half of the decisions fell."""
        names = self._text["decided"]["values"]
        return str(names.get(self._middle("decided", (*course.SPANS, course.LONGER)), "–"))

    def _middle(self, name: str, order: Sequence[str]) -> str:
        """The value in the middle: half of the cases have it, or one before it."""
        half, passed = sum(self._seen.shared.get(name, {}).values()) / 2, 0
        for value in order:
            passed += self._count(name, value)
            if passed and passed >= half:
                return value
        return "–"


def _percent(part: int, whole: int) -> str:
    return f"{round(100 * part / whole)}%" if whole else "–"


def _within(group: str, called: Callable[[str], str]) -> Callable[[str], str]:
    return lambda value: f"{group}: {called(value)}"
