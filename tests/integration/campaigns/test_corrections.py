"""A changed document: everybody who was told of what it changes, or takes out, gets one message about all of it."""

from datetime import timedelta

import pytest

from plan.model import Choice
from services.campaigns.activate_campaign import activate_campaign
from services.campaigns.library import PlanLibrary
from services.campaigns.seed_campaign import seed_campaign
from services.delivery.compose import compose
from services.delivery.compose_correction import CorrectionLetter
from services.duties import follow_new_dates
from services.ids import PlanVersionId
from storage.unit_of_work import SqlUnitOfWork
from tests.integration.campaigns.test_cut_short import (
    LATER,
    TOLD,
    Killed,
    corrections,
    start_with,
    told_the_old_date,
)
from tests.integration.campaigns.test_decide_date import COMPUTED, DOCUMENT, Scene
from tests.integration.campaigns.test_decide_date import scene as scene
from views.corrections import correction
from views.screen import plain
from views.translator import load_translators

EVERYBODY = {*TOLD, "Мария"}

FURTHER = """\
  - number: "6"
    activity: Передать сведения об избирателях
    term: Не позднее 26.01.2023
    performers: ТИК
  - number: "7"
    activity: Утвердить текст & форму <бюллетеня>
    term: Не позднее 28.01.2023
    performers: ТИК
"""
LONGER = DOCUMENT + FURTHER
ROW_7 = FURTHER[FURTHER.index('  - number: "7"') :]
CHANGED = LONGER.replace("28.01.2023]", "26.01.2023]").replace("Не позднее 26.01.2023\n", "Не позднее 27.01.2023\n")
"""Another date for items 1 and 6."""
SHORTER = CHANGED.replace(ROW_7, "")
"""And no item 7."""


@pytest.fixture
async def told(scene: Scene) -> Scene:
    """This morning's digest has told everybody in the ТИК of items 1, 6 and 7."""
    await start_with(scene, LONGER, 0)
    await told_the_old_date(scene)
    return scene


async def letter(scene: Scene) -> CorrectionLetter | None:
    """The same for everybody: the letter of the first who waits for one."""
    composed = await compose(scene.units, PlanLibrary(), (await corrections(scene))[0], LATER)
    assert composed is None or isinstance(composed, CorrectionLetter)
    return composed


def said(composed: CorrectionLetter | None, language: str = "ru") -> str:
    assert composed is not None
    return plain(correction(composed, load_translators().of(language)).text)


async def test_one_message_says_what_has_another_date_and_what_is_gone(told: Scene) -> None:
    await start_with(told, SHORTER, 1)
    assert await told.corrected() == EVERYBODY
    assert len(await corrections(told)) == len(EVERYBODY), "one each"
    composed = await letter(told)
    assert composed is not None
    assert [one.dated.item.number for one in composed.changed] == ["1", "6"]
    text = said(composed)
    assert "Изменились сроки в плане" in text
    assert "п. 1: Представить списки кандидатов\nТеперь: " in text
    assert "27 января" in text
    assert "Из плана убрано:\n• Утвердить текст & форму <бюллетеня>\nНапоминаний об этом больше не будет." in text
    in_english = said(composed, "en")
    assert "Taken out of the plan:" in in_english
    assert "no more reminders" in in_english
    buttons = correction(composed, load_translators().of("ru")).buttons
    assert [button.press.arguments[1] for row in buttons for button in row if button.press] == ["1", "6"]
    await told.send_all(LATER + timedelta(minutes=2))
    await start_with(told, SHORTER, 3)
    assert await corrections(told) == [], "once each"


async def test_what_is_gone_alone(told: Scene) -> None:
    await start_with(told, LONGER.replace(ROW_7, ""), 1)
    assert await told.corrected() == EVERYBODY
    composed = await letter(told)
    assert said(composed).startswith("Из плана убрано:")
    assert composed is not None
    assert correction(composed, load_translators().of("ru")).buttons == ()


