"""YAML as bare nodes with line numbers: nothing is constructed, no tags, anchors or aliases, bounded size.

A plan's file comes from people, so that every complaint about it names a line; and from strangers, so that no
object, alias bomb or endless nesting in it may cost more than reading it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from plan.errors import PlanFileError

LARGEST_FILE = 5_000_000
"""Characters. The plan of 109 rows takes some 80,000."""
DEEPEST_NESTING = 12

_NUMBER = re.compile(r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?")
_WORDS = frozenset({"true", "false", "yes", "no", "on", "off"})
_NULLS = frozenset({"", "~", "null"})

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml's is eight times faster

_PROBLEMS = (
    ("mapping values are not allowed", "лишнее двоеточие; возьмите текст с двоеточием в кавычки"),
    ("end of stream", "не закрыта кавычка или скобка; закройте её"),
    ("quoted scalar", "не закрыта кавычка или после неё стоит лишнее; исправьте кавычки"),
    ("flow sequence", "не закрыта квадратная скобка; закройте её или возьмите текст в кавычки"),
    ("flow mapping", "не закрыта фигурная скобка; закройте её или возьмите текст в кавычки"),
    ("expected ':'", "нет двоеточия после имени поля; допишите его"),
    ("cannot start any token", "значение начинается с недопустимого знака (табуляция, %, @); замените его"),
    ("block collection", "сбит отступ в списке; выровняйте «-» по соседним строкам"),
    ("block mapping", "сбит отступ поля; выровняйте его по соседним строкам"),
    ("alias", "ссылки YAML («&», «*») не допускаются; напишите значение целиком или возьмите его в кавычки"),
    ("anchor", "ссылки YAML («&», «*») не допускаются; напишите значение целиком или возьмите его в кавычки"),
    ("tag", "теги YAML («!») не допускаются; возьмите текст в кавычки"),
)
"""What libyaml says when it stops, and what to do about it."""


@dataclass(frozen=True, slots=True)
class Scalar:
    text: str
    line: int  # from 1
    plain: bool  # written without quotes and not as a block


@dataclass(frozen=True, slots=True)
class ListNode:
    members: tuple[Node, ...]
    line: int


@dataclass(frozen=True, slots=True)
class MappingNode:
    fields: tuple[tuple[Scalar, Node], ...]
    line: int


Node = Scalar | ListNode | MappingNode


def is_bare_value(text: str) -> bool:
    """Whether the text without quotes would be a number, true or false, rather than words."""
    return _NUMBER.fullmatch(text) is not None or text.lower() in _WORDS


def is_bare_null(text: str) -> bool:
    """Whether the text without quotes would be no value at all."""
    return text.lower() in _NULLS


def parse_yaml(text: str, name: str) -> Node | None:
    """The file's only document as nodes; None for an empty file. Raises PlanFileError."""
    if len(text) > LARGEST_FILE:
        raise PlanFileError(
            f"{name}: файл слишком велик: {len(text)} знаков при допустимых {LARGEST_FILE}; это не план."
        )
    try:
        return _read_stream(yaml.parse(text, Loader=_LOADER), name)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = name if mark is None else f"{name}, строка {mark.line + 1}"
        said = f"{error.context or ''} {error.problem or ''}"
        why = next((russian for english, russian in _PROBLEMS if english in said), "проверьте отступы и кавычки")
        raise PlanFileError(f"{place}: запись YAML не читается: {why} (в этой строке или выше).") from error
    except yaml.YAMLError as error:
        problem = " ".join(str(error).split())
        raise PlanFileError(
            f"{name}: недопустимые в YAML знаки ({problem}); сохраните файл как текст в UTF-8."
        ) from error


def _read_stream(events: Iterator[yaml.Event], name: str) -> Node | None:
    root: Node | None = None
    for event in events:
        match event:
            case yaml.StreamStartEvent() | yaml.StreamEndEvent() | yaml.DocumentEndEvent():
                continue
            case yaml.DocumentStartEvent():
                if root is not None:
                    raise PlanFileError(
                        f"{name}, строка {_line(event)}: в файле второй документ YAML («---»); оставьте "
                        "один план на файл."
                    )
            case _:
                root = _read_node(event, events, name, 0)
    return root


def _read_node(event: yaml.Event, events: Iterator[yaml.Event], name: str, depth: int) -> Node:
    place = f"{name}, строка {_line(event)}"
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
        raise PlanFileError(f"{place}: ссылки YAML («&», «*») в файле плана не допускаются; напишите значение целиком.")
    tag = getattr(event, "tag", None)
    if tag is not None:
        raise PlanFileError(f"{place}: тег YAML «{tag}» в файле плана не допускается; напишите обычный текст.")
    if depth > DEEPEST_NESTING:
        raise PlanFileError(f"{place}: слишком глубокая вложенность; проверьте отступы и скобки.")
    match event:
        case yaml.ScalarEvent():
            return Scalar(event.value, _line(event), plain=not event.style)
        case yaml.SequenceStartEvent():
            members: list[Node] = []
            while not isinstance(inner := next(events), yaml.SequenceEndEvent):
                members.append(_read_node(inner, events, name, depth + 1))
            return ListNode(tuple(members), _line(event))
        case yaml.MappingStartEvent():
            fields: list[tuple[Scalar, Node]] = []
            while not isinstance(inner := next(events), yaml.MappingEndEvent):
                key = _read_node(inner, events, name, depth + 1)
                if not isinstance(key, Scalar):
                    raise PlanFileError(
                        f"{name}, строка {key.line}: имя поля должно быть словом, а не списком или таблицей."
                    )
                fields.append((key, _read_node(next(events), events, name, depth + 1)))
            return MappingNode(tuple(fields), _line(event))
        case _:
            raise PlanFileError(f"{place}: запись YAML не читается; проверьте отступы.")


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark is not None else 1
