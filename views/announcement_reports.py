"""How far an announcement is: scheduled, being sent, paused, through; and the list of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from services.announcements.model import Announcement, AnnouncementState, Report, StopReason
from services.announcements.surge import FAILURES, LAST
from services.delivery.model import DeliveryState
from views import dates
from views.lines import shorten
from views.screen import Button, Press, Screen, plain
from views.translator import Markup, Translator, mark

GIST_CHARACTERS = 60
LABEL_CHARACTERS = 40

STATES = {
    AnnouncementState.DRAFT: mark("The announcement has not been confirmed."),
    AnnouncementState.SCHEDULED: mark("The announcement is scheduled and has not begun yet."),
    AnnouncementState.SENDING: mark("The announcement is being sent."),
    AnnouncementState.PAUSED: mark("The announcement is paused."),
    AnnouncementState.DONE: mark("The announcement has been sent already."),
    AnnouncementState.CANCELLED: mark("The announcement has been cancelled already."),
    AnnouncementState.EXPIRED: mark("The announcement has lost its time and is not sent any more."),
}

_MARKS = {
    AnnouncementState.DRAFT: "✎",
    AnnouncementState.SCHEDULED: "🕓",
    AnnouncementState.SENDING: "▶",
    AnnouncementState.PAUSED: "⏸",
    AnnouncementState.DONE: "✓",
    AnnouncementState.CANCELLED: "✕",
    AnnouncementState.EXPIRED: "✕",
}

_COUNTS = {
    DeliveryState.BLOCKED: mark("Not delivered, the bot is blocked: {n}"),
    DeliveryState.FAILED: mark("Not delivered, refused by Telegram: {n}"),
    DeliveryState.UNKNOWN: mark("Uncertain, the connection broke off: {n}"),
    DeliveryState.EXPIRED: mark("Not sent, its time has passed: {n}"),
    DeliveryState.CANCELLED: mark("Not sent, cancelled: {n}"),
}


def stands(announcement: Announcement, t: Translator) -> str:
    """For the toast over a button that came too late, or was pressed twice."""
    return t.plain(STATES[announcement.state])


def report(found: Report, t: Translator) -> Screen:
    """The one message about an announcement, edited as it goes on; every number adds up to the recipients."""
    announcement = found.announcement
    lines: list[str] = [*_headline(found, t), t("<i>{gist}</i>", gist=gist(announcement, t))]
    if announcement.started_at is not None:
        lines.append(t("Delivered: {n} of {total}", n=found.delivered, total=announcement.recipients))
        for state, label in _COUNTS.items():
            if found.counts[state]:
                lines.append(t(label, n=found.counts[state]))
            if state is DeliveryState.UNKNOWN and found.uncertain:
                more = found.counts[state] > len(found.uncertain)
                lines.append("  " + t("{names}", names=", ".join(found.uncertain) + ("…" if more else "")))
        if found.remaining:
            lines.append(t("Still to be sent: {n}", n=found.remaining))
    return Screen("\n".join(lines), buttons=_buttons(found, t))


def gist(announcement: Announcement, t: Translator) -> str:
    """The first words of it, or what it consists of."""
    words = " ".join(plain(announcement.content.text).split())
    return f"«{shorten(words, GIST_CHARACTERS)}»" if words else t.plain("(without words)")


def list_screen(latest: Sequence[Announcement], t: Translator) -> Screen:
    """The latest announcements, each a button that opens its report."""
    shown = [a for a in latest if a.state is not AnnouncementState.DRAFT]
    if not shown:
        return Screen(t("There are no announcements yet. To write one: /announce"))
    return Screen(
        t("<b>Announcements</b>, the latest first. ▶ being sent, 🕓 scheduled, ⏸ paused, ✓ sent, ✕ cancelled."),
        buttons=tuple(
            (
                Button(
                    f"{_MARKS[a.state]} {shorten(gist(a, t), LABEL_CHARACTERS)}",
                    Press("announce-open", (str(a.id),)),
                ),
            )
            for a in shown
        ),
    )


def _headline(found: Report, t: Translator) -> list[Markup]:
    announcement = found.announcement
    match announcement.state:
        case AnnouncementState.DRAFT:
            return [t("This announcement has not been confirmed.")]
        case AnnouncementState.SCHEDULED:
            assert announcement.send_at is not None
            today = (announcement.confirmed_at or announcement.created_at).astimezone(found.zone).date()
            moment = dates.moment(announcement.send_at, found.zone, today, t)
            return [
                t("<b>The announcement is scheduled: {moment}</b> (the commission's time).", moment=moment),
                t("It goes to those who belong to the audience at that hour."),
            ]
        case AnnouncementState.SENDING:
            return [t("<b>The announcement is being sent…</b>")]
        case AnnouncementState.PAUSED:
            return [t("<b>The announcement is paused.</b>"), *_why(announcement.stop_reason, t)]
        case AnnouncementState.DONE:
            return [t("<b>The announcement has been sent.</b>")]
        case AnnouncementState.CANCELLED if announcement.started_at is None:
            return [t("The announcement has been dropped. Nothing was sent.")]
        case AnnouncementState.CANCELLED:
            already = t.plural("{n} person has it already.", "{n} people have it already.", found.delivered)
            return [t("<b>The announcement was stopped.</b> {already}", already=already)]
        case AnnouncementState.EXPIRED if announcement.started_at is None:
            return [t("<b>The announcement was not sent.</b>"), *_why(announcement.stop_reason, t)]
        case AnnouncementState.EXPIRED:
            return [t("<b>The announcement was not sent to everybody.</b>"), *_why(announcement.stop_reason, t)]
        case other:
            assert_never(other)


def _why(reason: StopReason | None, t: Translator) -> list[Markup]:
    match reason:
        case None:
            return []
        case StopReason.FAILURES:
            return [
                t(
                    "I stopped it: too many messages could not be delivered ({n} or more of the last {last}), and not "
                    "because of the recipients. Continue, or cancel it?",
                    n=FAILURES,
                    last=LAST,
                )
            ]
        case StopReason.NOBODY_REACHED:
            return [
                t(
                    "I stopped it: hardly anybody can be written to, as if all had blocked the bot. Please ask the "
                    "administrator to check the bot. Continue, or cancel it?"
                )
            ]
        case StopReason.TOO_LATE:
            return [t("More than a day has passed since its time: late news misleads.")]
        case StopReason.NOBODY_LEFT:
            return [t("At its hour nobody belonged to the audience.")]
        case StopReason.CAMPAIGN_OVER:
            return [t("At its hour the campaign was closed.")]
        case _:
            assert_never(reason)


def _buttons(found: Report, t: Translator) -> tuple[tuple[Button, ...], ...]:
    number = (str(found.announcement.id),)
    cancel = (Button(t.plain("Cancel the announcement"), Press("announce-drop", number)),)
    match found.announcement.state:
        case AnnouncementState.SCHEDULED:
            return (
                (Button(t.plain("Send now"), Press("announce-go", number)),),
                (Button(t.plain("Another time…"), Press("announce-when", number)),),
                cancel,
            )
        case AnnouncementState.SENDING:
            return (
                (
                    Button(t.plain("Refresh"), Press("announce-report", number)),
                    Button(t.plain("Pause"), Press("announce-pause", number)),
                ),
                cancel,
            )
        case AnnouncementState.PAUSED:
            return ((Button(t.plain("Continue"), Press("announce-resume", number)),), cancel)
        case AnnouncementState.DONE if found.counts[DeliveryState.UNKNOWN]:
            return ((Button(t.plain("Send again to the uncertain ones"), Press("announce-again", number)),),)
        case _:
            return ()
