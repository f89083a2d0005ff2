"""States of facts, what each answer held, and wishes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables and columns of corrections."""
    op.create_table(
        "fact_states",
        sa.Column("bot_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("fact", sa.Text, primary_key=True),
        sa.Column("held", sa.Text, primary_key=True),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("since", sa.Double, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_fact_states_since", "fact_states", ["bot_id", "since"])
    op.create_table(
        "wishes",
        sa.Column("bot_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("wish", sa.Text, primary_key=True),
        sa.Column("at", sa.Double, nullable=False),
        sqlite_with_rowid=False,
    )
    for table in ("told", "inline_messages"):
        for name in ("held", "language"):
            op.add_column(table, sa.Column(name, sa.Text))


def downgrade() -> None:
    """Take them away again."""
    for table in ("told", "inline_messages"):
        for name in ("held", "language"):
            op.drop_column(table, name)
    op.drop_table("wishes")
    op.drop_table("fact_states")
