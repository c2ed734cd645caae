"""A question goes on from the one before it, and finds the right plan among several."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from aiogram.fsm.storage.base import StorageKey

from plan.model import Position
from services.campaigns.activate_campaign import activate_campaign
from services.campaigns.seed_campaign import seed_campaign
from storage.database import Database
from tests.unit.handlers.stage import Stage, at, open_stage

SECOND = Path(__file__).parents[2] / "data" / "questions" / "second-plan.yaml"


@pytest.fixture
async def stage(database: Database) -> Stage:
    stage = await open_stage(database)
    stage.clock.moment = at(2023, 1, 25, 10)
    return stage


async def _second_campaign(stage: Stage) -> None:
    """A neighbouring commission's election, under way as well."""
    document = SECOND.read_text(encoding="utf-8")
    campaign = await seed_campaign(stage.database.units, "zarechny", document, stage.clock.now())
    await activate_campaign(stage.database.units, stage.library, campaign.id, stage.clock.now())


async def test_a_question_goes_on_from_the_last_one(stage: Stage) -> None:
    voter = stage.person(20, "Анна Белова")
    await voter.says("что у тик на этой неделе?")
    assert "Понял так: 30 января – 5 февраля, ТИК" in await voter.says("а на следующей?")
    assert "Понял так: 30 января – 5 февраля, УИК" in await voter.says("а у УИК?")


async def test_another_thing_of_the_same_row(stage: Stage) -> None:
    voter = stage.person(20, "Анна Белова")
    assert "п. 28" in await voter.says("до какого числа сдать документы на регистрацию")
    law = await voter.says("а по какому закону?")
    assert "Понял так: п. 28" in law
    assert law.splitlines()[3].startswith("<b>ст. 28"), "the law leads"


async def test_an_opened_card_is_what_is_spoken_of(stage: Stage) -> None:
    voter = stage.person(20, "Анна Белова")
    await voter.says("что у кандидата 30 января")
    await voter.presses("п. 28")
    assert "Понял так: п. 28" in await voter.says("а кто?")


async def test_small_talk_does_not_break_a_conversation_and_time_does(stage: Stage) -> None:
    voter = stage.person(20, "Анна Белова")
    await voter.says("что у тик на этой неделе?")
    await voter.says("спасибо")
    assert "30 января – 5 февраля, ТИК" in await voter.says("а на следующей?")
    stage.clock.moment += timedelta(minutes=16)
    assert "ТИК" not in (await voter.says("а на следующей?")).splitlines()[1]


async def test_two_people_do_not_share_a_conversation(stage: Stage) -> None:
    anna, boris = stage.person(20, "Анна Белова"), stage.person(21, "Борис")
    await anna.says("что у тик на этой неделе?")
    assert "ТИК" not in (await boris.says("а на следующей?")).splitlines()[1]


async def test_of_several_elections_the_own_one_answers_and_says_so(stage: Stage) -> None:
    chairman = await stage.member(30, "Нина", Position.CHAIRMAN)
    await _second_campaign(stage)
    said = await chairman.says("до какого числа можно снять кандидатуру")
    assert "Выборы: дополнительные выборы" in said
    assert "сб, 4 марта" in said
    other = await chairman.presses("А здесь: ")
    assert "города Заречного" in other.splitlines()[1]
    assert "4 марта" not in other


async def test_another_election_is_named_in_words(stage: Stage) -> None:
    chairman = await stage.member(30, "Нина", Position.CHAIRMAN)
    await _second_campaign(stage)
    said = await chairman.says("до какого числа можно снять кандидатуру на выборах в Заречном")
    assert "города Заречного" in said.splitlines()[1]
    assert "города Заречного" in (await chairman.says("а по какому закону?")).splitlines()[1]


async def test_a_place_alone_asks_there_what_was_asked_last(stage: Stage) -> None:
    voter = stage.person(20, "Анна Белова")
    await _second_campaign(stage)
    await voter.says("до какого числа можно снять кандидатуру")
    there = await voter.says("а в Заречном?")
    assert "города Заречного" in there.splitlines()[1]
    assert "п. 20. Право кандидата на отказ" in there
    back = await voter.says("а в Кемеровском округе")
    assert "Кемеровского муниципального округа" in back.splitlines()[1]
    assert "сб, 4 марта" in back
    assert "п. 20. Право кандидата на отказ" in await voter.says("а по Заречному когда?")


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("когда выборы в Заречном", "Понял так: п. 53"),
        ("что в Заречном в июле", "Понял так: 1–31 июля"),
        ("что в городе Заречном в июле?", "Понял так: 1–31 июля"),
    ],
)
async def test_the_name_of_an_election_leads_to_no_row(stage: Stage, question: str, answer: str) -> None:
    chairman = await stage.member(30, "Нина", Position.CHAIRMAN, of_tik=True)
    await _second_campaign(stage)
    said = await chairman.says(question)
    assert "города Заречного" in said.splitlines()[1]
    assert answer in said.splitlines()[2]
    assert "у вас нет" not in said


