"""What the outbox sends -> what a person sees."""

from __future__ import annotations

from typing import assert_never

from services.delivery.compose import (
    AnnouncementLetter,
    DigestLetter,
    HourReminderLetter,
    Letter,
    NoticeLetter,
    StoppedLetter,
    TicketLetter,
)
from services.delivery.compose_correction import CorrectionLetter
from services.delivery.model import Notice
from services.hotline.model import Direction
from views import announcement_reports, announcements, corrections, digest, hotline
from views.errors import answer_lost
from views.screen import Screen
from views.translator import Translator


def letter(content: Letter, t: Translator) -> Screen:
    """The screen of a letter. A ticket's message to the desk is shown as in a chat without topics."""
    match content:
        case DigestLetter():
            return digest.digest(content, t)
        case HourReminderLetter():
            return digest.hour_reminder(content, t)
        case AnnouncementLetter():
            return announcements.letter(content, t)
        case StoppedLetter():
            return announcement_reports.report(content.report, t)
        case TicketLetter(direction=Direction.TO_ASKER):
            return hotline.to_asker(content, t)
        case TicketLetter():
            return hotline.to_desk(content, t, in_topic=False)
        case NoticeLetter(notice=Notice.ANSWER_LOST):
            return answer_lost(t)
        case NoticeLetter():
            return hotline.notice(content, t)
        case CorrectionLetter():
            return corrections.correction(content, t)
        case _:
            assert_never(content)
