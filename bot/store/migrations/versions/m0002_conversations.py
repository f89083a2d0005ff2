"""What was told, what may be followed, and votes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of a conversation."""
    op.create_table(
        "told",
        *_keys("bot_id", "chat_id", "message_id"),
        sa.Column("person", sa.Text),
        sa.Column("basis", sa.Text, nullable=False),
        sa.Column("follows", sa.Text, nullable=False),
        sa.Column("about", sa.Text),
        sa.Column("at", sa.Double, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_told_person", "told", ["bot_id", "person"])
    op.create_index("ix_told_at", "told", ["bot_id", "at"])
    op.create_table(
        "contexts",
        *_keys("bot_id", "chat_id", "topic_id"),
        sa.Column("person", sa.Text, primary_key=True),
        sa.Column("follows", sa.Text, nullable=False),
        sa.Column("about", sa.Text),
        sa.Column("message_id", sa.BigInteger, nullable=False),
        sa.Column("at", sa.Double, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "votes",
        *_keys("bot_id"),
        sa.Column("place", sa.Text, primary_key=True),
        sa.Column("person", sa.Text, primary_key=True),
        sa.Column("facts", sa.Text, nullable=False),
        sa.Column("vote", sa.Text, nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("at", sa.Double, nullable=False),
        sqlite_with_rowid=False,
    )


def _keys(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.BigInteger, primary_key=True, autoincrement=False) for name in names]


def downgrade() -> None:
    """Take the tables away again."""
    for name in ("votes", "contexts", "told"):
        op.drop_table(name)
