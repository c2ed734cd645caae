"""Where the document and the law differ: what is said of it, the buttons to decide with, and the list of all of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, time
from zoneinfo import ZoneInfo

from plan.deciding import End
from plan.in_force import Ruling, Standing
from plan.model import Choice, DatedItem, Item, OccurrenceKind, Origin, Override, Plan
from plan.term.status import Pair, compare
from services.campaigns.decide_date import Proposal, open_end, proposals, ready_reasons
from services.campaigns.find_items import ItemCard
from services.campaigns.list_decisions import Decisions, OpenDecision
from views import dates
from views.lines import activity, gist, in_rows, number
from views.proposals import end_code, proposal_arguments
from views.screen import Button, Press, Screen, escape
from views.translator import Markup, Translator, mark

REASON_LABELS = {
    "slip": mark("A slip in the document"),
    "commission": mark("The commission has decided so"),
    "court": mark("A court has decided"),
}

LISTED = 20
"""Items named in the list, each with a button."""

GIST_CHARACTERS = 80


def remarks(
    dated: DatedItem,
    rulings: Sequence[Ruling],
    today: date,
    zone: ZoneInfo,
    t: Translator,
    *,
    signed: bool = True,
) -> list[Markup]:
    """What has to be known of where an item's dates come from: each difference that nobody has decided, each decision,
    and dates that are the document's alone. Empty when every date is the law's count. Not `signed`: decisions in force
    alone, without who made them and why."""
    said = [_difference(pair, dated, t) for pair in _undecided(dated)]
    if signed:
        said += [_ruling(ruling, today, zone, t) for ruling in rulings]
    else:
        said += [_decided(ruling.override, t) for ruling in rulings if ruling.standing is Standing.IN_FORCE]
    if any(found.origin is Origin.PRINTED for found in dated.occurrences):
        said.append(t("⚠️ The date is taken from the document: I could not count it by the wording."))
    return said


def _undecided(dated: DatedItem) -> Iterable[Pair]:
    taken = {(one.part, one.side) for one in dated.overrides}
    return (pair for pair in compare(dated.computed, dated.printed).mismatches if (pair.part, pair.side) not in taken)


def _difference(pair: Pair, dated: DatedItem, t: Translator) -> Markup:
    found = dated.occurrences[pair.part - 1]
    counts = found.start if pair.side == "start" else found.end
    later = pair.side == "start" and found.kind is not OccurrenceKind.EXACT
    safer = (max if later else min)(pair.printed.date, pair.computed)
    if counts == safer:
        return t(
            "⚠️ The document prints {printed}, by its own wording it is {computed}. Until the commission decides, the "
            "safer date counts here: {safer}.",
            printed=_full(pair.printed.date),
            computed=_full(pair.computed),
            safer=_full(safer),
        )
    return t(
        "⚠️ The document prints {printed}, by its own wording it is {computed}. Until the commission decides, the date "
        "by the wording counts here.",
        printed=_full(pair.printed.date),
        computed=_full(pair.computed),
    )


def _ruling(ruling: Ruling, today: date, zone: ZoneInfo, t: Translator) -> Markup:
    """«Решено: верна дата по закону, 24.12.2022. Председатель Мария Громова, вт, 20 декабря, 08:35. Причина: …»."""
    made = ruling.override
    author = t(
        "{who}, {moment}. Reason: {reason}.",
        who=made.who[:1].upper() + made.who[1:],
        moment=dates.moment(made.when, zone, today, t),
        reason=_uncapitalised(made.reason).rstrip("."),
    )
    match ruling.standing:
        case Standing.OUTDATED:
            return t(
                "⚠️ The decision for {day} holds no longer: the document or the count has changed since. {author}",
                day=_moment(made, t),
                author=author,
            )
        case Standing.SETTLED:
            return t(
                "The document now prints the date that was decided, {day}: the decision is needed no longer. {author}",
                day=_moment(made, t),
                author=author,
            )
        case Standing.IN_FORCE:
            decided = Markup(f"{_decided(made, t)} {author}")
            if ruling.computed is None or ruling.computed == made.day:
                return decided
            return Markup(f"{decided}\n{t('By the wording it would be {day}.', day=_full(ruling.computed))}")
    raise TypeError(f"unknown standing {ruling.standing}")


def _decided(made: Override, t: Translator) -> Markup:
    """«Решено: верна дата по закону, 24.12.2022.»"""
    return t("<b>Decided:</b> {what}, {day}.", what=_what(made, t), day=_moment(made, t))


def _what(made: Override, t: Translator) -> Markup:
    match made.choice:
        case Choice.PRINTED:
            return t("the document's date is right")
        case Choice.COMPUTED:
            return t("the law's date is right")
        case Choice.OTHER:
            return t("another date")
    raise TypeError(f"unknown choice {made.choice}")


def who_decides(t: Translator) -> Markup:
    """For those who may not."""
    return t("Which date is right is for the chairman or the secretary of the commission to decide.")


def card_buttons(card: ItemCard, t: Translator) -> tuple[tuple[Button, ...], ...]:
    """Under an item's card, for those who may decide: the dates to choose from, and «Отменить решение»."""
    if not card.may_decide:
        return ()
    rows = [(_withdraw_button(card, ruling.override, t),) for ruling in card.rulings]
    end = open_end(card.dated)
    if end is not None:
        rows = [*((button,) for button in _choices(card, end, t)), *rows]
    return tuple(rows)


