"""The chairman's announcements: written, aimed, looked at, confirmed, delivered, accounted for."""

from __future__ import annotations

from datetime import date

import pytest

from bot.demo.stage import Stage
from sandbox import Message, Person
from tests.e2e.acting import (
    PDF,
    PNG,
    a_while,
    ask,
    changed,
    invited_by,
    labels,
    press,
    press_to,
    pressed_raw,
    settled,
    tap,
)

pytestmark = pytest.mark.asyncio(loop_scope="module")

FIRST_DAY = date(2023, 2, 1)

PROVOKED = {"refusals": ["bot was blocked by the user", "Too Many Requests: retry after 1"]}
"""The pictures of an album count as messages of their own: the chairman's preview runs into the limit of a chat, waits
the second it is told to, and is shown all the same."""

UIK = ("Председатель УИК № 1034", "Секретарь УИК № 1034", "Член УИК № 1034")
CANDIDATES = ("Кандидат, самовыдвиженец", "Кандидат от партии")
TIK = ("Председатель ТИК", "Секретарь ТИК", "Член ТИК")


async def test_a_text_to_the_precincts(stage: Stage) -> None:
    chair = stage.player("Председатель ТИК")
    preview, question = await drafted(stage, chair, "Сбор в <понедельник> & вторник", "Все УИК (3)")
    assert preview.text == "Объявление комиссии\n\nСбор в <понедельник> & вторник"
    assert "Получат 3 человека" in question.text
    hours = ["Сегодня в 18:00", "Завтра в 9:00", "Другое время…"]
    assert labels(question) == ["Отправить сейчас", *hours, "Не отправлять"]
    assert not [p for p in everybody(stage, UIK) if got(p, "Сбор в")], "nothing goes before it is confirmed"

    await press(stage, chair, question, "Отправить сейчас")
    for person in everybody(stage, UIK):
        message = await person.wait_for(lambda m: "Сбор в <понедельник> & вторник" in m.text)
        assert message.text == preview.text, "recipients see what the preview showed"
    await reported(stage, chair, question, "Доставлено: 3 из 3")
    assert not [p for p in everybody(stage, (*TIK[1:], *CANDIDATES)) if got(p, "Сбор в")]


async def test_a_photo_to_the_candidates(stage: Stage) -> None:
    chair = stage.player("Председатель ТИК")
    await tap(stage, chair, "Объявление")
    a_while(stage)
    chair.send_photo(PNG, "Места для агитации")
    preview, question = await aimed(stage, chair, await chair.next_message(), "Кандидаты (2)")
    assert (preview.kind, preview.text) == ("photo", "Объявление комиссии\n\nМеста для агитации")
    await press(stage, chair, question, "Отправить сейчас")
    for person in everybody(stage, CANDIDATES):
        message = await person.wait_for(lambda m: "Места для агитации" in m.text)
        assert message.kind == "photo"
    await reported(stage, chair, question, "Доставлено: 2 из 2")


async def test_an_album_to_the_precincts(stage: Stage) -> None:
    chair = stage.player("Председатель ТИК")
    await tap(stage, chair, "Объявление")
    a_while(stage)
    chair.send_album([PNG, PNG, PNG], "Фотоотчёт")
    asked = await chair.next_message()
    await settled(stage)
    preview, question = await aimed(stage, chair, asked, "Все УИК (3)")
    assert preview.media_group_id is not None
    await press(stage, chair, question, "Отправить сейчас")
    for person in everybody(stage, UIK):
        first = await person.wait_for(lambda m: "Фотоотчёт" in m.text)
        album = [m for m in person.messages() if m.media_group_id == first.media_group_id]
        assert len(album) == 3
    await reported(stage, chair, question, "Доставлено: 3 из 3")


async def test_a_text_to_everybody(stage: Stage) -> None:
    """Also to the chairman, who sees it arrive."""
    chair = stage.player("Председатель ТИК")
    _, question = await drafted(stage, chair, "Завтра приёмный день", "Все сразу (9)")
    await press(stage, chair, question, "Отправить сейчас")
    for _ in range(3):  # much has just been said in the chairman's own chat
        await settled(stage)
    for person in everybody(stage, (*TIK, *UIK, *CANDIDATES)):
        await person.wait_for(lambda m: m.text == "Объявление комиссии\n\nЗавтра приёмный день" and m.id > question.id)


async def test_a_document_to_one_commission(stage: Stage) -> None:
    chair = stage.player("Председатель ТИК")
    await tap(stage, chair, "Объявление")
    a_while(stage)
    chair.send_document(PDF, "смета.pdf")
    _, question = await aimed(stage, chair, await chair.next_message(), "УИК № 1034 (3)")
    await press(stage, chair, question, "Отправить сейчас")
    for person in everybody(stage, UIK):
        await person.wait_for(lambda m: m.content.get("document", {}).get("file_name") == "смета.pdf")
    await reported(stage, chair, question, "Доставлено: 3 из 3")


