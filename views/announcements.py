"""«Объявление»: writing it, the preview, progress and the report; and how recipients see it."""

from __future__ import annotations

from collections.abc import Sequence

from services.announcements.draft_announcement import AudienceChoice, Drafted
from services.announcements.model import AnnouncementState, AudienceRole, Content, Report
from services.delivery.compose import AnnouncementLetter
from services.delivery.model import DeliveryState
from views.lines import in_rows, shorten
from views.menu import finish_keyboard
from views.screen import Button, Press, Screen, plain
from views.translator import Markup, Translator, mark

MESSAGE_CHARACTERS = 4096
CAPTION_CHARACTERS = 1024
PRECINCTS_A_PAGE = 24

AUDIENCES = {
    AudienceRole.TIK: mark("The territorial commission (ТИК)"),
    AudienceRole.UIK: mark("All precinct commissions (УИК)"),
    AudienceRole.CANDIDATES: mark("Candidates"),
    AudienceRole.ALL: mark("Everybody"),
}


def not_yours(t: Translator) -> Screen:
    return Screen(t("Only the chairman of the commission that organises the election can send announcements."))


def ask_content(t: Translator) -> Screen:
    return Screen(
        t(
            "<b>New announcement.</b> Send me what the recipients should read: a text, a photo, a document or an "
            "album. Nothing is sent before you confirm. To stop, press «Finish»."
        ),
        keyboard=finish_keyboard(t),
    )


def unfit_content(t: Translator) -> Screen:
    return Screen(t("This cannot be sent as an announcement. Please send a text, a photo, a video or a document."))


def choose_audience(choices: Sequence[AudienceChoice], t: Translator, *, page: int = 0) -> Screen:
    """To whom? Roles first, single precincts on pages below."""
    roles = [choice for choice in choices if choice.commission is None]
    precincts = [choice for choice in choices if choice.commission is not None]
    several = len({choice.campaign.id for choice in choices}) > 1
    rows = [(_choice_button(choice, t, several=several),) for choice in roles if choice.recipients]
    pages = max(1, -(-len(precincts) // PRECINCTS_A_PAGE))
    page = min(max(page, 0), pages - 1)
    shown = precincts[page * PRECINCTS_A_PAGE : (page + 1) * PRECINCTS_A_PAGE]
    buttons = [_choice_button(choice, t, several=False) for choice in shown]
    turners = []
    if page > 0:
        turners.append(Button(t.plain("‹ Back"), Press("audience-page", (str(page - 1),))))
    if page < pages - 1:
        turners.append(Button(t.plain("More ›"), Press("audience-page", (str(page + 1),))))
    if not rows and not buttons:
        return Screen(t("There is nobody to write to yet: nobody has accepted an invitation."))
    return Screen(
        t("Whom shall it be sent to? The number of people stands in brackets."),
        buttons=(*rows, *in_rows(buttons, 2), *((tuple(turners),) if turners else ())),
    )


def _choice_button(choice: AudienceChoice, t: Translator, *, several: bool) -> Button:
    name = choice.commission.name if choice.commission else t.plain(AUDIENCES[choice.audience.role])
    label = f"{name} ({choice.recipients})" + (f" · {shorten(choice.campaign.title, 30)}" if several else "")
    commission = str(choice.audience.commission_id) if choice.audience.commission_id is not None else ""
    return Button(label, Press("audience", (str(choice.campaign.id), choice.audience.role.value, commission)))


def announcement(content: Content, t: Translator, *, possibly_repeated: bool = False) -> Screen:
    """What recipients see: the heading, and the chairman's own words and media."""
    heading = t("<b>Announcement of the commission</b>")
    if possibly_repeated:
        heading = Markup(f"{heading}\n{t('<i>You may have received this message already.</i>')}")
    text = f"{heading}\n\n{content.text}".strip()
    limit = CAPTION_CHARACTERS if content.media else MESSAGE_CHARACTERS
    if len(plain(text)) > limit >= len(plain(content.text)):
        text = content.text  # the chairman's message fills Telegram's limit: the heading gives way
    return Screen(text, media=content.media)


def letter(content: AnnouncementLetter, t: Translator) -> Screen:
    return announcement(content.announcement.content, t, possibly_repeated=content.possibly_repeated)


def confirm(drafted: Drafted, unreachable: int, t: Translator) -> Screen:
    """Under the preview: how many, and the last question."""
    said = [
        t.plural(
            "This is how it will look. It goes to <b>{n}</b> person.",
            "This is how it will look. It goes to <b>{n}</b> people.",
            drafted.recipients,
        )
    ]
    if unreachable:
        said.append(
            t.plural(
                "{n} of them has blocked the bot or left and will not receive it.",
                "{n} of them have blocked the bot or left and will not receive it.",
                unreachable,
            )
        )
    said.append(t("Send it?"))
    number = str(drafted.announcement.id)
    return Screen(
        "\n".join(said),
        buttons=(
            (Button(t.plain("Send"), Press("announce-go", (number,))),),
            (Button(t.plain("Do not send"), Press("announce-drop", (number,))),),
        ),
    )


def dropped(t: Translator) -> Screen:
    return Screen(t("The announcement has been dropped. Nothing was sent."))


def report(found: Report, t: Translator) -> Screen:
    """Progress while it goes out, the report afterwards; the same message is edited."""
    number = str(found.announcement.id)
    total = found.announcement.recipients
    if found.announcement.state is AnnouncementState.DRAFT:
        return Screen(t("This announcement has not been confirmed."))
    counts = found.counts
    lines = [_headline(found, t)]
    lines.append(t("Delivered: {n} of {total}", n=counts[DeliveryState.SENT], total=total))
    for state, label in _FAILURES.items():
        if counts[state]:
            lines.append(t(label, n=counts[state]))
    if found.remaining:
        lines.append(t("Still to be sent: {n}", n=found.remaining))
    rows: list[tuple[Button, ...]] = []
    if found.remaining and found.announcement.state is AnnouncementState.SENDING:
        rows.append((Button(t.plain("Refresh"), Press("announce-report", (number,))),))
        rows.append((Button(t.plain("Stop sending"), Press("announce-drop", (number,))),))
    elif counts[DeliveryState.UNKNOWN]:
        rows.append((Button(t.plain("Send again to the uncertain ones"), Press("announce-again", (number,))),))
    return Screen("\n".join(lines), buttons=tuple(rows))


_FAILURES = {
    DeliveryState.BLOCKED: mark("Not delivered, the bot is blocked: {n}"),
    DeliveryState.FAILED: mark("Not delivered, refused by Telegram: {n}"),
    DeliveryState.UNKNOWN: mark("Uncertain, the connection broke off: {n}"),
    DeliveryState.EXPIRED: mark("Not sent, stopped: {n}"),
}


def _headline(found: Report, t: Translator) -> Markup:
    if found.announcement.state is AnnouncementState.CANCELLED:
        return t("<b>The announcement was stopped.</b>")
    if found.remaining:
        return t("<b>The announcement is being sent…</b>")
    return t("<b>The announcement has been sent.</b>")
