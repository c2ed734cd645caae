"""The sheets beside the table in a workbook of the project's own (`plan.writers.workbook`): the whole head, and more.

A workbook is the project's own when one of its sheets begins with the words «Сведения о плане». What is read there is
as strict as YAML: a slip of the hand is refused with the sheet and the row it stands in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from plan.errors import DocumentError, PlanFileError
from plan.events import EVENTS
from plan.model import Finding, Head, Override, Plan
from plan.readers.blocks import Block, Table
from plan.readers.text import one_line
from plan.yaml_fields import Fields
from plan.yaml_file import FINDING_KEYS, HEAD_KEYS, OVERRIDE_KEYS, load_finding, load_head, load_override
from plan.yaml_nodes import MappingNode, Node, Scalar

ABOUT = "Сведения о плане"
"""The first cell of the sheet «О плане». Then a line a row: what it is called, its value, and words for people."""
EVENTS_HEADING = "События"
CONVENTIONS_HEADING = "Правила счёта"
ABBREVIATIONS_HEADING = "Сокращения"
DECISIONS = "Решения о датах"
NOTICED = "Замечено при чтении документа"
BY_DEFAULT = "по умолчанию"
"""Beside a convention that the plan does not set itself."""

LABELS = {
    "title": "Название",
    "kind": "Вид плана",
    "commission": "Комиссия",
    "number": "Номер решения",
    "date": "Дата решения",
    "zone": "Часовой пояс",
    "voting_day": "День голосования",
    "first_voting_day": "Первый день голосования",
}
KINDS = {"calendar": "календарный план", "work": "план работы"}
DECISION_LABELS = {
    "item": "Пункт",
    "part": "Часть",
    "side": "Край",
    "choice": "Принято",
    "date": "Принятая дата",
    "time": "Час",
    "printed": "В документе",
    "computed": "По формулировке",
    "reason": "Почему",
    "who": "Кто решил",
    "when": "Когда",
}
SIDES = {"start": "начало", "end": "окончание"}
CHOICES = {"printed": "дата документа", "computed": "дата по формулировке", "other": "другая дата"}
NOTICED_LABELS = {
    "item": "Пункт",
    "severity": "Важность",
    "code": "Код",
    "what": "Замечание",
    "why": "Почему важно",
    "advice": "Как исправить",
}
SEVERITIES = {"error": "ошибка", "warning": "предупреждение", "info": "к сведению"}

_MOMENT = re.compile(r"(\d\d)\.(\d\d)\.(\d{4}) (\d\d:\d\d)")


@dataclass(frozen=True, slots=True)
class About:
    """What the sheets beside the table hold."""

    head: Head
    overrides: tuple[Override, ...]
    noticed: tuple[Finding, ...]


def read_about(blocks: Sequence[Block], name: str) -> About | None:
    """What the workbook says beside its table; None for another program's. Raises DocumentError."""
    sheets = {_first(block): block for block in blocks if isinstance(block, Table)}
    about = sheets.get(ABOUT)
    if about is None:
        return None
    try:
        return About(
            load_head(_head_fields(about, f"{name}, лист «О плане»")),
            tuple(
                load_override(fields)
                for fields in _records(
                    sheets.get(DECISIONS), DECISION_LABELS, OVERRIDE_KEYS, name, {"side": SIDES, "choice": CHOICES}
                )
            ),
            tuple(
                load_finding(fields)
                for fields in _records(
                    sheets.get(NOTICED), NOTICED_LABELS, FINDING_KEYS, name, {"severity": SEVERITIES}
                )
            ),
        )
    except PlanFileError as error:
        raise DocumentError(str(error)) from error


def with_about(plan: Plan, about: About) -> Plan:
    """The table's plan under its own head. What was noticed earlier is kept, what is new is added."""
    known = {(one.item, one.code) for one in about.noticed}
    new = (one for one in plan.noticed if (one.item, one.code) not in known)
    return replace(plan, head=about.head, overrides=about.overrides, noticed=(*about.noticed, *new))


def _first(table: Table) -> str:
    return next((one_line(cell.text) for row in table.rows for cell in row if cell.text.strip()), "")


def _rows(table: Table) -> Iterator[tuple[int, list[str]]]:
    """The sheet's rows with their numbers, as Excel counts them."""
    for place, row in enumerate(table.rows, 1):
        yield place, [cell.text for cell in row]


def _head_fields(table: Table, name: str) -> Fields:
    keys = {label: key for key, label in LABELS.items()}
    sections: dict[str, list[tuple[Scalar, Node]]] = {"events": [], "conventions": [], "abbreviations": []}
    headings = {EVENTS_HEADING: "events", CONVENTIONS_HEADING: "conventions", ABBREVIATIONS_HEADING: "abbreviations"}
    event_keys = {event.nominative: event.key for event in EVENTS}
    fields: list[tuple[Scalar, Node]] = []
    decision: list[tuple[Scalar, Node]] = []
    section = ""
    for place, (label, value, *rest) in ((place, [*cells, "", ""]) for place, cells in _rows(table)):
        label = label.strip()
        key = one_line(rest[0])
        if not label or place == 1:
            continue
        if label in headings:
            section = headings[label]
        elif section == "events":
            sections[section].append((Scalar(key or event_keys.get(label, label), place, False), _moment(value, place)))
        elif section == "conventions":
            if BY_DEFAULT not in rest[1:2]:
                sections[section].append((Scalar(key or label, place, False), Scalar(value, place, False)))
        elif section == "abbreviations":
            sections[section].append((Scalar(label, place, False), Scalar(value, place, False)))
        elif not value.strip():
            continue
        elif keys.get(label) in ("number", "date"):
            decision.append((Scalar(keys[label], place, False), Scalar(value, place, False)))
        else:
            value = _code(value, KINDS) if keys.get(label) == "kind" else value
            fields.append((Scalar(keys.get(label, label), place, False), Scalar(value, place, False)))
    if decision:
        fields.append(
            (Scalar("decision", decision[0][0].line, False), MappingNode(tuple(decision), decision[0][0].line))
        )
    for key, pairs in sections.items():
        if pairs:
            fields.append((Scalar(key, pairs[0][0].line, False), MappingNode(tuple(pairs), pairs[0][0].line)))
    return Fields(MappingNode(tuple(fields), 1), name, HEAD_KEYS)


def _records(
    table: Table | None,
    labels: dict[str, str],
    known: Sequence[str],
    name: str,
    words: dict[str, dict[str, str]],
) -> Iterator[Fields]:
    """The rows of a sheet below the one that names its columns, each as a mapping of fields."""
    if table is None:
        return
    keys = {label: key for key, label in labels.items()}
    header: list[str] = []
    for place, cells in _rows(table):
        if place == 1 or not any(cell.strip() for cell in cells):
            continue
        if not header:
            header = [keys.get(one_line(cell), one_line(cell)) for cell in cells]
            continue
        pairs: list[tuple[Scalar, Node]] = [
            (Scalar(key, place, False), Scalar(_code(text, words[key]) if key in words else text, place, False))
            for key, text in zip(header, cells, strict=False)
            if text.strip()
        ]
        yield Fields(MappingNode(tuple(pairs), place), f"{name}, лист «{_first(table)}»", known)


def _code(text: str, words: dict[str, str]) -> str:
    return next((code for code, word in words.items() if word == one_line(text).lower()), text)


def _moment(text: str, place: int) -> Scalar:
    match = _MOMENT.fullmatch(text.strip())
    return Scalar(text if match is None else f"{match[3]}-{match[2]}-{match[1]}T{match[4]}", place, False)
