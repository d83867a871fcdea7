"""Reminders: what is to be brought back, and when."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
WAITING = sa.text("status = 'waiting'")


def upgrade() -> None:
    """Adds the table. Nobody has reminders yet: they are planned when a person says something next."""
    op.create_table(
        "reminders",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("case_number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("wall", sa.String(16), nullable=False),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("chosen", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(10), nullable=False),
        sa.Column("sent_at", MOMENT),
        sa.PrimaryKeyConstraint("person_id", "case_number", "name", name="pk_reminders"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name="fk_reminders_person_id_persons", ondelete="CASCADE"
        ),
        sa.CheckConstraint("status IN ('waiting', 'sent', 'cancelled')", name=op.f("ck_reminders_status")),
    )
    op.create_index("ix_reminders_due", "reminders", ["due_at"], sqlite_where=WAITING, postgresql_where=WAITING)
