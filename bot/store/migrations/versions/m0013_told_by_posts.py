"""What a post tells, kept with its slot from before it is sent."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    op.add_column("posts", sa.Column("tells", sa.Text))


def downgrade() -> None:
    """Take it away again."""
    op.drop_column("posts", "tells")
