"""`python -m bot phrasings`: the questions that the bot was taught, as a file to be reviewed."""

from __future__ import annotations

import typer


def phrasings() -> None:
    """Выгрузить запомненные вопросы (YAML, как в data/questions/activities). Пока бот запущен на SQLite, базу держит
    он: тогда выгрузите их в чате, командой /phrasings."""
    import asyncio

    from bot.settings import Settings, SettingsInvalid
    from storage.errors import DatabaseError

    try:
        typer.echo(asyncio.run(_export(Settings.load().database_url)), nl=False)
    except (SettingsInvalid, DatabaseError) as error:
        typer.echo(" ".join(str(error).split()), err=True)
        raise typer.Exit(2) from None


async def _export(url: str) -> str:
    from services.asking.list_phrasings import as_yaml
    from storage.database import open_database

    async with await open_database(url) as database, database.units(reading=True) as unit:
        return await as_yaml(unit)
