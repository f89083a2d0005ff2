"""Which updates were at work when a process ended, and how often one was alone then."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns, with the index that finds the suspects."""
    for name in ("crashes", "suspected"):
        op.add_column("inbox", sa.Column(name, sa.Integer, nullable=False, server_default=sa.text("0")))
    is_suspected = sa.text("suspected = 1")
    columns = ["bot_id", "lane"]
    op.create_index("ix_inbox_suspected", "inbox", columns, sqlite_where=is_suspected, postgresql_where=is_suspected)


def downgrade() -> None:
    """Take them away again."""
    op.drop_index("ix_inbox_suspected", "inbox")
    for name in ("crashes", "suspected"):
        op.drop_column("inbox", name)
