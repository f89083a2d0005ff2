"""Questions that were asked in vain, and the gaps that they come together in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of what the base does not answer."""
    op.create_table(
        "gaps",
        sa.Column("bot_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        *_texts("question", "shape", "hard", "language", "nearest", "blocked"),
        sa.Column("told", sa.Text),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("times", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.Column("askers", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.Column("first_at", sa.Double, nullable=False),
        sa.Column("last_at", sa.Double, nullable=False),
        sa.Column("told_at", sa.Double),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_gaps_hard", "gaps", ["bot_id", "hard"])
    op.create_table(
        "misses",
        sa.Column("bot_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("place", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        *_texts("person", "room", "question", "shape", "hard", "language", "nearest", "blocked"),
        sa.Column("told", sa.Text),
        sa.Column("chat_id", sa.BigInteger),
        sa.Column("message_id", sa.BigInteger),
        sa.Column("topic_id", sa.BigInteger),
        sa.Column("sent", sa.BigInteger),
        sa.Column("at", sa.Double, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_misses_number", "misses", ["bot_id", "number"])
    op.create_index("ix_misses_person", "misses", ["bot_id", "person"])
    op.create_index("ix_misses_at", "misses", ["bot_id", "at"])


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def downgrade() -> None:
    """Take the tables away again."""
    for name in ("misses", "gaps"):
        op.drop_table(name)
