"""Answers to questions that name nothing: what ends next, what ends before a day, what to bring, a mark taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from plan.model import DatedItem
from services.asking.nearest import End
from services.campaigns.model import CampaignPlan
from services.duties.lines import DutyLine
from views import answers, dates
from views.item_card import parent_of
from views.lines import activity, gist, labelled, number, text_of, undo_button
from views.screen import Button, Press, Screen
from views.translator import Markup, Translator

NAMED = 3
"""Items that one line names; of more, only how many there are."""

LABEL_CHARACTERS = 60


def lead(
    first: Sequence[End], gone: Sequence[DutyLine], today: date, now: datetime, t: Translator, *, own: bool
) -> str:
    """«Ближайший ваш срок — п. 28: сегодня, до 18:00, осталось 9 ч.» `first` end next, at one moment; `gone` have ended
    today already. "" where there is nothing to say."""
    said = []
    if gone:
        missed = "; ".join(dict.fromkeys(_ended(line, t) for line in gone[:NAMED]))
        said.append(t("This has already ended today: {what}.", what=Markup(missed)))
    if first:
        items = ", ".join(dict.fromkeys(number(end.line.dated.item.number, t) for end in first))
        what = t(
            "{items} — {when}", items=items, when=Markup(f"{_when(first[0], today, t)}{_left(first[0], today, now, t)}")
        )
        line = t("Your nearest deadline: {what}.", what=what) if own else t("The nearest deadline: {what}.", what=what)
        said.append(Markup(f"<b>{line}</b>"))
    return "\n".join(said)


def ends_before(ends: Sequence[End], today: date, t: Translator) -> Markup:
    """«До этого дня истекает: п. 28 — сегодня, до 18:00»: before an answer about a later day, which is no leave to wait
    for it. "" where nothing ends before."""
    if not ends:
        return Markup("")
    said = [
        t("{items} — {when}", items=number(end.line.dated.item.number, t), when=_when(end, today, t))
        for end in ends[:NAMED]
    ]
    if len(ends) > NAMED:
        said.append(t.plural("… and {n} more", "… and {n} more", len(ends) - NAMED))
    return t("<b>This ends before that day:</b> {what}", what=Markup("; ".join(dict.fromkeys(said))))


def papers(campaign_plan: CampaignPlan, items: Sequence[DatedItem], now: datetime, t: Translator) -> Screen:
    """«Что нести?»: no calendar says; by when papers are handed in, and a person who knows the rest."""
    today = campaign_plan.campaign.today(now)
    campaign = str(campaign_plan.campaign.id)
    said = [
        t("The plan has only dates: neither a list of documents nor addresses are in it."),
        t("What to bring and where to is answered by a person on the hotline."),
    ]
    rows = []
    for dated in items:
        part = answers.nearest(dated.occurrences, today)
        name = number(dated.item.number, t)
        what = gist(activity(dated.item, parent_of(campaign_plan.plan, dated.item)), LABEL_CHARACTERS)
        if part is not None:
            when = t("{items} — {when}", items=name, when=dates.when(part, today, t))
            said.append(t("When documents are handed in: {what}.", what=when))
        rows.append((Button(f"{name}: {what}", Press("item", (campaign, dated.item.number))),))
    return Screen("\n".join(said), buttons=(*rows, (Button(t.plain("Ask a person"), Press("human")),)))


def take_back(marked: Sequence[DutyLine], t: Translator, *, owes: bool) -> Screen:
    """«Ой, не то нажала»: how a mark is taken back, with the person's last ones right there."""
    if not owes:
        return Screen(t("You have no marks here: only members of commissions and candidates mark what is done."))
    if not marked:
        return Screen(
            t(
                "You have not marked anything as done. A mark is taken back with the ↶ button, where it was made: "
                "under the morning's message or on the item's card (open it from «My deadlines»)."
            )
        )
    named = labelled(marked, t)
    lines = [text_of(one, "") for one in named]
    rows = tuple((undo_button(str(one.line.duty.id), one.label),) for one in named if isinstance(one.line, DutyLine))
    head = t("To take a mark back, press ↶. You have marked as done lately:")
    tail = t("An earlier mark: open the item from «My deadlines» and press ↶ on its card.")
    return Screen("\n".join([head, *lines, "", tail]), buttons=rows)


def how_to_mark(t: Translator) -> Markup:
    """Above the card of an item that is said to be done."""
    return t("If it is done, press «✓ Done» below.")


def already_marked(t: Translator) -> Markup:
    """Above the card of an item that is said to be done, and is marked so."""
    return t("It is marked as done already.")


def how_to_take_back(t: Translator) -> Markup:
    """Above the card of an item whose mark is to go."""
    return t("To take the mark back, press ↶ below.")


def not_marked(t: Translator) -> Markup:
    """Above the card of an item whose mark is to go, and which has none."""
    return t("There is no mark on this item: it is not done yet.")


def _when(end: End, today: date, t: Translator) -> Markup:
    occurrence = end.line.occurrence
    hour = dates.last_hour(occurrence) if occurrence is not None else None
    left = (end.day - today).days
    day = dates.full_day(end.day, today, t)
    if left == 0:
        day = t("today")
    elif left == 1:
        day = t("tomorrow, {day}", day=day)
    if hour is not None:
        return t("{day}, until {hour}", day=day, hour=dates.hour(hour))
    return t("{day}, until the end of the day", day=day) if left == 0 else Markup(day)


def _left(end: End, today: date, now: datetime, t: Translator) -> str:
    days = (end.day - today).days
    if days > 1:
        return f", {dates.days_left(days, t)}"
    if days == 1:
        return ""
    minutes = int((end.at - now) / timedelta(minutes=1))
    hours, minutes = divmod(minutes, 60)
    if hours and minutes:
        return ", " + t("{hours} h {minutes} min left", hours=hours, minutes=minutes)
    return ", " + (t("{hours} h left", hours=hours) if hours else t("{minutes} min left", minutes=minutes))


def _ended(line: DutyLine, t: Translator) -> str:
    name = number(line.dated.item.number, t)
    hour = dates.last_hour(line.occurrence) if line.occurrence is not None else None
    return f"{name}, " + t("until {hour}", hour=dates.hour(hour)) if hour is not None else name
