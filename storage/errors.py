"""Why a database cannot be opened: one line for the person who starts the bot, naming the file and the remedy."""


class DatabaseError(Exception):
    """The database was not opened and not changed. `str()` is the whole Russian message."""


class DatabaseTooNew(DatabaseError):
    """The schema is from a later version of the program."""

    def __init__(self, where: str, revision: str) -> None:
        super().__init__(
            f"База {where} создана более новой версией программы (схема {revision}): "
            "обновите программу или укажите другой файл в DATABASE_URL."
        )


class DatabaseBusy(DatabaseError):
    """Another process owns the file."""

    def __init__(self, where: str) -> None:
        super().__init__(
            f"База {where} занята другим запущенным экземпляром бота: "
            "остановите его или укажите другой файл в DATABASE_URL."
        )


class DatabaseUnusable(DatabaseError):
    """It cannot be read or written, or is not this program's: somebody has to mend it, or the settings."""

    def __init__(self, where: str, why: str, remedy: str) -> None:
        super().__init__(f"База {where} не открывается: {why}; {remedy}.")


class DatabaseAway(DatabaseUnusable):
    """It cannot be reached or written now, which may pass by itself: after a power cut the server, or the disk, comes
    later than the bot."""
