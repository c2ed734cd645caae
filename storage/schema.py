"""Which version a database's schema has, and bringing it to the program's own."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from storage.errors import DatabaseTooNew, DatabaseUnusable
from storage.tables import metadata

MIGRATIONS = Path(__file__).parent / "migrations"


def alembic_config(connection: Connection) -> Config:
    """A configuration for Alembic's commands on this connection; they leave commit and rollback to the caller."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    return config


@cache
def _scripts() -> ScriptDirectory:
    """The program's revisions, read once: Alembic runs every file of the folder for it."""
    return ScriptDirectory(str(MIGRATIONS))


def head_revision() -> str | None:
    """The program's own revision; None before the first one is written."""
    return _scripts().get_current_head()


def stored_revision(connection: Connection) -> str | None:
    """The revision of the database; None for one that has never been migrated."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def bring_up_to_date(connection: Connection, where: str) -> bool:
    """Upgrade the schema to the program's; whether there was anything to do. `where` names the database in errors.

    Raises DatabaseTooNew for a revision that the program does not know, DatabaseUnusable for somebody else's
    database; both before anything is changed.
    """
    scripts = _scripts()
    stored = stored_revision(connection)
    if stored is None:
        strangers = set(inspect(connection).get_table_names()) - {"alembic_version"}
        if strangers:
            raise DatabaseUnusable(
                where,
                f"в ней чужие таблицы ({', '.join(sorted(strangers)[:3])})",
                "укажите в DATABASE_URL новый файл или базу бота",
            )
    elif stored not in {script.revision for script in scripts.walk_revisions()}:
        raise DatabaseTooNew(where, stored)
    if stored == scripts.get_current_head():
        return False
    command.upgrade(alembic_config(connection), "head")
    return True


def differences(connection: Connection) -> list[str]:
    """What the migrated database and `storage.tables` disagree about; empty when nothing."""
    context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
    return [str(difference) for difference in compare_metadata(context, metadata)]
