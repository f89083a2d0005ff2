"""What other programs are to be told."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "outgoing_events",
        sa.Column("bot_id", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("webhook", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("person", sa.Text),
        sa.Column("at", sa.Double, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("due", sa.Double),
        sa.PrimaryKeyConstraint("bot_id", "webhook", "key", name="pk_outgoing_events"),
    )
    op.create_index("ix_outgoing_events_due", "outgoing_events", ["bot_id", "webhook", "due"])


def downgrade() -> None:
    """Drop it."""
    op.drop_table("outgoing_events")
