"""The real program under a clock that is set: somebody leaves at a pause and comes back tomorrow."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

FAKETIME = shutil.which("faketime")
ROOT = Path(__file__).parent.parent

pytestmark = pytest.mark.skipif(
    FAKETIME is None and "CI" not in os.environ, reason="faketime is not installed (Debian: apt-get install faketime)"
)

SUNDAY, MONDAY, WEEKS_LATER = "2026-11-22 20:10:00", "2026-11-23 13:30:00", "2027-01-14 18:00:00"


def chat(folder: Path, at: str, *lines: str) -> str:
    """What a chat says that is opened at this time (UTC), is told these lines, and is closed."""
    assert FAKETIME, "CI installs faketime"
    done = subprocess.run(
        [FAKETIME, at, sys.executable, "-W", "error", "-m", "bot", "chat"],
        input="".join(f"{line}\n" for line in lines), capture_output=True, text=True, cwd=folder, timeout=60,
        check=False,
        env={**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{os.environ.get('PYTHONPATH', '')}", "TZ": "UTC",
             "DEFAULT_TIMEZONE": "America/Chicago"},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_whoever_asks_for_tomorrow_morning_hears_of_it_tomorrow(tmp_path: Path) -> None:
    chat(tmp_path, SUNDAY, "I agree", "Maple Grove", "1", "It began well.", "skip")
    assert "tomorrow, 7:00" in chat(tmp_path, SUNDAY, "/reminders", "1", "Another time", "tomorrow at 7", "1")
    assert "Tomorrow morning" not in chat(tmp_path, "2026-11-23 12:59:00")
    assert "Tomorrow morning" in chat(tmp_path, MONDAY)
    assert "Tomorrow morning" not in chat(tmp_path, MONDAY)


def test_weeks_later_nothing_is_made_up_for_that_nobody_needs_any_more(tmp_path: Path) -> None:
    """Who opens the chat is no longer silent."""
    chat(tmp_path, SUNDAY, "I agree", "Maple Grove", "1", "It began well.")
    assert "Tomorrow morning" not in chat(tmp_path, WEEKS_LATER)
