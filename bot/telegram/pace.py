"""How fast may be written: a burst, then a steady rate."""

from __future__ import annotations

from dataclasses import dataclass

CHAT_BURST, CHAT_RATE = 5.0, 1.0
"""Replies that one chat gets at once, and then a second."""

BULK_BURST, BULK_RATE = 30.0, 30.0
"""What nobody waits for, over all chats."""


@dataclass(slots=True)
class Bucket:
    """Fills with `rate` a second up to `burst`; each message takes one."""

    burst: float
    rate: float
    level: float
    at: float = 0.0

    @classmethod
    def full(cls, burst: float, rate: float, now: float) -> Bucket:
        """A bucket from which a whole burst can be taken."""
        return cls(burst, rate, burst, now)

    def wait(self, now: float) -> float:
        """Seconds until one can be taken; 0 if now."""
        self.level = min(self.burst, self.level + (now - self.at) * self.rate)
        self.at = now
        return 0.0 if self.level >= 1 else (1 - self.level) / self.rate

    def take(self) -> None:
        """Takes one, which `wait` has said is there."""
        self.level -= 1

    def is_full(self, now: float) -> bool:
        """Whether nothing was taken for so long that it makes no difference any more."""
        self.wait(now)
        return self.level >= self.burst
