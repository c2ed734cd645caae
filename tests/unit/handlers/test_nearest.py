"""Questions of people in a hurry: «успею ещё?», «что нести?», «ой, не то нажала»."""

import pytest

from plan.model import Position
from storage.database import Database
from tests.unit.handlers.stage import DESK, Stage, Visitor, at, open_stage


@pytest.fixture
async def stage(database: Database) -> Stage:
    """It is the last day of item 28, which ends at 18:00."""
    stage = await open_stage(database)
    stage.clock.moment = at(2023, 1, 30, 9)
    return stage


@pytest.fixture
async def candidate(stage: Stage) -> Visitor:
    return await stage.candidate(33, "Иван")


async def test_the_nearest_deadline_of_ones_own_leads(stage: Stage, candidate: Visitor) -> None:
    said = await candidate.says("успею ещё?")
    assert "Ближайший ваш срок: п. 28 — сегодня, до 18:00, осталось 9 ч." in said.splitlines()[1]
    assert "[п. 28]" in said
    stage.clock.moment = at(2023, 1, 30, 17, 30)
    assert "осталось 30 мин" in await candidate.says("до скольки сегодня принимают???")
    stage.clock.moment = at(2023, 1, 30, 18, 30)
    late = await candidate.says("я опоздала?")
    assert "Сегодня срок уже прошёл: п. 28, до 18:00." in late.splitlines()[1]
    assert "Ближайший ваш срок: п. 39 — сб, 4 марта, осталось 33 дня" in late


async def test_without_duties_it_is_the_plan_that_is_asked(stage: Stage) -> None:
    assert "Ближайший срок: п. 28 — сегодня, до 18:00" in await stage.person(20, "Глеб").says("не поздно?")


async def test_help_is_not_what_a_question_leans_on(candidate: Visitor) -> None:
    await candidate.says("пункт 43")
    await candidate.says("помогите")
    assert "Ближайший ваш срок: п. 28" in await candidate.says("а что мне делать то")


async def test_a_later_day_is_no_leave_to_wait(stage: Stage, candidate: Visitor) -> None:
    warning = "<b>До этого дня истекает:</b>"
    said = (await candidate.says("а если в субботу?")).splitlines()
    assert said[2] == f"{warning} п. 28 — сегодня, до 18:00"
    await candidate.says("до какого числа сдать документы на регистрацию")
    assert warning in await candidate.says("а если в субботу?")
    assert "п. 28 — сегодня, до 18:00" in await stage.person(20, "Глеб").says("а если в субботу?")
    assert warning not in await candidate.says("что сегодня?")
    stage.clock.moment = at(2023, 1, 30, 19)
    assert warning not in await candidate.says("а если в субботу?")


async def test_what_to_bring_is_said_honestly(stage: Stage, candidate: Visitor) -> None:
    said = await candidate.says("что нести?")
    assert "списка документов и адресов в нём нет" in said
    assert "п. 28 — пн, 30 января, до 18:00" in said
    assert said.count("[п. ") == 1
    assert "[Спросить человека]" in said
    assert "→ " + str(DESK) not in said


async def test_a_mark_is_taken_back_in_words(stage: Stage) -> None:
    secretary = await stage.member(31, "Анна", Position.SECRETARY)
    none = await secretary.says("отменить отметку")
    assert "Ваших отметок сейчас нет" in none
    card = await secretary.says("пункт 84 сделали уже давно")
    assert card.splitlines()[1] == "Если сделано, нажмите внизу «✓ Исполнено»."
    await secretary.presses("✓ Исполнено")
    assert "Отметка «Исполнено» уже стоит." in await secretary.says("пункт 84 сделали уже давно")
    assert "Чтобы снять отметку, нажмите внизу ↶." in await secretary.says("снимите галочку с пункта 84")
    said = await secretary.says("ой не то нажала, верните")
    assert "✅ <b>п. 84</b>" in said
    assert "🔹 <b>п. 84</b>" in await secretary.presses("↶ п. 84")
    assert "Отметки на этом пункте нет" in await secretary.says("снимите галочку с пункта 84")
    assert not [shown for shown in stage.session.messages if shown.chat == DESK]


async def test_without_duties_there_are_no_marks(stage: Stage) -> None:
    assert "Отметок у вас здесь нет" in await stage.person(20, "Глеб").says("снимите галочку")


async def test_an_item_of_others_that_is_said_to_be_done_is_answered_as_ever(candidate: Visitor) -> None:
    said = await candidate.says("пункт 84 сделали уже давно")
    assert "Понял так: п. 84" in said
    assert "✓" not in said


async def test_words_that_name_a_commands_screen_lead_there(stage: Stage, candidate: Visitor) -> None:
    chairman = await stage.member(30, "Пётр", Position.CHAIRMAN, of_tik=True)
    assert "<b>Расхождения в плане</b>" in await chairman.says("Расхождения")
    assert "[Документ Word]" in await chairman.says("план файлом")
    assert "/announce" in await chairman.says("объявления")
    assert "[English]" in await chairman.says("Язык")
    assert "председатель и секретарь" in await candidate.says("расхождения")
