"""What a coach who asks for an invitation needs from outside the flow: a code that nobody can guess, and its link."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from dataclasses import replace

from telegram import Bot

from bot.telegram.delivery import person_of
from flows.commands import name_of
from flows.model import Event, EventKind, Invitation


class Inviting:
    """Hands the makings of an invitation to coaches, and to nobody else."""

    def __init__(self, bot: Bot, coaches: Collection[int]) -> None:
        self._bot = bot
        self._coaches = {person_of(coach) for coach in coaches}
        self._name: str | None = None

    async def prepare(self, events: Sequence[Event]) -> list[Event]:
        """The events, those with which a coach asks for an invitation made ready for it."""
        return [await self._with_invitation(event) if self._asks(event) else event for event in events]

    def _asks(self, event: Event) -> bool:
        is_command = event.kind is EventKind.COMMAND and name_of(event.text) == "invite"
        return is_command and event.person in self._coaches

    async def _with_invitation(self, event: Event) -> Event:
        code = secrets.token_urlsafe(16)
        link = f"https://t.me/{await self._bot_name()}?start={code}"
        return replace(event, invitation=Invitation(code, event.person, event.at, link=link))

    async def _bot_name(self) -> str:
        if self._name is None:
            self._name = (await self._bot.get_me()).username
        return self._name or ""
