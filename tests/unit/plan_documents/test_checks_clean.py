"""Zero false alarms: plans with nothing wrong in them have no findings, and lose that with each mistake put in."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from plan.checks import check_plan
from plan.files import open_plan
from plan.model import Item, Plan
from tests.unit.plan_documents.documents import DATA, seed_plan

ONE_DAY = DATA / "checks" / "clean_local_one_day.yaml"
REGIONAL = DATA / "checks" / "clean_regional.yaml"

_TERMS = {
    "8": ("В течение 10 дней до дня голосования", ("С 02.03.2023 по 11.03.2023",)),
    "36": ("Не позднее чем через 3 дня со дня принятия решения об отказе в регистрации", ()),
    "42": ("Незамедлительно после принятия решения о регистрации кандидата", ()),
    "50": ("Весь период", ()),
    "65": ("Незамедлительно после поступления обращения", ()),
    "67": (None, ("Не позднее 24.12.2022",)),
    "72": ("В трехдневный срок со дня поступления запроса", ()),
    "81": ("Не позднее чем через 65 дней со дня голосования", ("Не позднее 16.05.2023",)),
    "82": ("Не позднее чем за 5 дней до дня голосования", ()),
    "86": ("Не позднее чем за 5 дней до дня голосования", ()),
    "91": ("Не позднее чем за 5 дней до дня голосования", ()),
    "92": ("Не позднее чем за 5 дней до дня голосования", ()),
}
_WORDS = (
    (r"\(?многомандатному\)?|спис(?:ок|к)\w*\s+кандидатов", "кандидатов"),
    (r"\s*\(далее – ЗКО о комиссиях\)", ""),
    (r"\b(п\.\s*\d+)\.(?=\s+ст)", r"\1"),
    (r"\bОИК\b", "ТИК"),
)
_SHORT_NAMES = ("ФЗ", "КМО", "ЦИК", "РФ", "ГАС", "КСА")


def _mended_item(item: Item) -> Item:
    """The item as a careful secretary would leave it."""
    term, printed = _TERMS.get(item.number, (None, item.printed))
    texts = {"activity": item.activity, "law": item.law, "term": item.term if term is None else term}
    texts["performers"] = item.performers or "ТИК"
    for name in texts:
        for pattern, better in _WORDS:
            texts[name] = re.sub(pattern, better, texts[name])
    return replace(item, printed=printed, **texts)


def mended_plan() -> Plan:
    """The by-election plan with everything that is wrong in it put right."""
    plan = seed_plan()
    kept = {short: words for short, words in plan.head.abbreviations.items() if short != "ЗКО о комиссиях"}
    head = replace(plan.head, abbreviations={**kept, **dict.fromkeys(_SHORT_NAMES, "раскрыто в решении")})
    return replace(plan, head=head, items=tuple(map(_mended_item, plan.items)), noticed=())


CLEAN: dict[str, Callable[[], Plan]] = {
    "mended by-election": mended_plan,
    "local, one day": lambda: open_plan(ONE_DAY),
    "regional, three days": lambda: open_plan(REGIONAL),
}


@pytest.mark.parametrize("name", CLEAN)
def test_a_clean_plan_has_no_findings(name: str) -> None:
    assert check_plan(CLEAN[name]()) == ()


def _with(plan: Plan, number: str, **changes: Any) -> Plan:
    return replace(
        plan, items=tuple(replace(item, **changes) if item.number == number else item for item in plan.items)
    )


@pytest.mark.parametrize("name", CLEAN)
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"term": ""}, "no-term"),
        ({"performers": ""}, "no-performer"),
        ({"activity": "Передача сведений, указанных в пункте 940 настоящего плана"}, "missing-reference"),
        ({"activity": 'Размещение сведений HYPERLINK "http://example.org" на сайте'}, "field-code"),
        ({"term": "Не позднее чем за 12 дней до дня голосования", "printed": ("31.04.2027",)}, "impossible-date"),
    ],
)
def test_each_mistake_is_the_only_finding(name: str, changes: dict[str, Any], code: str) -> None:
    plan = _with(CLEAN[name](), "4", **{"printed": (), **changes})
    assert [(finding.item, finding.code) for finding in check_plan(plan)] == [("4", code)]
