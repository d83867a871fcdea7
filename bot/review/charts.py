"""Pictures of numbers as SVG, made on the server from values alone.

They carry no style: their parts have classes, whose colors and sizes stand in `static/overview.css`, so that a
page may forbid styles of its own and still be light or dark. Each has a title and a description to be read
aloud; whoever shows one puts the numbers beside it as a table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, tostring

from markupsafe import Markup

WIDTH = 320
"""Units that a picture is wide: about those of a phone, so that its words are as large as others."""

_ROW, _BAR, _BASELINE = 38, 10, 13
_HEIGHT, _LEFT, _TOP, _BOTTOM = 150, 28, 10, 24
_MOST_RULES = 4


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what it is called, how long it is, and what is `shown` for that.

    `of` is what it is a part of, such as all that came to the step before: it is drawn behind it.
    """

    label: str
    value: int
    shown: str = ""
    of: int = 0


def bars(name: str, title: str, rows: Sequence[Bar]) -> Markup:
    """A bar for each row, its words above it. `name` is that of no other picture on the page."""
    told = "; ".join(f"{row.label}: {row.shown or row.value}" for row in rows)
    picture = _picture(name, title, told, len(rows) * _ROW)
    longest = max((max(row.value, row.of) for row in rows), default=0) or 1
    for place, row in enumerate(rows):
        top = place * _ROW
        _words(picture, "label", 0, top + _BASELINE, row.label)
        _words(picture, "value", WIDTH, top + _BASELINE, row.shown or f"{row.value}")
        for kind, value in (("track", longest), ("whole", row.of), ("bar", row.value)):
            if value:
                _box(picture, kind, top + _BASELINE + 6, WIDTH * value / longest)
    return _written(picture)


def funnel(name: str, title: str, rows: Sequence[Bar]) -> Markup:
    """A bar for each step, before what is left of the step above it."""
    before = [rows[0].value, *(row.value for row in rows[:-1])] if rows else []
    return bars(name, title, [Bar(row.label, row.value, row.shown, of) for row, of in zip(rows, before, strict=True)])


def curves(name: str, title: str, places: Sequence[str], series: Mapping[str, Sequence[int]]) -> Markup:
    """A line for each series over the same places, each with dots of its own shape, and its name below.

    The first is drawn with round dots, the second with square ones.
    """
    told = "; ".join(
        f"{label}: {', '.join(f'{place}: {value}' for place, value in zip(places, values, strict=True))}"
        for label, values in series.items()
    )
    picture = _picture(name, title, told, _TOP + _HEIGHT + _BOTTOM + 22)
    highest = max((value for values in series.values() for value in values), default=0) or 1
    _rules(picture, highest)
    across = (WIDTH - _LEFT - 8) / max(len(places) - 1, 1)
    for number, place in enumerate(places):
        _words(picture, "tick", _LEFT + number * across, _TOP + _HEIGHT + 16, place)
    for number, (label, values) in enumerate(series.items()):
        dots = [(_LEFT + at * across, _TOP + _HEIGHT * (1 - value / highest)) for at, value in enumerate(values)]
        _curve(picture, number, dots)
        _named(picture, number, label)
    return _written(picture)


def _picture(name: str, title: str, told: str, height: int) -> Element:
    ids = f"{name}-title {name}-told"
    picture = Element(
        "svg", {"class": "chart", "viewBox": f"0 0 {WIDTH} {height}", "role": "img", "aria-labelledby": ids}
    )
    SubElement(picture, "title", {"id": f"{name}-title"}).text = title
    SubElement(picture, "desc", {"id": f"{name}-told"}).text = told
    return picture


def _words(picture: Element, kind: str, x: float, y: float, text: str) -> None:
    SubElement(picture, "text", {"class": kind, "x": _plain(x), "y": _plain(y)}).text = text


def _box(picture: Element, kind: str, y: float, width: float) -> None:
    size = {"x": "0", "y": _plain(y), "width": _plain(max(width, 2)), "height": f"{_BAR}", "rx": "3"}
    SubElement(picture, "rect", {"class": kind} | size)


def _rules(picture: Element, highest: int) -> None:
    """Lines at whole numbers, with the numbers beside them."""
    step = -(-highest // _MOST_RULES)
    for value in range(0, highest + 1, step):
        y = _TOP + _HEIGHT * (1 - value / highest)
        ends = {"x1": f"{_LEFT}", "x2": f"{WIDTH}", "y1": _plain(y), "y2": _plain(y)}
        SubElement(picture, "line", {"class": "rule"} | ends)
        _words(picture, "scale", _LEFT - 6, y + 4, f"{value}")


def _curve(picture: Element, number: int, dots: Sequence[tuple[float, float]]) -> None:
    group = SubElement(picture, "g", {"class": f"series series-{number}"})
    SubElement(group, "polyline", {"points": " ".join(f"{_plain(x)},{_plain(y)}" for x, y in dots)})
    for x, y in dots:
        _dot(group, number, x, y)


def _dot(group: Element, number: int, x: float, y: float) -> None:
    if number:
        SubElement(group, "rect", {"x": _plain(x - 3), "y": _plain(y - 3), "width": "6", "height": "6"})
    else:
        SubElement(group, "circle", {"cx": _plain(x), "cy": _plain(y), "r": "3.5"})


def _named(picture: Element, number: int, label: str) -> None:
    """The dot of a series and its name, below the picture."""
    x, y = _LEFT + number * (WIDTH - _LEFT) / 2, _TOP + _HEIGHT + _BOTTOM + 14
    group = SubElement(picture, "g", {"class": f"series series-{number}"})
    _dot(group, number, x, y - 4)
    _words(picture, "label", x + 10, y, label)


def _plain(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def _written(picture: Element) -> Markup:
    return Markup(tostring(picture, encoding="unicode"))
