"""The card of one item: what, by when and how that was counted, who, by which law, and the marks of its own people."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time

from plan.model import DatedItem, Item, Occurrence, Plan
from plan.staff import PERSON
from services.campaigns.decide_date import open_end
from services.campaigns.find_items import ItemCard, rulings_of
from services.campaigns.model import CampaignPlan
from services.duties.model import Duty, DutyState
from views import dates, decisions
from views.campaigns import election
from views.lines import activity, done_button, is_markable, number, tidy, undo_button, who
from views.screen import Button, Press, Screen, escape, plain
from views.translator import Markup, Translator

TERM_CHARACTERS = 700
ACTIVITY_CHARACTERS = 1500
QUOTE_CHARACTERS = 3900
"""Of a card for another chat: one message, whatever the plan holds."""


def item_card(card: ItemCard, now: datetime, t: Translator) -> Screen:
    """The card as this person sees it: the marks are there for those who owe the item."""
    campaign = card.campaign_plan.campaign
    today = campaign.today(now)
    item = card.dated.item
    parent = parent_of(card.campaign_plan.plan, item)
    head = f"<b>{escape(number(item.number, t).capitalize())}.</b> {escape(_cut(activity(item, parent)))}"
    parts = [head, _dates(card.dated, subrows_of(card.campaign_plan, item), today, t), _people(item, parent, t)]
    if item.term.strip():
        parts.append(t("Wording of the term: «{term}»", term=_cut(tidy(item.term), TERM_CHARACTERS)))
    explained = _explained(card.dated, t)
    if explained:
        parts.append(explained)
    remarks = decisions.remarks(card.dated, card.rulings, today, campaign.tz, t)
    if remarks and not card.may_decide and open_end(card.dated) is not None:
        remarks.append(decisions.who_decides(t))
    if remarks:
        parts.append("\n".join(remarks))
    done = [_done_line(duty, card, today, t) for duty in card.duties if duty.state is DutyState.DONE]
    if done:
        parts.append("\n".join(done))
    return Screen("\n\n".join(parts), buttons=(*_marks(card, t), *decisions.card_buttons(card, t), *_ways_on(card, t)))


def quoted_card(campaign_plan: CampaignPlan, dated: DatedItem, now: datetime, t: Translator) -> Markup:
    """The card for somebody else's chat: what the plan and the law say, of which election, and where that is written.
    Nothing in it is anybody's own, and nobody is named."""
    campaign = campaign_plan.campaign
    today = campaign.today(now)
    item = dated.item
    parent = parent_of(campaign_plan.plan, item)
    name = number(item.number, t)
    what = unnamed(_cut(activity(item, parent)))
    main = [f"<b>{escape(name.capitalize())}.</b> {escape(what)}"]
    main.append(PERSON.sub("…", _dates(dated, subrows_of(campaign_plan, item), today, t)))
    performers = _cut(unnamed(who(item, parent)), TERM_CHARACTERS)
    if performers:
        main[-1] += "\n" + t("<b>Who:</b> {who}", who=performers)
    asides = []
    if item.term.strip():
        asides.append(t("Wording of the term: «{term}»", term=unnamed(_cut(tidy(item.term), TERM_CHARACTERS))))
    explained = _explained(dated, t)
    if explained:
        asides.append(Markup(explained))
    remarks = decisions.remarks(dated, rulings_of(campaign_plan, dated), today, campaign.tz, t, signed=False)
    end = ["\n".join(remarks)] if remarks else []
    source = t("<b>Source:</b> {item} of the plan, {election}", item=name, election=election(campaign.title))
    law = _law(item, parent)
    end.append("\n".join([*([t("<b>Law:</b> {law}", law=_cut(law, TERM_CHARACTERS))] if law else []), source]))
    while asides and len(plain("".join([*main, *asides, *end]))) > QUOTE_CHARACTERS:
        asides.pop()
    return Markup("\n\n".join([*main, *asides, *end]))


_LEFT_OF_NAMES = re.compile(r"\s*[,;](?=\s*(?:[,;]|$))|^(?:\s*[,;])+|\s*\(\s*\)")


def unnamed(text: str) -> str:
    """The text without the people that it names: «отдел кадров» of «Петрова Е.А., отдел кадров»."""
    if not PERSON.search(text):
        return text
    bare = PERSON.sub("", text)
    while (tidied := _LEFT_OF_NAMES.sub("", bare)) != bare:
        bare = tidied
    return " ".join(bare.split())


def parent_of(plan: Plan, item: Item) -> Item | None:
    """The row that a sub-row belongs to: 50 of 50-2."""
    head, dash, _ = item.number.rpartition("-")
    return plan.item(head) if dash else None


def _cut(text: str, limit: int = ACTIVITY_CHARACTERS) -> str:
    return text if len(text) <= limit else text[: limit - 1].rsplit(" ", 1)[0] + "…"