async def test_a_region_is_no_election(stage: Stage) -> None:
    chairman = await stage.member(30, "Нина", Position.CHAIRMAN, of_tik=True)
    await _second_campaign(stage)
    assert "п. 22" in await chairman.says(
        "когда сообщить о готовности КОИБ в Избирательную комиссию Кемеровской области"
    )


async def test_what_only_another_plan_has_is_found_there(stage: Stage) -> None:
    chairman = await stage.member(30, "Нина", Position.CHAIRMAN)
    await _second_campaign(stage)
    said = await chairman.says("когда начинается досрочное голосование")
    assert "города Заречного" in said.splitlines()[1]


async def test_an_election_that_is_over_is_not_asked(stage: Stage) -> None:
    voter = stage.person(20, "Анна Белова")
    await _second_campaign(stage)
    await voter.says("до какого числа можно снять кандидатуру")
    shown = stage.session.messages[-1]
    assert "нет" in (await voter.presses_data("ask-in:999", shown)).lower()


async def test_what_waits_for_an_event_is_not_left_out(stage: Stage) -> None:
    voter = stage.person(20, "Анна Белова")
    await voter.says("что у уик в феврале")
    said = await voter.presses("Без даты, ждут события")
    assert "После события" in said
    assert "УИК" in said


async def test_the_pages_of_a_list_keep_whom_it_is_about(stage: Stage) -> None:
    voter = stage.person(20, "Анна Белова")
    first = await voter.says("что у председателя тик до выборов")
    assert "Понял так" in first and "председатель, ТИК" in first
    second = await voter.presses("Дальше ›")
    assert "председатель" in first
    for line in second.splitlines():
        assert "(Глава" not in line


@pytest.mark.parametrize("data", ["range:2023-01-25:2023-02-01:UIK.TIK:0", "range:2023-01-25:2023-02-01:own:0"])
async def test_buttons_of_earlier_messages_still_work(stage: Stage, data: str) -> None:
    voter = stage.person(20, "Анна Белова")
    await voter.says("что у уик в марте")
    assert "25 января" in await voter.presses_data(data, stage.session.messages[-1])


@pytest.mark.parametrize("data", ["range:1:2:3", "range:x:y:u::0", "waiting:u:1:z", "ask-in:x", "range", "waiting:::0"])
async def test_a_strange_button_breaks_nothing(stage: Stage, data: str) -> None:
    voter = stage.person(20, "Анна Белова")
    await voter.says("что у уик в марте")
    assert "Что-то пошло не так" not in await voter.presses_data(data, stage.session.messages[-1])


async def test_nobody_is_answered_without_end(stage: Stage) -> None:
    voter, other = stage.person(20, "Анна Белова"), stage.person(21, "Борис")
    said = [await voter.says(f"пункт {1 + number % 50}") for number in range(60)]
    answered = [one for one in said if "Понял так" in one or "в плане пункты" in one or "[Помогло]" in one]
    told = [one for one in said if "Очень много вопросов" in one]
    assert (len(answered), len(told), said.count("")) == (20, 1, 39)
    assert "Понял так" in await other.says("пункт 28"), "nobody else waits"
    stage.clock.moment += timedelta(seconds=61)
    assert "Понял так" in await voter.says("пункт 28")


@pytest.mark.parametrize("stored", [None, 1, [], ["x", 3], ["2023-01-25T10:00:00", 3], [None, None]])
async def test_what_is_stored_of_the_pace_may_be_anything(stage: Stage, stored: object) -> None:
    voter = stage.person(20, "Анна Белова")
    key = StorageKey(bot_id=stage.bot.id, chat_id=20, user_id=20)
    await stage.dispatcher.fsm.storage.set_data(key, {"minute": stored, "asked": stored})
    assert "Понял так" in await voter.says("пункт 28")


async def test_the_heads_ask_what_one_commission_owes(stage: Stage) -> None:
    chairman = await stage.member(30, "Пётр", Position.CHAIRMAN, of_tik=True)
    member = await stage.member(31, "Нина", Position.MEMBER)
    number = stage.uik.number
    for visitor in (chairman, member):
        said = await visitor.says(f"что у уик {number} в марте")
        assert f"1–31 марта, УИК № {number}" in said.splitlines()[1]
        assert "(УИК)" not in said
    voter = stage.person(20, "Анна Белова")
    said = await voter.says(f"что у уик {number} в марте")
    assert "1–31 марта, УИК</i>" in said.splitlines()[1], "what the plan says of every precinct"


async def test_what_one_commission_has_not_done(stage: Stage) -> None:
    chairman = await stage.member(30, "Пётр", Position.CHAIRMAN, of_tik=True)
    said = await chairman.says(f"что просрочено у уик {stage.uik.number}")
    assert f"просроченное, УИК № {stage.uik.number}" in said.splitlines()[1]
    assert "Ничего не просрочено" in said


async def test_a_commission_that_is_not_there(stage: Stage) -> None:
    chairman = await stage.member(30, "Пётр", Position.CHAIRMAN, of_tik=True)
    assert "1–31 марта, УИК</i>" in (await chairman.says("что у уик 9999 в марте")).splitlines()[1]
