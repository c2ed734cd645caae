"""Small documents for the tests of readers and checks."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import Path

from plan.model import Plan
from plan.readers.reading import read_document

DATA = Path(__file__).parents[2] / "data"
SEED = DATA / "calendar_plan_kmo_11_2023.txt"
SHIPPED = Path(__file__).parents[3] / "data" / "plans" / "2023-03-12-kmo-11.yaml"

HEADING = """\
ИЗБИРАТЕЛЬНАЯ КОМИССИЯ
РЕШЕНИЕ
от 28 июня 2027 года № 5/31-2
Территориальная избирательная комиссия города Юрги Кемеровской области (далее – ТИК) РЕШИЛА:
КАЛЕНДАРНЫЙ ПЛАН
мероприятий по подготовке и проведению выборов депутатов Юргинского городского Совета народных депутатов \
по одномандатным избирательным округам, назначенных на 19 сентября 2027 года
"""


def dump(rows: Sequence[tuple[str, ...]], heading: str = HEADING, header: tuple[str, ...] | None = None) -> str:
    """A text dump of a table: a tab begins a cell, an empty line ends a row."""
    header = header or ("№\n\nп/п", "Содержание мероприятия", "Срок\n\nисполнения", "Исполнители")
    lines = [heading, ""]
    for row in (header, *rows):
        lines.extend(f"\t{cell}" for cell in row)
        lines.append("")
    return "\n".join(lines)


@functools.cache
def seed_plan() -> Plan:
    """The by-election plan as its text is read; once for all tests, plans being values."""
    return read_document(SEED)