def subrows_of(campaign_plan: CampaignPlan, item: Item) -> tuple[DatedItem, ...]:
    """The rows that stand under this one: 50-1, 50-2 and 50-3 of 50."""
    return tuple(dated for dated in campaign_plan.dated if dated.item.number.startswith(f"{item.number}-"))


def subrows_lines(subrows: Sequence[DatedItem], today: date, t: Translator) -> list[str]:
    """«п. 50-2, для кандидата, выдвинутого непосредственно: чт, 9 марта, до 24:00 — осталось 5 дней»."""
    said = []
    for dated in subrows:
        own = tidy(dated.item.activity).rstrip(" .;:")
        what = f"{number(dated.item.number, t)}, {own[:1].lower()}{own[1:]}"
        when = "; ".join(_date_line(o, today, t) for o in dated.occurrences) or t("the plan gives no term")
        said.append(f"• {escape(what)}: {when}")
    return said


def _dates(dated: DatedItem, subrows: Sequence[DatedItem], today: date, t: Translator) -> str:
    if not dated.occurrences and subrows:
        return "\n".join([t("<b>Term</b>, in parts:"), *subrows_lines(subrows, today, t)])
    if not dated.occurrences:
        return t("<b>Term:</b> the plan gives none")
    said = [_date_line(o, today, t) for o in dated.occurrences]
    if len(said) == 1:
        return t("<b>Term:</b> {when}", when=said[0])
    return "\n".join([t("<b>Term</b>, in parts:"), *(f"{at}) {line}" for at, line in enumerate(said, 1))])


def _date_line(occurrence: Occurrence, today: date, t: Translator) -> Markup:
    said = dates.with_condition(dates.when(occurrence, today, t), occurrence, t)
    left = left_of(occurrence, today, t)
    return t("{when} — {left}", when=said, left=left) if left else said


def left_of(occurrence: Occurrence, today: date, t: Translator) -> Markup | None:
    """«осталось 5 дней», «начнётся через 3 дня»; None where there is nothing to count, or where the day is only a
    limit to hours that run from an event («в течение двух часов … но не позднее …»)."""
    first, last = occurrence.start, occurrence.last_day
    if first is not None and last is None:
        return dates.in_days((first - today).days, t)
    if occurrence.condition and occurrence.needs:
        return None
    if first is not None and first > today and first != last:
        return dates.opens_in((first - today).days, t)
    if last is None:
        return None
    left = (last - today).days
    if first == last and occurrence.start_time not in (None, time(0)) and left == 0:
        return t("today")
    return dates.days_left(left, t)


def _people(item: Item, parent: Item | None, t: Translator) -> str:
    performers = who(item, parent)
    said = [t("<b>Who:</b> {who}", who=performers) if performers else t("<b>Who:</b> the plan does not say")]
    law = _law(item, parent)
    if law:
        said.append(t("<b>Law:</b> {law}", law=_cut(law, TERM_CHARACTERS)))
    return "\n".join(said)


def _law(item: Item, parent: Item | None) -> str:
    return " ".join(item.law.split()) or (" ".join(parent.law.split()) if parent else "")


def _explained(dated: DatedItem, t: Translator) -> str:
    """How the law's dates were counted, each explanation once; what else counts here is said apart."""
    said = list(dict.fromkeys(o.explanation.strip() for o in dated.computed if o.explanation.strip()))
    if not said:
        return ""
    return t("How it was counted: {explanation}", explanation=_cut("; ".join(said), TERM_CHARACTERS))


def _done_line(duty: Duty, card: ItemCard, today: date, t: Translator) -> Markup:
    if duty.done_at is None:
        return t("✅ Done")
    return t("✅ Done on {moment}", moment=dates.moment(duty.done_at, card.campaign_plan.campaign.tz, today, t))


def _marks(card: ItemCard, t: Translator) -> tuple[tuple[Button, ...], ...]:
    """«✓ Исполнено» for what this person owes; parts are told apart by their number."""
    rows: list[tuple[Button, ...]] = []
    several = len([d for d in card.duties if is_markable(d) or d.state is DutyState.DONE]) > 1
    for at, duty in enumerate(card.duties, 1):
        if is_markable(duty):
            label = t.plain("Done") + (f" ({at})" if several else "")
            rows.append((done_button(duty, label),))
        elif duty.state is DutyState.DONE:
            label = t.plain("Take the mark back") + (f" ({at})" if several else "")
            rows.append((undo_button(str(duty.id), label),))
    return tuple(rows)


def _ways_on(card: ItemCard, t: Translator) -> tuple[tuple[Button, ...], ...]:
    about = (str(card.campaign_plan.campaign.id), card.dated.item.number)
    return ((Button(t.plain("Ask a person about this"), Press("human", about)),),)
