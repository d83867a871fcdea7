"""Persons, cases, messages and dead letters."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
UNSENT = sa.text("direction = 'out' AND sent_at IS NULL")
NUMBERED = sa.text("update_id IS NOT NULL")


def upgrade() -> None:
    """Makes the first schema."""
    _persons()
    _cases()
    _messages()
    _dead_letters()


def _persons() -> None:
    op.create_table(
        "persons",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("state", sa.JSON(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_persons"),
        sa.UniqueConstraint("key", name="uq_persons_key"),
        sqlite_autoincrement=True,
    )


def _cases() -> None:
    op.create_table(
        "cases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("client", sa.Text()),
        sa.Column("kind", sa.Text()),
        sa.Column("step", sa.String(100), nullable=False),
        sa.Column("outcome", sa.Text()),
        sa.Column("state", sa.JSON(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_cases"),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_cases_person_id_persons", ondelete="CASCADE"),
        sa.UniqueConstraint("person_id", "number", name="uq_cases_person_id_number"),
        sqlite_autoincrement=True,
    )


def _messages() -> None:
    op.create_table(
        "messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer()),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("direction", sa.String(3), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("step", sa.String(100), nullable=False),
        sa.Column("source", sa.String(100)),
        sa.Column("update_id", sa.BigInteger()),
        sa.Column("signals", sa.JSON()),
        sa.Column("choices", sa.JSON()),
        sa.Column("title", sa.Text()),
        sa.Column("sent_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_messages"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name="fk_messages_person_id_persons", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_messages_case_id_cases", ondelete="CASCADE"),
        sa.CheckConstraint("direction IN ('in', 'out')", name=op.f("ck_messages_direction")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_messages_person_id", "messages", ["person_id"])
    op.create_index("ix_messages_case_id", "messages", ["case_id"])
    op.create_index("ix_messages_unsent", "messages", ["person_id", "id"], sqlite_where=UNSENT, postgresql_where=UNSENT)
    op.create_index(
        "uq_messages_source_update_id",
        "messages",
        ["source", "update_id"],
        unique=True,
        sqlite_where=NUMBERED,
        postgresql_where=NUMBERED,
    )


def _dead_letters() -> None:
    op.create_table(
        "dead_letters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("person_key", sa.String(200), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_dead_letters"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_dead_letters_person_key", "dead_letters", ["person_key"])
