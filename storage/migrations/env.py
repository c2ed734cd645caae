"""Alembic's entry: runs on the connection that `storage.schema` hands in, inside that connection's transaction."""

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from alembic.autogenerate.api import AutogenContext
from alembic.util.exc import CommandError

from storage.tables import Instant, metadata


def render_item(kind: str, item: Any, autogen: AutogenContext) -> str | Literal[False]:
    """A migration must not change its meaning when `Instant` does: it names the plain column type."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, Instant) else False


connection = context.config.attributes.get("connection")
if not isinstance(connection, sa.Connection):
    raise CommandError("Migrations are run by storage.schema (at the bot's start) or storage.migrations.draft.")
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=context.config.attributes.get("batch", False),
    render_item=render_item,
    compare_type=True,
    compare_server_default=True,
)
with context.begin_transaction():
    context.run_migrations()
