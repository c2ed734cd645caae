"""The tables. Instants are UTC and come back aware; dates and hours are local to the campaign they belong to.

A migration follows every change here (`storage/migrations`); a test holds the two against each other.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    Time,
    TypeDecorator,
    UniqueConstraint,
    text,
)
from sqlalchemy.engine import Dialect


class Instant(TypeDecorator[datetime]):
    """An aware datetime, stored in UTC; SQLite would otherwise drop the zone without a word."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a naive datetime was to be stored: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        assert isinstance(value, datetime)
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

people = Table(
    "people",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(256), nullable=False),
    Column("language", String(8), nullable=False),
    Column("messenger", String(16), nullable=False),
    Column("chat", String(64), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("unreachable", String(16)),
    Column("unreachable_since", Instant),
    UniqueConstraint("messenger", "chat"),
)

commissions = Table(
    "commissions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("name", String(512), nullable=False),
    Column("number", Integer),
    Column("parent_id", ForeignKey("commissions.id"), index=True),
    Column("zone", String(64), nullable=False),
    UniqueConstraint("kind", "name"),
)

campaigns = Table(
    "campaigns",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("slug", String(64), nullable=False, unique=True),
    Column("title", Text, nullable=False),
    Column("commission_id", ForeignKey("commissions.id"), nullable=False),
    Column("zone", String(64), nullable=False),
    Column("state", String(16), nullable=False),
    Column("voting_day", Date),
    Column("plan_version_id", Integer),  # no foreign key: the two tables name each other
)

