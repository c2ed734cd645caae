"""Which date is right is decided by a person, kept in the plan's next version, and followed by everybody concerned."""

import asyncio
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from plan.in_force import Standing
from plan.model import Choice, Origin, Position
from plan.yaml_file import load
from services.campaigns.activate_campaign import activate_campaign
from services.campaigns.decide_date import Decided, Proposal, decide_date, weigh_date, withdraw_decision
from services.campaigns.export_plan import SUFFIXES, export_plan
from services.campaigns.find_items import ItemCard, item_card
from services.campaigns.library import PlanLibrary
from services.campaigns.list_decisions import list_decisions
from services.campaigns.model import Campaign
from services.campaigns.seed_campaign import seed_campaign
from services.delivery.compose import compose
from services.delivery.compose_correction import CorrectionLetter
from services.delivery.model import Delivery, DeliveryKind, Sent
from services.duties.follow_new_dates import follow_new_dates, renew_reminders
from services.duties.mark_done import mark_done
from services.duties.model import Duty
from services.errors import AlreadyDecided, AlreadyWithdrawn, ChoiceGone, DecisionRefused, NotAllowed, NotFound
from services.people.model import Actor
from services.unit_of_work import Units
from storage.database import Database
from tests.integration.world import NOW, World, build_world

DOCUMENT = """\
title: Дополнительные выборы депутата
commission: ТИК округа
zone: Asia/Novokuznetsk
voting_day: 2023-03-12
items:
  - number: "1"
    activity: Представить списки кандидатов
    term: Не позднее чем за 40 дней до дня голосования
    printed: [Не позднее 28.01.2023]
    performers: ТИК
  - number: "2"
    activity: Оборудовать помещение для голосования
    term: Не позднее чем за 1 день до дня голосования
    performers: УИК
  - number: "3"
    activity: Представить первый финансовый отчет
    term: Не позднее чем за 20 дней до дня голосования
    printed: [Не позднее 20.02.2023]
    performers: УИК
  - number: "4"
    activity: Опубликовать списки участков
    term: Когда-нибудь потом, как получится
    performers: ТИК
  - number: "5"
    activity: Представить итоговый финансовый отчет
    term: До 18 часов не позднее чем за 10 дней до дня голосования
    printed: [Не позднее 02.03.2023]
    performers: Кандидаты
"""
PRINTED, COMPUTED = date(2023, 1, 28), date(2023, 1, 30)
"""Of item 1: forty whole days remain after 30 January."""


@dataclass
class Scene:
    units: Units
    database: Database
    library: PlanLibrary
    world: World
    campaign: Campaign
    chair: Actor
    secretary: Actor
    member: Actor  # of УИК № 1034

    async def card(self, number: str = "1", actor: Actor | None = None) -> ItemCard:
        return await item_card(self.units, self.library, actor or self.chair, self.campaign.id, number, NOW)

    def proposal(self, choice: Choice, day: date, hour: time | None = None, item: str = "1") -> Proposal:
        return Proposal(self.campaign.id, item, (1, "end"), choice, day, hour)

    async def decide(self, proposal: Proposal, actor: Actor | None = None, now: datetime = NOW) -> Decided:
        who = actor or self.chair
        decided = await decide_date(self.units, self.library, who, proposal, "Описка в документе", now)
        await self.follow(decided, who, now)
        return decided

    async def withdraw(self, made: Decided, actor: Actor | None = None, now: datetime = NOW) -> Decided:
        one, who = made.override, actor or self.chair
        end = (one.part, one.side)
        taken = await withdraw_decision(self.units, self.library, who, self.campaign.id, one.item, end, one.when, now)
        await self.follow(taken, who, now)
        return taken

    async def follow(self, decided: Decided, who: Actor, now: datetime) -> None:
        plan = await follow_new_dates(self.units, self.library, decided.before, decided.after, who.person.id, now)
        await renew_reminders(self.units, self.library, plan, now)

    async def duty(self, number: str = "1") -> Duty:
        async with self.units(reading=True) as unit:
            return next(one for one in await unit.duties.of_campaign(self.campaign.id) if one.key.item == number)

    async def waiting(self) -> list[Delivery]:
        async with self.units(reading=True) as unit:
            return list(await unit.outbox.upcoming(10_000))

    async def corrected(self) -> set[str]:
        """The names of those whom a correction waits for."""
        found = [row for row in await self.waiting() if row.kind is DeliveryKind.NOTICE]
        async with self.units(reading=True) as unit:
            people = await unit.people.get_many({row.person_id for row in found if row.person_id is not None})
        return {person.name for person in people}

    async def send_all(self, now: datetime) -> None:
        """Everything due is taken by the messenger."""
        while batch := await self.database.queue.claim(now, 100, timedelta(minutes=1)):
            await self.database.queue.record([(row, Sent(str(row.id))) for row in batch], now)


