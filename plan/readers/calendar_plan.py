"""A document's table read into a calendar plan: items with their sections, laws, terms and performers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from plan.conventions import PLAN_YEAR
from plan.law import has_unclosed_bracket, split_activity
from plan.model import Finding, Head, Item, Plan, Severity
from plan.readers import heading
from plan.readers.abbreviations import find_abbreviations
from plan.readers.columns import Column, columns_of, has_term, is_column_count, is_header
from plan.readers.errors import IncompleteTable
from plan.readers.numbering import PrintedNumber, read_number
from plan.readers.period_headings import period_heading, year_unknown
from plan.readers.printed_days import DATE_PATTERN, find_days, first_day_in
from plan.readers.sections import heading_of, headings_with_parts
from plan.readers.source import SourceDocument, SourceRow
from plan.readers.text import clean, has_field_code, one_line, unwrap, without_field_codes
from plan.readers.voting_days import Claim, claim_of_rows, claims_of_heading, require_one_vote
from plan.readers.zones import ZONE_WHEN_UNKNOWN, zone_of
from plan.term.printed import split_cell

_TRAILING_SPACES = re.compile(r"[ \t\u00a0]{20,}(?=\n|$)")
_ONLY_A_DATE = re.compile(rf"(?:не позднее )?\s*(?P<date>{DATE_PATTERN})\s*(?:г\.?|года)?", re.IGNORECASE)
_DECIDED = re.compile(
    r"\b(?:приняти|издани|подписани)\w+\s+(?:\w+\s+){0,3}?решени\w+\s+о\s+назначении\b", re.IGNORECASE
)
_PUBLISHED = re.compile(
    r"\b(?:опубликовани|публикаци|обнародовани)\w+\s+(?:[\w()]+\s+){0,3}?решени\w+\s+о\s+назначении\b", re.IGNORECASE
)
_THE_VOTE = re.compile(r"(?:проведение\s+)?голосовани[ея]\b(?!\s+вне)", re.IGNORECASE)
_ON_VOTING_DAY = re.compile(r"в\s+д(?:ень|ни)\s+голосования\b", re.IGNORECASE)
_LETTER = re.compile(r"([а-яё])[.)]", re.IGNORECASE)
_LONGEST_VOTING = 7
"""Days: a longer stretch that ends on the voting day is not the vote itself."""


@dataclass(slots=True)
class _Draft:
    """An item while rows that continue it may still come."""

    number: str
    section: str
    place: int
    period: str = ""  # of the heading above it, in a work plan
    cells: dict[Column, list[str]] = field(default_factory=dict)

    def add(self, texts: Mapping[Column, str]) -> None:
        for column, text in texts.items():
            if text.strip():
                self.cells.setdefault(column, []).append(text)

    def text(self, column: Column) -> str:
        return "\n".join(self.cells.get(column, ()))


@dataclass(slots=True)
class _Notes:
    """What was noticed in the source and is not seen any more in the items read from it.

    Why it matters and what to do is the same for every finding of a code: the checks' catalogue says it.
    """

    findings: list[Finding] = field(default_factory=list)

    def add(self, item: str | None, code: str, message: str, severity: Severity = Severity.WARNING) -> None:
        self.findings.append(Finding(item, code, severity, message))


def read_calendar_plan(document: SourceDocument, zone: str | None = None) -> Plan:
    """The plan that the document holds. `zone` overrides the zone of the region that it names.

    Raises IncompleteTable when the table lacks a column or holds no items, ContradictoryVotingDays.
    """
    _require_columns(document)
    notes = _Notes()
    drafts = _read_rows(document, notes)
    if not drafts:
        raise IncompleteTable(
            f"{document.name}: в таблице со столбцами «{'», «'.join(document.header)}» нет ни одного пункта; "
            "ожидались строки с номером, мероприятием и сроком."
        )
    items = tuple(_item(draft, notes) for draft in drafts)
    require_one_vote(document.name, _claims(document, items))
    head = _head(document, drafts, zone, notes)
    places = {item.number: place for place, item in enumerate(items)}
    noticed = sorted(notes.findings, key=lambda finding: places.get(finding.item or "", -1))
    return Plan(head, items, tuple(noticed))


def _claims(document: SourceDocument, items: tuple[Item, ...]) -> list[Claim]:
    row = claim_of_rows((item.number, item.activity, " ".join((item.term, *item.printed))) for item in items)
    return [*claims_of_heading(document.before), *([] if row is None else [row])]


def _require_columns(document: SourceDocument) -> None:
    found = columns_of(document.header)
    missing = [column for column in (Column.ACTIVITY, Column.PERFORMERS) if column not in found]
    if not has_term(found):
        missing.append(Column.TERM)
    if missing:
        raise IncompleteTable(
            f"{document.name}: в таблице столбцов — {len(document.header)}: «{'», «'.join(document.header)}»; "
            f"не найден столбец «{'», «'.join(column.value for column in missing)}»; "
            "ожидались «№ п/п», «Содержание мероприятия», «Срок исполнения», «Исполнители»."
        )


def _read_rows(document: SourceDocument, notes: _Notes) -> list[_Draft]:
    columns = columns_of(document.header)
    numbered = _has_numbers(document.rows, columns.get(Column.NUMBER))
    drafts: list[_Draft] = []
    works = heading.work_year_of(heading.title_of(document.before)) is not None
    section = period = ""
    for row in document.rows:
        if len(row.cells) == 1:
            named = period_heading(row.cells[0]) if works else ""
            section, period = (section, named) if named else (one_line(row.cells[0]) or section, "")
            continue
        if is_header(row.cells) or is_column_count(row.cells) or not any(cell.strip() for cell in row.cells):
            continue
        texts = {column: row.cells[place] for column, place in columns.items() if place < len(row.cells)}
        words = heading_of(texts, is_first=not drafts) if numbered else ""
        if words:
            section, period = words, ""
            continue
        number = _number_of(texts, drafts, numbered=numbered)
        if number is None:
            _continue_item(drafts, texts, row, notes)
            _take_footnotes(drafts[-1:], row, notes)
            continue
        own_section = one_line(texts[Column.SECTION]) if Column.SECTION in texts else section
        draft = _Draft(number.number, own_section, row.place, period)
        draft.add(texts)
        drafts.append(draft)
        _take_footnotes([draft], row, notes)
        if number.stray:
            printed = one_line(texts[Column.NUMBER])
            message = f"В ячейке номера стоит «{printed}»: лишнее «{number.stray}»."
            notes.add(number.number, "stray-text", message)
    _take_headings(drafts)
    if drafts and not numbered:
        message = "В документе нет номеров пунктов; они даны по порядку строк."
        notes.add(None, "numbers-assumed", message, Severity.INFO)
    return drafts


def _take_headings(drafts: list[_Draft]) -> None:
    """Make sections of numbered headings («1. Назначение выборов» above «1.1») among the items."""
    headings = headings_with_parts(
        [draft.number for draft in drafts],
        [bool(draft.text(Column.TERM) or draft.text(Column.PERFORMERS)) for draft in drafts],
    )
    section = ""
    for at, draft in enumerate(drafts):
        if at in headings:
            section = f"{draft.number}. {one_line(draft.text(Column.ACTIVITY))}"
        elif section:
            draft.section = section
    drafts[:] = [draft for at, draft in enumerate(drafts) if at not in headings]


def _has_numbers(rows: tuple[SourceRow, ...], column: int | None) -> bool:
    """Whether any row bears a number: lists numbered by the word processor lose theirs in a dump."""
    return column is not None and any(read_number(row.cells[column]) for row in rows if len(row.cells) > column)


def _number_of(texts: Mapping[Column, str], drafts: list[_Draft], *, numbered: bool) -> PrintedNumber | None:
    """The row's number; None for a row that goes on with the item above.

    A letter («а)») makes a number with that of the item above it: «5а».
    """
    if not numbered:
        return PrintedNumber(str(len(drafts) + 1), "") if texts.get(Column.ACTIVITY, "").strip() else None
    cell = one_line(texts.get(Column.NUMBER, ""))
    letter = _LETTER.fullmatch(cell)
    if letter is not None and drafts:
        return PrintedNumber(re.sub("[а-я]$", "", drafts[-1].number) + letter[1].lower(), "")
    return read_number(cell)


def _continue_item(drafts: list[_Draft], texts: Mapping[Column, str], row: SourceRow, notes: _Notes) -> None:
    """A row with no number belongs to the item above it: a page's end, or a part with a term of its own."""
    if not drafts:
        words = one_line(" ".join(texts.values()))[:80]
        notes.add(None, "row-without-item", f"Строка {row.place} («{words}») стоит до первого пункта и не прочитана.")
        return
    drafts[-1].add(texts)
    if row.goes_on:
        return
    notes.add(
        drafts[-1].number,
        "continued-row",
        f"Строка {row.place} без номера прочитана как продолжение пункта {drafts[-1].number}.",
        Severity.INFO,
    )


