"""How much is asked, by day and chat, without texts and people."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of counts."""
    op.create_table(
        "asked",
        sa.Column("bot_id", sa.BigInteger, primary_key=True, autoincrement=False),
        *(sa.Column(name, sa.Text, primary_key=True) for name in ("day", "room", "kind", "fact")),
        sa.Column("number", sa.Integer, nullable=False, server_default=sa.text("1")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "counted",
        sa.Column("bot_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("cause", sa.Text, primary_key=True),
        sa.Column("at", sa.Double, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_counted_at", "counted", ["bot_id", "at"])


def downgrade() -> None:
    """Take the tables away again."""
    for name in ("counted", "asked"):
        op.drop_table(name)