@pytest.fixture
async def scene(database: Database, library: PlanLibrary) -> Scene:
    world = await build_world(database.units)
    campaign = await seed_campaign(database.units, "one-of-them", DOCUMENT, NOW)
    chair = await world.member(world.tik, Position.CHAIRMAN, "Мария")
    secretary = await world.member(world.tik, Position.SECRETARY, "Ольга")
    member = await world.member(world.uik, Position.MEMBER, "Виктор")
    await activate_campaign(database.units, library, campaign.id, NOW)
    return Scene(database.units, database, library, world, campaign, chair, secretary, member)


async def test_until_somebody_decides_the_safer_date_counts(scene: Scene) -> None:
    card = await scene.card()
    assert [(found.end, found.origin) for found in card.dated.occurrences] == [(PRINTED, Origin.SAFER)]
    assert (await scene.duty()).term.last_day == PRINTED
    assert (card.may_decide, card.rulings) == (True, ())


async def test_a_decision_is_kept_with_who_when_and_why(scene: Scene) -> None:
    decided = await scene.decide(scene.proposal(Choice.COMPUTED, COMPUTED))
    card = await scene.card()
    assert [(found.end, found.origin) for found in card.dated.occurrences] == [(COMPUTED, Origin.DECIDED)]
    ruling = card.rulings[0]
    assert (ruling.standing, ruling.override) == (Standing.IN_FORCE, decided.override)
    assert (ruling.override.who, ruling.override.reason) == ("председатель Мария", "Описка в документе")
    assert ruling.override.when == NOW
    assert (await scene.duty()).term.last_day == COMPUTED
    async with scene.units(reading=True) as unit:
        versions = await unit.campaigns.plan_versions(scene.campaign.id)
        entry = (await unit.audit.latest(1))[0]
    assert [version.number for version in versions] == [1, 2]
    assert versions[0].document == DOCUMENT, "no version is ever changed"
    assert versions[1].created_by == scene.chair.person.id
    assert load(versions[1].document).overrides == (decided.override,)
    assert (entry.act, entry.actor_id, entry.details["item"]) == ("date.decided", scene.chair.person.id, "1")


async def test_the_secretary_may_and_nobody_else(scene: Scene) -> None:
    world = scene.world
    others = [
        scene.member,
        await world.member(world.uik, Position.CHAIRMAN),
        await world.member(world.tik, Position.MEMBER),
        await world.member(world.other_tik, Position.CHAIRMAN),
        await world.administrator(),
        await world.guest(),
    ]
    proposal = scene.proposal(Choice.PRINTED, PRINTED)
    for actor in others:
        assert not (await scene.card(actor=actor)).may_decide
        with pytest.raises(NotAllowed):
            await weigh_date(scene.units, scene.library, actor, proposal, NOW)
        with pytest.raises(NotAllowed):
            await scene.decide(proposal, actor)
        with pytest.raises(NotAllowed):
            await list_decisions(scene.units, scene.library, actor, scene.campaign.id)
        with pytest.raises(NotAllowed):
            await export_plan(scene.units, scene.library, actor, scene.campaign.id, ".yaml", NOW)
    made = await scene.decide(proposal, scene.secretary)
    assert made.override.who == "секретарь Ольга"
    with pytest.raises(NotAllowed):
        await scene.withdraw(made, scene.member)


async def test_of_two_people_the_second_is_told_who_was_first(scene: Scene) -> None:
    results = await asyncio.gather(
        scene.decide(scene.proposal(Choice.PRINTED, PRINTED), scene.chair),
        scene.decide(scene.proposal(Choice.COMPUTED, COMPUTED), scene.secretary),
        return_exceptions=True,
    )
    made = [one for one in results if isinstance(one, Decided)]
    late = [one for one in results if isinstance(one, AlreadyDecided)]
    assert (len(made), len(late)) == (1, 1)
    assert (late[0].who, late[0].when) == (made[0].override.who, made[0].override.when)
    async with scene.units(reading=True) as unit:
        assert len(await unit.campaigns.plan_versions(scene.campaign.id)) == 2


async def test_decisions_on_two_items_at_once_are_both_kept_and_followed(scene: Scene) -> None:
    await asyncio.gather(
        scene.decide(scene.proposal(Choice.COMPUTED, COMPUTED), scene.chair),
        scene.decide(scene.proposal(Choice.PRINTED, date(2023, 2, 20), item="3"), scene.secretary),
    )
    assert (await scene.duty("1")).term.last_day == COMPUTED
    assert (await scene.duty("3")).term.last_day == date(2023, 2, 20)
    found = await list_decisions(scene.units, scene.library, scene.chair, scene.campaign.id)
    assert {ruling.override.item for _, ruling in found.made} == {"1", "3"}