async def test_who_was_told_of_none_of_it_hears_nothing(told: Scene) -> None:
    """Item 2 is the УИК's, and its time is far."""
    without = LONGER.replace("Оборудовать помещение для голосования", "Запастись свечами").replace(
        "Не позднее чем за 1 день до дня голосования", "Не позднее 01.03.2023"
    )
    await start_with(told, without, 1)
    assert await corrections(told) == []


async def test_a_row_that_has_only_another_number_has_not_changed(told: Scene) -> None:
    first = '  - number: "0"\n    activity: Назначить выборы\n    term: Не позднее 01.03.2023\n    performers: ТИК\n'
    renumbered = LONGER.replace("items:\n", f"items:\n{first}")
    for old, new in (("7", "8"), ("6", "7"), ("1", "1а")):
        renumbered = renumbered.replace(f'number: "{old}"', f'number: "{new}"')
    await start_with(told, renumbered, 1)
    assert await corrections(told) == []


async def test_what_has_come_back_before_it_was_said_is_not_gone(told: Scene) -> None:
    await start_with(told, SHORTER, 1)
    await start_with(told, CHANGED + "# снова\n", 2)
    composed = await letter(told)
    assert composed is not None
    assert (len(composed.changed), composed.gone) == (2, ())


async def test_what_changes_twice_before_it_is_said_is_one_message(told: Scene) -> None:
    """By a document, then by a decision, then by another document: who waits for all of it reads it at once."""
    await start_with(told, SHORTER, 1)
    await told.decide(told.proposal(Choice.COMPUTED, COMPUTED), now=LATER)
    assert await told.corrected() == EVERYBODY
    assert len(await corrections(told)) == len(EVERYBODY)
    for row in await corrections(told):
        composed = await compose(told.units, PlanLibrary(), row, LATER)
        assert isinstance(composed, CorrectionLetter)
        assert {one.dated.item.number for one in composed.changed} == {"1", "6"}
        assert [one.item.number for one in composed.gone] == ["7"]
    await start_with(told, SHORTER[: SHORTER.index('  - number: "6"')] + "# ещё короче\n", 3)
    composed = await letter(told)
    assert composed is not None
    assert {one.item.number for one in composed.gone} == {"6", "7"}


@pytest.mark.parametrize("last_breath", range(1, 9))
async def test_killed_at_any_commit_everybody_hears_of_it_once(
    told: Scene, last_breath: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(follow_new_dates, "PEOPLE_LOOKED_AT", 1)
    commit, commits = SqlUnitOfWork.commit, 0

    async def dying(unit: SqlUnitOfWork) -> None:
        nonlocal commits
        commits += 1
        if commits >= last_breath:
            raise Killed
        await commit(unit)

    await seed_campaign(told.units, "one-of-them", SHORTER, LATER)
    with monkeypatch.context() as patch:
        patch.setattr(SqlUnitOfWork, "commit", dying)
        with pytest.raises(Killed):
            await activate_campaign(told.units, PlanLibrary(), told.campaign.id, LATER)
            raise Killed
    heard = [row.person_id for row in await corrections(told)]
    await told.send_all(LATER)
    await activate_campaign(told.units, PlanLibrary(), told.campaign.id, LATER)
    heard += [row.person_id for row in await corrections(told)]
    assert len(heard) == len(set(heard)) == len(EVERYBODY)


async def test_a_row_of_an_earlier_program_is_about_one_item(told: Scene) -> None:
    await start_with(told, SHORTER, 1)
    row = (await corrections(told))[0]
    ids = {key: value for key, value in row.ids.items() if key not in ("items", "removed")} | {"item": "1"}
    object.__setattr__(row, "ids", ids)
    composed = await compose(told.units, PlanLibrary(), row, LATER)
    assert isinstance(composed, CorrectionLetter)
    assert [one.dated.item.number for one in composed.changed] == ["1"]
    assert "Срок изменился: п. 1" in said(composed)
    assert PlanVersionId(int(row.ids["version"])) == composed.campaign_plan.version