def _choices(card: ItemCard, end: End, t: Translator) -> list[Button]:
    campaign_id = card.campaign_plan.campaign.id
    buttons = []
    for one in proposals(campaign_id, card.dated, end):
        if one.choice is Choice.PRINTED:
            label = t.plain("The document's date is right: {day}", day=_full(one.day))
        else:
            label = t.plain("Right by the law: {day}", day=_full(one.day))
        buttons.append(Button(label, Press("decide", proposal_arguments(one))))
    where = (str(campaign_id), card.dated.item.number, end_code(end))
    other = t.plain("Another date…") if buttons else t.plain("Set a date…")
    return [*buttons, Button(other, Press("decide-day", where))]


def _withdraw_button(card: ItemCard, made: Override, t: Translator) -> Button:
    end = end_code((made.part, made.side))
    where = (str(card.campaign_plan.campaign.id), card.dated.item.number, end, str(int(made.when.timestamp())))
    return Button(t.plain("Withdraw the decision"), Press("undecide", where))


def ask_day(item: str, t: Translator) -> Screen:
    """«Другая дата…»: written in a message."""
    return Screen(
        t(
            "<b>{item}.</b> Write the right date, for example: <b>20 January</b> or <b>20.01.2023 until 18:00</b>.",
            item=number(item, t).capitalize(),
        ),
        buttons=(_drop(t),),
    )


def unclear_day(t: Translator) -> Screen:
    return Screen(
        t(
            "I did not understand the date. Please write one day, for example: <b>20 January</b> or <b>20.01.2023 "
            "until 18:00</b>."
        ),
        buttons=(_drop(t),),
    )


def confirm_day(proposal: Proposal, t: Translator) -> Screen:
    """The date said back, with its weekday and year."""
    again = (str(proposal.campaign_id), proposal.item, end_code(proposal.end))
    return Screen(
        t(
            "I understood: <b>{day}</b>. Is that right?",
            day=_said(proposal.day, proposal.hour, t, starts=proposal.end[1] == "start"),
        ),
        buttons=(
            (Button(t.plain("Yes, this date"), Press("decide", proposal_arguments(proposal))),),
            (Button(t.plain("No, another one"), Press("decide-day", again)),),
            _drop(t),
        ),
    )


def ask_reason(proposal: Proposal, computed: date | None, t: Translator) -> Screen:
    """Why? A ready reason by a button, or one's own in a message. Beside a date that is not the law's stands the
    `computed` one, so that nobody accepts a slip by another."""
    beside = ""
    if computed is not None and computed != proposal.day:
        beside = "\n" + t("By the wording it would be {day}.", day=_full(computed))
    arguments = proposal_arguments(proposal)
    ready = [
        (Button(t.plain(REASON_LABELS[code]), Press("decide-why", (*arguments, code))),)
        for code in ready_reasons(proposal.choice)
    ]
    return Screen(
        t(
            "<b>{item}:</b> {day}.{beside}\nWhy is this date right? Press a reason or write it in one message: it is "
            "kept with the decision, and everybody whom the deadline concerns sees it.",
            beside=Markup(beside),
            item=number(proposal.item, t).capitalize(),
            day=_said(proposal.day, proposal.hour, t, starts=proposal.end[1] == "start"),
        ),
        buttons=(*ready, _drop(t)),
    )


def reason_in_words(t: Translator) -> Screen:
    """A picture, a voice message, or nothing but signs where a reason was awaited."""
    return Screen(
        t("A date cannot be decided without a reason. Press one of the buttons above or write it in words."),
        buttons=(_drop(t),),
    )


def confirm_reason(proposal: Proposal, reason: str, token: str, t: Translator) -> Screen:
    """Somebody's own words, before they are kept: it may have been a question that was meant for something else."""
    return Screen(
        t(
            "<b>{item}:</b> {day}.\nReason: «{reason}». Shall I record the decision? For another reason write once "
            "more.",
            item=number(proposal.item, t).capitalize(),
            day=_said(proposal.day, proposal.hour, t, starts=proposal.end[1] == "start"),
            reason=reason,
        ),
        buttons=((Button(t.plain("Record it"), Press("decide-go", (token,))),), _drop(t)),
    )


def ask_withdrawal(item: str, arguments: tuple[str, ...], t: Translator) -> Screen:
    return Screen(
        t(
            "Withdraw the decision on the date of {item}? Until the next one the bot goes by the safer date, and "
            "whoever was told another is told so.",
            item=number(item, t),
        ),
        buttons=((Button(t.plain("Yes, withdraw"), Press("undecide-go", arguments)),), _drop(t)),
    )


def not_recorded(t: Translator) -> Screen:
    return Screen(t("Nothing has been decided."))


