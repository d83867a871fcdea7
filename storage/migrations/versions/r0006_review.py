"""The coach's review: what is shared, flagged moments, notes, tags, audit log, logins, full-text index."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)

SEARCH = (
    "CREATE VIRTUAL TABLE search USING fts5("
    "text, content='messages', content_rowid='id', tokenize='unicode61 remove_diacritics 2', prefix='2 3')"
)


def upgrade() -> None:
    """Adds the tables. Nobody shares anything yet; what was noticed so far is flagged."""
    _flags()
    _shared()
    _by_coaches()
    _logins()
    if op.get_bind().dialect.name == "sqlite":
        op.execute(SEARCH)
    _flag_what_was_noticed(op.get_bind())


def _flags() -> None:
    op.create_table(
        "flags",
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("conversation", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("message_id", "kind", name="pk_flags"),
        _belongs("flags", "message_id", "messages"),
    )
    op.create_index("ix_flags_conversation_kind", "flags", ["conversation", "kind"])


def _shared() -> None:
    op.create_table(
        "shared",
        sa.Column("conversation", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer()),
        sa.Column("level", sa.String(10), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("step", sa.String(100), nullable=False),
        sa.Column("kind", sa.Text()),
        sa.Column("outcome", sa.Text()),
        sa.PrimaryKeyConstraint("conversation", name="pk_shared"),
        _belongs("shared", "person_id", "persons"),
        _belongs("shared", "case_id", "cases"),
    )
    for column in ("person_id", "case_id"):
        op.create_index(f"ix_shared_{column}", "shared", [column])
    op.create_index("ix_shared_rank_at", "shared", ["rank", sa.text("at DESC"), sa.text("conversation DESC")])
    for column in ("step", "kind", "outcome"):
        op.create_index(f"ix_shared_{column}_rank_at", "shared", [column, "rank", "at"])


def _by_coaches() -> None:
    op.create_table(
        "reviews",
        sa.Column("conversation", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("coach", sa.String(200), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("conversation", name="pk_reviews"),
        _belongs("reviews", "person_id", "persons"),
    )
    op.create_index("ix_reviews_person_id", "reviews", ["person_id"])
    op.create_table(
        "notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer()),
        sa.Column("coach", sa.String(200), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_notes"),
        _belongs("notes", "person_id", "persons"),
        _belongs("notes", "message_id", "messages"),
        sqlite_autoincrement=True,
    )
    for column in ("conversation", "person_id", "message_id"):
        op.create_index(f"ix_notes_{column}", "notes", [column])
    op.create_table(
        "tags",
        sa.Column("conversation", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("tag", sa.String(40), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("conversation", "tag", name="pk_tags"),
        _belongs("tags", "person_id", "persons"),
    )
    op.create_index("ix_tags_person_id", "tags", ["person_id"])


def _logins() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("who", sa.String(200), nullable=False),
        sa.Column("did", sa.String(40), nullable=False),
        sa.Column("conversation", sa.Integer()),
        sa.Column("person", sa.Integer()),
        sa.Column("count", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_audit_at", "audit", ["at"])
    for table in ("logins", "sessions"):
        op.create_table(
            table,
            sa.Column("digest", sa.String(64), nullable=False),
            sa.Column("coach", sa.String(200), nullable=False),
            sa.Column("expires_at", MOMENT, nullable=False),
            sa.PrimaryKeyConstraint("digest", name=f"pk_{table}"),
        )


def _belongs(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_{table}_{column}_{to}", ondelete="CASCADE")


def _flag_what_was_noticed(connection: sa.Connection) -> None:
    """Flags each message in which something was noticed, and what was answered to it in the same turn."""
    noticed = connection.execute(
        sa.text("SELECT id, person_id, case_id, at, signals FROM messages WHERE signals IS NOT NULL ORDER BY id")
    ).all()
    rows = [row for message in noticed for row in _rows(connection, message)]
    if rows:
        columns = "message_id, kind, conversation, at"
        connection.execute(sa.text(f"INSERT INTO flags ({columns}) VALUES (:{columns.replace(', ', ', :')})"), rows)


def _rows(connection: sa.Connection, message: Any) -> Iterator[dict[str, Any]]:
    signals = json.loads(message.signals) if isinstance(message.signals, str) else message.signals
    answers = connection.execute(
        sa.text("SELECT id FROM messages WHERE person_id = :person AND id > :id AND at = :at AND direction = 'out'"),
        {"person": message.person_id, "id": message.id, "at": message.at},
    ).scalars()
    conversation = message.case_id or -message.person_id
    at: datetime | str = message.at
    for number in (message.id, *answers):
        for kind in {signal["kind"] for signal in signals} & {"crisis", "safety", "impulse", "patient"}:
            yield {"message_id": number, "kind": kind, "conversation": conversation, "at": at}
