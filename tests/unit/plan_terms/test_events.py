"""The published list of events, and how wordings name them."""

from __future__ import annotations

import re

import pytest

from plan.events import EVENT_KEYS, EVENTS, OTHER_EVENT
from plan.term import Part, parse
from plan.term.tree import After, Event


def key_of(event: str) -> str:
    """The key under which an event's own words are read after «не позднее чем через 3 дня со дня»."""
    (part,) = parse(f"Не позднее чем через 3 дня со дня {event}").parts
    assert isinstance(part, Part)
    (bound,) = part.bounds
    assert isinstance(bound, After)
    assert isinstance(bound.anchor, Event)
    return bound.anchor.key


@pytest.mark.parametrize(
    ("event", "key"),
    [
        ("принятия решения о назначении выборов", "decided"),
        ("принятия Советом народных депутатов решения о назначении дополнительных выборов", "decided"),
        ("назначения выборов", "decided"),
        ("официального опубликования решения о назначении выборов", "published"),
        ("официального опубликования (публикации) решения о назначении выборов", "published"),
        ("опубликования (обнародования) постановления о назначении выборов главы города Юрги", "published"),
        ("официального опубликования результатов выборов", "results_published"),
        ("официального опубликования общих результатов выборов", "results_published"),
        ("официального опубликования итогов голосования и результатов выборов", "results_published"),
        ("определения результатов выборов", "results_determined"),
        ("регистрации кандидата", "candidate_registered"),
        ("регистрации соответствующего кандидата", "candidate_registered"),
        ("регистрации списка кандидатов", "list_registered"),
        ("завершения регистрации кандидатов", "registration_ended"),
        ("принятия решения об отказе в регистрации кандидата", "registration_refused"),
        ("принятия решения о регистрации (отказе в регистрации) кандидата", "registration_decided"),
        ("представления документов для регистрации кандидата", "documents_submitted"),
        ("приема документов для регистрации", "documents_received"),
        ("представления документов о выдвижении кандидата", "nomination_documents_submitted"),
        ("поступления обращения", "appeal_received"),
        ("поступления жалобы в избирательную комиссию", "complaint_received"),
        ("получения уведомления", "notification_received"),
        ("выбытия члена комиссии", "member_left"),
        ("формирования участковой избирательной комиссии", "commission_formed"),
        ("заседания комиссии, на котором будет рассматриваться вопрос о регистрации", "commission_meeting"),
        ("окончания приема предложений", "proposals_ended"),
        ("подписания протокола об итогах голосования", "protocol_signed"),
        ("вступления решения суда в законную силу", "court_decision_effective"),
        ("утверждения текста избирательного бюллетеня", "ballots_approved"),
        ("получения избирательных бюллетеней", "ballots_received"),
        ("проведения жеребьевки", "lots_drawn"),
    ],
)
def test_a_listed_event_is_known_by_its_words(event: str, key: str) -> None:
    assert key_of(event) == key


@pytest.mark.parametrize(
    "event",
    [
        "принятия решения",
        "принятия соответствующего решения",
        "его принятия",
        "принятия решения о дополнительном зачислении в резерв составов УИК",
        "официального опубликования",
        "официального опубликования решения",
        "официального опубликования списка избирательных участков",
        "официального опубликования решения о назначении членов комиссии",
        "опубликования результатов опросов",
        "представления документов",
        "представления соответствующих документов",
        "регистрации",
        "регистрации доверенных лиц",
        "их получения",
        "поступления",
        "назначения наблюдателей",
        "окончания досрочного голосования в помещении комиссии",
        "принятия решения о регистрации кандидата на повторных выборах",
    ],
)
def test_an_event_with_a_word_too_many_or_too_few_is_not_a_listed_one(event: str) -> None:
    assert key_of(event) == OTHER_EVENT


def test_keys_are_unique_and_in_snake_case() -> None:
    assert len(EVENT_KEYS) == len(EVENTS)
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)*", key) for key in EVENT_KEYS)
    assert {"decided", "published", "results_published", OTHER_EVENT} <= EVENT_KEYS


def test_an_event_is_known_by_its_own_genitive() -> None:
    for event in EVENTS:
        if event.phrases:
            (part,) = parse(f"Незамедлительно после {event.genitive}").parts
            assert isinstance(part, Part)
            assert event.key in str(part.bounds) or event.key.startswith("voting_")
