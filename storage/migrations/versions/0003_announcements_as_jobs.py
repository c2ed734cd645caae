"""Announcements are scheduled, paused and resumed; rows are claimed through the announcement that is being sent."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

OF_ANNOUNCEMENTS = sa.text("announcement_id IS NOT NULL")

MOMENTS = ("send_at", "started_at", "expires_at")
PROGRESS = {"progress_messenger": 16, "progress_chat": 64, "progress_message": 64}


def upgrade() -> None:
    for name in MOMENTS:
        op.add_column("announcements", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.add_column("announcements", sa.Column("enqueued_to", sa.Integer(), nullable=True))
    op.add_column("announcements", sa.Column("stop_reason", sa.String(length=24), nullable=True))
    op.add_column("announcements", sa.Column("in_hand", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    for name, length in PROGRESS.items():
        op.add_column("announcements", sa.Column(name, sa.String(length=length), nullable=True))
    op.create_index("ix_announcements_state", "announcements", ["state", "id"])
    op.create_index("ix_announcements_in_hand", "announcements", ["in_hand"])
    op.drop_index("ix_outbox_announcement", table_name="outbox")
    op.create_index(
        "ix_outbox_announcement",
        "outbox",
        ["announcement_id", "state", "not_before", "id"],
        sqlite_where=OF_ANNOUNCEMENTS,
        postgresql_where=OF_ANNOUNCEMENTS,
    )
    op.execute("UPDATE announcements SET started_at = confirmed_at WHERE confirmed_at IS NOT NULL")
    op.execute(
        "UPDATE outbox SET state = 'cancelled' "
        "WHERE announcement_id IS NOT NULL AND state = 'expired' AND reason = 'cancelled'"
    )


def downgrade() -> None:
    # What was to go out later, or has been stopped, does not begin by itself under a program that knows neither.
    op.execute("UPDATE outbox SET state = 'expired', reason = 'cancelled' WHERE state = 'cancelled'")
    op.execute(
        "UPDATE outbox SET state = 'expired', reason = 'cancelled' WHERE state = 'pending' AND announcement_id IN "
        "(SELECT id FROM announcements WHERE state IN ('paused', 'cancelled', 'expired'))"
    )
    op.execute("UPDATE announcements SET state = 'cancelled' WHERE state IN ('scheduled', 'paused', 'expired')")
    op.drop_index("ix_outbox_announcement", table_name="outbox")
    op.create_index("ix_outbox_announcement", "outbox", ["announcement_id", "state"])
    op.drop_index("ix_announcements_in_hand", table_name="announcements")
    op.drop_index("ix_announcements_state", table_name="announcements")
    for name in (*PROGRESS, "in_hand", "stop_reason", "enqueued_to", *MOMENTS):
        op.drop_column("announcements", name)
