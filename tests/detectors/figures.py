"""Figures with their intervals, 95 %: by Wilson for shares, by resampling for F1 and means."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

_RESAMPLES = 1000
_Z = 1.96

Pairs = Sequence[tuple[str, str]]
"""What a message is, and what it was taken for."""


def wilson(hits: int, of: int) -> tuple[float, float, float]:
    """A share with its interval; (0, 0, 1) where there is nothing to count."""
    if not of:
        return 0.0, 0.0, 1.0
    share = hits / of
    middle = (share + _Z**2 / (2 * of)) / (1 + _Z**2 / of)
    half = _Z * math.sqrt(share * (1 - share) / of + _Z**2 / (4 * of**2)) / (1 + _Z**2 / of)
    return share, middle - half, middle + half


def f1(pairs: Pairs, label: str) -> float:
    """The harmonic mean of precision and recall of one label."""
    both = sum(wanted == label == found for wanted, found in pairs)
    either = sum((wanted == label) + (found == label) for wanted, found in pairs)
    return 2 * both / either if either else 0.0


def f1_interval(pairs: Pairs, label: str) -> tuple[float, float]:
    """Between which values F1 lies in most resamples."""
    draw = random.Random(1)
    values = sorted(f1(draw.choices(pairs, k=len(pairs)), label) for _ in range(_RESAMPLES))
    return values[_RESAMPLES // 40], values[-_RESAMPLES // 40]


def shares(pairs: Pairs, label: str) -> str:
    """Precision and recall of one label with their intervals, as two cells of a table."""
    both = sum(wanted == label == found for wanted, found in pairs)
    precision = wilson(both, sum(found == label for _, found in pairs))
    recall = wilson(both, sum(wanted == label for wanted, _ in pairs))
    return " | ".join(f"{value:.2f} ({least:.2f} to {most:.2f})" for value, least, most in (precision, recall))


def mean_interval(values: Sequence[float]) -> tuple[float, float, float]:
    """A mean, and between which values it lies in most resamples; zeros where there is nothing to count."""
    if not values:
        return 0.0, 0.0, 0.0
    draw = random.Random(1)
    means = sorted(sum(draw.choices(values, k=len(values))) / len(values) for _ in range(_RESAMPLES))
    return sum(values) / len(values), means[_RESAMPLES // 40], means[-_RESAMPLES // 40]
