"""What the files are made from that go with messages."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the column; messages from before have no such file."""
    op.add_column("messages", sa.Column("document", sa.JSON()))
