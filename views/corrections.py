"""To whoever was told of other dates, or of what the plan has no more: what counts now."""

from __future__ import annotations

from plan.model import Item, Plan
from services.delivery.compose_correction import CorrectionLetter, GoneItem, OtherDate
from services.duties.nature import parent_of
from views import dates
from views.decisions import remarks
from views.lines import activity, gist, in_rows, number
from views.screen import Button, Press, Screen, escape
from views.translator import Markup, Translator

GIST_CHARACTERS = 160

BUTTONS = 12
"""Items that have a button; of more, the numbers are in the text."""


def correction(letter: CorrectionLetter, t: Translator) -> Screen:
    """One message for everything that a changed plan, or a decision, has changed for its reader."""
    parts: list[str] = []
    if len(letter.changed) == 1:
        only = letter.changed[0]
        title = t("<b>The date of {item} has changed</b>", item=number(only.dated.item.number, t))
        parts.append("\n".join([title, _about(letter.campaign_plan.plan, only.dated.item)]))
        parts.append("\n".join(_now(only, letter, t)))
    elif letter.changed:
        parts.append(t("<b>Dates of the plan have changed</b>"))
        parts += ["\n".join([_named(letter, one, t), *_now(one, letter, t)]) for one in letter.changed]
    if letter.gone:
        parts.append("\n".join(_gone(letter.gone, t)))
    if letter.possibly_repeated:
        parts.append(t("<i>You may have received this message already.</i>"))
    return Screen("\n\n".join(parts), buttons=_buttons(letter, t))


def _named(letter: CorrectionLetter, one: OtherDate, t: Translator) -> str:
    item = one.dated.item
    return f"<b>{escape(number(item.number, t))}</b>: {_about(letter.campaign_plan.plan, item)}"


def _now(one: OtherDate, letter: CorrectionLetter, t: Translator) -> list[str]:
    """«Теперь: …», and by whose decision."""
    when = "; ".join(dates.when(found, letter.today, t) for found in one.dated.occurrences)
    zone = letter.campaign_plan.campaign.tz
    return [t("Now: <b>{when}</b>", when=Markup(when)), *remarks(one.dated, one.rulings, letter.today, zone, t)]


def _gone(gone: tuple[GoneItem, ...], t: Translator) -> list[str]:
    """«Из плана убрано: …. Напоминаний об этом больше не будет.» Without numbers: another row may have them by now."""
    return [
        t("<b>Taken out of the plan:</b>"),
        *(f"• {_about(one.plan, one.item)}" for one in gone),
        t("There will be no more reminders of this."),
    ]


def _about(plan: Plan, item: Item) -> str:
    return escape(gist(activity(item, parent_of(plan, item)), GIST_CHARACTERS))


def _buttons(letter: CorrectionLetter, t: Translator) -> tuple[tuple[Button, ...], ...]:
    campaign = str(letter.campaign_plan.campaign.id)
    items = [one.dated.item.number for one in letter.changed]
    if len(items) == 1:
        label = t.plain("{item} in full", item=number(items[0], t).capitalize())
        return ((Button(label, Press("item", (campaign, items[0]))),),)
    return in_rows([Button(number(item, t), Press("item", (campaign, item))) for item in items[:BUTTONS]])
