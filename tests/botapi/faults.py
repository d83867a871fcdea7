"""Trouble on purpose: seeded, so that a failing run can be repeated."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum
from typing import Any


class Fault(Enum):
    """What goes wrong with one call."""

    TOO_MANY = "too_many"
    """429 with retry_after; nothing is accepted."""
    BAD_GATEWAY = "bad_gateway"
    """502 with an HTML body; nothing is accepted."""
    CUT_BEFORE = "cut_before"
    """The connection ends before the call is looked at; nothing is accepted."""
    CUT_AFTER = "cut_after"
    """The call is carried out, and the connection ends without an answer."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Shares (0 to 1) of the calls that go wrong, and how."""

    too_many: float = 0.0
    bad_gateway: float = 0.0
    cut_before: float = 0.0
    cut_after: float = 0.0
    slow: float = 0.0
    """Share of the calls that are answered late; independent of the faults above."""
    slow_seconds: tuple[float, float] = (0.05, 0.3)
    retry_after: int = 1
    methods: Collection[str] | None = None
    """Only these methods (in any case); None for all, getUpdates included."""
    times: int | None = None
    """Only so many faults, then none any more; None for no end."""


class Faults:
    """Decides for each call whether and how it goes wrong."""

    def __init__(self, seed: int = 0) -> None:
        self.plan: Plan | None = None
        self.happened: Counter[str] = Counter()
        self._random = random.Random(seed)
        self._methods: set[str] | None = None
        self._left: int | None = None

    def set(self, seed: int | None = None, **plan: Any) -> None:
        """Begins a new plan; without arguments, ends all trouble."""
        self.plan = Plan(**plan) if plan else None
        if seed is not None:
            self._random.seed(seed)
        if self.plan is not None:
            methods = self.plan.methods
            self._methods = None if methods is None else {name.lower() for name in methods}
            self._left = self.plan.times

    def draw(self, method: str) -> tuple[Fault | None, float]:
        """The fault of this call, if any, and how many seconds late its answer is."""
        if self.plan is None or (self._methods is not None and method not in self._methods):
            return None, 0.0
        fault, delay = self._fault(self.plan), self._delay(self.plan)
        if fault is not None:
            self.happened[fault.value] += 1
        if delay:
            self.happened["slow"] += 1
        return fault, delay

    def _fault(self, plan: Plan) -> Fault | None:
        drawn = self._random.random()
        if self._left == 0:
            return None
        for fault in Fault:
            drawn -= getattr(plan, fault.value)
            if drawn < 0:
                self._left = None if self._left is None else self._left - 1
                return fault
        return None

    def _delay(self, plan: Plan) -> float:
        late = self._random.random() < plan.slow
        return self._random.uniform(*plan.slow_seconds) if late else 0.0
