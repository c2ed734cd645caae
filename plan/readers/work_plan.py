"""A commission's yearly work plan: directions without a term, and items with months, periods and named people.

Such plans mix tables with running text: an item's term and performers stand in cells, below its text, or beside each
other in two columns made of spaces. What holds in all of them is the numbering («2.25.» in section «2.»), so that is
what the text is cut by.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from plan.errors import DocumentError
from plan.model import Finding, Head, Item, Plan, Severity
from plan.readers import heading
from plan.readers.abbreviations import find_abbreviations
from plan.readers.text import clean, has_field_code, one_line, unwrap, without_field_codes
from plan.readers.zones import ZONE_WHEN_UNKNOWN, zone_of

_TITLE = re.compile(r"^\s*план\s*(?:\n\s*)*работы\b", re.IGNORECASE | re.MULTILINE)
_YEAR = re.compile(r"\bна\s+(?P<year>20\d\d)\s+год\b", re.IGNORECASE)
_SECTION = re.compile(r"\s*(?P<number>\d{1,2})\.(?!\s*\d)\s*(?P<text>.*)")
_ITEM = re.compile(r"\s*(?P<number>\d{1,2}\.\d{1,3})\.?\s+(?P<text>\S.*)")
_MONTH = re.compile(
    r"(январь|февраль|март|апрель|май|июнь|июль|август|сентябрь|октябрь|ноябрь|декабрь)\s*", re.IGNORECASE
)
_PERSON = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?\s+[А-ЯЁ]\.\s?[А-ЯЁ]\."
_PERFORMERS = re.compile(
    rf"\s*(?:{_PERSON}|(?:члены|аппарат|председатели|рабочая\s+группа|юридический\s+отдел)\b(?!.*[^А-ЯЁ]\.\s*$))"
)
_TERM = re.compile(
    r"\s*(?:в\s+соответствии\s+с|весь\s+период|по\s+мере|еже(?:квартально|месячно|годно"
    r"|недельно))",
    re.IGNORECASE,
)
_TWO_COLUMNS = re.compile(r"(?<=\S)\s{5,}(?=\S)")


@dataclass(slots=True)
class _Draft:
    number: str
    section: str
    month: str
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
    year = _YEAR.search(title)
    commission = heading.commission_of(before)
    zone = zone or zone_of(f"{commission}\n{title}")
    noticed = [*_noticed(drafts)]
    if zone is None:
        zone = ZONE_WHEN_UNKNOWN
        message = f"Регион в документе не назван; принят часовой пояс {zone}."
        noticed.insert(0, Finding(None, "zone-assumed", Severity.WARNING, message))
    head = Head(
        title=title,
        commission=commission,
        zone=zone,
        decision=heading.decision_of(before),
        conventions={"plan_year": year["year"]} if year is not None else {},
        abbreviations=find_abbreviations([before, *("\n".join(_all_lines(draft)) for draft in drafts)]),
        kind="work",
    )
    return Plan(head, items, tuple(noticed))


def _cut(text: str) -> tuple[str, list[_Draft]]:
    """The text before the first section, and the items with their sections and month headings."""
    before: list[str] = []
    drafts: list[_Draft] = []
    sections: dict[str, list[str]] = {}
    section, month = "", ""
    in_heading = False
    for line in text.split("\n"):
        cell, content = line.startswith("\t"), line.lstrip("\t")
        item, opened = _ITEM.fullmatch(content), _SECTION.fullmatch(content)
        if item is not None and item["number"].startswith(f"{section}."):
            draft = _Draft(item["number"], section, month, [item["text"]])
            drafts.append(draft)
            in_heading = False
        elif opened is not None and int(opened["number"]) == int(section or 0) + 1:
            section, month, in_heading = opened["number"], "", True
            sections[section] = [opened["text"]]
        elif in_heading:
            sections[section].append(content)
        elif not drafts:
            before.append(line)
        elif not cell and (named := _MONTH.fullmatch(line)) is not None:
            month = named[1].lower()
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


def _item(draft: _Draft) -> Item:
    cells = ["\n".join(lines) for lines in draft.cells]
    while cells and not cells[-1].strip():
        cells.pop()
    if cells:
        activity = "\n".join(draft.text)
        term, performers = ("", cells[0]) if len(cells) == 1 else (cells[0], cells[-1])
    else:
        activity, term, performers = _from_running_text(draft.text)
    return Item(
        number=draft.number,
        section=draft.section,
        activity=unwrap(without_field_codes(activity)),
        law="",
        term=one_line(term) or draft.month,
        printed=(),
        performers=one_line(performers),
    )


def _from_running_text(lines: list[str]) -> tuple[str, str, str]:
    """Activity, term and performers of an item without cells: the last lines are the term and the people.

    Term and people may share lines, parted by a run of spaces: «в соответствии с      Иванова О.В.».
    """
    lines = [line for line in lines if line.strip()]
    start = next(
        (at for at, line in enumerate(lines) if at and (_TERM.match(line) or _PERFORMERS.match(line))), len(lines)
    )
    terms: list[str] = []
    people: list[str] = []
    for line in lines[start:]:
        left, *right = _TWO_COLUMNS.split(line.strip())
        if right:
            terms.append(left)
            people.extend(right)
        elif _PERFORMERS.match(left):
            people.append(left)
        else:
            terms.append(left)
    return "\n".join(lines[:start]), " ".join(terms), " ".join(people)


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