def forgotten(t: Translator) -> str:
    """For the alert over a confirmation whose words are no longer the last ones."""
    return t.plain("This is no longer the last thing you wrote. Please open the item and decide once more.")


def recorded(t: Translator) -> str:
    return t.plain("Recorded.")


def withdrawn(t: Translator) -> str:
    return t.plain("The decision has been withdrawn.")


def _drop(t: Translator) -> tuple[Button, ...]:
    return (Button(t.plain("Do not decide"), Press("decide-drop")),)


def decision_list(decisions: Decisions, today: date, t: Translator) -> Screen:
    """«Расхождения в плане»: what waits for a decision, each with a button to its card, then what was decided."""
    zone = decisions.campaign_plan.campaign.tz
    plan = decisions.campaign_plan.plan
    said: list[str] = [t("<b>Differences in the plan</b>")]
    if not decisions.open:
        said.append(t("No date waits for a decision."))
    else:
        said.append(
            t.plural(
                "{n} date waits for a decision. Open the item to decide:",
                "{n} dates wait for a decision. Open an item to decide:",
                len(decisions.open),
            )
        )
    for one in decisions.open[:LISTED]:
        about = escape(gist(activity(one.dated.item, _parent(plan, one.dated)), GIST_CHARACTERS))
        said.append(f"• <b>{escape(number(one.dated.item.number, t))}</b>: {_both(one, t)}. {about}")
    if len(decisions.open) > LISTED:
        said.append(t.plural("… and {n} more", "… and {n} more", len(decisions.open) - LISTED))
    if decisions.made:
        said.append("\n" + t("<b>Decisions:</b>"))
    for dated, ruling in decisions.made[:LISTED]:
        said.append(f"• <b>{escape(number(dated.item.number, t))}</b>. {_ruling(ruling, today, zone, t)}")
    campaign = str(decisions.campaign_plan.campaign.id)
    items = [one.dated.item.number for one in decisions.open[:LISTED]]
    items += [dated.item.number for dated, _ in decisions.made[:LISTED]]
    buttons = [Button(number(item, t), Press("item", (campaign, item))) for item in dict.fromkeys(items)]
    export = (Button(t.plain("Download the plan"), Press("plan-files", (campaign,))),)
    return Screen("\n".join(said), buttons=(*in_rows(buttons), export))


def list_button(count: int, t: Translator) -> tuple[Button, ...]:
    """The way to the list, from «Контроль» and from the morning's message."""
    return (Button(t.plain("Differences in the plan ({count})", count=count), Press("decisions")),)


def waiting(count: int, t: Translator) -> Markup:
    """For the morning's message of those who may decide."""
    return t.plural(
        "⚠️ {n} date of the plan waits for your decision: the document and the law differ.",
        "⚠️ {n} dates of the plan wait for your decision: the document and the law differ.",
        count,
    )


def not_deciding(t: Translator) -> Screen:
    return Screen(
        t(
            "Differences in the plan are for the chairman and the secretary of the commission that organises the "
            "election."
        )
    )


def choose_format(campaign: str, suffixes: Sequence[str], t: Translator) -> Screen:
    """«Выгрузить план»: as what?"""
    buttons = [Button(t.plain(FORMATS[one]), Press("plan-file", (campaign, one.lstrip(".")))) for one in suffixes]
    return Screen(t("In which form? Decisions on dates are kept in each."), buttons=in_rows(buttons, 1))


FORMATS = {
    ".docx": mark("Word document"),
    ".xlsx": mark("Excel table"),
    ".ics": mark("Calendar for the phone"),
    ".yaml": mark("File of the plan (.yaml)"),
}


def _both(one: OpenDecision, t: Translator) -> Markup:
    if one.printed is not None and one.computed is not None:
        return t(
            "in the document {printed}, by the law {computed}", printed=_full(one.printed), computed=_full(one.computed)
        )
    if one.printed is not None:
        return t("in the document {printed}, the wording was not understood", printed=_full(one.printed))
    return t("the wording was not understood")


def _parent(plan: Plan, dated: DatedItem) -> Item | None:
    head, dash, _ = dated.item.number.rpartition("-")
    return plan.item(head) if dash else None


def _full(day: date) -> str:
    return f"{day:%d.%m.%Y}"


def _uncapitalised(text: str) -> str:
    """A sentence's first letter made small behind a colon; «ТИК решила» keeps its own."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def _moment(made: Override, t: Translator) -> Markup:
    return _at(_full(made.day), made.hour, t, starts=made.side == "start")


def _said(day: date, hour: time | None, t: Translator, *, starts: bool) -> Markup:
    """«пт, 20 января 2023, до 18:00»: always with its year, since a slip of the year is what this is about."""
    return _at(f"{dates.weekday(day, t)}, {dates.long_day(day, t)}", hour, t, starts=starts)


def _at(day: str, hour: time | None, t: Translator, *, starts: bool) -> Markup:
    if hour is None:
        return Markup(day)
    if starts:
        return t("{day}, from {hour}", day=day, hour=dates.hour(hour))
    return t("{day}, until {hour}", day=day, hour=dates.hour(hour))
