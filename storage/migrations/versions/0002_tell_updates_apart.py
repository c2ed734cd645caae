"""Tell an update that comes again from another one that has its id."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("updates", sa.Column("fingerprint", sa.String(length=32), nullable=True))


def downgrade() -> None:
    op.drop_column("updates", "fingerprint")
