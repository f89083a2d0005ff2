"""What is posted by itself: schedules, their slots, and what each told last."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

OPEN = sa.text("state IN ('claimed', 'sending')")


def upgrade() -> None:
    """Make the tables of schedules."""
    op.create_table(
        "schedules",
        _bot(),
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("chat_id", sa.BigInteger, nullable=False),
        sa.Column("thread_id", sa.BigInteger, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("line", "zone", "topic", "what")),
        sa.Column("language", sa.Text),
        sa.Column("since", sa.Double, nullable=False),
        sa.Column("until", sa.Double, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.Column("paused_at", sa.Double),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_schedules_chat", "schedules", ["bot_id", "chat_id"])
    op.create_table(
        "posts",
        _bot(),
        sa.Column("schedule", sa.Text, primary_key=True),
        sa.Column("due", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("claimed_by", sa.Integer),
        sa.Column("at", sa.Double, nullable=False),
        sa.Column("message_id", sa.BigInteger),
        sa.Column("why", sa.Text),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_posts_open", "posts", ["bot_id", "claimed_by"], sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_table(
        "baselines",
        _bot(),
        sa.Column("schedule", sa.Text, primary_key=True),
        sa.Column("facts", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )


def _bot() -> sa.Column[int]:
    return sa.Column("bot_id", sa.BigInteger, primary_key=True, autoincrement=False)


def downgrade() -> None:
    """Take the tables away again."""
    for name in ("baselines", "posts", "schedules"):
        op.drop_table(name)
