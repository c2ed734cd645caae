"""Is there anybody at the other end? Found out by a call that may come twice, before one that may not.

A server or proxy that takes connections and cuts them, hangs, or shows a page of its own leaves every message in doubt
that is handed to it. In minutes a thousand reminders would have had their second try in vain.
"""

from __future__ import annotations

import asyncio

from aiogram import Bot
from aiogram.exceptions import AiogramError

from messengers.telegram.session import TelegramSession

ASK_SECONDS = 10.0
"""How long is waited for the answer."""


class Line:
    """The way to one Bot API server. Whoever asks while somebody does shares the answer."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._asking: asyncio.Future[str | None] | None = None

    async def trouble(self) -> str | None:
        """Why nothing should be sent now; None when the last call was answered by the Bot API, or a getMe now is.

        https://core.telegram.org/bots/api#getme
        """
        session = self._bot.session
        if not isinstance(session, TelegramSession) or session.contact.failing_since is None:
            return None
        if self._asking is None or self._asking.done():
            self._asking = asyncio.ensure_future(self._ask(session))
        return await asyncio.shield(self._asking)

    async def _ask(self, session: TelegramSession) -> str | None:
        try:
            async with asyncio.timeout(ASK_SECONDS):
                await self._bot.get_me()
        except (AiogramError, TimeoutError):
            if session.contact.failing_since is not None:
                return f"no answer: {session.contact.trouble}"
        return None  # a refusal is an answer too: what it means for a message, the message finds out