async def test_pressed_twice_it_goes_once(stage: Stage) -> None:
    chair = stage.player("Председатель ТИК")
    _, question = await drafted(stage, chair, "Дважды не отправится", "Все УИК (3)")
    presses = [chair.press(question, "Отправить сейчас") for _ in range(2)]
    for pressed in presses:
        await pressed.answer()
    await reported(stage, chair, question, "Доставлено: 3 из 3")
    await settled(stage)
    assert [got(person, "Дважды не отправится") for person in everybody(stage, UIK)] == [1, 1, 1]


async def test_the_report_adds_up_when_somebody_has_blocked_the_bot(stage: Stage) -> None:
    chair, viktor = stage.player("Председатель ТИК"), stage.player("Член УИК № 1034")
    viktor.block()
    _, question = await drafted(stage, chair, "Кто-то не получит", "Все УИК (3)")
    await press(stage, chair, question, "Отправить сейчас")
    report = await reported(stage, chair, question, "Доставлено: 2 из 3")
    assert "заблокировали бота" in report.text.lower() or "заблокирован" in report.text.lower()
    assert "1" in report.text.partition("Доставлено: 2 из 3")[2]

    viktor.start()
    await viktor.next_message()
    _, question = await drafted(stage, chair, "Вернулся и получит", "Все УИК (3)")
    await press(stage, chair, question, "Отправить сейчас")
    await viktor.wait_for(lambda m: "Вернулся и получит" in m.text)


async def test_not_confirmed_nothing_is_sent(stage: Stage) -> None:
    chair = stage.player("Председатель ТИК")
    _, question = await drafted(stage, chair, "Передумали", "Все сразу (9)")
    await press(stage, chair, question, "Не отправлять")
    dropped = await changed(chair, question, lambda m: not labels(m))
    assert dropped.text == "Объявление отменено. Ничего не отправлено.\n«Передумали»"
    await settled(stage)
    assert not [p for p in everybody(stage, (*TIK[1:], *UIK, *CANDIDATES)) if got(p, "Передумали")]


async def test_nobody_else_may(stage: Stage) -> None:
    chair = stage.player("Председатель ТИК")
    _, question = await drafted(stage, chair, "Чужими руками", "Все сразу (9)")
    number = next(m for m in (question.markup or {})["inline_keyboard"])[0]["callback_data"].partition(":")[2]
    seats = ("Секретарь ТИК", "Член ТИК", "Председатель УИК № 1034", "Кандидат от партии", "Избиратель")
    for seat in (*seats, "Оператор горячей линии"):
        person = stage.player(seat)
        refused = await ask(stage, person, "/announce")
        assert refused.text == "Объявления рассылает только председатель комиссии, которая проводит выборы."
        assert await pressed_raw(stage, person, f"announce-go:{number}") == "У вас нет права на это действие.", seat
    await settled(stage)
    assert not [p for p in everybody(stage, (*TIK[1:], *UIK, *CANDIDATES)) if got(p, "Чужими руками")]


async def test_somebody_who_joined_after_the_preview(stage: Stage) -> None:
    """Whoever belongs to the audience at the moment of confirming receives it, and the report counts them."""
    chair, nina = stage.player("Председатель ТИК"), stage.player("Председатель УИК № 1034")
    _, question = await drafted(stage, chair, "И новеньким", "Все УИК (3)")
    zoya = await invited_by(stage, nina, "Зоя", "УИК № 1034", "Член комиссии")
    await press(stage, chair, question, "Отправить сейчас")
    await zoya.wait_for(lambda m: "И новеньким" in m.text)
    await reported(stage, chair, question, "Доставлено: 4 из 4")


async def drafted(stage: Stage, chair: Person, text: str, audience: str) -> tuple[Message, Message]:
    """A text announcement up to the last question: the preview, and the message with the question."""
    await tap(stage, chair, "Объявление")
    return await aimed(stage, chair, await ask(stage, chair, text), audience)


async def aimed(stage: Stage, chair: Person, asked: Message, audience: str) -> tuple[Message, Message]:
    heading = await press_to(stage, chair, asked, audience)
    assert heading.text == "Так это увидят получатели:"
    preview = await chair.next_message()
    question = await chair.next_message(lambda m: labels(m))
    return preview, question


async def reported(stage: Stage, chair: Person, report: Message, line: str) -> Message:
    """The progress message once it says so; «Обновить» is pressed where there is such a button."""
    for _ in range(5):
        await settled(stage)
        if line in report.text:
            break
        await press(stage, chair, report, "Обновить")
    return await changed(chair, report, lambda m: line in m.text)


def everybody(stage: Stage, seats: tuple[str, ...]) -> list[Person]:
    return [stage.player(seat) for seat in seats]


def got(person: Person, words: str) -> int:
    return sum(words in message.text for message in person.from_bot())