def _take_footnotes(drafts: list[_Draft], row: SourceRow, notes: _Notes) -> None:
    """A footnote may change what its cell says: a person is told to read it."""
    for draft in drafts:
        for text in row.notes:
            notes.add(draft.number, "footnote", f"К пункту дана сноска: «{one_line(text)}».", Severity.INFO)


def _item(draft: _Draft, notes: _Notes) -> Item:
    number = draft.number
    for column, text in ((column, draft.text(column)) for column in draft.cells):
        longest = max((len(match[0]) for match in _TRAILING_SPACES.finditer(text)), default=0)
        if longest:
            notes.add(
                number,
                "trailing-spaces",
                f"В ячейке «{column.value}» {longest} пробелов подряд в конце строки.",
                Severity.INFO,
            )
        if has_field_code(text):
            notes.add(number, "field-code", f"В ячейке «{column.value}» остался код поля Word («HYPERLINK …»).")
    split = split_activity(unwrap(without_field_codes(draft.text(Column.ACTIVITY))))
    if split.unclosed and not has_unclosed_bracket(split.law):
        notes.add(number, "unclosed-bracket", "Скобка перед ссылкой на закон открыта и не закрыта.")
    wording, printed = split_cell(clean(without_field_codes(draft.text(Column.TERM))))
    dates = tuple(line for line in unwrap(draft.text(Column.PRINTED)).split("\n") if line)
    window = _window(draft)
    if window:
        dates = (*dates, window)
    if not wording and dates:
        wording, dates = split_cell("\n".join(dates))  # the date is all that the document says
    laws = [text for text in (split.law, one_line(draft.text(Column.LAW))) if text]
    return Item(
        number=number,
        section=draft.section,
        activity=split.activity,
        law="; ".join(laws),
        term=wording or draft.period,
        printed=(*printed, *dates),
        performers=unwrap(draft.text(Column.PERFORMERS)),
    )


