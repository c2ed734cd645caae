"""Lists: one screen, grouped by day, the most urgent first, with buttons that open the cards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from services.asking.model import Whose
from services.duties.lines import DutyLine
from services.duties.list_duties import DutyList, PlanRows
from views import dates
from views.lines import Labelled, Line, card_button, in_rows, labelled, several_commissions, shorten, text_of
from views.list_presses import own_turn, span_turn, waiting_press
from views.screen import Button, Press, Screen, escape
from views.translator import Markup, Translator, mark

LINES_A_PAGE = 10
"""About as much as a small phone shows in two turns of the thumb, and far from Telegram's 4096 characters."""

TERM_CHARACTERS = 90
"""Of a term that has no date, behind the number of its line."""

FOLLOWING = 3
"""Lines of what comes next, for a span that holds nothing."""

TITLES = {
    "today": mark("Today"),
    "week": mark("This week"),
    "next": mark("Next deadlines"),
    "mine": mark("My deadlines"),
    "control": mark("Control"),
    "range": mark("Deadlines"),
    "overdue": mark("Overdue"),
    "past": mark("What has passed already"),
    "waiting": mark("Waiting for an event"),
}


@dataclass(frozen=True, slots=True)
class Section:
    """Lines under one heading; `detail` by line stands behind its number."""

    heading: str
    lines: tuple[tuple[Line, str], ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """Everything a list shows, in order, and how to turn its pages."""

    title: str  # with its markup
    sections: tuple[Section, ...]
    turn: Press  # the page's number is appended to its arguments
    performers: bool = False
    note: str = ""


def duty_list(
    kind: str,
    listed: DutyList,
    today: date,
    t: Translator,
    *,
    page: int = 0,
    following: DutyList | None = None,
    intro: str = "",
) -> Screen:
    """The person's own duties in a span. `following`: what comes next, for a span that holds nothing; `intro` stands
    in the title's place."""
    asked_of_days = kind == "range"  # what they asked for comes first, what is overdue after it
    sections = [
        None if asked_of_days else _overdue(listed, t),
        *_by_day(listed.lines, listed.first, today, t),
        _running(listed.running, listed.first, today, t),
        _undated(listed, t),
        *_control(listed, today, t, prefix="" if kind == "control" else t("Control: ")),
        *_by_day(listed.unreached, listed.first, today, t, prefix=t("Nobody to remind: ")),
    ]
    title = _title(kind, listed.first, listed.last, today, t)
    note = ""
    whole = kind in ("mine", "next", "overdue")  # not of a span: what is overdue is an answer there
    if not (
        listed.lines
        or listed.undated
        or (whole and listed.overdue)
        or (kind == "control" and (listed.control or listed.unreached))
    ):
        note = _nothing(kind, t, one_day=listed.first is not None and listed.first == listed.last)
        if following is not None and following.lines:
            sections += _following(following.lines[:FOLLOWING], listed.last, today, t)
    if asked_of_days:
        sections.append(_overdue(listed, t))
    kept = tuple(section for section in sections if section is not None and section.lines)
    turn = own_turn(listed.first, listed.last) if kind == "range" else Press("list", (kind,))
    return render(Shelf(intro or f"<b>{title}</b>", kept, turn, note=note), page, t)


def of_commission(
    listed: DutyList, name: str, today: date, t: Translator, *, turn: Press, page: int = 0, overdue: bool = False
) -> Screen:
    """What another commission owes in these days: done, under way and overdue; or what is overdue alone."""
    if overdue:
        listed = replace(listed, lines=(), running=())
    sections = [
        *_by_day(listed.lines, listed.first, today, t),
        _running(listed.running, listed.first, today, t),
        _overdue(listed, t),
    ]
    kept = tuple(section for section in sections if section is not None and section.lines)
    days = t("what is overdue") if overdue else dates.span(listed.first, listed.last, today, t)
    title = t("<i>I understood: {what}</i>", what=Markup(f"{days}, {escape(name)}"))
    note = ""
    if overdue and not listed.overdue:
        note = t("Nothing is overdue.")
    elif not overdue and not listed.lines:
        note = t("No deadline of this commission ends in these days.")
    return render(Shelf(title, kept, turn, note=note), page, t)


def plan_rows(
    kind: str,
    rows: PlanRows,
    today: date,
    t: Translator,
    *,
    page: int = 0,
    following: PlanRows | None = None,
    whose: Whose | None = None,
    intro: str = "",
) -> Screen:
    """The whole plan's rows in a span, for people without a role in it; each line says who performs. `intro` stands in
    the title's place. What has passed is shown latest first."""
    sections: list[Section | None] = [
        *_by_day(rows.lines, rows.first, today, t, last=rows.last),
        _running(rows.running, rows.first, today, t),
    ]
    if kind == "past":
        sections = sections[:-1][::-1]
    note = ""
    if not rows.lines:
        note = t("The plan has no deadline in this time.")
        if following is not None and following.lines:
            first_day = _day_of(following.lines[0], following.first, today)
            nearest = tuple(x for x in following.lines if _day_of(x, following.first, today) == first_day)
            sections += _next(_by_day(nearest, following.first, today, t), t)
    kept = tuple(section for section in sections if section is not None and section.lines)
    title = _title(kind, rows.first, rows.last, today, t)
    turn = span_turn(rows.first, rows.last, whose or Whose()) if kind == "range" else Press("list", (kind,))
    return render(Shelf(intro or f"<b>{title}</b>", kept, turn, performers=True, note=note), page, t)


def waiting(rows: PlanRows, whose: Whose, t: Translator, *, page: int = 0) -> Screen:
    """What has no date until something has happened: each with its term in the plan's own words."""
    lines = tuple(
        (line, shorten(dates.open_term(line.occurrence, t), TERM_CHARACTERS) if line.occurrence else "")
        for line in rows.lines
    )
    title = f"<b>{t(TITLES['waiting'])}</b>"
    said = ", ".join(named.value for named in (*whose.positions, *whose.roles))
    shelf = Shelf(f"{title} ({escape(said)})" if said else title, (Section("", lines),), waiting_press(whose), True)
    return render(shelf, page, t)


def waiting_button(count: int, whose: Whose, t: Translator) -> tuple[Button, ...]:
    """Under a list of days: what has no day yet."""
    press = waiting_press(whose)
    label = t.plain("Wait for an event, without a date: {n}", n=count)
    return (Button(label, Press(press.act, (*press.arguments, "0"))),)


def _following(lines: Sequence[Line], last: date | None, today: date, t: Translator) -> list[Section | None]:
    """What comes after a span that holds nothing; and what is due even before it, under its day alone."""
    days = [(_day_of(line, None, today) or date.max, line) for line in lines]
    before = [line for day, line in days if last is not None and day <= last]
    after = [line for day, line in days if last is None or day > last]
    return [*_by_day(before, None, today, t), *_next(_by_day(after, None, today, t), t)]


def _nothing(kind: str, t: Translator, *, one_day: bool) -> str:
    match kind:
        case "overdue":
            return t("Nothing is overdue.")
        case "mine" | "next":
            return t("Nothing is expected of you now.")
        case "control":
            return t("Nothing that others carry out falls in these days.")
        case "today":
            return t("No deadline of yours ends today.")
        case "week":
            return t("No deadline of yours ends this week.")
        case _ if one_day:
            return t("No deadline of yours ends on this day.")
        case _:
            return t("No deadline of yours ends in these days.")


def not_watching(t: Translator) -> Screen:
    """«Контроль» of somebody who does not watch over the campaign."""
    return Screen(
        t("Control is for the chairman and the secretary of the commission that organises the election: /help")
    )


def no_duties(t: Translator) -> Screen:
    """«Мои сроки» of somebody who owes nothing anywhere."""
    return Screen(
        t(
            "You have no deadlines of your own here: you are in no commission and are no candidate. If that is wrong, "
            "ask the chairman for an invitation."
        )
    )


def no_campaign(t: Translator) -> Screen:
    """No election is under way in the bot."""
    return Screen(t("No election is under way here now. You can still write to the hotline."))


def render(shelf: Shelf, page: int, t: Translator) -> Screen:
    """One page of a shelf; a page that does not exist (any more) is the nearest one that does."""
    everything = [(section.heading, line, detail) for section in shelf.sections for line, detail in section.lines]
    pages = max(1, -(-len(everything) // LINES_A_PAGE))
    page = min(max(page, 0), pages - 1)
    shown = everything[page * LINES_A_PAGE : (page + 1) * LINES_A_PAGE]
    names = labelled([line for _, line, _ in shown], t)
    commissions = several_commissions(line for _, line, _ in everything)
    said = [shelf.title]
    if shelf.note and page == 0:
        said.append(shelf.note)
    last_heading = None
    for (heading, _, detail), named in zip(shown, names, strict=True):
        if heading != last_heading:
            titled = last_heading is None and not shelf.note and _says(shelf.title, heading)
            said.append("" if titled else f"\n<b>{heading}</b>")
            last_heading = heading
        said.append(text_of(named, detail, commission=commissions, performers=shelf.performers))
    if pages > 1:
        said.append("\n" + t("Page {page} of {pages}", page=page + 1, pages=pages))
    return Screen("\n".join(said), buttons=(*in_rows(_card_buttons(names)), *_turners(shelf.turn, page, pages, t)))


def _says(title: str, heading: str) -> bool:
    """Whether the title names that day already: «Сегодня: вт, 13 декабря» over «Сегодня, вт, 13 декабря»."""
    bare = str.maketrans("", "", ":,")
    return heading.translate(bare) in title.translate(bare)


def _card_buttons(names: Sequence[Labelled]) -> list[Button]:
    """A button for every item on the page, each item once."""
    seen: dict[Press, Button] = {}
    for named in names:
        button = card_button(named.line, named.label.partition(" (")[0])
        assert button.press is not None
        seen.setdefault(button.press, button)
    return list(seen.values())


def _turners(turn: Press, page: int, pages: int, t: Translator) -> tuple[tuple[Button, ...], ...]:
    row = []
    if page > 0:
        row.append(Button(t.plain("‹ Back"), Press(turn.act, (*turn.arguments, str(page - 1)))))
    if page < pages - 1:
        row.append(Button(t.plain("More ›"), Press(turn.act, (*turn.arguments, str(page + 1)))))
    return (tuple(row),) if row else ()


def _title(kind: str, first: date | None, last: date | None, today: date, t: Translator) -> Markup:
    title = t(TITLES[kind])
    if first is None and last is None:
        return title
    return t("{title}: {span}", title=title, span=dates.span(first, last, today, t))


def _day_of(line: Line, first: date | None, today: date, last: date | None = None) -> date | None:
    """The day a line stands under: its beginning where that lies ahead in the span (or in it, while the end lies
    beyond), or else its end."""
    ends = dates.plus(today, line.days_left) if line.days_left is not None else None
    if line.opens_in is not None:
        begins = dates.plus(today, line.opens_in)
        beyond = last is not None and (ends is None or ends > last)
        if (first is None or begins >= first) and (begins >= today or beyond):
            return begins
    return ends


def _by_day(
    lines: Sequence[Line],
    first: date | None,
    today: date,
    t: Translator,
    *,
    prefix: str = "",
    last: date | None = None,
) -> list[Section | None]:
    days: dict[date | None, list[tuple[Line, str]]] = {}
    for line in lines:
        day = _day_of(line, first, today, last)
        days.setdefault(day, []).append((line, _detail(line, day, today, t)))
    ordered = sorted(days.items(), key=lambda pair: pair[0] or date.max)
    return [Section(prefix + _heading(day, today, t), tuple(found)) for day, found in ordered]


def _next(sections: Sequence[Section | None], t: Translator) -> list[Section | None]:
    """What comes after a span that holds nothing; the first day says so."""
    kept = [section for section in sections if section is not None]
    first = [Section(t("Next: ") + section.heading, section.lines) for section in kept[:1]]
    return [*first, *kept[1:]]


def _heading(day: date | None, today: date, t: Translator) -> str:
    if day is None:
        return t("Without a date")
    said = dates.full_day(day, today, t)
    left = (day - today).days
    if left == 0:
        return t("Today, {day}", day=said)
    if left == 1:
        return t("Tomorrow, {day}", day=said)
    if left > 1:
        return t.plural("{day}, in {n} day", "{day}, in {n} days", left, day=said)
    return t.plural("{day}, {n} day ago", "{day}, {n} days ago", -left, day=said)


def _detail(line: Line, day: date | None, today: date, t: Translator) -> str:
    occurrence = line.occurrence
    if occurrence is None:
        return ""
    if day is not None and occurrence.start == day and occurrence.last_day != day:
        if occurrence.last_day is None:
            return t("from this day")
        return t("from this day {until}", until=dates.until(occurrence, today, t))
    if day is None:
        return shorten(dates.open_term(occurrence, t), TERM_CHARACTERS)
    return dates.short_when(occurrence, today, t)


def _overdue(listed: DutyList, t: Translator) -> Section:
    return Section(
        t("Past, and not marked as done"),
        tuple((line, dates.days_left(line.days_left, t) if line.days_left else "") for line in listed.overdue),
    )


def _running(lines: Sequence[Line], first: date | None, today: date, t: Translator) -> Section:
    """What covers the whole span, which begins on `first`: an end far away, a ban that is in force."""
    ahead = first is not None and first > today
    return Section(
        t("Under way in these days") if ahead else t("Under way"),
        tuple((line, dates.until(line.occurrence, today, t) if line.occurrence else "") for line in lines),
    )


def _undated(listed: DutyList, t: Translator) -> Section:
    def detail(line: DutyLine) -> str:
        if line.occurrence is None:
            return t("no term in the plan")
        return shorten(dates.open_term(line.occurrence, t), TERM_CHARACTERS)

    return Section(t("Without a date"), tuple((line, detail(line)) for line in listed.undated))


def _control(listed: DutyList, today: date, t: Translator, *, prefix: str) -> list[Section | None]:
    return _by_day(listed.control, listed.first, today, t, prefix=prefix)
