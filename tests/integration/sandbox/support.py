"""Raw calls and aiogram's own client against a running sandbox."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from sandbox import SandboxServer

__all__ = ["Api", "aiogram_bot", "open_api"]


class Api:
    """Calls as any program makes them: `await api("sendMessage", chat_id=1, text="x")` gives the whole answer."""

    def __init__(self, server: SandboxServer, session: aiohttp.ClientSession, token: str) -> None:
        self.server = server
        self.session = session
        self.token = token

    def url(self, method: str) -> str:
        return f"{self.server.base_url}/bot{self.token}/{method}"

    async def __call__(self, method: str, **params: Any) -> dict[str, Any]:
        async with self.session.post(self.url(method), json=params) as response:
            answer: dict[str, Any] = await response.json()
            assert answer["ok"] or answer["error_code"] == response.status
            return answer

    async def result(self, method: str, **params: Any) -> Any:
        """The result of a call that must succeed."""
        answer = await self(method, **params)
        assert answer["ok"], answer
        return answer["result"]

    async def error(self, method: str, **params: Any) -> str:
        """«code description» of a call that must fail."""
        answer = await self(method, **params)
        assert not answer["ok"], answer
        return f"{answer['error_code']} {answer['description']}"


@asynccontextmanager
async def open_api(server: SandboxServer) -> AsyncIterator[Api]:
    """A client of the sandbox's first bot."""
    async with aiohttp.ClientSession() as session:
        yield Api(server, session, server.sandbox.token)


@asynccontextmanager
async def aiogram_bot(server: SandboxServer) -> AsyncIterator[Bot]:
    """aiogram's client. Its session is closed directly: AiohttpSession.close() sleeps."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(server.base_url))
    try:
        yield Bot(server.sandbox.token, session=session)
    finally:
        client = await session.create_session()
        await client.close()
