"""Between cases: an agreed person with no case open begins one."""

from __future__ import annotations

from flows.questions import Step, fixed

LOBBY_STEP = Step("lobby", fixed())
