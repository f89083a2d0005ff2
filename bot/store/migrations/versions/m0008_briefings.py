"""Briefing sessions and their lines."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of sessions."""
    op.create_table(
        "briefings",
        sa.Column("bot_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("chat_id", sa.BigInteger, nullable=False),
        sa.Column("topic_id", sa.BigInteger, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("topics", sa.Text, nullable=False),
        sa.Column("begun_by", sa.BigInteger, nullable=False),
        sa.Column("begun_version", sa.Text, nullable=False),
        sa.Column("begun_at", sa.Double, nullable=False),
        sa.Column("ended_by", sa.BigInteger),
        sa.Column("ended_at", sa.Double),
        sqlite_with_rowid=False,
    )
    where = sa.text("ended_at IS NULL")
    keys = ["bot_id", "chat_id", "topic_id"]
    op.create_index("ux_briefings_open", "briefings", keys, unique=True, sqlite_where=where, postgresql_where=where)
    op.create_table(
        "briefing_lines",
        sa.Column("bot_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("line", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("person", sa.Text),
        sa.Column("name", sa.Text),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("told", sa.Text),
        sa.Column("sent", sa.BigInteger),
        sa.Column("at", sa.Double, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_briefing_lines_person", "briefing_lines", ["bot_id", "person"])
    op.create_index("ix_briefing_lines_sent", "briefing_lines", ["bot_id", "sent"])


def downgrade() -> None:
    """Take the tables away again."""
    for name in ("briefing_lines", "briefings"):
        op.drop_table(name)
