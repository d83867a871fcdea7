"""The tables behind the coach's review. None of them is touched by the talk of somebody who shares nothing,
but for `flags` and `tallies`.

A conversation has one number here: a case's own or, for what was said outside any case, minus the
person's. Both are numbers of rows that are never given twice.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    event,
)

from storage.tables import Moment, metadata

flags = Table(
    "flags",
    metadata,
    Column("message_id", ForeignKey("messages.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", String(20), primary_key=True),
    Column("conversation", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    Index("ix_flags_conversation_kind", "conversation", "kind"),
)
"""Messages of flagged moments, with what made each of them one (see `flows.model.FLAGS`)."""

shared = Table(
    "shared",
    metadata,
    Column("conversation", Integer, primary_key=True, autoincrement=False),
    Column("person_id", ForeignKey("persons.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("case_id", ForeignKey("cases.id", ondelete="CASCADE"), index=True),
    Column("level", String(10), nullable=False),
    Column("rank", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    Column("step", String(100), nullable=False),
    Column("kind", Text),
    Column("outcome", Text),
)
"""Conversations of which a coach may read something now: all of it, or the flagged moments (`level`).

A conversation that may not be read has no row. The rest is what the queue is ordered and filtered by:
`rank` says how soon a human should look, `at` when something was said last. Of a conversation whose flagged
moments only are shared, `kind` and `outcome` stay empty.
"""

Index("ix_shared_rank_at", shared.c.rank, shared.c.at.desc(), shared.c.conversation.desc())
for _name in ("step", "kind", "outcome"):
    Index(
        f"ix_shared_{_name}_rank_at", shared.c[_name], shared.c.rank, shared.c.at.desc(), shared.c.conversation.desc()
    )

flagged = Table(
    "flagged",
    metadata,
    Column("conversation", ForeignKey("shared.conversation", ondelete="CASCADE"), primary_key=True),
    Column("kind", String(20), primary_key=True),
    Column("rank", Integer, nullable=False),
    Column("at", Moment, nullable=False),
)
"""What is flagged in each conversation of `shared`, with its place in the queue: so that the conversations with
one kind of flag, however few or many, can be found in the order of the queue.
"""

Index("ix_flagged_kind_rank_at", flagged.c.kind, flagged.c.rank, flagged.c.at.desc(), flagged.c.conversation.desc())

reviews = Table(
    "reviews",
    metadata,
    Column("conversation", Integer, primary_key=True, autoincrement=False),
    Column("person_id", ForeignKey("persons.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("coach", String(200), nullable=False),
    Column("at", Moment, nullable=False),
)
"""Conversations that a coach is done with, until something new is flagged in them."""

notes = Table(
    "notes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("conversation", Integer, nullable=False, index=True),
    Column("person_id", ForeignKey("persons.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("message_id", ForeignKey("messages.id", ondelete="CASCADE"), index=True),
    Column("coach", String(200), nullable=False),
    Column("at", Moment, nullable=False),
    Column("text", Text, nullable=False),
    sqlite_autoincrement=True,
)
"""What coaches noted about a message, or about a whole conversation. The person doesn't see it."""

tags = Table(
    "tags",
    metadata,
    Column("conversation", Integer, primary_key=True, autoincrement=False),
    Column("tag", String(40), primary_key=True),
    Column("person_id", ForeignKey("persons.id", ondelete="CASCADE"), nullable=False, index=True),
)
"""Words by which coaches sort conversations."""

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("who", String(200), nullable=False),
    Column("did", String(40), nullable=False),
    Column("conversation", Integer),
    Column("person", Integer),
    Column("count", BigInteger),
    Index("ix_audit_at", "at"),
    sqlite_autoincrement=True,
)
"""Who read, noted and changed what, and when a person shared what. Only numbers say whom it was about, so
that it stays when a person is forgotten. Nothing that anybody wrote is in it, no words of a search either.
"""

logins = Table(
    "logins",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("coach", String(200), nullable=False),
    Column("expires_at", Moment, nullable=False),
)
"""Login links that were not used yet: a digest of the secret in each, never the secret."""

sessions = Table(
    "sessions",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("coach", String(200), nullable=False),
    Column("expires_at", Moment, nullable=False),
)
"""Browsers that are logged in: a digest of the secret in each one's cookie."""

tallies = Table(
    "tallies",
    metadata,
    Column("shared", Boolean, primary_key=True),
    Column("name", String(20), primary_key=True),
    Column("value", String(40), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("count", Integer, nullable=False),
    sqlite_with_rowid=False,
)
"""How many cases there are of which something is so (see `flows.course`), counted in the transaction that
changes it, so that an overview need not look at any case. `day` is the one on which a case began, in UTC; of
those that are not `shared` as a whole it is the first of the month, so that no single one can be made out.
"""

SEARCH = (
    "CREATE VIRTUAL TABLE search USING fts5("
    "text, content='messages', content_rowid='id', tokenize='unicode61 remove_diacritics 2', prefix='2 3 4')"
)
"""The full-text index on SQLite, over what may be read and nothing else; kept by `storage.review.sharing`."""


@event.listens_for(metadata, "after_create")
def _make_search(_metadata: MetaData, connection: Connection, **_options: object) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(SEARCH)
