"""The tables, as SQLAlchemy Core sees them. A change here needs a migration beside it.

What is asked for by value has a column of its own; everything else of a person and of a case is in
`state`, by name (see `codec`). The columns of a case beside its state are copies for such queries:
what is opened again is the state.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    and_,
    literal_column,
)
from sqlalchemy.types import BigInteger

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """A moment: aware on the way in, aware and in UTC on the way out, whatever the database keeps."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuses a moment without a zone: nobody could say later when it was."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone can't be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """SQLite has no zones; what it kept is UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


_JSON = JSON(none_as_null=True)

# Numbers are never given twice (AUTOINCREMENT): the number of something deleted must not come to
# mean something else, neither to a coach nor to a message on its way.

persons = Table(
    "persons",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String(200), nullable=False, unique=True),
    Column("state", _JSON, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Column("blocked_at", Moment),
    sqlite_autoincrement=True,
)
"""Who chats. `state` holds the lobby, the settings and what is known across cases. `blocked_at` is set
while the person lets nothing through.
"""

cases = Table(
    "cases",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person_id", ForeignKey("persons.id", ondelete="CASCADE"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("client", Text),
    Column("kind", Text),
    Column("step", String(100), nullable=False),
    Column("outcome", Text),
    Column("state", _JSON, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    UniqueConstraint("person_id", "number"),
    sqlite_autoincrement=True,
)
"""One row a relationship that a person thinks about ending."""

messages = Table(
    "messages",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person_id", ForeignKey("persons.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("case_id", ForeignKey("cases.id", ondelete="CASCADE"), index=True),
    Column("at", Moment, nullable=False),
    Column("direction", String(3), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("text", Text, nullable=False),
    Column("step", String(100), nullable=False),
    Column("source", String(100)),
    Column("update_id", BigInteger),
    Column("signals", _JSON),
    Column("choices", _JSON),
    Column("title", Text),
    Column("sent_at", Moment),
    Column("error", Text),
    Column("shown_as", BigInteger),
    Column("document", _JSON),
    CheckConstraint("direction IN ('in', 'out')", name="direction"),
    sqlite_autoincrement=True,
)
"""The transcript, and the outbox in it: an out message without `sent_at` was not accepted yet, and one
with an `error` (its type) never will be. `shown_as` is the channel's number of a message whose buttons
still show. `choices` are the buttons below an out message; of an in message, the one whose press answered
such a message. `document` is what the file that goes with an out message is made from.

`case_id` is null for what was said in the lobby. `source` and `update_id` name the update that an
in message came from, so that it takes effect once.
"""

unsent = and_(messages.c.direction == literal_column("'out'"), messages.c.sent_at.is_(None), messages.c.error.is_(None))
"""What makes a message part of the outbox; literal, so that the index below answers it."""

Index(
    "uq_messages_source_update_id",
    messages.c.source,
    messages.c.update_id,
    unique=True,
    sqlite_where=messages.c.update_id.is_not(None),
    postgresql_where=messages.c.update_id.is_not(None),
)
Index(
    "ix_messages_unsent",
    messages.c.person_id,
    messages.c.id,
    sqlite_where=unsent,
    postgresql_where=unsent,
)
Index(
    "ix_messages_shown",
    messages.c.person_id,
    sqlite_where=messages.c.shown_as.is_not(None),
    postgresql_where=messages.c.shown_as.is_not(None),
)

reminders = Table(
    "reminders",
    metadata,
    Column("person_id", ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True),
    Column("case_number", Integer, primary_key=True),
    Column("name", String(100), primary_key=True),
    Column("due_at", Moment, nullable=False),
    Column("wall", String(16), nullable=False),
    Column("zone", String(64), nullable=False),
    Column("chosen", Boolean, nullable=False),
    Column("status", String(10), nullable=False),
    Column("sent_at", Moment),
    CheckConstraint("status IN ('waiting', 'sent', 'cancelled')", name="status"),
)
"""One row for each thing to bring back, with what became of it the last time; never its words. It is due at
`due_at`, computed from the time `wall` on a wall in `zone`. `case_number` is 0 for what belongs to no case.
"""

waiting = reminders.c.status == literal_column("'waiting'")
"""What makes a reminder one that waits; literal, so that the index below answers it."""

Index("ix_reminders_due", reminders.c.due_at, sqlite_where=waiting, postgresql_where=waiting)

spent_updates = Table(
    "spent_updates",
    metadata,
    Column("source", String(100), primary_key=True),
    Column("update_id", BigInteger, primary_key=True),
)
"""Updates whose lines of the transcript were forgotten: they must not take effect again either. Only
their numbers are here, with nothing that says whose they were.
"""

invitations = Table(
    "invitations",
    metadata,
    Column("code", String(64), primary_key=True),
    Column("coach", String(200), nullable=False, index=True),
    Column("made_at", Moment, nullable=False),
    Column("name", Text, nullable=False),
    Column("words", Text, nullable=False),
)
"""What coaches gave out. Who came through one is kept with that person only, in their state."""

answered_groups = Table(
    "answered_groups",
    metadata,
    Column("source", String(100), primary_key=True),
    Column("chat", BigInteger, primary_key=True),
)
"""Groups that a bot is in and has had its say in. Only their numbers are here."""

dead_letters = Table(
    "dead_letters",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("person_key", String(200), nullable=False, index=True),
    Column("payload", _JSON, nullable=False),
    Column("error", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("source", String(100)),
    Column("update_id", BigInteger),
    sqlite_autoincrement=True,
)
"""Events that made the flow fail, and how updates are built that nobody could read, with the type of the
error and where it arose. `source` and `update_id` keep an unread update from being kept twice.
"""

Index(
    "uq_dead_letters_source_update_id",
    dead_letters.c.source,
    dead_letters.c.update_id,
    unique=True,
    sqlite_where=dead_letters.c.update_id.is_not(None),
    postgresql_where=dead_letters.c.update_id.is_not(None),
)
