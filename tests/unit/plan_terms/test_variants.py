"""Wordings as other commissions write them: counted right, or said not to be understood."""

from __future__ import annotations

from typing import Any

import pytest

from plan.term import parse
from tests.unit.plan_terms.shown import NOT_UNDERSTOOD, ONE_DAY, THREE_DAYS, counted, read_table

VARIANTS = list(read_table("variants.jsonl"))
FACTS = {"one": ONE_DAY, "three": THREE_DAYS}


@pytest.mark.parametrize("variant", VARIANTS, ids=[f"{v['voting']}: {v['term']}" for v in VARIANTS])
def test_variant(variant: dict[str, Any]) -> None:
    assert counted(variant["term"], FACTS[variant["voting"]]) == variant["counted"]


@pytest.mark.parametrize("variant", VARIANTS, ids=[f"{v['voting']}: {v['term']}" for v in VARIANTS])
def test_variant_rendered_reads_back(variant: dict[str, Any]) -> None:
    term = parse(variant["term"])
    if term.understood:
        assert parse(term.render()).parts == term.parts


@pytest.mark.parametrize(
    "wording",
    [
        "Не\u00a0позднее\u00a0чем за\u202f40\u00a0дней до дня голосования",
        "НЕ ПОЗДНЕЕ ЧЕМ ЗА 40 ДНЕЙ ДО ДНЯ ГОЛОСОВАНИЯ",
        "  Не позднее  чем\n\nза 40 дней\tдо дня голосования. ",
        "Не позднее чем за 40 дней до дня голо\u00adсования",
        "He позднеe чeм зa 40 дней до дня голосовaния",  # Latin letters among Cyrillic ones
        "не позднее чем за сорок дней до дня голосования;",
        "Не позднее чем за 40 (сорок) календарных дней до дня голосования (п. 7 ст. 19 ФЗ, п. 6 ст. 11 ЗКО)",
        "- не позднее чем за 40 дн. до дня голосования",
        "1) не позже, чем за 40 дней до дня голосования",
        "в срок не позднее чем за 40 дней до дня голосования",
        "не позднее чем за 40 дней до дня голосования на выборах депутатов Совета народных депутатов",
        "Публикация – не позднее чем за 40 дней до дня голосования",
    ],
)
def test_typography_does_not_matter(wording: str) -> None:
    assert counted(wording, THREE_DAYS) == ["deadline ..2023-01-30"]


@pytest.mark.parametrize(
    "wording",
    [
        "не позднее чем за 40 рабочих дней до дня голосования",
        "не позднее чем за 40 дней до дня голосования по московскому времени",
        "не позднее чем за 40 дней до дня голосования, кроме выходных",
        "как правило, не позднее чем за 40 дней до дня голосования",
        "ранее чем за 40 дней до дня голосования",
        "не позднее чем за 40 дней и не позднее чем за 30 дней до дня голосования",
        "не позднее чем за 40 (тридцать) дней до дня голосования",
        "не позднее чем за 0 дней до дня голосования",
        "не позднее чем за 40 дней",
        "не позднее чем через 40 дней",
        "не ранее чем за 30 дней и не позднее чем за 40 дней до дня голосования",  # начало позже конца
        "не позднее чем за 40 дней до дня голосования (не позднее чем за 30 дней)",
    ],
)
def test_what_would_have_to_be_guessed_is_refused(wording: str) -> None:
    assert NOT_UNDERSTOOD in counted(wording, ONE_DAY)
