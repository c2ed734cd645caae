"""The strip of the campaign, and who is in the demo."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.cli.demo import PEOPLE
from bot.demo.calendar import deadlines, highlights, next_events, span, stages
from bot.demo.cast import CAST, COMMISSION_CHAT_TITLE, DESK_TITLE, PRECINCT, Seat
from bot.demo.crowd import MEMBERS, troupe
from bot.demo.stage import FIRST_DAY, LAST_DAY, PLAN
from bot.demo.words import HIGHLIGHTS, DemoWords, Said
from plan.dated import date_plan
from plan.errors import PlanFileError
from plan.files import open_plan
from plan.model import Position
from services.campaigns.model import Campaign, CampaignPlan, CampaignState
from services.ids import CampaignId, CommissionId, PlanVersionId
from views.translator import load_translators

ROOT = Path(__file__).parents[3]
WORDS = DemoWords(load_translators(), troupe(200))


@pytest.fixture(scope="module")
def campaign_plan() -> CampaignPlan:
    plan = open_plan(PLAN)
    campaign = Campaign(
        CampaignId(1), "x", plan.head.title, CommissionId(1), plan.head.zone, CampaignState.ACTIVE, PlanVersionId(1)
    )
    return CampaignPlan(campaign, PlanVersionId(1), plan, date_plan(plan))


def test_every_section_is_a_stage_within_the_calendar(campaign_plan: CampaignPlan) -> None:
    found = stages(campaign_plan, FIRST_DAY, LAST_DAY, WORDS)
    assert len(found) == 10
    assert found[0].title == "Назначение даты выборов", "a heading in capitals reads as a sentence does"
    assert all(FIRST_DAY <= stage.first <= stage.last <= LAST_DAY for stage in found)
    assert [stage.first for stage in found] == sorted(stage.first for stage in found)
    assert found[0].title_en == "Calling of the election"
    assert all(stage.title_en.isascii() and stage.title_en for stage in found)


def test_a_shorter_calendar_has_what_falls_into_it(campaign_plan: CampaignPlan) -> None:
    week = (date(2023, 3, 6), date(2023, 3, 12))
    assert all(week[0] <= stage.first <= stage.last <= week[1] for stage in stages(campaign_plan, *week, WORDS))
    assert all(week[0] <= dot.at.date() <= week[1] for dot in deadlines(campaign_plan, *week))
    assert stages(campaign_plan, date(2030, 1, 1), date(2030, 2, 1), WORDS) == []


def test_deadlines_are_in_order_and_none_is_said_twice(campaign_plan: CampaignPlan) -> None:
    dots = deadlines(campaign_plan, FIRST_DAY, LAST_DAY)
    assert [dot.at for dot in dots] == sorted(dot.at for dot in dots)
    assert len({(dot.at, dot.number) for dot in dots}) == len(dots)
    registration = next(dot for dot in dots if dot.number == "28")
    assert f"{registration.at:%d.%m.%Y %H:%M}" == "30.01.2023 17:59"


def test_what_is_still_to_come(campaign_plan: CampaignPlan) -> None:
    now = datetime(2023, 3, 11, tzinfo=UTC)
    events = next_events(campaign_plan, now, WORDS)
    assert all(event.at > now for event in events)
    assert events[0].at < now + timedelta(days=2)
    assert events[0].title.startswith("начало: п. ")
    assert events[0].title_en.startswith("opens: item ")
    assert events[0].title.partition(". ")[2].partition(". ")[2] in events[0].title_en, "the law's own words stay"


def test_the_calendar_of_the_demos_own_plan(campaign_plan: CampaignPlan) -> None:
    assert span(campaign_plan.plan, campaign_plan.dated) == (FIRST_DAY, LAST_DAY), "papers are kept until 2026"
    assert [day for day, _, _ in HIGHLIGHTS] == sorted(day for day, _, _ in HIGHLIGHTS)
    assert all(FIRST_DAY <= day <= LAST_DAY for day, _, _ in HIGHLIGHTS)


@pytest.mark.parametrize(
    ("file", "days"),
    [
        ("clean_regional.yaml", ["17.09.2027", "19.09.2027"]),
        ("clean_local_one_day.yaml", ["19.09.2027", "20.09.2027", "19.10.2027"]),
    ],
)
def test_another_plan_has_its_own_calendar(file: str, days: list[str]) -> None:
    plan = open_plan(ROOT / "tests" / "data" / "checks" / file)
    found = highlights(plan.head, *span(plan, date_plan(plan)))
    assert [f"{day:%d.%m.%Y}" for day, _, _ in found] == days
    assert all(WORDS.say(message).ru != WORDS.say(message).en for _, _, message in found)


def test_a_plan_without_dates_is_none_to_show(campaign_plan: CampaignPlan) -> None:
    with pytest.raises(PlanFileError, match="нет ни одной даты"):
        span(campaign_plan.plan, [])


def test_who_is_in_the_cast() -> None:
    assert len(CAST) == PEOPLE, "the command's own number"
    held = [(part.seat, part.position) for part in CAST]
    for seat in (Seat.TIK, Seat.UIK):
        assert {position for where, position in held if where is seat} == {
            Position.CHAIRMAN,
            Position.SECRETARY,
            Position.MEMBER,
        }
    count = {seat: sum(where is seat for where, _ in held) for seat in Seat}
    assert count == {Seat.TIK: 4, Seat.UIK: 3, Seat.CANDIDATE: 2, Seat.VOTER: 1, Seat.OPERATOR: 2}


@pytest.mark.parametrize("people", [0, 1, 12, 13, 200])
def test_as_many_people_as_asked_for(people: int) -> None:
    parts = troupe(people)
    assert len(parts) == people
    assert parts[: len(CAST)] == CAST[:people]
    others = parts[len(CAST) :]
    assert len({(part.first_name, part.last_name, part.precinct) for part in others}) == len(others)
    for nth, part in enumerate(others):
        assert part.precinct == PRECINCT + 1 + nth // MEMBERS
        assert str(part.precinct) in part.subtitle


def test_everybody_can_be_read_in_english() -> None:
    parts = troupe(200)
    for part in parts:
        name, role = WORDS.person(f"{part.first_name} {part.last_name}"), WORDS.role(part)
        assert name.en
        assert name.en.isascii()
        assert role.en
        assert role.ru == part.subtitle
    assert WORDS.role(parts[4]).en == "Chairman of precinct commission No. 1034"
    assert [WORDS.group(title, PRECINCT).en for title in (DESK_TITLE, COMMISSION_CHAT_TITLE)] == [
        "Hotline",
        "Precinct commission No. 1034: the working chat",
    ]
    assert WORDS.person("Кто-то") == Said("Кто-то", "")
