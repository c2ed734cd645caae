"""«@bot words», with every letter that is typed: rows to send elsewhere, a way to the bot, and no trace of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from aiogram.exceptions import TelegramBadRequest, TelegramNetworkError, TelegramNotFound, TelegramRetryAfter
from aiogram.methods import AnswerInlineQuery
from sqlalchemy import func, select
from structlog.testing import capture_logs

from messengers.telegram.inline import ASK, CACHE_SECONDS, RESULTS
from plan.model import Position
from services.asking.typing_pace import SEARCHES_A_MINUTE
from services.campaigns.activate_campaign import activate_campaign
from services.campaigns.model import CampaignState
from services.campaigns.seed_campaign import seed_campaign
from storage.database import Database
from storage.tables import metadata
from tests.unit.handlers.stage import Stage, Visitor, at, open_stage
from views.screen import plain

SECOND = Path(__file__).parents[2] / "data" / "questions" / "second-plan.yaml"
CALL = AnswerInlineQuery(inline_query_id="1", results=[])


@pytest.fixture
async def stage(database: Database) -> Stage:
    stage = await open_stage(database)
    stage.clock.moment = at(2023, 1, 24, 10)
    return stage


@pytest.fixture
async def anna(stage: Stage) -> Visitor:
    """A voter whom the bot has met."""
    voter = stage.person(20, "Анна Белова")
    await voter.says("/start")
    return voter


async def types(visitor: Visitor, text: str, offset: str = "", **user: Any) -> Any:
    """What the bot answers to so much typed; None for no answer."""
    stage = visitor.stage
    before = len(stage.session.of(AnswerInlineQuery))
    query = {"id": str(stage.updates), "from": {**visitor.user, **user}, "query": text, "offset": offset}
    await stage.feed(inline_query=query)
    answers = stage.session.of(AnswerInlineQuery)[before:]
    return answers[-1] if answers else None


def titles(answer: Any) -> list[str]:
    return [row.title for row in answer.results]


def way_in(answer: Any) -> str:
    if answer.button is None:
        return ""
    assert answer.button.start_parameter == ASK
    return str(answer.button.text)


async def test_a_number_offers_that_item_with_its_card(anna: Visitor) -> None:
    answer = await types(anna, "28")
    assert titles(answer) == ["пн, 30 января, до 18:00 — п. 28"]
    [row] = answer.results
    assert row.description.startswith("Представление в соответствующую избирательную комиссию")
    assert row.description.endswith("— Кандидат")
    content = row.input_message_content
    assert content.parse_mode == "HTML"
    text = plain(content.message_text)
    assert text.startswith("П. 28. Представление")
    assert "Срок: пн, 30 января, до 18:00 — осталось 6 дней" in text
    assert text.endswith("по одномандатному избирательному округу № 11, 12 марта 2023 года")
    assert "Закон: ст. 28, п. 1 ст. 73 ЗКО\nИсточник: п. 28 плана, дополнительные выборы" in text
    assert (answer.is_personal, answer.cache_time, answer.next_offset) == (True, CACHE_SECONDS, "")
    assert not way_in(answer)


async def test_what_is_sure_comes_first_and_alone_leads_nowhere_else(anna: Visitor) -> None:
    answer = await types(anna, "до какого числа можно снять кандидатуру")
    assert titles(answer)[0] == "не позднее сб, 4 марта — п. 39"
    assert not way_in(answer)


async def test_what_is_unsure_is_offered_beside_the_way_to_the_bot(anna: Visitor) -> None:
    answer = await types(anna, "протоколы")
    assert [title.rpartition(" — ")[2] for title in titles(answer)] == ["п. 104", "п. 99", "п. 97"]
    assert way_in(answer) == "Спросить в чате с ботом"


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("какая завтра погода", "Не нашлось. Спросить в чате с ботом"),
        ("п", "Не нашлось. Спросить в чате с ботом"),
        ("спасибо", "Не нашлось. Спросить в чате с ботом"),
        ("🙂🙂🙂", "Не нашлось. Спросить в чате с ботом"),
        ("<b>' OR 1=1 --", "Не нашлось. Спросить в чате с ботом"),
        ("ж" * 4096, "Не нашлось. Спросить в чате с ботом"),
        ("пункт 200", "В плане такого нет. Спросить в чате"),
    ],
)
async def test_what_is_not_found_offers_no_row(anna: Visitor, text: str, label: str) -> None:
    answer = await types(anna, text)
    assert (titles(answer), way_in(answer)) == ([], label)


async def test_nothing_typed_shows_what_falls_due_soon(anna: Visitor) -> None:
    answer = await types(anna, " ")
    assert titles(answer)[:2] == ["не позднее пн, 30 января — п. 4", "пн, 30 января, до 18:00 — п. 28"]


async def test_days_that_hold_nothing_show_what_goes_on_and_what_comes_next(anna: Visitor) -> None:
    answer = await types(anna, "что завтра")
    assert any("30 января" in title for title in titles(answer))
    assert not way_in(answer)


async def test_what_has_passed_begins_with_the_latest(anna: Visitor) -> None:
    answer = await types(anna, "что уже просрочено?")
    assert "января" in titles(answer)[0]
    assert "декабря" in titles(answer)[-1]


async def test_a_long_list_comes_in_pages(anna: Visitor) -> None:
    first = await types(anna, "весь план")
    assert len(first.results) == RESULTS
    assert first.next_offset == str(RESULTS)
    rows, offset = list(first.results), first.next_offset
    while offset:
        page = await types(anna, "весь план", offset)
        rows, offset = [*rows, *page.results], page.next_offset
    assert len(rows) > 2 * RESULTS
    assert len({row.id for row in rows}) == len(rows)


@pytest.mark.parametrize("offset", ["9999", "-1", "x", "²"])
async def test_a_page_that_is_not_there_is_empty_or_the_first(anna: Visitor, offset: str) -> None:
    answer = await types(anna, "28", offset)
    assert len(answer.results) <= 1
    assert answer.next_offset == ""


async def test_somebody_the_bot_has_not_met_is_led_to_it_and_leaves_no_trace(stage: Stage) -> None:
    stranger = stage.person(77, "Олег")
    before = await rows_of(stage.database)
    answer = await types(stranger, "28")
    assert (titles(answer), way_in(answer), answer.cache_time) == ([], "Сначала откройте чат с ботом", 0)
    answer = await types(stranger, "28", language_code="en")
    assert way_in(answer) == "Open the chat with the bot first"
    assert await rows_of(stage.database) == before


async def test_without_an_election_it_says_so(stage: Stage, anna: Visitor) -> None:
    async with stage.database.units() as unit:
        await unit.campaigns.set_state(stage.campaign.id, CampaignState.CLOSED)
        await unit.commit()
    answer = await types(anna, "28")
    assert (titles(answer), way_in(answer)) == ([], "Выборы сейчас не идут. Открыть чат с ботом")


async def test_it_speaks_the_persons_language(anna: Visitor) -> None:
    await anna.says("/language")
    await anna.presses("English")
    answer = await types(anna, "28")
    assert titles(answer) == ["Mon, 30 January, until 18:00 — item 28"]
    assert "Source:" in answer.results[0].input_message_content.message_text


async def test_nothing_of_it_is_kept(stage: Stage, anna: Visitor) -> None:
    """No conversation, no counted question, no question for an operator or for those who teach."""
    before = await rows_of(stage.database)
    messages = len(stage.session.messages)
    for text in ("протоколы", "где поют частушки про кандидатов", "какая завтра погода", "28"):
        await types(anna, text)
    assert await rows_of(stage.database) == before
    assert len(stage.session.messages) == messages
    assert "Понял так" not in await anna.says("а кто?"), "nothing to go on from"


async def test_it_takes_nothing_of_a_chats_questions(anna: Visitor) -> None:
    for at_ in range(2 * SEARCHES_A_MINUTE):
        await types(anna, f"{at_ + 100} {at_ * 7 + 1000}")
    assert "Понял так: п. 28" in await anna.says("28")


async def test_searches_without_end_are_stopped(stage: Stage, anna: Visitor) -> None:
    answers = [await types(anna, f"{at_ + 100} {at_ * 7 + 1000}") for at_ in range(2 * SEARCHES_A_MINUTE)]
    answer = answers[-1]
    assert way_in(answer) == "Слишком часто. Спросить в чате с ботом"
    assert (titles(answer), answer.cache_time) == ([], 0)
    stage.clock.turn(minutes=1)
    assert titles(await types(anna, "28"))


async def test_a_card_for_others_holds_nobodys_duties_and_names(stage: Stage) -> None:
    chairman = await stage.member(30, "Мария Громова", Position.CHAIRMAN, of_tik=True)
    await stage.member(31, "Нина Соколова", Position.CHAIRMAN)
    own = await chairman.says("/decisions")
    for number in ("1", "13", "28", "67"):
        [row] = (await types(chairman, number)).results
        text = row.input_message_content.message_text
        assert not any(name in text for name in ("Громова", "Соколова", "Исполнено", "✅"))
    assert own


async def test_a_decision_is_told_without_who_made_it(stage: Stage) -> None:
    chairman = await stage.member(30, "Мария Громова", Position.CHAIRMAN, of_tik=True)
    await chairman.says("/decisions")
    await chairman.presses("п. 67")
    await chairman.presses("Верна по закону")
    await chairman.presses("Описка в документе")
    card = await chairman.says("пункт 67 подробно")
    assert "Громова" in card
    [row] = (await types(chairman, "67")).results
    text = plain(row.input_message_content.message_text)
    assert "Решено: верна дата по закону" in text
    assert "Громова" not in text
    assert "Причина" not in text


@pytest.mark.parametrize(
    "message",
    [
        "Bad Request: query is too old and response timeout expired or query ID is invalid",
        "Bad Request: QUERY_ID_INVALID",
    ],
)
async def test_a_query_that_is_too_old_is_nothing_to_speak_of(stage: Stage, anna: Visitor, message: str) -> None:
    stage.session.failures["answerInlineQuery"] = [TelegramBadRequest(method=CALL, message=message)]
    with capture_logs() as logs:
        await types(anna, "28")
    assert [entry["log_level"] for entry in logs if entry["event"].startswith("telegram.")] == ["info"]
    assert len(stage.session.of(AnswerInlineQuery)) == 1


@pytest.mark.parametrize(
    "error",
    [
        TelegramNetworkError(method=CALL, message="no connection"),
        TelegramRetryAfter(method=CALL, message="x", retry_after=5),
        TelegramNotFound(method=CALL, message="Not Found: method not found"),
    ],
)
async def test_no_answer_is_tried_again(stage: Stage, anna: Visitor, error: Exception) -> None:
    stage.session.failures["answerInlineQuery"] = [error]
    await types(anna, "28")
    assert len(stage.session.of(AnswerInlineQuery)) == 1


async def test_rows_that_are_refused_leave_an_empty_list(stage: Stage, anna: Visitor) -> None:
    refused = TelegramBadRequest(method=CALL, message="Bad Request: can't parse entities")
    stage.session.failures["answerInlineQuery"] = [refused]
    with capture_logs() as logs:
        answer = await types(anna, "28")
    assert (titles(answer), answer.cache_time) == ([], 0)
    assert "telegram.results_refused" in [entry["event"] for entry in logs]


async def test_a_broken_database_leaves_an_empty_list_and_no_message(
    stage: Stage, anna: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_: Any) -> Any:
        raise OSError("the disk is gone")

    monkeypatch.setitem(stage.dispatcher.workflow_data, "units", broken)
    messages = len(stage.session.messages)
    with capture_logs() as logs:
        answer = await types(anna, "28")
    assert titles(answer) == []
    assert len(stage.session.messages) == messages
    assert "telegram.query_failed" in [entry["event"] for entry in logs]


async def test_the_button_leads_to_a_greeting_that_asks_for_the_question(stage: Stage, anna: Visitor) -> None:
    said = await anna.says(f"/start {ASK}")
    assert "Здравствуйте, Анна Белова! Напишите свой вопрос сюда" in said
    assert "{Горячая линия}" in said
    fresh = stage.person(78, "Олег")
    assert "Здравствуйте, Олег!" in await fresh.says(f"/start {ASK}")
    assert titles(await types(fresh, "28"))


async def test_a_row_sent_to_the_bot_itself_is_no_question(stage: Stage, anna: Visitor) -> None:
    me = {"id": 4242, "is_bot": True, "first_name": "Срок", "username": "srok_bot"}
    other = {"id": 5, "is_bot": True, "first_name": "Другой"}
    before = await rows_of(stage.database)
    assert await anna.sends(text="П. 28. Представление документов", via_bot=me) == ""
    assert await rows_of(stage.database) == before
    assert await anna.sends(text="28", via_bot=other) != ""


async def rows_of(database: Database) -> dict[str, int]:
    """How many rows each table has."""
    async with database.engine.connect() as connection:
        return {
            name: (await connection.execute(select(func.count()).select_from(table))).scalar_one()
            for name, table in metadata.tables.items()
        }


async def test_help_tells_of_it_where_it_is_switched_on(
    stage: Stage, anna: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "В любом другом чате" not in await anna.says("/help")
    on = (await stage.bot.me()).model_copy(update={"supports_inline_queries": True})
    monkeypatch.setattr(stage.bot, "_me", on)
    assert "В любом другом чате напишите «@srok_bot протоколы»" in await anna.says("/help")


async def test_help_comes_when_the_bots_name_is_not_known(stage: Stage, anna: Visitor) -> None:
    stage.session.failures["getMe"] = [TelegramNetworkError(method=CALL, message="no connection")]
    assert "Что я умею" in await anna.says("/help")


async def test_of_several_elections_the_own_one_comes_first_and_each_row_says_its_own(stage: Stage) -> None:
    chairman = await stage.member(30, "Нина", Position.CHAIRMAN)
    document = SECOND.read_text(encoding="utf-8")
    other = await seed_campaign(stage.database.units, "zarechny", document, stage.clock.now())
    await activate_campaign(stage.database.units, stage.library, other.id, stage.clock.now())

    def elections(answer: Any) -> list[str]:
        return ["Заречн" if "Заречн" in plain(row.input_message_content.message_text) else "" for row in answer.results]

    answer = await types(chairman, "до какого числа можно снять кандидатуру")
    assert elections(answer) == sorted(elections(answer)), "the own election first"
    assert set(elections(answer)) == {"", "Заречн"}
    assert all("выборы" in row.description.rpartition(" — ")[2] for row in answer.results)
    assert len({row.id for row in answer.results}) == len(answer.results)
    named = await types(chairman, "до какого числа можно снять кандидатуру на выборах в Заречном")
    assert set(elections(named)) == {"Заречн"}
