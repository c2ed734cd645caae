"""Where a person is in a dialogue of several steps, across restarts. The only file here that knows aiogram."""

from collections.abc import Mapping
from typing import Any

from aiogram.exceptions import DataNotDictLikeError
from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, StateType, StorageKey
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.portable import upsert
from storage.tables import fsm


class SqlFsm(BaseStorage):
    """A row a dialogue; one without state and data is deleted. Data must be JSON. Each call is a transaction."""

    def __init__(self, writing: AsyncEngine, reading: AsyncEngine) -> None:
        self._writing = writing
        self._reading = reading

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        name = state.state if isinstance(state, State) else state
        async with self._writing.begin() as connection:
            _, data = await _read(connection, key)
            await _write(connection, key, name, data)

    async def get_state(self, key: StorageKey) -> str | None:
        async with self._reading.connect() as connection:
            state, _ = await _read(connection, key)
        return state

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        if not isinstance(data, dict):
            raise DataNotDictLikeError(f"Data must be a dict or dict-like object, got {type(data).__name__}")
        async with self._writing.begin() as connection:
            state, _ = await _read(connection, key)
            await _write(connection, key, state, dict(data))

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        async with self._reading.connect() as connection:
            _, data = await _read(connection, key)
        return data

    async def update_data(self, key: StorageKey, data: Mapping[str, Any]) -> dict[str, Any]:
        async with self._writing.begin() as connection:
            state, known = await _read(connection, key)
            known.update(data)
            await _write(connection, key, state, known)
        return known

    async def close(self) -> None:
        """Nothing of its own to close: the engines belong to the database."""


def _name(key: StorageKey) -> str:
    parts = (key.bot_id, key.chat_id, key.user_id, key.thread_id, key.business_connection_id, key.destiny)
    return ":".join("" if part is None else str(part) for part in parts)


async def _read(connection: AsyncConnection, key: StorageKey) -> tuple[str | None, dict[str, Any]]:
    row = (await connection.execute(select(fsm.c.state, fsm.c.data).where(fsm.c.key == _name(key)))).one_or_none()
    return (row.state, dict(row.data)) if row else (None, {})


async def _write(connection: AsyncConnection, key: StorageKey, state: str | None, data: dict[str, Any]) -> None:
    if state is None and not data:
        await connection.execute(delete(fsm).where(fsm.c.key == _name(key)))
    else:
        await connection.execute(upsert(connection, fsm, {"key": _name(key), "state": state, "data": data}))
