"""The coach's desk in one transaction: all that the review reads and writes."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncConnection

from storage.numbers import Numbers
from storage.review.audit import Audit
from storage.review.entrance import Entrance
from storage.review.overview import Overviews
from storage.review.queue import Queue
from storage.review.searching import Searching
from storage.review.sharing import Sharing
from storage.review.transcript import Transcript
from storage.review.work import Work


class Desk:
    """What coaches see and do. Whoever uses it writes to `audit` what they read, before they show it."""

    def __init__(self, connection: AsyncConnection, numbers: Numbers) -> None:
        self.sharing = Sharing(connection, numbers)
        self.queue = Queue(connection)
        self.transcript = Transcript(connection)
        self.searching = Searching(connection, self.transcript)
        self.work = Work(connection, self.sharing)
        self.overviews = Overviews(connection)
        self.audit = Audit(connection)
        self.entrance = Entrance(connection)
