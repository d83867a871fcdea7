"""What the server refuses, in Telegram's own words, and how a refusal looks on the wire."""

from __future__ import annotations

from typing import Any

JsonDict = dict[str, Any]


class Refused(Exception):
    """A call that the Bot API answers with `"ok": false`."""

    def __init__(self, code: int, description: str, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.retry_after = retry_after

    def envelope(self) -> JsonDict:
        """The JSON body that Telegram sends for this refusal."""
        body: JsonDict = {"ok": False, "error_code": self.code, "description": self.description}
        if self.retry_after is not None:
            body["parameters"] = {"retry_after": self.retry_after}
        return body


def bad_request(what: str) -> Refused:
    """The call can never succeed as it stands."""
    return Refused(400, f"Bad Request: {what}")


def forbidden(what: str) -> Refused:
    """The bot may not do this, for example write to somebody who blocked it."""
    return Refused(403, f"Forbidden: {what}")


def conflict(what: str) -> Refused:
    """Somebody else receives this bot's updates."""
    return Refused(409, f"Conflict: {what}")


def too_many(retry_after: int) -> Refused:
    """The bot is too fast; it must wait for `retry_after` seconds."""
    return Refused(429, f"Too Many Requests: retry after {retry_after}", retry_after)
