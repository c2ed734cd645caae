"""A group that became a supergroup is another chat: where it is now outlives the settings that name the old one."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "moved_chats",
        sa.Column("messenger", sa.String(length=16), nullable=False),
        sa.Column("chat", sa.String(length=64), nullable=False),
        sa.Column("moved_to", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("messenger", "chat"),
    )


def downgrade() -> None:
    op.drop_table("moved_chats")
