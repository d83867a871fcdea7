"""Killed at random instants while twenty people talk: nothing lost, nothing twice, order kept.

`GOODTERMS_KILLS=500` makes it longer; `python -m tests.crash` is the same by hand.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.crash import run

KILLS = int(os.environ.get("GOODTERMS_KILLS", "20"))


@pytest.mark.timeout(60 + 10 * KILLS)
async def test_kills_cost_nobody_anything(tmp_path: Path) -> None:
    figures = await run(tmp_path, KILLS, seed=4)
    assert figures.flawless, figures
    assert figures.updates > 10 * KILLS
    assert figures.replies > figures.updates
