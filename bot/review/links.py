"""Login links and sessions: secrets that only a browser has, and digests of them for the database."""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256

from storage.database import Database
from storage.review.values import Entry
from storage.transaction import Transaction

LINK_LASTS = timedelta(minutes=10)
SESSION_LASTS = timedelta(hours=12)

_SECRET = re.compile(r"[A-Za-z0-9_-]{43}")


def secret() -> str:
    """Something that nobody guesses: 32 bytes, fit for an address."""
    return secrets.token_urlsafe(32)


def is_secret(text: str) -> bool:
    """Whether a text has the shape of one; others need not be looked up."""
    return _SECRET.fullmatch(text) is not None


def digest(kept: str) -> str:
    """What the database has of a secret."""
    return sha256(kept.encode()).hexdigest()


def csrf_of(session: str) -> str:
    """What every form of a session carries, so that no other page can send one."""
    return hmac.new(session.encode(), b"csrf", sha256).hexdigest()


async def make_link(transaction: Transaction, who: str, now: datetime, url: str) -> str:
    """A link that lets somebody in once, within ten minutes."""
    token = secret()
    await transaction.review.entrance.forget_expired(now)
    await transaction.review.entrance.add_login(digest(token), who, now + LINK_LASTS)
    return f"{url}/enter/{token}"


async def enter(database: Database, token: str, now: datetime, admits: Callable[[str], bool]) -> str | None:
    """The secret of a new session for a token that is still good; None for every other."""
    if not is_secret(token):
        return None
    async with database.reading() as transaction:  # strangers must not make the bot wait for the lock
        if not await transaction.review.entrance.has_login(digest(token), now):
            return None
    session = secret()
    async with database.writing() as transaction:
        entrance = transaction.review.entrance
        who = await entrance.use_login(digest(token), now)
        if who is None or not admits(who):
            return None
        await entrance.add_session(digest(session), who, now + SESSION_LASTS)
        await transaction.review.audit.add([Entry(now, who, "came in")])
    return session


async def leave(database: Database, session: str, who: str, now: datetime) -> None:
    """Ends a session."""
    async with database.writing() as transaction:
        await transaction.review.entrance.end_session(digest(session))
        await transaction.review.audit.add([Entry(now, who, "went out")])
