"""Answers told to the other instances by NOTIFY: nothing of it is written."""

import asyncio
import contextlib
from collections import deque
from collections.abc import Callable

import structlog
from sqlalchemy.ext.asyncio import AsyncEngine

from services.people.model import Address
from storage.own_connection import ConnectionLost, OwnConnection
from storage.postgres import ANSWERS, UNREACHABLE

log = structlog.stdlib.get_logger(__name__)

PROBE_S = 2.0
BACK_AFTER_S = 1.0

AT_ONCE = 100
"""Answers in one NOTIFY, which holds 8,000 bytes; a chat's name takes 64 at most."""

_TELL = "SELECT pg_notify($1, $2)"


class SqlAnswerNews:
    """`services.delivery.answer_news.AnswerNews` over a connection of its own."""

    def __init__(self, own: AsyncEngine) -> None:
        self._engine = own
        self._told: deque[Address] = deque(maxlen=AT_ONCE)  # what nobody could be told of in seconds is no news
        self._news = asyncio.Event()

    def tell(self, address: Address) -> None:
        self._told.append(address)
        self._news.set()

    async def run(self, heard: Callable[[Address], None]) -> None:
        away = False
        while True:
            try:
                own = await OwnConnection.open(self._engine)
                try:
                    own.keep_alive(PROBE_S)
                    await own.hear(ANSWERS, lambda words: _pass_on(words, heard))
                    if away:
                        log.info("answers.told_again")
                    away = False
                    await self._tell_for_ever(own)
                finally:
                    await own.close()
            except Exception as error:  # whatever it is: answers are given all the same, only faster than they might be
                if not away:  # one line for each incident
                    unknown = None if isinstance(error, (*UNREACHABLE, ConnectionLost)) else error
                    log.warning("answers.not_told", reason=type(error).__name__, exc_info=unknown)
                away = True
            await asyncio.sleep(BACK_AFTER_S)

    async def _tell_for_ever(self, own: OwnConnection) -> None:
        """Raises ConnectionLost when it is."""
        lost = asyncio.ensure_future(own.lost.wait())
        try:
            while not own.lost.is_set():
                news = asyncio.ensure_future(self._news.wait())
                try:
                    await asyncio.wait({lost, news}, return_when=asyncio.FIRST_COMPLETED)
                finally:
                    news.cancel()
                self._news.clear()
                if told := [f"{address.messenger} {address.chat}" for address in self._told]:
                    self._told.clear()
                    await own.fetch(_TELL, ANSWERS, "\n".join(told))
        finally:
            lost.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await lost
        raise ConnectionLost


def _pass_on(words: str, heard: Callable[[Address], None]) -> None:
    for line in words.splitlines():
        messenger, _, chat = line.partition(" ")
        if chat:
            heard(Address(messenger, chat))
