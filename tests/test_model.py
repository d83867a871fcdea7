"""Persons and cases with some fields replaced."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from flows.model import Answer, Case, changed

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_what_is_changed_is_as_if_it_had_been_replaced() -> None:
    before = Case(1, "reflect", NOON, NOON, answers={"heat": Answer(8, "8", NOON)})
    after = changed(before, step="decide", turn=3)
    assert after == replace(before, step="decide", turn=3)
    assert (before.step, before.turn) == ("reflect", 0)
    assert changed(after) == after


def test_a_field_that_there_is_not_can_t_be_changed() -> None:
    with pytest.raises(TypeError, match="a Case has no stepp"):
        changed(Case(1, "reflect", NOON, NOON), stepp="decide")