def _window(draft: _Draft) -> str:
    """What two columns say of the term's ends: «с 10.03.2023 по 12.03.2023»."""
    begins, ends = (one_line(draft.text(column)).strip(" -–—") for column in (Column.BEGINS, Column.ENDS))
    if begins[:1].isdigit() and ends[:1].isdigit():
        return begins if begins == ends else f"с {begins} по {ends}"
    begins = f"с {begins}" if begins[:1].isdigit() else begins
    ends = f"не позднее {ends}" if ends[:1].isdigit() else ends
    return " ".join(text for text in (begins, ends) if text)


def _head(document: SourceDocument, drafts: list[_Draft], zone: str | None, notes: _Notes) -> Head:
    title = heading.title_of(document.before)
    commission = heading.commission_of(document.before)
    days = heading.voting_days_of(title, document.before)
    voting_day = None if days is None else days[1]
    first_voting_day = None if days is None else days[0]
    if voting_day is not None and first_voting_day == voting_day:
        first_voting_day = _first_voting_day(drafts, voting_day) or voting_day
    if zone is None:
        zone = zone_of(f"{commission}\n{title}") or zone_of(document.before)
    if zone is None:
        zone = ZONE_WHEN_UNKNOWN
        notes.add(
            None,
            "zone-assumed",
            f"Регион в документе не назван; принят часовой пояс {zone}.",
        )
    year = heading.work_year_of(title)
    if year == "":
        notes.findings.append(year_unknown())
    texts = (document.before, *(draft.text(column) for draft in drafts for column in draft.cells))
    return Head(
        title=title,
        commission=commission,
        zone=zone,
        decision=heading.decision_of(document.before),
        voting_day=voting_day,
        first_voting_day=first_voting_day,
        events=_events(document, drafts),
        conventions={PLAN_YEAR: year} if year else {},
        abbreviations=find_abbreviations(texts),
        kind="calendar" if year is None else "work",
    )


def _first_voting_day(drafts: list[_Draft], voting_day: date) -> date | None:
    """The first voting day, from the row of the vote itself («с 10.03.2023 по 12.03.2023») or one of its time."""
    rows = [
        (one_line(draft.text(Column.ACTIVITY)), one_line(f"{draft.text(Column.TERM)} {draft.text(Column.PRINTED)}"))
        for draft in drafts
    ]
    of_the_vote = [term for activity, term in rows if _THE_VOTE.match(activity)]
    of_its_time = [term for _, term in rows if _ON_VOTING_DAY.match(term)]
    for term in (*of_the_vote, *of_its_time):
        days = list(find_days(term))
        first = min((found.first for found in days), default=voting_day)
        last = max((found.last for found in days), default=voting_day)
        if last == voting_day and 0 < (voting_day - first).days < _LONGEST_VOTING:
            return first
    return None


def _events(document: SourceDocument, drafts: list[_Draft]) -> dict[str, date | datetime]:
    """The days on which the election was called and the call published, where rows state them as facts."""
    events: dict[str, date | datetime] = {}
    for draft in drafts:
        activity = one_line(draft.text(Column.ACTIVITY))
        for key, pattern in (("decided", _DECIDED), ("published", _PUBLISHED)):
            stated = _ONLY_A_DATE.fullmatch(one_line(draft.text(Column.TERM)))
            if key in events or stated is None or not pattern.search(activity):
                continue
            day = first_day_in(stated["date"])
            if day is not None:
                events[key] = day
    stated_in_heading = {
        "decided": heading.called_on(document.before),
        "published": heading.published_on(document.before),
    }
    return {key: day for key, day in stated_in_heading.items() if day is not None} | events
