"""Where an announcement's author watches it go out: a message that is edited in place."""

from __future__ import annotations

import asyncio

import structlog

from messengers.telegram.outcomes import outcome_of
from messengers.telegram.screens import Edited, TelegramScreens
from services.announcements.model import Report
from services.announcements.ports import Shown
from services.delivery.model import Ambiguous, Lane, RetryLater
from services.delivery.ports import Turn
from services.hotline.model import MessageRef
from views.announcement_reports import report as view_of
from views.translator import Translators

log = structlog.get_logger(__name__)


PATIENCE = 15.0
"""Seconds that an edit may take: other announcements have their hour meanwhile."""


class TelegramBoard:
    """`services.announcements.ports.Board` over one bot. `turn` is asked before each edit: it counts as a message of
    that chat, and comes before the announcement's own."""

    def __init__(self, screens: TelegramScreens, turn: Turn, translators: Translators) -> None:
        self._screens = screens
        self._turn = turn
        self._translators = translators

    async def show(self, place: MessageRef, report: Report, language: str) -> Shown:
        screen = view_of(report, self._translators.of(language))
        last = self._screens.last
        if last is not None and last.is_shown(place.address, place.message_id, screen):
            return Shown.DONE  # by whoever paused it or looked at it, say
        await self._turn(place.address, Lane.RELAY)
        try:
            async with asyncio.timeout(PATIENCE):
                edited = await self._screens.replace(place.address, place.message_id, screen)
        except Exception as error:  # noqa: BLE001 - outcome_of raises again what is not the messenger's
            outcome = outcome_of(error, place.address)
            log.info("telegram.progress_not_shown", chat=place.address.chat, outcome=str(outcome))
            return Shown.LATER if isinstance(outcome, RetryLater | Ambiguous) else Shown.GONE
        return Shown.GONE if edited is Edited.REFUSED else Shown.DONE
