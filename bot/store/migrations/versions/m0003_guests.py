"""What counts against limits, answers given in threads, groups that moved, and facts sent inline."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of a guest in many chats."""
    op.create_table(
        "quotas",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("bot_id", sa.BigInteger, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("at", sa.Double, nullable=False),
    )
    op.create_index("ix_quotas_key", "quotas", ["bot_id", "key", "at"])
    op.create_index("ix_quotas_at", "quotas", ["bot_id", "at"])
    op.create_table(
        "given",
        *_keys("bot_id", "chat_id", "thread_id"),
        sa.Column("answer", sa.Text, primary_key=True),
        sa.Column("message_id", sa.BigInteger, nullable=False),
        sa.Column("at", sa.Double, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_given_at", "given", ["bot_id", "at"])
    op.create_table(
        "moved",
        *_keys("bot_id", "chat_id"),
        sa.Column("now_id", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_moved_now", "moved", ["bot_id", "now_id"])
    op.create_table(
        "inline_messages",
        *_keys("bot_id"),
        sa.Column("inline_id", sa.Text, primary_key=True),
        sa.Column("fact", sa.Text, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("at", sa.Double, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_inline_messages_fact", "inline_messages", ["bot_id", "fact"])


def _keys(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.BigInteger, primary_key=True, autoincrement=False) for name in names]


def downgrade() -> None:
    """Take the tables away again."""
    for name in ("inline_messages", "moved", "given", "quotas"):
        op.drop_table(name)
