"""What people are still to be told of a decided date is kept with the version; keys are ordered by code points."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("plan_versions", sa.Column("corrects_id", sa.Integer(), nullable=True))
    if op.get_context().dialect.name == "postgresql":  # SQLite compares so anyway
        op.alter_column("outbox", "dedup_key", type_=sa.String(length=128, collation="C"))


def downgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        op.alter_column("outbox", "dedup_key", type_=sa.String(length=128, collation="default"))
    op.drop_column("plan_versions", "corrects_id")