async def test_a_decision_is_withdrawn_once(scene: Scene) -> None:
    made = await scene.decide(scene.proposal(Choice.COMPUTED, COMPUTED))
    await scene.withdraw(made, scene.secretary, NOW + timedelta(minutes=1))
    assert (await scene.card()).rulings == ()
    assert (await scene.duty()).term.last_day == PRINTED
    with pytest.raises(AlreadyWithdrawn) as late:
        await scene.withdraw(made)
    assert (late.value.who, late.value.when) == ("Ольга", NOW + timedelta(minutes=1))
    again = await scene.decide(scene.proposal(Choice.PRINTED, PRINTED), now=NOW + timedelta(minutes=2))
    with pytest.raises(AlreadyDecided) as other:
        await scene.withdraw(made)  # a button of the first decision
    assert other.value.when == again.override.when


async def test_another_date_with_an_hour(scene: Scene) -> None:
    await scene.decide(scene.proposal(Choice.OTHER, date(2023, 2, 1), time(18)))
    duty = await scene.duty()
    assert (duty.term.end, duty.term.end_time) == (date(2023, 2, 1), time(18))
    assert duty.term.due_at == datetime(2023, 2, 1, 11, tzinfo=UTC)


async def test_a_wording_that_was_not_understood_is_given_a_date(scene: Scene) -> None:
    found = await list_decisions(scene.units, scene.library, scene.chair, scene.campaign.id)
    assert [(one.dated.item.number, one.printed, one.computed) for one in found.open if one.end == (1, "end")] == [
        ("1", PRINTED, COMPUTED),
        ("3", date(2023, 2, 20), date(2023, 2, 19)),
        ("4", None, None),
        ("5", date(2023, 3, 2), date(2023, 3, 1)),
    ]
    await scene.decide(scene.proposal(Choice.OTHER, date(2023, 2, 2), item="4"))
    assert (await scene.duty("4")).term.last_day == date(2023, 2, 2)
    found = await list_decisions(scene.units, scene.library, scene.chair, scene.campaign.id)
    assert [one.dated.item.number for one in found.open] == ["1", "3", "5"]


async def test_what_cannot_be_decided(scene: Scene) -> None:
    for proposal, problem in (
        (scene.proposal(Choice.PRINTED, COMPUTED), ChoiceGone),  # the document prints another date
        (scene.proposal(Choice.OTHER, date(2033, 2, 1)), DecisionRefused),
        (scene.proposal(Choice.OTHER, date(2023, 2, 1), item="99"), NotFound),
        (replace(scene.proposal(Choice.OTHER, COMPUTED), end=(7, "end")), DecisionRefused),
    ):
        with pytest.raises(problem):
            await weigh_date(scene.units, scene.library, scene.chair, proposal, NOW)
        with pytest.raises(problem):
            await scene.decide(proposal)
    for reason in ("", "  \n ", "...", "я" * 301):
        with pytest.raises(DecisionRefused):
            await decide_date(
                scene.units, scene.library, scene.chair, scene.proposal(Choice.PRINTED, PRINTED), reason, NOW
            )
    async with scene.units(reading=True) as unit:
        assert len(await unit.campaigns.plan_versions(scene.campaign.id)) == 1


async def test_a_decision_outlives_a_changed_document_and_restarts(scene: Scene) -> None:
    made = await scene.decide(scene.proposal(Choice.COMPUTED, COMPUTED))
    for _ in range(2):  # a start with the same document
        assert (await seed_campaign(scene.units, "one-of-them", DOCUMENT, NOW)).plan_version_id == made.after.version
    other = DOCUMENT.replace("Оборудовать", "Полностью оборудовать")
    for _ in range(2):
        await seed_campaign(scene.units, "one-of-them", other, NOW)
    await activate_campaign(scene.units, scene.library, scene.campaign.id, NOW)
    assert [ruling.standing for ruling in (await scene.card()).rulings] == [Standing.IN_FORCE]
    assert (await scene.card("2")).dated.item.activity.startswith("Полностью")
    async with scene.units(reading=True) as unit:
        assert len(await unit.campaigns.plan_versions(scene.campaign.id)) == 4
    mended = other.replace("28.01.2023", "30.01.2023")
    await seed_campaign(scene.units, "one-of-them", mended, NOW)
    assert [ruling.standing for ruling in (await scene.card()).rulings] == [Standing.SETTLED]
    wrong_again = other.replace("28.01.2023", "27.01.2023")
    await seed_campaign(scene.units, "one-of-them", wrong_again, NOW)
    card = await scene.card()
    assert [ruling.standing for ruling in card.rulings] == [Standing.OUTDATED]
    assert card.dated.occurrences[0].origin is Origin.SAFER


