"""Facts that people propose."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table of proposals."""
    op.create_table(
        "proposals",
        sa.Column("bot_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("place", "person", "question", "answer", "source")),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("edits", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.Column("at", sa.Double, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ux_proposals_place", "proposals", ["bot_id", "place"], unique=True)


def downgrade() -> None:
    """Take the table away again."""
    op.drop_table("proposals")
