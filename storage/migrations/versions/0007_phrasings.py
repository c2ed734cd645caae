"""Questions in people's own words, set aside to be taught, and those that were."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "phrasings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("normal", sa.String(length=320), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("item", sa.String(length=32), nullable=False),
        sa.Column("activity", sa.String(length=64), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("change", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_phrasings_campaign_id_campaigns")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_phrasings_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phrasings")),
        sa.UniqueConstraint("campaign_id", "normal", name=op.f("uq_phrasings_campaign_id_normal")),
    )
    op.create_index(op.f("ix_phrasings_change"), "phrasings", ["change"], unique=False)


def downgrade() -> None:
    op.drop_table("phrasings")