async def test_cut_short_after_the_decision_the_next_activation_makes_up_for_it(scene: Scene) -> None:
    proposal = scene.proposal(Choice.COMPUTED, COMPUTED)
    await decide_date(scene.units, scene.library, scene.chair, proposal, "Описка", NOW)
    assert (await scene.duty()).term.last_day == PRINTED
    await activate_campaign(scene.units, PlanLibrary(), scene.campaign.id, NOW)
    assert (await scene.duty()).term.last_day == COMPUTED


async def test_only_those_concerned_are_planned_anew(scene: Scene) -> None:
    def rows(found: list[Delivery], actor: Actor) -> set[tuple[int, str]]:
        return {(row.id, row.dedup_key) for row in found if row.person_id == actor.person.id}

    before = await scene.waiting()
    made = await scene.decide(scene.proposal(Choice.OTHER, date(2023, 2, 10)))
    after = await scene.waiting()
    assert rows(after, scene.member) == rows(before, scene.member), "not even written again"
    days = {key.rpartition(":")[2] for _, key in rows(after, scene.chair) if key.startswith("digest:")}
    assert {"2023-02-03", "2023-02-07", "2023-02-09", "2023-02-10"} <= days
    async with scene.units(reading=True) as unit:
        assert not await unit.duties.planned_otherwise(scene.campaign.id, made.after.version, 10)


async def test_who_was_told_the_other_date_gets_one_correction(scene: Scene) -> None:
    later = NOW + timedelta(minutes=5)
    await scene.send_all(later)  # this morning's digest: item 1 ends in three days
    made = await scene.decide(scene.proposal(Choice.COMPUTED, COMPUTED), now=later)
    assert await scene.corrected() == {"Ольга"}, "Мария decided it herself, Виктор has no part in it"
    row = next(row for row in await scene.waiting() if row.kind is DeliveryKind.NOTICE)
    letter = await compose(scene.units, scene.library, row, later)
    assert isinstance(letter, CorrectionLetter)
    [changed] = letter.changed
    assert [found.end for found in changed.dated.occurrences] == [COMPUTED]
    assert changed.rulings[0].override == made.override

    await scene.withdraw(made, now=later + timedelta(minutes=1))
    assert len([row for row in await scene.waiting() if row.kind is DeliveryKind.NOTICE]) == 1, (
        "not one for each change"
    )
    duty = await scene.duty()
    await mark_done(scene.units, scene.secretary, duty.id, later)
    row = next(row for row in await scene.waiting() if row.kind is DeliveryKind.NOTICE)
    assert await compose(scene.units, scene.library, row, later) is None, "who has done it need not know"


async def test_the_same_date_decided_corrects_nobody(scene: Scene) -> None:
    later = NOW + timedelta(minutes=5)
    await scene.send_all(later)
    before = [(row.id, row.dedup_key) for row in await scene.waiting()]
    await scene.decide(scene.proposal(Choice.PRINTED, PRINTED), now=later)
    assert [(row.id, row.dedup_key) for row in await scene.waiting()] == before


async def test_in_the_quiet_hours_a_correction_waits_for_the_morning(scene: Scene) -> None:
    await scene.send_all(NOW + timedelta(minutes=5))
    night = datetime(2023, 1, 25, 16, 30, tzinfo=UTC)  # 23:30
    await scene.decide(scene.proposal(Choice.COMPUTED, COMPUTED), now=night)
    row = next(row for row in await scene.waiting() if row.kind is DeliveryKind.NOTICE)
    assert row.due_at == datetime(2023, 1, 26, 2, tzinfo=UTC)


@pytest.mark.parametrize("suffix", SUFFIXES)
async def test_the_plan_is_handed_out_with_its_decisions(scene: Scene, suffix: str) -> None:
    made = await scene.decide(scene.proposal(Choice.COMPUTED, COMPUTED))
    file = await export_plan(scene.units, scene.library, scene.chair, scene.campaign.id, suffix, NOW)
    assert file.name == f"one-of-them{suffix}"
    assert file.body
    if suffix == ".yaml":
        assert load(file.body.decode()).overrides == (made.override,)


async def test_no_other_format_is_handed_out(scene: Scene) -> None:
    with pytest.raises(NotFound):
        await export_plan(scene.units, scene.library, scene.chair, scene.campaign.id, ".exe", NOW)
