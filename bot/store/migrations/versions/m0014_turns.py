"""Who sent an update, and its turn among the updates of its partition."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns, with the index that finds whose turn it is."""
    op.add_column("inbox", sa.Column("sender", sa.Text))
    op.add_column("inbox", sa.Column("turn", sa.Integer, nullable=False, server_default=sa.text("0")))
    _replace_index("ix_inbox_open", "ix_inbox_turns", ["bot_id", "lane", "turn", "update_id"])


def _replace_index(old: str, new: str, columns: list[str]) -> None:
    is_open = sa.text("finished_at IS NULL")
    op.create_index(new, "inbox", columns, sqlite_where=is_open, postgresql_where=is_open)
    op.drop_index(old, "inbox")


def downgrade() -> None:
    """Take them away again."""
    _replace_index("ix_inbox_turns", "ix_inbox_open", ["bot_id", "lane", "update_id"])
    op.drop_column("inbox", "turn")
    op.drop_column("inbox", "sender")
