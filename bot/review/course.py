"""Heat and confidence over time, as a picture: where its dots and lines stand. The template draws them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from storage.review.values import Measure

WIDTH, HEIGHT = 320.0, 150.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 24.0, 10.0, 10.0, 24.0
_MOST = 10.0


@dataclass(frozen=True, slots=True)
class Dot:
    """One number that was told, and where it stands in the picture."""

    x: float
    y: float
    at: datetime
    value: float


@dataclass(frozen=True, slots=True)
class Course:
    """The picture: for each name its dots, the lines across with their labels, and the first and last moment."""

    dots: dict[str, list[Dot]]
    rules: list[tuple[float, int]]
    first: datetime
    last: datetime
    width: float = WIDTH
    height: float = HEIGHT
    left: float = _LEFT
    right: float = WIDTH - _RIGHT


def course(measures: Sequence[Measure]) -> Course | None:
    """The picture of these numbers; None where there are none."""
    if not measures:
        return None
    first, last = measures[0].at, measures[-1].at
    span = (last - first).total_seconds()
    dots: dict[str, list[Dot]] = {}
    for measure in measures:
        share = (measure.at - first).total_seconds() / span if span else 0.5
        x = _LEFT + 8 + share * (WIDTH - _LEFT - _RIGHT - 16)
        dots.setdefault(measure.name, []).append(Dot(round(x, 1), _height(measure.value), measure.at, measure.value))
    return Course(dots, [(_height(value), value) for value in (0, 5, 10)], first, last)


def _height(value: float) -> float:
    inside = min(max(value, 0.0), _MOST) / _MOST
    return round(HEIGHT - _BOTTOM - inside * (HEIGHT - _TOP - _BOTTOM), 1)
