"""A plan as a YAML file that people read and edit: `data/plans/<campaign>.yaml`.

`load(dump(plan)) == plan`. Loading is strict: a slip of the hand in a file of legal deadlines (an unknown field, a
date that does not exist, a number given twice) is refused with the line it stands in, never repaired by guessing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime

import yaml

from plan.days import impossible_dates
from plan.errors import PlanFileError
from plan.model import Choice, Decision, Finding, Head, Item, Override, Plan, Severity
from plan.yaml_fields import Fields
from plan.yaml_nodes import MappingNode, is_bare_null, is_bare_value, parse_yaml

_HEADER = """\
# Календарный план. Срок считается из формулировки (term); printed — даты, напечатанные в документе рядом с ней.
# Проверить файл: python -m bot plan check <файл>
"""
_LONGEST_LINE = 100
_LONGEST_PLAIN = 80
"""Longer texts are folded blocks, which may hold any mark and break between any words."""
HEAD_KEYS = (
    *("title", "kind", "commission", "decision", "zone", "voting_day", "first_voting_day", "events"),
    *("conventions", "abbreviations", "overrides", "noticed", "items"),
)
_ITEM_KEYS = ("number", "section", "activity", "law", "term", "printed", "performers")
OVERRIDE_KEYS = (*("item", "part", "side", "choice", "date", "time", "printed", "computed", "reason", "who", "when"),)
FINDING_KEYS = ("item", "code", "severity", "what", "why", "advice", "message")
_KINDS = ("calendar", "work")


def load(text: str, name: str = "план") -> Plan:
    """The plan that the text holds; `name` is the file's name for messages. Raises PlanFileError."""
    node = parse_yaml(text, name)
    if node is None:
        raise PlanFileError(f"{name}: файл пуст; ожидался план: title, zone, voting_day и items.")
    if not isinstance(node, MappingNode):
        raise PlanFileError(
            f"{name}, строка {node.line}: ожидались поля плана (title, zone, items …), а найден список или текст."
        )
    fields = Fields(node, name, HEAD_KEYS)
    head = load_head(fields)
    items = tuple(_load_item(member) for member in fields.mappings("items", _ITEM_KEYS, required=True))
    _check_numbers(fields, items)
    noticed = tuple(load_finding(member) for member in fields.mappings("noticed", FINDING_KEYS))
    overrides = tuple(load_override(member) for member in fields.mappings("overrides", OVERRIDE_KEYS))
    return Plan(head, items, noticed, overrides)


def load_head(fields: Fields) -> Head:
    """The head among the fields of the file. Raises PlanFileError."""
    decision = fields.mapping("decision", ("number", "date"))
    head = Head(
        title=fields.text("title", required=True),
        commission=fields.text("commission"),
        zone=fields.zone("zone"),
        decision=None if decision is None else _load_decision(decision),
        voting_day=fields.day("voting_day"),
        first_voting_day=fields.day("first_voting_day"),
        events=fields.events("events"),
        conventions=fields.conventions("conventions"),
        abbreviations=fields.texts("abbreviations"),
        kind=fields.one_of("kind", _KINDS, default="calendar"),
    )
    first, last = head.first_voting_day, head.voting_day
    if first is not None and last is not None and first > last:
        raise fields.problem(
            "first_voting_day",
            f"первый день голосования {first:%d.%m.%Y} позже последнего {last:%d.%m.%Y}",
            "исправьте один из них",
        )
    if first is not None and last is None:
        raise fields.problem("first_voting_day", "указан только первый день голосования", "добавьте voting_day")
    return head


def _load_decision(fields: Fields) -> Decision:
    day = fields.day("date")
    if day is None:
        raise fields.problem("date", "у решения нет даты", "добавьте date: ГГГГ-ММ-ДД")
    return Decision(fields.text("number", required=True), day)


def _load_item(fields: Fields) -> Item:
    item = Item(
        number=fields.number("number"),
        section=fields.text("section"),
        activity=fields.text("activity", required=True),
        law=fields.text("law"),
        term=fields.text("term"),
        printed=fields.members("printed"),
        performers=fields.text("performers"),
    )
    for key, text in (("term", item.term), ("printed", "\n".join(item.printed))):
        for impossible in impossible_dates(text):
            raise fields.problem(key, f"даты {impossible} нет в календаре", "исправьте день или месяц")
    return item


def load_finding(fields: Fields) -> Finding:
    """A finding by its fields. Raises PlanFileError."""
    item = fields.text("item")
    return Finding(
        item=item or None,
        code=fields.text("code", required=True),
        severity=Severity(fields.one_of("severity", tuple(Severity), default="")),
        what=fields.text("what") or fields.text("message", required=True),  # earlier files have one text
        why=fields.text("why"),
        advice=fields.text("advice"),
    )


