"""Answers to questions in free words: how it was understood, then first of all what was asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from plan.model import DatedItem, Occurrence, OccurrenceKind, Plan
from questions.kinds import Asked
from services.asking.model import Whose
from services.campaigns.find_items import rulings_of
from services.campaigns.model import Campaign, CampaignPlan
from views import dates, decisions
from views.campaigns import election
from views.item_card import left_of, parent_of, subrows_lines, subrows_of
from views.lines import activity, gist, number, shorten, who
from views.screen import Button, Press, Screen, escape
from views.translator import Markup, Translator

_ABOUT_ELSE = frozenset({Asked.WHO, Asked.WHICH_LAW, Asked.HOW_LONG})
"""Questions that are not answered by the term itself."""

_BOUNDS = frozenset({Asked.FROM_WHEN, Asked.UNTIL_WHEN})

THANKS = "thanks"
CONFUSED = "confused"
"""Kinds of small talk that have answers of their own."""

OTHERS = 2
SUGGESTIONS = 3
LABEL_CHARACTERS = 60
ACTIVITY_CHARACTERS = 150
TERM_CHARACTERS = 200
LAW_CHARACTERS = 120
TITLE_CHARACTERS = 100


def understood_span(
    first: date | None, last: date | None, whose: Whose, today: date, t: Translator, *, overdue: bool = False
) -> Markup:
    """«Понял так: 25–27 января, УИК»."""
    said: list[str] = [t("what is overdue")] if overdue else []
    if not overdue or first is not None:
        said.append(dates.span(first, last, today, t))
    said += [escape(named.value) for named in (*whose.positions, *whose.roles)]
    return t("<i>I understood: {what}</i>", what=Markup(", ".join(said)))


def answer(
    campaign_plan: CampaignPlan, items: Sequence[DatedItem], asked: Asked, now: datetime, t: Translator
) -> Screen:
    """A confident answer: the best item, led by what was asked; the next ones as buttons."""
    best, others = items[0], items[1 : 1 + OTHERS]
    plan = campaign_plan.plan
    today = campaign_plan.campaign.today(now)
    item = best.item
    parent = parent_of(plan, item)
    label = number(item.number, t)
    subrows = subrows_of(campaign_plan, item) if not best.occurrences else ()
    said = [
        t("<i>I understood: {what}</i>", what=f"{label}. {gist(activity(item, parent), ACTIVITY_CHARACTERS)}"),
        "",
        "\n".join(subrows_lines(subrows, today, t)) or f"<b>{_lead(best, plan, asked, today, t)}</b>",
        "",
    ]
    when, lead = _when(best, today, t), _lead(best, plan, asked, today, t)
    if (asked in _ABOUT_ELSE or (asked in _BOUNDS and _bound(best, asked, today, t) is not None)) and when != lead:
        said.append(t("Term: {when}", when=_lower(when)) if best.occurrences else when)
    wording = escape(shorten(item.term, TERM_CHARACTERS))
    if item.term.strip() and not {wording.rstrip("."), _lower(wording).rstrip(".")} & {lead, when, _lower(lead)}:
        said.append(t("Wording: «{term}»", term=shorten(item.term, TERM_CHARACTERS)))
    performers = who(item, parent)
    if performers and asked is not Asked.WHO:
        said.append(t("Who: {who}", who=shorten(performers, ACTIVITY_CHARACTERS)))
    law = " ".join(item.law.split())
    if law and asked is not Asked.WHICH_LAW:
        said.append(t("Law: {law}", law=shorten(law, LAW_CHARACTERS)))
    remarks = decisions.remarks(best, rulings_of(campaign_plan, best), today, campaign_plan.campaign.tz, t)
    if remarks:
        said += ["", *remarks]
    campaign = str(campaign_plan.campaign.id)
    rows = [(Button(t.plain("{item} in full", item=label.capitalize()), Press("item", (campaign, item.number))),)]
    rows += [(_item_button(other, plan, campaign, t),) for other in others]
    return Screen("\n".join(said), buttons=(*rows, verdict(t)))


def suggest(campaign_plan: CampaignPlan, items: Sequence[DatedItem], t: Translator) -> Screen:
    """Unsure: the three likeliest items to choose from, and a person."""
    campaign = str(campaign_plan.campaign.id)
    rows = [(_item_button(dated, campaign_plan.plan, campaign, t),) for dated in items[:SUGGESTIONS]]
    human = (Button(t.plain("None of these, ask a person"), Press("human")),)
    return Screen(t("I am not sure what you mean. Is it one of these?"), buttons=(*rows, human))


def of_several(screen: Screen, campaign: Campaign, others: Sequence[Campaign], t: Translator) -> Screen:
    """An answer where several elections are under way: which one it is of, and buttons to the others that have
    something to say to the question."""
    named = t("<i>Election: {election}</i>", election=shorten(election(campaign.title), TITLE_CHARACTERS))
    choices = tuple(
        (
            Button(
                t.plain("Of: {election}", election=gist(election(other.title), LABEL_CHARACTERS)),
                Press("ask-in", (str(other.id),)),
            ),
        )
        for other in others[:OTHERS]
    )
    return replace(screen, text=f"{named}\n{screen.text}", buttons=(*screen.buttons, *choices))


def _ask_in_button(campaign: Campaign, t: Translator) -> Button:
    name = gist(election(campaign.title), LABEL_CHARACTERS)
    return Button(t.plain("Of: {election}", election=name), Press("ask-in", (str(campaign.id),)))


def refuse(reason: str, t: Translator) -> Screen:
    """Nothing of this election: one polite line about what the bot can do, in the tone of what was said. `reason` is
    `questions.answer.Understanding.reason`."""
    if reason == THANKS:
        return Screen(t("You are welcome! When you need another deadline, just ask."))
    if reason == "smalltalk":
        return Screen(t("I am here. Ask me about deadlines, for example: «What is due this week?»"))
    if reason in ("abuse", CONFUSED):
        return Screen(
            t(
                "I see that something has gone wrong. To write to a person, press «Hotline». About deadlines ask me, "
                "for example: «What is due this week?»"
            )
        )
    return Screen(
        t(
            "I help with the deadlines of this election: ask, for example, «What is due this week?» or «Until when are "
            "documents handed in?» To reach a person, press «Hotline»."
        )
    )


def open_one(t: Translator) -> Markup:
    """«А подробнее?» after a list: how an item of it is seen in full."""
    return t("Press an item's number below, and I will show it in full.")


def commission_unknown(named: str, t: Translator) -> Markup:
    """The list that follows is of all precincts: the one that was asked for is not here."""
    return t("{commission} is not in the bot; this is what the plan says of every УИК.", commission=named)


def no_such(said: str, t: Translator) -> Screen:
    """An item or a law that the plan does not have: «Пункта 200 в плане нет.» (Russian, like the plan itself)."""
    return Screen(
        t("{said}. Check the number, or ask in your own words.", said=_sentence(said)),
        buttons=((Button(t.plain("Ask a person"), Press("human")),),),
    )


def unanswered(t: Translator) -> Screen:
    """Not in the plan, and there is no hotline to pass it to."""
    return Screen(t("I have not found this in the plan. Please ask in other words, or phone your election commission."))


def verdict(t: Translator) -> tuple[Button, ...]:
    """Under every answer: did it help, or is a person needed?"""
    return (Button(t.plain("It helped"), Press("helped")), Button(t.plain("Ask a person"), Press("human")))


def _item_button(dated: DatedItem, plan: Plan, campaign: str, t: Translator) -> Button:
    item = dated.item
    label = f"{number(item.number, t)}: {gist(activity(item, parent_of(plan, item)), LABEL_CHARACTERS)}"
    return Button(label, Press("item", (campaign, item.number)))


def _lead(dated: DatedItem, plan: Plan, asked: Asked, today: date, t: Translator) -> Markup:
    """The first line: exactly what was asked."""
    item = dated.item
    parent = parent_of(plan, item)
    match asked:
        case Asked.WHO:
            performers = who(item, parent)
            return Markup(escape(performers)) if performers else t("The plan does not say who.")
        case Asked.WHICH_LAW:
            law = " ".join(item.law.split())
            return Markup(escape(law)) if law else t("The plan names no law here.")
        case Asked.HOW_LONG:
            return _how_long(dated, today, t)
        case Asked.TOO_LATE:
            return _too_late(dated, today, t)
        case Asked.DAYS_LEFT:
            return _days_left(dated, today, t)
        case Asked.UNTIL_WHEN | Asked.FROM_WHEN:
            return _bound(dated, asked, today, t) or _when(dated, today, t, left=True)
        case _:
            return _when(dated, today, t, left=True)


def _bound(dated: DatedItem, asked: Asked, today: date, t: Translator) -> Markup | None:
    """The one end of a stretch of days that was asked for; None where the term is no stretch."""
    chosen = nearest(dated.occurrences, today)
    if chosen is None or len(dated.occurrences) > 1 or chosen.start is None or chosen.start == chosen.last_day:
        return None
    if asked is Asked.FROM_WHEN:
        begins = Occurrence(OccurrenceKind.OPENING, chosen.start, start_time=chosen.start_time)
        return _sentence(dates.with_condition(dates.when(begins, today, t), chosen, t))
    if chosen.last_day is None:
        return None
    said = dates.with_condition(dates.until(chosen, today, t), chosen, t)
    ahead = chosen.start > today and not (
        chosen.condition and chosen.needs
    )  # how long until the end, not the beginning
    remaining = dates.days_left((chosen.last_day - today).days, t) if ahead else left_of(chosen, today, t)
    return _sentence(t("{when} — {left}", when=said, left=remaining) if remaining else said)


def _days_left(dated: DatedItem, today: date, t: Translator) -> Markup:
    """«Осталось 5 дней: не позднее пн, 30 января»."""
    chosen = nearest(dated.occurrences, today)
    remaining = left_of(chosen, today, t) if chosen is not None else ""
    if chosen is None or not remaining:
        return _when(dated, today, t)
    return _sentence(t("{left}: {when}", left=remaining, when=dates.when(chosen, today, t)))


def nearest(occurrences: Sequence[Occurrence], today: date) -> Occurrence | None:
    """The part of a term that is meant today: under way or ahead first, else the latest one past; dated ones only."""
    dated = [o for o in occurrences if o.is_dated]
    ahead = [o for o in dated if o.last_day is None or o.last_day >= today]
    if ahead:
        return min(ahead, key=lambda o: o.last_day or o.start or date.max)
    return max(dated, key=lambda o: o.last_day or o.start or date.min, default=None)


def _when(dated: DatedItem, today: date, t: Translator, *, left: bool = False) -> Markup:
    if not dated.occurrences:
        return t("The plan gives no term.")
    chosen = nearest(dated.occurrences, today)
    if chosen is None:
        return Markup("; ".join(dict.fromkeys(_sentence(dates.open_term(o, t)) for o in dated.occurrences)))
    parts = []
    for occurrence in dated.occurrences:
        said = dates.with_condition(dates.when(occurrence, today, t), occurrence, t)
        if left and occurrence is chosen:
            remaining = left_of(occurrence, today, t)
            said = t("{when} — {left}", when=said, left=remaining) if remaining else said
        parts.append(_sentence(said))
    return Markup("\n".join(dict.fromkeys(parts)))


def _sentence(text: str) -> Markup:
    """A capital first, whatever the phrase begins with."""
    return Markup(text[:1].upper() + text[1:])


def _lower(text: str) -> Markup:
    return Markup(text[:1].lower() + text[1:])


def _how_long(dated: DatedItem, today: date, t: Translator) -> Markup:
    chosen = nearest(dated.occurrences, today)
    if len(dated.occurrences) > 1:
        return _when(dated, today, t)  # each part has a length of its own
    if chosen is not None and chosen.start is not None and chosen.last_day is not None:
        length = (chosen.last_day - chosen.start).days + 1
        return t.plural("{n} day: {when}", "{n} days: {when}", length, when=dates.when(chosen, today, t))
    if dated.item.term.strip():
        return Markup(escape(shorten(dated.item.term, ACTIVITY_CHARACTERS)))
    return _when(dated, today, t)


def _too_late(dated: DatedItem, today: date, t: Translator) -> Markup:
    chosen = nearest(dated.occurrences, today)
    if chosen is None or chosen.kind is OccurrenceKind.AT_ONCE:
        return _when(dated, today, t)
    last = chosen.last_day
    if last is not None and last < today:
        return t("Too late: it was {when}.", when=dates.when(chosen, today, t))
    if chosen.start is not None and chosen.start > today:
        return t("Not yet: {when}.", when=dates.when(chosen, today, t))
    return t("No, there is still time: {when}.", when=dates.when(chosen, today, t))
