"""Invitations, and what a person is in words: «секретарь УИК № 1034»."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from plan.model import Position
from services.campaigns.model import Campaign, Commission, CommissionKind
from services.people.accept_invitation import Accepted
from services.people.list_invitable import Invitable
from services.people.model import Grant, Invitation, MembershipRole
from views import campaigns, dates
from views.campaigns import election, office
from views.lines import shorten
from views.menu import Seat, keyboard
from views.positions import POSITIONS
from views.screen import Button, Press, Screen, escape
from views.translator import Markup, Translator

CHOICES_A_PAGE = 12
NAMED = 20
"""So many added precincts are named one by one."""


def title_of(grant: Grant, commission: Commission | None, campaign: Campaign | None, t: Translator) -> str:
    """What a grant makes of a person, plain: «секретарь УИК № 1034», «кандидат», «оператор горячей линии»."""
    match grant.role:
        case MembershipRole.ADMINISTRATOR:
            return t.plain("administrator of the bot")
        case MembershipRole.OPERATOR:
            return t.plain("operator of the hotline")
        case MembershipRole.CANDIDATE:
            return t.plain("candidate")
        case MembershipRole.COMMISSION:
            position = t.plain(POSITIONS[grant.position or Position.MEMBER])
            return office(position, commission.name) if commission else position


def accepted(result: Accepted, seat: Seat, t: Translator) -> Screen:
    """What the person is now, and what comes next."""
    title = title_of(result.grant, result.commission, result.campaign, t)
    parts = [
        t("Welcome, {name}!", name=seat.name),
        t("The invitation is accepted. You are now: <b>{title}</b>.", title=title),
    ]
    if result.campaign is not None:
        parts.append(t("<b>Election:</b> {title}", title=election(result.campaign.title)))
    match result.grant.role:
        case MembershipRole.COMMISSION | MembershipRole.CANDIDATE:
            parts.append(
                t(
                    "What comes next: every morning at 9:00 I write to you if something is due in the next days, and "
                    "two hours before an end that has an hour. There is nothing to set up. Press «My deadlines» to "
                    "see everything at once."
                )
            )
        case MembershipRole.OPERATOR:
            parts.append(t("What comes next: questions arrive in the operators' chat. Answer there by replying."))
        case MembershipRole.ADMINISTRATOR:
            parts.append(t("What comes next: invite the chairman and the secretary: press «Invite»."))
    return Screen("\n\n".join(parts), keyboard=keyboard(seat, t))


def nobody_to_invite(t: Translator) -> Screen:
    return Screen(
        t("Only the chairman, the secretary and the administrator can invite. You need no invitation to ask.")
    )


def choose_whom(choices: Sequence[Invitable], t: Translator, *, page: int = 0) -> Screen:
    """To what? One button a commission or role; pages where a ТИК has many precincts."""
    pages = max(1, -(-len(choices) // CHOICES_A_PAGE))
    page = min(max(page, 0), pages - 1)
    shown = choices[page * CHOICES_A_PAGE : (page + 1) * CHOICES_A_PAGE]
    several = len({choice.campaign.id for choice in choices if choice.campaign}) > 1
    rows = [(Button(shorten(_choice(choice, t, several=several), 60), _press_of(choice)),) for choice in shown]
    turners = []
    if page > 0:
        turners.append(Button(t.plain("‹ Back"), Press("invite", (str(page - 1),))))
    if page < pages - 1:
        turners.append(Button(t.plain("More ›"), Press("invite", (str(page + 1),))))
    adding = [
        (Button(t.plain("＋ Add precincts (УИК)"), Press("invite-add", (str(choice.commission.id),))),)
        for choice in choices
        if choice.commission is not None and choice.commission.kind is CommissionKind.TERRITORIAL
    ]
    turning = (tuple(turners),) if turners else ()
    return Screen(t("Whom are you inviting?"), buttons=(*rows, *turning, *adding[:1]))


def ask_precincts(choice: Invitable, t: Translator) -> Screen:
    """The numbers of the precincts to add are awaited."""
    assert choice.commission is not None
    return Screen(
        t(
            "Write the numbers of the precincts of <b>{commission}</b>, for example: <b>1034</b> or "
            "<b>1034-1040, 1052</b>. To stop: /cancel",
            commission=campaigns.commission(choice.commission.name),
        )
    )


def unclear_precincts(t: Translator) -> Screen:
    return Screen(
        t("I need numbers alone, no more than 200 at once, for example: <b>1034-1040, 1052</b>. To stop: /cancel")
    )


def precincts_added(found: Sequence[Commission], t: Translator) -> Screen:
    """What there is now; who was there before is named as well."""
    names = ", ".join(commission.name for commission in found[:NAMED])
    more = t.plural("… and {n} more", "… and {n} more", len(found) - NAMED) if len(found) > NAMED else ""
    return Screen(t("Ready: <b>{names}</b>{more}. Now invite their chairmen.", names=names, more=more))


def choose_position(choice: Invitable, t: Translator) -> Screen:
    """As what, in this commission?"""
    assert choice.commission is not None
    rows = [
        (
            Button(
                t.plain(POSITIONS[position]).capitalize(),
                Press("invite-go", ("c", str(choice.commission.id), position.name)),
            ),
        )
        for position in choice.positions
    ]
    back = (Button(t.plain("‹ Back"), Press("invite", ("0",))),)
    return Screen(
        t("<b>{commission}</b>\nIn which position?", commission=campaigns.commission(choice.commission.name)),
        buttons=(*rows, back),
    )


def _choice(choice: Invitable, t: Translator, *, several: bool) -> str:
    match choice.role:
        case MembershipRole.COMMISSION:
            return campaigns.commission(choice.commission.name) if choice.commission else ""
        case MembershipRole.CANDIDATE if not several:
            return t.plain("Candidate")
        case MembershipRole.CANDIDATE:
            return t.plain("Candidate: {title}", title=election(choice.campaign.title) if choice.campaign else "")
        case MembershipRole.OPERATOR:
            return t.plain("Operator of the hotline")
        case MembershipRole.ADMINISTRATOR:
            return t.plain("Administrator of the bot")


def _press_of(choice: Invitable) -> Press:
    match choice.role:
        case MembershipRole.COMMISSION:
            return Press("invite-to", (str(choice.commission.id if choice.commission else 0),))
        case MembershipRole.CANDIDATE:
            return Press("invite-go", ("k", str(choice.campaign.id if choice.campaign else 0)))
        case MembershipRole.OPERATOR:
            return Press("invite-go", ("o",))
        case MembershipRole.ADMINISTRATOR:
            return Press("invite-go", ("a",))


def invitation_made(invitation: Invitation, title: str, zone: ZoneInfo, now: datetime, t: Translator) -> Screen:
    """For the inviter; the next message is the one to forward."""
    until = dates.moment(invitation.expires_at, zone, now.astimezone(zone).date(), t)
    return Screen(
        t(
            "The invitation is ready: <b>{title}</b>. It works once, until {until}. Forward the next message to the "
            "person; nobody else should see it.",
            title=title,
            until=until,
        )
    )


def invitation_letter(link: str, title: str, t: Translator) -> Screen:
    """The message to forward."""
    return Screen(
        t(
            "You are invited to the bot «Srok», which reminds of the deadlines of the election: <b>{title}</b>.\n\n"
            "Open the link and press «Start»:\n{link}",
            title=title,
            link=link,
        )
    )


def choose_language(t: Translator) -> Screen:
    return Screen(
        t("Which language shall I speak?"),
        buttons=((Button("Русский", Press("lang", ("ru",))), Button("English", Press("lang", ("en",)))),),
    )


def language_chosen(seat: Seat, t: Translator) -> Screen:
    return Screen(t("I speak English now. The plan itself stays in Russian."), keyboard=keyboard(seat, t))


def titles(found: Sequence[tuple[Grant, Commission | None, Campaign | None]], t: Translator) -> tuple[Markup, ...]:
    """What a person is, for the greeting."""
    return tuple(Markup(escape(title_of(g, c, k, t))) for g, c, k in found)
