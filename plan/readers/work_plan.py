"""A commission's yearly work plan: directions without a term, and items with months, periods and named people.

Such plans mix tables with running text: an item's term and performers stand in cells, below its text, or beside each
other in two columns made of spaces. What holds in all of them is the numbering («2.25.» in section «2.»), so that is
what the text is cut by.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from plan.conventions import PLAN_YEAR
from plan.errors import DocumentError
from plan.model import Finding, Head, Item, Plan, Severity
from plan.readers import heading
from plan.readers.abbreviations import find_abbreviations
from plan.readers.period_headings import period_heading, year_unknown
from plan.readers.text import clean, has_field_code, one_line, unwrap, without_field_codes
from plan.readers.zones import ZONE_WHEN_UNKNOWN, zone_of
from plan.staff import PERSON
from plan.term import parse

_TITLE = re.compile(r"^\s*план\s*(?:\n\s*)*работы\b", re.IGNORECASE | re.MULTILINE)
_SECTION = re.compile(r"\s*(?P<number>\d{1,2})\.(?!\s*\d)\s*(?P<text>.*)")
_ITEM = re.compile(r"\s*(?P<number>\d{1,2}\.\d{1,3})\.?\s+(?P<text>\S.*)")
_GROUPS = (
    r"(?:члены|аппарат|председател[ьи]|заместител[ьи]|секретар[ьи]|системн\w+\s+администратор\w*|рабоч(?:ая|ие)\s+групп\w"
    r"|ответственн\w+|бухгалтер\w*|(?:\w+-)?\w+\s+отдел|отдел|информационный\s+центр|сектор|[ТУО]ИК)\b"
)
_PERFORMERS = re.compile(rf"\s*(?:(?:{PERSON.pattern})|(?i:{_GROUPS})(?!.*[^А-ЯЁ]\.\s*$))")
_UNFINISHED = re.compile(
    r"(?:[,(:–—-]|\b(?:по состоянию|на|до|по|с|со|в|во|за|и|от|о|об|к|не позднее))\s*$", re.IGNORECASE
)
"""The end of a line whose sentence goes on below."""
_TWO_COLUMNS = re.compile(r"(?<=\S)\s{5,}(?=\S)")


@dataclass(slots=True)
class _Draft:
    number: str
    section: str
    period: str  # of the heading above it
    text: list[str] = field(default_factory=list)
    cells: list[list[str]] = field(default_factory=list)


def is_work_plan(text: str) -> bool:
    """Whether the text calls itself a plan of a commission's work and is numbered like one."""
    return _TITLE.search(text) is not None and any(_ITEM.fullmatch(line) for line in text.split("\n"))


def read_work_plan(text: str, name: str, zone: str | None = None) -> Plan:
    """The work plan that the text holds. Raises DocumentError when no item is found in it."""
    before, drafts = _cut(text)
    if not drafts:
        raise DocumentError(f"{name}: в плане работы нет пунктов; ожидались номера вида «2.5.» в разделах «2.».")
    items = tuple(_item(draft) for draft in drafts)
    title = heading.title_of(before)
    year = heading.work_year_of(title)
    commission = heading.commission_of(before)
    zone = zone or zone_of(f"{commission}\n{title}") or zone_of(before)
    noticed = [*_noticed(drafts)]
    if not year:
        noticed.insert(0, year_unknown())
    if zone is None:
        zone = ZONE_WHEN_UNKNOWN
        message = f"Регион в документе не назван; принят часовой пояс {zone}. Укажите zone, если время другое."
        noticed.insert(0, Finding(None, "zone-assumed", Severity.WARNING, message))
    head = Head(
        title=title,
        commission=commission,
        zone=zone,
        decision=heading.decision_of(before),
        conventions={PLAN_YEAR: year} if year else {},
        abbreviations=find_abbreviations([before, *("\n".join(_all_lines(draft)) for draft in drafts)]),
        kind="work",
    )
    return Plan(head, items, tuple(noticed))


