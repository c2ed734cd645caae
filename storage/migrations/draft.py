"""Write the next revision from what `storage.tables` has and the revisions lack; to be read before it is committed.

python -m storage.migrations.draft "Add a column"
"""

import sys
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.script import Script

from storage.schema import alembic_config, head_revision


def draft(message: str) -> None:
    """Bring an empty database up to the present head and let Alembic compare it with the tables."""
    head = head_revision()
    engine = sa.create_engine("sqlite://")
    with engine.begin() as connection:
        config = alembic_config(connection)
        command.upgrade(config, "head")
        # SQLite alters a table by rebuilding it ("batch"); tables that are only created need none of that.
        config.attributes["batch"] = head is not None
        written = command.revision(config, message, autogenerate=True, rev_id=f"{int(head or '0') + 1:04d}")
    engine.dispose()
    assert isinstance(written, Script)
    path = Path(written.path)
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if "# ###" not in line), encoding="utf-8")


if __name__ == "__main__":
    draft(" ".join(sys.argv[1:]) or "Change the tables")
