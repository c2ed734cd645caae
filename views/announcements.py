"""«Объявление»: writing it and the preview; and how recipients see it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from services.announcements.draft_announcement import AudienceChoice, Drafted
from services.announcements.model import AudienceRole, Content
from services.delivery.compose import AnnouncementLetter
from services.duties.timing import is_quiet
from views.announcement_hours import hour_buttons, quiet_hours
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


def confirm(drafted: Drafted, unreachable: int, now: datetime, t: Translator) -> Screen:
    """Under the preview: how many, and the last question: when?"""
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
    if is_quiet(now, drafted.zone):
        said.append(quiet_hours(t))
    said.append(t("When shall it be sent?"))
    number = str(drafted.announcement.id)
    return Screen(
        "\n".join(said),
        buttons=(
            (Button(t.plain("Send now"), Press("announce-go", (number,))),),
            *hour_buttons(number, drafted.zone, now, t),
            (Button(t.plain("Do not send"), Press("announce-drop", (number,))),),
        ),
    )