def _cut(text: str) -> tuple[str, list[_Draft]]:
    """The text before the first section, and the items with their sections and the headings of periods."""
    before: list[str] = []
    drafts: list[_Draft] = []
    sections: dict[str, list[str]] = {}
    section, period = "", ""
    in_heading = False
    lines = text.split("\n")
    for place, line in enumerate(lines):
        cell, content = line.startswith("\t"), line.lstrip("\t")
        item, opened = _ITEM.fullmatch(content), _SECTION.fullmatch(content)
        if item is not None and item["number"].startswith(f"{section}."):
            draft = _Draft(item["number"], section, period, [item["text"]])
            drafts.append(draft)
            in_heading = False
        elif opened is not None and int(opened["number"]) == int(section or 0) + 1:
            section, period, in_heading = opened["number"], "", True
            sections[section] = [opened["text"]]
        elif section and (named := _heading_above(lines, place)):
            period = named
        elif in_heading:
            sections[section].append(content)
        elif not drafts:
            before.append(line)
        elif cell:
            drafts[-1].cells.append([content])
        elif drafts[-1].cells:
            drafts[-1].cells[-1].append(content)
        else:
            drafts[-1].text.append(content)
    titles = {number: f"{number}. {one_line(' '.join(lines))}" for number, lines in sections.items()}
    for draft in drafts:
        draft.section = titles[draft.section]
    return "\n".join(before), drafts


def _heading_above(lines: list[str], place: int) -> str:
    """The period that the line names, where it stands alone above an item; "" for any other line.

    A cell's own second line («февраль – март,» and below it «июль – август») has a cell after it.
    """
    line = lines[place].strip()
    if not line or line[:1].islower() or _ITEM.fullmatch(line):
        return ""
    after = next((following for following in lines[place + 1 :] if following.strip()), "")
    return period_heading(line) if _ITEM.fullmatch(after.lstrip("\t")) else ""


def _item(draft: _Draft) -> Item:
    cells = ["\n".join(lines) for lines in draft.cells]
    while cells and not cells[-1].strip():
        cells.pop()
    if cells:
        activity = "\n".join(draft.text)
        if len(cells) == 1:
            term, performers = (cells[0], "") if _is_term(cells[0]) else ("", cells[0])
        else:
            term, performers = cells[:2]  # what follows is a mark of what was done
    else:
        activity, term, performers = _from_running_text(draft.text)
    return Item(
        number=draft.number,
        section=draft.section,
        activity=unwrap(without_field_codes(activity)),
        law="",
        term=one_line(term) or draft.period,
        printed=(),
        performers=one_line(performers),
    )


def _is_term(text: str) -> bool:
    term = parse(one_line(text))
    return bool(term.parts) and term.understood


def _from_running_text(lines: list[str]) -> tuple[str, str, str]:
    """Activity, term and performers of an item without cells: the last lines are the term and the people.

    Term and people may share lines, parted by a run of spaces: «в соответствии с      Иванова О.В.».
    """
    lines = [line for line in lines if line.strip()]
    lines[:1] = _parted(lines[0])
    for start in range(1, len(lines)):
        if _UNFINISHED.search(lines[start - 1]):
            continue
        terms: list[str] = []
        people: list[str] = []
        for line in lines[start:]:
            left, *right = _TWO_COLUMNS.split(line.strip())
            if right:
                terms.append(left)
                people.extend(right)
            elif _PERFORMERS.match(left) or (people and people[-1].endswith(",")):
                people.append(left)
            else:
                terms.append(left)
        term = " ".join(terms)
        if not term or _is_term(term):
            return "\n".join(lines[:start]), term, _listed(people)
    return "\n".join(lines), "", ""


def _parted(line: str) -> list[str]:
    """The first line of an item, and below it the term and the people that share it in columns made of spaces."""
    text, *columns = _TWO_COLUMNS.split(line.strip())
    shares = bool(columns) and (_is_term(columns[0]) or _PERFORMERS.match(columns[0])) and not _UNFINISHED.search(text)
    return [text, (" " * 5).join(columns)] if shares else [line]


def _listed(people: list[str]) -> str:
    """The lines of people as one: each line that begins with somebody is another member of the list."""
    said = ""
    for line in people:
        apart = said and not said.endswith(",") and _PERFORMERS.match(line)
        said += (", " if apart else " " if said else "") + line
    return said


def _noticed(drafts: list[_Draft]) -> list[Finding]:
    return [
        Finding(
            draft.number,
            "field-code",
            Severity.WARNING,
            "В тексте остался код поля Word («HYPERLINK …»).",
        )
        for draft in drafts
        if has_field_code(clean("\n".join(_all_lines(draft))))
    ]


def _all_lines(draft: _Draft) -> list[str]:
    return [*draft.text, *(line for cell in draft.cells for line in cell)]
