"""Numbers that are given once, and the private chats in which limited facts were sent inline."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

NUMBERED = {"gap": "gaps", "proposal": "proposals", "briefing": "briefings"}


def upgrade() -> None:
    """Make the table of counters, which go on from the numbers that are there."""
    op.create_table(
        "counters",
        sa.Column("bot_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("last", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    counters = sa.table("counters", *(sa.column(name) for name in ("bot_id", "kind", "last")))
    for kind, name in NUMBERED.items():
        numbered = sa.table(name, sa.column("bot_id"), sa.column("number"))
        newest = sa.select(numbered.c.bot_id, sa.literal(kind), sa.func.max(numbered.c.number))
        op.execute(counters.insert().from_select(["bot_id", "kind", "last"], newest.group_by(numbered.c.bot_id)))
    op.add_column("inline_messages", sa.Column("chat_id", sa.BigInteger))


def downgrade() -> None:
    """Take both away again."""
    op.drop_column("inline_messages", "chat_id")
    op.drop_table("counters")
