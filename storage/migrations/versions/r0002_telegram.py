"""Telegram: messages that can't be delivered, buttons that still show, blocked persons, unread updates."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

UNSENT = sa.text("direction = 'out' AND sent_at IS NULL AND error IS NULL")
SHOWN = sa.text("shown_as IS NOT NULL")
NUMBERED = sa.text("update_id IS NOT NULL")


def upgrade() -> None:
    """Adds what a channel with deliveries of its own keeps."""
    op.add_column("persons", sa.Column("blocked_at", sa.DateTime(timezone=True)))
    op.add_column("messages", sa.Column("error", sa.Text()))
    op.add_column("messages", sa.Column("shown_as", sa.BigInteger()))
    op.add_column("dead_letters", sa.Column("source", sa.String(100)))
    op.add_column("dead_letters", sa.Column("update_id", sa.BigInteger()))
    op.create_table(
        "spent_updates",
        sa.Column("source", sa.String(100), nullable=False),
        sa.Column("update_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("source", "update_id", name="pk_spent_updates"),
    )
    _indexes()


def _indexes() -> None:
    op.drop_index("ix_messages_unsent", "messages")
    op.create_index("ix_messages_unsent", "messages", ["person_id", "id"], sqlite_where=UNSENT, postgresql_where=UNSENT)
    op.create_index("ix_messages_shown", "messages", ["person_id"], sqlite_where=SHOWN, postgresql_where=SHOWN)
    op.create_index(
        "uq_dead_letters_source_update_id",
        "dead_letters",
        ["source", "update_id"],
        unique=True,
        sqlite_where=NUMBERED,
        postgresql_where=NUMBERED,
    )
