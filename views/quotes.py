"""What somebody is offered who types the bot's name in another chat: rows to send there, and a way to the bot's own
chat."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from plan.model import Occurrence
from services.asking.quote_plan import Footing, Quote, Quotes
from views import dates
from views.answers import nearest
from views.campaigns import election
from views.item_card import parent_of, quoted_card, subrows_of, unnamed
from views.lines import gist, number, part_activity, shorten, who
from views.screen import Screen, plain
from views.translator import Translator

ACTIVITY_CHARACTERS = 90
WHO_CHARACTERS = 60
TERM_CHARACTERS = 34
ELECTION_CHARACTERS = 40
"""Two lines of a phone, and one above them."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One line of the list, plain, and the message that choosing it sends, in a Screen's mark-up."""

    title: str
    description: str
    text: str


@dataclass(frozen=True, slots=True)
class Offers:
    """`way_in`: the label of the button above the list that leads into the bot's own chat; "" for no button. `passing`:
    it may be otherwise in a moment, by something that the person does."""

    rows: tuple[Offer, ...] = ()
    way_in: str = ""
    more: bool = False
    passing: bool = False


def offers(quotes: Quotes, first: int, most: int, now: datetime, t: Translator) -> Offers:
    """What was found, from `first` on and at most so many. Unsure or empty-handed, the bot can be asked itself."""
    shown = quotes.found[first : first + most]
    rows = tuple(_offer(quote, now, t, of_several=quotes.of_several) for quote in shown)
    return Offers(rows, _way_in(quotes.footing, t), more=len(quotes.found) > first + most)


def _way_in(footing: Footing, t: Translator) -> str:
    match footing:
        case Footing.SURE | Footing.DAYS:
            return ""
        case Footing.UNSURE:
            return t.plain("Ask in the chat with the bot")
        case Footing.NOTHING:
            return t.plain("Nothing found. Ask in the chat with the bot")
        case Footing.NO_SUCH:
            return t.plain("The plan has no such item. Ask in the chat")
        case Footing.NO_CAMPAIGN:
            return t.plain("No election is under way. Open the bot's chat")
    raise TypeError(f"unknown footing {footing}")


def stranger(t: Translator) -> Offers:
    """For somebody the bot has not met: it answers in other chats once they have opened its own."""
    return Offers(way_in=t.plain("Open the chat with the bot first"), passing=True)


def too_fast(t: Translator) -> Offers:
    """For somebody who has searched without end."""
    return Offers(way_in=t.plain("Too often. Wait a minute, or ask in the chat"), passing=True)


def invitation(name: str, t: Translator) -> Screen:
    """The answer to whoever came by the button."""
    return Screen(
        t(
            "Hello, {name}! Write your question here, for example: «What is due this week?» What I do not know I pass "
            "to a person on the hotline.",
            name=name,
        )
    )


def _offer(quote: Quote, now: datetime, t: Translator, *, of_several: bool) -> Offer:
    plan, dated = quote.campaign_plan, quote.dated
    item = dated.item
    parent = parent_of(plan.plan, item)
    occurrence = _meant(quote, plan.campaign.today(now))
    when = _when(quote, occurrence, plan.campaign.today(now), t)
    part = dated.occurrences.index(occurrence) if occurrence is not None else 0
    what = gist(unnamed(part_activity(item, parent, part, len(dated.occurrences))), ACTIVITY_CHARACTERS)
    performers = shorten(unnamed(who(item, parent)), WHO_CHARACTERS)
    said = [what, *([performers] if performers else [])]
    if of_several:
        said.append(gist(election(plan.campaign.title), ELECTION_CHARACTERS))
    title = t.plain("{when} — {item}", when=when, item=number(item.number, t))
    return Offer(title, " — ".join(said), quoted_card(plan, dated, now, t))


def _meant(quote: Quote, today: date) -> Occurrence | None:
    """The part of the term that the line names; of a whole row the one that is next."""
    every = quote.dated.occurrences
    if quote.part is not None:
        return every[quote.part] if quote.part < len(every) else None
    return nearest(every, today) or (every[0] if every else None)


def _when(quote: Quote, occurrence: Occurrence | None, today: date, t: Translator) -> str:
    """«пн, 30 января, до 18:00»."""
    if occurrence is None:
        parts = bool(subrows_of(quote.campaign_plan, quote.dated.item))
        return t.plain("in parts") if parts else t.plain("no term in the plan")
    if not occurrence.is_dated:
        return shorten(unnamed(plain(dates.open_term(occurrence, t))), TERM_CHARACTERS)
    said = plain(dates.when(occurrence, today, t))
    return t.plain("{when}, on a condition", when=said) if occurrence.condition else said
