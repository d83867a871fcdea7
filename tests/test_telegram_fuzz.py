"""Broken updates of every kind: none ends the bot, none blocks the next, none fails inside the flow.

`GOODTERMS_FUZZ=100000` makes it long; `python -m tests.fuzz` is the same by hand.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.telegram import pace
from tests.fuzz import KINDS, run, seeds

UPDATES = int(os.environ.get("GOODTERMS_FUZZ", "4000"))


def test_every_kind_of_update_is_among_the_seeds() -> None:
    assert {kind for update in seeds() for kind in update} >= set(KINDS)


@pytest.mark.timeout(120 + UPDATES // 100)
async def test_no_broken_update_does_any_harm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "CHAT_BURST", 1e9)
    found = await run(tmp_path, UPDATES, seed=1)
    assert set(found) == {"updates", "heard", "unreadable"}, found
    assert found["heard"] > UPDATES / 10