plan_versions = Table(
    "plan_versions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("campaign_id", ForeignKey("campaigns.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("document", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("created_by", ForeignKey("people.id")),
    Column("created_at", Instant, nullable=False),
    Column("corrects_id", Integer),  # the version that people may have been told of, until they are told what differs
    UniqueConstraint("campaign_id", "number"),
)

memberships = Table(
    "memberships",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person_id", ForeignKey("people.id"), nullable=False, index=True),
    Column("role", String(16), nullable=False),
    Column("position", String(32)),
    Column("commission_id", ForeignKey("commissions.id"), index=True),
    Column("campaign_id", ForeignKey("campaigns.id"), index=True),
    Column("since", Instant, nullable=False),
    Column("until", Instant),
)

invitations = Table(
    "invitations",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("name", String(256), nullable=False),
    Column("role", String(16), nullable=False),
    Column("position", String(32)),
    Column("commission_id", ForeignKey("commissions.id")),
    Column("campaign_id", ForeignKey("campaigns.id")),
    Column("created_by", ForeignKey("people.id")),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_by", ForeignKey("people.id")),
    Column("used_at", Instant),
)

duties = Table(
    "duties",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("campaign_id", ForeignKey("campaigns.id"), nullable=False),
    Column("plan_version_id", ForeignKey("plan_versions.id"), nullable=False),
    Column("item", String(32), nullable=False),
    Column("part", Integer, nullable=False),
    # "c:<commission id>" or "p:<person id>": NULLs would not be equal in the UNIQUE below.
    Column("owner", String(32), nullable=False),
    Column("commission_id", ForeignKey("commissions.id")),
    Column("candidate_id", ForeignKey("people.id")),
    Column("role", String(16), nullable=False),
    Column("positions", JSON, nullable=False),
    Column("nature", String(16), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("start", Date),
    Column("end", Date),
    Column("start_time", Time),
    Column("end_time", Time),
    Column("last_day", Date),
    Column("opens_at", Instant),
    Column("due_at", Instant),
    Column("needs", JSON, nullable=False),
    Column("state", String(16), nullable=False),
    Column("done_by", ForeignKey("people.id")),
    Column("done_at", Instant),
    UniqueConstraint("campaign_id", "item", "part", "owner"),
    CheckConstraint("(commission_id IS NULL) <> (candidate_id IS NULL)", name="one_owner"),
    Index("ix_duties_owner_campaign", "owner", "campaign_id"),
)

# What a person's reminders were last planned from: planning again with the same is nothing to do.
reminder_plans = Table(
    "reminder_plans",
    metadata,
    Column("campaign_id", ForeignKey("campaigns.id"), primary_key=True),
    Column("person_id", ForeignKey("people.id"), primary_key=True),
    Column("plan_version_id", ForeignKey("plan_versions.id"), nullable=False),
    Column("fingerprint", String(64), nullable=False),
    Column("since", Instant, nullable=False),  # first planned; earlier mornings are not owed to the person
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    # Ordered by code points: what begins with the same letters is found by the index in any database's language.
    Column("dedup_key", String(128).with_variant(String(128, "C"), "postgresql"), nullable=False, unique=True),
    Column("kind", String(24), nullable=False),
    Column("lane", Integer, nullable=False),
    Column("messenger", String(16), nullable=False),
    Column("chat", String(64), nullable=False),
    Column("thread", String(64)),
    Column("person_id", ForeignKey("people.id")),
    Column("campaign_id", ForeignKey("campaigns.id")),
    Column("announcement_id", ForeignKey("announcements.id")),
    Column("ids", JSON, nullable=False),
    Column("due_at", Instant, nullable=False),  # when it was meant to go out
    # When it may be tried: due_at, or later after a refusal for now. NULL while its person cannot be reached.
    Column("not_before", Instant),
    Column("expires_at", Instant),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("first_tried_at", Instant),
    Column("possibly_repeated", Boolean, nullable=False, server_default=text("false")),
    Column("timeouts", Integer, nullable=False, server_default="0"),  # calls that nobody answered
    Column("crashes", Integer, nullable=False, server_default="0"),  # leases that ran out
    Column("lease_until", Instant),
    Column("message_id", String(64)),
    Column("reason", Text),
    Column("finished_at", Instant),
    Index(
        "ix_outbox_queue",
        "lane",
        "not_before",
        "id",
        sqlite_where=text("state = 'pending'"),
        postgresql_where=text("state = 'pending'"),
    ),
    Index(
        "ix_outbox_expiry",
        "expires_at",
        sqlite_where=text("state = 'pending' AND expires_at IS NOT NULL"),
        postgresql_where=text("state = 'pending' AND expires_at IS NOT NULL"),
    ),
    Index(
        "ix_outbox_chat",
        "messenger",
        "chat",
        sqlite_where=text("state = 'pending'"),
        postgresql_where=text("state = 'pending'"),
    ),
    Index(
        "ix_outbox_leases",
        "lease_until",
        sqlite_where=text("state = 'sending'"),
        postgresql_where=text("state = 'sending'"),
    ),
    # Counts an announcement's rows by state, and gives those that wait in the order in which they are claimed: only of
    # announcements that are being sent, so that one word in the announcement stops all of its rows.
    Index(
        "ix_outbox_announcement",
        "announcement_id",
        "state",
        "not_before",
        "id",
        sqlite_where=text("announcement_id IS NOT NULL"),
        postgresql_where=text("announcement_id IS NOT NULL"),
    ),
    Index("ix_outbox_message", "messenger", "chat", "message_id"),
)

announcements = Table(
    "announcements",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("campaign_id", ForeignKey("campaigns.id"), nullable=False),
    Column("author_id", ForeignKey("people.id"), nullable=False),
    Column("audience_role", String(16), nullable=False),
    Column("audience_commission_id", ForeignKey("commissions.id")),
    Column("text", Text, nullable=False),
    Column("media", JSON, nullable=False),
    Column("state", String(16), nullable=False),
    Column("recipients", Integer, nullable=False, server_default="0"),
    Column("created_at", Instant, nullable=False),
    Column("confirmed_at", Instant),
    Column("send_at", Instant),
    Column("started_at", Instant),
    Column("expires_at", Instant),
    Column("enqueued_to", Integer),  # the last person who has a row, while rows are being made
    Column("stop_reason", String(24)),
    Column("in_hand", Boolean, nullable=False, server_default=text("false")),  # something is left to be done about it
    Column("progress_messenger", String(16)),
    Column("progress_chat", String(64)),
    Column("progress_message", String(64)),
    Index("ix_announcements_state", "state", "id"),
    Index("ix_announcements_in_hand", "in_hand"),
)

tickets = Table(
    "tickets",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("asker_id", ForeignKey("people.id"), nullable=False, index=True),
    Column("campaign_id", ForeignKey("campaigns.id")),
    Column("state", String(16), nullable=False),
    Column("thread", String(64), unique=True),
    Column("assignee_id", ForeignKey("people.id")),
    Column("opened_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
)

ticket_messages = Table(
    "ticket_messages",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("ticket_id", ForeignKey("tickets.id"), nullable=False, index=True),
    Column("direction", String(16), nullable=False),
    Column("author_id", ForeignKey("people.id"), nullable=False),
    Column("messenger", String(16), nullable=False),
    Column("chat", String(64), nullable=False),
    Column("thread", String(64)),
    Column("message", String(64), nullable=False),
    Column("text", Text, nullable=False),
    Column("has_media", Boolean, nullable=False),
    Column("at", Instant, nullable=False),
    Column("copy_messenger", String(16)),
    Column("copy_chat", String(64)),
    Column("copy_thread", String(64)),
    Column("copy_message", String(64)),
    Column("reply_to", ForeignKey("ticket_messages.id")),
    UniqueConstraint("messenger", "chat", "message"),
    Index("ix_ticket_messages_copy", "copy_messenger", "copy_chat", "copy_message"),
)

audit_log = Table(
    "audit_log",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("actor_id", Integer),  # kept when the person is erased: no foreign key
    Column("act", String(64), nullable=False),
    Column("subject", String(128), nullable=False),
    Column("details", JSON, nullable=False),
)

# A group that became a supergroup has another id since; what names the old one (a setting) is looked up here.
moved_chats = Table(
    "moved_chats",
    metadata,
    Column("messenger", String(16), primary_key=True),
    Column("chat", String(64), primary_key=True),
    Column("moved_to", String(64), nullable=False),
    Column("at", Instant, nullable=False),
)

# Lanes of the outbox that wait because the messenger has asked for it: a restart must not forget hours.
lane_holds = Table(
    "lane_holds",
    metadata,
    Column("lane", Integer, primary_key=True, autoincrement=False),
    Column("since", Instant, nullable=False),
    Column("until", Instant, nullable=False),
    Column("in_a_row", Integer, nullable=False),
)

# Questions in people's own words: open, taught, or withdrawn. `change` grows with whatever changes what is learned.
phrasings = Table(
    "phrasings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("campaign_id", ForeignKey("campaigns.id"), nullable=False),
    Column("normal", String(320), nullable=False),
    Column("text", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("item", String(32), nullable=False),
    Column("activity", String(64), nullable=False),
    Column("by_id", ForeignKey("people.id")),
    Column("at", Instant, nullable=False),
    Column("change", Integer, nullable=False, index=True),
    UniqueConstraint("campaign_id", "normal"),
)

# Updates are stored before they are confirmed to the messenger and marked handled in the transaction of their effect.
updates = Table(
    "updates",
    metadata,
    Column("messenger", String(16), primary_key=True),
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("body", Text, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("handled_at", Instant),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("fingerprint", String(32)),
    Index(
        "ix_updates_open",
        "messenger",
        "update_id",
        sqlite_where=text("handled_at IS NULL"),
        postgresql_where=text("handled_at IS NULL"),
    ),
)

fsm = Table(
    "fsm",
    metadata,
    Column("key", String(256), primary_key=True),
    Column("state", String(256)),
    Column("data", JSON, nullable=False),
)
