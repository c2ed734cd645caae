"""Invitations: made by those who may, opened once, in time."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.demo.stage import Stage
from services.people.model import Address
from services.people.recognise import recognise
from tests.e2e.acting import ask, invitation, invited_by, labels, newcomer, pressed_raw, tap

pytestmark = pytest.mark.asyncio(loop_scope="module")

FIRST_DAY = date(2023, 2, 1)


async def test_an_invitation_works_once(stage: Stage) -> None:
    olga = stage.player("Секретарь ТИК")
    token = await invitation(stage, olga, "УИК № 1034", "Заместитель председателя")
    zoya = await newcomer(stage, "Зоя", "Ким", start=token)
    assert "Теперь вы: заместитель председателя УИК № 1034" in zoya.from_bot()[-1].text
    again = await ask(stage, zoya, f"/start {token}")
    assert "Теперь вы: заместитель председателя" in again.text, "their own link pressed twice is no mistake"
    thief = await newcomer(stage, "Глеб", start=token)
    assert thief.from_bot()[-1].text.startswith("Это приглашение уже использовано")
    assert "Мои сроки" not in str(thief.keyboard)


async def test_a_candidate_is_invited_and_has_deadlines_at_once(stage: Stage) -> None:
    maria = stage.player("Председатель ТИК")
    choices = labels(await tap(stage, maria, "Пригласить"))
    candidate = await invited_by(stage, maria, "Яна", next(x for x in choices if x.startswith("Кандидат")))
    assert "Теперь вы: кандидат" in candidate.from_bot()[-1].text
    assert "п. 39" in (await tap(stage, candidate, "Мои сроки")).text


async def test_an_operator_may_answer(stage: Stage) -> None:
    operator = await invited_by(stage, stage.player("Секретарь ТИК"), "Олег", "Оператор горячей линии")
    assert "оператор горячей линии" in operator.from_bot()[-1].text


async def test_an_expired_one_says_so(stage: Stage) -> None:
    nina = stage.player("Председатель УИК № 1034")
    token = await invitation(stage, nina, "УИК № 1034", "Член комиссии")
    stage.clock.jump(stage.clock.now() + timedelta(days=7, minutes=1))
    late = await newcomer(stage, "Нонна", start=token)
    assert late.from_bot()[-1].text.startswith("Срок этого приглашения истёк")


@pytest.mark.parametrize("token", ["мусор", "0" * 64, "' OR 1=1 --", "<b>", "-"])
async def test_garbage_is_no_invitation(stage: Stage, token: str) -> None:
    said = await ask(stage, stage.player("Избиратель"), f"/start {token}")
    assert said.text.startswith("Такого приглашения я не знаю")


async def test_who_may_not_invite_is_told(stage: Stage) -> None:
    for seat in ("Член ТИК", "Секретарь УИК № 1034", "Кандидат от партии", "Избиратель"):
        person = stage.player(seat)
        said = await ask(stage, person, "/invite")
        assert not labels(said), seat
        assert await pressed_raw(stage, person, "invite-go:c:1:CHAIRMAN") != "", seat


async def test_a_secretary_gives_nobody_the_chair_of_the_commission(stage: Stage) -> None:
    """Whoever holds it may announce: «Пригласить» does not offer it, and a forged button is refused."""
    olga = stage.player("Секретарь ТИК")
    said = await pressed_raw(stage, olga, "invite-go:c:1:CHAIRMAN")
    assert said == "Этого уже нет. Откройте, пожалуйста, список заново."


async def test_the_name_on_an_invitation_does_not_matter_the_account_does(stage: Stage) -> None:
    units, now = stage.application.database.units, stage.clock.now()
    nina = stage.player("Председатель УИК № 1034")
    same_name = await newcomer(stage, "Нина", "Соколова")
    assert "Мои сроки" not in str(same_name.keyboard)
    actor = await recognise(units, Address("telegram", str(nina.id)), "Нина Соколова", "ru", now)
    assert actor.memberships
