"""The inbox, marks around sends, and Telegram's limits."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the first tables."""
    _inbox()
    _sends()
    _limits()


def _inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("update_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("bot_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("lane", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("message_id", sa.BigInteger),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("raw", sa.Text),
        sa.Column("claims", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.Column("failures", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.Column("not_before", sa.Double, nullable=False, server_default=sa.text("0")),
        sa.Column("claimed_by", sa.Integer),
        sa.Column("error", sa.Text),
        sa.Column("received_at", sa.Double, nullable=False),
        sa.Column("finished_at", sa.Double),
        sqlite_with_rowid=False,
    )
    is_open, is_working = sa.text("finished_at IS NULL"), sa.text("state = 'working'")
    op.create_index(
        "ix_inbox_open",
        "inbox",
        ["bot_id", "lane", "update_id"],
        sqlite_where=is_open,
        postgresql_where=is_open,
    )
    op.create_index(
        "ux_inbox_working",
        "inbox",
        ["bot_id", "lane"],
        unique=True,
        sqlite_where=is_working,
        postgresql_where=is_working,
    )


def _sends() -> None:
    op.create_table(
        "sends",
        sa.Column("bot_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("cause", sa.Text, primary_key=True),
        sa.Column("ordinal", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("chat_id", sa.BigInteger, nullable=False),
        sa.Column("reply_to", sa.BigInteger),
        sa.Column("message_id", sa.BigInteger),
        sa.Column("asked", sa.Text),
        sa.Column("marked_at", sa.Double, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_sends_reply", "sends", ["bot_id", "chat_id", "reply_to"])


def _limits() -> None:
    op.create_table(
        "slots",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("bot_id", sa.BigInteger, nullable=False),
        sa.Column("chat_id", sa.BigInteger, nullable=False),
        sa.Column("at", sa.Double, nullable=False),
    )
    op.create_index("ix_slots_chat", "slots", ["bot_id", "chat_id", "at"])
    op.create_index("ix_slots_all", "slots", ["bot_id", "at"])
    op.create_table(
        "pauses",
        sa.Column("bot_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("since", sa.Double, nullable=False),
        sa.Column("until", sa.Double, nullable=False),
    )


def downgrade() -> None:
    """Take the tables away again."""
    for name in ("pauses", "slots", "sends", "inbox"):
        op.drop_table(name)
