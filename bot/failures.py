"""What keeps a command from doing its work, in one plain line."""

from __future__ import annotations


class CannotRun(Exception):
    """Something outside is not as it has to be."""


class CannotListen(CannotRun):
    """An address can't be bound."""


class CannotReceive(CannotRun):
    """Telegram gives this bot no updates, and waiting will not help."""