def load_override(fields: Fields) -> Override:
    """A person's decision by its fields. Raises PlanFileError."""
    day = fields.day("date")
    if day is None:
        raise fields.problem("date", "в решении нет принятой даты", "добавьте date: ГГГГ-ММ-ДД")
    return Override(
        item=fields.number("item"),
        part=fields.count("part", default=1),
        side=fields.one_of("side", ("start", "end"), default="end"),
        choice=Choice(fields.one_of("choice", tuple(Choice), default="")),
        day=day,
        hour=fields.hour("time"),
        printed=fields.day("printed"),
        computed=fields.day("computed"),
        reason=fields.text("reason", required=True),
        who=fields.text("who", required=True),
        when=fields.instant("when"),
    )


def _check_numbers(fields: Fields, items: tuple[Item, ...]) -> None:
    lines: dict[str, int] = {}
    for item, line in zip(items, fields.member_lines("items"), strict=True):
        if item.number in lines:
            raise PlanFileError(
                f"{fields.name}, строка {line}: номер пункта {item.number} уже стоит в строке {lines[item.number]}; "
                "дайте одному из пунктов другой номер."
            )
        lines[item.number] = line


class _Dumper(yaml.SafeDumper):
    """Block style, fields in the given order, texts that are long or have several lines as blocks."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        del indentless  # list members are indented under their key, as people write them
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: object) -> bool:
        """The same date written twice is no reference to the first."""
        del data
        return True


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style: str | None = "'" if is_bare_value(text) or is_bare_null(text) else None
    if _fits_a_block(text):
        style = "|" if "\n" in text else ">" if len(text) > _LONGEST_PLAIN else style
    elif not text.isprintable():
        style = '"'  # breaks and unprintable characters as escapes
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _fits_a_block(text: str) -> bool:
    """Blocks keep neither spaces at the ends of lines nor unprintable characters readable."""
    lines = text.split("\n")
    return all(line.isprintable() and line == line.strip() for line in lines) and bool(lines[0] and lines[-1])


_Dumper.add_representer(str, _represent_text)


def dump(plan: Plan) -> str:
    """The plan as YAML text, which `load` reads back to an equal plan."""
    head = plan.head
    document: dict[str, object] = {"title": head.title}
    if head.kind != "calendar":
        document["kind"] = head.kind
    document["commission"] = head.commission
    if head.decision is not None:
        document["decision"] = {"number": head.decision.number, "date": head.decision.date}
    document["zone"] = head.zone
    days = {"voting_day": head.voting_day, "first_voting_day": head.first_voting_day}
    document |= {key: day for key, day in days.items() if day is not None}
    document |= _present(events=_moments(head.events), conventions=head.conventions, abbreviations=head.abbreviations)
    text = _HEADER + _as_yaml(document)
    if plan.overrides:
        text += "\n# Какие даты приняли люди, кто, когда и почему (python -m bot plan decide).\n"
        text += _as_yaml({"overrides": [dump_override(override) for override in plan.overrides]})
    if plan.noticed:
        text += "\n# Замечено при чтении документа; уберите запись, когда она исправлена или не важна.\n"
        text += _as_yaml({"noticed": [dump_finding(finding) for finding in plan.noticed]})
    if not plan.items:
        return text + "\nitems: []\n"
    return text + "\nitems:\n" + "\n".join(_indented(_as_yaml([_dump_item(item)])) for item in plan.items)


def _as_yaml(value: object) -> str:
    return yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_LONGEST_LINE)


def _indented(block: str) -> str:
    return re.sub(r"(?m)^(?=.)", "  ", block)


def _present(**mappings: Mapping[str, object]) -> dict[str, object]:
    return {key: dict(value) for key, value in mappings.items() if value}


def _moments(events: Mapping[str, date | datetime]) -> dict[str, object]:
    return {
        key: when.isoformat(timespec="auto" if when.second or when.microsecond else "minutes")
        if isinstance(when, datetime)
        else when
        for key, when in events.items()
    }


def _dump_item(item: Item) -> dict[str, object]:
    values = {
        "number": item.number,
        "section": item.section,
        "activity": item.activity,
        "law": item.law,
        "term": item.term,
        "printed": list(item.printed),
        "performers": item.performers,
    }
    always = ("activity", "term", "performers")
    return {key: value for key, value in values.items() if value or key in always}


def dump_finding(finding: Finding) -> dict[str, object]:
    """The fields that `load_finding` reads."""
    texts = {"what": finding.what, "why": finding.why, "advice": finding.advice}
    dumped: dict[str, object] = {"code": finding.code, "severity": finding.severity.value}
    dumped |= {key: text for key, text in texts.items() if text}
    return dumped if finding.item is None else {"item": finding.item, **dumped}


def dump_override(override: Override) -> dict[str, object]:
    """The fields that `load_override` reads."""
    values = {
        "item": override.item,
        "part": override.part if override.part != 1 else None,
        "side": override.side,
        "choice": override.choice.value,
        "date": override.day,
        "time": None if override.hour is None else override.hour.isoformat(),
        "printed": override.printed,
        "computed": override.computed,
        "reason": override.reason,
        "who": override.who,
        "when": override.when.isoformat(),
    }
    return {key: value for key, value in values.items() if value is not None}
